import type { UnlimitedQuery } from '../../analysis/queries/query-limits.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { writeOption } from '../../rule/write-option.js';

export default defineRule({
  name: 'require-query-limit',
  standard: 'waits',
  preset: 'all',
  harm: 'hang',
  severity: 'warn',
  description: 'Require a limit on queries that read every row of a table, or all with the same few values',
  references: ['ASVS 2.4.1', 'https://www.prisma.io/docs/orm/prisma-client/queries/pagination'],
  messages: {
    unlimited: '`{{query}}` reads as many rows of `{{model}}` as there are, so as the table grows the query takes longer and its result more memory, until callers time out or the process ends. Write {{write}}.',
    write: 'Write `{{write}}`; choose the size of a page, and read the next from the last row.',
  },
  options: {
    schema: {
      allowModels: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Tables, models and collections that stay small, by their names in the code.' },
    },
    defaults: { allowModels: [] },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const query of file.queryLimits.unlimited) {
      const { call, model, write } = query;
      if (options.allowModels.some(each => each.toLowerCase() === model.toLowerCase())) continue;
      const fix = edit(query);
      report(call.node.callee, 'unlimited', {
        data: { query: call.path.split(/[.#]/).at(-1) || 'query', model, write: write.includes('`') ? write : `\`${write}\`` },
        suggest: [fix && { messageId: 'write', data: { write }, fix }],
      });
    }

    function edit({ call, write, optionsAt, linkAfter }: UnlimitedQuery): Fix | undefined {
      if (linkAfter) return fixer => fixer.insertTextAfter(linkAfter, write);
      return optionsAt === undefined ? undefined : writeOption(call.node, optionsAt, write, sourceCode);
    }
  },
});
