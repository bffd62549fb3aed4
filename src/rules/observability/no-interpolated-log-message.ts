import { defineRule } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';
import { writeLogFields } from '../../rule/write-log-fields.js';
import { unwrap } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-interpolated-log-message',
  standard: 'observability',
  preset: 'strict',
  harm: 'blind',
  severity: 'warn',
  description: 'Disallow values inside the message of a structured log entry',
  references: ['https://12factor.net/logs'],
  messages: {
    interpolated:
      'With a value inside, each entry has a message of its own: nobody can count them, search them or alert on them. Keep the message constant and log {{values}} as fields.',
    asFields: 'Write `{{example}}`.',
  },
  options: {
    schema: {
      structuredLoggers: {
        type: 'array',
        items: { type: 'string' },
        uniqueItems: true,
        description: 'More loggers whose entries are read by machines, by the module they come from: `@nestjs/common`, `log4js`, or `console`.',
      },
    },
    defaults: { structuredLoggers: [] },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    const found = file.interpolatedMessages.of(options.structuredLoggers);
    if (found.length === 0) return;
    // What is lost of an entry is the finding of another rule, and its cure writes the call anew.
    const { lost, failures } = file.logs;
    const reported = new Set([...lost, ...failures].map(each => each.call.node));

    // A credential is taken out, and not logged as a field.
    const secrets = new Set(file.sensitiveValues.map(each => each.value));
    for (const each of found) {
      if (reported.has(each.call.node) || each.varying.every(value => secrets.has(unwrap(value)))) continue;
      const shown = each.varying.slice(0, 3).map(value => `\`${shortText(sourceCode.getText(value), 30)}\``);
      const written = writeLogFields(each, file);
      report(each.message, 'interpolated', {
        data: { values: shown.join(', ') + (each.varying.length > 3 ? ' …' : '') },
        suggest: [written && { messageId: 'asFields', data: { example: shortText(written.example, 100) }, fix: written.fix }],
      });
    }
  },
});
