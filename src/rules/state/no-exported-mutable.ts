import { defineRule } from '../../rule/define-rule.js';
import { readonlyType } from '../../rule/readonly-type.js';

export default defineRule({
  name: 'no-exported-mutable',
  standard: 'state',
  preset: 'strict',
  harm: 'corrupt',
  severity: 'warn',
  description: 'Disallow exporting what changes while the program runs',
  references: ['https://github.com/import-js/eslint-plugin-import/blob/main/docs/rules/no-mutable-exports.md'],
  messages: {
    reassigned:
      '{{writer}} gives `{{name}}`{{more}} another value after others have imported it: what they read depends on when they look, and whoever has kept a copy goes on with the old one. Keep it private, and export a function that answers it, such as `{{getter}}`.',
    copied:
      '{{writer}} gives `{{name}}` another value, but what is exported is a copy of the first one, so importers never see the change. Export a function that answers it, such as `{{getter}}`.',
    changed:
      '{{writer}} changes `{{name}}`{{more}}, and so can every module that imports it, past whatever is checked here: what a function answers depends on all of them. Do not export the {{container}} itself; export functions that read it, such as `{{getter}}`.',
    static:
      '{{writer}} changes `{{name}}`{{more}}, and so can everybody who imports the class: what its methods answer depends on all of them. Make the field `{{hidden}}`, and add a method that reads it.',
    open: 'Every module that imports `{{name}}` can change this {{container}} for all the others. {{write}}.',
    makeReadonly: 'Make `{{name}}` read-only; importers that change it no longer compile',
    freeze: 'Freeze `{{name}}`; importers that change it fail',
  },
  options: {
    schema: {
      containers: { type: 'string', enum: ['written', 'any'], description: 'Which exported arrays, objects, Maps and Sets are reported: those that a function of the file changes, or all that have no readonly type.' },
    },
    defaults: { containers: 'written' },
  },
  presetOptions: { functional: { containers: 'any' } },
  suggests: true,
  judgesConstants: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report }) {
    for (const { node, kind, name, writer: by, container = 'object', others } of file.exportedMutables.changed) {
      const writer = by === undefined || by === 'constructor' ? 'A function of this file' : `\`${by}\``;
      const last = name.split('.').at(-1)!;
      const more = others === 0 ? '' : ` and ${others} more like it`;
      const getter = getterOf(last);
      // One that is there already.
      const isThere = file.bindings.ofModule.some(each => each.name === getter);
      const data = { writer, name, more };
      if (kind === 'reassigned') report(node, 'reassigned', { data: { ...data, getter: isThere ? `${getter}()` : name === last ? `export const ${getter} = () => ${name}` : `${name.slice(0, -last.length)}${getter} = () => ${last}` } });
      else if (kind === 'copied') report(node, 'copied', { data: { writer, name, getter: `${getter}: () => ${name}` } });
      else if (kind === 'changed') report(node, 'changed', { data: { ...data, container: NAMES[container], getter: `${getter}()` } });
      else report(node, 'static', { data: { ...data, hidden: isTyped(file.filename) ? `private static ${last}` : `static #${last}` } });
    }
    if (options.containers !== 'any') return;
    for (const each of file.exportedMutables.open) {
      const { node, name, container = 'object' } = each;
      const { write, fix, freezes } = readonlyType(each, file);
      report(node, 'open', { data: { name, container: NAMES[container], write }, suggest: [fix && { messageId: freezes ? 'freeze' : 'makeReadonly', data: { name }, fix }] });
    }
  },
});

const NAMES = { list: 'array', map: 'Map', set: 'Set', object: 'object' } as const;

/** `getUsers` for `users`, `getMaxSize` for `MAX_SIZE`. */
function getterOf(name: string): string {
  const camel = /^[A-Z0-9_]+$/.test(name) ? name.toLowerCase().replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) : name;
  return `get${camel[0]!.toUpperCase()}${camel.slice(1)}`;
}

function isTyped(filename: string): boolean {
  return /\.[cm]?tsx?$/.test(filename);
}
