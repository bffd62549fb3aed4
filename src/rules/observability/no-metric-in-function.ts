import { defineRule } from '../../rule/define-rule.js';
import { moveToModule } from '../../rule/move-to-module.js';

const WHEN = {
  request: 'Every request',
  message: 'Every message',
  invocation: 'Every invocation',
  connection: 'Every connection',
  reconnection: 'Every new connection',
  run: 'Every run',
  round: 'Every round of this loop',
  call: 'Every call',
} as const;

export default defineRule({
  name: 'no-metric-in-function',
  standard: 'observability',
  preset: 'recommended',
  harm: 'crash',
  description: 'Disallow making metrics, and adding callbacks to them, again for each request or call',
  references: ['https://github.com/siimon/prom-client#usage', 'https://opentelemetry.io/docs/specs/otel/metrics/api/#instrument'],
  messages: {
    repeated: '{{when}} {{does}}: {{harm}}. {{write}}.',
    move: 'Move it to the module.',
  },
  options: {
    schema: {
      reportCosts: { type: 'boolean', description: 'Whether to report instruments that may be made again, and only cost time.' },
    },
    defaults: { reportCosts: false },
  },
  presetOptions: { strict: { reportCosts: true } },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report }) {
    for (const { call, facts, per } of file.repeatedMetrics.all) {
      if (facts.again === 'costs' && !options.reportCosts) continue;
      const move = moveToModule(call.node, file);
      report(call.node.callee, 'repeated', {
        data: { when: WHEN[per], does: facts.does, harm: facts.harm, write: facts.write },
        suggest: [move && { messageId: 'move', fix: move }],
      });
    }
  },
});
