import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { wrapped } from '../syntax/nodes.js';

/** Removes the statement that an expression is, with its line. `undefined` where it is a part of something else, or holds comments. */
export function removeStatement(expression: TSESTree.Node, sourceCode: Readonly<TSESLint.SourceCode>): ((fixer: TSESLint.RuleFixer) => TSESLint.RuleFix) | undefined {
  const statement = wrapped(expression).parent;
  if (statement?.type !== 'ExpressionStatement' || statement.parent.type !== 'BlockStatement') return undefined;
  if (sourceCode.getCommentsInside(statement).length > 0) return undefined;
  const [start, end] = statement.range;
  const space = /[^\S\n]*$/.exec(sourceCode.text.slice(0, start))?.[0].length ?? 0;
  const isAlone = sourceCode.text[start - space - 1] === '\n' && /^[^\S\n]*(?:\n|$)/.test(sourceCode.text.slice(end));
  const after = isAlone ? sourceCode.text.slice(end).indexOf('\n') + 1 : sourceCode.text[end] === ' ' ? 1 : 0;
  return fixer => fixer.removeRange([isAlone ? start - space : start, end + after]);
}
