import { enclosingFunction, isFunction, type Node } from '../syntax/nodes.js';

/** Whether `await` may be written in the place of `node`: in the body of an async function, not in a parameter or a field. */
export function canAwait(node: Node): boolean {
  const around = enclosingFunction(node);
  if (!around?.async) return false;
  for (let current: Node = node; current.parent && current !== around; current = current.parent) {
    const { parent } = current;
    if (parent.type === 'PropertyDefinition' || parent.type === 'StaticBlock') return false;
    if (isFunction(parent) && parent.body !== current) return false;
  }
  return true;
}
