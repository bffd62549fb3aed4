import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-cached-rejection',
  standard: 'promises',
  preset: 'recommended',
  harm: 'hang',
  description: 'Disallow keeping a promise for later callers without a way out of its rejection',
  references: ['https://github.com/homarr-labs/homarr/pull/6441'],
  messages: {
    kept: '`{{slot}}` keeps this promise even when it rejects, so one failure is the answer to every later caller until the process ends. Take it away again: end the promise in `.catch((error) => { {{reset}}; throw error; })`.',
    held: '`{{slot}}` keeps this promise even when it rejects, so one failure is the answer to every caller of the key until the cache lets it go. Take it away again: end the promise in `.catch((error) => { {{reset}}; throw error; })`.',
  },
  quietIn: ['test', 'config', 'script'],

  check({ file, report }) {
    for (const { promise, slot, reset, isHeld } of file.cachedPromises.rejections) report(promise, isHeld ? 'held' : 'kept', { data: { slot, reset } });
  },
});
