import { enclosingFunction, isFunction, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';

/**
 * What is at hand to take an error to those who wait for the work: `reject` of the promise around, the node-style callback of
 * the function around, `next` of the request. `name` is undefined for an executor that does not take its second parameter.
 */
export type ErrorOutlet =
  | { readonly kind: 'reject'; readonly executor: FunctionNode; readonly name: string | undefined }
  | { readonly kind: 'callback' | 'next'; readonly name: string };

/** The nearest outlet of the functions around a node. */
export function errorOutlet(node: Node, file: FileModel): ErrorOutlet | undefined {
  for (let fn = isFunction(node) ? node : enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    if (isExecutor(fn, file)) {
      const [, reject] = fn.params;
      if (reject && reject.type !== 'Identifier') return undefined;
      return { kind: 'reject', executor: fn, name: reject?.name };
    }
    const callback = nodeCallbackOf(fn, file);
    if (callback) return { kind: 'callback', name: callback };
    const next = file.handlers.around(fn)?.fn === fn ? file.handlers.around(fn)?.parameters.get('next') : undefined;
    if (next) return { kind: 'next', name: next.name };
  }
  return undefined;
}

export function isExecutor(fn: FunctionNode, file: FileModel): boolean {
  const { parent } = fn;
  return parent.type === 'NewExpression' && parent.arguments[0] === fn && file.bindings.isGlobal(parent.callee, 'Promise');
}

/** The parameter of a function that it calls as one calls a node-style callback: `done(null, value)`. */
export function nodeCallbackOf(fn: FunctionNode, file: FileModel): string | undefined {
  for (const parameter of fn.params) {
    const variable = parameter.type === 'Identifier' ? file.bindings.variableOf(parameter) : undefined;
    if (variable && file.bindings.isConstant(variable) && isCalledWithNull(variable)) return variable.name;
  }
  return undefined;
}

function isCalledWithNull({ references }: Variable): boolean {
  return references.some(({ identifier }) => {
    const call = identifier.parent;
    if (call?.type !== 'CallExpression' || call.callee !== identifier) return false;
    const [error] = call.arguments;
    return error?.type === 'Literal' && error.value === null;
  });
}

/** A name for an error that means nothing else in this code. */
export function freeErrorName(node: Node, file: FileModel): string {
  const names = new Set(file.index.within(node, 'Identifier').map(each => each.name));
  return ['error', 'err', 'failure'].find(each => !names.has(each)) ?? 'callbackError';
}
