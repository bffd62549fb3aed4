import { allowedCallsSchema, isAllowed, type AllowedCall } from '../../rule/allowed-calls.js';
import { defineRule } from '../../rule/define-rule.js';
import { isInOneOf } from '../../rule/path-patterns.js';

export default defineRule({
  name: 'require-outbound-policy',
  standard: 'waits',
  preset: 'all',
  harm: 'hang',
  description: "Require calls of other services to go through the project's own wrapper, circuit breaker or policy",
  references: ['ASVS 13.1.3', 'SRE book, chapter 22'],
  messages: {
    unprotected:
      '`{{api}}` calls another service past the policy of this project: when that service is slow or down, nothing stops the next call from waiting for it too. Call it through {{wrapper}}.',
  },
  options: {
    schema: {
      wrappers: allowedCallsSchema("Functions and classes that run a call under the project's policy: `{ from, name, package?, path? }`, or `module:name` (`./http/resilient.js:callUpstream`). Circuit breakers and policies of the catalog count as well."),
      modules: { type: 'array', items: { type: 'string' }, uniqueItems: true, description: 'Files that may call other services directly: `src/clients/**`.' },
      additionalRoles: {
        type: 'array',
        items: { type: 'string', enum: ['database-query', 'cache-command', 'message-send', 'cloud-command'] },
        uniqueItems: true,
        description: 'What must go through a wrapper besides HTTP requests.',
      },
    },
    defaults: { wrappers: [] as AllowedCall[], modules: [] as string[], additionalRoles: [] as string[] },
  },
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    const { wrappers, modules, additionalRoles } = options;
    // Which wrapper is the right one, only the project can say.
    if ((wrappers.length === 0 && modules.length === 0) || isInOneOf(file.filename, modules)) return;
    for (const { call, runBy, isProtected } of file.outbound.of(additionalRoles)) {
      if (isProtected || runBy.some(each => isAllowed(each, wrappers))) continue;
      report(call.node.callee, 'unprotected', { data: { api: sourceCode.getText(call.node.callee).split('\n')[0]!, wrapper: nameOf(wrappers[0], modules[0]) } });
    }
  },
});

function nameOf(wrapper: AllowedCall | undefined, module: string | undefined): string {
  if (wrapper === undefined) return `a function of \`${module ?? ''}\``;
  if (typeof wrapper === 'string') return `\`${wrapper.slice(wrapper.lastIndexOf(':') + 1)}\``;
  return `\`${typeof wrapper.name === 'string' ? wrapper.name : wrapper.name.join('` or `')}\``;
}
