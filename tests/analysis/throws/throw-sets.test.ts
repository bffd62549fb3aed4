import { afterAll, describe, expect, it } from 'vitest';
import type { FileModel } from '../../../src/analysis/file-model.js';
import { onDisk } from '../../project/on-disk.js';
import { modelOf } from '../../model.js';

const classes = 'class A extends Error {}\nclass B extends A {}\nclass C extends Error {}\n';

/** What can leave the function of a name, and `?` where that may not be all. */
function leaving(file: FileModel, name: string): string[] {
  const fn = file.index.functions.find(each => each.id?.name === name || (each.parent.type === 'VariableDeclarator' && each.parent.id.type === 'Identifier' && each.parent.id.name === name))!;
  return [...file.throwSets.leaving(fn).map(each => each.class.name), ...(file.throwSets.of(fn).isClosed ? [] : ['?'])];
}

const of = (code: string, name = 'f'): string[] => leaving(modelOf(classes + code), name);

describe('throw sets', () => {
  it('are closed where all is in view', () => {
    expect(of('function f(n: string) { return n.trim(); }')).toEqual([]);
    expect(of('function f() { throw new A(); }')).toEqual(['A']);
    expect(of('function f(g: () => void) { g(); }')).toEqual(['?']);
    expect(of('async function f(p: Promise<void>) { await p; }')).toEqual(['?']);
    expect(of('function f(s: string) { console.log(Math.max(s.length, 1)); return Number.parseInt(s, 10); }')).toEqual([]);
  });

  it('follow calls through circles, whatever is asked first', () => {
    const code = 'function f(n: number): void { g(n); }\nfunction g(n: number): void { if (n) throw new A(); h(n); }\nfunction h(n: number): void { if (n > 3) throw new C(); f(n); }';
    for (const order of [['f', 'g', 'h'], ['h', 'g', 'f'], ['g', 'f', 'h']]) {
      const file = modelOf(classes + code);
      expect(order.map(each => leaving(file, each).sort())).toEqual([['A', 'C'], ['A', 'C'], ['A', 'C']]);
    }
  });

  it('subtract what is caught', () => {
    expect(of('function f() { try { throw new A(); } catch {} }')).toEqual([]);
    expect(of('function f() { try { throw new A(); } finally {} }')).toEqual(['A']);
    expect(of('function f() { try { throw new A(); } finally { return 1; } }')).toEqual([]);
    expect(of('function f() { try { throw new A(); } catch (e) { throw e; } }')).toEqual(['A']);
    expect(of('function f() { try { throw new A(); } catch (e) { throw new C(); } }')).toEqual(['C']);
    expect(of('function f() { try { try { throw new A(); } catch (e) { throw e; } } catch (e) { if (e instanceof B) throw e; } }')).toEqual([]);
    expect(of('function f() { try { g(); } catch (e) { if (e instanceof A) return; throw e; } }\nfunction g(n = 1) { if (n) throw new B(); throw new C(); }')).toEqual(['C']);
    expect(of('function f() { try { g(); } catch (e) { if (e instanceof A && e.message) return; throw e; } }\nfunction g() { throw new B(); }')).toEqual(['?']);
    expect(of('function f() { try { g(); } catch (e) { if (e instanceof A) { throw e; } else { console.log(e); } } }\nfunction g(n = 1) { if (n) throw new B(); throw new C(); }')).toEqual(['B']);
    expect(of('function f() { try { g(); } catch (e) { switch (e.code) { case 1: return; } throw e; } }\nfunction g() { throw new B(); }')).toEqual(['?']);
  });

  it('know when a promise rejects', () => {
    const g = '\nasync function g() { throw new A(); }';
    expect(of(`async function f() { await g(); }${g}`)).toEqual(['A']);
    expect(of(`function f() { return g(); }${g}`)).toEqual(['A']);
    expect(of(`const f = () => g();${g}`)).toEqual(['A']);
    expect(of(`async function f() { try { return g(); } catch {} }${g}`)).toEqual(['A']);
    expect(of(`async function f() { try { return await g(); } catch {} }${g}`)).toEqual([]);
    expect(of(`async function f(n: boolean) { await (n ? g() : undefined); }${g}`)).toEqual(['A', '?']);
    expect(of(`async function f() { await g().finally(() => {}); }${g}`)).toEqual(['A']);
    expect(of(`async function f() { g(); }${g}`)).toEqual(['?']);
    expect(of('function f() { return new Promise((resolve, reject) => { reject(new A()); }); }')).toEqual(['A']);
    expect(of('function f(s: any) { return new Promise((resolve, reject) => { s.on("error", reject); }); }')).toEqual(['?']);
  });

  it('know the ancestors of classes', () => {
    const file = modelOf(`${classes}import { D } from './d.js';\nclass E extends D {}\nfunction f() { if (1) throw new B(); if (2) throw new E(); throw new TypeError(); }`);
    const fn = file.index.functions[0]!;
    expect(file.throwSets.leaving(fn).map(each => [each.class.name, [...each.class.names].sort(), each.class.isKnown])).toEqual([
      ['B', ['A', 'B', 'Error'], true],
      ['E', ['D', 'E'], false],
      ['TypeError', ['Error', 'TypeError'], true],
    ]);
  });
});

describe('throw sets in a project', () => {
  const project = onDisk({
    'src/errors.ts': "export class AppError extends Error {}\nexport { NotFound } from './more-errors.js';\nexport type Outcome<T> = { ok: true; value: T } | { ok: false; error: Error };",
    'src/more-errors.ts': "import { AppError } from './errors.js';\nexport class NotFound extends AppError {}",
    'src/store.ts': "import { NotFound } from './more-errors.js';\nexport async function find(id: string) { if (!id) throw new NotFound(); return id; }\nexport class Store { load(id: string) { try { throw new TypeError(); } catch {} if (!id) throw new RangeError(); return id; } }",
  });
  afterAll(() => {
    project.remove();
  });

  it('see what functions of other modules throw', () => {
    const file = project.model("import { find, Store } from './store.js';\nconst store = new Store();\nexport async function f(id: string) { store.load(id); await find(id); }");
    expect(leaving(file, 'f')).toEqual(['RangeError', 'NotFound', '?']);
    const [, found] = file.throwSets.leaving(file.index.functions[0]!);
    expect([[...found!.class.names], found!.class.isKnown]).toEqual([['NotFound', 'AppError', 'Error'], true]);
  });

  it('see what classes extend', () => {
    const file = project.model("import { AppError, NotFound } from './errors.js';\n/** @throws {AppError} */\nexport function f() { throw new NotFound(); }\n/** @throws {NotFound} */\nexport function g() { throw new AppError(); }");
    expect(file.throwContracts.unsaid.map(each => [each.name, each.throwable.class.name])).toEqual([['g', 'AppError']]);
  });

  it('see results that stand elsewhere', () => {
    const file = project.model("import { Outcome } from './errors.js';\nexport function f(id: string): Outcome<string> { if (!id) throw new TypeError('id'); return { ok: true, value: id }; }");
    expect(file.throwContracts.unsaid.map(each => [each.name, each.result?.name, each.result?.write])).toEqual([['f', 'Outcome', '{ ok: false, error }']]);
  });
});
