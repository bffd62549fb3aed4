import { functionsAround, staticName, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { nextLink } from '../queries/query-chains.js';
import { isSameValue } from '../values/same-value.js';
import { pooledFactsOf } from './client-types.js';
import type { Control, ControlStatement } from './control-statements.js';

/** A statement that means one connection, sent through a client that takes any. */
export interface PoolTransaction {
  readonly statement: ControlStatement;
  /** What to write for it, `$` for the client. */
  readonly write: string;
}

const ORDER: readonly Control[] = ['begin', 'commit', 'rollback', 'savepoint', 'lock', 'local', 'xact-lock'];

/** The first of such statements of each function and client, those that begin something before others. */
export function poolTransactions(file: FileModel): readonly PoolTransaction[] {
  const found: PoolTransaction[] = [];
  for (const statement of [...file.controlStatements].sort((a, b) => ORDER.indexOf(a.control) - ORDER.indexOf(b.control))) {
    const facts = isSentAlone(statement, file) ? pooledFactsOf(statement.client, file) : undefined;
    if (facts && !found.some(each => isSameFault(each.statement, statement, file))) found.push({ statement, write: facts.write });
  }
  return found.sort((a, b) => a.statement.node.range[0] - b.statement.node.range[0]);
}

function isSameFault(one: ControlStatement, other: ControlStatement, file: FileModel): boolean {
  return isSameValue(one.client, other.client, file.bindings) && functionsAround(one.node).at(-1) === functionsAround(other.node).at(-1);
}

/** Not as one of a batch, nor within a transaction that it is given: `sequelize.query(text, { transaction })`, `.transacting(trx)`. */
function isSentAlone({ node }: ControlStatement, file: FileModel): boolean {
  if (wrapped(node).parent?.type === 'ArrayExpression') return false;
  if (node.type !== 'CallExpression') return true;
  const [, ...options] = node.arguments;
  if (options.some(each => !isPlain(each, file))) return false;
  for (let link = nextLink(node); link; link = nextLink(link)) {
    if (link.callee.type === 'MemberExpression' && staticName(link.callee) === 'transacting') return false;
  }
  return true;
}

/** An argument in which no transaction can stand: values, a callback, or options that say another thing. */
function isPlain(argument: Node, file: FileModel): boolean {
  const value = file.origins.expressionOf(argument);
  if (value?.type === 'ObjectExpression') return file.options.at(argument, 'transaction').state === 'absent';
  return value !== undefined;
}
