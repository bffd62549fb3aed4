import type { ThrowClass } from '../../analysis/throws/throw-classes.js';
import { defineRule } from '../../rule/define-rule.js';
import { writeThrowsTags } from '../../rule/write-throws-tags.js';

export default defineRule({
  name: 'typed-throws',
  standard: 'failures',
  preset: 'all',
  harm: 'crash',
  description: 'Require functions to throw what their `@throws` tags say, and those that give a Result to throw nothing',
  references: ['nodebestpractices 2.3', 'TypeScript issue 13219'],
  messages: {
    undocumented:
      'A `{{class}}` can leave `{{name}}`{{through}}, and its `@throws` tags do not say so: callers that handle what is documented let it through to whoever is above them. Write `@throws {{tag}}` in its comment, or catch it here.',
    pastResult:
      '`{{name}}` gives a `{{type}}`, but a `{{class}}` can leave it{{through}} past that: callers look at the result, and nobody catches what is thrown. Return the failure: `{{write}}`.',
    stale: 'No `{{class}}` can leave `{{name}}` any more: callers handle an error that never comes, and trust the rest of the comment less. Take this tag out.',
    untagged: '`{{name}}` can throw {{classes}}, and nothing tells its callers: TypeScript does not. Write `@throws {{tag}}` in its comment.',
    addTag: 'Add `@throws` for {{classes}}.',
  },
  options: {
    schema: {
      requireTags: { type: 'string', enum: ['none', 'exported'], description: 'Whether functions without any `@throws` tag must say what they throw: `exported` asks those that other modules can call.' },
      ignoreClasses: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Classes that need not be documented, with their subclasses: those of mistakes in the program, which no caller handles.' },
    },
    defaults: { requireTags: 'none', ignoreClasses: ['AssertionError'] },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    const isIgnored = ({ names }: ThrowClass): boolean => options.ignoreClasses.some(each => names.has(each));
    for (const { name, throwable, doc, result } of file.throwContracts.unsaid) {
      const { class: thrown, node, through } = throwable;
      if (isIgnored(thrown)) continue;
      const data = { class: thrown.name, name, through: through === undefined ? '' : ` through \`${through}\`` };
      if (result) {
        report(node, 'pastResult', { data: { ...data, type: result.name, write: result.write } });
        continue;
      }
      const fix = writeThrowsTags(doc, undefined, [thrown.name], sourceCode);
      const isBraced = doc?.tags.at(-1)?.isBraced !== false;
      report(node, 'undocumented', {
        data: { ...data, tag: isBraced ? `{${thrown.name}}` : thrown.name },
        suggest: [fix && { messageId: 'addTag', data: { classes: `\`${thrown.name}\`` }, fix }],
      });
    }
    for (const { name, tag, class: thrown } of file.throwContracts.stale) {
      report({ loc: { start: sourceCode.getLocFromIndex(tag.range[0]), end: sourceCode.getLocFromIndex(tag.range[1]) } }, 'stale', { data: { name, class: thrown } });
    }
    if (options.requireTags !== 'exported') return;
    for (const { head, name, throwables, doc, place } of file.throwContracts.untagged) {
      const names = [...new Set(throwables.filter(each => !isIgnored(each.class)).map(each => each.class.name))];
      if (names.length === 0) continue;
      const classes = names.map(each => `\`${each}\``).join(', ');
      const fix = writeThrowsTags(doc, place, names, sourceCode);
      report(head, 'untagged', { data: { name, classes, tag: `{${names[0]!}}` }, suggest: [fix && { messageId: 'addTag', data: { classes }, fix }] });
    }
  },
});
