import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist/index.js');
const PARSER = join(ROOT, 'node_modules/@typescript-eslint/parser/dist/index.js');
const RULE = 'bulletproof/no-floating-promise';

const JOB = 'export class Job {\n  async run(): Promise<void> {\n    await fetch("https://example.com");\n  }\n}\n';
const USER = (n: number): string => `import { Job } from './job.js';\nexport function start${String(n)}(job: Job): void {\n  job.run();\n}\n`;

/** `settings.bulletproof.project` in the programs that lint: threads, caches, an editor's long life, oxlint. */
describe('project facts in every host', () => {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'bulletproof-project-')));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  };
  const config = (project: boolean): string => `import bulletproof from ${JSON.stringify(pathToFileURL(DIST).href)};
import * as parser from ${JSON.stringify(pathToFileURL(PARSER).href)};
export default [{ files: ['**/*.ts'], languageOptions: { parser }, plugins: { bulletproof }, rules: { '${RULE}': 'error' }, settings: { bulletproof: { project: ${String(project)} } } }];\n`;
  const users = Array.from({ length: 6 }, (_, i) => `src/user-${String(i)}.ts`);

  beforeAll(() => {
    write('package.json', '{ "private": true, "type": "module" }');
    write('tsconfig.json', '{}');
    write('src/job.ts', JOB);
    users.forEach((path, i) => {
      write(path, USER(i));
    });
    write('eslint.config.mjs', config(true));
    write('one-file.config.mjs', config(false));
  });
  afterAll(() => {
    rmSync(cwd, { recursive: true, force: true });
  });

  function eslint(...args: string[]): readonly string[] {
    const { stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'node_modules/eslint/bin/eslint.js'), '--format', 'json', 'src', ...args], { cwd, encoding: 'utf8', timeout: 60_000 });
    // ESLint's advice about so few files is no complaint.
    expect(stderr.split('\n').filter(each => !/ESLintPoorConcurrencyWarning|--trace-warnings|^$/.test(each))).toEqual([]);
    return (JSON.parse(stdout) as ESLint.LintResult[]).flatMap(each => each.messages.map(({ ruleId, line }) => `${each.filePath.slice(cwd.length + 1)}:${String(line)} ${ruleId ?? 'fatal'}`)).sort();
  }
  const expected = users.map(path => `${path}:3 ${RULE}`);

  it('finds what one file does not show, in one thread and in two', () => {
    expect(eslint('--config', 'one-file.config.mjs')).toEqual([]);
    expect(eslint()).toEqual(expected);
    expect(eslint('--concurrency', '2')).toEqual(expected);
  });

  it('keeps old answers under --cache until the file itself changes, as the documentation says', () => {
    expect(eslint('--cache')).toEqual(expected);
    write('src/job.ts', JOB.replace('async ', '').replace('Promise<void>', 'void').replace('await', 'void'));
    expect(eslint('--cache')).toEqual(expected);
    write(users[0]!, `${USER(0)}\n`);
    expect(eslint('--cache')).toEqual(expected.slice(1));
    expect(eslint()).toEqual([]);
    write('src/job.ts', JOB);
  });

  it('sees other files as they are now in a process that lives on', async () => {
    const linter = new ESLint({ cwd });
    const lint = async (): Promise<number> => (await linter.lintText(USER(0), { filePath: join(cwd, users[0]!) }))[0]!.messages.length;
    expect(await lint()).toBe(1);
    write('src/job.ts', 'export class Job {\n  run(): void {}\n}\n');
    expect(await lint()).toBe(0);
    write('src/job.ts', JOB);
    expect(await lint()).toBe(1);
  });

  it('finds the same under oxlint', () => {
    write('.oxlintrc.json', JSON.stringify({ jsPlugins: [DIST], categories: { correctness: 'off' }, rules: { [RULE]: 'error' }, settings: { bulletproof: { project: true } } }));
    const { stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/oxlint'), ['--format', 'json', 'src'], { cwd, encoding: 'utf8', timeout: 60_000 });
    expect(stdout, stdout + stderr).toMatch(/^\s*\{/);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { filename: string; labels: { span: { line: number } }[] }[] };
    expect(diagnostics.map(each => `${each.filename}:${String(each.labels[0]?.span.line)} ${RULE}`).sort()).toEqual(expected);
  });
});
