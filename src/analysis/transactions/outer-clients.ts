import type { TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf, isFunction, isInside, rootOf, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { promiseUseOf } from '../promises/promise-uses.js';
import type { Variable } from '../values/bindings.js';
import { isSameValue } from '../values/same-value.js';
import { libraryTypeOf } from './client-types.js';
import { ownerOf } from '../syntax-index.js';
import type { Begun } from './open-transactions.js';
import type { ManagedTransaction } from './managed-transactions.js';

/** A query that runs while a transaction is open, and not in it. */
export interface OuterQuery {
  readonly transaction: OpenWork;
  readonly node: Node;
  /** What it is sent through: `prisma`, `this.orders`. */
  readonly client: Node;
  /** It only reads, as far as we know. */
  readonly reads: boolean;
  /**
   * `client`: the client that began the transaction; `repository`: another object of the library, bound to no transaction;
   * `option`: it is not given the transaction as an option; `call`: in a function of the file that is called here;
   * `none`: the function takes nothing to work with, and this is the first of its queries.
   */
  readonly how: 'client' | 'repository' | 'option' | 'call' | 'none';
  /** For `option`: what is to be given, as it is written elsewhere: `transaction: t`. */
  readonly option?: string;
  /** For `call`: where the query stands. */
  readonly inner?: Node;
}

/** Where a query should go. */
export interface OpenWork {
  readonly node: Node;
  readonly fn: FunctionNode;
  readonly inner: Variable | undefined;
  /** How the client in the transaction is written, where it is no parameter: `runner.manager`. */
  readonly instead?: string;
}

/** Modules that put the transaction into a store of the call's context, so that the outer client finds it. */
const CONTEXTUAL = /cls\b|\bcls|AsyncLocalStorage|typeorm-transactional/i;
const OPTIONS: Readonly<Record<string, string>> = { sequelize: 'transaction', mongodb: 'session', mongoose: 'session' };
const NOT_QUERIES = /^\$?(?:transaction|transactional|connect|disconnect|on|once|off|use|extends|fn|ref|raw|dynamic|getRepository|withRepository|log|debug|options?)$/i;

/** Finds queries that pass by the transaction around them. */
export function outerQueries(file: FileModel): readonly OuterQuery[] {
  const { all } = file.managedTransactions;
  const { begun } = file.openTransactions;
  // Where the transaction may travel with the call, any client may be the inner one.
  if ((all.length === 0 && begun.length === 0) || CONTEXTUAL.test(file.sourceCode.text)) return [];
  const finder = new OuterQueries(file);
  return [...all.flatMap(each => finder.in(each)), ...begun.flatMap(each => finder.while(each))].sort((a, b) => a.node.range[0] - b.node.range[0]);
}

class OuterQueries {
  constructor(private readonly file: FileModel) {}

  in(transaction: ManagedTransaction): readonly OuterQuery[] {
    const { proof } = transaction;
    const option = proof.kind === 'library' ? OPTIONS[proof.call.library] : undefined;
    if (option !== undefined) return this.#withoutOption(transaction, transaction.outer, option, node => this.file.managedTransactions.around(node) === transaction);
    const through = this.#queriesIn(transaction.fn, transaction).flatMap(({ node, client, reads, how }): readonly OuterQuery[] => (this.file.managedTransactions.around(node) === transaction && !this.#isGiven(node, transaction.inner) ? [{ transaction, node, client, reads, how }] : []));
    const [first] = through;
    if (first && transaction.fn.params.length === 0) return [{ ...first, how: 'none' }];
    return [...through, ...this.#throughCalls(transaction)];
  }

  /** Queries between the begin and the end of a transaction by hand, through the pool that its connection is from. */
  while(begun: Begun): readonly OuterQuery[] {
    const { file } = this;
    const owner = ownerOf(begun.node);
    if (!isFunction(owner)) return [];
    const value = unwrap(begun.client);
    const inner = value.type === 'Identifier' ? file.bindings.variableOf(value) : undefined;
    const type = libraryTypeOf(begun.client, file);
    const ends = file.openTransactions.endsOf(begun, owner);
    const isIn = (node: Node): boolean => ownerOf(node) === owner && file.flow(owner).reaches(begun.from, node, { avoiding: each => ends.has(each) });
    const option = type && OPTIONS[type.library];
    if (option !== undefined) return this.#withoutOption({ node: begun.node, fn: owner, inner }, begun.client, option, isIn);
    const from = file.openTransactions.sourceOf(begun);
    const name = file.sourceCode.getText(begun.client);
    const transaction: OpenWork = { node: begun.node, fn: owner, inner, instead: type?.type === 'QueryRunner' ? `${name}.manager` : name };
    return file.queryChains.all.flatMap(({ end, root, does }): readonly OuterQuery[] => {
      if (!root || !isInside(end.node, owner) || !isSent(end.node, file) || this.#isGiven(end.node, inner) || file.controlStatements.some(each => each.node === end.node)) return [];
      const through = from && this.#prefixOf(root, from);
      const client = through ?? (type?.type === 'QueryRunner' ? this.#repositoryOf(root, { fn: owner, library: type.library, inner }) : undefined);
      return client && !isSameValue(client, begun.client, file.bindings) && isIn(end.node) ? [{ transaction, node: end.node, client, reads: does === 'read', how: 'repository' }] : [];
    });
  }

  /** The queries in a function through the outer client, or through what is bound to no transaction. */
  #queriesIn(fn: FunctionNode, transaction: ManagedTransaction): readonly Pick<OuterQuery, 'node' | 'client' | 'reads' | 'how'>[] {
    const { file } = this;
    const { outer, proof, node: begin } = transaction;
    const found: Pick<OuterQuery, 'node' | 'client' | 'reads' | 'how'>[] = [];
    const seen = new Set<Node>();
    for (const chain of file.queryChains.all) {
      const { end, root } = chain;
      if (!root || !isInside(end.node, fn) || end.node === begin || !isSent(end.node, file)) continue;
      const through = this.#prefixOf(root, outer);
      const repository = through === undefined && proof.kind === 'library' ? this.#repositoryOf(root, { fn: transaction.fn, library: proof.call.library, inner: transaction.inner }) : undefined;
      const client = through ?? repository;
      if (!client) continue;
      seen.add(end.node);
      found.push({ node: end.node, client, reads: chain.does === 'read', how: through ? 'client' : 'repository' });
    }
    if (proof.kind !== 'library') found.push(...this.#callsThrough(fn, outer, seen));
    for (const node of file.index.within(fn, 'TaggedTemplateExpression')) {
      if (isInside(node, fn) && isSameValue(node.tag, outer, file.bindings) && isSent(node, file)) found.push({ node, client: node.tag, reads: /^\s*select\b/i.test(node.quasi.quasis[0]?.value.raw ?? ''), how: 'client' });
    }
    return found;
  }

  /** Where no library is known: calls of the members of the client that wait for an answer. */
  #callsThrough(fn: FunctionNode, outer: Node, seen: ReadonlySet<Node>): readonly Pick<OuterQuery, 'node' | 'client' | 'reads' | 'how'>[] {
    return this.file.index.within(fn, 'CallExpression').flatMap(node => {
      if (!isInside(node, fn) || seen.has(node) || !isSent(node, this.file)) return [];
      const names: string[] = [];
      let value = unwrap(node.callee);
      while ((value.type === 'MemberExpression' || value.type === 'CallExpression') && !isSameValue(value, outer, this.file.bindings)) {
        if (value.type === 'MemberExpression') names.unshift(staticName(value) ?? '');
        value = unwrap(value.type === 'MemberExpression' ? value.object : value.callee);
      }
      const [first] = names;
      if (!isSameValue(value, outer, this.file.bindings) || (first !== undefined && NOT_QUERIES.test(first)) || (first === undefined && node.arguments.length === 0)) return [];
      return [{ node, client: value, reads: names.some(each => /^(?:find|count|aggregate|groupBy|select)/.test(each)), how: 'client' as const }];
    });
  }

  /** The part of a chain of members that is this client: `prisma` of `prisma.order`. */
  #prefixOf(root: Node, client: Node): Node | undefined {
    for (let value = unwrap(root), outside: Node | undefined; ; ) {
      // `dataSource.manager` is what the function is given another of.
      if (isSameValue(value, client, this.file.bindings)) return outside?.type === 'MemberExpression' && staticName(outside) === 'manager' ? outside : value;
      if (value.type !== 'MemberExpression' && value.type !== 'CallExpression') return undefined;
      outside = value;
      value = unwrap(value.type === 'MemberExpression' ? value.object : value.callee);
    }
  }

  /** A repository or manager of the same library that lives outside of the function: a field, or a variable of the module. */
  #repositoryOf(root: Node, { fn, library, inner }: { readonly fn: FunctionNode; readonly library: string; readonly inner: Variable | undefined }): Node | undefined {
    const type = libraryTypeOf(root, this.file);
    if (type?.library !== library || (type.type !== 'Repository' && type.type !== 'EntityManager')) return undefined;
    const start = rootOf(root);
    if (start.type === 'Identifier') {
      const variable = this.file.bindings.variableOf(start);
      return variable && variable !== inner && variable.defs.every(each => !isInside(each.name, fn) && each.type === 'Variable') ? root : undefined;
    }
    return start.type === 'ThisExpression' && !this.#isOfOtherSource(root) ? root : undefined;
  }

  /** `@InjectRepository(Order, 'archive')`: of another database. */
  #isOfOtherSource(root: Node): boolean {
    const value = unwrap(root);
    const name = value.type === 'MemberExpression' ? staticName(value) : undefined;
    return this.file.index.all('TSParameterProperty').some(each => {
      const { parameter } = each;
      return parameter.type === 'Identifier' && parameter.name === name && decoratorsOf(each).some(one => one.expression.type === 'CallExpression' && one.expression.arguments.length > 1);
    });
  }

  /** Calls of functions of the file, not given the transaction, that query through the outer client. */
  #throughCalls(transaction: ManagedTransaction): readonly OuterQuery[] {
    const { file } = this;
    const { fn, inner } = transaction;
    if (!inner) return [];
    return file.index.within(fn, 'CallExpression').flatMap((node): readonly OuterQuery[] => {
      if (!isInside(node, fn) || file.calls.at(node) || file.managedTransactions.around(node) !== transaction || this.#isGiven(node, inner) || !isSent(node, file)) return [];
      const [called, ...others] = file.promises.functionsCalledBy(node);
      if (!called || others.length > 0 || isInside(called, fn) || isInside(fn, called)) return [];
      const [query] = this.#queriesIn(called, transaction);
      return query ? [{ transaction, node, client: query.client, reads: query.reads, how: 'call', inner: query.node }] : [];
    });
  }

  /** `this.db.lock(tx, id)`: a method that is handed the transaction works in it, whatever object it belongs to. */
  #isGiven(node: Node, inner: Variable | undefined): boolean {
    return inner?.references.some(({ identifier }) => isInside(identifier, node)) === true;
  }

  /** Sequelize, mongodb: each call is given the transaction. A callback in which some are, and others are not. */
  #withoutOption(transaction: OpenWork, outer: Node, option: string, isIn: (node: Node) => boolean): readonly OuterQuery[] {
    const { file } = this;
    const { fn, inner } = transaction;
    const holder = inner ?? (option === 'session' && outer.type === 'Identifier' ? file.bindings.variableOf(outer) : undefined);
    const given = holder?.references.find(({ identifier }) => isInside(identifier, fn.body) && isOption(identifier, option));
    if (!holder || !given) return [];
    return file.queryChains.all.flatMap(({ end, links, does }): readonly OuterQuery[] => {
      const { node } = end;
      if (!isInside(node, fn.body) || !end.receiver || !isSent(node, file) || !isIn(node) || !links.every(each => this.#isPlain(each.node, option))) return [];
      return [{ transaction, node, client: end.receiver, reads: does === 'read', how: 'option', option: option === holder.name ? option : `${option}: ${holder.name}` }];
    });
  }

  /** Nothing among the arguments may hold the option. */
  #isPlain({ arguments: given }: TSESTree.CallExpression | TSESTree.NewExpression, option: string): boolean {
    return given.every(each => {
      const value = this.file.origins.expressionOf(each);
      if (value?.type === 'ObjectExpression') return this.file.options.at(each, option).state === 'absent';
      return value !== undefined && each.type !== 'SpreadElement' && !(value.type === 'CallExpression');
    });
  }
}

/** `{ transaction }`, `{ session: session }` of a call. */
function isOption(identifier: Node, option: string): boolean {
  const { parent } = identifier;
  if (parent?.type === 'Property') return parent.value === identifier && staticName(parent) === option;
  return option === 'session' && parent?.type === 'CallExpression' && unwrap(parent.callee).type === 'MemberExpression' && staticName(unwrap(parent.callee) as TSESTree.MemberExpression) === 'session';
}

/** Waited for, returned, or one of several: a builder that is only built is sent by nobody. Not where a failure is recorded, whose transaction takes no more queries. */
function isSent(node: Node, file: FileModel): boolean {
  for (let current: Node | undefined = node; current && !isFunction(current); current = current.parent) if (current.type === 'CatchClause') return false;
  const { kind } = promiseUseOf(node, file);
  return kind === 'awaited' || kind === 'returned' || kind === 'chained' || kind === 'combined';
}
