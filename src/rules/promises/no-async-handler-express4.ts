import { defineRule, type Fix } from '../../rule/define-rule.js';
import type { FunctionNode, Node } from '../../syntax/nodes.js';

/** What a request runs. What other callers drop is the matter of no-async-event-listener. */
const HANDLES_REQUESTS: ReadonlySet<string> = new Set(['route', 'middleware', 'error-middleware', 'web-hook']);

export default defineRule({
  name: 'no-async-handler-express4',
  standard: 'promises',
  preset: 'recommended',
  harm: 'crash',
  description: 'Disallow async request handlers where the framework drops their promise, as Express 4 does',
  references: ['https://expressjs.com/en/guide/error-handling.html', 'nodebestpractices 2.10'],
  suggests: true,
  messages: {
    dropped:
      '{{framework}} {{version}} drops the promise of this handler, so a rejection in it leaves the request without an answer and ends the process. Put all that it awaits into `try { … } catch (error) { next(error); }`, or go to {{framework}} {{since}}.',
    addTry: 'Hand what fails in it to `next`.',
  },
  options: {
    schema: {
      version: { type: 'string', enum: ['auto', '4', '5'], description: "The major version of Express: `auto` asks the nearest package.json, and says nothing where that is no answer." },
    },
    defaults: { version: 'auto' },
  },

  check({ file, options, report, sourceCode }) {
    const reported = new Set<Node>();
    for (const dropped of file.promises.droppedCallbacks) {
      const { role, argument, fn, until, library } = dropped;
      if (!until || !HANDLES_REQUESTS.has(role)) continue;
      const installed = options.version === 'auto' || until.installed === Infinity ? until.installed : Number(options.version);
      if (installed === undefined || installed >= until.major) continue;
      // A handler of several routes is one fault.
      if (reported.has(fn ?? argument) || !file.promises.leavesRejection(dropped)) continue;
      reported.add(fn ?? argument);
      const fix = fn && fn === argument ? addTry(fn) : undefined;
      report(argument, 'dropped', {
        data: { framework: `${library[0]!.toUpperCase()}${library.slice(1)}`, version: String(installed), since: String(until.major) },
        suggest: [fix && { messageId: 'addTry', fix }],
      });
    }

    /** Around the whole body; `next` is added where it is missing. */
    function addTry(fn: FunctionNode): Fix | undefined {
      const { body, params } = fn;
      const handler = file.handlers.around(fn);
      if (body.type !== 'BlockStatement' || !fn.async || handler?.fn !== fn) return undefined;
      // `return p` leaves the `try` before `p` rejects; a directive must stay first.
      if (file.promises.rejections.unguardedIn(fn).some(each => each.type === 'ReturnStatement')) return undefined;
      if (body.body.some(each => each.type === 'ExpressionStatement' && each.directive !== undefined)) return undefined;
      const given = handler.parameters.get('next');
      const last = params.at(-1);
      const canAdd = params.length === 2 && last?.type === 'Identifier' && !file.index.within(fn, 'Identifier').some(each => each.name === 'next');
      if (!given && !canAdd) return undefined;
      const open = sourceCode.getFirstToken(body)!;
      const close = sourceCode.getLastToken(body)!;
      return fixer => [
        ...(given || !last ? [] : [fixer.insertTextAfter(last, ', next')]),
        fixer.insertTextAfter(open, ' try {'),
        fixer.insertTextBefore(close, `} catch (error) { ${given?.name ?? 'next'}(error); } `),
      ];
    }
  },
});
