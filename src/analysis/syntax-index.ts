import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, lastName, staticName, type FunctionNode } from '../syntax/nodes.js';
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

/** Nodes of which nothing but a constant is made. A read of a member may be one of the environment. */
const DECLARING = new Set([
  'Program', 'ImportDeclaration', 'ImportSpecifier', 'ImportDefaultSpecifier', 'ImportNamespaceSpecifier', 'ImportAttribute',
  'ExportNamedDeclaration', 'ExportDefaultDeclaration', 'ExportAllDeclaration', 'ExportSpecifier', 'VariableDeclaration', 'VariableDeclarator',
  'Identifier', 'Literal', 'TemplateLiteral', 'TemplateElement', 'ObjectExpression', 'Property', 'ArrayExpression', 'SpreadElement', 'UnaryExpression',
  'TSAsExpression', 'TSSatisfiesExpression', 'TSEnumDeclaration', 'TSEnumBody', 'TSEnumMember',
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
    // The hottest loop of the plugin: two reads a step, one look-up a node.
    let type: unknown;
    for (const { target, phase } of steps) {
      // Phase 1 enters a node and phase 2 leaves it; steps without one are code paths.
      if (type) {
        if (target === type && phase === 2) type = undefined;
      } else if (phase === 1) {
        const node = target as Node;
        const shelf = this.#shelfOf(node);
        if (shelf.isType) type = node;
        else shelf.nodes.push(node);
      }
    }
  }

  #walk(program: TSESTree.Program): void {
    // No allocation but the stack.
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

  /** Whether nothing runs but declarations of constants that are written out: a file of types, of texts, of settings. */
  get onlyDeclares(): boolean {
    if (this.#onlyDeclares !== undefined) return this.#onlyDeclares;
    for (const [type, { isType }] of this.#shelves) if (!isType && !DECLARING.has(type)) return (this.#onlyDeclares = false);
    return (this.#onlyDeclares = this.all('VariableDeclaration').every(each => each.kind === 'const'));
  }
  #onlyDeclares: boolean | undefined;

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

  /** The calls of what is called by one of these names, `f()` and `a.f()`, in source order: a loop over all calls is dear. */
  callsNamed(...names: readonly string[]): readonly TSESTree.CallExpression[] {
    return ofNames((this.#calls ??= groupBy(this.all('CallExpression'), each => lastName(each.callee))), names);
  }
  #calls: ReadonlyMap<string, TSESTree.CallExpression[]> | undefined;

  /** The members of these names, in source order. */
  membersNamed(...names: readonly string[]): readonly TSESTree.MemberExpression[] {
    return ofNames(this.membersByName, names);
  }

  get membersByName(): ReadonlyMap<string, readonly TSESTree.MemberExpression[]> {
    return (this.#members ??= groupBy(this.all('MemberExpression'), staticName));
  }
  #members: ReadonlyMap<string, TSESTree.MemberExpression[]> | undefined;

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

/** Nodes by a text that tells some of them apart: those that have none are left out. */
export function groupBy<Each extends Node>(nodes: readonly Each[], keyOf: (node: Each) => string | undefined): Map<string, Each[]> {
  const groups = new Map<string, Each[]>();
  for (const each of nodes) {
    const key = keyOf(each);
    if (key === undefined) continue;
    const list = groups.get(key);
    if (list) list.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}

function ofNames<Each extends Node>(named: ReadonlyMap<string, readonly Each[]>, names: readonly string[]): readonly Each[] {
  let found: readonly Each[] | undefined;
  let isMerged = false;
  for (const each of names) {
    const list = named.get(each);
    if (!list) continue;
    isMerged ||= found !== undefined;
    found = found ? [...found, ...list] : list;
  }
  // Of two that begin together, the outer one comes first, as in the lists of the index.
  return (isMerged ? found?.toSorted((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]) : found) ?? [];
}

function isSorted(list: readonly Node[]): boolean {
  for (let i = 1; i < list.length; i += 1) if (list[i]!.range[0] < list[i - 1]!.range[0]) return false;
  return true;
}

function isWalked(source: object): source is Walked {
  return 'traverse' in source && typeof source.traverse === 'function';
}
