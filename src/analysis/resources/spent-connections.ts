import { isFunction, isInside, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isListening } from './callback-leaks.js';

const MAX_DEPTH = 3;

/**
 * Whether a connection that others keep for the life of the process is one of a single call: opened with what the caller
 * gives, asked queries, and never heard of again.
 */
export function isSpent(file: FileModel, call: LibraryCall, variable: Variable): boolean {
  const maker = variable.defs[0]?.type === 'Variable' ? variable.defs[0].node.init : undefined;
  if (![...call.node.arguments, ...(maker ? [maker] : [])].some(each => isOfCaller(file, each, 0))) return false;
  let isAsked = false;
  for (const { identifier } of variable.references.filter(each => each.isRead())) {
    if (isInside(identifier, call.node)) continue;
    if (isQuery(file, identifier)) isAsked = true;
    else if (!isHeard(identifier)) return false;
  }
  return isAsked;
}

/** Whether a value depends on a parameter of a function around it. */
function isOfCaller(file: FileModel, node: Node, depth: number): boolean {
  return file.index.within(node, 'Identifier').some(name => {
    const variable = isInside(name, node) ? file.bindings.variableOf(name) : undefined;
    const definition = variable && file.bindings.definitionOf(variable);
    if (definition?.type === 'Parameter') return isFunction(definition.node) && isInside(node, definition.node);
    const init = definition?.type === 'Variable' && depth < MAX_DEPTH ? definition.node.init : undefined;
    return init ? isOfCaller(file, init, depth + 1) : false;
  });
}

/** `client.query(…)`, `pool.request().query(…)`. */
function isQuery(file: FileModel, identifier: Node): boolean {
  for (let current = wrapped(identifier); current.parent; current = wrapped(current.parent)) {
    const { parent } = current;
    if (parent.type === 'MemberExpression' && parent.object === current) continue;
    if (parent.type !== 'CallExpression' || unwrap(parent.callee) !== unwrap(current)) return false;
    if (file.calls.at(parent)?.entry.role === 'database-query') return true;
  }
  return false;
}

/** `client.on('error', …)`: it is heard for as long as it is used. */
function isHeard(identifier: Node): boolean {
  const member = wrapped(identifier).parent;
  const call = member?.type === 'MemberExpression' ? wrapped(member).parent : undefined;
  const event = call?.type === 'CallExpression' ? call.arguments[0] : undefined;
  return event?.type === 'Literal' && event.value === 'error' && !isListening(identifier);
}
