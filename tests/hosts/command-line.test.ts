import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist/index.js');
const PARSER = join(ROOT, 'node_modules/@typescript-eslint/parser/dist/index.js');

const SOUND = 'export async function load(url) {\n  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });\n  return response.status;\n}\n';
const UNBOUNDED = SOUND.replace(', { signal: AbortSignal.timeout(5000) }', '');
const SWALLOWED = 'export async function save(write) {\n  try {\n    await write();\n  } catch {}\n}\n';
const WARNED = "import pino from 'pino';\nconst log = pino();\nexport function greet(id) {\n  log.info(`hello ${id}`);\n}\n";
const MANY = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`src/part-${String(i)}.mjs`, [SOUND, UNBOUNDED, SWALLOWED][i % 3]!]));

/** What goes after the preset in the array of configs. */
interface Options {
  readonly preset?: string;
  readonly more?: string;
}
interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}
interface Result {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly fatal?: true; readonly line: number; readonly message: string }[];
}

/** ESLint 10 as people and CI start it: exit codes, messages, caches, threads, suppressions. */
describe('the command line', { timeout: 45_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulletproof-cli-'));
  let projects = 0;
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function project(files: Readonly<Record<string, string>>, { preset = 'recommended', more = '' }: Options = {}) {
    const cwd = join(folder, String((projects += 1)));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), text);
    };
    write('package.json', '{ "private": true }');
    write(
      'eslint.config.mjs',
      `import bulletproof from ${JSON.stringify(pathToFileURL(DIST).href)};\nexport default [{ ignores: ['eslint.config.mjs'] }, bulletproof.configs.${preset}, ${more}];\n`,
    );
    for (const [path, text] of Object.entries(files)) write(path, text);
    const eslint = async (...args: string[]): Promise<Run> =>
      await new Promise((done, fail) => {
        execFile(process.execPath, [join(ROOT, 'node_modules/eslint/bin/eslint.js'), ...args], { cwd, encoding: 'utf8', timeout: 20_000 }, (error, stdout, stderr) => {
          // A program that was killed or could not start has no exit code.
          if (error && typeof error.code !== 'number') fail(error);
          else done({ status: Number(error?.code ?? 0), stdout, stderr });
        });
      });
    return { cwd, write, eslint, read: (path: string) => readFileSync(join(cwd, path), 'utf8') };
  }

  it('exits with 0 when there is nothing, with 1 on findings', async () => {
    const { eslint, write } = project({ 'src/load.mjs': SOUND });
    expect(await eslint('.')).toEqual({ status: 0, stdout: '', stderr: '' });
    write('src/load.mjs', UNBOUNDED);
    const { status, stdout } = await eslint('.');
    expect(stdout).toMatch(/2:26 +error +.*`fetch`.*bulletproof\/require-request-timeout/);
    expect(status).toBe(1);
  });

  it('exits with 0 on warnings, with 1 under --max-warnings 0', async () => {
    const { eslint } = project({ 'src/greet.mjs': WARNED }, { preset: 'strict' });
    const [lenient, strict] = await Promise.all([eslint('.'), eslint('.', '--max-warnings', '0')]);
    expect(lenient.stdout).toMatch(/warning .*bulletproof\/no-interpolated-log-message/);
    expect([lenient.status, strict.status]).toEqual([0, 1]);
  });

  it.each([
    [
      'an unknown option',
      "{ rules: { 'bulletproof/require-request-timeout': ['error', { noSuchOption: [] }] } }",
      [/bulletproof\/require-request-timeout/, /Unexpected property "noSuchOption"\. Expected properties: "\w+"/],
    ],
    ['an unknown rule', "{ rules: { 'bulletproof/require-request-timeot': 'error' } }", [/Could not find "require-request-timeot" in plugin "bulletproof"/]],
    [
      'an unknown setting',
      '{ settings: { bulletproof: { librarys: [] } } }',
      [/settings\.bulletproof\.librarys is not a setting\. Allowed: libraries, types, project\. Did you mean libraries\?/],
    ],
    [
      'a wrong value in a setting',
      "{ settings: { bulletproof: { libraries: [{ modules: ['x'], entries: { get: { role: 'http-reqest' } } }] } } }",
      [/settings\.bulletproof\.libraries\[0\]\.entries\["get"\]\.role is "http-reqest"\. Allowed: http-request, .* Did you mean http-request\?/],
    ],
  ])('exits with 2 on %s, and says where it is and what is allowed', async (_, more, messages) => {
    const { status, stdout, stderr } = await project({ 'src/load.mjs': SOUND }, { more }).eslint('.');
    for (const message of messages) expect(stderr).toMatch(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it("leaves a file that does not parse to ESLint's own report, and goes on", async () => {
    const { eslint } = project({ 'src/broken.mjs': 'export function (', 'src/load.mjs': UNBOUNDED });
    const { status, stdout } = await eslint('.', '-f', 'json');
    const [broken, load] = JSON.parse(stdout) as [Result, Result];
    expect(broken.messages).toMatchObject([{ ruleId: null, fatal: true }]);
    expect(load.messages).toMatchObject([{ ruleId: 'bulletproof/require-request-timeout', line: 2 }]);
    expect(status).toBe(1);
  });

  it('finds the same from the cache, and again after a change', async () => {
    const { eslint, write, cwd } = project(MANY);
    const first = await eslint('.', '-f', 'json', '--cache', '--cache-strategy', 'content');
    expect(existsSync(join(cwd, '.eslintcache'))).toBe(true);
    expect(countOf(first)).toBe(8);
    expect(await eslint('.', '-f', 'json', '--cache', '--cache-strategy', 'content')).toEqual(first);
    write('src/part-0.mjs', UNBOUNDED);
    expect(countOf(await eslint('.', '-f', 'json', '--cache', '--cache-strategy', 'content'))).toBe(9);
  });

  it('finds the same on two threads', async () => {
    const { eslint } = project(MANY, { preset: 'all' });
    const [one, two] = [await eslint('.', '-f', 'json', '--concurrency', 'off'), await eslint('.', '-f', 'json', '--concurrency', '2')];
    expect(JSON.parse(two.stdout)).toEqual(JSON.parse(one.stdout));
    expect(countOf(one)).toBe(8);
  });

  it('takes what is there as it is with bulk suppressions; new findings fail; the list gets shorter after repairs', async () => {
    const { eslint, write, read } = project({ 'src/load.mjs': UNBOUNDED, 'src/save.mjs': SWALLOWED });
    expect(await eslint('.', '--suppress-all')).toMatchObject({ status: 0, stdout: '' });
    expect(JSON.parse(read('eslint-suppressions.json'))).toEqual({
      'src/load.mjs': { 'bulletproof/require-request-timeout': { count: 1 } },
      'src/save.mjs': { 'bulletproof/no-swallowed-error': { count: 1 } },
    });
    expect(await eslint('.')).toMatchObject({ status: 0, stdout: '' });

    write('src/fresh.mjs', UNBOUNDED);
    const fresh = await eslint('.');
    expect(fresh.stdout).toMatch(/fresh\.mjs/);
    expect(fresh.stdout).not.toMatch(/load\.mjs|save\.mjs/);
    expect(fresh.status).toBe(1);

    write('src/fresh.mjs', SOUND);
    write('src/load.mjs', SOUND);
    // ESLint insists that the list is shortened.
    expect(await eslint('.')).toMatchObject({ status: 2, stderr: expect.stringContaining('--prune-suppressions') as string });
    expect(await eslint('.', '--prune-suppressions')).toMatchObject({ status: 0 });
    expect(Object.keys(JSON.parse(read('eslint-suppressions.json')) as object)).toEqual(['src/save.mjs']);
  });

  it('writes no suggestion with --fix, and nothing with --fix-dry-run', async () => {
    const { eslint, read } = project({ 'src/load.mjs': UNBOUNDED });
    for (const option of ['--fix-dry-run', '--fix']) {
      expect(await eslint('.', option)).toMatchObject({ status: 1 });
      expect(read('src/load.mjs')).toBe(UNBOUNDED);
    }
  });

  it('groups findings by harm with its formatter, worst first', async () => {
    const { eslint } = project({ 'src/load.mjs': UNBOUNDED, 'src/save.mjs': SWALLOWED });
    const { status, stdout } = await eslint('.', '-f', join(ROOT, 'dist/report/by-harm.js'));
    expect(stdout).toMatch(/^HANG: .*\(1\)\n {2}src\/load\.mjs:2:26 {2}bulletproof\/require-request-timeout\n(?:.*\n)*^BLIND: .*\(1\)\n(?:.*\n)*^2 findings in 2 of 2 files$/m);
    expect(status).toBe(1);
  });

  it('needs no types: every rule runs on TypeScript without a program', async () => {
    const { eslint } = project(
      { 'src/load.ts': UNBOUNDED.replace('(url)', '(url: string): Promise<number>'), 'src/save.ts': SWALLOWED.replace('(write)', '(write: () => Promise<void>)') },
      { preset: 'all', more: `{ files: ['**/*.ts'], languageOptions: { parser: (await import(${JSON.stringify(pathToFileURL(PARSER).href)})).default } }` },
    );
    const run = await eslint('.', '-f', 'json');
    expect(run.stderr).toBe('');
    expect((JSON.parse(run.stdout) as Result[]).flatMap(each => each.messages.map(({ ruleId }) => ruleId)).sort()).toEqual(['bulletproof/no-swallowed-error', 'bulletproof/require-request-timeout']);
  });

  it('can be printed: a config names the plugin with its version', async () => {
    const { eslint } = project({ 'src/load.mjs': SOUND });
    const { status, stdout } = await eslint('--print-config', 'src/load.mjs');
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect((JSON.parse(stdout) as { plugins: string[] }).plugins).toContain(`bulletproof:eslint-plugin-bulletproof@${version}`);
    expect(status).toBe(0);
  });
});

function countOf({ stdout }: Run): number {
  return (JSON.parse(stdout) as Result[]).reduce((sum, each) => sum + each.messages.length, 0);
}
