import rule from '../../../src/rules/failures/valid-error-middleware.js';
import { ruleTests } from '../../rule-tests.js';

const app = "import express from 'express';\nconst app = express();\n";
const js = { filename: 'src/x.js' } as const;
const one = (messageId: string): { readonly messageId: string }[] => [{ messageId }];
const uncallable = [{ messageId: 'uncallable', suggestions: 1 }];

ruleTests(rule, {
  valid: [
    // The number of parameters.
    { name: 'four parameters', code: `${app}app.get('/', load); app.use((err, req, res, next) => { res.status(500).json({ error: 'internal' }); });` },
    { name: 'a request handler', code: `${app}app.use((req, res, next) => { next(); });` },
    { name: 'a request handler whose names say something else', code: `${app}app.use((err, req, res) => { req.status(500).json({}); });` },
    { name: 'two parameters that could be anything', code: `${app}app.use((error, request) => { request.end(); });` },
    { name: 'only names', code: `${app}app.use((err, req, res) => { log(err); });` },
    { name: 'any number of parameters', code: `${app}app.use((...args) => handle(args));` },
    { name: 'a wrapper in another module', code: `import { wrap } from './wrap.js';\n${app}app.get('/', load); app.use(wrap((err, req, res, next) => { res.status(500).end(); }));` },
    { name: 'a wrapper that keeps four', code: `${app}const wrap = fn => (err, req, res, next) => fn(err, req, res, next); app.get('/', load); app.use(wrap((err, req, res, next) => { res.status(500).end(); }));`, ...js },
    { name: 'a helper of three parameters', code: "import type { Request, Response } from 'express'; export function sendError(err: Error, req: Request, res: Response) { res.status(500).end(); }" },
    { name: 'param', code: `${app}app.param('id', (req, res, next, id, name) => { res.locals.id = id; next(); });` },
    { name: 'a type of the same name', code: "import type { ErrorRequestHandler } from './types.js'; export const handle: ErrorRequestHandler = (err, req, res) => { res.status(500).end(); };" },
    { name: 'an optional parameter counts', code: `import type { NextFunction, Request, Response } from 'express';\n${app}app.get('/', load); app.use((err: Error, req: Request, res: Response, next?: NextFunction) => { res.status(500).end(); });` },
    { name: "TypeScript's this", code: "import type { ErrorRequestHandler, NextFunction, Request, Response } from 'express'; export const handle: ErrorRequestHandler = function (this: void, err: Error, req: Request, res: Response, next: NextFunction) { res.status(500).end(); };" },
    { name: 'no framework', code: 'export function wire(app) { app.use((err, req, res) => { res.status(500).end(); }); }', ...js },
    { name: 'Fastify counts nothing', code: "import fastify from 'fastify'; const app = fastify(); app.setErrorHandler((error, request) => { throw error; });" },
    // The place.
    { name: 'after the routes', code: `${app}app.get('/', show); app.use((err, req, res, next) => { res.status(500).end(); });` },
    { name: 'after the body parser, with another at the end', code: `${app}app.use(express.json()); app.use((err, req, res, next) => { res.status(400).end(); }); app.get('/', show); app.use((err, req, res, next) => { res.status(500).end(); });` },
    { name: 'after the body parser, for its errors', code: `${app}app.use(express.json()); app.use((err, req, res, next) => { res.status(400).end(); }); app.get('/', show);` },
    { name: 'after the body parser, and it decides', code: `${app}app.use(express.json()); app.use((err, req, res, next) => { if (err.type !== 'entity.parse.failed') return next(err); res.status(500).end(); }); app.get('/', show);` },
    { name: 'behind middleware that nobody can see', code: `import routes from './routes.js';\n${app}app.use(routes); app.use((err, req, res, next) => { res.status(500).end(); }); app.get('*', show);` },
    { name: 'routes on both sides', code: `${app}app.get('/api', show); app.use((err, req, res, next) => { res.status(500).end(); }); app.get('*', page);` },
    { name: 'handed to who registers', code: `import { routes } from './routes.js';\n${app}routes(app); app.use((err, req, res, next) => { res.status(500).end(); }); app.get('/health', show);` },
    { name: 'an application of others', code: "import type { Express } from 'express'; export function wire(app: Express) { app.use((err, req, res, next) => { res.status(500).end(); }); app.get('/', show); }" },
    { name: 'registered by a function', code: `${app}function routes() { app.get('/', show); } routes(); app.use((err, req, res, next) => { res.status(500).end(); }); app.get('/health', ok);` },
    { name: 'a router filled later sees errors', code: `${app}const router = express.Router(); app.use('/', router); app.use((err, req, res, next) => { res.status(500).end(); }); router.get('/', show);` },
    { name: 'in a condition', code: `${app}if (debug) { app.use((err, req, res, next) => { res.status(500).end(); }); } else { app.get('/', show); }` },
    { name: 'Koa, first', code: "import Koa from 'koa'; const app = new Koa(); app.use(async (ctx, next) => { try { await next(); } catch (error) { ctx.status = 500; } }); app.use(async ctx => { ctx.body = await load(); });" },
    { name: 'Koa, between routers', code: "import Koa from 'koa'; import Router from '@koa/router'; const app = new Koa(); const a = new Router(); const b = new Router(); app.use(a.routes()); app.use(async (ctx, next) => { try { await next(); } catch (error) { ctx.status = 500; } }); app.use(b.routes());" },
    { name: 'Koa, last behind what nobody can see', code: "import Koa from 'koa'; import { more } from './more.js'; const app = new Koa(); app.use(async ctx => { ctx.body = 1; }); app.use(async (ctx, next) => { try { await next(); } catch (error) { ctx.status = 500; } }); more(app);" },
    { name: 'Koa, last with work of its own', code: "import Koa from 'koa'; const app = new Koa(); app.use(async ctx => { ctx.body = 1; }); app.use(async (ctx, next) => { try { ctx.user = await load(); await next(); } catch (error) { ctx.status = 500; } });" },
    // The answer.
    { name: 'passes it on', code: `${app}app.get('/', show); app.use((err, req, res, next) => { log(err); next(err); });` },
    { name: 'throws it on', code: `${app}app.get('/', show); app.use((err, req, res, next) => { if (err.status) { res.status(err.status).end(); return; } throw err; });` },
    { name: 'every path', code: `${app}app.get('/', show); app.use((err, req, res, next) => { if (err.status) res.status(err.status).end(); else next(err); });` },
    { name: 'headers have been sent', code: `${app}app.get('/', show); app.use((err, req, res, next) => { if (res.headersSent) return; res.status(500).end(); });` },
    { name: 'not where headers have been sent', code: `${app}app.get('/', show); app.use((err, req, res, next) => { if (!res.headersSent) { res.status(500).end(); } });` },
    { name: 'hands the response on', code: `${app}app.get('/', show); app.use((err, req, res, next) => { answer(res, err); });` },
    { name: 'answers later', code: `${app}app.get('/', show); app.use((err, req, res, next) => { record(err, () => res.status(500).end()); });` },
    { name: 'ends the process', code: `${app}app.get('/', show); app.use((err, req, res, next) => { log(err); process.exit(1); });` },
    { name: 'destroys the request', code: `${app}app.get('/', show); app.use((err, req, res, next) => { req.socket.destroy(); });` },
    { name: 'called by another', code: `import type { NextFunction, Request, Response } from 'express'; function logError(err: Error, req: Request, res: Response, next: NextFunction) { log(err); } export function handle(err: Error, req: Request, res: Response, next: NextFunction) { logError(err, req, res, next); res.status(500).end(); }` },
    { name: 'next() for errors that are none', code: `${app}app.get('/', show); app.use((err, req, res, next) => { if (err.code === 'ENOENT') return next(); next(err); });` },
    { name: 'next() after keeping the error', code: `${app}app.get('/', show); app.use((err, req, res, next) => { req.error = err; next(); });` },
    { name: 'Fastify returns what is to be sent', code: "import fastify from 'fastify'; const app = fastify(); app.setErrorHandler(async (error, request, reply) => { reply.status(500); return { error: 'internal' }; });" },
    { name: 'Fastify sends', code: "import fastify from 'fastify'; const app = fastify(); app.setErrorHandler((error, request, reply) => { reply.status(500).send({ error: 'internal' }); });" },
    { name: 'Fastify without the reply', code: "import fastify from 'fastify'; const app = fastify(); app.setErrorHandler(async error => ({ statusCode: 500 }));" },
    { name: 'Hono awaits without a catch', code: "import { Hono } from 'hono'; const app = new Hono(); app.use(async (c, next) => { try { await next(); } finally { stop(); } });" },
    { name: 'Hono, and other work in the try', code: "import { Hono } from 'hono'; const app = new Hono(); app.use(async (c, next) => { try { await check(c); await next(); } catch (error) { return c.text('no', 500); } });" },
  ],
  invalid: [
    {
      name: 'three parameters, used as a response', code: `${app}app.get('/', load); app.use((err, req, res) => { res.status(500).json({ error: 'internal' }); });`,
      errors: [{
        messageId: 'uncallable', data: { framework: 'Express', wanted: '4', counted: '3', parameters: 'err, req, res, next' }, line: 3,
        suggestions: [{ messageId: 'addParameter', output: `${app}app.get('/', load); app.use((err, req, res, _next) => { res.status(500).json({ error: 'internal' }); });` }],
      }],
    },
    {
      name: 'three parameters, typed', code: "import express, { type Request, type Response } from 'express';\nconst app = express();\napp.get('/', load);\napp.use((err: Error, _req: Request, res: Response) => {\n  res.status(500).json({ error: err.name });\n});",
      errors: [{
        messageId: 'uncallable',
        suggestions: [{ messageId: 'addParameter', output: "import express, { type Request, type Response } from 'express';\nconst app = express();\napp.get('/', load);\napp.use((err: Error, _req: Request, res: Response, _next: import('express').NextFunction) => {\n  res.status(500).json({ error: err.name });\n});" }],
      }],
    },
    {
      name: 'a default value hides the fourth', code: `${app}app.get('/', load); app.use((err, req, res, next = () => {}) => { res.status(500).end(); });`,
      errors: [{ messageId: 'uncallable', data: { framework: 'Express', wanted: '4', counted: '3', parameters: 'err, req, res, next' }, suggestions: [{ messageId: 'dropDefault', output: `${app}app.get('/', load); app.use((err, req, res, next) => { res.status(500).end(); });` }] }],
    },
    { name: 'five parameters', code: `${app}app.get('/', load); app.use((err, req, res, next, extra) => { res.status(500).end(); });`, errors: [{ messageId: 'uncallable', data: { framework: 'Express', wanted: '4', counted: '5', parameters: 'err, req, res, next' }, suggestions: [] }] },
    { name: 'by name, before its definition', code: `${app}app.get('/', load); app.use(handle); function handle(err, req, res) { res.sendStatus(500); }`, errors: uncallable },
    { name: 'require, at the end of a route', ...js, code: "const { Router } = require('express'); const router = Router(); router.get('/', load, (err, req, res) => { res.send('no'); });", errors: uncallable },
    { name: 'a method', code: "import { Router } from 'express'; export class Api { router = Router(); constructor() { this.router.use(this.fail); } fail(err, req, res) { res.status(500).end(); } }", errors: uncallable },
    { name: 'an injected router, in a list', code: "import type { Router } from 'express'; export function wire(router: Router) { router.use(['/a'], [(err, req, res) => { res.status(500).end(); }]); }", errors: uncallable },
    { name: 'rest, typed', code: `${app}app.use((err: Error, ...rest: unknown[]) => { log(err); });`, errors: one('uncallable') },
    { name: 'a subclass in view', code: `class AppError extends Error {}\n${app}app.use((err: AppError, req, res) => { res.status(500).end(); });`, errors: uncallable },
    { name: 'returned as an ErrorRequestHandler', code: "import type { ErrorRequestHandler } from 'express'; export const handler = (log: Log): ErrorRequestHandler => { return (err, req, res) => { answer(res, log, err); }; };", errors: uncallable },
    { name: 'a constant of that type', code: "import { ErrorRequestHandler } from 'express'; export const handler: ErrorRequestHandler = (err, _req, res) => { res.status(500).end(); };", errors: uncallable },
    { name: 'a field, from another module of types', code: "import type { ErrorRequestHandler } from 'express-serve-static-core'; export class A { handle: ErrorRequestHandler = (err, _req, res) => { res.status(500).end(); }; }", errors: uncallable },
    { name: 'satisfies', code: "import type { ErrorRequestHandler } from 'express'; export const handler = ((err, _req, res) => { res.status(500).end(); }) satisfies ErrorRequestHandler;", errors: uncallable },
    { name: 'connect', ...js, code: "const connect = require('connect'); const app = connect(); app.use(load); app.use((err, req, res) => { res.end('no'); });", errors: [{ messageId: 'uncallable', data: { framework: 'Connect', wanted: '4', counted: '3', parameters: 'err, req, res, next' }, suggestions: 1 }] },
    { name: 'a wrapper in view', ...js, code: `${app}const wrap = fn => (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next); app.get('/', load); app.use(wrap((err, req, res, next) => { res.status(500).end(); }));`, errors: [{ messageId: 'wrapped', data: { framework: 'Express', wanted: '4', counted: '3', wrapper: 'wrap' } }] },
    { name: 'express-async-handler', code: `import asyncHandler from 'express-async-handler';\n${app}app.get('/', load); app.use(asyncHandler(async (err, req, res, next) => { await record(err); res.status(500).end(); }));`, errors: [{ messageId: 'wrapped', data: { framework: 'Express', wanted: '4', counted: '0', wrapper: 'asyncHandler' } }] },
    // The place.
    { name: 'first of all', code: `${app}app.use((err, req, res, next) => { res.status(500).end(); });\napp.get('/', show);`, errors: [{ messageId: 'tooEarly', data: { framework: 'Express', line: '4' }, line: 3 }] },
    { name: 'first, routes of another module behind it', code: `import routes from './routes.js';\n${app}app.use((err, req, res, next) => { next(err); });\napp.use('/api', routes);`, errors: one('tooEarly') },
    { name: 'behind the parsers only', code: `${app}app.use(express.json()).use((err, req, res, next) => { console.error(err); res.status(500).json({ error: 'internal' }); });\napp.post('/', show);`, errors: one('tooEarly') },
    { name: 'on a router, by name', ...js, code: "const express = require('express'); const router = express.Router(); router.use(fail);\nrouter.post('/', show); module.exports = router; function fail(err, req, res, next) { res.status(500).end(); }", errors: one('tooEarly') },
    { name: 'Koa, last', code: "import Koa from 'koa'; const app = new Koa();\napp.use(async ctx => { ctx.body = await load(); });\napp.use(async (ctx, next) => { try { await next(); } catch (error) { ctx.status = 500; } });\napp.listen(3000);", errors: [{ messageId: 'tooLate', data: { line: '2' }, line: 3 }] },
    { name: 'Koa, behind the routes of a router', code: "import Koa from 'koa'; import Router from '@koa/router'; const app = new Koa(); const router = new Router(); router.get('/', show); app.use(router.routes()).use(router.allowedMethods());\napp.use(async (ctx, next) => { try { await next(); } catch (error) { ctx.status = 500; ctx.body = 'no'; } });\nexport default app;", errors: one('tooLate') },
    // The answer.
    {
      name: 'only logs', code: `${app}app.get('/', show); app.use((err, req, res, next) => { console.error(err); });`,
      errors: [{ messageId: 'silent', data: { next: 'next', error: 'err' }, suggestions: [{ messageId: 'addNext', output: `${app}app.get('/', show); app.use((err, req, res, next) => { console.error(err); next(err); });` }] }],
    },
    { name: 'answers some errors', code: `${app}app.get('/', show); app.use((err, req, res, next) => { if (err.name === 'UnauthorizedError') { res.status(401).end(); } });`, errors: [{ messageId: 'silent', suggestions: [] }] },
    { name: 'sets the status and no more', code: `${app}app.get('/', show); app.use((err, req, res, next) => { res.status(500); });`, errors: [{ messageId: 'silent', suggestions: 1 }] },
    { name: 'returns early', code: `${app}app.get('/', show); app.use((err, req, res, next) => { if (err.ignored) return; if (res.headersSent) return next(err); res.status(500).end(); });`, errors: one('silent') },
    { name: 'by its types', code: "import type { NextFunction, Request, Response } from 'express'; export function handle(err: Error, req: Request, res: Response, next: NextFunction): void { switch (err.name) { case 'NotFound': res.status(404).end(); break; case 'Conflict': res.status(409).end(); } }", errors: one('silent') },
    { name: 'an expression', code: "import type { ErrorRequestHandler } from 'express'; export const handle: ErrorRequestHandler = (err, req, res, next) => console.error(err);", errors: one('silent') },
    { name: 'forgets the error', code: `${app}app.get('/', show); app.use((err, req, res, next) => { console.error(err); next(); });`, errors: [{ messageId: 'forgotten', data: { next: 'next', error: 'err' }, suggestions: [{ messageId: 'passError', output: `${app}app.get('/', show); app.use((err, req, res, next) => { console.error(err); next(err); });` }] }] },
    { name: 'Fastify, nothing sent', code: "import fastify from 'fastify'; const app = fastify(); app.setErrorHandler((error, request, reply) => { request.log.error(error); });", errors: one('unsent') },
    { name: 'Fastify, an empty answer', code: "import fastify from 'fastify'; const app = fastify(); app.setErrorHandler(async (error, request, reply) => { if (error.validation) { reply.status(400); return { error: 'invalid' }; } request.log.error(error); });", errors: [{ messageId: 'empty', data: { framework: 'Fastify' } }] },
    { name: 'Hono, a catch that sees no Error', code: "import { Hono } from 'hono'; const app = new Hono(); app.use(async (c, next) => { try { await next(); } catch (error) { return c.text('no', 500); } });", errors: one('unreachable') },
    { name: 'Hono, a middleware of its own', code: "import { createMiddleware } from 'hono/factory'; export const errors = createMiddleware(async (c, next) => { try { await next(); } catch { return c.json({ error: 'no' }, 500); } });", errors: one('unreachable') },
  ],
});
