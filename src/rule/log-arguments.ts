import type { LogCall, LogCalls } from '../analysis/logs/log-calls.js';
import type { FileModel } from '../analysis/file-model.js';
import { staticName, unwrap, type Node } from '../syntax/nodes.js';

/** What an entry shall hold, whatever order the logger reads. */
export interface LogEntry {
  /** Source text of the message. */
  readonly message: string | undefined;
  /** Fields to add, and the error to hand over. */
  readonly fields: readonly Node[];
  readonly error?: Node | undefined;
  /** The fields that the call has already. */
  readonly existing?: Node | undefined;
}

/** The arguments of a log call in the order that its logger reads; undefined where a hand must write them. */
export function logArguments(call: LogCall, entry: LogEntry, file: FileModel): string | undefined {
  const text = (node: Node): string => file.sourceCode.getText(node);
  const { order, errorKey = 'err' } = call.facts;
  const existing = entry.existing && unwrap(entry.existing);
  const kept: string[] = [];
  let error = entry.error;
  if (existing?.type === 'ObjectExpression') kept.push(...existing.properties.map(text));
  else if (existing && file.logs.isError(existing) && !error) error = existing;
  else if (existing) return undefined;

  const added = new Map<string, string>();
  const present = new Set(existing?.type === 'ObjectExpression' ? existing.properties.map(each => (each.type === 'Property' ? text(each.value) : '')) : []);
  for (const each of entry.fields) {
    if (present.has(text(each))) continue;
    const name = fieldName(each);
    if (name === undefined || added.has(name)) return undefined;
    added.set(name, name === text(each) ? name : `${name}: ${text(each)}`);
  }
  const names = new Set(existing?.type === 'ObjectExpression' ? existing.properties.map(each => (each.type === 'Property' ? staticName(each) : undefined)) : []);
  if ([...added.keys(), ...(error ? [errorKey] : [])].some(each => names.has(each))) return undefined;

  const message = entry.message === undefined ? [] : [entry.message];
  const fields = [...kept, ...added.values()];
  if (order === 'fields-first') {
    if (error && fields.length === 0) return [text(error), ...message].join(', ');
    if (error) fields.unshift(text(error) === errorKey ? errorKey : `${errorKey}: ${text(error)}`);
    return [`{ ${fields.join(', ')} }`, ...message].join(', ');
  }
  if (order !== 'message-first' || message.length === 0 || (error && fields.length > 0)) return undefined;
  return [...message, error ? text(error) : `{ ${fields.join(', ')} }`].join(', ');
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

/** The parts of a text: what is written in it, and the values put into it. */
export function partsOf(node: Node, file: FileModel): { readonly text: string; readonly values: readonly Node[] } {
  const value = unwrap(node);
  const known = file.options.valueOf(value);
  if (known) return { text: String(known.value), values: [] };
  if (value.type === 'TemplateLiteral') {
    const values: Node[] = [];
    let text = value.quasis[0]?.value.cooked ?? '';
    value.expressions.forEach((each, i) => {
      const constant = file.options.valueOf(each);
      if (!constant) values.push(each);
      text += (constant ? String(constant.value) : VALUE) + (value.quasis[i + 1]?.value.cooked ?? '');
    });
    return { text, values };
  }
  if (value.type === 'BinaryExpression' && value.operator === '+') {
    const left = partsOf(value.left, file);
    const right = partsOf(value.right, file);
    return { text: left.text + right.text, values: [...left.values, ...right.values] };
  }
  return { text: VALUE, values: [value] };
}

/** A message with its values taken out, as a literal; undefined where nothing readable is left. */
export function constantMessage(text: string): string | undefined {
  const message = text
    // What introduces a value goes with it: `id=…`, `(… ms)`, `'…'`, `to …`.
    .replace(/(?:\b[\w.]+\s*=\s*)?(['"`]?)\0+(?:\s*(?:ms|s|bytes|MB|KB)\b)?\1/g, '\0')
    .replace(/[([<{]\s*\0\s*[)\]>}]/g, '\0')
    .replace(/\b(?:in|to|for|at|of|from|with|by|on|after|is|as)\s+\0/gi, '\0')
    .replace(/(?:[,:;|]?\s*\0)+/g, ' ')
    .replace(/\s+([,.;:!?])/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/^[\s:,;|>.-]+/, '')
    .replace(/(?:[\s:,;=(\-–—>|]|\b(?:in|to|for|at|of|from|with|by|on|is|as|and)(?!\w))+$/i, '')
    .trim();
  if (!/[a-z]{2}/i.test(message)) return undefined;
  return /['\\\n]/.test(message) ? JSON.stringify(message) : `'${message}'`;
}

/** Stands for a value in a text. */
const VALUE = '\0';

function fieldName(node: Node): string | undefined {
  const value = unwrap(node);
  if (value.type === 'Identifier') return value.name;
  const name = value.type === 'MemberExpression' && !value.computed ? staticName(value) : undefined;
  return name?.startsWith('#') ? undefined : name;
}

/** The caught error whose text an expression is: `err`, `err.message`, `String(err)`. */
export function errorIn(node: Node, logs: LogCalls): Node | undefined {
  const value = unwrap(node);
  if (logs.isError(value)) return value;
  if (value.type === 'MemberExpression' && ['message', 'stack'].includes(staticName(value) ?? '')) return errorIn(value.object, logs);
  return undefined;
}
