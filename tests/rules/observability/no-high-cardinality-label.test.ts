import rule from '../../../src/rules/observability/no-high-cardinality-label.js';
import { ruleTests } from '../../rule-tests.js';

const express = "import express from 'express';\nconst app = express();\n";
const prom = "import { Counter, Gauge, Histogram, Summary } from 'prom-client';\n";
const hits = `${prom}const hits = new Counter({ name: 'hits', help: 'Hits', labelNames: ['route', 'status'] });\n`;
const seconds = `${prom}const seconds = new Histogram({ name: 'seconds', help: 'Seconds', labelNames: ['route'] });\n`;
const otel = "import { metrics, trace } from '@opentelemetry/api';\nconst meter = metrics.getMeter('orders');\nconst tracer = trace.getTracer('orders');\nconst hits = meter.createCounter('hits');\n";
const statsd = "import { StatsD } from 'hot-shots';\nconst statsd = new StatsD();\n";
const route = (line: string): string => `${express}${hits}app.get('/orders/:id', (req, res) => { ${line} res.end(); });`;
const HARM = 'value is a time series of its own, which the process keeps and sends with every scrape until it ends';
const label = [{ messageId: 'label' }];
const unnamed = [{ messageId: 'unnamed' }];
const named = [{ messageId: 'name' }];
const span = [{ messageId: 'span' }];
const pattern = [{ messageId: 'label', suggestions: 1 }];
const allowed = [{ allowedLabels: ['user-id', 'latency'] }] as const;
const more = [{ unboundedLabels: ['tenant'] }] as const;

ruleTests(rule, {
  valid: [
    { name: 'patterns and statuses', code: route('hits.inc({ route: req.route.path, status: res.statusCode }); hits.labels(req.route.path, String(res.statusCode)).inc(); hits.labels({ route: req.baseUrl, method: req.method }).inc();') },
    { name: 'the pattern that Fastify tells', code: `import fastify from 'fastify';\nconst app = fastify();\n${hits}app.addHook('onResponse', async (request, reply) => { hits.inc({ route: request.routeOptions.url, status: reply.statusCode }); });` },
    { name: 'unions', code: `${prom}const hits = new Counter({ name: 'hits', help: 'Hits', labelNames: ['route', 'status'] });\nexport function hit(route: '/a' | '/b', status: '2xx' | '5xx') { hits.inc({ route, status }); }` },
    { name: 'a union under the name of an identifier', code: `${prom}type Known = 'a' | 'b';\nenum User { A, B }\nconst hits = new Counter({ name: 'hits', help: 'Hits', labelNames: ['userId'] });\nexport function hit(userId: Known, other: User) { hits.inc({ userId }); hits.inc({ userId: other }); hits.labels('a').inc(); hits.inc({ userId: 'none' }); }` },
    { name: 'a type from elsewhere may be a union', code: `${prom}import type { UserId } from './types.js';\nconst hits = new Counter({ name: 'hits', help: 'Hits', labelNames: ['userId'] });\nexport function hit(userId: UserId) { hits.inc({ userId }); }` },
    { name: 'a text of which nothing is known', code: `${hits}export function hit(route: string, status: string) { hits.inc({ route, status }); }` },
    { name: 'tenants, queues, jobs', code: `${prom}const jobs = new Counter({ name: 'jobs', help: 'Jobs', labelNames: ['tenant', 'queue', 'job_id'] });\nexport function done(tenant: string, queue: string, jobId: string) { jobs.inc({ tenant, queue, job_id: jobId }); }` },
    { name: 'a function that maps it', code: route('hits.inc({ route: normalizePath(req.path), status: statusClass(res.statusCode) }); hits.labels(routeOf(req)).inc();') },
    { name: 'a table', code: route("hits.inc({ route: ROUTES[req.path], status: KINDS.get(req.query.kind) });") },
    { name: 'replaced parts', code: route("hits.inc({ route: req.path.replace(/\\d+/g, ':id') });") },
    { name: 'a ternary of texts', code: route("hits.inc({ route: req.path === '/' ? 'root' : 'other', status: res.statusCode < 500 ? 'ok' : 'failed' });") },
    { name: 'one of those that are known', code: route("hits.inc({ route: KNOWN.has(req.path) ? req.path : 'other' }); if (ROUTES.includes(req.path)) hits.inc({ route: req.path });") },
    { name: 'the others have left', code: route('if (!KNOWN.includes(req.path)) return; hits.inc({ route: req.path });') },
    { name: 'a switch', code: route("switch (req.query.q) { case 'a': hits.inc({ route: req.query.q }); break; }") },
    { name: 'a name of which there are few', code: route('hits.inc({ status: req.query.type, route: req.body.kind }); hits.inc({ status: req.headers["content-type"] });') },
    { name: 'an asserted union', code: route('hits.inc({ route: req.params.x as Known });') },
    { name: 'the value of the metric', code: route('const start = Date.now(); seconds.observe({ route: req.route.path }, (Date.now() - start) / 1000); hits.inc({ route: "a" }, Date.now());') },
    { name: 'exemplars', code: `${express}${prom}const hits = new Counter({ name: 'hits', help: 'Hits', labelNames: ['route'], enableExemplars: true });\napp.get('/', (req, res) => { hits.inc({ labels: { route: '/' }, exemplarLabels: { traceId: req.get('x-request-id') }, value: 1 }); res.end(); });` },
    { name: 'series that are ended', code: `${express}${prom}const open = new Gauge({ name: 'open', help: 'Open', labelNames: ['ip'] });\napp.get('/', (req, res) => { open.inc({ ip: req.ip }); res.on('close', () => open.remove(req.ip)); });` },
    { name: 'what an error is called', code: `${hits}export async function work() { try { await run(); } catch (error) { hits.inc({ status: error.code }); hits.inc({ status: error.name }); throw error; } }`, filename: 'src/x.js' },
    { name: 'a field that is configured', code: `${prom}export class Pool { private readonly size = Number(process.env.SIZE); private readonly hits = new Counter({ name: 'hits', help: 'Hits', labelNames: ['size'] }); hit() { this.hits.labels(this.size.toString()).inc(); } }` },
    { name: 'a counter that is set back', code: `${prom}const hits = new Counter({ name: 'hits', help: 'Hits', labelNames: ['attempt'] });\nexport class Retry { private attempt = 0; start() { this.attempt = 0; } again() { this.attempt++; hits.inc({ attempt: this.attempt }); } }` },
    { name: 'attributes of spans', code: `${express}${otel}app.get('/', (req, res) => { const span = tracer.startSpan('GET /', { attributes: { 'http.url': req.url } }); span.setAttribute('user.id', req.user.id); span.end(); res.end(); });`, filename: 'src/x.js' },
    { name: 'the method in the name of a span', code: `${express}${otel}app.get('/', (req, res) => { tracer.startActiveSpan(\`\${req.method} \${req.route.path}\`, span => { span.end(); res.end(); }); });`, filename: 'src/x.js' },
    { name: 'another Counter', code: `${express}import { Counter } from './counter.js';\nconst hits = new Counter();\napp.get('/', (req, res) => { hits.inc({ path: req.path }); res.end(); });` },
    { name: 'allowed', options: allowed, code: `${prom}const hits = new Counter({ name: 'hits', help: 'Hits', labelNames: ['userId', 'latency'] });\nexport function hit(userId: string, start: number) { hits.inc({ userId, latency: Date.now() - start }); }` },
    { name: 'tags of few values', code: `${statsd}export function hit(kind: string) { statsd.increment('orders', 1, [\`kind:\${kind}\`, 'region:eu']); statsd.increment(\`orders.\${kind}\`); statsd.timing('orders', Date.now(), { kind }); }` },
    { name: 'in a route its pattern is there', code: route('hits.inc({ route: req.route?.path ?? req.path }); hits.inc({ route: req.route ? req.route.path : req.path });') },
    { name: 'a rounded time', code: `${hits}export function hit(start: number) { hits.inc({ status: Math.floor((Date.now() - start) / 60_000) }); hits.inc({ status: new Date().getHours() }); }` },
    { name: 'a user who is a constant of the module', code: `${prom}const OPERATOR = { id: 'op' };\nconst hits = new Counter({ name: 'hits', help: 'Hits', labelNames: ['user_id'] });\nexport function hit() { hits.inc({ user_id: OPERATOR.id }); }\nfunction of(userId) { hits.inc({ user_id: userId }); }\nof('a'); of('b');`, filename: 'src/x.js' },
    { name: 'an object that is not in view', code: `${hits}export function hit(labels: Labels) { hits.inc(labels); hits.inc({ ...labels }); hits.labels(...list).inc(); }` },
    { name: 'a test', filename: 'test/metrics.test.ts', code: route('hits.inc({ route: req.path });') },
  ],
  invalid: [
    {
      name: 'the address of the request',
      code: route('hits.inc({ route: req.path, status: res.statusCode });'),
      errors: [{
        messageId: 'label',
        data: { label: 'route', what: 'the address of the request', harm: HARM, instead: 'Write the pattern of the route, such as `/orders/:id`' },
        suggestions: [{ messageId: 'writePattern', data: { pattern: 'req.route.path' }, output: route('hits.inc({ route: req.route.path, status: res.statusCode });') }],
      }],
    },
    { name: 'by require', filename: 'src/x.cjs', code: "const client = require('prom-client');\nconst app = require('express')();\nconst hits = new client.Counter({ name: 'hits', help: 'Hits', labelNames: ['path'] });\napp.use((req, res, next) => { hits.labels(req.originalUrl).inc(); next(); });", errors: [{ messageId: 'label', suggestions: 0 }] },
    { name: 'part of a text', code: route('hits.labels({ route: `${req.method} ${req.url}` }).inc();'), errors: pattern },
    { name: 'without its query', code: route("hits.inc({ route: req.originalUrl.split('?')[0] });"), errors: pattern },
    { name: 'its path', code: route("hits.inc({ route: new URL(req.url, 'http://localhost').pathname });"), errors: pattern },
    { name: 'in a constant', code: route('const path = req.path.toLowerCase(); hits.inc({ route: path });'), errors: label },
    { name: 'taken out of it', code: route('const { path, params: { id } } = req; hits.inc({ route: path }); hits.inc({ order: `order-${id}` });'), errors: [{ messageId: 'label', suggestions: 0 }, ...label] },
    { name: 'an unknown route of a middleware', code: `${express}${hits}app.use((req, res, next) => { res.on('finish', () => hits.inc({ route: req.route?.path || req.path })); res.on('close', () => hits.inc({ route: req.route ? req.baseUrl + req.route.path : req.originalUrl })); next(); });`, errors: [{ messageId: 'label', data: { label: 'route', what: 'the address of a request that no route has matched', harm: HARM, instead: "Write a constant such as `'unmatched'` there" }, suggestions: 0 }, ...label] },
    { name: 'an unknown route, the older way', filename: 'src/x.js', code: `${express}${seconds}app.use((req, res, next) => { const end = seconds.startTimer(); res.on('finish', () => { const route = (req.route && req.route.path) || req.path; end({ route }); }); next(); });`, errors: label },
    { name: 'a guard', code: `import { Injectable, ExecutionContext } from '@nestjs/common';\nimport type { Request } from 'express';\nimport { Counter } from 'prom-client';\n@Injectable() export class Limit { constructor(private readonly rejected: Counter<string>) {} async canActivate(context: ExecutionContext) { const request = context.switchToHttp().getRequest<Request>(); this.rejected.inc({ path: request.path }); return true; } }`, errors: label },
    { name: 'of Fastify', code: `import fastify from 'fastify';\nconst app = fastify();\n${hits}app.get('/', async (request, reply) => { hits.inc({ route: request.url }); return []; });`, errors: [{ messageId: 'label', suggestions: [{ messageId: 'writePattern', data: { pattern: 'request.routeOptions.url' }, output: `import fastify from 'fastify';\nconst app = fastify();\n${hits}app.get('/', async (request, reply) => { hits.inc({ route: request.routeOptions.url }); return []; });` }] }] },
    { name: 'of Koa', code: `import Koa from 'koa';\nconst app = new Koa();\n${hits}app.use(async (ctx, next) => { await next(); hits.inc({ route: ctx.path, status: ctx.request.ip }); });`, errors: [...label, ...label] },
    { name: 'of node:http', code: `import http from 'node:http';\n${hits}http.createServer((req, res) => { hits.inc({ route: req.url }); res.end(); }).listen(80);`, errors: label },
    { name: 'of Hono', code: `import { Hono } from 'hono';\nconst app = new Hono();\n${hits}app.get('/:slug', c => { hits.inc({ route: c.req.path, status: c.req.param('slug') }); return c.text('a'); });`, errors: [...label, ...label] },
    { name: 'of a controller', code: `import { Controller, Get, Param } from '@nestjs/common';\n${hits}@Controller() export class Orders { @Get(':id') one(@Param('id') id: string) { hits.inc({ route: id }); } }`, errors: [{ messageId: 'label', data: { label: 'route', what: 'an identifier', harm: HARM, instead: 'Leave it out, and log it' } }] },
    { name: 'what a client sends', code: route('hits.inc({ search: req.query.q }); hits.inc({ slug: req.params.slug }); hits.inc({ agent: req.get("user-agent") }); hits.inc({ agent: req.headers["user-agent"] });'), errors: [...label, ...label, ...label, ...label] },
    { name: 'where others have been let through', code: route('if (IGNORED.includes(req.path)) return; hits.inc({ route: req.path });'), errors: pattern },
    { name: 'a middleware with names of its own', code: `${hits}import type { Request, Response, NextFunction } from 'express';\nexport function count(request: Request, response: Response, next: NextFunction) { hits.inc({ route: request.path }); next(); }`, errors: label },
    { name: 'the end of a timer', code: `${express}${seconds}app.use((req, res, next) => { const end = seconds.startTimer({ method: req.method }); res.on('finish', () => { end({ route: req.path }); }); next(); });`, errors: label },
    { name: 'the start of a timer, observations', code: `${express}${seconds}app.use((req, res, next) => { const end = seconds.startTimer({ route: req.path }); seconds.observe({ route: req.path }, 1); seconds.labels(req.path).observe(1); end(); next(); });`, errors: [...label, ...label, ...label] },
    {
      name: 'a duration, once for the label',
      code: `${prom}const calls = new Counter({ name: 'calls', help: 'Calls', labelNames: ['method', 'latency'] });\nexport async function call(method: string) {\n  const start = Date.now();\n  let ms;\n  try { await run(); ms = Date.now() - start; calls.inc({ method, latency: ms }); } catch (error) { ms = Date.now() - start; calls.inc({ method, latency: ms }); throw error; }\n}`,
      errors: [{ messageId: 'label', line: 2, column: 82, endColumn: 91, data: { label: 'latency', what: 'a time', harm: HARM, instead: 'Leave it out, and record times as the values of a histogram' }, suggestions: 0 }],
    },
    { name: 'moments', code: `${prom}const calls = new Counter({ name: 'calls', help: 'Calls' });\nexport function call() { calls.inc({ at: new Date().toISOString() }); calls.inc({ at: String(performance.now()) }); calls.inc({ at: \`\${process.hrtime.bigint()}\` }); calls.inc({ at: Math.round(Date.now()) }); }`, errors: [...label, ...label, ...label, ...label] },
    { name: 'a field that holds a moment', code: `${prom}export class Pool { private until: number; private readonly resets: Counter; constructor() { this.until = Date.now() + 1000; this.resets = new Counter({ name: 'resets', help: 'Resets' }); } reset() { this.resets.labels(this.until.toString()).inc(); this.until = Date.now() + 2000; } }`, errors: unnamed },
    { name: 'a number that only grows', code: `${prom}const calls = new Counter({ name: 'calls', help: 'Calls' });\nlet n = 0;\nexport class Pool { private count = 0; next() { this.count++; n++; calls.inc({ n: this.count }); calls.inc({ n }); } }`, errors: [...label, ...label] },
    { name: 'fresh identifiers', code: `${hits}import { randomUUID } from 'node:crypto';\nimport { v4 as uuid } from 'uuid';\nimport { nanoid } from 'nanoid';\nexport function hit() { hits.inc({ key: randomUUID() }); hits.inc({ key: uuid() }); hits.inc({ key: nanoid() }); hits.inc({ key: crypto.randomUUID() }); const key = \`k-\${uuid()}\`; hits.inc({ key }); }`, errors: [...label, ...label, ...label, ...label, ...label] },
    { name: 'what an error says', code: `${hits}export async function work() { try { await run(); } catch (error) { hits.inc({ status: error.message }); hits.inc({ status: \`\${error.name}: \${error.message}\` }); hits.inc({ status: String(error) }); throw error; } }`, filename: 'src/x.js', errors: [...label, ...label, ...label] },
    { name: 'as JSON', code: route('hits.inc({ query: JSON.stringify(req.query) }); hits.inc({ query: JSON.stringify({ q: req.query.q }) });'), errors: [...label, ...label] },
    {
      name: 'a label for each user',
      code: `${prom}const c = new Counter({ name: 'reqs', help: 'reqs', labelNames: ['userId', 'path'] });\nexport function hit(userId: string, req: { path: string }) {\n  c.inc({ userId, path: req.path });\n}`,
      errors: [{ messageId: 'label', line: 2, data: { label: 'userId', what: 'a value of its own for each user, request or message', harm: HARM, instead: 'Leave it out, and log it' } }],
    },
    { name: 'labels of the kind, in all spellings', code: `${prom}const c = new Counter({ name: 'reqs', help: 'reqs' });\nexport async function hit(user: User, order: { id: number }) { c.inc({ user_id: user.id }); c.inc({ 'order-id': String(order.id) }); const session = await open(user); c.inc({ sessionId: session.id }); for (const each of user.mails) c.inc({ email: each }); }`, errors: [...label, ...label, ...label, ...label] },
    { name: 'a label of the kind, by its place', code: `${prom}const c = new Counter({ name: 'reqs', help: 'reqs', labelNames: ['kind', 'request_id'] });\nexport function hit(kind: string, id: string) { c.labels(kind, id).inc(); }`, errors: label },
    { name: 'a further name', options: more, code: `${prom}const c = new Counter({ name: 'reqs', help: 'reqs', labelNames: ['tenant'] });\nexport function hit(tenant: string) { c.inc({ tenant }); }`, errors: label },
    { name: 'only what is not allowed', options: allowed, code: `${prom}const c = new Counter({ name: 'reqs', help: 'reqs', labelNames: ['userId', 'email'] });\nexport function hit(userId: string, email: string) { c.inc({ userId, email }); }`, errors: label },
    { name: 'given by a handler', code: `${express}${hits}function count(path, status) { hits.inc({ route: path, status }); }\napp.use((req, res, next) => { count(req.path, 'ok'); next(); });`, filename: 'src/x.js', errors: label },
    { name: 'an injected counter', code: `import { Counter } from 'prom-client';\nimport { InjectMetric } from '@willsoto/nestjs-prometheus';\nimport type { Request } from 'express';\nexport class Orders { constructor(@InjectMetric('hits') private readonly hits: Counter<string>) {} hit(req: Request) { this.hits.inc({ path: req.path }); this.hits?.labels(req.ip).inc(); } }`, errors: [...label, ...unnamed] },
    { name: 'a job', code: `import { Worker } from 'bullmq';\n${hits}export const worker = new Worker('mail', async job => { await send(job.data); hits.inc({ job: job.id }); }, { connection });`, errors: label },
    { name: 'attributes of OpenTelemetry', code: `${express}${otel}const ms = meter.createHistogram('ms');\napp.get('/', (req, res) => { hits.add(1, { 'url.path': req.path }); ms.record(5, { path: req.path, code: res.statusCode }); res.end(); });`, errors: [{ messageId: 'label', data: { label: 'url.path', what: 'the address of the request', harm: 'value is a time series of its own, and beyond 2,000 of them the SDK counts all others as one, without any attribute', instead: 'Write the pattern of the route, such as `/orders/:id`' }, suggestions: 1 }, ...pattern] },
    { name: 'observed attributes', code: `${otel}meter.createObservableGauge('sessions').addCallback(result => { for (const [userId, n] of sessions) report(n); for (const user of users) result.observe(1, { 'user.id': user.id }); });`, errors: label },
    { name: 'the name of a span', code: `${express}${otel}app.get('/', (req, res) => { const span = tracer.startSpan(\`GET \${req.url}\`); span.end(); tracer.startActiveSpan('GET ' + req.originalUrl, inner => { inner.end(); }); res.end(); });`, filename: 'src/x.js', errors: [{ messageId: 'span', data: { what: 'the address of the request', harm: 'value is an operation of its own, so that nobody can find, compare or alert on what belongs together', instead: 'Write the pattern of the route, such as `/orders/:id`' }, suggestions: 1 }, { messageId: 'span', suggestions: 1 }] },
    { name: 'spans of others', code: `${express}import * as Sentry from '@sentry/node';\nimport tracer from 'dd-trace';\napp.use((req, res, next) => { Sentry.startSpan({ name: \`GET \${req.path}\`, op: 'http' }, () => next()); tracer.trace(\`\${req.method} \${req.url}\`, () => work()); });`, filename: 'src/x.js', errors: [...span, ...span] },
    { name: 'tags of StatsD', code: `${express}${statsd}app.use((req, res, next) => { statsd.increment('hits', 1, [\`path:\${req.path}\`, 'region:eu']); statsd.timing('ms', 5, { path: req.path }); statsd.gauge('open', 1, 0.5, { tags: { ip: req.ip } }); next(); });`, errors: [{ messageId: 'label', data: { label: 'path', what: 'the address of the request', harm: 'value is a time series of its own, which the metrics server has to keep', instead: 'Write the pattern of the route, such as `/orders/:id`' } }, ...label, ...label] },
    { name: 'a tag for each user', code: `${statsd}export function hit(id: string) { statsd.increment('hits', 1, [\`user_id:\${id}\`]); statsd.increment('hits', ['user_id:' + id]); }`, errors: [...label, ...label] },
    { name: 'the name of a metric', code: `${express}${statsd}app.use((req, res, next) => { statsd.increment(\`hits.\${req.path}\`); next(); });`, errors: named },
  ],
});
