import rule from '../../../src/rules/failures/no-misused-reply.js';
import { ruleTests, type InvalidCase, type ValidCase } from '../../rule-tests.js';

const fast = (body: string, head = 'async (request, reply)'): string => `import Fastify from 'fastify';\nconst app = Fastify();\napp.get('/', ${head} => {\n${body}\n});`;
const hook = (body: string, name = 'onRequest', head = 'async (request, reply)'): string => `import Fastify from 'fastify';\nconst app = Fastify();\napp.addHook('${name}', ${head} => {\n${body}\n});`;
const hono = (body: string, head = 'async c'): string => `import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/', ${head} => {\n${body}\n});`;
const nest = (parameters: string, body: string): string => `import { Controller, Get, Next, Res } from '@nestjs/common';\nimport type { Response } from 'express';\n@Controller()\nexport class Orders {\n  @Get()\n  async show(${parameters}) {\n${body}\n  }\n}`;

const invalid: InvalidCase[] = [
  { name: 'awaits a status', code: fast(`  await reply.status(400);\n  return { error: 'no' };`), errors: [{ messageId: 'awaited', line: 4 }] },
  { name: 'awaits a chain', code: fast(`  await reply.code(400).header('x', '1');\n  return { error: 'no' };`), errors: [{ messageId: 'awaited', line: 4 }] },
  { name: 'returns a status', code: fast(`  if (!request.query.id) return reply.status(404);\n  return { ok: true };`), errors: [{ messageId: 'returned', line: 4 }] },
  { name: 'returns a status, not async', code: fast(`  if (!request.query.id) return reply.status(404);\n  return reply.send({});`, '(request, reply)'), errors: [{ messageId: 'returned', line: 4 }] },
  {
    name: 'hook that sends and goes on',
    code: hook(`  if (!request.headers.authorization) {\n    reply.code(401).send({ error: 'no' });\n  }`),
    errors: [{ messageId: 'unsaid', line: 5, data: { reply: 'reply' }, suggestions: [{ messageId: 'insertReturn', output: hook(`  if (!request.headers.authorization) {\n    return reply.code(401).send({ error: 'no' });\n  }`) }] }],
  },
  {
    name: 'hook that sends and returns nothing',
    code: hook(`  if (!request.headers.authorization) {\n    reply.code(401).send({ error: 'no' });\n    return;\n  }`, 'preHandler'),
    errors: [{ messageId: 'unsaid', line: 5, suggestions: [{ messageId: 'returnReply', output: hook(`  if (!request.headers.authorization) {\n    reply.code(401).send({ error: 'no' });\n    return reply;\n  }`, 'preHandler') }] }],
  },
  { name: 'hook of a route', code: `import Fastify from 'fastify';\nconst app = Fastify();\napp.get('/', { preHandler: async (request, reply) => {\n  if (!request.headers.authorization) reply.code(401).send();\n} }, async () => ({ ok: true }));`, errors: [{ messageId: 'unsaid', line: 4, suggestions: 1 as never }] },
  { name: 'hook of a plugin', code: `import fp from 'fastify-plugin';\nexport default fp(async fastify => {\n  fastify.addHook('onRequest', async (request, reply) => {\n    const allowed = await check(request);\n    if (!allowed) {\n      reply.status(403).send({ error: 'no' });\n    }\n  });\n});`, errors: [{ messageId: 'unsaid', line: 6, suggestions: 1 as never }] },
  { name: 'hook by its type', code: `import type { preHandlerAsyncHookHandler } from 'fastify';\nexport const check: preHandlerAsyncHookHandler = async (request, reply) => {\n  if (!request.headers.authorization) {\n    reply.redirect('/login');\n  }\n};`, errors: [{ messageId: 'unsaid', line: 4, suggestions: 1 as never }] },
  { name: 'hook with a body to parse', code: hook(`  if (request.headers['content-length'] === '0') reply.code(411).send({});`, 'preParsing', 'async (request, reply, payload)'), errors: [{ messageId: 'unsaid', suggestions: 1 as never }] },
  {
    name: 'a timer answers late',
    code: fast(`  setTimeout(() => reply.send({ late: true }), 100);`),
    errors: [{ messageId: 'late', line: 4, data: { reply: 'reply' }, suggestions: [{ messageId: 'endWithReply', output: fast(`  setTimeout(() => reply.send({ late: true }), 100);\n  return reply;`) }] }],
  },
  { name: 'a chain answers late', code: fast(`  fetch(url).then(response => reply.send(response.status)).catch(error => request.log.error(error));`), errors: [{ messageId: 'late', suggestions: 1 as never }] },
  { name: 'a callback of Node.js answers late', code: `import { readFile } from 'node:fs';\n${fast(`  readFile('a', (error, text) => {\n    if (error) throw error;\n    reply.send(text);\n  });`)}`, errors: [{ messageId: 'late', suggestions: 1 as never }] },
  { name: 'sends and returns', code: fast(`  reply.send({ a: 1 });\n  return { b: 2 };`), errors: [{ messageId: 'both', line: 4, data: { line: '5' } }] },
  { name: 'awaits and returns', code: fast(`  await reply.code(201).send({ a: 1 });\n  return { b: 2 };`), errors: [{ messageId: 'both', line: 4 }] },
  {
    name: 'hono drops the response',
    code: hono(`  if (!c.req.query('id')) {\n    c.json({ error: 'no id' }, 400);\n  }\n  return c.json({});`),
    errors: [{ messageId: 'unreturned', line: 5, data: { harm: 'the client gets a 404' }, suggestions: [{ messageId: 'insertReturn', output: hono(`  if (!c.req.query('id')) {\n    return c.json({ error: 'no id' }, 400);\n  }\n  return c.json({});`) }] }],
  },
  { name: 'hono middleware lets pass', code: `import { createMiddleware } from 'hono/factory';\nexport const auth = createMiddleware(async (c, next) => {\n  if (!c.req.header('authorization')) {\n    c.text('no', 401);\n  }\n  await next();\n});`, errors: [{ messageId: 'unreturned', line: 4, suggestions: 1 as never }] },
  { name: 'hono, by type', code: `import type { Context } from 'hono';\nimport { Hono } from 'hono';\nnew Hono().get('/', (c: Context) => {\n  c.redirect('/x');\n});`, errors: [{ messageId: 'unreturned', suggestions: 1 as never }] },
  { name: 'hapi', code: `const Hapi = require('@hapi/hapi');\nconst server = Hapi.server();\nserver.route({ method: 'GET', path: '/', handler: async (request, h) => {\n  h.response({ ok: true }).code(201);\n} });`, filename: 'src/server.js', errors: [{ messageId: 'unreturned', data: { harm: 'hapi answers with a 500' }, suggestions: 1 as never }] },
  {
    name: 'Nest with @Res() and a value',
    code: nest('@Res() res: Response', `    res.cookie('a', 'b');\n    return this.find();`),
    errors: [{ messageId: 'takenOver', line: 8, data: { decorator: 'Res', write: 'Write `@Res({ passthrough: true })`, or answer through `res`' }, suggestions: [{ messageId: 'passThrough', output: nest('@Res({ passthrough: true }) res: Response', `    res.cookie('a', 'b');\n    return this.find();`) }] }],
  },
  { name: 'Nest, one path answers and one returns', code: nest('@Res() res: Response', `    if (!this.found) return { error: 'no' };\n    res.json({});`), errors: [{ messageId: 'takenOver', line: 7, data: { decorator: 'Res', write: 'Answer through `res`' } }] },
  { name: 'Nest with @Next()', code: nest('@Next() next: NextFunction', `    return this.find();`), errors: [{ messageId: 'takenOver', data: { decorator: 'Next', write: 'Answer through `next`' } }] },
  { name: 'async hook with done', code: hook(`  request.started = Date.now();\n  done();`, 'onRequest', 'async (request, reply, done)'), errors: [{ messageId: 'mixed', line: 3, data: { done: 'done' } }] },
];

const valid: ValidCase[] = [
  { code: fast(`  return reply.status(400).send({ error: 'no' });`) },
  { name: 'awaits the send', code: fast(`  await reply.status(400).send({ error: 'no' });`) },
  { name: 'status, then a value', code: fast(`  reply.status(400);\n  return { error: 'no' };`) },
  { name: 'awaits the reply that somebody sends', code: fast(`  setTimeout(() => reply.send({}), 10);\n  await reply.code(201);`) },
  { name: 'handed on before', code: fast(`  stream(reply);\n  return reply.code(201);`) },
  { name: 'hook that returns the answer', code: hook(`  if (!request.headers.authorization) return reply.code(401).send({});`) },
  { name: 'hook that returns the reply', code: hook(`  if (!request.headers.authorization) {\n    reply.code(401).send({});\n    return reply;\n  }`) },
  { name: 'hook that awaits', code: hook(`  if (!request.headers.authorization) {\n    await reply.code(401).send({});\n  }`) },
  { name: 'hook that throws', code: hook(`  if (!request.headers.authorization) {\n    reply.code(401).send({});\n    throw new Error('no');\n  }`) },
  { name: 'hook with a callback', code: hook(`  if (!request.headers.authorization) {\n    reply.code(401).send({});\n    return;\n  }\n  done();`, 'onRequest', '(request, reply, done)') },
  { name: 'hook after the response', code: hook(`  reply.send({});`, 'onResponse') },
  { name: 'hijacked', code: hook(`  reply.hijack();\n  reply.raw.end('x');`) },
  { name: 'answers twice: another rule', code: hook(`  reply.code(401).send({});\n  reply.send({});`).replace('reply.send({});\n}', 'return reply.send({});\n}') },
  { name: 'handler that sends at its end', code: fast(`  reply.send({ ok: true });`) },
  { name: 'late, and returns the reply', code: fast(`  setTimeout(() => reply.send({}), 100);\n  return reply;`) },
  { name: 'late, and not async', code: fast(`  setTimeout(() => reply.send({}), 100);`, '(request, reply)') },
  { name: 'awaits the chain', code: fast(`  await fetch(url).then(response => reply.send(response.status));`) },
  { name: 'returns the chain', code: fast(`  return fetch(url).then(response => reply.send(response.status));`) },
  { name: 'waits in a promise of its own', code: fast(`  await new Promise(resolve => setTimeout(() => { reply.send({}); resolve(); }, 100));`) },
  { name: 'waits for something after it', code: fast(`  setTimeout(() => reply.send({}), 100);\n  await once(emitter, 'done');`) },
  { name: 'an unknown callback may run at once', code: fast(`  load(row => reply.send(row));`) },
  { name: 'sends on one path, returns on another', code: fast(`  if (!request.query.id) {\n    return reply.code(400).send({});\n  }\n  return { ok: true };`) },
  { name: 'gives what send gives', code: fast(`  const sent = reply.send({});\n  return sent;`) },
  { name: 'hono returns', code: hono(`  return c.json({});`) },
  { name: 'hono keeps', code: hono(`  const response = c.json({});\n  response.headers.set('x', '1');\n  return response;`) },
  { name: 'hono prepares', code: hono(`  c.status(201);\n  c.header('x', '1');\n  return c.json({});`) },
  { name: 'hono helper without a handler', code: `import type { Context } from 'hono';\nexport function no(c: Context) {\n  return c.json({}, 404);\n}` },
  { name: 'express sends', code: `import express from 'express';\nexpress().get('/', async (req, res) => {\n  res.json({});\n});` },
  { name: 'hapi returns', code: `import Hapi from '@hapi/hapi';\nHapi.server().route({ method: 'GET', path: '/', handler: (request, h) => h.response({}).code(201) });` },
  { name: 'Nest with passthrough', code: nest('@Res({ passthrough: true }) res: Response', `    res.cookie('a', 'b');\n    return this.find();`) },
  { name: 'Nest answers', code: nest('@Res() res: Response', `    return res.json(this.find());`) },
  { name: 'Nest hands the response on', code: nest('@Res() res: Response', `    await this.stream(res);\n    return true;`) },
  { name: 'Nest, options from elsewhere', code: nest('@Res(options) res: Response', `    return this.find();`) },
  { name: 'another decorator', code: nest('@Body() body: Body', `    return this.find();`) },
  { name: 'unknown objects', code: `export async function show(request, reply) {\n  await reply.status(400);\n  return {};\n}` },
  { name: 'test file', code: fast(`  await reply.status(400);\n  return {};`), filename: 'src/app.test.ts' },
];

ruleTests(rule, { valid, invalid });
