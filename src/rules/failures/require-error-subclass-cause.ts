import type { ErrorClass } from '../../analysis/errors/error-classes.js';
import type { FileModel } from '../../analysis/file-model.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';

export default defineRule({
  name: 'require-error-subclass-cause',
  standard: 'failures',
  preset: 'recommended',
  harm: 'blind',
  description: 'Require error classes to take and keep the cause that they are made for',
  references: ['nodebestpractices 2.2', 'ECMA-262 20.5.8.1 InstallErrorCause'],
  suggests: true,
  messages: {
    dropped: '`{{name}}` throws away the `{ cause }` that it is given, and the log ends where it was made. Take `{{parameter}}` as the last parameter and hand it on: `super({{message}}, {{options}})`.',
    flattened: '`{{name}}` copies what `{{error}}` says and loses its stack, its code and its own cause. Write `super({{message}}, { cause: {{error}} })`.',
    nameless: "The `name` of `{{name}}` is that of the class above, and logs, alerts and other processes cannot tell the two apart. Write `{{write}}`.",
    codeless: '`{{name}}` has no `code`, and its callers can tell it apart only by a class that they must import, or by its text. Write `{{write}}`.',
    takeOptions: 'Take `{{options}}` and hand them to `super`.',
    addCause: 'Pass `{ cause: {{error}} }`.',
  },
  options: {
    schema: {
      exportedClasses: { type: 'boolean', description: 'Whether exported classes count even where no handler in view makes one of them.' },
      requireName: { type: 'boolean', description: 'Whether each class must have a `name` of its own.' },
      requireCode: { type: 'boolean', description: 'Whether each class must have a `code`.' },
    },
    defaults: { exportedClasses: false, requireName: false, requireCode: false },
  },
  presetOptions: { strict: { exportedClasses: true } },

  check({ file, options, report, sourceCode }) {
    const isTyped = /\.[mc]?tsx?$/.test(file.filename);
    for (const each of file.errorClasses.all) {
      const { node, name, cause, error, superCall } = each;
      const place = node.id ?? node.superClass ?? node;
      const message = superCall?.arguments.map(argument => sourceCode.getText(argument)).join(', ') ?? 'message';
      if (cause === 'flattened' && superCall && error !== undefined) {
        const fix = superCall.arguments.length === each.optionsAt ? addArgument(each, `{ cause: ${error} }`) : undefined;
        report(superCall, 'flattened', { data: { name, error, message }, suggest: [fix && { messageId: 'addCause', data: { error }, fix }] });
      } else if (cause === 'dropped' && superCall && (each.isMadeInHandler || (options.exportedClasses && each.isExported))) {
        const free = freeName(each, file);
        const parameter = isTyped ? `${free}?: ErrorOptions` : free;
        const fix = takeOptions(each, parameter, free);
        report(superCall, 'dropped', { data: { name, parameter, message, options: free }, suggest: [fix && { messageId: 'takeOptions', data: { options: free }, fix }] });
      }
      if (!each.isMadeInHandler && !each.isExported) continue;
      const override = isTyped ? 'override readonly ' : '';
      if (options.requireName && !each.isNamed) report(place, 'nameless', { data: { name, write: `${override}name = '${name}';` } });
      if (options.requireCode && !each.hasCode) report(place, 'codeless', { data: { name, write: `${isTyped ? 'readonly ' : ''}code = '${codeOf(name)}';` } });
    }
  },
});

function addArgument({ superCall }: ErrorClass, text: string): Fix | undefined {
  const last = superCall?.arguments.at(-1);
  return last && (fixer => fixer.insertTextAfter(last, `, ${text}`));
}

function takeOptions({ constructor, superCall, optionsAt }: ErrorClass, parameter: string, name: string): Fix | undefined {
  const last = constructor?.params.at(-1);
  const argument = superCall?.arguments.at(-1);
  if (!last || !argument || superCall?.arguments.length !== optionsAt) return undefined;
  return fixer => [fixer.insertTextAfter(last, `, ${parameter}`), fixer.insertTextAfter(argument, `, ${name}`)];
}

function freeName({ constructor }: ErrorClass, file: FileModel): string {
  return constructor && file.bindings.declaredBy(constructor).some(each => each.name === 'options') ? 'errorOptions' : 'options';
}

/** `PAYMENT_DECLINED` of `PaymentDeclinedError`. */
function codeOf(name: string): string {
  const words = name.replace(/(?:Error|Exception)$/, '') || name;
  return words.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}
