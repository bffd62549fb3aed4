import { defineRule } from '../../rule/define-rule.js';
import { throwFailures } from '../../rule/throw-failures.js';

export default defineRule({
  name: 'no-fail-fast-side-effects',
  standard: 'promises',
  preset: 'strict',
  harm: 'corrupt',
  severity: 'warn',
  description: 'Disallow `Promise.all` over independent writes and sends, where the first failure hides the outcome of the rest',
  references: ['https://tc39.es/ecma262/#sec-promise.all'],
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  messages: {
    failsFast:
      '`Promise.all` rejects with the first failure while the other calls of `{{effect}}` and the like go on, so nobody learns which of them were done. Use `Promise.allSettled` and report or retry what was `rejected`, or put them into one transaction.',
    throwFailures: 'Wait for all with `Promise.allSettled`, then throw the failures together.',
  },

  check({ file, report, sourceCode }) {
    for (const { call, statement, effect } of file.failFast.all) {
      const fix = throwFailures(statement, call.node.callee, sourceCode);
      report(call.node.callee, 'failsFast', {
        data: { effect: effect.path.split(/[.#]/).at(-1)! },
        suggest: [fix && { messageId: 'throwFailures', fix }],
      });
    }
  },
});
