import type { TSESTree } from '@typescript-eslint/utils';
import type { KeyLockFault } from '../analysis/locks/key-locks.js';
import { staticName, unwrap, wrapped } from '../syntax/nodes.js';
import type { Node } from '../syntax/walk.js';
import type { Fix } from './define-rule.js';

type Texts = { getText(node: Node): string };

/** The command that takes a lock, with an expiry, as it is written for its key and value. */
export function lockCommand({ call }: KeyLockFault, source: Texts): string {
  const [key, value] = call.node.arguments;
  const text = (node: Node | undefined): string => (node ? source.getText(node) : '…');
  return (call.entry.key?.write ?? '').replace('$1', () => text(key)).replace('$2', () => text(value));
}

/** The edit that gives a lock an expiry, where what is asked of the answer can be asked of the new one. */
export function lockFix(fault: KeyLockFault, source: Texts): Fix | undefined {
  const { node, entry } = fault.call;
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression' || callee.computed || !entry.key?.write) return undefined;
  const replace = { target: node, text: `${source.getText(callee.object)}${callee.optional ? '?.' : '.'}${lockCommand(fault, source)}` };
  if (entry.key.only !== undefined) {
    // Only the plain forms: `set(key, value, 'NX')` and `set(key, value, { NX: true })`.
    const [, , only, ...more] = node.arguments;
    if (!only || more.length > 0 || (only.type === 'ObjectExpression' && !isPlainNx(only))) return undefined;
    return fixer => fixer.replaceText(replace.target, replace.text);
  }
  if (node.arguments.length !== 2) return undefined;
  const answer = answerOf(node);
  if (!answer) return undefined;
  return fixer => [fixer.replaceText(replace.target, replace.text), ...(answer === 'truth' ? [] : [fixer.replaceText(answer.literal, answer.text)])];
}

function isPlainNx({ properties }: TSESTree.ObjectExpression): boolean {
  const [only, ...more] = properties;
  return only?.type === 'Property' && more.length === 0 && staticName(only) === 'NX';
}

/** What is asked of the number that SETNX gives: its truth, or a comparison with 1 or 0, for which SET has `'OK'` and null. */
function answerOf(node: Node): 'truth' | { readonly literal: Node; readonly text: string } | undefined {
  const awaited = wrapped(node).parent;
  if (awaited?.type !== 'AwaitExpression') return undefined;
  const place = wrapped(awaited);
  const { parent } = place;
  if (parent?.type === 'UnaryExpression' && parent.operator === '!') return 'truth';
  if ((parent?.type === 'IfStatement' || parent?.type === 'WhileStatement' || parent?.type === 'ConditionalExpression') && parent.test === place) return 'truth';
  if (parent?.type !== 'BinaryExpression' || !['===', '!==', '==', '!='].includes(parent.operator)) return undefined;
  const literal = unwrap(parent.left) === unwrap(place) ? parent.right : parent.left;
  if (literal.type !== 'Literal' || (literal.value !== 1 && literal.value !== 0)) return undefined;
  return { literal, text: literal.value === 1 ? "'OK'" : 'null' };
}
