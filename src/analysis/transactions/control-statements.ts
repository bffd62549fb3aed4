import type { TSESTree } from '@typescript-eslint/utils';
import { unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/**
 * What a statement does to the connection that runs it. `local`: a setting that ends with the transaction; `lock`: one that
 * the connection holds until it gives it back; `xact-lock`: one that ends with the transaction.
 */
export type Control = 'begin' | 'commit' | 'rollback' | 'savepoint' | 'local' | 'lock' | 'xact-lock';

/** A statement of SQL that begins, ends or sets up a transaction, sent through a client that the catalog knows. */
export interface ControlStatement {
  readonly node: TSESTree.CallExpression | TSESTree.TaggedTemplateExpression;
  readonly control: Control;
  /** What it is sent through: `pool`, `client`, `prisma`. */
  readonly client: Node;
  /** For messages: `BEGIN`, `SET LOCAL`, `pg_advisory_lock`. */
  readonly keyword: string;
  /** Sent by a function of the file that is handed the text: `const query = text => pool.query(text)`. */
  readonly isHandedOn?: true;
}

const ANY = /\b(?:begin|start\s+transaction|commit|rollback|abort|savepoint|set\s+local|set_config|advisory|get_lock|lock\s+tables)\b|advisory_/i;
const START = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*/;
const END = String.raw`(?:\s+(?:work|tran|transaction)\b|\s+and\b|\s*;|\s*$)`;

const STATEMENTS: readonly (readonly [Control, RegExp])[] = [
  ['savepoint', /^(?:savepoint|release\s+savepoint|rollback\s+(?:work\s+|transaction\s+)?to)\b/i],
  ['begin', /^(?:start\s+transaction\b|begin(?:\s+(?:work|tran|transaction|deferred|immediate|exclusive|concurrent|isolation|read)\b|\s*;|\s*$))/i],
  ['commit', new RegExp(`^(?:commit|end)${END}`, 'i')],
  ['rollback', new RegExp(`^(?:rollback|abort)${END}`, 'i')],
  ['local', /^set\s+local\b|\bset_config\s*\([^()]*,\s*true\s*\)/i],
  ['xact-lock', /\bpg_(?:try_)?advisory_xact_lock(?:_shared)?(?=\s*\()/i],
  ['lock', /\bpg_(?:try_)?advisory_lock(?:_shared)?(?=\s*\()|\bget_lock(?=\s*\()|^lock\s+tables\b/i],
];
/** `BEGIN; …; COMMIT` in one text is sent to one connection, and whole. */
const WHOLE = /;\s*(?:commit|rollback|end)\b/i;

/** What a statement of SQL does to its connection, and the words of it that do so. */
export function controlOf(sql: string): { readonly control: Control; readonly keyword: string } | undefined {
  const text = sql.slice(START.exec(sql)![0].length);
  for (const [control, pattern] of STATEMENTS) {
    const found = pattern.exec(text);
    if (!found) continue;
    if (control !== 'commit' && control !== 'rollback' && WHOLE.test(text)) return undefined;
    return { control, keyword: keywordOf(found[0], control) };
  }
  return undefined;
}

function keywordOf(match: string, control: Control): string {
  const text = match.replace(/[;(].*$/s, '').trim().replace(/\s+/g, ' ');
  if (control === 'lock' || control === 'xact-lock') return /^lock\s/i.test(text) ? 'LOCK TABLES' : text;
  if (control === 'local') return /^set\s+local/i.test(text) ? 'SET LOCAL' : 'set_config';
  return /^(?:start transaction|rollback to|release savepoint|\w+)/i.exec(text)![0].toUpperCase();
}

/** The control statements of a file, in source order. */
export function controlStatements(file: FileModel): readonly ControlStatement[] {
  if (!ANY.test(file.sourceCode.text)) return [];
  const found: ControlStatement[] = [];
  const add = (node: ControlStatement['node'], client: Node | undefined, sql: string | undefined): void => {
    const control = client && sql !== undefined ? controlOf(sql) : undefined;
    if (client && control) found.push({ node, client, ...control });
  };
  for (const { node, receiver } of file.calls.of('database-query')) {
    const [first] = node.arguments;
    if (node.type === 'CallExpression' && receiver && first && first.type !== 'SpreadElement') add(node, receiver, textOf(first, file));
  }
  for (const node of file.index.all('CallExpression')) {
    const [first] = node.arguments;
    const control = first && isText(first) && !file.calls.at(node) ? controlOf(textOf(first, file) ?? '') : undefined;
    const client = control && clientOfSender(node, file);
    if (client && control) found.push({ node, client, ...control, isHandedOn: true });
  }
  for (const node of file.index.all('TaggedTemplateExpression')) {
    // Before anything is resolved: most templates are no SQL.
    if (controlOf(quasisOf(node.quasi))) add(node, clientOfTag(node, file), quasisOf(node.quasi));
  }
  return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

/** Whether a query may be sent a `COMMIT` or `ROLLBACK`: `failed ? 'ROLLBACK' : 'COMMIT'`, or a variable that is given one. */
export function mayEndTransaction(call: TSESTree.CallExpression, file: FileModel): boolean {
  const [first] = call.arguments;
  if (!first || first.type === 'SpreadElement') return false;
  const variable = first.type === 'Identifier' ? file.bindings.variableOf(first) : undefined;
  const written = variable ? variable.references.flatMap(each => each.writeExpr ?? []) : [first];
  return written.flatMap(branchesOf).some(each => {
    const control = controlOf(textOf(each, file) ?? '')?.control;
    return control === 'commit' || control === 'rollback';
  });
}

function branchesOf(expression: Node): readonly Node[] {
  const value = unwrap(expression);
  if (value.type === 'ConditionalExpression') return [value.consequent, value.alternate].flatMap(branchesOf);
  return value.type === 'LogicalExpression' ? [value.left, value.right].flatMap(branchesOf) : [value];
}

function isText(node: Node): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}

/** What a function of the file sends its first argument through. */
function clientOfSender(node: TSESTree.CallExpression, file: FileModel): Node | undefined {
  const [fn, ...others] = file.promises.functionsCalledBy(node);
  const [text] = fn?.params ?? [];
  const variable = others.length === 0 && text?.type === 'Identifier' ? file.bindings.variableOf(text) : undefined;
  const query = variable?.references.map(({ identifier }) => identifier.parent).find(each => each?.type === 'CallExpression' && each.arguments[0]?.type === 'Identifier' && file.bindings.variableOf(each.arguments[0]) === variable);
  const call = query && file.calls.at(query);
  return call?.entry.role === 'database-query' ? call.receiver : undefined;
}

/** `` sql`BEGIN` `` of postgres.js, whose client is the tag; `` prisma.$executeRaw`BEGIN` ``. */
export function clientOfTag({ tag }: TSESTree.TaggedTemplateExpression, file: FileModel): Node | undefined {
  const origin = file.origins.of(tag);
  if (origin?.kind !== 'library' || origin.promised) return undefined;
  const callee = unwrap(tag);
  if (origin.path.endsWith('#')) return file.catalog.type(origin.library, origin.path.slice(0, -1)) ? callee : undefined;
  return callee.type === 'MemberExpression' && file.origins.entryOf(callee)?.entry.role === 'database-query' ? callee.object : undefined;
}

/** The text that a query is given: `'BEGIN'`, `{ text: 'BEGIN' }`, `` sql`BEGIN` ``, `sql.raw('BEGIN')`. */
function textOf(argument: Node, file: FileModel): string | undefined {
  for (const key of ['text', 'sql']) {
    const option = file.options.objectOf(argument) ? file.options.at(argument, key) : undefined;
    if (option?.state === 'present') return textOf(option.value, file);
  }
  const written = file.origins.expressionOf(argument);
  if (written?.type === 'TaggedTemplateExpression') return quasisOf(written.quasi);
  if (written?.type === 'TemplateLiteral') return quasisOf(written);
  if (written?.type === 'CallExpression' && written.callee.type === 'MemberExpression' && written.arguments[0]?.type === 'Literal') {
    const { property } = written.callee;
    return property.type === 'Identifier' && property.name === 'raw' ? String(written.arguments[0].value) : undefined;
  }
  const value = file.options.valueOf(argument)?.value;
  return typeof value === 'string' ? value : undefined;
}

function quasisOf(template: TSESTree.TemplateLiteral): string {
  return template.quasis.map(each => each.value.raw).join('\0');
}
