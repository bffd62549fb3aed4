import { describe, expect, it } from 'vitest';
import type { Node } from '../../../src/syntax/walk.js';
import { modelOf } from '../../model.js';

/** The expression that initialises `subject`. */
function subjectOf(code: string) {
  const file = modelOf(code);
  const declarator = file.index.all('VariableDeclarator').find(each => each.id.type === 'Identifier' && each.id.name === 'subject');
  if (!declarator?.init) throw new Error('no subject');
  return { file, node: declarator.init as Node };
}

describe('isPromise', () => {
  it.each([
    ['async function f() {} const subject = f();', true],
    ['const f = async () => {}; const subject = f();', true],
    ['async function* f() {} const subject = f();', false],
    ['declare function f(): Promise<void>; const subject = f();', true],
    ['declare function f(): PromiseLike<void>; const subject = f();', undefined],
    ['declare function f(): Promise<void> & { id: string }; const subject = f();', true],
    ['class Job extends Promise<void> {} class Task extends Job {} declare function f(): Task; const subject = f();', true],
    ['class Job extends Promise<void> {} const subject = new Job(run);', true],
    ['declare const sql: (text: TemplateStringsArray) => Promise<void>; const subject = sql`x`;', true],
    ['async function sql(text) { await run(text); } const subject = sql`x`;', true],
    ['declare function f(): unknown; const subject = f() as Promise<void>;', true],
    ['function f() { return 1; } const subject = f() as Promise<void>;', false],
    ['class A { get ready() { return load(); } f() { const subject = this.ready; } } async function load() {}', true],
    ['class B { get ready() { return load(); } } class A extends B { f() { const subject = this.ready; } } async function load() {}', true],
    ['const a = { get ready() { return load(); } }; const subject = a.ready; async function load() {}', true],
    ['class A { get ready() { return 1; } f() { const subject = this.ready; } }', false],
    ['let run = async () => {}; if (x) run = async () => { await y(); }; const subject = run();', true],
    ['let run = async () => {}; if (x) run = other; const subject = run();', undefined],
    ['const jobs = { a: async () => {}, async b() {} }; const subject = jobs[name]();', true],
    ['const jobs = { a: async () => {}, b: () => 1 }; const subject = jobs[name]();', undefined],
    ['const jobs = { a: async () => {}, ...more }; const subject = jobs[name]();', undefined],
    ['declare const jobs: Record<string, () => Promise<void>>; const subject = jobs[name]();', true],
    ['declare const jobs: { [name: string]: () => Promise<void> }; const subject = jobs[name]();', true],
    ['namespace Jobs { export async function run() {} } const subject = Jobs.run();', true],
    ['namespace Jobs { async function run() {} } const subject = Jobs.run();', undefined],
    ['async function* each() {} const steps = each(); const subject = steps.next();', true],
    ['function* each() {} const steps = each(); const subject = steps.next();', undefined],
    ['declare function f(): void; const subject = f();', false],
    ['declare const f: () => Promise<void>; const subject = f();', true],
    ['type F = () => Promise<void>; declare const f: F; const subject = f();', true],
    ['declare function f(): void | Promise<void>; const subject = f();', true],
    ['interface A { p: Promise<void> } declare const a: A; const subject = a.p;', true],
    ['interface A { b: { run(): Promise<void> } } declare const a: A; const subject = a.b.run();', true],
    ['interface A { run(): Promise<void> } interface B extends A { x: 1 } declare const b: Readonly<B>; const subject = b.run();', true],
    ['interface A { run(): Promise<void> } function f(list: A[]) { for (const a of list) { const subject = a.run(); } }', true],
    ['interface A { run(): Promise<void> } function f({ a }: { a?: A }) { const subject = a?.run(); }', true],
    ['class A { async run() {} } const subject = new A().run();', true],
    ['class A { static async run() {} } const subject = A.run();', true],
    ['class A { run = async () => {}; f() { const subject = this.run(); } }', true],
    ['abstract class A { abstract run(): Promise<void>; f() { const subject = this.run(); } }', true],
    ['class A { async run() {} } class B extends A { f() { const subject = super.run(); } }', true],
    ['async function a() {} function b() { return a(); } const subject = b();', true],
    ['async function a() {} function b(x) { if (x) return a(); } const subject = b();', true],
    ['function a() { return b(); } function b() { return a(); } const subject = a();', undefined],
    ['const store = {}; store.save = async function () {}; const subject = store.save();', true],
    ['const store = { save: null }; store.save = async () => {}; const subject = store.save();', undefined],
    ['const store = {}; store.save = a ? async () => {} : f; const subject = store.save();', undefined],
    ['const store = {}; store.save = async () => {}; store.save = () => 1; const subject = store.save();', undefined],
    ['let store = {}; store.save = async () => {}; store = other; const subject = store.save();', undefined],
    ['function Job() {} Job.prototype.run = async function () {}; Job.prototype.go = function () { const subject = this.run(); };', true],
    ['function Job() { this.run = async () => {}; this.go = function () { const subject = this.run(); }; }', true],
    ['function Job() { const self = this; self.run = async () => {}; timer(function () { const subject = self.run(); }); }', true],
    ['const Job = function () {}; Job.prototype.run = async function () {}; function f() { const subject = this.run(); }', undefined],
    ['exports.run = async function () {}; exports.go = function () { const subject = this.run(); };', true],
    ['exports.run = async function () {}; exports.go = function () { const plugin = this; const subject = plugin.run(); };', true],
    ['async function f() {} const subject = f.call(null);', true],
    ['async function f() {} const subject = f.apply(null, []);', true],
    ['function f() { return 1; } const subject = f.call(null);', false],
    ['/** @returns {Promise<void>} when saved */ function save(x) { return store.save(x); } const subject = save(1);', true],
    ['class A { /** @return {Promise} */ run() { return this.x.run(); } go() { const subject = this.run(); } }', true],
    ['/** @returns {Promise<void>} */ function save(x) { return 1; } const subject = save(1);', false],
    ['/** @returns {Promise<void>|undefined} */ function save(x) { return store.save(x); } const subject = save(1);', undefined],
    ['/** @returns {Promise<void>} without a callback */ function save(x, done) { if (done) return done(); return store.save(x); } const subject = save(1, f);', undefined],
    ['// @returns {Promise<void>}\nfunction save(x) { return store.save(x); } const subject = save(1);', undefined],
    ['interface A { run(): Promise<void> } declare const list: A[]; const subject = list[0].run();', true],
    ['interface A { run(): Promise<void> } function f(list: readonly A[]) { list.forEach(a => { const subject = a.run(); }); }', true],
    ['interface A { run(): Promise<void> } function f(list: A) { list.forEach(a => { const subject = a.run(); }); }', undefined],
    ["import { save } from '../store.js'; async function f() { await save(1); } const subject = save(2);", true],
    ["import { save } from '../store.js'; save(1).then(() => {}); const subject = save(2);", true],
    ["import { save } from '../store.js'; Promise.all([save(1), save(2)]); const subject = save(2);", true],
    ['class A { constructor(private store: Store) {} async f() { await this.store.save(1); } g() { const subject = this.store.save(2); } }', true],
    ['async function f(store) { await store.save(1); } function g(store) { const subject = store.save(2); }', undefined],
    ['class A { async f() { await this.store.save(1); } } class B { g() { const subject = this.store.save(2); } }', undefined],
    ['class A { save() { this.n = 1; } async f() { await this.save(); } g() { const subject = this.save(); } }', false],
    ["import { save } from '../store.js'; async function f() { await save(1); } const subject = save(2, done);", undefined],
    ["import { save } from '../store.js'; async function f() { await save(1, 2); } const subject = save(2, () => {});", undefined],
    ["import vm from '../vm.js'; async function f() { await vm.run('a'); const b = vm.run('b'); use(b.c); } const subject = vm.run('c');", undefined],
    ["import vm from '../vm.js'; async function f() { await vm.run('a'); const { c } = vm.run('b'); } const subject = vm.run('c');", undefined],
    ["import vm from '../vm.js'; async function f() { await vm.run('a'); if (vm.run('b')) g(); } const subject = vm.run('c');", undefined],
    ["import store from '../store.js'; store.save = f; async function g() { await store.save(1); } const subject = store.save(2);", undefined],
    ['async function f() { await stores[0].save(1); } const subject = stores[0].save(2);', undefined],
    ['const subject = new Promise(() => {});', true],
    ['class Promise {} const subject = new Promise();', undefined],
    ['const subject = Promise.all([]);', true],
    ['const subject = x.then(value => value.id);', true],
    // Builders have a `then` as well: it hands on nothing.
    ['const subject = x.then(() => 1);', undefined],
    ['const subject = x.then(y);', undefined],
    ['const subject = x.catch(() => 1);', undefined],
    ['async function f() {} const subject = f().catch(x).finally(y);', true],
    ['async function f() {} const p = f(); const subject = p;', true],
    ['async function f() {} let p = f(); p = 1; const subject = p;', undefined],
    ['async function f() {} async function g() { const subject = await f(); }', false],
    ['async function f() {} const subject = x && f();', true],
    ['async function f() {} const subject = x ? f() : 1;', true],
    ['const subject = 1;', false],
    ['const subject = unknown();', undefined],
    ['import { f } from "../f.js"; const subject = f();', undefined],
    ["import fs from 'node:fs/promises'; const subject = fs.readFile('x');", true],
    ["import { promises as fs } from 'fs'; const subject = fs.readFile('x');", true],
    ["const subject = import('../x.js');", true],
    ['exports.f = async () => {}; const subject = exports.f();', true],
    ['module.exports = { async f() {} }; const subject = module.exports.f();', true],
    ['exports.f = async () => {}; exports.f = () => 1; const subject = exports.f();', undefined],
  ])('%s', (code, expected) => {
    const { file, node } = subjectOf(code);
    expect(file.promises.isPromise(node)).toBe(expected);
  });
});

describe('handlingOf', () => {
  it.each([
    ['async function g() { await f(); }', 'awaited'],
    ['async function g() { return f(); }', 'returned'],
    ['const g = () => f();', 'returned'],
    ['void f();', 'voided'],
    ['f();', 'dropped'],
    ['x && f();', 'dropped'],
    ['f(), x;', 'dropped'],
    ['x ? f() : y;', 'dropped'],
    ['f().catch(e => log(e));', 'handled'],
    ['f().then(a, b);', 'handled'],
    ['f().then(a);', 'dropped'],
    ['f().finally(a);', 'dropped'],
    ['f().catch();', 'dropped'],
    ['f().then(a).catch(b);', 'handled'],
    ['use(f());', 'escapes'],
    ['const p = f(); use(p);', 'escapes'],
    ['function g() { const p = f(); }', 'dropped'],
    ['class A { #p = f(); }', 'dropped'],
    ['class A { p = f(); }', 'escapes'],
    ['for (;; f()) {}', 'dropped'],
    ['if (f()) {}', undefined],
  ])('%s', (code, expected) => {
    const file = modelOf(`async function f() { await work(); }\n${code}`);
    const call = file.index.all('CallExpression').find(each => each.callee.type === 'Identifier' && each.callee.name === 'f');
    const handling = file.promises.handlingOf(call!);
    expect(handling === 'escapes' && expected === undefined ? undefined : handling).toBe(expected);
  });
});

describe('what can reject', () => {
  it.each([
    ['async function f() { await g(); }', true],
    ['async function f() { g(); }', true],
    ['async function f() { return 1; }', false],
    ['async function f() { try { await g(); } catch {} }', false],
    ['async function f() { try { await g(); } catch (e) { log.error(e); } finally { end(); } }', false],
    ['async function f() { try { await g(); } finally { end(); } }', true],
    ['async function f() { try { await g(); } catch (e) { throw e; } }', true],
    ['async function f() { try { await g(); } catch (e) { await h(e); } }', true],
    ['async function f() { try { await g(); } catch (e) { try { await h(e); } catch {} } }', false],
    ['async function f() { try { throw new Error("x"); } catch {} }', false],
    ['async function f() { await g().catch(e => { log(e); }); }', false],
    ['async function f() { await g().catch(e => { throw e; }); }', true],
    ['async function f() { await new Promise(resolve => setTimeout(resolve, 1)); }', false],
    ['async function f() { await Promise.allSettled(x); }', false],
    ['async function f() { await Promise.all(x.map(async y => { try { await y; } catch {} })); }', false],
    ['async function f() { await Promise.all([g().catch(e => { log(e); }), h().catch(() => {})]); }', false],
    ['async function f() { await Promise.all([g().catch(e => { log(e); }), h()]); }', true],
    ['async function f() { try { for await (const x of y) z(x); } catch {} }', false],
    ['async function f() { for await (const x of y) z(x); }', true],
    ['async function f() { try { await g(); } catch {} await f(); }', false],
    ['async function f() { bus.on("x", async () => { await g(); }); try { await g(); } catch {} }', false],
  ])('%s', (code, expected) => {
    const file = modelOf(code);
    expect(file.promises.rejections.canReject(file.index.all('FunctionDeclaration')[0]!)).toBe(expected);
  });
});

it('answers for odd code without throwing', () => {
  const file = modelOf('export default class extends (f()) { static { this.x?.().then(); } [g()] = h(); accessor z = w(); } label: for (const a of b) { a?.b?.(); continue label; } `${c()}`; (d as any)!.e(); new (class {})(); x ||= y();');
  for (const type of ['CallExpression', 'NewExpression', 'Identifier', 'MemberExpression'] as const) {
    for (const node of file.index.all(type)) {
      file.promises.isPromise(node);
      file.promises.handlingOf(node);
      file.promises.rejections.mayReject(node);
    }
  }
  expect(file.promises.floating).toEqual([]);
});

it('takes time in proportion to the length of a file', () => {
  const codeOf = (n: number): string => Array.from({ length: n }, (_, i) => `async function f${i}(x) { await f${i + 1}(x); f${i + 2}(x); [1].map(async y => { await y; }); bus.on('x', async () => { await f${i}(); }); }`).join('\n');
  const timeOf = (n: number): number => {
    const file = modelOf(codeOf(n));
    file.index.all('Identifier');
    const start = performance.now();
    expect(file.promises.floating.length).toBeGreaterThan(n);
    file.promises.droppedCallbacks.forEach(each => file.promises.leavesRejection(each));
    return performance.now() - start;
  };
  timeOf(200);
  const small = Math.min(timeOf(500), timeOf(500));
  expect(Math.min(timeOf(4000), timeOf(4000))).toBeLessThan(8 * small * 4 + 200);
});
