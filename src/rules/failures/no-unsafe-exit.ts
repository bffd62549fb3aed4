import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-unsafe-exit',
  standard: 'failures',
  preset: 'strict',
  harm: 'crash',
  description: 'Disallow ending the process in code that serves requests or that others call',
  references: ['https://nodejs.org/api/process.html#processexitcode', 'nodebestpractices 2.6'],
  quietIn: ['test', 'config', 'script'],
  messages: {
    request: 'One request ends the process here for all of them: every other response is cut off, and no clean-up runs. Throw an error, and let the error handler answer.',
    exported: '`{{name}}` is exported, and ends the process of whoever calls it: no `catch` and no `finally` of theirs runs, and output that is still to be written is lost. Throw an error instead; only the entry point sets `process.exitCode = 1`.',
  },

  check({ file, report }) {
    for (const { call, kind, name } of file.unsafeExits) {
      if (kind === 'request') report(call.node, 'request');
      else report(call.node, 'exported', { data: { name } });
    }
  },
});
