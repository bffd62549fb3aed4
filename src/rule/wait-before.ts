import type { FileModel } from '../analysis/file-model.js';
import { enclosingFunction, isFunction, isInside, unwrap, type Node } from '../syntax/nodes.js';
import type { Fix } from './define-rule.js';
import { indentOf, textBefore } from './line-start.js';

/** Kinds of nodes whose parts need not run, or run more than once. */
const SOMETIMES = new Set(['ConditionalExpression', 'LogicalExpression', 'AwaitExpression', 'AssignmentExpression']);
const NAMES = ['value', 'result', 'found', 'next'];

/**
 * Moves the one `await` of an assignment into a statement of its own before it: `total += await f()` becomes
 * `const value = await f(); total += value;`. Nothing where that is no whole statement, or where what is awaited reads what is written.
 */
export function waitBefore(write: Node, { index, bindings, sourceCode }: FileModel): Fix | undefined {
  const statement = write.parent;
  if (write.type !== 'AssignmentExpression' || statement?.type !== 'ExpressionStatement' || statement.parent.type !== 'BlockStatement') return undefined;
  const fn = enclosingFunction(write);
  const waits = index.within(write.right, 'AwaitExpression').filter(each => isInside(each, write.right) && enclosingFunction(each) === fn);
  const [wait] = waits;
  if (!wait || waits.length > 1 || isSometimes(wait, write)) return undefined;
  const target = sourceCode.getText(unwrap(write.left));
  if (sourceCode.getText(wait).includes(target) || sourceCode.getCommentsInside(write).length > 0) return undefined;
  const taken = new Set(bindings.all.map(each => each.name));
  const name = NAMES.find(each => !taken.has(each));
  if (name === undefined) return undefined;
  const { text } = sourceCode;
  const isAlone = /^\s*$/.test(textBefore(statement, text));
  return fixer => [fixer.insertTextBefore(statement, `const ${name} = ${sourceCode.getText(wait)};${isAlone ? `\n${indentOf(statement, text)}` : ' '}`), fixer.replaceTextRange(rangeOf(wait, sourceCode), name)];
}

function isSometimes(node: Node, until: Node): boolean {
  for (let current = node.parent; current && current !== until; current = current.parent) if (SOMETIMES.has(current.type) || isFunction(current)) return true;
  return false;
}

/** With the parentheses around it, which a name does not need; not those of a call. */
function rangeOf(wait: Node, sourceCode: FileModel['sourceCode']): [number, number] {
  const before = sourceCode.getTokenBefore(wait);
  const after = sourceCode.getTokenAfter(wait);
  const isGrouped = before?.value === '(' && after?.value === ')' && wait.parent?.type !== 'CallExpression' && wait.parent?.type !== 'NewExpression';
  return isGrouped ? [before.range[0], after.range[1]] : [wait.range[0], wait.range[1]];
}
