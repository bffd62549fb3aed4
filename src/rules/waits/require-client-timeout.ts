import type { UnboundedWaitOfClient } from '../../analysis/waits/client-waits.js';
import { allowedCallsSchema, isAllowed, type AllowedCall } from '../../rule/allowed-calls.js';
import { defineRule } from '../../rule/define-rule.js';
import { joinOptions, writeClientOptions } from '../../rule/write-client-options.js';

const WHAT: Readonly<Record<UnboundedWaitOfClient['wait'], string>> = { connect: 'connecting', acquire: 'waiting for a free connection', command: 'commands' };

export default defineRule({
  name: 'require-client-timeout',
  standard: 'waits',
  preset: 'recommended',
  harm: 'hang',
  description: 'Require a bound on each wait of database, cache, broker and other clients: for the connection, for a place in the pool, for the answer',
  references: ['ASVS 13.1.3', 'SRE book, chapter 22'],
  messages: {
    client: 'A server that never answers holds every caller of this {{name}} client for ever: nothing bounds {{waits}}. Create it with `{{write}}`, each as long as a caller can wait.',
    lasting: 'A server that never answers holds every caller of this {{name}} client {{silence}}: nothing shortens {{waits}}. Create it with `{{write}}`, each as long as a caller can wait.',
    call: 'Where the other side never answers, this `{{name}}` waits for ever: nothing bounds {{waits}}. Pass `{{write}}`, as long as a caller can wait.',
    process: 'A command that never ends holds the caller of this `{{name}}` for ever: nothing bounds {{waits}}. Pass `{{write}}`, as long as a caller can wait.',
    write: 'Write `{{write}}`; choose the times that a caller can wait.',
  },
  options: {
    schema: {
      except: { type: 'array', items: { type: 'string', enum: ['connect', 'acquire', 'command'] }, uniqueItems: true, description: 'Waits that need no bound: for the connection, for a free connection of a pool, for the answer to a query or command.' },
      allow: allowedCallsSchema('Clients and calls that may wait for ever, by what makes them: `pg:Client`, `{ from: \'package\', name: \'Redis\', package: \'ioredis\' }`.'),
    },
    defaults: { except: [] as readonly string[], allow: [] as readonly AllowedCall[] },
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, options, report, sourceCode }) {
    for (const { call, source, waits: all, optionsAt, wraps } of file.clientWaits.unbounded) {
      const waits = all.filter(each => !options.except.includes(each.wait));
      if (waits.length === 0 || isAllowed(source, options.allow)) continue;
      const isProcess = call.entry.role === 'child-process';
      const isClient = !isProcess && (call.entry.gives !== undefined || call.entry.role.endsWith('-client'));
      const write = joinOptions(waits.map(each => each.facts.write));
      const fix = waits.some(each => each.facts.told ?? each.facts.factory) ? undefined : writeClientOptions(call.node, optionsAt, wraps, waits.map(({ facts, off }) => ({ write: facts.write, off })), sourceCode);
      const suggest = [fix && ({ messageId: 'write', data: { write }, fix } as const)];
      const data = { name: isClient ? call.library.replace(/^node:/, '') : nameOf(call.path.replace('.__promisify__', ''), call.library), waits: listOf(waits.map(textOf)), write };
      const silence = waits[0]?.facts.silence;
      if (silence !== undefined) report(call.node.callee, 'lasting', { data: { ...data, silence }, suggest });
      else report(call.node.callee, isProcess ? 'process' : isClient ? 'client' : 'call', { data, suggest });
    }

    function textOf({ wait, facts, off }: UnboundedWaitOfClient): string {
      const option = off ? `\`${sourceCode.getText(off)}\` switches it off` : `\`${facts.bounds[0]!}\``;
      return `${facts.what ?? WHAT[wait]} (${option})`;
    }
  },
});

function nameOf(path: string, library: string): string {
  const name = path.split(/[.#]/).at(-1) ?? path;
  return name === 'default' ? library : name;
}

function listOf(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}
