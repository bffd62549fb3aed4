import type { RepeatFacts } from '../../catalog/schema.js';
import { isFunction, isInside, lastName, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { cronPeriod, namedPeriod } from '../values/cron-period.js';
import type { LibraryCall } from '../values/library-calls.js';

/** Asynchronous work that is started again and again, although the last run may still be going. */
export interface OverlappingWork {
  readonly call: LibraryCall;
  /** Milliseconds from run to run, where that can be seen. */
  readonly period: number | undefined;
  /** What the run waits for. */
  readonly wait: Node;
  /** The option that would skip a run while the last is going. */
  readonly skipsWith: RepeatFacts['skipsWith'];
}

/** Names of functions that are only run by one at a time, or that end the interval. Silence needs no proof. */
const EXCLUDES = /lock|mutex|semaphore|acquire|exclusive|leader|debounce|throttle|singleton|^clear(?:Interval|Timeout)$/i;
/** Methods that read or write a set of what is going on. */
const MARKS = /^(?:add|set|push|delete|clear)$/;
const LONG = /hour|day|daily|week|month/i;
const MAX_DEPTH = 4;

/** Finds work that timers and schedulers start with no regard to whether the last run has ended. */
export class RepeatedWork {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get overlapping(): readonly OverlappingWork[] {
    return (this.#overlapping ??= [...this.#find()].sort((a, b) => a.call.node.range[0] - b.call.node.range[0]));
  }
  #overlapping: readonly OverlappingWork[] | undefined;

  *#find(): Iterable<OverlappingWork> {
    for (const call of this.file.calls.of('timer')) {
      const { repeats } = call.entry;
      if (!repeats || call.node.arguments.some(each => each.type === 'SpreadElement') || this.#skipsRuns(call, repeats)) continue;
      const work = this.#workOf(call, repeats);
      const wait = work && (isFunction(work) ? this.#waitOf(work) : work);
      if (!wait || (isFunction(work) && this.#isGuarded(work))) continue;
      const period = this.#periodOf(call, repeats);
      // A schedule that comes from elsewhere may be one of once a day, and a name may say so.
      if (period === undefined && (repeats.unit === 'cron' || this.#soundsLong(call, repeats))) continue;
      yield { call, period, wait, skipsWith: repeats.skipsWith };
    }
  }

  /** Whether the call asks for it that runs are skipped, or may ask for it. */
  #skipsRuns({ node }: LibraryCall, { skipsWith, skipsWithArgument }: RepeatFacts): boolean {
    const { options } = this.file;
    if (skipsWithArgument !== undefined && node.arguments[skipsWithArgument] && options.valueOf(node.arguments[skipsWithArgument])?.value !== false) return true;
    if (!skipsWith) return false;
    const places = skipsWith.argument === 'any' ? node.arguments.slice(1) : node.arguments.slice(skipsWith.argument, skipsWith.argument + 1);
    return places.some(each => {
      if (isFunction(unwrap(each)) || this.file.origins.functionOf(each)) return false;
      const given = options.at(each, skipsWith.option);
      return given.state === 'unknown' || (given.state === 'present' && options.valueOf(given.value)?.value !== false);
    });
  }

  #soundsLong({ node }: LibraryCall, { period }: RepeatFacts): boolean {
    const place = typeof period === 'number' ? node.arguments.at(period) : undefined;
    return place !== undefined && LONG.test(this.file.sourceCode.getText(place));
  }

  #periodOf({ node }: LibraryCall, { period, unit }: RepeatFacts): number | undefined {
    let place: Node | undefined;
    if (typeof period === 'number') {
      place = node.arguments.at(period);
    } else {
      const given = this.file.options.at(node.arguments[period.argument], period.option);
      place = given.state === 'present' ? given.value : undefined;
    }
    const value = this.file.options.valueOf(place)?.value;
    if (typeof value === 'number') return value;
    if (typeof value === 'string') return unit === 'cron' ? cronPeriod(value) : undefined;
    const origin = place && this.file.origins.of(place);
    return origin?.kind === 'library' ? namedPeriod(origin.path.split('.').at(-1)!) : undefined;
  }

  /** The function that is run; or the argument itself, where all that is in view is that it gives a promise. */
  #workOf({ node, entry }: LibraryCall, { decorates }: RepeatFacts): Node | undefined {
    if (decorates) {
      const method = node.parent.type === 'Decorator' ? node.parent.parent : undefined;
      return method?.type === 'MethodDefinition' && isFunction(method.value) ? method.value : undefined;
    }
    for (const { argument, option } of entry.callbacks ?? []) {
      const places = argument === 'any' ? node.arguments : node.arguments.slice(argument, argument === -1 ? undefined : argument + 1);
      for (const place of places) {
        const given = option === undefined ? undefined : this.file.options.at(place, option);
        const value: Node | undefined = option === undefined ? place : given?.state === 'present' ? given.value : undefined;
        if (!value) continue;
        const fn = this.file.origins.functionOf(value);
        if (fn) return fn;
        const { declared } = this.file.origins;
        if (declared.isPromise(declared.resultOf(declared.of(unwrap(value)))) === true) return value;
      }
    }
    return undefined;
  }

  /** What a run waits for, or starts and leaves going. Functions in view are looked through: one that never waits is no work. */
  #waitOf(fn: FunctionNode, depth = 0): Node | undefined {
    if (depth > MAX_DEPTH || fn.generator) return undefined;
    const { index, promises } = this.file;
    if (fn.async) {
      const loop = index.inOwn(fn, 'ForOfStatement').find(each => each.await);
      if (loop) return loop;
      for (const node of index.inOwn(fn, 'AwaitExpression')) if (this.#takesTime(node.argument, depth)) return node;
    }
    for (const node of index.inOwn(fn, 'CallExpression')) {
      if (node.parent.type === 'AwaitExpression' || promises.isPromise(node) !== true) continue;
      const handling = promises.handlingOf(node);
      // A call that is only dropped (`writer.write(ping)`) is seldom the work of an interval, and a fault of its own.
      if (handling === 'dropped' && !promises.isChain(node) && promises.functionsCalledBy(node).length === 0) continue;
      if (handling !== 'escapes' && handling !== undefined && this.#takesTime(node, depth)) return node;
    }
    return undefined;
  }

  #takesTime(node: Node, depth: number): boolean {
    const expression = unwrap(node);
    if (this.file.promises.isPromise(expression) === false) return false;
    if (expression.type !== 'CallExpression') return expression.type !== 'NewExpression';
    const { callee } = expression;
    if (callee.type === 'MemberExpression' && this.file.promises.isChain(expression)) return this.#takesTime(callee.object, depth);
    const call = this.file.calls.at(expression);
    // `Promise.resolve(…)` is over at once; a wait for a timer is no work.
    if (call?.entry.role === 'sleep' || call?.path === 'Promise.resolve' || call?.path === 'Promise.reject') return false;
    const called = this.file.promises.functionsCalledBy(expression);
    return called.length === 0 || called.some(fn => this.#waitOf(fn, depth + 1) !== undefined);
  }

  /** Whether a run can see that another is going, here or in a function in view that it calls. */
  #isGuarded(fn: FunctionNode, depth = 0, seen = new Set<FunctionNode>()): boolean {
    if (depth > MAX_DEPTH || seen.has(fn)) return false;
    seen.add(fn);
    if (this.#testsWhatItMarks(fn)) return true;
    for (const call of this.file.index.within(fn, 'CallExpression')) {
      if (EXCLUDES.test(lastName(call.callee) ?? '') || this.file.calls.at(call)?.entry.role === 'resilience') return true;
      if (this.file.promises.functionsCalledBy(call).some(called => !isInside(called, fn) && this.#isGuarded(called, depth + 1, seen))) return true;
    }
    return false;
  }

  /** `if (running) return; running = true; …`, with variables, fields, sets, promises of the last run. */
  #testsWhatItMarks(fn: FunctionNode): boolean {
    const { index } = this.file;
    const marked = new Set<string>();
    for (const { left } of index.within(fn, 'AssignmentExpression')) add(marked, pathOf(left));
    for (const { argument } of index.within(fn, 'UpdateExpression')) add(marked, pathOf(argument));
    for (const { callee } of index.within(fn, 'CallExpression')) {
      if (callee.type === 'MemberExpression' && MARKS.test(staticName(callee) ?? '')) add(marked, pathOf(callee.object));
    }
    if (marked.size === 0) return false;
    const tests: readonly Node[] = [
      ...index.within(fn, 'IfStatement').map(each => each.test),
      ...index.within(fn, 'ConditionalExpression').map(each => each.test),
      ...index.within(fn, 'LogicalExpression').map(each => each.left),
      ...index.within(fn, 'WhileStatement').map(each => each.test),
    ];
    return tests.some(test => [...index.within(test, 'Identifier'), ...index.within(test, 'MemberExpression')].some(each => {
      const path = pathOf(each);
      return path !== undefined && marked.has(path) && !this.#isOwn(each, fn);
    }));
  }

  /** Whether it is a variable of the run itself, which no other run can see. */
  #isOwn(node: Node, fn: FunctionNode): boolean {
    let root = node;
    while (root.type === 'MemberExpression') root = unwrap(root.object);
    const variable = root.type === 'Identifier' ? this.file.bindings.variableOf(root) : undefined;
    return variable?.identifiers.some(each => isInside(each, fn)) === true;
  }
}

function add(set: Set<string>, path: string | undefined): void {
  if (path !== undefined) set.add(path);
}

/** `running`, `this.running`, `state.busy`: what a place is called. */
function pathOf(node: Node): string | undefined {
  const place = unwrap(node);
  if (place.type === 'Identifier') return place.name;
  if (place.type === 'ThisExpression') return 'this';
  if (place.type !== 'MemberExpression') return undefined;
  const owner = pathOf(place.object);
  const name = place.computed ? undefined : staticName(place);
  return owner === undefined || name === undefined ? undefined : `${owner}.${name}`;
}
