import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const found = (code: string): readonly string[] => modelOf(code).staleStores.all.map(each => `${each.kind} ${each.what}${each.isTransacted ? ' transacted' : ''}`);
const prisma = "import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient();";
const pg = "import { Pool } from 'pg'; const pool = new Pool();";
const redis = "import { Redis } from 'ioredis'; const redis = new Redis();";
const express = "import express from 'express'; import { readFile, writeFile } from 'node:fs/promises'; const app = express();";
const pay = 'const a = await tx.account.findUnique({ where: { id } }); await tx.account.update({ where: { id }, data: { balance: a.balance - n } });';
const inSql = (before: string, after = ''): string => `${pg} export async function pay(id, n) { const client = await pool.connect(); ${before} const { rows } = await client.query('SELECT balance FROM accounts WHERE id = $1${after}', [id]); await client.query('UPDATE accounts SET balance = $1 WHERE id = $2', [rows[0].balance - n, id]); }`;

describe('stale stores', () => {
  it('follows a column from the row to the update', () => {
    expect(found(`${prisma} export async function pay(id, n) { const a = await prisma.account.findUnique({ where: { id } }); const next = a.balance - n; await prisma.account.update({ where: { id }, data: { balance: next } }); }`)).toEqual(['column balance']);
    expect(found(`${prisma} export async function pay(id, n) { const a = await prisma.account.findUnique({ where: { id } }); await prisma.account.update({ where: { id }, data: { balance: n, name: a.name } }); }`)).toEqual([]);
  });

  it('asks transactions for their level', () => {
    const inside = (options: string): readonly string[] => found(`${prisma} export async function pay(id, n, options) { await prisma.$transaction(async tx => { ${pay} }${options}); }`);
    expect(inside('')).toEqual(['column balance transacted']);
    expect(inside(', { timeout: 1000 }')).toEqual(['column balance transacted']);
    expect(inside(", { isolationLevel: 'ReadCommitted' }")).toEqual(['column balance transacted']);
    expect(inside(', { isolationLevel: Prisma.TransactionIsolationLevel.ReadCommitted }')).toEqual(['column balance transacted']);
    expect(inside(", { isolationLevel: 'Serializable' }")).toEqual([]);
    expect(inside(", { isolationLevel: 'RepeatableRead' }")).toEqual([]);
    expect(inside(', options')).toEqual([]);
    expect(inside(', { ...options }')).toEqual([]);
  });

  it('leaves databases alone that let one write at a time, and transactions that somebody else begins', () => {
    expect(found(`${prisma} // SQLite\nexport async function pay(id, n) { await prisma.$transaction(async tx => { ${pay} }); }`)).toEqual([]);
    expect(found("import { MongoClient } from 'mongodb'; const client = new MongoClient('x'); const users = client.db().collection('u'); export async function visit(id) { await client.withSession(async session => session.withTransaction(async () => { const u = await users.findOne({ id }, { session }); await users.updateOne({ id }, { $set: { n: u.n + 1 } }, { session }); })); }")).toEqual([]);
    expect(found(`import { PrismaClient } from '@prisma/client'; export async function pay(tx: PrismaClient, id, n) { ${pay} }`)).toEqual([]);
  });

  it('reads statements of SQL', () => {
    expect(found(inSql(''))).toEqual(['column balance']);
    expect(found(inSql("await client.query('BEGIN');"))).toEqual(['column balance transacted']);
    expect(found(inSql("await client.query('BEGIN ISOLATION LEVEL SERIALIZABLE');"))).toEqual([]);
    expect(found(inSql("await client.query('BEGIN');", ' FOR UPDATE'))).toEqual([]);
    expect(found(inSql("await client.query('BEGIN');", ' FOR NO KEY UPDATE'))).toEqual([]);
  });

  it('knows conditions of the update', () => {
    expect(found(`${pg} export async function pay(id, n) { const { rows } = await pool.query('SELECT balance FROM accounts WHERE id = $1', [id]); await pool.query('UPDATE accounts SET balance = $1 WHERE id = $2 AND balance = $3', [rows[0].balance - n, id, rows[0].balance]); }`)).toEqual([]);
    expect(found(`${pg} export async function pay(id, n) { const { rows } = await pool.query('SELECT * FROM accounts WHERE id = $1', [id]); await pool.query('UPDATE accounts SET balance = $1 WHERE id = $2 AND updated_at = $3', [rows[0].balance - n, id, rows[0].updated_at]); }`)).toEqual([]);
  });

  it('tells bounds by their side', () => {
    const bound = (test: string, step: string): readonly string[] => found(`${prisma} export async function pay(id, n) { const a = await prisma.account.findUnique({ where: { id } }); if (${test}) throw new Error('no'); await prisma.account.update({ where: { id }, data: { balance: { ${step}: n } } }); }`);
    expect(bound('a.balance < n', 'decrement')).toEqual(['bound balance']);
    expect(bound('n > a.balance', 'decrement')).toEqual(['bound balance']);
    expect(bound('a.balance >= 10', 'increment')).toEqual(['bound balance']);
    expect(bound('a.balance >= 10', 'decrement')).toEqual([]);
    expect(bound('a.limit < n', 'decrement')).toEqual([]);
  });

  it('knows keys and fields of caches', () => {
    expect(found(`${redis} export async function hit(k) { const n = Number(await redis.hget(k, 'n')); await redis.hset(k, 'n', n + 1); }`)).toEqual(['key k']);
    expect(found(`${redis} export async function hit(k) { const n = Number(await redis.hget(k, 'n')); await redis.hset(k, 'm', n + 1); }`)).toEqual([]);
    expect(found(`${redis} export async function hit(k) { const n = Number(await redis.get(k)); await redis.set('other', n + 1); }`)).toEqual([]);
  });

  it('follows functions that read and write one file', () => {
    const helpers = "const load = async () => JSON.parse(await readFile('db.json', 'utf8')); const save = async db => { await writeFile('db.json', JSON.stringify(db)); };";
    expect(found(`${express} ${helpers} app.post('/', async (req, res) => { const db = await load(); db.push(req.body); await save(db); res.end(); });`)).toEqual(["file 'db.json'"]);
    expect(found(`${express} ${helpers} app.post('/', async (req, res) => { await load(); await save(req.body); res.end(); });`)).toEqual([]);
    expect(found(`${express} ${helpers} export async function bump() { const db = await load(); db.n++; await save(db); }`)).toEqual([]);
  });

  it('asks nothing of files without stores', () => {
    expect(found('export async function a(x) { const y = await x.get(); await x.put(y + 1); }')).toEqual([]);
  });
});
