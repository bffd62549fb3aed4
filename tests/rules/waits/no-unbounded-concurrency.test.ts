import rule from '../../../src/rules/waits/no-unbounded-concurrency.js';
import { ruleTests } from '../../rule-tests.js';

const pg = "import { Pool } from 'pg';\nconst pool = new Pool();\n";
const prisma = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\n";
const fs = "import { readFile, stat } from 'node:fs/promises';\n";
const js = 'src/x.js';
const combined = [{ messageId: 'combined' }];
const unlimited = [{ messageId: 'unlimited', suggestions: 1 }];
const unlimitedNoEdit = [{ messageId: 'unlimited' }];
const queue = [{ messageId: 'queue', suggestions: 1 }];
const unseen = [{ includeUnseenWork: true }] as const;

ruleTests(rule, {
  valid: [
    { name: 'a literal list', code: "export const f = () => Promise.all(['a', 'b'].map(x => fetch(x)));" },
    { name: 'a constant list', code: "const REGIONS = ['eu', 'us'] as const; export const f = () => Promise.all(REGIONS.map(x => fetch(x)));" },
    { name: 'a constant that is imported', code: "import { URLS } from './urls.js'; export const f = () => Promise.all(URLS.map(x => fetch(x)));" },
    { name: 'values of a literal', code: "const byName = { a: 'http://a', b: 'http://b' }; export const f = () => Promise.all(Object.values(byName).map(x => fetch(x)));" },
    { name: 'an enumeration', code: "enum Kind { A = 'a' } export const f = () => Promise.all(Object.values(Kind).map(x => fetch(x)));" },
    { name: 'a tuple', code: 'export const f = (pair: [string, string]) => Promise.all(pair.map(x => fetch(x)));' },
    { name: 'the first few', code: 'export const f = (urls: string[]) => Promise.all(urls.slice(0, 10).map(x => fetch(x)));' },
    { name: 'a window', code: 'export async function f(ids: string[]) { for (let i = 0; i < ids.length; i += 10) await Promise.all(ids.slice(i, i + 10).map(x => fetch(x))); }' },
    { name: 'a window with a name', code: 'export async function f(ids: string[]) { for (let i = 0; i < ids.length; i += 10) { const some = ids.slice(i, i + 10); await Promise.all(some.map(x => fetch(x))); } }' },
    { name: 'chunks', code: "import chunk from 'lodash/chunk.js'; export async function f(ids: string[]) { for (const some of chunk(ids, 10)) await Promise.all(some.map(x => fetch(x))); }" },
    { name: 'a batch, by its name', code: 'export const f = (batch: string[]) => Promise.all(batch.map(x => fetch(x)));' },
    { name: 'parts of the program', code: 'export const f = (plugins: { url: string }[]) => Promise.all(plugins.map(x => fetch(x.url)));' },
    { name: 'p-limit', code: "import pLimit from 'p-limit'; const limit = pLimit(5); export const f = (ids: string[]) => Promise.all(ids.map(id => limit(() => fetch(id))));" },
    { name: 'an unknown wrapper', code: 'export const f = (ids: string[]) => Promise.all(ids.map(id => inTurn(() => fetch(id)))); export const g = (ids: string[]) => Promise.all(ids.map(inTurn(fetch)));' },
    { name: 'a queue', code: 'export const f = (ids: string[]) => Promise.all(ids.map(id => queue.add({ id })));', options: unseen },
    { name: 'a semaphore', code: "import { Semaphore } from 'async-mutex'; const slots = new Semaphore(5); export const f = (ids: string[]) => Promise.all(ids.map(async id => { const [, release] = await slots.acquire(); try { await fetch(id); } finally { release(); } }));" },
    { name: 'a concurrency', code: "import pMap from 'p-map'; export const f = (ids: string[], limit: number) => [pMap(ids, id => fetch(id), { concurrency: 5 }), pMap(ids, id => fetch(id), { concurrency: limit })];" },
    { name: 'options that cannot be seen', code: "import pMap from 'p-map'; export const f = (ids: string[], options: object) => [pMap(ids, id => fetch(id), options), pMap(ids, id => fetch(id), { ...options })];" },
    { name: 'queues with a limit', code: "import PQueue from 'p-queue'; import Bottleneck from 'bottleneck'; export const a = new PQueue({ concurrency: 5 }), b = new PQueue({ interval: 1000, intervalCap: 10 }), c = new Bottleneck({ minTime: 100 }), d = new Bottleneck({ maxConcurrent: 2 });" },
    { name: 'a limit that is set later', code: "import PQueue from 'p-queue'; const queue = new PQueue(); queue.concurrency = 5; export { queue };" },
    { name: 'limits of async', code: "import async from 'async'; export const f = (ids: string[]) => async.mapLimit(ids, 10, async id => fetch(id)); export const g = () => async.parallel([a, b]);" },
    { name: 'no work at all', code: 'export const f = (ids: string[]) => Promise.all(ids.map(async id => `x-${id}`));', options: unseen },
    { name: 'sleeps', code: "import { setTimeout as sleep } from 'node:timers/promises'; export const f = (ids: string[]) => Promise.all(ids.map(() => sleep(10)));", options: unseen },
    { name: 'work that is not seen', code: 'export const f = (ids: string[]) => Promise.all(ids.map(async id => await enrich(id)));' },
    { name: 'a list that nobody can judge', code: 'export const f = () => Promise.all(list().map(x => fetch(x))); export class A { items = load(); f() { return Promise.all(this.items.map(x => fetch(x))); } }', filename: js },
    { name: 'steps that hold no handle', code: `${fs}export const f = (paths: string[]) => Promise.all(paths.map(path => stat(path)));` },
    { name: 'files of a program', code: `${fs}export const f = (paths: string[]) => Promise.all(paths.map(path => readFile(path)));` },
    { name: 'one connection', code: "import { Client } from 'pg'; const client = new Client(); export const f = (ids: string[]) => Promise.all(ids.map(id => client.query('update t set a = 1 where id = $1', [id])));" },
    { name: 'joined by Prisma', code: `${prisma}export const f = (ids: string[]) => Promise.all(ids.map(id => prisma.user.findUnique({ where: { id } })));` },
    { name: 'reported as a query', code: `${pg}export const f = (ids: string[]) => Promise.all(ids.map(id => pool.query('select * from t where id = $1', [id])));` },
    { name: 'two calls', code: 'export const f = (a: string, b: string) => Promise.all([fetch(a), fetch(b)]);' },
    { name: 'one after the other', code: 'export async function f(ids: string[]) { for (const id of ids) await fetch(id); }' },
    { name: 'a race', code: 'export const f = (urls: string[]) => Promise.race(urls.map(url => fetch(url)));' },
    { name: 'rows with a limit', code: `${prisma}export async function f() { const rows = await prisma.user.findMany({ take: 10 }); await Promise.all(rows.map(row => fetch(row.url))); }` },
    { name: 'emptied by hand', code: 'export async function f(ids: string[]) { const running = []; for (const id of ids) { running.push(fetch(id)); if (running.length >= 10) await Promise.all(running.splice(0)); } await Promise.all(running); }' },
    { name: 'script', code: 'export const f = (ids: string[]) => Promise.all(ids.map(id => fetch(id)));', filename: 'scripts/x.ts' },
  ],
  invalid: [
    {
      code: 'export async function f(urls: readonly string[]) {\n  return await Promise.all(urls.map(async url => (await fetch(url)).json()));\n}',
      errors: [{ messageId: 'combined', line: 2, column: 16, data: { list: 'urls', work: 'fetch' } }],
    },
    { name: 'settled', code: 'export const f = (urls: string[]) => Promise.allSettled(urls.map(url => fetch(url)));', errors: combined },
    { name: 'any', code: 'export const f = (urls: string[]) => Promise.any(urls.map(url => fetch(url)));', errors: combined },
    { name: 'held by a constant', code: 'export async function f(urls: string[]) { const all = urls.map(url => fetch(url)); await Promise.all(all); }', errors: combined },
    { name: 'pushed in a loop', code: 'export async function f(urls: string[]) { const all = []; for (const url of urls) { all.push(fetch(url)); } await Promise.all(all); }', errors: combined },
    { name: 'spread', code: 'export const f = (urls: string[]) => Promise.all([first(), ...urls.map(url => fetch(url))]);', errors: combined },
    { name: 'Array.from', code: 'export const f = (urls: Set<string>) => Promise.all(Array.from(urls, async url => fetch(url)));', errors: combined },
    { name: 'entries', code: 'export const f = (byName: Record<string, string>) => Promise.all(Object.entries(byName).map(([name, url]) => fetch(url + name)));', errors: combined },
    { name: 'filtered', code: 'export const f = (urls: string[]) => Promise.all(urls.filter(Boolean).map(url => fetch(url)));', errors: combined },
    { name: 'a generator', code: 'export const f = (urls: string[]) => Promise.all((function* () { yield* urls.map(url => fetch(url)); }).call(this));', errors: combined },
    { name: 'nested', code: 'export const f = (urls: string[]) => Promise.all(urls.map(url => Promise.all([fetch(url), fetch(`${url}/2`)])));', errors: combined },
    { name: 'a function in view', code: 'const load = async (url: string) => { const answer = await fetch(url); return answer.json(); }; export const f = (urls: string[]) => Promise.all(urls.map(load));', errors: [{ messageId: 'combined', data: { list: 'urls', work: 'fetch' } }] },
    { name: 'a method in view', code: "import axios from 'axios'; export class A { async load(id: string) { return axios.get(`http://a/${id}`); } all(ids: string[]) { return Promise.all(ids.map(id => this.load(id))); } }", errors: [{ messageId: 'combined', data: { list: 'ids', work: 'axios.get' } }] },
    { name: 'a chain', code: 'export const f = (urls: string[]) => Promise.all(urls.map(url => fetch(url).then(x => x.json()).catch(() => null)));', errors: combined },
    { name: 'of a request', code: "import express from 'express'; express().post('/', async (req, res) => { await Promise.all(req.body.urls.map(url => fetch(url))); res.end(); });", filename: js, errors: combined },
    { name: 'of rows', code: `${prisma}export async function f() { const rows = await prisma.user.findMany(); await Promise.all(rows.map(row => fetch(row.url))); }`, errors: combined },
    { name: 'of what was fetched', code: 'export async function f(store) { const users = await store.getAll(); await Promise.allSettled(users.map(user => fetch(user.url))); }', filename: js, errors: combined },
    { name: 'destructured', code: `${pg}export async function f() { const { rows } = await pool.query('select url from t'); await Promise.all(rows.map(row => fetch(row.url))); }`, errors: combined },
    { name: 'file handles', code: `${fs}${prisma}export async function f() { const rows = await prisma.file.findMany(); return Promise.all(rows.map(row => readFile(row.path))); }`, errors: [{ messageId: 'combined', data: { list: 'rows', work: 'readFile' } }] },
    { name: 'required', code: "const axios = require('axios'); exports.f = urls => Promise.all(urls.map(url => axios.get(url)));", filename: js, errors: combined },
    { name: 'updates that no single query does', code: `${prisma}export const f = (rows: { id: string; n: number }[]) => Promise.all(rows.map(row => prisma.order.update({ where: { id: row.id }, data: { n: row.n } })));`, errors: combined },
    {
      name: 'p-map',
      code: "import pMap from 'p-map'; export const f = (ids: string[]) => pMap(ids, id => fetch(id));",
      errors: [{ messageId: 'unlimited', data: { api: 'pMap', list: 'ids', write: 'concurrency: 10' }, suggestions: [{ messageId: 'write', data: { write: 'concurrency: 10' }, output: "import pMap from 'p-map'; export const f = (ids: string[]) => pMap(ids, id => fetch(id), { concurrency: 10 });" }] }],
    },
    { name: 'p-map, other options', code: "import pMap from 'p-map'; export const f = (ids: string[]) => pMap(ids, id => fetch(id), { stopOnError: false });", errors: unlimited },
    { name: 'bluebird', code: "const Bluebird = require('bluebird'); exports.f = ids => Bluebird.map(ids, id => fetch(id));", filename: js, errors: unlimited },
    { name: 'async', code: "import async from 'async'; export const f = (ids: string[]) => async.map(ids, async (id: string) => fetch(id));", errors: [{ messageId: 'unlimited', data: { api: 'async.map', list: 'ids', write: 'mapLimit(list, 10, …)' } }] },
    { name: 'async, by its names', code: "import { each } from 'async'; export const f = (ids: string[]) => each(ids, async (id: string) => { await fetch(id); });", errors: unlimitedNoEdit },
    {
      name: 'p-queue',
      code: "import PQueue from 'p-queue'; export class Work { queue = new PQueue(); }",
      errors: [{ messageId: 'queue', data: { api: 'p-queue', write: 'concurrency: 10' }, suggestions: [{ messageId: 'write', data: { write: 'concurrency: 10' }, output: "import PQueue from 'p-queue'; export class Work { queue = new PQueue({ concurrency: 10 }); }" }] }],
    },
    { name: 'p-queue, without parentheses or with other options', code: "import PQueue from 'p-queue'; export const a = new PQueue; export const b = new PQueue({ timeout: 1000 }); export const c = new PQueue({ concurrency: Infinity });", errors: [...queue, ...queue, ...queue] },
    { name: 'bottleneck', code: "import Bottleneck from 'bottleneck'; export const limiter = new Bottleneck();", errors: [{ messageId: 'queue', data: { api: 'bottleneck', write: 'maxConcurrent: 10' }, suggestions: 1 }] },
    { name: 'unseen work, if asked for', code: 'export const f = (ids: readonly string[]) => Promise.all(ids.map(async id => await enrich(id)));', options: unseen, errors: [{ messageId: 'combined', data: { list: 'ids', work: 'enrich' } }] },
    { name: 'unseen services', code: 'export class A { constructor(private store: Store) {} async f() { const all = await this.store.getAll(); await Promise.all(all.map(each => this.store.update(each.id))); } }', options: unseen, errors: combined },
  ],
});
