import type { NonError } from '../../analysis/errors/thrown-values.js';
import { defineRule } from '../../rule/define-rule.js';

const WHAT = {
  text: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  object: 'a plain object',
  nothing: 'nothing',
  class: 'a class instead of an instance',
} as const satisfies Record<NonError, string>;

export default defineRule({
  name: 'no-untyped-error',
  standard: 'failures',
  preset: 'recommended',
  harm: 'blind',
  description: 'Require errors to be instances of Error, and caught values to be narrowed before their parts are read',
  references: ['nodebestpractices 2.2', 'nodebestpractices 2.3'],
  messages: {
    nonError: 'This {{verb}} {{what}}: it has no stack, `instanceof Error` is false, and a logger prints `undefined` for its message. Write {{write}}.',
    blindRead: '`{{error}}` can be any error here, and where it has no `{{field}}` this read throws inside the handler and hides the first error. Write `{{error}}.{{field}}?.`, or check what was caught first.',
    generic: 'A caller can tell this `{{name}}` from others by its text only. Throw a class of your own that extends Error and has a `code`.',
    anyError: '`any` turns off every check of what was caught, and anything can be thrown. Leave it `unknown` and narrow it.',
  },
  options: {
    schema: {
      allowGenericError: { type: 'boolean', description: 'Whether `throw new Error(…)` is accepted, as against a class of your own.' },
      allowAny: { type: 'boolean', description: 'Whether a caught value may be annotated as `any`.' },
    },
    defaults: { allowGenericError: true, allowAny: true },
  },

  check({ file, options, report, sourceCode }) {
    for (const { node, how, value, nonError } of file.errorHandling.thrown) {
      if (nonError) {
        const text = value && (nonError === 'text' || nonError === 'object') ? sourceCode.getText(value) : '';
        const isShort = nonError === 'text' && text.length <= 50 && !text.includes('\n');
        report(value ?? node, 'nonError', {
          data: {
            verb: how === 'throw' ? 'throws' : 'rejects with',
            what: WHAT[nonError],
            write: isShort ? `\`new Error(${text})\`` : nonError === 'object' ? '`new Error(message, { cause })`, or a class that extends Error and has these fields' : '`new Error(…)` that says what failed',
          },
        });
      } else if (!options.allowGenericError && value?.type === 'NewExpression' && file.bindings.isGlobal(value.callee, 'Error')) {
        report(value.callee, 'generic', { data: { name: 'Error' } });
      }
    }
    for (const { node, inner, error } of file.errorHandling.blindReads) {
      report(node, 'blindRead', { data: { error, field: sourceCode.getText(inner.property) } });
    }
    if (options.allowAny) return;
    for (const { param } of file.index.all('CatchClause')) {
      const annotation = param && 'typeAnnotation' in param ? param.typeAnnotation : undefined;
      if (annotation?.typeAnnotation.type === 'TSAnyKeyword') report(annotation.typeAnnotation, 'anyError');
    }
  },
});
