import type { FileModel } from '../analysis/file-model.js';
import type { InterpolatedMessage } from '../analysis/logs/interpolated-messages.js';
import { enclosingFunction, statementOf, staticName, unwrap, type Node } from '../syntax/nodes.js';
import { constantMessage } from './constant-message.js';
import type { Fix } from './define-rule.js';
import { errorIn, logArguments, splitFields, type LogEntry } from './log-arguments.js';

/** A call that says the same with its values in the fields; undefined where a hand must write it. */
export function writeLogFields(found: InterpolatedMessage, file: FileModel): { readonly example: string; readonly fix: Fix } | undefined {
  const { call, property, branches } = found;
  const { node } = call;
  const values = valuesToKeep(found, file);
  const message = values && messageText(found, file);
  const removal = leftBehind(found, file);
  if (!values || !branches || message === undefined || call.open || removal === 'unsafe' || file.sourceCode.getCommentsInside(node).length > 0) return undefined;

  const errors = distinct(values.flatMap(each => errorIn(each, file) ?? []), file);
  const fields = values.filter(each => !errorIn(each, file));
  if (errors.length > 1) return undefined;
  const labels = labelsIn(branches[0]?.parts ?? []);
  if (property) return inPlace(found, property, { message, fields, error: errors[0], labels }, file);

  const entry: LogEntry = { message, fields, error: errors[0], existing: existingFields(found), labels };
  if (hasMore(found)) return undefined;
  const [first] = call.values;
  const end = call.values.at(-1);
  const callee = unwrap(node.callee);
  if (!first || !end) return undefined;
  const removed = removal === undefined ? [] : [removal];
  const write = logArguments(call, entry, file);
  if (write !== undefined) {
    const fix: Fix = fixer => [fixer.replaceTextRange([first.range[0], end.range[1]], write), ...removed.map(each => fixer.removeRange(each))];
    return { example: `${call.method}(${write})`, fix };
  }
  // One call takes fields or an error, not both: the fields come with a child of the logger.
  const split = call.facts.fieldsWithError === undefined ? undefined : splitFields(call, entry, file);
  if (!split?.error || split.fields.length === 0 || callee.type !== 'MemberExpression') return undefined;
  const child = `${callee.optional ? '?.' : '.'}${call.facts.fieldsWithError}({ ${split.fields.join(', ')} })`;
  const error = file.sourceCode.getText(split.error);
  const given = call.facts.order === 'fields-first' ? `${error}, ${message}` : `${message}, ${error}`;
  const fix: Fix = fixer => [
    fixer.replaceTextRange([callee.object.range[1], callee.property.range[0]], `${child}.`),
    fixer.replaceTextRange([first.range[0], end.range[1]], given),
    ...removed.map(each => fixer.removeRange(each)),
  ];
  return { example: `${child.replace(/^\?/, '').slice(1)}.${call.method}(${given})`, fix };
}

/** The values that the fields must hold; undefined where the branches of a message put in different ones. */
function valuesToKeep({ branches }: InterpolatedMessage, file: FileModel): readonly Node[] | undefined {
  const [first, ...others] = (branches ?? []).map(each => each.varying);
  const names = (nodes: readonly Node[]): string => nodes.map(each => file.sourceCode.getText(each)).sort().join('\n');
  return first && others.every(each => names(each) === names(first)) ? first : undefined;
}

/** The constant message: one text, or one for each branch of a condition that stands in the call. */
function messageText({ message, branches }: InterpolatedMessage, file: FileModel): string | undefined {
  const written = (branches ?? []).map(each => constantMessage(each, file));
  if (written.length === 1) return written[0];
  const condition = unwrap(message);
  if (written.length !== 2 || condition.type !== 'ConditionalExpression' || written.some(each => each === undefined)) return undefined;
  return `${file.sourceCode.getText(condition.test)} ? ${written.join(' : ')}`;
}

/** What else the call hands over. */
function existingFields({ call, message }: InterpolatedMessage): Node | undefined {
  const [first, second] = call.values;
  if (call.facts.order === 'fields-first') return first === message ? undefined : first;
  return second;
}

function hasMore({ call, message }: InterpolatedMessage): boolean {
  return call.values.length > (call.facts.order === 'fields-first' ? call.values.indexOf(message) + 1 : 2);
}

/** `{ msg: 'user finished', userId }`: the message stays where it is, the values stand beside it. */
function inPlace({ call, message }: InterpolatedMessage, property: Node, entry: LogEntry, file: FileModel): { readonly example: string; readonly fix: Fix } | undefined {
  const existing = property.parent;
  if (existing?.type !== 'ObjectExpression' || entry.error || entry.message === undefined) return undefined;
  const before = existing.properties.length;
  const added = splitFields(call, { ...entry, existing }, file)?.fields.slice(before);
  if (!added) return undefined;
  const write = [entry.message, ...added].join(', ');
  const key = property.type === 'Property' ? `${staticName(property)}: ` : '';
  return { example: `${key}${write}`, fix: fixer => fixer.replaceText(message, write) };
}

/** The constant that held the message and nobody reads any more, up to the next statement; `unsafe` where its values may be others by the time of the call. */
function leftBehind({ call, message, varying }: InterpolatedMessage, file: FileModel): readonly [number, number] | 'unsafe' | undefined {
  const name = unwrap(message);
  if (name.type !== 'Identifier') return undefined;
  const variable = file.bindings.variableOf(name);
  const declarator = variable && file.bindings.definitionOf(variable)?.node;
  const declaration = declarator?.parent;
  if (!variable || declarator?.type !== 'VariableDeclarator' || declarator.init?.type === 'Identifier' || declaration?.type !== 'VariableDeclaration' || declaration.declarations.length !== 1) return 'unsafe';
  const body = declaration.parent.type === 'BlockStatement' ? declaration.parent.body : [];
  const next = body[body.findIndex(each => each === declaration) + 1];
  if (!next || enclosingFunction(call.node) !== enclosingFunction(declaration)) return 'unsafe';
  if (next !== statementOf(call.node) && !varying.every(each => isUnchanging(each, file))) return 'unsafe';
  if (variable.references.filter(each => each.isRead()).length > 1) return undefined;
  if (file.sourceCode.getCommentsInside(declaration).length > 0 || file.sourceCode.getCommentsBefore(next).length > 0) return 'unsafe';
  return [declaration.range[0], next.range[0]];
}

function isUnchanging(node: Node, file: FileModel): boolean {
  const value = unwrap(node);
  const variable = value.type === 'Identifier' ? file.bindings.variableOf(value) : undefined;
  return variable !== undefined && file.bindings.isConstant(variable);
}

/** Names that the text gives to values: `attempts=${…}`. */
function labelsIn(parts: readonly (string | Node)[]): ReadonlyMap<Node, string> {
  const labels = new Map<Node, string>();
  parts.forEach((each, i) => {
    const before = parts[i - 1];
    const label = typeof before === 'string' ? /(?:^|[\s,;(])([a-z][A-Za-z0-9]*)\s*=\s*['"]?$/.exec(before)?.[1] : undefined;
    if (typeof each !== 'string' && label !== undefined) labels.set(each, label);
  });
  return labels;
}

/** Expressions of the same text are one. */
function distinct(nodes: readonly Node[], file: FileModel): readonly Node[] {
  return [...new Map(nodes.map(each => [file.sourceCode.getText(each), each])).values()];
}
