import type { TSESLint } from '@typescript-eslint/utils';
import type { Node } from '../syntax/walk.js';
import type { Fix } from './define-rule.js';
import { indentOf } from './line-start.js';

/** Puts what stands behind `first`, up to and with `last`, into a `try` that ends with these lines. */
export function wrapInTry(first: Node, last: Node, end: readonly string[], sourceCode: Readonly<TSESLint.SourceCode>, moved?: Node): Fix {
  const indent = indentOf(first, sourceCode.text);
  return fixer => [
    fixer.insertTextAfter(first, `\n${indent}try {`),
    ...(moved ? [fixer.remove(moved)] : []),
    fixer.insertTextAfter(last, end.map(line => `\n${indent}${line}`).join('')),
  ];
}

/** Puts the rest of the block behind `first` into a `try`; `moved`, a statement of it that the end repeats, is taken out. `undefined` where nothing would be left inside. */
export function wrapRestInTry(first: Node, end: readonly string[], sourceCode: Readonly<TSESLint.SourceCode>, moved: Node | undefined): Fix | undefined {
  const block = first.parent;
  if (block?.type !== 'BlockStatement') return undefined;
  const rest = block.body.slice(block.body.findIndex(each => each === first) + 1);
  const last = rest.at(-1);
  if (!last || (moved && (rest.length === 1 || !rest.some(each => each === moved) || sourceCode.getCommentsInside(moved).length > 0))) return undefined;
  return wrapInTry(first, last, end, sourceCode, moved);
}
