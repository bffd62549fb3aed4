import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRootOf } from '../../src/project/package-root.js';
import type { Finding } from '../hosts-under-test.js';
import type { ValidCase } from '../rule-tests.js';

interface Collected extends ValidCase {
  readonly expected: readonly Finding[];
}
interface Diagnostic {
  readonly code?: string;
  readonly message: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[];
}

const ROOT = resolve(import.meta.dirname, '../..');
const COLLECTED = join(ROOT, '.tmp/cases');

/** Where a case lies in the folder that oxlint reads; with the package.json of the package that it lies in, if it says so. */
function placed(rule: string, i: number, each: Collected) {
  const root = `${rule}/${String(i)}`;
  const { filename = 'src/service.ts' } = each;
  const owner = isAbsolute(filename) ? packageRootOf(filename) : undefined;
  return { ...each, rule, root, path: `${root}/${owner === undefined ? filename : relative(owner, filename)}`, manifest: owner === undefined ? undefined : join(owner, 'package.json') };
}

/** The cases of the rule tests, written down by their run in every host, linted by one run of oxlint. */
describe('oxlint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulletproof-oxlint-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  if (!existsSync(COLLECTED)) throw new Error('No cases yet: `BULLETPROOF_HOSTS=matrix npx vitest run tests/rules` writes them.');
  const rules = readdirSync(COLLECTED).map(file => file.replace('.json', '')).sort();
  const collected = (rule: string): Collected[] => JSON.parse(readFileSync(join(COLLECTED, `${rule}.json`), 'utf8')) as Collected[];
  const needSettings = new Set(rules.filter(rule => collected(rule).every(each => each.settings !== undefined || each.expected.length === 0)));
  const cases = rules.flatMap(rule =>
    collected(rule)
      // oxlint's overrides take no settings, and what ESLint's parser refuses is no comparison.
      .filter(each => !each.settings && !each.expected.some(found => found.fatal))
      .map((each, i) => placed(rule, i, each)),
  );
  let found = new Map<string, Diagnostic[]>();

  beforeAll(() => {
    for (const { path, code, root, manifest } of cases) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), code);
      if (manifest !== undefined) copyFileSync(manifest, join(folder, root, 'package.json'));
    }
    writeFileSync(
      join(folder, '.oxlintrc.json'),
      JSON.stringify({
        jsPlugins: [join(ROOT, 'dist/index.js')],
        categories: { correctness: 'off' },
        env: { builtin: true, node: true },
        overrides: cases.map(({ rule, path, options }) => ({ files: [path], rules: { [`bulletproof/${rule}`]: ['error', ...(options ?? [])] } })),
      }),
    );
    const { stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/oxlint'), ['--format', 'json', '.'], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 120_000 });
    // What is wrong with a configuration is said in plain text.
    expect(stdout, stdout + stderr).toMatch(/^\s*\{/);
    const { diagnostics, number_of_files: files } = JSON.parse(stdout) as { diagnostics: Diagnostic[]; number_of_files: number };
    expect(files).toBeGreaterThanOrEqual(cases.length);
    found = groupByFile(diagnostics);
  });

  it('sees the cases', () => {
    expect(cases.length).toBeGreaterThan(rules.length * 20);
  });

  it.each(rules)('%s reports the same as ESLint 10', rule => {
    let reports = 0;
    for (const { path, code, expected } of cases.filter(each => each.rule === rule)) {
      const actual = (found.get(path) ?? []).map(({ message, labels }) => ({ line: labels[0]?.span.line, column: labels[0]?.span.column, message }));
      expect(actual.sort(byPlace), code).toEqual(expected.map(({ line, column, message }) => ({ line, column, message })).sort(byPlace));
      reports += actual.length;
    }
    // A rule that reports nothing without settings has only its valid cases here.
    if (!needSettings.has(rule)) expect(reports).toBeGreaterThanOrEqual(10);
  });
});

function byPlace(a: { line?: number; column?: number }, b: { line?: number; column?: number }): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

function groupByFile(diagnostics: readonly Diagnostic[]): Map<string, Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>();
  for (const each of diagnostics) groups.set(each.filename, [...(groups.get(each.filename) ?? []), each]);
  return groups;
}
