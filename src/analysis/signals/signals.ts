import type { TSESTree } from '@typescript-eslint/utils';
import type { WaitFacts } from '../../catalog/schema.js';
import { isFunction, isInside, lastName, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { noTypes } from '../../types/no-types.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import { callbackPosition, isCalledBack } from '../values/origins.js';
import { isSignalType, signalsInHand, type SignalInHand } from './signals-in-hand.js';

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** A call that could end with its caller's signal, and is not given it. */
export interface UnforwardedSignal {
  readonly node: Call;
  /** How the signal in hand is written: `signal`, `options?.signal`. */
  readonly signal: string;
  /** It may be missing, as far as the file tells. */
  readonly isOptional: boolean;
  /** Index of the argument that takes it. */
  readonly argument: number;
  /** The option that takes it; undefined where the argument is the signal. */
  readonly option: string | undefined;
  /** The signal of a time limit that stands where the caller's is needed as well. */
  readonly replaced: Node | undefined;
}

/** A controller that ends nothing. */
export interface UnheardController {
  readonly node: TSESTree.NewExpression;
  readonly name: string;
}

interface Place {
  readonly state: 'absent' | 'unknown' | 'present';
  readonly argument: number;
  readonly option: string | undefined;
  readonly value?: Node;
}

/** Which calls leave an AbortSignal aside that their function has in hand. */
export class Signals {
  constructor(private readonly file: FileModel) {}

  /** Calls that take a signal and are not given the one in hand, in source order. */
  get unforwarded(): readonly UnforwardedSignal[] {
    return (this.#unforwarded ??= this.#find());
  }
  #unforwarded: readonly UnforwardedSignal[] | undefined;

  /** Whether a call is left without a signal that is there: it is bounded once it is given it. */
  isUnforwarded(node: Node): boolean {
    if ((this.#nodes ??= new Set(this.unforwarded.map(each => each.node))).has(node)) return true;
    // A controller in its function that ends nothing is meant for it, and is reported there.
    if (this.unheard.length === 0) return false;
    const owner = ownerOf(node);
    return isFunction(owner) && this.unheard.some(each => ownerOf(each.node) === owner);
  }
  #nodes: ReadonlySet<Node> | undefined;

  /** Controllers that are aborted, and whose signal nobody ever gets. */
  get unheard(): readonly UnheardController[] {
    return (this.#unheard ??= this.#findUnheard());
  }
  #unheard: readonly UnheardController[] | undefined;

  #findUnheard(): readonly UnheardController[] {
    const { bindings, index, sourceCode } = this.file;
    if (!sourceCode.text.includes('AbortController')) return [];
    return index.all('NewExpression').flatMap(node => {
      const declarator = node.parent;
      if (!bindings.isGlobal(node.callee, 'AbortController') || declarator.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier' || declarator.parent.parent.type === 'ExportNamedDeclaration') return [];
      const variable = bindings.variableOf(declarator.id);
      const uses = variable?.references.filter(each => each.init !== true) ?? [];
      const isOnlyAborted = uses.every(({ identifier: { parent } }) => {
        const call = parent?.type === 'MemberExpression' && staticName(parent) === 'abort' ? wrapped(parent).parent : undefined;
        return call?.type === 'CallExpression' && unwrap(call.callee) === parent;
      });
      return uses.length > 0 && isOnlyAborted ? [{ node, name: declarator.id.name }] : [];
    });
  }

  #find(): readonly UnforwardedSignal[] {
    // Cheap to refuse: `signal`, `AbortSignal` and `abortSignal` are said in no other way.
    const { text } = this.file.sourceCode;
    if (!text.includes('ignal') || !(text.includes('bort') || this.#mayTakeSignals)) return [];
    if (this.#inHand.size === 0) return [];
    const found: UnforwardedSignal[] = [];
    for (const node of this.file.index.all('CallExpression')) {
      const signal = this.#signalAt(node);
      if (!signal || !this.#isWaitedFor(node)) continue;
      const place = this.#placeIn(node);
      if (!place || place.state === 'unknown') continue;
      const replaced = place.state === 'present' ? this.#timeLimit(place.value) : undefined;
      if (place.state === 'present' && !replaced) continue;
      if (this.#isSetAside(node, signal, replaced !== undefined)) continue;
      found.push({ node, signal: signal.text, isOptional: !signal.isSure, argument: place.argument, option: place.option, replaced });
    }
    return found;
  }

  /** Whether a library in the file takes signals; types may speak of them without their name. */
  get #mayTakeSignals(): boolean {
    const { calls, types } = this.file;
    return types !== noTypes || calls.having('signal').length > 0 || calls.having('wait').some(({ entry }) => entry.wait!.bounds.some(each => each === 'signal' || each === 'abortSignal'));
  }

  get #inHand(): ReadonlyMap<FunctionNode, readonly SignalInHand[]> {
    return (this.#inHandMemo ??= signalsInHand(this.file));
  }
  #inHandMemo: ReadonlyMap<FunctionNode, readonly SignalInHand[]> | undefined;

  /** The one signal of the innermost function around a call that has any. */
  #signalAt(node: Node): SignalInHand | undefined {
    for (let fn = ownerOf(node); isFunction(fn); fn = ownerOf(fn)) {
      const signals = this.#inHand.get(fn);
      // Of several, nobody can say which is meant.
      if (signals) return signals.length === 1 ? signals[0] : undefined;
      if (!this.#runsWithin(fn)) return undefined;
    }
    return undefined;
  }

  /** Whether a function runs as a part of the one around it: a callback of `map`, a task that is waited for. */
  #runsWithin(fn: FunctionNode): boolean {
    const at = callbackPosition(fn);
    if (!at) return fn.parent.type === 'CallExpression' && fn.parent.callee === fn;
    if (at.call.type === 'NewExpression') return false;
    const entry = this.file.calls.at(at.call)?.entry;
    if (entry) return entry.callbacks?.some(each => each.awaited && each.runs !== 'request' && isCalledBack(each, at, fn)) === true || entry.role === 'iterate' || at.call.callee.type === 'MemberExpression' && staticName(at.call.callee) === 'map';
    return at.argument === 0 && at.call.callee.type === 'MemberExpression' && ['map', 'flatMap', 'then'].includes(staticName(at.call.callee) ?? '');
  }

  /** Whether the function waits for a call: what is only started, or kept for others, may outlive the signal on purpose. */
  #isWaitedFor(node: Call): boolean {
    const handling = this.file.promises.handlingOf(node);
    if (handling === 'awaited' || handling === 'returned') return true;
    const place = wrapped(node);
    const { parent } = place;
    if (parent?.type === 'ForOfStatement') return parent.await && parent.right === place;
    if (parent?.type === 'MemberExpression') {
      // `await fetch(url).then(…).catch(…)`
      let link: Node = place;
      while (link.parent?.type === 'MemberExpression' && link.parent.object === link) {
        const call: Node | undefined = wrapped(link.parent).parent;
        if (call?.type !== 'CallExpression' || !['then', 'catch', 'finally'].includes(staticName(link.parent) ?? '')) return false;
        link = wrapped(call);
      }
      return link.parent?.type === 'AwaitExpression' || link.parent?.type === 'ReturnStatement' || (link.parent?.type === 'ArrowFunctionExpression' && link.parent.body === link);
    }
    const list = parent?.type === 'ArrayExpression' ? parent.parent : undefined;
    return list?.type === 'CallExpression' && ['Promise.all', 'Promise.allSettled'].includes(this.file.calls.at(list)?.path ?? '') && ['awaited', 'returned'].includes(this.file.promises.handlingOf(list) ?? '');
  }

  /** Where a call takes a signal, and what stands there. */
  #placeIn(node: TSESTree.CallExpression): Place | undefined {
    const call = this.file.calls.at(node);
    if (!call) return this.#placeInFunction(node);
    const { wait, signal } = call.entry;
    const option = signal ? (signal.option ?? 'signal') : wait?.bounds.find(each => each === 'signal' || each === 'abortSignal');
    if (option === undefined) return undefined;
    const facts: Pick<WaitFacts, 'argument' | 'request'> = signal ?? wait!;
    const argument = this.file.waits.optionsAt(call, facts);
    const found = this.file.waits.optionOf(call, facts, option);
    if (found.state === 'present') return { state: 'present', argument, option, value: found.value };
    if (found.state === 'absent') return { state: 'absent', argument, option };
    // The last argument may be a stream that is known to be one, not options.
    const last = facts.argument === 'last' ? node.arguments.at(-1) : undefined;
    const isOther = last !== undefined && last.type !== 'SpreadElement' && this.#isKnownObject(last);
    return { state: isOther ? 'absent' : 'unknown', argument: isOther ? node.arguments.length : argument, option };
  }

  #isKnownObject(node: Node): boolean {
    const origin = this.file.origins.of(node);
    return origin?.kind === 'library' && !origin.promised && origin.path.endsWith('#') && this.file.catalog.knows(origin.library);
  }

  /** The same for a function in view, or one whose signature is. */
  #placeInFunction(node: TSESTree.CallExpression): Place | undefined {
    const target = this.#signalOf(node.callee);
    if (!target) return undefined;
    const { parameter, option } = target;
    if (option === null) return undefined;
    if (node.arguments.slice(0, parameter + 1).some(each => each.type === 'SpreadElement')) return undefined;
    const given = node.arguments[parameter];
    if (option === undefined) return { state: given ? 'present' : 'absent', argument: parameter, option, ...(given && { value: given }) };
    const found = this.file.options.at(given, option);
    return { state: found.state, argument: parameter, option, ...(found.state === 'present' && { value: found.value }) };
  }

  #signalOf(callee: Node): { readonly parameter: number; readonly option: string | undefined | null } | undefined {
    const fn = this.file.origins.functionOf(callee);
    if (fn) {
      const signals = this.#inHand.get(fn);
      return signals?.length === 1 ? signals[0] : undefined;
    }
    const { declared } = this.file.origins;
    const signature = declared.resolve(declared.of(unwrap(callee)));
    if (!signature || !('params' in signature) || !Array.isArray(signature.params)) return undefined;
    const params = signature.params as readonly Node[];
    const parameter = params.findIndex(each => each.type === 'Identifier' && each.typeAnnotation && isSignalType(each.typeAnnotation.typeAnnotation, this.file));
    return parameter < 0 ? undefined : { parameter, option: undefined };
  }

  /** A new `AbortSignal.timeout(…)` that is given instead. */
  #timeLimit(node: Node | undefined): Node | undefined {
    const value = node && this.file.origins.expressionOf(node);
    return value && this.file.calls.at(value)?.path === 'AbortSignal.timeout' ? node : undefined;
  }

  /** Reasons why a call is rightly left without the signal, or has it in a way that the options do not show. */
  #isSetAside(node: Call, signal: SignalInHand, isReplaced: boolean): boolean {
    const { fn } = signal;
    if (this.#isHeard(signal)) return true;
    for (let current: Node = node; current !== fn && current.parent; current = current.parent) {
      const parent: Node = current.parent;
      // Cleaning up goes on after an abort.
      if (parent.type === 'CatchClause' || (parent.type === 'TryStatement' && parent.finalizer === current)) return true;
      if ((parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && parent.test !== current && this.#mentions(parent.test, signal)) return true;
      // `untilAborted(fetch(url), signal)`, `pRetry(() => load(url), { signal })`
      if ((parent.type === 'CallExpression' || parent.type === 'NewExpression') && parent.callee !== current && parent.arguments.some(each => each !== current && this.#mentions(each, signal))) return true;
    }
    if (isReplaced) return false;
    const own = node.arguments.some(each => this.#mentions(each, signal));
    const receiver = unwrap(node.callee);
    return own || (receiver.type === 'MemberExpression' && this.#mentions(receiver.object, signal));
  }

  /** Whether a function listens to its signal by itself, and so ends its work in a way of its own. */
  #isHeard(signal: SignalInHand): boolean {
    let heard = this.#heard.get(signal);
    if (heard === undefined) this.#heard.set(signal, (heard = this.#listensTo(signal)));
    return heard;
  }
  readonly #heard = new Map<SignalInHand, boolean>();

  #listensTo({ variable, property, fn }: SignalInHand): boolean {
    return variable.references.some(({ identifier }) => {
      const place = property === undefined ? wrapped(identifier) : wrapped(identifier.parent!);
      const { parent } = place;
      if (parent?.type === 'CallExpression' && parent.arguments[0] === place) return lastName(parent.callee) === 'addAbortListener' && isInside(parent, fn);
      const member = parent?.type === 'MemberExpression' && parent.object === place ? staticName(parent) : undefined;
      return member === 'onabort' || member === 'addEventListener';
    });
  }

  /** Whether an expression holds the signal, or something that was made with it. */
  #mentions(node: Node, signal: SignalInHand): boolean {
    const carriers = this.#carriersOf(signal);
    return this.file.index.within(node, 'Identifier').some(each => {
      const variable = this.file.bindings.variableOf(each);
      if (!variable || !carriers.has(variable)) return false;
      if (variable !== signal.variable || signal.property === undefined) return true;
      // Of an options object: the whole of it, or its signal.
      const { parent } = each;
      return parent.type !== 'MemberExpression' || parent.object !== each || (staticName(parent) ?? signal.property) === signal.property;
    });
  }

  readonly #carriers = new Map<SignalInHand, ReadonlySet<Variable>>();
  /** The signal's variable, and those whose value was made with it, without a wait in between: `AbortSignal.any([signal, …])`. */
  #carriersOf(signal: SignalInHand): ReadonlySet<Variable> {
    const known = this.#carriers.get(signal);
    if (known) return known;
    const carriers = new Set<Variable>([signal.variable]);
    this.#carriers.set(signal, carriers);
    for (const declarator of this.file.index.within(signal.fn, 'VariableDeclarator')) {
      if (!declarator.init || unwrap(declarator.init).type === 'AwaitExpression' || isFunction(declarator.init)) continue;
      const takesApart = unwrap(declarator.init).type === 'Identifier' && declarator.id.type === 'ObjectPattern';
      if (!takesApart && this.#mentions(declarator.init, signal)) for (const each of this.file.bindings.declaredBy(declarator)) carriers.add(each);
    }
    return carriers;
  }
}
