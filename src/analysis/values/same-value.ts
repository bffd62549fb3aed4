import { classOfThis, objectOfThis, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Bindings } from './bindings.js';

/** Whether two expressions name the same place: one variable, or one member of the same object (`this.db`, `context.db`). */
export function isSameValue(a: Node, b: Node, bindings: Bindings): boolean {
  const one = unwrap(a);
  const other = unwrap(b);
  if (one === other) return true;
  if (one.type === 'Identifier' && other.type === 'Identifier') {
    return one.name === other.name && bindings.variableOf(one) === bindings.variableOf(other);
  }
  if (one.type === 'ThisExpression' && other.type === 'ThisExpression') {
    const owner = classOfThis(one)?.node ?? objectOfThis(one);
    return owner !== undefined && owner === (classOfThis(other)?.node ?? objectOfThis(other));
  }
  if (one.type !== 'MemberExpression' || other.type !== 'MemberExpression') return false;
  const name = staticName(one);
  return name !== undefined && name === staticName(other) && isSameValue(one.object, other.object, bindings);
}
