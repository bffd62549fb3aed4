import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../syntax/nodes.js';
import type { Fix } from './define-rule.js';

/** Writes a statement at the end of a function, where its end is reached. `undefined` where it is not. */
export function endListener(fn: FunctionNode, statement: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const { body } = fn;
  if (body.type !== 'BlockStatement') {
    const [before, after] = isParenthesised(body, sourceCode) ? [sourceCode.getTokenBefore(body)!, sourceCode.getTokenAfter(body)!] : [body, body];
    return fixer => [fixer.insertTextBefore(before, '{ '), fixer.insertTextAfter(after, `; ${statement} }`)];
  }
  const last = body.body.at(-1);
  if (last && /^(?:Return|Throw)Statement$/.test(last.type)) return undefined;
  const close = sourceCode.getLastToken(body)!;
  const before = sourceCode.getTokenBefore(close, { includeComments: true })!;
  if (before.loc.end.line === close.loc.start.line) return fixer => fixer.insertTextBefore(close, last ? `${statement} ` : ` ${statement} `);
  const indent = ' '.repeat(last ? last.loc.start.column : close.loc.start.column + 2);
  return fixer => fixer.insertTextAfter(before, `\n${indent}${statement}`);
}

function isParenthesised(node: TSESTree.Node, sourceCode: Readonly<TSESLint.SourceCode>): boolean {
  return sourceCode.getTokenBefore(node)?.value === '(' && sourceCode.getTokenAfter(node)?.value === ')';
}
