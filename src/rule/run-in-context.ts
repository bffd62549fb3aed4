import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, wrapped } from '../syntax/nodes.js';
import { walk, type Node } from '../syntax/walk.js';
import type { Fix } from './define-rule.js';

/**
 * Replaces the statement of a call, and hands what follows it in the function to `run(store, …)`: `next` itself where all that
 * follows calls it. `undefined` where a part of that would lose its meaning inside a function of its own.
 */
export function runInContext(call: TSESTree.CallExpression, { run, store }: { readonly run: string; readonly store: string }, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const statement = wrapped(call).parent;
  const fn = enclosingFunction(call);
  const block = statement?.parent;
  if (statement?.type !== 'ExpressionStatement' || !fn || block !== fn.body || block?.type !== 'BlockStatement') return undefined;
  if (sourceCode.getCommentsInside(statement).length > 0 || (fn.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor')) return undefined;
  const rest = block.body.slice(block.body.indexOf(statement) + 1);
  const [first] = rest;
  const last = rest.at(-1);
  if (!first || !last) return undefined;
  const only = rest.length === 1 ? calledOnly(first) : undefined;
  if (only && sourceCode.getCommentsInside(only).length === 0 && sourceCode.getCommentsBefore(first).length === 0) {
    return fixer => [fixer.removeRange([statement.range[0], first.range[0]]), fixer.replaceText(only, `${run}(${store}, ${sourceCode.getText(only.callee)})`)];
  }
  if (!rest.every(canMove)) return undefined;
  const own = new Set<string>();
  for (const each of rest) walk(each, sourceCode.visitorKeys, node => (isFunction(node) ? 'skip' : void own.add(isAwaitedLoop(node) ? 'AwaitExpression' : node.type)));
  const gives = own.has('ReturnStatement') ? 'return ' : '';
  const head = own.has('AwaitExpression') ? `${gives}await ${run}(${store}, async () => {` : `${gives}${run}(${store}, () => {`;
  return fixer => [fixer.replaceText(statement, head), fixer.insertTextAfter(last, ' });')];
}

/** The call of `next();`, `return next();`, `await next();`: nothing but a name, and given nothing. */
function calledOnly(statement: Node): TSESTree.CallExpression | undefined {
  const given = statement.type === 'ExpressionStatement' ? statement.expression : statement.type === 'ReturnStatement' ? statement.argument : undefined;
  const call = given?.type === 'AwaitExpression' ? given.argument : given;
  return call?.type === 'CallExpression' && call.callee.type === 'Identifier' && call.arguments.length === 0 && !call.optional ? call : undefined;
}

/** What is declared for the whole function is used before, too. */
function canMove(statement: Node): boolean {
  return statement.type !== 'FunctionDeclaration' && !(statement.type === 'VariableDeclaration' && statement.kind === 'var');
}

function isAwaitedLoop(node: Node): boolean {
  return node.type === 'ForOfStatement' && node.await;
}
