import { defineRule, type Fix } from '../../rule/define-rule.js';
import { insertReturn } from '../../rule/insert-return.js';
import { type Node } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-double-callback',
  standard: 'failures',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Disallow calling a node-style callback twice for one piece of work',
  references: ['https://nodejs.org/api/errors.html#error-first-callbacks', 'https://nodejs.org/api/errors.html#err_multiple_callback'],
  messages: {
    goesOn: '`{{name}}` is called here and, since nothing ends the function, again on line {{line}}, so that its caller goes on twice. Write `return` after this call.',
    caught: 'When `{{name}}` itself throws, the catch clause calls it again on line {{line}}, so that its caller goes on twice, the second time with its own error. Keep the result in a variable, and call `{{name}}` behind the `try`.',
    rejected: 'When `{{name}}` itself throws, the handler on line {{line}} calls it again, so that its caller goes on twice, the second time with its own error. Give both handlers to one `.then(onFulfilled, onRejected)`.',
    insertReturn: 'Return after this call.',
  },
  options: {
    schema: {
      reportCaught: {
        type: 'boolean',
        description: 'Also report callbacks that are called where what they throw is caught and handed to them: in a `try` whose catch clause calls them again, and in front of a `.catch` that does.',
      },
    },
    defaults: { reportCaught: false },
  },
  presetOptions: { strict: { reportCaught: true } },
  suggests: true,
  check({ file, options, report, sourceCode }) {
    const returnAfter = (call: Node): { messageId: 'insertReturn'; fix: Fix } | undefined => {
      const fix = insertReturn(call, sourceCode.getText());
      return fix && { messageId: 'insertReturn', fix };
    };
    for (const { kind, first, second, name } of file.repeatedCallbacks) {
      const data = { name, line: String(second.loc.start.line) };
      if (kind === 'goes-on') report(first, 'goesOn', { data, suggest: [returnAfter(first)] });
      else if (options.reportCaught) report(first, kind, { data });
    }
  },
});
