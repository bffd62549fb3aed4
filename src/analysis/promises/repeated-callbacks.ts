import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, lastName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import { repeatedSettles } from './repeated-settles.js';
import { Settling } from './settling.js';

/** A node-style callback that is called once, and then again. */
export interface RepeatedCallback {
  /** Nothing ends the function; or what the callback throws is caught, and handed to it. */
  readonly kind: 'goes-on' | 'caught' | 'rejected';
  readonly first: TSESTree.CallExpression;
  readonly second: Node;
  readonly name: string;
}

/** The node-style callbacks of a file that can be called twice for one piece of work. */
export function repeatedCallbacks(file: FileModel): readonly RepeatedCallback[] {
  const found: RepeatedCallback[] = [];
  for (const [variable, { fn, calls }] of nodeCallbacks(file)) {
    const { name } = variable;
    const repeated = repeatedSettles(new Settling(file, fn, [variable]), file, variable);
    found.push(...repeated.map(({ first, second }) => ({ kind: 'goes-on', first, second, name }) as const));
    const seen = new Set<Node>();
    for (const first of calls) {
      const attempt = tryAround(first);
      const second = attempt ? calls.find(each => isIn(each, attempt.handler!) && ownerOf(each) === ownerOf(first)) : undefined;
      if (attempt && second && !seen.has(attempt)) {
        seen.add(attempt);
        found.push({ kind: 'caught', first, second, name });
      }
      const handler = rejectionHandlerAfter(first);
      if (handler && !seen.has(handler) && settles(handler, variable, calls, file)) {
        seen.add(handler);
        found.push({ kind: 'rejected', first, second: handler, name });
      }
    }
  }
  return found.sort((a, b) => a.first.range[0] - b.first.range[0]);
}

interface Callback {
  readonly fn: FunctionNode;
  readonly calls: readonly TSESTree.CallExpression[];
}

/** Parameters that are called as one calls a node-style callback: `done(null, value)`, or `done(error)` and `done()`. */
function nodeCallbacks(file: FileModel): ReadonlyMap<Variable, Callback> {
  const called = new Map<Variable, { fn: FunctionNode; calls: TSESTree.CallExpression[] }>();
  for (const call of file.index.all('CallExpression')) {
    if (call.callee.type !== 'Identifier') continue;
    const variable = file.bindings.variableOf(call.callee);
    const [definition] = variable?.defs ?? [];
    if (!variable || definition?.type !== 'Parameter' || !isFunction(definition.node) || definition.name.parent !== definition.node) continue;
    const known = called.get(variable);
    if (known) known.calls.push(call);
    else called.set(variable, { fn: definition.node, calls: [call] });
  }
  const found = new Map<Variable, Callback>();
  for (const [variable, callback] of called) {
    const { calls, fn } = callback;
    if (variable.references.length < 2 || !file.bindings.isConstant(variable) || isExecutor(fn, file) || !isNodeStyle(calls, file)) continue;
    // What is passed on to the next handler is the matter of other rules.
    if (file.handlers.partOf(calls[0]!.callee) === undefined) found.set(variable, callback);
  }
  return found;
}

function isNodeStyle(calls: readonly TSESTree.CallExpression[], file: FileModel): boolean {
  if (calls.some(each => each.arguments.length >= 2 && isNothing(each.arguments[0], file))) return true;
  const succeeds = calls.some(each => each.arguments.length === 0 || (each.arguments.length === 1 && isNothing(each.arguments[0], file)));
  return succeeds && calls.some(({ arguments: [error, ...rest] }) => error !== undefined && rest.length === 0 && file.errorValues.of(error) !== undefined);
}

function isExecutor({ parent }: FunctionNode, { bindings }: FileModel): boolean {
  return parent.type === 'NewExpression' && bindings.isGlobal(parent.callee, 'Promise');
}

function isNothing(node: Node | undefined, { bindings }: FileModel): boolean {
  return (node?.type === 'Literal' && node.value === null) || (node !== undefined && bindings.isGlobal(node, 'undefined'));
}

/** The `try` with a catch clause whose block makes a call, in the call's own function. */
function tryAround(call: Node): TSESTree.TryStatement | undefined {
  for (let current = call, parent = call.parent; parent && !isFunction(parent); current = parent, parent = current.parent) {
    if (parent.type === 'TryStatement' && parent.block === current && parent.handler) return parent;
  }
  return undefined;
}

/** `onRejected` of `promise.then(value => callback(null, value)).catch(onRejected)`. */
function rejectionHandlerAfter(call: Node): Node | undefined {
  const fn = ownerOf(call);
  const then = fn.parent;
  if (!isFunction(fn) || then?.type !== 'CallExpression' || then.arguments[0] !== fn || lastName(then.callee) !== 'then' || then.callee.type !== 'MemberExpression') return undefined;
  const member = wrapped(then).parent;
  const next = member?.type === 'MemberExpression' && unwrap(member.object) === then && lastName(member) === 'catch' ? wrapped(member).parent : undefined;
  return next?.type === 'CallExpression' && unwrap(next.callee) === member ? next.arguments[0] : undefined;
}

function settles(handler: Node, variable: Variable, calls: readonly Node[], file: FileModel): boolean {
  if (handler.type === 'Identifier') return file.bindings.variableOf(handler) === variable;
  return isFunction(handler) && calls.some(each => ownerOf(each) === handler);
}

function isIn(node: Node, outer: Node): boolean {
  return node.range[0] >= outer.range[0] && node.range[1] <= outer.range[1];
}
