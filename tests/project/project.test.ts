import { afterEach, describe, expect, it } from 'vitest';
import { onDisk, type OnDisk } from './on-disk.js';

let made: OnDisk[] = [];
afterEach(() => {
  for (const each of made) each.remove();
  made = [];
});

function project(files: Readonly<Record<string, string>>, setting?: unknown): OnDisk {
  const disk = onDisk(files, setting);
  made.push(disk);
  return disk;
}

const STORE = `
export interface Order { id: string; save(): Promise<void>; cancel(): void }
export abstract class BaseStore<T> {
  abstract drop(): Promise<void>;
  protected readonly cache = new Map<string, T>();
  async flush() { return 1; }
  get latest(): Promise<T> { return this.find(); }
  find(): Promise<T> { return Promise.reject(new Error('none')); }
  size() { return this.cache.size; }
}
export class OrderStore extends BaseStore<Order> {
  constructor(private readonly url: string) { super(); }
  async drop() {}
  save = async (order: Order) => { order.cancel(); };
  list(): Promise<Order[]> { return this.load(); }
  private async load(): Promise<Order[]> { return []; }
  sync(order: Order): boolean { return order.id === ''; }
  static open(url: string) { return new OrderStore(url); }
  maybe(): void | Promise<void> {}
}
export async function start() {}
export function stop(): Promise<void> { return start(); }
export const pause = async () => {};
export const resume = () => pause();
export function count(): number { return 1; }
export const create = (url: string) => new OrderStore(url);
export function both(done: (error: Error | null) => void): void;
export function both(): Promise<void>;
export function both(done?: unknown): unknown { return done; }
export async function each(run: (order: Order) => unknown) { run(await create('').find()); }
export const jobs = { run: async () => {}, name: () => 'x' };
export default OrderStore;
`;

/** `code` in a function of a file that imports from \`./store.js\`. */
const inApp = (imports: string, code: string): string => `${imports}\nexport async function main(${/\/\* (.*) \*\//.exec(code)?.[1] ?? ''}) { ${code} }`;

describe('what other modules say', () => {
  const cases: readonly (readonly [string, string, string, readonly (boolean | undefined)[]])[] = [
    ['async function', `import { start } from './store.js';`, 'start();', [true]],
    ['another name', `import { start as begin } from './store.js';`, 'begin();', [true]],
    ['annotated function', `import { stop } from './store.js';`, 'stop();', [true]],
    ['arrow functions, and what they return', `import { pause, resume } from './store.js';`, 'pause(); resume();', [true, true]],
    ['a function that gives none', `import { count } from './store.js';`, 'count();', [false]],
    ['namespace', `import * as store from './store.js';`, 'store.start(); store.count(); store.jobs.run(); store.jobs.name();', [true, false, true, false]],
    ['default export', `import Store from './store.js';`, `new Store('').drop();`, [true]],
    ['methods, fields, inherited and static members', `import { OrderStore } from './store.js';`, `const store = new OrderStore(''); store.save(null!); store.flush(); store.sync(null!); store.size(); OrderStore.open('').drop();`, [true, true, false, undefined, true]],
    ['factories', `import { create } from './store.js';`, `create('').drop(); create('').sync(null!);`, [true, false]],
    ['abstract classes', `import type { BaseStore } from './store.js';`, '/* store: BaseStore<string> */ store.drop(); store.flush();', [true, true]],
    ['interfaces', `import type { Order } from './store.js';`, '/* order: Order */ order.save(); order.cancel();', [true, false]],
    ['what await gives', `import { create } from './store.js';`, `const orders = await create('').list(); orders[0].save(); const [first] = orders; first.cancel(); for (const order of orders) { order.save(); }`, [true, false, true]],
    ['type arguments', `import { create } from './store.js';`, `const order = await create('').find(); order.save();`, [true]],
    ['parameters of callbacks', `import { each } from './store.js';`, `await each(order => { order.save(); order.cancel(); });`, [true, false]],
    ['overloads', `import { both } from './store.js';`, `both(); both(() => {});`, [true, false]],
    ['void | Promise<void> may be one', `import { create } from './store.js';`, `create('').maybe();`, [true]],
    ['injected services', `import { OrderStore } from './store.js'; class Service { constructor(private readonly store: OrderStore) {} run() { this.store.drop(); this.store.sync(null!); } }`, '', [true, false]],
    ['fields', `import { OrderStore } from './store.js'; class Service { readonly #store = new OrderStore(''); private other?: OrderStore; run() { this.#store.drop(); this.other?.drop(); } }`, '', [true, true]],
    ['dependencies as an object', `import type { OrderStore } from './store.js'; interface Deps { store: OrderStore }`, '/* { store }: Deps, deps: Pick<Deps, "store"> */ store.drop(); deps.store.drop();', [true, true]],
    ['super', `import { OrderStore } from './store.js'; class Mine extends OrderStore { run() { super.drop(); this.list(); this.sync(null!); } }`, '', [true, true, false]],
    ['generic bounds', `import type { OrderStore } from './store.js'; export function close<S extends OrderStore>(store: S, rest: S[]) { store.drop(); rest[0]?.sync(null!); }`, '', [true, false]],
    ['assertions', `import type { OrderStore } from './store.js';`, `(globalThis.x as OrderStore).drop();`, [true]],
    ['dynamic import', '', `const { start, count } = await import('./store.js'); start(); count();`, [true, false]],
    ['what cannot be seen', `import { missing } from './store.js'; import { other } from './nowhere.js';`, '/* x */ missing(); other(); x.drop();', [undefined, undefined, undefined]],
    ['shadowed names', `import { start } from './store.js';`, '/* start: () => void */ start();', [false]],
  ];
  it.each(cases)('%s', (_, imports, code, expected) => {
    expect(project({ 'tsconfig.json': '{}', 'src/store.ts': STORE }).answers(inApp(imports, code))).toEqual(expected);
  });

  it('elements that a callback is given', () => {
    const code = inApp(`import { create } from './store.js';`, `const orders = await create('').list(); const ids = orders.map(order => { order.save(); return order.id; }); orders.filter(order => { order.cancel(); return true; })[0].save();`);
    expect(project({ 'src/store.ts': STORE }).answers(code)).toEqual([true, true, false]);
  });

  it('follows re-exports, stars and circles', () => {
    const disk = project({
      'src/store.ts': `${STORE}\nexport { late } from './index.js';`,
      'src/index.ts': `export * from './store.js'; export { start as begin, default } from './store.js'; export * as all from './store.js'; import { stop } from './store.js'; export { stop as halt }; export { late };`,
    });
    const code = inApp(`import Store, { count, begin, all, halt, stop, late } from './index.js';`, `begin(); all.start(); halt(); stop(); count(); new Store('').drop(); late();`);
    expect(disk.answers(code)).toEqual([true, true, true, true, false, true, undefined]);
  });

  it('reads CommonJS', () => {
    const disk = project({
      'lib/a.js': `class Queue { async add() {} size() { return 1; } }\nmodule.exports = { start: async () => {}, Queue, queue: new Queue() };`,
      'lib/b.js': `exports.run = async function () {}; exports.name = () => 'b'; module.exports.later = () => exports.run();`,
      'lib/c.js': `module.exports = class { constructor(db) { this.db = db; } async close() {} };`,
    });
    const code = `const { start, queue } = require('./a'); const a = require('./a.js'); const b = require('./b'); const C = require('./c');
function main() { start(); queue.add(); queue.size(); new a.Queue().add(); b.run(); b.name(); new C().close(); }`;
    expect(disk.answers(code, 'lib/app.js')).toEqual([true, true, false, true, true, false, true]);
  });

  it('resolves paths of tsconfig, workspaces and packages with types', () => {
    const files = {
      'tsconfig.json': JSON.stringify({ compilerOptions: { baseUrl: '.', paths: { '@app/*': ['src/*'] } } }),
      'src/store.ts': STORE,
      'node_modules/typed/package.json': '{"name":"typed","version":"1.0.0","types":"index.d.ts","main":"index.js"}',
      'node_modules/typed/index.js': 'exports.connect = () => {};',
      'node_modules/typed/index.d.ts': `import { Base } from './base'; export declare class Client extends Base { end(): Promise<void>; query(text: string, done: (error: Error) => void): void; query(text: string): Promise<string[]> } export declare function connect(): Client; interface Builder extends Pick<Promise<string>, 'then'> { where(): this } export declare function build(): Builder;`,
      'node_modules/typed/base.d.ts': `export declare class Base { ping(): Promise<boolean>; on(name: string): this }`,
      'node_modules/plain/package.json': '{"name":"plain","main":"index.js"}',
      'node_modules/plain/index.js': 'module.exports = function plain() {}; module.exports.save = () => {};',
      'node_modules/@types/plain/package.json': '{"name":"@types/plain","types":"index.d.ts"}',
      'node_modules/@types/plain/index.d.ts': 'declare function plain(): Promise<void>; declare namespace plain { function save(): Promise<void>; interface Job { run(): Promise<void> } } export = plain;',
    };
    const code = inApp(`import { start } from '@app/store'; import { connect, build } from 'typed'; import plain, { type Job } from 'plain';`, `/* job: Job */ start(); connect().end(); connect().ping(); connect().on('x').end(); connect().query('q'); connect().query('q', () => {}); build(); build().where(); plain(); plain.save(); job.run();`);
    const expected = [true, true, true, true, true, false, undefined, undefined, true, true, true];
    expect(project(files).answers(code)).toEqual(expected);
    const own = project(files, true);
    const byPath = onDisk(files, { tsconfig: `${own.folder}/tsconfig.json` });
    made.push(byPath);
    expect(byPath.answers(code).slice(1)).toEqual(expected.slice(1));
  });

  it('knows what the catalog knows in other modules', () => {
    const disk = project({ 'src/db.ts': `import { Pool } from 'pg'; import { readFile } from 'node:fs/promises'; export const pool = new Pool(); export const load = () => readFile('x'); export const call = () => fetch('https://x');  export const all = () => Promise.all([]);` });
    expect(disk.answers(inApp(`import { pool, load, call, all } from './db.js';`, `pool.query('select 1'); load(); call(); all();`))).toEqual([true, true, true, true]);
  });

  it('knows maps from records, and what may not be there', () => {
    const disk = project({ 'src/handlers.ts': `export type Handler = (id: string) => Promise<void>; export const byName: Map<string, Handler> = new Map(); export const byRoute: Record<string, Handler> = {}; export const queues = new Map<string, Promise<void>>(); export const running: Map<string, Promise<void>> = new Map();` });
    expect(disk.answers(inApp(`import { byName, byRoute } from './handlers.js';`, `byName.has('x'); byName.get('x')!('y'); byRoute.list('y'); byRoute['list']('y');`))).toEqual([false, true, true, true]);
    const file = disk.model(`import { running } from './handlers.js'; export const free = (id: string) => running.get(id) || null;`);
    const [call] = file.index.all('CallExpression');
    expect(file.promises.isPromise(call!)).toBe(true);
    expect(file.project?.isAlwaysPromise(call!)).toBe(false);
  });

  it('finds the library behind what another module exports', () => {
    const disk = project({ 'src/db.ts': `import { Pool } from 'pg'; export const pool = new Pool(); export class Db { constructor(readonly pool: Pool) {} }` });
    const file = disk.model(inApp(`import { pool, Db } from './db.js';`, `/* db: Db */ await pool.query('select 1'); await db.pool.query('select 1');`));
    expect(file.calls.of('database-query').length).toBe(2);
  });

  it('knows functions that catch all that they wait for', () => {
    const disk = project({
      'src/jobs.ts': `import { log } from './log.js';
export async function quiet(id: string) { if (!id) return; try { await fetch(id); } catch (error) { log.error(error); } }
export const rethrows = async () => { try { await fetch('x'); } catch (error) { log.error(error); throw error; } };
export const returns = async () => { try { return fetch('x'); } catch (error) { log.error(error); return undefined; } };
export async function waits() { await fetch('x'); try { await fetch('y'); } catch (error) { log.error(error); } }
export async function cleans() { try { await fetch('x'); } catch (error) { log.error(error); } finally { await fetch('y'); } }
export class Jobs { async run(): Promise<void> { try { await fetch('x'); } catch { this.failed(); } } failed() {} }`,
    });
    const file = disk.model(inApp(`import { quiet, rethrows, returns, waits, cleans, Jobs } from './jobs.js';`, `quiet('x'); rethrows(); returns(); waits(); cleans(); new Jobs().run();`));
    const calls = file.index.all('ExpressionStatement').map(each => each.expression);
    expect(calls.map(each => file.project?.neverRejects(each))).toEqual([true, false, false, false, false, true]);
    // What another file promises is not seen here, and may end there: dropping it stays a fault.
    expect(file.promises.floating.length).toBe(6);
    const settled = disk.model(inApp(`import { quiet, waits } from './jobs.js';`, `await Promise.allSettled([quiet('a'), quiet('b')]); await Promise.allSettled([waits()]);`));
    expect(settled.settledResults.ignored.length).toBe(1);
  });

  it('knows objects with a \`then\` of their own', () => {
    const disk = project({ 'src/when.ts': `export function when(ok: boolean) { return { then: (run: (value: number) => void) => { if (ok) run(1); } }; }` });
    expect(disk.answers(inApp(`import { when } from './when.js';`, `when(true).then(value => { use(value); });`))[0]).not.toBe(true);
  });

  it('sees another file as it is now', () => {
    const disk = project({ 'src/job.ts': 'export function run() { return 1; }' });
    const code = inApp(`import { run } from './job.js'; import { next } from './next.js';`, 'run(); next();');
    expect(disk.answers(code)).toEqual([false, undefined]);
    disk.write('src/job.ts', 'export async function run() { return 1; }');
    expect(disk.answers(code)).toEqual([true, undefined]);
    disk.write('src/next.ts', 'export async function next() {}');
    expect(disk.answers(code)).toEqual([true, true]);
    disk.write('src/job.ts', 'export const run = 1 +;');
    expect(disk.answers(code)[0]).not.toBe(true);
  });

  it('ends on types that go in circles', () => {
    const disk = project({
      'src/a.ts': `import { B } from './b.js'; export class A extends B { self() { return this.other() ?? this.self(); } other() { return this.next ? this.self() : this.other(); } next = this.other(); }
export type Deep<T> = T extends string ? Deep<T[]> : Deep<Deep<T>>; export declare const deep: Deep<Deep<string>>; export type Loop = Loop | Promise<Loop>; export declare function loop(): Loop;`,
      'src/b.ts': `import { A } from './a.js'; export class B extends A { async ok() {} }`,
    });
    expect(disk.answers(inApp(`import { A, deep, loop } from './a.js';`, `new A().self(); new A().ok(); deep.x(); loop();`)).length).toBe(4);
  });

  it('is off by default, and for text that is nowhere on the disk', () => {
    const disk = project({ 'src/store.ts': STORE }, false);
    expect(disk.answers(inApp(`import { start } from './store.js';`, 'start();'))).toEqual([undefined]);
    expect(project({ 'src/store.ts': STORE }).answers(inApp(`import { start } from './store.js';`, 'start();'), '../nowhere/app.ts')).toEqual([undefined]);
  });
});
