import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isInside, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isCalledBack } from '../values/origins.js';
import { errorOutlet, freeErrorName, isExecutor, type ErrorOutlet } from './error-outlets.js';

/** A node-style callback that does not look at its error. */
export interface IgnoredCallbackError {
  readonly call: LibraryCall;
  /**
   * `unread`: its parameter is there and nobody reads it. `absent`: the function takes no parameter.
   * `resolved`: `resolve` itself is the callback, so that the error becomes the value of the promise.
   */
  readonly kind: 'unread' | 'absent' | 'resolved';
  /** The parameter, or the argument. */
  readonly node: Node;
  readonly fn: FunctionNode | undefined;
  /** The name of its error, or one that is free. */
  readonly error: string;
  /** A parameter behind the error that the callback goes on with, and that is undefined when the call has failed. */
  readonly value: string | undefined;
  readonly outlet: ErrorOutlet | undefined;
}

/** Callbacks of libraries that are given an error first, by position, and never look at it. */
export function ignoredCallbackErrors(file: FileModel): readonly IgnoredCallbackError[] {
  const found: IgnoredCallbackError[] = [];
  for (const call of file.calls.having('callbacks')) {
    for (const callback of call.entry.callbacks ?? []) {
      if (!callback.errorFirst || callback.ignorable === true) continue;
      const value = callbackOf(call, callback.argument, callback.option, file);
      const fn = value && file.origins.functionOf(value.node);
      if (!value || !isCalledBack(callback, { call: call.node, ...value.at }, fn)) continue;
      if (callback.ignorable === 'when-empty' && fn?.body.type === 'BlockStatement' && fn.body.body.length === 0) continue;
      const ignored = fn ? ignoredBy(fn, call, file) : resolvedWith(value.node, call, file);
      if (ignored) found.push(ignored);
    }
  }
  return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

interface Given {
  readonly node: Node;
  readonly at: { readonly argument: number; readonly option?: string };
}

function callbackOf({ node }: LibraryCall, argument: number | 'any', option: string | undefined, file: FileModel): Given | undefined {
  const { arguments: given } = node;
  if (argument === 'any' || given.some(each => each.type === 'SpreadElement')) return undefined;
  const index = argument < 0 ? given.length + argument : argument;
  const value = given[index];
  if (!value) return undefined;
  if (option === undefined) return { node: value, at: { argument: index } };
  const property = file.options.at(value, option);
  return property.state === 'present' ? { node: property.value, at: { argument: index, option } } : undefined;
}

function ignoredBy(fn: FunctionNode, call: LibraryCall, file: FileModel): IgnoredCallbackError | undefined {
  const [first, ...rest] = fn.params.filter(each => !(each.type === 'Identifier' && each.name === 'this'));
  const values = rest.flatMap(each => (each.type === 'Identifier' ? (file.bindings.variableOf(each) ?? []) : []));
  const value = values.find(each => each.references.some(reference => reference.isRead()))?.name;
  const common = { call, fn, value, outlet: errorOutlet(call.node, file) };
  if (!first) return readsArguments(fn, file) ? undefined : { ...common, kind: 'absent', node: fn, error: freeErrorName(fn, file) };
  const variable = first.type === 'Identifier' ? file.bindings.variableOf(first) : undefined;
  if (!variable || variable.references.some(({ identifier }) => isUse(identifier)) || readsArguments(fn, file)) return undefined;
  // The failure shows in what is missing, or in what then throws.
  if (values.some(each => each.references.some(({ identifier }) => isTested(identifier) || isTried(identifier, fn)))) return undefined;
  return { ...common, kind: 'unread', node: first, error: variable.name };
}

/** `fs.writeFile(path, text, resolve)` */
function resolvedWith(argument: Node, call: LibraryCall, file: FileModel): IgnoredCallbackError | undefined {
  const name = unwrap(argument);
  const definition = name.type === 'Identifier' ? file.bindings.variableOf(name)?.defs[0] : undefined;
  if (definition?.type !== 'Parameter' || !isFunction(definition.node) || !isExecutor(definition.node, file)) return undefined;
  if (definition.node.params[0] !== definition.name) return undefined;
  return { call, kind: 'resolved', node: argument, fn: undefined, error: freeErrorName(argument, file), value: undefined, outlet: errorOutlet(call.node, file) };
}

/** `void error;` and `error;` only please a linter. */
function isUse(identifier: Node): boolean {
  const parent = identifier.parent;
  return !(parent?.type === 'UnaryExpression' && parent.operator === 'void') && parent?.type !== 'ExpressionStatement';
}

function readsArguments(fn: FunctionNode, file: FileModel): boolean {
  return fn.type !== 'ArrowFunctionExpression' && file.index.within(fn.body, 'Identifier').some(each => each.name === 'arguments');
}

/** Whether a value is asked for being there: `if (row)`, `row?.id`, `row ?? none`. Reading a member of it throws instead. */
function isTested(identifier: Node): boolean {
  for (let node = identifier, parent = node.parent; parent; node = parent, parent = node.parent) {
    switch (parent.type) {
      case 'LogicalExpression':
        return parent.operator !== '&&' || parent.left === node;
      case 'IfStatement':
      case 'ConditionalExpression':
      case 'WhileStatement':
        return parent.test === node;
      case 'UnaryExpression':
        return parent.operator === '!' || parent.operator === 'typeof';
      case 'BinaryExpression':
        return /^(?:[!=]==?|instanceof)$/.test(parent.operator);
      case 'MemberExpression':
        return parent.object === node && parent.optional;
      case 'CallExpression':
        return isQuestion(parent);
      default:
        if (unwrap(parent) === parent) return false;
    }
  }
  return false;
}

/** `if (isEmpty(rows))` */
function isQuestion(call: TSESTree.CallExpression): boolean {
  let node: Node = call;
  while (node.parent?.type === 'UnaryExpression' || node.parent?.type === 'LogicalExpression') node = node.parent;
  return (node.parent?.type === 'IfStatement' || node.parent?.type === 'ConditionalExpression') && node.parent.test === node;
}

/** Whether a value is used inside of a `try` of the callback, which catches what it throws when the value is not there. */
function isTried(identifier: Node, fn: FunctionNode): boolean {
  for (let node = identifier, parent = node.parent; parent && parent !== fn; node = parent, parent = node.parent) {
    if (parent.type === 'TryStatement' && parent.handler !== null && isInside(identifier, parent.block)) return true;
  }
  return false;
}
