import type { CrashListener } from '../../analysis/errors/process-handlers.js';
import { defineRule } from '../../rule/define-rule.js';
import { endListener } from '../../rule/end-listener.js';

export default defineRule({
  name: 'no-continue-after-uncaught',
  standard: 'failures',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Require listeners of uncaught errors to end the process, with a code that says so',
  references: ['nodebestpractices 2.6', 'https://nodejs.org/api/process.html#warning-using-uncaughtexception-correctly'],
  suggests: true,
  quietIn: ['test', 'config'],
  messages: {
    goesOn: 'After an uncaught exception this process goes on with work half done, so that locks, connections and requests stay open and nothing restarts it. Log the error, then write `{{write}}`.',
    keepsRejection: 'This listener replaces what Node does about an unhandled rejection, which is to end the process, so the work that failed is lost and everything goes on as if it had been done. Log the error, then write `{{write}}`.',
    success: 'The process ends with code 0, so whoever restarts it, or waits for it, takes this crash for success. Write `{{write}}`.',
    waits: 'One open request keeps `{{close}}` from ever calling back, so the crashed process is never replaced. Set a limit in front of it: `setTimeout(() => {{write}}, 10_000).unref()`.',
    addEnd: 'End the process with `{{write}}`.',
    addCode: 'End with code 1.',
  },

  check({ file, report, sourceCode }) {
    for (const { kind, at, listener } of file.processHandlers.faults) {
      const { fn, events } = listener;
      const write = `${processOf(listener)}.exit(1)`;
      if (kind === 'goes on') {
        const rejection = events.length === 1 && events[0] === 'unhandledRejection';
        const [error] = fn?.params ?? [];
        // A throw in an async listener is one more unhandled rejection.
        const end = rejection && error?.type === 'Identifier' && fn?.async === false ? `throw ${error.name}` : write;
        const isOwn = fn !== undefined && fn === listener.listener;
        const fix = isOwn ? endListener(fn, `${end};`, sourceCode) : undefined;
        report(at, rejection ? 'keepsRejection' : 'goesOn', { data: { write: end }, suggest: [fix && { messageId: 'addEnd', data: { write: end }, fix }] });
      } else if (kind === 'success' && at.type === 'CallExpression') {
        const [code] = at.arguments;
        const callee = sourceCode.getText(at.callee);
        report(at, 'success', { data: { write: `${callee}(1)` }, suggest: [{ messageId: 'addCode', fix: fixer => (code ? fixer.replaceText(code, '1') : fixer.insertTextBefore(sourceCode.getLastToken(at)!, '1')) }] });
      } else if (at.type === 'CallExpression') {
        report(at, 'waits', { data: { close: `${sourceCode.getText(at.callee)}(…)`, write } });
      }
    }

    function processOf({ call }: CrashListener): string {
      const { callee } = call.node;
      return callee.type === 'MemberExpression' ? sourceCode.getText(callee.object) : 'process';
    }
  },
});
