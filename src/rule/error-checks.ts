import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../syntax/nodes.js';
import type { Fix } from './define-rule.js';

export interface ErrorCheck {
  /** The parameter to add; undefined where the callback has one. */
  readonly parameter: string | undefined;
  /** The statement to begin with. */
  readonly check: string;
  /** The executor that must take `reject` first. */
  readonly executor: FunctionNode | undefined;
}

/** Begins a callback with a look at its error. Undefined where its form does not let that be written in place. */
export function addErrorCheck(fn: FunctionNode, { parameter, check, executor }: ErrorCheck, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const named = parameter === undefined ? [] : addParameter(fn, parameter, sourceCode);
  const rejects = executor ? addParameter(executor, 'reject', sourceCode) : [];
  if (!named || !rejects) return undefined;
  return fixer => [...[...rejects, ...named].map(edit => edit(fixer)), ...insertAtStart(fn, check, fixer, sourceCode)];
}

type Edit = (fixer: TSESLint.RuleFixer) => TSESLint.RuleFix;

function addParameter(fn: FunctionNode, name: string, sourceCode: Readonly<TSESLint.SourceCode>): readonly Edit[] | undefined {
  const last = fn.params.at(-1);
  const open = sourceCode.getFirstToken(fn, token => token.value === '(');
  if (!last) return open && open.range[0] < fn.body.range[0] ? [fixer => fixer.insertTextAfter(open, name)] : undefined;
  if (last.type !== 'Identifier') return undefined;
  // `resolve => …`
  if (!open || open.range[0] > last.range[0]) return [fixer => fixer.replaceText(last, `(${sourceCode.getText(last)}, ${name})`)];
  return [fixer => fixer.insertTextAfter(last, `, ${name}`)];
}

function insertAtStart(fn: FunctionNode, statement: string, fixer: TSESLint.RuleFixer, sourceCode: Readonly<TSESLint.SourceCode>): TSESLint.RuleFix[] {
  const { body } = fn;
  if (body.type !== 'BlockStatement') {
    const arrow = sourceCode.getTokenBefore(body, token => token.value === '=>');
    const end = sourceCode.getLastToken(fn);
    return arrow && end ? [fixer.insertTextAfter(arrow, ` { ${statement} return`), fixer.insertTextAfter(end, '; }')] : [];
  }
  const open = sourceCode.getFirstToken(body);
  return open ? [fixer.insertTextAfter(open, `${indentOf(body, sourceCode)}${statement}`)] : [];
}

/** What stands between `{` and the first statement: a new line with its indentation, or a space. */
function indentOf({ body, loc }: TSESTree.BlockStatement, sourceCode: Readonly<TSESLint.SourceCode>): string {
  const [first] = body;
  if (!first || first.loc.start.line === loc.start.line) return ' ';
  return `\n${sourceCode.lines[first.loc.start.line - 1]?.slice(0, first.loc.start.column) ?? ''}`;
}
