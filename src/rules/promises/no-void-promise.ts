import { allowedCallsSchema, isAllowed, type AllowedCall } from '../../rule/allowed-calls.js';
import { defineRule } from '../../rule/define-rule.js';
import { enclosingFunction } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-void-promise',
  standard: 'promises',
  preset: 'recommended',
  harm: 'crash',
  description: 'Disallow `void` before a promise that nothing handles',
  references: ['https://nodejs.org/api/process.html#event-unhandledrejection'],
  suggests: true,
  messages: {
    voided: '`void` hides this promise from readers and linters, but its rejection still ends the process. Replace `void` with `await`, or end the promise in a `.catch(…)` that reports the error.',
    useAwait: 'Replace `void` with `await`, so that the failure reaches the caller.',
  },
  options: {
    schema: {
      allow: allowedCallsSchema('Functions whose promise may be voided: `{ from, name, package?, path? }`, or `module:name` (`./jobs.js:start`, `file:name` for functions of the linted file).'),
    },
    defaults: { allow: [] as AllowedCall[] },
  },

  check({ file, options, report, sourceCode }) {
    for (const { node, promise } of file.promises.voided) {
      const around = enclosingFunction(node);
      if (file.role === 'script' && !around) continue;
      if (options.allow.length > 0 && isAllowed(file.promises.sourceOf(promise), options.allow)) continue;
      const operator = sourceCode.getFirstToken(node);
      const canAwait = around?.async === true && operator !== null && node.parent.type === 'ExpressionStatement';
      report(node, 'voided', {
        suggest: canAwait ? [{ messageId: 'useAwait', fix: fixer => fixer.replaceText(operator, 'await') }] : [],
      });
    }
  },
});
