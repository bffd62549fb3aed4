import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { DocComment } from '../analysis/throws/throws-tags.js';
import type { Fix } from './define-rule.js';

/** Adds `@throws` tags to a documentation comment, in its own form; or writes one before `place` where there is none. */
export function writeThrowsTags(doc: DocComment | undefined, place: TSESTree.Node | undefined, classes: readonly string[], sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const isBraced = doc?.tags.at(-1)?.isBraced !== false;
  const tags = [...new Set(classes)].map(each => `@throws ${isBraced ? `{${each}}` : each}`);
  if (!doc) {
    if (!place) return undefined;
    const indent = indentAt(place.loc.start.line, sourceCode);
    return fixer => fixer.insertTextBefore(place, tags.length === 1 ? `/** ${tags[0]!} */\n${indent}` : `/**\n${tags.map(each => `${indent} * ${each}\n`).join('')}${indent} */\n${indent}`);
  }
  const { comment, tags: present } = doc;
  const indent = indentAt(comment.loc.start.line, sourceCode);
  const lines = tags.map(each => `\n${indent} * ${each}`).join('');
  if (!comment.value.includes('\n')) return fixer => fixer.replaceTextRange(comment.range, `/**\n${indent} * ${comment.value.slice(1).trim()}${lines}\n${indent} */`);
  const end = present.at(-1)?.range[1] ?? comment.range[0] + 2 + comment.value.replace(/[\s*]+$/, '').length;
  return fixer => fixer.insertTextAfterRange([end, end], lines);
}

function indentAt(line: number, sourceCode: Readonly<TSESLint.SourceCode>): string {
  return /^\s*/.exec(sourceCode.lines[line - 1] ?? '')![0];
}
