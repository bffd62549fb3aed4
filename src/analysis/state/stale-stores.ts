import type { TSESTree } from '@typescript-eslint/utils';
import { STORES } from '../../catalog/effects.js';
import { functionName, functionsAround, isInside, rootOf, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { QueryChain } from '../queries/query-chains.js';
import { RUNS_ONCE, TAKES_TURNS } from './entries.js';

/** Data of a database, a cache or a file that is written by what was read of it before: whoever wrote it in between has written in vain. */
export interface StaleStore {
  readonly write: Node;
  readonly read: Node;
  /** `column`: a query sets a number to what was read and changed; `saved`: a loaded object is changed and saved; `key`, `file`: a whole value is. */
  readonly kind: 'column' | 'saved' | 'key' | 'file';
  /** The column, the key or the path. */
  readonly what: string;
  /** How the same is done in one step, where the library has a way. */
  readonly adds: string | undefined;
}

const ARITHMETIC = new Set(['+', '-', '*', '/']);
const CHANGES = new Set(['+=', '-=', '*=', '/=', '++', '--']);
/** What lets one in at a time, or refuses what has changed meanwhile. Names may silence. */
const GUARDED = /for\s+update|for_?update|lock|mutex|semaphore|serializ|isolation|version|optimistic|transact|\bwatch\b|\bmulti\b|\beval|\bscript\b|etag|if-?match|compareAndS|queryRunner|\btx\b|\btrx\b|session/i;
const IS_ID = /^(?:_?id|uuid|pk|key|slug)$|(?:Id|ID|_id|Key)$/;
const MAX_DEPTH = 4;

export class StaleStores {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get all(): readonly StaleStore[] {
    return (this.#all ??= [...this.#columns(), ...this.#saves(), ...this.#keys()].filter(each => !this.#isGuarded(each)).sort((a, b) => a.write.range[0] - b.write.range[0]));
  }
  #all: readonly StaleStore[] | undefined;

  /** `update({ data: { balance: account.balance - amount } })` */
  *#columns(): Iterable<StaleStore> {
    for (const chain of this.file.queryChains.all) {
      if (chain.does !== 'update') continue;
      for (const property of this.#settings(chain)) {
        const column = staticName(property);
        const source = column === undefined ? undefined : this.#madeOf(property.value, column, 0);
        const read = source && this.#readBehind(source);
        if (!source || !read || column === undefined || this.#comparesWith(chain, rootOf(source), property)) continue;
        yield { write: chain.end.node, read, kind: 'column', what: column, adds: chain.links.map(each => each.entry.query?.adds).find(each => each !== undefined)?.replaceAll('$1', column) };
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

  /** The member of that name which a value is computed from: `account.balance` of `account.balance - amount`. */
  #madeOf(value: Node, name: string, depth: number): TSESTree.MemberExpression | undefined {
    const node = unwrap(value);
    if (depth > MAX_DEPTH) return undefined;
    const operand = (each: Node): TSESTree.MemberExpression | undefined => {
      const part = unwrap(each);
      if (part.type === 'MemberExpression') return staticName(part) === name ? part : undefined;
      if (part.type === 'LogicalExpression') return operand(part.left);
      if (part.type === 'CallExpression' && part.arguments.length === 1 && part.arguments[0]?.type !== 'SpreadElement' && this.file.bindings.isGlobal(part.callee, 'Number', 'parseInt', 'parseFloat')) return operand(part.arguments[0]!);
      return this.#madeOf(part, name, depth + 1);
    };
    if (node.type === 'BinaryExpression') return ARITHMETIC.has(node.operator) && node.left.type !== 'PrivateIdentifier' ? (operand(node.left) ?? operand(node.right)) : undefined;
    if (node.type === 'ArrayExpression') return node.elements.map(each => (each?.type === 'SpreadElement' ? operand(each.argument) : undefined)).find(each => each !== undefined);
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && this.file.bindings.isGlobal(node.callee.object, 'Math')) return node.arguments.map(each => (each.type === 'SpreadElement' ? undefined : this.#madeOf(each, name, depth + 1))).find(each => each !== undefined);
    if (node.type !== 'Identifier') return undefined;
    const held = this.file.origins.expressionOf(node);
    return held && held !== node ? this.#madeOf(held, name, depth + 1) : undefined;
  }

  /** The query whose rows a member is of. */
  #readBehind(member: Node): Node | undefined {
    const chain = this.#chainBehind(member, 0);
    return chain?.does === 'read' ? chain.end.node : undefined;
  }

  #chainBehind(value: Node, depth: number): QueryChain | undefined {
    const node = unwrap(value);
    if (depth > 2 * MAX_DEPTH) return undefined;
    if (node.type === 'MemberExpression') return this.#chainBehind(node.object, depth + 1);
    if (node.type === 'AwaitExpression') return this.#chainBehind(node.argument, depth + 1);
    if (node.type === 'LogicalExpression') return this.#chainBehind(node.left, depth + 1);
    if (node.type === 'CallExpression') return this.#byEnd.get(node);
    const variable = node.type === 'Identifier' ? this.file.bindings.variableOf(node) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || !this.file.bindings.isConstant(variable) || !definition.node.init) return undefined;
    return this.#chainBehind(definition.node.init, depth + 1);
  }

  get #byEnd(): ReadonlyMap<Node, QueryChain> {
    return (this.#chains ??= new Map(this.file.queryChains.all.map(each => [each.end.node, each])));
  }
  #chains: ReadonlyMap<Node, QueryChain> | undefined;

  /** Whether the query only takes effect where the row still is as it was read: `where: { id, balance: account.balance }`. */
  #comparesWith({ links }: QueryChain, row: Node, property: Node): boolean {
    const variable = this.file.bindings.variableOf(row);
    return links.some(({ node }) => this.file.index.within(node, 'MemberExpression').some(each => isInside(each, node) && !isInside(each, property) && this.file.bindings.variableOf(rootOf(each)) === variable && variable !== undefined && isCompared(each) && !IS_ID.test(staticName(each) ?? '')));
  }

  /** `const user = await User.findOne(…); user.visits += 1; await user.save()` */
  *#saves(): Iterable<StaleStore> {
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
      yield { write, read, kind: 'saved', what: column, adds: undefined };
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
      if (parent.type === 'CallExpression' && parent.arguments[0] === place && /(?:^|[.#])save$/.test(this.file.calls.at(parent)?.path ?? '')) return parent;
    }
    return undefined;
  }

  /** `const list = JSON.parse(await redis.get(key)); list.push(x); await redis.set(key, JSON.stringify(list))` */
  *#keys(): Iterable<StaleStore> {
    for (const [role, pairs] of Object.entries(STORES)) {
      const calls = this.file.calls.of(role as keyof typeof STORES);
      const reads = calls.filter(each => pairs[lastOf(each.path)] !== undefined);
      for (const write of reads.length === 0 ? [] : calls) {
        const [fn] = functionsAround(write.node);
        const [key, ...values] = write.node.arguments;
        if (!fn || !key) continue;
        // A file is one machine's: only requests that meet there do harm.
        if (role === 'file-access' && this.file.handlers.runsPerRequest(fn) !== 'yes') continue;
        const read = reads.find(each => pairs[lastOf(each.path)]!.includes(lastOf(write.path)) && functionsAround(each.node)[0] === fn && each.node.range[0] < write.node.range[0] && this.#isSame(each.node.arguments[0], key));
        if (!read || !values.some(each => this.#reaches(each, read.node, fn))) continue;
        yield { write: write.node, read: read.node, kind: role === 'file-access' ? 'file' : 'key', what: this.file.sourceCode.getText(key), adds: undefined };
      }
    }
  }

  #isSame(a: Node | undefined, b: Node): boolean {
    return a !== undefined && this.file.sourceCode.getText(a) === this.file.sourceCode.getText(b);
  }

  /** Whether a value was made of what a call gave: through names, what they were set to, and what was put into them. */
  #reaches(value: Node, read: Node, fn: FunctionNode): boolean {
    const seen = new Set<unknown>();
    const work: Node[] = [value];
    for (let each = work.pop(); each; each = work.pop()) {
      if (isInside(read, each)) return true;
      for (const name of this.file.index.within(each, 'Identifier')) {
        const variable = isInside(name, each) ? this.file.bindings.variableOf(name) : undefined;
        if (!variable || seen.has(variable) || seen.size > 20 || !isInside(variable.scope.block, fn)) continue;
        seen.add(variable);
        const definition = this.file.bindings.definitionOf(variable);
        if (definition?.type === 'Variable' && definition.node.init) work.push(definition.node.init);
        for (const { identifier } of this.file.bindings.assignmentsTo(variable)) if (identifier.parent.type === 'AssignmentExpression') work.push(identifier.parent.right);
      }
    }
    return false;
  }

  #isGuarded({ write }: StaleStore): boolean {
    const functions = functionsAround(write);
    const outer = functions.at(-1);
    if (!outer || functions.some(each => RUNS_ONCE.test(functionName(each) ?? ''))) return true;
    if (GUARDED.test(this.file.sourceCode.getText(functions[0]!))) return true;
    for (let current = write.parent; current && current !== outer; current = current.parent) {
      if (current.type === 'CallExpression' && (TAKES_TURNS.test(this.file.sourceCode.getText(current.callee)) || this.file.calls.at(current)?.entry.role === 'transaction')) return true;
    }
    return false;
  }
}

function lastOf(path: string): string {
  return path.split(/[.#]/).at(-1)!.toLowerCase();
}

/** A member that is the value of a property, as conditions are written, or an argument of its own. */
function isCompared(member: Node): boolean {
  const { parent } = member;
  return parent?.type === 'Property' || parent?.type === 'CallExpression';
}
