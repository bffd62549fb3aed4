import type { TSESTree } from '@typescript-eslint/utils';
import { HOLDS_HANDLE } from '../../catalog/effects.js';
import type { Role } from '../../catalog/schema.js';
import { isFunction, lastName, loopAround, staticName, unwrap, type FunctionNode, type Node } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import { alternativesOf } from '../promises/promise-uses.js';
import type { LibraryCall } from '../values/library-calls.js';
import { pushOn, type ListSize } from './list-sizes.js';

/** Work that is started for every element of a list at once, or a queue that starts all that it is given. */
export interface FanOut {
  /** The call that starts or collects it. */
  readonly call: LibraryCall;
  /** The list that decides how much; undefined for a queue. */
  readonly list: Node | undefined;
  readonly size: ListSize;
  /** A call that each element makes; undefined for a queue. */
  readonly work: TSESTree.CallExpression | undefined;
  /** That call is proven to leave the process; otherwise it is only known to be waited for. */
  readonly leaves: boolean;
  /** Where a limit can be written: the index of the options argument. */
  readonly limitAt: number | undefined;
  /** The option that is written and says that there is no limit. */
  readonly off: TSESTree.Property | undefined;
}

/** Roles whose calls occupy something that runs out: a connection, a socket, a file handle, a process. */
const LEAVING: ReadonlySet<Role> = new Set(['http-request', 'database-query', 'file-access', 'child-process', 'message-send', 'acquire', 'transaction']);
/** Names of what bounds, joins or answers from memory. Silence needs no proof. */
const BOUNDING = /limit|throttl|queue|schedul|semaphore|mutex|lock|acquire|slot|pool|batch|bulk|load(?:er)?$|memo|cache|debounce|serial|sequen|sleep|delay|wait/i;
/** One connection runs one query after another, whatever waits for them. */
const ONE_CONNECTION = /^(?:Client|PoolClient|Connection|PoolConnection|QueryRunner|Transaction\w*|ReservedSql|ClientSession)#/;
const MAX_DEPTH = 4;

type Work = { readonly call: TSESTree.CallExpression; readonly leaves: boolean; readonly holdsHandle?: boolean } | 'bounded' | undefined;

/** Finds work that a list of any length starts all at once. */
export class FanOuts {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get all(): readonly FanOut[] {
    return (this.#all ??= [...this.#combined(), ...this.#unlimited()].sort((a, b) => a.call.node.range[0] - b.call.node.range[0]));
  }
  #all: readonly FanOut[] | undefined;

  *#combined(): Iterable<FanOut> {
    for (const call of this.file.calls.of('promise-combine')) {
      if (call.path === 'Promise.race' || !call.node.arguments[0]) continue;
      for (const { list, work } of this.#startedBy(call.node.arguments[0])) {
        const size = this.file.listSizes.of(list);
        if (size === 'small' || size === undefined || work === 'bounded' || !work || this.#isBatch(call.node, list)) continue;
        // Directories and builds hold a few hundred files; rows and requests name as many as they like.
        if (work.holdsHandle && size !== 'data') continue;
        if (this.file.loopedQueries.isReported(call.node)) continue;
        yield { call, list, size, work: work.call, leaves: work.leaves, limitAt: undefined, off: undefined };
      }
    }
  }

  /** Calls and queues of libraries that have a limit, and are given none. */
  *#unlimited(): Iterable<FanOut> {
    for (const call of this.file.calls.of('resilience', 'other')) {
      const facts = call.entry.fansOut;
      if (!facts) continue;
      const given = call.node.arguments;
      if (given.some(each => each.type === 'SpreadElement')) continue;
      const options = facts.argument === undefined ? undefined : given[facts.argument];
      if (facts.bounds.some(key => this.#mayBound(options, key))) continue;
      if (facts.list === undefined) {
        if (!this.#isSetLater(call, facts.settings ?? [])) yield { call, list: undefined, size: undefined, work: undefined, leaves: true, limitAt: facts.argument, off: this.#offIn(options, facts.bounds) };
        continue;
      }
      const list = given[facts.list];
      const size = list && this.file.listSizes.of(list);
      if (!list || size === 'small' || size === undefined) continue;
      const fn = facts.work === undefined ? undefined : given[facts.work] && this.file.origins.functionOf(given[facts.work]!);
      const work = fn ? this.#workOf(fn) : undefined;
      if (work === undefined || work === 'bounded') continue;
      yield { call, list, size, work: work.call, leaves: work.leaves, limitAt: facts.argument, off: this.#offIn(options, facts.bounds) };
    }
  }

  #mayBound(options: Node | undefined, key: string): boolean {
    const option = this.file.options.at(options, key);
    if (option.state !== 'present') return option.state === 'unknown';
    const value = this.file.options.valueOf(option.value);
    return !value || (value.value !== undefined && value.value !== null && value.value !== Infinity);
  }

  #offIn(options: Node | undefined, keys: readonly string[]): TSESTree.Property | undefined {
    for (const key of keys) {
      const option = this.file.options.at(options, key);
      if (option.state === 'present' && option.property.type === 'Property') return option.property;
    }
    return undefined;
  }

  /** `queue.concurrency = 5`, `limiter.updateSettings({ … })` on any object of the file. */
  #isSetLater(call: LibraryCall, names: readonly string[]): boolean {
    return names.length > 0 && this.file.index.all('MemberExpression').some(each => names.includes(staticName(each) ?? '') && (each.parent.type === 'AssignmentExpression' || each.parent.type === 'CallExpression') && each.parent !== call.node);
  }

  /** The lists whose every element starts work that the argument of a combiner holds. */
  *#startedBy(argument: Node, depth = 0): Iterable<{ readonly list: Node; readonly work: Work }> {
    const value = unwrap(argument);
    if (depth > MAX_DEPTH) return;
    if (value.type === 'ArrayExpression') {
      for (const each of value.elements) if (each?.type === 'SpreadElement') yield* this.#startedBy(each.argument, depth + 1);
      return;
    }
    if (value.type === 'Identifier') {
      yield* this.#heldBy(value, depth);
      return;
    }
    if (value.type !== 'CallExpression') return;
    const callee = unwrap(value.callee);
    const name = lastName(callee);
    if (callee.type !== 'MemberExpression') {
      const fn = this.file.promises.calledBy(value);
      if (fn?.generator) yield* this.#yieldedBy(fn, depth);
      return;
    }
    if (name === 'call' && isFunction(unwrap(callee.object))) {
      const fn = unwrap(callee.object);
      if (isFunction(fn) && fn.generator) yield* this.#yieldedBy(fn, depth);
      return;
    }
    const [first, second] = value.arguments;
    if (name === 'from' && second && this.file.bindings.isGlobal(callee.object, 'Array')) {
      const fn = first && this.file.origins.functionOf(second);
      if (first && fn && !fn.generator) yield { list: first, work: this.#workOf(fn) };
      return;
    }
    if (name === 'map' || name === 'flatMap') {
      if (first && value.arguments.length <= 2) yield* this.#mapped(callee.object, first);
      return;
    }
    if (name === 'filter' || name === 'flat' || name === 'concat' || name === 'reverse') yield* this.#startedBy(callee.object, depth + 1);
  }

  *#mapped(list: Node, callback: Node): Iterable<{ readonly list: Node; readonly work: Work }> {
    const fn = this.file.origins.functionOf(callback);
    if (!fn || fn.generator) return;
    // Streams and the like have a `map` of their own.
    const mapped = this.file.origins.of(list);
    if (mapped?.kind === 'library' && mapped.path !== 'Array#' && this.file.catalog.knows(mapped.library) && mapped.path.endsWith('#')) return;
    yield { list, work: this.#workOf(fn) };
  }

  /** A variable that holds what `map` gave, or that a loop has pushed promises to. */
  *#heldBy(name: TSESTree.Identifier, depth: number): Iterable<{ readonly list: Node; readonly work: Work }> {
    const held = this.file.origins.expressionOf(name);
    if (held && held !== name && held.type !== 'ArrayExpression') {
      yield* this.#startedBy(held, depth + 1);
      return;
    }
    const variable = this.file.bindings.variableOf(name);
    if (held?.type !== 'ArrayExpression' || !variable) return;
    yield* this.#startedBy(held, depth + 1);
    // What is combined or emptied inside of the loop that fills it is a batch.
    if (variable.references.some(({ identifier }) => this.#empties(identifier))) return;
    for (const { identifier } of variable.references) {
      const push = pushOn(identifier);
      const loop = push && loopAround(push);
      if (!push || loop?.type !== 'ForOfStatement' || loop.await || this.#waitsIn(loop, push)) continue;
      for (const each of push.arguments) if (each.type !== 'SpreadElement') yield { list: loop.right, work: this.#workOfValue(each, 0) };
    }
  }

  #empties(identifier: Node): boolean {
    const member = identifier.parent;
    if (member?.type !== 'MemberExpression' || member.object !== identifier) return false;
    return ['length', 'splice', 'shift', 'pop', 'size'].includes(staticName(member) ?? '') && staticName(member) !== undefined;
  }

  /** A loop that waits for something in each turn does not start all at once. */
  #waitsIn(loop: TSESTree.ForOfStatement, push: Node): boolean {
    return this.file.index.within(loop.body, 'AwaitExpression').some(each => loopAround(each) !== undefined && each.range[0] < push.range[0] && sameFunction(each, loop));
  }

  /** `yield work(x)` in a loop, `yield* list.map(…)`. */
  *#yieldedBy(fn: FunctionNode, depth: number): Iterable<{ readonly list: Node; readonly work: Work }> {
    for (const each of this.file.index.inOwn(fn, 'YieldExpression')) {
      if (!each.argument) continue;
      if (each.delegate) yield* this.#startedBy(each.argument, depth + 1);
      const loop = each.delegate ? undefined : loopAround(each);
      if (loop?.type === 'ForOfStatement') yield { list: loop.right, work: this.#workOfValue(each.argument, 0) };
    }
  }

  /** A combination inside of a loop over parts of the list. */
  #isBatch(call: Node, list: Node): boolean {
    const loop = loopAround(call);
    if (!loop || loop.type === 'ForOfStatement' || loop.type === 'ForInStatement') return false;
    // In a loop that counts or waits, a list that is cut anew each turn has been judged by its size; others are pages.
    return unwrap(list).type === 'Identifier' && !this.#isDeclaredOutside(unwrap(list), loop);
  }

  #isDeclaredOutside(name: Node, loop: Node): boolean {
    const variable = this.file.bindings.variableOf(name);
    const at = variable?.identifiers[0]?.range[0];
    return at !== undefined && (at < loop.range[0] || at > loop.range[1]);
  }

  readonly #works = new Map<FunctionNode, Work>();
  /** The work of a function: a call that it waits for, or whose promise it gives. */
  #workOf(fn: FunctionNode, depth = 0): Work {
    if (this.#works.has(fn)) return this.#works.get(fn);
    if (depth > MAX_DEPTH || fn.generator) return undefined;
    // A function that calls itself adds nothing of its own.
    this.#works.set(fn, undefined);
    const waits = fn.async ? this.file.index.inOwn(fn, 'AwaitExpression').map(each => each.argument) : [];
    const found = [...waits, ...this.file.promises.returnsOf(fn)].map(each => this.#workOfValue(each, depth));
    const work = found.includes('bounded') || this.#bounds(fn) ? 'bounded' : (found.find(each => each !== 'bounded' && each?.leaves) ?? found.find(each => each !== undefined));
    this.#works.set(fn, work);
    return work;
  }

  /** A function that takes its turn by hand: `await slots.acquire()`. */
  #bounds(fn: FunctionNode): boolean {
    return this.file.index.inOwn(fn, 'CallExpression').some(each => BOUNDING.test(lastName(each.callee) ?? '') && !this.file.calls.at(each) && this.file.promises.functionsCalledBy(each).length === 0);
  }

  #workOfValue(node: Node, depth: number): Work {
    for (const each of alternativesOf(node)) {
      const work = this.#workOfOne(each, depth);
      if (work !== undefined) return work;
    }
    return undefined;
  }

  #workOfOne(node: Node, depth: number): Work {
    if (node.type === 'AwaitExpression') return this.#workOfValue(node.argument, depth);
    if (node.type !== 'CallExpression') return undefined;
    const callee = unwrap(node.callee);
    if (callee.type === 'MemberExpression' && this.file.promises.isChain(node)) return this.#workOfValue(callee.object, depth);
    const call = this.file.calls.at(node);
    if (call) return this.#workOfKnown(call, node, depth);
    // A wrapper that is handed a function may take turns.
    if (node.arguments.some(each => each.type === 'SpreadElement' || isFunction(unwrap(each)) || this.file.origins.functionOf(each))) return 'bounded';
    const called = this.file.promises.functionsCalledBy(node);
    if (called.length > 0) return called.map(fn => this.#workOf(fn, depth + 1)).find(each => each !== undefined);
    if (BOUNDING.test(lastName(callee) ?? '') || (callee.type === 'MemberExpression' && BOUNDING.test(lastName(callee.object) ?? ''))) return 'bounded';
    return this.file.promises.isPromise(node) === false || (callee.type !== 'Identifier' && callee.type !== 'MemberExpression') ? undefined : { call: node, leaves: false };
  }

  #workOfKnown({ entry, path }: LibraryCall, node: TSESTree.CallExpression, depth: number): Work {
    // A lock that is let go by itself: it lets so many in at a time.
    if (entry.role === 'resilience' || entry.acquires?.releasedOn) return 'bounded';
    if (entry.role === 'promise-combine') {
      const list = node.arguments[0] && unwrap(node.arguments[0]);
      if (list?.type === 'ArrayExpression') {
        for (const each of list.elements) {
          const work = each && each.type !== 'SpreadElement' ? this.#workOfValue(each, depth) : undefined;
          if (work !== undefined) return work;
        }
        return undefined;
      }
      for (const { work } of list ? this.#startedBy(list, depth + 1) : []) if (work !== undefined) return work;
      return undefined;
    }
    if (!LEAVING.has(entry.role) || ONE_CONNECTION.test(path) || entry.query?.joined) return undefined;
    const holdsHandle = entry.role === 'file-access';
    if (holdsHandle && !HOLDS_HANDLE.has(path.split(/[.#]/).at(-1)!)) return undefined;
    return entry.promise === undefined && entry.gives !== 'this' && entry.role !== 'database-query' ? undefined : { call: node, leaves: true, holdsHandle };
  }
}

function sameFunction(node: Node, of: Node): boolean {
  for (let current = node.parent; current && current !== of; current = current.parent) if (isFunction(current)) return false;
  return true;
}
