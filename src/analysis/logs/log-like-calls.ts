import type { TSESTree } from '@typescript-eslint/utils';
import type { LogFacts } from '../../catalog/schema.js';
import { classOfThis, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

const LEVELS: ReadonlyMap<string, LogFacts['level']> = new Map([
  ['trace', 'trace'], ['debug', 'debug'], ['verbose', 'debug'], ['info', 'info'], ['warn', 'warn'], ['error', 'error'], ['fatal', 'fatal'],
]);

/** A call of an object that logs by all that the file does with it, though nobody sees where it is from. */
export interface LogLikeCall {
  readonly node: TSESTree.CallExpression;
  readonly method: string;
  readonly level: LogFacts['level'];
}

/**
 * Calls of objects that are called by the names of two levels or more, each time as a statement: `logger.error(…)` beside
 * `logger.info(…)`. What such a call prints, and how, is unknown; that it records and goes on is not.
 */
export function logLikeCalls(file: FileModel): readonly LogLikeCall[] {
  const byOwner = new Map<unknown, Map<string, LogLikeCall[]>>();
  for (const node of file.index.all('CallExpression')) {
    const callee = unwrap(node.callee);
    const method = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    const level = method === undefined ? undefined : LEVELS.get(method);
    if (callee.type !== 'MemberExpression' || method === undefined || !level || file.calls.at(node)) continue;
    const key = ownerOf(unwrap(callee.object), file);
    if (!key) continue;
    const byPath = byOwner.get(key.owner) ?? new Map<string, LogLikeCall[]>();
    byOwner.set(key.owner, byPath);
    byPath.set(key.path, [...(byPath.get(key.path) ?? []), { node, method, level }]);
  }
  return [...byOwner.values()].flatMap(byPath => [...byPath.values()]).flatMap(calls => (new Set(calls.map(each => each.level)).size >= 2 && calls.every(each => isDropped(each.node)) ? calls : []));
}

/** What the logger is a value of: a variable that is never set again, or a field of `this`. */
function ownerOf(object: Node, file: FileModel): { readonly owner: unknown; readonly path: string } | undefined {
  let root = object;
  const path: string[] = [];
  while (root.type === 'MemberExpression') {
    const name = staticName(root);
    if (name === undefined || path.length > 4) return undefined;
    path.unshift(name);
    root = unwrap(root.object);
  }
  if (root.type === 'ThisExpression') {
    const owner = classOfThis(root);
    return owner && path.length > 0 ? { owner: owner.node, path: path.join('.') } : undefined;
  }
  const variable = root.type === 'Identifier' ? file.bindings.variableOf(root) : undefined;
  return variable && file.bindings.isConstant(variable) ? { owner: variable, path: path.join('.') } : undefined;
}

/** Whether nobody takes what the call gives: a statement, or all that an arrow function does. */
function isDropped(node: Node): boolean {
  let current = node;
  while (current.parent && unwrap(current.parent) !== current.parent) current = current.parent;
  const parent = current.parent;
  return parent?.type === 'ExpressionStatement' || parent?.type === 'LogicalExpression' || (parent?.type === 'ArrowFunctionExpression' && parent.body === current);
}
