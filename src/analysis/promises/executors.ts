import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isInside, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { callbackPosition, isCalledBack } from '../values/origins.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';
import { repeatedSettles, type RepeatedSettle } from './repeated-settles.js';
import { lossyChain, type LossyChain } from './settling-chains.js';
import { SettlingEvents, type DeafWait } from './settling-events.js';
import { gatesOf, testsAround } from './settling-gates.js';
import { Settling } from './settling.js';

/** A promise that is settled by hand: `new Promise((resolve, reject) => …)`, `Promise.withResolvers()`. */
export interface HandMadePromise {
  readonly node: TSESTree.NewExpression | TSESTree.CallExpression;
  /** The executor, or the function that calls `Promise.withResolvers()`. */
  readonly root: FunctionNode;
  readonly isExecutor: boolean;
  readonly resolve: Variable | undefined;
  readonly reject: Variable | undefined;
  readonly settling: Settling;
}

/** Why a promise made by hand may never settle, or goes on after it has. */
export type SettlingFault = { readonly promise: HandMadePromise } & (
  | { readonly kind: 'lost-rejection'; readonly node: Node }
  | { readonly kind: 'unsettled-path' | 'unsettled-catch'; readonly node: Node }
  | { readonly kind: 'unused'; readonly node: Node }
  | ({ readonly kind: 'deaf-wait'; readonly node: Node } & DeafWait)
  | ({ readonly kind: 'lossy-chain'; readonly node: Node } & LossyChain)
  | ({ readonly kind: 'goes-on'; readonly node: Node } & RepeatedSettle)
);

/** Callbacks of these run once. */
const ONCE = new Set(['setTimeout', 'setImmediate', 'queueMicrotask', 'process.nextTick', 'nextTick']);

/** The promises that a file settles by hand, and the paths on which it does not. */
export class Executors {
  readonly #events: SettlingEvents;

  constructor(private readonly file: FileModel) {
    this.#events = new SettlingEvents(file);
  }

  get promises(): readonly HandMadePromise[] {
    return (this.#promises ??= this.#find());
  }
  #promises: readonly HandMadePromise[] | undefined;

  get faults(): readonly SettlingFault[] {
    return (this.#faults ??= this.promises.flatMap(each => this.#faultsOf(each)));
  }
  #faults: readonly SettlingFault[] | undefined;

  #find(): HandMadePromise[] {
    const { bindings, index, origins } = this.file;
    const found: HandMadePromise[] = [];
    for (const node of index.all('NewExpression')) {
      if (!bindings.isGlobal(node.callee, 'Promise')) continue;
      const root = node.arguments[0] && origins.functionOf(node.arguments[0]);
      if (!root || root.generator || root.params.length === 0) continue;
      const parameters = root.params.map(each => (each.type === 'Identifier' ? bindings.variableOf(each) : undefined));
      const settlers = parameters.flatMap(each => each ?? []);
      // Patterns, defaults and `arguments` hold them in ways that nobody follows.
      if (settlers.length < parameters.length || settlers.some(each => bindings.assignmentsTo(each).length > 0)) continue;
      found.push({ node, root, isExecutor: true, resolve: parameters[0], reject: parameters[1], settling: new Settling(this.file, root, settlers) });
    }
    for (const { node } of this.file.calls.of('other')) {
      const made = node.type === 'CallExpression' ? this.#withResolvers(node) : undefined;
      if (made) found.push(made);
    }
    return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  #withResolvers(node: TSESTree.CallExpression): HandMadePromise | undefined {
    const { bindings } = this.file;
    const { parent } = wrapped(node);
    if (parent?.type !== 'VariableDeclarator' || parent.id.type !== 'ObjectPattern' || this.file.calls.at(node)?.path !== 'Promise.withResolvers') return undefined;
    const named = (name: string): Variable | undefined => {
      const property = parent.id.type === 'ObjectPattern' ? parent.id.properties.find(each => each.type === 'Property' && each.key.type === 'Identifier' && each.key.name === name) : undefined;
      return property?.type === 'Property' ? bindings.variableOf(property.value) : undefined;
    };
    let root: Node | undefined = parent;
    while (root && !isFunction(root)) root = root.parent;
    const settlers = [named('resolve'), named('reject')].flatMap(each => each ?? []);
    if (!root || settlers.length === 0) return undefined;
    return { node, root, isExecutor: false, resolve: named('resolve'), reject: named('reject'), settling: new Settling(this.file, root, settlers) };
  }

  #faultsOf(promise: HandMadePromise): SettlingFault[] {
    const { isExecutor, root, settling } = promise;
    const repeated = repeatedSettles(settling, this.file, promise.reject).map((each): SettlingFault => ({ promise, kind: 'goes-on', node: each.first, ...each }));
    if (isExecutor && root.async) {
      const lost = this.file.promises.rejections.unguardedIn(root).find(each => this.#rejects(each));
      if (lost) return [{ promise, kind: 'lost-rejection', node: lost }, ...repeated];
    }
    if (isExecutor && settling.usesIn(root).length === 0) {
      const doesSomething = root.body.type !== 'BlockStatement' || root.body.body.length > 0;
      return doesSomething && this.#canReturn(root) ? [{ promise, kind: 'unused', node: promise.node }] : [];
    }
    const faults = this.#unsettledIn(promise, root, isExecutor);
    return [...faults, ...repeated];
  }

  /** Not `return resolve(value)`: what a return hands on must be a promise by proof. */
  #rejects(part: Node): boolean {
    if (part.type === 'AwaitExpression' || part.type === 'ThrowStatement' || part.type === 'ForOfStatement') return true;
    if (part.type === 'ReturnStatement') return part.argument !== null && this.file.promises.isPromise(part.argument) === true;
    return this.file.calls.at(part)?.entry.role === 'parse' || this.file.promises.isPromise(part) === true;
  }

  /** What is wrong in a function that alone must settle the promise, and that runs once. */
  #unsettledIn(promise: HandMadePromise, fn: FunctionNode, checksPaths: boolean, uses: readonly Node[] = promise.settling.usesIn(fn)): SettlingFault[] {
    const { settling } = promise;
    const faults: SettlingFault[] = [];
    const path = checksPaths ? this.#unsettledPath(promise, fn, uses) : undefined;
    if (path) faults.push(path);
    for (const wait of this.#events.deafWaits(settling, fn, uses)) faults.push({ promise, kind: 'deaf-wait', node: wait.call, ...wait });
    for (const use of uses) {
      const alone = settling.isAlone(use, fn, uses);
      const chain = lossyChain(use, settling, this.file);
      if (chain && this.#isAloneOutside(chain, use, settling, fn, uses)) faults.push({ promise, kind: 'lossy-chain', node: chain.handler ?? chain.link, ...chain });
      if (!isFunction(use) || use.async || use.generator) continue;
      const call = this.#callsOnce(use);
      if (!call) continue;
      // After the response, no error of the request comes any more.
      const rest = call.entry.role === 'http-request' ? this.#events.withoutRequestErrors(uses, call.node) : uses;
      if (alone || (rest.length < uses.length && settling.isAlone(use, fn, rest))) faults.push(...this.#unsettledIn(promise, use, true));
    }
    return faults;
  }

  #isAloneOutside({ chain }: LossyChain, use: Node, settling: Settling, fn: FunctionNode, uses: readonly Node[]): boolean {
    return settling.isAlone(use, fn, uses.filter(each => each === use || !isInside(each, chain)));
  }

  /** The library call that calls a function exactly once, when its work is over. */
  #callsOnce(fn: FunctionNode): LibraryCall | undefined {
    const at = callbackPosition(fn);
    const call = at && this.file.calls.at(at.call);
    if (!call || at.option !== undefined) return undefined;
    const callback = call.entry.callbacks?.find(each => isCalledBack(each, at, fn));
    if (!callback || callback.awaited) return undefined;
    return callback.errorFirst || call.entry.role === 'http-request' || (call.entry.role === 'timer' && ONCE.has(call.path)) ? call : undefined;
  }

  #unsettledPath(promise: HandMadePromise, fn: FunctionNode, uses: readonly Node[]): SettlingFault | undefined {
    const { settling } = promise;
    const flow = this.file.flow(fn);
    const steps = new Set<Node>();
    for (const use of uses) {
      const step = settling.stepOf(use, flow);
      if (!step || !flow.isReachable(step)) return undefined;
      steps.add(step);
    }
    const gates = gatesOf(fn, uses, this.file.index);
    const passes = (node: Node): boolean => steps.has(node) || gates.isOpaque(node);
    const ignored = { kinds: ['return'] as const };
    const exits = flow.exitsWithout(fn, passes, { ...ignored, ignoreThrowOf: () => true });
    for (const { kind, node } of exits) {
      const exit = kind === 'end' || !node || node.type !== 'ReturnStatement' ? gates.unsettledBranch() : gates.isCorrelated(node) ? undefined : node;
      if (!exit) continue;
      // A callback may find that it is no longer needed: what it asks must be its own.
      if (fn !== promise.root && !testsAround(exit, fn).every(each => this.#isOwn(each, fn))) continue;
      return { promise, kind: 'unsettled-path', node: exit };
    }
    if (exits.length > 0 || flow.exitsWithout(fn, passes, ignored).length === 0) return undefined;
    const silent = this.file.index.inOwn(fn, 'TryStatement').find(each => each.handler && !settling.isIn(each.handler) && settling.isIn(each.block) && uses.some(use => isInside(use, each.block)));
    return silent?.handler ? { promise, kind: 'unsettled-catch', node: silent.handler } : undefined;
  }

  /** Whether a condition asks only for what the function has been given, or found itself. */
  #isOwn(test: Node, fn: FunctionNode): boolean {
    if (this.file.index.within(test, 'ThisExpression').length > 0) return false;
    return this.file.index.within(test, 'Identifier').every(name => {
      const variable = this.file.bindings.referenceOf(name)?.resolved;
      if (!variable || variable.defs.length === 0) return true;
      const [definition] = variable.defs;
      if (definition?.type === 'ImportBinding' || definition?.type === 'FunctionName') return true;
      return variable.identifiers.some(each => isInside(each, fn));
    });
  }

  #canReturn(fn: FunctionNode): boolean {
    return this.file.flow(fn).exitsWithout(fn, () => false, { kinds: ['return'], ignoreThrowOf: () => true }).length > 0;
  }
}
