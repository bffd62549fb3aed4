import rule from '../../../src/rules/promises/no-async-handler-express4.js';
import { ruleTests } from '../../rule-tests.js';

const fixture = (name: string): string => `${import.meta.dirname}/../../fixtures/${name}/src/app.js`;
const app = "import express from 'express';\nconst app = express();\n";
const one = [{ messageId: 'dropped', suggestions: 1 }];
const bare = [{ messageId: 'dropped', suggestions: [] }];
const options = [{ version: '4' }] as const;
const four = { options } as const;

ruleTests(rule, {
  valid: [
    { name: 'a version that nobody can see', code: `${app}app.get('/', async (req, res) => { res.json(await load()); });` },
    { name: 'Express 5 by its range', filename: fixture('express5'), code: `${app}app.get('/', async (req, res) => { res.json(await load()); });` },
    { name: 'Express 5 by option', filename: fixture('express4'), options: [{ version: '5' }], code: `${app}app.get('/', async (req, res) => { res.json(await load()); });` },
    { name: 'patched by a dependency', filename: fixture('express4-patched'), code: `${app}app.get('/', async (req, res) => { res.json(await load()); });` },
    { name: 'patched in the file', ...four, code: `import 'express-async-errors';\n${app}app.get('/', async (req, res) => { res.json(await load()); });` },
    { name: 'wrapped', ...four, code: `import asyncHandler from 'express-async-handler';\n${app}app.get('/', asyncHandler(async (req, res) => { res.json(await load()); }));` },
    { name: 'a wrapper in view that hands on', ...four, code: `${app}const wrap = fn => (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next); app.get('/', wrap(async (req, res) => { res.json(await load()); }));`, filename: 'src/x.js' },
    { name: 'a wrapper that gives back the promise of a guarded handler', ...four, filename: 'src/x.js', code: `${app}const wrap = fn => (req, res, next) => fn(req, res, next); app.get('/', wrap(async (req, res, next) => { try { res.json(await load()); } catch (error) { next(error); } }));` },
    { name: 'a wrapper that gives its own chain', ...four, filename: 'src/x.js', code: `${app}const wrap = fn => (req, res, next) => fn(req, res, next).catch(next); app.get('/', wrap(async (req, res) => { res.json(await load()); }));` },
    { name: 'guarded', ...four, code: `${app}app.get('/', async (req, res, next) => { try { res.json(await load()); } catch (error) { next(error); } });` },
    { name: 'caught', ...four, code: `${app}app.get('/', (req, res, next) => load().then(v => res.json(v)).catch(next));` },
    { name: 'plain', ...four, code: `${app}app.get('/', (req, res) => { res.send('ok'); });` },
    { name: 'from another module', ...four, code: `import { list } from './list.js';\n${app}app.get('/', list);` },
    { name: 'a promise router', ...four, code: "import Router from 'express-promise-router'; const router = Router(); router.get('/', async (req, res) => { res.json(await load()); });" },
    { name: 'Fastify waits', ...four, code: "import fastify from 'fastify'; const app = fastify(); app.get('/', async () => load());" },
    { name: 'Koa waits', ...four, code: "import Koa from 'koa'; new Koa().use(async ctx => { ctx.body = await load(); });" },
    { name: 'a setting', ...four, code: `${app}app.get('env');` },
    { name: 'unknown router', ...four, code: 'export function wire(router) { router.get("/", async (req, res) => { res.json(await load()); }); }', filename: 'src/x.js' },
  ],
  invalid: [
    { name: 'Express 4 by its range', filename: fixture('express4'), code: `${app}app.get('/', async (req, res) => { res.json(await load()); });`, errors: [{ messageId: 'dropped', data: { framework: 'Express', version: '4', since: '5' }, line: 3, suggestions: [{ messageId: 'addTry', output: `${app}app.get('/', async (req, res, next) => { try { res.json(await load()); } catch (error) { next(error); } });` }] }] },
    { name: 'by option', ...four, code: `${app}app.post('/', async (req, res, next) => { await save(req.body); res.end(); });`, errors: one },
    { name: 'require', ...four, filename: 'src/x.js', code: "const express = require('express'); const router = express.Router(); router.get('/', async (req, res) => { res.json(await load()); }); module.exports = router;", errors: one },
    { name: 'Router, destructured', ...four, filename: 'src/x.js', code: "const { Router } = require('express'); const r = Router(); r.use(async (req, res, next) => { await check(req); next(); });", errors: one },
    { name: 'a list of handlers', ...four, code: `${app}app.get('/', [async (req, res, next) => { await check(req); next(); }, (req, res) => res.end()]);`, errors: one },
    { name: 'by name, once', ...four, code: `${app}async function list(req, res) { res.json(await load()); } app.get('/a', list); app.get('/b', list);`, errors: bare },
    { name: 'methods', ...four, code: "import { Router } from 'express'; export class C { router = Router(); constructor() { this.router.get('/a', this.a); this.router.get('/b', this.b.bind(this)); } async a(req, res) { res.json(await load()); } async b(req, res) { res.json(await load()); } }", errors: [...bare, ...bare] },
    { name: 'route()', ...four, code: `${app}app.route('/a').get(async (req, res) => { res.json(await load()); }).post((req, res) => { res.end(); });`, errors: one },
    { name: 'param', ...four, code: `${app}app.param('id', async (req, res, next, id) => { req.user = await find(id); next(); });`, errors: one },
    { name: 'error middleware', ...four, code: `${app}app.use(async (error, req, res, next) => { await record(error); res.status(500).end(); });`, errors: one },
    { name: 'what catch throws', ...four, code: `${app}app.get('/', async (req, res) => { try { res.json(await load()); } catch (error) { throw new Error('no', { cause: error }); } });`, errors: one },
    { name: 'return leaves the try', ...four, code: `${app}app.get('/', async (req, res) => { try { return answer(res); } catch (error) { res.status(500).end(); } });`, errors: bare },
    { name: 'a wrapper that handles nothing', ...four, filename: 'src/x.js', code: `${app}const wrap = fn => async (req, res, next) => { await fn(req, res, next); }; app.get('/', wrap(handler));`, errors: bare },
    { name: 'a wrapper that gives back the promise', ...four, filename: 'src/x.js', code: `${app}const wrap = fn => (req, res, next) => fn(req, res, next); app.get('/', wrap(async (req, res) => { res.json(await load()); }));`, errors: bare },
    { name: 'a wrapper with steps of its own', ...four, filename: 'src/x.js', code: `${app}function wrap(fn) { return (req, res, next) => { res.set('x', 'y'); return fn(req, res, next); }; } app.get('/', wrap(async (req, res) => { res.json(await load()); }));`, errors: bare },
    { name: 'typed', ...four, code: "import express, { type Request, type Response } from 'express'; const app = express(); app.get('/', async (req: Request, res: Response) => { res.json(await load()); });", errors: one },
    { name: 'an injected app', ...four, code: "import type { Express } from 'express'; export function routes(app: Express) { app.get('/', async (req, res) => { res.json(await load()); }); }", errors: one },
  ],
});
