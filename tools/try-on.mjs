// Runs rules on folders of other people's code and prints what they find, with the code around it, to be read and judged.
//   node tools/try-on.mjs [--rules a,b | --preset recommended] [--max 50] [--context 3] [--json FILE] [--dist DIR] [--project] FOLDER ...
// Build first. Folders are sampled evenly when there are more findings than --max.
import { readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import * as parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rules: { type: 'string' },
    preset: { type: 'string', default: 'all' },
    max: { type: 'string', default: '50' },
    context: { type: 'string', default: '3' },
    json: { type: 'string' },
    dist: { type: 'string', default: 'dist' },
    project: { type: 'boolean', default: false },
  },
});
const { default: plugin } = await import(pathToFileURL(resolve(values.dist, 'index.js')).href);
const rules = values.rules
  ? Object.fromEntries(values.rules.split(',').map(name => [`bulletproof/${name.trim()}`, 'error']))
  : plugin.configs[values.preset].rules;

const byRule = new Map();
let files = 0;
let unparsed = 0;
for (const folder of positionals) {
  const eslint = new ESLint({
    cwd: resolve(folder),
    overrideConfigFile: true,
    allowInlineConfig: false,
    errorOnUnmatchedPattern: false,
    overrideConfig: [
      { ignores: ['**/*.d.ts', '**/*.min.js', '**/vendor/**', '!**/node_modules/', '**/editor-client/**'] },
      {
        files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
        plugins: { bulletproof: plugin },
        languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
        settings: { bulletproof: { project: values.project } },
        rules,
      },
    ],
  });
  for (const result of await eslint.lintFiles(['.'])) {
    files += 1;
    for (const message of result.messages) {
      if (message.fatal || !message.ruleId) {
        if (message.fatal) unparsed += 1;
        continue;
      }
      const id = message.ruleId.replace('bulletproof/', '');
      const list = byRule.get(id) ?? byRule.set(id, []).get(id);
      list.push({ folder: relative(process.cwd(), folder), path: result.filePath, ...message });
    }
  }
}
for (const [id, list] of [...byRule].sort()) {
  const max = Number(values.max);
  const step = Math.max(1, list.length / max);
  const shown = Array.from({ length: Math.min(max, list.length) }, (_, i) => list[Math.floor(i * step)]);
  console.log(`\n##### ${id}: ${list.length} findings, ${shown.length} shown`);
  for (const each of shown) {
    const lines = readFileSync(each.path, 'utf8').split('\n');
    const around = Number(values.context);
    console.log(`\n--- ${relative(process.cwd(), each.path)}:${each.line} [${each.messageId}] ${each.message}`);
    for (let i = Math.max(1, each.line - around); i <= Math.min(lines.length, (each.endLine ?? each.line) + around) && i < each.line + 25; i += 1) {
      console.log(`${i === each.line ? '>' : ' '} ${String(i).padStart(4)} ${lines[i - 1].slice(0, 180)}`);
    }
  }
}
console.log(`\nfiles ${files}, unparsed ${unparsed}; ${[...byRule].map(([id, list]) => `${id} ${list.length}`).join(', ') || 'no findings'}`);
if (values.json) writeFileSync(values.json, JSON.stringify(Object.fromEntries(byRule), null, 1));
if (files === 0) process.exit(2);
