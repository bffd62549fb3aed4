import { defineRule } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';

export default defineRule({
  name: 'no-unbounded-cache',
  standard: 'lifetimes',
  preset: 'strict',
  harm: 'leak',
  description: 'Disallow caches and containers of the process that grow with its work and that nothing bounds',
  references: ['https://github.com/isaacs/node-lru-cache#storage-bounds-safety'],
  quietIn: ['test', 'config', 'script'],
  messages: {
    grows:
      '`{{place}}` takes in one more with each new {{unit}} and nothing takes anything out again: memory grows until the process ends. Write `new LRUCache({ max: 1000 })` of `lru-cache` in its place, or delete each entry when it is done with.',
    unbounded: '`{{made}}` keeps {{what}} for as long as the process lives, and nothing here bounds how many there are: memory grows until the process ends. Write {{write}}.',
    expires: '`{{made}}` lets entries go when their time is over, and takes in any number until then: more traffic, or one client with many keys, fills the memory. Write {{write}}.',
  },
  options: {
    schema: { allowExpiry: { type: 'boolean', description: 'Whether a time to live is bound enough.' } },
    defaults: { allowExpiry: false },
  },
  check({ file, options, report, sourceCode }) {
    for (const { node, place, unit } of file.growingContainers) report(node, 'grows', { data: { place, unit: unit === 'call' ? 'argument' : unit } });
    for (const { call, facts, expires } of file.unboundedCaches) {
      const made = shortText(`${call.node.type === 'NewExpression' ? 'new ' : ''}${sourceCode.getText(call.node.callee)}(…)`);
      if (!expires) report(call.node, 'unbounded', { data: { made, what: facts.what, write: facts.write } });
      else if (!options.allowExpiry) report(call.node, 'expires', { data: { made, write: facts.write } });
    }
  },
});
