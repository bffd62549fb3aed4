import rule from '../../../src/rules/observability/no-metric-in-function.js';
import { ruleTests } from '../../rule-tests.js';

const express = "import express from 'express';\nconst app = express();\n";
const prom = "import { Counter, Gauge, Histogram, Summary, Registry, register, collectDefaultMetrics } from 'prom-client';\n";
const otel = "import { metrics } from '@opentelemetry/api';\nconst meter = metrics.getMeter('orders');\n";
const costs = [{ reportCosts: true }] as const;
const one = [{ messageId: 'repeated' }];
const moved = [{ messageId: 'repeated', suggestions: 1 }];
const TAKEN = {
  does: 'makes a metric under a name that the first one has taken',
  harm: 'from the second one on it throws `A metric with the name … has already been registered`',
  write: 'Make it once, at module level or in a provider, and only record with it here',
};

ruleTests(rule, {
  valid: [
    { name: 'at module level', code: `${express}${prom}const hits = new Counter({ name: 'hits', help: 'Hits' });\napp.get('/', (req, res) => { hits.inc(); res.end(); });` },
    { name: 'in no registry', code: `${express}${prom}app.get('/', (req, res) => { const hits = new Counter({ name: 'hits', help: 'Hits', registers: [] }); hits.inc(); res.end(); });` },
    { name: 'in a registry of its own', code: `${express}${prom}app.get('/metrics', async (req, res) => { const own = new Registry(); const up = new Gauge({ name: 'up', help: 'Up', registers: [own] }); up.inc(); res.end(await own.metrics()); });` },
    { name: 'in a registry that is made where it stands', code: `${express}${prom}app.get('/metrics', (req, res) => { const up = new Counter({ name: 'up', help: 'Up', registers: [new Registry()] }); up.inc(); res.end(); });` },
    { name: 'in a registry that it is given', code: `${prom}export function record(registry) { const hits = new Counter({ name: 'hits', help: 'Hits', registers: [registry] }); hits.inc(); }`, filename: 'src/x.js' },
    { name: 'the name is free again', code: `${express}${prom}app.get('/', (req, res) => { register.removeSingleMetric('hits'); const hits = new Counter({ name: 'hits', help: 'Hits' }); hits.inc(); res.end(); });` },
    { name: 'somebody looks whether it is taken', code: `${express}${prom}app.get('/', (req, res) => { const hits = register.getSingleMetric('hits') ?? new Counter({ name: 'hits', help: 'Hits' }); hits.inc(); res.end(); });`, filename: 'src/x.js' },
    { name: 'the registry is cleared', code: `${express}${prom}app.get('/', async (req, res) => { register.clear(); collectDefaultMetrics(); res.end(await register.metrics()); });` },
    { name: 'a memo', code: `${express}${prom}let hits;\napp.get('/', (req, res) => { hits ??= new Counter({ name: 'hits', help: 'Hits' }); if (!hits) hits = new Counter({ name: 'hits', help: 'Hits' }); hits.inc(); res.end(); });`, filename: 'src/x.js' },
    { name: 'a memo of a function', code: `${express}${prom}let hits;\nfunction counter() { if (hits) return hits; hits = new Counter({ name: 'hits', help: 'Hits' }); return hits; }\napp.get('/', (req, res) => { counter().inc(); res.end(); });`, filename: 'src/x.js' },
    { name: 'a factory', code: `${prom}export const createCounter = (name: string) => { const counter = new Counter({ name, help: name }); counter.inc(0); return counter; };` },
    { name: 'names that vary', code: `${prom}for (const name of ['hits', 'misses']) { const counter = new Counter({ name, help: name }); counter.inc(0); }\nexport function count(name) { new Counter({ name: \`orders_\${name}\`, help: 'Orders' }).inc(); }`, filename: 'src/x.js' },
    { name: 'options that cannot be seen', code: `${prom}export function hit(options) { const counter = new Counter(options); counter.inc(); const other = new Counter({ ...options }); other.inc(); }`, filename: 'src/x.js' },
    { name: 'a setup', code: `${prom}export function setupMetrics() { const hits = new Counter({ name: 'hits', help: 'Hits' }); hits.inc(0); }\nexport const httpMetrics = () => { const hits = new Counter({ name: 'hits2', help: 'Hits' }); hits.inc(0); };` },
    { name: 'kept by listeners', code: `${prom}export function watch(bus) { const hits = new Counter({ name: 'hits', help: 'Hits' }); bus.on('hit', () => hits.inc()); }`, filename: 'src/x.js' },
    { name: 'a middleware that is made once', code: `${prom}export function timing() { const seconds = new Histogram({ name: 'seconds', help: 'Seconds' }); return (req, res, next) => { const end = seconds.startTimer(); res.on('finish', () => end()); next(); }; }`, filename: 'src/x.js' },
    { name: 'called where the module loads', code: `${prom}function hit() { const hits = new Counter({ name: 'hits', help: 'Hits' }); hits.inc(); }\nhit();` },
    { name: 'what is so, not what happens', code: `${prom}export function tellVersion(version: string) { const info = new Gauge({ name: 'build_info', help: 'Build', labelNames: ['version'] }); info.labels(version).set(1); }` },
    { name: 'a class', code: `${prom}export class Orders { private readonly hits = new Counter({ name: 'hits', help: 'Hits' }); private readonly seconds: Histogram; constructor() { this.seconds = new Histogram({ name: 'seconds', help: 'Seconds' }); } }` },
    { name: 'a class of which the module makes one', code: `${prom}class Orders { hits = new Counter({ name: 'hits', help: 'Hits' }); }\nexport const orders = new Orders();` },
    { name: 'a provider', code: `${prom}import { Injectable } from '@nestjs/common';\n@Injectable() export class Orders { private readonly hits = new Counter({ name: 'hits', help: 'Hits' }); }\n@Injectable({ scope: Scope.DEFAULT }) export class Users { private readonly hits = new Counter({ name: 'users', help: 'Hits' }); }` },
    { name: 'static', code: `${express}${prom}class Timing { static hits = new Counter({ name: 'hits', help: 'Hits' }); }\napp.get('/', (req, res) => { new Timing(); res.end(); });` },
    { name: 'another Counter', code: `${express}import { Counter } from './counter.js';\napp.get('/', (req, res) => { const hits = new Counter({ name: 'hits', help: 'Hits' }); hits.inc(); res.end(); });` },
    { name: 'instruments of OpenTelemetry share the storage of the first', code: `${express}${otel}app.get('/', (req, res) => { meter.createCounter('hits').add(1); metrics.getMeter('orders'); res.end(); });` },
    { name: 'instruments whose name varies', options: costs, code: `${express}${otel}app.get('/', (req, res) => { const name = nameOf(req); meter.createCounter(name).add(1); res.end(); });` },
    { name: 'callbacks at the start', code: `${otel}export function observe(pools) { const gauge = meter.createObservableGauge('connections'); for (const pool of pools) gauge.addCallback(result => result.observe(pool.size)); }`, filename: 'src/x.js' },
    { name: 'a callback that is removed', code: `${express}${otel}const gauge = meter.createObservableGauge('open');\napp.get('/', (req, res) => { const callback = result => result.observe(1); gauge.addCallback(callback); res.on('close', () => gauge.removeCallback(callback)); });`, filename: 'src/x.js' },
    { name: 'default metrics at the start', code: `${prom}collectDefaultMetrics();\nexport function start() { collectDefaultMetrics(); }` },
    { name: 'default metrics of a registry of its own', code: `${express}${prom}app.get('/', async (req, res) => { const own = new Registry(); collectDefaultMetrics({ register: own }); res.end(await own.metrics()); });` },
    { name: 'tried', code: `${express}${prom}let hits;\napp.get('/', (req, res) => { try { hits = new Counter({ name: 'hits', help: 'Hits' }); } catch { report(); } res.end(); });`, filename: 'src/x.js' },
    { name: 'a test', filename: 'test/metrics.test.ts', code: `${prom}export function hit() { const c = new Counter({ name: 'hits', help: 'Hits' }); c.inc(); }` },
  ],
  invalid: [
    {
      name: 'the function that records makes its metric',
      code: `${prom}export function hit() {\n  const c = new Counter({ name: 'reqs', help: 'reqs' });\n  c.inc();\n}`,
      errors: [{ messageId: 'repeated', data: { when: 'Every call', ...TAKEN }, line: 3, column: 17, endColumn: 24, suggestions: [{ messageId: 'move', output: `${prom}const c = new Counter({ name: 'reqs', help: 'reqs' });\n\nexport function hit() {\n  c.inc();\n}` }] }],
    },
    {
      name: 'a handler',
      code: `${express}${prom}app.get('/', (req, res) => {\n  // Seconds of each request.\n  const seconds = new Histogram({\n    name: 'seconds',\n    help: 'Seconds',\n    buckets: [0.1, 1],\n  });\n  const end = seconds.startTimer();\n  res.on('finish', () => end());\n  res.end();\n});`,
      errors: [{ messageId: 'repeated', data: { when: 'Every request', ...TAKEN }, suggestions: [{ messageId: 'move', output: `${express}${prom}const seconds = new Histogram({\n  name: 'seconds',\n  help: 'Seconds',\n  buckets: [0.1, 1],\n});\n\napp.get('/', (req, res) => {\n  // Seconds of each request.\n  const end = seconds.startTimer();\n  res.on('finish', () => end());\n  res.end();\n});` }] }],
    },
    { name: 'by require', filename: 'src/x.cjs', code: "const client = require('prom-client');\nmodule.exports.charge = order => {\n  const charged = new client.Counter({ name: 'charged', help: 'Charged' });\n  charged.inc(order.total);\n};", errors: moved },
    { name: 'by the default export', code: "import client from 'prom-client';\nexport async function charge(order: Order) { const seconds = new client.Summary({ name: 'seconds', help: 'Seconds' }); const end = seconds.startTimer(); await pay(order); end(); }", errors: moved },
    { name: 'by a namespace', code: "import * as prom from 'prom-client';\nexport async function charge(order: Order) { const open = new prom.Gauge({ name: 'open', help: 'Open' }); open.inc(); try { await pay(order); } finally { open.dec(); } }", errors: moved },
    { name: 'by another name', code: "import { Counter as Total } from 'prom-client';\nexport const charge = (order: Order) => { new Total({ name: 'charged', help: 'Charged' }).inc(); };", errors: one },
    { name: 'with labels', code: `${prom}export function recordOrder(kind: 'new' | 'old') { const orders = new Counter({ name: 'orders', help: 'Orders', labelNames: ['kind'] }); orders.labels(kind).inc(); }`, errors: moved },
    { name: 'a function that a handler calls', code: `${express}${prom}function count() { const hits = new Counter({ name: 'hits', help: 'Hits' }); hits.inc(); }\napp.get('/', (req, res) => { count(); res.end(); });`, errors: moved },
    { name: 'in a shared registry', code: `${express}${prom}const registry = new Registry();\napp.get('/', (req, res) => { const hits = new Counter({ name: 'hits', help: 'Hits', registers: [registry] }); hits.inc(); res.end(); });`, errors: moved },
    { name: 'in the registry of the process', code: `${express}${prom}app.get('/', (req, res) => { const hits = new Counter({ name: 'hits', help: 'Hits', registers: [register] }); hits.inc(); res.end(); });`, errors: moved },
    { name: 'its options are a constant', code: `${express}${prom}const HITS = { name: 'hits', help: 'Hits' };\napp.get('/', (req, res) => { const hits = new Counter(HITS); hits.inc(); res.end(); });`, errors: moved },
    { name: 'kept by nobody who looks', code: `${express}${prom}const store = {};\napp.get('/', (req, res) => { store.hits = new Counter({ name: 'hits', help: 'Hits' }); res.end(); });`, filename: 'src/x.js', errors: one },
    { name: 'a collector for each request', code: `${express}${prom}app.get('/', (req, res) => { new Gauge({ name: 'memory', help: 'Memory', collect() { this.set(process.memoryUsage().rss); } }); res.end(); });`, errors: one },
    { name: 'in a try that is about other things', code: `${express}${prom}app.get('/', async (req, res) => { try { const hits = new Counter({ name: 'hits', help: 'Hits' }); hits.inc(); res.json(await load()); } catch (error) { res.sendStatus(500); } });`, errors: moved },
    { name: 'in a round', code: `${prom}export async function start(queue) { for (;;) { const job = await queue.next(); const done = new Counter({ name: 'done', help: 'Done' }); await job.run(); done.inc(); } }`, filename: 'src/x.js', errors: [{ messageId: 'repeated', data: { when: 'Every round of this loop', ...TAKEN }, suggestions: 1 }] },
    { name: 'in a consumer', code: `import { Worker } from 'bullmq';\n${prom}export const worker = new Worker('mail', async job => { const sent = new Counter({ name: 'sent', help: 'Sent' }); await send(job.data); sent.inc(); }, { connection });`, errors: [{ messageId: 'repeated', data: { when: 'Every message', ...TAKEN }, suggestions: 1 }] },
    { name: 'a class that is made for each request', code: `${express}${prom}class Timing { private readonly hits = new Counter({ name: 'hits', help: 'Hits' }); private readonly seconds: Histogram; constructor() { this.seconds = new Histogram({ name: 'seconds', help: 'Seconds' }); } }\napp.get('/', (req, res) => { const timing = new Timing(); res.json(timing); });`, errors: [...one, ...one] },
    { name: 'a provider for each request', code: `${prom}import { Injectable, Scope } from '@nestjs/common';\n@Injectable({ scope: Scope.REQUEST }) export class Orders { private readonly hits = new Counter({ name: 'hits', help: 'Hits' }); constructor(private readonly db: Db) {} }`, errors: one },
    { name: 'a controller', code: `${prom}import { Controller, Get } from '@nestjs/common';\n@Controller() export class Orders { @Get() list() { const hits = new Counter({ name: 'hits', help: 'Hits' }); hits.inc(); return []; } }`, errors: moved },
    { name: 'default metrics for each scrape', code: `${express}${prom}app.get('/metrics', async (req, res) => { collectDefaultMetrics(); res.end(await register.metrics()); });`, errors: [{ messageId: 'repeated', data: { when: 'Every request', does: 'registers the metrics of the process under names that the first one has taken', harm: TAKEN.harm, write: 'Call it once, where the program starts' } }] },
    { name: 'a callback for each request', code: `${express}${otel}const gauge = meter.createObservableGauge('open');\napp.get('/', (req, res) => { gauge.addCallback(result => result.observe(req.socket.bytesRead)); res.end(); });`, errors: [{ messageId: 'repeated', data: { when: 'Every request', does: 'adds one more callback to an instrument', harm: 'each collection of the metrics calls all of them, and what they hold is never freed', write: 'Add one callback where the instrument is made, and let it read what is so at that time' } }] },
    { name: 'a batch callback for each request', code: `${express}${otel}app.get('/', (req, res) => { const depth = meter.createObservableGauge('depth'); meter.addBatchObservableCallback(result => result.observe(depth, 1), [depth]); res.end(); });`, errors: one },
    { name: 'an instrument for each request', options: costs, code: `${express}${otel}app.get('/', (req, res) => { const hits = meter.createCounter('hits'); hits.add(1); res.end(); });`, errors: [{ messageId: 'repeated', data: { when: 'Every request', does: 'makes its instrument again', harm: 'each time the SDK compares it with all that have its name, and where one differs in its unit or description it is a second metric, with a warning', write: 'Make it once, where the SDK has been started, and only record with it here' }, suggestions: 1 }] },
    { name: 'an instrument for each call', options: costs, code: `${otel}export function charge(order: Order) { const charged = meter.createHistogram('charged'); charged.record(order.total); }`, errors: moved },
    { name: 'nothing is moved that needs the function', code: `${express}${prom}app.get('/', (req, res) => { const max = Number(req.query.max); const hits = new Histogram({ name: 'hits', help: 'Hits', buckets: [1, max] }); hits.observe(1); res.end(); });`, errors: [{ messageId: 'repeated', suggestions: 0 }] },
    { name: 'nothing is moved where the name is used elsewhere', code: `${express}${prom}const hits = 1;\napp.get('/', (req, res) => { const hits = new Counter({ name: 'hits', help: 'Hits' }); hits.inc(); res.end(); });`, errors: [{ messageId: 'repeated', suggestions: 0 }] },
  ],
});
