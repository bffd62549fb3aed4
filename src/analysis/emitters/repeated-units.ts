import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingClass, enclosingFunction, functionName, isFunction, isInside, staticName, unwrap, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { callbackPosition, isCalledBack, type Origin } from '../values/origins.js';

/** Code that runs again and again in the life of a process, and how often. */
export interface RepeatedUnit {
  readonly node: Node;
  readonly per: 'request' | 'message' | 'invocation' | 'connection' | 'reconnection' | 'run' | 'round' | 'call';
}

/** Events that come more than once in the life of what emits them. */
const REPEATED_EVENTS: ReadonlyMap<string, RepeatedUnit['per']> = new Map([
  ['message', 'message'],
  ['data', 'message'],
  ['connection', 'connection'],
  ['secureConnection', 'connection'],
  ['request', 'request'],
  ['upgrade', 'request'],
]);
/** A function with such a name runs once in the life of a process, or of what it starts. Names may silence. */
const RUNS_ONCE = /^[_#]*(?:main|run(?:$|App|Bot|Forever|Loop|Main|Server|Service|Worker)|boot|start|init|set[uU]p|connect|reconnect|open|listen|serve|watch|poll|loop|work|register|configure|migrat|seed|cli$|backfill|provision|global|before|after|test|install|enable|activate|attach|mount|subscribe|consume|launch|spawn|create|make|build|ready|close|stop|shutdown|end|destroy|dispose|graceful|terminate|exit|kill|on(?:Module|Application)|wait(?:For|Until)?(?:Ready|Connect|Open|Init|Shutdown|Exit|Close))/;

/** Finds which code around a node runs again and again. */
export class RepeatedUnits {
  constructor(private readonly file: FileModel) {}

  /** The units around a node, the innermost first. */
  *around(node: Node): Iterable<RepeatedUnit> {
    for (let current = node.parent; current; current = current.parent) {
      if (this.#isWaitingLoop(current, node)) yield { node: current, per: 'round' };
      if (!isFunction(current)) continue;
      const per = this.#perOf(current);
      if (per) yield { node: current, per };
    }
  }

  /** The function around a node that is called for each piece of work, as far as its name tells; `undefined` at the start of a process. */
  calledFunction(node: Node): FunctionNode | undefined {
    for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
      const name = functionName(fn);
      if (name === undefined) continue;
      return name === 'constructor' || RUNS_ONCE.test(name) || this.#isCalledAtStart(fn) ? undefined : fn;
    }
    return undefined;
  }

  /** A loop that waits for something in each round; not one over a list, of which nobody knows how long it is. */
  #isWaitingLoop(loop: Node, node: Node): boolean {
    if (loop.type !== 'WhileStatement' && loop.type !== 'DoWhileStatement' && loop.type !== 'ForStatement') return false;
    return isInside(node, loop.body) && this.file.index.within(loop.body, 'AwaitExpression').some(each => enclosingFunction(each) === enclosingFunction(loop));
  }

  #perOf(fn: FunctionNode): RepeatedUnit['per'] | undefined {
    const { handlers } = this.file;
    if (isConstructor(fn)) return this.#perOfConstructor(fn);
    const handler = handlers.around(fn);
    if (handler?.fn === fn) return handler.kind === 'consumer' ? 'message' : handler.kind === 'lambda' ? 'invocation' : 'request';
    const called = this.#perOfCallback(fn);
    if (called) return called;
    const outer = enclosingFunction(fn);
    if (handlers.runsPerRequest(fn) === 'yes' && (!outer || handlers.runsPerRequest(outer) !== 'yes')) return 'request';
    return fn.params.some(each => each.type === 'Identifier' && each.typeAnnotation && this.#isOfRequest(each)) ? 'request' : undefined;
  }

  #perOfConstructor(fn: FunctionNode): RepeatedUnit['per'] | undefined {
    const owner = enclosingClass(fn);
    return owner && this.perInstanceOf(owner);
  }

  /** Where each request (or message, or round) makes an instance of a class. */
  perInstanceOf(owner: ClassNode): RepeatedUnit['per'] | undefined {
    if (this.#perInstance.has(owner)) return this.#perInstance.get(owner);
    // Classes that make each other.
    this.#perInstance.set(owner, undefined);
    let per: RepeatedUnit['per'] | undefined;
    for (const made of this.file.index.all('NewExpression')) {
      const origin: Origin | undefined = isInside(made, owner) ? undefined : this.file.origins.of(made.callee);
      if (origin?.kind === 'class' && origin.node === owner) per ??= [...this.around(made)][0]?.per;
    }
    this.#perInstance.set(owner, per);
    return per;
  }
  readonly #perInstance = new Map<ClassNode, RepeatedUnit['per'] | undefined>();

  #isOfRequest(parameter: TSESTree.Identifier): boolean {
    const part = this.file.handlers.partOf(parameter);
    return part === 'request' || part === 'response' || part === 'context';
  }

  /** A function that a library calls for each connection, message or run. */
  #perOfCallback(fn: FunctionNode): RepeatedUnit['per'] | undefined {
    for (const use of this.file.origins.usesOf(fn)) {
      const at = callbackPosition(use);
      const call = at && this.file.calls.at(at.call);
      if (!at || !call) continue;
      if (call.entry.repeats) return call.entry.callbacks?.some(each => isCalledBack(each, at, fn)) ? 'run' : undefined;
      const [event] = call.node.arguments;
      const named = event?.type === 'Literal' ? REPEATED_EVENTS.get(String(event.value)) : undefined;
      const method = call.node.callee.type === 'MemberExpression' ? staticName(unwrap(call.node.callee) as TSESTree.MemberExpression) : undefined;
      if (call.entry.role === 'listen' && at.argument === 1 && method !== 'once') {
        const receiver = call.receiver && this.file.handlers.typeOf(call.receiver);
        if (event?.type === 'Literal' && receiver?.comesAgain?.includes(String(event.value))) return 'reconnection';
        if (named) return named;
        if (call.entry.callbacks?.some(each => each.runs === 'request' && !each.named && isCalledBack(each, at, fn))) return 'message';
      }
      if (call.entry.role === 'server' && call.entry.callbacks?.some(each => each.runs === 'request' && isCalledBack(each, at, fn))) return 'connection';
    }
    return undefined;
  }

  /** Its only calls in view stand where the module loads, and no other module can call it. */
  #isCalledAtStart(fn: FunctionNode): boolean {
    const uses = this.file.origins.usesOf(fn).filter(each => each !== fn);
    return uses.some(each => !enclosingFunction(each) && each.parent?.type === 'CallExpression' && each.parent.callee === each);
  }
}

export function isConstructor(fn: FunctionNode): boolean {
  return fn.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor';
}
