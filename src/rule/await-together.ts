import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { LateAwait } from '../analysis/promises/late-awaits.js';
import { unwrap, type Node } from '../syntax/nodes.js';
import type { Fix } from './define-rule.js';

/** Gives promises that are awaited too late their handler in time; `undefined` where no edit is surely right. */
export function awaitTogether({ kind, node, wait, handler }: LateAwait, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  if (kind === 'one-by-one') return loopOverAll(node, sourceCode);
  if (kind === 'listed') return removeAwaits(node, sourceCode);
  return kind === 'held' ? joinStatements(wait, handler, sourceCode) : undefined;
}

/** `const a = await first(); const b = await p;` → `const [a, b] = await Promise.all([first(), p]);` */
function joinStatements(wait: Node, handler: Node, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const [first, second] = [awaitingStatement(wait), awaitingStatement(handler)];
  if (!first || !second || first.statement.parent !== second.statement.parent || first.statement.parent?.type !== 'BlockStatement') return undefined;
  const { body } = first.statement.parent;
  if (body.indexOf(first.statement) + 1 !== body.indexOf(second.statement)) return undefined;
  if (first.keyword && second.keyword && first.keyword !== second.keyword) return undefined;
  const isCommented = [first, second].some(each => sourceCode.getCommentsInside(each.statement).length > 0) || sourceCode.getCommentsBefore(second.statement).length > 0;
  if (isCommented) return undefined;

  const names = [first, second].map(each => each.target && sourceCode.getText(each.target));
  const keyword = first.keyword ?? second.keyword;
  const targets = names[1] === undefined ? names[0] : `${names[0] ?? ''}, ${names[1]}`;
  const values = [first, second].map(each => sourceCode.getText(each.value)).join(', ');
  const text = `${keyword ? `${keyword} [${targets}] = ` : ''}await Promise.all([${values}]);`;
  return fixer => fixer.replaceTextRange([first.statement.range[0], second.statement.range[1]], text);
}

interface Awaiting {
  readonly statement: TSESTree.ExpressionStatement | TSESTree.VariableDeclaration;
  readonly keyword: string | undefined;
  readonly target: Node | undefined;
  readonly value: Node;
}

/** A statement that does nothing but await, and may bind the value. */
function awaitingStatement(node: Node): Awaiting | undefined {
  if (node.type !== 'AwaitExpression' || node.argument.type === 'SequenceExpression') return undefined;
  const { parent, argument: value } = node;
  if (parent.type === 'ExpressionStatement') return { statement: parent, keyword: undefined, target: undefined, value };
  if (parent.type !== 'VariableDeclarator' || parent.parent.declarations.length !== 1 || parent.parent.type !== 'VariableDeclaration') return undefined;
  if ('typeAnnotation' in parent.id && parent.id.typeAnnotation) return undefined;
  return { statement: parent.parent, keyword: parent.parent.kind, target: parent.id, value };
}

/** `for (const each of list)` → `for (const each of await Promise.all(list))`, with or without `for await`. */
function loopOverAll(loop: Node, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  if (loop.type !== 'ForOfStatement') return undefined;
  const { right } = loop;
  const keyword = loop.await ? sourceCode.getFirstToken(loop, { skip: 1 }) : null;
  const open = keyword && sourceCode.getTokenAfter(keyword);
  if (keyword && (!open || sourceCode.getTokenAfter(keyword, { includeComments: true }) !== open)) return undefined;
  return fixer => [
    ...(keyword && open ? [fixer.removeRange([keyword.range[0], open.range[0]])] : []),
    fixer.insertTextBefore(right, 'await Promise.all('),
    fixer.insertTextAfter(right, ')'),
  ];
}

/** `Promise.all([start(), await other()])` → `Promise.all([start(), other()])` */
function removeAwaits(element: Node, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const list = element.parent;
  if (list?.type !== 'ArrayExpression') return undefined;
  const later = list.elements.slice(list.elements.findIndex(each => each === element) + 1);
  const awaits: TSESTree.AwaitExpression[] = [];
  for (const each of later) {
    const value = each && each.type !== 'SpreadElement' ? unwrap(each) : undefined;
    if (value?.type === 'AwaitExpression' && value === each && !/\bawait\b/.test(sourceCode.getText(value.argument))) awaits.push(value);
    else if (each && /\bawait\b/.test(sourceCode.getText(each))) return undefined;
  }
  if (awaits.some(each => sourceCode.getFirstToken(each, { skip: 1, includeComments: true })?.range[0] !== each.argument.range[0])) return undefined;
  return fixer => awaits.map(each => fixer.removeRange([each.range[0], each.argument.range[0]]));
}
