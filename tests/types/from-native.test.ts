import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CheckerThread } from '../../src/types/native/checker-thread.js';
import { fromNative } from '../../src/types/native/from-native.js';
import { typeCandidates } from '../../src/analysis/values/type-candidates.js';
import { noTypes } from '../../src/types/no-types.js';
import { modelOf } from '../model.js';
import { VERSIONS } from './typed-corpus.js';

// Here the sources run as they are, and the file of the checker's thread is only in what is built from them: as in a bundle.
describe('without the file of its thread', () => {
  const root = mkdtempSync(join(tmpdir(), 'bulletproof-bundled-'));
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(VERSIONS[0]!.folder, join(root, 'node_modules/typescript-7'));
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('there is no checker', () => {
    expect(() => new CheckerThread(VERSIONS[0]!)).toThrow('the file of its thread is missing');
  });

  it('files have no types, and one notice says why', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error): void => void warnings.push(warning);
    process.on('warning', listen);
    writeFileSync(join(root, 'tsconfig.json'), '{}');
    const file = { path: join(root, 'main.ts'), text: '', candidates: { values: [], instances: [], errors: [], alike: () => [] } };
    expect(fromNative(file, false)).toBe(noTypes);
    expect(fromNative(file, true)).toBe(noTypes);
    await new Promise(done => setTimeout(done, 10));
    process.off('warning', listen);
    expect(warnings.map(each => each.message)).toEqual([expect.stringMatching(/^The checker of TypeScript 7\.0\.2 could not be used \(the file of its thread is missing\)/)]);
  });

  it('files that are no source of TypeScript or JavaScript are not asked about', () => {
    expect(fromNative({ path: join(root, 'page.vue'), text: '', candidates: { values: [], instances: [], errors: [], alike: () => [] } }, true)).toBe(noTypes);
  });
});

describe('what is asked for at first', () => {
  const shown = (code: string, filename?: string) => {
    const file = modelOf(code, { filename });
    return { file, text: (nodes: readonly { readonly range: readonly [number, number] }[]) => nodes.map(each => code.slice(...each.range)) };
  };

  it('is each call, what is called, and parameters', () => {
    const { file, text } = shown('function f(a, { b }) { return a.b.c(d(), this.e(), f?.g(), new H()); }');
    const { values, instances, alike } = typeCandidates(file);
    expect(text(values).sort()).toEqual(['a.b.c(d(), this.e(), f?.g(), new H())', 'd()', 'f?.g()', 'new H()', 'this.e()']);
    expect(text(instances).sort()).toEqual(['a', 'a.b', 'a.b.c', 'd', 'f', 'f?.g', 'this.e']);
    const read = shown('x = y; z = v; w(q);');
    const right = read.file.index.all('AssignmentExpression')[0]!.right;
    expect(read.text(typeCandidates(read.file).alike(right))).toEqual(['y', 'v']);
    expect(alike(file.index.all('CallExpression')[0]!)).toEqual([]);
  });

  it('is nothing in tests, where little is asked; then the chain that is asked about', () => {
    const { file, text } = shown('other(); app.get("/x")?.expect(200).end(); if (a) app.listen();', 'src/app.test.ts');
    const { values, instances, alike } = typeCandidates(file);
    expect([values, instances]).toEqual([[], []]);
    const link = file.index.all('Identifier').find(each => each.name === 'app')!;
    expect(text(alike(link))).toEqual(['app.get("/x")?.expect(200).end()', 'app.get("/x")?.expect(200).end', 'app.get("/x")?.expect(200)', 'app.get("/x")?.expect', 'app.get("/x")', 'app.get', 'app', 'app.listen()', 'app.listen', 'app']);
  });
});
