import type { Impurity } from '../../analysis/effects/impurities.js';
import { defineRule } from '../../rule/define-rule.js';
import { isInOneOf } from '../../rule/path-patterns.js';
import { shortCallee } from '../../rule/short-text.js';

type Kind = Impurity['kind'];

/** What it does, and what is written instead. */
const KINDS: Readonly<Record<Kind, readonly [does: string, write: string]>> = {
  clock: ['reads the clock', 'Take the time as a parameter (`now: Date`)'],
  randomness: ['makes a random value', 'Take the value as a parameter (`id: string`), or what makes it (`random: () => number`)'],
  environment: ['reads the environment', 'Take the setting as a parameter, and read it where the program starts'],
  io: ['reaches out of the process', 'Take what it gives as a parameter, and do this in the function that calls the core'],
  log: ['tells the outside', 'Return what has happened, and log it in the function that calls the core'],
  timer: ['waits for time to pass', 'Return what is to be done and when, or take the scheduler as a parameter'],
  state: ['changes state that outlives the call', 'Take the state as a parameter, and return the new one'],
};

export default defineRule({
  name: 'functional-core',
  standard: 'state',
  preset: 'all',
  harm: 'corrupt',
  severity: 'warn',
  description: 'Disallow clocks, chance, the environment, I/O, logging and module state in files that are named pure',
  references: ['https://www.destroyallsoftware.com/screencasts/catalog/functional-core-imperative-shell'],
  messages: {
    impure: '`{{target}}` {{does}} in the core, so the same arguments do not always have the same outcome, and its tests need fakes. {{write}}.',
  },
  options: {
    schema: {
      core: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Where the core lies, such as `src/domain/**`. Without it the rule says nothing.' },
      allow: { type: 'array', items: { type: 'string', enum: Object.keys(KINDS) }, uniqueItems: true, description: 'Kinds that the core may use all the same, such as `log`.' },
    },
    defaults: { core: [], allow: [] },
  },

  check({ file, options, report, sourceCode }) {
    if (!isInOneOf(file.filename, options.core)) return;
    for (const { node, kind, target } of file.impurities) {
      if (options.allow.includes(kind)) continue;
      const [does, write] = KINDS[kind];
      report(node, 'impure', { data: { target: shortCallee(sourceCode.getText(target)), does, write } });
    }
  },
});
