import { defineRule } from '../../rule/define-rule.js';
import { writeOption } from '../../rule/write-option.js';

export default defineRule({
  name: 'no-overlapping-interval',
  standard: 'promises',
  preset: 'strict',
  harm: 'corrupt',
  description: 'Disallow asynchronous work in intervals and cron jobs whose runs can overlap',
  references: ['https://nodejs.org/api/timers.html#setintervalcallback-delay-args', 'https://github.com/node-cron/node-cron/issues/424'],
  suggests: true,
  messages: {
    overlaps:
      '`{{caller}}` starts the next run {{when}}, whether or not this one has ended: when what it waits for gets slow, runs pile up and do the same work twice. Start the next run when the last has ended (`setTimeout` in a `finally`), or return at once while one is going.',
    mayBeSkipped:
      '`{{caller}}` starts the next run {{when}}, whether or not this one has ended: when what it waits for gets slow, runs pile up and do the same work twice. Pass `{{option}}: true`, or return at once while a run is going.',
    addOption: 'Add `{{option}}: true`, so that a run is skipped while the last is going.',
  },
  options: {
    schema: {
      shorterThan: { type: 'integer', minimum: 1, description: 'The period, in milliseconds, from which on work is taken to end in time.' },
    },
    defaults: { shorterThan: 3_600_000 },
  },
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const { call, period, skipsWith } of file.repeatedWork.overlapping) {
      if (period !== undefined && period >= options.shorterThan) continue;
      const data = { caller: sourceCode.getText(call.node.callee), when: period === undefined ? 'when its time has come' : `every ${durationOf(period)}` };
      if (!skipsWith) {
        report(call.node.callee, 'overlaps', { data });
        continue;
      }
      const { option, argument } = skipsWith;
      // A second value under the same name is no answer to one that says no.
      const isWritten = call.node.arguments.some(each => file.options.at(each, option).state === 'present');
      const fix = argument === 'any' || isWritten ? undefined : writeOption(call.node, argument, `${option}: true`, sourceCode);
      report(call.node.callee, 'mayBeSkipped', { data: { ...data, option }, suggest: [fix && { messageId: 'addOption', data: { option }, fix }] });
    }
  },
});

function durationOf(ms: number): string {
  if (ms >= 60_000 && ms % 60_000 === 0) return ms === 60_000 ? 'minute' : `${ms / 60_000} minutes`;
  if (ms >= 1_000 && ms % 1_000 === 0) return ms === 1_000 ? 'second' : `${ms / 1_000} seconds`;
  return `${ms} ms`;
}
