import { lastName, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** A change of the content of an object or a list. */
export interface InputWrite {
  readonly node: Node;
  /** The object whose content changes. */
  readonly target: Node;
  /** `put`: a field is given a value; `delete`: it is taken out; `list`: elements of a list; `collection`: entries of a Map or Set. */
  readonly how: 'put' | 'delete' | 'list' | 'collection';
  /** For calls: the method or function. */
  readonly method?: string | undefined;
}

const OF_LISTS = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'fill', 'copyWithin']);
const DEFINING = new Set(['assign', 'defineProperty', 'defineProperties']);
const OF_COLLECTIONS = new Set(['add', 'set', 'delete', 'clear']);

/** Every write of a file to a field, a list or a collection; `sort` and `reverse` are questions of their own. */
export function* inputWrites(file: FileModel): Iterable<InputWrite> {
  const { index } = file;
  for (const node of index.all('AssignmentExpression')) {
    const left = unwrap(node.left);
    if (left.type === 'MemberExpression') yield { node, target: left.object, how: 'put' };
    // `[list[i], list[j]] = [list[j], list[i]]`
    else if (left.type === 'ArrayPattern') for (const each of left.elements) if (each?.type === 'MemberExpression') yield { node, target: each.object, how: 'put' };
  }
  for (const node of index.all('UpdateExpression')) {
    const argument = unwrap(node.argument);
    if (argument.type === 'MemberExpression') yield { node, target: argument.object, how: 'put' };
  }
  for (const node of index.all('UnaryExpression')) {
    const argument = unwrap(node.argument);
    if (node.operator === 'delete' && argument.type === 'MemberExpression') yield { node, target: argument.object, how: 'delete' };
  }
  for (const node of index.all('CallExpression')) {
    const callee = unwrap(node.callee);
    const method = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    const [first] = node.arguments;
    if (callee.type === 'MemberExpression' && method !== undefined) {
      if (OF_LISTS.has(method)) yield { node, target: callee.object, how: 'list', method };
      else if (OF_COLLECTIONS.has(method) && isCollection(callee.object, file)) yield { node, target: callee.object, how: 'collection', method };
      else if (DEFINING.has(method) && first && node.arguments.length > 1 && file.bindings.isGlobal(callee.object, 'Object')) yield { node, target: first, how: 'put', method };
    }
    const changes = file.calls.at(node)?.entry.changes;
    const changed = typeof changes?.what === 'number' ? node.arguments[changes.what] : undefined;
    if (changes && changed && changed.type !== 'SpreadElement') yield { node, target: changed, how: changes.copy.startsWith('[') ? 'list' : 'put', method: lastName(node.callee) };
  }
}

function isCollection(node: Node, file: FileModel): boolean {
  const origin = file.origins.of(node);
  return origin?.kind === 'library' && origin.library === 'global' && /^(Map|Set)#$/.test(origin.path);
}
