import type { TSESTree } from '@typescript-eslint/utils';
import { isLoop } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';

export type Loop = TSESTree.ForStatement | TSESTree.ForOfStatement | TSESTree.WhileStatement | TSESTree.DoWhileStatement;

/** How a piece of a loop's body can end: it leaves the loop, begins the next iteration, throws, or goes on behind itself. */
export type Outcome = 'leaves' | 'continues' | 'throws' | 'falls';

type Outcomes = ReadonlySet<Outcome>;

/** The ends of the pieces of one loop's body, by what is written there. */
export class LoopOutcomes {
  readonly #label: string | undefined;

  constructor(
    private readonly loop: Loop,
    /** Calls after which nothing runs. */
    private readonly ends: (call: TSESTree.CallExpression) => boolean,
  ) {
    this.#label = loop.parent.type === 'LabeledStatement' ? loop.parent.label.name : undefined;
  }

  ofList(list: readonly TSESTree.Statement[], depth = 0): Outcomes {
    const all = new Set<Outcome>();
    for (const statement of list) {
      const outcomes = this.#of(statement, depth);
      for (const each of outcomes) if (each !== 'falls') all.add(each);
      if (!outcomes.has('falls')) return all;
    }
    return all.add('falls');
  }

  /** As `ofList`, with what stands behind the `try` where the piece falls out of it; undefined where that is not in plain order. */
  through(list: readonly TSESTree.Statement[], statement: TSESTree.TryStatement): Outcomes | undefined {
    const own = this.ofList(list);
    if (!own.has('falls')) return own;
    const rest = this.#behind(statement);
    return rest && new Set([...own, ...rest].filter(each => each !== 'falls' || rest.has('falls')));
  }

  #behind(statement: Node): Outcomes | undefined {
    const all = new Set<Outcome>();
    for (let current = statement; current !== this.loop.body && current !== this.loop; ) {
      const parent: Node | undefined = current.parent;
      if (!parent || parent.type === 'SwitchCase' || (parent.type === 'TryStatement' && parent.finalizer !== null)) return undefined;
      if (parent.type === 'BlockStatement') {
        const outcomes = this.ofList(parent.body.slice(parent.body.indexOf(current as TSESTree.Statement) + 1));
        for (const each of outcomes) if (each !== 'falls') all.add(each);
        if (!outcomes.has('falls')) return all;
      }
      current = parent;
    }
    return all.add('falls');
  }

  #of(statement: TSESTree.Statement, depth: number): Outcomes {
    switch (statement.type) {
      case 'ReturnStatement':
        return new Set(['leaves']);
      case 'ThrowStatement':
        return new Set(['throws']);
      case 'BreakStatement':
        return new Set([statement.label || depth === 0 ? 'leaves' : 'falls']);
      case 'ContinueStatement':
        if (statement.label) return new Set([statement.label.name === this.#label ? 'continues' : 'leaves']);
        return new Set([depth < LOOP ? 'continues' : 'falls']);
      case 'BlockStatement':
        return this.ofList(statement.body, depth);
      case 'IfStatement':
        return new Set([...this.#of(statement.consequent, depth), ...(statement.alternate ? this.#of(statement.alternate, depth) : (['falls'] as const))]);
      case 'LabeledStatement':
        return this.#of(statement.body, depth);
      case 'TryStatement': {
        const last = statement.finalizer ? this.ofList(statement.finalizer.body, depth) : undefined;
        if (last && !last.has('falls')) return last;
        const body = this.ofList(statement.block.body, depth);
        if (!statement.handler) return body;
        return new Set([...[...body].filter(each => each !== 'throws'), ...this.ofList(statement.handler.body.body, depth)]);
      }
      case 'SwitchStatement': {
        const all = new Set<Outcome>(statement.cases.flatMap(each => [...this.ofList(each.consequent, depth + 1)]));
        return statement.cases.some(each => each.test === null) ? all : all.add('falls');
      }
      case 'ExpressionStatement':
        return new Set([statement.expression.type === 'CallExpression' && this.ends(statement.expression) ? 'leaves' : 'falls']);
      default:
        if (!isLoop(statement) || !('body' in statement)) return new Set(['falls']);
        return new Set([...this.#of(statement.body as TSESTree.Statement, depth + LOOP), 'falls']);
    }
  }
}

/** The depth of an inner loop, whose `continue` is its own; a `switch` counts one, and has a `break` of its own only. */
const LOOP = 1000;
