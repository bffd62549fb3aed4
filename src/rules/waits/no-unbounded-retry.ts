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
    library: '`{{call}}` never gives up: while its work keeps failing, its caller waits, and what is down is loaded. Pass a number for `{{option}}`.',
  },
  quietIn: ['test', 'config', 'script'],

  check({ file, report, sourceCode }) {
    const { unbounded, library } = file.retries;
    for (const { at, work } of unbounded) report({ loc: at }, 'unbounded', { data: { work } });
    for (const retry of library.all) {
      if (!library.isUnbounded(retry)) continue;
      const { callee } = retry.call.node;
      report(callee, 'library', { data: { call: sourceCode.getText(callee), option: retry.facts.count.options.at(-1)! } });
    }
  },
});
