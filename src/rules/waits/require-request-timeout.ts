import type { UnboundedWait } from '../../analysis/waits/waits.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { writeOption } from '../../rule/write-option.js';
import { isInside } from '../../syntax/nodes.js';

export default defineRule({
  name: 'require-request-timeout',
  standard: 'waits',
  preset: 'recommended',
  harm: 'hang',
  description: 'Require a bound on the wait of every outgoing HTTP request',
  references: ['ASVS 13.1.3', 'SRE book, chapter 22'],
  messages: {
    unbounded: 'A server that never answers holds this {{api}} request {{silence}}, and with it the caller and a socket. Pass `{{write}}`.',
    unboundedClient: 'A server that never answers holds every request of this {{api}} client {{silence}}, and with it the caller and a socket. Create it with `{{write}}`.',
    unboundedCall: '`{{callee}}` hands its options on to {{api}} and adds no bound: a server that never answers holds this call {{silence}}, and with it a socket. Pass it `{{write}}`.',
    unboundedInside: 'What this call gives `{{callee}}` leaves its {{api}} request without a bound: a server that never answers holds it {{silence}}, and with it a socket. Pass what `{{callee}}` takes as its bound, or write `{{write}}` at the request.',
    switchedOff: '`{{option}}` switches the bound of this {{api}} call off, so a server that never answers holds the caller and a socket. Write `{{write}}`, with the longest time that a caller can use.',
    neverAborted: 'Nothing ever aborts `{{controller}}`, so a server that never answers holds this {{api}} request {{silence}}. Write `{{write}}`.',
    write: 'Write `{{write}}`; choose the time that a caller can wait.',
  },
  options: {
    schema: {
      includeInjectedClients: {
        type: 'boolean',
        description: 'Whether to report requests of clients that another file makes (an injected HttpService or AxiosInstance) when nothing at the request bounds it.',
      },
    },
    defaults: { includeInjectedClients: false },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const wait of file.waits.unbounded) {
      if (wait.inherits && !options.includeInjectedClients) continue;
      const { call, facts, off, switchedOff, builtIn, by, optionsAt, neverAborted: controller, isClient } = wait;
      const api = call.library === 'global' ? '`fetch`' : call.library.replace(/^node:/, '');
      const silence = facts.silence ?? 'for ever';
      const value = off && sourceCode.getText(off.type === 'Property' ? off.value : off.right);
      const write = controller !== undefined && value !== undefined ? `signal: AbortSignal.any([${value}, AbortSignal.timeout(10_000)])` : (facts.write ?? 'signal: AbortSignal.timeout(10_000)');
      const fix = edit(wait, write);
      const suggest = [fix && ({ messageId: 'write', data: { write }, fix } as const)];

      if (off && controller !== undefined) report(off, 'neverAborted', { data: { api, write, controller, silence }, suggest });
      else if (off && switchedOff) report(off, 'switchedOff', { data: { api, write, option: sourceCode.getText(off) }, suggest });
      else if (by !== call.node) report(by.callee, optionsAt < 0 ? 'unboundedInside' : 'unboundedCall', { data: { api, write, silence, callee: sourceCode.getText(by.callee) }, suggest });
      else report(builtIn ?? by.callee, isClient ? 'unboundedClient' : 'unbounded', { data: { api, write, silence }, suggest });
    }

    function edit({ call, facts, off, by, optionsAt, beforeCallback }: UnboundedWait, write: string): Fix | undefined {
      if (facts.told || optionsAt < 0) return undefined;
      if (write.startsWith('.')) return fixer => fixer.insertTextAfter(call.node, write);
      if (!off) return writeOption(by, optionsAt, write, sourceCode, beforeCallback);
      // Options that other calls may share keep their value.
      if (off.type !== 'Property' || !isInside(off, call.node)) return undefined;
      const key = sourceCode.getText(off.key);
      return write.startsWith(`${key}:`) ? fixer => fixer.replaceText(off, write) : undefined;
    }
  },
});
