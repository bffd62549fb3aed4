import { defineRule } from '../../rule/define-rule.js';

/** What to write where the library has no word of its own for it. */
const IN_ONE = {
  read: '`where id = any($1)` with all ids',
  insert: 'one `insert` with all rows',
  update: '`update … where id = any($1)`',
  delete: '`delete … where id = any($1)`',
  command: '`mget`, or `pipeline()` and one `exec()`',
} as const;

export default defineRule({
  name: 'no-query-in-loop',
  standard: 'waits',
  preset: 'strict',
  harm: 'hang',
  severity: 'warn',
  description: 'Disallow a database query for each element of a list, where one query does for all',
  references: ['https://www.prisma.io/docs/orm/prisma-client/queries/query-optimization-performance'],
  quietIn: ['test', 'config', 'script'],
  messages: {
    oneByOne: 'Each element of `{{list}}` waits for its own `{{query}}`, so a thousand elements are a thousand round trips, one after another, while the caller waits. Send one for all of them before or after the loop: {{inOne}}.',
    together: 'Each element of `{{list}}` sends its own `{{query}}` at the same time, so a long list takes every connection of the pool and other requests wait behind it. Send one for all of them: {{inOne}}.',
  },

  check({ file, report, sourceCode }) {
    for (const { node, call, does, list, together, inOne } of file.loopedQueries.all) {
      const text = sourceCode.getText(list);
      report(node.callee, together ? 'together' : 'oneByOne', {
        data: { list: text.length > 40 || text.includes('\n') ? '…' : text, query: call.path.split(/[.#]/).at(-1) || 'query', inOne: inOne ?? IN_ONE[does] },
      });
    }
  },
});
