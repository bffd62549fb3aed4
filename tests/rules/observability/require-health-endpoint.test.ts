import rule from '../../../src/rules/observability/require-health-endpoint.js';
import { ruleTests } from '../../rule-tests.js';

const EXPRESS = "import express from 'express'; const app = express();";
const ORDERS = "app.get('/orders', (_req, res) => { res.json([]); });";
const LISTEN = 'app.listen(3000);';
const FASTIFY = "import fastify from 'fastify'; const app = fastify();";
const FASTIFY_ORDERS = "app.get('/orders', async () => []);";

ruleTests(rule, {
  valid: [
    // Every name that a route of health has.
    ...['/health', '/healthz', '/livez', '/readyz', '/ready', '/live', '/status', '/ping', '/_health', '/actuator/health', '/-/healthy', '/up', '/heartbeat', '/api/v1/ping', '/alive/'].map(
      path => `${EXPRESS} app.get('${path}', (_req, res) => { res.send('ok'); }); ${LISTEN}`,
    ),
    `${EXPRESS} const PATH = '/healthcheck'; app.get(PATH, (_req, res) => { res.send('ok'); }); ${LISTEN}`,
    `${EXPRESS} app.get(/^\\/health$/, (_req, res) => { res.send('ok'); }); ${LISTEN}`,
    `${EXPRESS} app.use((req, res, next) => { if (req.url === '/status') res.end(); else next(); }); ${LISTEN}`,
    // What answers whatever it is asked.
    `${EXPRESS} app.get('*', (_req, res) => { res.sendFile('index.html'); }); ${LISTEN}`,
    `${EXPRESS} ${ORDERS} app.use((_req, res) => { res.send('hello'); }); ${LISTEN}`,
    `${EXPRESS} ${ORDERS} app.get('/', (_req, res) => { res.send('hello'); }); ${LISTEN}`,
    `${EXPRESS} const api = app; const root = express(); root.get('/', (_req, res) => { res.send('hello'); }); root.listen(3000);`,
    `${EXPRESS} ${ORDERS} app.get('/api/v1', (_req, res) => { res.send('hello'); }); ${LISTEN}`,
    `${EXPRESS} ${ORDERS} app.all('*', (req, res) => { render(req, res); }); ${LISTEN}`,
    `${EXPRESS} ${ORDERS} app.use(express.static('public')); ${LISTEN}`,
    "import Koa from 'koa'; const app = new Koa(); app.use(ctx => { ctx.body = 'hello'; }); app.listen(3000);",
    // Others may add a route.
    `import { routes } from './routes.js'; ${EXPRESS} app.use('/api', routes); ${LISTEN}`,
    `const routes = require('./routes'); ${EXPRESS} ${ORDERS} app.use(routes); ${LISTEN}`,
    `import { addRoutes } from './routes.js'; ${EXPRESS} ${ORDERS} addRoutes(app); ${LISTEN}`,
    `import { kit } from '@acme/service-kit'; ${EXPRESS} ${ORDERS} app.use(kit()); ${LISTEN}`,
    `import { kit } from '@acme/service-kit'; ${EXPRESS} ${ORDERS} kit({ app }); ${LISTEN}`,
    `${EXPRESS} ${ORDERS} export const routes = express.Router(); app.use(routes); ${LISTEN}`,
    `import plugin from './plugin.js'; ${FASTIFY} ${FASTIFY_ORDERS} app.register(plugin); app.listen({ port: 3000 });`,
    `export function start(routes) { const express = require('express'); const app = express(); app.use(routes); app.listen(3000); }`,
    `${EXPRESS} ${ORDERS} const load = async () => { const { routes } = await import('./routes.js'); app.use(routes); }; load(); ${LISTEN}`,
    `${EXPRESS} ${ORDERS} ${LISTEN} export default app;`,
    "import { NestFactory } from '@nestjs/core'; import { AppModule } from './app.module.js'; const app = await NestFactory.create(AppModule); await app.listen(3000);",
    // Packages that answer for it.
    `import { createTerminus } from '@godaddy/terminus'; import http from 'node:http'; ${EXPRESS} ${ORDERS} const server = http.createServer(app); createTerminus(server, options); server.listen(3000);`,
    `import check from 'fastify-healthcheck'; ${FASTIFY} ${FASTIFY_ORDERS} app.register(check); app.listen({ port: 3000 });`,
    `import { createProxyMiddleware } from 'http-proxy-middleware'; ${EXPRESS} ${ORDERS} app.use(createProxyMiddleware({ target })); ${LISTEN}`,
    // Nobody else connects: no web application, a free port, a developer's machine.
    "import net from 'node:net'; net.createServer(socket => socket.end()).listen(3000);",
    "import http from 'node:http'; http.createServer((_req, res) => { res.end(); }).listen(3000);",
    "import { Worker } from 'bullmq'; new Worker('orders', async job => job.data);",
    `${EXPRESS} ${ORDERS} app.listen(0);`,
    `${EXPRESS} ${ORDERS} app.listen(3000, '127.0.0.1');`,
    `${EXPRESS} ${ORDERS} if (process.env.NODE_ENV === 'development') { ${LISTEN} }`,
    `${EXPRESS} ${ORDERS}`,
    `import serverless from 'serverless-http'; ${EXPRESS} ${ORDERS} ${LISTEN} export const handler = serverless(app);`,
    { code: `${EXPRESS} ${ORDERS} ${LISTEN}`, filename: 'src/app.test.ts' },
    { code: `${EXPRESS} ${ORDERS} ${LISTEN}`, filename: 'scripts/mock-server.ts' },
    { code: `${EXPRESS} ${ORDERS} ${LISTEN}`, filename: 'examples/server.ts' },
    { code: `#!/usr/bin/env node\n${EXPRESS} ${ORDERS} ${LISTEN}`, filename: 'src/main.ts' },
    // Options.
    { code: `${EXPRESS} app.get('/vitals', (_req, res) => { res.send('ok'); }); ${LISTEN}`, options: [{ paths: ['/vitals'] }] },
    { code: `${EXPRESS} app.get('/livez', (_req, res) => { res.send('ok'); }); app.get('/readyz', (_req, res) => { res.send('ok'); }); ${LISTEN}`, options: [{ requireSplit: true }] },
    { code: `${EXPRESS} const health = express.Router(); health.get('/live', (_req, res) => { res.send('ok'); }); health.get('/ready', (_req, res) => { res.send('ok'); }); app.use('/health', health); ${LISTEN}`, options: [{ requireSplit: true }] },
  ],

  invalid: [
    { code: `${EXPRESS} ${ORDERS}\n${LISTEN}`, errors: [{ messageId: 'any', line: 2, column: 1, endColumn: 17 }] },
    { code: "const express = require('express'); const app = express(); app.get('/orders', (req, res) => res.json([])); app.listen(process.env.PORT || 3000, () => console.log('listening'));", filename: 'server.js', errors: [{ messageId: 'any' }] },
    { code: `import cors from 'cors'; import helmet from 'helmet'; ${EXPRESS} app.use(helmet()); app.use(cors({ origin: true })); app.use(express.json({ limit: '1mb' })); app.set('trust proxy', 1); ${ORDERS} ${LISTEN}`, errors: [{ messageId: 'any' }] },
    { code: `${EXPRESS} const router = express.Router(); router.get('/', (_req, res) => { res.json([]); }).post('/', (_req, res) => { res.end(); }); app.use('/orders', router); ${LISTEN}`, errors: [{ messageId: 'any' }] },
    { code: `import http from 'node:http'; ${EXPRESS} ${ORDERS} const server = http.createServer(app); server.listen(3000);`, errors: [{ messageId: 'any' }] },
    { code: `${EXPRESS} ${ORDERS} app.use((_req, res) => { res.status(404).json({ error: 'not found' }); }); app.use((error, _req, res, _next) => { res.status(500).end(); }); ${LISTEN}`, errors: [{ messageId: 'any' }] },
    { code: `${EXPRESS} ${ORDERS} app.use((req, res, next) => { res.locals.start = Date.now(); next(); }); ${LISTEN}`, errors: [{ messageId: 'any' }] },
    { code: `${EXPRESS} const addRoutes = (target: express.Express) => { target.get('/orders', (_req, res) => { res.json([]); }); }; addRoutes(app); ${ORDERS} ${LISTEN}`, errors: [{ messageId: 'any' }] },
    { code: `${EXPRESS} ${ORDERS} async function main() { await connect(); ${LISTEN} } main();`, errors: [{ messageId: 'any' }] },
    { code: `${EXPRESS} app.use('/uploads', express.static('uploads')); ${ORDERS} ${LISTEN}`, errors: [{ messageId: 'any' }] },
    { code: `import { Pool } from 'pg'; const pool = new Pool(); ${EXPRESS} app.route('/orders').get(async (_req, res) => { res.json(await pool.query('select 2')); }); ${LISTEN}`, errors: [{ messageId: 'any' }] },
    { code: `${FASTIFY} ${FASTIFY_ORDERS} app.listen({ port: 3000, host: '0.0.0.0' });`, errors: [{ messageId: 'any' }] },
    { code: `import cors from '@fastify/cors'; ${FASTIFY} await app.register(cors); app.route({ method: 'GET', url: '/orders', handler: async () => [] }); await app.listen({ port: 3000 });`, errors: [{ messageId: 'any' }] },
    { code: `${FASTIFY} app.register(async instance => { instance.get('/orders', async () => []); }, { prefix: '/api' }); app.listen({ port: 3000 });`, errors: [{ messageId: 'any' }] },
    { code: "import Koa from 'koa'; import Router from '@koa/router'; const app = new Koa(); const router = new Router(); router.get('/orders', async ctx => { ctx.body = []; }); app.use(router.routes()).use(router.allowedMethods()); app.listen(3000);", errors: [{ messageId: 'any' }] },
    { code: "import { Hono } from 'hono'; import { serve } from '@hono/node-server'; const app = new Hono(); app.get('/orders', c => c.json([])); serve({ fetch: app.fetch, port: 3000 });", errors: [{ messageId: 'any' }] },
    { code: "import Hapi from '@hapi/hapi'; const server = Hapi.server({ port: 3000 }); server.route({ method: 'GET', path: '/orders', handler: () => [] }); await server.start();", errors: [{ messageId: 'any' }] },
    { code: `${EXPRESS} ${ORDERS} process.on('SIGTERM', () => { server.close(); }); const server = ${LISTEN}`, errors: [{ messageId: 'any' }] },
    { code: `${EXPRESS} ${ORDERS} app.use('*', (_req, res) => { res.status(404).json({ message: 'no such route' }); }); ${LISTEN}`, errors: [{ messageId: 'any' }] },
    { code: `${EXPRESS} ${ORDERS} app.all('*', (req, _res, next) => { next(new Error(\`Can't find \${req.path}\`)); }); ${LISTEN}`, errors: [{ messageId: 'any' }] },
    // Options.
    { code: `${EXPRESS} app.get('/vitals', (_req, res) => { res.send('ok'); }); ${LISTEN}`, errors: [{ messageId: 'any' }] },
    { code: `${EXPRESS} ${ORDERS} ${LISTEN}`, options: [{ requireSplit: true }], errors: [{ messageId: 'any' }] },
    { code: `${EXPRESS} app.get('/readyz', (_req, res) => { res.send('ok'); }); ${LISTEN}`, options: [{ requireSplit: true }], errors: [{ messageId: 'liveness' }] },
    { code: `${EXPRESS} app.get('/livez', (_req, res) => { res.send('ok'); }); ${LISTEN}`, options: [{ requireSplit: true }], errors: [{ messageId: 'readiness' }] },
    { code: `${EXPRESS} app.get('/health', (_req, res) => { res.send('ok'); }); ${LISTEN}`, options: [{ requireSplit: true }], errors: [{ messageId: 'liveness' }] },
  ],
});
