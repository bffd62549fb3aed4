import type { UnboundedLabel } from '../../analysis/metrics/unbounded-labels.js';
import { defineRule } from '../../rule/define-rule.js';
import { writeRoutePattern } from '../../rule/write-route-pattern.js';

const WHAT = {
  address: 'the address of the request',
  unmatched: 'the address of a request that no route has matched',
  caller: 'something of the client',
  data: 'what the client sends',
  id: 'an identifier',
  time: 'a time',
  count: 'a number that only grows',
  text: 'the text of an error',
  name: 'a value of its own for each user, request or message',
} as const satisfies Record<UnboundedLabel['because'], string>;

const INSTEAD = {
  address: 'Write the pattern of the route, such as `/orders/:id`',
  unmatched: "Write a constant such as `'unmatched'` there",
  caller: 'Leave it out, and log it',
  data: "Write one of a few values that the program knows (`KNOWN.has(value) ? value : 'other'`), and log the value",
  id: 'Leave it out, and log it',
  time: 'Leave it out, and record times as the values of a histogram',
  count: 'Leave it out, and record the number as the value of a gauge',
  text: 'Write its `name` or `code`, and log the error',
  name: 'Leave it out, and log it',
} as const satisfies Record<UnboundedLabel['because'], string>;

export default defineRule({
  name: 'no-high-cardinality-label',
  standard: 'observability',
  preset: 'recommended',
  harm: 'leak',
  description: 'Disallow metric labels, and names of metrics and spans, that can have any number of values',
  references: ['https://prometheus.io/docs/practices/naming/#labels', 'https://opentelemetry.io/docs/specs/otel/trace/api/#span'],
  messages: {
    label: 'The label `{{label}}` takes {{what}}: each {{harm}}. {{instead}}.',
    unnamed: 'This label takes {{what}}: each {{harm}}. {{instead}}.',
    name: 'This name takes {{what}}: each {{harm}}. {{instead}}.',
    span: 'The name of this span takes {{what}}: each {{harm}}. {{instead}}, or set an attribute of the span.',
    writePattern: 'Write `{{pattern}}`, the pattern of the route.',
  },
  options: {
    schema: {
      allowedLabels: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Names of labels whose values you know to be few.' },
      unboundedLabels: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Further names of labels that have a value of their own for each user, request or message.' },
    },
    defaults: { allowedLabels: [] as readonly string[], unboundedLabels: [] as readonly string[] },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report }) {
    for (const found of file.unboundedLabels({ allowed: options.allowedLabels, more: options.unboundedLabels })) {
      const { facts, label, place, is, because } = found;
      const data = { what: WHAT[because], harm: facts.harm, instead: INSTEAD[because] };
      const written = because === 'address' ? writeRoutePattern(found.source, file) : undefined;
      const suggest = [written && ({ messageId: 'writePattern', data: { pattern: written.pattern }, fix: written.fix } as const)];
      if (facts.isSpan) report(place, 'span', { data, suggest });
      else if (is === 'name') report(place, 'name', { data, suggest });
      else if (label === undefined) report(place, 'unnamed', { data, suggest });
      else report(place, 'label', { data: { ...data, label }, suggest });
    }
  },
});
