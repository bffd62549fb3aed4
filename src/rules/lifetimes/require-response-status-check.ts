import type { TSESLint } from '@typescript-eslint/utils';
import type { UncheckedStatus } from '../../analysis/responses/unchecked-statuses.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { textBefore } from '../../rule/line-start.js';
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
    partial: '{{api}} fulfils on every 2xx, so that what comes with a 202, a 204 or a 206 is passed on here as if it were the whole. Write `{{write}}` before the body is used.',
    ignored: '{{api}} fulfils on 4xx and 5xx, too, and nobody looks at the response: what is sent here may be refused each time, and nobody finds out. Write `const res = await …; {{write}}`.',
    check: 'Throw where the status is one of failure.',
  },
  options: {
    schema: {
      streams: {
        type: 'boolean',
        description: 'Whether to report streams of clients that reject on 4xx and 5xx (`responseType: \'stream\'` of axios) that are passed on whatever status of success they came with.',
      },
      ignored: {
        type: 'boolean',
        description: 'Whether to report responses of requests that send something (POST, PUT, PATCH, DELETE) and that nobody looks at.',
      },
    },
    defaults: { streams: false, ignored: false },
  },
  presetOptions: { strict: { streams: true, ignored: true } },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const found of file.uncheckedStatuses) {
      const { reply, read, kind } = found;
      if ((kind === 'partial' && !options.streams) || (kind === 'ignored' && !options.ignored)) continue;
      const api = reply.call.library === 'global' ? '`fetch`' : `\`${shortText(sourceCode.getText(reply.call.node.callee))}\``;
      const write = checkOf(found);
      const fix = edit(found, write, sourceCode);
      const suggest = [fix && ({ messageId: 'check', fix } as const)];
      const target = read.type === 'MemberExpression' ? read.property : read;
      if (kind !== 'failure') report(target, kind, { data: { api, write }, suggest });
      else if (reply.switchedOff) report(target, 'switchedOff', { data: { api, write, option: shortText(sourceCode.getText(reply.switchedOff)) }, suggest });
      else report(target, 'unchecked', { data: { api, write }, suggest });
    }
  },
});

function checkOf({ kind, reply: { facts, variable, pattern } }: UncheckedStatus): string {
  const name = variable?.name ?? 'res';
  // What takes the response apart takes the status, too.
  const of = (text: string): string => (pattern ? text.replace('$.', '') : text.replace('$', name));
  const test = kind === 'partial' ? `${of(facts.code)} !== 200` : of(facts.failed);
  const failure = `new Error(\`HTTP \${${of(facts.code)}}\`)`;
  // A throw in a callback of an emitter ends the process.
  return facts.isStream ? `if (${test}) { ${name}.resume(); return reject(${failure}); }` : `if (${test}) throw ${failure};`;
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
  const before = textBefore(statement, sourceCode.text);
  return fixer => fixer.insertTextAfter(statement, before.trim() === '' ? `\n${before}${check}` : ` ${check}`);
}
