import type { ScopeFacts } from '../../catalog/schema.js';
import { enclosingFunction, functionsAround, isNothing, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { promiseUseOf } from '../promises/promise-uses.js';
import type { LibraryCall } from '../values/library-calls.js';
import { nextLink, type QueryChain } from './query-chains.js';

/** An update or a delete that says of no row that it means this one: it changes all of them. */
export interface UnscopedMutation {
  readonly node: Node;
  readonly does: 'update' | 'delete';
  /** How the condition is written: the end of "Write …". */
  readonly write: string;
}

/** Functions whose names say that all are meant: names only silence. */
const MEANS_ALL = /clear|reset|purge|truncate|wipe|flush|empty|drop|clean|teardown|everything|rebuild|reindex|restore|seed|backfill|migrat|^up$|^down$/i;
const SAYS_ALL = /(?:^|_)all(?:_|[A-Z]|$)|All(?:_|[A-Z\d]|$)/;
const NAME = String.raw`[\w."` + '`' + String.raw`\[\]\0]+`;
const DELETE = new RegExp(String.raw`^\s*delete\s+from\s+(?:only\s+)?${NAME}(?:\s+returning\s[^;]*)?\s*;?\s*$`, 'i');
const UPDATE = new RegExp(String.raw`^\s*update\s+(?:only\s+)?${NAME}(?:\s+as\s+\w+)?\s+set\s+[^;\0]+;?\s*$`, 'i');
/** A value from outside: it is about something. What sets every row to a constant is usually meant. */
const VALUE = /\$\d|\?|:[a-z]\w*/i;
const CONDITION = /\b(?:where|from|using|join|limit)\b/i;

/** In source order. */
export function unscopedMutations(file: FileModel): readonly UnscopedMutation[] {
  return file.queryChains.all.flatMap(chain => {
    const { does, end } = chain;
    if ((does !== 'update' && does !== 'delete') || !isSent(chain, file) || saysAll(end.node)) return [];
    const write = writtenBy(chain, file);
    return write === undefined ? [] : [{ node: end.node, does, write }];
  });
}

/** How the missing condition of a query is written; undefined where it has one, or nobody can say. */
function writtenBy(chain: QueryChain, file: FileModel): string | undefined {
  const { sql, links, isPartial } = chain;
  if (chain.verb.entry.query?.does === 'sql') {
    if (sql === undefined) return undefined;
    const isWhole = chain.does === 'delete' ? DELETE.test(sql) : UPDATE.test(sql) && VALUE.test(sql) && !CONDITION.test(sql.replace(/^\s*update\s/i, ''));
    return isWhole ? '`WHERE` behind it' : undefined;
  }
  const verb = links.find(each => each.entry.query?.scope !== undefined);
  const scope = verb?.entry.query?.scope;
  if (scope === 'where') {
    if (isPartial || links.some(isCondition)) return undefined;
    return '`.where(…)` behind it';
  }
  return verb && scope && meansAll(verb, scope, file) ? scope.write : undefined;
}

function isCondition({ entry }: LibraryCall): boolean {
  const part = entry.query?.part;
  return part === 'condition' || part === 'limit';
}

/** Whether the condition of a call is surely missing, or surely empty. */
function meansAll({ node }: LibraryCall, { argument, option, missing }: ScopeFacts, file: FileModel): boolean {
  const before = node.arguments.slice(0, argument + 1);
  if (before.some(each => each.type === 'SpreadElement')) return false;
  const given = node.arguments[argument];
  if (option === undefined) return given ? isEmpty(given, file) : missing === true;
  if (!given) return missing === true;
  if (!file.options.objectOf(given)) return false;
  const found = file.options.at(given, option);
  if (found.state === 'absent') return missing === true;
  return found.state === 'present' && isEmpty(found.value, file);
}

function isEmpty(node: Node, file: FileModel): boolean {
  const written = unwrap(node);
  // A name may get its properties later.
  return written.type === 'ObjectExpression' ? written.properties.length === 0 : isNothing(written) && !file.bindings.variableOf(written);
}

/** Waited for as it is: not kept for more links, nor given to a caller that may add some. */
function isSent({ end, links }: QueryChain, file: FileModel): boolean {
  const next = nextLink(end.node);
  const name = next?.callee.type === 'MemberExpression' ? staticName(next.callee) : undefined;
  if (next && !['then', 'catch', 'finally'].includes(name ?? '')) return false;
  const { kind } = promiseUseOf(end.node, file);
  if (kind === 'returned') return links.every(each => each.entry.query?.scope !== 'where') || end.entry.gives === undefined || enclosingFunction(end.node)?.async === true;
  return kind === 'awaited' || kind === 'chained' || kind === 'combined';
}

function saysAll(node: Node): boolean {
  return functionsAround(node).some(fn => {
    const name = nameOf(fn);
    return name !== undefined && (SAYS_ALL.test(name) || MEANS_ALL.test(name));
  });
}

function nameOf(fn: FunctionNode): string | undefined {
  if (fn.id) return fn.id.name;
  const { parent } = wrapped(fn);
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if (parent?.type === 'MethodDefinition' || parent?.type === 'Property' || parent?.type === 'PropertyDefinition') return staticName(parent);
  return parent?.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression' ? staticName(parent.left) : undefined;
}
