import rule from '../../../src/rules/failures/no-throw-in-deferred-callback.js';
import { ruleTests } from '../../rule-tests.js';

const unreachable = [{ messageId: 'unreachable' }] as const;
const fs = `import fs from 'node:fs';`;
const inExecutor = (body: string): string => `export const run = () => new Promise<void>((resolve, reject) => { ${body} });`;

ruleTests(rule, {
  valid: [
    { name: 'rejected', code: inExecutor(`setTimeout(() => { if (late) { reject(new Error('late')); return; } resolve(); }, 10);`) },
    { name: 'caught in the callback', code: inExecutor(`setTimeout(() => { try { if (late) throw new Error('late'); resolve(); } catch (error) { reject(error); } }, 10);`) },
    { name: 'in the executor itself', code: inExecutor(`if (!path) throw new Error('no path'); resolve();`) },
    { name: 'in an async function', code: `export async function f() { if (!path) throw new Error('no path'); await g(); }` },
    { name: 'in a chain', code: `export const f = () => load().then(found => { if (!found) throw new Error('none'); return found; });` },
    { name: 'in a list', code: `export function f(list: number[]) { list.forEach(each => { if (each < 0) throw new Error('negative'); }); }` },
    { name: 'a crash on purpose', code: `export function rethrow(error: unknown) { process.nextTick(() => { throw error; }); }` },
    { name: 'a crash on purpose, inside of a chain', code: `export const f = () => g().catch(error => { setImmediate(() => { throw error; }); });` },
    { name: 'a watchdog of the start', code: `const timer = setTimeout(() => { throw new Error('not up after 10 s'); }, 10_000); start().then(() => clearTimeout(timer));` },
    { name: 'at start-up', code: `${fs} fs.readFile('config.json', 'utf8', (err, text) => { if (err) throw err; configure(text); });` },
    { name: 'in the function that starts the program', code: `${fs} async function main() { fs.readFile('config.json', (err, text) => { if (err) throw err; configure(text); }); await up(); } main();` },
    { name: 'a port that is taken', code: `import http from 'node:http'; export async function up() { http.createServer().listen(80, () => { if (bad) throw new Error('no'); }); }` },
    { name: 'a process that shall end with its child', code: `import { fork } from 'node:child_process'; fork('worker.js').on('exit', code => { throw new Error('worker ended with ' + code); });` },
    { name: 'the error of a stream at start-up', code: `${fs} fs.createReadStream('a').on('error', err => { throw err; });` },
    { name: 'an emitter of our own', code: `import { EventEmitter } from 'node:events'; const bus = new EventEmitter(); bus.on('order', order => { if (!order.id) throw new Error('no id'); });` },
    { name: 'a class that is an emitter', code: `import { EventEmitter } from 'node:events'; class Bus extends EventEmitter {} const bus = new Bus(); bus.on('order', order => { throw new Error('no'); });` },
    { name: 'a handler whose framework catches', code: `import express from 'express'; const app = express(); app.get('/', (req, res) => { if (!req.query.id) throw new Error('no id'); res.end(); });` },
    { name: 'a callback that is called before the call returns', code: `import jwt from 'jsonwebtoken'; export async function f(token: string) { jwt.verify(token, key, err => { if (err) throw err; }); }` },
    { name: 'an unknown function', code: inExecutor(`later(() => { throw new Error('x'); });`) },
    { name: 'a shadowed timer', code: `import { setTimeout } from './clock.js'; ${inExecutor(`setTimeout(() => { if (late) throw new Error('late'); resolve(); }, 10);`)}` },
    { name: 'an async callback: its promise is the matter of another rule', code: inExecutor(`setTimeout(async () => { if (late) throw new Error('late'); resolve(); }, 10);`) },
    { name: 'the last resort', code: `process.on('unhandledRejection', error => { throw error; });` },
    { name: 'tests', code: inExecutor(`setTimeout(() => { throw new Error('late'); }, 10);`), filename: 'src/a.spec.ts' },
  ],
  invalid: [
    {
      code: inExecutor(`setTimeout(() => { if (late) throw new Error('late'); resolve(); }, 10);`),
      errors: [
        {
          messageId: 'promise',
          data: { caller: 'setTimeout', name: 'reject', error: `new Error('late')` },
          suggestions: [{ messageId: 'handOn', data: { name: 'reject', error: `new Error('late')` }, output: inExecutor(`setTimeout(() => { if (late) { reject(new Error('late')); return; } resolve(); }, 10);`) }],
        },
      ],
    },
    {
      name: 'a time limit that limits nothing',
      code: inExecutor(`setTimeout(() => { throw new Error('late'); }, 10); work(resolve);`),
      errors: [
        {
          messageId: 'promise',
          data: { caller: 'setTimeout', name: 'reject', error: `new Error('late')` },
          suggestions: [{ messageId: 'handOn', data: { name: 'reject', error: `new Error('late')` }, output: inExecutor(`setTimeout(() => { reject(new Error('late')); return; }, 10); work(resolve);`) }],
        },
      ],
    },
    { name: 'an executor that has no reject', code: `export const wait = () => new Promise<void>(resolve => { setTimeout(() => { if (late) throw new Error('late'); resolve(); }, 10); });`, errors: [{ messageId: 'promise', data: { caller: 'setTimeout', name: 'reject', error: `new Error('late')` }, suggestions: null }] },
    {
      name: 'an error-first callback',
      code: `${fs} ${inExecutor(`fs.stat(path, (err, found) => { if (err) throw err; resolve(found); });`)}`,
      errors: [{ messageId: 'promise', suggestions: [{ messageId: 'handOn', data: { name: 'reject', error: 'err' }, output: `${fs} ${inExecutor(`fs.stat(path, (err, found) => { if (err) { reject(err); return; } resolve(found); });`)}` }] }],
    },
    {
      name: 'a node-style callback is at hand',
      code: `const fs = require('fs'); exports.read = (path, done) => { fs.readFile(path, (err, data) => { if (err) { throw err; } done(null, data); }); };`,
      filename: 'src/read.js',
      errors: [{ messageId: 'handedOn', data: { caller: 'fs.readFile', name: 'done', error: 'err' }, suggestions: [{ messageId: 'handOn', data: { name: 'done', error: 'err' }, output: `const fs = require('fs'); exports.read = (path, done) => { fs.readFile(path, (err, data) => { if (err) { done(err); return; } done(null, data); }); };` }] }],
    },
    {
      name: 'next of a handler is at hand',
      code: `import express from 'express'; ${fs} const app = express(); app.get('/', (req, res, next) => { fs.readFile(path, (err, data) => { if (err) throw err; res.send(data); }); });`,
      errors: [{ messageId: 'handedOn', data: { caller: 'fs.readFile', name: 'next', error: 'err' }, suggestions: 1 }],
    },
    { name: 'a handler that has no next', code: `import express from 'express'; ${fs} const app = express(); app.get('/', (req, res) => { fs.readFile(path, (err, data) => { if (err) throw err; res.send(data); }); });`, errors: [{ messageId: 'unreachable', data: { caller: 'fs.readFile' } }] },
    { name: 'a server of Node.js', code: `import http from 'node:http'; http.createServer((req, res) => { if (req.method !== 'GET') throw new Error('no'); res.end(); });`, errors: unreachable },
    { name: 'a message', code: `import { WebSocketServer } from 'ws'; new WebSocketServer({ port: 1 }).on('connection', socket => { socket.on('message', data => { if (data.length > 9) throw new Error('too long'); }); });`, errors: unreachable },
    { name: 'data of a socket', code: `import net from 'node:net'; net.createServer(socket => { socket.on('data', chunk => { if (!chunk.length) throw new Error('empty'); }); });`, errors: unreachable },
    { name: 'an async function', code: `${fs} export async function load(path: string) { fs.readFile(path, (err, data) => { if (err) throw err; cache.set(path, data); }); }`, errors: unreachable },
    { name: 'a method', code: `import { Pool } from 'pg'; export class Store { constructor(private readonly pool: Pool) {} async save() { this.pool.query('insert', (err, result) => { if (err) throw err; this.last = result; }); } }`, errors: unreachable },
    { name: 'in a list in a callback', code: inExecutor(`setTimeout(() => { list.forEach(each => { if (!each) throw new Error('none'); }); resolve(); }, 10);`), errors: [{ messageId: 'promise', suggestions: null }] },
    { name: 'a response', code: `import https from 'node:https'; export const get = (url: string) => new Promise((resolve, reject) => { https.get(url, res => { if (res.statusCode !== 200) throw new Error('status ' + res.statusCode); resolve(res); }).on('error', reject); });`, errors: [{ messageId: 'promise', suggestions: 1 }] },
    { name: 'try around the call does not reach it', code: `${fs} export async function load(path: string) { try { fs.readFile(path, (err, data) => { if (err) throw err; use(data); }); } catch (error) { report(error); } }`, errors: unreachable },
    { name: 'setImmediate', code: inExecutor(`setImmediate(() => { if (bad) throw new Error('bad'); resolve(); });`), errors: [{ messageId: 'promise', suggestions: 1 }] },
    { name: 'a named function', code: inExecutor(`function check() { if (bad) throw new Error('bad'); resolve(); } setTimeout(check, 10);`), errors: [{ messageId: 'promise', suggestions: 1 }] },
    { name: 'a long error', code: inExecutor(`setTimeout(() => { if (bad) throw new Error('a message that is longer than what fits in one line of a report'); resolve(); }, 1);`), errors: [{ messageId: 'promise', data: { caller: 'setTimeout', name: 'reject', error: '…' }, suggestions: 1 }] },
  ],
});
