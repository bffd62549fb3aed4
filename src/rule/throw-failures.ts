import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Fix } from './define-rule.js';

/**
 * Makes `await Promise.allSettled(…);` (or `all`) wait for all promises and then throw their failures together;
 * `undefined` where the name that this needs is taken, or there is no room for a second statement.
 */
export function throwFailures({ expression, parent, loc }: TSESTree.ExpressionStatement, combiner: TSESTree.Node, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  if (expression.type !== 'AwaitExpression' || parent.type !== 'BlockStatement' || /\bfailures\b/.test(sourceCode.text)) return undefined;
  const statement = sourceCode.getLastToken(expression.parent);
  const method = combiner.type === 'MemberExpression' && !combiner.computed && combiner.object.type === 'Identifier' ? combiner.property : undefined;
  if (!statement || !method) return undefined;
  const check = "if (failures.length > 0) throw new AggregateError(failures, `${failures.length} promises were rejected`);";
  return fixer => [
    fixer.insertTextBefore(expression, 'const failures = ('),
    fixer.replaceText(method, 'allSettled'),
    fixer.insertTextAfter(expression, ").flatMap(each => (each.status === 'rejected' ? [each.reason] : []))"),
    fixer.insertTextAfter(statement, `${statement.value === ';' ? '' : ';'}\n${' '.repeat(loc.start.column)}${check}`),
  ];
}
