import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, type FunctionNode } from '../syntax/nodes.js';
import { walk, type Node, type VisitorKeys } from '../syntax/walk.js';

type NodeByType = { [Each in Node as `${Each['type']}`]: Each };
export type NodeType = keyof NodeByType;

/** Every node of a file by its type, in source order, from one walk. */
export class SyntaxIndex {
  readonly #byType = new Map<string, Node[]>();

  constructor(program: TSESTree.Program, readonly visitorKeys: VisitorKeys) {
    walk(program, visitorKeys, node => {
      const list = this.#byType.get(node.type);
      if (list) list.push(node);
      else this.#byType.set(node.type, [node]);
    });
    // A parser's visitor keys need not follow the source (decorators, do-while): make sure that they do.
    for (const list of this.#byType.values()) {
      if (!isSorted(list)) list.sort((a, b) => a.range[0] - b.range[0]);
    }
  }

  /** All nodes of one type, in source order. */
  all<Type extends NodeType>(type: Type): readonly NodeByType[Type][] {
    // The map's key is the type of every node in its list.
    return (this.#byType.get(type) ?? []) as NodeByType[Type][];
  }

  /** The nodes of one type inside `node`, itself included, nested functions included. */
  within<Type extends NodeType>(node: Node, type: Type): readonly NodeByType[Type][] {
    const list = this.all(type);
    let low = 0;
    for (let high = list.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (list[middle]!.range[0] < node.range[0]) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (end < list.length && list[end]!.range[0] < node.range[1]) end += 1;
    return low === 0 && end === list.length ? list : list.slice(low, end);
  }

  /** As `within`, but only what `fn`'s own body runs: not what stands in functions nested in it. */
  inOwn<Type extends NodeType>(fn: FunctionNode | TSESTree.Program, type: Type): readonly NodeByType[Type][] {
    return this.within(fn, type).filter(node => node !== (fn as Node) && ownerOf(node) === fn);
  }

  get functions(): readonly FunctionNode[] {
    return (this.#functions ??= [
      ...this.all('FunctionDeclaration'),
      ...this.all('FunctionExpression'),
      ...this.all('ArrowFunctionExpression'),
    ].sort((a, b) => a.range[0] - b.range[0]));
  }
  #functions: readonly FunctionNode[] | undefined;
}

/** The function whose body runs `node`, or the program. */
export function ownerOf(node: Node): Node {
  let current: Node = node;
  while (current.parent) {
    current = current.parent;
    if (isFunction(current)) return current;
  }
  return current;
}

function isSorted(list: readonly Node[]): boolean {
  for (let i = 1; i < list.length; i += 1) if (list[i]!.range[0] < list[i - 1]!.range[0]) return false;
  return true;
}
