// Brings the pinned packages of bench/corpus.json (npm packages that ship their server's source) to .tmp/corpus.
// Their code is other people's: it is linted and measured, never committed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const CORPUS = resolve(import.meta.dirname, '../.tmp/corpus');

export function fetchCorpus() {
  const wanted = readFileSync(new URL('../bench/corpus.json', import.meta.url), 'utf8');
  const done = join(CORPUS, 'done.json');
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted) return CORPUS;
  rmSync(CORPUS, { recursive: true, force: true });
  mkdirSync(CORPUS, { recursive: true });
  for (const { package: spec, folder } of JSON.parse(wanted)) {
    const name = spec.slice(0, spec.lastIndexOf('@'));
    const work = join(CORPUS, 'unpack');
    mkdirSync(work, { recursive: true });
    execFileSync('npm', ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', work], { stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync('tar', ['xzf', join(work, readdirSync(work).find(file => file.endsWith('.tgz'))), '-C', work]);
    const target = join(CORPUS, name, folder);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(work, readdirSync(work).find(file => !file.endsWith('.tgz')), folder), target);
    rmSync(work, { recursive: true });
  }
  writeFileSync(done, wanted);
  return CORPUS;
}

if (process.argv[1] === import.meta.filename) console.log(fetchCorpus());
