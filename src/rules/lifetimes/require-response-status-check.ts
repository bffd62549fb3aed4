import type { TSESLint } from '@typescript-eslint/utils';
import type { UncheckedStatus } from '../../analysis/responses/unchecked-statuses.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';
import { isFunction, statementOf, unwrap, wrapped } from '../../syntax/nodes.js';

export default defineRule({
  name: 'require-response-status-check',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Require a look at the status of a response before its body is used',
  references: ['https://fetch.spec.whatwg.org/#ref-for-dom-response-ok'],
  messages: {
    unchecked: '{{api}} resolves on 4xx and 5xx, too, and nobody looks at the status: the body of an error is used as if it were data here. Write `{{write}}` before the body is read.',
    switchedOff: '`{{option}}` makes {{api}} resolve on 4xx and 5xx, and nobody looks at the status: the body of an error is used as if it were data here. Write `{{write}}` before the body is read, or leave the option out.',
    check: 'Throw where the status is one of failure.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, report, sourceCode }) {
    for (const found of file.uncheckedStatuses) {
      const { reply, read } = found;
      const api = reply.call.library === 'global' ? '`fetch`' : `\`${shortText(sourceCode.getText(reply.call.node.callee))}\``;
      const write = checkOf(found);
      const fix = edit(found, write, sourceCode);
      const suggest = [fix && ({ messageId: 'check', fix } as const)];
      const target = read.type === 'MemberExpression' ? read.property : read;
      if (reply.switchedOff) report(target, 'switchedOff', { data: { api, write, option: shortText(sourceCode.getText(reply.switchedOff)) }, suggest });
      else report(target, 'unchecked', { data: { api, write }, suggest });
    }
  },
});

function checkOf({ reply: { facts, variable, pattern } }: UncheckedStatus): string {
  const name = variable?.name ?? 'res';
  // What takes the response apart takes the status, too.
  const of = (text: string): string => (pattern ? text.replace('$.', '') : text.replace('$', name));
  const failure = `new Error(\`HTTP \${${of(facts.code)}}\`)`;
  // A throw in a callback of an emitter ends the process.
  return facts.isStream ? `if (${of(facts.failed)}) { ${name}.resume(); return reject(${failure}); }` : `if (${of(facts.failed)}) throw ${failure};`;
}

/** The check as a statement behind the one that gives the response, or at the start of the callback that is given it. */
function edit({ reply: { from, owner, variable, facts }, read }: UncheckedStatus, check: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  if (!variable || facts.isStream) return undefined;
  if (isFunction(from)) {
    const { body } = from;
    const isWhole = body.type !== 'BlockStatement' && body.type !== 'ObjectExpression' && unwrap(body) === unwrap(wrapped(read).parent!) && sourceCode.getTokenBefore(body)?.value === '=>';
    return isWhole ? fixer => [fixer.insertTextBefore(body, `{ ${check} return `), fixer.insertTextAfter(body, '; }')] : undefined;
  }
  const statement = statementOf(from);
  const isDeclared = statement.type === 'VariableDeclaration' ? statement.declarations.length === 1 : statement.type === 'ExpressionStatement';
  if (!isDeclared || statement.parent?.type !== 'BlockStatement' || (owner.type !== 'Program' && !isFunction(owner))) return undefined;
  const lineStart = sourceCode.text.lastIndexOf('\n', statement.range[0]) + 1;
  const indent = /^\s*/.exec(sourceCode.text.slice(lineStart, statement.range[0]))?.[0] ?? '';
  const isFirst = sourceCode.text.slice(lineStart, statement.range[0]).trim() === '';
  return fixer => fixer.insertTextAfter(statement, isFirst ? `\n${indent}${check}` : ` ${check}`);
}
