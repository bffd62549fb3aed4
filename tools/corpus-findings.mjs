// What preset `all` finds in a part of the pinned corpus, in ESLint and in oxlint: tests/corpus compares it with what was reviewed.
//   node tools/corpus-findings.mjs            prints both as JSON
//   node tools/corpus-findings.mjs --write    writes tests/corpus/expected.json; review its diff like code
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';
import plugin from '../dist/index.js';
import { fetchCorpus } from './corpus.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const EXPECTED = join(ROOT, 'tests/corpus/expected.json');

/** Half TypeScript, half CommonJS; clients, servers, workers and applications. */
const PACKAGES = ['mongodb', '@apollo/server', '@trpc/server', '@temporalio/worker', 'fastify', '@hapi/hapi', '@node-red/runtime', 'Haraka'];
const SOURCE = /(?<!\.d)\.[cm]?[jt]s$/;
const HUGE = 200_000;

/** Copies the packages' sources to a folder of their own: inside of this one, it would be our package.json and .gitignore that count. */
function copyCorpus() {
  const corpus = fetchCorpus();
  const target = realpathSync(mkdtempSync(join(tmpdir(), 'bulletproof-corpus-')));
  for (const name of PACKAGES) {
    cpSync(join(corpus, name), join(target, name), {
      recursive: true,
      filter: path => statSync(path).isDirectory() ? !path.endsWith('node_modules') : SOURCE.test(path) && statSync(path).size < HUGE,
    });
    writeFileSync(join(target, name, 'package.json'), JSON.stringify({ name, private: true }));
  }
  return target;
}


async function lintWithEslint(folder) {
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    allowInlineConfig: false,
    overrideConfig: [plugin.configs.all, { files: plugin.configs.all.files, languageOptions: { parser }, linterOptions: { reportUnusedDisableDirectives: 'off' } }],
  });
  const start = performance.now();
  const results = await eslint.lintFiles(['.']);
  return {
    files: results.length,
    parsed: results.filter(({ messages }) => !messages.some(each => each.fatal)).length,
    findings: group(results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, line }) => ({ rule: ruleId ?? 'parser', path: relative(folder, filePath), line })))),
    seconds: (performance.now() - start) / 1000,
  };
}

async function lintWithOxlint(folder) {
  writeFileSync(
    join(folder, '.oxlintrc.json'),
    JSON.stringify({ jsPlugins: [join(ROOT, 'dist/index.js')], categories: { correctness: 'off' }, env: { builtin: true, node: true }, rules: plugin.configs.all.rules }),
  );
  const start = performance.now();
  const stdout = await new Promise((done, fail) => {
    execFile(join(ROOT, 'node_modules/.bin/oxlint'), ['--format', 'json', '.'], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 120_000 }, (error, text) => {
      // Findings are exit code 1; what is wrong with a configuration is said in plain text.
      if (/^\s*\{/.test(text)) done(text);
      else fail(new Error(text, { cause: error }));
    });
  });
  const { diagnostics, number_of_files: files } = JSON.parse(stdout);
  return {
    files,
    // oxlint names a rule `bulletproof(rule)`; what has no such name is its parser's.
    findings: group(
      diagnostics.map(({ code = '', filename, labels }) => ({
        rule: code.replace(/^bulletproof\((.*)\)$/, 'bulletproof/$1') || 'parser',
        path: relative(folder, resolve(folder, filename)),
        line: labels[0]?.span.line ?? 0,
      })),
    ),
    seconds: (performance.now() - start) / 1000,
  };
}

function group(all) {
  const findings = {};
  for (const { rule, path, line } of all) ((findings[rule.replace('bulletproof/', '')] ??= {})[path] ??= []).push(line);
  return Object.fromEntries(
    sorted(findings).map(([rule, byPath]) => [rule, Object.fromEntries(sorted(byPath).map(([path, lines]) => [path, lines.sort((a, b) => a - b)]))]),
  );
}

function sorted(object) {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** One path a line, so that a diff shows what changed. */
function show(findings) {
  const rules = Object.entries(findings).map(
    ([rule, byPath]) =>
      `  ${JSON.stringify(rule)}: {\n${Object.entries(byPath)
        .map(([path, lines]) => `    ${JSON.stringify(path)}: ${JSON.stringify(lines).replaceAll(',', ', ')}`)
        .join(',\n')}\n  }`,
  );
  return `{\n${rules.join(',\n')}\n}\n`;
}

const folder = copyCorpus();
try {
  const eslint = await lintWithEslint(folder);
  if (process.argv.includes('--write')) {
    writeFileSync(EXPECTED, show(eslint.findings));
    for (const [rule, byPath] of Object.entries(eslint.findings)) console.log(`${String(Object.values(byPath).flat().length).padStart(5)} ${rule}`);
  } else {
    console.log(JSON.stringify({ eslint, oxlint: await lintWithOxlint(folder) }));
  }
} finally {
  rmSync(folder, { recursive: true });
}
