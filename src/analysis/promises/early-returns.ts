import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** What is around a `return` and comes too early, or not at all, for the promise that is returned. */
export type Left =
  /** A `catch` that never sees the rejection. */
  | 'catch'
  /** A `finally` that runs while the work is still running. */
  | 'finally'
  /** `using`: the resource is disposed while the work is still running. */
  | 'using';

export interface EarlyReturn {
  readonly node: TSESTree.ReturnStatement;
  readonly argument: TSESTree.Expression;
  readonly fn: FunctionNode;
  readonly left: Left;
  /** A function of the caller's, which may give a promise: its name. */
  readonly callback?: string;
}

/** Returns of promises that leave a `try`, or the scope of a resource, before the promise has settled. */
export class EarlyReturns {
  constructor(private readonly file: FileModel) {}

  get all(): readonly EarlyReturn[] {
    return (this.#all ??= this.file.index.all('ReturnStatement').flatMap(each => this.#at(each)));
  }
  #all: readonly EarlyReturn[] | undefined;

  #at(node: TSESTree.ReturnStatement): EarlyReturn[] {
    const { argument } = node;
    if (!argument || !mayWait(argument)) return [];
    const around = surroundingsOf(node);
    // An async generator awaits what it returns before it leaves.
    if (!around || around.fn.generator) return [];
    const { fn, caught, finalizers, isUsing } = around;
    const parts = partsOf(argument).filter(each => this.file.promises.isPromise(each) === true && !this.#isSettled(each, fn));
    if (parts.length === 0) {
      const callback = fn.async ? this.#callbackOf(argument) : undefined;
      return callback !== undefined && finalizers.some(each => this.#awaitsIn(each, fn)) ? [{ node, argument, fn, left: 'finally', callback }] : [];
    }
    if (isUsing) return [{ node, argument, fn, left: 'using' }];
    if (finalizers.some(each => each.body.length > 0)) return [{ node, argument, fn, left: 'finally' }];
    const isMissed = caught.some(each => !rethrowsOnly(each) && (fn.async || this.#isMeantFor(node, each, fn)));
    return isMissed && parts.some(each => !this.#handlesItself(each)) ? [{ node, argument, fn, left: 'catch' }] : [];
  }

  /** `Promise.resolve(value)`, `Promise.reject(error)`, which is written on purpose where `throw` would be caught, and what is awaited before, itself or in a race: `await work; return work;` */
  #isSettled(node: Node, fn: FunctionNode): boolean {
    const value = unwrap(node);
    const path = this.file.calls.at(value)?.path;
    if (value.type === 'CallExpression' && (path === 'Promise.resolve' || path === 'Promise.reject')) return !value.arguments.some(each => this.file.promises.isPromise(each) === true);
    const variable = value.type === 'Identifier' ? this.file.bindings.variableOf(value) : undefined;
    const waits = variable ? this.file.index.inOwn(fn, 'AwaitExpression') : [];
    return variable?.references.some(({ identifier: { range, parent } }) => (waits.length > 0 && parent?.type === 'ArrayExpression') || waits.some(each => each.range[0] < range[0] && range[1] <= each.range[1])) === true;
  }

  /** Whether the promise takes care of its rejection by a handler of its own, or never rejects. */
  #handlesItself(node: Node): boolean {
    if (this.file.promises.rejections.mayReject(node) === false) return true;
    for (let current = unwrap(node); current.type === 'CallExpression' && current.callee.type === 'MemberExpression'; current = unwrap(current.callee.object)) {
      const name = staticName(current.callee);
      if ((name === 'catch' && current.arguments.length > 0) || (name === 'then' && current.arguments.length > 1)) return true;
      if (name !== 'then' && name !== 'finally') return false;
    }
    return false;
  }

  /**
   * In a function that is not async, `catch` may stand there for what is thrown before the promise is made. It is meant for the
   * promise where nothing but an async function, which never throws, is called in the `try`, and the failure is not made a promise again.
   */
  #isMeantFor(node: TSESTree.ReturnStatement, clause: TSESTree.CatchClause, fn: FunctionNode): boolean {
    const { block } = clause.parent;
    const argument = node.argument && unwrap(node.argument);
    if (block.body.length !== 1 || block.body[0] !== node || argument?.type !== 'CallExpression') return false;
    const { index, promises } = this.file;
    const calls = [...index.within(node, 'CallExpression'), ...index.within(node, 'NewExpression')];
    if (calls.some(each => each !== argument) || !promises.calledBy(argument)?.async) return false;
    return !index.within(clause, 'ReturnStatement').some(each => each.argument && promises.isPromise(each.argument) === true) && !fn.generator;
  }

  /** The caller's function that a call runs, where nothing says that it gives no promise. */
  #callbackOf(argument: Node): string | undefined {
    const call = unwrap(argument);
    if (call.type !== 'CallExpression') return undefined;
    const callee = unwrap(call.callee);
    const variable = callee.type === 'Identifier' ? this.file.bindings.variableOf(callee) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Parameter' || !this.file.bindings.isConstant(variable) || callee.type !== 'Identifier') return undefined;
    return this.file.promises.isPromise(call) === false ? undefined : callee.name;
  }

  #awaitsIn(block: TSESTree.BlockStatement, fn: FunctionNode): boolean {
    return this.file.index.inOwn(fn, 'AwaitExpression').some(each => each.range[0] > block.range[0] && each.range[1] < block.range[1]);
  }
}

interface Surroundings {
  readonly fn: FunctionNode;
  readonly caught: readonly TSESTree.CatchClause[];
  readonly finalizers: readonly TSESTree.BlockStatement[];
  readonly isUsing: boolean;
}

/** The `try` statements and scopes of resources in the same function that a return leaves; undefined where it leaves none. */
function surroundingsOf(node: TSESTree.ReturnStatement): Surroundings | undefined {
  const caught: TSESTree.CatchClause[] = [];
  const finalizers: TSESTree.BlockStatement[] = [];
  let isUsing = false;
  for (let current: Node = node; current.parent; current = current.parent) {
    const parent: Node = current.parent;
    if (parent.type === 'TryStatement' && current !== parent.finalizer) {
      if (current === parent.block && parent.handler) caught.push(parent.handler);
      if (parent.finalizer) finalizers.push(parent.finalizer);
    }
    if (parent.type === 'BlockStatement' && parent.body.some(each => each.range[1] <= current.range[0] && isUsingDeclaration(each))) isUsing = true;
    if (parent.type === 'ForOfStatement' && isUsingDeclaration(parent.left)) isUsing = true;
    if (isFunction(parent)) return caught.length > 0 || finalizers.length > 0 || isUsing ? { fn: parent, caught, finalizers, isUsing } : undefined;
  }
  return undefined;
}

function isUsingDeclaration(node: Node): boolean {
  return node.type === 'VariableDeclaration' && (node.kind === 'using' || node.kind === 'await using');
}

/** `catch (error) { throw error; }` loses nothing when it is passed by. */
function rethrowsOnly({ param, body }: TSESTree.CatchClause): boolean {
  const [only] = body.body;
  return body.body.length === 1 && only?.type === 'ThrowStatement' && only.argument.type === 'Identifier' && param?.type === 'Identifier' && only.argument.name === param.name;
}

/** Cheap to refuse: what can be no promise. */
function mayWait(argument: Node): boolean {
  const { type } = unwrap(argument);
  return type !== 'Literal' && type !== 'AwaitExpression' && type !== 'ObjectExpression' && type !== 'TemplateLiteral' && type !== 'ArrayExpression';
}

/** The expressions that one may be. */
function partsOf(node: Node): readonly Node[] {
  const expression = unwrap(node);
  switch (expression.type) {
    case 'ConditionalExpression':
      return [...partsOf(expression.consequent), ...partsOf(expression.alternate)];
    case 'LogicalExpression':
      return expression.operator === '&&' ? partsOf(expression.right) : [...partsOf(expression.left), ...partsOf(expression.right)];
    case 'SequenceExpression':
      return partsOf(expression.expressions.at(-1)!);
    default:
      return [expression];
  }
}
