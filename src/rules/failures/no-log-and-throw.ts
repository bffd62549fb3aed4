import { defineRule, type Fix } from '../../rule/define-rule.js';
import { isInOneOf } from '../../rule/path-patterns.js';
import { removeStatement } from '../../rule/remove-statement.js';

export default defineRule({
  name: 'no-log-and-throw',
  standard: 'failures',
  preset: 'strict',
  harm: 'blind',
  severity: 'warn',
  description: 'Disallow logging an error and throwing it on',
  references: ['nodebestpractices 2.4', 'https://github.com/sindresorhus/eslint-plugin-unicorn/issues/1537'],
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  messages: {
    relogged: '`{{error}}` is logged here and thrown on, so each layer above logs it again, and one failure counts as several. Remove this entry, or say the same in what is thrown: `throw new Error(message, { cause: {{error}} })`.',
    wrap: 'Say it in the error: `throw new Error({{message}}, { cause: {{error}} })`.',
    remove: 'Remove this entry, and leave it to who catches the error.',
  },
  options: {
    schema: {
      boundaryFiles: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Files at whose level errors are logged, also where they are thrown on: `src/jobs/**`.' },
    },
    defaults: { boundaryFiles: [] as string[] },
  },

  check({ file, options, report, sourceCode }) {
    if (isInOneOf(file.filename, options.boundaryFiles)) return;
    for (const { log, error, thrown } of file.reloggedErrors) {
      const remove = removeStatement(log.node, sourceCode);
      const message = 'facts' in log ? file.logs.messageOf(log) : undefined;
      const text = message && (message.type === 'Literal' || message.type === 'TemplateLiteral') ? sourceCode.getText(message) : undefined;
      const { name } = error;
      const wrap: Fix | undefined = remove && text !== undefined && thrown.type === 'ThrowStatement' ? fixer => [remove(fixer), fixer.replaceText(thrown, `throw new Error(${text}, { cause: ${name} });`)] : undefined;
      report(log.node, 'relogged', {
        data: { error: name },
        suggest: [
          wrap && text !== undefined ? { messageId: 'wrap', data: { message: text, error: name }, fix: wrap } : undefined,
          remove ? { messageId: 'remove', fix: remove } : undefined,
        ],
      });
    }
  },
});
