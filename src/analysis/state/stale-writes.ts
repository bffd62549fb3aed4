import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isInside, isNothing, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { Entries } from './entries.js';
import { isBrowserCode } from '../waits/browser-code.js';
import { Callers } from '../waits/callers.js';
import { CarriedValues } from './carried-values.js';
import { targetsOf } from './place-writes.js';
import { RepeatedHarms, type RepeatedHarm } from './repeated-harm.js';
import { StaleLooks, testAround, type Bound } from './stale-looks.js';
import { StatePlaces, type Sharing, type StatePlace } from './state-places.js';

/** A shared place that is written by what was read of it before a wait, while others may have written it. */
export interface StaleWrite {
  readonly write: Node;
  readonly read: Node;
  /** The place as it stands in the source. */
  readonly place: string;
  readonly fn: FunctionNode;
  /**
   * `lost`: the new value is made of the old one. `unchecked`: it is changed by a bound that was looked at before the wait.
   * `twice`: it is written where there was nothing before, and what is made or done for it runs twice; `late`: a promise is kept
   * there so that the work runs once, but too late.
   */
  readonly kind: 'lost' | 'unchecked' | 'twice' | 'late';
  /** For `twice`. */
  readonly harm: RepeatedHarm | undefined;
  /** For `twice`: what is written only says that it has been done. */
  readonly isMark: boolean;
}

type Found = Pick<StaleWrite, 'kind' | 'read' | 'harm' | 'isMark'>;

interface Write {
  readonly node: TSESTree.AssignmentExpression | TSESTree.CallExpression | TSESTree.UpdateExpression;
  readonly target: Node;
  readonly place: StatePlace;
  readonly value: Node;
  readonly operator: string;
  /** What an entry is put into. */
  readonly container: StatePlace | undefined;
}

const PUTS = new Set(['set', 'add', 'push']);

export class StaleWrites {
  readonly #places: StatePlaces;
  readonly #entries: Entries;
  readonly #harms: RepeatedHarms;
  readonly #looks: StaleLooks;
  readonly #callers: Callers;
  readonly #carried: CarriedValues;

  constructor(private readonly file: FileModel) {
    this.#places = new StatePlaces(file);
    this.#entries = new Entries(file);
    this.#harms = new RepeatedHarms(file);
    this.#looks = new StaleLooks(file);
    this.#callers = new Callers(file);
    this.#carried = new CarriedValues(file);
  }

  /** In source order. */
  get all(): readonly StaleWrite[] {
    return (this.#all ??= this.file.index.all('AwaitExpression').length === 0 ? [] : [...this.#find()].sort((a, b) => a.write.range[0] - b.write.range[0]));
  }
  #all: readonly StaleWrite[] | undefined;

  *#find(): Iterable<StaleWrite> {
    const waits = new Map<FunctionNode, number>();
    for (const write of this.#writes()) {
      const fn = enclosingFunction(write.node);
      if (!fn?.async) continue;
      const first = waits.get(fn) ?? this.file.index.inOwn(fn, 'AwaitExpression')[0]?.range[0] ?? Infinity;
      waits.set(fn, first);
      if (first > write.node.range[1]) continue;
      const sharing = this.#places.sharingOf(write.place, fn);
      const found = sharing && this.#judge(write, fn);
      if (!found && sharing) yield* this.#ofCallers(write, fn, sharing);
      if (!found || !this.#isProven(found, write, fn, sharing)) continue;
      if (this.#entries.waitsForTurn(fn, write.node) || this.#isMarkedBefore(write.node, fn) || isBrowserCode(this.file)) continue;
      yield { write: write.node, place: this.file.sourceCode.getText(write.target), fn, ...found };
    }
  }

  /** Whether two callers can meet there, and lose something by it. */
  #isProven({ kind, harm, isMark, read }: Found, { place, node }: Write, fn: FunctionNode, sharing: Sharing): boolean {
    const isHandler = this.file.handlers.around(fn)?.fn === fn;
    const entry = sharing === 'closure' ? (this.#entries.isRepeated(fn) ? 'surely' : undefined) : this.#entries.of(fn);
    // The elements of a list have a key each.
    if (!entry || (sharing !== 'process' && !isHandler && place.isEntry && this.#entries.isRepeated(fn) && this.#places.isOwnEntry(place, fn))) return false;
    // A store that answers later is outside of the object, where others find it, too.
    if (kind === 'late') return sharing !== 'closure' || isHandler;
    if (kind !== 'twice') return sharing !== 'object' || entry === 'surely' || (node.parent?.type === 'AwaitExpression' && kind === 'lost');
    if (harm === 'leak' || harm === 'effect') return true;
    if (sharing === 'object' || (sharing === 'closure' && !isHandler)) return isMark && sharing === 'object' && place.path.split('.').length === 2 && this.#isOnce(read, node);
    return isMark || !place.isEntry;
  }

  /** `if (!this.token) await this.refresh();` where `refresh` writes the token when it has waited: each caller that comes meanwhile starts it again. */
  *#ofCallers(write: Write, fn: FunctionNode, sharing: Sharing): Iterable<StaleWrite> {
    const { place, node, operator } = write;
    const calls = operator !== '=' || place.isEntry || this.#told.has(fn) ? [] : this.#awaitedCallsOf(fn);
    if (calls.length === 0) return;
    if (this.#places.mentionsOf(place, fn).some(each => each.range[0] < node.range[0] && !isInside(each, node))) return;
    const found = this.#twice(write, fn, fn);
    if (!found || found.isMark || (sharing !== 'process' && found.harm === 'work')) return;
    for (const { call, caller } of calls) {
      if (this.#told.has(fn)) return;
      const mentions = this.#places.mentionsOf(place, caller).filter(each => each.range[0] < call.range[0]);
      const read = mentions.find(each => this.#looks.isGuard(each, call, caller));
      if (!read || sharing === 'closure' || !this.#entries.of(caller) || isBrowserCode(this.file)) continue;
      if (this.#entries.waitsForTurn(caller, call) || this.#entries.waitsForTurn(fn, node) || this.#entries.takesTurns(call) || this.#isMarkedBefore(node, fn) || this.#isMarkedBefore(call, caller)) continue;
      this.#told.add(fn);
      yield { ...found, write: call, read, place: this.file.sourceCode.getText(write.target), fn: caller };
    }
  }
  readonly #told = new Set<FunctionNode>();

  #awaitedCallsOf(fn: FunctionNode): readonly { readonly call: TSESTree.CallExpression; readonly caller: FunctionNode }[] {
    let known = this.#awaitedCalls.get(fn);
    if (!known) {
      known = this.#callers.of(fn, () => true).flatMap(({ node: call }) => {
        const caller = enclosingFunction(call);
        return caller?.async && wrapped(call).parent?.type === 'AwaitExpression' ? [{ call, caller }] : [];
      });
      this.#awaitedCalls.set(fn, known);
    }
    return known;
  }
  readonly #awaitedCalls = new Map<FunctionNode, readonly { readonly call: TSESTree.CallExpression; readonly caller: FunctionNode }[]>();

  *#writes(): Iterable<Write> {
    const { index } = this.file;
    for (const node of index.all('AssignmentExpression')) {
      for (const target of targetsOf(node.left)) {
        const place = this.#places.of(target);
        if (place) yield { node, target, place, value: node.right, operator: node.operator, container: undefined };
      }
    }
    for (const node of index.all('UpdateExpression')) {
      const place = this.#places.of(node.argument);
      if (place) yield { node, target: node.argument, place, value: node.argument, operator: node.operator, container: undefined };
    }
    for (const node of index.all('CallExpression')) {
      const callee = unwrap(node.callee);
      if (callee.type !== 'MemberExpression' || !PUTS.has(staticName(callee) ?? '')) continue;
      const [key, value] = node.arguments;
      const isSet = staticName(callee) === 'set';
      // A store's `set` may take a lifetime, too.
      if (!key || key.type === 'SpreadElement' || node.arguments.length > 3 || isSet !== (value !== undefined)) continue;
      const container = this.#places.of(callee.object);
      if (container && container.path !== 'this') yield { node, target: callee.object, place: this.#places.entryOf(container, key), value: value ?? key, operator: 'put', container };
    }
  }

  #judge(write: Write, fn: FunctionNode): Found | undefined {
    const { node, operator, value, target, place } = write;
    if (operator === '&&=') return undefined;
    const isChange = operator !== '=' && operator !== 'put' && operator !== '??=' && operator !== '||=';
    if (operator === '??=' || operator === '||=' || (isChange && node.type === 'AssignmentExpression')) {
      const waits = this.file.index.within(value, 'AwaitExpression').some(each => isInside(each, value) && enclosingFunction(each) === fn);
      if (waits) return isChange ? { kind: 'lost', read: target, harm: undefined, isMark: false } : this.#twice(write, target, fn);
    }
    // It looks again where it writes.
    if (operator === '??=' || operator === '||=') return undefined;
    const mentions = this.#places.mentionsOf(place, fn).filter(each => !isInside(each, target) && each.range[0] < node.range[1] && !isWritten(each));
    if (isChange) return this.#unchecked(write, mentions, fn);
    for (const read of mentions) {
      if (!this.#looks.isStale(read, node, mentions, fn)) continue;
      const carried = this.#carried.carries(value, read, fn);
      if (carried === 'changed' || (carried === 'same' && node.parent?.type === 'AwaitExpression' && this.#carried.isChangedInPlace(value, node, fn))) return { kind: 'lost', read, harm: undefined, isMark: false };
      if (this.#looks.isGuard(read, node, fn)) {
        const found = this.#twice(write, read, fn);
        if (found) return found;
      }
    }
    return this.#unchecked(write, mentions, fn);
  }

  /** `if (balance < amount) throw …; await pay(); balance -= amount`: when it is changed, the answer may be another. */
  #unchecked(write: Write, mentions: readonly Node[], fn: FunctionNode): Found | undefined {
    const { node, container } = write;
    const isPut = container !== undefined && this.#ownChange(write.value, write.place) === undefined;
    const side = isPut ? 'upper' : this.#sideOf(write);
    const looks = isPut ? this.#sizesOf(container, fn).filter(each => each.range[0] < node.range[0]) : mentions;
    if (side === undefined) return undefined;
    const checks = looks.filter(each => [each, ...this.#looks.namesOf(each)].some(name => this.#looks.boundAt(name, node) === side));
    const read = checks.find(each => this.#looks.isStale(each, node, checks, fn));
    return read && { kind: 'unchecked', read, harm: undefined, isMark: false };
  }

  /** Which bound a change goes towards: what grows has an upper one. */
  #sideOf({ value, operator, place }: Write): Bound | undefined {
    const direction = operator === '=' || operator === 'put' ? this.#ownChange(value, place) : operator;
    if (direction === '+=' || direction === '++' || direction === '+') return 'upper';
    return direction === '-=' || direction === '--' || direction === '-' ? 'lower' : undefined;
  }

  /** Where the number of a container's entries is looked at. */
  #sizesOf({ root, path }: StatePlace, fn: FunctionNode): readonly Node[] {
    return ['size', 'length'].flatMap(each => this.#places.mentionsOf({ root, path: `${path}.${each}` }, fn));
  }

  /** `stock.set(id, stock.get(id) - 1)` */
  #ownChange(value: Node, { root, path }: StatePlace): string | undefined {
    const node = unwrap(value);
    if (node.type !== 'BinaryExpression') return undefined;
    const left = unwrap(node.left);
    const held = this.#places.of(left.type === 'LogicalExpression' ? left.left : left);
    return held !== undefined && held.root === root && held.path === path ? node.operator : undefined;
  }

  /** `if (done) return;`: whoever comes later has nothing to do. */
  #isOnce(read: Node, write: Node): boolean {
    return [read, ...this.#looks.namesOf(read)].some(each => {
      const statement = testAround(each)?.statement;
      if (!statement || isInside(write, statement)) return false;
      const { consequent } = statement;
      const last = consequent.type === 'BlockStatement' ? consequent.body.at(-1) : consequent;
      return last?.type === 'ReturnStatement';
    });
  }

  #twice(write: Write, read: Node, fn: FunctionNode): Found | undefined {
    const value = unwrap(write.value);
    // A container answers at once: what is awaited is a store, whose callers may be anywhere.
    if (write.node.parent?.type === 'AwaitExpression' && write.operator === 'put') return undefined;
    if (isNothing(value) || (value.type === 'Literal' && !value.value)) return undefined;
    if (this.#isPromiseOf(value)) return { kind: 'late', read, harm: undefined, isMark: false };
    const isMark = isMarkOf(write, value);
    const harm = this.#harms.of({ write: write.node, place: write.place, value: write.value, read, fn, isMark });
    return harm && { kind: 'twice', read, harm, isMark };
  }

  /** A promise that is kept for later callers: whoever stores one means the work to run once. */
  #isPromiseOf(value: Node): boolean {
    const made = unwrap(this.file.origins.expressionOf(value) ?? value);
    return made.type === 'CallExpression' && this.file.promises.mayExist && this.file.promises.isPromise(made) === true;
  }

  /** `if (this.busy) return; this.busy = true; await …`: something that turns others away is set before anybody else can look. */
  #isMarkedBefore(write: Node, fn: FunctionNode): boolean {
    const { index } = this.file;
    const tests = [...index.inOwn(fn, 'IfStatement'), ...index.inOwn(fn, 'WhileStatement')].map(each => each.test);
    if (tests.length === 0) return false;
    const flow = this.file.flow(fn);
    const turnsAway = (place: StatePlace | undefined, setter: Node): boolean =>
      place !== undefined && this.#places.sharingOf(place, fn) !== undefined &&
      this.#places.mentionsOf(place, fn).some(each => !isInside(each, setter) && each.range[0] < setter.range[0] && [each, ...this.#looks.namesOf(each)].some(name => tests.some(test => isInside(name, test))) && flow.suspensionsBetween(each, setter).length === 0);
    return index.inOwn(fn, 'AssignmentExpression').some(each => each !== write && each.range[0] < write.range[0] && flow.suspensionsBetween(each, write).length > 0 && turnsAway(this.#places.of(each.left), each)) ||
      index.inOwn(fn, 'CallExpression').some(each => {
        const callee = unwrap(each.callee);
        const [key] = each.arguments;
        if (each === write || each.range[0] >= write.range[0] || callee.type !== 'MemberExpression' || !PUTS.has(staticName(callee) ?? '') || !key) return false;
        const container = this.#places.of(callee.object);
        return container !== undefined && turnsAway(this.#places.entryOf(container, key), each);
      });
  }
}

function isWritten(mention: Node): boolean {
  const place = wrapped(mention);
  const { parent } = place;
  if (parent?.type === 'AssignmentExpression') return parent.left === place && parent.operator === '=';
  return parent?.type === 'UnaryExpression' && parent.operator === 'delete';
}

/** Whether what is written only says that something has been done: `true`, a time, the key itself. */
function isMarkOf({ node }: Write, value: Node): boolean {
  if (node.type === 'CallExpression' && node.arguments.length === 1) return true;
  if (value.type === 'Literal') return true;
  if (value.type === 'NewExpression') return value.callee.type === 'Identifier' && value.callee.name === 'Date';
  return value.type === 'CallExpression' && value.callee.type === 'MemberExpression' && staticName(value.callee) === 'now';
}
