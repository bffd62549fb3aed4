import type { TSESLint } from '@typescript-eslint/utils';
import type { CausePlace } from '../../analysis/errors/cause-ways.js';
import type { FileModel } from '../../analysis/file-model.js';
import type { LostCause } from '../../analysis/errors/lost-causes.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';
import { wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';

export default defineRule({
  name: 'preserve-error-cause',
  standard: 'failures',
  preset: 'recommended',
  harm: 'blind',
  description: 'Require a new error that replaces a caught one to carry it as its cause',
  references: ['nodebestpractices 2.3', 'ECMA-262 20.5.8.1 InstallErrorCause'],
  suggests: true,
  messages: {
    textOnly: 'This error copies what `{{error}}` says and loses its stack, its code and its cause. {{advice}}, so that the log shows where it began.',
    lost: 'This error replaces the caught one, and what really happened is gone. {{advice}}, so that the log shows where it began.',
    overwritten: 'This changes what `{{error}}` says for everyone who holds it: the first text is gone, and where `message` is read-only, as in the AbortError of a signal, the assignment itself throws. Write `new Error(…, { cause: {{error}} })` and hand that on.',
    masked: 'When `{{work}}` fails, `{{name}}` is still undefined here, and this TypeError takes the place of the error. Write `{{write}}`.',
    askFirst: 'Write `{{write}}`.',
    replace: 'Put a new error in its place, with `{ cause: {{error}} }`.',
    addCause: '{{advice}}.',
  },

  check({ file, report, sourceCode }) {
    const { lostCauses } = file.errorHandling;
    const isOtherFault = lostCauses.length > 0 ? otherFaults(file) : () => false;
    for (const lost of lostCauses) {
      if (isOtherFault(lost)) continue;
      const error = lost.error ?? freeName(lost, sourceCode);
      const fix = addCause(lost, error, sourceCode);
      const data = { error, advice: lost.way.advice(error) };
      report(lost.node, lost.keeps === 'text' ? 'textOnly' : 'lost', {
        data,
        suggest: [fix ? { messageId: 'addCause', data, fix } : undefined],
      });
    }
    for (const { node, variable: { name }, made } of file.maskedErrors) {
      const write = `${name}?.${node.computed ? '[…]' : sourceCode.getText(node.property)}`;
      const data = { name, write, work: shortText(sourceCode.getText(made), 40) };
      const fix: Fix = fixer => fixer.replaceTextRange([node.object.range[0], node.property.range[0]], `${name}?.${node.computed ? '[' : ''}`);
      report(node, 'masked', { data, suggest: [{ messageId: 'askFirst', data, fix }] });
    }
    for (const { node, error: { name }, isReplaceable } of file.errorHandling.overwrittenMessages) {
      const text = `${name} = new Error(${sourceCode.getText(node.right)}, { cause: ${name} })`;
      report(node, 'overwritten', {
        data: { error: name },
        suggest: [isReplaceable ? { messageId: 'replace', data: { error: name }, fix: fixer => fixer.replaceText(node, text) } : undefined],
      });
    }
  },
});

/** An error that ends the process where it is thrown, or whose class has no place for a cause, has that as its first fault. */
function otherFaults(file: FileModel): (lost: LostCause) => boolean {
  const deferred = new Set<Node | undefined>(file.deferredThrows.map(each => each.node));
  const dropping = new Set<Node>(file.errorClasses.all.filter(each => each.cause === 'dropped' && each.isMadeInHandler).map(each => each.node));
  return ({ node }) => {
    const origin = file.origins.of(node.callee);
    return deferred.has(wrapped(node).parent) || (origin?.kind === 'class' && dropping.has(origin.node));
  };
}

function addCause({ handler, error, way }: LostCause, name: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const { place } = way;
  if (!place) return undefined;
  const argument = (fixer: TSESLint.RuleFixer): TSESLint.RuleFix => write(fixer, place, way.written(name));
  if (error !== undefined) return fixer => [argument(fixer)];

  // The error has no name yet: give it one.
  const { node } = handler;
  if (node.type === 'CatchClause') {
    const word = sourceCode.getFirstToken(node);
    return word && !node.param ? fixer => [fixer.insertTextAfter(word, ` (${name})`), argument(fixer)] : undefined;
  }
  if (handler.fn?.type !== 'ArrowFunctionExpression' || handler.fn.params.length > 0) return undefined;
  const open = sourceCode.getFirstToken(handler.fn, token => token.value === '(');
  return open && handler.fn === node ? fixer => [fixer.insertTextAfter(open, name), argument(fixer)] : undefined;
}

function write(fixer: TSESLint.RuleFixer, { where, node }: CausePlace, text: string): TSESLint.RuleFix {
  if (where === 'behind') return fixer.insertTextAfter(node, `, ${text}`);
  if (where === 'before') return fixer.insertTextBefore(node, `${text}, `);
  const last = node.type === 'ObjectExpression' ? node.properties.at(-1) : undefined;
  return last ? fixer.insertTextAfter(last, `, ${text}`) : fixer.replaceText(node, `{ ${text} }`);
}

/** A name for the caught error that means nothing else in its handler. */
function freeName({ handler }: LostCause, sourceCode: Readonly<TSESLint.SourceCode>): string {
  const text = sourceCode.getText(handler.node);
  return ['error', 'cause', 'caughtError'].find(name => !new RegExp(`\\b${name}\\b`).test(text)) ?? 'originalError';
}
