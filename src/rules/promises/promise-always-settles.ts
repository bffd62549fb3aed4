import type { SettlingFault } from '../../analysis/promises/executors.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { insertReturn } from '../../rule/insert-return.js';
import { type Node } from '../../syntax/nodes.js';

export default defineRule({
  name: 'promise-always-settles',
  standard: 'promises',
  preset: 'recommended',
  harm: 'hang',
  description: 'Require a promise that is settled by hand to settle on every path, and once',
  references: ['https://nodejs.org/api/stream.html#event-error_1'],
  messages: {
    lostRejection:
      'Nobody sees the promise of this async executor, so a rejection here ends the process, and the `new Promise` never settles. Await before the `new Promise`, without it, or inside `try { … } catch (error) { {{reject}}(error); }`.',
    path: 'On this path the promise of line {{line}} neither resolves nor rejects, so whoever awaits it waits for ever. Call `{{reject}}(…)` or `{{resolve}}(…)` before the path ends.',
    caught: 'This catch ends the failure without settling the promise of line {{line}}, so whoever awaits it waits for ever. Call `{{reject}}({{error}})` in it.',
    unused: 'Nothing here ever calls `{{resolve}}`, so whoever awaits this promise waits for ever. Call it when the work is over, or remove the `new Promise`.',
    deaf: "After an error of `{{emitter}}` the event `{{event}}` never comes, so the promise of line {{line}} never settles. Add `.on('error', {{reject}})` beside this listener, or use `pipeline` or `once` of Node.js, which reject.",
    deafListener: 'After this error the event `{{event}}` of `{{emitter}}` never comes, so the promise of line {{line}} never settles. Call `{{reject}}(error)` in this listener.',
    chain: 'When this chain rejects, nothing settles the promise of line {{line}}, so whoever awaits it waits for ever. Write `.then({{settler}}, {{reject}})`, or return the chain in place of the `new Promise`.',
    handler: 'This handler takes the rejection and does not settle the promise of line {{line}}, so whoever awaits it waits for ever. Call `{{reject}}(error)` in it.',
    goesOn: 'The promise is settled here, but nothing ends the function, so that it goes on to line {{line}} as if it had not been. Write `return` after this call.',
    insertReturn: 'Return after this call.',
    passReject: 'Reject with the failure of the chain.',
  },
  suggests: true,
  quietIn: ['test', 'config'],

  check({ file, report, sourceCode }) {
    const returnAfter = (call: Node): { messageId: 'insertReturn'; fix: Fix } | undefined => {
      const fix = insertReturn(call, sourceCode.getText());
      return fix && { messageId: 'insertReturn', fix };
    };
    const floating = new Set(file.promises.floating.map(each => each.node));
    for (const fault of file.executors.faults) {
      const { promise, node } = fault;
      const names = { resolve: promise.resolve?.name ?? 'resolve', reject: promise.reject?.name ?? 'reject', line: String(promise.node.loc.start.line) };
      switch (fault.kind) {
        case 'lost-rejection':
          report(node, 'lostRejection', { data: names });
          break;
        case 'unsettled-path':
          report(node, 'path', { data: names });
          break;
        case 'unsettled-catch': {
          const error = node.type === 'CatchClause' && node.param?.type === 'Identifier' ? node.param.name : 'error';
          report(node, 'caught', { data: { ...names, error } });
          break;
        }
        case 'unused':
          report(node, 'unused', { data: names });
          break;
        case 'deaf-wait':
          // The end of the process is told of by prefer-stream-pipeline, with the same cure.
          if (file.role === 'application' && file.unheardPipes.some(each => each.harm === 'crash' && sourceCode.getText(each.unheard) === fault.emitter)) break;
          report(fault.errorListener ?? node, fault.errorListener ? 'deafListener' : 'deaf', { data: { ...names, event: fault.event, emitter: fault.emitter } });
          break;
        case 'lossy-chain':
          reportChain(fault, names);
          break;
        case 'goes-on':
          report(node, 'goesOn', { data: { line: String(fault.second.loc.start.line) }, suggest: [returnAfter(fault.first)] });
          break;
      }
    }

    function reportChain({ link, chain, handler, promise }: Extract<SettlingFault, { kind: 'lossy-chain' }>, names: { resolve: string; reject: string; line: string }): void {
      if (handler) return report(handler, 'handler', { data: names });
      // The same missing handler, seen from its other side.
      if (floating.has(chain)) return;
      const [settler] = link.arguments;
      const text = settler?.type === 'Identifier' ? settler.name : '…';
      const { reject } = promise;
      const passReject: Fix | undefined = reject && settler && link.arguments.length === 1 ? fixer => fixer.insertTextAfter(settler, `, ${reject.name}`) : undefined;
      report(link, 'chain', { data: { ...names, settler: text }, suggest: passReject ? [{ messageId: 'passReject', fix: passReject }] : [] });
    }
  },
});
