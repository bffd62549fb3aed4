import type { LogCall } from '../../analysis/logs/log-calls.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { constantMessage, errorIn, logArguments, partsOf } from '../../rule/log-arguments.js';
import { staticName, unwrap, type Node } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-interpolated-log-message',
  standard: 'observability',
  preset: 'strict',
  harm: 'blind',
  severity: 'warn',
  description: 'Disallow values inside the message of a structured log entry',
  references: ['https://12factor.net/logs'],
  messages: {
    interpolated:
      'With a value inside, each entry has a message of its own: nobody can count them, search them or alert on them. Keep the message constant and log {{values}} as fields.',
    asFields: 'Write `{{example}}`.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, report, sourceCode }) {
    const { logs } = file;
    // A failure that is logged by its text alone is the finding of another rule.
    const failures = new Set(logs.failures.filter(each => each.keeps === 'text').map(each => each.call.node));

    for (const call of logs.all) {
      const message = call.facts.structured ? logs.messageOf(call) : undefined;
      if (!message || failures.has(call.node)) continue;
      const { type } = unwrap(message);
      if (type !== 'TemplateLiteral' && type !== 'BinaryExpression') continue;
      const { text, values } = partsOf(message, file);
      const varying = values.filter(each => !isConstant(each));
      if (varying.length === 0) continue;
      const shown = varying.slice(0, 3).map(each => `\`${short(each)}\``);
      report(message, 'interpolated', { data: { values: shown.join(', ') + (varying.length > 3 ? ' …' : '') }, suggest: [asFields(call, message, text, values)] });
    }

    function asFields(call: LogCall, message: Node, text: string, values: readonly Node[]) {
      const [first, second] = call.values;
      const fieldsFirst = call.facts.order === 'fields-first';
      const existing = fieldsFirst ? (first === message ? undefined : first) : second;
      const rest = call.values.slice(fieldsFirst ? call.values.indexOf(message) + 1 : 2);
      const constant = constantMessage(text);
      if (!first || constant === undefined || rest.length > 0 || call.open || sourceCode.getCommentsInside(call.node).length > 0) return undefined;

      const errors = [...new Set(values.flatMap(each => errorIn(each, logs) ?? []))];
      const fields = values.filter(each => !errorIn(each, logs));
      if (errors.length > 1) return undefined;
      const example = logArguments(call, { message: constant, fields, error: errors[0], existing }, file);
      const end = call.values.at(-1);
      if (example === undefined || !end) return undefined;
      const fix: Fix = fixer => fixer.replaceTextRange([first.range[0], end.range[1]], example);
      return { messageId: 'asFields', data: { example: clipped(`${call.method}(${example})`, 100) }, fix } as const;
    }

    /** What is the same in every entry of a process: imported names, constants by their spelling, names of classes. */
    function isConstant(node: Node): boolean {
      const value = unwrap(node);
      const name = value.type === 'Identifier' ? value.name : value.type === 'MemberExpression' ? staticName(value) : undefined;
      if (name !== undefined && /^[A-Z][A-Z0-9_]+$/.test(name)) return true;
      if (value.type === 'MemberExpression') return name === 'name' && staticNameOf(value.object) === 'constructor';
      const variable = value.type === 'Identifier' ? file.bindings.variableOf(value) : undefined;
      return variable !== undefined && file.bindings.definitionOf(variable)?.type === 'ImportBinding';
    }

    function short(node: Node): string {
      return clipped(sourceCode.getText(node), 30);
    }
  },
});

function staticNameOf(node: Node): string | undefined {
  const value = unwrap(node);
  return value.type === 'MemberExpression' ? staticName(value) : undefined;
}

function clipped(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
