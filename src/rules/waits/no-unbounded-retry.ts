import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-unbounded-retry',
  standard: 'waits',
  preset: 'recommended',
  harm: 'hang',
  description: 'Disallow retries that never give up',
  references: ['SRE book, chapter 22'],
  messages: {
    unbounded:
      'While `{{work}}` keeps failing this retry goes on for ever: it holds its caller, and loads what is down. Count the attempts and throw the last error after a few of them, with a longer pause before each.',
  },
  quietIn: ['test', 'config', 'script'],

  check({ file, report }) {
    for (const { at, work } of file.retries.unbounded) report({ loc: at }, 'unbounded', { data: { work } });
  },
});
