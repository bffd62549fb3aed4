import rule from '../../../src/rules/promises/no-async-event-listener.js';
import { ruleTests } from '../../rule-tests.js';

const emitter = "import { EventEmitter } from 'node:events';\n";
const one = (messageId: string, rest: object = {}) => [{ messageId, ...rest }];

ruleTests(rule, {
  valid: [
    `${emitter}export function f(bus: EventEmitter) { bus.on('x', event => { save(event).catch(report); }); }`,
    `${emitter}export function f(bus: EventEmitter) { bus.on('x', async event => { try { await save(event); } catch (error) { log.error(error); } }); }`,
    { name: 'awaits only what is handled', code: `${emitter}export function f(bus: EventEmitter) { bus.on('x', async event => { await save(event).catch(error => { log.error(error); }); }); }` },
    { name: 'nothing that waits', code: `${emitter}export function f(bus: EventEmitter) { bus.on('x', async event => { count(event); }); }` },
    { name: 'an unknown emitter', code: "import { bus } from './bus.js'; bus.on('x', async event => { await save(event); });", filename: 'src/x.js' },
    { name: 'an emitter that waits', code: "import Emittery from 'emittery'; new Emittery().on('x', async event => { await save(event); });", filename: 'src/x.js' },
    { name: 'captureRejections', code: `${emitter}const bus = new EventEmitter({ captureRejections: true }); bus.on('x', async event => { await save(event); });` },
    { name: 'captureRejections of a class', code: `${emitter}export class Bus extends EventEmitter { constructor() { super({ captureRejections: true }); this.on('x', async () => { await save(); }); } }` },
    { name: 'captureRejections everywhere', code: `${emitter}EventEmitter.captureRejections = true; new EventEmitter().on('x', async event => { await save(event); });`, filename: 'src/x.js' },
    { name: 'a name that is not the timer', code: 'export function f(setTimeout) { setTimeout(async () => { await work(); }, 1); }', filename: 'src/x.js' },
    { name: 'streams wait for their helpers', code: "import { Readable } from 'node:stream'; export async function f(s: Readable) { await s.forEach(async each => { await save(each); }); }" },
    { name: 'map keeps the promises', code: 'export async function f(xs: string[]) { await Promise.all(xs.map(async x => { await save(x); })); }' },
    { name: 'reduce is a pattern', code: 'export async function f(xs: string[]) { await xs.reduce(async (before, x) => { await before; await save(x); }, Promise.resolve()); }' },
    { name: 'an array by nothing but its name', code: 'export function f(list) { list.filter(async x => { await check(x); }); }', filename: 'src/x.js' },
    { name: 'tests', code: "import { test } from 'node:test'; test('x', async () => { await work(); });", filename: 'src/check.ts' },
    { name: 'guarded forEach', code: 'export function f(xs: string[]) { xs.forEach(async x => { try { await save(x); } catch (error) { log.error(error); } }); }' },
    { name: 'a plain timer', code: 'declare function poll(): void; setInterval(poll, 1000); setTimeout(() => poll(), 1);' },
    { name: 'handled by name', code: 'async function poll() { try { await work(); } catch (error) { log.error(error); } } setInterval(poll, 1000);', filename: 'src/x.js' },
    { name: 'loop that sleeps', code: 'setTimeout(async () => { await new Promise(resolve => setTimeout(resolve, 5)); }, 1);', filename: 'src/x.js' },
  ],
  invalid: [
    {
      code: `${emitter}export function f(bus: EventEmitter) {\n  bus.on('x', async event => { await save(event); });\n}`,
      errors: [{ messageId: 'dropped', data: { caller: 'bus.on' }, line: 3, column: 15 }],
    },
    { name: 'once, addListener, prepend', code: `${emitter}const bus = new EventEmitter(); bus.once('x', async () => { await a(); }).addListener('y', async () => { await a(); }); bus.prependListener('z', async () => { await a(); });`, errors: [...one('dropped'), ...one('dropped'), ...one('dropped')] },
    { name: 'require, default export', code: "const EventEmitter = require('events'); const bus = new EventEmitter(); bus.on('x', async () => { await a(); });", filename: 'src/x.js', errors: one('dropped') },
    { name: 'class that is an emitter', code: `${emitter}export class Bus extends EventEmitter { constructor() { super(); this.on('x', this.handle.bind(this)); this.on('y', this.handle); } async handle() { await a(); } }`, errors: [...one('dropped'), ...one('dropped')] },
    { name: 'injected emitter', code: `${emitter}export class A { constructor(private readonly bus: EventEmitter) {} start() { this.bus.on('x', async () => { await a(); }); } }`, errors: one('dropped') },
    { name: 'emitter in a type in view', code: `${emitter}interface Deps { bus: EventEmitter } export function f({ bus }: Deps, deps: Deps) { bus.on('x', async () => { await a(); }); deps.bus.on('x', async () => { await a(); }); }`, errors: [...one('dropped'), ...one('dropped')] },
    { name: 'timers', code: 'setTimeout(async () => { await flush(); }, 100); setInterval(async () => { await flush(); }, 100); setImmediate(async () => { await flush(); }); queueMicrotask(async () => { await flush(); });', filename: 'src/x.js', errors: [...one('dropped'), ...one('dropped'), ...one('dropped'), ...one('dropped')] },
    { name: 'by reference', code: 'async function poll() { await work(); } setInterval(poll, 1000);', filename: 'src/x.js', errors: one('dropped') },
    { name: 'by declaration', code: 'declare function poll(): Promise<void>; setInterval(poll, 1000);', errors: one('dropped') },
    { name: 'a plain function that gives the promise', code: 'declare function poll(): Promise<void>; setInterval(() => poll(), 1000);', errors: one('dropped') },
    { name: 'process', code: "process.on('SIGTERM', async () => { await stop(); process.exit(0); }); process.nextTick(async () => { await a(); });", filename: 'src/x.js', errors: [...one('dropped'), ...one('dropped')] },
    { name: 'the await in catch', code: `${emitter}new EventEmitter().on('x', async () => { try { await a(); } catch (error) { await mark(error); } });`, errors: one('dropped') },
    { name: 'rethrown', code: `${emitter}new EventEmitter().on('x', async () => { try { await a(); } catch (error) { throw error; } });`, errors: one('dropped') },
    { name: 'try and finally only', code: `${emitter}new EventEmitter().on('x', async () => { try { await a(); } finally { end(); } });`, errors: one('dropped') },
    { name: 'arrow body', code: `${emitter}new EventEmitter().on('x', async event => handle(event));`, errors: one('dropped') },
    { name: 'net', code: "import net from 'node:net'; net.createServer(socket => { socket.on('data', async data => { await save(data); }); });", errors: one('dropped') },
    { name: 'http', code: "import { createServer } from 'node:http'; createServer(async (request, response) => { await answer(request, response); });", errors: one('dropped') },
    { name: 'child process', code: "import { spawn } from 'node:child_process'; const child = spawn('ls'); child.stdout.on('data', async data => { await save(data); }); child.on('exit', async () => { await a(); });", filename: 'src/x.js', errors: [...one('dropped'), ...one('dropped')] },
    { name: 'node-style callback', code: "import fs from 'node:fs'; fs.readFile('x', async (error, text) => { await save(error, text); });", filename: 'src/x.js', errors: one('dropped') },
    { name: 'forEach of a typed array', code: 'export function f(xs: string[]) { xs.forEach(async x => { await save(x); }); }', errors: one('iterated') },
    { name: 'forEach of what is an array by proof', code: 'export function f(record, ...rest) { Object.keys(record).forEach(async x => { await save(x); }); rest.forEach(async x => { await save(x); }); [1, 2].map(x => x).forEach(async x => { await save(x); }); Array.from(record).forEach(save); async function save(x) { await work(x); } }', filename: 'src/x.js', errors: [...one('iterated'), ...one('iterated'), ...one('iterated'), ...one('iterated')] },
    { name: 'map and set', code: 'export function f(m: Map<string, string>, s: Set<string>) { m.forEach(async x => { await save(x); }); s.forEach(async x => { await save(x); }); }', errors: [...one('iterated'), ...one('iterated')] },
    { name: 'a promise is always truthy', code: 'export function f(xs: string[]) { return xs.filter(async x => { try { return await check(x); } catch { return false; } }); }', errors: one('answered', { data: { method: 'filter' } }) },
    { name: 'some, every, find, sort', code: 'export function f(xs: string[]) { return [xs.some(async x => check(x)), xs.every(async x => check(x)), xs.find(async x => check(x)), xs.sort(async (a, b) => compare(a, b))]; }', errors: [...one('answered'), ...one('answered'), ...one('answered'), ...one('answered')] },
    { name: 'abort signal', code: "export function f(signal: AbortSignal) { signal.addEventListener('abort', async () => { await stop(); }); }", errors: one('dropped') },
  ],
});
