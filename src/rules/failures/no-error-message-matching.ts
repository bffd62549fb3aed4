import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-error-message-matching',
  standard: 'failures',
  preset: 'strict',
  harm: 'corrupt',
  severity: 'warn',
  description: 'Disallow decisions by what an error says',
  references: ['Node.js documentation, Errors: error.code', 'nodebestpractices 2.2'],
  suggests: true,
  messages: {
    byText: "This decides by the text of `{{error}}`, which changes with the next release of whoever throws it, and then every such failure goes the other way, silently. Compare {{instead}}.",
    byStack: "This decides by the stack of `{{error}}`, which changes with every build, and is empty where stack traces are switched off. Compare `{{error}}.code` or `{{error}}.name`, or ask `instanceof`.",
    compareCode: "Compare the `code`.",
  },
  options: {
    schema: {
      allowedModules: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Modules whose errors can be told apart only by what they say: the handlers of their calls are left alone.' },
    },
    defaults: { allowedModules: [] },
  },

  check({ file, options, report }) {
    const isTyped = /\.[mc]?tsx?$/.test(file.filename);
    for (const { node, error, part, code, modules } of file.textMatches) {
      if (modules.some(each => options.allowedModules.includes(each))) continue;
      const { name } = error;
      if (part === 'stack') {
        report(node, 'byStack', { data: { error: name } });
        continue;
      }
      const owner = isTyped ? `(${name} as NodeJS.ErrnoException)` : name;
      const fixed = code === undefined ? undefined : `${owner}.code === '${code}'`;
      report(node, 'byText', {
        data: { error: name, instead: code === undefined ? `\`${name}.code\` or \`${name}.name\`, or ask \`instanceof\`` : `\`${name}.code === '${code}'\`` },
        suggest: [fixed === undefined ? undefined : { messageId: 'compareCode', fix: fixer => fixer.replaceText(node, node.parent?.type === 'UnaryExpression' ? `(${fixed})` : fixed) }],
      });
    }
  },
});
