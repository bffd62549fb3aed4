import { defineRule } from '../../rule/define-rule.js';

const INSTEAD = 'Hand the call a limit of its own (`signal: AbortSignal.timeout(ms)`), or clear the timer in a `finally` around the race';

export default defineRule({
  name: 'no-uncleared-race-timer',
  standard: 'waits',
  preset: 'recommended',
  harm: 'leak',
  description: 'Disallow races against a timer that goes on after the race',
  references: ['https://github.com/nodejs/node/issues/17469', 'https://github.com/apify/crawlee/issues/263'],
  messages: {
    never: `When the work wins this race its timer goes on: it keeps the process from ending, and what the race holds in memory, for its whole time, once a call. ${INSTEAD}.`,
    sleep: 'When the work wins this race its timer goes on: it keeps the process from ending for its whole time, once a call. Give it `{ signal: controller.signal }`, and call `controller.abort()` in a `finally` around the race.',
    throw: 'When the work fails, nothing clears the timer of this race: it goes on for its whole time, and then does what it does after a time-out. Move `clearTimeout` into a `finally` around the race.',
    path: 'A path out of this function does not clear the timer of its race: it goes on for its whole time, and then does what it does after a time-out. Move `clearTimeout` into a `finally` around the race.',
  },
  quietIn: ['test', 'config', 'script'],

  check({ file, report }) {
    for (const { node, kind } of file.raceTimers) report(kind === 'sleep' ? node : node.callee, kind);
  },
});
