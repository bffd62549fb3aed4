import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

export interface UnawaitedNext {
  readonly call: TSESTree.CallExpression;
  /** The call, or the chain that begins with it. */
  readonly lost: Node;
  readonly isVoided: boolean;
}

/** Calls of a middleware's `next` that gives a promise, where nothing waits for it. One that only handles its rejection does not wait either. */
export function unawaitedNexts(file: FileModel): readonly UnawaitedNext[] {
  return file.calls.of('next').flatMap(({ node, entry }) => {
    // Express' `next` gives nothing.
    if (entry.promise !== true || node.type !== 'CallExpression') return [];
    const lost = endOfChain(node);
    const handling = file.promises.handlingOf(lost);
    return handling === 'dropped' || handling === 'voided' ? [{ call: node, lost, isVoided: handling === 'voided' }] : [];
  });
}

/** Whether an expression is such a call, or a chain that begins with one. */
export function startsAtNext(node: Node, file: FileModel): boolean {
  let current = unwrap(node);
  while (current.type === 'CallExpression' && current.callee.type === 'MemberExpression' && file.promises.isChain(current)) current = unwrap(current.callee.object);
  return file.calls.at(current)?.entry.role === 'next';
}

/** `next().then(…).catch(…)`: the outermost call. */
function endOfChain(call: Node): Node {
  let current = call;
  for (;;) {
    const member = wrapped(current).parent;
    if (member?.type !== 'MemberExpression' || unwrap(member.object) !== current || !/^(?:then|catch|finally)$/.test(staticName(member) ?? '')) return current;
    const next = wrapped(member).parent;
    if (next?.type !== 'CallExpression' || unwrap(next.callee) !== member) return current;
    current = next;
  }
}
