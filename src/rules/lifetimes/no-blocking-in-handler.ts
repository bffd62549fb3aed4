import type { BlockingCall } from '../../analysis/requests/blocking-calls.js';
import { defineRule } from '../../rule/define-rule.js';
import { enclosingFunction } from '../../syntax/nodes.js';
import { writeAsynchronous } from '../../rule/write-asynchronous.js';

export default defineRule({
  name: 'no-blocking-in-handler',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'hang',
  description: 'Disallow work in request handlers and consumers that keeps the process from everything else',
  references: ['https://nodejs.org/en/learn/asynchronous-work/dont-block-the-event-loop'],
  messages: {
    request: '`{{name}}` {{why}}, and until then this process answers no other request. Write {{instead}}.',
    constant: '`{{name}}` {{why}}, each time anew, and until then this process answers no other request. Call it once while the module loads and use what it gave, or write {{instead}}.',
    secret: '`{{name}}` {{why}}, and until then this process answers no other request. Write {{instead}}, and await this function where it is called.',
    asynchronous: 'Write `await {{form}}(…)`.',
  },
  options: {
    schema: {
      includeBrief: {
        type: 'boolean',
        description: 'Whether to report calls that take microseconds on a local disk as well (`existsSync`, `statSync`, `mkdirSync` …): on a network drive they take as long as the network.',
      },
      secretsAnywhere: {
        type: 'boolean',
        description: 'Whether to report work on passwords and keys (`compareSync`, `scryptSync` …) in every function that does not look as if it ran at the start: whoever logs in makes it run.',
      },
    },
    defaults: { includeBrief: false, secretsAnywhere: true },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const found of file.blockingCalls.all) {
      const { call, name, facts, when, isConstant } = found;
      if ((facts.brief && !options.includeBrief) || (when === 'secret' && !options.secretsAnywhere)) continue;
      const messageId = when === 'secret' && enclosingFunction(call.node)?.async !== true ? 'secret' : isConstant && !facts.brief && call.entry.role === 'file-access' ? 'constant' : 'request';
      report(call.node.callee, messageId, { data: { name, why: facts.why, instead: facts.instead }, suggest: [asynchronous(found)] });
    }

    function asynchronous({ call, facts: { asynchronous: form } }: BlockingCall) {
      const fix = form === undefined ? undefined : writeAsynchronous(call.node, form, file, sourceCode);
      return fix && form !== undefined ? ({ messageId: 'asynchronous', data: { form }, fix } as const) : undefined;
    }
  },
});
