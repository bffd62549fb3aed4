import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
/** By rule, by path: lines. */
type Findings = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
interface Lint {
  readonly files: number;
  readonly parsed: number;
  readonly findings: Findings;
  readonly seconds: number;
}

/** Eight pinned packages of other people, linted with preset `all` by ESLint and by oxlint. */
describe('code of other people', () => {
  let eslint: Lint;
  let oxlint: Omit<Lint, 'parsed'>;

  beforeAll(async () => {
    const stdout = await new Promise<string>((done, fail) => {
      execFile(process.execPath, [join(ROOT, 'tools/corpus-findings.mjs')], { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 230_000 }, (error, text) => {
        if (error) fail(error);
        else done(text);
      });
    });
    ({ eslint, oxlint } = JSON.parse(stdout) as { eslint: Lint; oxlint: Lint });
  });

  it('is read to the last file', () => {
    expect(eslint.files).toBeGreaterThanOrEqual(450);
    expect(eslint.parsed).toBe(eslint.files);
    expect(oxlint.files).toBe(eslint.files);
  });

  it('has findings of many rules', () => {
    expect(Object.keys(eslint.findings).length).toBeGreaterThanOrEqual(8);
    expect(Object.values(eslint.findings).flatMap(each => Object.values(each).flat()).length).toBeGreaterThanOrEqual(40);
  });

  it('has the findings that were reviewed', () => {
    const expected = JSON.parse(readFileSync(join(import.meta.dirname, 'expected.json'), 'utf8')) as Findings;
    expect(lines(eslint.findings), 'a change is for review like code: `npm run corpus:update`, then read each finding of the diff').toEqual(lines(expected));
  });

  it('has the same findings in oxlint', () => {
    expect(lines(oxlint.findings)).toEqual(lines(eslint.findings));
    console.log(`ESLint ${eslint.seconds.toFixed(1)} s, oxlint ${oxlint.seconds.toFixed(1)} s: ${(eslint.seconds / oxlint.seconds).toFixed(1)} times as fast`);
  });
});

function lines(findings: Findings): string[] {
  return Object.entries(findings)
    .flatMap(([rule, byPath]) => Object.entries(byPath).flatMap(([path, all]) => all.map(line => `${path}:${String(line)} ${rule}`)))
    .sort();
}
