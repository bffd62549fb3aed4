import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isInside, lastName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { DelayShapes, type DelayShape } from './delay-shapes.js';

/** What happens between two attempts. `none`: by proof nothing waits. `delays`: all that waits is proven timers; else nobody can tell. */
export type RetryWait = { readonly kind: 'none' } | { readonly kind: 'delays'; readonly shapes: readonly DelayShape[] } | { readonly kind: 'unknown' };

/** How the attempts of a retry follow one another. */
export interface Attempts {
  /** The functions whose code runs between them. */
  readonly owners: readonly (FunctionNode | undefined)[];
  /** Calls that begin the next attempt. */
  readonly again?: readonly Node[];
  /** Parameters that each attempt is given another value for. */
  readonly changing?: ReadonlySet<Variable>;
  /** What is not on the way to the next attempt. */
  readonly isOff?: (node: Node) => boolean;
}

/** Names of functions that may wait. Silence needs no proof. */
const WAITS = /sleep|delay|wait|back_?off|pause|throttl|debounce|rate_?limit|limiter|^limit|prompt|question|confirm|acquire|poll|retry|retries|^lock|with_?lock|^tick/i;
const MAX_DEPTH = 3;

/** Finds what waits between two attempts of a retry. */
export class RetryWaits {
  readonly #sleeps = new Map<Node, readonly Node[] | false>();

  constructor(private readonly file: FileModel) {}

  /** Whether an expression gives a promise that only a timer fulfills. */
  isSleep(node: Node): boolean {
    return this.timeOf(node) !== undefined;
  }

  /** What decides about the time that an expression waits for, by proof: `delay(100)` of timers/promises, `new Promise(resolve => setTimeout(resolve, 100))`, a function in view that gives such a promise. */
  timeOf(node: Node): readonly Node[] | undefined {
    const expression = unwrap(node);
    const known = this.#sleeps.get(expression);
    if (known !== undefined) return known || undefined;
    this.#sleeps.set(expression, false);
    const time = this.#findTime(expression);
    this.#sleeps.set(expression, time ?? false);
    return time;
  }

  /** How a time changes from attempt to attempt; `changing` are parameters that each attempt is given another value for. */
  shapeOf(times: readonly Node[], place: Node, changing?: ReadonlySet<Variable>): DelayShape {
    return new DelayShapes(this.file, changing).ofAll(times, place);
  }

  #findTime(node: Node): readonly Node[] | undefined {
    if (node.type === 'NewExpression') return this.#timeOfPromise(node);
    if (node.type !== 'CallExpression') return undefined;
    const call = this.file.calls.at(node);
    if (call?.entry.role === 'sleep' || (!call && this.#isPromisified(node.callee))) return node.arguments.slice(0, 1);
    const fn = call ? undefined : this.file.promises.calledBy(node);
    const result = fn && !fn.generator ? resultOf(fn) : undefined;
    const times = result && this.timeOf(result);
    // Its parameters stand for what the call hands over.
    return fn && times ? [...times.filter(each => !isParameter(each, fn)), ...node.arguments, ...fn.params.slice(node.arguments.length).flatMap(each => (each.type === 'AssignmentPattern' ? [each.right] : []))] : undefined;
  }

  #isPromisified(callee: Node): boolean {
    const made = this.file.origins.expressionOf(callee);
    return made?.type === 'CallExpression' && this.file.origins.isFrom(made.callee, ['node:util', 'util'], 'promisify') && made.arguments[0] !== undefined && this.file.bindings.isGlobal(made.arguments[0], 'setTimeout');
  }

  #timeOfPromise({ callee, arguments: [executor] }: TSESTree.NewExpression): readonly Node[] | undefined {
    if (!this.file.bindings.isGlobal(callee, 'Promise') || !executor || !isFunction(executor)) return undefined;
    const [timer, second] = this.file.index.within(executor, 'CallExpression').filter(each => this.#isTimer(each));
    if (!timer || second) return undefined;
    // A timer that rejects is a time limit.
    const [, reject] = executor.params;
    const rejects = reject?.type === 'Identifier' && this.file.index.within(timer, 'Identifier').some(each => each.name === reject.name);
    return rejects ? undefined : timer.arguments.slice(1, 2);
  }

  #isTimer({ callee }: TSESTree.CallExpression): boolean {
    return this.file.origins.isFrom(callee, ['global', 'node:timers'], 'setTimeout') || this.file.origins.isFrom(callee, ['global'], 'globalThis.setTimeout');
  }

  /** What waits inside `place`, outside of the work itself. */
  within(place: Node, work: readonly Node[], { owners, again = [], changing, isOff = () => false }: Attempts): RetryWait {
    const times: (readonly Node[])[] = [];
    const { index } = this.file;
    const isWork = (node: Node): boolean => work.some(each => isInside(node, each));
    for (const node of index.within(place, 'AwaitExpression')) {
      if (!owners.includes(enclosingFunction(node))) continue;
      const awaited = unwrap(node.argument);
      if (again.includes(awaited) || isOff(node)) continue;
      if (work.some(each => isInside(each, awaited))) {
        if (this.#mayTakeItsTime(awaited)) return UNKNOWN;
        continue;
      }
      const time = this.timeOf(awaited);
      if (time?.every(each => this.file.options.valueOf(each)?.value === 0)) continue;
      if (time) times.push(time);
      else if (!this.#isQuick(awaited)) return UNKNOWN;
    }
    for (const call of index.within(place, 'CallExpression')) {
      if (isWork(call) || again.includes(call) || call.parent.type === 'AwaitExpression' || isOff(call)) continue;
      if (this.file.calls.at(call)?.path === 'Atomics.wait' || this.#mayWaitByName(call)) return UNKNOWN;
    }
    if (index.within(place, 'ForOfStatement').some(each => each.await && !isWork(each))) return UNKNOWN;
    return times.length === 0 ? NONE : { kind: 'delays', shapes: times.map(each => this.shapeOf(each, place, changing)) };
  }

  #mayWaitByName(call: TSESTree.CallExpression): boolean {
    if (this.timeOf(call)) return true;
    const name = lastName(call.callee);
    return name !== undefined && WAITS.test(name) && !/^(?:set|clear)(?:Timeout|Interval)$/.test(name) && this.file.calls.at(call)?.entry.role !== 'log';
  }

  /** Whether what is awaited is by proof no pause: a call of a known library, or a function in view that never waits for a timer. */
  #isQuick(node: Node, depth = 0): boolean {
    if (node.type !== 'CallExpression' || depth > MAX_DEPTH) return false;
    const call = this.file.calls.at(node);
    if (call) return call.entry.role !== 'sleep' && call.entry.role !== 'resilience' && call.entry.role !== 'promise-combine' && !WAITS.test(call.path);
    if (WAITS.test(lastName(node.callee) ?? '')) return false;
    const called = this.file.promises.functionsCalledBy(node);
    return called.length > 0 && called.every(fn => this.#waitsNowhere(fn, depth));
  }

  #waitsNowhere(fn: FunctionNode, depth: number): boolean {
    if (fn.generator) return false;
    return this.file.index.within(fn, 'AwaitExpression').every(each => this.#isQuick(unwrap(each.argument), depth + 1)) && !this.file.index.within(fn, 'CallExpression').some(each => this.#isTimer(each));
  }

  /** Whether an attempt pauses before it fails: a race with a timer, a function in view that sleeps, a limiter. */
  #mayTakeItsTime(work: Node, depth = 0): boolean {
    for (const call of this.file.index.within(work, 'CallExpression')) {
      const known = this.file.calls.at(call);
      if (known?.entry.role === 'resilience' || this.timeOf(call)) return true;
      if (known) continue;
      if (WAITS.test(lastName(call.callee) ?? '')) return true;
      if (depth < MAX_DEPTH && this.file.promises.functionsCalledBy(call).some(fn => !isInside(work, fn) && this.#mayTakeItsTime(fn.body, depth + 1))) return true;
    }
    return this.file.index.within(work, 'NewExpression').some(each => this.timeOf(each) !== undefined);
  }
}

const NONE: RetryWait = { kind: 'none' };
const UNKNOWN: RetryWait = { kind: 'unknown' };

function isParameter(node: Node, { params }: FunctionNode): boolean {
  return node.type === 'Identifier' && params.some(each => (each.type === 'AssignmentPattern' ? each.left : each).type === 'Identifier' && ((each.type === 'AssignmentPattern' ? each.left : each) as TSESTree.Identifier).name === node.name);
}

/** The one thing that a function gives. */
function resultOf({ body }: FunctionNode): Node | undefined {
  if (body.type !== 'BlockStatement') return body;
  const last = body.body.at(-1);
  if (last?.type === 'ReturnStatement') return last.argument ?? undefined;
  // `async function sleep(ms) { await new Promise(…); }`
  return body.body.length === 1 && last?.type === 'ExpressionStatement' && last.expression.type === 'AwaitExpression' ? last.expression.argument : undefined;
}
