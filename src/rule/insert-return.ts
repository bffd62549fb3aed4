import { wrapped } from '../syntax/nodes.js';
import type { Node } from '../syntax/walk.js';
import type { Fix } from './define-rule.js';

/** Leaves the function behind the statement of a call. `undefined` where the call is no statement of its own. */
export function insertReturn(call: Node, text: string): Fix | undefined {
  const statement = wrapped(call).parent;
  if (statement?.type !== 'ExpressionStatement' || !statement.parent) return undefined;
  if (statement.parent.type === 'IfStatement') return fixer => [fixer.insertTextBefore(statement, '{ '), fixer.insertTextAfter(statement, ' return; }')];
  if (statement.parent.type !== 'BlockStatement') return undefined;
  const before = text.slice(text.lastIndexOf('\n', statement.range[0]) + 1, statement.range[0]);
  return fixer => fixer.insertTextAfter(statement, before.trim() === '' ? `\n${before}return;` : ' return;');
}
