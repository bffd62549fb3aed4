import type { TSESTree } from '@typescript-eslint/utils';
import { lastName, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** What gives back the list that it has changed. */
export const REORDERING = new Set(['sort', 'reverse']);

/** Whether somebody takes what an expression gives. */
export function isUsed(node: Node): boolean {
  const place = wrapped(node);
  const { parent } = place;
  switch (parent?.type) {
    case 'VariableDeclarator':
    case 'ReturnStatement':
    case 'AssignmentExpression':
    case 'SpreadElement':
    case 'Property':
    case 'ArrayExpression':
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'ForOfStatement':
    case 'NewExpression':
      return true;
    case 'CallExpression':
      return parent.callee !== place;
    case 'MemberExpression':
      return parent.object === place && isRead(parent);
    case 'ConditionalExpression':
      return parent.test !== place && isUsed(parent);
    case 'LogicalExpression':
    case 'AwaitExpression':
      return isUsed(parent);
    case 'ArrowFunctionExpression':
      return parent.body === place && !isDropped(parent);
    default:
      return false;
  }
}

/** `list.sort().length`, `list.sort().map(…)`; a chain that ends in another change of the list gives the list again. */
function isRead(member: TSESTree.MemberExpression): boolean {
  const call = wrapped(member).parent;
  if (call?.type !== 'CallExpression' || call.callee !== wrapped(member)) return true;
  const name = staticName(member);
  return name !== undefined && REORDERING.has(name) ? isUsed(call) : true;
}

/** A callback whose result nobody takes: of `forEach`, of timers, of listeners. */
function isDropped(fn: TSESTree.ArrowFunctionExpression): boolean {
  const call = wrapped(fn).parent;
  return call?.type === 'CallExpression' && call.callee !== fn && !/^(map|flatMap|then|filter|reduce|sort)$/.test(lastName(call.callee) ?? '');
}

/** `this.items = this.items.sort()`, `map.set(key, map.get(key).sort())`: the order of the place itself is meant. */
export function isPutBack(call: Node, target: Node, { sourceCode }: FileModel): boolean {
  const { parent } = wrapped(call);
  if (parent?.type === 'CallExpression' && parent.callee.type === 'MemberExpression' && staticName(parent.callee) === 'set') return sourceCode.getText(unwrap(target)).startsWith(sourceCode.getText(parent.callee.object)) || unwrap(target).type === 'Identifier';
  return parent?.type === 'AssignmentExpression' && sourceCode.getText(parent.left) === sourceCode.getText(unwrap(target));
}
