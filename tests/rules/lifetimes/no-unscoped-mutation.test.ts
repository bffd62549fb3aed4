import rule from '../../../src/rules/lifetimes/no-unscoped-mutation.js';
import { ruleTests } from '../../rule-tests.js';

const prisma = (body: string): string => `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function run(id: string) {\n${body}\n}`;
const pg = (body: string): string => `import { Pool } from 'pg';\nconst pool = new Pool();\nexport async function run(id: string) {\n${body}\n}`;
const mongo = (body: string): string => `import { MongoClient } from 'mongodb';\nconst client = new MongoClient(url);\nconst orders = client.db().collection('orders');\nexport async function run(id) {\n${body}\n}`;
const mongoose = (body: string): string => `import { model, Schema } from 'mongoose';\nconst Order = model('Order', new Schema({}));\nexport async function run(id) {\n${body}\n}`;
const knex = (body: string): string => `import knex from 'knex';\nconst db = knex({ client: 'pg' });\nexport async function run(id) {\n${body}\n}`;
const drizzle = (body: string): string => `import { drizzle } from 'drizzle-orm/node-postgres';\nconst db = drizzle(url);\nexport async function run(id) {\n${body}\n}`;
const kysely = (body: string): string => `import { Kysely } from 'kysely';\nconst db = new Kysely({ dialect });\nexport async function run(id) {\n${body}\n}`;
const sequelize = (body: string): string => `import { Sequelize } from 'sequelize';\nconst sequelize = new Sequelize(url);\nconst Order = sequelize.define('Order', {});\nexport async function run(id) {\n${body}\n}`;
const orm = (body: string): string => `import { DataSource } from 'typeorm';\nconst source = new DataSource({ type: 'postgres' });\nexport async function run(id) {\n${body}\n}`;

ruleTests(rule, {
  valid: [
    prisma(`  await prisma.order.deleteMany({ where: { id } });\n  await prisma.order.updateMany({ where: { id }, data: {} });`),
    { name: 'a condition that cannot be seen', code: prisma(`  await prisma.order.deleteMany({ where });\n  await prisma.order.deleteMany(options);\n  await prisma.order.deleteMany({ ...shared });`) },
    { name: 'a condition that may be undefined', code: prisma(`  await prisma.order.deleteMany({ where: { id: maybe } });`) },
    { name: 'only built', code: prisma(`  const query = prisma.order.deleteMany();\n  use(query);`) },
    { name: 'a function whose name says so', code: `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function deleteAll() {\n  await prisma.order.deleteMany();\n}\nexport const resetStatistics = async () => {\n  await prisma.count.updateMany({ data: { n: 0 } });\n};\nexport class Store {\n  async clear() {\n    await prisma.order.deleteMany({});\n  }\n}` },
    { name: 'the name of the API says so', code: knex(`  await db('orders').truncate();`) },
    { name: 'another deleteMany', code: `export const run = store => store.deleteMany();`, filename: 'src/a.js' },
    pg(`  await pool.query('DELETE FROM orders WHERE id = $1', [id]);\n  await pool.query('update orders set open = true where id = $1', [id]);`),
    { name: 'a text that goes on', code: pg('  await pool.query(`DELETE FROM orders ${condition}`);\n  await pool.query(`UPDATE orders SET ${values}`);') },
    { name: 'joined', code: pg(`  await pool.query('update orders set open = false from users');\n  await pool.query('delete from orders using users');`) },
    { name: 'put together', code: pg(`  let sql = 'DELETE FROM orders';\n  sql += condition;\n  await pool.query(sql);`) },
    { name: 'every row is set to a constant', code: pg(`  await pool.query('update orders set open = false');`) },
    { name: 'a step of a migration', code: `import type { MigrationInterface, QueryRunner } from 'typeorm';\nexport class Empty1 implements MigrationInterface {\n  async up(queryRunner: QueryRunner) {\n    await queryRunner.query('DELETE FROM orders');\n  }\n}` },
    { name: 'a limit', code: pg(`  await pool.query('DELETE FROM orders LIMIT 100');`) },
    { name: 'upserts and triggers', code: pg(`  await pool.query('insert into a values (1) on conflict (id) do update set x = 1');`) },
    mongo(`  await orders.deleteMany({ id });\n  await orders.updateMany({ open: true }, { $set: { open: false } });\n  await orders.deleteMany(filter);`),
    knex(`  await db('orders').where({ id }).del();\n  await db('orders').whereIn('id', ids).update({ open: false });`),
    { name: 'conditions by a link that nobody knows', code: knex(`  await db('orders').whereBetween('id', [1, 2]).del();\n  await db('orders').modify(mine).del();\n  await db('orders').del().whereExists(more);`) },
    { name: 'a builder that gets more later', code: knex(`  const query = db('orders');\n  if (id) query.where({ id });\n  await query.del();`) },
    { name: 'a builder for others', code: `import knex from 'knex';\nconst db = knex({ client: 'pg' });\nexport const closing = () => db('orders').update({ open: false });` },
    drizzle(`  await db.delete(orders).where(eq(orders.id, id));\n  await db.update(orders).set({ open: false }).where(eq(orders.id, id));`),
    drizzle(`  await db.delete(orders).$dynamic();`),
    kysely(`  await db.deleteFrom('orders').where('id', '=', id).execute();\n  await db.updateTable('orders').set({ open: false }).where('id', '=', id).execute();`),
    sequelize(`  await Order.destroy({ where: { id } });\n  await Order.destroy({ truncate: true });\n  await Order.update({ open: false }, { where: { id } });`),
    { name: 'refused by the library', code: sequelize(`  await Order.destroy({});\n  await Order.update({ open: false }, {});`) },
    orm(`  await source.getRepository(Order).delete({ id });\n  await source.getRepository(Order).delete({});\n  await source.createQueryBuilder().delete().from(Order).where('id = :id', { id }).execute();`),
    { name: 'a seed', code: prisma('  await prisma.order.deleteMany();'), filename: 'prisma/seed.ts' },
    { name: 'a test', code: prisma('  await prisma.order.deleteMany();'), filename: 'src/a.test.ts' },
    { name: 'a migration', code: pg(`  await pool.query('update orders set open = true');`), filename: 'src/migrations/1.ts' },
  ],
  invalid: [
    { code: prisma('  await prisma.order.deleteMany();'), errors: [{ messageId: 'delete', data: { write: '`where: { … }` into its options' }, line: 4, column: 9 }] },
    { name: 'empty', code: prisma('  await prisma.order.deleteMany({});'), errors: [{ messageId: 'delete' }] },
    { name: 'an empty condition', code: prisma('  await prisma.order.deleteMany({ where: {} });'), errors: [{ messageId: 'delete' }] },
    { name: 'undefined', code: prisma('  await prisma.order.deleteMany({ where: undefined });'), errors: [{ messageId: 'delete' }] },
    { code: prisma('  return prisma.order.updateMany({ data: { open: false } });'), errors: [{ messageId: 'update', data: { write: '`where: { … }` into its options' } }] },
    { name: 'in a transaction', code: prisma('  await prisma.$transaction(async tx => {\n    await tx.order.deleteMany();\n    await tx.line.deleteMany({ where: { id } });\n  });'), errors: [{ messageId: 'delete', line: 5 }] },
    { name: 'CommonJS', code: `const { PrismaClient } = require('@prisma/client');\nconst prisma = new PrismaClient();\nexports.run = async () => {\n  await prisma.order.deleteMany();\n};`, filename: 'src/a.js', errors: [{ messageId: 'delete' }] },
    { name: 'injected', code: `import { PrismaClient } from '@prisma/client';\nexport class Orders {\n  constructor(private readonly prisma: PrismaClient) {}\n  async remove() {\n    await this.prisma.order.deleteMany();\n  }\n}`, errors: [{ messageId: 'delete' }] },
    { code: pg(`  await pool.query('DELETE FROM orders');`), errors: [{ messageId: 'delete', data: { write: '`WHERE` behind it' } }] },
    { name: 'lower case, quoted, returning', code: pg(`  await pool.query('delete from "public"."orders" returning id;');`), errors: [{ messageId: 'delete' }] },
    { name: 'the table is a value', code: pg('  await pool.query(`DELETE FROM ${table}`);'), errors: [{ messageId: 'delete' }] },
    { code: pg(`  await pool.query('UPDATE orders SET open = $1', [false]);`), errors: [{ messageId: 'update' }] },
    { code: mongo('  await orders.deleteMany({});'), errors: [{ messageId: 'delete', data: { write: 'a filter as its argument' } }] },
    { name: 'no filter', code: mongo('  await orders.deleteMany();'), errors: [{ messageId: 'delete' }] },
    { code: mongo('  await orders.updateMany({}, { $set: { open: false } });'), errors: [{ messageId: 'update', data: { write: 'a filter as its first argument' } }] },
    { code: mongoose('  await Order.deleteMany({});\n  await Order.updateMany({}, { open: false });'), errors: [{ messageId: 'delete' }, { messageId: 'update' }] },
    { code: knex(`  await db('orders').del();`), errors: [{ messageId: 'delete', data: { write: '`.where(…)` behind it' } }] },
    { code: knex(`  return db('orders').update({ open: false });`), errors: [{ messageId: 'update' }] },
    { name: 'with what it gives', code: knex(`  const rows = await db('orders').update({ open: false }).returning('id');`), errors: [{ messageId: 'update' }] },
    { code: drizzle('  await db.delete(orders);'), errors: [{ messageId: 'delete' }] },
    { code: drizzle('  const rows = await db.update(orders).set({ open: false }).returning();'), errors: [{ messageId: 'update' }] },
    { code: kysely(`  await db.deleteFrom('orders').execute();\n  await db.updateTable('orders').set({ open: false }).executeTakeFirst();`), errors: [{ messageId: 'delete' }, { messageId: 'update' }] },
    { code: sequelize('  await Order.destroy({ where: {} });\n  await Order.update({ open: false }, { where: {} });'), errors: [{ messageId: 'delete' }, { messageId: 'update' }] },
    { code: orm(`  await source.createQueryBuilder().delete().from(Order).execute();`), errors: [{ messageId: 'delete' }] },
  ],
});
