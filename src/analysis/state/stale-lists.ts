import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, functionName, isInside, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isBrowserCode } from '../waits/browser-code.js';
import { Callers } from '../waits/callers.js';
import { Entries, isOpen, RUNS_ONCE } from './entries.js';
import { StaleLooks } from './stale-looks.js';
import { StatePlaces, type StatePlace } from './state-places.js';

/** A shared list, or another store in memory, that is changed by what a wait has made out of date. */
export interface StaleList {
  readonly write: Node;
  readonly read: Node;
  /** `index`: an element is reached by where it was; `emptied`: what was added during the wait is thrown away with what was handed over before. */
  readonly kind: 'index' | 'emptied';
  /** The place as it stands in the source. */
  readonly place: string;
}

interface Change {
  readonly place: Key;
  readonly fn: FunctionNode;
  /** It adds to a number or a text, not to a list. */
  readonly isNumber: boolean;
}

interface Changes {
  readonly moves: readonly Change[];
  readonly adds: readonly Change[];
}

type Key = Pick<StatePlace, 'root' | 'path'>;

const FINDS = new Set(['findIndex', 'indexOf', 'findLastIndex', 'lastIndexOf']);
/** Methods after which elements stand elsewhere. */
const MOVES = new Set(['splice', 'shift', 'unshift', 'sort', 'reverse']);
const ADDS = new Set(['push', 'unshift', 'add', 'set']);
/** Methods that give what the container holds. */
const COPIES = new Set(['map', 'filter', 'join', 'slice', 'concat', 'entries', 'values', 'keys', 'reduce', 'flatMap', 'toSorted', 'flat']);
const EMPTY = new Set(['Map', 'Set', 'Array']);

export class StaleLists {
  readonly #places: StatePlaces;
  readonly #entries: Entries;
  readonly #looks: StaleLooks;
  readonly #callers: Callers;

  constructor(private readonly file: FileModel) {
    this.#places = new StatePlaces(file);
    this.#entries = new Entries(file);
    this.#looks = new StaleLooks(file);
    this.#callers = new Callers(file);
  }

  /** In source order. */
  get all(): readonly StaleList[] {
    return (this.#all ??= this.file.index.all('AwaitExpression').length === 0 || isBrowserCode(this.file) ? [] : [...this.#indexes(), ...this.#emptied()].sort((a, b) => a.write.range[0] - b.write.range[0]));
  }
  #all: readonly StaleList[] | undefined;

  /** `const at = list.indexOf(item); await item.close(); list.splice(at, 1)` */
  *#indexes(): Iterable<StaleList> {
    for (const { write, list, index } of this.#uses()) {
      const fn = enclosingFunction(write);
      const place = fn?.async ? this.#places.of(list) : undefined;
      if (!fn || !place || !this.#isMet(place, fn)) continue;
      const read = this.#foundAt(index, place, write, fn);
      if (!read || !this.#moves(place).length || this.#entries.waitsForTurn(fn, write)) continue;
      const again = this.#places.mentionsOf(this.#places.entryOf(place, index), fn).filter(each => !isInside(each, write));
      if (this.#looks.isStale(read, write, again, fn)) yield { write, read, kind: 'index', place: this.file.sourceCode.getText(list) };
    }
  }

  /** Where elements are written or taken out by their index. */
  *#uses(): Iterable<{ readonly write: Node; readonly list: Node; readonly index: TSESTree.Identifier }> {
    for (const write of this.file.index.all('CallExpression')) {
      const callee = unwrap(write.callee);
      const [index] = write.arguments;
      if (callee.type === 'MemberExpression' && staticName(callee) === 'splice' && index?.type === 'Identifier' && write.arguments.length > 1) yield { write, list: callee.object, index };
    }
    for (const write of this.file.index.all('AssignmentExpression')) {
      const target = unwrap(write.left);
      if (target.type === 'MemberExpression' && target.computed && target.property.type === 'Identifier') yield { write, list: target.object, index: target.property };
    }
  }

  /** The search that gave an index, of the same list; or the condition of the loop that counts it. */
  #foundAt(index: TSESTree.Identifier, list: StatePlace, write: Node, fn: FunctionNode): Node | undefined {
    const variable = this.file.bindings.variableOf(index);
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || !definition.node.init || !isInside(definition.node, fn)) return undefined;
    const loop = definition.parent.parent;
    if (loop?.type === 'ForStatement' && loop.test && isInside(write, loop.body)) return write.type === 'CallExpression' && this.#asksSize(loop, list) ? loop.test : undefined;
    if (!this.file.bindings.isConstant(variable)) return undefined;
    const call = unwrap(definition.node.init);
    const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
    if (callee?.type !== 'MemberExpression' || !FINDS.has(staticName(callee) ?? '')) return undefined;
    return isSame(this.#places.of(callee.object), list) ? call : undefined;
  }

  #asksSize(loop: TSESTree.ForStatement, { root, path }: StatePlace): boolean {
    return this.file.index.within(loop, 'MemberExpression').some(each => isInside(each, loop) && !isInside(each, loop.body) && isSame(this.#places.of(each), { root, path: `${path}.length` }));
  }

  /** Whether others meet the list, while this function waits: callers of it, or those of a method that moves its elements. */
  #isMet(place: StatePlace, fn: FunctionNode): boolean {
    const sharing = this.#places.sharingOf(place, fn);
    if (sharing === undefined) return false;
    if (sharing === 'closure') return this.#entries.isRepeated(fn);
    const entry = this.#entries.of(fn);
    return entry !== undefined && (sharing === 'process' || entry === 'surely' || this.#moves(place).some(each => each !== fn && this.#entries.of(each) !== undefined));
  }

  /** The functions after which the elements of a list stand elsewhere. */
  #moves(list: StatePlace): readonly FunctionNode[] {
    return this.#changes.moves.filter(each => isSame(each.place, list)).map(each => each.fn);
  }

  /** `await send(buffer); buffer = []` */
  *#emptied(): Iterable<StaleList> {
    for (const { write, target, isNumber } of this.#clears()) {
      const fn = enclosingFunction(write);
      const place = fn?.async ? this.#places.of(target) : undefined;
      const sharing = place && fn && this.#places.sharingOf(place, fn);
      if (!fn || !place || !sharing || RUNS_ONCE.test(functionName(fn) ?? '')) continue;
      const mentions = this.#places.mentionsOf(place, fn).filter(each => !isInside(each, write));
      const read = mentions.find(each => each.range[0] < write.range[0] && this.#isHandedOver(each) && this.#looks.isStale(each, write, mentions.filter(other => !isSize(other)), fn));
      if (read && this.#isFilledMeanwhile(place, fn, sharing !== 'process', isNumber)) yield { write, read, kind: 'emptied', place: this.file.sourceCode.getText(target) };
    }
  }

  *#clears(): Iterable<{ readonly write: Node; readonly target: Node; readonly isNumber: boolean }> {
    for (const write of this.file.index.all('AssignmentExpression')) {
      if (write.operator !== '=') continue;
      const target = unwrap(write.left);
      const value = unwrap(write.right);
      if (isZero(value) && target.type === 'MemberExpression' && staticName(target) === 'length') yield { write, target: target.object, isNumber: false };
      else if (isZero(value) || isEmpty(value)) yield { write, target, isNumber: isZero(value) };
    }
    for (const write of this.file.index.all('CallExpression')) {
      const callee = unwrap(write.callee);
      if (callee.type === 'MemberExpression' && staticName(callee) === 'clear' && write.arguments.length === 0) yield { write, target: callee.object, isNumber: false };
    }
  }

  /** Whether what it holds now is given to something: as an argument, spread, or as a copy. */
  #isHandedOver(mention: Node): boolean {
    const place = wrapped(mention);
    const { parent } = place;
    if (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') return parent.callee !== place;
    if (parent?.type === 'SpreadElement' || parent?.type === 'Property' || parent?.type === 'TemplateLiteral') return parent.type !== 'Property' || parent.value === place;
    if (parent?.type === 'MemberExpression' && parent.object === place) return COPIES.has(staticName(parent) ?? '') && wrapped(parent).parent?.type === 'CallExpression';
    return this.#looks.namesOf(mention).some(each => this.#isHandedOver(each));
  }

  /** Whether something adds to it that does not wait for the function: a handler or listener, or whoever calls a method that is open. */
  #isFilledMeanwhile(place: StatePlace, fn: FunctionNode, isOfObject: boolean, isNumber: boolean): boolean {
    return this.#changes.adds.some(each => {
      if (!isSame(each.place, place) || each.isNumber !== isNumber || each.fn === fn || isInside(each.fn, fn)) return false;
      if (this.#entries.isRepeated(each.fn)) return true;
      if (isInside(fn, each.fn) || !isOpen(each.fn, this.file) || RUNS_ONCE.test(functionName(each.fn) ?? '') || this.#waitsFor(each.fn, fn)) return false;
      // Of one object, one caller may add and empty in turn, unless it is emptied by a timer or by nobody who waits.
      return !isOfObject || this.#isStartedAside(fn);
    });
  }

  /** `await this.flush()` in `add`: whoever adds waits for it. */
  #waitsFor(adder: FunctionNode, fn: FunctionNode): boolean {
    return this.#callers.of(fn, () => true).some(({ node }) => enclosingFunction(node) === adder && !this.#isDropped(node));
  }

  /** Whether something in view starts the function and goes on. */
  #isStartedAside(fn: FunctionNode): boolean {
    if (this.#entries.isRepeated(fn) || this.#isOfTimer(fn) || this.#isHandedOn(fn)) return true;
    return this.#callers.of(fn, () => true).some(({ node }) => {
      const caller = enclosingFunction(node);
      return this.#isDropped(node) || (caller !== undefined && this.#isOfTimer(caller));
    });
  }

  /** `throttle(this.flush, 100)`, `setInterval(this.flush.bind(this), 1000)` */
  #isHandedOn(fn: FunctionNode): boolean {
    const { parent } = fn;
    const name = parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition' ? staticName(parent) : undefined;
    const uses = name === undefined ? this.file.origins.usesOf(fn) : this.file.index.all('MemberExpression').filter(each => each.object.type === 'ThisExpression' && staticName(each) === name);
    return uses.some(each => {
      const place = wrapped(each);
      const bound = place.parent?.type === 'MemberExpression' && staticName(place.parent) === 'bind' && place.parent.parent.type === 'CallExpression' ? wrapped(place.parent.parent) : place;
      return bound.parent?.type === 'CallExpression' && bound.parent.callee !== bound && bound !== wrapped(fn);
    });
  }

  #isOfTimer(fn: FunctionNode): boolean {
    const place = wrapped(fn);
    const call = place.parent;
    return call?.type === 'CallExpression' && call.arguments[0] === place && this.file.calls.at(call)?.entry.role === 'timer';
  }

  /** `void flush()`, `flush().catch(…)` as a statement. */
  #isDropped(call: Node): boolean {
    let place = wrapped(call);
    for (let parent = place.parent; parent?.type === 'MemberExpression' && parent.object === place && parent.parent.type === 'CallExpression'; parent = place.parent) place = wrapped(parent.parent);
    if (place.parent?.type === 'UnaryExpression' && place.parent.operator === 'void') place = wrapped(place.parent);
    return place.parent?.type === 'ExpressionStatement';
  }

  /** What moves the elements of lists, and what adds to places, by function. */
  get #changes(): Changes {
    return (this.#changed ??= this.#findChanges());
  }
  #changed: Changes | undefined;

  #findChanges(): Changes {
    const changes = { moves: [] as Change[], adds: [] as Change[] };
    const { index } = this.file;
    const note = (node: Node, target: Node, does: 'moves' | 'adds', isNumber = false): void => {
      const fn = enclosingFunction(node);
      const place = fn && this.#places.of(target);
      if (fn && place) changes[does].push({ place, fn, isNumber });
    };
    for (const node of index.all('CallExpression')) {
      const callee = unwrap(node.callee);
      const method = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      if (callee.type !== 'MemberExpression' || method === undefined) continue;
      if (MOVES.has(method)) note(node, callee.object, 'moves');
      if (ADDS.has(method)) note(node, callee.object, 'adds');
    }
    for (const node of index.all('AssignmentExpression')) {
      const target = unwrap(node.left);
      const value = unwrap(node.right);
      if (node.operator === '+=') note(node, target, 'adds', true);
      else if (target.type === 'MemberExpression' && target.computed) note(node, target.object, 'adds');
      if (node.operator === '=' && value.type === 'CallExpression' && value.callee.type === 'MemberExpression' && ['filter', 'slice'].includes(staticName(value.callee) ?? '')) note(node, target, 'moves');
    }
    for (const node of index.all('UpdateExpression')) if (node.operator === '++') note(node, node.argument, 'adds', true);
    return changes;
  }
}

function isSame(a: Key | undefined, b: Key): boolean {
  return a !== undefined && a.root === b.root && a.path === b.path;
}

/** `buffer.length`: no look at what it holds. */
function isSize(mention: Node): boolean {
  const { parent } = wrapped(mention);
  return parent?.type === 'MemberExpression' && ['length', 'size'].includes(staticName(parent) ?? '');
}

function isZero(value: Node): boolean {
  return value.type === 'Literal' && (value.value === 0 || value.value === '');
}

function isEmpty(value: Node): boolean {
  if (value.type === 'ArrayExpression') return value.elements.length === 0;
  if (value.type === 'ObjectExpression') return value.properties.length === 0;
  return value.type === 'NewExpression' && value.arguments.length === 0 && value.callee.type === 'Identifier' && EMPTY.has(value.callee.name);
}
