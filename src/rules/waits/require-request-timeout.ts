import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: 'require-request-timeout',
  standard: 'waits',
  preset: 'recommended',
  harm: 'hang',
  description: 'Require a bound on the wait of every outgoing HTTP request',
  messages: {
    unbounded: 'This {{library}} request can wait for ever. Pass {{bound}}, so that a silent server cannot hold this caller.',
  },
  check({ file, report }) {
    for (const call of file.calls.of('http-request')) {
      const wait = call.entry.wait;
      if (!wait || wait.bounded !== undefined) continue;
      const options = typeof wait.argument === 'number' ? call.node.arguments[wait.argument] : undefined;
      if (wait.bounds.some(path => file.options.at(options, path).state !== 'absent')) continue;
      report(call.node.callee, 'unbounded', { data: { library: call.library, bound: 'signal: AbortSignal.timeout(10_000)' } });
    }
  },
});
