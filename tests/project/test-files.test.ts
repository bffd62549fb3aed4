import { afterAll, describe, expect, it } from 'vitest';
import { expectsFailure, importsIn } from '../../src/project/test-files.js';
import { onDisk } from './on-disk.js';

describe('tests that expect a failure', () => {
  it.each([
    'await expect(load("x")).rejects.toThrow(NotFound);',
    'expect(() => load()).toThrow(NotFound);',
    'expect(load).to.throw(NotFound);',
    'await expect(load()).to.be.rejectedWith(NotFound);',
    'assert.throws(() => load(), NotFound);',
    'await assert.rejects(load(), { code: "GONE" });',
    'await t.throwsAsync(load(), { instanceOf: NotFound });',
    'store.find.mockRejectedValueOnce(new Error("down"));',
    'store.find.mockImplementation(() => { throw new Error("down"); });',
    'await request(app).get("/orders/9").expect(404);',
    'expect(response.status).toBe(500);',
    'expect(response.statusCode).toEqual(422);',
    'nock("https://a.test").get("/").replyWithError("down");',
    'nock("https://a.test").get("/").reply(503);',
    'try { load(); } catch (error) { expect(error.message).toBe("gone"); }',
    'await load().catch(error => { expect(error).toBeDefined(); });',
    'expect(result.isErr()).toBe(true);',
    'expect(result.success).toBe(false);',
    'expect(error).toBeInstanceOf(NotFoundError);',
    'expect(body.errors[0].message).toBe("gone");',
  ])('%s', code => {
    expect(expectsFailure(code)).toBe(true);
  });

  it.each(['expect(await load("x")).toEqual({ id: "x" });', 'await request(app).get("/orders/9").expect(200);', 'expect(total).toBe(42);', 'test("loads", async () => { assert.equal(await load(), 1); });'])('not: %s', code => {
    expect(expectsFailure(code)).toBe(false);
  });

  it('know what they import', () => {
    const code = "import { a } from './a.js';\nimport './b.js';\nimport type { C } from \"./c.js\";\nconst d = require('./d');\nconst e = await import('./e.js');\nexport * from './f.js';\nvi.mock('./g.js');\nconst h = await vi.importActual('./h.js');\nconst i = jest.requireActual('./i');";
    expect(importsIn(code)).toEqual(['./a.js', './b.js', './c.js', './d', './e.js', './f.js', './h.js', './i']);
  });
});

describe('tests of a workspace', () => {
  const failing = "import { expect } from 'vitest';\nimport { load } from '../packages/store/src/index.js';\nexpect(() => load()).toThrow(TypeError);";
  const project = onDisk({
    'package.json': '{ "name": "root" }',
    'packages/store/package.json': '{ "name": "store" }',
    'packages/store/src/index.ts': "export * from './load.js';",
    'packages/store/src/load.ts': 'export const load = () => { throw new TypeError(); };',
    'packages/empty/package.json': '{ "name": "empty" }',
    'tests/store.test.ts': failing,
  });
  const bare = onDisk({ 'package.json': '{ "name": "bare" }' });
  afterAll(() => {
    project.remove();
    bare.remove();
  });

  it('may stand beside its packages', () => {
    const ask = (path: string): unknown => project.model('export const load = () => { throw new TypeError(); };', path).project?.testCoverage;
    expect(ask('packages/store/src/load.ts')).toEqual({ importedBy: 1, expectsFailure: true, isReached: true });
    expect(ask('packages/store/src/other.ts')).toEqual({ importedBy: 0, expectsFailure: false, isReached: false });
  });

  it('are not missed where an alias hides what they import', () => {
    const hidden = onDisk({ 'package.json': '{ "name": "hidden" }', 'tests/orders.test.ts': "import { load } from '@app/orders/load';\nload();" });
    const ask = (path: string): unknown => hidden.model('export const load = () => { throw new TypeError(); };', path).project?.testCoverage;
    expect([ask('src/orders/load.ts'), ask('src/load/index.ts'), ask('src/stock/find.ts')]).toEqual([undefined, undefined, { importedBy: 0, expectsFailure: false, isReached: false }]);
    hidden.remove();
  });

  it('say nothing where there are none', () => {
    expect(bare.model('export const load = () => { throw new TypeError(); };', 'src/load.ts').project?.testCoverage).toBeUndefined();
    expect(bare.model('export const load = () => { throw new TypeError(); };', 'src/load.ts').untestedFailures).toBeUndefined();
  });
});
