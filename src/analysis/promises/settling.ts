import { isFunction, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Flow } from '../flow/flow-queries.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';

/**
 * Who holds a function that must be called once (`resolve` and `reject` of an executor, a callback): in each function
 * below `root`, the expressions that call it, hand it on, or call or hand on a function that holds it.
 */
export class Settling {
  readonly #uses = new Map<Node, Node[]>();

  constructor(
    private readonly file: FileModel,
    readonly root: FunctionNode,
    readonly settlers: readonly Variable[],
    /** Whether a mention may settle it; all of them where it is not given. */
    counts: (mention: Node) => boolean = () => true,
  ) {
    for (const { references } of settlers) {
      for (const reference of references) if (reference.isRead() && counts(reference.identifier)) this.#add(reference.identifier);
    }
  }

  /** The expressions in `fn`'s own body that settle it, or hand on what can settle it. */
  usesIn(fn: FunctionNode): readonly Node[] {
    return this.#uses.get(fn) ?? [];
  }

  /** The functions that hold a settler, `root` among them. */
  get holders(): readonly FunctionNode[] {
    return [...this.#uses.keys()].filter(isFunction);
  }

  /** Whether an expression is a settler, or a function in view that holds one. */
  holds(node: Node): boolean {
    const variable = node.type === 'Identifier' ? this.file.bindings.variableOf(node) : undefined;
    if (variable && this.settlers.includes(variable)) return true;
    const fn = this.file.origins.functionOf(node);
    return fn !== undefined && this.#uses.has(fn);
  }

  /** Whether a use stands somewhere in `node`, functions in it included. */
  isIn(node: Node): boolean {
    for (const uses of this.#uses.values()) if (uses.some(each => each.range[0] >= node.range[0] && each.range[1] <= node.range[1])) return true;
    return false;
  }

  /** The step of `fn`'s flow that a use in it is a part of. */
  stepOf(use: Node, flow: Flow): Node | undefined {
    for (let current: Node | undefined = use; current && current !== flow.graph.root; current = current.parent) {
      if (current.type !== 'Identifier' && flow.graph.steps.has(current)) return current;
    }
    return undefined;
  }

  /** Whether no other use of `fn` is on a path with this one: what it leads to must settle the promise alone. */
  isAlone(use: Node, fn: FunctionNode, others: readonly Node[] = this.usesIn(fn)): boolean {
    const flow = this.file.flow(fn);
    const step = this.stepOf(use, flow);
    if (!step) return false;
    return others.every(each => {
      if (each === use) return true;
      const other = this.stepOf(each, flow);
      return other !== undefined && other !== step && !flow.reaches(step, other) && !flow.reaches(other, step);
    });
  }

  #add(use: Node): void {
    const owner = ownerOf(use);
    const known = this.#uses.get(owner);
    if (known) known.push(use);
    else this.#uses.set(owner, [use]);
    if (known || owner === this.root || !isFunction(owner)) return;
    for (const next of this.file.origins.usesOf(owner)) if (next !== owner || !isDefinition(owner)) this.#add(next);
  }
}

/** A function that only has a name here: what counts are the places that mention it. */
function isDefinition(fn: FunctionNode): boolean {
  return fn.type === 'FunctionDeclaration' || (fn.parent.type === 'VariableDeclarator' && fn.parent.init === fn);
}
