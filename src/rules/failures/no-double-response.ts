import type { Answer } from '../../analysis/requests/request-handlers.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { isFunction, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';

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
    passedOn: 'The request is answered here and then passed on with `{{next}}()` on line {{line}}, so that a later handler works on it and answers it again. Write `return` after this answer.',
    answeredAfterNext: 'The request is passed on here, and line {{line}} answers it as well, so that the request has two answers, of which the second fails or is lost. Write `return` after this call.',
    passedOnTwice: 'The request is passed on here and again on line {{line}}, so that the handlers that follow run twice for it. Write `return` after this call.',
    insertReturn: 'Return after the first answer.',
  },
  suggests: true,
  check({ file, report, sourceCode }) {
    const { answers } = file.handlers;
    if (answers.length < 2) return;
    const byNode = new Map<Node, Answer>(answers.map(each => [each.node, each]));

    for (const first of answers) {
      const { owner } = first;
      if (!isFunction(owner)) continue;
      const flow = file.flow(owner);
      // `res` and `next` of one handler belong together; two responses do not.
      const answersAgain = (node: Node): boolean => {
        const other = byNode.get(node);
        if (!other || (other.isEmpty && first.kind === 'response')) return false;
        return other.of === first.of && (other.parameter === first.parameter || other.kind !== first.kind);
      };
      // A path that leaves without a second answer may be the one that belongs to this condition.
      if (flow.exitsWithout(first.node, answersAgain, { kinds: ['return', 'throw', 'terminate'], ignoreThrowOf: () => true }).length > 0) continue;
      // Code that is given the response or `next` may answer, throw or end the request: cannot tell.
      const handsOn = (node: Node): boolean =>
        (node.type === 'CallExpression' || node.type === 'NewExpression') && !byNode.has(node) && node.arguments.some(each => isAnswering(file.handlers.partOf(each)));
      if (flow.laterOnSamePath(first.node, handsOn, { avoiding: answersAgain }).length > 0) continue;
      const [second] = flow
        .firstOn(first.node, answersAgain)
        .flatMap(node => byNode.get(node) ?? [])
        .filter(each => each.node.range[0] > first.node.range[0])
        .sort((a, b) => a.node.range[0] - b.node.range[0]);
      if (!second) continue;

      const line = String(second.node.loc.start.line);
      const suggest = [insertionAfter(first, sourceCode.getText())].map(fix => fix && { messageId: 'insertReturn' as const, fix });
      if (first.kind === 'next') report(first.node, second.kind === 'next' ? 'passedOnTwice' : 'answeredAfterNext', { data: { line }, suggest });
      else if (second.kind === 'next') report(first.node, 'passedOn', { data: { line, next: second.parameter.name }, suggest });
      else report(first.node, second.answeredTwice === 'ignored' ? 'dropped' : 'twice', { data: { line }, suggest });
    }
  },
});

function isAnswering(part: string | undefined): boolean {
  return part === 'response' || part === 'next' || part === 'context';
}

function insertionAfter(first: Answer, text: string): Fix | undefined {
  let expression = wrapped(first.node);
  if (expression.parent?.type === 'AwaitExpression') expression = wrapped(expression.parent);
  const statement = expression.parent;
  if (statement?.type !== 'ExpressionStatement' || !statement.parent) return undefined;
  // Fastify takes an answer that is not returned for a handler that has none yet.
  if (first.answeredTwice === 'ignored') return fixer => fixer.insertTextBefore(statement, 'return ');
  if (statement.parent.type === 'BlockStatement') {
    const start = text.lastIndexOf('\n', statement.range[0]) + 1;
    const before = text.slice(start, statement.range[0]);
    return fixer => fixer.insertTextAfter(statement, before.trim() === '' ? `\n${before}return;` : ' return;');
  }
  if (statement.parent.type !== 'IfStatement') return undefined;
  return fixer => [fixer.insertTextBefore(statement, '{ '), fixer.insertTextAfter(statement, ' return; }')];
}
