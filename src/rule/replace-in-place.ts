import type { TSESTree } from '@typescript-eslint/utils';
import type { FileModel } from '../analysis/file-model.js';
import { unwrap, wrapped, type Node } from '../syntax/nodes.js';
import type { Fix } from './define-rule.js';

/** Rewrites a call that changes its receiver, or its first argument, to one that gives a new value (its result must be taken). */
export function replaceInPlace(call: Node, method: 'toSorted' | 'toReversed' | 'assign' | 'merge', { sourceCode, mutatedInputs }: FileModel): { readonly toNew?: Fix; readonly spread?: Fix } {
  const place = wrapped(call);
  if (call.type !== 'CallExpression') return {};
  const [first] = call.arguments;
  if (method === 'merge') return first && first.type !== 'SpreadElement' ? { spread: fixer => fixer.insertTextBefore(first, '{}, ') } : {};
  if (call.callee.type !== 'MemberExpression' || sourceCode.getCommentsInside(call).length > 0) return {};
  const { property, object, computed, optional } = call.callee;
  if (method === 'assign') {
    if (call.arguments.some(each => each.type === 'SpreadElement')) return {};
    const parts = call.arguments.map(each => (each.type === 'ObjectExpression' ? inside(sourceCode.getText(each)) : `...${grouped(each, sourceCode.getText(each))}`)).filter(each => each !== '');
    const text = `{ ${parts.join(', ')} }`;
    const isBody = place.parent?.type === 'ArrowFunctionExpression';
    return { spread: fixer => fixer.replaceText(call, isBody ? `(${text})` : text) };
  }
  if (computed) return {};
  // Where the package says that it runs on an older Node.js, there is no `toSorted`.
  const toNew: { readonly toNew?: Fix } = !mutatedInputs.hasToSorted ? {} : { toNew: fixer => fixer.replaceText(property, method) };
  // An optional chain ends where the list is missing: a spread would throw.
  if (optional || place.type === 'ChainExpression' || isOptional(object)) return toNew;
  return { ...toNew, spread: fixer => fixer.replaceText(object, `[...${sourceCode.getText(object)}]`) };
}

/** How the same is written so that the list stays as it is: `list.toSorted(…)` and `[...list].sort(…)`. */
export function copiesInPlace(callee: TSESTree.MemberExpression, method: string, inPlace: string, place: string): readonly [toNew: string, copy: string] {
  const object = unwrap(callee.object);
  const isChain = object.type === 'Identifier' || object.type === 'MemberExpression' || object.type === 'CallExpression' || object.type === 'ThisExpression';
  const list = isChain ? place : `(${place})`;
  const dot = callee.optional ? '?.' : '.';
  return [`${list}${dot}${method}(…)`, callee.optional || isOptional(object) ? `${list}${dot}slice().${inPlace}(…)` : `[...${place}].${inPlace}(…)`];
}

/** Whether a chain ends where something is missing: `traffic.dimension?.[name]`. */
export function isOptional(chain: Node): boolean {
  for (let current = unwrap(chain); ; ) {
    if (current.type !== 'MemberExpression' && current.type !== 'CallExpression') return false;
    if (current.optional) return true;
    current = unwrap(current.type === 'MemberExpression' ? current.object : current.callee);
  }
}

/** Hands the call a copy of what it changes: `new Date(date).setHours(0)`. */
export function changeCopy(call: Node, place: string, copy: string, { sourceCode }: FileModel): Fix | undefined {
  if (call.type !== 'CallExpression' || sourceCode.getCommentsInside(call).length > 0) return undefined;
  const callee = unwrap(call.callee);
  const target = [...(callee.type === 'MemberExpression' ? [callee.object] : []), ...call.arguments].find(each => sourceCode.getText(unwrap(each)) === place);
  return target && target.type !== 'SpreadElement' && !place.includes('?.') && !(callee.type === 'MemberExpression' && callee.optional) ? fixer => fixer.replaceText(unwrap(target), copy) : undefined;
}

function inside(text: string): string {
  return text.slice(1, -1).trim().replace(/,$/, '');
}

function grouped({ type }: Node, text: string): string {
  return type === 'SequenceExpression' ? `(${text})` : text;
}
