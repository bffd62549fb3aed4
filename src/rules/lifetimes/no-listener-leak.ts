import { defineRule } from '../../rule/define-rule.js';
import { shortText } from '../../rule/short-text.js';

export default defineRule({
  name: 'no-listener-leak',
  standard: 'lifetimes',
  preset: 'recommended',
  harm: 'leak',
  description: 'Disallow listeners that stay on their emitter when what added them is over, and removals that remove nothing',
  references: ['https://nodejs.org/api/events.html#emittersetmaxlistenersn', 'https://nodejs.org/api/globals.html#class-abortsignal'],
  quietIn: ['test', 'config', 'script'],
  messages: {
    perCall: 'Each {{per}} adds one more listener to `{{emitter}}`, which outlives it, and nothing removes them: all of them run at each event, and what they hold is never freed (MaxListenersExceededWarning). Keep the function in a constant, and write `{{emitter}}.{{remove}}(event, listener)` where the {{per}} ends.',
    again: 'Each {{per}} adds one more listener to `{{emitter}}`, and nothing removes them: the second one makes each event run twice, and so on (MaxListenersExceededWarning). Add it once, outside of what runs again.',
    pooled: 'This client goes back to its pool with the listener, and each checkout adds one more to it: all of them run at each event (MaxListenersExceededWarning). Add it once for each connection, `pool.on(\'connect\', client => { client.on(…); })`, or remove it before the client is released.',
    keptAlive: '`{{emitter}}` serves the next requests of this client too, and each of them adds one more listener, which keeps its request in memory (MaxListenersExceededWarning). Listen to the response, `res.on(\'close\', …)`, or remove the listener there.',
    reused: 'The agent gives this socket to the next requests too (`keepAlive` is the default since Node 19), and each of them adds one more listener, about a request that is over by then (MaxListenersExceededWarning). Listen to the request itself, as in `request.on(\'timeout\', …)`, or remove the listener when the request closes.',
    instance: '`{{endedBy}}()` leaves this listener on `{{emitter}}`, which keeps every instance that there ever was in memory, and runs their code. Keep the function in a field, and write `{{emitter}}.off(event, this.…)` in `{{endedBy}}()`.',
    abort: 'This listener stays on `{{emitter}}` when the work is done: a signal that lives on keeps one for each call, with all that it holds, and runs them all when it is aborted. Keep the function in a constant, and write `{{emitter}}.removeEventListener(\'abort\', listener)` in `finally`.',
    onabort: '`onabort` holds one function: this replaces what others have put there, and stays with all that it holds when the work is done. Write `{{emitter}}.addEventListener(\'abort\', listener)`, and remove it in `finally`.',
    combined: '`{{emitter}}` keeps a listener of this combined signal when the call is over, one for each call, since nothing calls its `{{clearedBy}}()`. Keep the signal in a constant, and call `{{clearedBy}}()` in `finally`.',
    inline: 'This removes nothing: an emitter finds its listeners by identity, and `{{listener}}` is a new function that was never added. Keep the function that is added in a constant or a field, and remove that one.',
    unbound: 'This removes nothing: what was added is a new function that calls `{{listener}}`, and an emitter finds its listeners by identity. Keep the function that is added in a field, and remove that one.',
  },
  check({ file, report }) {
    const { listenerLeaks } = file;
    for (const { kind, node, emitter, per, remove, endedBy = '' } of listenerLeaks.added) {
      const isAgain = kind === 'perCall' && (per === 'run' || per === 'round' || per === 'reconnection');
      report(node, isAgain ? 'again' : kind, { data: { emitter, per, remove, endedBy } });
    }
    for (const { kind, node, signal, clearedBy = '' } of listenerLeaks.abort) report(node, kind, { data: { emitter: signal, clearedBy } });
    for (const { kind, node, listener } of listenerLeaks.lostRemovals) report(node, kind, { data: { listener: shortText(listener) } });
  },
});
