import type { TSESTree } from '@typescript-eslint/utils';

export type Node = TSESTree.Node;
export type VisitorKeys = Readonly<Record<string, readonly string[] | undefined>>;

/** Children of `node` in source order of its visitor keys; unknown node types have none. */
export function childrenOf(node: Node, visitorKeys: VisitorKeys): Node[] {
  const children: Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const value = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(value)) {
      for (const each of value) if (isNode(each)) children.push(each);
    } else if (isNode(value)) {
      children.push(value);
    }
  }
  return children;
}

/**
 * Visits `root` and what is below it, parents first.
 * `enter` may answer `'skip'` to leave out the children of a node.
 */
export function walk(root: Node, visitorKeys: VisitorKeys, enter: (node: Node) => 'skip' | void): void {
  // An explicit stack: a generated file can nest deeper than the call stack allows.
  const stack: Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (enter(node) === 'skip') continue;
    const children = childrenOf(node, visitorKeys);
    for (let i = children.length - 1; i >= 0; i -= 1) stack.push(children[i]!);
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
