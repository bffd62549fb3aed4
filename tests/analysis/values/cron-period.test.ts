import { expect, it } from 'vitest';
import { cronPeriod, namedPeriod } from '../../../src/analysis/values/cron-period.js';

it.each([
  ['* * * * * *', 1_000],
  ['*/10 * * * * *', 10_000],
  ['0 */5 * * * *', 300_000],
  ['* * * * *', 60_000],
  ['*/15 * * * *', 900_000],
  ['0,20,40 * * * *', 1_200_000],
  ['50,10 * * * *', 1_200_000],
  ['0-30 * * * *', 60_000],
  ['0 3 * * *', 3_600_000],
  ['@daily', 3_600_000],
  ['@reboot', undefined],
  ['2026-01-01T00:00:00', undefined],
  ['every minute of it', undefined],
])('%s', (expression, period) => {
  expect(cronPeriod(expression)).toBe(period);
});

it.each([['EVERY_SECOND', 1_000], ['EVERY_5_MINUTES', 300_000], ['EVERY_HOUR', 3_600_000], ['EVERY_DAY_AT_1AM', undefined]])('%s', (name, period) => {
  expect(namedPeriod(name)).toBe(period);
});
