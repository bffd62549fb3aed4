import type { TSESTree } from '@typescript-eslint/utils';
import { splitType } from '../../catalog/index.js';
import type { AcquiresFacts } from '../../catalog/schema.js';
import { isFunction, isInside, isLoop, loopAround, rootOfChain, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Variable } from '../values/bindings.js';
import { isListening, keptPathOf } from './callback-leaks.js';
import type { FileModel } from '../file-model.js';
import type { Exit, ExitKind } from '../flow/flow-queries.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isCalledBack } from '../values/origins.js';
import { ownerOf } from '../syntax-index.js';
import { isDeclaredIn, isMadeIn, RELEASING, releasesOnReceiver, useOf } from './resource-uses.js';
import { openStreams, type OpenStream } from './open-streams.js';
import { isSpent } from './spent-connections.js';
import { isEndedByOthers, readToItsEnd } from './reading.js';
import { wrappedAcquisitions } from './wrapped-acquisitions.js';
import { acquiredValue, takenInto } from './taken.js';
import { misreleases, type Misrelease } from './misreleases.js';

/** Something that a function acquires, keeps to itself, and does not release on every path. */
export interface Leak {
  readonly call: LibraryCall;
  readonly facts: AcquiresFacts;
  /**
   * `never`: no path releases it; `throw`: paths that throw do not; `return`: a path that returns does not; `rejection`: only `.then` releases it;
   * `handed`: the caller is given it, but where the function throws before, nobody has it;
   * `callback-never` and `callback-path`: nothing in the callback that holds it, or a path of it does not.
   */
  readonly kind: 'never' | 'throw' | 'return' | 'handed' | 'rejection' | 'callback-never' | 'callback-path';
  /** Where the first such path leaves the function, or throws. */
  readonly exit: Node | undefined;
  readonly variable: Variable | undefined;
  /** The calls that release it, in the function's own code. */
  readonly releases: readonly Node[];
  /** Whether releasing it gives a promise, in a function that can wait for it. */
  readonly isAsync: boolean;
}

const NONE: ReadonlySet<Node> = new Set();

/** What is acquired, and whether it is released on every path. Three-valued: what leaves the function's sight is no leak. */
export class Resources {
  readonly #leaks = new Map<LibraryCall, Leak | undefined>();

  constructor(protected readonly file: FileModel) {}

  /** The leaks of what is acquired; of timers and spans others tell. */
  get leaks(): readonly Leak[] {
    return this.calls.flatMap(call => this.#leakAt(call) ?? []);
  }

  /** What is released again, or used, after it has been released. */
  get misreleases(): readonly Misrelease[] {
    return misreleases(this.file, this.calls);
  }

  /** Files that are read for a call which leaves them open where it fails. */
  get openStreams(): readonly OpenStream[] {
    return openStreams(this.file);
  }

  /** The calls that acquire. */
  get calls(): readonly LibraryCall[] {
    if (this.#calls) return this.#calls;
    const calls = this.acquiring();
    return (this.#calls = calls.length === 0 ? calls : [...calls, ...wrappedAcquisitions(this.file, calls)]);
  }
  #calls: readonly LibraryCall[] | undefined;

  protected acquiring(): readonly LibraryCall[] {
    return this.file.calls.having('acquires').filter(({ entry }) => entry.role !== 'timer' && entry.role !== 'span');
  }

  #leakAt(call: LibraryCall): Leak | undefined {
    if (!this.#leaks.has(call)) {
      const leak = call.entry.acquires && this.#leakOf(call, call.entry.acquires);
      this.#leaks.set(call, leak && !this.#isMadePerCall(leak) ? leak : undefined);
    }
    return this.#leaks.get(call);
  }

  /** What should have been made once for the process is another fault, whose cure is this one's, too. */
  #isMadePerCall({ call, facts, variable }: Leak): boolean {
    if (!facts.longLived) return false;
    return this.file.clientsPerCall.all.some(({ call: made }) => made === call || (variable !== undefined && variable.defs.some(each => isInside(made.node, each.node))));
  }

  #leakOf(call: LibraryCall, facts: AcquiresFacts): Leak | undefined {
    const owner = ownerOf(call.node);
    const callback = call.entry.callbacks ? call.node.arguments.at(-1) : undefined;
    if (isFunction(callback) && facts.parameter !== undefined) return this.#leakOfParameter(call, facts, callback);
    if (!isFunction(owner)) return undefined;
    if (isFunction(callback)) return this.#leakInCallback(call, facts, callback, owner);
    const value = acquiredValue(call);
    if (!value) return this.#leakInChain(call, facts);
    const found = (kind: Leak['kind'], rest: Partial<Leak> = {}): Leak => ({ call, facts, kind, exit: undefined, variable: undefined, releases: [], isAsync: owner.async && this.#releasesLater(call, facts), ...rest });

    if (facts.resource === 'receiver') {
      const receiver = call.receiver && unwrap(call.receiver);
      const variable = receiver?.type === 'Identifier' ? this.file.bindings.variableOf(receiver) : undefined;
      return variable && isMadeIn(this.file, variable, owner) ? this.#leakOfVariable(found, { variable, releases: [] }, owner, value, facts, call) : undefined;
    }
    if (facts.endsWithReceiver && call.receiver && this.#isOfThisCall(call.receiver)) return undefined;
    const releases = releasesOnReceiver(this.file, call.node, facts, owner);
    const taken = releases && takenInto(this.file, call, facts, value);
    if (!taken || !releases) return undefined;
    if (taken.variable ? !isDeclaredIn(taken.variable, owner) : releases.length === 0) {
      return taken.variable || facts.longLived || facts.releasedOn ? undefined : found('never');
    }
    return this.#leakOfVariable(found, { variable: taken.variable, releases }, owner, value, taken.facts, call);
  }

  /** Whether an object is a local or parameter of a function: what ends with it ends with the call. */
  #isOfThisCall(receiver: Node): boolean {
    const object = rootOfChain(receiver);
    if (object.type === 'ThisExpression') return false;
    const variable = object.type === 'Identifier' ? this.file.bindings.variableOf(object) : undefined;
    return !variable || variable.defs.some(each => isFunction(ownerOf(each.name)));
  }

  #leakOfVariable(
    leak: (kind: Leak['kind'], rest?: Partial<Leak>) => Leak,
    { variable, releases: known }: { readonly variable: Variable | undefined; readonly releases: readonly Node[] },
    owner: FunctionNode,
    from: Node,
    facts: AcquiresFacts,
    call: LibraryCall,
  ): Leak | undefined {
    const found = (kind: Leak['kind'], rest: Partial<Leak>): Leak => leak(kind, { facts, ...rest });
    const isSpan = call.entry.role === 'span';
    const releases = known.filter(each => ownerOf(each) === owner);
    const later = known.filter(each => ownerOf(each) !== owner);
    const returns = new Set<Node>();
    const cleanUps = new Set<Node>();
    const handed = new Set<Node>();
    let passed = false;
    for (const { identifier } of variable?.references.filter(each => each.isRead()) ?? []) {
      if (isInside(identifier, call.node) && !isInside(owner, call.node)) continue;
      const { use, node } = useOf(this.file, identifier, facts);
      const isOwn = ownerOf(identifier) === owner;
      const isHandedOn = use === 'returned' || use === 'taken over';
      if (use === 'escapes' || (isHandedOn && !isOwn)) return undefined;
      if (use === 'release') (isOwn ? releases : later).push(node);
      if (isHandedOn) returns.add(node);
      if (use !== 'passed') continue;
      passed = true;
      handed.add(isOwn ? node : callAround(identifier, owner));
      // A helper that is given it where things are put in order may release it.
      if (isOwn && isInCleanUp(identifier, owner)) cleanUps.add(node);
    }
    if (later.length > 0) {
      const inner = isSpan && releases.length === 0 && returns.size === 0 ? this.#onlyCallbackOf(later, owner) : undefined;
      if (inner) return this.#leakOfVariable(leak, { variable, releases: known }, inner, inner, facts, call);
      const isRejection = variable && releases.length === 0 && returns.size === 0 && !passed && later.every(each => this.#isFulfilmentOf(each, isSpan ? undefined : variable, owner));
      return isRejection ? found('rejection', { variable, releases: later }) : undefined;
    }
    // Whoever is given it on success may have been told of it before.
    if (returns.size > 0 && (passed || (facts.longLived && releases.length === 0) || (variable && this.#isHandedToClosure(variable, owner)))) return undefined;
    if (releases.length === 0 && returns.size === 0) {
      if (this.#isReleasedElsewhere(call, facts)) return undefined;
      return passed || cleanUps.size > 0 || (facts.longLived && !(variable && isSpent(this.file, call, variable))) || (variable && !isSpan && this.#isHandedToClosure(variable, owner)) ? undefined : found('never', { variable });
    }

    const tests = new Set<Node>();
    for (const release of releases) {
      for (const test of undecidedTests(release, from, owner)) {
        // The loop around it is the one that reads.
        if (!test && facts.readBy !== undefined && loopAround(release)) continue;
        if (!test) return undefined;
        tests.add(test);
      }
    }
    const passes = (node: Node): boolean => releases.includes(node) || tests.has(node) || cleanUps.has(node) || returns.has(node) || (node.type === 'ChainExpression' && releases.includes(node.expression));
    if (facts.endedBy && isEndedByOthers(this.file, facts.endedBy, owner)) return undefined;
    const isAtEnd = facts.readBy !== undefined && variable ? readToItsEnd(this.file, variable, facts.readBy) : undefined;
    const leaving = (kinds: readonly ExitKind[], also: ReadonlySet<Node>): readonly Exit[] =>
      this.file
        .flow(owner)
        .exitsWithout(from, node => passes(node) || also.has(node) || isAtEnd?.(node) === true, { kinds, ignoreThrowOf: node => !this.#mayFail(node, variable, facts) || (isSpan && isGiven(node, variable)) })
        .filter(exit => !(variable && isUnderAbsence(exit.node, variable)) && !(exit.node && isAtEnd?.(exit.node)));
    const isThrowOnly = returns.size > 0 || facts.readBy !== undefined;
    const isEndedByThrow = facts.arity !== undefined && !owner.async;
    // Before it is handed to anybody, a span is this function's alone.
    const exits = isSpan && passed && !isThrowOnly ? [...leaving(['return'], handed), ...leaving(['throw'], NONE)] : leaving(isThrowOnly ? ['throw'] : isEndedByThrow ? ['return'] : ['return', 'throw'], NONE);
    const left = exits.find(each => each.kind !== 'throw') ?? exits.find(isThrow) ?? exits[0];
    // Released on failure only, and known to others: on success they own it.
    if (!left || (passed && !isSpan && left.kind !== 'throw')) return undefined;
    return found(returns.size > 0 ? 'handed' : left.kind === 'throw' ? 'throw' : 'return', { variable, exit: left.node, releases });
  }

  /** `client.query(…).then(() => client.release())`: the chain is about it, and only its success gets there. */
  #isFulfilmentOf(release: Node, variable: Variable | undefined, owner: FunctionNode): boolean {
    const fn = ownerOf(release);
    const then = isFunction(fn) && isFulfilmentOnly(fn) && ownerOf(fn) === owner ? fn.parent : undefined;
    if (then?.type !== 'CallExpression') return false;
    return variable ? variable.references.some(each => isInside(each.identifier, then.callee)) : this.file.promises.isPromise(then) === true && !isHandledBefore(then);
  }

  /** `context.with(…, async () => { … span.end(); })`: all that ends it stands in one callback, which runs now, and whose promise the call gives. */
  #onlyCallbackOf(releases: readonly Node[], owner: FunctionNode): FunctionNode | undefined {
    const [fn] = releases.map(ownerOf);
    if (!isFunction(fn) || ownerOf(fn) !== owner || releases.some(each => ownerOf(each) !== fn)) return undefined;
    const call = wrapped(fn).parent;
    const taker = call?.type === 'CallExpression' ? this.file.calls.at(call) : undefined;
    return taker?.entry.role === 'span' && taker.entry.callbacks !== undefined ? fn : undefined;
  }

  /** `tracer.startActiveSpan('charge', span => …)`: the callback is given it, and nobody else has it. */
  #leakOfParameter(call: LibraryCall, facts: AcquiresFacts, callback: FunctionNode): Leak | undefined {
    const { parameter: index = 0, releaser, arity = 0 } = facts;
    if (callback.params.length < arity || callback.generator || this.#looksForIt(callback)) return undefined;
    const given = callback.params[index];
    const end = releaser === undefined ? undefined : callback.params[releaser];
    const found = (kind: Leak['kind'], rest: Partial<Leak> = {}): Leak => ({ call, facts, kind, exit: undefined, variable: undefined, releases: [], isAsync: false, ...rest });
    if (!given) return found('never');
    if (given.type !== 'Identifier' || (end && end.type !== 'Identifier')) return undefined;
    const ends: Node[] = [];
    for (const { identifier } of end ? (this.file.bindings.variableOf(end)?.references ?? []) : []) {
      const parent = wrapped(identifier).parent;
      // Somebody else is told to call it.
      if (parent?.type !== 'CallExpression' || unwrap(parent.callee) !== identifier) return undefined;
      ends.push(parent);
    }
    const variable = this.file.bindings.variableOf(given);
    return variable && this.#leakOfVariable(found, { variable, releases: ends }, callback, callback, facts, call);
  }

  /** Whether a callback, or a function in it, may come by it on another way: `arguments`, or what is active. */
  #looksForIt(callback: FunctionNode): boolean {
    return this.file.index.within(callback, 'Identifier').some(each => (each.name === 'arguments' && callback.type !== 'ArrowFunctionExpression') || each.name === 'getActiveSpan' || each.name === 'getSpan');
  }

  #isReleasedElsewhere(call: LibraryCall, facts: AcquiresFacts): boolean {
    const releases = facts.releasedOn ? releasesOnReceiver(this.file, call.node, facts, this.file.ast) : [];
    return !releases || releases.length > 0;
  }

  /** Whether the failure of this step is worth a report: what waits for the outside, and explicit throws. */
  #mayFail(node: Node, variable: Variable | undefined, facts: AcquiresFacts): boolean {
    if (node.type === 'ForOfStatement') return node.await;
    if (node.type !== 'AwaitExpression') return false;
    const call = unwrap(node.argument);
    if (call.type !== 'CallExpression') return true;
    const role = this.file.calls.at(call)?.entry.role;
    if (role === 'log' || role === 'metric-update' || role === 'sleep') return false;
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression') return true;
    const name = staticName(callee) ?? '';
    // Releasing something else, in a row: a failure there is a fault of its own.
    if (facts.releasedBy.includes(name) || RELEASING.has(name)) return false;
    const object = unwrap(callee.object);
    // What cannot be read any more is closed, too.
    const isOwn = facts.opening?.includes(name) === true || name === facts.readBy;
    return !(isOwn && object.type === 'Identifier' && this.file.bindings.variableOf(object) === variable);
  }

  /** A closure that outlives the call may keep using it: `client.on('notification', () => client.query(…))`. */
  #isHandedToClosure(variable: Variable, owner: FunctionNode): boolean {
    return variable.references.some(({ identifier }) => {
      if (!isInside(identifier, owner)) return false;
      for (let fn = ownerOf(identifier); fn !== owner; fn = ownerOf(fn)) if (!this.#runsNow(fn)) return true;
      return isListening(identifier);
    });
  }

  /** `list.forEach(each => …)`: over before the call returns. */
  #runsNow(fn: Node): boolean {
    const call = wrapped(fn).parent;
    if (!isFunction(fn) || fn.async || call?.type !== 'CallExpression') return false;
    const argument = call.arguments.findIndex(each => unwrap(each) === fn);
    return this.file.calls.at(call)?.entry.callbacks?.some(each => each.runs === 'now' && isCalledBack(each, { call, argument }, fn)) ?? false;
  }

  #releasesLater({ library, entry }: LibraryCall, { releasedBy }: AcquiresFacts): boolean {
    if (entry.gives === undefined || releasedBy[0] === undefined) return entry.acquires?.resource === 'receiver';
    const { library: of, type } = splitType(entry.gives, library);
    const release = this.file.catalog.entry(of, `${type}#${releasedBy[0]}`)?.entry;
    return release?.promise !== undefined && release.promise !== false;
  }

  /** `pool.getConnection((error, connection) => …)`: released, if at all, by the callback and the callbacks in it. */
  #leakInCallback(call: LibraryCall, facts: AcquiresFacts, callback: FunctionNode, owner: FunctionNode): Leak | undefined {
    const parameters = callback.params.map(each => (each.type === 'Identifier' ? this.file.bindings.variableOf(each) : undefined));
    const receiver = facts.resource === 'receiver' && call.receiver ? unwrap(call.receiver) : undefined;
    const resource = facts.resource !== 'receiver' ? parameters[1] : receiver?.type === 'Identifier' ? this.file.bindings.variableOf(receiver) : undefined;
    const releaser = facts.releaser === undefined ? undefined : parameters[facts.releaser];
    if (facts.resource === 'receiver' ? !resource || !isMadeIn(this.file, resource, owner) : parameters.includes(undefined)) return undefined;
    if (callback.type !== 'ArrowFunctionExpression' && this.file.index.within(callback, 'Identifier').some(each => each.name === 'arguments')) return undefined;

    const releases: Node[] = [];
    for (const { identifier } of resource?.references.filter(each => each.isRead()) ?? []) {
      const { use, node } = useOf(this.file, identifier, facts);
      if (use === 'use') continue;
      if (use !== 'release' || !isInside(identifier, callback)) return undefined;
      releases.push(node);
    }
    for (const { identifier } of releaser?.references ?? []) {
      const parent = wrapped(identifier).parent;
      if (parent?.type !== 'CallExpression' || unwrap(parent.callee) !== identifier) return undefined;
      releases.push(parent);
    }
    const path = keptPathOf(this.file, { callback, error: parameters[0], resource, isLongLived: facts.longLived === true, releases });
    return path && { ...path, call, facts, variable: resource, releases, isAsync: false };
  }

  /** `pool.connect().then(client => …)`: released, if at all, by a callback. */
  #leakInChain(call: LibraryCall, facts: AcquiresFacts): Leak | undefined {
    if (call.entry.promise === undefined || facts.resource === 'receiver') return undefined;
    const member = wrapped(call.node).parent;
    const then = member?.type === 'MemberExpression' && staticName(member) === 'then' ? member.parent : undefined;
    const callback = then?.type === 'CallExpression' ? then.arguments[0] : undefined;
    if (!callback || !isFunction(callback)) return undefined;
    const [parameter] = callback.params;
    const leak = { call, facts, exit: undefined, variable: undefined, releases: [], isAsync: false };
    // A function that takes what it is not told to take drops it.
    if (!parameter) return facts.longLived ? undefined : { ...leak, kind: 'never' };
    const variable = parameter.type === 'Identifier' ? this.file.bindings.variableOf(parameter) : undefined;
    if (!variable) return undefined;
    if (callback.async) {
      const found = (kind: Leak['kind'], rest: Partial<Leak> = {}): Leak => ({ ...leak, kind, isAsync: this.#releasesLater(call, facts), ...rest });
      return this.#leakOfVariable(found, { variable, releases: [] }, callback, callback, facts, call);
    }
    const uses = variable.references.map(({ identifier }) => ({ ...useOf(this.file, identifier, facts), owner: ownerOf(identifier) }));
    if (uses.some(({ use }) => use === 'escapes' || use === 'taken over' || use === 'passed' || use === 'returned')) return undefined;
    const releases = uses.filter(({ use }) => use === 'release');
    if (releases.length === 0) {
      const isKept = uses.some(each => each.owner !== callback) || (facts.longLived && !isSpent(this.file, call, variable)) || this.#isReleasedElsewhere(call, facts);
      return isKept ? undefined : { ...leak, kind: 'never', variable };
    }
    return releases.every(each => each.owner !== callback && isFulfilmentOnly(each.owner)) ? { ...leak, kind: 'rejection', variable, releases: releases.map(each => each.node) } : undefined;
  }
}

/** The outermost call in a function's own code in which a node stands in a function: `limit(() => work(span))`. */
function callAround(node: Node, owner: FunctionNode): Node {
  if (!isInside(node, owner)) return node;
  let fn = ownerOf(node);
  while (ownerOf(fn) !== owner) fn = ownerOf(fn);
  const { parent } = wrapped(fn);
  return parent?.type === 'CallExpression' || parent?.type === 'NewExpression' ? parent : fn;
}

/** `await work(span)`: whoever is given it may end it where it fails. */
function isGiven(node: Node, variable: Variable | undefined): boolean {
  const call = node.type === 'AwaitExpression' ? unwrap(node.argument) : undefined;
  return call?.type === 'CallExpression' && call.arguments.some(each => unwrap(each).type === 'Identifier' && variable?.references.some(({ identifier }) => identifier === unwrap(each)));
}

/** Whether a chain catches before this `then`, so that it goes on after a failure, too. */
function isHandledBefore(then: TSESTree.CallExpression): boolean {
  for (let current: Node = then; current.type === 'CallExpression' && current.callee.type === 'MemberExpression'; current = unwrap(current.callee.object)) {
    if (current !== then && (staticName(current.callee) === 'catch' || (staticName(current.callee) === 'then' && current.arguments.length > 1))) return true;
  }
  return false;
}

function isInCleanUp(node: Node, owner: FunctionNode): boolean {
  for (let current = node; current.parent && current !== owner; current = current.parent) {
    if (current.type === 'CatchClause' || (current.parent.type === 'TryStatement' && current.parent.finalizer === current)) return true;
  }
  return false;
}

/**
 * Conditions that decide about a release and after which the function goes on: nobody can say from here how they relate
 * to the acquisition, so that both outcomes count as released. `undefined` among them: cannot tell at all.
 */
export function* undecidedTests(release: Node, from: Node, owner: FunctionNode): Iterable<Node | undefined> {
  for (let current = release; current.parent && current !== owner; current = current.parent) {
    const { parent } = current;
    if (isInside(from, parent)) return;
    if (parent.type === 'IfStatement' && parent.test !== current) {
      if (!leaves(current)) yield* stepsOfTest(parent.test);
    } else if ((parent.type === 'ConditionalExpression' && parent.test !== current) || parent.type === 'SwitchCase' || isLoop(parent)) {
      if (!(parent.type === 'SwitchCase' && parent.consequent.some(leaves))) yield undefined;
    } else if (parent.type === 'LogicalExpression' && parent.right === current) {
      yield* stepsOfTest(parent.left);
    }
  }
}

/** The steps that a condition begins with: of `a && !b`, the evaluation of `a`. */
function* stepsOfTest(test: Node): Iterable<Node> {
  const value = unwrap(test);
  yield value;
  if (value.type === 'LogicalExpression') yield* stepsOfTest(value.left);
  if (value.type === 'UnaryExpression') yield* stepsOfTest(value.argument);
}

/** True for a branch that ends by leaving: what comes after it belongs to other cases. */
function leaves(branch: Node): boolean {
  const last = branch.type === 'BlockStatement' ? branch.body.at(-1) : branch;
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement' || last?.type === 'ContinueStatement' || last?.type === 'BreakStatement';
}

function isThrow({ node }: Exit): boolean {
  return node?.type === 'ThrowStatement';
}

/** True inside `if (!client) { … }`: there is nothing to release there. */
function isUnderAbsence(node: Node | undefined, variable: Variable): boolean {
  for (let current = node; current?.parent; current = current.parent) {
    const { parent } = current;
    if (parent.type === 'IfStatement' && parent.consequent === current && mentions(parent.test, variable)) return true;
    if (isFunction(parent)) return false;
  }
  return false;
}

function mentions(test: TSESTree.Expression, variable: Variable): boolean {
  const value = unwrap(test);
  const tested = value.type === 'UnaryExpression' && value.operator === '!' ? value.argument : value.type === 'BinaryExpression' ? value.left : undefined;
  if (!tested) return false;
  const name = unwrap(tested);
  return name.type === 'Identifier' && variable.references.some(each => each.identifier === name);
}

/** True for the first argument of `.then` where no later `.catch` or `.finally` follows in which the release could stand, too. */
function isFulfilmentOnly(fn: Node): boolean {
  const then = fn.parent;
  if (then?.type !== 'CallExpression' || then.arguments[0] !== fn || then.arguments.length > 1) return false;
  return then.callee.type === 'MemberExpression' && staticName(then.callee) === 'then';
}
