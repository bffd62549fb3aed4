import { isFunction, isNothing, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';

/** Whether an assignment only runs where its place holds nothing: inside of `if (!list)` or `if (list === undefined)`. */
export function isWhereMissing(assignment: Node, isPlace: (node: Node) => boolean): boolean {
  for (let current = assignment; current.parent && !isFunction(current); current = current.parent) {
    const { parent }: Node = current;
    if (parent.type !== 'IfStatement' || parent.consequent !== current) continue;
    const test = unwrap(parent.test);
    if (test.type === 'UnaryExpression' && test.operator === '!' && isPlace(unwrap(test.argument))) return true;
    if (test.type === 'BinaryExpression' && /^===?$/.test(test.operator) && isPlace(unwrap(test.left)) && isNothing(unwrap(test.right))) return true;
  }
  return false;
}
