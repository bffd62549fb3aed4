import type { TSESLint } from '@typescript-eslint/utils';
import type { DeferredThrow } from '../../analysis/errors/deferred-throws.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { shortCallee } from '../../rule/short-text.js';

export default defineRule({
  name: 'no-throw-in-deferred-callback',
  standard: 'failures',
  preset: 'recommended',
  harm: 'crash',
  description: 'Disallow throwing in callbacks that run later, where no catch can reach',
  references: ['CWE-248', 'nodebestpractices 2.1', 'https://nodejs.org/api/errors.html#error-propagation-and-interception'],
  messages: {
    promise:
      '`{{caller}}` calls this function when the executor around it is over, so that this throw does not reject the promise but ends the process. Write `{{name}}({{error}}); return;`.',
    handedOn:
      '`{{caller}}` calls this function later, when every `catch` around it is over, so that this throw ends the process, with all that it serves. Write `{{name}}({{error}}); return;`.',
    unreachable:
      '`{{caller}}` calls this function later, when every `catch` around it is over, so that this throw ends the process, with all that it serves. Report the error here and end what it concerns, or wait for the work with `await` and throw there.',
    handOn: 'Write `{{name}}({{error}}); return;`.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, report, sourceCode }) {
    for (const deferred of file.deferredThrows) {
      const { node, outlet } = deferred;
      const caller = shortCallee(sourceCode.getText(deferred.caller));
      if (!outlet) {
        report(node, 'unreachable', { data: { caller } });
        continue;
      }
      const text = sourceCode.getText(node.argument);
      const names = { name: outlet.name ?? 'reject', error: text.length > 50 || text.includes('\n') ? '…' : text };
      const fix = outlet.name === undefined ? undefined : handOn(deferred, outlet.name, sourceCode);
      const suggest = [fix && { messageId: 'handOn' as const, data: names, fix }];
      report(node, outlet.kind === 'reject' ? 'promise' : 'handedOn', { data: { caller, ...names }, suggest });
    }
  },
});

function handOn({ node, leaves }: DeferredThrow, name: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const { parent } = node;
  const isAlone = parent.type === 'IfStatement';
  if (!leaves || (!isAlone && parent.type !== 'BlockStatement') || sourceCode.getCommentsInside(node).length > 0) return undefined;
  const text = `${name}(${sourceCode.getText(node.argument)}); return;`;
  return fixer => fixer.replaceText(node, isAlone ? `{ ${text} }` : text);
}
