import { defineRule } from '../../rule/define-rule.js';
import { replaceInPlace } from '../../rule/replace-in-place.js';

export default defineRule({
  name: 'no-mutated-input',
  standard: 'state',
  preset: 'strict',
  harm: 'corrupt',
  description: 'Disallow changing what belongs to the caller, where a new value is meant',
  references: ['https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Array/toSorted', 'CWE-374'],
  messages: {
    reordered: 'This reorders `{{place}}` itself, which belongs to {{owner}}: whoever reads it afterwards finds another order. Write `{{place}}.{{method}}(…)` (Node 20) or `[...{{place}}].{{inPlace}}(…)`, which give a new list.',
    assigned: '`Object.assign` writes into `{{place}}` itself, which belongs to {{owner}}: whoever reads it afterwards finds other values. Write `{ ...{{place}}, … }`, which gives a new object.',
    shallow: 'The copy of `{{source}}` is shallow, so `{{place}}` is still a part of the original and this changes it for {{owner}} too. Copy that part as well (`{ ...part }`, `[...part]`), or take `structuredClone({{source}})`.',
    mapped: '`map` makes a new list of the same objects, so writing to `{{place}}` changes the list of {{owner}} too. Give back a copy: `({ ...{{place}}, … })`.',
    frozen: '`{{place}}` is frozen, so this throws a TypeError in a module, and does nothing in a script. Make a changed copy (`{ ...{{place}}, … }`, `[...{{place}}, …]`), or do not freeze it.',
    changed: '`{{writer}}` gives back a value and changes `{{place}}`, which belongs to {{owner}}, so the caller works on with other data than it had. Give back a new value: `{ ...object, field: … }`, `[...list, item]`.',
    toNew: 'Use `{{method}}`, which leaves the list alone (Node 20).',
    spread: 'Copy the list first.',
    spreadObject: 'Make a new object.',
  },
  options: {
    schema: { reportAnyParameter: { type: 'boolean', description: 'Whether to report changes of every parameter of an exported function that gives back a value, also where neither its type nor its name says that it should not.' } },
    defaults: { reportAnyParameter: false },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report }) {
    for (const { node, kind, place, fn, writer = 'this function', source = '', isProven, isUsed } of file.mutatedInputs.all) {
      if (!isProven && !options.reportAnyParameter) continue;
      const owner = fn ? (writer === 'this function' ? 'the caller' : `the caller of \`${writer}\``) : 'the whole module';
      if (kind === 'reordered') {
        const inPlace = node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && node.callee.property.type === 'Identifier' ? node.callee.property.name : 'sort';
        const method = inPlace === 'reverse' ? 'toReversed' : 'toSorted';
        const { toNew, spread } = isUsed ? replaceInPlace(node, method, file) : {};
        const suggest = [toNew && ({ messageId: 'toNew', data: { method }, fix: toNew } as const), spread && ({ messageId: 'spread', fix: spread } as const)];
        report(node, 'reordered', { data: { place, owner, method, inPlace }, suggest });
      } else if (kind === 'assigned') {
        const { spread } = replaceInPlace(node, 'assign', file);
        report(node, 'assigned', { data: { place, owner }, suggest: [spread && ({ messageId: 'spreadObject', fix: spread } as const)] });
      } else if (kind === 'shallow') report(node, 'shallow', { data: { place, owner, source } });
      else if (kind === 'mapped') report(node, 'mapped', { data: { place, owner } });
      else if (kind === 'frozen') report(node, 'frozen', { data: { place } });
      else report(node, 'changed', { data: { place, owner, writer } });
    }
  },
});
