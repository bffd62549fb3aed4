import type { TSESLint } from '@typescript-eslint/utils';
import type { TimerLeak } from '../../analysis/timers/timer-leaks.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { wrapRestInTry } from '../../rule/wrap-in-try.js';
import { isFunction, statementOf } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-timer-leak',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'leak',
  description: 'Disallow timers that go on when what they were set for is over',
  references: ['https://nodejs.org/api/timers.html#clearintervaltimeout'],
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  messages: {
    unended: 'Each {{unit}} starts this interval and nothing ends it, so they pile up, each holding all that its callback uses, until the process has no time or memory left. Keep what `{{set}}` gives, and hand it to `clearInterval` when the {{unit}} is over.',
    overwritten: 'Each {{unit}} puts its interval into `{{place}}`, over the one of the {{unit}} before, which nothing can end any more. Keep it in a variable of this function, and clear it when this {{unit}} is over.',
    forgotten: '`{{place}}` is set to nothing here while its interval goes on, and nobody can end it any more. Write `clearInterval({{place}});` before it.',
    settled: 'The promise is settled here and its interval goes on for ever, once more for each call. Call `clearInterval` on every way that settles it.',
    limit: 'When the promise is settled before its time is over, this timer goes on: it keeps the process from ending, and what the promise holds in memory, for its whole time, once a call. Keep what `{{set}}` gives, and hand it to `clearTimeout` wherever the promise is settled.',
    'interval-throw': 'When line {{line}} fails, nothing clears this interval, and it runs for ever, once more for each failure. Move `{{clear}}` into a `finally` block that begins right after it was set.',
    'interval-return': 'The way out in line {{line}} does not clear this interval, and it runs for ever, once more for each call. Move `{{clear}}` into a `finally` block that begins right after it was set.',
    'timeout-throw': 'When line {{line}} fails, this timer goes on: it keeps the process from ending for its whole time, and then {{harm}}. Move `{{clear}}` into a `finally` block that begins right after it was set.',
    'timeout-return': 'On the way out in line {{line}} this timer goes on: it keeps the process from ending for its whole time, and then {{harm}}. Move `{{clear}}` into a `finally` block that begins right after it was set.',
    ended: '`{{by}}` does not end what is started here: it works on with what has been closed, and keeps that in memory and the process from ending. Keep what `{{set}}` gives, and hand it to `{{clear}}` in `{{by}}`.',
    late: '`{{by}}` cannot stop this timer: when it comes first, `{{starts}}` is started after all and nobody ends it any more. Keep what `{{set}}` gives, and hand it to `clearTimeout` in `{{by}}`.',
    rearmed: 'Only the next `{{event}}` clears this timer, so after the last one it goes on, and then {{harm}} although all went well. Call `clearTimeout` where the work ends, too, failed or not.',
    event: 'The listener of `{{event}}` does not clear this timer as the others do: it goes on, and then {{harm}}. Call `clearTimeout` there, too.',
    clear: 'Clear it before.',
    wrap: 'Clear it in a `finally` block.',
  },
  check({ file, report, sourceCode }) {
    for (const leak of file.timerLeaks) {
      const { timer } = leak;
      const set = sourceCode.getText(timer.node.callee);
      const place = typeof timer.handle === 'object' ? timer.handle.text : '';
      if (leak.kind === 'throw' || leak.kind === 'return') {
        const fix = wrapping(leak, sourceCode);
        const data = { line: String(isFunction(leak.node) ? leak.node.loc.end.line : leak.node.loc.start.line), clear: sourceCode.getText(leak.clears[0]) };
        const suggest = [fix && { messageId: 'wrap' as const, fix }];
        if (timer.repeats) report(timer.node.callee, `interval-${leak.kind}`, { data, suggest });
        else report(timer.node.callee, `timeout-${leak.kind}`, { data: { ...data, harm: leak.harm ?? '' }, suggest });
      } else if (leak.kind === 'unended') report(timer.node.callee, 'unended', { data: { unit: leak.unit, set } });
      else if (leak.kind === 'overwritten') report(timer.node.callee, 'overwritten', { data: { unit: leak.unit, place } });
      else if (leak.kind === 'forgotten') report(leak.node, 'forgotten', { data: { place }, suggest: [{ messageId: 'clear', fix: clearing(leak, place) }] });
      else if (leak.kind === 'limit') report(timer.node.callee, 'limit', { data: { set } });
      else if (leak.kind === 'settled') report(leak.node, 'settled');
      else if (leak.kind === 'ended') report(timer.node.callee, 'ended', { data: { by: leak.by, set, clear: timer.repeats ? 'clearInterval' : 'clearTimeout' } });
      else if (leak.kind === 'late') report(timer.node.callee, 'late', { data: { by: leak.by, starts: leak.starts, set } });
      else if (leak.kind === 'rearmed' || leak.kind === 'event') report(timer.node.callee, leak.kind, { data: { event: leak.event, harm: leak.harm } });
    }
  },
});

function clearing(leak: Extract<TimerLeak, { kind: 'forgotten' }>, place: string): Fix {
  const statement = statementOf(leak.node);
  return fixer => fixer.insertTextBefore(statement, `clearInterval(${place}); `);
}

/** Puts the rest of the block into a `try`, and the one statement that clears the timer into its `finally`. */
function wrapping({ timer, clears }: Extract<TimerLeak, { kind: 'throw' | 'return' }>, sourceCode: Readonly<TSESLint.SourceCode>): Fix | undefined {
  const [only, ...more] = clears;
  if (!only || more.length > 0) return undefined;
  const cleared = statementOf(only);
  return wrapRestInTry(statementOf(timer.node), ['} finally {', `  ${sourceCode.getText(cleared)}`, '}'], sourceCode, cleared);
}
