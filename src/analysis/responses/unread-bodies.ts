import { isFunction, isInside, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Exit } from '../flow/flow-queries.js';
import { ownerOf } from '../syntax-index.js';
import { isBrowserCode } from '../waits/browser-code.js';
import type { Reply } from './replies.js';

/** A response whose body nobody reads, on some path at least: its connection is not free for the next request. */
export interface UnreadBody {
  readonly reply: Reply;
  /** Where the first such path leaves the function; undefined where nothing reads the body at all. */
  readonly exit: Node | undefined;
}

/** Statuses whose responses have no body, as they are compared with. */
const EMPTY = new Set([204, 205, 304]);

/** One a response, in source order. */
export function unreadBodies(file: FileModel, replies: readonly Reply[]): readonly UnreadBody[] {
  if (replies.length === 0 || isBrowserCode(file)) return [];
  const unchecked = new Set(file.uncheckedStatuses.filter(each => each.kind !== 'ignored').map(each => each.reply.call.node));
  const reported = new Set<Node>();
  return replies.flatMap(reply => {
    const { call, facts } = reply;
    if (!facts.unread || facts.rejectsUnless !== undefined || unchecked.has(call.node) || (!facts.isStream && hasNoBody(file, reply))) return [];
    // What nothing holds is collected at once.
    if (facts.unread.holds === 'until collected' && !reply.variable && !reply.pattern) return [];
    const found = unreadIn(file, reply);
    const at = found?.exit ?? call.node;
    if (!found || reported.has(at)) return [];
    reported.add(at);
    return found;
  });
}

function unreadIn(file: FileModel, reply: Reply): UnreadBody | undefined {
  const { from, owner, uses, variable } = reply;
  const taking = uses.filter(each => each.does === 'body' || each.does === 'dropped' || each.does === 'elsewhere');
  if (taking.some(each => ownerOf(each.node) !== owner)) return undefined;
  const ended = endings(file, owner);
  if (taking.length === 0 && ended.length === 0) return { reply, exit: undefined };
  const taken = new Set<Node>([...taking.map(each => each.node), ...ended]);
  const passes = (node: Node): boolean => taken.has(node) || (node.type === 'ChainExpression' && taken.has(node.expression));
  const exits = file.flow(owner).exitsWithout(from, passes, { kinds: ['return', 'throw'], ignoreThrowOf: () => true });
  const names = variable ? variable.references.map(each => each.identifier as Node) : [];
  const exit = exits.find(each => each.node && !isExcused(each, names, file, owner));
  return exit && taking.length > 0 ? { reply, exit: exit.node } : undefined;
}

/** Calls that end the request itself: `request.destroy()`, `controller.abort()`. */
function endings(file: FileModel, owner: Node): readonly Node[] {
  if (!isFunction(owner)) return [];
  return file.index.inOwn(owner, 'CallExpression').filter(({ callee }) => {
    const member = unwrap(callee);
    const name = member.type === 'MemberExpression' ? staticName(member) : undefined;
    return name === 'destroy' || name === 'abort';
  });
}

/** `if (!res) return`, `if (res.status === 204) return`: there is nothing to read. */
function isExcused({ node }: Exit, names: readonly Node[], file: FileModel, owner: Node): boolean {
  for (let current = node; current?.parent && current !== owner; current = current.parent) {
    const { parent } = current;
    if ((parent.type !== 'IfStatement' && parent.type !== 'ConditionalExpression') || parent.test === current) continue;
    const { test } = parent;
    if (names.some(name => isInside(name, test) && (name.parent?.type !== 'MemberExpression' || name.parent.optional))) return true;
    if (file.index.within(test, 'Literal').some(each => isInside(each, test) && (EMPTY.has(Number(each.value)) || each.value === 'HEAD'))) return true;
  }
  return false;
}

/** Requests whose response has no body: `method: 'HEAD'`. Whether undici and fetch free their connection then was tried; Node's client does not. */
function hasNoBody(file: FileModel, { call }: Reply): boolean {
  return call.node.arguments.some(each => {
    const method = each.type === 'SpreadElement' ? undefined : file.options.at(each, 'method');
    return method?.state === 'present' && file.options.valueOf(method.value)?.value !== undefined && String(file.options.valueOf(method.value)!.value).toUpperCase() === 'HEAD';
  });
}
