import rule from '../../../src/rules/waits/require-server-timeouts.js';
import { ruleTests } from '../../rule-tests.js';

const all = [{ reportDefaults: true }] as const;
const http = "import http from 'node:http';\n";
const off = [{ messageId: 'switchedOff', suggestions: 1 }];
const left = [{ messageId: 'left', suggestions: 1 }];
const idle = 'This server closes a connection that has been idle for 5 s, while a load balancer keeps it for 60 s or longer: the next request meets a closed connection, and the client gets a 502';
const above = 'or any time above the idle timeout of the load balancer';

ruleTests(rule, {
  valid: [
    { name: 'a bound', code: `${http}const server = http.createServer(handle); server.requestTimeout = 30_000;` },
    { name: 'a bound as an option', code: `${http}http.createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, handle);` },
    { name: 'sockets have no time of their own by default', code: `${http}const server = http.createServer(handle); server.setTimeout(0); server.timeout = 0;` },
    { name: 'another object', code: 'const job = { requestTimeout: 1 }; job.requestTimeout = 0; client({ requestTimeout: 0 });' },
    { name: 'a client, not a server', code: "import { Client } from 'undici'; new Client('http://a.test', { headersTimeout: 0 });" },
    { name: 'a value that cannot be seen', code: `${http}import { config } from './config.js'; const server = http.createServer(handle); server.requestTimeout = config.timeout;` },
    { name: 'a body limit', code: "import express from 'express'; const app = express(); app.use(express.json({ limit: '10mb' })); app.use(express.raw({ limit: 5_000_000 })); app.use(express.json());" },
    { name: 'a body limit that is not read as meant is small', code: "import express from 'express'; express.json({ limit: '10m' });" },
    { name: 'fastify refuses Infinity when it starts', code: "import fastify from 'fastify'; fastify({ bodyLimit: 10_485_760 });" },
    { name: 'defaults are not reported by default', code: `${http}http.createServer(handle).listen(3000);` },
    { name: 'tests', filename: 'src/server.test.ts', code: `${http}http.createServer({ requestTimeout: 0 }, handle);` },
    { name: 'set', options: all, code: `${http}const server = http.createServer(handle); server.keepAliveTimeout = 65_000; server.listen(3000);` },
    { name: 'set as an option', options: all, code: `${http}const server = http.createServer({ keepAliveTimeout: 65_000 }, handle); server.listen(3000);` },
    { name: 'set in a function of the file', options: all, code: `${http}const server = http.createServer(handle); tune(server); server.listen(3000); function tune(it) { it.keepAliveTimeout = 65_000; }`, filename: 'src/x.js' },
    { name: 'set through Object.assign', options: all, code: `${http}const server = http.createServer(handle); Object.assign(server, { keepAliveTimeout: 65_000 }); server.listen(3000);` },
    { name: 'options of elsewhere', options: all, code: `${http}import { options } from './options.js'; http.createServer(options, handle).listen(3000);` },
    { name: 'not started here', options: all, code: `${http}export const server = http.createServer(handle);` },
    { name: 'made elsewhere', options: all, code: `${http}import { server } from './server.js'; server.listen(3000); export function start(other: http.Server) { other.listen(80); }` },
    { name: 'given back: the caller may set it', options: all, code: "import express from 'express'; const app = express(); app.use(routes); export const start = () => app.listen(3000); export function run() { return app.listen(80); }" },
    { name: 'given to a parameter', options: all, code: "import express from 'express'; const app = express(); app.use(routes); new Promise(resolve => { const server = app.listen(3000, () => resolve(server)); });" },
    { name: 'configured in another file', options: all, code: `${http}import { setServerTimeouts } from './timeouts.js'; const server = http.createServer(handle); setServerTimeouts(server); server.listen(3000);` },
    { name: 'another bound on idle sockets', options: all, code: `${http}const server = http.createServer(handle); server.setTimeout(120_000); server.listen(3000);` },
    { name: 'loopback', options: all, code: `${http}http.createServer(handle).listen(3000, '127.0.0.1'); http.createServer(handle).listen({ port: 80, host: 'localhost' }); http.createServer(handle).listen(0);` },
    { name: 'no load balancer', options: [{ reportDefaults: true, behindLoadBalancer: false }], code: `${http}http.createServer(handle).listen(3000);` },
    { name: 'completed elsewhere: it serves nothing here', options: all, code: `${http}export const server = http.createServer(); server.listen(3000);\nimport express from 'express'; const app = express(); export const other = app.listen(3000);` },
    { name: 'plain sockets', options: all, code: "import net from 'node:net'; net.createServer(handle).listen(3000);" },
    { name: 'nest on fastify', options: all, code: "import { NestFactory } from '@nestjs/core'; import { FastifyAdapter } from '@nestjs/platform-fastify'; const app = await NestFactory.create(AppModule, new FastifyAdapter()); await app.listen(3000);" },
    { name: 'nest, set', options: all, code: "import { NestFactory } from '@nestjs/core'; const app = await NestFactory.create(AppModule); const server = await app.listen(3000); server.keepAliveTimeout = 65_000;" },
    { name: 'fastify has a keep-alive of its own', options: all, code: "import fastify from 'fastify'; const app = fastify({ requestTimeout: 30_000 }); await app.listen({ port: 3000 });" },
    { name: 'fastify with a server of its own', options: all, code: "import fastify from 'fastify'; fastify({ serverFactory }); fastify({ http2: true });" },
    { name: 'fastify with options of elsewhere', options: all, code: "import fastify from 'fastify'; export const build = opts => fastify(opts); fastify(withDefaults(opts)); fastify({ ...opts });", filename: 'src/app.js' },
    { name: 'fastify, an option that it writes over: another rule speaks of it', options: all, code: "import fastify from 'fastify'; fastify({ http: { requestTimeout: 5_000 } });" },
    { name: 'hono, set', options: all, code: "import { serve } from '@hono/node-server'; serve({ fetch: app.fetch, serverOptions: { keepAliveTimeout: 65_000 } });" },
  ],
  invalid: [
    {
      name: 'off',
      code: `${http}const server = http.createServer(handle);\nserver.requestTimeout = 0;`,
      errors: [
        {
          messageId: 'switchedOff',
          line: 3,
          column: 1,
          data: {
            setting: 'server.requestTimeout = 0',
            harm: 'lets a client send its body a byte at a time: it holds a connection, and the handler that reads from it, for ever',
            write: 'server.requestTimeout = 300_000',
            choose: 'or the longest time that a request takes to arrive',
          },
          suggestions: [{ messageId: 'write', data: { write: 'server.requestTimeout = 300_000' }, output: `${http}const server = http.createServer(handle);\nserver.requestTimeout = 300_000;` }],
        },
      ],
    },
    {
      name: 'off as options',
      code: `${http}http.createServer({ requestTimeout: 0, headersTimeout: 0 }, handle);`,
      errors: [
        { messageId: 'switchedOff', suggestions: [{ messageId: 'write', data: { write: 'requestTimeout: 300_000' }, output: `${http}http.createServer({ requestTimeout: 300_000, headersTimeout: 0 }, handle);` }] },
        { messageId: 'switchedOff', suggestions: [{ messageId: 'write', data: { write: 'headersTimeout: 60_000' }, output: `${http}http.createServer({ requestTimeout: 0, headersTimeout: 60_000 }, handle);` }] },
      ],
    },
    { name: 'by type', code: `import type { Server } from 'http';\nexport function tune(server: Server) { server.requestTimeout = 0; }`, errors: off },
    { name: 'require, https', filename: 'src/x.js', code: "const { createServer } = require('https'); const options = { key, requestTimeout: 0 }; createServer(options, app);", errors: off },
    { name: 'a named constant', code: `${http}const NEVER = 0; const server = http.createServer(handle); server.headersTimeout = NEVER;`, errors: off },
    { name: 'a field', code: `${http}export class App { private readonly server = http.createServer(handle); start() { this.server.requestTimeout = 0; } }`, errors: off },
    { name: 'express', code: "import express from 'express'; const server = express().listen(3000); server.requestTimeout = 0;", errors: off },
    { name: 'fastify', code: "import fastify from 'fastify'; fastify({ requestTimeout: 0 });", errors: [{ messageId: 'switchedOff', suggestions: [{ messageId: 'write', data: { write: 'requestTimeout: 60_000' }, output: "import fastify from 'fastify'; fastify({ requestTimeout: 60_000 });" }] }] },
    { name: 'the server of fastify', code: "import { fastify } from 'fastify'; const app = fastify({ requestTimeout: 10_000 }); app.server.headersTimeout = 0;", errors: off },
    { name: 'hono', code: "import { serve } from '@hono/node-server'; serve({ fetch: app.fetch, serverOptions: { requestTimeout: 0 } });", errors: off },
    { name: 'nest', code: "import { NestFactory } from '@nestjs/core'; const app = await NestFactory.create(AppModule); app.getHttpServer().requestTimeout = 0;", errors: off },
    { name: 'bodies without a limit', code: "import express from 'express'; express.json({ limit: Infinity }); express.urlencoded({ limit: '10gb', extended: true }); express.text({ limit: Number.MAX_SAFE_INTEGER });", errors: [...off, ...off, ...off] },
    { name: 'body-parser', code: "import bodyParser from 'body-parser'; bodyParser.json({ limit: '1 GB' }); bodyParser.raw({ limit: 2 ** 32 }); bodyParser.json({ limit: 'unlimited' });", errors: [...off, ...off, ...off] },
    { name: 'body-parser by name', filename: 'src/x.js', code: "const { json } = require('body-parser'); app.use(json({ limit: Infinity }));", errors: [{ messageId: 'switchedOff', data: { setting: 'limit: Infinity', harm: 'lets one request fill the memory of the process, which ends for all of them', write: "limit: '1mb'", choose: 'or the largest body that you mean to take; stream larger ones' }, suggestions: 1 }] },
    { name: 'fastify bodies', code: "import fastify from 'fastify'; fastify({ requestTimeout: 1_000, bodyLimit: Number.MAX_SAFE_INTEGER });", errors: off },
    { name: 'nest bodies', code: "import { NestFactory } from '@nestjs/core'; import type { NestExpressApplication } from '@nestjs/platform-express'; const app = await NestFactory.create<NestExpressApplication>(AppModule); app.useBodyParser('json', { limit: '5gb' });", errors: off },
    {
      name: 'left',
      options: all,
      code: `${http}export const server = http.createServer((_q, r) => { r.end('x'); });\nserver.listen(3000);\nprocess.on('SIGTERM', () => { server.close(); });`,
      errors: [
        {
          messageId: 'left',
          line: 3,
          data: { left: idle, write: 'server.keepAliveTimeout = 65_000', choose: above },
          suggestions: [{ messageId: 'write', data: { write: 'server.keepAliveTimeout = 65_000' }, output: `${http}export const server = http.createServer((_q, r) => { r.end('x'); });\nserver.keepAliveTimeout = 65_000;\nserver.listen(3000);\nprocess.on('SIGTERM', () => { server.close(); });` }],
        },
      ],
    },
    {
      name: 'left by express, result dropped',
      options: all,
      code: "import express from 'express'; const app = express(); app.get('/', hello); app.listen(3000, () => ready());",
      errors: [{ messageId: 'left', data: { left: idle, write: 'server.keepAliveTimeout = 65_000', choose: above }, suggestions: [{ messageId: 'write', data: { write: 'server.keepAliveTimeout = 65_000' }, output: "import express from 'express'; const app = express(); app.get('/', hello); app.listen(3000, () => ready()).keepAliveTimeout = 65_000;" }] }],
    },
    {
      name: 'left by express, result kept',
      options: all,
      code: "import express from 'express'; const app = express(); app.use(routes);\n  const it = app.listen(3000);",
      errors: [{ messageId: 'left', suggestions: [{ messageId: 'write', data: { write: 'it.keepAliveTimeout = 65_000' }, output: "import express from 'express'; const app = express(); app.use(routes);\n  const it = app.listen(3000);\n  it.keepAliveTimeout = 65_000;" }] }],
    },
    {
      name: 'left by nest',
      options: all,
      code: "import { NestFactory } from '@nestjs/core';\nasync function main() {\n  let app;\n  app = await NestFactory.create(AppModule);\n  setupSwagger(app);\n  await app.listen(process.env.PORT);\n  return app;\n}",
      errors: [{ messageId: 'left', line: 6, suggestions: [{ messageId: 'write', data: { write: 'app.getHttpServer().keepAliveTimeout = 65_000' }, output: "import { NestFactory } from '@nestjs/core';\nasync function main() {\n  let app;\n  app = await NestFactory.create(AppModule);\n  setupSwagger(app);\n  app.getHttpServer().keepAliveTimeout = 65_000;\n  await app.listen(process.env.PORT);\n  return app;\n}" }] }],
    },
    { name: 'left by koa, and given to packages', options: all, code: `${http}import Koa from 'koa'; import { WebSocketServer } from 'ws'; import { createHttpTerminator } from 'http-terminator'; const app = new Koa(); const server = http.createServer(app.callback()); new WebSocketServer({ server }); createHttpTerminator({ server }); server.listen(3000);`, errors: left },
    { name: 'given to a function that sets other things', options: all, code: `${http}import { init } from './services.js'; const server = http.createServer(handle); await init(app, server); server.listen(3000);`, errors: left },
    { name: 'two makers', options: all, code: `import http from 'http'; import https from 'https'; let server; if (secure) server = https.createServer({ key, cert }, app); else server = http.createServer(app); server.listen(443);`, filename: 'src/x.js', errors: left },
    { name: 'one of two, through stoppable', options: all, code: `import http from 'http'; import https from 'https'; import stoppable from 'stoppable'; const server = stoppable(ssl ? https.createServer(ssl, handle) : http.createServer(handle)); server.listen(process.env.PORT);`, errors: left },
    { name: 'a field, started in several ways', options: all, code: `${http}export class App { constructor() { this.server = http.createServer(this.handle); } start() { if (this.port) this.server.listen(this.port); else this.server.listen(this.host); } }`, filename: 'src/x.js', errors: [{ messageId: 'left', suggestions: [] }] },
    { name: 'listeners instead of a handler', options: all, code: `${http}const server = http.createServer(); server.on('request', handle); server.listen(3000);`, errors: left },
    { name: 'chained', options: all, code: `${http}http.createServer(handle).listen(3000);`, errors: [{ messageId: 'left', data: { left: idle, write: 'server.keepAliveTimeout = 65_000', choose: above }, suggestions: [] }] },
    { name: 'hono', options: all, code: "import { serve } from '@hono/node-server'; serve({ fetch: app.fetch, port: 3000 });", errors: left },
    { name: 'hapi', options: all, code: "import Hapi from '@hapi/hapi'; const server = Hapi.server({ port: 3000 }); await server.start();", errors: [{ messageId: 'left', suggestions: [{ messageId: 'write', data: { write: 'server.listener.keepAliveTimeout = 65_000' }, output: "import Hapi from '@hapi/hapi'; const server = Hapi.server({ port: 3000 }); server.listener.keepAliveTimeout = 65_000;\n" + ' '.repeat(75) + 'await server.start();' }] }] },
    { name: 'fastify', options: all, code: "import fastify from 'fastify'; fastify({ logger: true });", errors: [{ messageId: 'left', suggestions: [{ messageId: 'write', data: { write: 'requestTimeout: 60_000' }, output: "import fastify from 'fastify'; fastify({ logger: true, requestTimeout: 60_000 });" }] }] },
    { name: 'fastify without options', options: [{ reportDefaults: true, behindLoadBalancer: false }], code: "const app = require('fastify')();", filename: 'src/x.js', errors: [{ messageId: 'left', suggestions: [{ messageId: 'write', data: { write: 'requestTimeout: 60_000' }, output: "const app = require('fastify')({ requestTimeout: 60_000 });" }] }] },
  ],
});
