import type { SyntaxIndex } from '../syntax-index.js';
import { unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';

/** The nodes whose types the analyses probably ask for: calls, what is called, and whose method it is. */
export function typeCandidates(index: SyntaxIndex): readonly Node[] {
  const found = new Set<Node>(index.all('NewExpression'));
  for (const call of index.all('CallExpression')) {
    const callee = unwrap(call.callee);
    found.add(call).add(callee);
    if (callee.type === 'MemberExpression') found.add(unwrap(callee.object));
  }
  return [...found];
}
