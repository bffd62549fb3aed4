import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { usesOfResult } from '../values/result-uses.js';
import type { LibraryCall } from '../values/library-calls.js';
import type { LibraryRetry } from './library-retries.js';

/** Something that is done again with each attempt, and must not be. */
export interface RetriedEffect {
  readonly at: Node;
  readonly kind: 'request' | 'insert' | 'effect' | 'client';
  /** The method, what happens, or the option that asks for it. */
  readonly what: string;
  /** The option by which the other side would know that it is the same. */
  readonly key: string | undefined;
}

/** Marks by which the other side can know that it has done it. Silence needs no proof. */
const KEYED = /idempot|dedup|request.?id|transaction.?id|client.?token|if-none-match|if-match|ifNoneMatch|ifMatch|message.?id|correlation|reference|nonce|upsert|externalId|external_id|uuid|etag|version/i;
/** Words of addresses behind which POST only reads, signs in, or takes what may come twice. */
const READS =
  /search|quer(?:y|ies)|graphql|log-?in|logout|sign-?in|auth|token|session|refresh|lookup|find|list|valid|verif|check|parse|render|embed|complet|chat|generat|translat|analy[sz]|classif|calculat|estimat|preview|rpc|\beth|simulat|health|ping|status|webhook|hook|event|metric|telemetry|ingest|\blogs?\b|track|collect|introspect|export|download|presign|upload|convert|transcri|predict|infer|score|quote|resolve|\bread|\bget|fetch|slack|discord|telegram|scan|compile|format|diff|match|suggest|recommend|inspect|heartbeat|register|subscri|batch|sync|lock|cache|purge|report|trace|span|otlp|proxy|multiget/i;
/** Bodies of requests that only ask. */
const ASKS = /\bquery\s*:|\bmutation\s*:|jsonrpc|gql|graphql|grant_type/i;
const ONCE = /\bon\s+conflict\b|\bon\s+duplicate\s+key\b|\binsert\s+(?:or\s+)?ignore\b|\bor\s+replace\b|\bwhere\s+not\s+exists\b|\bmerge\b/i;
const KEY_COLUMN = /[(,\s"`](?:\w*_)?(?:id|uuid|key|slug|email|hash|token|code|name)["`]?\s*[,)]/i;

/** Finds what retries do twice when only the answer was lost. */
export class RetriedEffects {
  constructor(private readonly file: FileModel) {}

  get all(): readonly RetriedEffect[] {
    const found = new Map<Node, RetriedEffect>();
    for (const each of [...this.#inRegions(), ...this.#ofClients()]) if (!found.has(each.at)) found.set(each.at, each);
    return [...found.values()].sort((a, b) => a.at.range[0] - b.at.range[0]);
  }

  *#inRegions(): Iterable<RetriedEffect> {
    const { calls: all, retries: { regions } } = this.file;
    if (all.having('effect').length === 0 && all.of('http-request').length === 0 && all.of('database-query').length === 0) return;
    for (const region of regions.all) {
      // What looks at the error may let only those through after which nothing has happened.
      if (region.looksAtError !== false || (region.attempts !== undefined && region.attempts < 2)) continue;
      const calls = regions.callsIn(region);
      const known = calls.flatMap(each => this.file.calls.at(each) ?? []);
      if (known.some(each => each.entry.role === 'transaction')) continue;
      for (const call of known) {
        const effect = this.#effectOf(call);
        if (effect) yield effect;
      }
    }
  }

  #effectOf(call: LibraryCall): RetriedEffect | undefined {
    const text = this.file.sourceCode.getText(call.node);
    const { entry, node } = call;
    if (entry.effect) {
      const { does, unless } = entry.effect;
      const isKeyed = unless.some(key => node.arguments.some(each => this.file.options.at(each, key).state !== 'absent')) || node.arguments.some(each => each.type === 'SpreadElement');
      return isKeyed || KEYED.test(this.#textOf(node)) ? undefined : { at: node.callee, kind: 'effect', what: does, key: unless[0] };
    }
    if (entry.role === 'http-request') {
      const method = this.methodOf(call);
      return method && !this.#mayBeRepeated(call, text) ? { at: node.callee, kind: 'request', what: method, key: 'Idempotency-Key' } : undefined;
    }
    if (entry.role !== 'database-query') return undefined;
    const sql = this.#literalTextOf(node.arguments[0]);
    const isInsert = /^\s*insert\s+into\b/i.test(sql) && !ONCE.test(sql) && !KEY_COLUMN.test(sql.split(/\bvalues\b|\bselect\b/i)[0]!);
    return isInsert ? { at: node.callee, kind: 'insert', what: 'INSERT', key: undefined } : undefined;
  }

  /** `POST` or `PATCH`, where it is written. */
  methodOf({ path, node }: LibraryCall): 'POST' | 'PATCH' | undefined {
    const last = path.split(/[.#]/).at(-1)!.toLowerCase();
    if (last.startsWith('post')) return 'POST';
    if (last.startsWith('patch')) return 'PATCH';
    for (const each of node.arguments) {
      const method = this.file.options.at(each, 'method');
      const value = method.state === 'present' ? this.file.options.valueOf(method.value)?.value : undefined;
      if (typeof value === 'string') return /^post$/i.test(value) ? 'POST' : /^patch$/i.test(value) ? 'PATCH' : undefined;
    }
    return undefined;
  }

  /** Whether it only reads, has a mark by which the other side knows it, or hides what it sends. */
  #mayBeRepeated(call: LibraryCall, text: string): boolean {
    const { node, client } = call;
    const address = this.#addressOf(call);
    if (!/\/[a-z]/i.test(address.replace(/^[a-z]+:\/\/[^/]*/i, '')) || READS.test(address) || ASKS.test(text)) return true;
    if (KEYED.test(this.#textOf(node))) return true;
    if (call.path.includes('#') && (!client || KEYED.test(this.#textOf(client.node)) || /interceptors|hooks|\.use\(/.test(this.file.sourceCode.text))) return true;
    return node.arguments.some(each => each.type === 'SpreadElement' || this.#hidesHeaders(each));
  }

  #hidesHeaders(options: Node): boolean {
    const headers = this.file.options.at(options, 'headers');
    if (headers.state === 'unknown') return this.file.options.objectOf(options) !== undefined;
    if (headers.state !== 'present') return false;
    const object = this.file.options.objectOf(headers.value);
    return !object || object.properties.some(each => each.type === 'SpreadElement');
  }

  /** The text of an expression, with that of the constants of the file that it names. */
  #textOf(node: Node): string {
    const { index, origins, sourceCode } = this.file;
    const named = index.within(node, 'Identifier').flatMap(each => {
      const value = origins.expressionOf(each);
      return value && value !== each && value.range[1] - value.range[0] < 2_000 ? [sourceCode.getText(value)] : [];
    });
    return [sourceCode.getText(node), ...named].join(' ');
  }

  /** What is written of the address, names included. */
  #addressOf({ node }: LibraryCall): string {
    const [first] = node.arguments;
    const option = node.arguments.map(each => this.file.options.at(each, 'url')).find(each => each.state === 'present');
    const address = first && !this.file.options.objectOf(first) ? first : option?.state === 'present' ? option.value : undefined;
    if (!address) return '';
    return this.#literalTextOf(address);
  }

  /** Literal parts, and the names between them, of a text. */
  #literalTextOf(node: Node | undefined, depth = 0): string {
    if (!node || depth > 5) return '';
    const value = unwrap(node);
    if (value.type === 'Literal') return String(value.value);
    if (value.type === 'TemplateLiteral') {
      return value.quasis.map((each, i) => each.value.raw + (value.expressions[i] ? `{${this.file.sourceCode.getText(value.expressions[i])}}` : '')).join('');
    }
    if (value.type === 'BinaryExpression' && value.left.type !== 'PrivateIdentifier') return this.#literalTextOf(value.left, depth + 1) + this.#literalTextOf(value.right, depth + 1);
    const held = this.file.origins.expressionOf(value);
    if (held && held !== value) return `${value.type === 'Identifier' ? `{${value.name}}` : ''}${this.#literalTextOf(held, depth + 1)}`;
    if (value.type === 'NewExpression') return value.arguments.map(each => this.#literalTextOf(each, depth + 1)).join('');
    return `{${this.file.sourceCode.getText(value).slice(0, 80)}}`;
  }

  *#ofClients(): Iterable<RetriedEffect> {
    for (const retry of this.file.retries.library.all) {
      const { posts } = retry.facts;
      if (posts === undefined || (retry.attempts !== undefined && retry.attempts < 2)) continue;
      if (posts === 'always') yield* this.#ofChain(retry);
      else if (posts === 'counted') yield* this.#ofCounted(retry);
      else if ('listedIn' in posts) yield* this.#ofList(retry, posts.listedIn);
      else yield* this.#ofDecision(retry, posts.decidedBy);
    }
  }

  /** `superagent.post(url).retry(3)`, `wretch(url).middlewares([retry()]).post(order)`. */
  *#ofChain({ call, facts }: LibraryRetry): Iterable<RetriedEffect> {
    const decided = facts.decides?.argument === undefined ? this.file.retries.library.at(call, facts, facts.decides?.options ?? []).state !== 'absent' : call.node.arguments[facts.decides.argument] !== undefined;
    if (decided) return;
    for (let node: Node | undefined = call.receiver; node; ) {
      const inner: Node = unwrap(node);
      if (inner.type !== 'CallExpression') break;
      const known = this.file.calls.at(inner);
      const effect = known?.entry.role === 'http-request' ? this.#effectOf(known) : undefined;
      if (effect && !KEYED.test(this.file.sourceCode.getText(call.node))) yield effect;
      node = inner.callee.type === 'MemberExpression' ? inner.callee.object : undefined;
    }
    const list = call.node.parent.type === 'ArrayExpression' ? call.node.parent.parent : call.node.parent;
    if (list?.type !== 'CallExpression' || list.callee.type !== 'MemberExpression' || staticName(list.callee) !== 'middlewares') return;
    const { methods } = usesOfResult(list, this.file.bindings);
    for (const each of methods) {
      const method = each.name.toUpperCase();
      const isKeyed = methods.some(one => KEYED.test(this.file.sourceCode.getText(one.call)) || one.name === 'headers');
      const address = this.#chainAddress(list) + methods.map(one => (one.name === 'url' || one.name === each.name ? this.#literalTextOf(one.call.arguments.at(-1)) : '')).join(' ');
      if ((method === 'POST' || method === 'PATCH') && !isKeyed && !READS.test(address)) yield { at: (each.call.callee as TSESTree.MemberExpression).property, kind: 'request', what: method, key: 'Idempotency-Key' };
    }
  }

  #chainAddress(node: Node): string {
    let text = '';
    for (let current: Node | undefined = node; current?.type === 'CallExpression'; ) {
      text += ` ${this.#literalTextOf(current.arguments[0])}`;
      current = current.callee.type === 'MemberExpression' ? unwrap(current.callee.object) : undefined;
    }
    return text;
  }

  *#ofCounted({ call, facts, attempts }: LibraryRetry): Iterable<RetriedEffect> {
    if (attempts === undefined || this.file.retries.library.at(call, facts, facts.count.options).state !== 'present') return;
    const effect = call.entry.role === 'http-request' ? this.#effectOf(call) : undefined;
    if (effect) yield effect;
  }

  *#ofList({ call, facts }: LibraryRetry, path: string): Iterable<RetriedEffect> {
    const option = this.file.retries.library.at(call, facts, [path]);
    const list = option.state === 'present' ? this.file.origins.expressionOf(option.value) : undefined;
    if (list?.type !== 'ArrayExpression' || KEYED.test(this.file.sourceCode.getText(call.node))) return;
    if (/#?(?:get|head|delete|put)$/.test(call.path)) return;
    const at = list.elements.find(each => each?.type === 'Literal' && /^(?:post|patch)$/i.test(String(each.value)));
    if (at?.type === 'Literal') yield { at, kind: 'client', what: String(at.value).toUpperCase(), key: 'Idempotency-Key' };
  }

  /** `retryCondition: () => true` */
  *#ofDecision({ call, facts }: LibraryRetry, path: string): Iterable<RetriedEffect> {
    const option = this.file.retries.library.at(call, facts, [path]);
    const fn = option.state === 'present' ? this.file.origins.functionOf(option.value) : undefined;
    if (option.state !== 'present' || !fn || fn.generator || KEYED.test(this.file.sourceCode.text)) return;
    const results = fn.body.type === 'BlockStatement' ? this.file.index.inOwn(fn, 'ReturnStatement').flatMap(each => each.argument ?? []) : [fn.body];
    if (results.length > 0 && results.every(each => this.file.options.valueOf(each)?.value === true)) yield { at: option.value, kind: 'client', what: 'POST', key: 'Idempotency-Key' };
  }
}
