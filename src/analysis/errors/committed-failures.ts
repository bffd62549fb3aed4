import { enclosingFunction, isFunction, isInside, loopAround, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';
import { callbackPosition } from '../values/origins.js';
import type { ErrorHandler } from './error-handling.js';
import { isRecord, onlyRecords } from './records.js';

/** A handler inside of a transaction after which the transaction commits, without the part that has failed. */
export interface CommittedFailure {
  readonly handler: ErrorHandler;
  /** The call that failed. */
  readonly work: Node;
}

/** What runs a part of a transaction as one of its own, so that its failure is its own. */
const NESTING = new Set(['transaction', '$transaction', 'transactional', 'savepoint', 'withSavepoint']);
const REPEATING = new Set(['map', 'forEach', 'flatMap']);

/** Handlers around a part of a transaction's work that record the failure, or do nothing, and let the callback go on. */
export function committedFailures(handlers: readonly ErrorHandler[], isTested: (handler: ErrorHandler) => boolean, file: FileModel): readonly CommittedFailure[] {
  if (!file.calls.of('transaction').some(each => each.entry.transaction === 'managed')) return [];
  return handlers.flatMap((handler): readonly CommittedFailure[] => {
    const { attempted, body } = handler;
    const around = attempted && transactionAround(handler.node, file);
    if (!around || !body || isTested(handler) || !onlyRecords(body, file)) return [];
    const uses = usesOf(around.handles, around.fn);
    const [work] = uses.filter(each => isInside(each, attempted) && mayWrite(each, file)).map(each => callAround(each));
    if (!work || uses.some(each => isInside(each, body)) || isNested(attempted, file) || namesSavepoint(around.fn, file)) return [];
    return runsAgain(handler, around.fn) || uses.some(each => isOther(each, handler, around.fn, file)) ? [{ handler, work }] : [];
  });
}

interface Transaction {
  readonly fn: FunctionNode;
  readonly handles: readonly Variable[];
}

/** The callback of a transaction around a node, and what its work is done by: its parameter, or the session that runs it. */
function transactionAround(node: Node, file: FileModel): Transaction | undefined {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const at = callbackPosition(fn);
    const call: LibraryCall | undefined = at && file.calls.at(at.call);
    if (call?.entry.transaction !== 'managed') continue;
    const receiver = call.receiver && unwrap(call.receiver);
    const [handle] = fn.params;
    const names = [handle?.type === 'Identifier' ? handle : undefined, handle === undefined && receiver?.type === 'Identifier' ? receiver : undefined];
    return { fn, handles: names.flatMap(each => (each && file.bindings.variableOf(each)) ?? []) };
  }
  return undefined;
}

function usesOf(handles: readonly Variable[], fn: FunctionNode): readonly Node[] {
  return handles.flatMap(each => each.references.map(({ identifier }) => identifier)).filter(each => isInside(each, fn.body));
}

/** The call that a handle is used by: `tx.order.create(…)`, `save(order, tx)`, `update(row).transacting(trx)`. */
function callAround(handle: Node): Node | undefined {
  for (let node: Node = handle, parent: Node | undefined = handle.parent; parent && !isFunction(parent) && !/Statement$|Declarator$/.test(parent.type); node = parent, parent = parent.parent) {
    if (parent.type === 'CallExpression' && (parent.callee === node || parent.arguments.some(each => each === node))) return parent;
  }
  return undefined;
}

/** Whether what is done by a handle may change something: no builder or query that is known to read only. */
function mayWrite(handle: Node, file: FileModel): boolean {
  let reads = false;
  const first = callAround(handle);
  for (let call = first; call; call = callAround(call)) {
    const does = file.calls.at(call)?.entry.query?.does;
    if (does !== undefined && does !== 'read') return true;
    if (does === 'read' || (!reads && isRecord(call, file))) reads = true;
  }
  return first !== undefined && !reads;
}

function isNested(attempted: Node, file: FileModel): boolean {
  return file.index.within(attempted, 'CallExpression').some(call => {
    const callee = unwrap(call.callee);
    const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    return (name !== undefined && NESTING.has(name)) || file.calls.at(call)?.entry.role === 'transaction';
  });
}

function namesSavepoint(fn: FunctionNode, file: FileModel): boolean {
  return /\bsavepoint\b/i.test(file.sourceCode.getText(fn.body));
}

/** In a loop, or for each element of a list, other rounds do their part of the same transaction. */
function runsAgain({ node }: ErrorHandler, fn: FunctionNode): boolean {
  const own = enclosingFunction(node);
  if (loopAround(node)) return true;
  const call = own && own !== fn ? callbackPosition(own)?.call : undefined;
  const callee = call && unwrap(call.callee);
  return callee?.type === 'MemberExpression' && REPEATING.has(staticName(callee) ?? '');
}

/** Whether another part of the transaction's work runs before the attempt, or after its failure. */
function isOther(use: Node, { node, attempted, call }: ErrorHandler, fn: FunctionNode, file: FileModel): boolean {
  const statement = call ?? node.parent;
  const work = callAround(use);
  if (!work || !statement || !attempted || isInside(use, statement) || enclosingFunction(node) !== fn || enclosingFunction(use) !== fn || !mayWrite(use, file)) return false;
  const flow = file.flow(fn);
  return flow.reaches(work, attempted.type === 'BlockStatement' ? statement : attempted) || flow.reaches(call ?? (node.type === 'CatchClause' ? node.body : node), work);
}
