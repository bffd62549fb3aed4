import type { TSESTree } from '@typescript-eslint/utils';
import type { QueryFacts } from '../../catalog/schema.js';
import { enclosingFunction, lastName, staticName, unwrap, wrapped, type FunctionNode, type Node } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { nextLink, type QueryChain } from './query-chains.js';

/** A query that gives every row of a table, or all with the same few values. */
export interface UnlimitedQuery {
  readonly call: LibraryCall;
  /** The table, model or collection, as it is written. */
  readonly model: string;
  /** What to write: an option (`take: 100`), a link (`.limit(100)`), or words. */
  readonly write: string;
  /** Where an option goes: the index of the options argument. */
  readonly optionsAt: number | undefined;
  /** Where a link goes: behind this call. */
  readonly linkAfter: Node | undefined;
}

/** Methods behind a query that read no fewer rows. */
const KEEPING = new Set(['lean', 'sort', 'select', 'populate', 'exec', 'then', 'catch', 'finally', 'orFail', 'orderBy', 'from', 'as', 'columns']);
/** Words in the names of tables that hold what a product is configured with: tens of rows. Silence needs no proof. */
const FEW = new Set(
  (
    'config configuration setting preference role permission scope plan tier feature flag toggle environment strategy country currency language locale timezone region zone category tag label template ' +
    'theme version migration lock channel tax status state stage type kind policy rule integration webhook addon plugin provider connection domain tenant segment constraint stopword monitor proxy ' +
    'instance node worker leader job task queue schedule cron option enum lookup dictionary metadata admin owner team group organization organisation project workspace space site store shop warehouse ' +
    'department unit platform server cluster host peer relay secret certificate key token seller facet menu page collection location method administrator property capability pref root member suggestion'
  ).split(' '),
);
/** Work that is meant to read all. */
const WHOLE = /export|backup|dump|migrat|seed|reindex|rebuild|restore|import|sync|cleanup|warm|preload|bootstrap|init|start|count|stat|metric/i;
/** What makes a statement short, or depends on what it is given. */
const LIMITED_SQL = /\blimit\b|\bfetch\s+(?:first|next)\b|\btop\s*\(?\s*\d|\bgroup\s+by\b|\bdistinct\b|\bhaving\b|\bunion\b|\bexists\s*\(|\bgenerate_series\b|\brownum\b|\bjoin\b|\0|\$\d|\?|:\w+|@\w+/i;
const SYSTEM_TABLE = /\bfrom\s+["`[]?(?:pg_|information_schema|sqlite_|sys\.|mysql\.|dual\b|user_|all_tables)/i;
const FROM = /\bfrom\s+["`[]?([\w.]+)["`\]]?(?!\s*\()/i;
const AGGREGATE = /^\s*select\s+(?:count|max|min|sum|avg|bool_or|bool_and|coalesce|now|version|current_\w+|pg_\w+|nextval|setval|last_insert_id|to_regclass|has_\w+)\b/i;
const BY_KEY = /\bwhere\b[^)]*\b(?:\w*id|uuid|key|slug|name|email)["`\]]?\s*(?:=|in\b)/i;

/** Finds queries that read as many rows as there are. */
export class QueryLimits {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get unlimited(): readonly UnlimitedQuery[] {
    return (this.#unlimited ??= this.file.queryChains.all.flatMap(each => this.#judge(each) ?? []).sort((a, b) => a.call.node.range[0] - b.call.node.range[0]));
  }
  #unlimited: readonly UnlimitedQuery[] | undefined;

  #judge(chain: QueryChain): UnlimitedQuery | undefined {
    if (chain.does !== 'read' || chain.isPartial || !this.#isRead(chain) || this.#isMeantForAll(chain.end.node)) return undefined;
    const model = this.#modelOf(chain);
    if (model === undefined || wordsOf(model).some(each => FEW.has(each))) return undefined;
    if (chain.sql !== undefined) {
      return isUnlimitedSql(chain.sql) ? { call: chain.verb, model, write: '`limit 100`, and the next page by the last row\'s key', optionsAt: undefined, linkAfter: undefined } : undefined;
    }
    const rows = chain.links.find(each => each.entry.query?.rows)?.entry.query?.rows;
    if (!rows || !chain.links.every(each => this.#readsAll(each))) return undefined;
    const isLink = rows.write.startsWith('.');
    // The limit stands before what sends the query.
    const sends = chain.end.entry.promise && chain.links.length > 1 ? chain.links[1]!.node : chain.end.node;
    return { call: chain.verb, model, write: rows.write, optionsAt: isLink ? undefined : rows.options, linkAfter: isLink ? sends : undefined };
  }

  /** Sent from here: awaited, or by a call that sends it; what is only built may get a limit elsewhere. */
  #isRead(chain: QueryChain): boolean {
    let end: Node = chain.end.node;
    for (let next = nextLink(end); next; next = nextLink(end)) {
      const name = next.callee.type === 'MemberExpression' ? staticName(next.callee) : undefined;
      if (!KEEPING.has(name ?? '')) return false;
      end = next;
    }
    const { parent } = wrapped(end);
    if (parent?.type === 'AwaitExpression') return true;
    // Kept or handed on, a query that is still being built may get more.
    return (chain.end.entry.promise === true || chain.end.entry.promise === 'without-callback') && !chain.end.entry.gives && parent?.type !== 'VariableDeclarator' && parent?.type !== 'AssignmentExpression' && parent?.type !== 'ForOfStatement';
  }

  #isMeantForAll(node: Node): boolean {
    for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) if (WHOLE.test(functionName(fn) ?? '')) return true;
    return false;
  }

  /** Whether a link leaves the number of rows to the table. */
  #readsAll({ node, entry, path }: LibraryCall): boolean {
    const facts: QueryFacts | undefined = entry.query;
    if (!facts) return true;
    if (facts.part === 'limit' || facts.part === 'one' || facts.part === 'aggregate' || facts.part === 'group') return false;
    if (facts.part === 'condition') return !/join/i.test(path) && node.arguments.every(each => this.#isConstant(each, 0));
    if (!facts.rows) return true;
    const { options, limits, condition } = facts.rows;
    if (node.arguments.some(each => each.type === 'SpreadElement')) return false;
    const given = options === undefined ? undefined : node.arguments[options];
    if (given && limits.some(key => this.file.options.at(given, key).state !== 'absent')) return false;
    if (typeof condition === 'number') return !node.arguments[condition] || this.#isConstant(node.arguments[condition], 0);
    if (condition === undefined) return true;
    const where = this.file.options.at(given, condition);
    return where.state === 'absent' || (where.state === 'present' && this.#isConstant(where.value, 0));
  }

  /** The same for every caller: `{ active: true }`. */
  #isConstant(node: Node, depth: number): boolean {
    const value = unwrap(node);
    if (depth > 6) return false;
    switch (value.type) {
      case 'Literal':
        return true;
      case 'TemplateLiteral':
        return value.expressions.length === 0;
      case 'UnaryExpression':
        return this.#isConstant(value.argument, depth + 1);
      case 'ObjectExpression':
        // A key is one row, whatever its value.
        return value.properties.every(each => each.type === 'Property' && !/id$|uuid|key|slug|email|name/i.test(staticName(each) ?? '') && this.#isConstant(each.value, depth + 1));
      case 'ArrayExpression':
        return value.elements.every(each => each !== null && each.type !== 'SpreadElement' && this.#isConstant(each, depth + 1));
      case 'MemberExpression':
        // `Status.Open`
        return value.object.type === 'Identifier' && /^[A-Z]/.test(value.object.name) && !value.computed;
      case 'Identifier':
        return this.file.bindings.isGlobal(value, 'undefined') || /^[A-Z][A-Z\d_]*$/.test(value.name);
      default:
        return false;
    }
  }

  #modelOf({ verb, links, sql, root }: QueryChain): string | undefined {
    if (sql !== undefined) return FROM.exec(sql)?.[1];
    const source = links.find(each => each.entry.query?.part === 'source' && each.node.arguments[0])?.node.arguments[0];
    if (source) return this.#nameOf(source);
    if (verb.path.startsWith('EntityManager#')) return verb.node.arguments[0] && this.#nameOf(verb.node.arguments[0]);
    const owner = root && unwrap(root);
    if (owner?.type === 'CallExpression') {
      const [first] = owner.arguments;
      return first ? this.#nameOf(owner.arguments.at(-1)!) : lastName(owner.callee);
    }
    return owner && lastName(owner);
  }

  #nameOf(node: Node): string | undefined {
    const value = this.file.options.valueOf(node)?.value;
    return typeof value === 'string' ? value : lastName(node);
  }
}

/** The words of a name, in the singular: `apiTokens` is api, token. */
function wordsOf(name: string): readonly string[] {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z]+/);
  return words.map(each => each.replace(/ies$/, 'y').replace(/(?<=(?:s|x|ch|sh))es$|(?<=[^s])s$/, ''));
}

function isUnlimitedSql(sql: string): boolean {
  return !LIMITED_SQL.test(sql) && !SYSTEM_TABLE.test(sql) && !AGGREGATE.test(sql) && !BY_KEY.test(sql) && FROM.test(sql) && (sql.match(/\bselect\b/gi) ?? []).length === 1;
}

function functionName(fn: FunctionNode): string | undefined {
  if (fn.type !== 'ArrowFunctionExpression' && fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if (parent.type === 'MethodDefinition' || parent.type === 'Property' || parent.type === 'PropertyDefinition') return staticName(parent as TSESTree.MethodDefinition);
  return undefined;
}
