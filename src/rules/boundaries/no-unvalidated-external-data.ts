import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-unvalidated-external-data',
  standard: 'boundaries',
  preset: 'recommended',
  harm: 'expose',
  description: 'Require that data from outside of the process is validated, not asserted to have a type',
  references: ['ASVS 2.2.1', 'nodebestpractices 6.10', 'https://github.com/derive-to/derive/pull/70'],
  messages: {
    outside:
      '`{{source}}` is whatever the other side sent, and calling it `{{type}}` checks nothing: a missing or malformed field gets past here and fails, or is stored, far away. Parse it with a schema (`{{schema}}.parse({{source}})`) and use what that returns.',
    unknown:
      '`{{source}}` can be anything, and calling it `{{type}}` checks nothing: a missing or malformed field gets past here and fails far away. Parse it with a schema (`{{schema}}.parse({{source}})`) and use what that returns.',
  },
  options: {
    schema: { reportUnknownOrigin: { type: 'boolean', description: 'Whether to report parsed text of which the file does not show where it comes from.' } },
    defaults: { reportUnknownOrigin: false },
  },
  presetOptions: { strict: { reportUnknownOrigin: true } },
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const { node, source, type, from } of file.externalData.claims) {
      if (from === 'unknown' && !options.reportUnknownOrigin) continue;
      const data = { source: short(sourceCode.getText(source)), type: short(sourceCode.getText(type)), schema: schemaNameOf(sourceCode.getText(type)) };
      report(node, from, { data });
    }
  },
});

/** One line that can stand in a message. */
function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

function schemaNameOf(type: string): string {
  return /^[A-Z]\w*$/.test(type) ? `${type}Schema` : 'Schema';
}
