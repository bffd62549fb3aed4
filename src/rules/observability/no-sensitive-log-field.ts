import type { SensitiveValue } from '../../analysis/logs/sensitive-values.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';
import { unwrap } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-sensitive-log-field',
  standard: 'observability',
  preset: 'recommended',
  harm: 'expose',
  description: 'Disallow passwords, tokens and other credentials in logs',
  references: ['CWE-532', 'OWASP Logging Cheat Sheet', 'OWASP ASVS 7.1.1'],
  messages: {
    value: '`{{text}}` is {{what}}, and whoever can read the log can use it. {{instead}}',
    whole: '`{{text}}` is logged as a whole, and with it {{what}}: whoever can read the log can use that. {{instead}}',
    leaveOut: 'Leave the field `{{field}}` out.',
  },
  options: {
    schema: {
      properties: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'More names of properties that hold credentials, such as `licenseKey`; `licenseKey` and `license_key` are one.' },
      allow: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Names of properties, headers, cookies and environment variables, or whole expressions such as `this.options.token`, that may be logged.' },
      personalData: { type: 'boolean', description: 'Whether properties with personal data are reported too: `email`, `phone`, `ip` and the like.' },
    },
    defaults: { properties: [], allow: [], personalData: false },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const found of file.sensitiveValuesOf(options.properties, options.personalData)) {
      const { value, secret, field } = found;
      const source = sourceCode.getText(unwrap(value));
      if (options.allow.includes(source) || (secret.name !== undefined && options.allow.includes(secret.name))) continue;
      const text = shortText(source, 60);
      const key = field && sourceCode.getText(field.key);
      report(value, secret.holds ? 'whole' : 'value', {
        data: { text, what: secret.what, instead: insteadOf(found, text) },
        suggest: [field && key !== undefined ? withoutField(field, key) : undefined],
      });
    }

    function withoutField(field: NonNullable<SensitiveValue['field']>, key: string) {
      if (field.parent.type !== 'ObjectExpression' || field.parent.properties.length < 2 || sourceCode.getCommentsInside(field.parent).length > 0) return undefined;
      const { properties } = field.parent;
      const at = properties.indexOf(field);
      const next = properties[at + 1];
      const before = properties[at - 1];
      const range = next ? [field.range[0], next.range[0]] as const : before ? [before.range[1], field.range[1]] as const : undefined;
      const fix: Fix | undefined = range && (fixer => fixer.removeRange(range));
      return fix && ({ messageId: 'leaveOut', data: { field: key }, fix } as const);
    }
  },
});

/** What to write. */
function insteadOf({ secret, field, redact }: SensitiveValue, text: string): string {
  const orRedact = redact === undefined ? '' : `, or make the logger with \`redact: ['${redact}']\``;
  if (secret.instead !== undefined) return secret.instead + orRedact + '.';
  if (secret.holds) return `Log the fields that you need, one by one${orRedact}.`;
  return field ? `Leave the field out, or log \`Boolean(${text})\`${orRedact}.` : `Take it out, or log \`Boolean(${text})\`.`;
}
