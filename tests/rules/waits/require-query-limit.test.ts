import rule from '../../../src/rules/waits/require-query-limit.js';
import { ruleTests } from '../../rule-tests.js';

const pg = "import { Pool } from 'pg';\nconst pool = new Pool();\n";
const prisma = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";
const knex = "import knex from 'knex';\nconst db = knex({});\n";
const repo = "import type { Repository } from 'typeorm';\n";
const drizzle = "import { drizzle } from 'drizzle-orm/node-postgres';\nconst db = drizzle(url);\n";
const kysely = "import { Kysely } from 'kysely';\nconst db = new Kysely({});\n";
const mongo = "import { MongoClient } from 'mongodb';\nconst orders = new MongoClient(url).db().collection('orders');\n";
const mongoose = "import { model, Schema } from 'mongoose';\nconst Order = model('Order', new Schema({}));\n";
const js = 'src/x.js';
const unlimited = [{ messageId: 'unlimited' }];
const withEdit = [{ messageId: 'unlimited', suggestions: 1 }];

ruleTests(rule, {
  valid: [
    { name: 'limits', code: `${prisma}export const f = () => prisma.order.findMany({ where: { active: true }, take: 100 });` },
    { name: 'of a parent', code: `${prisma}export const f = (userId: string) => prisma.order.findMany({ where: { userId } });` },
    { name: 'by keys', code: `${prisma}export const f = (ids: string[]) => prisma.order.findMany({ where: { id: { in: ids } } });` },
    { name: 'one, or a number', code: `${prisma}export const f = () => [prisma.order.findFirst(), prisma.order.count(), prisma.order.findUnique({ where: { id: 1 } }), prisma.order.aggregate({ _max: { total: true } })];` },
    { name: 'options that cannot be seen', code: `${prisma}export const f = (options: object, rest: object) => [prisma.order.findMany(options), prisma.order.findMany({ ...rest })];` },
    { name: 'a condition that cannot be seen', code: `${prisma}export const f = (filter: object) => [prisma.order.findMany({ where: filter }), prisma.order.findMany({ where: { ...filter, active: true } })];` },
    { name: 'configuration', code: `${prisma}export const f = () => [prisma.role.findMany(), prisma.featureFlag.findMany(), prisma.countries.findMany()];` },
    { name: 'allowed', code: `${prisma}export const f = () => prisma.book.findMany();`, options: [{ allowModels: ['Book'] }] },
    { name: 'meant to read all', code: `${prisma}export const exportOrders = () => prisma.order.findMany(); export class A { rebuildIndex() { return prisma.order.findMany(); } }` },
    { name: 'unknown', code: 'export const f = (prisma, repository) => [prisma.order.findMany(), repository.find()];', filename: js },
    { name: 'TypeORM', code: `${repo}export const f = (orders: Repository<Order>, userId: string) => [orders.find({ take: 10 }), orders.find({ where: { userId } }), orders.findBy({ userId }), orders.findOne({}), orders.findAndCount({ take: 1 })];` },
    { name: 'a builder of TypeORM', code: `${repo}export const f = (orders: Repository<Order>, id: string) => [orders.createQueryBuilder('o').take(10).getMany(), orders.createQueryBuilder('o').where('o.user = :id', { id }).getMany(), orders.createQueryBuilder('o').groupBy('o.day').getRawMany(), orders.createQueryBuilder('o').getOne()];` },
    { name: 'a builder that gets more on the way', code: `${repo}export async function f(orders: Repository<Order>, ids?: string[]) { const query = orders.createQueryBuilder('o'); if (ids) query.where('o.id in (:...ids)', { ids }); return await query.getMany(); }` },
    { name: 'a builder from elsewhere', code: "import type { SelectQueryBuilder } from 'typeorm'; export const f = (query: SelectQueryBuilder<Order>) => query.getMany();" },
    { name: 'links that the catalog does not know', code: `${repo}export const f = (orders: Repository<Order>) => orders.createQueryBuilder('o').setFindOptions(options).getMany();` },
    { name: 'knex', code: `${knex}export async function f(id: string) { await db('orders').limit(10); await db('orders').first(); await db('orders').where({ id }); await db('orders').count(); await db('orders').insert({}); await db('orders').join('users', 'a', 'b'); await db('orders').whereBetween('a', [1, 2]); }` },
    { name: 'a query that is built', code: `${knex}export function f() { const query = db('orders'); return query; } export const g = () => db('orders').select();` },
    { name: 'drizzle', code: `${drizzle}export async function f(id) { await db.select().from(orders).limit(10); await db.select().from(orders).where(eq(orders.user, id)); await db.query.orders.findMany({ limit: 10 }); }`, filename: js },
    { name: 'kysely', code: `${kysely}export async function f(id) { await db.selectFrom('orders').selectAll().limit(10).execute(); await db.selectFrom('orders').selectAll().executeTakeFirst(); await db.selectFrom('orders').where('user', '=', id).execute(); }`, filename: js },
    { name: 'mongodb', code: `${mongo}export async function f(user) { for await (const order of orders.find({})) use(order); await orders.find({}).limit(10).toArray(); await orders.find({ user }).toArray(); await orders.find({}, { limit: 10 }).toArray(); await orders.find({}).next(); }`, filename: js },
    { name: 'mongoose', code: `${mongoose}export async function f(user: string) { await Order.find({}).limit(10); await Order.find({ user }).lean(); await Order.find({}, null, { limit: 10 }); for await (const order of Order.find({}).cursor()) use(order); }` },
    { name: 'sequelize', code: "import { Sequelize } from 'sequelize'; const sequelize = new Sequelize(url); const Order = sequelize.define('Order', {}); export const f = user => [Order.findAll({ limit: 10 }), Order.findAll({ where: { user } }), Order.findOne()];", filename: js },
    { name: 'SQL', code: `${pg}export async function f(id: string) { await pool.query('select * from orders limit 10'); await pool.query('select * from orders where user_id = $1', [id]); await pool.query('select count(*) from orders'); await pool.query('select day, sum(total) from orders group by day'); await pool.query(\`select * from orders where user_id = \${id}\`); await pool.query('select 1'); await pool.query("select * from pg_tables"); await pool.query('delete from orders'); await pool.query('select * from orders fetch first 10 rows only'); }` },
    { name: 'SQL by a key', code: `${pg}export const f = () => pool.query("select * from orders where id = 'first'");` },
    { name: 'SQL that is not seen', code: `${pg}export const f = (sql: string) => pool.query(sql);` },
    { name: 'script', code: `${prisma}await prisma.order.findMany();`, filename: 'scripts/x.ts' },
  ],
  invalid: [
    {
      code: `${prisma}export async function list() {\n  return await prisma.order.findMany({ where: { active: true } });\n}`,
      errors: [
        {
          messageId: 'unlimited',
          line: 4,
          column: 16,
          data: { query: 'findMany', model: 'order', write: '`take: 100`' },
          suggestions: [{ messageId: 'write', data: { write: 'take: 100' }, output: `${prisma}export async function list() {\n  return await prisma.order.findMany({ where: { active: true }, take: 100 });\n}` }],
        },
      ],
    },
    { name: 'nothing at all', code: `${prisma}export const f = () => prisma.order.findMany();`, errors: [{ messageId: 'unlimited', suggestions: [{ messageId: 'write', data: { write: 'take: 100' }, output: `${prisma}export const f = () => prisma.order.findMany({ take: 100 });` }] }] },
    { name: 'an order, and fields', code: `${prisma}export const f = () => prisma.order.findMany({ orderBy: { id: 'desc' }, select: { id: true }, where: {} });`, errors: withEdit },
    { name: 'an enumeration', code: `${prisma}export const f = () => prisma.order.findMany({ where: { progress: Progress.Open, deletedAt: null } });`, errors: withEdit },
    { name: 'injected', code: "import { PrismaClient } from '@prisma/client'; export class A { constructor(private readonly prisma: PrismaClient) {} list() { return this.prisma.order.findMany(); } }", errors: withEdit },
    { name: 'in a transaction', code: `${prisma}export const f = () => prisma.$transaction(async tx => tx.order.findMany());`, errors: withEdit },
    { name: 'required', code: "const { PrismaClient } = require('@prisma/client'); const prisma = new PrismaClient(); exports.f = () => prisma.order.findMany();", filename: js, errors: withEdit },
    { name: 'TypeORM', code: `${repo}export class A { constructor(private readonly orders: Repository<Order>) {} a() { return this.orders.find(); } async b() { return await this.orders.find({ where: { active: true } }); } }`, errors: [...withEdit, ...withEdit] },
    { name: 'findBy', code: `${repo}export const f = (orders: Repository<Order>) => orders.findBy({ active: true });`, errors: [{ messageId: 'unlimited', data: { query: 'findBy', model: 'orders', write: '`find({ where: …, take: 100 })`' } }] },
    { name: 'an entity manager', code: "import type { EntityManager } from 'typeorm'; export const f = (manager: EntityManager) => manager.find(Order);", errors: [{ messageId: 'unlimited', data: { query: 'find', model: 'Order', write: '`take: 100`' }, suggestions: 1 }] },
    {
      name: 'a builder of TypeORM',
      code: `${repo}export const f = async (orders: Repository<Order>) => await orders.createQueryBuilder('o').orderBy('o.id').getMany();`,
      errors: [{ messageId: 'unlimited', suggestions: [{ messageId: 'write', data: { write: '.take(100)' }, output: `${repo}export const f = async (orders: Repository<Order>) => await orders.createQueryBuilder('o').orderBy('o.id').take(100).getMany();` }] }],
    },
    { name: 'knex', code: `${knex}export async function f() { return await db('orders').where({ active: true }).orderBy('id'); }`, errors: [{ messageId: 'unlimited', data: { query: 'query', model: 'orders', write: '`.limit(100)`' }, suggestions: 1 }] },
    { name: 'knex, from', code: `${knex}export async function f() { return await db.select('id').from('orders'); }`, errors: [{ messageId: 'unlimited', suggestions: [{ messageId: 'write', data: { write: '.limit(100)' }, output: `${knex}export async function f() { return await db.select('id').from('orders').limit(100); }` }] }] },
    { name: 'drizzle', code: `${drizzle}export async function f() { return await db.select().from(orders).orderBy(orders.id); }`, filename: js, errors: withEdit },
    { name: 'drizzle, relations', code: `${drizzle}export const f = () => db.query.orders.findMany();`, filename: js, errors: withEdit },
    { name: 'kysely', code: `${kysely}export const f = () => db.selectFrom('orders').selectAll().execute();`, filename: js, errors: [{ messageId: 'unlimited', suggestions: [{ messageId: 'write', data: { write: '.limit(100)' }, output: `${kysely}export const f = () => db.selectFrom('orders').selectAll().limit(100).execute();` }] }] },
    { name: 'mongodb', code: `${mongo}export async function f() { return await orders.find({ active: true }).toArray(); }`, filename: js, errors: [{ messageId: 'unlimited', suggestions: [{ messageId: 'write', data: { write: '.limit(100)' }, output: `${mongo}export async function f() { return await orders.find({ active: true }).limit(100).toArray(); }` }] }] },
    { name: 'mongoose', code: `${mongoose}export async function f() { await Order.find(); return await Order.find({ active: true }).sort({ at: -1 }).lean(); }`, errors: [...withEdit, ...withEdit] },
    { name: 'sequelize', code: "import { Sequelize } from 'sequelize'; const sequelize = new Sequelize(url); const Order = sequelize.define('Order', {}); export const f = () => Order.findAll({ where: { active: true } });", filename: js, errors: withEdit },
    { name: 'SQL', code: `${pg}export const f = () => pool.query('SELECT id, total FROM orders ORDER BY id');`, errors: [{ messageId: 'unlimited', data: { query: 'query', model: 'orders', write: "`limit 100`, and the next page by the last row's key" } }] },
    { name: 'SQL with a flag', code: `${pg}const OPEN = \`\n  select *\n  from public.orders\n  where open = true\n\`;\nexport const f = async () => (await pool.query(OPEN)).rows;`, errors: unlimited },
    { name: 'SQL as an option', code: `${pg}export const f = () => pool.query({ text: 'select * from orders' });`, errors: unlimited },
  ],
});
