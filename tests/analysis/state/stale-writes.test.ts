import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const found = (code: string): readonly string[] => modelOf(code).staleWrites.all.map(each => `${each.kind}${each.harm ? ` ${each.harm}` : ''}${each.isMark ? ' mark' : ''} ${each.place}`);

describe('stale writes', () => {
  it('tells what is lost', () => {
    expect(found('let n = 0; export async function a() { n += await f(); }')).toEqual(['lost n']);
    expect(found('let n = 0; export async function a() { const m = n; await f(); n = m + 1; }')).toEqual(['lost n']);
    expect(found('let n = 0; export async function a() { await f(); const m = n; n = m + 1; }')).toEqual([]);
  });

  it('follows paths, not lines', () => {
    expect(found('let n = 0; export async function a(x) { const m = n; if (x) { await f(); return; } n = m + 1; }')).toEqual([]);
    expect(found('let n = 0; export async function a(x) { const m = n; if (x) await f(); n = m + 1; }')).toEqual(['lost n']);
    expect(found('let n = 0; export async function a(list) { let last; for (const x of list) { n = n + 1; await f(x); } }')).toEqual([]);
  });

  it('needs two callers', () => {
    expect(found('let n = 0; async function a() { n += await f(); } void a();')).toEqual([]);
    expect(found('let n = 0; async function a() { n += await f(); } export const b = async () => { await a(); };')).toEqual(['lost n']);
    expect(found('let n = 0; export async function main() { n += await f(); }')).toEqual([]);
    expect(found('let n = 0; async function init() { n += await f(); } export async function get() { await init(); }')).toEqual(['lost n']);
  });

  it('knows what is opened, changed or only done again', () => {
    expect(found("import { Pool } from 'pg'; let c; export async function get(pool: Pool) { if (!c) c = await pool.connect(); return c; }")).toEqual(['twice leak c']);
    expect(found("import axios from 'axios'; export class A { t; async get() { if (!this.t) { const r = await axios.post('https://x'); this.t = r.data; } return this.t; } }")).toEqual(['twice effect this.t']);
    expect(found('let t; export async function get() { if (!t) t = await login(); return t; }')).toEqual(['twice work t']);
    expect(found('let t; export async function get() { if (!t) t = await loadRates(); return t; }')).toEqual([]);
    expect(found('let done = false; export async function get() { if (done) return; await migrate(); done = true; }')).toEqual(['twice work mark done']);
  });

  it('is silent where somebody takes turns', () => {
    expect(found('let n = 0; export async function a() { await semaphore.wait(); await lock.acquire(); n += await f(); }')).toEqual([]);
    expect(found('let n = 0; let busy = false; export async function a() { while (busy) await pause(); busy = true; n += await f(); busy = false; }')).toEqual([]);
    expect(found('let n = 0; async function a() { n += await f(); } export const b = () => withLock(() => a());')).toEqual([]);
  });

  it('asks nothing of files that never wait', () => {
    expect(found('let n = 0; export function a() { n += 1; }')).toEqual([]);
  });
});
