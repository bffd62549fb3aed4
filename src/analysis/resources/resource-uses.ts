import type { TSESTree } from '@typescript-eslint/utils';
import type { AcquiresFacts } from '../../catalog/schema.js';
import { isInside, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';

export interface ResourceUse {
  /**
   * `passed`: a function is given it, which may or may not keep it; `taken over`: what it gives releases it;
   * `returned`: the caller has it from here on; `escapes`: whoever has it now, we cannot see.
   */
  readonly use: 'use' | 'release' | 'passed' | 'taken over' | 'returned' | 'escapes';
  readonly node: Node;
}

/** Methods that end something, whatever it is. */
export const RELEASING = new Set(['release', 'end', 'close', 'endSession', 'destroy', 'disconnect', 'unlock', 'quit', 'dispose']);

/** What one mention of a resource does with it, and the call or statement that does it. */
export function useOf(file: FileModel, identifier: Node, facts: AcquiresFacts): ResourceUse {
  const place = wrapped(identifier);
  const parent = place.parent;
  switch (parent?.type) {
    case 'MemberExpression': {
      if (parent.object !== place) return { use: 'escapes', node: parent };
      const name = staticName(parent) ?? (isDispose(parent.property) ? facts.releasedBy[0] : undefined);
      const outer = wrapped(parent).parent;
      const isCalled = outer?.type === 'CallExpression' && unwrap(outer.callee) === parent;
      if (name !== undefined && facts.releasedBy.includes(name)) return { use: isCalled ? 'release' : 'escapes', node: outer ?? parent };
      if (name !== undefined && facts.takenOverBy?.includes(name)) return { use: 'taken over', node: parent };
      return { use: 'use', node: parent };
    }
    case 'CallExpression':
    case 'NewExpression': {
      if (unwrap(parent.callee) === identifier) return { use: facts.releasedBy.includes('()') ? 'release' : 'use', node: parent };
      const callee = unwrap(parent.callee);
      const name = callee.type === 'MemberExpression' ? staticName(callee) : callee.type === 'Identifier' ? callee.name : undefined;
      if (name !== undefined && facts.releasedByPassing?.includes(name)) return { use: 'release', node: parent };
      // What a constructor is given, the object keeps.
      if (parent.type === 'NewExpression') return { use: 'escapes', node: parent };
      return { use: onlyUses(file, parent) ? 'use' : 'passed', node: parent };
    }
    case 'Property': {
      const outer = parent.value === place && parent.parent.type === 'ObjectExpression' ? wrapped(parent.parent).parent : undefined;
      if (outer?.type === 'ReturnStatement') return { use: 'returned', node: outer };
      if (outer?.type !== 'CallExpression') return { use: 'escapes', node: parent };
      return { use: onlyUses(file, outer) ? 'use' : 'passed', node: outer };
    }
    case 'ArrayExpression':
      return wrapped(parent).parent?.type === 'CallExpression' ? { use: 'passed', node: wrapped(parent).parent! } : { use: 'escapes', node: parent };
    case 'TaggedTemplateExpression':
      return { use: 'use', node: parent };
    case 'TemplateLiteral':
      // Of a path: a text that has it in it.
      return { use: 'use', node: parent };
    case 'ReturnStatement':
      return { use: 'returned', node: parent };
    case 'IfStatement':
    case 'UnaryExpression':
    case 'BinaryExpression':
    case 'ConditionalExpression':
      return { use: parent.type === 'ConditionalExpression' && parent.test !== place ? 'escapes' : 'use', node: parent };
    case 'LogicalExpression':
      // `client && client.release()`; but `return client ?? other` hands it out.
      return { use: parent.left === place && parent.operator === '&&' ? 'use' : 'escapes', node: parent };
    case 'ExpressionStatement':
      return { use: 'use', node: parent };
    default:
      return { use: 'escapes', node: parent ?? place };
  }
}

/** The calls in a function's own code that release what this call takes without being given it; undefined where a function in it does. */
export function releasesOnReceiver(file: FileModel, taken: Node, facts: AcquiresFacts, owner: FunctionNode | TSESTree.Program): readonly Node[] | undefined {
  const names = facts.releasedOn;
  const call = unwrap(taken);
  if (!names || call.type !== 'CallExpression') return [];
  const callee = unwrap(call.callee);
  const releases: Node[] = [];
  for (const each of file.index.within(owner, 'CallExpression')) {
    const released = unwrap(each.callee);
    if (each === call || !isInside(each, owner)) continue;
    const isOne = callee.type === 'MemberExpression'
      ? released.type === 'MemberExpression' && names.includes(staticName(released) ?? '') && isSamePlace(file, callee.object, released.object)
      : released.type === 'Identifier' && names.includes(file.calls.at(each)?.path ?? '');
    if (!isOne) continue;
    if (ownerOf(each) !== owner && owner.type !== 'Program') return undefined;
    releases.push(each);
  }
  return releases;
}

/** Whether two expressions stand for one object, so far as names tell: `this.locks.orders`. */
export function isSamePlace(file: FileModel, one: Node, other: Node): boolean {
  const [left, right] = [unwrap(one), unwrap(other)];
  if (left.type === 'ThisExpression') return right.type === 'ThisExpression';
  if (left.type === 'Identifier') return right.type === 'Identifier' && left.name === right.name && file.bindings.variableOf(left) === file.bindings.variableOf(right);
  if (left.type !== 'MemberExpression' || right.type !== 'MemberExpression') return false;
  const name = staticName(left);
  return name !== undefined && name === staticName(right) && isSamePlace(file, left.object, right.object);
}

/** The variable of a local that is made in this function: by `new`, or by a call of a library that we know. */
export function isMadeIn(file: FileModel, variable: Variable, owner: FunctionNode): boolean {
  const [definition] = variable.defs;
  if (!isDeclaredIn(variable, owner) || definition?.type !== 'Variable' || !definition.node.init) return false;
  const init = unwrap(definition.node.init);
  const value = init.type === 'AwaitExpression' ? unwrap(init.argument) : init;
  return value.type === 'NewExpression' || file.calls.at(value)?.entry.gives !== undefined;
}

export function isDeclaredIn(variable: Variable, owner: FunctionNode): boolean {
  const [definition] = variable.defs;
  return variable.defs.length === 1 && definition?.type === 'Variable' && ownerOf(definition.name) === owner;
}

/** True for calls of known libraries that work with what they are given and keep it not. */
function onlyUses(file: FileModel, call: Node): boolean {
  const entry = file.calls.at(call)?.entry;
  // A stream that is made of a descriptor closes it.
  if (entry?.role === 'file-access') return entry.gives === undefined;
  if (entry?.role === 'span') return entry.gives === 'Context' && staysAtHand(file, call);
  return entry?.role === 'database-query' || entry?.role === 'cache-command' || entry?.role === 'log' || entry?.role === 'transaction';
}

/** `context.with(trace.setSpan(context.active(), span), …)`: what holds it goes nowhere but to its own library. */
function staysAtHand(file: FileModel, call: Node): boolean {
  const place = wrapped(call);
  const { parent } = place;
  const isTaken = (node: Node | undefined): boolean => node?.type === 'CallExpression' && file.calls.at(node)?.entry.role === 'span';
  if (parent?.type !== 'VariableDeclarator') return isTaken(parent);
  const variable = parent.id.type === 'Identifier' ? file.bindings.variableOf(parent.id) : undefined;
  return variable !== undefined && variable.references.every(each => each.init === true || isTaken(wrapped(each.identifier).parent));
}

function isDispose(property: Node): boolean {
  return property.type === 'MemberExpression' && /^(async)?dispose$/i.test(staticName(property) ?? '');
}
