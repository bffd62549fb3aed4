import rule from '../../../src/rules/failures/no-missing-response.js';
import { ruleTests, type InvalidCase, type ValidCase } from '../../rule-tests.js';

const app = (body: string, parameters = 'req, res'): string => `import express from 'express';\nconst app = express();\napp.get('/', async (${parameters}) => {\n${body}\n});`;
const fast = (body: string, head = 'async (request, reply)'): string => `import Fastify from 'fastify';\nconst app = Fastify();\napp.get('/', ${head} => {\n${body}\n});`;
const hono = (body: string): string => `import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/', async c => {\n${body}\n});`;
const nextApi = (body: string): string => `import type { NextApiRequest, NextApiResponse } from 'next';\nexport default async function handler(req: NextApiRequest, res: NextApiResponse) {\n${body}\n}`;
const nest = (parameters: string, body: string): string =>
  `import { Controller, Get, Next, Res } from '@nestjs/common';\nimport type { NextFunction, Response } from 'express';\n@Controller()\nexport class Orders {\n  @Get()\n  async show(${parameters}) {\n${body}\n  }\n}`;

const WAITS = 'the client waits until it gives up';
const invalid: InvalidCase[] = [
  {
    name: 'if without else',
    code: app(`  if (req.query.id) {\n    res.json({ ok: true });\n  }`),
    errors: [{ messageId: 'condition', line: 4, data: { harm: WAITS, write: 'Answer through `res`' } }],
  },
  {
    name: 'early return',
    code: app(`  const user = await load(req.params.id);\n  if (!user) return;\n  res.json(user);`),
    errors: [{ messageId: 'return', line: 5, data: { harm: WAITS, write: 'Answer through `res`' } }],
  },
  {
    name: 'early return of a middleware',
    code: app(`  const user = await load(req.params.id);\n  if (!user) return;\n  req.user = user;\n  next();`, 'req, res, next'),
    errors: [{ messageId: 'return', line: 5, data: { harm: WAITS, write: 'Answer through `res`, or call `next`,' } }],
  },
  { name: 'guards that leave come before', code: app(`  if (!req.query.id) return res.status(400).end();\n  const user = await load(req.query.id);\n  if (user) {\n    res.json(user);\n  }`), errors: [{ messageId: 'condition', line: 6 }] },
  { name: 'work after the guards, and no answer', code: app(`  if (!req.body) return res.status(400).end();\n  await save(req.body);`), errors: [{ messageId: 'end', line: 5 }] },
  { name: 'only the status', code: app(`  const user = await load();\n  if (!user) return res.status(404);\n  res.json(user);`), errors: [{ messageId: 'prepared', line: 5, data: { harm: WAITS } }] },
  { name: 'only the status, at the end', code: app(`  const user = await load();\n  if (user) {\n    res.json(user);\n  } else {\n    res.status(404).set('x-reason', 'gone');\n  }`), errors: [{ messageId: 'prepared', line: 8 }] },
  { name: 'catch that only logs', code: app(`  try {\n    res.json(await load());\n  } catch (error) {\n    console.error(error);\n  }`), errors: [{ messageId: 'catch', line: 6 }] },
  { name: 'return in a catch that logs', code: app(`  let row;\n  try {\n    row = await load();\n  } catch (error) {\n    console.error(error);\n    return;\n  }\n  res.json(row);`), errors: [{ messageId: 'return', line: 9 }] },
  { name: 'switch over what the client sent', code: app(`  switch (req.query.kind) {\n    case 'a': res.send('a'); break;\n    case 'b': res.send('b'); break;\n  }`), errors: [{ messageId: 'cases', line: 4 }] },
  { name: 'a loop that may find nothing', code: app(`  for (const each of orders) {\n    if (each.id === req.params.id) return res.json(each);\n  }`), errors: [{ messageId: 'loop', line: 4 }] },
  { name: 'the other branch', code: app(`  if (req.query.id) {\n    res.json({});\n  } else {\n    console.log('no id');\n  }`), errors: [{ messageId: 'branch', line: 6 }] },
  { name: 'never', code: app(`  await save(req.body);`), errors: [{ messageId: 'never', line: 3 }] },
  { name: 'methods of a Next.js route', code: nextApi(`  if (req.method === 'POST') {\n    await save(req.body);\n    return;\n  }\n  res.status(405).end();`), errors: [{ messageId: 'return', line: 5 }] },
  { name: 'Nest with @Res()', code: nest('@Res() res: Response', `    const order = await this.find();\n    if (!order) return;\n    res.json(order);`), errors: [{ messageId: 'return', line: 8 }] },
  { name: 'node:http', code: `import { createServer } from 'node:http';\ncreateServer((req, res) => {\n  if (req.url === '/health') {\n    res.end('ok');\n  }\n}).listen(3000);`, errors: [{ messageId: 'condition', line: 3 }] },
  { name: 'require, JavaScript, Router', filename: 'src/routes.js', code: `const { Router } = require('express');\nconst router = Router();\nrouter.post('/', function (req, res) {\n  if (!req.body) return;\n  res.end();\n});\nmodule.exports = router;`, errors: [{ messageId: 'return', line: 4 }] },
  { name: 'error middleware', code: `import express from 'express';\nexpress().use((error, req, res, next) => {\n  if (error.status) {\n    res.status(error.status).end();\n  }\n});`, errors: [{ messageId: 'condition', line: 3, data: { harm: WAITS, write: 'Answer through `res`, or call `next`,' } }] },
  { name: 'middleware by its types', code: `import type { NextFunction, Request, Response } from 'express';\nexport function auth(req: Request, res: Response, next: NextFunction) {\n  if (!req.headers.authorization) {\n    res.status(401).end();\n    return;\n  }\n  if (req.headers.authorization === 'x') {\n    next();\n  }\n}`, errors: [{ messageId: 'condition', line: 7 }] },
  { name: 'action by its types', code: `import type { Request, Response } from 'express';\nexport const show = async (req: Request, res: Response) => {\n  const row = await load(req.params.id);\n  if (!row) return;\n  res.json(row);\n};`, errors: [{ messageId: 'return', line: 4 }] },
  { name: 'RequestHandler', code: `import type { RequestHandler } from 'express';\nexport const show: RequestHandler = (req, res) => {\n  if (req.query.id) res.end();\n};`, errors: [{ messageId: 'condition', line: 3 }] },
  { name: 'wrapped', code: `import { Router } from 'express';\nimport { safely } from './safely.js';\nRouter().get('/', safely(async (req, res) => {\n  if (!req.query.id) return;\n  res.json({});\n}));`, errors: [{ messageId: 'return', line: 4 }] },
  { name: 'fastify, not async', code: fast(`  if (!request.query.id) return;\n  reply.send({});`, '(request, reply)'), errors: [{ messageId: 'return', line: 4, data: { harm: WAITS, write: 'Answer through `reply`' } }] },
  { name: 'fastify, async', code: fast(`  if (!request.query.id) return;\n  return { ok: true };`), errors: [{ messageId: 'return', line: 4, data: { harm: 'Fastify answers with an empty 200', write: 'Return a response' } }] },
  { name: 'fastify hook that forgets done', code: `import Fastify from 'fastify';\nFastify().addHook('onRequest', (request, reply, done) => {\n  if (request.headers.authorization) {\n    done();\n  }\n});`, errors: [{ messageId: 'condition', line: 3 }] },
  { name: 'hono', code: hono(`  const id = c.req.query('id');\n  if (id) {\n    return c.json({ id });\n  }`), errors: [{ messageId: 'condition', line: 5, data: { harm: 'the client gets a 404', write: 'Return a response' } }] },
  { name: 'hapi', code: `import Hapi from '@hapi/hapi';\nconst server = Hapi.server();\nserver.route({ method: 'GET', path: '/', handler: async (request, h) => {\n  const row = await load();\n  if (!row) return;\n  return h.response(row);\n} });`, errors: [{ messageId: 'return', line: 5, data: { harm: 'hapi answers with a 500', write: 'Return a response' } }] },
  { name: 'a branch of a match', code: `import type { NextApiRequest, NextApiResponse } from 'next';\nimport { match } from 'ts-pattern';\nexport const handler = async (req: NextApiRequest, res: NextApiResponse) => {\n  try {\n    await match(kindOf(req))\n      .with('a', async () => {\n        if (!req.body) return res.status(400).end();\n        await save(req.body);\n      })\n      .otherwise(() => res.status(200).json({}));\n  } catch (error) {\n    console.error(error);\n    res.status(500).json({});\n  }\n};`, errors: [{ messageId: 'end', line: 8 }] },
  { name: 'when a promise has been fulfilled', code: app(`  load(req.params.id)\n    .then(row => {\n      if (!row) return;\n      res.json(row);\n    })\n    .catch(next);`, 'req, res, next'), errors: [{ messageId: 'return', line: 6 }] },
  { name: 'a listener on the response is no answer', code: app(`  res.on('finish', () => console.log(res.statusCode));\n  if (!req.query.id) return;\n  res.json({});`), errors: [{ messageId: 'return', line: 5 }] },
  { name: 'optional chaining in the test, comments', code: app(`  const row = await load();\n  // nothing there\n  if (!row?.items?.length) return; // TODO\n  res.json(row);`), errors: [{ messageId: 'return', line: 6 }] },
];

const valid: ValidCase[] = [
  { code: app(`  if (req.query.id) {\n    res.json({ ok: true });\n    return;\n  }\n  res.status(404).end();`) },
  { name: 'throws', code: app(`  if (!req.query.id) throw new Error('no id');\n  res.json({});`) },
  { name: 'hands the response on', code: app(`  if (!req.query.id) return fail(res);\n  res.json({});`) },
  { name: 'hands it to a class', code: app(`  new Stream(res).start();`) },
  { name: 'pipes', code: app(`  stream.pipe(res);`) },
  { name: 'a closure answers later', code: app(`  load(row => {\n    res.json(row);\n  });`) },
  { name: 'a later link answers', code: app(`  load().then(row => {\n    if (!row) return;\n    res.set('x', row.id);\n    res.write(row);\n  }).then(() => res.end());`) },
  { name: 'the chain gives a value to answer with', code: app(`  await load().then(row => {\n    if (!row) return undefined;\n    if (row.bad) return res.status(400).end();\n    return row.id;\n  });`) },
  { name: 'an answer behind the chain', code: app(`  await load().then(row => {\n    if (!row) return;\n    res.write(row);\n  });\n  res.end();`) },
  { name: 'a named closure', code: app(`  const done = () => res.end();\n  load(done);`) },
  { name: 'a chain answers', code: app(`  load().then(row => res.json(row)).catch(next);`, 'req, res, next') },
  { name: 'server-sent events stay open', code: app(`  res.writeHead(200, { 'content-type': 'text/event-stream' });\n  res.write('data: 1\\n\\n');`) },
  { name: 'flushed', code: app(`  res.flushHeaders();\n  clients.push(req);`) },
  { name: 'kept', code: app(`  clients.add(res);`) },
  { name: 'kept in an object', code: app(`  clients.push({ id: 1, res });`) },
  { name: 'guard on headersSent', code: app(`  if (res.headersSent) return;\n  res.json({});`) },
  { name: 'the client is gone', code: app(`  const row = await load();\n  if (req.destroyed) return;\n  res.json(row);`) },
  { name: 'a signal', code: app(`  const row = await load({ signal });\n  if (signal.aborted) return;\n  res.json(row);`) },
  { name: 'a flag that a listener sets', code: app(`  let gone = false;\n  req.on('close', () => { gone = true; res.end(); });\n  await load();\n  if (gone) return;\n  res.json({});`) },
  { name: 'answered, then returns', code: app(`  res.json({});\n  if (!req.query.audit) return;\n  await audit();`) },
  { name: 'answered before the catch', code: app(`  try {\n    res.json({});\n    await audit();\n  } catch (error) {\n    console.error(error);\n  }`) },
  { name: 'the catch drops its error: another rule', code: app(`  try {\n    res.json(await load());\n  } catch {\n  }`) },
  { name: 'opposite conditions', code: app(`  const { id } = req.query;\n  if (!id) return res.status(400).end();\n  if (id) {\n    res.json({});\n  }`) },
  { name: 'all cases of a union', code: app(`  const kind = await kindOf(req.params.id);\n  if (kind === 'a') {\n    res.send('a');\n  } else if (kind === 'b') {\n    res.send('b');\n  }`) },
  { name: 'switch over a value of its own', code: app(`  switch (await kindOf()) {\n    case 'a': res.send('a'); break;\n    case 'b': res.send('b'); break;\n  }`) },
  { name: 'a call that is named as if it threw', code: app(`  if (req.query.id) {\n    res.json({});\n  } else {\n    throwNotFound();\n  }`) },
  { name: 'empty', code: app(``) },
  { name: 'process ends', code: app(`  if (!req.query.id) process.exit(1);\n  res.end();`) },
  { name: 'Nest answers with what it returns', code: nest('@Res({ passthrough: true }) res: Response', `    if (this.cached) return;\n    res.status(201);\n    return this.find();`) },
  { name: 'not decorated', code: nest('res: Response', `    if (this.cached) return;\n    res.json({});`) },
  { name: 'a helper that is typed like a handler', code: `import type { Request, Response } from 'express';\nexport function check(req: Request, res: Response) {\n  if (req.user) return;\n  res.status(401).end();\n}` },
  { name: 'a helper that says whether it answered', code: `import type { Request, Response } from 'express';\nexport async function check(req: Request, res: Response) {\n  if (req.user) return false;\n  res.status(401).end();\n  return true;\n}` },
  { name: 'a guard: the end is for its caller', code: `import type { Request, Response } from 'express';\nexport async function check(req: Request, res: Response) {\n  if (!req.user) {\n    res.status(401).end();\n  }\n}` },
  { name: 'called here', code: `import type { Request, Response } from 'express';\nasync function check(req: Request, res: Response) {\n  if (req.user) return;\n  res.status(401).end();\n}\nexport async function show(req: Request, res: Response) {\n  await check(req, res);\n  res.end();\n}` },
  { name: 'fastify, the value is sent', code: fast(`  if (request.query.id) return { id: 1 };\n  return reply.send({});`) },
  { name: 'fastify, async: nothing but work', code: fast(`  await save(request.body);`) },
  { name: 'fastify, async: a status without a body', code: fast(`  if (!request.query.id) {\n    return reply.code(204).send();\n  }\n  return { ok: true };`) },
  { name: 'fastify async hook', code: `import Fastify from 'fastify';\nFastify().addHook('onRequest', async (request, reply) => {\n  if (!request.headers.authorization) return reply.code(401).send({});\n});` },
  { name: 'hono middleware', code: `import { Hono } from 'hono';\nnew Hono().use(async (c, next) => {\n  if (!c.req.header('x')) return c.json({}, 401);\n  await next();\n});` },
  { name: 'hono returns', code: hono(`  const id = c.req.query('id');\n  if (id) return c.json({ id });\n  return c.notFound();`) },
  { name: 'koa', code: `import Koa from 'koa';\nnew Koa().use(async (ctx, next) => {\n  if (ctx.path !== '/') return;\n  ctx.body = 'x';\n});` },
  { name: 'consumer', code: `import { Worker } from 'bullmq';\nnew Worker('q', async job => {\n  if (!job.data) return;\n  await work(job);\n});` },
  { name: 'unknown objects', code: `export function show(req, res) {\n  if (!req.id) return;\n  res.json({});\n}` },
  { name: 'parameter replaced', code: app(`  res = wrap(res);\n  if (!req.query.id) return;\n  res.json({});`) },
  { name: 'arguments', code: `import express from 'express';\nexpress().get('/', function (req, res) {\n  if (!req.query.id) return other.apply(this, arguments);\n  res.end();\n});` },
  { name: 'another handler takes the request', code: app(`  if (!req.query.id) return next('route');\n  res.json({});`, 'req, res, next') },
  { name: 'test file', code: app(`  await save(req.body);`), filename: 'src/app.test.ts' },
];

ruleTests(rule, { valid, invalid });
