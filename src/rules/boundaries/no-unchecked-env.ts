import type { EnvironmentUse } from '../../analysis/boundaries/environment.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-unchecked-env',
  standard: 'boundaries',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Require a check of environment variables that are used as numbers or asserted to be there',
  references: ['nodebestpractices 1.4', 'https://12factor.net/config', 'https://github.com/elizaOS/eliza/issues/30544'],
  messages: {
    notANumber:
      '`{{name}}` becomes NaN when it is {{fault}}, and NaN makes a limit that nothing exceeds and a timer of 1 ms. Check the number with `Number.isInteger` and throw at start-up, or parse the environment with a schema.',
    asserted:
      '`{{name}}` may be missing or something else in production: the assertion checks nothing, and the failure comes later, elsewhere. Throw at start-up when it is not set, or parse the environment with a schema.',
    neverEqual: '`{{name}}` is a string or undefined, so this comparison with {{value}} always gives the same answer. Compare with {{text}}.',
    compareText: 'Compare with {{text}}.',
    useOr: 'Replace `??`, which does not see NaN, by `||`.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, report, sourceCode }) {
    const reported = new Set<string>();
    for (const use of file.environment.unchecked) {
      const name = use.variable.name ?? sourceCode.getText(use.variable.node);
      // One variable, one fault: the place that is mended first mends the others.
      if (reported.has(name)) continue;
      reported.add(name);
      switch (use.kind) {
        case 'number':
          report(use.node, 'notANumber', { data: { name, fault: use.hasDefault ? 'malformed' : 'missing or malformed' }, suggest: [orInsteadOf(use)] });
          break;
        case 'assertion':
          report(use.node, 'asserted', { data: { name } });
          break;
        case 'never-equal': {
          if (use.node.type !== 'BinaryExpression') break;
          const { right } = use.node;
          const value = sourceCode.getText(right);
          const text = `'${value}'`;
          report(use.node, 'neverEqual', {
            data: { name, value, text },
            suggest: [{ messageId: 'compareText', data: { text }, fix: fixer => fixer.replaceText(right, text) }],
          });
        }
      }
    }

    function orInsteadOf({ node }: EnvironmentUse): { readonly messageId: 'useOr'; readonly fix: Fix } | undefined {
      const { parent } = node;
      if (parent?.type !== 'LogicalExpression' || parent.operator !== '??' || parent.left !== node) return undefined;
      // `a ?? b || c` does not parse.
      if (parent.parent.type === 'LogicalExpression') return undefined;
      const operator = sourceCode.getTokenBefore(parent.right, token => token.value === '??');
      return operator ? { messageId: 'useOr', fix: fixer => fixer.replaceText(operator, '||') } : undefined;
    }
  },
});
