import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-unbounded-async-recursion',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'leak',
  description: 'Disallow endless work that waits for the next call of itself',
  references: ['https://github.com/nodejs/node/issues/6673', 'https://github.com/promises-aplus/promises-spec/issues/179'],
  quietIn: ['test', 'config', 'script'],
  messages: {
    endless:
      '`{{name}}` never ends, since each round waits for the next: the promises and variables of all rounds stay in memory, and the process runs out of it after some days. Put the body into `for (;;) { … }`, which holds one round at a time.',
  },
  check({ file, report }) {
    for (const { call, name } of file.endlessRecursions) report(call, 'endless', { data: { name } });
  },
});
