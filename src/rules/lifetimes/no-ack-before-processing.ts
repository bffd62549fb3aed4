import type { TSESLint } from '@typescript-eslint/utils';
import { defineRule } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';
import { enclosingFunction, statementOf } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';

/** Words of comments that say that losing a message is meant. */
const MEANT = /\back|acknowledg|redeliver|requeue|poison|best.?effort|at.most.once|dead.?letter|drop|infinite|retr(y|ied|ies)/i;

export default defineRule({
  name: 'no-ack-before-processing',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Disallow acknowledging a message before its work is done, or whether it succeeded or not',
  references: ['https://www.rabbitmq.com/docs/confirms', 'https://www.enterpriseintegrationpatterns.com/patterns/messaging/GuaranteedMessaging.html'],
  quietIn: ['test', 'config', 'script'],
  messages: {
    early: '`{{ack}}` tells the broker to forget the message before `{{work}}` has ended, so that it is lost when that fails or the process stops. Move it behind `{{work}}`, and give the message back where that fails.',
    regardless: '`{{ack}}` runs when `{{work}}` has failed, too, so that a message whose work fails is lost. Acknowledge it at the end of the `try` block, and give it back (or send it to a dead-letter queue) in the `catch`.',
    started: '`{{work}}` is only started, and `{{ack}}` does not wait for it, so that the message is lost when it fails or the process stops. Write `await {{work}}` in front of it.',
    delivered: '`{{option}}` makes the broker forget each message as soon as it is delivered, so that all that are under way are lost when `{{work}}` fails or the process stops. Leave it out, and acknowledge each message behind `{{work}}`.',
    swallowed: 'When `{{work}}` fails, this handler fulfils all the same, and {{library}} takes the message for done: nothing tries it again. Rethrow the error at the end of this `catch`.',
    unreported: 'When `{{work}}` fails, this handler fulfils all the same, and {{library}} deletes the message with the rest of its batch: nothing tries it again. Collect `{{write}}` in this `catch` and return the list as `{{failures}}`{{needs}}, or rethrow the error.',
  },
  options: {
    schema: {
      additionalIgnoreMarkers: {
        type: 'array',
        items: { type: 'string' },
        description: 'Words, besides `expected:`, that begin a comment in front of an acknowledgement, or in the `catch` in front of it, by which a message may be lost on purpose. A reason must follow.',
        uniqueItems: true,
      },
    },
    defaults: { additionalIgnoreMarkers: [] as string[] },
  },

  check({ file, options, report, sourceCode }) {
    const markers = ['expected:', ...options.additionalIgnoreMarkers];
    for (const { kind, node, work: call, clause, library, batch } of file.prematureAcks) {
      if (isMeant(node, clause, markers, sourceCode)) continue;
      const work = shortText(sourceCode.getText(call.callee));
      const ack = shortText(sourceCode.getText('callee' in node ? node.callee : node));
      if (kind === 'delivered') report(node, kind, { data: { option: shortText(sourceCode.getText(node)), work } });
      else if (kind === 'swallowed') report(sourceCode.getFirstToken(node)!, kind, { data: { work, library } });
      else if (kind === 'unreported') report(sourceCode.getFirstToken(node)!, kind, { data: { work, library, write: batch!.write, failures: batch!.failures, needs: batch!.needs === undefined ? '' : ` (with \`${batch!.needs}\` switched on)` } });
      else report(node, kind, { data: { ack, work } });
    }
  },
});

/** A comment at the acknowledgement, or in the clause that leads to it, says why. */
function isMeant(node: Node, clause: Node | undefined, markers: readonly string[], sourceCode: Readonly<TSESLint.SourceCode>): boolean {
  const statement = statementOf(node);
  const comments = [...(enclosingFunction(node) && node !== clause ? sourceCode.getCommentsBefore(statement) : []), ...(clause ? sourceCode.getCommentsInside(clause) : [])];
  return comments.some(({ value }) => MEANT.test(value) || markers.some(each => value.replace(/^[\s*]+/, '').startsWith(each)));
}
