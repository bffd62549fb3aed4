import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Fix } from './define-rule.js';

/** Writes a statement where a catch clause, or the body of a loop, goes on to the next attempt: at its end, or before its last `continue`. `undefined` where it does not end so. */
export function insertPause(clause: TSESTree.Node, pause: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const block = clause.type === 'CatchClause' ? clause.body : clause;
  if (block.type !== 'BlockStatement') return undefined;
  const last = block.body.at(-1);
  if (last?.type === 'ContinueStatement') return fixer => fixer.insertTextBefore(last, `${pause} `);
  if (last && /^(?:Return|Throw|Break)Statement$/.test(last.type)) return undefined;
  const close = sourceCode.getLastToken(block)!;
  const before = sourceCode.getTokenBefore(close, { includeComments: true })!;
  // A line of its own, as deep as the last one; behind a comment of a line there is no other way.
  const line = before.loc.end.line === close.loc.start.line ? undefined : sourceCode.lines[before.loc.start.line - 1];
  const indent = last && line !== undefined ? ' '.repeat(last.loc.start.column) : ' '.repeat(close.loc.start.column + 2);
  if (line !== undefined) return fixer => fixer.insertTextAfter(before, `\n${indent}${pause}`);
  return fixer => fixer.insertTextBefore(close, last ? `${pause} ` : ` ${pause} `);
}
