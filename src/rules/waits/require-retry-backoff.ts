import type { HandWrittenRetry } from '../../analysis/waits/retries.js';
import { defineRule } from '../../rule/define-rule.js';
import { insertPause } from '../../rule/insert-pause.js';

export default defineRule({
  name: 'require-retry-backoff',
  standard: 'waits',
  preset: 'recommended',
  harm: 'hang',
  description: 'Require a pause before work that has failed is tried again',
  references: ['SRE book, chapter 22'],
  messages: {
    noDelay:
      '{{retry}} `{{work}}` again at once when it has failed: while the other side is down all attempts are spent within milliseconds, and each caller multiplies its load. Wait before the next attempt, longer each time and with jitter: `{{write}}`, with `setTimeout` of `node:timers/promises`.',
    noGrowth:
      '{{retry}} `{{work}}` again after the same time each time, so a service that is overloaded gets no room to recover. Wait longer before each attempt, and with jitter: `{{write}}`.',
    noJitter:
      '{{retry}} `{{work}}` again after the same times for every caller, so those that failed together come back together. Add jitter: multiply the time by `Math.random()`.',
    pause: 'Wait before the next attempt, up to 100 ms, 200 ms, 400 ms …: choose times that the caller can wait.',
  },
  suggests: true,
  options: {
    schema: {
      require: {
        type: 'string',
        enum: ['delay', 'growth', 'jitter'],
        description: 'What every retry must have: any `delay`; one that grows (`growth`); one that grows and is spread by chance (`jitter`).',
      },
    },
    defaults: { require: 'delay' },
  },
  presetOptions: { strict: { require: 'jitter' } },
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const { retry, lacks, work, counter } of file.retries.withoutBackoff) {
      if (lacks === 'growth' && options.require === 'delay') continue;
      if (lacks === 'jitter' && options.require !== 'jitter') continue;
      const time = `Math.random() * 100 * 2 ** ${counter ?? 'attempt'}`;
      const data = { retry: subjectOf(retry), work };
      const at = { loc: file.retries.headOf(retry) };
      if (lacks === 'jitter') {
        report(at, 'noJitter', { data });
        continue;
      }
      const fix = lacks === 'delay' && counter !== undefined ? insertPause(retry.clause, `await new Promise(resolve => setTimeout(resolve, ${time}));`, sourceCode) : undefined;
      report(at, lacks === 'delay' ? 'noDelay' : 'noGrowth', { data: { ...data, write: `await setTimeout(${time})` }, suggest: [fix && { messageId: 'pause', fix }] });
    }
  },
});

function subjectOf(retry: HandWrittenRetry): string {
  return retry.kind === 'loop' ? 'This loop calls' : 'This call runs';
}
