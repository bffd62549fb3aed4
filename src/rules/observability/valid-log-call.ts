import type { LogCall } from '../../analysis/logs/log-calls.js';
import type { LostValue } from '../../analysis/logs/lost-values.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { withErrorAsElsewhere } from '../../rule/log-arguments-elsewhere.js';
import { logArguments, withError } from '../../rule/log-arguments.js';
import { unwrap } from '../../syntax/nodes.js';

export default defineRule({
  name: 'valid-log-call',
  standard: 'observability',
  preset: 'recommended',
  harm: 'blind',
  description: 'Require log calls to print what they are given, and failures to be logged with their error',
  references: ['https://github.com/pinojs/pino/issues/978', 'nodebestpractices 2.6'],
  messages: {
    lostExtra: '{{logger}} prints no value that stands behind the message without a placeholder. Hand it over first: `{{method}}({{example}})`.',
    lostToPlaceholder: '{{logger}} fills this placeholder with `{}`: the text and the stack of the error are lost. Hand the error over first: `{{method}}(err, message)`.',
    lostField: '{{logger}} prints an error under this key as `{}`: its text and its stack are lost. {{advice}}',
    lostText: '{{logger}} reads the message first, so this text is lost and the message is an object. Write `{{method}}(message, {{second}})`.',
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
      const { call, value, key } = lost;
      const { logger } = call;
      const method = calleeOf(call);
      const first = unwrap(call.values[0]!);
      switch (lost.why) {
        case 'extra': {
          const example = inOrder(lost);
          report(value, 'lostExtra', { data: { logger, method, example: example ?? 'fields, message' }, suggest: [handOver(call, example)] });
          break;
        }
        case 'placeholder':
          report(value, 'lostToPlaceholder', { data: { logger, method } });
          break;
        case 'text':
          report(value, 'lostText', { data: { logger, method, second: logs.isError(first) ? 'error' : 'fields' } });
          break;
        case 'field': {
          const { errorKey } = call.facts;
          const renamed = errorKey !== undefined && !call.facts.errorFieldsLost?.evenUnderErrorKey ? errorKey : undefined;
          const advice = renamed ? `Write \`${renamed}: …\`.` : errorKey ? 'Make the logger with a serializer for it.' : 'Hand over the error itself behind the message.';
          const fix: Fix = fixer => fixer.replaceText(key ?? value, `${renamed}: ${sourceCode.getText(value)}`);
          report(key ?? value, 'lostField', { data: { logger, advice }, suggest: [renamed ? { messageId: 'rename', data: { key: renamed }, fix } : undefined] });
          break;
        }
      }
    }

    for (const { call, handler, keeps } of logs.failures) {
      if (keeps === 'text' && !options.requireStack) continue;
      const error = handler.error?.name;
      const example = error === undefined ? undefined : 'facts' in call ? withError(call, error, file) : withErrorAsElsewhere(call, error, file);
      report(call.node, keeps === 'text' ? 'stackMissing' : 'errorMissing', { data: { method: calleeOf(call) }, suggest: [handOver(call, example)] });
    }

    function calleeOf({ node, method }: Pick<LogCall, 'node' | 'method'>): string {
      const source = sourceCode.getText(node.callee);
      return source.length > 40 || source.includes('\n') ? method : source;
    }

    /** The arguments of a fields-first call with its one lost value in front. */
    function inOrder({ call, value }: LostValue): string | undefined {
      const message = logs.messageOf(call);
      const at = message ? call.values.indexOf(message) : -1;
      if (!message || call.values.length !== at + 2) return undefined;
      const fields = at === 1 ? call.values[0] : undefined;
      const text = sourceCode.getText(message);
      if (logs.isError(value)) return logArguments(call, { message: text, fields: [], error: value, existing: fields }, file);
      if (unwrap(value).type === 'ObjectExpression') return fields ? undefined : logArguments(call, { message: text, fields: [], existing: value }, file);
      return logArguments(call, { message: text, fields: [value], existing: fields }, file);
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
