import { defineRule } from '../../rule/define-rule.js';
import { throwFailures } from '../../rule/throw-failures.js';

export default defineRule({
  name: 'no-ignored-settled-results',
  standard: 'promises',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Require that the rejections among the results of `Promise.allSettled` are read',
  references: ['https://tc39.es/ecma262/#sec-promise.allsettled'],
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  messages: {
    dropped: '`Promise.allSettled` never rejects, and nobody reads its results, so what fails here looks like success. Read `reason` of the results whose `status` is `rejected`, or use `Promise.all`.',
    unread: 'Nobody looks at the `status` of these results, so what fails here looks like success. Read `reason` of those that are `rejected`, or use `Promise.all`.',
    fulfilledOnly: 'Only the fulfilled results are used, so the failures and their reasons are lost. Report `reason` of those whose `status` is `rejected` as well.',
    throwFailures: 'Wait for all, then throw the failures together.',
  },

  check({ file, report, sourceCode }) {
    for (const { call, kind, statement } of file.settledResults.ignored) {
      const { callee } = call.node;
      const fix = statement && throwFailures(statement, callee, sourceCode);
      if (kind === 'dropped') report(callee, 'dropped', { suggest: [fix && { messageId: 'throwFailures', fix }] });
      else report(callee, kind === 'unread' ? 'unread' : 'fulfilledOnly');
    }
  },
});
