import { defineRule } from '../../rule/define-rule.js';
import { shortCallee } from '../../rule/short-text.js';

/** Who calls request handlers and tests, and what becomes of their promises, is the matter of other rules. */
const ELSEWHERE: ReadonlySet<string> = new Set(['web-app', 'route', 'middleware', 'error-middleware', 'web-hook', 'test']);

/** What calls its function for each element, and takes no answer. */
const EACH: ReadonlySet<string> = new Set(['forEach', 'forEachRight', 'each', 'eachRight', 'forOwn', 'forOwnRight', 'forIn', 'forInRight']);

export default defineRule({
  name: 'no-async-event-listener',
  standard: 'promises',
  preset: 'recommended',
  harm: 'crash',
  description: 'Disallow async functions where the caller drops their promise: listeners, timers, `forEach`',
  references: ['https://nodejs.org/api/events.html#capture-rejections-of-promises'],
  messages: {
    dropped:
      '`{{caller}}` drops the promise of this function, so a rejection in it ends the process. Put all that it awaits into `try { … } catch (error) { … }` that reports the error, or pass a plain function that ends its promise in `.catch(…)`.',
    iterated:
      '`{{method}}` waits for no promise: what follows runs too early, and a rejection ends the process. Write `for (const … of …) { await … }`, or `await Promise.all(….map(…))`.',
    answered:
      '`{{method}}` takes the promise itself for the answer, so it decides the same for every element. Await the answers first, with `await Promise.all(….map(…))`, and decide on them.',
  },

  check({ file, report, sourceCode }) {
    for (const dropped of file.promises.droppedCallbacks) {
      const { role, method, argument, dropper, until } = dropped;
      if (ELSEWHERE.has(role)) continue;
      // Dropped by older versions only: the package must have one.
      if (until && !(until.installed !== undefined && until.installed < until.major)) continue;
      if (role === 'iterate' && !EACH.has(method)) {
        report(argument, 'answered', { data: { method } });
        continue;
      }
      if (!file.promises.leavesRejection(dropped)) continue;
      if (role === 'iterate') report(argument, 'iterated', { data: { method } });
      else report(argument, 'dropped', { data: { caller: shortCallee(sourceCode.getText(dropper)) } });
    }
  },
});
