import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, statementOf, unwrap, wrapped, type FunctionNode } from '../syntax/nodes.js';
import { walk, type Node } from '../syntax/walk.js';
import type { Fix } from './define-rule.js';
import { indentOf } from './line-start.js';
import { wrapRestInTry } from './wrap-in-try.js';

/** What a function takes, and how it lets go of it. */
interface Taken {
  /** What takes it; undefined where the function is given it. */
  readonly at: Node | undefined;
  readonly owner: FunctionNode;
  /** The statement that lets go: `span.end();`. */
  readonly release: string;
  /** Where that stands already. */
  readonly releases: readonly Node[];
}

/**
 * Puts the rest of a function into a `try` whose `finally` lets go; the one statement that did so before moves there. Promises
 * that it returns are awaited first. `undefined` where it cannot wait for them, or lets go in other places.
 */
export function endInFinally({ at, owner, release, releases }: Taken, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const { body } = owner;
  if (body?.type !== 'BlockStatement' || owner.generator || releases.length > 1) return undefined;
  const returned = returnedPromises(owner, sourceCode);
  if (!owner.async && returned.length > 0) return undefined;
  const moved = releases[0] && statementOf(releases[0]);
  if (moved && (moved.parent !== body || moved.type !== 'ExpressionStatement' || moved.expression !== wrapped(releases[0]!))) return undefined;
  const end = ['} finally {', `  ${release}`, '}'];
  const taken = at && statementOf(at);
  if (taken && taken.parent !== body) return undefined;
  const wrap = taken ? wrapRestInTry(taken, end, sourceCode, moved) : wrapAll(body, end, sourceCode, moved);
  if (!wrap) return undefined;
  return fixer => [...[wrap(fixer)].flat().filter(each => each !== null), ...returned.map(each => fixer.insertTextBefore(each, 'await '))] as readonly TSESLint.RuleFix[];
}

function wrapAll(body: TSESTree.BlockStatement, end: readonly string[], sourceCode: Readonly<TSESLint.SourceCode>, moved: Node | undefined): Fix | undefined {
  const [first] = body.body;
  const last = body.body.at(-1);
  if (!first || !last || (moved && (body.body.length === 1 || sourceCode.getCommentsInside(moved).length > 0))) return undefined;
  const indent = indentOf(first, sourceCode.text);
  return fixer => [
    fixer.insertTextBefore(first, `try {\n${indent}`),
    ...(moved ? [fixer.remove(moved)] : []),
    fixer.insertTextAfter(last, end.map(line => `\n${indent}${line}`).join('')),
  ];
}

/** What the function returns that may be a promise: calls that it does not wait for. */
function returnedPromises(owner: FunctionNode, sourceCode: Readonly<TSESLint.SourceCode>): readonly Node[] {
  const found: Node[] = [];
  walk(owner.body!, sourceCode.visitorKeys, node => {
    if (isFunction(node)) return 'skip';
    const value = node.type === 'ReturnStatement' && node.argument ? unwrap(node.argument) : undefined;
    if (value && (value.type === 'CallExpression' || value.type === 'NewExpression')) found.push((node as { argument: Node }).argument);
    return undefined;
  });
  return found;
}

/** Lets go before a `return` that needs it no more. */
export function endBeforeReturn(exit: Node | undefined, release: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  if (exit?.type !== 'ReturnStatement' || !enclosingFunction(exit)) return undefined;
  let isPlain = true;
  if (exit.argument) walk(exit.argument, sourceCode.visitorKeys, ({ type }) => void (isPlain &&= type !== 'CallExpression' && type !== 'NewExpression' && type !== 'AwaitExpression'));
  if (!isPlain) return undefined;
  if (exit.parent.type === 'IfStatement') return fixer => [fixer.insertTextBefore(exit, `{ ${release} `), fixer.insertTextAfter(exit, ' }')];
  if (exit.parent.type !== 'BlockStatement') return undefined;
  return fixer => fixer.insertTextBefore(exit, `${release}\n${indentOf(exit, sourceCode.text)}`);
}
