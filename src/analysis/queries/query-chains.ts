import type { TSESTree } from '@typescript-eslint/utils';
import type { QueryFacts } from '../../catalog/schema.js';
import { unwrap, wrapped, type Node } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

/** A query as a whole: one call, or all links of a builder. */
export interface QueryChain {
  /** The last call that the catalog knows. */
  readonly end: LibraryCall;
  /** The link that says what it does. */
  readonly verb: LibraryCall;
  /** Its links, the last first. */
  readonly links: readonly LibraryCall[];
  /** What the query is sent through: `pool`, `prisma.user`. */
  readonly root: Node | undefined;
  readonly does: 'read' | 'insert' | 'update' | 'delete' | undefined;
  readonly inOne: string | undefined;
  /** The text of the query, where it has one that can be seen; `\0` for each value that is put in. */
  readonly sql: string | undefined;
  /** The argument that is the text. */
  readonly text: Node | undefined;
  /** It is built elsewhere, or by links that the catalog does not know. */
  readonly isPartial: boolean;
}

/** Methods of what some other call has begun. */
const BUILDER = /^(?:QueryBuilder|FindCursor)#/;
const VERB = /^[\s(]*(?:--[^\n]*\n\s*)*(select|with|insert|replace|update|delete|truncate)\b/i;

/** The queries of a file, each with its parts. */
export class QueryChains {
  constructor(private readonly file: FileModel) {}

  /** In source order of their ends. */
  get all(): readonly QueryChain[] {
    return (this.#all ??= this.#find());
  }
  #all: readonly QueryChain[] | undefined;

  #find(): QueryChain[] {
    const chains = new Map<Node, QueryChain>();
    for (const call of this.file.calls.of('database-query')) {
      // A link in the middle belongs to the chain that ends behind it.
      let end = call;
      let next = nextLink(end.node);
      for (let known = next && this.file.calls.at(next); known && this.#isLink(known); known = next && this.file.calls.at(next)) {
        end = known;
        next = nextLink(end.node);
      }
      if (!chains.has(end.node)) chains.set(end.node, this.#chainOf(end));
    }
    return [...chains.values()];
  }

  #chainOf(end: LibraryCall): QueryChain {
    const links: LibraryCall[] = [];
    let root: Node | undefined;
    for (let link: LibraryCall | undefined = end; link; ) {
      links.push(link);
      const receiver: Node | undefined = link.receiver && this.#builtBy(unwrap(link.receiver));
      const before: LibraryCall | undefined = receiver && this.file.calls.at(receiver);
      if (!before || !this.#isLink(before)) {
        root = receiver ?? link.node.callee;
        break;
      }
      link = before;
    }
    const text = links.map(each => (each.entry.query?.does === 'sql' ? this.#textOf(each) : undefined)).find(each => each !== undefined);
    const sql = text && this.#sqlOf(text);
    const facts = links.flatMap(each => each.entry.query ?? []);
    const does = doneBy(facts, sql);
    const verb = links.find(each => each.entry.query?.does === does || each.entry.query?.does === 'sql') ?? end;
    return { end, verb, links, root, does, inOne: facts.find(each => each.inOne !== undefined && each.does !== undefined)?.inOne ?? facts.find(each => each.inOne !== undefined)?.inOne, sql, text, isPartial: BUILDER.test(links.at(-1)!.path) };
  }

  #isLink({ entry }: LibraryCall): boolean {
    return entry.role === 'database-query' || entry.query !== undefined || (entry.role === 'other' && (entry.gives === 'this' || entry.gives === 'QueryBuilder' || entry.gives === 'FindCursor'));
  }

  /** The call that made what a constant holds: `const query = repository.createQueryBuilder(); await query.getMany()`. */
  #builtBy(receiver: Node): Node {
    if (receiver.type !== 'Identifier') return receiver;
    // Mentioned more than once, it may get more on the way.
    const variable = this.file.bindings.variableOf(receiver);
    if (!variable || variable.references.filter(each => each.isRead()).length > 1) return receiver;
    const held = this.file.origins.expressionOf(receiver);
    const call = held && this.file.calls.at(held);
    return call && this.#isLink(call) ? call.node : receiver;
  }

  /** `query(text)`, `query({ text })`, `` $queryRaw`…` `` as the first argument. */
  #textOf({ node }: LibraryCall): Node | undefined {
    const [first] = node.arguments;
    if (!first || first.type === 'SpreadElement') return undefined;
    for (const key of ['text', 'sql']) {
      const option = this.file.options.objectOf(first) ? this.file.options.at(first, key) : undefined;
      if (option?.state === 'present') return option.value;
    }
    return first;
  }

  #sqlOf(text: Node): string | undefined {
    const written = this.file.origins.expressionOf(text);
    const template = written?.type === 'TaggedTemplateExpression' ? written.quasi : written;
    if (template?.type === 'TemplateLiteral') return template.quasis.map(each => each.value.raw).join('\0');
    const value = this.file.options.valueOf(text)?.value;
    return typeof value === 'string' ? value : undefined;
  }
}

/** The call of a method on what a call gives: `.limit()` behind `db('orders')`. */
export function nextLink(node: Node): TSESTree.CallExpression | undefined {
  const member = wrapped(node).parent;
  if (member?.type !== 'MemberExpression' || unwrap(member.object) !== node) return undefined;
  const call = wrapped(member).parent;
  return call?.type === 'CallExpression' && unwrap(call.callee) === member ? call : undefined;
}

function doneBy(facts: readonly QueryFacts[], sql: string | undefined): QueryChain['does'] {
  for (const { does } of facts) if (does === 'insert' || does === 'update' || does === 'delete') return does;
  if (facts.some(each => each.does === 'sql')) return sql === undefined ? undefined : verbOf(sql);
  return facts.some(each => each.does === 'read') ? 'read' : undefined;
}

/** What a statement does; undefined for what is none of these. */
function verbOf(sql: string): QueryChain['does'] {
  const verb = VERB.exec(sql)?.[1]?.toLowerCase();
  if (verb === undefined || verb === 'truncate') return undefined;
  if (verb === 'with') return /\b(?:insert\s+into|update\s|delete\s+from)/i.test(sql) ? undefined : 'read';
  if (verb === 'select') return 'read';
  return verb === 'replace' ? 'insert' : (verb as 'insert' | 'update' | 'delete');
}
