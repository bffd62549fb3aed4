import type { TSESLint } from '@typescript-eslint/utils';
import { enclosingFunction, statementOf } from '../syntax/nodes.js';
import type { Node } from '../syntax/walk.js';
import type { Fix } from './define-rule.js';

/** Puts what stands between the begin of a transaction and its one commit into a `try` whose `catch` rolls back; `undefined` where they are not in one block. */
export function wrapInRollback(begun: Node, commits: readonly Node[], rollback: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const [commit, ...others] = commits;
  const first = statementOf(begun);
  const block = first.parent;
  if (!commit || others.length > 0 || block?.type !== 'BlockStatement' || !enclosingFunction(begun)?.async) return undefined;
  const at = block.body.findIndex(each => each === first);
  const end = block.body.findIndex(each => each === statementOf(commit));
  const inside = block.body.slice(at + 1, end + 1);
  const last = inside.at(-1);
  if (end <= at || !last || block.body.slice(end + 1).some(each => inside.some(one => declares(one, each, sourceCode)))) return undefined;
  const lineStart = sourceCode.text.lastIndexOf('\n', first.range[0]) + 1;
  const indent = /^\s*/.exec(sourceCode.text.slice(lineStart, first.range[0]))?.[0] ?? '';
  return fixer => [
    fixer.insertTextAfter(first, `\n${indent}try {`),
    fixer.insertTextAfter(last, `\n${indent}} catch (error) {\n${indent}  ${rollback};\n${indent}  throw error;\n${indent}}`),
  ];
}

/** Whether a statement declares a name that a later one mentions: inside of a block it would be out of reach. */
function declares(statement: Node, later: Node, sourceCode: Readonly<TSESLint.SourceCode>): boolean {
  if (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration') return true;
  if (statement.type !== 'VariableDeclaration') return false;
  const names = (sourceCode.getDeclaredVariables?.(statement) ?? []).map(each => each.name);
  return sourceCode.getTokens(later).some(each => names.includes(each.value));
}
