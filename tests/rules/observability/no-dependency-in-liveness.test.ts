import rule from '../../../src/rules/observability/no-dependency-in-liveness.js';
import { ruleTests } from '../../rule-tests.js';

const EXPRESS = "import express from 'express'; const app = express();";
const PG = "import { Pool } from 'pg'; const pool = new Pool();";
const READY = "app.get('/readyz', (_req, res, next) => { pool.query('select 1').then(() => res.send('ok'), next); });";
const FASTIFY = "import fastify from 'fastify'; const app = fastify();";
const NEST = "import { Controller, Get, Post } from '@nestjs/common'; import { DataSource } from 'typeorm';";
const TERMINUS = "import { Controller, Get } from '@nestjs/common'; import { DiskHealthIndicator, HealthCheck, HealthCheckService, HttpHealthIndicator, MemoryHealthIndicator, TypeOrmHealthIndicator } from '@nestjs/terminus';";
const INDICATORS = 'constructor(private readonly health: HealthCheckService, private readonly db: TypeOrmHealthIndicator, private readonly http: HttpHealthIndicator, private readonly memory: MemoryHealthIndicator, private readonly disk: DiskHealthIndicator) {}';

const alone = (path: string, what: string): { readonly messageId: string; readonly data: Readonly<Record<string, string>> } => ({ messageId: 'alone', data: { path, what } });
const beside = (path: string, what: string, readiness: string): { readonly messageId: string; readonly data: Readonly<Record<string, string>> } => ({ messageId: 'beside', data: { path, what, readiness } });

ruleTests(rule, {
  valid: [
    // The process alone.
    `${EXPRESS} ${PG} app.get('/livez', (_req, res) => { res.send('ok'); }); ${READY}`,
    `${EXPRESS} ${PG} app.get('/livez', (_req, res) => { res.status(lag() > 5_000 ? 503 : 200).end(); }); ${READY}`,
    `${EXPRESS} ${PG} app.get('/livez', (_req, res) => { res.json({ waiting: pool.waitingCount, total: pool.totalCount }); });`,
    "import mongoose from 'mongoose'; import express from 'express'; const app = express(); app.get('/livez', (_req, res) => { res.sendStatus(mongoose.connection.readyState === 99 ? 500 : 200); });",
    // Readiness, and one route for all of it.
    `${EXPRESS} ${PG} ${READY}`,
    `${EXPRESS} ${PG} app.get('/health', async (_req, res) => { await pool.query('select 1'); res.send('ok'); });`,
    `${EXPRESS} ${PG} app.get('/healthz', async (_req, res) => { await pool.query('select 1'); res.send('ok'); });`,
    `${EXPRESS} ${PG} app.get('/health/live', (_req, res) => { res.send('ok'); }); app.get('/health', async (_req, res) => { await pool.query('select 1'); res.send('ok'); }); app.get('/health/ready', async (_req, res) => { await pool.query('select 1'); res.send('ok'); });`,
    `${EXPRESS} ${PG} app.get('/tenants/:id/health', async (_req, res) => { await pool.query('select 1'); res.send('ok'); }); ${READY}`,
    // What is on air now.
    `${EXPRESS} ${PG} app.get('/live', async (_req, res) => { const { rows } = await pool.query('select * from matches where live'); res.json(rows); });`,
    `${EXPRESS} ${PG} app.get('/matches/live', async (_req, res) => { const { rows } = await pool.query('select * from matches where live'); res.json(rows); });`,
    `${EXPRESS} ${PG} app.post('/live', async (_req, res) => { await pool.query('insert into streams default values'); res.end(); }); ${READY}`,
    `${NEST} @Controller('streams') export class C { constructor(private readonly db: DataSource) {} @Get('live') live() { return this.db.query('select * from streams'); } @Post('livez') start() { return this.db.query('insert into streams default values'); } }`,
    // A handler that stands elsewhere.
    `import { live } from './health.js'; ${EXPRESS} app.get('/livez', live);`,
    `import { isUp } from './db.js'; ${EXPRESS} app.get('/livez', async (_req, res) => { res.sendStatus((await isUp()) ? 200 : 503); });`,
    `import { db } from './db.js'; ${EXPRESS} app.get('/livez', async (_req, res) => { await db.ping(); logger.info('select 1'); res.end(); });`,
    // It says what it has found, and answers 200 whatever that is.
    `${EXPRESS} ${PG} app.get('/livez', async (_req, res) => { let db = 'up'; try { await pool.query('select 1'); } catch { db = 'down'; } res.json({ db }); });`,
    `${EXPRESS} ${PG} app.get('/livez', async (_req, res) => { const db = await pool.query('select 1').then(() => 'up').catch(() => 'down'); res.status(200).json({ db }); });`,
    `${EXPRESS} ${PG} async function isUp() { try { await pool.query('select 1'); return true; } catch { return false; } } app.get('/livez', async (_req, res) => { res.json({ db: await isUp() }); });`,
    `${NEST} @Controller('health') export class C { constructor(private readonly db: DataSource) {} @Get('live') async live() { try { await this.db.query('select 1'); return { db: 'up' }; } catch { return { db: 'down' }; } } }`,
    // Who asks for more gets more.
    `${EXPRESS} ${PG} app.get('/livez', async (req, res) => { if (req.query.deep === 'true') await pool.query('select 1'); res.send('ok'); });`,
    `${EXPRESS} ${PG} app.get(['/livez', '/readyz'], async (req, res) => { if (req.path === '/readyz') await pool.query('select 1'); res.send('ok'); });`,
    // Memory and disk are the machine's; this process, and a sidecar.
    `${TERMINUS} @Controller('health') export class C { ${INDICATORS} @Get('live') @HealthCheck() live() { return this.health.check([() => this.memory.checkHeap('heap', 1e9), () => this.disk.checkStorage('disk', { path: '/', thresholdPercent: 0.9 })]); } @Get('ready') @HealthCheck() ready() { return this.health.check([() => this.db.pingCheck('database')]); } }`,
    `${EXPRESS} app.get('/livez', async (_req, res) => { await fetch('http://127.0.0.1:9000/status'); res.send('ok'); });`,
    "import Database from 'better-sqlite3'; import express from 'express'; const db = new Database('a.db'); const app = express(); app.get('/livez', (_req, res) => { db.prepare('select 1').get(); res.end(); });",
    // The branch of another path.
    `import http from 'node:http'; ${PG} http.createServer(async (req, res) => { if (req.url === '/livez') { res.end('ok'); return; } if (req.url === '/readyz') { await pool.query('select 1'); res.end('ok'); } });`,
    `import http from 'node:http'; ${PG} http.createServer(async (req, res) => { switch (req.url) { case '/livez': res.end('ok'); return; case '/readyz': await pool.query('select 1'); res.end('ok'); } });`,
    `${PG} export async function probe(name: string) { if (name === '/livez') await pool.query('select 1'); }`,
    `import { createTerminus } from '@godaddy/terminus'; ${PG} createTerminus(server, { healthChecks: { '/livez': async () => {}, '/readyz': async () => { await pool.query('select 1'); } } });`,
    { code: `${EXPRESS} ${PG} app.get('/livez', async (_req, res) => { await pool.query('select 1'); res.end(); });`, filename: 'src/health.test.ts' },
    { code: `${EXPRESS} ${PG} app.get('/livez', async (_req, res) => { await pool.query('select 1'); res.end(); });`, filename: 'scripts/dev.ts' },
  ],

  invalid: [
    {
      code: `${EXPRESS} ${PG}\napp.get('/livez', (_req, res, next) => {\n  pool.query('select 1').then(() => { res.send('ok'); }).catch(next);\n});`,
      errors: [{ ...alone('/livez', 'the database'), line: 3, column: 3, endColumn: 25 }],
    },
    { code: `${EXPRESS} ${PG} app.get('/livez', async (_req, res) => { await pool.query('select 1'); res.send('ok'); }); ${READY}`, errors: [beside('/livez', 'the database', '/readyz')] },
    { code: `const express = require('express'); const { Pool } = require('pg'); const pool = new Pool(); const app = express(); app.get('/alive', async (req, res) => { try { await pool.query('select 1'); res.send('ok'); } catch (error) { res.status(503).end(); } });`, filename: 'src/app.js', errors: [alone('/alive', 'the database')] },
    { code: `${EXPRESS} ${PG} app.get('/health', async (_req, res) => { await pool.query('select 1'); res.send('ok'); }); ${READY}`, errors: [beside('/health', 'the database', '/readyz')] },
    { code: `${EXPRESS} ${PG} app.get('/healthz', async (_req, res) => { await pool.query('select 1'); res.send('ok'); }); app.get('/ready', (_req, res) => { res.send('ok'); });`, errors: [beside('/healthz', 'the database', '/ready')] },
    { code: `${EXPRESS} ${PG} app.get('/live', async (_req, res) => { await pool.query('select 1'); res.send('ok'); }); ${READY}`, errors: [beside('/live', 'the database', '/readyz')] },
    // Functions of the file, wrappers, lists.
    { code: `${EXPRESS} ${PG} const check = () => pool.query('select 1'); app.get('/livez', async (_req, res) => { await check(); res.send('ok'); });`, errors: [alone('/livez', 'the database')] },
    { code: `${EXPRESS} ${PG} async function isUp() { try { await pool.query('select 1'); return true; } catch { return false; } } app.get('/livez', async (_req, res) => { res.sendStatus((await isUp()) ? 200 : 503); });`, errors: [alone('/livez', 'the database')] },
    { code: `${EXPRESS} ${PG} app.get('/livez', asyncHandler(async (_req, res) => { await pool.query('select 1'); res.send('ok'); }));`, errors: [alone('/livez', 'the database')] },
    { code: `${EXPRESS} ${PG} const LIVE = '/livez'; const live = async (req, res) => { await pool.query('select 1'); res.end(); };\napp.get(LIVE, live);`, errors: [{ ...alone('/livez', 'the database'), line: 1 }] },
    { code: `${EXPRESS} ${PG} const check = async (req, res) => { await pool.query('select 1'); res.end(); }; app.get('/readyz', check);\napp.get('/livez', check);`, errors: [{ ...beside('/livez', 'the database', '/readyz'), line: 2, column: 9 }] },
    { code: `${FASTIFY} ${PG} app.route({ method: ['GET', 'HEAD'], url: '/_health', async handler() { await pool.query('select 1'); } }); app.route({ method: ['GET', 'HEAD'], url: '/_readiness', async handler() {} });`, errors: [beside('/_health', 'the database', '/_readiness')] },
    { code: `${EXPRESS} ${PG} app.get(['/livez', '/readyz'], async (_req, res) => { await pool.query('select 1'); res.end(); });`, errors: [beside('/livez', 'the database', '/readyz')] },
    { code: `${EXPRESS} ${PG} const live = (db: Pool) => async (req, res) => { await db.query('select 1'); res.end(); }; app.get('/livez', live(pool));`, errors: [alone('/livez', 'the database')] },
    { code: `${EXPRESS} ${PG} class Health { constructor(private readonly db: Pool) {} async live(req, res) { await this.db.query('select 1'); res.end(); } } const health = new Health(pool); app.get('/livez', (req, res) => health.live(req, res));`, errors: [alone('/livez', 'the database')] },
    // Prefixes.
    { code: `${EXPRESS} ${PG} const router = express.Router(); router.get('/live', async (_req, res) => { await pool.query('select 1'); res.end(); }); app.use('/health', router);`, errors: [alone('/health/live', 'the database')] },
    { code: `${EXPRESS} ${PG} app.route('/api/livez').get(async (_req, res) => { await pool.query('select 1'); res.end(); });`, errors: [alone('/api/livez', 'the database')] },
    { code: `${EXPRESS} ${PG} app.get(\`\${base}/livez\`, async (_req, res) => { await pool.query('select 1'); res.end(); });`, errors: [alone('/livez', 'the database')] },
    { code: `${FASTIFY} ${PG} app.register(async instance => { instance.get('/live', async () => { await pool.query('select 1'); return 'ok'; }); }, { prefix: '/health' });`, errors: [alone('/health/live', 'the database')] },
    { code: `${FASTIFY} ${PG} app.route({ method: 'GET', url: '/livez', handler: async () => { await pool.query('select 1'); return 'ok'; } });`, errors: [alone('/livez', 'the database')] },
    { code: `import Router from '@koa/router'; ${PG} const router = new Router({ prefix: '/health' }); router.get('/live', async ctx => { await pool.query('select 1'); ctx.body = 'ok'; });`, errors: [alone('/health/live', 'the database')] },
    { code: `import Koa from 'koa'; ${PG} const app = new Koa(); app.use(async (ctx, next) => { if (ctx.path === '/livez') { await pool.query('select 1'); ctx.body = 'ok'; return; } await next(); });`, errors: [alone('/livez', 'the database')] },
    { code: `import { Hono } from 'hono'; ${PG} const app = new Hono().basePath('/health'); app.get('/live', async c => { await pool.query('select 1'); return c.text('ok'); });`, errors: [alone('/health/live', 'the database')] },
    { code: `import Hapi from '@hapi/hapi'; ${PG} const server = Hapi.server(); server.route([{ method: 'GET', path: '/livez', handler: async () => { await pool.query('select 1'); return 'ok'; } }]);`, errors: [alone('/livez', 'the database')] },
    // Nest, with and without its indicators.
    { code: `${NEST} @Controller('health') export class C { constructor(private readonly db: DataSource) {} @Get('live') async live() { await this.db.query('select 1'); return 'ok'; } }`, errors: [alone('/health/live', 'the database')] },
    { code: `${NEST} @Controller({ path: 'health', version: '1' }) export class C { constructor(private readonly db: DataSource) {} @Get(['live', 'up']) async live() { await this.db.query('select 1'); return 'ok'; } }`, errors: [alone('/health/live', 'the database')] },
    { code: `${TERMINUS} @Controller('health') export class C { ${INDICATORS} @Get('live') @HealthCheck() live() { return this.health.check([() => this.db.pingCheck('database')]); } }`, errors: [alone('/health/live', 'the database')] },
    { code: `${TERMINUS} @Controller() export class C { ${INDICATORS} @Get('livez') @HealthCheck() live() { return this.health.check([() => this.memory.checkHeap('heap', 1e9), () => this.http.pingCheck('api', 'https://api.example.com')]); } }`, errors: [alone('/livez', 'another service')] },
    { code: `${TERMINUS} @Controller('health') export class C { ${INDICATORS} @Get() @HealthCheck() all() { return this.health.check([() => this.db.pingCheck('database')]); } @Get('ready') ready() { return 'ok'; } }`, errors: [beside('/health', 'the database', '/health/ready')] },
    { code: `import { createTerminus } from '@godaddy/terminus'; ${PG} const check = async () => { await pool.query('select 1'); }; createTerminus(server, { healthChecks: { '/livez': check, '/readyz': check } });`, errors: [beside('/livez', 'the database', '/readyz')] },
    // Plain servers.
    { code: `import http from 'node:http'; ${PG} http.createServer(async (req, res) => { if (req.method === 'GET' && req.url === '/livez') { await pool.query('select 1'); res.end('ok'); } });`, errors: [alone('/livez', 'the database')] },
    { code: `import http from 'node:http'; ${PG} http.createServer(async (req, res) => { const { pathname } = new URL(req.url, base); switch (pathname) { case '/healthz': case '/livez': await pool.query('select 1'); res.end('ok'); } });`, errors: [alone('/livez', 'the database')] },
    // What it asks.
    { code: `import Redis from 'ioredis'; ${EXPRESS} const redis = new Redis(); app.get('/livez', async (_req, res) => { await redis.ping(); res.end(); });`, errors: [alone('/livez', 'the cache')] },
    { code: `import axios from 'axios'; ${EXPRESS} app.get('/livez', async (_req, res) => { await axios.get('https://auth.example.com/health'); res.end(); });`, errors: [alone('/livez', 'another service')] },
    { code: `import { PrismaClient } from '@prisma/client'; ${EXPRESS} const prisma = new PrismaClient(); app.get('/livez', async (_req, res) => { await prisma.$queryRaw\`SELECT 1\`; res.end(); });`, errors: [alone('/livez', 'the database')] },
    { code: `import { prisma } from './db.js'; ${EXPRESS} app.get('/livez', async (_req, res) => { await prisma.$queryRaw\`SELECT 1\`; res.end(); });`, errors: [alone('/livez', 'the database')] },
    { code: `import { sequelize } from './db.js'; ${EXPRESS} app.get('/livez', async (_req, res) => { await sequelize.query('SELECT 1'); res.end(); });`, errors: [alone('/livez', 'the database')] },
    { code: `import mongoose from 'mongoose'; ${EXPRESS} app.get('/livez', async (_req, res) => { await mongoose.connection.db.admin().ping(); res.end(); });`, errors: [alone('/livez', 'the database')] },
    { code: `import { Kafka } from 'kafkajs'; ${EXPRESS} const admin = new Kafka({ brokers }).admin(); app.get('/livez', async (_req, res) => { await admin.listTopics(); res.end(); });`, errors: [alone('/livez', 'the broker')] },
    // Options.
    { code: `${EXPRESS} ${PG} app.get('/health', async (_req, res) => { await pool.query('select 1'); res.send('ok'); });`, options: [{ requireSplit: true }], errors: [alone('/health', 'the database')] },
    { code: `${EXPRESS} ${PG} app.get('/pulse', async (_req, res) => { await pool.query('select 1'); res.send('ok'); });`, options: [{ livenessPaths: ['/pulse'] }], errors: [alone('/pulse', 'the database')] },
    { code: `${EXPRESS} ${PG} app.get('/livez', async (_req, res) => { await pool.query('select 1'); res.send('ok'); });`, options: [{ livenessPaths: ['/pulse'] }], errors: [alone('/livez', 'the database')] },
    { code: `${EXPRESS} ${PG} app.get('/health', async (_req, res) => { await pool.query('select 1'); res.send('ok'); }); app.get('/prepared', (_req, res) => { res.send('ok'); });`, options: [{ readinessPaths: ['/prepared'] }], errors: [beside('/health', 'the database', '/prepared')] },
  ],
});
