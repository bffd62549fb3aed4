import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, type FunctionNode } from '../syntax/nodes.js';
import { isNode, type Node, type VisitorKeys } from '../syntax/walk.js';

type NodeByType = { [Each in Node as `${Each['type']}`]: Each };
export type NodeType = keyof NodeByType;

/** TypeScript's nodes that run, or hold what runs. The others are types: no rule asks for what stands in them. */
const RUNNING = new Set([
  'TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression', 'TSTypeAssertion', 'TSInstantiationExpression',
  'TSParameterProperty', 'TSEnumDeclaration', 'TSEnumBody', 'TSEnumMember', 'TSModuleDeclaration', 'TSModuleBlock',
  'TSExportAssignment', 'TSImportEqualsDeclaration', 'TSExternalModuleReference', 'TSEmptyBodyFunctionExpression',
  'TSAbstractMethodDefinition', 'TSAbstractPropertyDefinition', 'TSAbstractAccessorProperty',
]);

interface Shelf {
  readonly nodes: Node[];
  /** Whether somebody has asked for them, and they have been put in order. */
  sorted: boolean;
  /** Where a node of this type has children, last first; none for types. */
  readonly keys: readonly string[];
  readonly isType: boolean;
}

/** What ESLint 9 and later have walked already; ESLint 8 and oxlint have no such list. */
interface Walked {
  traverse(): Iterable<{ readonly target: unknown; readonly phase?: number }>;
}

/** Every node of a file by its type, in source order. Types and their declarations are left out. */
export class SyntaxIndex {
  readonly #shelves = new Map<string, Shelf>();

  constructor(program: TSESTree.Program, readonly visitorKeys: VisitorKeys, walked: object = {}) {
    if (isWalked(walked)) this.#take(walked.traverse());
    else this.#walk(program);
  }

  #take(steps: Iterable<{ readonly target: unknown; readonly phase?: number }>): void {
    let typeEnds = 0;
    for (const { target, phase } of steps) {
      // Phase 2 leaves a node; steps without one are code paths.
      if (phase !== 1 || !isNode(target) || target.range[0] < typeEnds) continue;
      const shelf = this.#shelfOf(target);
      if (shelf.isType) typeEnds = target.range[1];
      else shelf.nodes.push(target);
    }
  }

  #walk(program: TSESTree.Program): void {
    // The hottest loop of the plugin: one look-up a node, no allocation but the stack.
    const stack: Node[] = [program];
    for (let node = stack.pop(); node; node = stack.pop()) {
      const shelf = this.#shelfOf(node);
      if (shelf.isType) continue;
      shelf.nodes.push(node);
      for (const key of shelf.keys) {
        const value = (node as unknown as Readonly<Record<string, unknown>>)[key];
        if (typeof value !== 'object' || value === null) continue;
        if (Array.isArray(value)) {
          for (let i = value.length - 1; i >= 0; i -= 1) if (isNode(value[i])) stack.push(value[i] as Node);
        } else if (isNode(value)) {
          stack.push(value);
        }
      }
    }
  }

  #shelfOf({ type }: Node): Shelf {
    let shelf = this.#shelves.get(type);
    if (!shelf) {
      const isType = type.startsWith('TS') && !RUNNING.has(type);
      const keys = isType ? [] : (this.visitorKeys[type] ?? []).toReversed();
      this.#shelves.set(type, (shelf = { nodes: [], sorted: false, keys, isType }));
    }
    return shelf;
  }

  /** All nodes of one type, in source order. */
  all<Type extends NodeType>(type: Type): readonly NodeByType[Type][] {
    const shelf = this.#shelves.get(type);
    if (shelf && !shelf.sorted) {
      // A parser's visitor keys need not follow the source (decorators, do-while): make sure that they do.
      if (!isSorted(shelf.nodes)) shelf.nodes.sort((a, b) => a.range[0] - b.range[0]);
      shelf.sorted = true;
    }
    // The map's key is the type of every node on its shelf.
    return (shelf?.nodes ?? []) as NodeByType[Type][];
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

function isWalked(source: object): source is Walked {
  return 'traverse' in source && typeof source.traverse === 'function';
}
