import { awaitTogether } from '../../rule/await-together.js';
import { defineRule } from '../../rule/define-rule.js';
import type { Node } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-late-awaited-promise',
  standard: 'promises',
  preset: 'recommended',
  harm: 'crash',
  description: 'Disallow awaiting other work before a started promise has its first handler',
  references: ['https://nodejs.org/api/process.html#event-unhandledrejection'],
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  messages: {
    held: '`{{name}}` is under way without a rejection handler while line {{line}} waits, so if it rejects in that time, Node.js ends the process, `try` or not. Await both with `Promise.all([…])`, or start `{{name}}` after that line.',
    collected:
      'The promises in `{{name}}` are under way without a rejection handler while line {{line}} waits, so the first that rejects in that time ends the process. Collect them after that line, or make the wait one of the promises in `Promise.all({{name}})`.',
    oneByOne:
      'This loop awaits promises that are all under way one by one, so one that rejects before its turn has no handler and ends the process. Loop over `await Promise.all(…)`, or start each in the loop.',
    listed: 'This promise has no rejection handler until `{{name}}` is called, after the `await` behind it in the list: if it rejects first, Node.js ends the process. Take the `await` out of the list.',
    awaitTogether: 'Await both with `Promise.all`.',
    awaitAll: 'Await all of them with `Promise.all`, then loop.',
    removeAwait: 'Hand the promises themselves to `{{name}}`.',
  },

  check({ file, report, sourceCode }) {
    for (const late of file.lateAwaits.all) {
      const { node, kind, wait } = late;
      const name = late.name ?? '';
      const line = String(wait.loc.start.line);
      const fix = awaitTogether(late, sourceCode);
      if (kind === 'held') report(node, 'held', { data: { name, line }, suggest: [fix && { messageId: 'awaitTogether', fix }] });
      else if (kind === 'collected') report(node, 'collected', { data: { name, line } });
      else if (kind === 'listed') report(node, 'listed', { data: { name }, suggest: [fix && { messageId: 'removeAwait', fix, data: { name } }] });
      else report(placeOf(node), 'oneByOne', { suggest: [fix && { messageId: 'awaitAll', fix }] });
    }
  },
});

/** The list of a loop says more than the whole loop. */
function placeOf(loop: Node): Node {
  return loop.type === 'ForOfStatement' ? loop.right : loop;
}
