import type { ShutdownFault } from '../../analysis/processes/shutdowns.js';
import { defineRule } from '../../rule/define-rule.js';
import { closeOnSignal, exitAfterClose, listenToBoth } from '../../rule/write-shutdown.js';

export default defineRule({
  name: 'require-graceful-shutdown',
  standard: 'lifetimes',
  preset: 'strict',
  harm: 'corrupt',
  description: 'Require that a server or worker finishes what it has begun when it is told to end',
  references: ['https://github.com/goldbergyoni/nodebestpractices/blob/master/sections/docker/graceful-shutdown.md', 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination'],
  messages: {
    none: 'Nothing here listens to SIGTERM, so that each deploy cuts off the {{work}} in progress. Write `process.on(\'SIGTERM\', () => { {{close}}; })`, and close databases and queues behind it.',
    hooks: 'Nest listens to no signal by itself, so that each deploy cuts off the requests in progress and calls no `onModuleDestroy`. Write `{{app}}.{{method}}()` before it listens.',
    'only-sigint': 'Only SIGINT, which is Ctrl-C, ends this process cleanly: Docker, Kubernetes and systemd send SIGTERM, which ends it at once. Listen to SIGTERM with the same function.',
    exits: 'This exit cuts off every request in progress, since nothing has closed the server before it. Write `{{close}}`.',
    unawaited: '`{{closing}}` has only begun when this exit ends the process, and all that it waits for is cut off. {{instead}}',
    stays: 'With this listener SIGTERM no longer ends the process, and nothing in the listener does: it goes on with its work until it is killed in the middle of it. Close what it serves with and exit then{{close}}.',
    unbounded: 'One request that never ends keeps this process until it is killed, since only the callback of `close` exits. Add `setTimeout(() => process.exit(1), 10_000).unref()` beside it.',
    listen: 'Close it on SIGTERM.',
    both: 'Listen to SIGTERM too.',
    wait: 'Exit when it has closed.',
  },
  options: {
    schema: {
      includeWorkers: {
        type: 'boolean',
        description: 'Whether to report programs that only take jobs or messages (a BullMQ `Worker`, a consumer of Kafka) and listen to no SIGTERM as well.',
      },
      requireDeadline: {
        type: 'boolean',
        description: 'Whether to report shutdowns that wait for open requests with no limit as well: what runs the process kills it after some time (Kubernetes after 30 s, Docker after 10 s).',
      },
    },
    defaults: { includeWorkers: false, requireDeadline: false },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const fault of file.shutdowns.faults) {
      const { kind, node, serving } = fault;
      const isWorker = serving?.call.entry.role === 'message-consume';
      const close = closing(fault);
      if (kind === 'none' && serving) {
        if (isWorker && !options.includeWorkers) continue;
        const { onSignals } = serving.facts;
        const fix = closeOnSignal(serving, file);
        const suggest = [fix && ({ messageId: 'listen', fix } as const)];
        if (onSignals === undefined) report(node, 'none', { data: { work: isWorker ? 'jobs' : 'requests', close }, suggest });
        else report(node, 'hooks', { data: { app: sourceCode.getText(serving.server), method: onSignals }, suggest });
      } else if (kind === 'only-sigint') {
        const fix = listenToBoth(node, file, sourceCode);
        report(node, kind, { suggest: [fix && ({ messageId: 'both', fix } as const)] });
      } else if (kind === 'exits') {
        report(node, kind, { data: { close }, suggest: [waiting(fault)] });
      } else if (kind === 'unawaited' && fault.close) {
        const isPromise = file.promises.isPromise(fault.close) === true;
        const text = sourceCode.getText(fault.close).replace(/\(.*\)$/s, '()');
        const instead = isPromise ? `Write \`await ${text}\` before it.` : `Write \`${text.slice(0, -1)}() => process.exit(0))\`.`;
        report(node, kind, { data: { closing: text, instead }, suggest: [waiting(fault)] });
      } else if (kind === 'stays') {
        report(node, kind, { data: { close: serving ? `: \`${close}\`` : '' } });
      } else if (kind === 'unbounded' && options.requireDeadline) {
        report(node, kind);
      }
    }

    function closing({ serving }: ShutdownFault): string {
      if (!serving) return 'server.close(() => process.exit(0))';
      const name = serving.server.type === 'Identifier' ? serving.server.name : serving.facts.by === 'callback' ? 'server' : 'worker';
      return serving.facts.by === 'callback' ? `${name}.${serving.facts.close}(() => process.exit(0))` : `${name}.${serving.facts.close}().then(() => process.exit(0))`;
    }

    function waiting(fault: ShutdownFault) {
      const fix = exitAfterClose(fault, file, sourceCode);
      return fix && ({ messageId: 'wait', fix } as const);
    }
  },
});
