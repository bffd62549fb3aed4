// What our rules cost beside their peers: each run in a process of its own, in turn, from the first file to the last (loading a plugin is not counted), on npm packages that ship their server's source.
//   npm run bench [-- --rounds 5] [--only zero,bulletproof]
// Ratios are of each round's run over the same round's zero-rule run, so that a drifting machine cancels out.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fetchCorpus } from '../tools/corpus.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, only: { type: 'string' } } });
const here = import.meta.dirname;
if (!existsSync(join(here, 'node_modules'))) {
  // The peers do not belong to the project: their own folder, their own install. Their peer ranges exclude ESLint 10.
  execFileSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--legacy-peer-deps', '--ignore-scripts'], { cwd: here, stdio: 'inherit' });
}

const corpus = fetchCorpus();
const folders = readdirSync(corpus, { withFileTypes: true })
  .filter(each => each.isDirectory())
  .map(each => join(corpus, each.name));

const all = [
  'zero',
  'a rule that does nothing',
  'bulletproof recommended',
  'bulletproof all',
  'promise (recommended)',
  'security (recommended)',
  'llm-core (recommended)',
  'n (recommended)',
  'typescript-eslint (recommended)',
  'unicorn (recommended)',
];
const configs = values.only ? all.filter(name => values.only.split(',').some(each => name.startsWith(each))) : all;

const runs = new Map(configs.map(name => [name, []]));
for (let round = -1; round < Number(values.rounds); round += 1) {
  for (const name of configs) {
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(here, 'lint.mjs'), name, ...folders], { cwd: join(here, '..'), encoding: 'utf8', maxBuffer: 2 ** 26 });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    const figures = JSON.parse(stdout.trim().split('\n').at(-1));
    // A run that saw nothing looks fast: refuse it.
    if (figures.files < 800) throw new Error(`${name} saw only ${figures.files} files`);
    if (figures.fatal > figures.files * 0.01) throw new Error(`${name}: ${figures.fatal} files did not parse`);
    if (name !== 'zero' && name !== 'a rule that does nothing' && figures.findings === 0) throw new Error(`${name} found nothing`);
    // The first round warms the disk and is not counted.
    if (round >= 0) runs.get(name).push(figures);
  }
}

const median = list => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const zero = runs.get('zero');
console.log(`Node ${process.version}, ${zero[0].files} files, ${values.rounds} rounds; ratios over parser and zero rules, median (min-max)\n`);
console.log('| Configuration | CPU | wall | peak memory | findings | rules that fired |\n| --- | --- | --- | --- | --- | --- |');
for (const [name, list] of runs) {
  const ratio = key => {
    const ratios = list.map((each, i) => each[key] / zero[i][key]);
    return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)})`;
  };
  const cpu = name === 'zero' ? `${median(list.map(each => each.cpu)).toFixed(1)} s` : ratio('cpu');
  const wall = name === 'zero' ? `${median(list.map(each => each.wall)).toFixed(1)} s` : ratio('wall');
  console.log(`| ${name} | ${cpu} | ${wall} | ${Math.round(median(list.map(each => each.rss)))} MiB | ${list[0].findings} | ${list[0].rules} |`);
}
