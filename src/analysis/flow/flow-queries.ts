import type { TSESTree } from '@typescript-eslint/utils';
import type { Node, VisitorKeys } from '../../syntax/walk.js';
import { buildFlow, type Block, type Edge, type FlowGraph, type FlowRoot, type Mark, type Pending, type Step } from './control-flow.js';

export type NodeTest = (node: Node) => boolean;

export interface Exit {
  /** `end` is falling off the end; `return` is a `return` statement, an arrow's expression, or a `yield` that was ended. */
  readonly kind: 'end' | 'return' | 'terminate' | 'throw';
  /** The statement, expression, throwing step or exiting call that leaves; undefined for `end`. */
  readonly node: Node | undefined;
}

export type ExitKind = 'return' | 'terminate' | 'throw';

/** How a search goes past a step: on, no further, or on only if the step throws instead of completing. */
type Verdict = 'on' | 'only if it throws' | 'stop';

interface Search {
  readonly from: readonly Mark[];
  readonly at?: (step: Step) => Verdict;
  /** Where paths end, before what comes there. */
  readonly until?: readonly Mark[];
  readonly takes?: (edge: Edge) => boolean;
  /** Told of each piece of a block that is passed: from before `steps[first]` to before `steps[last]`, or the end. */
  readonly passing?: (block: Block, first: number, last: number) => boolean | void;
  readonly taking?: (edge: Edge) => void;
}

/**
 * The control flow of one function, and questions about it.
 *
 * An expression is evaluated when its own operation runs, after its operands: `f(await x)` after the `await`.
 * As `to`, a statement counts from where it begins; as `from`, from where it has completed. Predicates are asked about
 * expressions, simple statements and the iteration steps of for loops, never about compound statements.
 * Nodes outside the function, or inside a function in it, are nowhere: unreachable, reaching nothing.
 */
export class Flow {
  #predecessors: ReadonlyMap<Block, readonly Block[]> | undefined;

  constructor(readonly graph: FlowGraph) {}

  /** Whether any path from the start evaluates `node` (for a statement: begins it). */
  isReachable(node: Node): boolean {
    return this.startsOf(node).some(({ block }) => block.reachable);
  }

  /**
   * Whether some path evaluates `to` after `from` has completed, without evaluating an `avoiding` node in between.
   * Without back edges, the path stays within one iteration of every loop.
   */
  reaches(from: Node, to: Node, options: { avoiding?: NodeTest; ignoreBackEdges?: boolean } = {}): boolean {
    const { avoiding, ignoreBackEdges } = options;
    const targets = this.startsOf(to);
    if (targets.length === 0) return false;
    let found = false;
    search({
      from: this.completionsOf(from),
      at: (step) => (avoiding?.(step.node) ? 'stop' : 'on'),
      takes: ignoreBackEdges ? (edge) => edge.kind !== 'back' : undefined,
      passing: (block, first, last) => {
        found ||= targets.some((target) => isWithin(target, block, first, last));
        return found;
      },
    });
    return found;
  }

  /**
   * Whether on every path from the start to `node` a step that satisfies `predicate` completed before: the matches,
   * taken together, dominate `node`. A match that threw did not complete. True where `node` is unreachable.
   */
  alwaysBefore(node: Node, predicate: NodeTest): boolean {
    const targets = this.startsOf(node);
    let escaped = false;
    search({
      from: [startOf(this.graph.entry)],
      at: (step) => (predicate(step.node) ? 'only if it throws' : 'on'),
      passing: (block, first, last) => {
        escaped ||= targets.some((target) => isWithin(target, block, first, last));
        return escaped;
      },
    });
    return !escaped;
  }

  /**
   * The suspension points on the paths from the completion of `from` to the next evaluation of `to`: `await`, `yield`,
   * `for await` and `await using` nodes, without `from` and `to`, in evaluation order. A path ends at the
   * first `to`, and starts anew when it evaluates `from` again. Operands of `to` are evaluated before it, so an
   * `await` among them counts.
   */
  suspensionsBetween(from: Node, to: Node): Node[] {
    const suspensions = this.graph.suspensions.filter(({ node }) => node !== from && node !== to);
    if (suspensions.length === 0) return [];
    const targets = this.startsOf(to);
    const later = new Set<Step>();
    search({
      from: this.completionsOf(from),
      until: targets,
      at: (step) => {
        if (step.node === from) return 'stop';
        if (step.suspends) later.add(step);
        return 'on';
      },
    });
    if (later.size === 0) return [];
    const earlier = stepsLeadingTo(targets, from, this.predecessors());
    return distinct(suspensions.filter((step) => later.has(step) && earlier.has(step)));
  }

  /**
   * The ways out of the function after `from` has completed, on paths without a step that satisfies `passes`; one that
   * throws counts as passed. `ignoreThrowOf` leaves out the implicit throws of the nodes it accepts, never a `throw`
   * statement. A throw that a `catch` takes is no exit. The function itself as `from` stands for its start. Kinds: `return` (with `end`) and `throw` unless told otherwise.
   */
  exitsWithout(
    from: Node,
    passes: NodeTest,
    options: { kinds?: readonly ExitKind[]; ignoreThrowOf?: NodeTest } = {},
  ): Exit[] {
    const { kinds = ['return', 'throw'], ignoreThrowOf } = options;
    const taken = new Set<Edge>();
    const leaving = new Map<Block, Edge[]>(kinds.map((kind) => [this.graph.exits[kind], []]));
    search({
      from: this.completionsOf(from),
      at: (step) => (passes(step.node) ? 'stop' : 'on'),
      takes: (edge) => !(isImplicitThrow(edge) && ignoreThrowOf?.(edge.node)),
      taking: (edge) => {
        taken.add(edge);
        leaving.get(edge.to)?.push(edge);
      },
    });
    const exits: Exit[] = [];
    for (const kind of kinds) {
      const edges = leaving.get(this.graph.exits[kind]) ?? [];
      const nodes = new Set(edges.flatMap((edge) => originsOf(edge, taken)));
      for (const node of nodes) exits.push({ kind: node || kind !== 'return' ? kind : 'end', node });
    }
    return exits;
  }

  /** The matches that can be the first to be evaluated after `from` has completed. */
  firstOn(from: Node, predicate: NodeTest): Node[] {
    return this.matchesAfter(from, predicate, (node) => predicate(node));
  }

  /**
   * The matches that can be evaluated after `from` has completed, without an `avoiding` node in between; `from` itself
   * is among them where a loop comes back to it. `ignoreThrowOf` as for `exitsWithout`.
   */
  laterOnSamePath(from: Node, predicate: NodeTest, options: { avoiding?: NodeTest; ignoreThrowOf?: NodeTest } = {}): Node[] {
    return this.matchesAfter(from, predicate, options.avoiding ?? (() => false), options.ignoreThrowOf);
  }

  private matchesAfter(from: Node, predicate: NodeTest, stopsAt: NodeTest, ignoreThrowOf?: NodeTest): Node[] {
    const found = new Set<Step>();
    search({
      from: this.completionsOf(from),
      takes: ignoreThrowOf && ((edge) => !isImplicitThrow(edge) || !ignoreThrowOf(edge.node)),
      at: (step) => {
        if (predicate(step.node)) found.add(step);
        return stopsAt(step.node) ? 'stop' : 'on';
      },
    });
    return distinct([...found].sort((a, b) => a.block.id - b.block.id || a.index - b.index));
  }

  private predecessors(): ReadonlyMap<Block, readonly Block[]> {
    if (this.#predecessors) return this.#predecessors;
    const predecessors = new Map<Block, Block[]>();
    for (const block of this.graph.blocks) {
      for (const { to } of block.successors) {
        const known = predecessors.get(to);
        if (known) known.push(block);
        else predecessors.set(to, [block]);
      }
    }
    return (this.#predecessors = predecessors);
  }

  private startsOf(node: Node): Mark[] {
    return copiesOf(this.graph.begins.get(node) ?? this.graph.steps.get(node));
  }

  private completionsOf(node: Node): Mark[] {
    const { ends, steps, root, entry } = this.graph;
    if (node === root) return [startOf(entry)];
    const ended = ends.get(node);
    const marks = ended ? copiesOf(ended) : copiesOf(steps.get(node)).map(({ block, index }) => markAt(block, index + 1));
    return marks.filter(({ block }) => block.reachable);
  }
}

/** The control flow of `root`; `neverReturns` as for `buildFlow`. */
export function flowOf(
  root: FlowRoot,
  visitorKeys: VisitorKeys,
  neverReturns?: (call: TSESTree.CallExpression) => boolean,
): Flow {
  return new Flow(buildFlow(root, visitorKeys, neverReturns));
}

function search({ from, at, until = [], takes, passing, taking }: Search): void {
  const seen = new Set<Block>();
  const work: Mark[] = [...from];
  for (let mark = work.pop(); mark; mark = work.pop()) {
    const { block, index: first } = mark;
    const end = nearest(until, block, first);
    let last = first;
    let verdict: Verdict = 'on';
    for (; last < (end ?? block.steps.length); last += 1) {
      verdict = at?.(block.steps[last]!) ?? 'on';
      if (verdict !== 'on') break;
    }
    if (passing?.(block, first, last)) return;
    if (verdict === 'stop' || (verdict === 'on' && end !== undefined)) continue;
    if (verdict === 'only if it throws' && last < block.steps.length - 1) continue;
    // A step that may throw is the last of its block; past it, it has completed.
    const hasCompleted = first > 0 && first === block.steps.length;
    for (const edge of block.successors) {
      if (edgeInterruptsLastStep(edge) ? hasCompleted : verdict !== 'on') continue;
      if (takes && !takes(edge)) continue;
      taking?.(edge);
      if (seen.has(edge.to)) continue;
      seen.add(edge.to);
      work.push(startOf(edge.to));
    }
  }
}

function isImplicitThrow(edge: Edge): edge is Edge & { readonly node: Node } {
  return edge.kind === 'throw' && edge.cause !== 'throw' && edge.node !== undefined;
}

function edgeInterruptsLastStep(edge: Edge): boolean {
  if (edge.node === undefined || edge.cause === 'throw') return false;
  return (edge.kind === 'throw' || edge.kind === 'return') && edge.from.steps.at(-1)?.node === edge.node;
}

/** The steps from which some path leads to one of `targets`, back to the last evaluation of `from` or of a target. */
function stepsLeadingTo(
  targets: readonly Mark[],
  from: Node,
  predecessors: ReadonlyMap<Block, readonly Block[]>,
): Set<Step> {
  const leading = new Set<Step>();
  const seen = new Set<Block>();
  const isTarget = (block: Block, index: number): boolean => targets.some((each) => isWithin(each, block, index, index));
  const work = [...targets];
  for (let mark = work.pop(); mark; mark = work.pop()) {
    const { block } = mark;
    let { index } = mark;
    while (index > 0) {
      const step = block.steps[index - 1]!;
      if (step.node === from) break;
      leading.add(step);
      index -= 1;
      if (isTarget(block, index)) break;
    }
    if (index > 0 || (index < mark.index && isTarget(block, 0))) continue;
    for (const earlier of predecessors.get(block) ?? []) {
      if (seen.has(earlier)) continue;
      seen.add(earlier);
      if (!isTarget(earlier, earlier.steps.length)) work.push(markAt(earlier, earlier.steps.length));
    }
  }
  return leading;
}

/**
 * What the completion that takes `edge` began with: through `finally` blocks, the entries that the search took too,
 * or all of them where it started inside the block.
 */
function originsOf(edge: Edge, taken: ReadonlySet<Edge>): (Node | undefined)[] {
  const origins = new Set<Node | undefined>();
  const seen = new Set<Pending>();
  const work = [edge];
  for (let each = work.pop(); each; each = work.pop()) {
    const { resumes } = each;
    if (!resumes) {
      origins.add(each.node);
      continue;
    }
    if (seen.has(resumes)) continue;
    seen.add(resumes);
    const entered = resumes.entries.filter((entry) => taken.has(entry));
    work.push(...(entered.length > 0 ? entered : resumes.entries.filter(({ from }) => from.reachable)));
  }
  return [...origins];
}

/** Where the first of `marks` at or after `first` is in `block`. */
function nearest(marks: readonly Mark[], block: Block, first: number): number | undefined {
  let nearest: number | undefined;
  for (const mark of marks) {
    if (mark.block === block && mark.index >= first && mark.index < (nearest ?? Infinity)) nearest = mark.index;
  }
  return nearest;
}

function isWithin(mark: Mark, block: Block, first: number, last: number): boolean {
  return mark.block === block && mark.index >= first && mark.index <= last;
}

function copiesOf(mark: Mark | undefined): Mark[] {
  const copies: Mark[] = [];
  for (let each = mark; each; each = each.twin) copies.push(each);
  return copies;
}

function distinct(steps: readonly Step[]): Node[] {
  return [...new Set(steps.map(({ node }) => node))];
}

function startOf(block: Block): Mark {
  return markAt(block, 0);
}

function markAt(block: Block, index: number): Mark {
  return { block, index, twin: undefined };
}
