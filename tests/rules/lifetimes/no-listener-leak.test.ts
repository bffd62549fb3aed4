import rule from '../../../src/rules/lifetimes/no-listener-leak.js';
import { ruleTests } from '../../rule-tests.js';

const EVENTS = "import { EventEmitter } from 'node:events';\n";
const BUS = `${EVENTS}const bus = new EventEmitter();\n`;
const EXPRESS = "import express from 'express';\nconst app = express();\n";
const REDIS = "import Redis from 'ioredis';\nconst redis = new Redis();\n";
const WS = "import { WebSocketServer } from 'ws';\nconst server = new WebSocketServer({ port: 1 });\n";
const PG = "import { Pool } from 'pg';\nconst pool = new Pool();\n";

ruleTests(rule, {
  valid: [
    // Removed when the request is over: here, in a function that is kept for it, all at once.
    `${BUS}${EXPRESS}app.get('/a', (req, res) => { const onTick = x => { res.write(x); }; bus.on('tick', onTick); res.on('close', () => { bus.off('tick', onTick); }); });`,
    `${BUS}${EXPRESS}app.get('/a', (req, res) => { const onTick = x => { res.write(x); }; bus.on('tick', onTick); req.on('close', () => bus.removeListener('tick', onTick)); });`,
    `${BUS}${EXPRESS}app.get('/a', (req, res) => { bus.on('tick', x => { res.write(x); }); res.on('close', () => bus.removeAllListeners('tick')); });`,
    `${BUS}${EXPRESS}app.get('/a', (req, res) => { const onTick = x => { res.write(x); }; bus.on('tick', onTick); res.on('close', stop(onTick)); });`,
    `${BUS}${EXPRESS}app.get('/a', (req, res) => { const events = ['a', 'b']; for (const each of events) bus.on(each, send); res.on('close', () => { for (const each of events) bus.off(each, send); }); });`,
    // It hears one event only, or until a signal ends it.
    `${BUS}${EXPRESS}app.get('/a', (req, res) => { bus.once('tick', x => { res.json(x); }); });`,
    `${EXPRESS}const target = new EventTarget();\napp.get('/a', (req, res) => { target.addEventListener('tick', x => { res.json(x); }, { once: true }); });`,
    `${EXPRESS}const target = new EventTarget();\napp.get('/a', (req, res) => { target.addEventListener('tick', x => { res.json(x); }, { signal: req.signal }); });`,
    `${EXPRESS}const target = new EventTarget();\napp.get('/a', (req, res) => { target.addEventListener('tick', x => { res.json(x); }, options); });`,
    // The same function is taken once by a target.
    `${EXPRESS}const target = new EventTarget();\nconst count = () => {};\napp.get('/a', (req, res) => { target.addEventListener('tick', count); res.end(); });`,
    // What is made in the call ends with it; so do its request, its response and its connection.
    `${EVENTS}${EXPRESS}app.get('/a', (req, res) => { const own = new EventEmitter(); own.on('tick', x => { res.write(x); }); });`,
    `${EXPRESS}app.get('/a', (req, res) => { req.on('close', stop); res.on('finish', stop); });`,
    `${WS}server.on('connection', socket => { socket.on('message', use); });`,
    `${EVENTS}${EXPRESS}let own;\napp.get('/a', (req, res) => { own = new EventEmitter(); own.on('tick', x => { res.write(x); }); });`,
    // It is looked at, or a marker says, whether it has been done.
    `${BUS}${EXPRESS}app.get('/a', (req, res) => { if (bus.listenerCount('tick') === 0) bus.on('tick', log); res.end(); });`,
    `${BUS}${EXPRESS}let listens = false;\napp.get('/a', (req, res) => { if (!listens) { listens = true; bus.on('tick', log); } res.end(); });`,
    `${BUS}${EXPRESS}let done = false;\napp.get('/a', (req, res) => { if (done) return; done = true; bus.on('tick', log); });`,
    `${BUS}${EXPRESS}const seen = new Set();\napp.get('/a/:id', (req, res) => { if (seen.has(req.params.id)) return; seen.add(req.params.id); bus.on(req.params.id, log); });`,
    `${BUS}export function reply(id) { return new Promise(resolve => { bus.once(id, resolve); }); }`,
    `${BUS}export function waitForReady() { return new Promise((resolve, reject) => { bus.once('ready', resolve); bus.once('error', reject); }); }`,
    `${BUS}export function reply(id) { return new Promise((resolve, reject) => { const fail = error => { bus.off('error', fail); bus.off(id, done); reject(error); }; const done = x => { bus.off('error', fail); resolve(x); }; bus.once(id, done); bus.once('error', fail); }); }`,
    `${BUS}${EXPRESS}class Feed { constructor(res) { bus.on('tick', x => { res.write(x); }); } }\nconst feed = new Feed(process.stdout);`,
    `import { spawn } from 'node:child_process';\nexport function convert(file) { return new Promise((resolve, reject) => { const child = spawn('convert', [file]); child.once('error', reject); child.once('close', resolve); }); }`,
    // At the start of the process, or in what a process does once.
    `${BUS}bus.on('tick', log);`,
    `process.on('SIGTERM', () => { stop(); });`,
    `${BUS}export function setUp(app) { bus.on('tick', x => { app.locals.x = x; }); }`,
    `${EVENTS}export class Cache { constructor(bus: EventEmitter) { bus.on('clear', () => { this.clear(); }); } }`,
    `${EVENTS}import { Injectable } from '@nestjs/common';\n@Injectable() export class Cache { constructor(private readonly bus: EventEmitter) { bus.on('clear', () => { this.clear(); }); } close() { this.timer.unref(); } }`,
    `export async function main(options) { const server = await start(options); process.on('SIGTERM', () => { server.close(); }); await server.ready(); }`,
    `export function closeGracefully(server) { process.on('SIGTERM', () => { server.close(); }); }`,
    // What it gives may be what removes it.
    `${BUS}${EXPRESS}app.get('/a', (req, res) => { const stop = bus.on('tick', x => { res.write(x); }); res.on('close', stop); });`,
    // Not an emitter, as far as anybody can see.
    `${EXPRESS}import { bus } from './bus.js';\napp.get('/a', (req, res) => { bus.on('tick', x => { res.write(x); }); });`,
    `export function sse(res, bus) { bus.on('tick', x => { res.write(x); }); }`,
    // Signals: once on one that the caller gives, removed, forwarded, or waited for.
    `export async function sleep(ms: number, signal: AbortSignal) { await new Promise<void>((resolve, reject) => { setTimeout(resolve, ms); signal.addEventListener('abort', () => { reject(signal.reason); }, { once: true }); }); }`,
    `export async function sleep(ms: number, signal: AbortSignal) { await new Promise<void>((resolve, reject) => { const stop = () => { reject(signal.reason); }; setTimeout(() => { signal.removeEventListener('abort', stop); resolve(); }, ms); signal.addEventListener('abort', stop); }); }`,
    `export async function untilAborted(signal: AbortSignal) { await new Promise<void>(resolve => { signal.addEventListener('abort', () => { resolve(); }); }); }`,
    `export async function run(job: Job, signal: AbortSignal) { signal.addEventListener('abort', () => { job.stop(); }); while (!signal.aborted) await job.step(); }`,
    `export async function serve(port: number, signal: AbortSignal) { const server = await open(port); signal.addEventListener('abort', () => { server.close(); }); await server.ready(); }`,
    `export async function load(url: string, signal: AbortSignal) { const stream = await open(url); signal.addEventListener('abort', () => { stream.destroy(); }); await stream.ready(); return stream; }`,
    `export async function load(url: string, signal: AbortSignal) { return fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(1_000)]) }); }`,
    `export async function load(url: string, signal: AbortSignal) { const old = signal.onabort; signal.onabort = () => { cancel(url); }; try { await get(url); } finally { signal.onabort = old; } }`,
    `import { anySignal } from 'any-signal';\nexport async function load(url: string, signal: AbortSignal) { const both = anySignal([signal, AbortSignal.timeout(1_000)]); try { return await fetch(url, { signal: both }); } finally { both.clear(); } }`,
    // Removed by the function that was added; `removeListener` of something that is no emitter.
    `process.on('SIGTERM', stop); process.off('SIGTERM', stop);`,
    `class Job { constructor() { this.stop = this.stop.bind(this); } start() { process.on('SIGTERM', this.stop); } end() { process.off('SIGTERM', this.stop); } stop() {} }`,
    `class Job { start() { this.bound = this.stop.bind(this); process.on('SIGTERM', this.bound); } end() { process.off('SIGTERM', this.bound); } stop() {} }`,
    `menu.off('click', () => {});`,
    `class Job { start() { process.on('SIGINT', () => this.halt()); process.on('SIGTERM', this.halt); } leave() { process.off('SIGTERM', this.halt); } halt() {} }`,
    // A client that goes back to its pool without it, or for good.
    `${PG}export async function load(id) { const client = await pool.connect(); client.on('notice', log); try { return await client.query('select 1'); } finally { client.removeListener('notice', log); client.release(); } }`,
    `${PG}export async function load(id) { const client = await pool.connect(); client.on('notice', log); try { return await client.query('select 1'); } finally { client.release(true); } }`,
    `${PG}pool.on('connect', client => { client.on('error', log); });`,
    // The instance takes it back, or the whole emitter with it.
    `export class Agent { constructor() { process.once('SIGTERM', this.onSignal); } onSignal = () => { this.stop(); }; stop() { process.removeListener('SIGTERM', this.onSignal); } }`,
    `${EVENTS}export class Session { constructor(private readonly bus: EventEmitter) { bus.on('tick', () => { this.send(); }); } close() { this.bus.removeAllListeners(); } }`,
    `import Redis from 'ioredis';\nexport class Lock { constructor(private readonly redis: Redis) { redis.on('message', () => { this.check(); }); } async close() { await this.redis.quit(); } }`,
    // Others' connections: they end by themselves.
    `import type { WebSocket } from 'ws';\nexport class Session { constructor(private readonly socket: WebSocket) { socket.on('message', () => { this.touch(); }); } close() { clearTimeout(this.timer); } }`,
    { code: `${BUS}${EXPRESS}app.get('/a', (req, res) => { bus.on('tick', x => { res.write(x); }); });`, filename: 'test/sse.test.ts' },
    { code: `const { spawn } = require('child_process');\nfunction run(command) { const child = spawn(command); process.on('exit', () => { child.kill(); }); return child; }`, filename: 'src/run.js' },
  ],
  invalid: [
    // Once per request, on what lives as long as the process.
    {
      code: `${BUS}${EXPRESS}app.get('/a', (req, res) => {\n  bus.on('tick', x => { res.write(x); });\n});`,
      errors: [{ messageId: 'perCall', data: { emitter: 'bus', per: 'request', remove: 'off' }, line: 6, column: 3 }],
    },
    { code: `${EVENTS}import type { ServerResponse } from 'node:http';\ndeclare const bus: EventEmitter;\nexport function sse(res: ServerResponse) { bus.on('tick', (x: string) => { res.write(x); }); }`, errors: [{ messageId: 'perCall' }] },
    { code: "const { EventEmitter } = require('events');\nconst express = require('express');\nconst app = express();\nconst bus = new EventEmitter();\napp.get('/a', function (req, res) { bus.addListener('tick', function (x) { res.write(x); }); });", filename: 'src/app.js', errors: [{ messageId: 'perCall' }] },
    { code: `import * as events from 'events';\n${EXPRESS}const bus = new events.EventEmitter();\napp.get('/a', (req, res) => { bus.prependListener('tick', x => { res.write(x); }); });`, errors: [{ messageId: 'perCall' }] },
    { code: `${EVENTS}${EXPRESS}class Bus extends EventEmitter {}\nconst bus = new Bus();\napp.get('/a', (req, res) => { bus.on('tick', x => { res.write(x); }).setMaxListeners(0); });`, errors: [{ messageId: 'perCall' }] },
    { code: `${EXPRESS}app.post('/a', async (req, res) => { process.on('unhandledRejection', error => { res.status(500).end(); }); await work(); res.end(); });`, errors: [{ messageId: 'perCall', data: { emitter: 'process', per: 'request', remove: 'off' } }] },
    { code: `${REDIS}${EXPRESS}app.get('/a', (req, res) => { redis.on('message', (channel, text) => { res.write(text); }); });`, errors: [{ messageId: 'perCall' }] },
    { code: `import mitt from 'mitt';\n${EXPRESS}const bus = mitt();\napp.get('/a', (req, res) => { bus.on('tick', x => { res.write(x); }); });`, errors: [{ messageId: 'perCall' }] },
    { code: `import EventEmitter from 'eventemitter3';\n${EXPRESS}const bus = new EventEmitter();\napp.get('/a', (req, res) => { bus.on('tick', x => { res.write(x); }); });`, errors: [{ messageId: 'perCall' }] },
    { code: `${EXPRESS}const target = new EventTarget();\napp.get('/a', (req, res) => { target.addEventListener('tick', x => { res.write(x); }, false); });`, errors: [{ messageId: 'perCall' }] },
    // Another event is removed, or from another emitter.
    { code: `${BUS}${EXPRESS}app.get('/a', (req, res) => { const send = x => { res.write(x); }; bus.on('tick', send); bus.on('tock', send); res.on('close', () => { bus.off('tick', send); }); });`, errors: [{ messageId: 'perCall' }] },
    // A function that a handler calls; a field of the object whose method it is; another name of it.
    { code: `${BUS}${EXPRESS}function stream(res) { bus.on('tick', x => { res.write(x); }); }\napp.get('/a', (req, res) => { stream(res); });`, errors: [{ messageId: 'perCall' }] },
    { code: `${EVENTS}${EXPRESS}class Feed { #bus = new EventEmitter(); mount() { app.get('/a', (req, res) => { this.#bus.on('tick', x => { res.write(x); }); }); } }`, errors: [{ messageId: 'perCall', data: { emitter: 'this.#bus', per: 'request', remove: 'off' } }] },
    { code: `${EVENTS}${EXPRESS}class Feed { constructor(private readonly bus: EventEmitter) {} mount() { app.get('/a', (req, res) => { const { bus } = this; bus?.on('tick', x => { res.write(x); }); }); } }`, errors: [{ messageId: 'perCall' }] },
    // Per connection, per message, per run, per round, per reconnection.
    { code: `${BUS}${WS}server.on('connection', socket => { bus.on('tick', x => { socket.send(x); }); });`, errors: [{ messageId: 'perCall', data: { emitter: 'bus', per: 'connection', remove: 'off' } }] },
    { code: `${BUS}${WS}server.on('connection', socket => { socket.on('message', text => { socket.on('close', () => { drop(text); }); }); });`, errors: [{ messageId: 'perCall', data: { emitter: 'socket', per: 'message', remove: 'off' } }] },
    { code: `${BUS}setInterval(() => { bus.on('tick', log); }, 1_000);`, errors: [{ messageId: 'again', data: { emitter: 'bus', per: 'run' } }] },
    { code: `${BUS}export async function poll() { while (true) { bus.on('tick', log); await next(); } }`, errors: [{ messageId: 'again', data: { emitter: 'bus', per: 'round' } }] },
    { code: `${REDIS}redis.on('ready', () => { redis.subscribe('news'); redis.on('message', use); });`, errors: [{ messageId: 'again', data: { emitter: 'redis', per: 'reconnection' } }] },
    { code: `import { io } from 'socket.io-client';\nconst socket = io('http://a.test');\nsocket.on('connect', () => { socket.on('news', use); });`, errors: [{ messageId: 'again' }] },
    // Per call: a promise that it settles, work that it is there for.
    { code: "const mssql = require('mssql');\nexports.query = function (url, text) { return new Promise((resolve, reject) => { mssql.on('error', error => { reject(error); }); mssql.connect(url).then(pool => pool.query(text)).then(resolve).finally(() => { mssql.close(); }); }); };", filename: 'src/db.js', errors: [{ messageId: 'perCall', data: { emitter: 'mssql', per: 'call', remove: 'off' } }] },
    { code: `${REDIS}export async function load(id) { redis.on('error', log); return await redis.get(id); }`, errors: [{ messageId: 'perCall', data: { emitter: 'redis', per: 'call', remove: 'off' } }] },
    { code: `import { Worker } from 'node:worker_threads';\nexport class Hasher { #worker = new Worker('./hash.js'); hash(text) { return new Promise((resolve, reject) => { this.#worker.on('message', resolve); this.#worker.on('error', reject); this.#worker.postMessage(text); }); } }`, errors: [{ messageId: 'perCall' }, { messageId: 'perCall' }] },
    { code: `import { spawn } from 'node:child_process';\nexport function runCommand(command, args) { return new Promise((resolve, reject) => { const child = spawn(command, args); process.on('exit', () => { child.kill(); }); child.on('error', reject); child.on('close', resolve); }); }`, errors: [{ messageId: 'perCall', data: { emitter: 'process', per: 'call', remove: 'off' } }] },
    { code: `import { once } from 'node:events';\nimport { spawn } from 'node:child_process';\nexport async function convert(file) { const child = spawn('convert', [file]); process.once('SIGTERM', () => { child.kill(); }); await once(child, 'exit'); }`, errors: [{ messageId: 'perCall' }] },
    // One of two events comes, or time runs out, and the listener of the other stays.
    { code: `${BUS}export function reply(id) { return new Promise((resolve, reject) => { bus.once('reply:' + id, resolve); bus.once('error', reject); }); }`, errors: [{ messageId: 'perCall', data: { emitter: 'bus', per: 'call', remove: 'off' } }, { messageId: 'perCall' }] },
    { code: `${EVENTS}export class Rpc { constructor(private readonly bus: EventEmitter) {} ask(id: string) { return new Promise((resolve, reject) => { setTimeout(() => { reject(new Error('late')); }, 500); this.bus.once(id, resolve); }); } }`, errors: [{ messageId: 'perCall' }] },
    // An instance for each request.
    { code: `${BUS}${EXPRESS}class Feed { constructor(res) { bus.on('tick', x => { res.write(x); }); } }\napp.get('/a', (req, res) => { new Feed(res); });`, errors: [{ messageId: 'perCall', data: { emitter: 'bus', per: 'request', remove: 'off' } }] },
    // Streams and observables that a handler makes.
    { code: `${BUS}import Fastify from 'fastify';\nconst app = Fastify();\napp.get('/a', async (request, reply) => { const stream = new ReadableStream({ start(controller) { bus.on('tick', x => { controller.enqueue(x); }); } }); return reply.send(stream); });`, errors: [{ messageId: 'perCall' }] },
    // The connections that a keep-alive agent or server uses again.
    { code: `${EXPRESS}app.get('/a', (req, res) => { req.socket.on('close', () => { cancel(req); }); res.end(); });`, errors: [{ messageId: 'keptAlive', data: { emitter: 'req.socket' } }] },
    { code: "import http from 'node:http';\nhttp.createServer((req, res) => { req.socket.on('error', log); res.end(); }).listen(1);", errors: [{ messageId: 'keptAlive' }] },
    { code: "import http from 'node:http';\nexport function get(url) { const request = http.get(url); request.on('error', log); request.on('socket', socket => { socket.setTimeout(1_000); socket.on('timeout', () => { request.destroy(); }); }); return request; }", errors: [{ messageId: 'reused', data: { emitter: 'socket' } }] },
    // A client that goes back to its pool.
    { code: `${PG}export async function load(id) { const client = await pool.connect(); client.on('error', log); try { return await client.query('select 1'); } finally { client.release(); } }`, errors: [{ messageId: 'pooled', data: { emitter: 'client' } }] },
    { code: `${PG}export function load(id, back) { pool.connect((error, client, done) => { if (error) return back(error); client.on('notice', log); client.query('select 1', (failure, rows) => { done(); back(failure, rows); }); }); }`, errors: [{ messageId: 'pooled' }] },
    // Instances.
    { code: `export class Agent { constructor(options) { if (options.signals) ['SIGINT', 'SIGTERM'].forEach(signal => { process.once(signal, async () => { this.stop(); process.kill(process.pid, signal); }); }); } stop() { clearInterval(this.timer); } }`, errors: [{ messageId: 'instance', data: { emitter: 'process', endedBy: 'stop' } }] },
    { code: `${EVENTS}export class Session { constructor(private readonly bus: EventEmitter) { bus.on('tick', () => { this.send(); }); } close() { clearTimeout(this.timer); } }`, errors: [{ messageId: 'instance', data: { emitter: 'bus', endedBy: 'close' } }] },
    { code: `${EVENTS}export class Session { constructor(bus: EventEmitter) { this.bus = bus; } start() { this.bus.on('tick', () => { this.send(); }); } dispose() { clearTimeout(this.timer); } }`, errors: [{ messageId: 'instance', data: { emitter: 'this.bus', endedBy: 'dispose' } }] },
    // Signals that outlive the call.
    { code: `export async function sleep(ms: number, signal: AbortSignal) {\n  await new Promise<void>((resolve, reject) => {\n    setTimeout(resolve, ms);\n    signal.addEventListener('abort', () => { reject(new Error('aborted')); });\n  });\n}`, errors: [{ messageId: 'abort', data: { emitter: 'signal' }, line: 4 }] },
    { code: `export function sleep(ms, { signal }) { return new Promise((resolve, reject) => { setTimeout(resolve, ms); signal?.addEventListener('abort', reject); }); }`, filename: 'src/sleep.js', errors: [{ messageId: 'abort' }] },
    { code: `export async function load(url: string, options: { signal?: AbortSignal }) { const controller = new AbortController(); options.signal?.addEventListener('abort', () => { controller.abort(); }); const response = await fetch(url, { signal: controller.signal }); return response.json(); }`, errors: [{ messageId: 'abort', data: { emitter: 'options.signal' } }] },
    { code: `const shutdown = new AbortController();\nexport async function fetchJob(id) { await new Promise((resolve, reject) => { shutdown.signal.addEventListener('abort', reject, { once: true }); work(id, resolve); }); }`, errors: [{ messageId: 'abort' }] },
    { code: `export class Queue { #stop = new AbortController(); async pause(ms) { await new Promise((resolve, reject) => { setTimeout(resolve, ms); this.#stop.signal.addEventListener('abort', () => { reject(new Error('stopped')); }, { once: true }); }); } }`, errors: [{ messageId: 'abort' }] },
    { code: `export async function load(url: string, signal: AbortSignal) { const both = AbortSignal.any([signal, AbortSignal.timeout(1_000)]); const request = ask(url); both.addEventListener('abort', () => { request.cancel(); }); await request.done(); }`, errors: [{ messageId: 'abort' }] },
    { code: `export async function pull(image: Image, signal: AbortSignal) { signal.onabort = () => { report(image); }; await get(image); }`, errors: [{ messageId: 'onabort', data: { emitter: 'signal' } }] },
    { code: `import { anySignal } from 'any-signal';\nexport async function load(url: string, signal: AbortSignal) { return await fetch(url, { signal: anySignal([signal, AbortSignal.timeout(1_000)]) }); }`, errors: [{ messageId: 'combined', data: { emitter: 'signal', clearedBy: 'clear' } }] },
    // Removals that remove nothing.
    { code: `class Job { start() { process.on('SIGTERM', this.stop.bind(this)); } end() { process.off('SIGTERM', this.stop); } stop() {} }`, errors: [{ messageId: 'unbound', data: { listener: 'this.stop' } }] },
    { code: `class Job { start() { process.on("SIGTERM", () => this.stop()); } end() { process.removeListener('SIGTERM', this.stop); } stop() {} }`, errors: [{ messageId: 'unbound' }] },
    { code: `class Job { start() { process.on('SIGTERM', this.stop.bind(this)); } end() { process.off('SIGTERM', this.stop.bind(this)); } stop() {} }`, errors: [{ messageId: 'inline', data: { listener: 'this.stop.bind(this)' } }] },
    { code: `${BUS}${EXPRESS}app.get('/a', (req, res) => { bus.on('tick', x => res.write(x)); res.on('close', () => bus.off('tick', x => res.write(x))); });`, errors: [{ messageId: 'inline', data: { listener: 'x => res.write(x)' } }] },
    { code: `export async function load(signal: AbortSignal) { signal.removeEventListener('abort', () => { stop(); }); }`, errors: [{ messageId: 'inline' }] },
  ],
});
