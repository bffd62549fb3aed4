import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const PLANTED = 'export async function load(url) {\n  const response = await fetch(url);\n  return response.status;\n}\n';
const PLANTED_TS = PLANTED.replace('(url)', '(url: string): Promise<number>');
const DEFINE = `import { defineConfig } from 'eslint/config';
import bulletproof from 'eslint-plugin-bulletproof';
export default defineConfig({ extends: ['bulletproof/recommended'], plugins: { bulletproof } });
`;
/** What only types know. */
const FLOATING = { 'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022", "types": [] } }', 'src/store.ts': 'export const save = (id: string) => Promise.resolve(id);\n', 'src/caller.ts': "import { save } from './store.js';\nexport function handle(id: string): void {\n  save(id);\n}\n" };
const SPREAD = `import bulletproof from 'eslint-plugin-bulletproof';
export default [bulletproof.configs.recommended];
`;
const CJS = `const bulletproof = require('eslint-plugin-bulletproof');
module.exports = [bulletproof.configs.recommended];
`;
const WITH_PARSER = `import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import bulletproof from 'eslint-plugin-bulletproof';
export default defineConfig(tseslint.configs.base, { extends: ['bulletproof/recommended'], plugins: { bulletproof } });
`;

// What users write with types on: a wrong name of a preset must be an error, everything else none.
const TYPED = `import type { Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import bulletproof, { type Config, type Plugin, type PresetName, type Rule } from 'eslint-plugin-bulletproof';

export default defineConfig({ extends: ['bulletproof/recommended'], plugins: { bulletproof } });
export const spread = [bulletproof.configs.recommended, bulletproof.configs.waits, bulletproof.configs.functional] satisfies Linter.Config[];
export const composed = defineConfig(bulletproof.configs.strict, { files: ['src/**'], extends: [bulletproof.configs.all] });
export const plugin: Plugin = bulletproof;
export const preset: PresetName = 'boundaries';
export const config: Config = bulletproof.configs[preset];
export const rules: Rule[] = Object.values(bulletproof.rules);
// @ts-expect-error there is no such preset
export const none = bulletproof.configs.recomended;
// @ts-expect-error there is no such preset
export const noName: PresetName = 'recomended';
`;
const TYPED_CJS = `import type { Linter } from 'eslint';
import bulletproof = require('eslint-plugin-bulletproof');

const configs: Linter.Config[] = [bulletproof.configs.recommended];
// @ts-expect-error there is no such preset
bulletproof.configs.recomended;
export = configs;
`;
// ESLint 8 has its types in a package of their own, and calls them otherwise.
const TYPED_CJS_8 = TYPED_CJS.replace('Linter.Config', 'Linter.FlatConfig');
const TYPES = { 'types/eslint.config.ts': TYPED, 'types/eslint.common.cts': TYPED_CJS };

interface Project {
  readonly name: string;
  readonly packages: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether types are there, and what only they know is found. */
  readonly typed?: true;
}

// Each promise of the README in a folder of its own, installed with npm's default (strict) peer resolution.
const PROJECTS: readonly Project[] = [
  {
    name: 'ESLint 10, no TypeScript, extends by name',
    packages: ['eslint@10'],
    files: { 'eslint.config.mjs': DEFINE, 'src/load.mjs': PLANTED },
    command: ['eslint', '.'],
  },
  {
    name: 'ESLint 10, TypeScript 6, typescript-eslint',
    packages: ['eslint@10', 'typescript@6', 'typescript-eslint@8'],
    files: { ...TYPES, 'eslint.config.mjs': WITH_PARSER, 'src/load.ts': PLANTED_TS },
    command: ['eslint', 'src'],
  },
  {
    name: 'ESLint 10, TypeScript 7 as `typescript`, spread',
    packages: ['eslint@10', 'typescript@7'],
    files: { ...TYPES, 'eslint.config.mjs': SPREAD, 'src/load.mjs': PLANTED },
    command: ['eslint', 'src'],
  },
  {
    name: 'ESLint 10, TypeScript 7 beside an alias of 6 for the parser',
    packages: ['eslint@10', 'typescript@npm:@typescript/typescript6@6', '@typescript/native@npm:typescript@7', 'typescript-eslint@8'],
    files: { ...FLOATING, 'eslint.config.mjs': WITH_PARSER, 'src/load.ts': PLANTED_TS },
    command: ['eslint', '.'],
    typed: true,
  },
  {
    name: 'ESLint 9, TypeScript 7, CommonJS config',
    packages: ['eslint@9', 'typescript@7'],
    files: { ...TYPES, 'eslint.config.cjs': CJS, 'src/load.mjs': PLANTED },
    command: ['eslint', 'src'],
  },
  {
    name: 'ESLint 8.57, TypeScript 6, flat config in CommonJS',
    packages: ['eslint@8.57.1', '@types/eslint@8', 'typescript@6'],
    files: { 'types/eslint.common.cts': TYPED_CJS_8, 'eslint.config.js': CJS, 'src/load.mjs': PLANTED },
    command: ['eslint', 'src'],
    env: { ESLINT_USE_FLAT_CONFIG: 'true' },
  },
  {
    name: 'oxlint and TypeScript 7, no ESLint',
    packages: ['oxlint@1.94.0', 'typescript@7'],
    files: {
      ...FLOATING,
      '.oxlintrc.json': JSON.stringify({ jsPlugins: ['eslint-plugin-bulletproof'], env: { builtin: true, node: true }, rules: { 'bulletproof/require-request-timeout': 'error', 'bulletproof/no-floating-promise': 'error' } }),
      'src/load.ts': PLANTED_TS,
    },
    command: ['oxlint', '.'],
    typed: true,
  },
];

describe('the packed tarball in a fresh project', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulletproof-packed-'));
  let tarball = '';

  beforeAll(() => {
    const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8' })) as [{ filename: string }];
    tarball = join(folder, filename);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(PROJECTS)('$name', ({ name, packages, files, command, env, typed: hasTypes }) => {
    const project = join(folder, name.replaceAll(/\W+/g, '-'));
    for (const [path, text] of Object.entries({ 'package.json': '{ "private": true }', ...files })) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    // Strict peers, whatever this machine's npm is set to.
    const install = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--strict-peer-deps', tarball, ...packages], { cwd: project, encoding: 'utf8' });
    expect(install.status, install.stderr).toBe(0);

    // Nothing of ours brings a second TypeScript, or ESLint where there was none.
    expect(existsSync(join(project, 'node_modules/eslint-plugin-bulletproof/node_modules'))).toBe(false);
    expect(existsSync(join(project, 'node_modules/eslint'))).toBe(packages.some(each => each.startsWith('eslint@')));
    expect(readdirSync(join(project, 'node_modules')).includes('typescript')).toBe(packages.some(each => each.startsWith('typescript@')));

    const [program = '', ...rest] = command;
    const run = spawnSync(join(project, 'node_modules/.bin', program), rest, { cwd: project, encoding: 'utf8', env: { ...process.env, ...env } });
    expect(run.stdout + run.stderr).toMatch(/bulletproof[/(]require-request-timeout/);
    expect(run.status, run.stderr).toBe(1);
    if (hasTypes) expect(run.stdout + run.stderr).toMatch(/bulletproof[/(]no-floating-promise/);

    const typed = Object.keys(files).filter(path => path.startsWith('types/'));
    for (const [resolution, paths] of [
      [['--module', 'nodenext'], typed],
      // Bundlers know no `import x = require()`.
      [['--module', 'esnext', '--moduleResolution', 'bundler'], typed.filter(path => !path.endsWith('.cts'))],
    ] as const) {
      if (paths.length === 0) continue;
      // Without skipLibCheck, and without the types of Node.js.
      const check = spawnSync(join(project, 'node_modules/.bin/tsc'), ['--noEmit', '--strict', '--target', 'es2023', '--lib', 'es2023', '--skipLibCheck', 'false', '--types', 'null', ...resolution, ...paths], {
        cwd: project,
        encoding: 'utf8',
      });
      expect(check.stdout + check.stderr).toBe('');
      expect(check.status).toBe(0);
    }
  });

  // Facts of other files need two packages, which npm brings unless it is told to leave optional ones out.
  it.each([
    ['reads other files when it is told to', [], /bulletproof\/no-floating-promise/, /^$/],
    ['says so once where it cannot, and goes on', ['--omit=optional'], /^$/, /^\(node:\d+\) \[BULLETPROOF_PROJECT\] BulletproofWarning: settings\.bulletproof\.project is on, but oxc-parser [^\n]*npm install --save-dev oxc-parser oxc-resolver[^\n]*\n[^\n]*\n$/],
  ])('%s', (name, options, stdout, stderr) => {
    const project = join(folder, name.replaceAll(/\W+/g, '-'));
    const files = {
      'package.json': '{ "private": true, "type": "module" }',
      'eslint.config.mjs': `${SPREAD.replace('[bulletproof.configs.recommended]', '[bulletproof.configs.promises, { settings: { bulletproof: { project: true } } }]')}`,
      'src/job.js': 'export async function run(send) {\n  await send();\n}\n',
      'src/a.js': "import { run } from './job.js';\nexport function start(send) {\n  run(send);\n}\n",
      'src/b.js': 'export const b = 1;\n',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    const install = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...options, tarball, 'eslint@10'], { cwd: project, encoding: 'utf8' });
    expect(install.status, install.stderr).toBe(0);
    const run = spawnSync(join(project, 'node_modules/.bin/eslint'), ['src'], { cwd: project, encoding: 'utf8' });
    expect(run.stderr).toMatch(stderr);
    expect(run.stdout).toMatch(stdout);
  });

  it.each([
    ['publint', ['--strict']],
    // ESM only: require() takes ES modules in every Node.js we support, and `module.exports` gives it the plugin itself.
    ['attw', ['--profile', 'esm-only', '--no-color']],
  ])('passes %s', (program, options) => {
    const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin', program), [tarball, ...options], { cwd: folder, encoding: 'utf8' });
    expect(status, stdout + stderr).toBe(0);
  });
});
