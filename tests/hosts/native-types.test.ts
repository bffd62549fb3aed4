import { execFile, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const url = (path: string): string => JSON.stringify(pathToFileURL(join(ROOT, path)).href);
const ESLINT = join(ROOT, 'node_modules/eslint/bin/eslint.js');
const RUNS = Number(process.env['BULLETPROOF_RUNS'] ?? 20);

/** What only a checker knows: `save` gives a promise. */
const STORE = 'export const save = (id: string) => Promise.resolve(id);\nexport const name = (id: string) => id;\n';
const CALLER = "import { name, save } from './store.js';\nexport function handle(id: string): void {\n  name(id);\n  save(id);\n}\n";
const FOUND = { ruleId: 'bulletproof/no-floating-promise', line: 4 };

interface Run {
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'bulletproof-native-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
let projects = 0;

/** A project that has a TypeScript installed, and asks for types. */
function project({ types, typescript = 'typescript-7-0', name = 'typescript-7', plugin = 'dist/index.js', more = {} }: { readonly types?: string; readonly typescript?: string | { readonly version: string } | null; readonly name?: string; readonly plugin?: string; readonly more?: Readonly<Record<string, string>> } = {}) {
  const cwd = join(folder, String((projects += 1)));
  const files: Record<string, string> = {
    'package.json': '{ "private": true, "type": "module" }',
    'tsconfig.json': '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "nodenext", "types": [] }, "include": ["src"] }',
    'src/store.ts': STORE,
    'src/caller.ts': CALLER,
    'eslint.config.mjs': `import bulletproof from ${url(plugin)};\nimport * as parser from ${url('node_modules/@typescript-eslint/parser/dist/index.js')};\nexport default [{ files: ['**/*.ts'], languageOptions: { parser }, settings: { bulletproof: ${JSON.stringify(types === undefined ? {} : { types })} } }, bulletproof.configs.recommended];\n`,
    ...more,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  const installed = join(cwd, 'node_modules', name);
  mkdirSync(dirname(installed), { recursive: true });
  if (typeof typescript === 'string') symlinkSync(join(ROOT, 'node_modules', typescript), installed);
  else if (typescript) {
    mkdirSync(installed);
    writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: 'typescript', ...typescript }));
  }
  const node = async (args: readonly string[], { input, command = process.execPath, env }: { readonly input?: string; readonly command?: string; readonly env?: NodeJS.ProcessEnv } = {}): Promise<Run> =>
    await new Promise(done => {
      const child = execFile(command, args, { cwd, encoding: 'utf8', timeout: 60_000, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
        done({ status: error ? (error.code ?? error.signal ?? 'unknown') : 0, stdout, stderr });
      });
      child.stdin?.end(input ?? '');
    });
  const eslint = async (args: readonly string[] = ['src'], input?: string, env?: NodeJS.ProcessEnv) => {
    const run = await node([ESLINT, '--format', 'json', ...args], { input, env });
    const results = JSON.parse(run.stdout || '[]') as { readonly messages: readonly { readonly ruleId: string; readonly line: number }[] }[];
    return { ...run, found: results.flatMap(each => each.messages).map(({ ruleId, line }) => ({ ruleId, line })) };
  };
  return { cwd, node, eslint };
}

/** The checkers that were started in a folder and run still. */
function checkersIn(cwd: string): number[] {
  return readdirSync('/proc')
    .filter(each => /^\d+$/.test(each))
    .filter(each => {
      try {
        const line = readFileSync(`/proc/${each}/cmdline`, 'utf8');
        return line.includes('--api') && line.includes(`${cwd}\0`) && !/^State:\s*Z/m.test(readFileSync(`/proc/${each}/status`, 'utf8'));
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function until(holds: () => boolean, limit = 10_000): Promise<boolean> {
  for (const end = Date.now() + limit; Date.now() < end; await new Promise(done => setTimeout(done, 20))) if (holds()) return true;
  return holds();
}

/** Like Bun and Deno, which show a module what node:child_process was at first. */
const STUBBORN = "require('node:module').syncBuiltinESMExports = () => {};\n";

/** So few files are no work for two threads, says ESLint. */
const TOO_FEW = /^.*ESLintPoorConcurrencyWarning.*\n.*trace-warnings.*\n/;

describe.concurrent('types from TypeScript 7 in ESLint', { timeout: 120_000 }, () => {
  it.each([
    ['auto', 'typescript-7-0', 'typescript-7'],
    ['auto', 'typescript-7-0', '@typescript/native'],
    ['native', 'typescript-7-1', 'typescript-7'],
    ['native', 'typescript-7-0', 'typescript'],
  ])("types: '%s' asks %s, installed as %s", async (types, typescript, name) => {
    const { eslint, cwd } = project({ types, typescript, name });
    const { found, stderr, status } = await eslint();
    expect({ found, stderr, status }).toEqual({ found: [FOUND], stderr: '', status: 1 });
    expect(await until(() => checkersIn(cwd).length === 0)).toBe(true);
  });

  it.each([['none'], ['services']])("types: '%s' does not", async types => {
    expect(await project({ types }).eslint()).toMatchObject({ found: [], stderr: '', status: 0 });
  });

  it('reads the text from the standard input, and what --fix has made', async () => {
    const { eslint } = project();
    expect((await eslint(['--stdin', '--stdin-filename', 'src/caller.ts'], CALLER.replace('  name(id);\n', ''))).found).toEqual([{ ...FOUND, line: 3 }]);
    expect((await eslint(['--fix', 'src'])).found).toEqual([FOUND]);
  });

  it('has no types for pieces of files, and for files of no project', async () => {
    const { eslint } = project({ more: { 'other/caller.ts': CALLER, 'other/store.ts': STORE } });
    expect(await eslint(['other'])).toMatchObject({ found: [], stderr: '' });
  });

  it('has one checker for each thread of --concurrency', async () => {
    const many = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`src/caller-${String(i)}.ts`, CALLER]));
    const { eslint, cwd } = project({ more: many });
    const { found, stderr } = await eslint(['--concurrency', '2', 'src']);
    expect({ found, stderr: stderr.replace(TOO_FEW, '') }).toEqual({ found: Array.from({ length: 9 }, () => FOUND), stderr: '' });
    expect(await until(() => checkersIn(cwd).length === 0)).toBe(true);
  });

  it('gives one notice for all threads of --concurrency', async () => {
    const many = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`src/caller-${String(i)}.ts`, CALLER]));
    const { stderr } = await project({ types: 'native', typescript: null, more: many }).eslint(['--concurrency', '3', 'src']);
    expect(stderr.match(/BULLETPROOF_TYPES/g)).toHaveLength(1);
  });

  it("says once what to install where 'native' has none, or a version that it does not know", async () => {
    const missing = await project({ types: 'native', typescript: null }).eslint();
    expect(missing).toMatchObject({ found: [], status: 0 });
    expect(missing.stderr.match(/npm install --save-dev typescript@7/g)).toHaveLength(1);
    const unknown = await project({ typescript: { version: '7.9.0' } }).eslint();
    expect(unknown).toMatchObject({ found: [], status: 0 });
    expect(unknown.stderr.match(/TypeScript 7\.9\.0 is installed/g)).toHaveLength(1);
    const broken = await project({ typescript: { version: '7.0.99' } }).eslint();
    expect(broken).toMatchObject({ found: [], status: 0 });
    expect(broken.stderr.match(/could not be used/g)).toHaveLength(1);
    expect((await project({ typescript: { version: '6.0.3' } }).eslint()).stderr).toBe('');
  });
});

describe.concurrent('a host that is not quite Node.js', { timeout: 120_000 }, () => {
  /** What Yarn's Plug'n'Play looks like from inside; it writes down who has loaded it. */
  const PNP = `
    const Module = require('node:module');
    const { appendFileSync } = require('node:fs');
    const resolve = Module._resolveFilename;
    Module._resolveFilename = (request, ...more) => (request === 'pnpapi' ? __filename : resolve(request, ...more));
    process.versions.pnp = '3';
    appendFileSync(__dirname + '/loaded', require('node:worker_threads').isMainThread ? 'main,' : 'thread,');
  `;
  /** An editor sets it up in its own process; a thread does not inherit that. */
  const EDITOR = `
    require('./.pnp.cjs');
    process.argv[1] = ${JSON.stringify(ESLINT)};
    require(process.argv[1]);
  `;

  it.each([
    ['auto', 0],
    ['native', 1],
  ])("loads the checker's thread from Yarn's archives, and says what has no types where they were asked for: '%s'", async (types, notices) => {
    const { node, cwd } = project({ types, more: { '.pnp.cjs': PNP, 'editor.cjs': EDITOR } });
    const { stdout, stderr } = await node(['editor.cjs', '--format', 'json', 'src']);
    const [caller] = JSON.parse(stdout) as { readonly messages: readonly { readonly line: number }[] }[];
    expect(caller?.messages.map(each => each.line)).toEqual([FOUND.line]);
    expect(stderr.match(/does not read Yarn's archives/g) ?? []).toHaveLength(notices);
    expect(stderr.match(/BULLETPROOF_TYPES/g) ?? []).toHaveLength(notices);
    expect(readFileSync(join(cwd, 'loaded'), 'utf8')).toBe('main,thread,');
    expect(await until(() => checkersIn(cwd).length === 0)).toBe(true);
  });

  it('says at once that the thread cannot be loaded', async () => {
    const { eslint, cwd } = project();
    cpSync(join(ROOT, 'dist'), join(cwd, 'plugin'), { recursive: true });
    writeFileSync(join(cwd, 'plugin/package.json'), '{ "type": "module" }');
    writeFileSync(join(cwd, 'plugin/worker.js'), "import './nowhere.js';\n");
    writeFileSync(join(cwd, 'eslint.config.mjs'), readFileSync(join(cwd, 'eslint.config.mjs'), 'utf8').replace(url('dist/index.js'), "'./plugin/index.js'"));
    const start = Date.now();
    const { found, stderr } = await eslint();
    expect(found).toEqual([]);
    expect(stderr.match(/could not be used \(.*nowhere\.js/g)).toHaveLength(1);
    expect(Date.now() - start).toBeLessThan(25_000);
  });

  it('reads named pipes where those of a child process are not its own', async () => {
    const { eslint, cwd } = project({ more: { 'stubborn.cjs': STUBBORN } });
    const { found, stderr, status } = await eslint(['src'], undefined, { NODE_OPTIONS: `--require ${join(cwd, 'stubborn.cjs')}`, TMPDIR: cwd });
    expect({ found, stderr, status }).toEqual({ found: [FOUND], stderr: '', status: 1 });
    expect(await until(() => checkersIn(cwd).length === 0)).toBe(true);
    expect(readdirSync(cwd).filter(each => each.startsWith('bulletproof-'))).toEqual([]);
  });

  it('says once that it has no named pipes either', async () => {
    const { eslint, cwd } = project({ more: { 'stubborn.cjs': STUBBORN } });
    const { found, stderr } = await eslint(['src'], undefined, { NODE_OPTIONS: `--require ${join(cwd, 'stubborn.cjs')}`, PATH: '' });
    expect(found).toEqual([]);
    expect(stderr.match(/could not be used \(.*mkfifo/g)).toHaveLength(1);
    expect(checkersIn(cwd)).toEqual([]);
  });
});

describe('the checker ends with the run', { timeout: 60_000 + RUNS * 6000 }, () => {
  it(`leaves none behind in ${String(RUNS)} short runs`, async () => {
    const { eslint, cwd } = project();
    for (let i = 0; i < RUNS; i += 2) {
      const runs = await Promise.all([eslint(), eslint()]);
      for (const { found, stderr } of runs) expect({ found, stderr }).toEqual({ found: [FOUND], stderr: '' });
    }
    expect(await until(() => checkersIn(cwd).length === 0)).toBe(true);
  });

  /** Asks for types, says that it has, and goes on for a minute. */
  const LIVE = `
    import { ESLint } from ${url('node_modules/eslint/lib/api.js')};
    const [result] = await new ESLint().lintFiles(['src/caller.ts']);
    process.stdout.write(result.messages.length + ' found');
    process.on('message', () => {});
    setTimeout(() => {}, 60_000);
  `;

  it.each<readonly [string, string, NodeJS.Signals | undefined]>([
    ['killed', '', 'SIGKILL'],
    ['interrupted', '', 'SIGINT'],
    ['terminated', '', 'SIGTERM'],
    ['left by process.exit()', 'setTimeout(() => process.exit(0), 300);', undefined],
    ['left by an error that nobody catches', 'setTimeout(() => { throw new Error("nobody"); }, 300);', undefined],
    ['aborted', 'setTimeout(() => process.abort(), 300);', undefined],
    ['killed, with named pipes', '', 'SIGKILL'],
  ])('that is %s', async (how, code, signal) => {
    const { cwd } = project({ more: { 'live.mjs': LIVE + code, 'stubborn.cjs': STUBBORN } });
    const env = how.endsWith('named pipes') ? { ...process.env, NODE_OPTIONS: `--require ${join(cwd, 'stubborn.cjs')}` } : process.env;
    const child = spawn(process.execPath, ['live.mjs'], { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = new Promise(done => child.once('exit', done));
    const said = await new Promise<string>(done => child.stdout.once('data', each => { done(String(each)); }));
    expect(said).toBe('1 found');
    expect(checkersIn(cwd)).toHaveLength(1);
    if (signal) child.kill(signal);
    await ended;
    expect(await until(() => checkersIn(cwd).length === 0)).toBe(true);
  });

  it('in a thread that is stopped', async () => {
    const { cwd, node } = project({
      more: {
        'thread.mjs': `
          import { Worker, isMainThread, parentPort } from 'node:worker_threads';
          import { ESLint } from ${url('node_modules/eslint/lib/api.js')};
          import { readdirSync, readFileSync } from 'node:fs';
          if (isMainThread) {
            const worker = new Worker(new URL(import.meta.url));
            await new Promise(done => worker.once('message', done));
            await worker.terminate();
            await new Promise(done => setTimeout(done, 1000));
            const left = readdirSync('/proc').filter(each => { try { return readFileSync('/proc/' + each + '/cmdline', 'utf8').includes('--api\\0--cwd\\0' + process.cwd() + '\\0'); } catch { return false; } });
            console.log(left.length + ' left');
          } else {
            const [result] = await new ESLint().lintFiles(['src/caller.ts']);
            parentPort.postMessage(result.messages.length);
            setInterval(() => {}, 1000);
          }
        `,
      },
    });
    const { stdout, stderr } = await node(['thread.mjs']);
    expect({ stdout, stderr }).toEqual({ stdout: '0 left\n', stderr: '' });
    expect(await until(() => checkersIn(cwd).length === 0)).toBe(true);
  });

  it('that it has stopped to answer, within the bound; what is found then is what is found without types', async () => {
    const { cwd, node } = project({
      plugin: 'build/index.js',
      more: {
        'src/other.ts': CALLER,
        'hung.mjs': `
          import { ESLint } from ${url('node_modules/eslint/lib/api.js')};
          import { bounds } from ${url('build/types/native/bounds.js')};
          import { readdirSync, readFileSync } from 'node:fs';
          bounds.load = 2000;
          const lint = async file => (await new ESLint().lintFiles([file]))[0].messages.length;
          const before = await lint('src/caller.ts');
          const [checker] = readdirSync('/proc').filter(each => { try { return readFileSync('/proc/' + each + '/cmdline', 'utf8').includes('--api\\0--cwd\\0' + process.cwd() + '\\0'); } catch { return false; } });
          process.kill(Number(checker), 'SIGSTOP');
          const start = Date.now();
          const hung = await lint('src/other.ts');
          const waited = Date.now() - start;
          const after = await lint('src/caller.ts');
          console.log(JSON.stringify({ before, hung, after, isBound: waited >= 2000 && waited < 8000 }));
        `,
      },
    });
    const { stdout, stderr, status } = await node(['hung.mjs']);
    expect({ ...(JSON.parse(stdout) as object), status }).toEqual({ before: 1, hung: 0, after: 0, isBound: true, status: 0 });
    expect(stderr.match(/gave no answer for 2 s/g)).toHaveLength(1);
    expect(await until(() => checkersIn(cwd).length === 0)).toBe(true);
  });

  it('that is a script which waits for another process, as soon as it is given up', async () => {
    const binary = `node_modules/@typescript/typescript-${process.platform}-${process.arch}`;
    const { cwd, node } = project({
      plugin: 'build/index.js',
      typescript: null,
      more: {
        [`${binary}/package.json`]: JSON.stringify({ name: binary, version: '7.0.2' }),
        [`${binary}/lib/tsc`]: '#!/bin/sh\nsleep 50\n',
        'script.mjs': `
          import { ESLint } from ${url('node_modules/eslint/lib/api.js')};
          import { bounds } from ${url('build/types/native/bounds.js')};
          bounds.load = 1000;
          const [{ messages }] = await new ESLint().lintFiles(['src/caller.ts']);
          process.stdout.write(messages.length + ' found');
        `,
      },
    });
    cpSync(join(ROOT, 'node_modules/typescript-7-0'), join(cwd, 'node_modules/typescript-7'), { recursive: true });
    chmodSync(join(cwd, binary, 'lib/tsc'), 0o755);
    const start = Date.now();
    const { stdout, stderr } = await node(['script.mjs']);
    expect(stdout).toBe('0 found');
    expect(stderr.match(/gave no answer for 1 s/g)).toHaveLength(1);
    expect(Date.now() - start).toBeLessThan(30_000);
  });

  it.each([
    ['at once', 0, 'could not be used'],
    ['a while after', 300, 'its process has ended'],
  ])('that is killed by somebody, and says so when it is asked %s', async (_, pause, notice) => {
    const { node } = project({
      more: {
        'src/other.ts': CALLER,
        'lost.mjs': `
          import { ESLint } from ${url('node_modules/eslint/lib/api.js')};
          import { readdirSync, readFileSync } from 'node:fs';
          const lint = async file => (await new ESLint().lintFiles([file]))[0].messages.length;
          const before = await lint('src/caller.ts');
          const [checker] = readdirSync('/proc').filter(each => { try { return readFileSync('/proc/' + each + '/cmdline', 'utf8').includes('--api\\0--cwd\\0' + process.cwd() + '\\0'); } catch { return false; } });
          process.kill(Number(checker), 'SIGKILL');
          if (${String(pause)} > 0) await new Promise(done => setTimeout(done, ${String(pause)}));
          console.log(JSON.stringify({ before, lost: await lint('src/other.ts'), after: await lint('src/caller.ts') }));
        `,
      },
    });
    const { stdout, stderr, status } = await node(['lost.mjs']);
    expect({ ...(JSON.parse(stdout) as object), status }).toEqual({ before: 1, lost: 0, after: 0, status: 0 });
    expect(stderr.split(notice)).toHaveLength(2);
  });

  it.each([
    [undefined, '400'],
    ['50', '50'],
  ])('collects its garbage seldom, unless GOGC (%s) says otherwise', async (given, taken) => {
    const { node } = project({
      more: {
        'collect.mjs': `
          import { ESLint } from ${url('node_modules/eslint/lib/api.js')};
          import { readdirSync, readFileSync } from 'node:fs';
          await new ESLint().lintFiles(['src/caller.ts']);
          const [checker] = readdirSync('/proc').filter(each => { try { return readFileSync('/proc/' + each + '/cmdline', 'utf8').includes('--api\\0--cwd\\0' + process.cwd() + '\\0'); } catch { return false; } });
          console.log(/(?:^|\\0)GOGC=(\\d+)/.exec(readFileSync('/proc/' + checker + '/environ', 'utf8'))?.[1], process.env.GOGC);
        `,
      },
    });
    expect((await node(['collect.mjs'], { env: given === undefined ? {} : { GOGC: given } })).stdout).toBe(`${taken} ${String(given)}\n`);
  });

  it('is ended when nobody asks for long, and started again', async () => {
    const { node } = project({
      plugin: 'build/index.js',
      more: {
        'src/other.ts': CALLER,
        'idle.mjs': `
          import { ESLint } from ${url('node_modules/eslint/lib/api.js')};
          import { bounds } from ${url('build/types/native/bounds.js')};
          import { readdirSync, readFileSync } from 'node:fs';
          bounds.idle = 300;
          const lint = async file => (await new ESLint().lintFiles([file]))[0].messages.length;
          const checkers = () => readdirSync('/proc').filter(each => { try { return readFileSync('/proc/' + each + '/cmdline', 'utf8').includes('--api\\0--cwd\\0' + process.cwd() + '\\0'); } catch { return false; } }).length;
          const first = await lint('src/caller.ts');
          const during = checkers();
          await new Promise(done => setTimeout(done, 1500));
          const idle = checkers();
          console.log(JSON.stringify({ first, during, idle, again: await lint('src/other.ts'), then: checkers() }));
        `,
      },
    });
    const { stdout, stderr } = await node(['idle.mjs']);
    expect({ ...(JSON.parse(stdout) as object), stderr }).toEqual({ first: 1, during: 1, idle: 0, again: 1, then: 1, stderr: '' });
  });
});

describe('types from TypeScript 7 in oxlint', { timeout: 60_000 }, () => {
  it.each([
    ['native', ['caller.ts']],
    ['auto', ['caller.ts']],
    ['none', []],
  ])("types: '%s'", async (types, expected) => {
    const { node, cwd } = project({
      types,
      more: { '.oxlintrc.json': JSON.stringify({ jsPlugins: [join(ROOT, 'dist/index.js')], categories: { correctness: 'off' }, settings: { bulletproof: { types } }, rules: { 'bulletproof/no-floating-promise': 'error' } }) },
    });
    const { stdout, stderr } = await node(['--format', 'json', 'src'], { command: join(ROOT, 'node_modules/.bin/oxlint') });
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly { readonly filename: string }[] };
    expect({ found: diagnostics.map(each => each.filename.replace(/^.*\//, '')), stderr }).toEqual({ found: expected, stderr: '' });
    expect(await until(() => checkersIn(cwd).length === 0)).toBe(true);
  });
});
