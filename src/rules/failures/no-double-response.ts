import type { DoubleResponse } from '../../analysis/requests/double-responses.js';
import type { Answer } from '../../analysis/requests/request-handlers.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { insertReturn } from '../../rule/insert-return.js';
import { wrapped } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-double-response',
  standard: 'failures',
  preset: 'recommended',
  harm: 'crash',
  description: 'Disallow answering a request twice, or going on after it has been answered',
  references: ['https://nodejs.org/api/errors.html#err_http_headers_sent'],
  messages: {
    twice: 'The request is answered here and, since nothing ends the function, again on line {{line}}, which throws ERR_HTTP_HEADERS_SENT. Write `return` after this answer.',
    dropped: 'The request is answered here and, since nothing ends the function, again on line {{line}}, which is dropped and leaves only a warning in the log. Return this answer.',
    raced: 'This answer is sent in a moment, and, since nothing ends the function, line {{line}} answers first, so that this one is lost. Write `return` after this answer.',
    header: 'The response is sent here, and line {{line}} sets a part of it that is gone, which throws ERR_HTTP_HEADERS_SENT. Write `return` after this answer, or set it first.',
    passedOn: 'The request is answered here and then passed on with `{{next}}()` on line {{line}}, so that a later handler works on it and answers it again. Write `return` after this answer.',
    answeredAfterNext: 'The request is passed on here, and line {{line}} answers it as well, so that the request has two answers, of which the second fails or is lost. Write `return` after this call.',
    passedOnTwice: 'The request is passed on here and again on line {{line}}, so that the handlers that follow run twice for it. Write `return` after this call.',
    insertReturn: 'Return after the first answer.',
  },
  suggests: true,
  check({ file, report, sourceCode }) {
    for (const each of file.doubleResponses) {
      const { first, node, second } = each;
      const line = String(node.loc.start.line);
      const suggest = [insertionAfter(first, sourceCode.getText())].map(fix => fix && { messageId: 'insertReturn' as const, fix });
      if (first.kind === 'response' && second?.kind === 'next') report(first.node, 'passedOn', { data: { line, next: second.parameter.name }, suggest });
      else report(first.node, messageFor(each), { data: { line }, suggest });
    }
  },
});

function messageFor({ first, kind, second }: DoubleResponse): 'passedOnTwice' | 'answeredAfterNext' | 'header' | 'dropped' | 'raced' | 'twice' {
  if (first.kind === 'next') return kind === 'next' ? 'passedOnTwice' : 'answeredAfterNext';
  if (kind === 'header') return 'header';
  if (second?.answeredTwice === 'ignored') return 'dropped';
  return first.isSentLater && second?.isSentLater === false ? 'raced' : 'twice';
}

function insertionAfter(first: Answer, text: string): Fix | undefined {
  let expression = wrapped(first.node);
  if (expression.parent?.type === 'AwaitExpression') expression = wrapped(expression.parent);
  const statement = expression.parent;
  // Fastify takes an answer that is not returned for a handler that has none yet.
  if (first.answeredTwice === 'ignored' && statement?.type === 'ExpressionStatement') return fixer => fixer.insertTextBefore(statement, 'return ');
  return insertReturn(expression, text);
}
