// Starts a rule: its file, its test and its page, each with what only its author can write left open.
//   npm run new-rule -- <standard> <rule-name>
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const STANDARDS = ['promises', 'waits', 'failures', 'lifetimes', 'observability', 'state', 'boundaries'];
const [standard, name] = process.argv.slice(2);
if (!STANDARDS.includes(standard) || !/^(no|require|prefer|valid|preserve|return|guard|typed)(-[a-z0-9]+)+$/.test(name ?? '')) {
  console.error(`usage: npm run new-rule -- <standard> <rule-name>\n  standards: ${STANDARDS.join(', ')}\n  a name says the fault and reads well in a suppression: no-swallowed-error, require-request-timeout`);
  process.exit(2);
}

const files = {
  [`src/rules/${standard}/${name}.ts`]: `import { defineRule } from '../../rule/define-rule.js';

export default defineRule({
  name: '${name}',
  standard: '${standard}',
  preset: 'strict',
  harm: 'crash',
  description: 'TODO what the rule disallows or requires, without a full stop',
  messages: {
    found: 'TODO what breaks in production. TODO exactly what to write instead.',
  },
  check({ file, report }) {
    // Ask the file model: file.calls.of(role), file.promises, file.errorHandling, file.flow(fn) …
    for (const call of file.calls.of('other')) report(call.node, 'found');
  },
});
`,
  [`tests/rules/${standard}/${name}.test.ts`]: `import rule from '../../../src/rules/${standard}/${name}.js';
import { ruleTests } from '../../rule-tests.js';

// At least 12 of each: every trap of the bug class, each option, aliases, JS and TS, and what must stay silent.
ruleTests(rule, {
  valid: [],
  invalid: [],
});
`,
  [`docs-rules/${name}.md`]: `<!-- begin header -->
<!-- end header -->

## Why

TODO what happens in production, and by which mechanism.

## Incorrect

\`\`\`ts
// TODO
\`\`\`

## Correct

\`\`\`ts
// TODO
\`\`\`

## When not to use it

TODO
`,
};

const root = new URL('../', import.meta.url);
for (const path of Object.keys(files)) {
  const url = new URL(path, root);
  if (existsSync(url)) {
    console.error(`${path} is there already: nothing was written`);
    process.exit(2);
  }
  mkdirSync(dirname(fileURLToPath(url)), { recursive: true });
}
for (const [path, text] of Object.entries(files)) {
  writeFileSync(new URL(path, root), text);
  console.log(`wrote ${path}`);
}
await import('./rules-index.mjs');
console.log('next: fill in the three files, then "npm run docs" and "npm run test:unit"');
