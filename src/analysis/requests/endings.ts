import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';

/** A place where a function can fall off its end. */
export interface Ending {
  /**
   * `condition`: an `if` that does not hold, and has no `else`; `branch`: the end of a branch; `catch`: of a catch clause;
   * `cases`: a `switch` none of whose cases matches; `loop`: a loop that ends by itself; `end`: of the function itself.
   */
  readonly kind: 'condition' | 'branch' | 'catch' | 'cases' | 'loop' | 'end';
  readonly node: Node;
}

/** The places where a function can fall off its end, in source order. */
export function endingsOf(fn: FunctionNode): readonly Ending[] {
  return fn.body.type === 'BlockStatement' ? endingsIn(fn.body, { kind: 'end', node: fn.body.body.at(-1) ?? fn.body }) : [];
}

function endingsIn(statement: TSESTree.Statement | null | undefined, here: Ending): readonly Ending[] {
  switch (statement?.type) {
    case undefined:
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return statement ? [] : [here];
    case 'BlockStatement':
      return endingsIn(statement.body.at(-1), { ...here, node: here.kind === 'end' ? (statement.body.at(-1) ?? statement) : here.node });
    case 'IfStatement':
      return [
        ...endingsIn(statement.consequent, { kind: 'branch', node: statement.consequent }),
        ...(statement.alternate ? endingsIn(statement.alternate, { kind: 'branch', node: statement.alternate }) : [{ kind: 'condition', node: statement } as const]),
      ];
    case 'TryStatement':
      // What a `finally` does last is for its own flow to say.
      if (statement.finalizer && statement.finalizer.body.length > 0 && !statement.handler) return endingsIn(statement.block, here);
      return [...endingsIn(statement.block, here), ...(statement.handler ? endingsIn(statement.handler.body, { kind: 'catch', node: statement.handler }) : [])];
    case 'SwitchStatement':
      return [...statement.cases.flatMap((each, i) => endingsOfCase(each, i === statement.cases.length - 1)), ...(statement.cases.some(each => each.test === null) ? [] : [{ kind: 'cases', node: statement } as const])];
    case 'ForOfStatement':
    case 'ForInStatement':
      return [{ kind: 'loop', node: statement }];
    case 'ForStatement':
    case 'WhileStatement':
      return statement.test && !(statement.test.type === 'Literal' && statement.test.value === true) ? [{ kind: 'loop', node: statement }] : [];
    case 'DoWhileStatement':
    case 'LabeledStatement':
      return [];
    default:
      return [here];
  }
}

/** A case ends the `switch` with `break`, or as the last one; any other goes on into the next. */
function endingsOfCase({ consequent }: TSESTree.SwitchCase, isLast: boolean): readonly Ending[] {
  const [only] = consequent;
  const statements = consequent.length === 1 && only?.type === 'BlockStatement' ? only.body : consequent;
  const breaks = statements.at(-1)?.type === 'BreakStatement';
  const last = statements.at(breaks ? -2 : -1);
  return last && (breaks || isLast) ? endingsIn(last, { kind: 'branch', node: last }) : [];
}
