// What types cost, by where they come from: each run in a process of its own, in turn, on back ends that are checked out and installed; the processes that a run starts are counted with it. Linux only.
//   npm run build && node bench/types.mjs [--rounds 5] [--only zero,bulletproof] [--typescript FOLDER] [--tsgolint FILE] PROJECT=GLOB ...
//   node bench/types.mjs --editor [--rounds 5] PROJECT=FILE ...: how long an editor waits for its first answer about a file, and for those about changed texts.
// Each project finds a TypeScript 7 as `typescript-7` in its node_modules (--typescript links it there). --tsgolint is the program of the package oxlint-tsgolint.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, only: { type: 'string' }, typescript: { type: 'string' }, tsgolint: { type: 'string' }, run: { type: 'string' }, editor: { type: 'boolean' } },
});
const root = resolve(import.meta.dirname, '..');

const TYPED_PROMISE_RULES = { '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/no-misused-promises': 'error', '@typescript-eslint/await-thenable': 'error' };
const ESLINT = {
  zero: {},
  'bulletproof recommended, none': { types: 'none' },
  'bulletproof recommended, native': { types: 'native' },
  'bulletproof recommended, services': { types: 'services', typed: true },
  'typescript-eslint, three typed promise rules': { rules: TYPED_PROMISE_RULES, typed: true },
};
const OXLINT = {
  'oxlint zero': { rules: {} },
  'oxlint bulletproof recommended, none': { types: 'none' },
  'oxlint bulletproof recommended, native': { types: 'native' },
  'oxlint bulletproof no-floating-promise, none': { types: 'none', rules: { 'bulletproof/no-floating-promise': 'error' } },
  'oxlint bulletproof no-floating-promise, native': { types: 'native', rules: { 'bulletproof/no-floating-promise': 'error' } },
  'oxlint --type-aware no-floating-promises': { rules: { 'typescript/no-floating-promises': 'error' }, typed: true },
};

if (values.run && values.editor) {
  await edit(values.run, positionals[0]);
} else if (values.run) {
  await lint(values.run, positionals[0]);
} else if (values.editor) {
  for (const each of positionals) await compareEditors(each);
} else {
  for (const each of positionals) await compare(each);
}

/** One run of ESLint, in this process. */
async function lint(name, project) {
  const [folder, glob] = project.split('=');
  const eslint = await eslintOf(name, folder);
  const start = performance.now();
  const results = await eslint.lintFiles([glob]);
  console.log(JSON.stringify({ files: results.length, findings: results.flatMap(each => each.messages).length, lint: (performance.now() - start) / 1000 }));
}

/** What an editor does: one file, then changed texts of it. */
async function edit(name, project) {
  const [folder, file] = project.split('=');
  const eslint = await eslintOf(name, folder);
  const filePath = resolve(folder, file);
  const text = readFileSync(filePath, 'utf8');
  const times = [];
  for (let i = 0; i < 6; i += 1) {
    const start = performance.now();
    await eslint.lintText(i === 0 ? text : `${text}\n// ${i}`, { filePath });
    times.push((performance.now() - start) / 1000);
  }
  console.log(JSON.stringify({ first: times[0], changed: median(times.slice(1)) }));
}

async function compareEditors(project) {
  console.log(`\n${project}: seconds until ESLint answers, after it and the plugin are loaded; median (min-max) of ${values.rounds}\n`);
  console.log('| Configuration | first answer | after a change |\n| --- | --- | --- |');
  const names = Object.keys(ESLINT).filter(each => each === 'zero' || each.includes('bulletproof'));
  const runs = await inTurn(names, name => JSON.parse(spawnSync(process.execPath, [import.meta.filename, '--editor', '--run', name, project], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).stdout));
  for (const [name, list] of runs) {
    const spread = key => {
      const times = list.map(each => each[key]);
      return `${median(times).toFixed(2)} (${Math.min(...times).toFixed(2)}-${Math.max(...times).toFixed(2)})`;
    };
    console.log(`| ${name} | ${spread('first')} | ${spread('changed')} |`);
  }
}

async function eslintOf(name, folder) {
  const { rules, types, typed } = ESLINT[name];
  const { ESLint } = await import('eslint');
  const parser = await import('@typescript-eslint/parser');
  const { default: bulletproof } = await import('../dist/index.js');
  const { default: tseslint } = await import('typescript-eslint');
  return new ESLint({
    cwd: resolve(folder),
    overrideConfigFile: true,
    allowInlineConfig: false,
    overrideConfig: [
      {
        files: ['**/*.ts'],
        plugins: { bulletproof, '@typescript-eslint': tseslint.plugin },
        languageOptions: { parser, parserOptions: typed ? { projectService: true, tsconfigRootDir: resolve(folder) } : {} },
        settings: { bulletproof: { types } },
        rules: rules ?? (types ? bulletproof.configs.recommended.rules : {}),
      },
    ],
  });
}

/** What each configuration takes, round after round. */
async function inTurn(names, run) {
  const runs = new Map(names.map(name => [name, []]));
  for (let round = -1; round < Number(values.rounds); round += 1) {
    for (const name of names) {
      const figures = await run(name);
      // The first round warms the disk and is not counted.
      if (round >= 0) runs.get(name).push(figures);
    }
  }
  return runs;
}

function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
}

async function compare(project) {
  const [folder, glob] = project.split('=');
  const link = join(folder, 'node_modules/typescript-7');
  if (values.typescript && !existsSync(link)) symlinkSync(resolve(values.typescript), link);
  const only = values.only?.split(',');
  const names = [...Object.keys(ESLINT), ...Object.keys(OXLINT)].filter(name => (only ? only.some(each => name.includes(each)) : true) && (values.tsgolint || !name.includes('--type-aware')));
  const runs = await inTurn(names, name => (name in ESLINT ? measure(process.execPath, [import.meta.filename, '--run', name, project], root) : oxlint(name, folder, glob)));
  console.log(`\n${folder}: ${runs.get(names[0])[0].files} files, ${values.rounds} rounds, Node ${process.version}; ratios over the zero-rule run of the same round, median (min-max)\n`);
  console.log('| Configuration | CPU | wall | peak memory | findings |\n| --- | --- | --- | --- | --- |');
  for (const [name, list] of runs) {
    const zero = runs.get(name.startsWith('oxlint') && runs.has('oxlint zero') ? 'oxlint zero' : 'zero') ?? list;
    const ratio = key => {
      const ratios = list.map((each, i) => each[key] / zero[i][key]);
      return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)}), ${median(list.map(each => each[key])).toFixed(2)} s`;
    };
    console.log(`| ${name} | ${ratio('cpu')} | ${ratio('wall')} | ${Math.round(median(list.map(each => each.memory)))} MiB | ${list[0].findings} |`);
  }
}

async function oxlint(name, folder, glob) {
  const { rules, types, typed } = OXLINT[name];
  const { default: bulletproof } = await import('../dist/index.js');
  const scratch = mkdtempSync(join(tmpdir(), 'bulletproof-bench-'));
  const config = join(scratch, '.oxlintrc.json');
  writeFileSync(config, JSON.stringify({ plugins: ['typescript'], categories: { correctness: 'off' }, ...(types && { jsPlugins: [join(root, 'dist/index.js')], settings: { bulletproof: { types } } }), rules: rules ?? bulletproof.configs.recommended.rules }));
  const figures = await measure(join(root, 'node_modules/.bin/oxlint'), ['--config', config, '--format', 'json', '--disable-nested-config', ...(typed ? ['--type-aware'] : []), glob.replace(/\/\*.*$/, '')], resolve(folder), typed ? { OXLINT_TSGOLINT_PATH: values.tsgolint } : {});
  rmSync(scratch, { recursive: true });
  return figures;
}

/** Runs a program, and adds up what it and its children take. */
async function measure(command, args, cwd, env = {}) {
  const start = performance.now();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const cpu = new Map();
  let memory = 0;
  const look = setInterval(() => {
    memory = Math.max(memory, tree(child.pid).reduce((sum, pid) => sum + note(pid, cpu), 0));
  }, 50);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', each => (stdout += each));
  // Linters end with 1 where they find something.
  const code = await new Promise(done => child.once('close', done));
  if (code !== 0 && code !== 1) throw new Error(`${args.join(' ')} ended with ${code}`);
  clearInterval(look);
  const wall = (performance.now() - start) / 1000;
  if (!stdout.includes('{')) throw new Error(`${args.join(' ')}: ${stdout}`);
  const said = JSON.parse(stdout.slice(stdout.indexOf('{')));
  return { cpu: [...cpu.values()].reduce((sum, each) => sum + each, 0), wall, memory, files: said.files ?? said.number_of_files, findings: said.findings ?? said.diagnostics.length };
}

/** A process and all that descend from it. */
function tree(top) {
  const parents = new Map();
  for (const pid of readdirSync('/proc').filter(each => /^\d+$/.test(each))) {
    const stat = read(`/proc/${pid}/stat`);
    if (stat) parents.set(Number(pid), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const found = [top];
  for (const each of found) for (const [pid, parent] of parents) if (parent === each) found.push(pid);
  return found;
}

/** Remembers the CPU seconds of a process so far; its memory in MiB. */
function note(pid, cpu) {
  const stat = read(`/proc/${pid}/stat`);
  const status = read(`/proc/${pid}/status`);
  if (!stat || !status) return 0;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  cpu.set(pid, (Number(fields[11]) + Number(fields[12])) / 100);
  return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
