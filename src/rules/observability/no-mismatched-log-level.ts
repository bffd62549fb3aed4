import type { LogCall } from '../../analysis/logs/log-calls.js';
import type { LogLikeCall } from '../../analysis/logs/log-like-calls.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { unwrap, type Node } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-mismatched-log-level',
  standard: 'observability',
  preset: 'strict',
  harm: 'blind',
  severity: 'warn',
  description: 'Require failures to be logged at a level that somebody looks at, and what is no failure below it',
  references: ['nodebestpractices 2.7', 'Google SRE book, Monitoring Distributed Systems'],
  suggests: true,
  quietIn: ['test', 'config', 'script'],
  messages: {
    failure: 'When {{work}} fails, the only trace is an entry at `{{level}}`, which no alert looks at and many services do not even print. Write `{{fitting}}(…)`.',
    clientError: 'The request is answered with {{status}}, so this is a mistake of the client, and every such request counts as an error of the service. Write `{{fitting}}(…)`.',
    notFatal: '`fatal` says that the process ends, and this one goes on with the next request. Write `{{fitting}}(…)`, or end the process.',
    change: 'Log it at `{{level}}`.',
  },
  options: {
    schema: {
      failureLevels: {
        type: 'array',
        items: { type: 'string', enum: ['trace', 'debug', 'info'] },
        uniqueItems: true,
        description: 'Levels below `warn` that count for failures, since somebody looks at them.',
      },
      clientErrors: { type: 'boolean', description: 'Whether to report entries at `error` about what is answered with 4xx.' },
      console: { type: 'boolean', description: 'Whether `console.log(error)` and the like count as entries at `info`.' },
    },
    defaults: { failureLevels: [] as string[], clientErrors: true, console: false },
  },

  check({ file, options, report, sourceCode }) {
    const { logs } = file;
    const reported = new Set<Node>([...logs.lost, ...logs.failures].map(each => each.call.node));
    for (const { call, kind, work, status } of file.mismatchedLevels) {
      if (reported.has(call.node) || (!options.console && isConsole(call))) continue;
      if (kind === 'failure') {
        if (options.failureLevels.includes(call.level)) continue;
        report(call.node, 'failure', { data: { work: nameOf(work), level: call.level, fitting: withLevel(call, 'error') }, suggest: [change(call, 'error')] });
      } else if (kind === 'client error') {
        if (options.clientErrors) report(call.node, 'clientError', { data: { status: String(status), fitting: withLevel(call, 'warn') }, suggest: [change(call, 'warn')] });
      } else {
        report(call.node, 'notFatal', { data: { fitting: withLevel(call, 'error') }, suggest: [change(call, 'error')] });
      }
    }

    function nameOf(node: Node | undefined): string {
      const callee = node?.type === 'CallExpression' || node?.type === 'NewExpression' ? node.callee : node;
      const text = callee ? sourceCode.getText(callee).replace(/\s*\n\s*/g, '') : '';
      return text !== '' && text.length <= 60 ? `\`${text}\`` : 'this';
    }

    /** `logger.error` for a call of `logger.info`. */
    function withLevel(call: LogCall | LogLikeCall, level: string): string {
      const callee = unwrap(call.node.callee);
      const object = callee.type === 'MemberExpression' ? sourceCode.getText(callee.object) : '';
      return object === '' || object.length > 40 || object.includes('\n') ? level : `${object}.${level}`;
    }

    function change(call: LogCall | LogLikeCall, level: string) {
      const { node } = call;
      const callee = unwrap(node.callee);
      if (callee.type !== 'MemberExpression' || callee.computed) return undefined;
      const argument = 'facts' in call && call.facts.levelArgument !== undefined ? node.arguments[call.facts.levelArgument] : undefined;
      if ('facts' in call && call.facts.levelArgument !== undefined && argument?.type !== 'Literal') return undefined;
      // Nest reads a second argument of `error` as the stack; a logger from elsewhere may have no such method.
      if ('facts' in call && call.facts.order === 'nest' && node.arguments.length > 1) return undefined;
      if (!('facts' in call) && !call.siblings.some(each => each.method === level)) return undefined;
      const fix: Fix = fixer => (argument ? fixer.replaceText(argument, `'${level}'`) : fixer.replaceText(callee.property, level));
      return { messageId: 'change', data: { level }, fix } as const;
    }
  },
});

function isConsole(call: LogCall | LogLikeCall): boolean {
  return 'facts' in call && (call.logger === 'console' || call.logger === 'node:console');
}
