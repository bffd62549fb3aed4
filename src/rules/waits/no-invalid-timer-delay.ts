import type { InvalidDuration } from '../../analysis/waits/durations.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { isFunction, type Node } from '../../syntax/nodes.js';

const DAY = 24 * 60 * 60 * 1000;

export default defineRule({
  name: 'no-invalid-timer-delay',
  standard: 'waits',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Disallow lengths of time that a timer, a cache or a token reads as something else',
  references: ['https://nodejs.org/api/timers.html#settimeoutcallback-delay-args', 'https://github.com/getsentry/sentry-electron/issues/441', 'https://github.com/Koenkk/zigbee2mqtt/issues/17659'],
  messages: {
    overflow: '`{{text}}` is {{days}} days, a timer holds 24.8 (2^31-1 ms), and so this {{effect}}. Keep the moment when it is due, and look at it from a timer of an hour or a scheduled job.',
    never: '`{{text}}` is more than a timer can hold, and so this {{effect}}. Leave the timer out where nothing shall happen.',
    notANumber: '`{{text}}` is no number, and so this {{effect}}. Write the time in milliseconds: `5_000` for five seconds.',
    negative: '`{{text}}` is negative, and so this {{effect}}. Write the time from now on, in milliseconds.',
    missing: 'An interval without a time runs once a millisecond and keeps a core busy. Write the time between two runs: `setInterval(run, 60_000)`.',
    moment: '`{{text}}` is a moment in milliseconds since 1970, a timer reads it as a length of time and cannot hold it, and so this {{effect}}. Write `{{write}}`.',
    swapped: 'Node.js throws here (ERR_INVALID_ARG_TYPE): the function comes first, the time behind it. Write `{{write}}`.',
    notCallable: '`{{text}}` has run before the timer is set, and Node.js throws here (ERR_INVALID_ARG_TYPE) since what it gives is no function. Hand over a function: `() => {{text}}`.',
    seconds: '`{{text}}` is milliseconds, and `{{what}}` reads seconds: this lasts a thousand times as long, {{days}} days. Write `{{write}}`.',
    secondsMoment: '`{{text}}` is in milliseconds, and `{{what}}` reads seconds since 1970: a moment more than 50,000 years from now. Write `{{write}}`.',
    bareText: "`{{what}}` reads the text `{{text}}` as milliseconds, {{seconds}} seconds. Write the number {{value}} for as many seconds, or a unit: `'{{value}}s'`.",
    write: 'Write `{{write}}`.',
  },
  suggests: true,
  quietIn: ['test', 'config'],

  check({ file, report, sourceCode }) {
    for (const each of file.invalidDurations) {
      const { call, node, facts, kind, value = 0 } = each;
      const text = sourceCode.getText(node);
      const effect = facts.timer === 'repeats' ? 'runs once a millisecond' : facts.timer === 'limit' && (kind === 'not-a-number' || kind === 'negative' || value === Infinity) ? 'throws a RangeError' : facts.timer === 'limit' ? 'is over at once' : 'fires at once, after 1 ms';
      const what = facts.option ?? facts.after ?? call.path.split(/[.#]/).at(-1)!;
      const suggestion = (write: string, fix: Fix = fixer => fixer.replaceText(node, write)) => ({ data: { write }, suggest: [{ messageId: 'write', data: { write }, fix } as const] });
      switch (kind) {
        case 'overflow':
          if (value > 3_650 * DAY) report(node, 'never', { data: { text, effect } });
          else report(node, 'overflow', { data: { text, effect, days: daysIn(value) } });
          break;
        case 'not-a-number':
          report(node, 'notANumber', { data: { text, effect } });
          break;
        case 'negative':
          report(node, 'negative', { data: { text, effect } });
          break;
        case 'missing':
          report(node, 'missing');
          break;
        case 'moment': {
          const write = fromNow(node) ?? (node.type === 'NewExpression' ? `${text}.getTime() - Date.now()` : `${text} - Date.now()`);
          const { data, suggest } = suggestion(write);
          report(node, 'moment', { data: { ...data, text, effect }, suggest });
          break;
        }
        case 'swapped': {
          const { data, suggest } = swap(each);
          report(node, 'swapped', { data, suggest });
          break;
        }
        case 'not-callable':
          report(node, 'notCallable', { data: { text } });
          break;
        case 'milliseconds': {
          const inner = node.type === 'BinaryExpression' && node.operator !== '*' ? `(${text})` : text;
          const { data, suggest } = suggestion(facts.moment ? `Math.floor(${inner} / 1000)` : withoutFactor(text) ?? `${inner} / 1000`);
          if (facts.moment) report(node, 'secondsMoment', { data: { ...data, text, what }, suggest });
          else report(node, 'seconds', { data: { ...data, text, what, days: daysIn(value * 1000) }, suggest });
          break;
        }
        case 'bare-text': {
          const { suggest } = suggestion(String(value));
          report(node, 'bareText', { data: { text, what, value: String(value), seconds: String(value / 1000) }, suggest });
        }
      }
    }

    /** Of `Date.now() + ms`: what is added. */
    function fromNow(node: Node): string | undefined {
      if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined;
      const [left, right] = [node.left, node.right].map(each => sourceCode.getText(each));
      return left === 'Date.now()' ? right : right === 'Date.now()' ? left : undefined;
    }

    function swap({ call }: InvalidDuration) {
      const [delay, fn] = call.node.arguments;
      const texts = [fn!, delay!].map(each => sourceCode.getText(each));
      const callee = sourceCode.getText(call.node.callee);
      const write = `${callee}(${isFunction(fn) ? '() => …' : texts[0]!}, ${texts[1]!})`;
      const fix: Fix = fixer => [fixer.replaceText(delay!, texts[0]!), fixer.replaceText(fn!, texts[1]!)];
      return { data: { write }, suggest: [{ messageId: 'write', data: { write }, fix } as const] };
    }
  },
});

/** `60 * 60 * 1000` without its last factor. */
function withoutFactor(text: string): string | undefined {
  return /^[\d_*\s]*?\S(?=\s*\*\s*1_?000$)/.exec(text)?.[0];
}

function daysIn(ms: number): string {
  const days = ms / DAY;
  return (days < 10 ? days.toFixed(1) : Math.round(days).toString()).replace(/\B(?=(\d{3})+$)/g, ',');
}
