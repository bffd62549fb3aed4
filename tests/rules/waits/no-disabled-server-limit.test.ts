import rule from '../../../src/rules/waits/no-disabled-server-limit.js';
import { ruleTests } from '../../rule-tests.js';

const http = "import http from 'node:http';\n";
const off = [{ messageId: 'switchedOff', suggestions: 1 }];

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
    { name: 'tests', filename: 'src/server.test.ts', code: `${http}http.createServer({ requestTimeout: 0 }, handle);` },
    { name: 'a server that says nothing: another rule speaks of it', code: `${http}http.createServer(handle).listen(3000);` },
    { name: 'fastify at its default: another rule speaks of it', code: "import fastify from 'fastify'; export const app = fastify({ logger: true }); await app.listen({ port: 3000 });" },
    { name: 'connections that are kept while idle wait for nothing of a request', code: `${http}const server = http.createServer({ keepAliveTimeout: 0 }, handle); server.keepAliveTimeout = 0;` },
    { name: 'options of elsewhere, spread and computed', code: `${http}import { options, key } from './options.js'; http.createServer(options, handle); http.createServer({ ...options }, handle); http.createServer({ [key]: 0 }, handle);` },
    { name: 'a spread may set it again', code: `${http}import { options } from './options.js'; http.createServer({ requestTimeout: 0, ...options }, handle);` },
    { name: 'only where it is missing', code: `${http}const server = http.createServer(handle); server.requestTimeout ||= 0; server.requestTimeout ??= 0;` },
    { name: 'a name of the project', code: "import { createServer } from './server.js'; createServer({ requestTimeout: 0 }, handle).requestTimeout = 0;" },
    { name: 'a parameter without a type', filename: 'src/x.js', code: 'export function tune(server) { server.requestTimeout = 0; server.headersTimeout = 0; }' },
    { name: 'the size of the largest body', code: "import bodyParser from 'body-parser'; bodyParser.json({ limit: '500mb' }); bodyParser.raw({ limit: 2 ** 28 }); bodyParser.text({ limit: process.env.LIMIT });" },
    { name: 'a limit of something else', code: "import express from 'express'; const app = express(); app.get('/', list); list({ limit: Infinity });" },
    { name: 'config files', filename: 'vite.config.ts', code: `${http}http.createServer({ requestTimeout: 0 }, handle);` },
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
    { name: 'infinity by arithmetic and by number', filename: 'src/x.js', code: "const express = require('express'); const app = express(); app.use(express.json({ limit: Number.POSITIVE_INFINITY })); app.use(express.raw({ limit: 1024 * 1024 * 1024 }));", errors: [...off, ...off] },
    { name: 'http.Server, made with new', code: `${http}const server = new http.Server({ requestTimeout: 0 }, handle); server.headersTimeout = 0;`, errors: [...off, ...off] },
    { name: 'a namespace', code: "import * as https from 'node:https'; https.createServer({ headersTimeout: 0 }, handle);", errors: off },
    { name: 'a server that also leaves defaults: one report', code: `${http}const server = http.createServer({ requestTimeout: 0 }, handle); server.listen(3000);`, errors: off },
    { name: 'an injected server', code: "import { Server } from 'node:https'; export class Tuner { constructor(private readonly server: Server) {} tune() { this.server.headersTimeout = 0; } }", errors: off },
  ],
});
