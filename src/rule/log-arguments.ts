import type { LogCall } from '../analysis/logs/log-calls.js';
import type { FileModel } from '../analysis/file-model.js';
import { staticName, unwrap, type Node } from '../syntax/nodes.js';
import { fieldNames, fieldValue } from './field-names.js';

/** What an entry shall hold, whatever order the logger reads. */
export interface LogEntry {
  /** Source text of the message. */
  readonly message: string | undefined;
  /** Fields to add, and the error to hand over. */
  readonly fields: readonly Node[];
  readonly error?: Node | undefined;
  /** The fields that the call has already. */
  readonly existing?: Node | undefined;
  /** Names for fields that have none of their own. */
  readonly labels?: ReadonlyMap<Node, string>;
}

/** The arguments of a log call in the order that its logger reads; undefined where a hand must write them. */
export function logArguments(call: LogCall, entry: LogEntry, file: FileModel): string | undefined {
  const text = (node: Node): string => file.sourceCode.getText(node);
  const { order, errorKey } = call.facts;
  const { error, fields } = splitFields(call, entry, file) ?? {};
  if (!fields) return undefined;
  const message = entry.message === undefined ? [] : [entry.message];
  if (error && fields.length > 0) {
    if (errorKey === undefined || call.facts.errorFieldsLost?.evenUnderErrorKey) return undefined;
    fields.unshift(text(error) === errorKey ? errorKey : `${errorKey}: ${text(error)}`);
  }
  const first = error && fields.length === 0 ? text(error) : fields.length > 0 ? `{ ${fields.join(', ')} }` : undefined;
  if (order === 'fields-first') return error && errorKey === undefined ? undefined : [...(first === undefined ? [] : [first]), ...message].join(', ');
  if (order === 'nest' || message.length === 0) return undefined;
  return [...message, ...(first === undefined ? [] : [first])].join(', ');
}

/** The fields of an entry as properties, and the error apart; undefined where one of them has no name, or the name of another. */
export function splitFields(call: LogCall, entry: LogEntry, file: FileModel): { readonly error: Node | undefined; readonly fields: string[] } | undefined {
  const existing = entry.existing && unwrap(entry.existing);
  const object = existing && (existing.type === 'ObjectExpression' ? existing : file.options.objectOf(existing));
  let { error } = entry;
  const kept: string[] = [];
  if (existing?.type === 'ObjectExpression') kept.push(...existing.properties.map(each => file.sourceCode.getText(each)));
  else if (existing && object) kept.push(`...${file.sourceCode.getText(existing)}`);
  else if (existing && file.logs.isError(existing) && !error) error = existing;
  else if (existing) return undefined;
  const properties = (object?.properties ?? []).flatMap(each => (each.type === 'Property' ? [each] : []));
  const taken = new Map(properties.map(each => [staticName(each) ?? '', file.sourceCode.getText(each.value)]));
  const added = newFields(entry, taken, call.facts.reservedKeys ?? [], file);
  if (!added || (error && taken.has(call.facts.errorKey ?? ''))) return undefined;
  if (error && added.some(each => each === call.facts.errorKey)) return undefined;
  return { error, fields: [...kept, ...added] };
}

/** Properties for the values that the entry does not hold yet. */
function newFields({ fields, labels }: LogEntry, taken: Map<string, string>, reserved: readonly string[], file: FileModel): string[] | undefined {
  const present = new Set(taken.values());
  const wanted = fields
    .map(each => ({ value: file.sourceCode.getText(fieldValue(each, file)), names: [...fieldNames(each, file), labels?.get(each) ?? []].flat() }))
    .filter((each, i, all) => !present.has(each.value) && all.findIndex(other => other.value === each.value) === i);
  const added: string[] = [];
  for (const { value, names } of wanted) {
    // `from.id` and `to.id`: neither is the `id`.
    const name = names.find(candidate => !reserved.includes(candidate) && !taken.has(candidate) && wanted.filter(other => other.names[0] === candidate).length < 2);
    if (name === undefined) return undefined;
    taken.set(name, value);
    added.push(name === value ? name : `${name}: ${value}`);
  }
  return added;
}

/** The arguments of a call that logs a failure, with the error itself among them. */
export function withError(call: LogCall, error: string, file: FileModel): string | undefined {
  const { facts, values, node } = call;
  const [first, second] = values;
  if (!first || node.arguments.length !== values.length) return undefined;
  const all = values.map(each => file.sourceCode.getText(each));
  if (facts.order === 'variadic') return [...all, error].join(', ');
  if (facts.order === 'nest') return !second && file.logs.isInstance(call) ? `${all[0]}, ${error}.stack` : undefined;
  if (facts.order === 'message-first') return second ? undefined : `${all[0]}, ${error}`;
  if (file.logs.messageOf(call) === first) return [error, ...all].join(', ');
  const fields = unwrap(first);
  const key = facts.errorKey ?? 'err';
  if (fields.type !== 'ObjectExpression' || fields.properties.some(each => each.type !== 'Property' || staticName(each) === key)) return undefined;
  const properties = [key === error ? key : `${key}: ${error}`, ...fields.properties.map(each => file.sourceCode.getText(each))];
  return [`{ ${properties.join(', ')} }`, ...all.slice(1)].join(', ');
}

/** The error that a value is, or whose text it is: `err`, `err.message`, `String(err)`, `err instanceof Error ? err.message : String(err)`. */
export function errorIn(node: Node, file: FileModel): Node | undefined {
  const value = unwrap(node);
  if (file.errorValues.of(value)) return value;
  const inner = textOf(value, file);
  const [first, ...others] = inner.flatMap(each => errorIn(each, file) ?? []);
  if (inner.length < 2 || !first) return first;
  // One of the branches may stand where the value is known to be no error: it is the same value.
  const name = (each: Node): string => file.sourceCode.getText(innermost(each, file));
  return inner.every(each => name(each) === file.sourceCode.getText(first)) && others.length < 2 ? first : undefined;
}

/** What an expression is the text of: one value, or one for each branch. */
function textOf(value: Node, file: FileModel): readonly Node[] {
  switch (value.type) {
    case 'MemberExpression':
      return ['message', 'stack'].includes(staticName(value) ?? '') ? [value.object] : [];
    case 'ConditionalExpression':
      return [value.consequent, value.alternate];
    case 'LogicalExpression':
      return [value.left, value.right];
    case 'CallExpression': {
      const callee = unwrap(value.callee);
      const [first] = value.arguments;
      if (file.bindings.isGlobal(callee, 'String') && first) return [first];
      if (callee.type !== 'MemberExpression') return [];
      if (staticName(callee) === 'toString') return [callee.object];
      return staticName(callee) === 'stringify' && file.bindings.isGlobal(unwrap(callee.object), 'JSON') && first ? [first] : [];
    }
    default:
      return [];
  }
}

function innermost(node: Node, file: FileModel): Node {
  const value = unwrap(node);
  const [inner, other] = textOf(value, file);
  return inner && !other ? innermost(inner, file) : value;
}
