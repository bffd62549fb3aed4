import { isNothing, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { signalsInHand, type SignalInHand } from '../signals/signals-in-hand.js';
import { ownerOf } from '../syntax-index.js';
import { isVariable, type EmitterPlaces } from './emitter-places.js';
import { ListenerEnds } from './listener-ends.js';
import { RepeatedUnits } from './repeated-units.js';

/** A listener that a call leaves on a signal which outlives it. */
export interface AbortListener {
  /** `abort`: by `addEventListener`; `onabort`: by assignment; `combined`: by a signal that is made of it and not cleared. */
  readonly kind: 'abort' | 'onabort' | 'combined';
  readonly node: Node;
  /** How the signal is written. */
  readonly signal: string;
  /** The method that a combined signal has for it. */
  readonly clearedBy?: string;
}

/** Finds listeners for the end of a signal that stay when the call that needed them is over. */
export class AbortListeners {
  readonly #units: RepeatedUnits;
  readonly #ends: ListenerEnds;

  constructor(
    private readonly file: FileModel,
    private readonly places: EmitterPlaces,
  ) {
    this.#units = new RepeatedUnits(file);
    this.#ends = new ListenerEnds(file, this.#units);
  }

  /** In source order. */
  get all(): readonly AbortListener[] {
    return (this.#all ??= [...this.#added(), ...this.#assigned(), ...this.#combined()].sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #all: readonly AbortListener[] | undefined;

  *#added(): Iterable<AbortListener> {
    for (const node of this.file.index.callsNamed('addEventListener')) {
      const callee = unwrap(node.callee);
      const [event, listener, options] = node.arguments;
      if (callee.type !== 'MemberExpression' || event?.type !== 'Literal' || event.value !== 'abort' || !listener || node.arguments.length > 3) continue;
      const fn = this.#givenTo(callee.object) ?? this.#outlived(callee.object, node);
      const place = fn && this.places.of(callee.object);
      if (!fn || !place || this.places.isRemoved(place, 'abort')) continue;
      // A signal of the process or of an object may never be aborted: `once` takes away what has been called only.
      const isOnce = this.#isOnce(options);
      if (isOnce === undefined || (isOnce && this.#givenTo(callee.object))) continue;
      if (this.#ends.withCall(node, listener, fn)) yield { kind: 'abort', node, signal: this.#text(callee.object) };
    }
  }

  /** `signal.onabort = () => …` that nothing takes back. */
  *#assigned(): Iterable<AbortListener> {
    for (const node of this.file.index.all('AssignmentExpression')) {
      const { left, right } = node;
      if (left.type !== 'MemberExpression' || staticName(left) !== 'onabort' || isNothing(unwrap(right))) continue;
      const fn = this.#givenTo(left.object);
      const place = fn && this.places.of(left.object);
      if (!fn || !place) continue;
      const isTakenBack = this.file.index.all('AssignmentExpression').some(each => each !== node && each.left.type === 'MemberExpression' && staticName(each.left) === 'onabort' && this.places.of(each.left.object)?.root === place.root);
      if (!isTakenBack && this.#ends.withCall(node, right, fn)) yield { kind: 'onabort', node, signal: this.#text(left.object) };
    }
  }

  /** `anySignal([signal, …])` with no `.clear()`. */
  *#combined(): Iterable<AbortListener> {
    for (const { node, entry } of this.file.calls.having('combines')) {
      const facts = entry.combines;
      const list = facts && node.arguments[facts.signals];
      if (!facts || list?.type !== 'ArrayExpression' || this.#isCleared(node, facts.clearedBy)) continue;
      for (const each of list.elements) {
        const fn = each && each.type !== 'SpreadElement' ? this.#givenTo(each) : undefined;
        if (!each || !fn?.async || ownerOf(node) !== fn) continue;
        yield { kind: 'combined', node, signal: this.#text(each), clearedBy: facts.clearedBy };
        break;
      }
    }
  }

  /** Whether some code of the file reads the method that clears it, or others are given it to do that. */
  #isCleared(node: Node, method: string): boolean {
    if (this.file.index.all('MemberExpression').some(each => staticName(each) === method)) return true;
    const { parent } = wrapped(node);
    return parent?.type === 'ReturnStatement' || parent?.type === 'ArrowFunctionExpression' || (parent?.type === 'AssignmentExpression' && parent.left.type !== 'Identifier');
  }

  #signals: readonly SignalInHand[] | undefined;
  /** The function that has been given the signal, or one of those that it is made of. */
  #givenTo(node: Node): FunctionNode | undefined {
    const made = this.file.origins.expressionOf(node);
    const parts = made && this.file.calls.at(made)?.path === 'AbortSignal.any' && made.type === 'CallExpression' ? made.arguments[0] : undefined;
    if (parts?.type === 'ArrayExpression') {
      for (const each of parts.elements) {
        const fn = each && each.type !== 'SpreadElement' && each !== node ? this.#inHand(each)?.fn : undefined;
        if (fn) return fn;
      }
    }
    return this.#inHand(node)?.fn;
  }

  /** The function whose calls a signal outlives: one of the module, or of a field that the function does not set. */
  #outlived(node: Node, call: Node): FunctionNode | undefined {
    const origin = this.file.origins.of(node);
    if (origin?.kind !== 'library' || origin.library !== 'global' || origin.path !== 'AbortSignal#') return undefined;
    const place = this.places.of(node);
    const fn = place && this.#units.calledFunction(call);
    if (!place || !fn || this.places.isOf(place, fn)) return undefined;
    const isField = place.root !== 'global' && !isVariable(place.root) && place.path.length > 0;
    return isField || this.places.isOfModule(place) ? fn : undefined;
  }

  #inHand(node: Node): SignalInHand | undefined {
    const value = unwrap(node);
    const member = value.type === 'MemberExpression' ? value : undefined;
    const name = unwrap(member ? member.object : value);
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    if (!variable) return undefined;
    this.#signals ??= [...signalsInHand(this.file).values()].flat();
    return this.#signals.find(each => each.variable === variable && each.property === (member ? staticName(member) : undefined));
  }

  /** `{ once: true }` and `{ signal }` say that it ends; undefined where that cannot be seen. */
  #isOnce(options: Node | undefined): boolean | undefined {
    if (!options || options.type === 'Literal') return false;
    for (const key of ['once', 'signal']) {
      const found = this.file.options.at(options, key);
      if (found.state === 'unknown') return undefined;
      if (found.state === 'present' && this.file.options.valueOf(found.value)?.value !== false) return true;
    }
    return false;
  }

  #text(signal: Node): string {
    const place = this.places.of(signal);
    return place && isVariable(place.root) ? this.file.sourceCode.getText(signal) : 'signal';
  }
}

