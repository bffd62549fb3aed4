import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isInside, staticName, unwrap } from '../syntax/nodes.js';
import type { Fix } from './define-rule.js';
import { writeOption } from './write-option.js';

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** An option as it is written (`pool: { max: 1 }`), and what stands in its place and does nothing. */
export interface ClientOption {
  readonly write: string;
  readonly off: TSESTree.Property | TSESTree.AssignmentExpression | undefined;
}

/** `a: 1`, `pool: { b: 2 }` and `pool: { c: 3 }` → `a: 1, pool: { b: 2, c: 3 }` */
export function joinOptions(options: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const each of new Set(options)) {
    const { key, inner } = partsOf(each);
    const list = groups.get(key);
    if (list && inner !== undefined) list.push(inner);
    else groups.set(key, [inner ?? each]);
  }
  const nested = new Set(options.map(partsOf).filter(each => each.inner !== undefined).map(each => each.key));
  return [...groups].map(([key, values]) => (nested.has(key) ? `${key}: { ${joinOptions(values)} }` : values.join(', '))).join(', ');
}

/**
 * Writes options into the argument of a call that holds them; beside a connection string, which then moves to the option
 * `wraps`. `undefined` where no place is safe.
 */
export function writeClientOptions(call: Call, target: number, wraps: string | undefined, options: readonly ClientOption[], sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const given = call.arguments[target];
  const all = joinOptions(options.map(each => each.write));
  if (wraps !== undefined) return given && given.type !== 'SpreadElement' ? fixer => fixer.replaceText(given, `{ ${wraps}: ${sourceCode.getText(given)}, ${all} }`) : undefined;
  const literal = given && unwrap(given);
  if (literal?.type !== 'ObjectExpression') {
    // A copy of options that stand elsewhere would lose what they nest.
    const isNested = options.some(each => partsOf(each.write).inner !== undefined);
    return options.some(each => each.off) || (given && isNested) ? undefined : writeOption(call, target, all, sourceCode);
  }

  const replaced = options.filter(each => each.off);
  if (replaced.some(({ off, write }) => off?.type !== 'Property' || !isInside(off, call) || staticName(off) !== leafOf(write).key)) return undefined;
  const added = new Map<TSESTree.ObjectExpression, string[]>();
  for (const { write, off } of options) {
    if (off) continue;
    const place = placeIn(literal, write);
    if (!place) return undefined;
    const list = added.get(place.object);
    if (list) list.push(place.write);
    else added.set(place.object, [place.write]);
  }
  return fixer => [
    ...replaced.map(({ off, write }) => fixer.replaceText(off!, leafOf(write).text)),
    ...[...added].map(([object, texts]) => {
      const text = joinOptions(texts);
      const last = object.properties.at(-1);
      return last ? fixer.insertTextAfter(last, `, ${text}`) : fixer.insertTextAfter(sourceCode.getFirstToken(object)!, ` ${text} `);
    }),
  ];
}

/** The object that takes an option: the literal itself, or one that it nests and that is there already. */
function placeIn(literal: TSESTree.ObjectExpression, write: string): { readonly object: TSESTree.ObjectExpression; readonly write: string } | undefined {
  const { key, inner } = partsOf(write);
  const present = inner === undefined ? undefined : literal.properties.find(each => each.type === 'Property' && staticName(each) === key);
  if (inner === undefined || !present) return inner !== undefined && literal.properties.some(each => each.type === 'SpreadElement') ? undefined : { object: literal, write };
  const value = present.type === 'Property' ? unwrap(present.value) : undefined;
  return value?.type === 'ObjectExpression' ? placeIn(value, inner) : undefined;
}

function leafOf(write: string): { readonly key: string; readonly text: string } {
  const { key, inner } = partsOf(write);
  return inner === undefined ? { key, text: write } : leafOf(inner);
}

/** `pool: { max: 1 }` → `pool` and `max: 1` */
function partsOf(write: string): { readonly key: string; readonly inner: string | undefined } {
  const nested = /^(\w+): \{ (.*) \}$/.exec(write);
  return nested ? { key: nested[1]!, inner: nested[2]! } : { key: write.slice(0, write.indexOf(':')), inner: undefined };
}
