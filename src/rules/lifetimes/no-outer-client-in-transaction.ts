import type { OuterQuery } from '../../analysis/transactions/outer-clients.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';

export default defineRule({
  name: 'no-outer-client-in-transaction',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Disallow queries that pass by the transaction in whose function they stand',
  references: ['https://www.prisma.io/docs/orm/prisma-client/queries/transactions#interactive-transactions'],
  messages: {
    write: 'This query goes through `{{client}}`, not through the transaction of line {{line}}: what it changes stays when the transaction rolls back, and it waits for a second connection while the first is held. Send it through {{inner}}.',
    read: 'This query goes through `{{client}}`, not through the transaction of line {{line}}: it does not see what that has written, and waits for a second connection while the first is held, so that a busy pool stands still. Send it through {{inner}}.',
    option: 'This query is not given the transaction of line {{line}}, as others here are: it runs on another connection, does not see what the transaction has written, and is not rolled back with it. Give it `{ {{option}} }`.',
    call: '`{{call}}` queries through `{{client}}` (line {{at}}), not through the transaction of line {{line}}: what it changes stays when that rolls back, and it waits for a second connection while the first is held. Give it {{inner}} to work with.',
    none: 'The function that this transaction runs takes no client from it, so that its queries (the first in line {{at}}) go through `{{client}}`: none of them is rolled back, and each waits for a second connection while the first is held. Write `async tx => { … }`, and send all of them through `tx`.',
    swap: 'Send it through `{{name}}`.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  check({ file, report, sourceCode }) {
    for (const query of file.outerQueries) {
      const { node, how, reads, transaction, option = '', inner } = query;
      const line = String(transaction.node.loc.start.line);
      const client = shortText(sourceCode.getText(query.client));
      const instead = transaction.instead ?? transaction.inner?.name;
      const name = instead === undefined ? 'what the function is given' : `\`${instead}\``;
      const place = node.type === 'CallExpression' ? node.callee : node;
      if (how === 'none') report(transaction.node.type === 'CallExpression' ? transaction.node.callee : node, 'none', { data: { client, at: String(node.loc.start.line) } });
      else if (how === 'option') report(place, 'option', { data: { line, option } });
      else if (how === 'call') report(place, 'call', { data: { line, client, call: shortText(sourceCode.getText(place)), at: String((inner ?? node).loc.start.line), inner: name } });
      else report(place, reads ? 'read' : 'write', { data: { line, client, inner: name }, suggest: swapped(query) });
    }
  },
});

/** The inner client has the methods of the outer one. */
function swapped({ client, how, transaction: { inner } }: OuterQuery): readonly [{ readonly messageId: 'swap'; readonly data: { readonly name: string }; readonly fix: Fix }] | undefined {
  if (how !== 'client' || !inner) return undefined;
  return [{ messageId: 'swap', data: { name: inner.name }, fix: fixer => fixer.replaceText(client, inner.name) }];
}
