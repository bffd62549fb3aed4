import { expect, it } from 'vitest';
import { declares, majorOf, majorOfRange } from '../../src/project/dependency-versions.js';

it.each([
  ['^4.18.2', 4], ['~4.18', 4], ['4.x', 4], ['4', 4], ['=4.21.0', 4], ['v5.1.0', 5], ['5.0.0-beta.3', 5],
  ['>=4.17.0 <5', 4], ['>=4 <5.0.0-0', 4], ['^4.0.0 || ^4.17.1', 4], ['npm:express@^4.18.0', 4],
  ['>=4', undefined], ['>=3 <5', undefined], ['^4 || ^5', undefined], ['*', undefined], ['latest', undefined], ['workspace:*', undefined], ['catalog:', undefined], ['', undefined],
])('%s', (range, major) => {
  expect(majorOfRange(range)).toBe(major);
});

it('reads the nearest manifest that declares the dependency', () => {
  const file = `${import.meta.dirname}/../fixtures/express4/src/deep/app.ts`;
  expect(majorOf(file, 'express')).toBe(4);
  // The package around it.
  expect(majorOf(file, 'vitest')).toBe(4);
  expect(majorOf(file, 'there-is-no-such-package')).toBeUndefined();
  expect(declares(file, 'express')).toBe(true);
});

it('says nothing of what is not on the disk', () => {
  expect(majorOf('src/service.ts', 'express')).toBeUndefined();
  expect(declares('<input>', 'express')).toBe(false);
});
