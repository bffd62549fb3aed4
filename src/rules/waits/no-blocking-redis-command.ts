import type { BlockingCommand } from '../../analysis/queries/blocking-commands.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { readInBatches } from '../../rule/read-in-batches.js';

export default defineRule({
  name: 'no-blocking-redis-command',
  standard: 'waits',
  preset: 'recommended',
  harm: 'hang',
  description: 'Disallow Redis commands that keep the server, or a connection that others use, from answering',
  references: ['https://redis.io/docs/latest/commands/keys/', 'https://redis.io/docs/latest/commands/blpop/'],
  messages: {
    server: '`{{command}}` {{why}}, and a Redis server, which runs one command at a time, answers nobody until then. Write {{instead}}.',
    connection: '`{{command}}` {{why}}, and every other command of this client, such as the one on line {{line}}, waits behind it. Write {{instead}}.',
    inBatches: 'Read the keys in batches; the same key may come twice.',
    word: "Pass `'{{word}}'`.",
  },
  options: {
    schema: {
      includeCollections: {
        type: 'boolean',
        description: 'Whether to report commands that read one set or hash as a whole (SMEMBERS, HGETALL, SORT …) as well: a fault only where it can grow large.',
      },
    },
    defaults: { includeCollections: false },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const command of file.blockingCommands.all) {
      const { call, name, facts, behind } = command;
      if (facts.collection && !options.includeCollections) continue;
      const { why } = facts;
      const [given] = command.isIndirect ? [] : call.node.arguments;
      const instead = facts.instead.replace('$', () => (given ? sourceCode.getText(given) : "'prefix:*'"));
      if (behind) report(call.node.callee, 'connection', { data: { command: name, why, instead, line: String(behind.node.loc.start.line) } });
      else report(call.node.callee, 'server', { data: { command: name, why, instead }, suggest: [batches(command), passWord(command)] });
    }

    function batches({ call, facts, isIndirect }: BlockingCommand) {
      const fix = facts.inBatches && !isIndirect ? readInBatches(call.node, facts.inBatches, sourceCode, /\.[cm]?tsx?$/.test(file.filename)) : undefined;
      return fix && ({ messageId: 'inBatches', fix } as const);
    }

    function passWord({ call, facts, isIndirect }: BlockingCommand) {
      const close = sourceCode.getLastToken(call.node);
      if (facts.unless === undefined || isIndirect || call.node.arguments.length > 0 || !close) return undefined;
      const fix: Fix = fixer => fixer.insertTextBefore(close, `'${facts.unless}'`);
      return { messageId: 'word', data: { word: facts.unless }, fix } as const;
    }
  },
});
