import type { TSESLint } from '@typescript-eslint/utils';
import type { ErrorOutlet } from '../../analysis/errors/error-outlets.js';
import type { IgnoredCallbackError } from '../../analysis/errors/ignored-callback-errors.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { shortCallee } from '../../rule/short-text.js';
import { addErrorCheck } from '../../rule/error-checks.js';

export default defineRule({
  name: 'no-ignored-callback-error',
  standard: 'failures',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Require node-style callbacks to look at their error',
  references: ['nodebestpractices 2.1', 'CWE-252', 'https://nodejs.org/api/errors.html#error-first-callbacks'],
  messages: {
    value: 'When `{{call}}` fails, `{{value}}` is undefined, and this callback goes on with it as if it had worked, since it never looks at its error. Begin it with `{{write}}`.',
    goesOn: 'When `{{call}}` fails, this callback goes on as if it had worked, since it never looks at its error. Begin it with `{{write}}`.',
    resolved: 'When `{{call}}` fails, it calls `{{name}}` with the error, so that the promise resolves with it as if all had gone well. Write `{{write}}`.',
    addCheck: 'Begin with `{{write}}`.',
  },
  options: {
    schema: { allowUnderscore: { type: 'boolean', description: 'Whether an error whose name begins with `_` may be ignored.' } },
    defaults: { allowUnderscore: false },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const ignored of file.ignoredCallbackErrors) {
      const { call, node, kind, error, value, outlet } = ignored;
      if (options.allowUnderscore && node.type === 'Identifier' && node.name.startsWith('_')) continue;
      const data = { call: shortCallee(sourceCode.getText(call.node.callee)), write: checkOf(error, outlet) };
      if (kind === 'resolved') {
        const name = sourceCode.getText(node);
        report(node, 'resolved', { data: { ...data, name, write: `${error} => { ${data.write} ${name}(); }` } });
        continue;
      }
      const suggest = [suggestion(ignored, data.write, sourceCode)];
      if (value === undefined) report(node, 'goesOn', { data, suggest });
      else report(node, 'value', { data: { ...data, value }, suggest });
    }
  },
});

function checkOf(error: string, outlet: ErrorOutlet | undefined): string {
  if (!outlet) return `if (${error}) { … return; }`;
  return `if (${error}) { ${outlet.name ?? 'reject'}(${error}); return; }`;
}

function suggestion({ fn, error, outlet, kind }: IgnoredCallbackError, write: string, sourceCode: Readonly<TSESLint.SourceCode>): { messageId: 'addCheck'; data: { write: string }; fix: Fix } | undefined {
  if (!fn || !outlet) return undefined;
  const executor = outlet.kind === 'reject' && outlet.name === undefined ? outlet.executor : undefined;
  const fix = addErrorCheck(fn, { parameter: kind === 'absent' ? error : undefined, check: write, executor }, sourceCode);
  return fix && { messageId: 'addCheck', data: { write }, fix };
}
