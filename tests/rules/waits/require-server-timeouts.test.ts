import rule from '../../../src/rules/waits/require-server-timeouts.js';
import { ruleTests } from '../../rule-tests.js';

const http = "import http from 'node:http';\n";
const left = [{ messageId: 'left', suggestions: 1 }];
const idle = 'This server closes a connection that has been idle for about 5 s, while a load balancer keeps it for 60 s or longer: the next request meets a closed connection, and the client gets a 502';
const above = 'or any time above the idle timeout of the load balancer';

ruleTests(rule, {
  valid: [
    { name: 'set', code: `${http}const server = http.createServer(handle); server.keepAliveTimeout = 65_000; server.listen(3000);` },
    { name: 'set as an option', code: `${http}const server = http.createServer({ keepAliveTimeout: 65_000 }, handle); server.listen(3000);` },
    { name: 'set in a function of the file', code: `${http}const server = http.createServer(handle); tune(server); server.listen(3000); function tune(it) { it.keepAliveTimeout = 65_000; }`, filename: 'src/x.js' },
    { name: 'set through Object.assign', code: `${http}const server = http.createServer(handle); Object.assign(server, { keepAliveTimeout: 65_000 }); server.listen(3000);` },
    { name: 'options of elsewhere', code: `${http}import { options } from './options.js'; http.createServer(options, handle).listen(3000);` },
    { name: 'not started here', code: `${http}export const server = http.createServer(handle);` },
    { name: 'made elsewhere', code: `${http}import { server } from './server.js'; server.listen(3000); export function start(other: http.Server) { other.listen(80); }` },
    { name: 'given back: the caller may set it', code: "import express from 'express'; const app = express(); app.use(routes); export const start = () => app.listen(3000); export function run() { return app.listen(80); }" },
    { name: 'given to a parameter', code: "import express from 'express'; const app = express(); app.use(routes); new Promise(resolve => { const server = app.listen(3000, () => resolve(server)); });" },
    { name: 'configured in another file', code: `${http}import { setServerTimeouts } from './timeouts.js'; const server = http.createServer(handle); setServerTimeouts(server); server.listen(3000);` },
    { name: 'another bound on idle sockets', code: `${http}const server = http.createServer(handle); server.setTimeout(120_000); server.listen(3000);` },
    { name: 'loopback', code: `${http}http.createServer(handle).listen(3000, '127.0.0.1'); http.createServer(handle).listen({ port: 80, host: 'localhost' }); http.createServer(handle).listen(0);` },
    { name: 'no load balancer', options: [{ behindLoadBalancer: false }], code: `${http}http.createServer(handle).listen(3000);` },
    { name: 'completed elsewhere: it serves nothing here', code: `${http}export const server = http.createServer(); server.listen(3000);\nimport express from 'express'; const app = express(); export const other = app.listen(3000);` },
    { name: 'plain sockets', code: "import net from 'node:net'; net.createServer(handle).listen(3000);" },
    { name: 'nest on fastify', code: "import { NestFactory } from '@nestjs/core'; import { FastifyAdapter } from '@nestjs/platform-fastify'; const app = await NestFactory.create(AppModule, new FastifyAdapter()); await app.listen(3000);" },
    { name: 'nest, set', code: "import { NestFactory } from '@nestjs/core'; const app = await NestFactory.create(AppModule); const server = await app.listen(3000); server.keepAliveTimeout = 65_000;" },
    { name: 'fastify has a keep-alive of its own', code: "import fastify from 'fastify'; const app = fastify({ requestTimeout: 30_000 }); await app.listen({ port: 3000 });" },
    { name: 'fastify with a server of its own', code: "import fastify from 'fastify'; fastify({ serverFactory }); fastify({ http2: true });" },
    { name: 'fastify with options of elsewhere', code: "import fastify from 'fastify'; export const build = opts => fastify(opts); fastify(withDefaults(opts)); fastify({ ...opts });", filename: 'src/app.js' },
    { name: 'fastify, an option that it writes over: another rule speaks of it', code: "import fastify from 'fastify'; fastify({ http: { requestTimeout: 5_000 } });" },
    { name: 'hono, set', code: "import { serve } from '@hono/node-server'; serve({ fetch: app.fetch, serverOptions: { keepAliveTimeout: 65_000 } });" },
    { name: 'switched off: another rule speaks of it', code: "import fastify from 'fastify'; fastify({ requestTimeout: 0 });" },
    { name: 'switched off as a property', code: "import fastify from 'fastify'; const app = fastify(); app.server.requestTimeout = 0;" },
    { name: 'a body limit has a sound default', code: "import express from 'express'; export const app = express(); app.use(express.json());" },
    { name: 'a limit that is switched off is no default', code: "import express from 'express'; export const app = express(); app.use(express.json({ limit: Infinity }));" },
    { name: 'no load balancer, nest and express', options: [{ behindLoadBalancer: false }], code: "import { NestFactory } from '@nestjs/core'; import express from 'express'; const nest = await NestFactory.create(AppModule); await nest.listen(3000); const app = express(); app.use(routes); app.listen(80);" },
    { name: 'a unix socket', code: `${http}http.createServer(handle).listen('/run/app.sock');` },
    { name: 'any free port', code: "import express from 'express'; const app = express(); app.use(routes); app.listen({ port: 0 });" },
    { name: 'arguments that cannot be seen', code: `${http}http.createServer(handle).listen(...address); http.createServer(...parts).listen(80);` },
    { name: 'one of two makers is not seen', code: `${http}const server = secure ? makeSecure() : http.createServer(handle); server.listen(443);` },
    { name: 'required, set', filename: 'src/x.js', code: "const express = require('express'); const app = express(); app.use(routes); const server = app.listen(3000); server.keepAliveTimeout = 65_000;" },
    { name: 'tests', filename: 'src/server.test.ts', code: `${http}http.createServer(handle).listen(3000);` },
    { name: 'scripts', filename: 'scripts/serve.ts', code: `${http}http.createServer(handle).listen(3000);` },
    { name: 'an application of the project', code: "import { app } from './app.js'; app.listen(3000);" },
    { name: 'a field that the class sets', code: `${http}export class App { private readonly server = http.createServer(this.handle); start() { this.server.keepAliveTimeout = this.idle; this.server.listen(this.port); } }` },
  ],
  invalid: [
    {
      name: 'left',
     
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
     
      code: "import express from 'express'; const app = express(); app.get('/', hello); app.listen(3000, () => ready());",
      errors: [{ messageId: 'left', data: { left: idle, write: 'server.keepAliveTimeout = 65_000', choose: above }, suggestions: [{ messageId: 'write', data: { write: 'server.keepAliveTimeout = 65_000' }, output: "import express from 'express'; const app = express(); app.get('/', hello); app.listen(3000, () => ready()).keepAliveTimeout = 65_000;" }] }],
    },
    {
      name: 'left by express, result kept',
     
      code: "import express from 'express'; const app = express(); app.use(routes);\n  const it = app.listen(3000);",
      errors: [{ messageId: 'left', suggestions: [{ messageId: 'write', data: { write: 'it.keepAliveTimeout = 65_000' }, output: "import express from 'express'; const app = express(); app.use(routes);\n  const it = app.listen(3000);\n  it.keepAliveTimeout = 65_000;" }] }],
    },
    {
      name: 'left by nest',
     
      code: "import { NestFactory } from '@nestjs/core';\nasync function main() {\n  let app;\n  app = await NestFactory.create(AppModule);\n  setupSwagger(app);\n  await app.listen(process.env.PORT);\n  return app;\n}",
      errors: [{ messageId: 'left', line: 6, suggestions: [{ messageId: 'write', data: { write: 'app.getHttpServer().keepAliveTimeout = 65_000' }, output: "import { NestFactory } from '@nestjs/core';\nasync function main() {\n  let app;\n  app = await NestFactory.create(AppModule);\n  setupSwagger(app);\n  app.getHttpServer().keepAliveTimeout = 65_000;\n  await app.listen(process.env.PORT);\n  return app;\n}" }] }],
    },
    { name: 'left by koa, and given to packages', code: `${http}import Koa from 'koa'; import { WebSocketServer } from 'ws'; import { createHttpTerminator } from 'http-terminator'; const app = new Koa(); const server = http.createServer(app.callback()); new WebSocketServer({ server }); createHttpTerminator({ server }); server.listen(3000);`, errors: left },
    { name: 'given to a function that sets other things', code: `${http}import { init } from './services.js'; const server = http.createServer(handle); await init(app, server); server.listen(3000);`, errors: left },
    { name: 'two makers', code: `import http from 'http'; import https from 'https'; let server; if (secure) server = https.createServer({ key, cert }, app); else server = http.createServer(app); server.listen(443);`, filename: 'src/x.js', errors: left },
    { name: 'one of two, through stoppable', code: `import http from 'http'; import https from 'https'; import stoppable from 'stoppable'; const server = stoppable(ssl ? https.createServer(ssl, handle) : http.createServer(handle)); server.listen(process.env.PORT);`, errors: left },
    { name: 'a field, started in several ways', code: `${http}export class App { constructor() { this.server = http.createServer(this.handle); } start() { if (this.port) this.server.listen(this.port); else this.server.listen(this.host); } }`, filename: 'src/x.js', errors: [{ messageId: 'left', suggestions: [] }] },
    { name: 'listeners instead of a handler', code: `${http}const server = http.createServer(); server.on('request', handle); server.listen(3000);`, errors: left },
    { name: 'chained', code: `${http}http.createServer(handle).listen(3000);`, errors: [{ messageId: 'left', data: { left: idle, write: 'server.keepAliveTimeout = 65_000', choose: above }, suggestions: [] }] },
    { name: 'hono', code: "import { serve } from '@hono/node-server'; serve({ fetch: app.fetch, port: 3000 });", errors: left },
    { name: 'hapi', code: "import Hapi from '@hapi/hapi'; const server = Hapi.server({ port: 3000 }); await server.start();", errors: [{ messageId: 'left', suggestions: [{ messageId: 'write', data: { write: 'server.listener.keepAliveTimeout = 65_000' }, output: "import Hapi from '@hapi/hapi'; const server = Hapi.server({ port: 3000 }); server.listener.keepAliveTimeout = 65_000;\n" + ' '.repeat(75) + 'await server.start();' }] }] },
    { name: 'fastify', code: "import fastify from 'fastify'; fastify({ logger: true });", errors: [{ messageId: 'left', suggestions: [{ messageId: 'write', data: { write: 'requestTimeout: 60_000' }, output: "import fastify from 'fastify'; fastify({ logger: true, requestTimeout: 60_000 });" }] }] },
    { name: 'fastify without options', options: [{ behindLoadBalancer: false }], code: "const app = require('fastify')();", filename: 'src/x.js', errors: [{ messageId: 'left', suggestions: [{ messageId: 'write', data: { write: 'requestTimeout: 60_000' }, output: "const app = require('fastify')({ requestTimeout: 60_000 });" }] }] },
    { name: 'required', filename: 'src/x.js', code: "const { createServer } = require('https'); const server = createServer({ key, cert }, app); server.listen(443);", errors: left },
    { name: 'koa by itself', code: "import Koa from 'koa'; const app = new Koa(); app.use(routes); app.listen(3000);", errors: left },
    { name: 'other limits say nothing of this one', code: `${http}const server = http.createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, handle);\nserver.listen(3000);`, errors: [{ messageId: 'left', line: 3, column: 1, endColumn: 14, suggestions: 1 }] },
    { name: 'a limit that is switched off is another fault', code: `${http}const server = http.createServer(handle); server.requestTimeout = 0;\nserver.listen(3000);`, errors: [{ messageId: 'left', line: 3, suggestions: 1 }] },
    { name: 'every address', code: `${http}const server = http.createServer(handle); server.listen({ port: 3000, host: '0.0.0.0' });`, errors: left },
    { name: 'fastify, behind a load balancer or not', code: "import { fastify } from 'fastify'; export const app = fastify({ keepAliveTimeout: 72_000, bodyLimit: 1_000 });", errors: left },
    {
      name: 'fastify says what it does',
      code: "import Fastify from 'fastify';\nexport function createApp() { return Fastify({ loggerInstance }); }",
      errors: [
        {
          messageId: 'left',
          line: 2,
          data: {
            left: "Fastify writes its default `requestTimeout: 0` over Node's 300 s: a client that sends its body a byte at a time holds a connection, and the request that waits for it, for ever",
            write: 'requestTimeout: 60_000',
            choose: 'or the longest time that a request takes to arrive',
          },
          suggestions: [{ messageId: 'write', data: { write: 'requestTimeout: 60_000' }, output: "import Fastify from 'fastify';\nexport function createApp() { return Fastify({ loggerInstance, requestTimeout: 60_000 }); }" }],
        },
      ],
    },
  ],
});
