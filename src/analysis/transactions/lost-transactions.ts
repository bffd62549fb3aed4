import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isInside, rootOf, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { ErrorHandler } from '../errors/error-handling.js';
import { decidesAt } from '../errors/error-uses.js';
import { isRecord } from '../errors/records.js';
import type { FileModel } from '../file-model.js';
import { promiseUseOf } from '../promises/promise-uses.js';
import { ownerOf } from '../syntax-index.js';
import { isSameValue } from '../values/same-value.js';
import { libraryTypeOf } from './client-types.js';
import type { Begun } from './open-transactions.js';

/** A handler after which a transaction goes on, although the server has given it up: nothing of it is saved. */
export interface LostTransaction {
  readonly handler: ErrorHandler;
  /** The statement whose failure is handled. */
  readonly query: Node;
  /** What comes next in the transaction: the first statement that fails too, or the commit that saves nothing. */
  readonly next: Node;
  readonly commits: boolean;
}

/** How PostgreSQL tells one failure from another. */
const SQLSTATE = /['"`](?=[A-Z]*\d)[\dA-Z]{5}['"`]/;
const COLLECTING = new Set(['push', 'add', 'set', 'unshift']);

/** Handlers around one statement of a transaction that is begun by hand, where any failure of a statement ends the whole of it. */
export function lostTransactions(file: FileModel): readonly LostTransaction[] {
  const told = new Set<Node>();
  const found: LostTransaction[] = [];
  for (const begun of file.openTransactions.begun) {
    const owner = ownerOf(begun.node);
    if (!isFunction(owner) || !libraryTypeOf(begun.client, file)?.facts?.givesUpTransactions) continue;
    // Back to a savepoint, the transaction is whole again.
    if (/savepoint/i.test(file.sourceCode.getText(owner))) continue;
    for (const each of inOne(begun, owner, file)) {
      if (told.has(each.handler.node)) continue;
      told.add(each.handler.node);
      found.push(each);
    }
  }
  return found.sort((a, b) => a.handler.node.range[0] - b.handler.node.range[0]);
}

function inOne(begun: Begun, owner: FunctionNode, file: FileModel): readonly LostTransaction[] {
  const flow = file.flow(owner);
  const ends = file.openTransactions.endsOf(begun, owner);
  const commits = file.controlStatements.filter(each => each.control === 'commit' && ends.has(each.node)).map(each => each.node);
  if (commits.length === 0) return [];
  const isEnd = (node: Node): boolean => ends.has(node) || node === begun.node;
  const queries = file.calls.of('database-query').flatMap(({ node, receiver }) => {
    const isIn = node !== begun.node && receiver && ownerOf(node) === owner && !ends.has(node) && isSameValue(receiver, begun.client, file.bindings);
    return isIn && flow.reaches(begun.from, node, { avoiding: isEnd }) ? [node] : [];
  });
  const steps = new Set<Node>([...queries, ...commits]);
  const isStep = (node: Node): boolean => isEnd(node) || steps.has(node);
  return queries.flatMap((query): readonly LostTransaction[] => {
    const handler = file.errorHandling.protectedBy(query);
    if (!handler?.body || !isWaitedFor(query, handler, file) || !goesOn(handler, owner, file) || mentions(handler.body, begun.client, ends, file)) return [];
    const inside = queries.find(each => isInside(each, handler.body!));
    const first = inside ? [inside] : flow.laterOnSamePath(handler.call ?? handler.body, isStep, { avoiding: isStep, ignoreThrowOf: () => true });
    // Where it may be rolled back next, something decides.
    const next = first.every(each => steps.has(each)) ? first[0] : undefined;
    return next ? [{ handler, query, next, commits: commits.some(each => each === next) }] : [];
  });
}

/** A catch clause hears what is awaited; what a rejection handler gives may be looked at, unless nobody takes it. */
function isWaitedFor(query: Node, { call }: ErrorHandler, file: FileModel): boolean {
  if (!call) return promiseUseOf(query, file).kind === 'awaited';
  const { parent } = call;
  return parent.type === 'AwaitExpression' && parent.parent.type === 'ExpressionStatement';
}

/** Whether all that follows a failure of the statement is what follows its success. */
function goesOn(handler: ErrorHandler, owner: FunctionNode, file: FileModel): boolean {
  const { body, node, call } = handler;
  if (!body || file.errorHandling.dropped.some(each => each.handler === handler)) return false;
  const isOwn = handler.fn ?? owner;
  const throws = file.index.within(body, 'ThrowStatement').some(each => isInside(each, body) && ownerOf(each) === isOwn);
  // Where some failures are thrown on, those that are not must be failures of statements.
  if (throws && !SQLSTATE.test(file.sourceCode.getText(body))) return false;
  if (file.index.within(body, 'CallExpression').some(each => isInside(each, body) && mayThrowOn(each, handler, file))) return false;
  const statement = call ?? node.parent!;
  return !isSeenLater(statement, file);
}

/** `report(error)`: of a function that is handed the error nobody knows whether it comes back. */
function mayThrowOn(call: TSESTree.CallExpression, { error }: ErrorHandler, file: FileModel): boolean {
  if (call.parent.type !== 'ExpressionStatement' && call.parent.type !== 'AwaitExpression') return false;
  if (isRecord(call, file) || (call.callee.type === 'MemberExpression' && COLLECTING.has(staticName(call.callee) ?? ''))) return false;
  return call.arguments.some(argument => file.index.within(argument, 'Identifier').some(each => error !== undefined && file.bindings.variableOf(each) === error));
}

/** Whether code elsewhere can tell by a variable that is written here how it went. */
function isSeenLater(statement: Node, file: FileModel): boolean {
  const written = [
    ...file.index.within(statement, 'AssignmentExpression').map(each => each.left),
    ...file.index.within(statement, 'UpdateExpression').map(each => each.argument),
    ...file.index.within(statement, 'CallExpression').flatMap(each => (each.callee.type === 'MemberExpression' && COLLECTING.has(staticName(each.callee) ?? '') ? [each.callee.object] : [])),
  ];
  return written.some(each => {
    const root = rootOf(each);
    const variable = root.type === 'Identifier' ? file.bindings.variableOf(root) : undefined;
    return !variable || variable.references.some(({ identifier }) => !isInside(identifier, statement) && decidesAt(identifier));
  });
}

/** A handler that ends the transaction somehow, or hands its connection to somebody who may. */
function mentions(body: Node, client: Node, ends: ReadonlySet<Node>, file: FileModel): boolean {
  return file.index.within(body, 'CallExpression').some(each => isInside(each, body) && (ends.has(each) || each.arguments.some(argument => isSameValue(unwrap(argument), client, file.bindings))));
}
