import type { TSESTree } from '@typescript-eslint/utils';
import { isInside, isLoop, leavesFunction, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { ownerOf, type SyntaxIndex } from '../syntax-index.js';

/** The decisions of a function on which it depends whether a promise is settled. */
export interface Gates {
  /** Steps of loops and switches that settle somewhere: whether they are left without it depends on values. */
  isOpaque(node: Node): boolean;
  /** The branch, or the `if` without one, by which the function ends unsettled; undefined where no single decision leads there. */
  unsettledBranch(): Node | undefined;
  /** Whether an earlier decision may be about the same thing as the one that leads to `exit`. */
  isCorrelated(exit: Node): boolean;
}

export function gatesOf(fn: FunctionNode, uses: readonly Node[], index: SyntaxIndex): Gates {
  const holdsUse = (node: Node): boolean => uses.some(use => isInside(use, node));
  const opaque: Node[] = [];
  for (const use of uses) {
    for (let current: Node | undefined = use; current && current !== fn; current = current.parent) {
      if (isLoop(current)) opaque.push(current);
      if (current.type === 'SwitchStatement' && !current.cases.some(each => each.test === null)) opaque.push(current);
    }
  }
  const ifs = index.inOwn(fn, 'IfStatement').filter(holdsUse);
  const outermost = [...ifs, ...index.inOwn(fn, 'ConditionalExpression').filter(holdsUse), ...index.inOwn(fn, 'LogicalExpression').filter(holdsUse), ...index.inOwn(fn, 'SwitchStatement').filter(holdsUse)].filter(
    (each, _, all) => !all.some(other => other !== each && isInside(each, other)),
  );
  return {
    isOpaque: node => opaque.some(each => node.range[0] >= each.range[0] && node.range[1] <= each.range[1]),
    unsettledBranch() {
      const [gate] = outermost;
      if (outermost.length !== 1 || gate?.type !== 'IfStatement') return undefined;
      return branchOf(gate, holdsUse);
    },
    isCorrelated: exit => outermost.some(each => each.range[1] <= exit.range[0] && ownerOf(each) === fn),
  };
}

function branchOf(gate: TSESTree.IfStatement, holdsUse: (node: Node) => boolean): Node | undefined {
  const branches: Node[] = [];
  let last: Node = gate;
  for (let current: Node | null = gate; current; ) {
    if (current.type !== 'IfStatement') {
      branches.push(current);
      last = current;
      break;
    }
    branches.push(current.consequent);
    last = current;
    current = current.alternate;
  }
  const unsettled = branches.filter(each => !holdsUse(each) && !leavesFunction(each));
  if (unsettled.length > 0) return unsettled.length === 1 ? unsettled[0] : undefined;
  // A chain of tests without an `else` may name every case.
  if (branches.length > 1 || last !== gate) return undefined;
  return isPlain(gate.consequent, holdsUse) ? gate : undefined;
}

/** Whether a branch settles in one of its own statements, not in a decision inside it. */
function isPlain(branch: Node, holdsUse: (node: Node) => boolean): boolean {
  const statements = branch.type === 'BlockStatement' ? branch.body : [branch];
  return statements.some(each => (each.type === 'ExpressionStatement' || each.type === 'ReturnStatement' || each.type === 'VariableDeclaration') && holdsUse(each));
}

/** The conditions inside `fn` on which it depends whether `node` is reached. */
export function testsAround(node: Node, fn: FunctionNode): readonly Node[] {
  const tests: Node[] = [];
  for (let current: Node | undefined = node; current && current !== fn; current = current.parent) {
    if (current.type === 'IfStatement' || current.type === 'ConditionalExpression') tests.push(current.test);
    if (current.type === 'SwitchStatement') tests.push(current.discriminant);
    if (current.type === 'LogicalExpression') tests.push(current.left);
  }
  return tests;
}
