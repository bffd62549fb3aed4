import type { LeakedDetails } from '../../analysis/requests/leaked-details.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { wrapped, type Node } from '../../syntax/nodes.js';

const INSTEAD = "'Internal server error'";

export default defineRule({
  name: 'no-error-details-to-client',
  standard: 'failures',
  preset: 'recommended',
  harm: 'expose',
  description: 'Disallow sending what an unknown error carries (its stack, its message, itself) to the client',
  references: ['CWE-209', 'ASVS 16.5.1', 'https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html'],
  messages: {
    stack: `The stack of the error goes to the client: paths, versions and the way through the code, which tell an attacker where to look. Log the error, and send a text of your own, such as ${INSTEAD}.`,
    message: `What the error says goes to the client, and it may be any error: such texts hold SQL, host names, paths and the data of others. Log the error, and send a text of your own, such as ${INSTEAD}.`,
    whole: `The error itself goes to the client, with all that a library put on it: the query and its values, the request with its headers. Log the error, and send a text of your own, such as ${INSTEAD}.`,
    sendText: 'Send a text of your own in its place.',
  },
  suggests: true,
  options: {
    schema: {
      allowMessage: { type: 'boolean', description: 'Say nothing about the message of an error. Stacks, and errors as a whole, are still reported.' },
    },
    defaults: { allowMessage: false },
  },

  check({ file, options, report, sourceCode }) {
    for (const leak of file.leakedDetails) {
      const worst = leak.details.find(each => each.kind === 'stack') ?? leak.details[0]!;
      if (options.allowMessage && worst.kind === 'message') continue;
      const fix = replaceDetails(leak);
      report(worst.node, worst.kind, { suggest: [fix && { messageId: 'sendText', fix }] });
    }

    /** A property with the stack goes; what else is told becomes a text. */
    function replaceDetails({ details }: LeakedDetails): Fix | undefined {
      // Parts of one text are one text.
      const places = [...new Set(details.map(({ node }) => placeOf(node)))];
      if (places.some(each => each.parent?.type === 'SpreadElement' || sourceCode.getCommentsInside(each).length > 0)) return undefined;
      return fixer => places.map(each => (each.parent?.type === 'Property' && each.parent.shorthand ? fixer.insertTextAfter(each, `: ${INSTEAD}`) : fixer.replaceText(each, INSTEAD)));
    }
  },
});

/** The largest expression around a detail that is only a text made of it. */
function placeOf(node: Node): Node {
  let place = wrapped(node);
  for (let { parent } = place; parent; { parent } = place) {
    const isPart =
      parent.type === 'TemplateLiteral' ||
      parent.type === 'LogicalExpression' ||
      parent.type === 'ConditionalExpression' ||
      (parent.type === 'BinaryExpression' && parent.operator === '+') ||
      (parent.type === 'CallExpression' && parent.callee !== place && parent.callee.type === 'Identifier' && parent.callee.name === 'String') ||
      (parent.type === 'CallExpression' && parent.callee === place) ||
      (parent.type === 'MemberExpression' && parent.object === place);
    if (!isPart) break;
    place = wrapped(parent);
  }
  return place;
}
