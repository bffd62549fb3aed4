import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, enclosingFunction, isCalledInPlace, isFunction, isInside, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import type { Declared } from '../values/declared-types.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isCalledBack } from '../values/origins.js';
import { isSameValue } from '../values/same-value.js';

/** A function that runs inside of a transaction, which its caller commits, or rolls back when it throws. */
export interface ManagedTransaction {
  readonly node: TSESTree.CallExpression;
  readonly fn: FunctionNode;
  /** The client that begins it. */
  readonly outer: Node;
  /** What the function is given to work with; undefined where it takes nothing by a name. */
  readonly inner: Variable | undefined;
  /**
   * How we know: the catalog; a declaration in view, by which the function gets what has the type of the client, or a function in view that begins it by hand; or the
   * use of both is alike in the file: `tx.order.create(…)` and `db.order.findMany(…)`.
   */
  readonly proof: { readonly kind: 'library'; readonly call: LibraryCall } | { readonly kind: 'declared' | 'alike' };
}

/** Methods that other proof is looked for: the name alone says nothing. */
const METHODS = new Set(['$transaction', 'transaction', 'transactional', 'withTransaction', 'runInTransaction', 'inTransaction']);
const EACH = new Set(['map', 'forEach', 'flatMap', 'filter', 'some', 'every', 'reduce']);

export class ManagedTransactions {
  constructor(private readonly file: FileModel) {}

  get all(): readonly ManagedTransaction[] {
    return (this.#all ??= this.#find());
  }
  #all: readonly ManagedTransaction[] | undefined;

  /** The innermost managed transaction whose function runs a node before it ends: itself, or callbacks that run at once. */
  around(node: Node): ManagedTransaction | undefined {
    if (this.all.length === 0) return undefined;
    for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
      const found = this.all.find(each => each.fn === fn);
      if (found) return found;
      if (!runsAtOnce(fn)) return undefined;
    }
    return undefined;
  }

  #find(): ManagedTransaction[] {
    const found: ManagedTransaction[] = [];
    for (const call of this.file.calls.of('transaction')) {
      const { node, entry } = call;
      if (node.type !== 'CallExpression' || entry.transaction !== 'managed') continue;
      const at = node.arguments.findIndex((_, argument) => entry.callbacks?.some(each => isCalledBack(each, { call: node, argument }, undefined)));
      this.#add(found, node, at, { kind: 'library', call });
    }
    for (const node of this.file.index.callsNamed(...METHODS)) {
      if (node.callee.type !== 'MemberExpression' || this.file.calls.at(node)) continue;
      const at = node.arguments.findIndex(each => isFunction(each));
      const fn = node.arguments[at];
      if (!isFunction(fn) || !fn.async) continue;
      if (this.#isDeclared(node, at)) this.#add(found, node, at, { kind: 'declared' });
      else if (this.#isUsedAlike(node, fn)) this.#add(found, node, at, { kind: 'alike' });
    }
    this.#addOwn(found);
    return found;
  }

  /** `inTransaction(async client => …)` of the file: a function that begins a transaction by hand, and calls what it is given with its client. */
  #addOwn(found: ManagedTransaction[]): void {
    const { index, bindings, openTransactions, promises } = this.file;
    for (const begun of openTransactions.begun) {
      const runner = ownerOf(begun.node);
      const outer = openTransactions.sourceOf(begun);
      if (!isFunction(runner) || !outer) continue;
      const called = index.inOwn(runner, 'CallExpression').filter(({ arguments: [first] }) => first !== undefined && first.type !== 'SpreadElement' && isSameValue(first, begun.client, bindings)).map(each => bindings.variableOf(each.callee));
      const at = runner.params.findIndex(each => each.type === 'Identifier' && called.includes(bindings.variableOf(each)));
      if (at < 0) continue;
      for (const node of index.all('CallExpression')) {
        const [fn, ...others] = isFunction(node.arguments[at]) ? promises.functionsCalledBy(node) : [];
        if (fn === runner && others.length === 0) this.#add(found, node, at, { kind: 'declared' }, outer);
      }
    }
  }

  #add(found: ManagedTransaction[], node: TSESTree.CallExpression, at: number, proof: ManagedTransaction['proof'], outer = outerOf(node)): void {
    const argument = node.arguments[at];
    const fn = argument && (isFunction(argument) ? argument : this.file.origins.functionOf(argument));
    if (!fn || !outer || found.some(each => each.fn === fn)) return;
    const [first] = fn.params;
    found.push({ node, fn, outer, inner: first?.type === 'Identifier' ? this.file.bindings.variableOf(first) : undefined, proof });
  }

  /** `$transaction<T>(fn: (tx: Db) => Promise<T>): Promise<T>` of `interface Db`. */
  #isDeclared({ callee }: TSESTree.CallExpression, at: number): boolean {
    const { declared } = this.file.origins;
    if (callee.type !== 'MemberExpression') return false;
    const owner = declared.resolve(declared.of(unwrap(callee.object)));
    const given = owner && declared.resolve(this.#parameterType(declared.of(callee), at));
    return given !== undefined && declared.resolve(this.#parameterType(given, 0)) === owner;
  }

  #parameterType(signature: Declared | undefined, index: number): Declared | undefined {
    const resolved = this.file.origins.declared.resolve(signature);
    if (!resolved || !('params' in resolved) || !Array.isArray(resolved.params)) return undefined;
    const parameter = (resolved.params as readonly TSESTree.Parameter[])[index];
    return parameter && 'typeAnnotation' in parameter ? parameter.typeAnnotation?.typeAnnotation : undefined;
  }

  /** What the function is given is used like the client itself: the same methods of the same members. */
  #isUsedAlike(node: TSESTree.CallExpression, fn: FunctionNode): boolean {
    const outer = outerOf(node);
    const [first] = fn.params;
    // A function that takes nothing works with the client itself.
    if (outer?.type === 'Identifier' && !first) {
      const variable = this.file.bindings.variableOf(outer);
      return staticNameOf(node) === '$transaction' && variable?.references.some(({ identifier }) => isInside(identifier, fn) && isModelQuery(identifier)) === true;
    }
    const inner = first?.type === 'Identifier' ? this.file.bindings.variableOf(first) : undefined;
    if (!outer || !inner || first?.type !== 'Identifier' || first.typeAnnotation?.typeAnnotation.type === 'TSAnyKeyword') return false;
    const paths = this.#pathsOf(outer);
    return inner.references.some(({ identifier }) => pathsOf(identifier).some(each => paths.has(each)) || (staticNameOf(node) === '$transaction' && isModelQuery(identifier)));
  }

  readonly #paths = new Map<unknown, ReadonlySet<string>>();
  /** The members of a value that the file calls: `order.create`, or the empty path of `db('orders')`. */
  #pathsOf(outer: Node): ReadonlySet<string> {
    const value = unwrap(outer);
    const variable = value.type === 'Identifier' ? this.file.bindings.variableOf(value) : undefined;
    const name = value.type === 'MemberExpression' ? staticName(value) : undefined;
    const owner = name === undefined ? undefined : classOfThis(value)?.node;
    const key = variable ?? (owner && `${owner.range[0]} ${name}`);
    if (key === undefined) return new Set();
    let paths = this.#paths.get(key);
    if (!paths) {
      const mentions = variable
        ? variable.references.map(({ identifier }) => identifier as Node)
        : this.file.index.within(owner!, 'MemberExpression').filter(each => staticName(each) === name && isSameValue(each, value, this.file.bindings));
      paths = new Set(mentions.flatMap(pathsOf));
      this.#paths.set(key, paths);
    }
    return paths;
  }
}

/** The client behind the method: `db` of `db.transaction().setIsolationLevel(…).execute(…)`. */
function outerOf({ callee }: TSESTree.CallExpression): Node | undefined {
  const member = unwrap(callee);
  if (member.type !== 'MemberExpression') return undefined;
  let value = unwrap(member.object);
  while (value.type === 'CallExpression' && unwrap(value.callee).type === 'MemberExpression') value = unwrap((unwrap(value.callee) as TSESTree.MemberExpression).object);
  return value;
}

/** What a query builder begins with. */
const QUERIES = new Set(['select', 'insert', 'update', 'delete', 'selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'execute', 'query']);
const MODEL_QUERIES = /^(?:find|create|update|upsert|delete|count|aggregate|groupBy)/;

/** How a client is used at one place: by the member whose method is called, and by that method; by the method of a builder; called with a table. */
function pathsOf(value: Node): readonly string[] {
  const { names, call } = callBehind(value);
  const [first, second, ...more] = names;
  if (!call || more.length > 0) return [];
  const [table] = call.arguments;
  if (first === undefined) return table?.type === 'Literal' && typeof table.value === 'string' ? ['()'] : [];
  if (second === undefined) return QUERIES.has(first) ? [first] : [];
  return [`${first}.*`, `*.${second}`];
}

/** The members between a value and the call behind it. */
function callBehind(value: Node): { readonly names: readonly string[]; readonly call: TSESTree.CallExpression | undefined } {
  const names: string[] = [];
  for (let current = wrapped(value); ; ) {
    const { parent } = current;
    if (parent?.type === 'CallExpression' && parent.callee === current) return { names, call: parent };
    const name = parent?.type === 'MemberExpression' && parent.object === current ? staticName(parent) : undefined;
    if (!parent || name === undefined || names.length > 2) return { names, call: undefined };
    names.push(name);
    current = wrapped(parent);
  }
}

/** `tx.order.update({ where, data })`: what the client of Prisma, and of nothing else that has a `$transaction`, is called with. */
function isModelQuery(value: Node): boolean {
  const { names, call } = callBehind(value);
  const [options] = call?.arguments ?? [];
  if (names.length !== 2 || !MODEL_QUERIES.test(names[1]!) || options?.type !== 'ObjectExpression') return false;
  return options.properties.some(each => each.type === 'Property' && ['where', 'data', 'create'].includes(staticName(each) ?? ''));
}

function staticNameOf({ callee }: TSESTree.CallExpression): string | undefined {
  return callee.type === 'MemberExpression' ? staticName(callee) : undefined;
}

/** A callback that is over before the function around it goes on: of `list.map(…)`, or called where it stands. */
export function runsAtOnce(fn: FunctionNode): boolean {
  if (isCalledInPlace(fn)) return true;
  const call = wrapped(fn).parent;
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return false;
  return EACH.has(staticName(call.callee) ?? '') && isInside(fn, call) && unwrap(call.callee.object).type !== 'ThisExpression';
}
