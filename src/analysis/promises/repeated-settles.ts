import type { TSESTree } from '@typescript-eslint/utils';
import { isLoop, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { Settling } from './settling.js';

/** A call that settles, after which every path goes on to the next way to settle. */
export interface RepeatedSettle {
  readonly first: TSESTree.CallExpression;
  readonly second: Node;
}

/**
 * The calls that settle for good and from which the code goes on as if they had not: to settle again, or to start work
 * that does. `always`: the settler after whose call going on is a fault even where nothing but another settling follows.
 */
export function repeatedSettles(settling: Settling, file: FileModel, always: Variable | undefined): RepeatedSettle[] {
  const found: RepeatedSettle[] = [];
  for (const fn of settling.holders) {
    const uses = settling.usesIn(fn);
    const calls = uses.flatMap(use => callOf(use, settling, file) ?? []);
    if (calls.length === 0 || uses.length < 2) continue;
    const flow = file.flow(fn);
    const steps = new Set(uses.filter(use => startsOrSettles(use, settling, file)).flatMap(use => settling.stepOf(use, flow) ?? []));
    for (const { call, settler } of calls) {
      const settlesAgain = (node: Node): boolean => steps.has(node);
      // What stands behind it in the same block is meant to run: clean-up, an abort.
      if (isInLoop(call, fn) || !endsBranch(call) || flow.exitsWithout(call, settlesAgain, { kinds: ['return', 'throw', 'terminate'], ignoreThrowOf: () => true }).length > 0) continue;
      const next = flow.firstOn(call, settlesAgain).filter(each => each.range[0] > call.range[0]).sort((a, b) => a.range[0] - b.range[0]);
      const [second] = next;
      if (!second) continue;
      const isHarmless = next.every(each => calls.some(other => other.call === each && isPlain(each)));
      if (isHarmless && settler !== always) continue;
      found.push({ first: call, second });
    }
  }
  return found;
}

/** Whether a call is the last thing in a branch, so that only a missing `return` lets the code behind the branch run. */
function endsBranch(call: TSESTree.CallExpression): boolean {
  const statement = wrapped(call).parent;
  const block = statement?.parent;
  if (block?.type !== 'BlockStatement') return block?.type === 'IfStatement';
  return block.body.at(-1) === statement && (block.parent.type === 'IfStatement' || block.parent.type === 'CatchClause' || block.parent.type === 'TryStatement');
}

/** `reject(error);` as a statement of its own. */
function callOf(use: Node, settling: Settling, { bindings }: FileModel): { call: TSESTree.CallExpression; settler: Variable } | undefined {
  const call = use.parent;
  if (use.type !== 'Identifier' || call?.type !== 'CallExpression' || unwrap(call.callee) !== use || wrapped(call).parent?.type !== 'ExpressionStatement') return undefined;
  const settler = bindings.variableOf(use);
  return settler && settling.settlers.includes(settler) ? { call, settler } : undefined;
}

/** Not the name of a function that settles, where it is only handed on: `emitter.off('end', onEnd)` takes it away. */
function startsOrSettles(use: Node, { settlers }: Settling, { bindings }: FileModel): boolean {
  if (use.type !== 'Identifier') return true;
  const variable = bindings.variableOf(use);
  return (variable !== undefined && settlers.includes(variable)) || (use.parent?.type === 'CallExpression' && use.parent.callee === use);
}

/** `resolve(data)`: nothing runs but the call, which the language ignores. */
function isPlain(node: Node): boolean {
  return node.type === 'CallExpression' && node.arguments.every(each => each.type === 'Identifier' || each.type === 'Literal');
}

function isInLoop(node: Node, fn: FunctionNode): boolean {
  for (let current: Node | undefined = node; current && current !== fn; current = current.parent) if (isLoop(current)) return true;
  return false;
}
