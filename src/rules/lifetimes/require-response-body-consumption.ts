import type { TSESLint } from '@typescript-eslint/utils';
import type { UnreadBody } from '../../analysis/responses/unread-bodies.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { textBefore } from '../../rule/line-start.js';
import { isFunction, isInside } from '../../syntax/nodes.js';

export default defineRule({
  name: 'require-response-body-consumption',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'leak',
  description: 'Require the body of a response to be read, or given up, on every path',
  references: ['https://github.com/nodejs/undici#garbage-collection', 'https://nodejs.org/api/http.html#class-httpclientrequest'],
  messages: {
    never: 'Nobody reads the body of this response, and {{harm}}. Write `{{write}}` once the status has been looked at.',
    path: 'This path leaves the body of the response of line {{line}} unread, and {{harm}}. Write `{{write}}` in front of it.',
    drop: 'Write `{{write}}` in front of it.',
  },
  options: {
    schema: {
      fetch: {
        type: 'string',
        enum: ['off', 'unread', 'every-path'],
        description: 'Which responses of `fetch` to report, whose connections are free again once they have been garbage-collected: none (`off`), those whose body nothing reads (`unread`), or those with a path that does not (`every-path`).',
      },
    },
    defaults: { fetch: 'off' },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const found of file.unreadBodies) {
      const { reply, exit } = found;
      const { holds } = reply.facts.unread!;
      if (holds === 'until collected' && (options.fetch === 'off' || (exit && options.fetch === 'unread'))) continue;
      const harm = reply.facts.isStream ? HARM.socket : HARM[holds];
      const write = dropOf(found);
      if (!exit) {
        report(isInside(reply.call.node, reply.from) || reply.facts.isStream ? reply.call.node.callee : reply.from, 'never', { data: { harm, write } });
        continue;
      }
      const fix = edit(found, write, sourceCode);
      report(exit, 'path', { data: { harm, write, line: String((reply.facts.isStream ? reply.call.node : reply.from).loc.start.line) }, suggest: [fix && { messageId: 'drop', data: { write }, fix }] });
    }
  },
});

const HARM = {
  socket: 'its socket is never free for another request',
  'for ever': 'one of 64 KB or more keeps its connection from ever being used again',
  'until collected': 'one of 64 KB or more keeps its connection busy until the response is garbage-collected',
};

function dropOf({ reply: { facts, variable, pattern } }: UnreadBody): string {
  const { write } = facts.unread!;
  return pattern ? write.replace('$.', '') : write.replace('$', variable?.name ?? 'res');
}

/** The statement in front of the one that leaves. */
function edit({ reply: { owner, variable }, exit }: UnreadBody, write: string, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  if (!variable || !exit || !isFunction(owner) || (write.startsWith('await ') && !owner.async)) return undefined;
  if (exit.type !== 'ReturnStatement' && exit.type !== 'ThrowStatement') return undefined;
  if (exit.parent.type !== 'BlockStatement') return exit.parent.type === 'IfStatement' ? fixer => [fixer.insertTextBefore(exit, `{ ${write} `), fixer.insertTextAfter(exit, ' }')] : undefined;
  const before = textBefore(exit, sourceCode.text);
  return fixer => fixer.insertTextBefore(exit, before.trim() === '' ? `${write}\n${before}` : `${write} `);
}
