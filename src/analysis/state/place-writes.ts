import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** Something that gives a variable, a member or a container another value. */
export interface PlaceWrite {
  readonly node: Node;
  /** What is changed: the variable, the member, or the container. */
  readonly target: Node;
  /** The key under which something is put into a container; undefined for a write to the place itself. */
  readonly key?: Node;
  /** What it holds afterwards comes from these. */
  readonly values: readonly Node[];
  /** An operator of an assignment; `add` for what is put into a container, `change` for any other change of what one holds. */
  readonly operator: string;
  /** It is put into the container that stands under the key: `byTenant.get(tenant).set(id, user)`. */
  readonly isInEntry?: true;
}

const ADDING = new Set(['push', 'unshift', 'add']);
/** They take out, or change all of what is there. What orders a list is told of by no-mutated-input. */
const CHANGING = new Set(['splice', 'pop', 'shift', 'fill', 'copyWithin']);

/** In no order. */
export function* placeWrites(file: FileModel): Iterable<PlaceWrite> {
  const { index, calls } = file;
  for (const node of index.all('AssignmentExpression')) {
    for (const target of targetsOf(node.left)) yield assigned(node, target, node.right, node.operator);
  }
  // `for (current of list)`, without a declaration.
  for (const node of [...index.all('ForOfStatement'), ...index.all('ForInStatement')]) {
    if (node.left.type !== 'VariableDeclaration') for (const target of targetsOf(node.left)) yield assigned(target, target, node.right, '=');
  }
  for (const node of index.all('UpdateExpression')) {
    const target = unwrap(node.argument);
    if (target.type === 'MemberExpression' && staticName(target) === undefined) yield { node, target: target.object, key: target.property, values: [], operator: node.operator };
    else yield { node, target, values: [], operator: node.operator };
  }
  for (const node of index.all('UnaryExpression')) {
    const target = unwrap(node.argument);
    if (node.operator === 'delete' && target.type === 'MemberExpression' && staticName(target) !== undefined) yield { node, target, values: [], operator: 'change' };
  }
  for (const { node, entry } of calls.having('keepsForAll')) {
    const at = entry.keepsForAll?.value ?? -1;
    const kept = node.arguments[at];
    // With more than that it is a definition of something, not a choice.
    if (node.type === 'CallExpression' && kept && node.arguments.length === at + 1) yield { node, target: node, values: [kept], operator: '=' };
  }
  for (const node of index.callsNamed('assign', 'set', 'defineProperty', ...ADDING, ...CHANGING)) yield* calledOn(node, file);
}

function assigned(node: Node, target: Node, value: Node, operator: string): PlaceWrite {
  // `users[id] = …` puts into a container; `state.user = …` and `this.user = …` replace.
  if (target.type === 'MemberExpression' && staticName(target) === undefined) return { node, target: target.object, key: target.property, values: [value], operator };
  return { node, target, values: [value], operator };
}

function* calledOn(node: TSESTree.CallExpression, { bindings }: FileModel): Iterable<PlaceWrite> {
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression') return;
  const name = staticName(callee);
  const [first, second, third] = node.arguments;
  if (bindings.isGlobal(callee.object, 'Object', 'Reflect')) {
    if (!first || !second) return;
    if (name === 'assign') yield { node, target: first, values: node.arguments.slice(1), operator: '=' };
    else if (third && (name === 'set' || name === 'defineProperty')) yield { node, target: first, key: second, values: [third], operator: '=' };
    return;
  }
  const isSet = name === 'set' && first && second;
  if (isSet || (name !== undefined && ADDING.has(name) && first)) {
    const outer = entryIn(callee.object);
    const values = isSet ? [second] : [...node.arguments];
    if (outer) yield { node, ...outer, values, operator: 'add', isInEntry: true };
    else yield { node, target: callee.object, key: first, values, operator: 'add' };
  }
  if (name !== undefined && CHANGING.has(name)) yield { node, target: callee.object, values: [], operator: 'change' };
}

/** `byTenant.get(tenant)`, where the key is no constant: one container of many. */
function entryIn(container: Node): Pick<PlaceWrite, 'target' | 'key'> | undefined {
  const call = unwrap(container);
  const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
  const key = call.type === 'CallExpression' && call.arguments.length === 1 ? call.arguments[0] : undefined;
  return callee?.type === 'MemberExpression' && staticName(callee) === 'get' && key && key.type !== 'Literal' ? { target: callee.object, key } : undefined;
}

/** What an assignment writes to: one place, or each of those in a pattern. */
export function targetsOf(left: Node): readonly Node[] {
  const target = unwrap(left);
  switch (target.type) {
    case 'ObjectPattern':
      return target.properties.flatMap(each => targetsOf(each.type === 'Property' ? each.value : each.argument));
    case 'ArrayPattern':
      return target.elements.flatMap(each => (each ? targetsOf(each) : []));
    case 'RestElement':
      return targetsOf(target.argument);
    case 'AssignmentPattern':
      return targetsOf(target.left);
    default:
      return [target];
  }
}
