import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Settling } from './settling.js';

/** A promise chain that settles the promise when it fulfils, and does nothing for it when it rejects. */
export interface LossyChain {
  /** The link that settles. */
  readonly link: TSESTree.CallExpression;
  /** The last call of the chain. */
  readonly chain: TSESTree.CallExpression;
  /** The rejection handler that is there and does not settle. */
  readonly handler?: Node;
}

/** The chain in whose `.then(…)` a use settles, if a rejection of it never reaches the promise. */
export function lossyChain(use: Node, settling: Settling, file: FileModel): LossyChain | undefined {
  const link = wrapped(use).parent;
  if (link?.type !== 'CallExpression' || nameOf(link) !== 'then' || link.arguments[0] !== wrapped(use)) return undefined;
  const links = linksOf(link);
  const first = links[0]!;
  const origin = first.callee.type === 'MemberExpression' ? unwrap(first.callee.object) : undefined;
  if (!origin || !mayReject(origin, file)) return undefined;
  const chain = links.at(-1)!;
  // What is awaited, stored or handed on is handled by others.
  const handling = file.promises.handlingOf(link);
  if (handling !== 'dropped' && handling !== 'voided' && handling !== 'handled' && handling !== 'returned') return undefined;
  if (wrapped(chain).parent?.type === 'AwaitExpression') return undefined;
  // What an executor returns, nobody reads; what a callback returns may be handled by who calls it.
  if (handling === 'returned' && enclosingFunction(link) !== settling.root) return undefined;

  let isRejected = true;
  let handler: Node | undefined;
  for (const each of links) {
    const name = nameOf(each);
    const [a, b] = each.arguments;
    const settles = (callback: Node | undefined): boolean => callback !== undefined && (settling.holds(unwrap(callback)) || settling.isIn(callback));
    const runs = name === 'finally' ? a : isRejected ? (name === 'catch' ? a : b) : name === 'then' ? a : undefined;
    if (settles(runs)) return undefined;
    if (!isRejected || name === 'finally' || !runs || !file.promises.maybeCallable(runs)) continue;
    // It may end the process, or throw into a later handler.
    const fn = file.origins.functionOf(runs);
    if (fn && file.index.inOwn(fn, 'ThrowStatement').length > 0) continue;
    if (fn && file.index.within(fn, 'CallExpression').some(call => file.calls.at(call)?.entry.role === 'exit')) return undefined;
    handler ??= runs;
    isRejected = false;
  }
  return { link, chain, ...(handler && { handler }) };
}

function mayReject(origin: Node, file: FileModel): boolean {
  if (file.promises.isPromise(origin) !== true && origin.type !== 'CallExpression') return false;
  return file.promises.isPromise(origin) !== false && file.promises.rejections.mayReject(origin) !== false;
}

/** The links of the chain that `link` is in, the first one first. */
function linksOf(link: TSESTree.CallExpression): TSESTree.CallExpression[] {
  const links = [link];
  for (let current: Node = link; ; ) {
    const object: Node | undefined = current.type === 'CallExpression' && current.callee.type === 'MemberExpression' ? unwrap(current.callee.object) : undefined;
    if (object?.type !== 'CallExpression' || nameOf(object) === undefined) break;
    links.unshift(object);
    current = object;
  }
  for (let current: Node = wrapped(link); ; ) {
    const member: Node | undefined = current.parent?.type === 'MemberExpression' && current.parent.object === current ? wrapped(current.parent) : undefined;
    const call: Node | undefined = member?.parent;
    if (call?.type !== 'CallExpression' || call.callee !== member || nameOf(call) === undefined) break;
    links.push(call);
    current = wrapped(call);
  }
  return links;
}

function nameOf({ callee }: TSESTree.CallExpression): 'then' | 'catch' | 'finally' | undefined {
  const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
  return name === 'then' || name === 'catch' || name === 'finally' ? name : undefined;
}
