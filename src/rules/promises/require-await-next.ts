import { defineRule, type Fix } from '../../rule/define-rule.js';
import { enclosingFunction, type Node } from '../../syntax/nodes.js';

export default defineRule({
  name: 'require-await-next',
  standard: 'promises',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Require middleware to await or return the `next()` that gives a promise',
  references: ['https://github.com/koajs/koa/blob/master/docs/guide.md#writing-middleware', 'https://hono.dev/docs/guides/middleware'],
  suggests: true,
  messages: {
    unawaited:
      'Nothing waits for this `{{next}}()`, so the response goes out before the rest of the middleware has made it, and no error handler sees what fails there. Write `{{write}}`.',
    addAwait: 'Await it, so that this middleware ends after those that follow.',
    addReturn: 'Return it, so that this middleware ends after those that follow.',
  },

  check({ file, report, sourceCode }) {
    for (const { call, lost, isVoided } of file.unawaitedNexts) {
      const around = enclosingFunction(call);
      const next = sourceCode.getText(call.callee);
      if (around?.async === true) {
        report(call, 'unawaited', { data: { next, write: `await ${next}()` }, suggest: [{ messageId: 'addAwait', fix: awaitIt(lost, isVoided) }] });
        continue;
      }
      const isLast = lost.parent?.type === 'ExpressionStatement' && around?.body.type === 'BlockStatement' && around.body.body.at(-1) === lost.parent;
      const fix: Fix = fixer => fixer.insertTextBefore(lost, 'return ');
      report(call, 'unawaited', { data: { next, write: `return ${next}()` }, suggest: [isLast ? { messageId: 'addReturn', fix } : undefined] });
    }

    function awaitIt(lost: Node, isVoided: boolean): Fix {
      const operator = isVoided && lost.parent?.type === 'UnaryExpression' ? sourceCode.getFirstToken(lost.parent) : null;
      return fixer => (operator ? fixer.replaceText(operator, 'await') : fixer.insertTextBefore(lost, 'await '));
    }
  },
});
