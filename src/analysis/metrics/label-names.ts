import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, lastName, rootOf, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** Labels that are made to tell one user, request or message from another, words joined by `_`. */
const OF_ONE = new Set([
  'user_id', 'userid', 'uid', 'user_email', 'email', 'email_address', 'session_id', 'sessionid', 'request_id', 'requestid', 'req_id', 'trace_id', 'traceid', 'span_id', 'correlation_id',
  'transaction_id', 'transaction_hash', 'tx_id', 'txid', 'tx_hash', 'order_id', 'orderid', 'payment_id', 'invoice_id', 'message_id', 'event_id', 'uuid', 'guid', 'ip', 'ip_address', 'client_ip', 'remote_ip', 'remote_address',
  'player_id', 'visitor_id', 'member_id', 'booking_id', 'cart_id', 'ticket_id', 'document_id', 'post_id', 'comment_id', 'file_id', 'upload_id', 'run_id', 'execution_id', 'invocation_id', 'connection_id', 'socket_id', 'conversation_id',
  'notification_id', 'phone_number', 'remote_addr', 'client_address', 'user_ip', 'user_agent', 'enduser_id', 'net_peer_ip', 'http_client_ip', 'error_message', 'error_stack', 'stack_trace',
]);
/** Functions of such a name make few values of many. Names may silence. */
const MAPS = /normali[sz]e|bucket|group|class|categor|anonymi|mask|redact|bound|limit|sanitize|type|kind|hash|prefix|truncate|label|tier|shard|partition/i;

/** The name of a label as its words: `userId`, `user.id` and `user-id` are `user_id`. */
export function normalizedLabel(label: string): string {
  return label.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').replaceAll(/[.\-\s]/g, '_').toLowerCase();
}

/** Whether a label is made for a value of its own for each user, request or message. */
export function isOfOne(label: string, more: readonly string[]): boolean {
  const name = normalizedLabel(label);
  return OF_ONE.has(name) || more.some(each => normalizedLabel(each) === name);
}

/** Whether a value may be anything, as far as the file tells: no constant, no union, no result of a function that maps it. */
export function mayBeAnything(node: Node, file: FileModel, depth = 0): boolean {
  const value = unwrap(node);
  if (depth > 5 || isNarrowed(node) || file.options.valueOf(value)) return false;
  switch (value.type) {
    case 'TemplateLiteral':
      return value.expressions.some(each => mayBeAnything(each, file, depth + 1));
    case 'BinaryExpression':
      return value.operator === '+' && [value.left, value.right].some(each => mayBeAnything(each, file, depth + 1));
    case 'LogicalExpression':
      return [value.left, value.right].some(each => mayBeAnything(each, file, depth + 1));
    case 'CallExpression': {
      const callee = unwrap(value.callee);
      const [argument] = value.arguments;
      if (file.bindings.isGlobal(callee, 'String') && argument) return mayBeAnything(argument, file, depth + 1);
      return callee.type === 'MemberExpression' && staticName(callee) === 'toString' && mayBeAnything(callee.object, file, depth + 1);
    }
    case 'MemberExpression':
      return !isNarrowType(file.origins.declared.of(value), file) && isOfCall(rootOf(value), file, depth);
    case 'Identifier':
      return !isNarrowType(file.origins.declared.of(value), file) && isOfCall(value, file, depth);
    default:
      return false;
  }
}

/** A parameter, what a loop gives, or what a call has given: not a constant of the module, nor a field of an object that lives on. */
function isOfCall(root: Node, file: FileModel, depth: number): boolean {
  const variable = root.type === 'Identifier' ? file.bindings.variableOf(root) : undefined;
  const definition = variable && file.bindings.definitionOf(variable);
  if (!variable || !definition || !file.bindings.isConstant(variable)) return false;
  if (definition.type === 'Parameter') return !isAlwaysKnown(variable.identifiers[0]!, definition.node, file);
  if (definition.type !== 'Variable') return false;
  const init = definition.node.init && unwrap(definition.node.init);
  if (!init) return /^For(?:Of|In)Statement$/.test(definition.node.parent.parent.type) && enclosingFunction(definition.node) !== undefined;
  const given = init.type === 'AwaitExpression' ? unwrap(init.argument) : init;
  if (given.type === 'CallExpression') return enclosingFunction(definition.node) !== undefined && !MAPS.test(lastName(given.callee) ?? '') && !isNarrowType(file.origins.declared.of(given), file);
  return mayBeAnything(init, file, depth + 1);
}

/** All calls in view give it a constant. */
function isAlwaysKnown(name: Node, fn: Node, file: FileModel): boolean {
  const variable = file.bindings.variableOf(name);
  if (!variable || !('params' in fn)) return true;
  const callers = file.unboundedValues.callers.of(fn as TSESTree.FunctionDeclaration, () => true);
  return callers.length > 0 && callers.every(({ given }) => {
    const argument = given.get(variable);
    return argument !== undefined && (!argument.node || file.options.valueOf(argument.node) !== undefined);
  });
}

/** `x as UserKind` */
function isNarrowed(node: Node): boolean {
  return (node.type === 'TSAsExpression' || node.type === 'TSTypeAssertion') && !['TSStringKeyword', 'TSAnyKeyword', 'TSNumberKeyword', 'TSUnknownKeyword'].includes(node.typeAnnotation.type);
}

/** A type that may have few values: a union of texts, a boolean, an enumeration, a name from elsewhere. */
function isNarrowType(type: ReturnType<FileModel['origins']['declared']['of']>, file: FileModel): boolean {
  const resolved = file.origins.declared.resolve(type);
  if (!resolved) return type !== undefined;
  if (resolved.type === 'TSUnionType') return !resolved.types.some(each => isOpenType(each.type));
  return !isOpenType(resolved.type);
}

function isOpenType(type: string): boolean {
  return type === 'TSStringKeyword' || type === 'TSNumberKeyword' || type === 'TSBigIntKeyword' || type === 'TSAnyKeyword';
}
