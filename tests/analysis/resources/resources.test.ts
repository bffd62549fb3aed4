import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const kinds = (body: string, filename?: string): string[] =>
  modelOf(`import { Pool } from 'pg'; const pool = new Pool(); export async function run(id) {\n${body}\n}`, filename ? { filename } : {}).resources.leaks.map(each => each.kind);

const inCallback = (callback: string): string[] =>
  modelOf(`import mysql from 'mysql2'; const pool = mysql.createPool({}); export function run(id, cb) {\n pool.getConnection(${callback});\n}`).resources.leaks.map(each => each.kind);
const done = (callback: string): string[] =>
  modelOf(`import { Pool } from 'pg'; const pool = new Pool(); export function run(id, cb) {\n pool.connect(${callback});\n}`).resources.leaks.map(each => each.kind);
const once = (body: string): string[] =>
  modelOf(`import { Client } from 'pg'; export function run(url, cb) {\n const client = new Client(url);\n${body}\n}`).resources.leaks.map(each => each.kind);

describe('leaks of callbacks', () => {
  it.each([
    [`(err, c) => { if (err) return cb(err); cb(); }`, ['callback-never']],
    [`err => cb(err)`, ['callback-never']],
    [`(err, c) => { if (err) { cb(err); } else { c.query('a', cb); } }`, ['callback-never']],
    [`(err, c) => { if (err) return cb(err); c.query('a', (e, rows) => { if (e) return cb(e); c.release(); cb(null, rows); }); }`, ['callback-path']],
    [`(err, c) => { if (err) return cb(err); c.query('a', (e, rows) => { c.release(); if (e) return cb(e); cb(null, rows); }); }`, []],
    [`(err, c) => { if (err) return cb(err); if (!id) return cb(); c.query('a', () => { c.release(); cb(); }); }`, ['callback-path']],
    [`(err, c) => { if (err || !c) return cb(err); c.query('a', (e, rows) => { pool.releaseConnection(c); cb(e, rows); }); }`, []],
    [`(err, c) => { if (!err) { c.release(); } cb(err); }`, []],
    [`(err, c) => { if (!err) { if (!id) return cb(); c.release(); } cb(err); }`, []],
    [`(err, c) => { if (c) { c.release(); } else { cb(err); } }`, []],
    [`(err, c) => { c.query('a', function (e) { if (e) { return c.rollback(() => { c.release(); cb(e); }); } c.commit(() => { c.release(); cb(); }); }); }`, []],
    [`(err, c) => { c.query('a', function (e) { if (e) { return c.rollback(() => { cb(e); }); } c.commit(() => { c.release(); cb(); }); }); }`, ['callback-path']],
    [`(err, c) => { const finish = e => { c.release(); cb(e); }; if (!id) return finish(); c.query('a', finish); }`, []],
    [`(err, c) => { const finish = e => { c.release(); cb(e); }; if (!id) return cb(); c.query('a', finish); }`, ['callback-path']],
    [`(err, c) => { work(c, cb); }`, []],
    [`(err, c) => { cb(err, c); }`, []],
    [`cb`, []],
    [`(...all) => cb(...all)`, []],
    [`function () { cb(null, arguments[1]); }`, []],
    [`(err, { query }) => cb(query)`, []],
    [`(err, c) => { c.on('end', () => cb()); }`, []],
    [`(err, c) => { id.forEach(each => c.query(each)); }`, []],
    [`(err, c) => { for (const each of id) { c.query(each, () => c.release()); } }`, []],
    [`(err, c) => { switch (id) { case 1: c.release(); break; default: cb(); } }`, []],
    [`async (err, c) => { try { await c.promise().query('a'); } finally { c.release(); } }`, []],
    [`(err, c) => { try { JSON.parse(id); c.query('a', () => { c.release(); cb(); }); } catch (e) { cb(e); } }`, ['callback-path']],
    [`(err, c) => { try { JSON.parse(id); c.query('a', () => { c.release(); cb(); }); } catch (e) { c.release(); cb(e); } }`, []],
    [`(err, c) => { let over = false; setTimeout(() => { over = true; c.release(); }, 9); c.query('a', e => { if (over) return; c.release(); cb(e); }); }`, []],
    [`(err, c) => { c.query('a', () => {}); c.query('b', e => { c.release(); cb(e); }); }`, []],
  ])('%s', (callback, expected) => {
    expect(inCallback(callback)).toEqual(expected);
  });

  it.each([
    [`(err, client, done) => { if (err) return cb(err); client.query('a', (e, rows) => { done(); cb(e, rows); }); }`, []],
    [`(err, client, done) => { if (err) return cb(err); client.query('a', (e, rows) => { if (e) return cb(e); done(); cb(null, rows); }); }`, ['callback-path']],
    [`(err, client, release) => { if (err) { release(); return cb(err); } client.query('a', (e, rows) => { release(e); cb(e, rows); }); }`, []],
    [`(err, client, done) => { client.query('a', done); }`, []],
    [`(err, client, done) => { client.query('a', cb); }`, ['callback-never']],
  ])('%s', (callback, expected) => {
    expect(done(callback)).toEqual(expected);
  });

  it.each([
    [`client.connect(err => { if (err) return cb(err); client.query('a', (e, rows) => { if (e) return cb(e); client.end(); cb(null, rows); }); });`, ['callback-path']],
    [`client.connect(err => { if (err) { cb(err); client.end(); } else { try { if (url.trim() === '') url = 'b'; client.query(url, (e, rows) => { cb(e, rows); client.end(); }); } catch (e) { cb(e); } } });`, ['callback-path']],
    [`client.connect(err => { if (err) return cb(err); client.query('a', (e, rows) => { client.end(); cb(e, rows); }); });`, []],
    [`client.connect(err => { if (err) return cb(err); client.query('listen news'); });`, []],
    [`client.on('error', () => client.end()); client.connect(err => { if (err) return cb(err); client.query('a', (e, rows) => { if (e) return cb(e); client.end(); }); });`, []],
  ])('%s', (body, expected) => {
    expect(once(body)).toEqual(expected);
  });
});

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
    [`const c = await pool.connect(); c.on('error', e => report(e)); return true;`, ['never']],
    [`const c = await pool.connect(); c.on('notification', e => report(e)); return true;`, []],
    [`return pool.connect().then(async c => { const rows = await c.query(''); c.release(); return rows; });`, ['throw']],
    [`return pool.connect().then(async c => { try { return await c.query(''); } finally { c.release(); } });`, []],
    [`return pool.connect().then(async c => { await c.query(''); });`, ['never']],
    [`return pool.connect().then(async c => { await c.query(''); return c; });`, ['handed']],
    [`const c = await pool.connect(); await c.query(''); return c;`, ['handed']],
    [`const c = await pool.connect(); await c.query(''); return { c, id };`, ['handed']],
    [`const c = await pool.connect(); try { await c.query(''); return c; } catch (error) { c.release(); throw error; }`, []],
    [`const c = await pool.connect(); try { await c.query(''); return c; } catch (error) { throw new Error('a', { cause: error }); }`, ['handed']],
    [`const c = await pool.connect(); await prepare(c); return c;`, []],
    [`const c = await pool.connect(); return c;`, []],
    [`const c = await pool.connect(); console.log('connected'); return c;`, []],
    [`const c = await pool.connect(); const close = () => c.release(); await c.query(''); return { c, close };`, []],
    [`const c = await pool.connect(); c.on('end', () => c.removeAllListeners()); await c.query(''); return c;`, []],
    [`const c = await pool.connect(); return c.query('').then(rows => { c.release(); return rows; });`, ['rejection']],
    [`const c = await pool.connect(); return c.query('').then(rows => { c.release(); return rows; }, error => { c.release(); throw error; });`, []],
    [`const c = await pool.connect(); return c.query('').then(rows => { c.release(); return rows; }).catch(error => { c.release(); throw error; });`, []],
    [`const c = await pool.connect(); return id.then(() => c.release());`, []],
    [`return pool.connect().then(async c => { await c.query('').finally(() => c.release()); });`, []],
    [`return pool.connect().then(async c => { if (!id) return; c.release(); });`, ['return']],
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

  const locked = (body: string, made = ''): string[] =>
    modelOf(`import { Mutex, Semaphore } from 'async-mutex'; import { Sema } from 'async-sema'; import lockfile, { lock, unlock } from 'proper-lockfile'; import tmp from 'tmp'; import { file } from 'tmp-promise'; import { open } from 'node:fs/promises';
const mutex = new Mutex(); const semaphore = new Semaphore(2); const sema = new Sema(2); ${made}
export class A { sema = new Sema(1); async run(id, path) {\n${body}\n} }`).resources.leaks.map(each => each.kind);

  it.each([
    [`const release = await mutex.acquire(); await id; release();`, ['throw']],
    [`const release = await mutex.acquire(); try { await id; } finally { release(); }`, []],
    [`await mutex.acquire(); try { await id; } finally { mutex.release(); }`, []],
    [`await mutex.acquire(); await id; mutex.release();`, ['throw']],
    [`await mutex.acquire(); if (!id) return; mutex.release();`, ['return']],
    [`await mutex.acquire(); await id;`, []],
    [`await mutex.acquire(); id.on('end', () => mutex.release()); await id;`, []],
    [`const [, release] = await semaphore.acquire(); await id; release();`, ['throw']],
    [`const [value, release] = await semaphore.acquire(); try { await id; } finally { release(); }`, []],
    [`const [value] = await semaphore.acquire(); try { await id; } finally { semaphore.release(); }`, []],
    [`const taken = await semaphore.acquire(); await id; taken[1]();`, ['throw']],
    [`await this.sema.acquire(); await id; this.sema.release();`, ['throw']],
    [`await this.sema.acquire(); try { await id; } finally { this.sema.release(); }`, []],
    [`await this.sema.acquire(); await id; sema.release();`, []],
    [`const token = await sema.acquire(); await id; sema.release(token);`, ['throw']],
    [`const token = await sema.acquire(); try { await id; } finally { sema.release(token); }`, []],
    [`const release = await lockfile.lock(path); await id; await release();`, ['throw']],
    [`await lockfile.lock(path); await id; await lockfile.unlock(path);`, ['throw']],
    [`await lock(path); try { await id; } finally { await unlock(path); }`, []],
    [`await lock(path); await id; await unlock(path);`, ['throw']],
    [`const made = tmp.fileSync(); await id.write(made.name); made.removeCallback();`, ['throw']],
    [`const { name } = tmp.fileSync(); await id.write(name);`, ['never']],
    [`const { name, removeCallback } = tmp.fileSync(); try { await id.write(name); } finally { removeCallback(); }`, []],
    [`const { path: at, cleanup } = await file(); await id.write(at); await cleanup();`, ['throw']],
    [`const { path: at, cleanup: remove } = await file(); try { await id.write(at); } finally { await remove(); }`, []],
    [`const { path: at, ...rest } = await file(); await id.write(at); rest.cleanup();`, []],
    [`const made = await file(); return made;`, []],
    [`const handle = await open(path); const { size } = await handle.stat(); if (size === 0) throw new Error('empty'); return handle.createReadStream();`, ['handed']],
    [`const handle = await open(path); return handle.createReadStream();`, []],
    [`const handle = await open(path); try { await handle.stat(); } catch (error) { await handle.close(); throw error; } return Object.assign(handle.createReadStream(), { id });`, []],
    [`const [...taken] = await semaphore.acquire(); await id; taken[1]();`, []],
  ])('of locks and files: %s', (body, expected) => {
    expect(locked(body)).toEqual(expected);
  });

  const spent = (code: string): string[] => modelOf(`import { Client } from 'pg'; import sql from 'mssql'; import mysql from 'mysql2/promise'; import oracledb from 'oracledb'; const config = {};\n${code}`).resources.leaks.map(each => each.kind);

  it.each([
    [`export async function run(url, q) { const c = new Client(url); await c.connect(); const { rows } = await c.query(q); return rows; }`, ['never']],
    [`export async function run(url, q) { const c = new Client({ connectionString: url }); c.on('error', e => log(e)); await c.connect(); return (await c.query(q)).rows; }`, ['never']],
    [`export async function run(url) { const c = new Client(url); await c.connect(); c.on('notification', e => log(e)); await c.query('listen a'); }`, []],
    [`export async function run(url) { const c = new Client(url); await c.connect(); return c; }`, []],
    [`export async function run(url) { const c = new Client(url); await c.connect(); await c.query('select 1'); current = c; }`, []],
    [`export async function run(q) { const c = new Client(config); await c.connect(); return c.query(q); }`, []],
    [`export async function run(url) { const c = new Client(url); await c.connect(); log('connected'); }`, []],
    [`export async function run(url, q) { const c = await mysql.createConnection({ uri: url }); const [rows] = await c.query(q); return rows; }`, ['never']],
    [`export async function run(url, q) { const c = await mysql.createConnection({ uri: url }); const [rows] = await c.query(q); await c.end(); return rows; }`, ['throw']],
    [`export const run = (url, q) => new Promise((resolve, reject) => { sql.connect(url).then(pool => { return pool.request().query(q); }).then(r => resolve(r)).catch(e => reject(e)); });`, ['never']],
    [`export const run = (url, q) => new Promise((resolve, reject) => { sql.connect(url).then(pool => pool.request().query(q)).then(resolve, reject).finally(() => { sql.close(); }); });`, []],
    [`export const run = q => sql.connect(config).then(pool => pool.request().query(q));`, []],
    [`export const run = url => sql.connect(url).then(() => log('connected'));`, []],
    [`export const run = url => sql.connect(url).then(pool => { current = pool; });`, []],
    [`export async function run(url, q) { const pool = await sql.connect(url); return (await pool.request().query(q)).recordset; }`, ['never']],
    [`export async function run(tenant, q) { const options = { ...config, user: tenant.user }; const c = await oracledb.getConnection(options); return await c.execute(q); }`, ['never']],
  ])('of connections that one call opens: %s', (code, expected) => {
    expect(spent(code)).toEqual(expected);
  });

  const read = (body: string, before = ''): string[] =>
    modelOf(`${before}export async function run(url, work, { max }) {\n const response = await fetch(url);\n const reader = response.body.getReader();\n${body}\n}`).resources.leaks.map(each => each.kind);
  const LOOP = 'for (;;) { const { done, value } = await reader.read(); if (done) break;';

  it.each([
    [`${LOOP} await work(value); } reader.releaseLock();`, ['throw']],
    [`${LOOP} await work(value); } await reader.cancel();`, ['throw']],
    [`${LOOP} if (value.length > max) throw new Error('too long'); } reader.releaseLock();`, ['throw']],
    [`try { ${LOOP} await work(value); } reader.releaseLock(); } catch (error) { await report(error); throw error; }`, ['throw']],
    [`while (true) { const result = await reader.read(); if (!result.done) { await work(result.value); } else { break; } } reader.releaseLock();`, ['throw']],
    [`let done = false; while (!done) { const result = await reader.read(); done = result.done; await work(result.value); } reader.releaseLock();`, ['throw']],
    [`const { value } = await reader.read(); await work(value); reader.releaseLock();`, ['throw']],
    [`for (;;) { const result = await reader.read(); if (result.done) { reader.releaseLock(); return; } if (max > 3) throw new Error('too long'); }`, ['throw']],
    [`${LOOP} if (value.length > max) { await reader.cancel().catch(() => {}); throw new Error('too long'); } }`, []],
    [`const first = await Promise.race([reader.read(), work()]); reader.releaseLock(); return first;`, ['throw']],
    [`${LOOP} work(value); } await work(); reader.releaseLock();`, []],
    [`${LOOP} work(value); } if (max > 1) throw new Error('too long'); reader.releaseLock();`, []],
    [`for (;;) { const { done, value } = await reader.read(); if (done) { await work(); return; } if (max) reader.cancel(); }`, []],
    [`for (;;) { const result = await reader.read(); if (result.done) throw new Error('too short'); if (max) { reader.releaseLock(); return; } }`, []],
    [`for (;;) { const { value } = await reader.read(); if (value === undefined) { await work(); break; } work(value); } reader.releaseLock();`, []],
    [`for (;;) { const { value } = await reader.read(); if (!value) throw new Error('too short'); if (max) { reader.releaseLock(); return; } }`, []],
    [`${LOOP} if (value.length > max) { await reader.cancel(); throw new Error('too long'); } } return work();`, []],
    [`${LOOP} if (value.length > max) return; } reader.releaseLock();`, []],
    [`try { ${LOOP} await work(value); } } finally { reader.releaseLock(); }`, []],
    [`try { ${LOOP} await work(value); } } catch (error) { await reader.cancel(error); throw error; }`, []],
    [`try { ${LOOP} await work(value); } reader.releaseLock(); } catch (error) { controller.abort(); throw error; }`, []],
    [`${LOOP} await work(value); }`, []],
    [`return reader;`, []],
    [`this.reader = reader; await work(); reader.releaseLock();`, []],
  ])('of readers: %s', (body, expected) => {
    expect(read(body)).toEqual(expected);
  });

  const cursor = (body: string): string[] =>
    modelOf(`import { Pool } from 'pg'; import Cursor from 'pg-cursor'; const pool = new Pool();\nexport async function run(text, work) {\n const client = await pool.connect(); try {\n${body}\n } finally { client.release(); }\n}`).resources.leaks.map(each => each.kind);

  it.each([
    [`const cursor = client.query(new Cursor(text)); const rows = await cursor.read(10); await work(rows); await cursor.close();`, ['throw']],
    [`const cursor = await client.query(new Cursor(text)); for (;;) { const rows = await cursor.read(10); if (rows.length === 0) break; await work(rows); } await cursor.close();`, ['throw']],
    [`const cursor = client.query(new Cursor(text)); try { await work(await cursor.read(10)); } finally { await cursor.close(); }`, []],
    [`const cursor = client.query(new Cursor(text)); for (;;) { const rows = await cursor.read(10); if (rows.length === 0) break; work(rows); } await work(); await cursor.close();`, []],
    [`const cursor = client.query(new Cursor(text)); try { await work(await cursor.read(10)); await cursor.close(); } catch (error) { client.release(error); throw error; }`, []],
    [`const cursor = client.query(new Cursor(text)); await work(await cursor.read(10));`, []],
    [`const cursor = new Cursor(text); await work(); client.query(cursor); await cursor.read(10); await cursor.close();`, []],
    [`const cursor = client.query(new Cursor(text)); await work(); return cursor;`, []],
  ])('of cursors: %s', (body, expected) => {
    expect(cursor(body)).toEqual(expected);
  });

  const kept = (body: string): string[] =>
    modelOf(`import amqp from 'amqplib'; import { Kafka } from 'kafkajs'; import { MongoClient } from 'mongodb'; import Redis from 'ioredis'; import fs from 'node:fs/promises'; import { mkdtempSync, rmSync } from 'node:fs'; import path from 'node:path';
const redis = new Redis(); const kafka = new Kafka({}); export async function run(id, url) {\n${body}\n}`).resources.leaks.map(each => `${each.kind} ${each.call.path}`);

  it.each([
    [`const own = redis.duplicate(); await own.subscribe(id); await wait(own); await own.quit();`, ['throw Redis#duplicate']],
    [`const own = redis.duplicate(); try { await own.subscribe(id); } finally { own.disconnect(); }`, []],
    [`const own = redis.duplicate(); await own.subscribe(id);`, []],
    [`const admin = kafka.admin(); await admin.connect(); await admin.createTopics({ topics: id }); await admin.disconnect();`, ['throw Admin#connect']],
    [`const admin = kafka.admin(); try { await admin.connect(); await admin.createTopics({ topics: id }); } finally { await admin.disconnect(); }`, []],
    [`const producer = kafka.producer(); await producer.connect(); return producer;`, []],
    [`const client = new MongoClient(url); await client.connect(); await client.db().collection('a').insertOne(id); await client.close();`, ['throw MongoClient#connect']],
    [`const client = await MongoClient.connect(url); try { await client.db().collection('a').insertOne(id); } finally { await client.close(); }`, []],
    [`const connection = await amqp.connect(url); const channel = await connection.createChannel(); channel.sendToQueue('a', id); await channel.close(); await connection.close();`, ['throw connect']],
    [`const dir = await fs.mkdtemp('a'); await fs.writeFile(path.join(dir, 'a'), id); await fs.rm(dir, { recursive: true });`, ['throw mkdtemp']],
    [`const dir = await fs.mkdtemp('a'); await fs.writeFile(\`\${dir}/a\`, id); await fs.rm(dir, { recursive: true });`, ['throw mkdtemp']],
    [`const dir = await fs.mkdtemp('a'); try { await run(['-C', dir]); } finally { await fs.rm(dir, { recursive: true }); }`, []],
    [`const dir = mkdtempSync('a'); await run('tar', ['-C', dir]); rmSync(dir, { recursive: true });`, ['throw mkdtempSync']],
    [`const dir = await fs.mkdtemp('a'); await fs.writeFile(path.join(dir, 'a'), id);`, []],
    [`const dir = await fs.mkdtemp('a'); await fs.writeFile(path.join(dir, 'a'), id); return dir;`, []],
  ])('of what some keep: %s', (body, expected) => {
    expect(kept(body)).toEqual(expected);
  });

  it('leaves to another rule what every request makes anew', () => {
    const leaks = modelOf(`import express from 'express'; import { Client } from 'pg'; const app = express(); app.get('/', async (req, res) => { const c = new Client(); await c.connect(); res.json((await c.query('')).rows); await c.end(); });`).resources.leaks;
    expect(leaks).toEqual([]);
  });

  const lent = (code: string): string[] => modelOf(`import { Pool } from 'pg'; import { Mutex } from 'async-mutex'; const pool = new Pool();\n${code}`).resources.leaks.map(each => `${each.kind} ${each.call.node.loc.start.line}`);

  it.each([
    [`export const getClient = () => pool.connect();\nexport async function run() { const c = await getClient(); await c.query(''); c.release(); }`, ['throw 3']],
    [`export async function getClient() { const c = await pool.connect(); return c; }\nexport async function run() { const c = await getClient(); await c.query(''); }`, ['never 3']],
    [`export async function getClient() { return await pool.connect(); }\nexport async function run() { const c = await getClient(); try { await c.query(''); } finally { c.release(); } }`, []],
    [`class A { private client() { return pool.connect(); }\nasync run() { const c = await this.client(); await c.query(''); c.release(); } }`, ['throw 3']],
    [`export async function getClient() { if (current) return current; return await pool.connect(); }\nexport async function run() { const c = await getClient(); await c.query(''); }`, []],
    [`export async function getClient() { return await pool.connect(); }\nexport async function run() { const c = await getClient(); await work(c); }`, []],
    [`export async function getClient() { return await pool.connect(); }\nexport const run = () => getClient();`, []],
    [`export async function* rows() { const c = await pool.connect();\nfor (const each of await c.query('')) yield each;\nc.release(); }`, ['return 2']],
    [`export async function* rows() { const c = await pool.connect();\ntry { for (const each of await c.query('')) yield each; } finally { c.release(); } }`, []],
  ])('of what functions in view lend, and of generators: %s', (code, expected) => {
    expect(lent(code)).toEqual(expected);
  });

  it.each([
    `import { getConnection } from 'typeorm'; export async function f() { const r = getConnection().createQueryRunner(); await r.query('a'); await r.release(); }`,
    `import { EntityManager } from 'typeorm'; export async function f(m: EntityManager) { const r = m.connection.createQueryRunner(); await r.query('a'); await r.release(); }`,
    `import { Repository } from 'typeorm'; export class A { constructor(private readonly repo: Repository<X>) {} async f() { const r = this.repo.manager.connection.createQueryRunner(); await r.query('a'); await r.release(); } }`,
    `import { Model } from 'mongoose'; export class A { constructor(private readonly m: Model<X>) {} async f() { const s = await this.m.db.startSession(); await x(); await s.endSession(); } }`,
    `import { Model } from 'mongoose'; export class A { constructor(private readonly m: Model<X>) {} async f() { const s = await this.m.startSession(); await x(); await s.endSession(); } }`,
    `import mysql from 'mysql2'; const pool = mysql.createPool({}).promise(); export async function f() { const c = await pool.getConnection(); await c.query('a'); c.release(); }`,
    `import postgres from 'postgres'; const sql = postgres(); export async function f() { const r = await sql.reserve(); await r\`select 1\`; r.release(); }`,
  ])('through what leads to it: %s', code => {
    expect(modelOf(code).resources.leaks.map(each => each.kind)).toEqual(['throw']);
  });

  const misused = (body: string): string[] =>
    modelOf(`import { Pool } from 'pg'; import fs from 'node:fs'; const pool = new Pool(); export async function run(id) {\n${body}\n}`).resources.misreleases.map(each => `${each.kind} ${each.node.loc.start.line}`);

  it.each([
    [`const c = await pool.connect();\nc.release();\nc.release();`, ['twice 4']],
    [`const c = await pool.connect();\ntry { await c.query(''); c.release(); } finally {\nc.release(); }`, ['twice 4']],
    [`const c = await pool.connect();\ntry { await c.query(''); } catch (error) { c.release(); throw error; } finally {\nc.release(); }`, ['twice 4']],
    [`const c = await pool.connect();\ntry { await c.query(''); c.release(); await id; } catch (error) {\nc.release(); throw error; }`, ['twice 4']],
    [`const c = await pool.connect();\ntry { await c.query(''); c.release(); return id.length; } catch (error) { c.release(); throw error; }`, []],
    [`const c = await pool.connect();\nif (!id) { c.release(); return; }\nc.release();`, []],
    [`const c = await pool.connect();\nif (!id) { c.release(); }\nc.release();`, ['twice 4']],
    [`const c = await pool.connect();\nif (!id) c.release(); else c.release();`, []],
    [`const c = await pool.connect();\nif (!id) c.release();\nif (id) c.release();`, []],
    [`let c = await pool.connect();\nc.release();\nc = await pool.connect();\nc.release();`, []],
    [`for (const each of id) { const c = await pool.connect(); await c.query(each); c.release(); }`, []],
    [`let c;\nfor (const each of id) { c = await pool.connect(); await c.query(each); c.release(); }`, []],
    [`const c = await pool.connect();\nfor (const each of id) { await c.query(each); c.release(); }`, ['after 3']],
    [`const c = await pool.connect();\nc.release();\nawait c.query('');`, ['after 4']],
    [`const c = await pool.connect();\ntry { await c.query(''); } finally { c.release(); }\nreturn (await c.query('')).rows;`, ['after 4']],
    [`const c = await pool.connect();\nif (!id) { c.release(); return; }\nawait c.query(''); c.release();`, []],
    [`const c = await pool.connect();\nc.release();\nc.on('error', () => {});`, []],
    [`const c = await pool.connect();\nswitch (id) { case 1: c.release(); break; default: c.release(); }`, []],
    [`const fd = fs.openSync(id);\nfs.closeSync(fd);\nfs.closeSync(fd);`, ['twice 4']],
    [`let c;\ntry { c = await pool.connect(); await c.query(''); } catch (error) { if (c) c.release(error); throw error; } finally {\nif (c) c.release(); }`, []],
  ])('released or used after: %s', (body, expected) => {
    expect(misused(body)).toEqual(expected);
  });

  it('knows where the function leaves', () => {
    const [leak] = modelOf(`import { Pool } from 'pg'; const pool = new Pool(); async function run() {\nconst c = await pool.connect();\nawait c.query('');\nc.release();\n}`).resources.leaks;
    expect(leak?.exit?.loc.start.line).toBe(3);
    expect(leak?.releases).toHaveLength(1);
  });

  it('leaves the module, and what it keeps, alone', () => {
    expect(modelOf(`import { Pool } from 'pg'; const pool = new Pool(); const c = await pool.connect(); await c.query('');`).resources.leaks).toEqual([]);
  });
});
