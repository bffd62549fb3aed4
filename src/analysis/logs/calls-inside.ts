import type { Node } from '../../syntax/walk.js';

interface Call {
  readonly node: Node;
}

/** The calls, which are in source order, that stand inside of a node. */
export function callsInside<Each extends Call>(calls: readonly Each[], node: Node): readonly Each[] {
  const start = startOf(calls, node);
  let end = start;
  while (end < calls.length && calls[end]!.node.range[1] <= node.range[1]) end += 1;
  return calls.slice(start, end);
}

/** The first of them. */
export function firstInside<Each extends Call>(calls: readonly Each[], node: Node): Each | undefined {
  const first = calls[startOf(calls, node)];
  return first && first.node.range[1] <= node.range[1] ? first : undefined;
}

function startOf(calls: readonly Call[], node: Node): number {
  let low = 0;
  for (let high = calls.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (calls[middle]!.node.range[0] < node.range[0]) low = middle + 1;
    else high = middle;
  }
  return low;
}
