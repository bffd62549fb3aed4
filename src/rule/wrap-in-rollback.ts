import type { TSESLint } from '@typescript-eslint/utils';
import { enclosingFunction, statementOf } from '../syntax/nodes.js';
import type { Node } from '../syntax/walk.js';
import type { Fix } from './define-rule.js';
import { wrapInTry } from './wrap-in-try.js';

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
  return wrapInTry(first, last, ['} catch (error) {', `  ${rollback};`, '  throw error;', '}'], sourceCode);
}

/** Whether a statement declares a name that a later one mentions: inside of a block it would be out of reach. */
function declares(statement: Node, later: Node, sourceCode: Readonly<TSESLint.SourceCode>): boolean {
  if (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration') return true;
  if (statement.type !== 'VariableDeclaration') return false;
  const names = (sourceCode.getDeclaredVariables?.(statement) ?? []).map(each => each.name);
  return sourceCode.getTokens(later).some(each => names.includes(each.value));
}
