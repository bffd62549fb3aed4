import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** What a literal, or `new Map()`, makes: something that whoever holds it can change. */
export type ContainerKind = 'list' | 'map' | 'set' | 'object';

const CHANGERS: Readonly<Record<ContainerKind, ReadonlySet<string | undefined>>> = {
  list: new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin']),
  map: new Set(['set', 'delete', 'clear']),
  set: new Set(['add', 'delete', 'clear']),
  object: new Set(),
};
const MADE: Readonly<Record<string, ContainerKind>> = { Map: 'map', WeakMap: 'map', Set: 'set', WeakSet: 'set', Array: 'list', Object: 'object' };
const OF_OBJECT = new Set(['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf']);

export function containerKindOf(init: Node, { bindings }: FileModel): ContainerKind | undefined {
  const value = unwrap(init);
  if (value.type === 'ObjectExpression') return 'object';
  if (value.type === 'ArrayExpression') return 'list';
  if (value.type === 'NewExpression' && value.callee.type === 'Identifier' && bindings.isGlobal(value.callee, ...Object.keys(MADE))) return MADE[value.callee.name];
  if (value.type !== 'CallExpression' || value.callee.type !== 'MemberExpression') return undefined;
  const name = staticName(value.callee);
  if (name === 'create' && bindings.isGlobal(value.callee.object, 'Object')) return 'object';
  return (name === 'from' || name === 'of') && bindings.isGlobal(value.callee.object, 'Array') ? 'list' : undefined;
}

/**
 * The change that an occurrence of a name, or of a member, makes to the container behind it: `users.push(…)`,
 * `users[id] = …`, `delete state.users[id]`, where the literal shows that `state.users` is a container too.
 */
export function changeOfContainer(occurrence: Node, value: Node, file: FileModel): Node | undefined {
  const kind = containerKindOf(value, file);
  const place = wrapped(occurrence);
  const { parent } = place;
  if (!kind || !parent) return undefined;
  if (parent.type === 'CallExpression') return parent.arguments[0] === place && isOfObject(parent.callee, file) ? parent : undefined;
  if (parent.type !== 'MemberExpression' || parent.object !== place) return undefined;
  const member = wrapped(parent);
  // `map.size = 1` is no change of a Map.
  if (kind === 'list' || kind === 'object') {
    const assignment = assignmentAt(member);
    if (assignment) return assignment;
  }
  const name = staticName(parent);
  if (member.parent?.type === 'CallExpression' && member.parent.callee === member) return CHANGERS[kind].has(name) ? member.parent : undefined;
  const inner = innerOf(value, parent, name, file);
  return inner && changeOfContainer(parent, inner, file);
}

/** The container at a member of a container: under its name; or, where the name is computed, under all of them. */
function innerOf(value: Node, member: TSESTree.MemberExpression, name: string | undefined, file: FileModel): Node | undefined {
  const container = unwrap(value);
  if (container.type === 'ObjectExpression' && name !== undefined) return propertyOf(container, name);
  const parts: readonly (Node | null)[] = container.type === 'ArrayExpression' && member.computed ? container.elements : container.type === 'ObjectExpression' ? container.properties.map(each => (each.type === 'Property' ? each.value : null)) : [];
  const [first] = parts;
  const kind = first && containerKindOf(first, file);
  return kind && parts.every(each => each && containerKindOf(each, file) === kind) ? first : undefined;
}

function isOfObject(callee: Node, { bindings }: FileModel): boolean {
  const method = unwrap(callee);
  return method.type === 'MemberExpression' && OF_OBJECT.has(staticName(method) ?? '') && bindings.isGlobal(unwrap(method.object), 'Object', 'Reflect');
}

export function propertyOf(value: Node, name: string): Node | undefined {
  const object = unwrap(value);
  if (object.type !== 'ObjectExpression') return undefined;
  for (const each of object.properties) if (each.type === 'Property' && each.kind === 'init' && staticName(each) === name) return each.value;
  return undefined;
}

/** The assignment, update, `delete` or loop that writes a name or member: also in a pattern, `({ user: current } = req)`. */
export function assignmentAt(target: Node): Node | undefined {
  for (let place = wrapped(target); place.parent; place = wrapped(place.parent)) {
    const { parent } = place;
    switch (parent.type) {
      case 'AssignmentExpression':
      case 'ForOfStatement':
      case 'ForInStatement':
        return parent.left === place ? parent : undefined;
      case 'UpdateExpression':
        return parent;
      case 'UnaryExpression':
        return parent.operator === 'delete' ? parent : undefined;
      case 'Property':
        if (parent.value !== place || parent.parent.type !== 'ObjectPattern') return undefined;
        break;
      case 'AssignmentPattern':
        if (parent.left !== place) return undefined;
        break;
      case 'ObjectPattern':
      case 'ArrayPattern':
      case 'RestElement':
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}
