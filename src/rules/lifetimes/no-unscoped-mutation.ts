import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-unscoped-mutation',
  standard: 'lifetimes',
  preset: 'strict',
  harm: 'corrupt',
  description: 'Disallow updates and deletes without a condition, which change every row, in functions whose names do not say so',
  messages: {
    delete: 'With no condition this deletes every row of its table, and nothing asks whether that is meant. Write {{write}}; where all rows are meant, put it into a function whose name says so, such as `deleteAll`.',
    update: 'With no condition this updates every row of its table, and nothing asks whether that is meant. Write {{write}}; where all rows are meant, put it into a function whose name says so, such as `updateAll`.',
  },
  quietIn: ['test', 'config', 'script'],
  check({ file, report }) {
    for (const { node, does, write } of file.unscopedMutations) report(node.type === 'CallExpression' ? node.callee : node, does, { data: { write } });
  },
});
