import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-retry-non-idempotent',
  standard: 'waits',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Disallow retries of what must not be done twice',
  references: ['https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2'],
  messages: {
    request:
      'Each attempt sends this {{what}} again: when the other side has acted and only its answer was lost, it acts twice. Send an `{{key}}` header with it that is made once, before the first attempt, or do not try it again.',
    insert:
      'Each attempt inserts the row again: when the database has committed and only its answer was lost, there are two. Give the row a key that is made before the first attempt, and write `ON CONFLICT DO NOTHING`.',
    effect: 'Each attempt {{what}} again: when it was done and only the answer was lost, it happens twice. {{instead}}',
    client:
      'This sends {{what}} again when it has failed: when the other side has acted and only its answer was lost, it acts twice. Try only methods again that may be repeated (GET, PUT, DELETE), or send an `{{key}}` header with each request.',
  },
  quietIn: ['test', 'config', 'script'],

  check({ file, report }) {
    for (const { at, kind, what, key = '' } of file.retries.effects) {
      if (kind === 'request' || kind === 'client') report(at, kind, { data: { what, key } });
      else if (kind === 'insert') report(at, 'insert');
      else report(at, 'effect', { data: { what, instead: key ? `Pass \`${key}\`, made once before the first attempt.` : 'Retry only failures before it was sent (a refused connection), or keep a note of what was done.' } });
    }
  },
});
