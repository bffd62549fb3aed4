import type { TSESTree } from '@typescript-eslint/utils';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { clientOfTag } from '../transactions/control-statements.js';

/** A statement of SQL whose text can be seen, and the values that are put into it. */
export interface SqlStatement {
  readonly node: Node;
  /** `\0` for each value that is written into the text. */
  readonly sql: string;
  readonly table: string;
  readonly does: 'read' | 'update';
  /** For reads: the text of what is selected. */
  readonly selected: string;
  /** For updates: the columns that are set to one value each. */
  readonly settings: readonly { readonly column: string; readonly value: Node }[];
  /** The text of the condition. */
  readonly condition: string;
}

const NAME = String.raw`(?:["\w]+|` + '`\\w+`' + String.raw`)(?:\.["\w` + '`' + String.raw`]+)*`;
const UPDATE = new RegExp(String.raw`^\s*update\s+(?:only\s+)?(${NAME})(?:\s+(?:as\s+)?(?!set\b)\w+)?\s+set\s+`, 'i');
const SELECT = new RegExp(String.raw`^\s*select\s+([\s\S]*?)\sfrom\s+(${NAME})`, 'i');
const CONDITION = /\swhere\s([\s\S]*)$/i;
/** `balance = $1`, `balance = ?`, and a value that is written into the text. */
const SETTING = /(?:^|,)\s*["`]?(\w+)["`]?\s*=\s*(?:\$(\d+)|(\?)|(\0))\s*(?=,|$)/g;

/** In source order; queries of all kinds of libraries, and the tags of postgres.js. */
export function sqlStatements(file: FileModel): readonly SqlStatement[] {
  const found: SqlStatement[] = [];
  for (const chain of file.queryChains.all) {
    if (chain.sql === undefined || chain.text === undefined) continue;
    const written = file.origins.expressionOf(chain.text);
    const template = written?.type === 'TaggedTemplateExpression' ? written.quasi : written;
    const statement = statementOf(chain.end.node, chain.sql, template?.type === 'TemplateLiteral' ? template.expressions : [], valuesOf(chain.verb.node, file));
    if (statement) found.push(statement);
  }
  for (const node of file.index.all('TaggedTemplateExpression')) {
    const sql = node.quasi.quasis.map(each => each.value.raw).join('\0');
    if (!/^\s*(?:select|update)\s/i.test(sql) || !clientOfTag(node, file)) continue;
    const statement = statementOf(node, sql, node.quasi.expressions, []);
    if (statement) found.push(statement);
  }
  return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function statementOf(node: Node, sql: string, written: readonly Node[], given: readonly (Node | null)[]): SqlStatement | undefined {
  const select = SELECT.exec(sql);
  if (select) return { node, sql, table: bare(select[2]!), does: 'read', selected: select[1]!, settings: [], condition: CONDITION.exec(sql)?.[1] ?? '' };
  const update = UPDATE.exec(sql);
  if (!update) return undefined;
  const start = update[0].length;
  const end = /\s(?:where|from|returning)\s/i.exec(sql.slice(start))?.index;
  const set = sql.slice(start, end === undefined ? undefined : start + end);
  const settings = [...set.replace(/;\s*$/, '').matchAll(SETTING)].flatMap(({ 0: text, 1: column, 2: number, 3: mark, index }) => {
    const before = sql.slice(0, start + index + text.length);
    const value = number === undefined ? (mark === undefined ? written[count(before, /\0/g) - 1] : given[count(before, /\?+/g) - 1]) : given[Number(number) - 1];
    return value && column !== undefined ? [{ column, value }] : [];
  });
  return { node, sql, table: bare(update[1]!), does: 'update', selected: '', settings, condition: CONDITION.exec(sql)?.[1] ?? '' };
}

/** The values that a query is given next to its text: `query(text, [a, b])`, `query({ text, values: [a, b] })`. */
function valuesOf({ arguments: [first, second] }: TSESTree.CallExpression | TSESTree.NewExpression, file: FileModel): readonly (Node | null)[] {
  const option = first && first.type !== 'SpreadElement' && file.options.objectOf(first) ? file.options.at(first, 'values') : undefined;
  const list = option?.state === 'present' ? option.value : second;
  const written = list && list.type !== 'SpreadElement' ? file.origins.expressionOf(list) : undefined;
  if (written?.type !== 'ArrayExpression' || written.elements.some(each => each?.type === 'SpreadElement')) return [];
  return written.elements;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** A name without its quotes and its schema. */
function bare(name: string): string {
  return name.split('.').at(-1)!.replace(/["`]/g, '').toLowerCase();
}
