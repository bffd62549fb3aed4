import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-console-in-service',
  standard: 'observability',
  preset: 'strict',
  harm: 'blind',
  severity: 'warn',
  description: 'Disallow console in the code of a running service',
  references: ['https://12factor.net/logs', 'nodebestpractices 5.2'],
  messages: {
    besideLogger: '`{{call}}` goes past the logger of this file: no level, no request id, no redaction. Use the logger.',
    besidePackage: 'This package logs with `{{logger}}`, and `{{call}}` goes past it: no level, no request id, no redaction. Use the logger.',
    inService: '`{{call}}` writes a line without level, request id or redaction, which nobody can search for or turn off. Use the logger of the service.',
  },
  options: {
    schema: {
      allowedMethods: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Methods of console that may be used, such as `warn`.' },
    },
    defaults: { allowedMethods: [] },
  },
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report }) {
    for (const { node, method, beside, logger = '' } of file.logs.pastTheLogger) {
      if (options.allowedMethods.includes(method)) continue;
      const call = `console.${method}`;
      if (beside === 'file') report(node, 'besideLogger', { data: { call } });
      else if (beside === 'package') report(node, 'besidePackage', { data: { call, logger } });
      else report(node, 'inService', { data: { call } });
    }
  },
});
