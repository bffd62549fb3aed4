import type { TSESTree } from '@typescript-eslint/utils';
import type { Role } from '../../catalog/schema.js';
import { enclosingFunction, isFunction, isInside, lastName, rootOfChain, staticName, unwrap, wrapped, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { SharedPlaces } from '../state/shared-places.js';
import type { LibraryCall } from '../values/library-calls.js';
import { callbackPosition } from '../values/origins.js';
import { ADDS, EmitterPlaces, endOfChain, removes, type EmitterPlace } from './emitter-places.js';
import { ListenerEnds } from './listener-ends.js';
import { RepeatedUnits, type RepeatedUnit } from './repeated-units.js';

/** A listener that stays on its emitter when what added it is over. */
export interface LeakedListener {
  /**
   * `perCall`: each request (or message, connection, call) adds one to an emitter that outlives it.
   * `pooled`: it is added to a client that goes back to its pool with it.
   * `keptAlive`: it is added to the connection of a request that came in, which serves the next requests too; `reused`: of one that is sent.
   * `instance`: each instance adds one to an emitter of the process, which the method that ends the instance leaves there.
   */
  readonly kind: 'perCall' | 'pooled' | 'keptAlive' | 'reused' | 'instance';
  readonly node: TSESTree.CallExpression;
  readonly emitter: string;
  readonly per: RepeatedUnit['per'];
  /** The method of its emitter that removes a listener. */
  readonly remove: string;
  /** The method that ends an instance. */
  readonly endedBy?: string;
}

type Call = TSESTree.CallExpression;

/** What a client does for one caller. */
const WORK: ReadonlySet<Role> = new Set<Role>(['database-query', 'cache-command', 'acquire', 'transaction', 'message-send']);
const COUNTS = new Set(['listenerCount', 'listeners', 'rawListeners', 'eventNames', 'getEventListeners']);
const KEEPS = new Set(['add', 'set', 'push', 'delete']);
/** Questions whether it has been done before. */
const ASKS = /listen|subscri|regist|attach|bound|init|start|already|once|has/i;
/** What ends an emitter, so that its listeners go with it. */
const ENDS = new Set(['destroy', 'close', 'end', 'quit', 'disconnect', 'terminate', 'kill', 'destroySoon']);
const STOPS = /^(?:stop|close|destroy|dispose|shutdown|tearDown|teardown|terminate|disconnect|end|unmount|cleanup|onModuleDestroy|onApplicationShutdown)$/;

/** Finds listeners that are added again and again to emitters that live on, and that nothing removes. */
export class LeakedListeners {
  readonly #units: RepeatedUnits;
  readonly #shared: SharedPlaces;
  readonly #ends: ListenerEnds;

  constructor(
    private readonly file: FileModel,
    private readonly places: EmitterPlaces,
  ) {
    this.#units = new RepeatedUnits(file);
    this.#shared = new SharedPlaces(file);
    this.#ends = new ListenerEnds(file, this.#units);
  }

  /** In source order. */
  get all(): readonly LeakedListener[] {
    return (this.#all ??= [...this.#find()].sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #all: readonly LeakedListener[] | undefined;

  *#find(): Iterable<LeakedListener> {
    for (const call of this.file.calls.of('listen')) {
      const { node, receiver } = call;
      if (node.type !== 'CallExpression' || !receiver) continue;
      const callee = unwrap(node.callee);
      const adds = callee.type === 'MemberExpression' ? ADDS.get(staticName(callee) ?? '') : undefined;
      const [event, listener, options] = node.arguments;
      if (!adds || !event || !listener || event.type === 'SpreadElement' || listener.type === 'SpreadElement') continue;
      if (this.#isAbort(event, receiver) || this.#isGivenBack(node) || this.#mayEnd(options)) continue;
      const place = this.places.of(receiver);
      const found = place && (this.#perCall(call, place, adds, listener) ?? this.#perInstance(call, place, listener));
      if (place && found && !this.places.isRemoved(place, textOf(event, this.file)) && !this.#isHandedOn(listener)) yield { node, emitter: this.#textOf(receiver), remove: call.path.endsWith('#addEventListener') ? 'removeEventListener' : 'off', ...found };
    }
  }

  #perCall(call: LibraryCall, place: EmitterPlace, adds: 'each' | 'next', listener: Node): Pick<LeakedListener, 'kind' | 'per'> | undefined {
    if (adds === 'next') return this.#perProcess(call, place, listener) ?? this.#perWait(call, place, listener);
    const isSet = call.path.endsWith('#addEventListener');
    for (const unit of this.#units.around(call.node)) {
      // A target takes the same function once.
      if (isSet && !isInside(rootOfChain(this.file.origins.functionOf(listener) ?? listener), unit.node)) continue;
      if (this.places.isOf(place, unit.node)) {
        const kept = isFunction(unit.node) ? this.#connectionOf(call, place, unit.node) : undefined;
        if (kept) return { kind: 'keptAlive', per: 'request' };
        continue;
      }
      if (this.#dependsOn(unit.node, call.node.arguments[0]!) || this.#isGuarded(call.node, unit.node) || this.#isEnded(place, unit.node)) return undefined;
      return { kind: 'perCall', per: unit.per };
    }
    return this.#reused(call, place) ?? this.#pooled(call, place) ?? this.#perPromise(call, place, listener) ?? this.#perWork(call, place) ?? this.#perProcess(call, place, listener);
  }

  /** `req.socket.on(…)`: a connection that is kept alive serves more than one request. */
  #connectionOf({ receiver }: LibraryCall, { root, path }: EmitterPlace, unit: FunctionNode): boolean {
    const owner = receiver && unwrap(receiver);
    if (root === 'global' || owner?.type !== 'MemberExpression') return false;
    const isParameter = 'references' in root && this.file.bindings.definitionOf(root)?.node === unit;
    const part = this.file.handlers.partOf(owner.object);
    return isParameter && (part === 'request' || part === 'response') && (path.at(-1) === 'socket' || path.at(-1) === 'connection');
  }

  /** `request.on('socket', socket => socket.on(…))`: the agent gives the socket to the next request too. */
  #reused({ node }: LibraryCall, { root, path }: EmitterPlace): Pick<LeakedListener, 'kind' | 'per'> | undefined {
    const definition = typeof root !== 'string' && 'references' in root && path.length === 0 ? this.file.bindings.definitionOf(root) : undefined;
    const fn = definition?.type === 'Parameter' && isFunction(definition.node) && enclosingFunction(node) === definition.node ? definition.node : undefined;
    const at = fn && callbackPosition(fn);
    const given = at && at.argument === 1 && fn?.params[0] === definition?.name ? this.file.calls.at(at.call) : undefined;
    const origin = given?.receiver && this.file.origins.of(given.receiver);
    const isOfRequest = given?.entry.role === 'listen' && origin?.kind === 'library' && origin.path === 'ClientRequest#';
    return isOfRequest && textOf(given.node.arguments[0]!, this.file) === 'socket' ? { kind: 'reused', per: 'request' } : undefined;
  }

  /** What a call tells the process to do with what only this call has: a child to end, a file to remove. */
  #perProcess({ node }: LibraryCall, place: EmitterPlace, listener: Node): Pick<LeakedListener, 'kind' | 'per'> | undefined {
    if (place.root !== 'global' || place.path[0] !== 'process') return undefined;
    const fn = this.#units.calledFunction(node);
    if (!fn || fn.params.length === 0 || this.#isGuarded(node, fn) || !this.#ends.withCall(node, listener, fn)) return undefined;
    const isInPromise = enclosingFunction(node) !== fn;
    return isInPromise || this.#ends.waitsFor(node, listener, fn) ? { kind: 'perCall', per: 'call' } : undefined;
  }

  /** A function that listens to what is there for all, and then lets it do one piece of work. */
  #perWork({ node }: LibraryCall, place: EmitterPlace): Pick<LeakedListener, 'kind' | 'per'> | undefined {
    const fn = enclosingFunction(node);
    if (!fn?.async || this.#units.calledFunction(node) !== fn || !this.places.isOfModule(place) || this.#isGuarded(node, fn)) return undefined;
    const works = this.file.index.inOwn(fn, 'AwaitExpression').some(({ argument }) => {
      const work = this.file.calls.at(argument);
      const of = work?.receiver && WORK.has(work.entry.role) ? this.places.of(work.receiver) : undefined;
      return of?.root === place.root;
    });
    return works ? { kind: 'perCall', per: 'call' } : undefined;
  }

  /** A client that is checked out in a function and goes back to its pool there. */
  #pooled({ node }: LibraryCall, { root, path }: EmitterPlace): Pick<LeakedListener, 'kind' | 'per'> | undefined {
    const fn = this.#units.calledFunction(node);
    if (!fn || typeof root === 'string' || !('references' in root) || path.length > 0) return undefined;
    const definition = this.file.bindings.definitionOf(root);
    const made = definition?.type === 'Variable' && definition.node.init ? unwrap(definition.node.init) : undefined;
    const at = definition?.type === 'Parameter' && isFunction(definition.node) ? callbackPosition(definition.node) : undefined;
    const taken = made?.type === 'AwaitExpression' ? this.file.calls.at(made.argument) : at && this.file.calls.at(at.call);
    const acquires = taken?.entry.role === 'acquire' && taken.entry.gives === 'PoolClient' ? taken.entry.acquires : undefined;
    if (!definition || !acquires) return undefined;
    const done = at && acquires.releaser !== undefined && isFunction(definition.node) ? definition.node.params[acquires.releaser] : undefined;
    const releaser = done?.type === 'Identifier' ? this.file.bindings.variableOf(done) : undefined;
    const isReleased = [...root.references, ...(releaser?.references ?? [])].some(({ identifier }) => {
      const { parent } = identifier;
      const member = parent?.type === 'MemberExpression' && acquires.releasedBy.includes(staticName(parent) ?? '') ? wrapped(parent) : undefined;
      const release = member ? member.parent : releaser?.references.some(each => each.identifier === identifier) ? parent : undefined;
      return release?.type === 'CallExpression' && release.callee === (member ?? identifier) && release.arguments.length === 0;
    });
    return isReleased ? { kind: 'pooled', per: 'call' } : undefined;
  }

  /** A promise that is settled by a listener of an emitter that was there before: each such promise leaves one. */
  #perPromise({ node }: Pick<LibraryCall, 'node'>, place: EmitterPlace, listener: Node): Pick<LeakedListener, 'kind' | 'per'> | undefined {
    const promise = this.file.executors.promises.find(each => each.isExecutor && isInside(node, each.root) && each.settling.holds(unwrap(listener)));
    const fn = promise && this.#units.calledFunction(promise.node);
    if (!promise || !fn || fn.params.length === 0) return undefined;
    const isOfObject = typeof place.root !== 'string' && !('references' in place.root) && place.path.length > 0;
    if (!this.places.isOfModule(place) && !isOfObject) return undefined;
    if (this.places.isOf(place, fn) || this.#isGuarded(node, fn) || (isOfObject && this.#isEnded(place, fn))) return undefined;
    return { kind: 'perCall', per: 'call' };
  }

  /** A promise that waits for the next event, or for something else: when that comes first, the listener stays. */
  #perWait({ node, receiver }: LibraryCall, place: EmitterPlace, listener: Node): Pick<LeakedListener, 'kind' | 'per'> | undefined {
    if (!receiver || this.file.handlers.typeOf(receiver)?.isShared !== true) return undefined;
    const found = this.#perPromise({ node }, place, listener);
    const fn = found && this.#units.calledFunction(node);
    return fn && this.#ends.withCall(node, listener, fn) ? found : undefined;
  }

  /** What an instance adds to the process, and what ends the instance does not remove. */
  #perInstance({ node }: LibraryCall, place: EmitterPlace, listener: Node): Pick<LeakedListener, 'kind' | 'per' | 'endedBy'> | undefined {
    const method = outermostFunction(node);
    const owner = method?.parent.type === 'MethodDefinition' && !method.parent.static ? method.parent.parent.parent : undefined;
    if (!method || !owner || this.#shared.isShared(owner) || !(this.places.isOfModule(place) || this.#isGiven(node, place, owner))) return undefined;
    // What it does when it is called is the instance's, or nobody keeps it alive.
    const fn = this.file.origins.functionOf(listener);
    if (!fn || this.file.index.within(listener, 'ThisExpression').length === 0) return undefined;
    for (const member of owner.body.body) {
      const name = member.type === 'MethodDefinition' && isFunction(member.value) && !member.static ? staticName(member) : undefined;
      if (name === undefined || !STOPS.test(name) || member.type !== 'MethodDefinition' || !member.value.body?.body.length) continue;
      // The listener itself ends the process.
      return { kind: 'instance', per: 'call', endedBy: name };
    }
    return undefined;
  }

  /** An emitter that the constructor of a class is given, and that others may be given too. */
  #isGiven({ callee }: LibraryCall['node'], { root, path }: EmitterPlace, owner: ClassNode): boolean {
    const receiver = callee.type === 'MemberExpression' ? baseOf(callee.object) : undefined;
    if (!receiver || this.file.handlers.typeOf(receiver)?.isShared !== true || this.#isEndedIn(owner, path.at(-1) ?? lastName(receiver))) return false;
    const build = owner.body.body.find(each => each.type === 'MethodDefinition' && each.kind === 'constructor');
    if (build?.type !== 'MethodDefinition') return false;
    if (typeof root !== 'string' && 'references' in root) return path.length === 0 && this.file.bindings.definitionOf(root)?.node === build.value;
    if (root !== owner || path.length !== 1) return false;
    const values = this.file.index.within(owner, 'AssignmentExpression').filter(({ left }) => left.type === 'MemberExpression' && left.object.type === 'ThisExpression' && staticName(left) === path[0]);
    if (values.length > 0) return values.every(({ right }) => right.type === 'Identifier' && build.value.params.some(each => each.type === 'Identifier' && each.name === right.name));
    return build.value.params.some(each => each.type === 'TSParameterProperty' && each.parameter.type === 'Identifier' && each.parameter.name === path[0]);
  }

  /** Whether some method ends what has this name. Names may silence. */
  #isEndedIn(owner: ClassNode, name: string | undefined): boolean {
    return this.file.index.within(owner, 'CallExpression').some(({ callee }) => callee.type === 'MemberExpression' && ENDS.has(staticName(callee) ?? '') && lastName(callee.object) === name);
  }

  /** Abort listeners have rules of their own. */
  #isAbort(event: Node, receiver: Node): boolean {
    if (textOf(event, this.file) !== 'abort') return false;
    const origin = this.file.origins.of(receiver);
    return origin?.kind === 'library' && origin.path === 'AbortSignal#';
  }

  /** Something is done with what the call gives: it may be what removes the listener. */
  #isGivenBack(call: Call): boolean {
    const end = endOfChain(call);
    const { parent } = end;
    if (parent?.type === 'ExpressionStatement' || (parent?.type === 'UnaryExpression' && parent.operator === 'void')) return false;
    return !(parent?.type === 'ArrowFunctionExpression' && parent.body === end && this.file.executors.promises.some(each => each.root === parent));
  }

  /** `{ once: true }`, `{ signal }`, or options that cannot be seen. */
  #mayEnd(options: Node | undefined): boolean {
    if (!options) return false;
    if (options.type === 'Literal') return false;
    return ['once', 'signal'].some(key => {
      const found = this.file.options.at(options, key);
      return found.state === 'unknown' || (found.state === 'present' && this.file.options.valueOf(found.value)?.value !== false);
    });
  }

  /** The name of the event is another one each time. */
  #dependsOn(unit: Node, event: Node): boolean {
    return this.file.index.within(event, 'Identifier').some(name => {
      const variable = isInside(name, event) ? this.file.bindings.variableOf(name) : undefined;
      const definition = variable && this.file.bindings.definitionOf(variable);
      return !isFunction(unit) && definition !== undefined && isInside(definition.name, unit);
    });
  }

  /** Whether the place runs only once, by a marker that it sets, or by a look at the listeners that are there. */
  #isGuarded(node: Node, unit: Node): boolean {
    for (let current: Node = node; current !== unit && current.parent; current = current.parent) {
      const { parent } = current;
      if ((parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && parent.test !== current && this.#asksState(parent.test, unit)) return true;
      if (parent.type === 'LogicalExpression' && parent.right === current && this.#asksState(parent.left, unit)) return true;
      if (parent.type !== 'BlockStatement') continue;
      for (const statement of parent.body) {
        if (statement === current) break;
        if (statement.type === 'IfStatement' && leaves(statement.consequent) && this.#asksState(statement.test, unit)) return true;
      }
    }
    return false;
  }

  #asksState(test: Node, unit: Node): boolean {
    const { index } = this.file;
    for (const call of index.within(test, 'CallExpression')) {
      const name = isInside(call, test) ? (call.callee.type === 'MemberExpression' ? staticName(call.callee) : call.callee.type === 'Identifier' ? call.callee.name : undefined) : undefined;
      if (name !== undefined && (COUNTS.has(name) || ASKS.test(name))) return true;
    }
    const mentions = [...index.within(test, 'Identifier'), ...index.within(test, 'MemberExpression')];
    return mentions.some(each => {
      if (!isInside(each, test) || (each.type === 'Identifier' && each.parent.type === 'MemberExpression' && each.parent.property === each)) return false;
      const place = this.places.of(each);
      return place !== undefined && place.root !== 'global' && this.#isMarked(place, unit);
    });
  }

  /** Whether the unit writes what it asks for. */
  #isMarked({ root, path }: EmitterPlace, unit: Node): boolean {
    const { index } = this.file;
    const isIt = (node: Node): boolean => {
      const target = isInside(node, unit) ? this.places.of(node) : undefined;
      return target !== undefined && target.root === root && path.every((each, i) => target.path[i] === each);
    };
    if (index.within(unit, 'AssignmentExpression').some(({ left }) => isIt(left))) return true;
    return index.within(unit, 'CallExpression').some(({ callee }) => callee.type === 'MemberExpression' && KEEPS.has(staticName(callee) ?? '') && isIt(callee.object));
  }

  /** The unit ends the emitter with itself. */
  #isEnded(place: EmitterPlace, unit: Node): boolean {
    return this.file.index.within(unit, 'CallExpression').some(({ callee }) => {
      if (callee.type !== 'MemberExpression' || !ENDS.has(staticName(callee) ?? '') || !isInside(callee, unit)) return false;
      const target = this.places.of(callee.object);
      return target !== undefined && target.root === place.root && target.path.join('.') === place.path.join('.');
    });
  }

  /** A listener with a name that others are given may be removed by them. */
  #isHandedOn(listener: Node): boolean {
    const value = unwrap(listener);
    const variable = value.type === 'Identifier' ? this.file.bindings.variableOf(value) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || definition?.type === 'Parameter') return variable !== undefined && this.file.executors.promises.every(each => each.resolve !== variable && each.reject !== variable);
    return variable.references.some(({ identifier }) => {
      const { parent } = wrapped(identifier);
      if (parent?.type === 'CallExpression' && parent.callee !== identifier) return this.file.calls.at(parent)?.entry.role !== 'listen' && !removes(parent);
      return parent?.type === 'ReturnStatement' || parent?.type === 'Property' || parent?.type === 'AssignmentExpression' || parent?.type === 'ArrayExpression';
    });
  }

  #textOf(receiver: Node): string {
    const place = this.places.of(receiver);
    const text = this.file.sourceCode.getText(baseOf(receiver));
    return text.length <= 40 && !text.includes('\n') ? text : (place?.name ?? 'it');
  }
}

/** The emitter at the start of a chain of listeners. */
function baseOf(receiver: Node): Node {
  let current = unwrap(receiver);
  while (current.type === 'CallExpression' && current.callee.type === 'MemberExpression') current = unwrap(current.callee.object);
  return current;
}

function textOf(event: Node, file: FileModel): string | undefined {
  const value = file.origins.expressionOf(event);
  return value?.type === 'Literal' && typeof value.value === 'string' ? value.value : undefined;
}

function outermostFunction(node: Node): FunctionNode | undefined {
  let outermost: FunctionNode | undefined;
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) outermost = fn;
  return outermost;
}

function leaves(statement: Node): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement' || last?.type === 'ContinueStatement' || last?.type === 'BreakStatement';
}
