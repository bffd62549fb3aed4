import type { TSESTree } from '@typescript-eslint/utils';
import type { InPlaceFacts } from '../../catalog/schema.js';
import { functionsAround, isInside, rootOf, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { QueryChain } from '../queries/query-chains.js';
import { sqlStatements, type SqlStatement } from '../queries/sql-statements.js';
import { ComputedColumns, type ColumnChange } from './computed-columns.js';
import { RowGuards } from './row-guards.js';
import { lastOf, StaleKeys } from './stale-keys.js';
import { StaleLooks, type Bound } from './stale-looks.js';

/** Data of a database, a cache or a file that is written by what was read of it before: whoever wrote it in between has written in vain. */
export interface StaleStore {
  readonly write: Node;
  readonly read: Node;
  /**
   * `column`: a query sets a number to what was read and changed; `saved`: a loaded object is changed and saved; `key`, `file`: a whole value is;
   * `bound`: a query adds to a number whose limit was looked at before; `count`: a row is added to those that were counted before;
   * `limit`: a key's number is changed whose limit was looked at before; `claimed`: a mark is set where a look has found none.
   */
  readonly kind: 'column' | 'saved' | 'key' | 'file' | 'bound' | 'count' | 'limit' | 'claimed';
  /** The column, the key or the path. */
  readonly what: string;
  /** How the same is done in one step, where there is a way. */
  readonly instead: string | undefined;
  /** For `column`. */
  readonly change?: ColumnChange;
  /** It is done in a transaction that lets others read the row before it is written. */
  readonly isTransacted: boolean;
}

export type FoundStore = Omit<StaleStore, 'isTransacted'>;
type Found = FoundStore;

const OF_KEYS: ReadonlySet<string> = new Set(['key', 'file', 'limit', 'claimed']);
const ARITHMETIC = new Set(['+', '-', '*', '/']);
const CHANGES = new Set(['+=', '-=', '*=', '/=', '++', '--']);
const COUNTS = new Set(['count', 'countdocuments', 'countby']);
/** In SQL. */
const IN_PLACE: InPlaceFacts = { add: 'SET $1 = $1 + …', subtract: 'SET $1 = $1 - …', multiply: 'SET $1 = $1 * …', divide: 'SET $1 = $1 / …' };
const IS_ID = /^(?:_?id|uuid|pk|key|slug)$|(?:Id|ID|_id|Key)$/;
/** Conditions of SQL by which a row that has changed meanwhile is left alone. */
const CHECKS_ROW = /version|updated_?at|etag|xmin|revision/i;
const MAX_DEPTH = 4;

export class StaleStores {
  readonly #computed: ComputedColumns;
  readonly #guards: RowGuards;
  readonly #looks: StaleLooks;

  constructor(private readonly file: FileModel) {
    this.#computed = new ComputedColumns(file);
    this.#guards = new RowGuards(file);
    this.#looks = new StaleLooks(file);
  }

  /** In source order. */
  get all(): readonly StaleStore[] {
    return (this.#all ??= this.#find());
  }
  #all: readonly StaleStore[] | undefined;

  #find(): readonly StaleStore[] {
    const found = [...this.#columns(), ...this.#texts(), ...this.#saves(), ...this.#copies(), ...new StaleKeys(this.file).all, ...this.#bounds(), ...this.#counts()].flatMap(each => {
      const guard = this.#guards.of(each.write, !OF_KEYS.has(each.kind));
      return guard === 'kept' ? [] : [{ ...each, isTransacted: guard === 'transacted' }];
    });
    return found.sort((a, b) => a.write.range[0] - b.write.range[0]);
  }

  /** `update({ data: { balance: account.balance - amount } })` */
  *#columns(): Iterable<Found> {
    for (const chain of this.file.queryChains.all) {
      if (chain.does !== 'update') continue;
      for (const property of this.#settings(chain)) {
        const column = staticName(property);
        const made = column === undefined ? undefined : (this.#computed.of(property.value, column) ?? this.#computed.ofChangedList(property.value, column, chain.end.node));
        const read = made && this.#readBehind(made.source);
        if (!made || !read || column === undefined || this.#comparesWith(chain, rootOf(made.source), property)) continue;
        const inPlace = chain.links.map(each => each.entry.query?.inPlace).find(each => each !== undefined) ?? IN_PLACE;
        yield { write: chain.end.node, read, kind: 'column', what: column, change: made.change, instead: insteadOf(made.change, column, inPlace) };
        break;
      }
    }
  }

  /** The properties of the object that holds a query's new values; those of `$set` too. */
  #settings({ links }: QueryChain): readonly TSESTree.Property[] {
    return links.flatMap(({ node, entry }) => {
      if (entry.query?.does !== 'update') return [];
      const { values } = entry.query;
      const given = typeof values === 'number' ? [node.arguments[values]] : typeof values === 'string' ? [this.#option(node.arguments[0], values)] : node.arguments;
      return given.flatMap(each => {
        const object = each && each.type !== 'SpreadElement' ? this.file.origins.expressionOf(each) : undefined;
        return object?.type === 'ObjectExpression' ? this.#propertiesOf(object) : [];
      });
    });
  }

  #propertiesOf(object: TSESTree.ObjectExpression): readonly TSESTree.Property[] {
    return object.properties.flatMap(each => {
      if (each.type !== 'Property') return [];
      return staticName(each) === '$set' && each.value.type === 'ObjectExpression' ? this.#propertiesOf(each.value) : [each];
    });
  }

  #option(options: Node | undefined, name: string): Node | undefined {
    const found = options && this.file.options.at(options, name);
    return found?.state === 'present' ? found.value : undefined;
  }

  /** `save({ ...user, visits: user.visits + 1 })`, `account.update({ balance: account.balance - amount })` */
  *#copies(): Iterable<Found> {
    for (const write of this.file.index.all('CallExpression')) {
      const callee = unwrap(write.callee);
      const method = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      if (callee.type !== 'MemberExpression' || (method !== 'save' && method !== 'update' && method !== 'replaceOne')) continue;
      const receiver = unwrap(callee.object);
      const isRow = method === 'update' && receiver.type === 'Identifier' && !this.#byEnd.has(write);
      if (!isRow && (method === 'update' || !this.#byEnd.has(write))) continue;
      for (const given of write.arguments) {
        const object = unwrap(given);
        const row = isRow ? receiver : object.type === 'ObjectExpression' ? object.properties.find(each => each.type === 'SpreadElement')?.argument : undefined;
        if (object.type !== 'ObjectExpression' || !row) continue;
        const name = this.file.sourceCode.getText(row);
        const found = this.#propertiesOf(object).find(each => {
          const made = this.#computed.of(each.value, staticName(each) ?? '');
          return made && this.file.sourceCode.getText(rootOf(made.source)) === name;
        });
        const read = found && this.#readBehind(row);
        if (!read || (method === 'replaceOne' && this.#isByState(write.arguments[0], name))) continue;
        yield { write, read, kind: 'saved', what: staticName(found)!, instead: undefined };
      }
    }
  }

  /** The query whose rows a member is of. */
  #readBehind(member: Node): Node | undefined {
    const query = this.#queryBehind(member, 0);
    return query && (this.#byEnd.get(query)?.does === 'read' || this.#byNode.get(query)?.does === 'read') ? query : undefined;
  }

  #queryBehind(value: Node, depth: number): Node | undefined {
    const node = unwrap(value);
    if (depth > 2 * MAX_DEPTH) return undefined;
    if (node.type === 'MemberExpression') return this.#queryBehind(node.object, depth + 1);
    if (node.type === 'AwaitExpression') return this.#queryBehind(node.argument, depth + 1);
    if (node.type === 'LogicalExpression') return this.#queryBehind(node.left, depth + 1);
    if (this.#byEnd.has(node) || this.#byNode.has(node)) return node;
    const variable = node.type === 'Identifier' ? this.file.bindings.variableOf(node) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || !this.file.bindings.isConstant(variable) || !definition.node.init) return undefined;
    return this.#queryBehind(definition.node.init, depth + 1);
  }

  get #byEnd(): ReadonlyMap<Node, QueryChain> {
    return (this.#chains ??= new Map(this.file.queryChains.all.map(each => [each.end.node, each])));
  }
  #chains: ReadonlyMap<Node, QueryChain> | undefined;

  get #byNode(): ReadonlyMap<Node, SqlStatement> {
    return (this.#statements ??= new Map(sqlStatements(this.file).map(each => [each.node, each])));
  }
  #statements: ReadonlyMap<Node, SqlStatement> | undefined;

  /** `SELECT balance …`, then `UPDATE … SET balance = $1` with a value that was computed of it. */
  *#texts(): Iterable<Found> {
    for (const { node, does, table, settings, condition } of this.#byNode.values()) {
      if (does !== 'update') continue;
      for (const { column, value } of settings) {
        const made = this.#computed.of(value, column);
        const read = made && this.#readBehind(made.source);
        const select = read && this.#byNode.get(read);
        if (!select || select.table !== table || new RegExp(`\\b${column}\\b`, 'i').test(condition) || CHECKS_ROW.test(condition)) continue;
        yield { write: node, read: select.node, kind: 'column', what: column, change: made.change, instead: insteadOf(made.change, column, IN_PLACE) };
        break;
      }
    }
  }

  /** `if (account.balance < amount) throw …; update({ data: { balance: { decrement: amount } } })` */
  *#bounds(): Iterable<Found> {
    for (const chain of this.file.queryChains.all) {
      if (chain.does !== 'update') continue;
      const write = chain.end.node;
      const [fn] = functionsAround(write);
      for (const { column, side, node } of fn ? this.#steps(chain) : []) {
        const looks = this.file.index.inOwn(fn!, 'MemberExpression').filter(each => each.range[0] < write.range[0] && staticName(each) === column && this.#looks.boundAt(each, write) === side);
        const read = looks.map(each => this.#readBehind(each)).find(each => each !== undefined);
        if (!read || this.#mentions(chain, column, node)) continue;
        yield { write, read, kind: 'bound', what: column, instead: undefined };
        break;
      }
    }
  }

  /** `if (await db.seat.count(…) >= limit) throw …; await db.seat.create(…)` */
  *#counts(): Iterable<Found> {
    const chains = this.file.queryChains.all.filter(each => each.links.length === 1);
    const inserts = chains.filter(each => each.does === 'insert' && each.root);
    if (inserts.length === 0) return;
    const { sourceCode } = this.file;
    for (const { end, root } of chains) {
      const [fn] = functionsAround(end.node);
      if (!COUNTS.has(lastOf(end.path)) || !root || !fn) continue;
      const counted = wrapped(end.node).parent;
      if (counted?.type !== 'AwaitExpression') continue;
      const write = inserts.find(each => each.end.node.range[0] > end.node.range[0] && functionsAround(each.end.node)[0] === fn && sourceCode.getText(each.root) === sourceCode.getText(root) && [counted, ...this.#looks.namesOf(counted)].some(look => this.#looks.boundAt(look, each.end.node) === 'upper' && !isZero(look)));
      if (write) yield { write: write.end.node, read: end.node, kind: 'count', what: sourceCode.getText(root), instead: undefined };
    }
  }

  /** The columns that a query adds to, and which limit they go towards. */
  *#steps(chain: QueryChain): Iterable<{ readonly column: string; readonly side: Bound; readonly node: Node }> {
    for (const { node, path } of chain.links) {
      const [column] = node.arguments;
      const method = lastOf(path);
      if (column?.type === 'Literal' && typeof column.value === 'string' && (method === 'increment' || method === 'decrement')) yield { column: column.value, side: method === 'increment' ? 'upper' : 'lower', node: column };
    }
    for (const property of this.#settings(chain)) {
      const name = staticName(property);
      const value = unwrap(property.value);
      if (name === undefined || value.type !== 'ObjectExpression') continue;
      for (const each of value.properties) {
        const inner = each.type === 'Property' ? staticName(each) : undefined;
        if (each.type !== 'Property' || inner === undefined) continue;
        if (name === '$inc') yield { column: inner, side: each.value.type === 'UnaryExpression' && each.value.operator === '-' ? 'lower' : 'upper', node: each };
        else if (inner === 'increment' || inner === 'decrement') yield { column: name, side: inner === 'increment' ? 'upper' : 'lower', node: property };
      }
    }
  }

  /** Whether a query speaks of a column somewhere else, as its condition would. */
  #mentions({ end: { node } }: QueryChain, column: string, setting: Node): boolean {
    const isOther = (each: Node): boolean => isInside(each, node) && !isInside(each, setting);
    return this.file.index.within(node, 'Property').some(each => staticName(each) === column && isOther(each)) || this.file.index.within(node, 'Literal').some(each => each.value === column && isOther(each)) || this.file.index.within(node, 'MemberExpression').some(each => staticName(each) === column && isOther(each));
  }

  /** Whether the query only takes effect where the row still is as it was read: `where: { id, balance: account.balance }`. */
  #comparesWith({ links }: QueryChain, row: Node, property: Node): boolean {
    const variable = this.file.bindings.variableOf(row);
    return links.some(({ node }) => this.file.index.within(node, 'MemberExpression').some(each => isInside(each, node) && !isInside(each, property) && this.file.bindings.variableOf(rootOf(each)) === variable && variable !== undefined && isCompared(each) && !IS_ID.test(staticName(each) ?? '')));
  }

  /** `const user = await User.findOne(…); user.visits += 1; await user.save()` */
  *#saves(): Iterable<Found> {
    const { index } = this.file;
    const told = new Set<Node>();
    const changes: (TSESTree.AssignmentExpression | TSESTree.UpdateExpression)[] = [...index.all('AssignmentExpression'), ...index.all('UpdateExpression')];
    for (const change of changes) {
      const target = unwrap(change.type === 'UpdateExpression' ? change.argument : change.left);
      const column = target.type === 'MemberExpression' ? staticName(target) : undefined;
      if (target.type !== 'MemberExpression' || column === undefined || unwrap(target.object).type !== 'Identifier') continue;
      const isChange = CHANGES.has(change.operator) || (change.type === 'AssignmentExpression' && change.operator === '=' && this.#isOfItself(change.right, target));
      const read = isChange ? this.#readBehind(target) : undefined;
      const write = read && this.#saveOf(target.object, change);
      if (!read || !write || told.has(write)) continue;
      told.add(write);
      yield { write, read, kind: 'saved', what: column, instead: undefined };
    }
  }

  #isOfItself(value: Node, target: Node): boolean {
    const node = unwrap(value);
    if (node.type !== 'BinaryExpression' || !ARITHMETIC.has(node.operator)) return false;
    const left = unwrap(node.left as Node);
    const { sourceCode } = this.file;
    return sourceCode.getText(left.type === 'LogicalExpression' ? unwrap(left.left) : left) === sourceCode.getText(target);
  }

  /** Where the changed object is saved: `user.save()`, `users.save(user)`. */
  #saveOf(object: Node, change: Node): Node | undefined {
    const variable = this.file.bindings.variableOf(unwrap(object));
    const [fn] = functionsAround(change);
    if (!variable || !fn) return undefined;
    for (const { identifier } of variable.references) {
      const place = wrapped(identifier);
      const { parent } = place;
      if (!parent || identifier.range[0] < change.range[1] || functionsAround(identifier)[0] !== fn) continue;
      if (parent.type === 'MemberExpression' && parent.object === place && staticName(parent) === 'save' && parent.parent.type === 'CallExpression') return parent.parent;
      if (parent.type !== 'CallExpression') continue;
      const method = lastOf(this.file.calls.at(parent)?.path ?? '');
      if (method === 'save' && parent.arguments.includes(place as TSESTree.CallExpressionArgument)) return parent;
      if (method === 'replaceone' && parent.arguments[1] === place && !this.#isByState(parent.arguments[0], variable.name)) return parent;
    }
    return undefined;
  }

  /** A condition that compares more than the key with what was read: `{ _id, visits: user.visits }`. */
  #isByState(condition: Node | undefined, row: string): boolean {
    return condition !== undefined && this.file.index.within(condition, 'MemberExpression').some(each => isInside(each, condition) && each.object.type === 'Identifier' && each.object.name === row && !IS_ID.test(staticName(each) ?? ''));
  }
}

/** `count > 0` asks whether there is one, which is no limit. */
function isZero(look: Node): boolean {
  const comparison = wrapped(look).parent;
  return comparison?.type === 'BinaryExpression' && [comparison.left, comparison.right].some(each => each.type === 'Literal' && (each.value === 0 || each.value === 1));
}

/** A change that the store has no word for is left to the reader. */
function insteadOf(change: ColumnChange, column: string, inPlace: InPlaceFacts): string | undefined {
  return change === 'list' || change === 'other' ? undefined : inPlace[change]?.replaceAll('$1', column);
}

/** A member that is the value of a property, as conditions are written, or an argument of its own. */
function isCompared(member: Node): boolean {
  const { parent } = member;
  return parent?.type === 'Property' || parent?.type === 'CallExpression';
}
