import { enclosingFunction, isInside, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

const WAITING = new Set(['then', 'catch', 'finally']);

/**
 * What a place is given that is made of what it held: `adds`, all of that and more (`[...users, user]`, `users.concat(more)`);
 * `replaces`, all of it but some fields (`{ ...state, user }`); `keeps`, some of it (`users.filter(…)`, `[...users, user].slice(-10)`);
 * `waits`, the end of a chain of promises (`tail.then(run)`); `changes`, anything else (`total + amount`). Undefined where it has nothing of that.
 */
export type Remake = { readonly how: 'adds' | 'keeps' | 'waits' | 'changes' } | { readonly how: 'replaces'; readonly values: readonly Node[] };

export function remakeOf(value: Node, target: Node, file: FileModel, depth = 0): Remake | undefined {
  const text = file.sourceCode.getText(target);
  const isPlace = (node: Node): boolean => file.sourceCode.getText(unwrap(node)) === text;
  const node = unwrap(value);
  if (!mentions(node, target, text, file)) return depth > 2 ? undefined : throughNames(node, target, file, depth + 1);
  switch (node.type) {
    case 'ArrayExpression':
      return { how: node.elements.some(each => each?.type === 'SpreadElement' && isPlace(each.argument)) ? 'adds' : 'keeps' };
    case 'ObjectExpression': {
      if (!node.properties.some(each => each.type === 'SpreadElement' && isPlace(each.argument))) return { how: 'changes' };
      const others = node.properties.filter(each => !(each.type === 'SpreadElement' && isPlace(each.argument)));
      if (others.some(each => each.type === 'Property' && staticName(each) === undefined)) return { how: 'adds' };
      return { how: 'replaces', values: others.map(each => (each.type === 'Property' ? each.value : each.argument)) };
    }
    case 'NewExpression': {
      const [first] = node.arguments;
      return { how: first && first.type !== 'SpreadElement' && isCollection(node.callee, file) ? (remakeOf(first, target, file)?.how === 'adds' ? 'adds' : 'keeps') : 'changes' };
    }
    case 'CallExpression': {
      const callee = unwrap(node.callee);
      if (callee.type !== 'MemberExpression') return { how: 'changes' };
      const name = staticName(callee) ?? '';
      const inner = isPlace(callee.object) ? undefined : remakeOf(callee.object, target, file, depth);
      if (WAITING.has(name) && (!inner || inner.how === 'waits')) return { how: 'waits' };
      if (isPlace(callee.object)) return { how: name === 'concat' ? 'adds' : 'keeps' };
      return { how: inner ? 'keeps' : 'changes' };
    }
    default:
      return { how: 'changes' };
  }
}

/** `const next = [...users, user]; users = next;` */
function throughNames(value: Node, target: Node, file: FileModel, depth: number): Remake | undefined {
  const { index, bindings, origins } = file;
  for (const name of index.within(value, 'Identifier')) {
    if (!isInside(name, value) || !bindings.referenceOf(name)) continue;
    const held = origins.expressionOf(name);
    const fn = held && enclosingFunction(held);
    const remake = held && held !== name && fn && fn === enclosingFunction(target) ? remakeOf(held, target, file, depth) : undefined;
    if (remake) return name === value || remake.how === 'waits' ? remake : { how: 'changes' };
  }
  return undefined;
}

function isCollection(callee: Node, { bindings }: FileModel): boolean {
  return bindings.isGlobal(callee, 'Map', 'Set');
}

function mentions(value: Node, target: Node, text: string, { index, bindings, sourceCode }: FileModel): boolean {
  if (target.type === 'Identifier') return index.within(value, 'Identifier').some(each => each.name === text && isInside(each, value) && bindings.referenceOf(each) !== undefined);
  return index.within(value, 'MemberExpression').some(each => isInside(each, value) && sourceCode.getText(each) === text);
}
