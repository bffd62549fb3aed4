import type { TSESTree } from '@typescript-eslint/utils';
import { isInside, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { eventNames, isOfProcess } from '../processes/process-listeners.js';
import type { LibraryCall } from '../values/library-calls.js';

export type CrashEvent = 'uncaughtException' | 'unhandledRejection';

/** A listener that is called when nobody has handled an error. */
export interface CrashListener {
  readonly call: LibraryCall;
  readonly events: readonly CrashEvent[];
  readonly listener: Node;
  readonly fn: FunctionNode | undefined;
}

/**
 * What is wrong with one. `goes on`: nothing in it ends the process. `success`: it ends with code 0. `waits`: the process
 * ends only when a server has closed, for which one open request is enough to take for ever.
 */
export interface CrashFault {
  readonly kind: 'goes on' | 'success' | 'waits';
  readonly at: Node;
  readonly listener: CrashListener;
}

const EVENTS: readonly CrashEvent[] = ['uncaughtException', 'unhandledRejection'];
const CAPTURE = 'setUncaughtExceptionCaptureCallback';

/** Listeners of the process for errors that nobody has handled. */
export class ProcessHandlers {
  constructor(private readonly file: FileModel) {}

  get listeners(): readonly CrashListener[] {
    return (this.#listeners ??= this.#find());
  }
  #listeners: readonly CrashListener[] | undefined;

  /** In source order, one for each listener or exit. */
  get faults(): readonly CrashFault[] {
    return (this.#faults ??= this.#findFaults());
  }
  #faults: readonly CrashFault[] | undefined;

  #find(): CrashListener[] {
    return this.file.calls.of('listen').flatMap(call => {
      const { node, path } = call;
      if (!isOfProcess(call)) return [];
      const captures = path.endsWith(CAPTURE);
      const events = captures ? EVENTS.slice(0, 1) : EVENTS.filter(each => eventNames(node.arguments[0], this.file).includes(each));
      const listener = node.arguments[captures ? 0 : 1];
      if (events.length === 0 || !listener || listener.type === 'SpreadElement' || listener.type === 'Literal') return [];
      return [{ call, events, listener, fn: this.file.origins.functionOf(listener) }];
    });
  }

  #findFaults(): CrashFault[] {
    const found = new Map<Node, CrashFault>();
    for (const listener of this.listeners) {
      if (this.#isTakenBack(listener)) continue;
      if (this.#goesOn(listener)) found.set(listener.call.node, { kind: 'goes on', at: listener.call.node, listener });
      for (const at of this.#exitsOf(listener).filter(each => this.#saysSuccess(each))) if (!found.has(at)) found.set(at, { kind: 'success', at, listener });
      const close = this.#onlyWait(listener);
      if (close && !found.has(close)) found.set(close, { kind: 'waits', at: close, listener });
    }
    return [...found.values()].sort((a, b) => a.at.range[0] - b.at.range[0]);
  }

  #goesOn({ listener, fn, events }: CrashListener): boolean {
    const { exits } = this.file;
    const ending = fn ? exits.endingOf(fn) : exits.endingOfValue(listener);
    if (ending === 'ends' || ending === 'may end' || (fn && this.#setsExitCode(fn))) return false;
    // Several may share the work: one reports, another ends the process.
    return !this.listeners.some(each => {
      if (each.listener === listener || !each.events.some(event => events.includes(event))) return false;
      const other = each.fn ? exits.endingOf(each.fn) : exits.endingOfValue(each.listener);
      return other === 'ends' || other === 'may end';
    });
  }

  /** A process that is told its code, and in which nothing listens, ends when it has no more to do. */
  #setsExitCode(fn: FunctionNode): boolean {
    return this.#assignments(fn).length > 0 && this.file.calls.having('listens').length === 0;
  }

  #assignments(within: Node): readonly Node[] {
    return this.file.index.within(within, 'AssignmentExpression').filter(({ left }) => left.type === 'MemberExpression' && staticName(left) === 'exitCode');
  }

  /** Exits in the listener itself, functions in it included, that no question about the error has chosen. */
  #exitsOf({ fn }: CrashListener): readonly TSESTree.CallExpression[] {
    if (!fn) return [];
    const own = new Set(this.file.bindings.declaredBy(fn));
    return this.file.exits.calls.flatMap(({ node, path }) => {
      if (node.type !== 'CallExpression' || path.endsWith('abort') || !isInside(node, fn)) return [];
      for (let parent: Node | undefined = node.parent; parent && parent !== fn; parent = parent.parent) {
        if (parent.type !== 'IfStatement') continue;
        if (this.file.index.within(parent.test, 'Identifier').some(each => own.has(this.file.bindings.variableOf(each)!))) return [];
      }
      return [node];
    });
  }

  #saysSuccess(exit: TSESTree.CallExpression): boolean {
    const [code] = exit.arguments;
    if (code) return code.type !== 'SpreadElement' && this.file.options.valueOf(code)?.value === 0;
    return this.#assignments(this.file.ast).length === 0;
  }

  /** The `server.close(…)` behind whose callback the only exit stands. */
  #onlyWait({ fn }: CrashListener): Node | undefined {
    if (!fn) return undefined;
    const closes = new Set<Node>();
    const inside = this.file.index.within(fn, 'CallExpression');
    for (const { node } of this.file.exits.calls) {
      if (!isInside(node, fn)) continue;
      const close = inside.find(each => each !== node && isInside(node, each) && this.#closesServer(each));
      if (!close) return undefined;
      closes.add(close);
    }
    const [close] = closes;
    if (!close || close.type !== 'CallExpression') return undefined;
    // Somebody else may end it, or cut what is open.
    const rest = inside.filter(each => each !== close && !isInside(each, close));
    const isBounded = rest.some(each => {
      const callee = unwrap(each.callee);
      const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      if (name === 'closeAllConnections' || name === 'destroy') return true;
      const call = this.file.calls.at(each);
      return call?.entry.role === 'timer' || (!call && this.file.origins.functionOf(callee) !== undefined);
    });
    return isBounded ? undefined : close;
  }

  #closesServer(node: TSESTree.CallExpression): boolean {
    const call = this.file.calls.at(node);
    return call?.path === 'Server#close' && /^node:(?:https?|net)$/.test(call.library);
  }

  /** A listener that is taken off again is there for a while only. */
  #isTakenBack({ events, fn }: CrashListener): boolean {
    return this.file.index.all('CallExpression').some(({ callee, arguments: given }) => {
      if (callee.type !== 'MemberExpression' || !['off', 'removeListener', 'removeAllListeners'].includes(staticName(callee) ?? '') || !given[0]) return false;
      const event = this.file.options.valueOf(given[0])?.value;
      if (!events.some(each => each === event)) return false;
      return !given[1] || given[1].type === 'SpreadElement' || !fn || this.file.origins.functionOf(given[1]) === fn;
    });
  }
}
