import type { LossyCopy } from '../../analysis/errors/lossy-copies.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-lossy-error-serialization',
  standard: 'failures',
  preset: 'recommended',
  harm: 'blind',
  description: 'Disallow copies of errors that leave out what they say',
  references: ['ECMA-262 20.5.3 Properties of the Error Prototype Object', 'nodebestpractices 2.2'],
  suggests: true,
  messages: {
    json: 'JSON has no `message` and no `stack` of an error, since they are not enumerable: a plain Error is written as `{}`. Write `{{write}}`.',
    ipc: 'What is sent to another process is JSON by default, in which a plain Error is `{}`. Write `{{write}}`.',
    copy: 'This copies the enumerable properties of an error, and `message`, `stack` and `name` are none: of a plain Error nothing is left. Write `{{write}}`.',
    writeParts: 'Write the parts of `{{error}}`.',
  },

  check({ file, report, sourceCode }) {
    for (const copy of file.lossyCopies.all) {
      const error = sourceCode.getText(copy.error);
      const isName = copy.error.type === 'Identifier';
      const parts = partsOf(isName ? error : 'err');
      const write = copy.by === 'spread' ? `...${error}, ${parts}` : copy.by === 'assign' ? `${error}, { ${parts} }` : `${copy.shorthand ? `${error}: ` : ''}{ ${parts} }`;
      const messageId = copy.by === 'json' || copy.by === 'ipc' ? copy.by : 'copy';
      report(copy.shorthand ?? copy.error, messageId, {
        data: { write },
        suggest: [isName && copy.isTyped ? { messageId: 'writeParts', data: { error }, fix: fixOf(copy, write) } : undefined],
      });
    }
  },
});

function partsOf(error: string): string {
  return `name: ${error}.name, message: ${error}.message, stack: ${error}.stack`;
}

function fixOf({ by, error, shorthand }: LossyCopy, write: string): Fix {
  if (by === 'spread') return fixer => fixer.replaceText(error.parent!, write);
  return fixer => fixer.replaceText(shorthand ?? error, write);
}
