import type { FileModel } from '../analysis/file-model.js';
import { isNothing, staticName, unwrap, type Node } from '../syntax/nodes.js';

/** Names that say nothing without what they belong to: `user.id` is a `userId`. */
const GENERIC = new Set(['id', '_id', 'ids', 'uuid', 'name', 'type', 'key', 'value', 'status', 'state', 'size', 'count', 'message', 'msg', 'code', 'title', 'slug', 'version', 'level', 'time', 'index', 'kind', 'label', 'text', 'data']);
/** Names of what only carries a value: a request, the options, one of a list. */
const CARRIER = /^(?:req|request|res|reply|response|ctx|context|params?|query|body|headers|opts|options|args?|argv|input|data|payload|props|row|rows|result|item|element|each|it|self|that|this|_|\w)$/;

/** A name for a value as a field of a log entry, and the same with its owner where the first is taken; empty where it has none. */
export function fieldNames(node: Node, file: FileModel): readonly string[] {
  const value = unwrap(node);
  switch (value.type) {
    case 'Identifier':
      return [value.name];
    case 'MemberExpression':
      return namesOfMember(value);
    case 'LogicalExpression':
      return fieldNames(value.left, file);
    case 'BinaryExpression':
      return value.operator === '-' && isClock(value.left, file) ? ['durationMs'] : [];
    case 'CallExpression':
      return namesOfCall(value, file);
    default:
      return [];
  }
}

function namesOfMember(member: Extract<Node, { type: 'MemberExpression' }>): readonly string[] {
  const name = member.computed ? undefined : staticName(member)?.replace(/^#/, '');
  if (name === undefined) return [];
  const object = unwrap(member.object);
  const owner = object.type === 'Identifier' ? object.name : object.type === 'MemberExpression' && !object.computed ? staticName(object)?.replace(/^#/, '') : undefined;
  if (owner === undefined || owner === '') return [name];
  if (name === 'length') return [countOf(owner)];
  const short = name.replace(/^_+(?=\w)/, '');
  const long = owner.toLowerCase().endsWith(short.toLowerCase()) ? owner : `${owner}${short[0]!.toUpperCase()}${short.slice(1)}`;
  return GENERIC.has(name) && !CARRIER.test(owner) ? [long] : [name, long];
}

/** `items.length` is an `itemCount`; of what is no plural, a length. */
function countOf(owner: string): string {
  const singular = /(?:s|x|ch|sh)es$/.test(owner) ? owner.slice(0, -2) : owner.endsWith('ies') ? `${owner.slice(0, -3)}y` : /[^su]s$/.test(owner) ? owner.slice(0, -1) : undefined;
  return singular === undefined ? `${owner}Length` : `${singular}Count`;
}

/** Calls that only write a value in another form: `ms.toFixed(1)`, `names.join(', ')`, `String(id)`. */
function namesOfCall(call: Extract<Node, { type: 'CallExpression' }>, file: FileModel): readonly string[] {
  const callee = unwrap(call.callee);
  const [first] = call.arguments;
  if (file.bindings.isGlobal(callee, 'String', 'Number', 'Boolean') && first) return fieldNames(first, file);
  if (callee.type !== 'MemberExpression') return [];
  const name = staticName(callee) ?? '';
  if (file.bindings.isGlobal(unwrap(callee.object), 'JSON', 'Math') && first && ['stringify', 'round', 'floor', 'ceil', 'trunc', 'abs'].includes(name)) return fieldNames(first, file);
  return ['toString', 'toFixed', 'toISOString', 'toJSON', 'toLowerCase', 'toUpperCase', 'trim', 'join'].includes(name) ? fieldNames(callee.object, file) : [];
}

/** What an entry holds of a value: a structured logger writes objects by itself. */
export function fieldValue(node: Node, file: FileModel): Node {
  const value = unwrap(node);
  const callee = value.type === 'CallExpression' ? unwrap(value.callee) : undefined;
  if (value.type !== 'CallExpression' || callee?.type !== 'MemberExpression' || staticName(callee) !== 'stringify' || !file.bindings.isGlobal(unwrap(callee.object), 'JSON')) return node;
  const [first, replacer] = value.arguments;
  return first && first.type !== 'SpreadElement' && (!replacer || isNothing(unwrap(replacer))) ? first : node;
}

function isClock(node: Node, file: FileModel): boolean {
  const value = unwrap(node);
  const callee = value.type === 'CallExpression' ? unwrap(value.callee) : undefined;
  return callee?.type === 'MemberExpression' && staticName(callee) === 'now' && file.bindings.isGlobal(unwrap(callee.object), 'Date', 'performance');
}
