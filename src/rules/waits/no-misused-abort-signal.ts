import { defineRule, type Fix } from '../../rule/define-rule.js';

export default defineRule({
  name: 'no-misused-abort-signal',
  standard: 'waits',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Disallow AbortSignals that are over before they are used, and errors of them that are asked for a name that they never have',
  references: ['https://nodejs.org/api/globals.html#static-method-abortsignaltimeoutdelay', 'https://dom.spec.whatwg.org/#interface-abortcontroller'],
  messages: {
    expired: 'The time of `{{name}}` runs from here on, once: when it is over, every call with it fails at once, until the process is restarted. Make a signal for each call: `{ signal: {{name}} }` in the call itself.',
    reused: '`{{name}}` has been aborted before, and stays so: a call with its signal fails at once. Make a `new AbortController()` for what begins after `abort()`.',
    otherName: 'The calls before this end with `{{name}}`, so this is never true, and their end is treated as any other failure. Ask for `{{name}}`.',
    noClass: 'There is no global `{{name}}`, and asking for it throws a ReferenceError in place of the error that was caught. Ask for its name: `error.name === \'{{name}}\'`.',
    controller: 'This is the controller, not its signal, and the call fails with a TypeError or cannot be aborted. Write `{{name}}.signal`.',
    detached: '`abort` is called without its controller here, throws a TypeError (nothing catches it), and ends no call. Write `() => {{name}}.abort()`.',
    write: 'Write `{{write}}`.',
  },
  suggests: true,
  quietIn: ['test', 'config', 'script'],

  check({ file, report, sourceCode }) {
    for (const { node, kind, name } of file.misusedSignals) {
      const suggest = (write: string, fix: Fix = fixer => fixer.replaceText(node, write)) => [{ messageId: 'write', data: { write }, fix } as const];
      switch (kind) {
        case 'expired':
          report(node, 'expired', { data: { name } });
          break;
        case 'reused':
          report(node, 'reused', { data: { name } });
          break;
        case 'other-name': {
          const quote = sourceCode.getText(node)[0]!;
          report(node, 'otherName', { data: { name }, suggest: suggest(quote + name + quote) });
          break;
        }
        case 'no-class':
          report(node, 'noClass', { data: { name }, suggest: [asksName(node, name)] });
          break;
        case 'controller': {
          const isShort = node.parent?.type === 'Property' && node.parent.shorthand;
          report(node, 'controller', { data: { name }, suggest: suggest(isShort ? `signal: ${name}.signal` : `${name}.signal`) });
          break;
        }
        case 'detached':
          report(node, 'detached', { data: { name }, suggest: suggest(`() => ${name}.abort()`) });
      }
    }

    /** `error instanceof AbortError` → `error.name === 'AbortError'`, where the error is a name. */
    function asksName(right: (typeof file.misusedSignals)[number]['node'], name: string) {
      const test = right.parent;
      if (test?.type !== 'BinaryExpression' || test.left.type !== 'Identifier') return undefined;
      // What was caught may be anything, undefined too.
      const write = `${test.left.name} instanceof Error && ${test.left.name}.name === '${name}'`;
      const isNegated = test.parent.type === 'UnaryExpression' || test.parent.type === 'LogicalExpression';
      return { messageId: 'write', data: { write }, fix: fixer => fixer.replaceText(test, isNegated ? `(${write})` : write) } as const satisfies { readonly messageId: string; readonly data: object; readonly fix: Fix };
    }
  },
});
