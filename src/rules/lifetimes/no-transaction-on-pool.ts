import { defineRule } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';

export default defineRule({
  name: 'no-transaction-on-pool',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Disallow statements of a transaction, and locks of a connection, sent through a pool, which gives each of them another connection',
  references: ['https://node-postgres.com/features/transactions', 'https://node-postgres.com/features/pooling'],
  messages: {
    transaction: '`{{client}}` may run each statement on another connection, so that `{{keyword}}` here has nothing to do with the statements around it: they are not one transaction, and a connection goes back with an open one. Write {{write}}.',
    lock: '`{{client}}` may run each statement on another connection, and the lock of `{{keyword}}` belongs to the one that ran it: another cannot give it back, so that it stays taken. Write {{write}}.',
    local: 'Outside of a transaction `{{keyword}}` ends with its own statement, so that those that come after it through `{{client}}` run without it. Write {{write}}.',
    momentary: 'Outside of a transaction the lock of `{{keyword}}` is given back as soon as the statement has run, so that it keeps nobody out. Write {{write}}.',
  },
  quietIn: ['test', 'config', 'script'],
  check({ file, report, sourceCode }) {
    for (const { statement, write } of file.poolTransactions) {
      const { node, control, keyword } = statement;
      const client = shortText(sourceCode.getText(statement.client), 40);
      const id = control === 'lock' || control === 'local' ? control : control === 'xact-lock' ? 'momentary' : 'transaction';
      report(node.type === 'CallExpression' ? node.callee : node.tag, id, { data: { client, keyword, write: write.replaceAll('$.', () => `${client}.`) } });
    }
  },
});
