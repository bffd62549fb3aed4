import { describe, expect, it } from 'vitest';
import { modelOf } from '../model.js';

const kinds = (body: string, filename?: string): string[] =>
  modelOf(`import { Pool } from 'pg'; const pool = new Pool(); export async function run(id) {\n${body}\n}`, filename ? { filename } : {}).resources.leaksOf('acquire').map(each => each.kind);

describe('leaks', () => {
  it.each([
    [`const c = await pool.connect(); await c.query('');`, ['never']],
    [`const c = await pool.connect(); await c.query(''); c.release();`, ['throw']],
    [`const c = await pool.connect(); if (!id) return; c.release();`, ['return']],
    [`return pool.connect().then(c => c.query('').then(() => c.release()));`, ['rejection']],
    [`const c = await pool.connect(); try { await c.query(''); } finally { c.release(); }`, []],
    [`const c = await pool.connect(); try { await c.query(''); } finally { c?.release(); }`, []],
    [`const c = await pool.connect(); try { await c.query(''); } finally { if (c && !c.ended) c.release(); }`, []],
    [`const c = await pool.connect(); try { await c.query(''); } finally { c && c.release(); }`, []],
    [`const c = await pool.connect(); for (const each of id) { await c.query(each); } c.release();`, ['throw']],
    [`const c = await pool.connect(); const d = await pool.connect(); try { await c.query(''); await d.query(''); } finally { c.release(); d.release(); }`, ['throw']],
    [`const c = await pool.connect(); list.push(c);`, []],
    [`const c = await pool.connect(); return { c };`, []],
    [`const c = await pool.connect(); await using(c);`, []],
    [`const c = await pool.connect(); await work(c); c.release();`, ['throw']],
    [`const c = await pool.connect(); setTimeout(() => c.release(), 10); await c.query('');`, []],
    [`const c = await pool.connect(); switch (id) { case 1: c.release(); break; default: c.release(); }`, []],
    [`const p = pool.connect(); const c = await p; await c.query('');`, []],
    [`pool.connect((error, c, done) => { done(); });`, []],
  ])('%s', (body, expected) => {
    expect(kinds(body)).toEqual(expected);
  });

  it('knows where the function leaves', () => {
    const [leak] = modelOf(`import { Pool } from 'pg'; const pool = new Pool(); async function run() {\nconst c = await pool.connect();\nawait c.query('');\nc.release();\n}`).resources.leaksOf('acquire');
    expect(leak?.exit?.loc.start.line).toBe(3);
    expect(leak?.releases).toHaveLength(1);
  });

  it('leaves the module, and what it keeps, alone', () => {
    expect(modelOf(`import { Pool } from 'pg'; const pool = new Pool(); const c = await pool.connect(); await c.query('');`).resources.leaksOf('acquire')).toEqual([]);
  });
});
