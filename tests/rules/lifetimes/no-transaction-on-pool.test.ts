import rule from '../../../src/rules/lifetimes/no-transaction-on-pool.js';
import { ruleTests } from '../../rule-tests.js';

const pg = (body: string): string => `import { Pool } from 'pg';\nconst pool = new Pool();\nexport async function run(id: string) {\n${body}\n}`;
const mysql = (body: string): string => `import mysql from 'mysql2/promise';\nconst pool = mysql.createPool({});\nexport async function run(id: string) {\n${body}\n}`;
const prisma = (body: string): string => `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function run(id: string) {\n${body}\n}`;
const CLIENT = '`const client = await pool.connect()`, send all of them through `client`, and release it in a `finally` block';
const PRISMA = '`await prisma.$transaction(async tx => { … })`, and send all of them through `tx`';

ruleTests(rule, {
  valid: [
    pg(`  const client = await pool.connect();\n  await client.query('BEGIN');\n  await client.query('COMMIT');\n  client.release();`),
    pg(`  await pool.query('select 1');\n  await pool.query('update a set begin = 1');`),
    { name: 'one text goes to one connection', code: pg(`  await pool.query('BEGIN; update a set x = 1; COMMIT');`) },
    { name: 'a block of PL/pgSQL', code: pg(`  await pool.query('do $$ begin perform 1; end $$');`) },
    { name: 'a function', code: pg(`  await pool.query(\`create function f() returns trigger as $$\nBEGIN\n  return new;\nEND $$ language plpgsql\`);`) },
    { name: 'a client', code: `import { Client } from 'pg';\nconst client = new Client();\nexport async function run() {\n  await client.query('BEGIN');\n  await client.query('COMMIT');\n}` },
    { name: 'either', code: `import type { Pool, PoolClient } from 'pg';\nexport async function run(db: Pool | PoolClient) {\n  await db.query('BEGIN');\n}` },
    { name: 'a name says nothing', code: `export async function run(pool) {\n  await pool.query('BEGIN');\n}`, filename: 'src/a.js' },
    { name: 'a pool of one', code: `import { Pool } from 'pg';\nconst pool = new Pool({ max: 1 });\nexport async function run() {\n  await pool.query('BEGIN');\n}` },
    { name: 'options that cannot be seen', code: `import postgres from 'postgres';\nexport const open = async options => {\n  const sql = postgres(url, { ...options });\n  await sql\`BEGIN\`;\n};`, filename: 'src/a.js' },
    { name: 'the transaction of postgres.js', code: `import postgres from 'postgres';\nconst sql = postgres();\nexport const run = () => sql.begin(async tx => {\n  await tx\`SAVEPOINT a\`;\n  await tx\`set local statement_timeout = 1000\`;\n});` },
    { name: 'reserved', code: `import postgres from 'postgres';\nconst sql = postgres();\nexport async function run() {\n  const one = await sql.reserve();\n  await one\`BEGIN\`;\n  one.release();\n}` },
    { name: 'in the transaction of Prisma', code: prisma(`  await prisma.$transaction(async tx => {\n    await tx.$executeRaw\`SET LOCAL lock_timeout = 1000\`;\n    await tx.$executeRaw\`select pg_advisory_xact_lock(1)\`;\n  });`) },
    { name: 'one of a batch', code: prisma(`  await prisma.$transaction([prisma.$executeRaw\`select set_config('app.user', \${id}, true)\`, prisma.order.findMany()]);`) },
    { name: 'with its transaction', code: `import { Sequelize } from 'sequelize';\nconst sequelize = new Sequelize(url);\nexport const run = () => sequelize.transaction(async transaction => {\n  await sequelize.query('SET LOCAL lock_timeout = 1000', { transaction });\n});` },
    { name: 'options from elsewhere', code: `import { Sequelize } from 'sequelize';\nconst sequelize = new Sequelize(url);\nexport const run = async options => {\n  await sequelize.query('SET LOCAL lock_timeout = 1000', options);\n};` },
    { name: 'transacting', code: `import knex from 'knex';\nconst db = knex({ client: 'pg' });\nexport const run = async trx => {\n  await db.raw('SET LOCAL lock_timeout = 1000').transacting(trx);\n};` },
    { name: 'SQLite has one connection', code: `import knex from 'knex';\nconst db = knex({ client: 'better-sqlite3' });\nexport const run = async () => {\n  await db.raw('BEGIN');\n};` },
    { name: 'a query runner', code: `import { DataSource } from 'typeorm';\nconst source = new DataSource({ type: 'postgres' });\nexport const run = async () => {\n  const runner = source.createQueryRunner();\n  await runner.query('BEGIN');\n};` },
    { name: 'a setting of the session', code: pg(`  await pool.query("select set_config('app.user', $1, false)", [id]);`) },
    { name: 'through a function that takes a client', code: `import { Client } from 'pg';\nconst client = new Client();\nconst query = (text: string) => client.query(text);\nexport const run = () => query('BEGIN');` },
    { name: 'a test', code: pg(`  await pool.query('BEGIN');`), filename: 'src/a.test.ts' },
    { name: 'drizzle over one client', code: `import { Client } from 'pg';\nimport { drizzle } from 'drizzle-orm/node-postgres';\nimport { sql } from 'drizzle-orm';\nconst client = new Client();\nconst db = drizzle(client);\nexport const run = () => db.execute(sql\`BEGIN\`);` },
  ],
  invalid: [
    { name: 'one finding for all of them', code: pg(`  await pool.query('BEGIN');\n  try {\n    await pool.query('update a set x = 1');\n    await pool.query('COMMIT');\n  } catch (error) {\n    await pool.query('ROLLBACK');\n    throw error;\n  }`), errors: [{ messageId: 'transaction', data: { client: 'pool', keyword: 'BEGIN', write: CLIENT }, line: 4, column: 9 }] },
    { name: 'in two functions', code: `${pg(`  await pool.query('BEGIN');`)}\nexport async function end() {\n  await pool.query('COMMIT');\n}`, errors: [{ messageId: 'transaction' }, { messageId: 'transaction', data: { client: 'pool', keyword: 'COMMIT', write: CLIENT } }] },
    { name: 'START TRANSACTION, lower case, an object', code: pg(`  await pool.query({ text: 'start transaction isolation level serializable' });`), errors: [{ messageId: 'transaction', data: { client: 'pool', keyword: 'START TRANSACTION', write: CLIENT } }] },
    { name: 'in a nested function, once', code: pg(`  await pool.query(\`BEGIN\`);\n  const end = () => pool.query('COMMIT');\n  await end();`), errors: [{ messageId: 'transaction' }] },
    { name: 'a savepoint', code: pg(`  await pool.query('SAVEPOINT a');`), errors: [{ messageId: 'transaction', data: { client: 'pool', keyword: 'SAVEPOINT', write: CLIENT } }] },
    { name: 'an injected pool', code: `import type { Pool } from 'pg';\nexport class Orders {\n  constructor(private readonly pool: Pool) {}\n  async run() {\n    await this.pool.query('BEGIN');\n  }\n}`, errors: [{ messageId: 'transaction', data: { client: 'this.pool', keyword: 'BEGIN', write: CLIENT.replace('pool.connect', 'this.pool.connect') } }] },
    { name: 'CommonJS, a namespace', code: `const pg = require('pg');\nconst pool = new pg.Pool({ max: 20 });\nexports.run = async () => {\n  await pool.query('BEGIN');\n};`, filename: 'src/a.js', errors: [{ messageId: 'transaction' }] },
    { name: 'with a callback', code: `const { Pool } = require('pg');\nconst pool = new Pool();\nexports.run = done => {\n  pool.query('BEGIN', done);\n  pool.query('BEGIN', (error) => done(error));\n};`, filename: 'src/a.js', errors: [{ messageId: 'transaction' }] },
    { name: 'a lock of the session', code: pg(`  const { rows } = await pool.query('select pg_try_advisory_lock($1) as locked', [1]);\n  await work(rows);\n  await pool.query('select pg_advisory_unlock($1)', [1]);`), errors: [{ messageId: 'lock', data: { client: 'pool', keyword: 'pg_try_advisory_lock', write: CLIENT } }] },
    { name: 'a lock of no transaction', code: pg(`  await pool.query('select pg_advisory_xact_lock(1)');`), errors: [{ messageId: 'momentary', data: { keyword: 'pg_advisory_xact_lock', write: CLIENT } }] },
    { name: 'SET LOCAL', code: pg(`  await pool.query("SET LOCAL app.user = '1'");\n  await pool.query('select 1');`), errors: [{ messageId: 'local', data: { client: 'pool', keyword: 'SET LOCAL', write: CLIENT } }] },
    { name: 'set_config', code: prisma(`  await prisma.$executeRaw\`select set_config('app.user', \${id}, true)\`;`), errors: [{ messageId: 'local', data: { client: 'prisma', keyword: 'set_config', write: PRISMA } }] },
    { code: mysql(`  await pool.query('START TRANSACTION');\n  await pool.execute('update a set x = 1');\n  await pool.query('COMMIT');`), errors: [{ messageId: 'transaction' }] },
    { name: 'GET_LOCK', code: mysql(`  await pool.query('SELECT GET_LOCK(?, 10)', ['a']);`), errors: [{ messageId: 'lock', data: { client: 'pool', keyword: 'GET_LOCK', write: '`const connection = await pool.getConnection()`, send all of them through `connection`, and release it in a `finally` block' } }] },
    { name: 'LOCK TABLES', code: mysql(`  await pool.query('LOCK TABLES a WRITE');\n  await pool.query('UNLOCK TABLES');`), errors: [{ messageId: 'lock' }] },
    { code: prisma(`  await prisma.$executeRaw\`BEGIN\`;\n  await prisma.order.create({ data: { id } });\n  await prisma.$executeRaw\`COMMIT\`;`), errors: [{ messageId: 'transaction', data: { client: 'prisma', keyword: 'BEGIN', write: PRISMA }, line: 4, column: 9 }] },
    { code: prisma(`  await prisma.$executeRawUnsafe('BEGIN');`), errors: [{ messageId: 'transaction' }] },
    { name: 'a service that is the client', code: `import { PrismaClient } from '@prisma/client';\nexport class PrismaService extends PrismaClient {\n  async begin() {\n    await this.$executeRaw\`BEGIN\`;\n  }\n}`, errors: [{ messageId: 'transaction' }] },
    { code: `import postgres from 'postgres';\nconst sql = postgres(url);\nexport async function run() {\n  await sql\`BEGIN\`;\n  await sql\`COMMIT\`;\n}`, errors: [{ messageId: 'transaction', data: { client: 'sql', keyword: 'BEGIN', write: '`await sql.begin(async tx => { … })`, and send all of them through `tx`' } }] },
    { code: `import knex from 'knex';\nconst db = knex({ client: 'pg' });\nexport async function run() {\n  await db.raw('BEGIN');\n}`, errors: [{ messageId: 'transaction' }] },
    { code: `import { Sequelize } from 'sequelize';\nconst sequelize = new Sequelize(url);\nexport async function run() {\n  await sequelize.query('BEGIN;');\n  await sequelize.query('COMMIT;', { type: 'RAW' });\n}`, errors: [{ messageId: 'transaction' }] },
    { code: `import { DataSource } from 'typeorm';\nexport class A {\n  constructor(private readonly source: DataSource) {}\n  async run() {\n    await this.source.query('START TRANSACTION');\n  }\n}`, errors: [{ messageId: 'transaction' }] },
    { code: `import { Pool } from 'pg';\nimport { drizzle } from 'drizzle-orm/node-postgres';\nimport { sql } from 'drizzle-orm';\nconst pool = new Pool();\nconst db = drizzle(pool);\nexport async function run() {\n  await db.execute(sql\`BEGIN\`);\n}`, errors: [{ messageId: 'transaction' }] },
    { name: 'through a function of the file', code: pg(`  await query('BEGIN');\n  await query('COMMIT');`) + '\nconst query = (text: string, values?: unknown[]) => pool.query(text, values);', errors: [{ messageId: 'transaction', data: { client: 'pool', keyword: 'BEGIN', write: CLIENT }, line: 4, column: 9 }] },
    { name: 'through an object and a method', code: `import { Pool } from 'pg';\nconst pool = new Pool();\nexport const db = { query: (text: string) => pool.query(text) };\nexport class Store {\n  query(text: string) {\n    return pool.query(text);\n  }\n  async run() {\n    await this.query('BEGIN');\n  }\n}\nexport const end = () => db.query('ROLLBACK');`, errors: [{ messageId: 'transaction' }, { messageId: 'transaction' }] },
    { name: 'optional', code: `import type { Pool } from 'pg';\nexport async function run(pool?: Pool) {\n  await pool?.query('BEGIN');\n}`, errors: [{ messageId: 'transaction' }] },
  ],
});
