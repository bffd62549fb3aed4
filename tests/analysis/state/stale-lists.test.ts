import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const found = (code: string): readonly string[] => modelOf(code).staleLists.all.map(each => `${each.kind} ${each.place}`);

describe('stale lists', () => {
  it('follows an index over a wait', () => {
    expect(found('const list = []; export async function remove(x) { const at = list.indexOf(x); await drop(x); list.splice(at, 1); }')).toEqual(['index list']);
    expect(found('const list = []; export async function remove(x) { await drop(x); const at = list.indexOf(x); list.splice(at, 1); }')).toEqual([]);
    expect(found('const list = []; export async function remove(x) { const at = list.indexOf(x); await drop(x); if (list[at] === x) list.splice(at, 1); }')).toEqual([]);
  });

  it('needs elements that move', () => {
    expect(found('const list = []; export async function update(x) { const at = list.findIndex(each => each.id === x.id); list[at] = await load(x); }')).toEqual([]);
    expect(found('const list = []; export function remove() { list.shift(); } export async function update(x) { const at = list.findIndex(each => each.id === x.id); list[at] = await load(x); }')).toEqual(['index list']);
  });

  it('needs others who meet the list', () => {
    expect(found('export async function remove(list, x) { const at = list.indexOf(x); await drop(x); list.splice(at, 1); }')).toEqual([]);
    expect(found('export class A { #list = []; async remove(x) { const at = this.#list.indexOf(x); await drop(x); this.#list.splice(at, 1); } }')).toEqual([]);
    expect(found('export class A { #list = []; take() { return this.#list.shift(); } async remove(x) { const at = this.#list.indexOf(x); await drop(x); this.#list.splice(at, 1); } }')).toEqual(['index this.#list']);
  });

  it('knows loops that count', () => {
    expect(found('const jobs = []; export async function flush() { for (let i = 0; i < jobs.length; i++) { if (await run(jobs[i])) jobs.splice(i, 1); } }')).toEqual(['index jobs']);
    expect(found('const jobs = []; export async function flush() { for (let i = 0; i < jobs.length; i++) { if (jobs[i].done) jobs.splice(i, 1); } await save(); }')).toEqual([]);
  });

  it('tells what is thrown away unseen', () => {
    const add = 'export function add(x) { buffer.push(x); }';
    expect(found(`let buffer = []; ${add} export async function flush() { await send(buffer); buffer = []; }`)).toEqual(['emptied buffer']);
    expect(found(`let buffer = []; ${add} export async function flush() { const batch = [...buffer]; await send(batch); buffer.length = 0; }`)).toEqual(['emptied buffer']);
    expect(found(`let buffer = []; ${add} export async function flush() { const batch = buffer; buffer = []; await send(batch); }`)).toEqual([]);
    expect(found(`let buffer = []; ${add} export async function flush() { for (const each of buffer) await send(each); buffer = []; }`)).toEqual([]);
    expect(found('let buffer = []; export async function flush() { await send(buffer); buffer = []; }')).toEqual([]);
    expect(found('const counts = new Map(); export function hit(k) { counts.set(k, 1); } export async function flush() { await save([...counts]); counts.clear(); }')).toEqual(['emptied counts']);
    expect(found('let hits = 0; export function hit() { hits++; } setInterval(async () => { await report(hits); hits = 0; }, 1000);')).toEqual(['emptied hits']);
  });

  it('leaves those alone who add and empty in turn', () => {
    expect(found('let buffer = []; export async function add(x) { buffer.push(x); if (buffer.length > 9) await flush(); } async function flush() { await send(buffer); buffer = []; }')).toEqual([]);
    expect(found('export class Writer { #rows = []; add(row) { this.#rows.push(row); } async flush() { await send(this.#rows); this.#rows = []; } }')).toEqual([]);
    expect(found('export class Writer { #rows = []; add(row) { this.#rows.push(row); if (this.#rows.length > 9) void this.flush(); } async flush() { await send(this.#rows); this.#rows = []; } }')).toEqual(['emptied this.#rows']);
    expect(found('export async function copy(source) { let rows = []; const flush = async () => { await save(rows); rows = []; }; for await (const row of source) { rows.push(row); if (rows.length > 9) await flush(); } await flush(); }')).toEqual([]);
  });
});
