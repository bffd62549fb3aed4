import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isInside, isNothing, leavesFunction, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { Entries } from './entries.js';
import { isBrowserCode } from '../waits/browser-code.js';
import { RepeatedHarms, type RepeatedHarm } from './repeated-harm.js';
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
   * `twice`: it is written where there was nothing before, and what is made or done for it runs twice.
   */
  readonly kind: 'lost' | 'unchecked' | 'twice';
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
}

const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '**', '|', '&', '^', '<<', '>>', '>>>']);
/** Methods whose result holds what their list held. */
const KEEPING = new Set(['concat', 'filter', 'map', 'slice', 'toSpliced', 'with', 'flat', 'sort', 'toSorted', 'add', 'plus', 'sub', 'minus', 'union', 'merge', 'set', 'push']);
const PUTS = new Set(['set', 'add', 'push']);
const MAX_DEPTH = 5;

export class StaleWrites {
  readonly #places: StatePlaces;
  readonly #entries: Entries;
  readonly #harms: RepeatedHarms;

  constructor(private readonly file: FileModel) {
    this.#places = new StatePlaces(file);
    this.#entries = new Entries(file);
    this.#harms = new RepeatedHarms(file);
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
      if (!found || !this.#isProven(found, write, fn, sharing)) continue;
      if (this.#entries.waitsForTurn(fn, write.node) || this.#isMarkedBefore(write, fn) || isBrowserCode(this.file)) continue;
      yield { write: write.node, place: this.file.sourceCode.getText(write.target), fn, ...found };
    }
  }

  /** Whether two callers can meet there, and lose something by it. */
  #isProven({ kind, harm, isMark, read }: Found, { place, node }: Write, fn: FunctionNode, sharing: Sharing): boolean {
    const isHandler = this.file.handlers.around(fn)?.fn === fn;
    const entry = sharing === 'closure' ? (this.#entries.isRepeated(fn) ? 'surely' : undefined) : this.#entries.of(fn);
    // The elements of a list have a key each.
    if (!entry || (sharing === 'closure' && !isHandler && this.#places.isOwnEntry(place, fn))) return false;
    if (kind !== 'twice') return sharing !== 'object' || entry === 'surely';
    if (harm === 'leak' || harm === 'effect') return true;
    if (sharing === 'object' || (sharing === 'closure' && !isHandler)) return isMark && sharing === 'object' && place.path.split('.').length === 2 && this.#isOnce(read, node);
    return isMark || !place.isEntry;
  }

  *#writes(): Iterable<Write> {
    const { index } = this.file;
    for (const node of index.all('AssignmentExpression')) {
      for (const target of targetsOf(node.left)) {
        const place = this.#places.of(target);
        if (place) yield { node, target, place, value: node.right, operator: node.operator };
      }
    }
    for (const node of index.all('UpdateExpression')) {
      const place = this.#places.of(node.argument);
      if (place) yield { node, target: node.argument, place, value: node.argument, operator: node.operator };
    }
    for (const node of index.all('CallExpression')) {
      const callee = unwrap(node.callee);
      if (callee.type !== 'MemberExpression' || !PUTS.has(staticName(callee) ?? '')) continue;
      const [key, value, more] = node.arguments;
      const isSet = staticName(callee) === 'set';
      if (!key || key.type === 'SpreadElement' || more || isSet !== (value !== undefined)) continue;
      const container = this.#places.of(callee.object);
      if (container && container.path !== 'this') yield { node, target: callee.object, place: this.#places.entryOf(container, key), value: value ?? key, operator: 'put' };
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
    const mentions = this.#places.mentionsOf(place, fn).filter(each => !isInside(each, target) && each.range[0] < node.range[1] && !isWritten(each));
    if (isChange) return this.#unchecked(write, mentions, fn);
    for (const read of mentions) {
      if (!this.#isStale(read, node, mentions, fn)) continue;
      if (this.#carries(value, read, fn) === 'changed') return { kind: 'lost', read, harm: undefined, isMark: false };
      if (this.#isGuard(read, node, fn)) {
        const found = this.#twice(write, read, fn);
        if (found) return found;
      }
    }
    return this.#unchecked(write, mentions, fn);
  }

  /** `if (balance < amount) throw …; await pay(); balance -= amount`: when it is changed, the answer may be another. */
  #unchecked({ node, value, operator, place }: Write, mentions: readonly Node[], fn: FunctionNode): Found | undefined {
    const isChange = operator === '+=' || operator === '-=' || operator === '++' || operator === '--' || this.#changesItself(value, place);
    if (!isChange) return undefined;
    const checks = mentions.filter(each => [each, ...this.#namesOf(each)].some(name => this.#isBound(name, node)));
    const read = checks.find(each => this.#isStale(each, node, checks, fn));
    return read && { kind: 'unchecked', read, harm: undefined, isMark: false };
  }

  /** `stock.set(id, stock.get(id) - 1)` */
  #changesItself(value: Node, { root, path }: StatePlace): boolean {
    const node = unwrap(value);
    if (node.type !== 'BinaryExpression' || (node.operator !== '+' && node.operator !== '-')) return false;
    const left = unwrap(node.left);
    const held = this.#places.of(left.type === 'LogicalExpression' ? left.left : left);
    return held !== undefined && held.root === root && held.path === path;
  }

  /** A comparison in a condition that turns away, or that the write stands behind. */
  #isBound(occurrence: Node, write: Node): boolean {
    let current = wrapped(occurrence);
    if (current.parent?.type === 'LogicalExpression' && current.parent.operator === '??') current = wrapped(current.parent);
    const comparison = current.parent;
    if (comparison?.type !== 'BinaryExpression' || !['<', '<=', '>', '>='].includes(comparison.operator)) return false;
    const test = testAround(comparison);
    return test !== undefined && (isInside(write, test.statement.consequent) || (leavesFunction(test.statement.consequent) && test.statement.range[1] <= write.range[0]));
  }

  /** Whether a path leads from a read over a wait to the write, on which nothing looks again. */
  #isStale(read: Node, write: Node, reads: readonly Node[], fn: FunctionNode): boolean {
    const flow = this.file.flow(fn);
    const others = new Set<Node>(reads.filter(each => each !== read));
    return flow.suspensionsBetween(read, write).some(wait => flow.reaches(wait, write, { avoiding: each => others.has(each) || each === read }));
  }

  /** Whether a value is what was read (`same`), or was made of it: `count + 1`, `[...items, item]`, `await next(count)`. */
  #carries(value: Node, read: Node, fn: FunctionNode, depth = 0): 'same' | 'changed' | undefined {
    const node = unwrap(value);
    if (depth > MAX_DEPTH) return undefined;
    if (node === read) return 'same';
    const inner = (each: Node | null | undefined): 'same' | 'changed' | undefined => (each ? this.#carries(each, read, fn, depth + 1) : undefined);
    const changed = (parts: readonly (Node | null | undefined)[]): 'changed' | undefined => (parts.some(each => inner(each) !== undefined) ? 'changed' : undefined);
    switch (node.type) {
      case 'Identifier': {
        const variable = this.file.bindings.variableOf(node);
        const definition = variable && this.file.bindings.definitionOf(variable);
        if (!variable || !this.file.bindings.isConstant(variable) || definition?.type !== 'Variable' || definition.node.id.type !== 'Identifier' || !isInside(definition.node, fn)) return undefined;
        return inner(definition.node.init);
      }
      case 'CallExpression': {
        const callee = unwrap(node.callee);
        if (callee.type === 'MemberExpression' && KEEPING.has(staticName(callee) ?? '')) return changed([callee.object]);
        return node.arguments.some(each => unwrap(each) === read) ? 'changed' : undefined;
      }
      case 'NewExpression':
        return changed(node.arguments.map(each => (each.type === 'SpreadElement' ? undefined : each)));
      case 'BinaryExpression':
        return ARITHMETIC.has(node.operator) && node.left.type !== 'PrivateIdentifier' ? changed([node.left, node.right]) : undefined;
      case 'LogicalExpression':
        return inner(node.left) ?? inner(node.right);
      case 'ConditionalExpression':
        return inner(node.consequent) ?? inner(node.alternate);
      case 'AwaitExpression':
        return inner(node.argument);
      case 'ArrayExpression':
        return changed(node.elements.map(each => (each?.type === 'SpreadElement' ? each.argument : undefined)));
      case 'ObjectExpression':
        return changed(node.properties.map(each => (each.type === 'SpreadElement' ? each.argument : undefined)));
      case 'TemplateLiteral':
        return node.expressions.some(each => unwrap(each) === read) ? 'changed' : undefined;
      default:
        return undefined;
    }
  }

  /** Whether the write only runs where this look found nothing. */
  #isGuard(read: Node, write: Node, fn: FunctionNode): boolean {
    return [read, ...this.#namesOf(read)].some(each => {
      if (isAlternative(each, write)) return true;
      const test = testAround(each);
      const asked = test && this.#asks(test.expression, each);
      if (!test || asked === undefined) return false;
      const { statement } = test;
      if (asked === 'empty') return isInside(write, statement.consequent);
      if (statement.alternate && isInside(write, statement.alternate)) return true;
      return leavesFunction(statement.consequent) && statement.range[1] <= write.range[0] && enclosingFunction(statement) === fn;
    });
  }

  /** `if (done) return;`: whoever comes later has nothing to do. */
  #isOnce(read: Node, write: Node): boolean {
    return [read, ...this.#namesOf(read)].some(each => {
      const statement = testAround(each)?.statement;
      if (!statement || isInside(write, statement)) return false;
      const { consequent } = statement;
      const last = consequent.type === 'BlockStatement' ? consequent.body.at(-1) : consequent;
      return last?.type === 'ReturnStatement';
    });
  }

  /** Constants that hold what was read: `const cached = cache.get(key)`. */
  #namesOf(read: Node): readonly Node[] {
    const declarator = wrapped(read).parent;
    if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier' || declarator.init !== wrapped(read)) return [];
    const [variable] = this.file.bindings.declaredBy(declarator);
    return variable?.references.filter(each => each.isRead()).map(each => each.identifier) ?? [];
  }

  /** What the condition says of the occurrence where it holds. */
  #asks(test: Node, occurrence: Node): 'empty' | 'full' | undefined {
    const node = unwrap(test);
    if (node === occurrence) return 'full';
    if (node.type === 'UnaryExpression' && node.operator === '!') {
      const inner = this.#asks(node.argument, occurrence);
      return inner === 'empty' ? 'full' : inner === 'full' ? 'empty' : undefined;
    }
    if (node.type === 'BinaryExpression' && node.left.type !== 'PrivateIdentifier' && unwrap(node.left) === occurrence) {
      const right = unwrap(node.right);
      const isSame = node.operator === '===' || node.operator === '==';
      if (!isSame && node.operator !== '!==' && node.operator !== '!=') return undefined;
      if (isNothing(right) || (right.type === 'Literal' && right.value === false)) return isSame ? 'empty' : 'full';
      return right.type === 'Literal' && right.value === true ? (isSame ? 'full' : 'empty') : undefined;
    }
    if (node.type === 'LogicalExpression') {
      const left = isInside(occurrence, node.left) ? this.#asks(node.left, occurrence) : this.#asks(node.right, occurrence);
      // `!x || expired(x)` is entered where there is one, too; `x && !expired(x)` leaves all the more.
      return left;
    }
    return undefined;
  }

  #twice(write: Write, read: Node, fn: FunctionNode): Found | undefined {
    const value = unwrap(write.value);
    // A container answers at once: what is awaited is a store, whose callers may be anywhere.
    if (write.node.parent?.type === 'AwaitExpression' && write.operator === 'put') return undefined;
    if (isNothing(value) || (value.type === 'Literal' && !value.value)) return undefined;
    const isMark = isMarkOf(write, value);
    const harm = this.#harms.of({ write: write.node, place: write.place, value: write.value, read, fn, isMark });
    return harm && { kind: 'twice', read, harm, isMark };
  }

  /** `if (this.busy) return; this.busy = true; await …`: something that turns others away is set before anybody else can look. */
  #isMarkedBefore({ node: write }: Write, fn: FunctionNode): boolean {
    const { index } = this.file;
    const tests = [...index.inOwn(fn, 'IfStatement'), ...index.inOwn(fn, 'WhileStatement')].map(each => each.test);
    if (tests.length === 0) return false;
    const flow = this.file.flow(fn);
    const turnsAway = (place: StatePlace | undefined, setter: Node): boolean =>
      place !== undefined && this.#places.sharingOf(place, fn) !== undefined &&
      this.#places.mentionsOf(place, fn).some(each => !isInside(each, setter) && each.range[0] < setter.range[0] && [each, ...this.#namesOf(each)].some(name => tests.some(test => isInside(name, test))) && flow.suspensionsBetween(each, setter).length === 0);
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

/** What an assignment writes to: one place, or those of a pattern. */
function targetsOf(left: Node): readonly Node[] {
  const target = unwrap(left);
  if (target.type === 'ObjectPattern') return target.properties.flatMap(each => (each.type === 'Property' ? targetsOf(each.value) : []));
  if (target.type === 'ArrayPattern') return target.elements.flatMap(each => (each ? targetsOf(each) : []));
  return target.type === 'AssignmentPattern' ? targetsOf(target.left) : [target];
}

/** `x ?? (x = await make())` */
function isAlternative(occurrence: Node, write: Node): boolean {
  const place = wrapped(occurrence);
  const { parent } = place;
  return parent?.type === 'LogicalExpression' && parent.operator !== '&&' && parent.left === place && isInside(write, parent.right);
}

function isWritten(mention: Node): boolean {
  const place = wrapped(mention);
  const { parent } = place;
  if (parent?.type === 'AssignmentExpression') return parent.left === place && parent.operator === '=';
  return parent?.type === 'UnaryExpression' && parent.operator === 'delete';
}

/** The statement whose condition an expression stands in. */
function testAround(node: Node): { readonly statement: TSESTree.IfStatement; readonly expression: Node } | undefined {
  for (let current: Node = node; current.parent && !isFunction(current); current = current.parent) {
    const { parent }: Node = current;
    if (parent?.type === 'IfStatement') return parent.test === current ? { statement: parent, expression: current } : undefined;
    if (parent?.type.endsWith('Statement')) return undefined;
  }
  return undefined;
}

/** Whether what is written only says that something has been done: `true`, a time, the key itself. */
function isMarkOf({ node }: Write, value: Node): boolean {
  if (node.type === 'CallExpression' && node.arguments.length === 1) return true;
  if (value.type === 'Literal') return true;
  if (value.type === 'NewExpression') return value.callee.type === 'Identifier' && value.callee.name === 'Date';
  return value.type === 'CallExpression' && value.callee.type === 'MemberExpression' && staticName(value.callee) === 'now';
}
