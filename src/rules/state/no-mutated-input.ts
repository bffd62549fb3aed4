import type { MutatedInput } from '../../analysis/state/input-faults.js';
import { defineRule } from '../../rule/define-rule.js';
import { changeCopy, copiesInPlace, replaceInPlace } from '../../rule/replace-in-place.js';
import { staticName, unwrap } from '../../syntax/nodes.js';

/** What gives the same and takes nothing out. */
const INSTEAD: Readonly<Record<string, string>> = { pop: 'at(-1)', shift: 'at(0)', remove: 'filter(…)', pullAt: 'at(…)' };

export default defineRule({
  name: 'no-mutated-input',
  standard: 'state',
  preset: 'strict',
  harm: 'corrupt',
  description: 'Disallow changing what belongs to the caller, where a new value is meant',
  references: ['https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Array/toSorted', 'CWE-374'],
  messages: {
    reordered: 'This reorders `{{place}}` itself, which belongs to {{owner}}: whoever reads it afterwards finds another order. Write `{{toNew}}` (Node 20) or `{{spread}}`, which give a new list.',
    assigned: '`{{call}}` writes into `{{place}}` itself, which belongs to {{owner}}: whoever reads it afterwards finds other values. Write {{instead}}, which gives a new object.',
    moved: '`{{call}}` changes `{{place}}` itself, which belongs to {{owner}}: whoever reads it afterwards finds another value. Change a copy of it: `{{copy}}`{{where}}.',
    shallow: 'The copy of `{{source}}` is shallow, so `{{place}}` is still a part of the original and this changes it for {{owner}} too. Copy that part as well (`{ ...part }`, `[...part]`), or take `structuredClone({{source}})`.',
    mapped: '`map` makes a new list of the same objects, so writing to `{{place}}` changes the list of {{owner}} too. Give back a copy: `({ ...{{place}}, … })`.',
    frozen: '`{{place}}` is frozen, so this throws a TypeError in a module, and does nothing in a script. Make a changed copy (`{ ...{{place}}, … }`, `[...{{place}}, …]`), or do not freeze it.',
    readonly: '`{{place}}` is declared read-only, and the cast only hides that this changes it for {{owner}}. Give back a new value (`{ ...object, field: … }`, `[...list, item]`), or declare that it is changed.',
    shared: '`{{place}}` is a part of {{source}}, so this changes it for every later call. Make a changed copy: `{ ...object, field: … }`, `[...list, item]`.',
    taken: '`{{writer}}` is asked for something and takes it out of `{{place}}`, which belongs to {{owner}}: whoever asks next gets something else. Write `{{instead}}`, which leaves the list alone.',
    lost: '`{{place}}` is made anew each time that it is read (since {{source}}), so this write is lost: whoever reads it afterwards finds the old value. Keep the value in a constant of your own.',
    changed: '`{{writer}}` gives back a value and changes `{{place}}`, which belongs to {{owner}}, so the caller works on with other data than it had. Give back a new value: `{ ...object, field: … }`, `[...list, item]`.',
    toNew: 'Use `{{method}}`, which leaves the list alone (Node 20).',
    spread: 'Copy the list first.',
    spreadObject: 'Make a new object.',
    copyFirst: 'Change a copy.',
  },
  options: {
    schema: { reportAnyParameter: { type: 'boolean', description: 'Whether to report changes of every parameter of an exported function that gives back a value, also where neither its type nor its name says that it should not.' } },
    defaults: { reportAnyParameter: false },
  },
  presetOptions: { functional: { reportAnyParameter: true } },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report }) {
    for (const found of file.mutatedInputs.all) {
      if (found.isProven || options.reportAnyParameter) tell(found);
    }

    function tell({ node, kind, place, owner: of, writer = 'this function', source = '', call = '', copy = '', isUsed }: MutatedInput): void {
      const owner = of?.fn ? (writer === 'this function' ? 'the caller' : `the caller of \`${writer}\``) : of && 'body' in of.root ? 'the object' : 'the whole module';
      if (kind === 'reordered') {
        const callee = node.type === 'CallExpression' ? unwrap(node.callee) : undefined;
        if (callee?.type !== 'MemberExpression') return;
        const inPlace = staticName(callee) ?? 'sort';
        const method = inPlace === 'reverse' ? 'toReversed' : 'toSorted';
        const [newList, copied] = copiesInPlace(callee, method, inPlace, place);
        const { toNew, spread } = isUsed ? replaceInPlace(node, method, file) : {};
        const suggest = [toNew && ({ messageId: 'toNew', data: { method }, fix: toNew } as const), spread && ({ messageId: 'spread', fix: spread } as const)];
        report(node, 'reordered', { data: { place, owner, toNew: newList, spread: copied }, suggest });
      } else if (kind === 'assigned') {
        const { spread } = replaceInPlace(node, call === 'Object.assign' ? 'assign' : 'merge', file);
        const instead = call === 'Object.assign' ? `\`{ ...${place}, … }\`` : `\`${call}({}, ${place}, …)\``;
        report(node, 'assigned', { data: { call, place, owner, instead }, suggest: [spread && ({ messageId: 'spreadObject', fix: spread } as const)] });
      } else if (kind === 'moved') {
        const fix = isUsed ? changeCopy(node, place, copy, file) : undefined;
        report(node, 'moved', { data: { call, place, owner, copy, where: place.includes('?.') ? ', where it is there' : '' }, suggest: [fix && ({ messageId: 'copyFirst', fix } as const)] });
      } else if (kind === 'taken') report(node, 'taken', { data: { place, owner, writer, instead: INSTEAD[call] ?? 'slice(…)' } });
      else if (kind === 'shallow' || kind === 'shared' || kind === 'lost') report(node, kind, { data: { place, owner, source } });
      else report(node, kind, { data: { place, owner, writer } });
    }
  },
});
