import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CheckerThread } from '../../src/types/native/checker-thread.js';
import { fromNative } from '../../src/types/native/from-native.js';
import { typeCandidates } from '../../src/analysis/values/type-candidates.js';
import { SentAhead, type Uses } from '../../src/types/native/sent-ahead.js';
import { GROUPS } from '../../src/types/native/wire.js';
import { noTypes } from '../../src/types/no-types.js';
import type { FileModel } from '../../src/analysis/file-model.js';
import type { Node } from '../../src/syntax/walk.js';
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
    const file = { path: join(root, 'main.ts'), text: '', candidates: { likely: [], alike: () => [] } };
    expect(fromNative(file, false)).toBe(noTypes);
    expect(fromNative(file, true)).toBe(noTypes);
    await new Promise(done => setTimeout(done, 10));
    process.off('warning', listen);
    expect(warnings.map(each => each.message)).toEqual([expect.stringMatching(/^The checker of TypeScript 7\.0\.2 could not be used \(the file of its thread is missing\)/)]);
  });

  it('files that are no source of TypeScript or JavaScript are not asked about', () => {
    expect(fromNative({ path: join(root, 'page.vue'), text: '', candidates: { likely: [], alike: () => [] } }, true)).toBe(noTypes);
  });
});

describe('what is asked for at first', () => {
  const shown = (code: string, filename?: string) => {
    const file = modelOf(code, { filename });
    return { file, text: (nodes: readonly { readonly range: readonly [number, number] }[]) => nodes.map(each => code.slice(...each.range)) };
  };

  const likely = (file: FileModel, group: number): readonly Node[] => typeCandidates(file).likely.flatMap(({ node, groups }) => (groups & group && !(group === GROUPS.declared && groups & GROUPS.thenable) ? node : []));

  it('is each call whose promise might be lost or taken for its value', () => {
    const { file, text } = shown('a(); const b = this.b(); if (c()) d = e?.e(); await f(); const g = await h(); return i(j());');
    expect(text(likely(file, GROUPS.thenable)).sort()).toEqual(['a()', 'c()', 'e?.e()', 'f()', 'this.b()']);
  });

  it('is what has a member of which libraries have one, unless the file says what it is', () => {
    const { file, text } = shown(`
      import { imported } from './a.js';
      async function f(pool, other, { redis }) {
        const client = await pool.connect();
        client.query('a');
        other.strange();
        imported.query('a');
        redis.pipeline().exec();
        this.redis = redis;
        return pool();
      }
      function query() {}
      query();
    `);
    expect(text(likely(file, GROUPS.declared)).sort()).toEqual(['await pool.connect()', 'pool', 'pool', 'redis', 'redis', 'redis.pipeline()']);
  });

  it('is an annotated parameter, where the annotation names a type', () => {
    const { file, text } = shown('class A { b(c: C, d: string, e) {} } function f(g: G) {}', 'a.ts');
    expect(text(likely(file, GROUPS.declared))).toEqual(['c: C', 'g: G']);
  });

  it('is a spread parameter, which might be an error', () => {
    const { file, text } = shown('function f(a) { return [{ ...a, ...b, ...c() }, ...a]; }');
    expect(text(likely(file, GROUPS.error))).toEqual(['a']);
  });

  it('takes along what stands in the same kind of place', () => {
    const { file, text } = shown('function f(a, b, c) { x = a; y = b.b; z = c; w(a); v = b; u = f; }');
    const { right } = file.index.all('AssignmentExpression')[0]!;
    expect(text(typeCandidates(file).alike(right, GROUPS.declared).map(each => each.node))).toEqual(['a', 'c', 'b']);
  });

  it('is nothing in tests, where little is asked; then the chain that is asked about', () => {
    const { file, text } = shown('other(); app.get("/x")?.expect(200).end(); if (a) app.listen();', 'src/app.test.ts');
    const { likely, alike } = typeCandidates(file);
    expect(likely).toEqual([]);
    const link = file.index.all('Identifier').find(each => each.name === 'app')!;
    expect(text(alike(link, GROUPS.thenable).map(each => each.node))).toEqual(['app.get("/x")?.expect(200).end()', 'app.get("/x")?.expect(200).end', 'app.get("/x")?.expect(200)', 'app.get("/x")?.expect', 'app.get("/x")', 'app.get', 'app', 'app.listen()', 'app.listen', 'app']);
  });
});

describe('what goes ahead', () => {
  const nodes = (count: number) => modelOf('f();\n'.repeat(count)).index.all('CallExpression');
  const sendMany = (uses: Uses, asked: number, reason = 'lost') => {
    const all = nodes(300);
    const ahead = new SentAhead(uses);
    const chosen = ahead.choose(all.map(node => ({ node, reason, groups: GROUPS.thenable })));
    for (const node of all.slice(0, asked)) ahead.note(node);
    return chosen.size;
  };

  it('is what is asked about in other files', () => {
    const uses: Uses = new Map();
    expect(sendMany(uses, 100)).toBe(300);
    expect(sendMany(uses, 300)).toBe(300);
    expect(sendMany(uses, 0)).toBe(300);
  });

  it('is nothing for a reason that comes to nothing', () => {
    const uses: Uses = new Map();
    expect(sendMany(uses, 10)).toBe(300);
    expect(sendMany(uses, 0)).toBe(0);
    expect(sendMany(uses, 0, 'another')).toBe(300);
  });

  it('asks all at once of a node that has two reasons', () => {
    const [node] = nodes(1);
    const uses: Uses = new Map();
    const ahead = new SentAhead(uses);
    const chosen = ahead.choose([{ node: node!, reason: 'a', groups: GROUPS.thenable }, { node: node!, reason: 'b', groups: GROUPS.error }]);
    expect([...chosen]).toEqual([[node, GROUPS.thenable | GROUPS.error]]);
    ahead.note(node!);
    ahead.note(node!);
    expect([...uses.values()]).toEqual([{ sent: 1, asked: 1 }, { sent: 1, asked: 1 }]);
  });
});
