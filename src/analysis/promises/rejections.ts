import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Promises } from './promises.js';

/** How often an answer is looked for again in circles of functions, over the whole file. */
const MAX_ROUNDS = 500;
const MAX_DEPTH = 100;

/** Which functions and promises can reject: what awaits, throws or passes a promise on outside of every catch. */
export class Rejections {
  readonly #unguarded = new Map<FunctionNode, readonly Node[]>();
  readonly #canReject = new Map<FunctionNode, boolean>();
  /** Functions that are being asked right now. */
  readonly #pending = new Set<FunctionNode>();
  readonly #asked = new Set<FunctionNode>();
  #inCircle = false;
  #rounds = 0;

  constructor(
    private readonly file: FileModel,
    private readonly promises: Promises,
  ) {}

  /** What in the function's own body awaits, throws or returns a promise, where no `catch` takes its rejection. */
  unguardedIn(fn: FunctionNode): readonly Node[] {
    const known = this.#unguarded.get(fn);
    if (known) return known;
    // A function that waits for itself adds nothing of its own.
    if (this.#pending.has(fn)) {
      this.#inCircle = true;
      return [];
    }
    // A chain of calls as long as this is nobody's proof.
    if (this.#pending.size > MAX_DEPTH) return [fn.body];
    this.#pending.add(fn);
    const { index } = this.file;
    const parts: Node[] = [];
    if (fn.body.type !== 'BlockStatement' && this.#passesOn(fn.body)) parts.push(fn.body);
    for (const node of index.inOwn(fn, 'AwaitExpression')) if (this.mayReject(node.argument) !== false) parts.push(node);
    for (const node of index.inOwn(fn, 'ForOfStatement')) if (node.await) parts.push(node);
    for (const node of index.inOwn(fn, 'ThrowStatement')) parts.push(node);
    for (const node of index.inOwn(fn, 'ReturnStatement')) if (node.argument && this.#passesOn(node.argument)) parts.push(node);
    for (const call of index.inOwn(fn, 'CallExpression')) if (this.file.calls.at(call)?.entry.role === 'parse') parts.push(call);
    const unguarded = parts.filter(each => !isGuarded(each, fn));
    this.#pending.delete(fn);
    if (this.#isFinal(unguarded.length > 0)) this.#unguarded.set(fn, unguarded);
    return unguarded;
  }

  /**
   * Whether the promise of an async function can reject; `false` needs a proof: all that it waits for is caught or never
   * rejects, and it throws nothing. Plain calls count where it waits for nothing; beside what is guarded they are taken for harmless.
   */
  canReject(fn: FunctionNode): boolean {
    const known = this.#canReject.get(fn);
    if (known !== undefined) return known;
    if (this.#asked.has(fn)) {
      this.#inCircle = true;
      return false;
    }
    this.#asked.add(fn);
    const can = this.unguardedIn(fn).length > 0 || (!this.#waits(fn) && this.#callsSomething(fn));
    this.#asked.delete(fn);
    if (this.#isFinal(can)) this.#canReject.set(fn, can);
    return can;
  }

  /** "No" is only for now while functions that wait for each other are being asked; "yes" stays. */
  #isFinal(yes: boolean): boolean {
    if (this.#pending.size === 0 && this.#asked.size === 0) this.#inCircle = false;
    return yes || !this.#inCircle || (this.#rounds += 1) > MAX_ROUNDS;
  }

  /** Whether a promise can reject: `false` only by proof. */
  mayReject(node: Node): boolean | undefined {
    const expression = unwrap(node);
    if (expression.type === 'NewExpression') return this.#isQuietPromise(expression) ? false : undefined;
    if (expression.type !== 'CallExpression') {
      if (this.promises.isPromise(expression) === false) return false;
      return this.#holdsQuiet(expression) ? false : undefined;
    }
    const { callee, arguments: given } = expression;
    const method = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    if (callee.type === 'MemberExpression' && (method === 'catch' || method === 'then' || method === 'finally')) {
      const handler = method === 'catch' ? given[0] : method === 'then' ? given[1] : undefined;
      if (handler && this.promises.maybeCallable(handler)) return this.#throws(handler) ? undefined : false;
      return method === 'finally' ? this.mayReject(callee.object) : undefined;
    }
    const called = this.promises.functionsCalledBy(expression);
    if (called.length > 0) return called.every(fn => this.#neverRejects(fn)) ? false : undefined;
    const path = this.file.calls.at(expression)?.path;
    if (this.#isPlainSleep(expression)) return false;
    if (path === 'Promise.allSettled') return false;
    if (path === 'Promise.all') return given[0] && this.#neverReject(given[0]) ? false : undefined;
    if (path === 'Promise.resolve') return given.every(each => this.promises.isPromise(each) === false) ? false : undefined;
    return undefined;
  }

  /** Whether all that a variable or private field is ever given are promises that never reject. */
  #holdsQuiet(node: Node): boolean {
    if (this.#held.has(node)) return false;
    const values = this.file.origins.valuesOf(node);
    if (!values || values.length === 0) return false;
    this.#held.add(node);
    const isQuiet = values.every(each => this.promises.isPromise(each) === true && this.mayReject(each) === false);
    this.#held.delete(node);
    return isQuiet;
  }
  /** Places that are being asked right now. */
  readonly #held = new Set<Node>();

  /** Whether what a function in view gives never rejects. */
  #neverRejects(fn: FunctionNode): boolean {
    if (fn.async) return !this.canReject(fn);
    const known = this.#canReject.get(fn);
    if (known !== undefined) return !known;
    // What hands on its own promise adds nothing.
    if (this.#asked.has(fn)) {
      this.#inCircle = true;
      return true;
    }
    this.#asked.add(fn);
    const returned = this.#asked.size > MAX_DEPTH ? [] : this.promises.returnsOf(fn).filter(each => this.promises.isPromise(each) !== false);
    const never = returned.length > 0 && returned.every(each => this.mayReject(each) === false);
    this.#asked.delete(fn);
    if (this.#isFinal(!never)) this.#canReject.set(fn, !never);
    return never;
  }

  /** A timer's promise rejects only when it is aborted: `setTimeout(ms)` of `node:timers/promises` with no options, or the promisified one. */
  #isPlainSleep({ callee, arguments: given }: TSESTree.CallExpression): boolean {
    const { calls, origins, bindings } = this.file;
    if (origins.entryOf(callee)?.entry.role === 'sleep') return given.length < 2 || (given.length === 2 && given[1]!.type === 'Literal');
    const maker = origins.expressionOf(callee);
    const promisified = maker?.type === 'CallExpression' && calls.at(maker)?.path === 'promisify' ? maker.arguments[0] : undefined;
    return promisified !== undefined && bindings.isGlobal(promisified, 'setTimeout', 'setImmediate') && given.length < 2;
  }

  /** Whether no promise of an array rejects: `[safe()]`, `items.map(each => safe(each))`. */
  #neverReject(node: Node): boolean {
    const list = unwrap(node);
    // Values among the elements show that someone expected to wait here: `Promise.all([await a(), b()])`.
    if (list.type === 'ArrayExpression') {
      return list.elements.every(each => each !== null && each.type !== 'SpreadElement' && this.promises.isPromise(each) !== false && this.mayReject(each) === false);
    }
    if (list.type !== 'CallExpression' || list.callee.type !== 'MemberExpression' || staticName(list.callee) !== 'map') return false;
    const fn = list.arguments[0] && this.file.origins.functionOf(list.arguments[0]);
    if (!fn) return false;
    return fn.async ? !this.canReject(fn) : this.promises.returnsOf(fn).every(each => this.mayReject(each) === false);
  }

  /** `new Promise(resolve => setTimeout(resolve, ms))`: has no way to reject but by throwing. */
  #isQuietPromise(node: TSESTree.NewExpression): boolean {
    if (!this.file.bindings.isGlobal(node.callee, 'Promise')) return false;
    const executor = node.arguments[0] && this.file.origins.functionOf(node.arguments[0]);
    return executor !== undefined && !executor.async && executor.params.length < 2 && this.unguardedIn(executor).length === 0;
  }

  /** What an unknown call in a handler gives (`error => log.error(error)`) is no promise as long as nobody says so. */
  #throws(handler: Node): boolean {
    const fn = this.file.origins.functionOf(handler);
    const given = (part: Node): Node | undefined => (part.type === 'ReturnStatement' ? (part.argument ?? undefined) : part === fn?.body ? part : undefined);
    return fn !== undefined && this.unguardedIn(fn).some(part => fn.async || !given(part) || this.promises.isPromise(given(part)!) === true);
  }

  /** Whether `return node` in an async function, or an arrow's body, hands on a promise that can reject, or what may be one. */
  #passesOn(node: Node): boolean {
    const expression = unwrap(node);
    if (expression.type === 'AwaitExpression') return false;
    const promise = this.promises.isPromise(expression);
    if (promise === false) return false;
    if (promise === undefined && expression.type !== 'CallExpression') return false;
    return this.mayReject(expression) !== false;
  }

  #waits(fn: FunctionNode): boolean {
    return this.file.index.inOwn(fn, 'AwaitExpression').length > 0 || this.file.index.inOwn(fn, 'TryStatement').some(each => each.handler !== null);
  }

  #callsSomething(fn: FunctionNode): boolean {
    const calls = [...this.file.index.inOwn(fn, 'CallExpression'), ...this.file.index.inOwn(fn, 'NewExpression')];
    return calls.some(call => {
      const role = this.file.calls.at(call)?.entry.role;
      if (role === 'log' || role === 'timer' || role === 'metric-update') return false;
      return !(this.promises.isPromise(call) === true && this.mayReject(call) === false);
    });
  }
}

/** Whether a `catch` in the same function takes what `node` throws. */
function isGuarded(node: Node, fn: FunctionNode): boolean {
  // `return p` leaves the `try` before `p` rejects, so that its `catch` never runs.
  if (node.type === 'ReturnStatement') return false;
  for (let current: Node = node; current.parent && current !== fn; current = current.parent) {
    const parent: Node = current.parent;
    if (parent.type === 'TryStatement' && parent.block === current && parent.handler) return true;
  }
  return false;
}
