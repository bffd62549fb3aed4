import { defineRule } from '../../rule/define-rule.js';

const WHEN = { request: 'Every request', message: 'Every message', invocation: 'Every invocation', round: 'Every round of this loop', call: 'Every call' } as const;

export default defineRule({
  name: 'no-client-per-call',
  standard: 'waits',
  preset: 'recommended',
  harm: 'leak',
  description: 'Disallow making clients, pools, breakers and what else lives on from call to call anew for each call',
  references: ['https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/databases-connections', 'https://node-postgres.com/features/pooling'],
  messages: {
    perCall: '{{when}} makes {{what}}, and nothing keeps it: {{harm}}. Make it once, at module level or in a provider, and use that one here.',
    opensAndCloses: '{{when}} makes {{what}} and closes it again: each waits for a new connection, and a burst of calls is a burst of connections. Make it once, at module level or in a provider, and use that one here.',
  },
  options: {
    schema: {
      reportClosed: { type: 'boolean', description: 'Whether to report clients that are made and closed again by the same call too.' },
    },
    defaults: { reportClosed: false },
  },
  presetOptions: { strict: { reportClosed: true } },
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report }) {
    for (const { call, facts, per, isClosed } of file.clientsPerCall.all) {
      const data = { when: WHEN[per], what: facts.what };
      if (!isClosed) report(call.node.callee, 'perCall', { data: { ...data, harm: facts.harm } });
      else if (options.reportClosed) report(call.node.callee, 'opensAndCloses', { data });
    }
  },
});
