import type { TSESTree } from '@typescript-eslint/utils';
import type { Role } from '../../catalog/schema.js';
import { isFunction, isInside, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { promiseUseOf } from '../promises/promise-uses.js';
import type { Begun } from './open-transactions.js';
import { RetryWaits } from '../retries/retry-waits.js';
import { ownerOf } from '../syntax-index.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isSameValue } from '../values/same-value.js';

/** Work of another kind, done while a transaction is open. */
export interface SlowWork {
  readonly node: TSESTree.CallExpression | TSESTree.NewExpression;
  /** `request`: another service answers it; `message`: others act on it; `wait`: nothing happens; `process`: another program runs. */
  readonly kind: 'request' | 'message' | 'wait' | 'process';
  readonly isWaitedFor: boolean;
  /** The line in which the transaction begins. */
  readonly begin: Node;
}

const KINDS: Readonly<Partial<Record<Role, SlowWork['kind']>>> = { 'http-request': 'request', 'cloud-command': 'request', 'message-send': 'message', sleep: 'wait', 'child-process': 'process' };
/** What tells another thread or tab of the same program, or a socket that is open already: no wait, and no job that reads the row. */
const LOCAL = /^(?:node:|global$|ws$)/;

/** Finds what waits for the network, or tells others of what is not committed, while a transaction holds its connection. */
export function slowTransactions(file: FileModel): readonly SlowWork[] {
  const begun = file.openTransactions.begun.filter(each => !isMessaging(each.node, file));
  if (begun.length === 0 && file.managedTransactions.all.length === 0) return [];
  const found: SlowWork[] = [];
  for (const work of workOf(file)) {
    const { node, kind, isWaitedFor } = work;
    const managed = file.managedTransactions.around(node);
    if (managed) {
      // Given the transaction, it writes into an outbox of the same database.
      const { inner } = managed;
      if (!isMessaging(managed.node, file) && !isGiven(work, each => inner?.references.some(({ identifier }) => isInside(identifier, each)) === true, file)) found.push({ node, kind, isWaitedFor, begin: managed.node });
      continue;
    }
    const owner = ownerOf(node);
    const around = begun.find(each => isFunction(owner) && ownerOf(each.node) === owner && !isGiven(work, one => isInside(each.client, one) || file.index.within(one, 'Identifier').some(name => isSameValue(name, each.client, file.bindings)), file) && isBetween(each, node, owner, file));
    if (around) found.push({ node, kind, isWaitedFor, begin: around.node });
  }
  return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

/** Whether a call is handed the transaction; a function of the file must hand it on to the call in it. */
function isGiven({ node, through }: Work, mentions: (node: Node) => boolean, file: FileModel): boolean {
  if (!through) return mentions(node);
  return node.arguments.some((argument, i) => {
    const parameter = through.fn.params[i];
    if (!mentions(argument) || !parameter) return false;
    const variable = parameter.type === 'Identifier' ? file.bindings.variableOf(parameter) : undefined;
    return !variable || variable.references.some(({ identifier }) => isInside(identifier, through.call));
  });
}

function isBetween(begun: Begun, work: Node, owner: FunctionNode, file: FileModel): boolean {
  const ends = file.openTransactions.endsOf(begun, owner);
  return file.flow(owner).reaches(begun.from, work, { avoiding: each => ends.has(each) });
}

interface Work extends Omit<SlowWork, 'begin'> {
  /** The function of the file that is called, and the call in it. */
  readonly through?: { readonly fn: FunctionNode; readonly call: Node };
}

/** Calls of these kinds, and calls of functions of the file that make one. */
function* workOf(file: FileModel): Iterable<Work> {
  const makers = new Map<FunctionNode, LibraryCall>();
  for (const role of Object.keys(KINDS) as Role[]) {
    for (const call of file.calls.of(role)) {
      const { node, entry, library } = call;
      const kind = KINDS[role]!;
      if (role === 'message-send' && LOCAL.test(library)) continue;
      const isWaitedFor = /Sync$/.test(call.path) || isAwaited(node, file);
      if (!isWaitedFor && (kind !== 'message' || entry.lazy)) continue;
      yield { node, kind, isWaitedFor };
      const owner = ownerOf(node);
      if (isFunction(owner) && isWaitedFor && !makers.has(owner)) makers.set(owner, call);
    }
  }
  const waits = new RetryWaits(file);
  for (const { argument } of file.index.all('AwaitExpression')) {
    const node = unwrap(argument);
    if ((node.type === 'CallExpression' || node.type === 'NewExpression') && !file.calls.at(node) && waits.isSleep(node)) yield { node, kind: 'wait', isWaitedFor: true };
  }
  if (makers.size === 0) return;
  for (const node of file.index.all('CallExpression')) {
    if (file.calls.at(node) || !isAwaited(node, file)) continue;
    const [fn, ...others] = file.promises.functionsCalledBy(node);
    const call = fn && others.length === 0 ? makers.get(fn) : undefined;
    if (call && !isInside(node, fn!)) yield { node, kind: KINDS[call.entry.role]!, isWaitedFor: true, through: { fn: fn!, call: call.node } };
  }
}

function isAwaited(node: Node, file: FileModel): boolean {
  const { kind } = promiseUseOf(node, file);
  return kind === 'awaited' || kind === 'returned' || kind === 'combined' || (kind === 'chained' && isAwaited(chainOf(node), file));
}

/** The whole of `send().then(…).catch(…)`. */
function chainOf(node: Node): Node {
  const member = wrapped(node).parent;
  const call = member?.type === 'MemberExpression' ? wrapped(member).parent : undefined;
  return call?.type === 'CallExpression' && member && unwrap(call.callee) === member ? call : wrapped(node).parent ?? node;
}

/** The transaction of a broker is there for messages. */
function isMessaging(node: Node, file: FileModel): boolean {
  const entry = file.calls.at(node);
  return entry?.path === 'Producer#transaction';
}
