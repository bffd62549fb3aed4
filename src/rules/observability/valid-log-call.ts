import type { LogCall } from '../../analysis/logs/log-calls.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { withErrorAsElsewhere } from '../../rule/log-arguments-elsewhere.js';
import { withError } from '../../rule/log-arguments.js';
import { reportOf } from '../../rule/lost-values.js';

export default defineRule({
  name: 'valid-log-call',
  standard: 'observability',
  preset: 'recommended',
  harm: 'blind',
  description: 'Require log calls to print what they are given, and failures to be logged with their error',
  references: ['https://github.com/pinojs/pino/issues/978', 'nodebestpractices 2.6'],
  messages: {
    lostExtra: '{{logger}} prints no value that stands behind the message without a placeholder. Hand it over first: `{{method}}({{example}})`.',
    lostBehind: '{{logger}}, as it was made, prints one object behind the message and drops this value. Hand it over as a field: `{{method}}({{example}})`.',
    lostToPlaceholder: '{{logger}} prints nothing of an error at `{{placeholder}}`: its text and its stack are lost. {{advice}}',
    lostField: '{{logger}} prints an error under this key as `{}`: its text and its stack are lost. {{advice}}',
    lostText: '{{logger}} reads the message first, so this text is lost and the message is an object. Write `{{method}}(message, {{second}})`.',
    lostError: '{{logger}} prints {{kept}} of an error in this place: {{lost}} lost. {{advice}}',
    fieldsAsMessage: '{{logger}} reads the message here, so this object takes its place and no text can be searched for. Hand the fields over first: `{{method}}({{example}})`.',
    lostToContext: '{{logger}} reads the context from the last text, so what the error says stands where the name of the module belongs. Write `{{method}}({{example}})`.',
    errorMissing: 'This entry says that something failed and not why, and the error is gone. Hand the error to `{{method}}` too.',
    stackMissing: "Only the error's text is logged: its stack and its cause are gone, and with them the place that failed. Hand the error itself to `{{method}}`.",
    handOver: 'Hand over `{{example}}`.',
    rename: 'Use the key `{{key}}`.',
  },
  options: {
    schema: {
      requireStack: { type: 'boolean', description: 'Whether to report handlers that log the message of an error and drop its stack.' },
    },
    defaults: { requireStack: true },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    const { logs } = file;

    for (const lost of logs.lost) {
      const { call, value, key, rename } = lost;
      const { messageId, data, example } = reportOf(lost, calleeOf(call), file);
      const fix: Fix = fixer => fixer.replaceText(key ?? value, `${rename}: ${sourceCode.getText(value)}`);
      report(key ?? value, messageId, { data, suggest: [rename === undefined ? handOver(call, example) : { messageId: 'rename', data: { key: rename }, fix }] });
    }

    for (const { call, handler, keeps } of logs.failures) {
      // What the logger does with the error is the fault, and has been reported.
      if (logs.lost.some(each => each.call.node === call.node) || (keeps === 'text' && !options.requireStack)) continue;
      const error = handler.error?.name;
      const example = error === undefined ? undefined : 'facts' in call ? withError(call, error, file) : withErrorAsElsewhere(call, error, file);
      report(call.node, keeps === 'text' ? 'stackMissing' : 'errorMissing', { data: { method: calleeOf(call) }, suggest: [handOver(call, example)] });
    }

    function calleeOf({ node, method }: Pick<LogCall, 'node' | 'method'>): string {
      const source = sourceCode.getText(node.callee);
      return source.length > 40 || source.includes('\n') ? method : source;
    }

    function handOver({ node }: Pick<LogCall, 'node'>, example: string | undefined) {
      const [first] = node.arguments;
      const last = node.arguments.at(-1);
      if (example === undefined || !first || !last || sourceCode.getCommentsInside(node).length > 0) return undefined;
      const fix: Fix = fixer => fixer.replaceTextRange([first.range[0], last.range[1]], example);
      return { messageId: 'handOver', data: { example }, fix } as const;
    }
  },
});
