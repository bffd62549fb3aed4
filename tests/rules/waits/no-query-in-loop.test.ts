import rule from '../../../src/rules/waits/no-query-in-loop.js';
import { ruleTests } from '../../rule-tests.js';

const pg = "import { Pool } from 'pg';\nconst pool = new Pool();\n";
const prisma = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";
const knex = "import knex from 'knex';\nconst db = knex({});\n";
const repo = "import type { Repository } from 'typeorm';\n";
const redis = "import { Redis } from 'ioredis';\nconst redis = new Redis();\n";
const js = 'src/x.js';
const oneByOne = [{ messageId: 'oneByOne' }];
const together = [{ messageId: 'together' }];

ruleTests(rule, {
  valid: [
    { name: 'one query', code: `${pg}export const f = (ids: string[]) => pool.query('select * from t where id = any($1)', [ids]);` },
    { name: 'a few', code: `${pg}export async function f() { for (const id of [1, 2]) await pool.query('select * from t where id = $1', [id]); }` },
    { name: 'constants', code: `${pg}const NAMES = ['a', 'b']; export async function f() { for (const name of NAMES) await pool.query('select * from t where name = $1', [name]); }` },
    { name: 'the same query each time', code: `${pg}export async function f(xs: string[]) { for (const x of xs) { await pool.query('select now()'); print(x); } }` },
    { name: 'batches', code: `${prisma}export async function f(rows: Row[]) { for (const rows of chunk(all, 100)) await prisma.order.deleteMany({ where: { id: { in: rows } } }); for (const batch of all) await prisma.order.deleteMany({ where: { id: { in: batch } } }); }` },
    { name: 'steps of more than one', code: `${pg}export async function f(ids: string[]) { for (let i = 0; i < ids.length; i += 100) await pool.query('delete from t where id = any($1)', [ids.slice(i, i + 100)]); }` },
    { name: 'pages', code: `${prisma}export async function f() { let cursor; do { const page = await prisma.order.findMany({ take: 100, cursor }); cursor = page.at(-1)?.id; } while (cursor); }`, filename: js },
    { name: 'a cursor', code: "import { MongoClient } from 'mongodb'; const orders = new MongoClient(url).db().collection('orders'); export async function f(ids) { for await (const order of orders.find({ id: { $in: ids } })) await orders.updateOne({ _id: order._id }, { $set: { n: order.n + 1 } }); }", filename: js },
    { name: 'attempts', code: `${pg}export async function f(id: string) { for (let attempt = 0; attempt < 3; attempt += 1) { try { return await pool.query('select $1', [id]); } catch {} } }` },
    { name: 'a search that ends with the first', code: `${prisma}export async function f(names: string[]) { for (const name of names) { const found = await prisma.user.findFirst({ where: { name } }); if (found) return found; } }` },
    { name: 'values of their own', code: `${prisma}export async function f(rows: Row[]) { for (const row of rows) await prisma.order.update({ where: { id: row.id }, data: { total: row.total } }); for (const row of rows) await prisma.order.upsert({ where: { id: row.id }, create: row, update: row }); }` },
    { name: 'SQL that updates', code: `${pg}export async function f(rows: Row[]) { for (const row of rows) await pool.query('update t set n = $1 where id = $2', [row.n, row.id]); }` },
    { name: 'one table after the other', code: `${pg}export async function f(names: string[]) { for (const name of names) await pool.query(\`delete from \${name} where old\`); }` },
    { name: 'one table after the other, knex', code: `${knex}export async function f(names: string[]) { for (const name of names) await db(name).where({ old: true }).del(); }` },
    { name: 'one entity class after the other', code: "import type { EntityManager } from 'typeorm'; export async function f(manager: EntityManager, all: Function[]) { for (const each of all) await manager.find(each, { where: { old: true } }); }" },
    { name: 'one database after the other', code: "import type { Pool } from 'pg'; export async function f(tenants: { pool: Pool; id: string }[]) { for (const tenant of tenants) await tenant.pool.query('select * from t where id = $1', [tenant.id]); }" },
    { name: 'one of several, in its turn', code: `${prisma}export async function f(events: Event[]) { for (const event of events) { if (event.added) await prisma.order.create({ data: event }); else await prisma.order.delete({ where: { id: event.id } }); } for (const event of events) { switch (event.type) { case 'a': await prisma.order.create({ data: event }); } } }` },
    { name: 'each on its own', code: `${prisma}export async function f(rows: Row[]) { for (const row of rows) { try { await prisma.order.create({ data: row }); } catch (error) { report(row, error); } } }` },
    { name: 'a list that nobody can judge', code: `${prisma}export class A { rows = load(); async f() { for (const row of this.rows) await prisma.order.create({ data: row }); } }` },
    { name: 'in its own time', code: `${pg}export async function f(ids: string[]) { for (const id of ids) { await pool.query('delete from t where id = $1', [id]); await sleep(100); } }` },
    { name: 'statements whose text is not seen', code: `${pg}export async function f(sql: string, ids: string[]) { for (const id of ids) await pool.query(sql, [id]); for (const each of ids) await pool.query(each); }` },
    { name: 'many rows at a time', code: `${prisma}export async function f(lists: Row[][]) { for (const data of lists) await prisma.order.createMany({ data }); }` },
    { name: 'joined by Prisma', code: `${prisma}export const f = (ids: string[]) => Promise.all(ids.map(id => prisma.user.findUnique({ where: { id } })));` },
    { name: 'functions that may not query', code: `${pg}const cache = new Map(); async function load(id: string) { if (cache.has(id)) return cache.get(id); return pool.query('select * from t where id = $1', [id]); } export async function f(ids: string[]) { for (const id of ids) await load(id); }` },
    { name: 'commands in a pipeline', code: `${redis}export async function f(keys: string[]) { const pipeline = redis.pipeline(); for (const key of keys) pipeline.get(key); await pipeline.exec(); await Promise.all(keys.map(key => redis.get(key))); }` },
    { name: 'commands of a cluster', code: "import { Cluster } from 'ioredis'; const cluster = new Cluster([]); export async function f(keys: string[]) { for (const key of keys) await cluster.get(key); }" },
    { name: 'not awaited', code: `${pg}export function f(ids: string[]) { for (const id of ids) void pool.query('delete from t where id = $1', [id]); }` },
    { name: 'unknown calls', code: 'export async function f(ids, db) { for (const id of ids) await db.query("select * from t where id = $1", [id]); }', filename: js },
    { name: 'migration', code: `${pg}export async function up(ids: string[]) { for (const id of ids) await pool.query('delete from t where id = $1', [id]); }`, filename: 'src/migrations/1.ts' },
  ],
  invalid: [
    {
      code: `${pg}export async function load(ids: readonly string[]) {\n  const out: unknown[] = [];\n  for (const id of ids) {\n    const r = await pool.query('select * from t where id = $1', [id]);\n    out.push(r.rows);\n  }\n  return out;\n}`,
      errors: [{ messageId: 'oneByOne', line: 6, column: 21, data: { list: 'ids', query: 'query', inOne: '`where id = any($1)` with all ids' } }],
    },
    { name: 'by index', code: `${pg}export async function f(ids: string[]) { for (let i = 0; i < ids.length; i++) await pool.query('select * from t where id = $1', [ids[i]]); }`, errors: oneByOne },
    { name: 'for in', code: `${pg}export async function f(byId: object) { for (const id in byId) await pool.query('select * from t where id = $1', [id]); }`, errors: oneByOne },
    { name: 'through a constant', code: `${pg}export async function f(users: User[]) { for (const user of users) { const id = user.id; const values = [id]; await pool.query('select * from t where id = $1', values); } }`, errors: oneByOne },
    { name: 'destructured', code: `${prisma}export async function f(users: User[]) { for (const { id } of users) await prisma.order.findMany({ where: { user: id } }); }`, errors: [{ messageId: 'oneByOne', data: { list: 'users', query: 'findMany', inOne: '`findMany({ where: { id: { in: ids } } })`' } }] },
    { name: 'findUnique, one by one', code: `${prisma}export async function f(ids: string[]) { for (const id of ids) await prisma.user.findUnique({ where: { id } }); }`, errors: oneByOne },
    { name: 'inserts', code: `${prisma}export async function f(rows: Row[]) { for (const row of rows) await prisma.order.create({ data: row }); }`, errors: [{ messageId: 'oneByOne', data: { list: 'rows', query: 'create', inOne: '`createMany({ data })`' } }] },
    { name: 'the same update for all', code: `${prisma}export async function f(ids: string[]) { for (const id of ids) await prisma.order.update({ where: { id }, data: { done: true } }); }`, errors: oneByOne },
    { name: 'deletes', code: `${repo}export class A { constructor(private orders: Repository<Order>) {} async f(ids: string[]) { for (const id of ids) await this.orders.delete({ id }); } }`, errors: [{ messageId: 'oneByOne', data: { list: 'ids', query: 'delete', inOne: '`delete({ id: In(ids) })`' } }] },
    { name: 'saves', code: `${repo}export class A { constructor(private orders: Repository<Order>) {} async f(orders: Order[]) { for (const order of orders) { order.done = true; await this.orders.save(order); } } }`, errors: oneByOne },
    { name: 'a builder of TypeORM', code: `${repo}export const f = async (orders: Repository<Order>, ids: string[]) => { for (const id of ids) await orders.createQueryBuilder('o').where('o.id = :id', { id }).getOne(); };`, errors: oneByOne },
    { name: 'knex', code: `${knex}export async function f(ids: string[]) { for (const id of ids) { await db('orders').where({ id }).first(); await db('orders').where({ id }).del(); await db('orders').insert({ id }); } }`, errors: [...oneByOne, ...oneByOne, ...oneByOne] },
    { name: 'drizzle', code: "import { drizzle } from 'drizzle-orm/node-postgres'; const db = drizzle(url); export async function f(ids) { for (const id of ids) await db.select().from(orders).where(eq(orders.id, id)); }", filename: js, errors: [{ messageId: 'oneByOne', data: { list: 'ids', query: 'select', inOne: '`.where(inArray(table.id, ids))`' } }] },
    { name: 'kysely', code: "import { Kysely } from 'kysely'; const db = new Kysely({}); export async function f(ids) { for (const id of ids) await db.selectFrom('orders').selectAll().where('id', '=', id).execute(); }", filename: js, errors: oneByOne },
    { name: 'mongoose', code: "import { model, Schema } from 'mongoose'; const Order = model('Order', new Schema({})); export async function f(ids: string[]) { for (const id of ids) await Order.findById(id).lean(); }", errors: oneByOne },
    { name: 'mongodb', code: "import { MongoClient } from 'mongodb'; const orders = new MongoClient(url).db().collection('orders'); export async function f(ids: string[]) { for (const id of ids) await orders.findOne({ id }); for (const id of ids) await orders.insertOne({ id }); }", errors: [...oneByOne, ...oneByOne] },
    { name: 'sequelize', code: "import { Sequelize } from 'sequelize'; const sequelize = new Sequelize(url); const Order = sequelize.define('Order', {}); export async function f(ids) { for (const id of ids) await Order.findByPk(id); }", filename: js, errors: oneByOne },
    { name: 'required', code: "const { Pool } = require('pg'); const pool = new Pool(); exports.f = async ids => { for (const id of ids) await pool.query(`select * from t where id = ${id}`); };", filename: js, errors: oneByOne },
    { name: 'in a transaction', code: `${prisma}export const f = (ids: string[]) => prisma.$transaction(async tx => { for (const id of ids) await tx.order.delete({ where: { id } }); });`, errors: oneByOne },
    { name: 'all at once', code: `${pg}export const f = (ids: string[]) => Promise.all(ids.map(id => pool.query('select * from t where id = $1', [id])));`, errors: [{ messageId: 'together', data: { list: 'ids', query: 'query', inOne: '`where id = any($1)` with all ids' } }] },
    { name: 'all at once, async', code: `${prisma}export async function f(users: User[]) { const all = users.map(async user => { const orders = await prisma.order.count({ where: { user: user.id } }); return { user, orders }; }); return Promise.all(all); }`, errors: together },
    { name: 'a function in view', code: `${pg}async function load(id: string) { const { rows } = await pool.query('select * from t where id = $1', [id]); return rows[0]; } export async function f(ids: string[]) { const out = []; for (const id of ids) out.push(await load(id)); return out; }`, errors: oneByOne },
    { name: 'a method in view, all at once', code: `${repo}export class A { constructor(private orders: Repository<Order>) {} find(id: string) { return this.orders.findOneBy({ id }); } all(ids: string[]) { return Promise.all(ids.map(id => this.find(id))); } }`, errors: together },
    { name: 'over rows', code: `${pg}export async function f() { const { rows } = await pool.query('select id from a'); for (const row of rows) await pool.query('select * from b where a = $1', [row.id]); }`, errors: oneByOne },
    { name: 'commands', code: `${redis}export async function f(keys: string[]) { for (const key of keys) { const value = await redis.get(key); print(value); } }`, errors: [{ messageId: 'oneByOne', data: { list: 'keys', query: 'get', inOne: '`mget`, or `pipeline()` and one `exec()`' } }] },
  ],
});
