import { isInside, leavesFunction, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

const DEVELOPMENT = /^(?:NODE_ENV|__?DEV|is_?dev|dev(?:elopment)?$|is_?local|debug|hot|watch|hmr|is_?test|vite|VERCEL|LAMBDA|AWS_LAMBDA|is_?lambda|serverless)/i;

/** Whether a question around a node asks where the code runs: what follows is perhaps for a developer's machine. Names may silence. */
export function isForDevelopment(node: Node, { index }: FileModel): boolean {
  let value = node;
  for (let parent = value.parent; parent; value = parent, parent = parent.parent) {
    if ((parent.type !== 'IfStatement' && parent.type !== 'ConditionalExpression' && parent.type !== 'LogicalExpression') || value === (parent.type === 'LogicalExpression' ? parent.left : parent.test)) continue;
    const test = parent.type === 'LogicalExpression' ? parent.left : parent.test;
    if (index.within(test, 'Identifier').some(each => isInside(each, test) && DEVELOPMENT.test(each.name))) return true;
  }
  return false;
}

/** Whether a node is only reached where `process.env.NODE_ENV` is `'test'`. */
export function runsInTestsOnly(node: Node, file: FileModel): boolean {
  for (let current = node; current.parent; current = current.parent) {
    const { parent }: Node = current;
    if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') {
      if (parent.test !== current && saysTest(parent.test, parent.consequent === current, file)) return true;
    } else if (parent.type === 'LogicalExpression') {
      if (parent.right === current && parent.operator !== '??' && saysTest(parent.left, parent.operator === '&&', file)) return true;
    } else if (parent.type === 'BlockStatement' || parent.type === 'Program') {
      // `if (process.env.NODE_ENV !== 'test') return;`
      const gates = parent.body.filter(each => each.range[1] <= current.range[0]);
      if (gates.some(each => each.type === 'IfStatement' && leavesFunction(each.consequent) && saysTest(each.test, false, file))) return true;
    }
  }
  return false;
}

/** Whether a condition that holds, or that does not, tells that these are tests. */
function saysTest(condition: Node, holds: boolean, file: FileModel): boolean {
  const test = file.origins.expressionOf(condition) ?? unwrap(condition);
  if (test.type === 'UnaryExpression' && test.operator === '!') return saysTest(test.argument, !holds, file);
  if (test.type === 'LogicalExpression') return test.operator === (holds ? '&&' : '||') && [test.left, test.right].some(each => saysTest(each, holds, file));
  if (test.type !== 'BinaryExpression' || !/^[=!]==?$/.test(test.operator) || holds !== test.operator.startsWith('=')) return false;
  const [variable, value] = test.left.type === 'Literal' ? [test.right, test.left] : [test.left, test.right];
  return value.type === 'Literal' && value.value === 'test' && file.environment.variableAt(variable)?.name === 'NODE_ENV';
}
