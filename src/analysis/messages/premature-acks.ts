import type { TSESTree } from '@typescript-eslint/utils';
import type { AckFacts, BatchFacts } from '../../catalog/schema.js';
import { isFunction, isInside, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { onlyRecords } from '../errors/records.js';
import type { FileModel } from '../file-model.js';
import type { Handler } from '../requests/request-handlers.js';
import { ownerOf } from '../syntax-index.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isCalledBack } from '../values/origins.js';
import { lostRecords } from './lost-records.js';
import { MessageWork, parametersIn, messagesNamed } from './message-work.js';

/** A message that a broker is told to forget, or forgets by itself, whatever becomes of the work. */
export interface PrematureAck {
  /**
   * `early`: before the work; `regardless`: after it, also where it has failed; `started`: nobody waits for the work;
   * `delivered`: by an option, as soon as it is delivered; `swallowed`: the handler fulfils though the work has failed;
   * `unreported`: the same for a message of a batch, which the handler could name as failed.
   */
  readonly kind: 'early' | 'regardless' | 'started' | 'delivered' | 'swallowed' | 'unreported';
  readonly node: Node;
  /** The work. */
  readonly work: TSESTree.CallExpression;
  /** The catch clause, or the finally block, that makes it so. */
  readonly clause: Node | undefined;
  /** Who takes the message for done, where a handler says so by fulfilling. */
  readonly library: string;
  /** For `unreported`: how a message is named as failed. */
  readonly batch?: BatchFacts;
}

/** In source order. */
export function prematureAcks(file: FileModel): readonly PrematureAck[] {
  const acks = file.calls.having('acknowledges').flatMap(call => ackFault(file, call, call.entry.acknowledges!) ?? []);
  const delivered = file.calls.having('forgets').flatMap(call => deliveredFault(file, call) ?? []);
  const consumers = file.calls.having('takenWhenFulfilled').length === 0 ? [] : file.handlers.all.filter(each => each.kind === 'consumer' && each.awaitsPromises === true);
  const swallowed = consumers.flatMap(each => swallowedFault(file, each, acks) ?? []);
  const unreported = lostRecords(file).map(({ clause, work, batch }): PrematureAck => ({ kind: 'unreported', node: clause, work, clause, library: batch.by, batch }));
  return [...acks, ...delivered, ...swallowed, ...unreported].sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function ackFault(file: FileModel, call: LibraryCall, { message }: AckFacts): PrematureAck | undefined {
  const owner = ownerOf(call.node);
  if (!isFunction(owner)) return undefined;
  const given = message === 'receiver' ? call.receiver : typeof message === 'number' ? call.node.arguments[message] : optionValue(file, call, message);
  const named = given ? messagesNamed(given, owner, file) : [];
  if (named.length === 0) return undefined;
  // A consumer's handler may be given the message in parts: Nest's payload beside its context.
  const isHandler = file.handlers.around(owner)?.fn === owner;
  const messages = isHandler ? [...named, ...parametersIn(file, owner)] : named;
  const work = new MessageWork(file, owner, messages);
  const found = (kind: PrematureAck['kind'], by: TSESTree.CallExpression, clause?: Node): PrematureAck => ({ kind, node: call.node, work: by, clause, library: call.library });

  const flow = file.flow(owner);
  const before = work.awaited.filter(each => flow.reaches(each, call.node, { ignoreBackEdges: true }));
  if (before.length > 0) {
    const failing = failureBehind(file, call.node, before);
    return failing && found('regardless', failing.work, failing.clause);
  }
  const after = work.awaited.find(each => flow.reaches(call.node, each, { ignoreBackEdges: true }));
  if (after) return found('early', after);
  const floating = new Set<Node>(file.promises.floating.map(each => each.node));
  const started = work.started.find(each => flow.reaches(each, call.node, { ignoreBackEdges: true }) || flow.reaches(call.node, each, { ignoreBackEdges: true }));
  return started && !floating.has(started) ? found('started', started) : undefined;
}

function optionValue(file: FileModel, call: LibraryCall, { argument, option }: { readonly argument: number; readonly option: string }): Node | undefined {
  const value = file.options.at(call.node.arguments[argument], option);
  return value.state === 'present' ? value.value : undefined;
}

/** Work whose failure leads to the acknowledgement as its success does: through `finally`, or a catch clause that only records it. */
function failureBehind(file: FileModel, ack: Node, before: readonly TSESTree.CallExpression[]): { readonly work: TSESTree.CallExpression; readonly clause: Node } | undefined {
  for (const work of before) {
    for (let current: Node = work; current.parent && !isFunction(current); current = current.parent) {
      const parent: Node = current.parent;
      if (parent.type !== 'TryStatement' || parent.block !== current) continue;
      const { handler, finalizer } = parent;
      if (finalizer && isInside(ack, finalizer)) return !handler || goesOn(file, handler) ? { work, clause: finalizer } : undefined;
      // What another failure does is seen where it is caught first.
      if (!handler) continue;
      if (isInside(ack, parent)) return undefined;
      return goesOn(file, handler) && isUnconditional(ack, parent) ? { work, clause: handler } : undefined;
    }
  }
  return undefined;
}

/** Whether a statement stands in the block of another, or in a block around it. */
function isUnconditional(ack: Node, attempt: TSESTree.TryStatement): boolean {
  for (let current: Node = ack; current.parent; current = current.parent) {
    if (current.parent === attempt.parent) return true;
    if (/^(If|Switch)Statement$|^(Conditional|Logical)Expression$/.test(current.parent.type)) return false;
  }
  return false;
}

/** A catch clause that records the error, or does nothing, and goes on behind the `try`. */
function goesOn(file: FileModel, { body }: TSESTree.CatchClause): boolean {
  return onlyRecords(body, file) && ['ReturnStatement', 'ContinueStatement', 'BreakStatement'].every(type => file.index.within(body, type as 'ReturnStatement').length === 0);
}

/** `channel.consume(queue, work, { noAck: true })`. */
function deliveredFault(file: FileModel, call: LibraryCall): PrematureAck | undefined {
  const { argument, option } = call.entry.forgets!;
  const set = file.options.at(call.node.arguments[argument], option);
  if (set.state !== 'present' || file.options.valueOf(set.value)?.value !== true) return undefined;
  // A queue that the server names holds replies, or what only this process wants.
  const [queue] = call.node.arguments;
  if (queue && isNamedByServer(file, queue)) return undefined;
  for (const [at, value] of call.node.arguments.entries()) {
    const fn = file.origins.functionOf(value);
    if (!fn || !call.entry.callbacks?.some(each => isCalledBack(each, { call: call.node, argument: at }, fn))) continue;
    const work = workOf(file, fn).awaited[0];
    if (work) return { kind: 'delivered', node: set.property, work, clause: undefined, library: call.library };
  }
  return undefined;
}

/** `queue` of `assertQueue('')`, `'amq.rabbitmq.reply-to'`. */
function isNamedByServer(file: FileModel, queue: Node): boolean {
  const value = unwrap(queue);
  const text = file.options.valueOf(value)?.value;
  if (typeof text === 'string') return text === '' || text.startsWith('amq.');
  return /queue$|reply|response|callback|temp/i.test(file.sourceCode.getText(value));
}

function workOf(file: FileModel, fn: FunctionNode): MessageWork {
  return new MessageWork(file, fn, parametersIn(file, fn));
}

/** A handler of a message that catches the failure of its work, records it, and fulfils. */
function swallowedFault(file: FileModel, { fn, framework, registration }: Handler, acks: readonly PrematureAck[]): PrematureAck | undefined {
  const takes = registration?.entry.takenWhenFulfilled;
  if (!registration || !takes) return undefined;
  if (takes !== true) {
    const set = file.options.at(registration.node.arguments[takes.argument], takes.option);
    if (set.state === 'unknown' || (set.state === 'present' && file.options.valueOf(set.value)?.value !== true)) return undefined;
  }
  const work = workOf(file, fn);
  for (const attempt of file.index.inOwn(fn, 'TryStatement')) {
    const { handler, block, finalizer } = attempt;
    if (!handler || finalizer || attempt.parent !== fn.body || fn.body.type !== 'BlockStatement' || fn.body.body.at(-1) !== attempt) continue;
    const failing = work.awaited.find(each => isInside(each, block));
    if (failing && handler.body.body.length > 0 && goesOn(file, handler) && !acks.some(each => isInside(each.node, fn))) {
      return { kind: 'swallowed', node: handler, work: failing, clause: handler, library: framework };
    }
  }
  return undefined;
}
