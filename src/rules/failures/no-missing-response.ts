import { defineRule } from '../../rule/define-rule.js';
import type { UnansweredPath } from '../../analysis/requests/unanswered-paths.js';

export default defineRule({
  name: 'no-missing-response',
  standard: 'failures',
  preset: 'strict',
  harm: 'hang',
  description: 'Require every path through a request handler to answer the request or pass it on',
  references: ['https://nodejs.org/api/http.html#responseenddata-encoding-callback'],
  messages: {
    return: 'This return leaves the request without an answer, so that {{harm}}. {{write}} before it.',
    condition: 'When this condition is false, the handler ends without an answer, so that {{harm}}. {{write}} in an `else`, or behind the `if`.',
    branch: 'This branch ends the handler without an answer, so that {{harm}}. {{write}} in it.',
    catch: 'This catch ends the failure without an answer, so that {{harm}}. {{write}} in it.',
    cases: 'When no case matches, the handler ends without an answer, so that {{harm}}. Add a `default`. {{write}} in it.',
    loop: 'When this loop comes to its end, the handler ends without an answer, so that {{harm}}. {{write}} behind it.',
    end: 'The handler ends here without an answer, so that {{harm}}. {{write}} behind this.',
    prepared: 'This only prepares the response and sends nothing, so that {{harm}}. Write `.end()`, `.send(…)` or `.json(…)` behind it.',
    never: 'No path through this handler answers the request, so that {{harm}}. {{write}} when its work is over.',
  },
  check({ file, report, sourceCode }) {
    for (const path of file.unansweredPaths) {
      const { kind, node, harm } = path;
      if (kind === 'prepared') report(node, kind, { data: { harm } });
      else report(placeOf(path), kind, { data: { harm, write: instructionFor(path) } });
    }

    /** The first line of what is long. */
    function placeOf({ node, kind }: UnansweredPath): Parameters<typeof report>[0] {
      if (kind === 'return' || kind === 'end') return node;
      if (kind === 'condition' && node.type === 'IfStatement') return node.test;
      return sourceCode.getFirstToken(node) ?? node;
    }
  },
});

function instructionFor({ harm, response, next, handler }: UnansweredPath): string {
  const answer = handler.parameters.has('context') || harm.includes('empty') ? 'Return a response' : `Answer through \`${response ?? 'the response'}\``;
  return next === undefined || handler.parameters.has('context') ? answer : `${answer}, or call \`${next}\`,`;
}
