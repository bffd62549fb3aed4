import type { TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf, isFunction, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** A member of something, through names and patterns: `req` and `['params', 'id']`. */
export interface Access {
  readonly root: Node;
  /** `*` for one that is computed. */
  readonly keys: readonly string[];
}

export type RequestPart = 'address' | 'caller' | 'data' | 'id';

const ADDRESS = new Set(['url', 'originalUrl', 'path', 'href', 'pathname', 'rawPath', 'rawUrl', 'nextUrl']);
const DATA = new Set(['params', 'query', 'body', 'cookies', 'signedCookies', 'querystring', 'search', 'payload', 'rawBody']);
const IDS = new Set(['id', '_id', 'uid', 'sub', 'email', 'userId', 'username', 'sessionId', 'sessionID', 'requestId', 'reqId', 'messageId', 'correlationId', 'offset', 'deliveryTag', 'receiptHandle']);
/** Headers that are another one with each client, or with each request. */
const HEADERS = /^(?:user-agent|referr?er|x-forwarded-for|x-real-ip|forwarded|x-request-id|x-correlation-id|request-id|traceparent|authorization|cookie|if-none-match|etag|idempotency-key)$/i;
/** Data of such a name is often one of a few values that the program knows. Names may silence. */
const FEW = /(?:^|[_\W])(?:type|kind|status|state|action|method|event|mode|format|lang|language|locale|version|env|environment|region|zone|tier|plan|role|level|category|channel|platform|provider|source|target|service|operation|op|entity|resource|model|table|queue|topic|tenant|org|organi[sz]ation|project|workspace|team|cluster|node|network|chain|currency|country|model|job|task|command|cmd|result|reason|code|size|sort|order|direction|unit|strategy|scope|client|app|feature|flag)$/i;

/** The member that an expression is, followed through constants and patterns to where it begins. */
export function accessOf(node: Node, file: FileModel, depth = 0): Access | undefined {
  const value = unwrap(node);
  if (depth > 8) return undefined;
  if (value.type === 'MemberExpression') {
    const inner = accessOf(value.object, file, depth + 1);
    return inner && { root: inner.root, keys: [...inner.keys, staticName(value) ?? '*'] };
  }
  if (value.type === 'ThisExpression') return { root: value, keys: [] };
  if (value.type !== 'Identifier') return undefined;
  const variable = file.bindings.variableOf(value);
  const definition = variable && file.bindings.definitionOf(variable);
  if (!variable || definition?.type !== 'Variable' || !definition.node.init || !file.bindings.isConstant(variable)) return { root: value, keys: [] };
  const keys = keysInPattern(definition.node.id, definition.name);
  const init = unwrap(definition.node.init);
  if (!keys || (init.type !== 'MemberExpression' && init.type !== 'Identifier')) return { root: value, keys: [] };
  const inner = accessOf(init, file, depth + 1);
  return inner && { root: inner.root, keys: [...inner.keys, ...keys] };
}

/** What of a request, or of a message, a member is that can be anything; undefined where it is one of a few values. */
export function requestPart({ root, keys }: Access, file: FileModel): RequestPart | undefined {
  if (root.type !== 'Identifier') return undefined;
  const part = file.handlers.partOf(root);
  if (part === 'message') return keys.length > 0 && IDS.has(keys.at(-1)!) ? 'id' : undefined;
  if (part === 'request' || part === 'context') return partOf(keys[0] === 'request' || keys[0] === 'req' || keys[0] === 'raw' ? keys.slice(1) : keys);
  const found = file.origins.entryOf(root);
  if (found?.entry.role === 'external-data' && found.entry.use === 'read' && found.entry.data === 'request') return partOf([found.path.split(/[.#]/).at(-1)!, ...keys]);
  return decoratedPart(root, keys, file);
}

function partOf(keys: readonly string[]): RequestPart | undefined {
  const [first, second] = keys;
  const last = keys.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (ADDRESS.has(first)) return keys.length === 1 || first === 'nextUrl' ? 'address' : undefined;
  if (first === 'ip' || first === 'ips' || last === 'remoteAddress') return 'caller';
  if (first === 'headers') return second !== undefined && HEADERS.test(second) ? 'caller' : undefined;
  if (DATA.has(first)) return second === undefined ? 'data' : sentAs(last);
  return IDS.has(last) && /^(?:id|_id|requestId|reqId|sessionID|session|user|auth|state|locals)$/.test(first) ? 'id' : undefined;
}

/** `@Param('id') id` of a controller. */
function decoratedPart(root: TSESTree.Identifier, keys: readonly string[], file: FileModel): RequestPart | undefined {
  const variable = file.bindings.variableOf(root);
  const definition = variable && file.bindings.definitionOf(variable);
  if (!variable || definition?.type !== 'Parameter' || !isFunction(definition.node) || !file.bindings.isConstant(variable)) return undefined;
  for (const { expression } of decoratorsOf(definition.name)) {
    const call = file.calls.at(expression);
    if (call?.entry.role !== 'external-data') continue;
    const [name] = call.node.arguments;
    const key = keys.at(-1) ?? (name?.type === 'Literal' ? String(name.value) : undefined);
    if (call.path === 'Headers') return key !== undefined && HEADERS.test(key) ? 'caller' : undefined;
    return key === undefined ? 'data' : sentAs(key);
  }
  return undefined;
}

/** What a call reads of a request: `req.get('user-agent')`, `c.req.param('id')`. */
export function calledPart(node: TSESTree.CallExpression, file: FileModel): RequestPart | undefined {
  const call = file.calls.at(node);
  if (call?.entry.role !== 'external-data' || call.entry.data !== 'request' || call.entry.promise) return undefined;
  const [name] = node.arguments;
  const key = name && file.options.valueOf(name)?.value;
  if (typeof key !== 'string') return undefined;
  if (/[#.](?:get|header)$/.test(call.path)) return HEADERS.test(key) ? 'caller' : undefined;
  return sentAs(key);
}

/** What a client sends under a name, but what may be one of a few values by it. */
function sentAs(name: string): RequestPart | undefined {
  if (/(?:^|[a-z_-])(?:id|Id|ID|uuid|email)$/.test(name)) return 'id';
  return FEW.test(name.replaceAll(/([a-z])([A-Z])/g, '$1_$2')) ? undefined : 'data';
}

function keysInPattern(pattern: Node, name: Node): string[] | undefined {
  if (pattern === name) return [];
  if (pattern.type === 'AssignmentPattern') return keysInPattern(pattern.left, name);
  if (pattern.type !== 'ObjectPattern') return undefined;
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || name.range[0] < property.value.range[0] || name.range[1] > property.value.range[1]) continue;
    const rest = keysInPattern(property.value, name);
    return rest && [staticName(property) ?? '*', ...rest];
  }
  return undefined;
}
