import { allowedCallsSchema, isAllowed, type AllowedCall } from '../../rule/allowed-calls.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { enclosingFunction, wrapped, type Node } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-floating-promise',
  standard: 'promises',
  preset: 'recommended',
  harm: 'crash',
  description: 'Disallow promises that nothing awaits, returns or handles',
  references: ['nodebestpractices 2.10', 'https://nodejs.org/api/process.html#event-unhandledrejection'],
  suggests: true,
  messages: {
    floating: 'Nothing handles a rejection of `{{promise}}`, so its failure ends the process. Write `await` before it, or end it in a `.catch(…)` that reports the error.',
    chain: 'This chain ends in no rejection handler, so a failure in `{{promise}}` ends the process. Await it, or end it in a `.catch(…)` that reports the error.',
    emptyCatch: 'This `.catch(…)` gets no function, so a rejection of `{{promise}}` ends the process. Pass a function that reports the error.',
    array: 'Nothing awaits the promises in this array, so the first that rejects ends the process. Write `await Promise.all(…)` around it.',
    constructed: 'Nothing waits for this `new Promise(…)`: what fails in it ends the process or is lost. Await it, or run its body without a promise around it.',
    unused: '`{{name}}` holds work that nothing awaits, so its rejection ends the process. Await `{{name}}`, or end the promise in a `.catch(…)` that reports the error.',
    leftBehind: 'No handler of `{{name}}` is on the path to {{exit}}, so a rejection there ends the process. Start it where it is awaited, or give it a `.catch(…)` where it starts.',
    lazy: '`{{promise}}` runs only once it is awaited, so here it never runs. Write `await` before it.',
    addAwait: 'Await it, so that its failure reaches the caller.',
    addAwaitAll: 'Await all of them, so that a failure reaches the caller.',
  },
  options: {
    schema: {
      allow: allowedCallsSchema('Functions whose promise may float: `{ from, name, package?, path? }`, or `module:name` (`./jobs.js:start`, `some-package:Client#close`, `file:name` for functions of the linted file).'),
    },
    defaults: { allow: [] as AllowedCall[] },
  },

  check({ file, options, report, sourceCode }) {
    for (const { node, shape, unused, left } of file.promises.floating) {
      const around = enclosingFunction(node);
      // A script that fails at its top level shows it to who runs it.
      if (file.role === 'script' && !around) continue;
      if (options.allow.length > 0 && isAllowed(file.promises.sourceOf(node), options.allow)) continue;

      const canAwait = around?.async === true && unused === undefined && !left && !isInField(node, around);
      const all = shape === 'array';
      const awaited = wrapped(node).parent?.type === 'AwaitExpression' ? '' : 'await ';
      const addAwait: Fix = fixer => (all ? fixer.replaceText(node, `${awaited}Promise.all(${sourceCode.getText(node)})`) : fixer.insertTextBefore(node, 'await '));
      const suggest = canAwait ? [{ messageId: all ? ('addAwaitAll' as const) : ('addAwait' as const), fix: addAwait }] : [];
      const promise = shortTextOf(node);
      if (left) report(node, 'leftBehind', { data: { name: left.name, exit: left.exit ? `the \`return\` in line ${left.exit.loc.start.line}` : 'the end of the function' } });
      else if (shape === 'lazy') report(node, 'lazy', { data: { promise }, suggest });
      else if (unused !== undefined) report(node, 'unused', { data: { name: unused } });
      else if (all) report(node, 'array', { suggest });
      else if (shape === 'constructed') report(node, 'constructed', { suggest });
      else if (shape === 'empty-catch') report(node, 'emptyCatch', { data: { promise }, suggest });
      else report(node, shape === 'chain' ? 'chain' : 'floating', { data: { promise }, suggest });
    }

    function shortTextOf(node: Node): string {
      const text = node.type === 'CallExpression' ? `${sourceCode.getText(node.callee)}(…)` : sourceCode.getText(node);
      return text.length > 60 || text.includes('\n') ? `${text.split(/[\n(]/)[0]!.slice(0, 40).trim()}(…)` : text;
    }
  },
});

/** Whether a field's initialiser, which cannot await, stands between the promise and the function. */
function isInField(node: Node, around: Node): boolean {
  for (let current: Node | undefined = node; current && current !== around; current = current.parent) {
    if (current.type === 'PropertyDefinition' || current.type === 'StaticBlock') return true;
  }
  return false;
}
