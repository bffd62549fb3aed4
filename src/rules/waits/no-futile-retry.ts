import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-futile-retry',
  standard: 'waits',
  preset: 'strict',
  harm: 'hang',
  description: 'Disallow retries of failures that stay, and retries of what tries again by itself',
  references: ['SRE book, chapter 22'],
  messages: {
    blind:
      'Nothing looks at the error before `{{work}}` is tried again: an answer that stays the same (400, 401, 404) is asked for each time, which loads the other side and keeps the caller waiting. {{write}}',
    nested:
      '`{{work}}` tries again by itself, and each attempt of this retry starts that anew: up to {{product}} requests for one call, while the other side is down. Retry in one place, and switch the other off.',
  },
  quietIn: ['test', 'config', 'script'],

  check({ file, report }) {
    for (const { at, kind, work, product, option } of file.retries.futile) {
      if (kind === 'nested') {
        report({ loc: at }, 'nested', { data: { work, product: String(product) } });
        continue;
      }
      const write = option === undefined ? 'Throw at once where the status is below 500 and not 408 or 429.' : `Pass \`${option}\`, which answers true for status 408, 429 and 5xx and for network errors only.`;
      report({ loc: at }, 'blind', { data: { work, write } });
    }
  },
});
