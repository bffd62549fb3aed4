import { isInside } from '../../syntax/nodes.js';
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
