import { defineRule, type Fix } from '../../rule/define-rule.js';
import { unwrap, type Node } from '../../syntax/nodes.js';

export default defineRule({
  name: 'require-state-reset',
  standard: 'failures',
  preset: 'recommended',
  harm: 'hang',
  description: 'Require markers that turn others away to be reset when the work fails too',
  references: ['CWE-460', 'CWE-459'],
  messages: {
    stuck: 'When {{failure}}, this is never reached: the marker stays set, and its guard turns everybody away until a restart. Reset it in a `finally` block.',
    inFinally: 'Put what comes before into `try`, and this into `finally`.',
  },
  suggests: true,

  check({ file, report, sourceCode }) {
    for (const stuck of file.stuckMarkers.all) {
      const region = file.stuckMarkers.regionOf(stuck);
      const fix: Fix | undefined = region && (fixer => [fixer.insertTextAfter(region.first, ' try {'), fixer.insertTextBefore(region.last, '} finally { '), fixer.insertTextAfter(region.last, ' }')]);
      report(stuck.reset, 'stuck', { data: { failure: told(stuck.failure) }, suggest: [fix && { messageId: 'inFinally', fix }] });
    }

    function told(failure: Node): string {
      if (failure.type === 'ThrowStatement') return 'this function throws';
      if (failure.type === 'ReturnStatement') return 'this `catch` returns';
      const call = failure.type === 'AwaitExpression' ? unwrap(failure.argument) : failure;
      const name = call.type === 'CallExpression' ? sourceCode.getText(call.callee) : '';
      return name !== '' && name.length <= 50 && !name.includes('\n') ? `\`${name}\` fails` : 'the work fails';
    }
  },
});
