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
    library: '`{{call}}` tries again {{how}}: {{harm}}. {{write}}',
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
    const isWanted = (lacks: 'delay' | 'growth' | 'jitter'): boolean => lacks === 'delay' || options.require === 'jitter' || options.require === lacks;

    for (const { retry, lacks, work, counter } of file.retries.withoutBackoff) {
      if (!isWanted(lacks)) continue;
      const time = `Math.random() * 100 * 2 ** ${counter ?? 'attempt'}`;
      const data = { retry: retry.kind === 'call' ? 'This call runs' : 'This loop calls', work };
      const at = { loc: file.retries.headOf(retry) };
      if (lacks === 'jitter') {
        report(at, 'noJitter', { data });
        continue;
      }
      const fix = lacks === 'delay' && counter !== undefined ? insertPause(retry.clause, `await new Promise(resolve => setTimeout(resolve, ${time}));`, sourceCode) : undefined;
      report(at, lacks === 'delay' ? 'noDelay' : 'noGrowth', { data: { ...data, write: `await setTimeout(${time})` }, suggest: [fix && { messageId: 'pause', fix }] });
    }

    for (const retry of file.retries.library.all) {
      const pause = file.retries.library.pauseOf(retry);
      if (!pause || !(pause.ignoresAttempt || isWanted(pause.lacks))) continue;
      const { how, harm } = LIBRARY[pause.lacks];
      const write = pause.write === undefined ? 'Retry around this call instead, with a pause that grows and jitter.' : `Pass \`${pause.write}\`.`;
      report(pause.at, 'library', { data: { call: sourceCode.getText(retry.call.node.callee), how, harm, write } });
    }
  },
});

const LIBRARY = {
  delay: { how: 'at once', harm: 'while the other side is down all attempts are spent within milliseconds, and each caller multiplies its load' },
  growth: { how: 'after the same time each time', harm: 'a service that is overloaded gets no room to recover' },
  jitter: { how: 'after the same times for every caller', harm: 'those that failed together come back together' },
} as const;
