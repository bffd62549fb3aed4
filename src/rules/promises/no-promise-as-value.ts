import { canAwait } from '../../rule/awaiting.js';
import { defineRule, type Fix } from '../../rule/define-rule.js';
import { wrapped, type Node } from '../../syntax/nodes.js';

export default defineRule({
  name: 'no-promise-as-value',
  standard: 'promises',
  preset: 'recommended',
  harm: 'corrupt',
  description: 'Disallow a promise where the value that it will have is meant',
  references: ['OWASP ASVS 5.0 V8.3.1'],
  suggests: true,
  messages: {
    condition: '`{{promise}}` is a promise, which is always true: this test lets everything through, whatever the answer will be. Write `await` before it.',
    negated: '`{{promise}}` is a promise, so `!` of it is always false and the refusal behind it never happens. Write `await` before it.',
    fallback: '`{{promise}}` is a promise, which is never empty: what stands behind the operator is never taken. Write `await` before it.',
    compared: '`{{promise}}` is a promise, so this comparison gives the same answer every time. Write `await` before it.',
    text: '`{{promise}}` is a promise, so the text gets `[object Promise]` in it. Write `await` before it.',
    number: '`{{promise}}` is a promise, so what is computed with it is `NaN`. Write `await` before it.',
    spread: '`{{promise}}` is a promise: spread into an object it adds nothing, into a list it throws. Write `await` before it.',
    property: '`{{promise}}` is a promise, which has no `{{member}}`: what is read is `undefined`. Await the promise first, and read `{{member}}` of the result.',
    iterated: '`{{promise}}` is a promise, which cannot be iterated. Write `await` before it.',
    thrown: '`{{promise}}` is a promise: whoever catches it finds no error in it, and a rejection of its own ends the process. Write `await` before it.',
    serialized: '`{{promise}}` is a promise, so `{}` (or an exception) stands where its value is meant. Write `await` before it.',
    logged: '`{{promise}}` is a promise, so the log shows a pending promise and not its value. Write `await` before it.',
    stored: '`{{promise}}` is a promise, so every check of `{{member}}` finds something, whoever sent the request. Write `await` before it.',
    mixed: '`{{name}}` gets a promise here and an awaited value on another path, and what reads it expects the value. Write `await` before it.',
    elements: '`{{promise}}` is an array of promises, whose elements are read here as if they were values. Write `await Promise.all(…)` around it.',
    addAwait: 'Await it, so that its value is used.',
    addAwaitAll: 'Await all of them, so that their values are used.',
  },

  check({ file, report, sourceCode }) {
    for (const { promise, use, name, member = '' } of file.promiseValues.all) {
      const shown = shortTextOf(promise);
      const addAwaitAll = isObject(promise) ? around(promise, '(await Promise.all(', '))') : around(promise, 'await Promise.all(', ')');
      const edit = use === 'elements' ? ({ messageId: 'addAwaitAll', fix: addAwaitAll } as const) : ({ messageId: 'addAwait', fix: addAwait(promise) } as const);
      const suggest = canAwait(promise) && !endsOptionalChain(promise) ? [edit] : [];
      if (use === 'mixed') report(promise, use, { data: { name: name ?? '' }, suggest });
      else if (use === 'property' || use === 'stored') report(promise, use, { data: { promise: name ?? shown, member }, suggest });
      else report(promise, use, { data: { promise: name ?? shown }, suggest });
    }

    function addAwait(node: Node): Fix {
      const { parent } = node;
      const binds = isObject(node) || parent?.type === 'TSNonNullExpression' || (parent?.type === 'BinaryExpression' && parent.operator === '**');
      return binds ? around(node, '(await ', ')') : around(node, 'await ', '');
    }

    function shortTextOf(node: Node): string {
      const text = node.type === 'CallExpression' ? `${sourceCode.getText(node.callee)}(…)` : sourceCode.getText(node);
      return text.length > 60 || text.includes('\n') ? `${text.split(/[\n(]/)[0]!.slice(0, 40).trim()}(…)` : text;
    }
  },
});

function around(node: Node, before: string, after: string): Fix {
  return fixer => [fixer.insertTextBefore(node, before), fixer.insertTextAfter(node, after)];
}

function isObject(node: Node): boolean {
  return node.parent?.type === 'MemberExpression' && node.parent.object === node;
}

/** `a?.load().rows`: with `await` in between, `?.` would no longer stop at a missing `a`. */
function endsOptionalChain(node: Node): boolean {
  const { parent } = wrapped(node);
  if (parent?.type !== 'MemberExpression' || parent.object !== node) return false;
  for (let current: Node | undefined = parent; current; current = current.parent) {
    if (current.type === 'ChainExpression') return true;
    if (current.type !== 'MemberExpression' && current.type !== 'CallExpression' && current.type !== 'TSNonNullExpression') return false;
  }
  return false;
}
