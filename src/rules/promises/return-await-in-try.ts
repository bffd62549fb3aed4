import type { TSESTree } from '@typescript-eslint/utils';
import type { EarlyReturn } from '../../analysis/promises/early-returns.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { unwrap, type FunctionNode } from '../../syntax/nodes.js';

const TIGHT = /^(?:CallExpression|MemberExpression|Identifier|NewExpression|ThisExpression|ImportExpression|ChainExpression|TSNonNullExpression)$/;

export default defineRule({
  name: 'return-await-in-try',
  standard: 'promises',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Require `await` before a promise that is returned where `catch`, `finally` or `using` stands around it',
  references: ['https://tc39.es/ecma262/#sec-return-statement-runtime-semantics-evaluation'],
  suggests: true,
  messages: {
    missed: 'The promise is returned before it settles, so the `catch` around it never sees its rejection. Write `return await …`.',
    released: 'The promise is returned before it settles, so `finally` runs while its work is still running. Write `return await …`.',
    disposed: 'The promise is returned before it settles, so what `using` holds is disposed while its work is still running. Write `return await …`.',
    callback: 'Where `{{callback}}` gives a promise, `finally` runs while its work is still running. Write `return await …`: it is right for plain values too.',
    missedInPlain: 'The promise is returned before it settles, so the `catch` around it never sees its rejection. Make the function `async` and write `return await …`.',
    releasedInPlain: 'The promise is returned before it settles, so `finally` runs while its work is still running. Make the function `async` and write `return await …`, or put the cleanup in `.finally(…)` of the promise.',
    disposedInPlain: 'The promise is returned before it settles, so what `using` holds is disposed while its work is still running. Make the function `async` and write `return await …`.',
    addAwait: 'Await it before the function returns.',
    makeAsync: 'Make the function async, and await it before it returns.',
  },

  check({ file, report, sourceCode }) {
    for (const found of file.earlyReturns.all) {
      const { node, argument, fn, left, callback } = found;
      const awaiting = awaitBefore(argument);
      if (callback !== undefined) {
        report(node, 'callback', { data: { callback }, suggest: [{ messageId: 'addAwait', fix: awaiting }] });
      } else if (fn.async) {
        report(node, left === 'catch' ? 'missed' : left === 'finally' ? 'released' : 'disposed', { suggest: [{ messageId: 'addAwait', fix: awaiting }] });
      } else {
        const start = canBeAsync(found) ? placeOfAsync(fn) : undefined;
        const fix: Fix = fixer => [fixer.insertTextBeforeRange([start ?? 0, start ?? 0], 'async '), ...[awaiting(fixer)].flatMap(each => each ?? [])];
        const suggest = start === undefined ? [] : [{ messageId: 'makeAsync' as const, fix }];
        report(node, left === 'catch' ? 'missedInPlain' : left === 'finally' ? 'releasedInPlain' : 'disposedInPlain', { suggest });
      }
    }

    function awaitBefore(argument: TSESTree.Expression): Fix {
      if (TIGHT.test(argument.type)) return fixer => fixer.insertTextBefore(argument, 'await ');
      return fixer => fixer.replaceText(argument, `await (${sourceCode.getText(argument)})`);
    }

    /** Whether callers get a promise from the function as it is, on every path. */
    function canBeAsync({ fn }: EarlyReturn): boolean {
      const type = fn.returnType?.typeAnnotation;
      if (type) return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'Promise';
      if (fn.body.type !== 'BlockStatement') return false;
      const returns = file.index.inOwn(fn, 'ReturnStatement');
      const last = fn.body.body.at(-1);
      const neverFalls = last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement' || last?.type === 'TryStatement';
      return neverFalls && returns.every(each => each.argument && unwrap(each.argument).type !== 'ConditionalExpression' && file.promises.isPromise(each.argument) === true);
    }
  },
});

/** Where `async` is written; undefined for what cannot be async. */
function placeOfAsync(fn: FunctionNode): number | undefined {
  const { parent } = fn;
  if (fn.generator) return undefined;
  if (parent.type === 'MethodDefinition') return parent.kind === 'method' && !parent.computed ? parent.key.range[0] : undefined;
  if (parent.type === 'Property' && parent.value === fn && (parent.method || parent.kind !== 'init')) return parent.method && !parent.computed ? parent.key.range[0] : undefined;
  return fn.range[0];
}
