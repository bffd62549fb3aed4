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
    race: 'While this awaits, `{{slot}}` is still empty, so that callers at the same time each make their own, and all but the last are never closed. Store the promise itself, and clear it when it rejects.',
  },
  options: {
    schema: {
      races: { type: 'boolean', description: 'Whether to report connections and clients that are stored only after an `await`, so that two callers make two.' },
    },
    defaults: { races: false },
  },
  presetOptions: { strict: { races: true } },
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report }) {
    for (const { promise, slot, reset } of file.cachedPromises.rejections) report(promise, 'kept', { data: { slot, reset } });
    if (!options.races) return;
    for (const { node, slot } of file.cachedPromises.doubleLoads) report(node, 'race', { data: { slot } });
  },
});
