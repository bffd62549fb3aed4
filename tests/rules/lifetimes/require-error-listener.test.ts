import rule from '../../../src/rules/lifetimes/require-error-listener.js';
import { ruleTests } from '../../rule-tests.js';

const PG = "import { Pool, Client } from 'pg';\n";
const REDIS = "import { createClient } from 'redis';\n";
const SPAWN = "import { spawn } from 'node:child_process';\n";
const WS = "import { WebSocketServer, WebSocket } from 'ws';\n";
const COVERED = "pool.on('connect', client => { client.on('error', report); });\n";

ruleTests(rule, {
  valid: [
    // Heard: right away, later, by a chain, by name, by field.
    `${PG}const pool = new Pool();\npool.on('error', report);`,
    `${PG}export const pool = new Pool().on('error', report);`,
    `${PG}export const pool = new Pool().on('connect', () => {}).addListener('error', report);`,
    `${PG}const EVENT = 'error'; const pool = new Pool();\npool.on(EVENT, report);`,
    `${PG}class Store { pool = new Pool(); constructor() { this.pool.on('error', report); } }`,
    `${PG}class Store { #pool = new Pool(); listen() { this.#pool.on('error', report); } }`,
    `${PG}class Store { constructor() { this.pool = new Pool(); this.pool.on('error', report); } }`,
    `${PG}function setUp(store) { store.pool.on('error', report); } class Store { constructor() { this.pool = new Pool(); } }`,
    `${REDIS}const client = await createClient({ url }).on('error', report).connect();`,
    `${REDIS}const client = createClient({ url });\nclient.on('error', report);\nawait client.connect();`,
    `${REDIS}const client = createClient({ url });\nconst other = client.duplicate();\nclient.on('error', report); other.on('error', report);`,
    `${SPAWN}const child = spawn('ls').once('error', fail);`,
    `${SPAWN}const child = spawn('ls');\nchild.once('error', fail);`,
    `${WS}const socket = new WebSocket('ws://a');\nsocket.onerror = report;`,
    `${WS}const server = new WebSocketServer({ port: 1 });\nserver.on('connection', socket => { socket.on('error', report); socket.on('message', use); });`,
    `import net from 'node:net';\nnet.createServer(socket => { socket.on('error', report); socket.end('hi'); }).listen(1);`,
    // Somebody else may hear it.
    `${PG}function makePool() { return new Pool(); }`,
    `${PG}const makePool = () => new Pool();`,
    `${PG}const pool = new Pool();\nwatch(pool);`,
    `${PG}const pool = withListeners(new Pool());`,
    `${PG}const pool = new Pool();\nconst stores = { pool };\nregister(stores);`,
    `${PG}const pool = new Pool();\nfor (const event of ['error', 'remove']) pool.on(event, report);`,
    `${PG}const pool = new Pool();\nconst on = pool.on.bind(pool);`,
    `${PG}const pool = new Pool().extend(report);`,
    `${SPAWN}import { once } from 'node:events';\nconst child = spawn('ls');\nawait once(child, 'exit');`,
    `${SPAWN}const child = spawn('ls');\nchildren.add(child);`,
    `import { createReadStream } from 'node:fs';\nimport { pipeline } from 'node:stream/promises';\nawait pipeline(createReadStream(path), response);`,
    `import { createReadStream } from 'node:fs';\nfor await (const chunk of createReadStream(path)) use(chunk);`,
    `import { createReadStream } from 'node:fs';\nconst stream = createReadStream(path);\nfor await (const chunk of stream) use(chunk);`,
    // Both ends of a pipe are another rule's.
    `import { createReadStream } from 'node:fs';\ncreateReadStream(path).pipe(response);`,
    // These do not end the process.
    `import Redis from 'ioredis';\nexport const redis = new Redis();`,
    `import { Queue } from 'bullmq';\nexport const queue = new Queue('mail');`,
    `import { exec } from 'node:child_process';\nconst child = exec('ls');\nchild.on('exit', use);`,
    `import { fork } from 'node:child_process';\nconst child = fork('a.js');\nchild.on('exit', use);`,
    `import { fork } from 'node:child_process';\nconst child = fork('a.js', { silent: true });\nchild.send({ a: 1 }, report);`,
    `import { fork } from 'node:child_process';\nconst child = fork('a.js', { execPath });\nchild.on('error', report);\nchild.send({ a: 1 });`,
    `import { fork } from 'node:child_process';\nexport const run = () => new Promise(resolve => { const child = fork('a.js'); child.on('exit', resolve); });`,
    // A command that is not there is an exit code; its input is closed, or heard.
    `import { exec } from 'node:child_process';\nexec('ls').stdin.end();`,
    `${SPAWN}const child = spawn('git');\nchild.on('error', report);\nchild.stdin.on('error', report);\nchild.stdin.end(data);`,
    `${SPAWN}const child = spawn('git');\nchild.on('error', report);\nchild.stdin?.once('error', report).write(data);\nchild.stdin?.end();`,
    `${SPAWN}import { pipeline } from 'node:stream/promises';\nconst child = spawn('git');\nchild.on('error', report);\nawait pipeline(source, child.stdin);`,
    `${SPAWN}export function start() { const child = spawn('git'); child.on('error', report); child.stdin.write(data); return child; }`,
    `${SPAWN}const child = spawn('git');\nchild.on('error', report);\nwatch(child.stdin);\nchild.stdin.write(data);`,
    // The interface hands the errors of its input on.
    `import fs from 'node:fs';\nimport readline from 'node:readline';\nfor await (const line of readline.createInterface({ input: fs.createReadStream(path) })) use(line);`,
    `import fs from 'node:fs';\nimport readline from 'node:readline';\nconst lines = readline.createInterface({ input: fs.createReadStream(path), crlfDelay: Infinity });\nlines.on('line', use).on('error', report);`,
    `import fs from 'node:fs';\nimport { createInterface } from 'readline';\nconst input = fs.createReadStream(path);\ninput.on('error', report);\ncreateInterface({ input }).on('line', use);`,
    `import readline from 'node:readline';\nreadline.createInterface({ input: process.stdin }).on('line', use);`,
    `import http2 from 'node:http2';\nconst session = http2.connect(url);\nsession.on('error', report);\nsession.request({ ':path': '/' });`,
    `import { Client } from 'ssh2';\nnew Client().on('ready', use).on('error', report).connect({ host });`,
    // What it throws closes the connection, which is told.
    `import amqp from 'amqplib';\nconst connection = await amqp.connect(url);\nconnection.on('error', report);\nconst channel = await connection.createChannel();\nchannel.ack(message);`,
    `import mysql from 'mysql2';\nexport const pool = mysql.createPool({});`,
    `import http from 'node:http';\nhttp.createServer(handle).listen(3000);`,
    `import { Readable } from 'node:stream';\nexport const stream = Readable.from(['a']);`,
    `import { WebSocketServer } from 'ws';\nexport const server = new WebSocketServer({ port: 1 });`,
    `${WS}class Adapter { onConnection(ws) {} start() { const server = new WebSocketServer({ port: 1 }); server.on('connection', this.onConnection); } }`,
    // Names of events: right, emitted by the file itself, heard under the right name too, or of an emitter that may have more.
    `${SPAWN}const child = spawn('ls').on('error', report);\nchild.on('exit', use).on('close', use).on('spawn', use);`,
    `import net from 'node:net';\nconst server = net.createServer();\nserver.on('connected', use);\nserver.emit('connected');`,
    `import fs from 'node:fs';\nconst file = fs.createWriteStream(path);\nfile.on('error', report);\nfile.on('end', done).on('finish', done);`,
    `import { EventEmitter } from 'node:events';\nconst bus = new EventEmitter();\nbus.on('eror', use);`,
    `class Upload extends EventEmitter {}\nnew Upload().on('finished', use);`,
    `import { Server } from 'socket.io';\nnew Server().on('connection', socket => { socket.on('closed', use); });`,
    `${WS}const server = new WebSocketServer({ port: 1 });\nserver.on('listening', use).on(name, use).on('headers', use);`,
    `import http from 'node:http';\nhttp.createServer(handle).on('session', use);`,
    // The promise that waits for it is what to mend: promise-always-settles.
    `${SPAWN}export const run = () => new Promise(resolve => { const child = spawn('ls'); child.on('exit', code => resolve(code)); });`,
    `import dgram from 'node:dgram';\nconst socket = dgram.createSocket('udp4');\nsocket.send(data, 1, 'a', report);`,
    `${SPAWN}const child = spawn(process.execPath, ['worker.js']);\nchild.on('exit', use);`,
    // The server hears its own sockets; the errors of a connection go to its promises.
    `import http from 'node:http';\nconst server = http.createServer(handle);\nserver.on('connection', socket => { socket.setKeepAlive(true); });\nserver.on('clientError', (error, socket) => { socket.end('HTTP/1.1 400'); });`,
    `import mysql from 'mysql2';\nconst connection = mysql.createConnection({});\nawait connection.promise().query('select 1');`,
    `import fs from 'node:fs';\nfs.watch('.', use);`,
    // Not what it looks like.
    `import { Pool } from './pool.js';\nexport const pool = new Pool();`,
    `class Pool {}\nexport const pool = new Pool();`,
    `function use(pool) { pool.query('select 1'); }`,
    // Clients that are checked out, with a listener of their own.
    `${PG}const pool = new Pool();\npool.on('error', report);\n${COVERED}const client = await pool.connect();\nawait client.query('select 1');\nclient.release();`,
    `${PG}const pool = new Pool();\npool.on('error', report);\npool.on('connect', prepare);\nconst client = await pool.connect();\nclient.release();`,
    `${PG}const pool = new Pool();\npool.on('error', report);\nconst client = await pool.connect();\nclient.on('error', report);\nclient.release();`,
    `${PG}const pool = new Pool();\npool.on('error', report);\nawait pool.query('select 1');`,
    `${PG}const pool = new Pool();\npool.on('error', report);\nconst client = await pool.connect();\nawait work(client);\nclient.release();`,
    `${PG}import { drizzle } from 'drizzle-orm/node-postgres';\nconst pool = new Pool();\npool.on('error', report);\n${COVERED}export const db = drizzle(pool);`,
    `${PG}export async function run(pool: Pool) { const client = await pool.connect(); client.release(); }`,
    { code: `${PG}export const pool = new Pool();`, filename: 'test/pool.ts' },
    { code: `${PG}export const pool = new Pool();`, filename: 'scripts/fill.ts' },
  ],
  invalid: [
    {
      code: `${PG}export const pool = new Pool();`,
      errors: [{ messageId: 'never', line: 2, data: { what: 'pool', when: 'the server closes an idle connection', name: 'pool' } }],
    },
    { code: `const { Pool } = require('pg');\nmodule.exports.pool = new Pool();`, errors: [{ messageId: 'never', line: 2 }] },
    { code: `const pg = require('pg');\nconst pool = new pg.Pool();\nmodule.exports = { pool };`, errors: [{ messageId: 'never', line: 2 }] },
    { code: `import * as pg from 'pg';\nconst db = new pg.Pool();\nexport { db };`, errors: [{ messageId: 'never', data: { what: 'pool', when: 'the server closes an idle connection', name: 'db' } }] },
    { code: `import { Pool as PgPool } from 'pg';\nexport default new PgPool();`, errors: [{ messageId: 'never' }] },
    { code: `${PG}let pool;\nexport function getPool() { pool ??= new Pool(); return query; }`, errors: [{ messageId: 'never' }] },
    { code: `${PG}export const pool = given ?? new Pool();`, errors: [{ messageId: 'never' }] },
    {
      code: `${PG}export class Store { private readonly pool = new Pool(); find() { return this.pool.query('select 1'); } }`,
      errors: [{ messageId: 'never', data: { what: 'pool', when: 'the server closes an idle connection', name: 'this.pool' } }],
    },
    { code: `${PG}export class Store { constructor() { this.pool = new Pool(); } find() { return this.pool?.query('select 1'); } }`, errors: [{ messageId: 'never' }] },
    { code: `${PG}export class Store { #pool: Pool; open() { this.#pool = new Pool(); } }`, errors: [{ messageId: 'never' }] },
    { code: `${PG}const client = new Client();\nawait client.connect();\nawait client.query('select 1');`, errors: [{ messageId: 'never', data: { what: 'client', when: 'the connection drops', name: 'client' } }] },
    { code: `${REDIS}export const client = createClient({ url });\nawait client.connect();`, errors: [{ messageId: 'never', data: { what: 'redis client', when: 'the connection drops', name: 'client' } }] },
    { code: `${REDIS}const client = await createClient({ url }).connect();\nawait client.get('a');`, errors: [{ messageId: 'never' }] },
    { code: `${REDIS}const client = createClient({ url });\nclient.on('error', report);\nconst other = client.duplicate();\nawait other.connect();`, errors: [{ messageId: 'never', line: 4 }] },
    { code: `${REDIS}const client = createClient({ url });\nclient.on('ready', use);\nclient.on('end', use);`, errors: [{ messageId: 'never' }] },
    { code: `${REDIS}export const client = createClient({ url });\nclient.once('error', report);`, errors: [{ messageId: 'once', data: { what: 'redis client', when: 'the connection drops', name: 'client' } }] },
    { code: `${PG}export const pool = new Pool().once('error', report);`, errors: [{ messageId: 'once' }] },
    { code: `${SPAWN}const child = spawn('ls');\nchild.on('exit', code => done(code));\nchild.stdout.on('data', use);`, errors: [{ messageId: 'never', data: { what: 'child process', when: 'the program cannot be started', name: 'child' } }] },
    { code: `${SPAWN}spawn('ls', { detached: true }).unref();`, errors: [{ messageId: 'never', data: { what: 'child process', when: 'the program cannot be started', name: 'process' } }] },
    { code: `${SPAWN}const { stdout } = spawn('ls');\nstdout.on('data', use);`, errors: [{ messageId: 'never' }] },
    { code: `import { Worker } from 'node:worker_threads';\nconst worker = new Worker('./job.js');\nworker.on('message', use);`, errors: [{ messageId: 'never' }] },
    { code: `import net from 'node:net';\nconst socket = net.connect(1);\nsocket.write('hi');\nsocket.on('data', use);`, errors: [{ messageId: 'never' }] },
    { code: `import http from 'node:http';\nhttp.get('http://a.test', response => { response.resume(); });`, errors: [{ messageId: 'never', data: { what: 'client request', when: 'the connection is refused or reset', name: 'request' } }] },
    { code: `import https from 'node:https';\nconst request = https.request(options, use);\nrequest.on('timeout', () => request.destroy());\nrequest.end(body);`, errors: [{ messageId: 'never' }] },
    { code: `import net from 'node:net';\nnet.createServer(socket => { socket.on('data', use); }).listen(1);`, errors: [{ messageId: 'never', data: { what: 'socket', when: 'the connection is refused or reset', name: 'socket' } }] },
    { code: `${WS}const server = new WebSocketServer({ port: 1 });\nserver.on('connection', (socket, request) => { socket.on('message', use); });`, errors: [{ messageId: 'never', line: 3 }] },
    { code: `${WS}const server = new WebSocketServer({ port: 1 });\nserver.on('connection', accept);\nfunction accept(socket) { socket.send('hi'); }`, errors: [{ messageId: 'never', line: 4 }] },
    { code: `${WS}const socket = new WebSocket('ws://a');\nsocket.onmessage = use;`, errors: [{ messageId: 'never' }] },
    { code: `import amqp from 'amqplib';\nconst connection = await amqp.connect(url);\nconnection.on('close', use);`, errors: [{ messageId: 'never' }] },
    { code: `import http from 'node:http';\nconst server = http.createServer(handle);\nserver.on('upgrade', (request, socket, head) => { accept(request, head); socket.write('a'); });`, errors: [{ messageId: 'never', line: 3 }] },
    { code: `import mysql from 'mysql2';\nconst connection = mysql.createConnection({});\nconnection.query('select 1', use);`, errors: [{ messageId: 'never' }] },
    { code: `import ldap from 'ldapjs';\nconst client = ldap.createClient({ url });\nclient.bind('cn=a', 'b', use);`, errors: [{ messageId: 'never' }] },
    {
      code: `import { fork } from 'node:child_process';\nconst child = fork('a.js');\nchild.on('exit', use);\nchild.send({ a: 1 });`,
      errors: [{ messageId: 'never', line: 2, data: { what: 'forked process', when: 'its program cannot be started, or a message is sent to it after it has ended', name: 'child' } }],
    },
    { code: `const cp = require('child_process');\nclass Jobs { constructor() { this.child = cp.fork('a.js'); } add(job) { this.child.send(job); } }\nmodule.exports = Jobs;`, filename: 'src/a.js', errors: [{ messageId: 'never', line: 2 }] },
    { code: `import { fork } from 'node:child_process';\nconst child = fork('a.js', [], { execPath });\nchild.on('exit', use);`, errors: [{ messageId: 'never' }] },
    {
      code: `${SPAWN}const child = spawn('git');\nchild.on('error', report);\nchild.stdin.write(data);\nchild.stdin.end();`,
      errors: [{ messageId: 'never', line: 4, data: { what: 'process input', when: 'the program ends before it has read all of it', name: 'child.stdin' } }],
    },
    { code: `import { execFile } from 'node:child_process';\nconst child = execFile('git', ['apply'], done);\nchild.stdin?.end(patch);`, errors: [{ messageId: 'never', line: 3 }] },
    // A process that nobody hears is one fault, its input with it.
    { code: `${SPAWN}const child = spawn('git');\nchild.stdin.end(data);`, errors: [{ messageId: 'never', line: 2 }] },
    {
      code: `import fs from 'node:fs';\nimport readline from 'node:readline';\nconst lines = readline.createInterface({ input: fs.createReadStream(path) });\nlines.on('line', use);\nlines.on('close', done);`,
      errors: [{ messageId: 'never', line: 3, data: { what: 'read stream', when: 'the file cannot be opened or read', name: 'lines' } }],
    },
    { code: `import http2 from 'node:http2';\nconst session = http2.connect(url);\nconst request = session.request({ ':path': '/' });\nrequest.on('error', report);`, errors: [{ messageId: 'never', line: 2, data: { what: 'client http2 session', when: 'the connection is refused or reset', name: 'session' } }] },
    { code: `import { Client } from 'ssh2';\nconst connection = new Client();\nconnection.on('ready', use).connect({ host });`, errors: [{ messageId: 'never', line: 2 }] },
    // Given from elsewhere, or made here: the same kind of thing.
    {
      code: `${PG}export class Db { constructor(options) { const pool = options.pool ?? new Pool();\npool.on('error', report);\npool.on('connect', client => { client.query('set search_path to a'); }); } }`,
      errors: [{ messageId: 'never', line: 4, data: { what: 'pool client', when: 'the connection drops', name: 'client' } }],
    },
    {
      code: `${PG}import type { Options } from './types';\nexport function open(options: Options) { const pool = options.pool ?? new Pool();\npool.on('error', report);\npool.on('connect', client => { client.query('set search_path to a'); }); return query; }`,
      errors: [{ messageId: 'never', line: 5 }],
    },
    // Events of other emitters, and slips.
    {
      code: `import fs from 'node:fs';\nconst file = fs.createWriteStream(path);\nfile.on('error', report);\nfile.on('end', done);`,
      errors: [{ messageId: 'misspelt', line: 4, data: { what: 'write stream', event: 'end', meant: 'finish' }, suggestions: [{ messageId: 'rename', data: { meant: 'finish' }, output: `import fs from 'node:fs';\nconst file = fs.createWriteStream(path);\nfile.on('error', report);\nfile.on('finish', done);` }] }],
    },
    { code: `import fs from 'node:fs';\nconst file = fs.createReadStream(path);\nfile.on('error', report);\nfile.once("finish", done);`, errors: [{ messageId: 'misspelt', data: { what: 'read stream', event: 'finish', meant: 'end' }, suggestions: [{ messageId: 'rename', data: { meant: 'end' }, output: `import fs from 'node:fs';\nconst file = fs.createReadStream(path);\nfile.on('error', report);\nfile.once("end", done);` }] }] },
    { code: `import net from 'node:net';\nconst socket = net.connect(1);\nsocket.on('eror', report);`, errors: [{ messageId: 'misspelt', line: 3, data: { what: 'socket', event: 'eror', meant: 'error' }, suggestions: [{ messageId: 'rename', data: { meant: 'error' }, output: `import net from 'node:net';\nconst socket = net.connect(1);\nsocket.on('error', report);` }] }] },
    { code: `${WS}const server = new WebSocketServer({ port: 1 });\nserver.on('connection', socket => { socket.on('errror', report); });`, errors: [{ messageId: 'misspelt', line: 3, suggestions: [{ messageId: 'rename', data: { meant: 'error' }, output: `${WS}const server = new WebSocketServer({ port: 1 });\nserver.on('connection', socket => { socket.on('error', report); });` }] }] },
    { code: `${WS}const server = new WebSocketServer({ port: 1 });\nserver.on('connection', socket => { socket.on('error', report); socket.on('disconnect', use); });`, errors: [{ messageId: 'misspelt', data: { what: 'web socket', event: 'disconnect', meant: 'close' }, suggestions: [{ messageId: 'rename', data: { meant: 'close' }, output: `${WS}const server = new WebSocketServer({ port: 1 });\nserver.on('connection', socket => { socket.on('error', report); socket.on('close', use); });` }] }] },
    { code: `const { Worker } = require('bullmq');\nconst worker = new Worker('mail', job => send(job));\nworker.on('complete', use);\nworker.on('fialed', use);`, filename: 'src/a.js', errors: [{ messageId: 'misspelt', line: 3, suggestions: [{ messageId: 'rename', data: { meant: 'completed' }, output: `const { Worker } = require('bullmq');\nconst worker = new Worker('mail', job => send(job));\nworker.on('completed', use);\nworker.on('fialed', use);` }] }, { messageId: 'misspelt', line: 4, data: { what: 'worker', event: 'fialed', meant: 'failed' }, suggestions: [{ messageId: 'rename', data: { meant: 'failed' }, output: `const { Worker } = require('bullmq');\nconst worker = new Worker('mail', job => send(job));\nworker.on('complete', use);\nworker.on('failed', use);` }] }] },
    { code: `import http from 'node:http';\nhttp.createServer(handle).on('clienterror', use).listen(1);`, errors: [{ messageId: 'misspelt', data: { what: 'server', event: 'clienterror', meant: 'clientError' }, suggestions: [{ messageId: 'rename', data: { meant: 'clientError' }, output: `import http from 'node:http';\nhttp.createServer(handle).on('clientError', use).listen(1);` }] }] },
    { code: `${SPAWN}const child = spawn('ls');\nchild.addListener('err', report);`, errors: [{ messageId: 'misspelt', line: 3, suggestions: [{ messageId: 'rename', data: { meant: 'error' }, output: `${SPAWN}const child = spawn('ls');\nchild.addListener('error', report);` }] }] },
    // Checked out of a pool that nobody hears at all: one fault.
    { code: `${PG}const pool = new Pool();\nexport async function run() { const client = await pool.connect(); client.release(); }`, errors: [{ messageId: 'never', line: 2 }] },
    { code: `${PG}import { drizzle } from 'drizzle-orm/node-postgres';\nconst pool = new Pool();\nexport const db = drizzle(pool);`, errors: [{ messageId: 'never', line: 3 }] },
    // Checked out.
    {
      code: `${PG}const pool = new Pool();\npool.on('error', report);\nexport async function run() { const client = await pool.connect(); try { await client.query('select 1'); } finally { client.release(); } }`,
      errors: [{ messageId: 'held', line: 4, data: { what: 'pool client', when: 'the connection drops', name: 'client' } }],
    },
    {
      code: `${PG}export class Queue { open() { this.pool = new Pool(); this.pool.on('error', report); }\nasync inTransaction(work) { const client = await this.pool.connect(); try { return await work(client); } finally { client.release(); } } }`,
      errors: [{ messageId: 'held', line: 3 }],
    },
    { code: `${PG}const pool = new Pool();\npool.on('error', report);\npool.connect((error, client, release) => { client.query('select 1', release); });`, errors: [{ messageId: 'held' }] },
    { code: `${PG}import { drizzle } from 'drizzle-orm/node-postgres';\nconst pool = new Pool();\npool.on('error', report);\nexport const db = drizzle(pool);`, errors: [{ messageId: 'held', line: 3 }] },
    { code: `${PG}import { drizzle } from 'drizzle-orm/node-postgres';\nconst pool = new Pool();\npool.on('error', report);\nexport const db = drizzle({ client: pool, schema });`, errors: [{ messageId: 'held' }] },
    { code: `${PG}import { Kysely, PostgresDialect } from 'kysely';\nconst pool = new Pool();\npool.on('error', report);\nexport const db = new Kysely({ dialect: new PostgresDialect({ pool }) });`, errors: [{ messageId: 'held' }] },
    { code: `${PG}const pool = new Pool();\npool.on('error', report);\npool.on('connect', client => { client.query('set search_path to a'); });`, errors: [{ messageId: 'never', line: 4, data: { what: 'pool client', when: 'the connection drops', name: 'client' } }] },
  ],
});
