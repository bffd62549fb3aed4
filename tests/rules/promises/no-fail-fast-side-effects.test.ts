import rule from '../../../src/rules/promises/no-fail-fast-side-effects.js';
import { ruleTests } from '../../rule-tests.js';

const fs = "import { readFile, rm, writeFile } from 'node:fs/promises';\n";
const prisma = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";
const queue = "import { Queue } from 'bullmq';\nconst mails = new Queue('mails', { connection: {} });\n";
const pg = "import { Pool } from 'pg';\nconst pool = new Pool();\n";
const js = 'src/x.js';
const failsFast = [{ messageId: 'failsFast' }];
const withEdit = [{ messageId: 'failsFast', suggestions: 1 }];

ruleTests(rule, {
  valid: [
    { name: 'reads', code: `${fs}export async function f() { await Promise.all([readFile("a"), readFile("b")]); }` },
    { name: 'one write', code: `${fs}export async function f() { await Promise.all([writeFile("a", ""), readFile("b")]); }` },
    { name: 'results are used', code: `${prisma}export async function f() { const [a, b] = await Promise.all([prisma.order.create({}), prisma.item.create({})]); return [a, b]; }` },
    { name: 'returned', code: `${fs}export async function f() { return Promise.all([writeFile("a", ""), rm("b")]); }` },
    { name: 'settled', code: `${fs}export async function f() { await Promise.allSettled([writeFile("a", ""), rm("b")]); }` },
    { name: 'each has a handler', code: `${fs}export async function f() { await Promise.all([writeFile("a", "").catch(report), rm("b").catch(report)]); }` },
    { name: 'each catches', code: `${fs}export async function f(xs) { await Promise.all(xs.map(async x => { try { await writeFile(x, ""); } catch (error) { report(error); } })); }` },
    { name: 'unknown calls', code: 'export async function f(xs) { await Promise.all(xs.map(x => save(x))); await Promise.all([this.a.insert(), this.b.insert()]); }', filename: js },
    { name: 'a catch takes the failure', code: `${fs}export async function f() { try { await Promise.all([writeFile("a", ""), rm("b")]); } catch (error) { await undo(); } }` },
    { name: 'in a transaction', code: `${prisma}export async function f() { await prisma.$transaction(async tx => { await Promise.all([tx.order.create({}), tx.item.create({})]); }); }` },
    { name: 'between begin and commit', code: "import { DataSource } from 'typeorm'; const source = new DataSource({}); export async function f() { const runner = source.createQueryRunner(); await runner.startTransaction(); await Promise.all([runner.manager.save(a), runner.manager.save(b)]); await runner.commitTransaction(); }", filename: js },
    { name: 'with a transaction as option', code: "import { Sequelize } from 'sequelize'; const sequelize = new Sequelize(url); const Order = sequelize.define('Order', {}); export async function f(transaction) { await Promise.all([Order.create({}, { transaction }), Order.create({}, { transaction })]); }", filename: js },
    { name: 'GET requests', code: "export async function f() { await Promise.all([fetch('http://a'), fetch('http://b', { method: 'HEAD' })]); }", filename: js },
    { name: 'SQL that reads', code: `${pg}export async function f() { await Promise.all([pool.query('select 1'), pool.query('select 2')]); }`, filename: js },
    { name: 'cache entries', code: "import Redis from 'ioredis'; const redis = new Redis(); export async function f() { await Promise.all([redis.del('a'), redis.del('b')]); }", filename: js },
    { name: 'test', code: `${fs}it("x", async () => { await Promise.all([writeFile("a", ""), rm("b")]); });`, filename: 'src/x.test.ts' },
  ],
  invalid: [
    {
      code: `${fs}export async function f() {\n  await Promise.all([writeFile("a", ""), rm("b")]);\n}`,
      errors: [
        {
          messageId: 'failsFast',
          line: 3,
          column: 9,
          data: { effect: 'writeFile' },
          suggestions: [
            {
              messageId: 'throwFailures',
              output: `${fs}export async function f() {\n  const failures = (await Promise.allSettled([writeFile("a", ""), rm("b")])).flatMap(each => (each.status === 'rejected' ? [each.reason] : []));\n  if (failures.length > 0) throw new AggregateError(failures, \`\${failures.length} promises were rejected\`);\n}`,
            },
          ],
        },
      ],
    },
    { name: 'mapped', code: `${fs}export async function f(xs: string[]) { await Promise.all(xs.map(x => writeFile(x, ""))); }`, errors: withEdit },
    { name: 'mapped, async', code: `${prisma}export async function f(xs) { await Promise.all(xs.map(async x => { const y = await read(x); await prisma.order.update(y); })); }`, filename: js, errors: withEdit },
    { name: 'messages', code: `${queue}export async function f() { await Promise.all([mails.add('a', {}), mails.add('b', {})]); }`, filename: js, errors: withEdit },
    { name: 'a write and a message', code: `${queue}${prisma}export async function f() { await Promise.all([prisma.order.create({}), mails.add('b', {})]); }`, filename: js, errors: withEdit },
    { name: 'POST', code: "export async function f(urls) { await Promise.all(urls.map(url => fetch(url, { method: 'POST' }))); }", filename: js, errors: withEdit },
    { name: 'axios', code: "import axios from 'axios'; const api = axios.create({ baseURL: 'http://a' }); export async function f() { await Promise.all([api.post('/a'), api.delete('/b')]); }", filename: js, errors: withEdit },
    { name: 'SQL that writes', code: `${pg}export async function f(id) { await Promise.all([pool.query('INSERT INTO a VALUES ($1)', [id]), pool.query(\`delete from b\`)]); }`, filename: js, errors: withEdit },
    { name: 'functions in view', code: `${fs}async function one() { await writeFile("a", ""); } const two = () => rm("b"); export async function f() { await Promise.all([one(), two()]); }`, errors: withEdit },
    { name: 'methods in view', code: `${fs}export class A { async save(x: string) { await writeFile(x, ""); } async f(xs: string[]) { await Promise.all(xs.map(x => this.save(x))); } }`, errors: withEdit },
    { name: 'spread', code: `${fs}export async function f(xs: string[]) { await Promise.all([...xs.map(x => rm(x))]); }`, errors: withEdit },
    { name: 'a chain', code: `${fs}export async function f() { await Promise.all([writeFile("a", "").then(done), rm("b").finally(done)]); }`, errors: withEdit },
    { name: 'try and finally', code: `${fs}export async function f() { try { await Promise.all([writeFile("a", ""), rm("b")]); } finally { done(); } }`, errors: withEdit },
    { name: 'not in a block', code: `${fs}export async function f(on: boolean) { if (on) await Promise.all([writeFile("a", ""), rm("b")]); }`, errors: failsFast },
    { name: 'required', code: "const fs = require('fs').promises; exports.f = async () => { await Promise.all([fs.writeFile('a', ''), fs.unlink('b')]); };", filename: js, errors: withEdit },
    { name: 'injected', code: "import type { Repository } from 'typeorm'; export class A { constructor(private orders: Repository<Order>) {} async f(xs: Order[]) { await Promise.all(xs.map(x => this.orders.save(x))); } }", errors: withEdit },
  ],
});
