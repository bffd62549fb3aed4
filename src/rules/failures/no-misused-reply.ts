import type { MisusedReply } from '../../analysis/requests/misused-replies.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';

export default defineRule({
  name: 'no-misused-reply',
  standard: 'failures',
  preset: 'recommended',
  harm: 'hang',
  description: 'Disallow answers that the framework does not take for one: replies awaited before they are sent, responses not returned',
  references: ['https://fastify.dev/docs/latest/Reference/Routes/#async-await', 'https://docs.nestjs.com/controllers#library-specific-approach'],
  messages: {
    awaited: 'Nothing has been sent yet, and a reply that is awaited waits until a response has been sent, so that this waits for ever. Leave out the `await`, or write `.send(…)` behind it.',
    returned: 'Nothing has been sent, and a reply that is returned says that somebody will send, so that the client waits until it gives up. Write `.send(…)` behind it.',
    unsaid: 'This async hook answers and does not say so: while a stream or an `onSend` hook delays the response, the handler runs as if the request had been let through. Write `return {{reply}}` after the answer.',
    late: 'The promise of this async handler is fulfilled before this runs: an empty 200 has been sent, and this answer is lost or ends the process. Await the work, or end the handler with `return {{reply}}`.',
    both: 'The response is sent here, and the value that line {{line}} returns is dropped with a warning in the log. Keep one of the two.',
    unreturned: 'The framework sends what the handler returns, and this response is dropped, so that {{harm}} or the next handler answers. Write `return` in front of it.',
    takenOver: 'With `@{{decorator}}()` the whole of the answer is left to this method, and what it returns is dropped, so that the client waits until it gives up. {{write}}.',
    mixed: 'An async hook that takes `{{done}}` is refused when it is added, and the server does not start. Leave the parameter out, and return.',
    insertReturn: 'Return the answer.',
    returnReply: 'Return the reply.',
    endWithReply: 'End the handler with the reply.',
    passThrough: 'Let the framework send what the method returns.',
  },
  suggests: true,
  check({ file, report, sourceCode }) {
    for (const misuse of file.misusedReplies) {
      switch (misuse.kind) {
        case 'awaited':
        case 'returned':
          report(misuse.call, misuse.kind);
          break;
        case 'unsaid':
          report(misuse.node, 'unsaid', { data: { reply: misuse.reply }, suggest: [returnAnswer(misuse)] });
          break;
        case 'late':
          report(misuse.node, 'late', { data: { reply: misuse.reply }, suggest: [endWithReply(misuse)] });
          break;
        case 'both':
          report(misuse.node, 'both', { data: { line: String(misuse.returned.loc.start.line) } });
          break;
        case 'unreturned':
          report(misuse.node, 'unreturned', { data: { harm: misuse.harm }, suggest: [{ messageId: 'insertReturn', fix: insertReturn(misuse.node) }] });
          break;
        case 'taken-over':
          reportTakenOver(misuse);
          break;
        case 'mixed':
          report(misuse.node, 'mixed', { data: { done: misuse.done } });
          break;
      }
    }

    function reportTakenOver({ node, response, decorator, unless, isUsed }: Extract<MisusedReply, { kind: 'taken-over' }>): void {
      const name = sourceCode.getText(decorator.callee);
      const write = unless === undefined || isUsed ? `Answer through \`${response}\`` : `Write \`@${name}({ ${unless}: true })\`, or answer through \`${response}\``;
      const close = sourceCode.getLastToken(decorator);
      const fix: Fix | undefined = unless !== undefined && !isUsed && close && decorator.arguments.length === 0 ? fixer => fixer.insertTextBefore(close, `{ ${unless}: true }`) : undefined;
      report(node, 'takenOver', { data: { decorator: name, write }, suggest: [fix && { messageId: 'passThrough', fix }] });
    }
  },
});

function returnAnswer({ node, reply, leaving }: Extract<MisusedReply, { kind: 'unsaid' }>): { readonly messageId: 'insertReturn' | 'returnReply'; readonly fix: Fix } {
  if (leaving) return { messageId: 'returnReply', fix: fixer => fixer.replaceText(leaving, `return ${reply};`) };
  return { messageId: 'insertReturn', fix: insertReturn(node) };
}

function insertReturn(node: Node): Fix {
  return fixer => fixer.insertTextBefore(wrapped(node).parent?.type === 'AwaitExpression' ? wrapped(node).parent! : wrapped(node), 'return ');
}

/** At the end of the body, in a line of its own. */
function endWithReply({ fn, reply }: Extract<MisusedReply, { kind: 'late' }>): { readonly messageId: 'endWithReply'; readonly fix: Fix } | undefined {
  const last = fn.body.type === 'BlockStatement' ? fn.body.body.at(-1) : undefined;
  if (!last || last.type === 'ReturnStatement' || last.type === 'ThrowStatement') return undefined;
  return { messageId: 'endWithReply', fix: fixer => fixer.insertTextAfter(last, `\n${' '.repeat(last.loc.start.column)}return ${reply};`) };
}
