// What each fact of the file model and each rule costs, and how that grows with the length of a file.
//   npm run bench:facts
// In one process, on parsed files: facts are asked in the order of the table, so each row is what it adds.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { SourceCode } from 'eslint';
import { FileModel, fileModel } from '../build/analysis/file-model.js';
import { rules } from '../build/rules/index.js';
import { readSettings } from '../build/settings.js';
import { fetchCorpus } from '../tools/corpus.mjs';

const corpus = fetchCorpus();
const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(file => /\.[cm]?[jt]s$/.test(file) && !/\.d\.[cm]?ts$|\.min\.js$/.test(file));
const settings = readSettings(undefined);

const FACTS = {
  index: file => file.index,
  bindings: file => file.bindings.variableOf(file.ast),
  imports: file => file.imports,
  role: file => file.role,
  'library calls': file => file.calls.of('other'),
};

function parse(text, path) {
  const start = performance.now();
  const { ast, scopeManager, visitorKeys } = parser.parseForESLint(text, { range: true, loc: true, tokens: true, comment: true, sourceType: 'module', filePath: path });
  const sourceCode = new SourceCode({ text, ast, scopeManager, visitorKeys, parserServices: {} });
  const time = performance.now() - start;
  // As ESLint does before rules run: this sets the parents.
  sourceCode.traverse();
  return { sourceCode, time };
}

function measure(text, path, spent) {
  const { sourceCode, time } = parse(text, path);
  const add = (name, ms) => spent.set(name, (spent.get(name) ?? 0) + ms);
  const timed = (name, run) => {
    const start = performance.now();
    run();
    add(name, performance.now() - start);
  };
  add('parse', time);
  const model = new FileModel({ sourceCode, filename: path, settings });
  for (const [name, ask] of Object.entries(FACTS)) timed(`fact: ${name}`, () => ask(model));
  // Rules share one model of their own, so that the first one to ask pays for a fact: its row shows that.
  const context = { sourceCode, filename: path, settings: {}, options: [], report() {} };
  fileModel({ sourceCode, filename: path, settings });
  for (const [name, rule] of Object.entries(rules)) timed(`rule: ${name}`, () => rule.create(context).Program());
}

let spent = new Map();
for (let round = 0; round < 3; round += 1) {
  spent = new Map();
  for (const file of files) {
    try {
      measure(readFileSync(join(corpus, file), 'utf8'), join('/srv/app', file), spent);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'TSError') throw error;
    }
  }
}
const parsing = spent.get('parse');
console.log(`${files.length} files; ms per 1,000 files, share of parsing (third of three rounds)\n`);
for (const [name, ms] of [...spent].sort((a, b) => b[1] - a[1])) {
  console.log(`${name.padEnd(44)} ${((ms / files.length) * 1000).toFixed(1).padStart(9)} ms ${((100 * ms) / parsing).toFixed(2).padStart(7)} %`);
}
const total = [...spent].filter(([name]) => name.startsWith('rule: ')).reduce((sum, [, ms]) => sum + ms, 0);
console.log(`\nall rules together: ${((100 * total) / parsing).toFixed(1)} % of parsing`);

console.log('\nGrowth: one file made of many handlers; milliseconds of all rules together');
const chunk = i => `
export async function load${i}(pool, url, id) {
  const client = await pool.connect();
  try {
    const response = await fetch(url + id);
    if (!response.ok) throw new Error('bad status ' + response.status);
    const rows = await client.query('select * from orders where id = $1', [id]);
    for (const row of rows.rows) {
      try { await save${i}(row); } catch (error) { console.error('failed', error); }
    }
    return JSON.parse(await response.text());
  } finally {
    client.release();
  }
}
const save${i} = async row => { state${i} = row; await Promise.all([row].map(async each => each.id)); };
let state${i};
`;
const perChunk = chunk(0).split('\n').length - 1;
let first;
for (const lines of [1_000, 3_000, 10_000, 30_000]) {
  const text = Array.from({ length: Math.round(lines / perChunk) }, (_, i) => chunk(i)).join('');
  const best = Math.min(
    ...Array.from({ length: 3 }, () => {
      const one = new Map();
      measure(text, '/srv/app/src/large.js', one);
      return [...one].filter(([name]) => name.startsWith('rule: ')).reduce((sum, [, ms]) => sum + ms, 0);
    }),
  );
  first ??= best / lines;
  console.log(`${String(lines).padStart(6)} lines ${best.toFixed(1).padStart(9)} ms, per line ${(best / lines / first).toFixed(2)} times that of 1,000`);
}
