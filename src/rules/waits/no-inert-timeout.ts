import { defineRule, type Fix } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-inert-timeout',
  standard: 'waits',
  preset: 'recommended',
  harm: 'hang',
  description: 'Disallow timeouts that are written down and bound nothing',
  references: ['ASVS 13.1.3'],
  messages: {
    inert: 'This `{{key}}` does nothing when the other side falls silent: it {{why}}. Write {{instead}}.',
    write: 'Write `{{write}}`.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, report }) {
    for (const { node, key, why, instead, write } of file.waits.inert) {
      const fix: Fix | undefined = write === undefined ? undefined : fixer => fixer.replaceText(node, write);
      const suggest = fix && write !== undefined ? [{ messageId: 'write', data: { write }, fix } as const] : [];
      report(node, 'inert', { data: { key, why, instead }, suggest });
    }
  },
});
