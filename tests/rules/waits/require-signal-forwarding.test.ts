import rule from '../../../src/rules/waits/require-signal-forwarding.js';
import { ruleTests } from '../../rule-tests.js';

const unforwarded = (write: string, output: string, signal = 'signal') =>
  [{ messageId: 'unforwarded', data: { signal, write }, suggestions: [{ messageId: 'write', data: { write }, output }] }] as const;

ruleTests(rule, {
  valid: [
    { name: 'passed', code: 'export async function load(url: string, signal: AbortSignal) { return await fetch(url, { signal }); }' },
    { name: 'passed with other options', code: 'export const load = (url: string, signal?: AbortSignal) => fetch(url, { method: "POST", signal: signal ?? null });' },
    { name: 'joined with a time limit', code: 'export const load = (url: string, signal: AbortSignal) => fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) });' },
    { name: 'joined before', code: 'export async function load(url: string, signal: AbortSignal) { const any = AbortSignal.any([signal, AbortSignal.timeout(5_000)]); return await fetch(url, { signal: any }); }' },
    { name: 'options that come from elsewhere', code: 'export async function load(url: string, signal: AbortSignal, init: RequestInit) { signal.throwIfAborted(); return await fetch(url, init); }' },
    { name: 'options that are spread', code: 'export async function load(url: string, { signal, ...init }: RequestInit & { signal: AbortSignal }) { return await fetch(url, { ...init, method: "POST" }); }' },
    { name: 'options made with the signal', code: 'export async function load(url: string, signal: AbortSignal) { return await fetch(url, withSignal(signal)); }' },
    { name: 'a constant that holds the options', code: 'export async function load(url: string, signal: AbortSignal) { const options = { signal }; return await fetch(url, options); }' },
    { name: 'options that are given the signal later', code: 'export async function load(url: string, signal: AbortSignal) { const options: RequestInit = {}; options.signal = signal; return await fetch(url, options); }' },
    { name: 'a request that may bring a signal', code: 'export async function load(request: Request, signal: AbortSignal) { signal.throwIfAborted(); return await fetch(request); }' },
    { name: 'a wrapper that is given both', code: 'export async function load(url: string, signal: AbortSignal) { return await untilAborted(fetch(url), signal); }' },
    { name: 'a race', code: 'export async function load(url: string, signal: AbortSignal) { return await Promise.race([fetch(url), aborted(signal)]); }' },
    { name: 'a listener that ends the work', code: 'export async function load(url: string, signal: AbortSignal) { const own = new AbortController(); signal.addEventListener("abort", () => own.abort()); await warmUp(own.signal); return await fetch(url, { signal: own.signal }); }' },
    { name: 'a listener that ends it in its own way', code: 'export async function load(url: string, signal: AbortSignal) { signal.addEventListener("abort", () => stop()); return await fetch(url); }' },
    { name: 'addAbortListener', code: 'import { addAbortListener } from "node:events"; export async function load(url: string, signal: AbortSignal) { using _ = addAbortListener(signal, stop); return await fetch(url); }' },
    { name: 'cleaning up in catch', code: 'export async function load(url: string, signal: AbortSignal) { try { return await fetch(url, { signal }); } catch (error) { await fetch(url, { method: "DELETE" }); throw error; } }' },
    { name: 'cleaning up in finally', code: 'export async function load(url: string, signal: AbortSignal) { try { return await fetch(url, { signal }); } finally { await fetch(url, { method: "DELETE" }); } }' },
    { name: 'what runs because it is aborted', code: 'export async function load(url: string, signal: AbortSignal) { if (signal.aborted) { await fetch(`${url}/cancel`); return; } await fetch(url, { signal }); }' },
    { name: 'an audit record that nobody waits for', code: 'export async function load(url: string, signal: AbortSignal) { void fetch("https://audit.example"); fetch("https://audit.example").catch(report); return await fetch(url, { signal }); }' },
    { name: 'work that is kept for others', code: 'export async function load(url: string, signal: AbortSignal) { const job = fetch(url); running.set(url, job); return await waitFor(job, signal); }' },
    { name: 'a listener of something else', code: 'export function start(signal: AbortSignal) { emitter.on("change", async () => { await fetch(url); }); signal.throwIfAborted(); }' },
    { name: 'no proof that it is a signal', code: 'export async function load(url, signal) { log(signal); return await fetch(url); }', filename: 'src/service.js' },
    { name: 'a signal of the operating system', code: 'export async function stop(url: string, signal: NodeJS.Signals) { log(signal); return await fetch(url); }' },
    { name: 'a token of one\'s own', code: 'export async function load(url: string, token: { aborted: boolean }) { if (token.aborted) return; return await fetch(url); }' },
    { name: 'left alone on purpose', code: 'export async function load(url: string, _signal: AbortSignal) { return await fetch(url); }' },
    { name: 'two signals', code: 'export async function load(url: string, user: AbortSignal, shutdown: AbortSignal) { user.throwIfAborted(); shutdown.throwIfAborted(); return await fetch(url); }' },
    { name: 'a call that takes none', code: 'import { readdir } from "node:fs/promises"; export async function list(path: string, signal: AbortSignal) { signal.throwIfAborted(); return await readdir(path); }' },
    { name: 'a function in view that takes none', code: 'async function one(url: string) { return work(url); } export async function all(url: string, signal: AbortSignal) { signal.throwIfAborted(); return await one(url); }' },
    { name: 'a function in view, given undefined', code: 'async function one(url: string, signal?: AbortSignal) { return await fetch(url, { signal }); } export async function all(url: string, signal: AbortSignal) { await one(url, signal); return await one(url, undefined); }' },
    { name: 'a function in view, given all arguments', code: 'async function one(url: string, signal?: AbortSignal) { return await fetch(url, { signal }); } export async function all(signal: AbortSignal, ...rest: [string]) { signal.throwIfAborted(); return await one(...rest); }' },
    { name: 'sleep with the signal', code: 'import { setTimeout as delay } from "node:timers/promises"; export async function wait(signal: AbortSignal) { await delay(1_000, undefined, { signal }); }' },
    { name: 'a pipeline whose last stream is unknown', code: 'import { pipeline } from "node:stream/promises"; export async function copy(from, to, signal: AbortSignal) { signal.throwIfAborted(); await pipeline(from, to); }' },
    { name: 'a controller that is handed on', code: 'export async function load(url: string) { const own = new AbortController(); setTimeout(() => own.abort(), 5_000); return await fetch(url, { signal: own.signal }); }' },
    { name: 'a controller that escapes', code: 'export function start() { const own = new AbortController(); run(own); return () => own.abort(); }' },
    { name: 'a client that was given it', code: 'import axios from "axios"; export async function load(url: string, signal: AbortSignal) { const api = axios.create({ signal }); return await api.get(url); }' },
    { name: 'a test', code: 'async function load(url: string, signal: AbortSignal) { return await fetch(url); }', filename: 'src/load.test.ts' },
  ],
  invalid: [
    {
      name: 'fetch',
      code: 'export async function load(url: string, signal: AbortSignal) { signal.throwIfAborted(); return await fetch(url); }',
      errors: unforwarded('signal', 'export async function load(url: string, signal: AbortSignal) { signal.throwIfAborted(); return await fetch(url, { signal }); }'),
    },
    {
      name: 'beside other options',
      code: 'export const load = (url: string, signal?: AbortSignal) => fetch(url, { method: "POST" });',
      errors: unforwarded('signal', 'export const load = (url: string, signal?: AbortSignal) => fetch(url, { method: "POST", signal });'),
    },
    {
      name: 'another name',
      code: 'export async function load(url: string, stop: AbortSignal) { return (await fetch(url)).json(); }',
      errors: unforwarded('signal: stop', 'export async function load(url: string, stop: AbortSignal) { return (await fetch(url, { signal: stop })).json(); }', 'stop'),
    },
    {
      name: 'JavaScript, proven by its use',
      code: 'export async function load(url, signal) { signal.throwIfAborted(); return await fetch(url); }',
      filename: 'src/service.js',
      errors: unforwarded('signal', 'export async function load(url, signal) { signal.throwIfAborted(); return await fetch(url, { signal }); }'),
    },
    {
      name: 'passed to one of two calls',
      code: 'export async function load(a, b, { signal }) { const first = await fetch(a, { signal }); return [first, await fetch(b)]; }',
      filename: 'src/service.js',
      errors: unforwarded('signal', 'export async function load(a, b, { signal }) { const first = await fetch(a, { signal }); return [first, await fetch(b, { signal })]; }'),
    },
    {
      name: 'an options object',
      code: 'interface Options { signal?: AbortSignal } export async function load(url: string, options: Options) { return await fetch(url); }',
      errors: unforwarded('signal: options.signal', 'interface Options { signal?: AbortSignal } export async function load(url: string, options: Options) { return await fetch(url, { signal: options.signal }); }', 'options.signal'),
    },
    {
      name: 'options that may be missing',
      code: 'export async function load(url: string, options?: { signal?: AbortSignal }) { return await fetch(url); }',
      errors: unforwarded('signal: options?.signal', 'export async function load(url: string, options?: { signal?: AbortSignal }) { return await fetch(url, { signal: options?.signal }); }', 'options?.signal'),
    },
    {
      name: 'taken out of the options',
      code: 'export async function load(url: string, options: { signal?: AbortSignal }) { const { signal } = options; signal?.throwIfAborted(); return await fetch(url); }',
      errors: unforwarded('signal', 'export async function load(url: string, options: { signal?: AbortSignal }) { const { signal } = options; signal?.throwIfAborted(); return await fetch(url, { signal }); }'),
    },
    {
      name: 'a time limit in its place',
      code: 'export async function load(url: string, signal: AbortSignal) { return await fetch(url, { signal: AbortSignal.timeout(5_000) }); }',
      errors: [{
        messageId: 'replaced',
        data: { signal: 'signal', write: 'signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)])' },
        suggestions: [{ messageId: 'write', data: { write: 'signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)])' }, output: 'export async function load(url: string, signal: AbortSignal) { return await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) }); }' }],
      }],
    },
    {
      name: 'a time limit in the place of a signal that may be missing',
      code: 'export async function load(url: string, options?: { signal?: AbortSignal }) { return await fetch(url, { signal: AbortSignal.timeout(5_000) }); }',
      errors: [{
        messageId: 'replaced',
        suggestions: [{
          messageId: 'write',
          data: { write: 'signal: options?.signal ? AbortSignal.any([options.signal, AbortSignal.timeout(5_000)]) : AbortSignal.timeout(5_000)' },
          output: 'export async function load(url: string, options?: { signal?: AbortSignal }) { return await fetch(url, { signal: options?.signal ? AbortSignal.any([options.signal, AbortSignal.timeout(5_000)]) : AbortSignal.timeout(5_000) }); }',
        }],
      }],
    },
    {
      name: 'axios, with a timeout of its own',
      code: 'import axios from "axios"; export async function load(url: string, signal: AbortSignal) { return await axios.get(url, { timeout: 5_000 }); }',
      errors: unforwarded('signal', 'import axios from "axios"; export async function load(url: string, signal: AbortSignal) { return await axios.get(url, { timeout: 5_000, signal }); }'),
    },
    {
      name: 'axios by require, a body in between',
      code: 'const axios = require("axios"); exports.send = async (url, { signal }) => { if (signal.aborted) return; await axios.post(url, {}); };',
      filename: 'src/service.cjs',
      errors: unforwarded('signal', 'const axios = require("axios"); exports.send = async (url, { signal }) => { if (signal.aborted) return; await axios.post(url, {}, { signal }); };'),
    },
    {
      name: 'an instance in a class field',
      code: 'import axios from "axios"; class Api { #http = axios.create({ timeout: 1_000 }); async load(id: string, signal: AbortSignal) { return await this.#http.get(id); } }',
      errors: unforwarded('signal', 'import axios from "axios"; class Api { #http = axios.create({ timeout: 1_000 }); async load(id: string, signal: AbortSignal) { return await this.#http.get(id, { signal }); } }'),
    },
    {
      name: 'undici by namespace',
      code: 'import * as undici from "undici"; export async function load(url: string, signal: AbortSignal) { return await undici.request(url, { method: "PUT" }); }',
      errors: unforwarded('signal', 'import * as undici from "undici"; export async function load(url: string, signal: AbortSignal) { return await undici.request(url, { method: "PUT", signal }); }'),
    },
    {
      name: 'sleep',
      code: 'import { setTimeout as delay } from "node:timers/promises"; export async function wait(signal: AbortSignal) { signal.throwIfAborted(); await delay(1_000); }',
      errors: unforwarded('signal', 'import { setTimeout as delay } from "node:timers/promises"; export async function wait(signal: AbortSignal) { signal.throwIfAborted(); await delay(1_000, undefined, { signal }); }'),
    },
    {
      name: 'events.once',
      code: 'import { once } from "node:events"; export async function opened(socket, signal: AbortSignal) { await once(socket, "open"); }',
      errors: unforwarded('signal', 'import { once } from "node:events"; export async function opened(socket, signal: AbortSignal) { await once(socket, "open", { signal }); }'),
    },
    {
      name: 'events.on and the interval of timers/promises',
      code: 'import { on } from "node:events"; import { setInterval } from "node:timers/promises"; export async function watch(emitter, signal: AbortSignal) { for await (const each of on(emitter, "x")) use(each); for await (const each of setInterval(1_000)) use(each); }',
      errors: [{ messageId: 'unforwarded', suggestions: 1 }, { messageId: 'unforwarded', suggestions: 1 }],
    },
    {
      name: 'a pipeline to a stream',
      code: 'import { createWriteStream } from "node:fs"; import { pipeline } from "node:stream/promises"; export async function save(body, path: string, signal: AbortSignal) { await pipeline(body, createWriteStream(path)); }',
      errors: unforwarded('signal', 'import { createWriteStream } from "node:fs"; import { pipeline } from "node:stream/promises"; export async function save(body, path: string, signal: AbortSignal) { await pipeline(body, createWriteStream(path), { signal }); }'),
    },
    {
      name: 'a function in view',
      code: 'async function one(url: string, signal?: AbortSignal) { return await fetch(url, { signal }); } export async function all(url: string, signal: AbortSignal) { return await one(url); }',
      errors: unforwarded('signal', 'async function one(url: string, signal?: AbortSignal) { return await fetch(url, { signal }); } export async function all(url: string, signal: AbortSignal) { return await one(url, signal); }'),
    },
    {
      name: 'a method in view with an options object',
      code: 'class Api { async one(url: string, { signal }: { signal?: AbortSignal } = {}) { return await fetch(url, { signal }); } async all(url: string, signal: AbortSignal) { return await this.one(url); } }',
      errors: unforwarded('signal', 'class Api { async one(url: string, { signal }: { signal?: AbortSignal } = {}) { return await fetch(url, { signal }); } async all(url: string, signal: AbortSignal) { return await this.one(url, { signal }); } }'),
    },
    {
      name: 'a method whose signature is in view, with arguments in between',
      code: 'interface Chain { block(height: number, depth?: number, signal?: AbortSignal): Promise<string> } class Source { constructor(private readonly chain: Chain) {} async load(height: number, signal: AbortSignal) { return await this.chain.block(height); } }',
      errors: unforwarded('signal', 'interface Chain { block(height: number, depth?: number, signal?: AbortSignal): Promise<string> } class Source { constructor(private readonly chain: Chain) {} async load(height: number, signal: AbortSignal) { return await this.chain.block(height, undefined, signal); } }'),
    },
    {
      name: 'in a callback of map',
      code: 'export async function all(urls: string[], signal: AbortSignal) { return await Promise.all(urls.map(async url => { return await fetch(url); })); }',
      errors: unforwarded('signal', 'export async function all(urls: string[], signal: AbortSignal) { return await Promise.all(urls.map(async url => { return await fetch(url, { signal }); })); }'),
    },
    {
      name: 'in Promise.all',
      code: 'export async function both(signal: AbortSignal) { await Promise.all([fetch("https://a.example"), fetch("https://b.example", { signal })]); }',
      errors: unforwarded('signal', 'export async function both(signal: AbortSignal) { await Promise.all([fetch("https://a.example", { signal }), fetch("https://b.example", { signal })]); }'),
    },
    {
      name: 'in a chain',
      code: 'export const load = async (url: string, signal: AbortSignal) => { return await fetch(url).then(response => response.json()); };',
      errors: unforwarded('signal', 'export const load = async (url: string, signal: AbortSignal) => { return await fetch(url, { signal }).then(response => response.json()); };'),
    },
    {
      name: 'the signal of a queue\'s task',
      code: 'import PQueue from "p-queue"; const queue = new PQueue(); export const add = (url: string, stop: AbortSignal) => queue.add(async ({ signal }) => { return await fetch(url); }, { signal: stop });',
      errors: unforwarded('signal', 'import PQueue from "p-queue"; const queue = new PQueue(); export const add = (url: string, stop: AbortSignal) => queue.add(async ({ signal }) => { return await fetch(url, { signal }); }, { signal: stop });'),
    },
    {
      name: 'the signal of a job',
      code: 'import { Worker } from "bullmq"; new Worker("mail", async (job, token, signal) => { await fetch(job.data.url); });',
      errors: unforwarded('signal', 'import { Worker } from "bullmq"; new Worker("mail", async (job, token, signal) => { await fetch(job.data.url, { signal }); });'),
    },
    {
      name: 'a library of one\'s own',
      code: 'import { query } from "./db.js"; export async function load(signal: AbortSignal) { return await query("select 1"); }',
      settings: { libraries: [{ modules: ['./db.js'], entries: { query: { role: 'database-query', promise: true, signal: { argument: 1, option: 'abortSignal' } } } }] },
      errors: unforwarded('abortSignal: signal', 'import { query } from "./db.js"; export async function load(signal: AbortSignal) { return await query("select 1", { abortSignal: signal }); }'),
    },
    {
      name: 'a controller whose signal nobody gets',
      code: 'export async function load(url: string) { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5_000); try { return await fetch(url); } finally { clearTimeout(timer); } }',
      errors: [{ messageId: 'unheard', data: { name: 'own' } }],
    },
  ],
});
