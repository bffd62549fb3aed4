import type { NonError, Thrown } from '../../analysis/errors/thrown-values.js';
import { defineRule } from '../../rule/define-rule.js';

const WHAT = {
  text: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  object: 'a plain object',
  nothing: 'nothing',
  class: 'a class instead of an instance',
  instance: 'an object of a class that does not extend Error',
} as const satisfies Record<NonError, string>;

const VERBS = {
  throw: 'throws',
  reject: 'rejects with',
  callback: 'hands its callback, as its error,',
  next: 'hands the error middleware',
  emit: 'emits, as its error,',
  destroy: 'ends the stream with',
  abort: 'makes whoever waits for the signal throw',
} as const satisfies Record<Thrown['how'], string>;

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
      allowGenericRefusal: { type: 'boolean', description: 'Whether `throw new Error(…)` is accepted where an exported function or a method refuses an argument that is out of bounds.' },
      allowAny: { type: 'boolean', description: 'Whether a caught value may be annotated as `any`.' },
    },
    defaults: { allowGenericError: true, allowGenericRefusal: true, allowAny: true },
  },
  presetOptions: { strict: { allowGenericRefusal: false } },

  check({ file, options, report, sourceCode }) {
    for (const { node, how, value, nonError, isRefusal } of file.errorHandling.thrown) {
      if (nonError) {
        const text = value && (nonError === 'text' || nonError === 'object') ? sourceCode.getText(value) : '';
        const isShort = nonError === 'text' && text.length <= 50 && !text.includes('\n');
        report(value ?? node, 'nonError', {
          data: {
            verb: VERBS[how],
            what: WHAT[nonError],
            write: isShort ? `\`new Error(${text})\`` : nonError === 'object' ? '`new Error(message, { cause })`, or a class that extends Error and has these fields' : '`new Error(…)` that says what failed',
          },
        });
      } else if ((!options.allowGenericError || (!options.allowGenericRefusal && isRefusal)) && value?.type === 'NewExpression' && file.bindings.isGlobal(value.callee, 'Error')) {
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
