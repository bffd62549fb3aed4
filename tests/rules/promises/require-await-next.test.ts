import rule from '../../../src/rules/promises/require-await-next.js';
import { ruleTests } from '../../rule-tests.js';

const koa = (body: string): string => `import Koa from 'koa';\nconst app = new Koa();\napp.use(${body});`;
const hono = (body: string): string => `import { Hono } from 'hono';\nconst app = new Hono();\napp.use(${body});`;
const one = [{ messageId: 'unawaited', suggestions: 1 }];
const bare = [{ messageId: 'unawaited', suggestions: [] }];

ruleTests(rule, {
  valid: [
    koa('async (ctx, next) => { await next(); }'),
    koa('async (ctx, next) => { return next(); }'),
    koa('(ctx, next) => next()'),
    koa('(ctx, next) => next().then(() => { ctx.set("a", "b"); })'),
    koa('async (ctx, next) => { try { await next(); } catch (error) { ctx.status = 500; } }'),
    koa('async (ctx, next) => { if (ctx.ok) return next(); ctx.status = 403; }'),
    koa('async (ctx, next) => { ctx.ok ? await next() : ctx.throw(403); }'),
    { name: 'kept and awaited', code: koa('async (ctx, next) => { const rest = next(); mark(); await rest; }') },
    { name: 'together with others', code: koa('async (ctx, next) => { await Promise.all([next(), audit(ctx)]); }') },
    hono('async (c, next) => { await next(); }'),
    { name: 'Express gives nothing', code: "import express from 'express'; express().use((req, res, next) => { next(); });" },
    { name: 'Express, async', code: "import express from 'express'; express().use(async (req, res, next) => { await check(req); next(); });" },
    { name: 'nothing but its name', code: 'export async function auth(ctx, next) { next(); }', filename: 'src/x.js' },
    { name: 'an iterator', code: 'export function f(items: Iterator<string>) { items.next(); }' },
  ],
  invalid: [
    { code: koa('async (ctx, next) => { next(); }'), errors: [{ messageId: 'unawaited', data: { next: 'next', write: 'await next()' }, line: 3, suggestions: [{ messageId: 'addAwait', output: koa('async (ctx, next) => { await next(); }') }] }] },
    { name: 'not async', code: koa('(ctx, next) => { next(); }'), errors: [{ messageId: 'unawaited', suggestions: [{ messageId: 'addReturn', output: koa('(ctx, next) => { return next(); }') }] }] },
    { name: 'void', code: koa('async (ctx, next) => { void next(); }'), errors: [{ messageId: 'unawaited', suggestions: [{ messageId: 'addAwait', output: koa('async (ctx, next) => { await next(); }') }] }] },
    { name: 'handled, but not awaited', code: koa('async (ctx, next) => { next().catch(report); }'), errors: one },
    { name: 'a chain', code: koa('async (ctx, next) => { next().then(() => { log(ctx); }); }'), errors: one },
    { name: 'a condition', code: koa('async (ctx, next) => { ctx.ok && next(); }'), errors: one },
    { name: 'in the middle of a plain function', code: koa('(ctx, next) => { next(); ctx.status = 200; }'), errors: bare },
    { name: 'by name', code: "import Koa from 'koa'; async function auth(ctx, next) { next(); } new Koa().use(auth);", filename: 'src/x.js', errors: one },
    { name: 'by type', code: "import type { Middleware } from 'koa'; export const auth: Middleware = async (ctx, next) => { next(); };", errors: one },
    { name: 'by the type of its parameter', code: "import type { Context, Next } from 'koa'; export async function auth(ctx: Context, next: Next) { next(); }", errors: one },
    { name: 'namespace type', code: "import Koa from 'koa'; export async function auth(ctx: Koa.Context, next: Koa.Next) { next(); }", errors: one },
    { name: 'router', code: "import Router from '@koa/router'; const router = new Router(); router.get('/', async (ctx, next) => { next(); }, ctx => {});", errors: one },
    { name: 'composed', code: "import compose from 'koa-compose'; export default compose([async (ctx, next) => { next(); }]);", errors: one },
    { name: 'require', code: "const Koa = require('koa'); const app = new Koa(); app.use(async (context, go) => { go(); });", filename: 'src/x.js', errors: [{ messageId: 'unawaited', data: { next: 'go', write: 'await go()' }, suggestions: 1 }] },
    { name: 'Hono', code: hono('async (c, next) => { next(); }'), errors: one },
    { name: 'Hono, made elsewhere', code: "import { createMiddleware } from 'hono/factory'; export const auth = createMiddleware(async (c, next) => { next(); });", errors: one },
    { name: 'Hono, by type', code: "import type { MiddlewareHandler } from 'hono'; export const auth: MiddlewareHandler = async (c, next) => { next(); };", errors: one },
  ],
});
