import { defineRule, type Fix } from '../../rule/define-rule.js';
import { writeOption } from '../../rule/write-option.js';
import { isInside } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-unbounded-concurrency',
  standard: 'waits',
  preset: 'strict',
  harm: 'hang',
  severity: 'warn',
  description: 'Disallow starting requests, queries or file accesses for every element of a list at once',
  references: ['https://github.com/aws/aws-cdk/issues/31592'],
  messages: {
    combined: 'Every element of `{{list}}` starts `{{work}}` at once, so a long list takes all connections, sockets or file handles, and everybody else waits or fails. Run a few at a time: `pMap({{list}}, …, { concurrency: 10 })` (p-map).',
    unlimited: '`{{api}}` without a limit starts all of `{{list}}` at once, so a long list takes all connections, sockets or file handles, and everybody else waits or fails. Write `{{write}}`.',
    queue: 'This {{api}} queue has no limit, so it starts all that it is given at once and holds nothing back. Create it with `{{write}}`.',
    write: 'Write `{{write}}`; choose how many the other side can take.',
  },
  options: {
    schema: {
      includeUnseenWork: {
        type: 'boolean',
        description: 'Whether to report calls of functions that another file defines (an injected service, an import) as well, which most likely wait for a database or a server.',
      },
    },
    defaults: { includeUnseenWork: false },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const { call, list, work, leaves, limitAt, off } of file.fanOuts.all) {
      if (!leaves && !options.includeUnseenWork) continue;
      const write = call.entry.fansOut?.write ?? '';
      const replace: Fix | undefined = off && isInside(off, call.node) && write.startsWith(`${sourceCode.getText(off.key)}:`) ? fixer => fixer.replaceText(off, write) : undefined;
      const fix = off ? replace : limitAt === undefined ? undefined : writeOption(call.node, limitAt, write, sourceCode);
      const suggest = [fix && ({ messageId: 'write', data: { write }, fix } as const)];
      if (!list) report(call.node.callee, 'queue', { data: { api: call.library, write }, suggest });
      else if (call.entry.fansOut) report(call.node.callee, 'unlimited', { data: { api: sourceCode.getText(call.node.callee), list: short(list), write }, suggest });
      else report(call.node.callee, 'combined', { data: { list: short(list), work: work ? short(work.callee) : '' } });
    }

    function short(node: { readonly range: readonly [number, number] }): string {
      const text = sourceCode.text.slice(...node.range).replace(/\s+/g, ' ');
      return text.length > 60 ? `${text.slice(0, 57)}…` : text;
    }
  },
});
