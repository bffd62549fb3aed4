import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { callbackPosition, isAt } from '../values/origins.js';
import type { Variable } from '../values/bindings.js';

/** How a failure is handed on, other than by `throw`: to a node-style callback, to error middleware, to listeners, to who waits for a stream or a signal. */
export type HandedBy = 'callback' | 'next' | 'emit' | 'destroy' | 'abort';

export interface HandedError {
  readonly node: TSESTree.CallExpression;
  readonly how: HandedBy;
  readonly value: Node;
}

/** Calls whose argument is, by proof, an error for somebody else. */
export function handedErrors(file: FileModel): readonly HandedError[] {
  const found: HandedError[] = [];
  const proven = new Map<Variable, boolean>();
  for (const node of file.index.all('CallExpression')) {
    const callee = unwrap(node.callee);
    const [first, second] = node.arguments;
    if (!first || first.type === 'SpreadElement') continue;
    if (callee.type === 'MemberExpression') {
      const name = staticName(callee);
      if (name === 'emit' && second && second.type !== 'SpreadElement' && first.type === 'Literal' && first.value === 'error' && isEmitter(callee.object, file)) found.push({ node, how: 'emit', value: second });
      else if ((name === 'destroy' || name === 'abort') && isPlatformCall(callee, name, file)) found.push({ node, how: name, value: first });
      continue;
    }
    if (callee.type !== 'Identifier') continue;
    const entry = file.calls.at(node)?.entry;
    if (entry?.role === 'next' && entry.promise !== true) {
      if (!isRouteWord(first)) found.push({ node, how: 'next', value: first });
      continue;
    }
    const variable = file.bindings.variableOf(callee);
    const definition = variable && file.bindings.definitionOf(variable);
    if (!variable || entry || definition?.type !== 'Parameter' || !isFunction(definition.node)) continue;
    let isProven = proven.get(variable);
    if (isProven === undefined) proven.set(variable, (isProven = isErrorFirst(variable, definition.node, file)));
    if (isProven) found.push({ node, how: 'callback', value: first });
  }
  return found;
}

/** `next('route')` and `next('router')` go on elsewhere. */
function isRouteWord(node: Node): boolean {
  return node.type === 'Literal' && (node.value === 'route' || node.value === 'router');
}

/** A parameter that is called with `null` and a result somewhere, or whose function a library gives a node-style callback. */
function isErrorFirst(parameter: Variable, fn: FunctionNode, file: FileModel): boolean {
  const saysNoError = parameter.references.some(({ identifier }) => {
    const call = identifier.parent;
    if (call?.type !== 'CallExpression' || call.callee !== identifier || call.arguments.length < 2) return false;
    const first = call.arguments[0]!;
    return (first.type === 'Literal' && first.value === null && !('regex' in first)) || file.bindings.isGlobal(first, 'undefined');
  });
  return saysNoError || isCompletion(parameter, fn, file);
}

/** The last parameter of a function that says by it that it is done: a task of `async.series`, what `promisify` is given. */
function isCompletion(parameter: Variable, fn: FunctionNode, file: FileModel): boolean {
  if (fn.params.at(-1) !== parameter.identifiers[0]) return false;
  return usesOf(fn, file).some(use => {
    const at = callbackPosition(use);
    const entry = at && file.calls.at(at.call)?.entry;
    if (!at || !entry) return false;
    if (entry.promisifies !== undefined && at.option === undefined && at.argument === entry.promisifies) return true;
    return entry.callbacks?.some(each => each.completes && each.option === undefined && isAt(each.argument, at.argument, at.call.arguments.length)) === true;
  });
}

/** Where a function is handed on: itself, or by its name. */
function usesOf(fn: FunctionNode, file: FileModel): readonly Node[] {
  const holder = fn.type === 'FunctionDeclaration' ? fn : fn.parent;
  if (fn.type !== 'FunctionDeclaration' && holder.type !== 'VariableDeclarator') return [fn];
  return file.bindings.declaredBy(holder).flatMap(each => each.references.filter(({ init }) => !init).map(({ identifier }) => identifier));
}

/** `this` or a value of a class that goes back to an emitter or stream of Node.js; a socket's `emit('error', …)` of other libraries sends a message. */
function isEmitter(node: Node, file: FileModel): boolean {
  let origin = file.origins.of(node);
  for (let depth = 0; origin?.kind === 'instance' || origin?.kind === 'class'; depth += 1) {
    if (!origin.node.superClass || depth > 8) return false;
    origin = file.origins.of(origin.node.superClass);
  }
  return origin?.kind === 'library' && origin.library.startsWith('node:') && !origin.promised;
}

/** `destroy` of Node's streams and sockets, `abort` of an AbortController. */
function isPlatformCall(callee: TSESTree.MemberExpression, name: string, file: FileModel): boolean {
  const origin = file.origins.of(callee.object);
  if (origin?.kind !== 'library' || !origin.path.endsWith('#')) return false;
  return name === 'abort' ? origin.library === 'global' && origin.path === 'AbortController#' : origin.library.startsWith('node:');
}
