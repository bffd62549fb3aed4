import { isFunction, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

/** A listener of the process itself: for signals, for errors that nobody has handled. */
export interface ProcessListener {
  readonly call: LibraryCall;
  readonly events: readonly string[];
  readonly listener: Node;
  readonly fn: FunctionNode | undefined;
}

/** Listeners of the process, in source order. */
export function processListeners(file: FileModel): readonly ProcessListener[] {
  return file.calls.of('listen').flatMap(call => {
    const [event, listener] = call.node.arguments;
    if (!isOfProcess(call) || !listener || listener.type === 'SpreadElement' || listener.type === 'Literal') return [];
    const events = eventNames(event, file);
    return events.length === 0 ? [] : [{ call, events, listener, fn: file.origins.functionOf(listener) }];
  });
}

export function isOfProcess({ library, path }: LibraryCall): boolean {
  return (library === 'global' && path.startsWith('process.')) || library === 'node:process';
}

/** The names that an event's argument has: a text, or each of a list that is gone through. */
export function eventNames(node: Node | undefined, file: FileModel): readonly string[] {
  if (!node) return [];
  const value = file.options.valueOf(node)?.value;
  if (value !== undefined) return typeof value === 'string' ? [value] : [];
  const variable = node.type === 'Identifier' ? file.bindings.variableOf(node) : undefined;
  const definition = variable && file.bindings.definitionOf(variable);
  const list = definition && listOf(definition.name, definition.node);
  const elements = list && file.origins.expressionOf(list);
  if (elements?.type !== 'ArrayExpression') return [];
  return elements.elements.flatMap(each => {
    const name = each && file.options.valueOf(each)?.value;
    return typeof name === 'string' ? [name] : [];
  });
}

/** The list whose elements a name stands for: `for (const event of list)`, `list.forEach(event => …)`. */
function listOf(name: Node, holder: Node): Node | undefined {
  if (isFunction(holder)) {
    const call = holder.params[0] === name ? holder.parent : undefined;
    const callee = call?.type === 'CallExpression' && call.arguments[0] === holder ? unwrap(call.callee) : undefined;
    return callee?.type === 'MemberExpression' && staticName(callee) === 'forEach' ? callee.object : undefined;
  }
  const loop = holder.parent?.parent;
  return loop?.type === 'ForOfStatement' && loop.left === holder.parent ? loop.right : undefined;
}
