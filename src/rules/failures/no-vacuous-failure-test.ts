import { defineRule, type Fix } from '../../rule/define-rule.js';
import { enclosingFunction, type Node } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-vacuous-failure-test',
  standard: 'failures',
  preset: 'recommended',
  harm: 'blind',
  description: 'Disallow tests of failures that pass when nothing fails, or when something else does',
  references: ['nodebestpractices 4.2', 'nodebestpractices 2.8'],
  suggests: true,
  quietIn: ['application', 'script', 'config'],
  messages: {
    caught: 'When nothing fails this handler does not run, and the test passes without an assertion. Write {{write}}.',
    late: 'The test is over before this callback runs, so its assertions cannot fail it. Make the test `async`, and write `await` before the promise.',
    unawaited: 'Nothing waits for this assertion: {{harm}}. Write `await` before it.',
    anyError: 'Every error passes here, a TypeError from a misspelt name too, so the test does not show that the right one is thrown. Say which one is expected: {{write}}.',
    text: 'This text is the message of the assertion itself, and every error passes. Expect the error: `{ message: … }`, its class, or a regular expression.',
    asyncFunction: 'An async function never throws: it rejects, so this assertion holds whatever happens inside. Await the call itself, or {{write}}.',
    uncalled: '`{{matcher}}` is not called, so nothing is asserted. Call it, with the error that is expected.',
    addAwait: 'Wait for the assertion.',
  },
  options: {
    schema: {
      requireExpectedError: {
        type: 'boolean',
        description: 'Whether an assertion that something throws or rejects must say with which error.',
      },
    },
    defaults: { requireExpectedError: false },
  },
  presetOptions: { strict: { requireExpectedError: true } },

  check({ file, options, report, sourceCode }) {
    for (const found of file.vacuousTests.all) {
      const { kind, node } = found;
      if (kind === 'caught') report(node.type === 'CatchClause' ? (sourceCode.getFirstToken(node) ?? node) : node, kind, { data: { write: expectation(file.imports.modules) } });
      else if (kind === 'late') report(node, kind);
      else if (kind === 'unawaited') report(node, kind, { data: { harm: found.assertion.facts.unawaited ?? 'the test passes before it has been checked' }, suggest: [awaitIt(node, found.inTest)] });
      else if (kind === 'any error' && options.requireExpectedError) report(node, 'anyError', { data: { write: found.assertion.facts.kind === 'subject' ? 'its class, or a part of its message' : 'its class, `{ code: … }`, or a regular expression' } });
      else if (kind === 'text') report(node, kind);
      else if (kind === 'async') report(node, 'asyncFunction', { data: { write: found.assertion.facts.kind === 'subject' ? 'assert `resolves`' : 'assert that it does not reject' } });
      else if (kind === 'uncalled') report(node, kind, { data: { matcher: found.assertion.chain.at(-1) ?? '' } });
    }
  },
});

function expectation(modules: ReadonlySet<string>): string {
  return [...modules].some(each => each.startsWith('node:assert')) ? '`await assert.rejects(promise, { message: … })`, or `assert.throws`' : '`await expect(promise).rejects.toThrow(…)`, `expect(() => …).toThrow(…)`, or `expect.assertions(n)` first';
}

/** `await`, and `async` for the test that has none. Another function around it may be called by somebody who does not wait. */
function awaitIt(node: Node, isInTest: boolean): { readonly messageId: 'addAwait'; readonly fix: Fix } | undefined {
  const fn = enclosingFunction(node);
  if (!fn || (!fn.async && (!isInTest || fn.type === 'FunctionDeclaration' || fn.generator || fn.params.length > 0))) return undefined;
  return { messageId: 'addAwait', fix: fixer => [...(fn.async ? [] : [fixer.insertTextBefore(fn, 'async ')]), fixer.insertTextBefore(node, 'await ')] };
}
