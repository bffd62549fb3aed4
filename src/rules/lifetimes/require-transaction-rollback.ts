import { defineRule } from '../../rule/define-rule.js';
import { wrapInRollback } from '../../rule/wrap-in-rollback.js';

export default defineRule({
  name: 'require-transaction-rollback',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'leak',
  description: 'Require a transaction that is begun by hand to be committed or rolled back on every path, throwing ones included',
  references: ['https://node-postgres.com/features/transactions', 'https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT'],
  messages: {
    throw: 'This transaction stays open when line {{line}} throws: it keeps its locks, and on a connection that goes back to a pool the next work becomes a part of it. Write `try { … } catch (error) { {{rollback}}; throw error; }` around the work and the commit.',
    return: 'This transaction stays open on the way out in line {{line}}: it keeps its locks, and on a connection that goes back to a pool the next work becomes a part of it. Commit it or call `{{rollback}}` before that, too.',
    never: 'Nothing here commits this transaction or rolls it back: it keeps its locks, and what it wrote is lost with the connection. Commit it when the work is done, and write `{{rollback}}` where the work fails.',
    finally: 'A commit in a `finally` block also runs when the work has thrown, so that half of it is saved. Commit at the end of the `try` block, and write `catch (error) { {{rollback}}; throw error; }`.',
    swallowed: 'PostgreSQL gives up a transaction at its first statement that fails: where this {{handler}} goes on, {{next}}. Rethrow the error, so that everything is rolled back and the caller knows; or put a `SAVEPOINT` before the statement, and `ROLLBACK TO SAVEPOINT` here.',
    wrap: 'Roll back where the work throws.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  check({ file, report, sourceCode }) {
    for (const { begun, kind, exit, commits } of file.openTransactions.all) {
      const { rollback } = begun;
      const line = String((exit ?? begun.node).loc.start.line);
      if (kind === 'finally') report(exit ?? begun.node, kind, { data: { rollback } });
      else if (kind === 'return') report(begun.node, kind, { data: { line, rollback } });
      else if (kind === 'never') report(begun.node, kind, { data: { rollback } });
      else {
        const fix = wrapInRollback(begun.from, commits, rollback, sourceCode);
        report(begun.node, kind, { data: { line, rollback }, suggest: fix ? [{ messageId: 'wrap', fix }] : [] });
      }
    }
    for (const { handler, next, commits } of file.lostTransactions) {
      const place = handler.node.type === 'CatchClause' ? (sourceCode.getFirstToken(handler.node) ?? handler.node) : handler.node;
      const line = String(next.loc.start.line);
      report(place, 'swallowed', {
        data: {
          handler: handler.kind === 'catch' ? 'catch clause' : 'rejection handler',
          next: commits ? `the COMMIT in line ${line} saves nothing, and reports no error` : `the statement in line ${line} and all others fail, and nothing is saved`,
        },
      });
    }
  },
});
