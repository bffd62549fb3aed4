import type { TSESTree } from '@typescript-eslint/utils';
import type { Role } from '../../catalog/schema.js';
import { isFunction, isInside, staticName, unwrap, wrapped, type FunctionNode, type Node } from '../../syntax/nodes.js';
import type { FileModel } from '../file-model.js';
import type { NodeType, SyntaxIndex } from '../syntax-index.js';
import type { LibraryCall } from '../values/library-calls.js';

/** What code asks of another program. */
export interface Dependency {
  /** The call, or the call of a function of the file that makes it. */
  readonly node: Node;
  /** The end of "it asks …": `the database`. */
  readonly what: string;
  /** Its failure is caught, and makes no answer of failure so far: the code only says what it has found. */
  readonly isCaught: boolean;
}

const WHAT: Readonly<Partial<Record<Role, string>>> = {
  'database-query': 'the database',
  transaction: 'the database',
  'cache-command': 'the cache',
  'message-send': 'the broker',
  'http-request': 'another service',
  'cloud-command': 'a cloud service',
};
/** What calls of no role of their own ask, in libraries that make such clients. */
const CLIENTS: Readonly<Partial<Record<Role, string>>> = { 'database-client': 'the database', 'cache-client': 'the cache', 'broker-client': 'the broker', 'cloud-client': 'a cloud service', 'mail-client': 'the mail server' };
/** What tells another thread or tab of the same program, or a socket that is open already. */
const LOCAL = /^(?:node:|global$|ws$)/;
/** Statements that ask for nothing but an answer: no other function than a query takes such a text. */
const PROBE = /^\s*select\s+(?:1|now\(\)|version\(\)|current_timestamp)(?:\s|;|$)/i;
const LEVELS = /^(?:trace|debug|verbose|info|log|warn|error|fatal)$/;
/** Whoever asks for more gets more: a query of the request, a flag. Names may silence. */
const ON_DEMAND = /^(?:req|request|ctx|context|query|searchParams|url)$|deep|full|detail|verbose|read(?:y|iness)/i;
/** Statuses by their names. */
const FAILURE = /^(?:SERVICE_UNAVAILABLE|INTERNAL_SERVER_ERROR|BAD_GATEWAY|GATEWAY_TIMEOUT)$/;
const MAX_DEPTH = 4;

type NodeOf<Type extends NodeType> = ReturnType<typeof SyntaxIndex.prototype.all<Type>>[number];

/** Which code of a file asks another program, a database or a service, before it is done. */
export class Dependencies {
  readonly #memo = new Map<Node, Dependency | undefined>();

  constructor(private readonly file: FileModel) {}

  /** What a function, or a branch, asks of another program: the first thing whose failure it shows, else the first. */
  of(body: Node, depth = 0): Dependency | undefined {
    if (this.#memo.has(body)) return this.#memo.get(body);
    // What calls itself asks no more than it does without.
    this.#memo.set(body, undefined);
    const all = [...this.#asked.filter(({ node }) => isInside(node, body)), ...(depth > MAX_DEPTH ? [] : this.#through(body, depth))]
      .filter(({ node }) => !isOnDemand(node, body, this.file))
      .map(each => ({ ...each, isCaught: (each.isCaught || isCaughtIn(each.node, body)) && !this.#answersFailure(body) }));
    const found = all.find(each => !each.isCaught) ?? all[0];
    this.#memo.set(body, found);
    return found;
  }

  /** Calls that leave the process, in source order. */
  get #asked(): readonly Dependency[] {
    if (this.#askedMemo) return this.#askedMemo;
    const found: Dependency[] = [];
    for (const call of this.file.calls.of('database-query', 'transaction', 'cache-command', 'message-send', 'http-request', 'cloud-command', 'acquire', 'other')) {
      const what = this.#whatOf(call);
      if (what !== undefined) found.push({ node: call.node, what, isCaught: false });
    }
    for (const node of this.file.index.all('TaggedTemplateExpression')) if (this.#isQuery(node)) found.push({ node, what: 'the database', isCaught: false });
    for (const node of this.file.index.all('CallExpression')) if (isProbe(node) && !this.file.calls.at(node)) found.push({ node, what: 'the database', isCaught: false });
    return (this.#askedMemo = found.sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #askedMemo: readonly Dependency[] | undefined;

  #whatOf({ entry, library, node }: LibraryCall): string | undefined {
    if (entry.asks !== undefined) return entry.asks;
    if (node.type === 'NewExpression') return undefined;
    const { role } = entry;
    if (role === 'message-send' && LOCAL.test(library)) return undefined;
    if (role === 'http-request' && this.#isLoopback(node)) return undefined;
    // What gives its rows at once is a database in this process, which fails with it.
    if (role === 'database-query' && !entry.promise && !entry.callbacks && entry.gives === undefined) return undefined;
    if (role !== 'acquire' && role !== 'other') return WHAT[role];
    const client = entry.promise ? this.file.catalog.clientRoleOf(library) : undefined;
    return client && CLIENTS[client];
  }

  #isLoopback({ arguments: [address] }: LibraryCall['node']): boolean {
    const text = address && (this.file.options.valueOf(address)?.value ?? this.file.sourceCode.getText(address));
    return typeof text === 'string' && /\blocalhost\b|\b127\.0\.0\.1\b|::1\b/.test(text);
  }

  /** `` prisma.$queryRaw`SELECT 1` ``, and a probe that is sent through whatever tag. */
  #isQuery({ tag, quasi }: TSESTree.TaggedTemplateExpression): boolean {
    const callee = unwrap(tag);
    if (this.file.origins.entryOf(callee)?.entry.role === 'database-query') return true;
    return PROBE.test(quasi.quasis[0]?.value.raw ?? '');
  }

  *#through(body: Node, depth: number): Iterable<Dependency> {
    for (const node of this.file.index.within(body, 'CallExpression')) {
      if (!isInside(node, body) || this.file.calls.at(node)?.entry.asks !== undefined) continue;
      for (const fn of this.#calledBy(node)) {
        const found = this.of(fn, depth + 1);
        if (found) yield { ...found, node };
      }
    }
  }

  /** The functions that a call runs, or hands to what may run them. */
  #calledBy(node: TSESTree.CallExpression): readonly FunctionNode[] {
    const called = this.file.promises.functionsCalledBy(node);
    const handed = node.arguments.flatMap(each => (each.type === 'Identifier' || each.type === 'MemberExpression' ? (this.file.origins.functionOf(each) ?? []) : []));
    return [...called, ...handed];
  }

  /** Whether code says that it has failed: by a status, by what it throws, or by what it hands on. */
  #answersFailure(body: Node): boolean {
    const { index } = this.file;
    const has = <Type extends NodeType>(type: Type, holds: (node: NodeOf<Type>) => boolean): boolean => index.within(body, type).some(each => isInside(each, body) && holds(each));
    return (
      has('ThrowStatement', () => true) ||
      has('Literal', each => typeof each.value === 'number' && each.value >= 400 && each.value < 600) ||
      has('Identifier', each => FAILURE.test(each.name)) ||
      has('CallExpression', mayFail)
    );
  }
}

/** Whether a `try`, or a `.catch`, between a node and the code around it takes its failure. */
function isCaughtIn(node: Node, body: Node): boolean {
  for (let current = node; current !== body && current.parent; current = current.parent) {
    const { parent } = current;
    if ((parent.type === 'TryStatement' && parent.block === current && parent.handler) || isCaughtChain(current)) return true;
  }
  return false;
}

/** `next(error)`, `reject(error)`, a status that is computed. */
function mayFail({ callee, arguments: given }: TSESTree.CallExpression): boolean {
  const called = unwrap(callee);
  const name = called.type === 'Identifier' ? called.name : called.type === 'MemberExpression' ? staticName(called) : undefined;
  if (name === 'next' || name === 'reject') return given.length > 0;
  return /^(?:status|sendStatus|code|writeHead)$/.test(name ?? '') && given[0]?.type !== 'Literal';
}

/** `.catch(() => false)`; what `.catch(next)` does with a failure, `next` says. */
function isCaughtChain(node: Node): boolean {
  const place = wrapped(node);
  const member = place.parent;
  if (member?.type !== 'MemberExpression' || member.object !== place || staticName(member) !== 'catch') return false;
  return member.parent.type === 'CallExpression' && isFunction(member.parent.arguments[0]);
}

/** `db.query('SELECT 1')` of whatever client, where somebody waits for it. */
function isProbe(call: TSESTree.CallExpression): boolean {
  const [first] = call.arguments;
  const text = first && unwrap(first);
  const written = text?.type === 'Literal' && typeof text.value === 'string' ? text.value : text?.type === 'TemplateLiteral' ? text.quasis[0]?.value.raw : undefined;
  const callee = unwrap(call.callee);
  if (written === undefined || !PROBE.test(written) || callee.type !== 'MemberExpression' || LEVELS.test(staticName(callee) ?? '')) return false;
  const place = wrapped(call);
  const { parent } = place;
  if (parent?.type === 'MemberExpression') return parent.object === place && /^(?:then|catch|finally)$/.test(staticName(parent) ?? '');
  return parent?.type === 'AwaitExpression' || parent?.type === 'ReturnStatement' || parent?.type === 'ArrayExpression' || (parent?.type === 'ArrowFunctionExpression' && parent.body === place);
}

/** Whether the request says that it wants to know more. */
function isOnDemand(node: Node, body: Node, { index }: FileModel): boolean {
  for (let current = node; current !== body && current.parent; current = current.parent) {
    const { parent } = current;
    const test = parent.type === 'IfStatement' || parent.type === 'ConditionalExpression' ? parent.test : parent.type === 'LogicalExpression' ? parent.left : undefined;
    if (test && test !== current && index.within(test, 'Identifier').some(each => isInside(each, test) && ON_DEMAND.test(each.name))) return true;
  }
  return false;
}
