import { wrapped } from '../syntax/nodes.js';
import type { Node } from '../syntax/walk.js';
import type { Fix } from './define-rule.js';
import { textBefore } from './line-start.js';

/** Leaves the function behind the statement of a call. `undefined` where the call is no statement of its own. */
export function insertReturn(call: Node, text: string): Fix | undefined {
  const statement = wrapped(call).parent;
  if (statement?.type !== 'ExpressionStatement' || !statement.parent) return undefined;
  if (statement.parent.type === 'IfStatement') return fixer => [fixer.insertTextBefore(statement, '{ '), fixer.insertTextAfter(statement, ' return; }')];
  if (statement.parent.type !== 'BlockStatement') return undefined;
  const before = textBefore(statement, text);
  return fixer => fixer.insertTextAfter(statement, before.trim() === '' ? `\n${before}return;` : ' return;');
}
