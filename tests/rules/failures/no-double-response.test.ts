import rule from '../../../src/rules/failures/no-double-response.js';
import { ruleTests } from '../../rule-tests.js';

const app = (body: string): string => `import express from 'express';\nconst app = express();\napp.get('/', async (req, res, next) => {\n${body}\n});`;
const fast = (body: string): string => `import Fastify from 'fastify';\nconst app = Fastify();\napp.get('/', async (request, reply) => {\n${body}\n});`;

ruleTests(rule, {
  valid: [
    app(`  if (!req.query.id) {\n    res.status(400).json({});\n    return;\n  }\n  res.json({ ok: true });`),
    app(`  if (!req.query.id) return res.status(400).json({});\n  res.json({ ok: true });`),
    app(`  if (!req.query.id) {\n    res.status(400).json({});\n  } else {\n    res.json({ ok: true });\n  }`),
    app(`  if (!req.query.id) {\n    res.status(400).json({});\n    throw new Error('no id');\n  }\n  res.json({ ok: true });`),
    { name: 'switch with break', code: app(`  switch (req.query.kind) {\n    case 'a': res.send('a'); break;\n    case 'b': res.send('b'); break;\n    default: res.sendStatus(404);\n  }`) },
    { name: 'guard on headersSent', code: app(`  if (!req.query.id) res.status(400).json({});\n  if (res.headersSent) return;\n  res.json({ ok: true });`) },
    { name: 'guard on writableEnded', code: app(`  if (!req.query.id) res.status(400).end();\n  if (!res.writableEnded) res.json({ ok: true });`) },
    { name: 'the opposite condition', code: app(`  const { id } = req.query;\n  if (!id) res.status(400).json({});\n  if (id) res.json({ ok: true });`) },
    { name: 'a flag', code: app(`  let done = false;\n  if (!req.query.id) {\n    res.status(400).json({});\n    done = true;\n  }\n  if (done) return;\n  res.json({ ok: true });`) },
    { name: 'the catch answers what the try could not', code: app(`  try {\n    res.json(await load());\n  } catch (error) {\n    res.status(500).json({});\n  }`) },
    { name: 'the catch passes on', code: app(`  try {\n    const x = await load();\n    res.json(x);\n    await audit(x);\n  } catch (error) {\n    next(error);\n  }`) },
    { name: 'chunks, then the end', code: app(`  for (const each of items) res.write(each);\n  res.end();`) },
    { name: 'an empty end after an answer does nothing', code: app(`  res.send('a');\n  res.end();`) },
    { name: 'only prepared', code: app(`  res.status(200);\n  res.set('x', '1');\n  res.json({});`) },
    { name: 'a helper has the response in between', code: app(`  if (!req.query.id) res.status(400).json({});\n  finish(res);\n  res.json({ ok: true });`) },
    { name: 'the callback renders, the callback sends', code: app(`  res.render('page', {}, (error, html) => {\n    if (error) return next(error);\n    res.send(html);\n  });\n  res.end();`) },
    { name: 'callbacks run one or the other', code: app(`  load().then(value => res.json(value), error => res.status(500).end());`) },
    { name: 'process ends', code: app(`  res.status(500).end();\n  process.exit(1);\n  res.end();`) },
    { name: 'middleware', code: `import type { NextFunction, Request, Response } from 'express';\nexport function auth(req: Request, res: Response, next: NextFunction) {\n  if (!req.headers.authorization) {\n    res.status(401).end();\n    return;\n  }\n  next();\n}` },
    { name: 'two handlers, one answer each', code: `import express from 'express';\nconst app = express();\napp.get('/a', (req, res) => { res.end(); });\napp.get('/b', (req, res) => { res.end(); });` },
    { name: 'unknown objects', code: `export function show(req, res) {\n  if (!req.id) res.status(400).json({});\n  res.json({});\n}` },
    { name: 'another response', code: `import type { Response } from 'express';\nexport function broadcast(a: Response, b: Response) {\n  a.end();\n  b.end();\n}` , filename: 'src/x.ts', options: undefined as never },
    { name: 'koa sets a property', code: `import Koa from 'koa';\nnew Koa().use(async ctx => {\n  ctx.body = 'a';\n  ctx.body = 'b';\n});` },
    { name: 'hono returns', code: `import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/', c => {\n  if (!c.req.query('id')) return c.json({}, 400);\n  return c.json({});\n});` },
    { name: 'fastify returns the reply', code: fast(`  if (!request.query.id) return reply.code(400).send({});\n  return reply.send({});`) },
    { name: 'a loop that answers and stops', code: app(`  for (const each of items) {\n    if (each.bad) {\n      res.status(400).end();\n      return;\n    }\n  }\n  res.end();`) },
    { name: 'parameter reassigned', code: `import type { Request, Response } from 'express';\nexport function show(req: Request, res: Response) {\n  res = wrap(res);\n  res.end();\n  res.end();\n}` },
    { name: 'a callback that may answer', code: app(`  if (!req.query.id) res.status(400).end();\n  load((error, row) => {\n    if (row) res.json(row);\n  });`) },
    { name: 'a listener that answers', code: app(`  if (!req.query.id) res.status(400).end();\n  req.on('close', () => res.end('gone'));`) },
    { name: 'a callback, and a path without it', code: app(`  if (!req.query.id) res.status(400).end();\n  if (req.query.id) load(row => res.json(row));`) },
    { name: 'only the status changes', code: app(`  res.json({});\n  res.status(500);`) },
    { name: 'headers before a file is read', code: app(`  res.sendFile('a');\n  res.set('x', '1');`) },
    { name: 'headers of the other path', code: app(`  if (!req.query.id) return res.status(400).json({});\n  res.set('x', '1');\n  res.json({});`) },
    { name: 'headers where nothing was sent', code: app(`  if (!req.query.id) res.json({});\n  if (!res.headersSent) res.set('x', '1');`) },
    { name: 'test file', code: app(`  res.json({});\n  res.json({});`), filename: 'src/app.test.ts' },
  ].map(each => (typeof each === 'string' ? each : { name: each.name, code: each.code, ...('filename' in each && { filename: each.filename }) })),
  invalid: [
    {
      name: 'forgotten return',
      code: app(`  if (!req.query.id) {\n    res.status(400).json({});\n  }\n  res.json({ ok: true });`),
      errors: [{ messageId: 'twice', line: 5, data: { line: '7' }, suggestions: [{ messageId: 'insertReturn', output: app(`  if (!req.query.id) {\n    res.status(400).json({});\n    return;\n  }\n  res.json({ ok: true });`) }] }],
    },
    {
      name: 'no block',
      code: app(`  if (!req.query.id) res.sendStatus(400);\n  res.json({ ok: true });`),
      errors: [{ messageId: 'twice', suggestions: [{ messageId: 'insertReturn', output: app(`  if (!req.query.id) { res.sendStatus(400); return; }\n  res.json({ ok: true });`) }] }],
    },
    {
      name: 'after work',
      code: app(`  if (!req.query.id) {\n    res.redirect('/login');\n  }\n  const user = await load(req.query.id);\n  res.render('user', { user });`),
      errors: [{ messageId: 'twice', suggestions: 1 as never }],
    },
    {
      name: 'every way on answers again',
      code: app(`  if (!req.query.id) {\n    res.status(400).end();\n  }\n  if (req.query.short) {\n    res.json({});\n  } else {\n    res.json({ long: true });\n  }`),
      errors: [{ messageId: 'twice', suggestions: 1 as never }],
    },
    {
      name: 'in a try',
      code: app(`  try {\n    if (!req.query.id) {\n      res.status(400).end();\n    }\n    const row = await load();\n    res.json(row);\n  } catch (error) {\n    next(error);\n  }`),
      errors: [{ messageId: 'twice', suggestions: 1 as never }],
    },
    {
      name: 'after the catch',
      code: app(`  let row;\n  try {\n    row = await load();\n  } catch (error) {\n    res.status(500).json({});\n  }\n  res.json(row);`),
      errors: [{ messageId: 'twice', suggestions: 1 as never }],
    },
    {
      name: 'passed on after a response',
      code: `import type { NextFunction, Request, Response } from 'express';\nexport function auth(req: Request, res: Response, next: NextFunction) {\n  if (!req.headers.authorization) {\n    res.status(401).end();\n  }\n  next();\n}`,
      errors: [{ messageId: 'passedOn', line: 4, data: { line: '6', next: 'next' }, suggestions: 1 as never }],
    },
    {
      name: 'a response after passing on',
      code: app(`  if (!req.query.id) {\n    next(new Error('no id'));\n  }\n  res.json({ ok: true });`),
      errors: [{ messageId: 'answeredAfterNext', suggestions: 1 as never }],
    },
    {
      name: 'passed on twice',
      code: app(`  if (!req.query.id) {\n    next(new Error('no id'));\n  }\n  next();`),
      errors: [{ messageId: 'passedOnTwice', suggestions: 1 as never }],
    },
    {
      name: 'in a callback',
      code: app(`  db.find((error, row) => {\n    if (error) next(error);\n    res.json(row);\n  });`),
      errors: [{ messageId: 'answeredAfterNext', suggestions: 1 as never }],
    },
    {
      name: 'router, require, JavaScript',
      filename: 'src/routes.js',
      code: `const { Router } = require('express');\nconst router = Router();\nrouter.post('/', (req, res) => {\n  if (!req.body) {\n    res.status(400).send('no');\n  }\n  res.send('yes');\n});\nmodule.exports = router;`,
      errors: [{ messageId: 'twice', suggestions: 1 as never }],
    },
    {
      name: 'error middleware',
      code: `import express from 'express';\nconst app = express();\napp.use((err, req, res, next) => {\n  if (res.headersSent) next(err);\n  res.status(500).end();\n});`,
      errors: [{ messageId: 'answeredAfterNext', suggestions: 1 as never }],
    },
    {
      name: 'node:http',
      code: `import { createServer } from 'node:http';\ncreateServer((req, res) => {\n  if (req.method !== 'GET') {\n    res.writeHead(405).end();\n  }\n  res.end('ok');\n});`,
      errors: [{ messageId: 'twice', suggestions: 1 as never }],
    },
    {
      name: 'node:http by types',
      code: `import type { IncomingMessage, ServerResponse } from 'node:http';\nexport function handle(req: IncomingMessage, res: ServerResponse) {\n  if (!req.url) {\n    res.statusCode = 400;\n    res.end();\n  }\n  res.end('ok');\n}`,
      errors: [{ messageId: 'twice', suggestions: 1 as never }],
    },
    {
      name: 'fastify drops the second',
      code: fast(`  if (!request.query.id) {\n    reply.code(400).send({});\n  }\n  reply.send({ ok: true });`),
      errors: [{ messageId: 'dropped', suggestions: [{ messageId: 'insertReturn', output: fast(`  if (!request.query.id) {\n    return reply.code(400).send({});\n  }\n  reply.send({ ok: true });`) }] }],
    },
    {
      name: 'wrapped handler',
      code: `import { Router } from 'express';\nimport { safely } from './safely.js';\nRouter().get('/', safely(async (req, res) => {\n  if (!req.query.id) res.status(400).end();\n  res.json({});\n}));`,
      errors: [{ messageId: 'twice', suggestions: 1 as never }],
    },
    {
      name: 'a loop that answers and goes on',
      code: app(`  for (const each of items) {\n    if (each.bad) {\n      res.status(400).end();\n    }\n  }\n  res.send('ok');`),
      errors: [{ messageId: 'twice', suggestions: 1 as never }],
    },
    {
      name: 'a callback answers as well',
      code: app(`  if (!req.query.id) {\n    res.status(400).json({});\n  }\n  db.find(req.query.id, (error, row) => {\n    if (error) return res.status(500).end();\n    res.json(row);\n  });`),
      errors: [{ messageId: 'twice', line: 5, data: { line: '9' }, suggestions: [{ messageId: 'insertReturn', output: app(`  if (!req.query.id) {\n    res.status(400).json({});\n    return;\n  }\n  db.find(req.query.id, (error, row) => {\n    if (error) return res.status(500).end();\n    res.json(row);\n  });`) }] }],
    },
    { name: 'a chain answers as well', code: app(`  if (!req.query.id) res.status(400).json({});\n  load(req.query.id).then(row => res.json(row)).catch(next);`), errors: [{ messageId: 'twice', line: 4, suggestions: 1 as never }] },
    { name: 'passed on, and a callback answers', code: app(`  if (!req.query.id) next(new Error('no id'));\n  load(req.query.id, row => { res.json(row); });`), errors: [{ messageId: 'answeredAfterNext', line: 4, suggestions: 1 as never }] },
    { name: 'a header of what has been sent', code: app(`  res.json({});\n  res.cookie('a', 'b');`), errors: [{ messageId: 'header', line: 4, data: { line: '5' }, suggestions: 1 as never }] },
    { name: 'node:http, the head of what has been sent', code: `import { createServer } from 'node:http';\ncreateServer((req, res) => {\n  if (req.url === '/') {\n    res.writeHead(200);\n    res.end('a');\n  }\n  res.writeHead(404);\n  res.end();\n});`, errors: [{ messageId: 'header', line: 5, data: { line: '7' }, suggestions: 1 as never }] },
    { name: 'a file, and another answer', code: app(`  if (req.query.file) {\n    res.sendFile('a');\n  }\n  res.json({});`), errors: [{ messageId: 'raced', line: 5, data: { line: '7' }, suggestions: 1 as never }] },
    { name: 'Next.js', code: `import type { NextApiRequest, NextApiResponse } from 'next';\nexport default function handler(req: NextApiRequest, res: NextApiResponse) {\n  if (req.method !== 'POST') {\n    res.status(405).json({});\n  }\n  res.status(200).json({});\n}`, errors: [{ messageId: 'twice', line: 4, suggestions: 1 as never }] },
    {
      name: 'as an expression',
      code: app(`  !req.query.id && res.status(400).end();\n  res.send('ok');`),
      errors: [{ messageId: 'twice' }],
    },
  ],
});
