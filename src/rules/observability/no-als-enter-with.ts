import { defineRule } from '../../rule/define-rule.js';
import { runInContext } from '../../rule/run-in-context.js';
import { shortText } from '../../rule/short-text.js';

export default defineRule({
  name: 'no-als-enter-with',
  standard: 'observability',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Disallow setting the store of an AsyncLocalStorage for whatever comes next, where `run` sets it for one piece of work',
  references: ['https://nodejs.org/api/async_context.html#asynclocalstorageenterwithstore'],
  messages: {
    found:
      'This store does not end with the function: its caller goes on with it, and up to Node 22 so does the next request of the same connection, so that work of one request reads, and logs, the data of another. Write `{{storage}}.run({{store}}, () => …)` around the work that is to have it.',
    run: 'Set it for the rest of this function only.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  check({ file, report, sourceCode }) {
    for (const { call, storage, store } of file.enteredContexts) {
      const fix = runInContext(call.node, { run: `${sourceCode.getText(storage)}.run`, store: sourceCode.getText(store) }, sourceCode);
      report(call.node, 'found', {
        data: { storage: sourceCode.getText(storage), store: shortText(sourceCode.getText(store)) },
        suggest: fix ? [{ messageId: 'run', fix }] : [],
      });
    }
  },
});
