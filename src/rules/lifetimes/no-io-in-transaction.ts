import { defineRule } from '../../rule/define-rule.js';
import { shortCallee } from '../../rule/short-text.js';

export default defineRule({
  name: 'no-io-in-transaction',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'leak',
  description: 'Disallow requests, messages, sleeps and other programs while a transaction of the database is open',
  references: ['https://www.prisma.io/docs/orm/prisma-client/queries/transactions#interactive-transactions', 'https://microservices.io/patterns/data/transactional-outbox.html'],
  messages: {
    request: 'The transaction of line {{line}} stays open while `{{call}}` waits for another service: one that answers slowly holds a connection of the pool and the locks of the rows, and what it has done stays done when the transaction rolls back. Call it before the transaction begins, or after it has committed.',
    message: '`{{call}}` sends before the transaction of line {{line}} has committed: its receiver may look for rows that are not there yet, and the message stays sent when the transaction rolls back. Send it after the commit, or write it into an outbox table through the same transaction.',
    wait: 'The transaction of line {{line}} stays open while `{{call}}` does nothing: a connection of the pool and the locks of the rows are held meanwhile. Wait before the transaction begins, or after it has ended.',
    process: 'The transaction of line {{line}} stays open while `{{call}}` runs another program: a connection of the pool and the locks of the rows are held until that ends. Run it before the transaction begins, or after it has committed.',
  },
  quietIn: ['test', 'config', 'script'],
  check({ file, report, sourceCode }) {
    for (const { node, kind, begin } of file.slowTransactions) {
      const callee = shortCallee(sourceCode.getText(node.callee));
      report(node.callee, kind, { data: { line: String(begin.loc.start.line), call: node.type === 'NewExpression' ? `new ${callee}` : callee } });
    }
  },
});
