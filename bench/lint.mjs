// One run of one configuration over folders, in a process of its own; prints its figures as JSON.
//   node bench/lint.mjs CONFIG FOLDER ...
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';

const [name, ...folders] = process.argv.slice(2);
const peers = createRequire(resolve(import.meta.dirname, 'package.json'));
const peer = async module => {
  const loaded = await import(pathToFileURL(peers.resolve(module)).href);
  return loaded.default ?? loaded;
};

const CONFIGS = {
  zero: async () => [],
  // What ESLint itself takes for any plugin.
  'a rule that does nothing': async () => [{ plugins: { none: { rules: { none: { create: () => ({}) } } } }, rules: { 'none/none': 'error' } }],
  'bulletproof recommended': async () => [(await import('../dist/index.js')).default.configs.recommended],
  'bulletproof all': async () => [(await import('../dist/index.js')).default.configs.all],
  'promise (recommended)': async () => [(await peer('eslint-plugin-promise')).configs['flat/recommended']],
  'n (recommended)': async () => [(await peer('eslint-plugin-n')).configs['flat/recommended-module']],
  'security (recommended)': async () => [(await peer('eslint-plugin-security')).configs.recommended],
  'unicorn (recommended)': async () => [(await peer('eslint-plugin-unicorn')).configs.recommended],
  'llm-core (recommended)': async () => [(await peer('eslint-plugin-llm-core')).configs.recommended].flat(),
  'typescript-eslint (recommended)': async () => (await import('typescript-eslint')).default.configs.recommended,
};

const config = await CONFIGS[name]();
const files = ['**/*.{js,mjs,cjs,ts,mts,cts}'];
const before = process.cpuUsage();
const start = performance.now();
const results = [];
for (const folder of folders) {
  const eslint = new ESLint({
    cwd: resolve(folder),
    overrideConfigFile: true,
    allowInlineConfig: false,
    errorOnUnmatchedPattern: false,
    overrideConfig: [
      { ignores: ['**/*.d.ts', '**/*.min.js', '!**/node_modules/'] },
      ...config.map(each => ({ ...each, files })),
      { files, languageOptions: { parser }, linterOptions: { reportUnusedDisableDirectives: 'off' } },
    ],
  });
  results.push(...(await eslint.lintFiles(['.'])));
}
const { user, system } = process.cpuUsage(before);
const messages = results.flatMap(each => each.messages);
console.log(
  JSON.stringify({
    cpu: (user + system) / 1e6,
    wall: (performance.now() - start) / 1e3,
    rss: process.resourceUsage().maxRSS / 1024,
    files: results.length,
    fatal: messages.filter(each => each.fatal).length,
    findings: messages.filter(each => !each.fatal).length,
    rules: new Set(messages.map(each => each.ruleId)).size,
  }),
);
