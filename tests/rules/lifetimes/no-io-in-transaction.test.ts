import rule from '../../../src/rules/lifetimes/no-io-in-transaction.js';
import { ruleTests } from '../../rule-tests.js';

const prisma = (body: string): string => `import { PrismaClient } from '@prisma/client';\nimport axios from 'axios';\nimport { Queue } from 'bullmq';\nimport { setTimeout as sleep } from 'node:timers/promises';\nconst prisma = new PrismaClient();\nconst queue = new Queue('mail');\nexport async function run(id: string) {\n${body}\n}`;
const inTransaction = (body: string): string => prisma(`  await prisma.$transaction(async tx => {\n    await tx.order.create({ data: { id } });\n    ${body}\n  });`);
const pg = (body: string): string => `import { PoolClient } from 'pg';\nexport async function run(client: PoolClient, id: string) {\n${body}\n}`;
const knex = (body: string): string => `import knex from 'knex';\nconst db = knex({ client: 'pg' });\nexport async function run(id) {\n${body}\n}`;
const DECLARED = 'interface Db { user: { update(a: object): Promise<void> }; $transaction<T>(fn: (tx: Db) => Promise<T>): Promise<T> }\ndeclare const db: Db;\n';
const GUARDED = (work: string): string => `  await client.query('BEGIN');\n  try {\n    await client.query('update a set x = 1');\n    ${work}\n    await client.query('COMMIT');\n  } catch (error) {\n    await client.query('ROLLBACK');\n    throw error;\n  }`;

ruleTests(rule, {
  valid: [
    { name: 'before and after', code: prisma(`  const { data } = await axios.get(url);\n  await prisma.$transaction(async tx => {\n    await tx.order.create({ data: { id } });\n  });\n  await queue.add('mail', { id });\n  await fetch(url);`) },
    { name: 'an outbox', code: inTransaction(`await tx.outbox.create({ data: { topic: 'mail', id } });`) },
    { name: 'given the transaction', code: inTransaction(`await queue.add('mail', { id }, { db: tx });`) },
    { name: 'a function that hands the transaction on', code: `${inTransaction(`await enqueue(tx, id);`)}\nconst enqueue = async (db, id) => {\n  await queue.add('mail', { id }, { db });\n};` },
    { name: 'after the commit', code: inTransaction(`afterCommit(() => queue.add('mail', { id }));`) },
    { name: 'a request that nothing waits for', code: inTransaction(`const later = () => fetch(url);`) },
    { name: 'a batch', code: prisma(`  await prisma.$transaction([prisma.order.create({ data: { id } })]);\n  await fetch(url);`) },
    { name: 'a client that nobody knows', code: `export async function run(db) {\n  await db.transaction(async tx => {\n    await tx.save(1);\n    await fetch(url);\n  });\n}`, filename: 'src/a.js' },
    { name: 'a file', code: `import { readFile } from 'node:fs/promises';\n${inTransaction(`await readFile('a');`)}` },
    { name: 'a message to a thread', code: `import { Worker } from 'node:worker_threads';\nconst worker = new Worker('a.js');\n${inTransaction(`worker.postMessage(id);`)}` },
    { name: 'its own function, called elsewhere', code: `${prisma(`  await prisma.$transaction(async tx => {\n    await tx.order.create({ data: { id } });\n  });\n  await notify(id);`)}\nasync function notify(id) {\n  await fetch(url);\n}` },
    { name: 'after the commit by hand', code: pg(`${GUARDED('')}\n  await fetch('https://a.test');`) },
    { name: 'before the begin by hand', code: pg(`  await fetch('https://a.test');\n${GUARDED('')}`) },
    { name: 'after a rollback', code: pg(`  await client.query('BEGIN');\n  try {\n    await client.query('COMMIT');\n  } catch (error) {\n    await client.query('ROLLBACK');\n    await fetch('https://errors.test');\n    throw error;\n  }`) },
    { name: 'a transaction of a broker', code: `import { Kafka } from 'kafkajs';\nconst producer = new Kafka({ brokers }).producer({ transactionalId: 'a' });\nexport async function run() {\n  const t = await producer.transaction();\n  await t.send({ topic: 'a', messages: [] });\n  await t.commit();\n}` },
    { name: 'another function', code: `${DECLARED}export const go = () => db.$transaction(async tx => {\n  await tx.user.update({ id: 1 });\n});\nexport const send = () => fetch('https://a.test');` },
    { name: 'a listener', code: inTransaction(`emitter.on('a', async () => { await fetch(url); });`) },
    { name: 'a test', code: inTransaction('await fetch(url);'), filename: 'src/a.test.ts' },
    { name: 'a script', code: inTransaction('await fetch(url);'), filename: 'scripts/a.ts' },
  ],
  invalid: [
    { code: inTransaction('await fetch(url);'), errors: [{ messageId: 'request', data: { line: '8', call: 'fetch' }, line: 10, column: 11 }] },
    { name: 'a client of HTTP', code: inTransaction('const { data } = await axios.post(url, {});'), errors: [{ messageId: 'request', data: { line: '8', call: 'axios.post' } }] },
    { name: 'returned', code: prisma(`  return prisma.$transaction(async tx => {\n    await tx.order.create({ data: { id } });\n    return fetch(url);\n  });`), errors: [{ messageId: 'request' }] },
    { name: 'together', code: inTransaction('await Promise.all(ids.map(each => fetch(each)));'), errors: [{ messageId: 'request' }] },
    { name: 'with a handler', code: inTransaction('await fetch(url).then(each => each.json()).catch(() => undefined);'), errors: [{ messageId: 'request' }] },
    { name: 'a job', code: inTransaction(`await queue.add('mail', { id });`), errors: [{ messageId: 'message', data: { line: '8', call: 'queue.add' } }] },
    { name: 'a job that nothing waits for', code: inTransaction(`void queue.add('mail', { id });`), errors: [{ messageId: 'message' }] },
    { name: 'a mail', code: `import nodemailer from 'nodemailer';\nconst mailer = nodemailer.createTransport({});\n${inTransaction('await mailer.sendMail({ to: id });')}`, errors: [{ messageId: 'message', data: { line: '10', call: 'mailer.sendMail' } }] },
    { name: 'a broker', code: `import { Kafka } from 'kafkajs';\nconst producer = new Kafka({ brokers }).producer();\n${inTransaction(`await producer.send({ topic: 'a', messages: [] });`)}`, errors: [{ messageId: 'message' }] },
    { name: 'a sleep', code: inTransaction('await sleep(1000);'), errors: [{ messageId: 'wait', data: { line: '8', call: 'sleep' } }] },
    { name: 'a timer', code: inTransaction('await new Promise(resolve => setTimeout(resolve, 1000));'), errors: [{ messageId: 'wait', data: { line: '8', call: 'new Promise' } }] },
    { name: 'a function of the file that runs it', code: `import { Pool } from 'pg';\nconst pool = new Pool();\nexport async function inTransaction(work) {\n  const client = await pool.connect();\n  try {\n    await client.query('BEGIN');\n    const result = await work(client);\n    await client.query('COMMIT');\n    return result;\n  } catch (error) {\n    await client.query('ROLLBACK');\n    throw error;\n  } finally {\n    client.release();\n  }\n}\nexport const run = id => inTransaction(async client => {\n  await client.query('update a set x = 1');\n  await fetch('https://a.test');\n});`, filename: 'src/a.js', errors: [{ messageId: 'request', data: { line: '17', call: 'fetch' } }] },
    { name: 'a function that sleeps', code: `const pause = ms => new Promise(resolve => setTimeout(resolve, ms));\n${inTransaction('await pause(100);')}`, errors: [{ messageId: 'wait', data: { line: '9', call: 'pause' } }] },
    { name: 'a command of a cloud', code: `import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';\nconst s3 = new S3Client({});\n${inTransaction('await s3.send(new PutObjectCommand({}));')}`, errors: [{ messageId: 'request' }] },
    { name: 'another program', code: `import { execFileSync } from 'node:child_process';\n${inTransaction(`execFileSync('convert', [id]);`)}`, errors: [{ messageId: 'process' }] },
    { name: 'in a function that is called', code: `${inTransaction('await notify(id);')}\nasync function notify(id) {\n  await fetch(url);\n}`, errors: [{ messageId: 'request', data: { line: '8', call: 'notify' }, line: 10 }] },
    { name: 'in a function that is given the transaction for something else', code: `${inTransaction('await notify(tx, id);')}\nasync function notify(db, id) {\n  await db.log.create({ data: { id } });\n  await fetch(url);\n}`, errors: [{ messageId: 'request', data: { line: '8', call: 'notify' } }] },
    { name: 'declared', code: `${DECLARED}export const go = () => db.$transaction(async tx => {\n  await tx.user.update({ id: 1 });\n  await fetch('https://a.test');\n});`, errors: [{ messageId: 'request', data: { line: '3', call: 'fetch' } }] },
    { name: 'used like a client', code: `import { db } from './db.js';\nexport const go = id => db.$transaction(async tx => {\n  await tx.user.update({ where: { id }, data: {} });\n  await fetch('https://a.test');\n});`, filename: 'src/a.js', errors: [{ messageId: 'request' }] },
    { name: 'by hand', code: pg(GUARDED(`await fetch('https://a.test');`)), errors: [{ messageId: 'request', data: { line: '3', call: 'fetch' }, line: 6 }] },
    { name: 'by a transaction that is an object', code: knex(`  const trx = await db.transaction();\n  try {\n    await trx('a').insert({ id });\n    await fetch('https://a.test');\n    await trx.commit();\n  } catch (error) {\n    await trx.rollback();\n    throw error;\n  }`), errors: [{ messageId: 'request', line: 7 }] },
    { name: 'by a query runner', code: `import type { QueryRunner } from 'typeorm';\nexport async function run(runner: QueryRunner) {\n  await runner.startTransaction();\n  try {\n    await runner.query('update a set x = 1');\n    await fetch('https://a.test');\n    await runner.commitTransaction();\n  } catch (error) {\n    await runner.rollbackTransaction();\n    throw error;\n  }\n}`, errors: [{ messageId: 'request' }] },
    { name: 'CommonJS, a callback with a name', code: `const knex = require('knex');\nconst db = knex({ client: 'pg' });\nconst work = async trx => {\n  await trx('a').insert({ a: 1 });\n  await fetch('https://a.test');\n};\nexports.run = () => db.transaction(work);`, filename: 'src/a.js', errors: [{ messageId: 'request', data: { line: '7', call: 'fetch' } }] },
    { name: 'Kysely', code: `import { Kysely } from 'kysely';\nconst db = new Kysely({ dialect });\nexport const run = () => db.transaction().execute(async trx => {\n  await trx.deleteFrom('a').where('id', '=', 1).execute();\n  await fetch('https://a.test');\n});`, errors: [{ messageId: 'request' }] },
  ],
});
