import { defineRule, type Fix } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-disabled-server-limit',
  standard: 'waits',
  preset: 'recommended',
  harm: 'hang',
  description: 'Disallow switching off the timeouts and body limits of a server',
  references: ['ASVS 13.1.3'],
  messages: {
    switchedOff: '`{{setting}}` {{harm}}. Write `{{write}}`, {{choose}}.',
    write: 'Write `{{write}}`.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, report, sourceCode }) {
    for (const { setting, value, facts, name } of file.servers.switchedOff) {
      const isOption = setting.type === 'Property';
      const write = `${isOption ? `${name}: ` : `${sourceCode.getText(setting.left)} = `}${facts.write}`;
      const fix: Fix = fixer => (isOption ? fixer.replaceText(setting, write) : fixer.replaceText(value, facts.write));
      report(setting, 'switchedOff', {
        data: { setting: sourceCode.getText(setting), harm: facts.harm, write, choose: facts.choose },
        suggest: [{ messageId: 'write', data: { write }, fix }],
      });
    }
  },
});
