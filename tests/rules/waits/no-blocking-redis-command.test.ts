import rule from '../../../src/rules/waits/no-blocking-redis-command.js';
import { ruleTests } from '../../rule-tests.js';

const io = "import { Redis } from 'ioredis';\nconst redis = new Redis();\n";
const node = "import { createClient } from 'redis';\nconst client = createClient();\n";
const js = 'src/x.js';
const server = [{ messageId: 'server' }];
const connection = [{ messageId: 'connection' }];
const collections = [{ includeCollections: true }] as const;

ruleTests(rule, {
  valid: [
    { name: 'scan streams', code: `${io}export async function f() { for await (const batch of redis.scanStream({ match: 'a:*' })) use(batch); await redis.scan(0, 'MATCH', 'a:*'); }`, filename: js },
    { name: 'scan iterators', code: `${node}export async function f() { for await (const batch of client.scanIterator({ MATCH: 'a:*' })) use(batch); }`, filename: js },
    { name: 'keys of other things', code: 'export const f = (map: Map<string, string>, redis: any, o: object) => [...map.keys(), redis.keys("*"), Object.keys(o)];' },
    { name: 'a shadowed name', code: `${io}export const f = (redis: { keys(pattern: string): string[] }) => redis.keys('a:*');` },
    { name: 'a mock', code: "import Redis from 'ioredis-mock'; const redis = new Redis(); export const f = () => redis.keys('*');" },
    { name: 'one collection', code: `${io}export async function f(id: string) { return [await redis.hgetall(id), await redis.smembers(id)]; }` },
    { name: 'without waiting', code: `${io}export async function f() { await redis.flushdb('ASYNC'); await redis.flushall('async'); }` },
    { name: 'without waiting, node-redis', code: `${node}export async function f() { await client.flushDb('ASYNC'); await client.flushAll(MODES.ASYNC); }`, filename: js },
    { name: 'a mode that cannot be seen', code: `${io}export async function f(mode: 'ASYNC' | 'SYNC', ...rest: string[]) { await redis.flushdb(mode as 'ASYNC'); await redis.flushall(...rest); }` },
    { name: 'other raw commands', code: `${io}export async function f(name: string) { await redis.call('GET', 'a'); await redis.call(name); await redis.call(...name); await redis.call(); }` },
    { name: 'other scripts', code: `${io}export async function f(script: string) { await redis.eval("return redis.call('get', KEYS[1])", 1, 'a'); await redis.eval(script, 0); }` },
    { name: 'waits on a client of its own', code: `${io}const blocking = redis.duplicate(); export async function work() { for (;;) await handle(await blocking.brpop('jobs', 5)); } export const add = (job: string) => redis.lpush('jobs', job);` },
    { name: 'waits and goes on, one after the other', code: `${io}export async function work() { for (;;) { const job = await redis.brpop('jobs', 5); await redis.set('last', job); } }`, filename: js },
    { name: 'what the worker calls', code: `${io}export async function work() { for (;;) await handle(await redis.brpop('jobs', 5)); } async function handle(job) { await redis.set('last', job); }`, filename: js },
    { name: 'what starts the worker', code: `${io}export async function start() { await redis.xgroup('CREATE', 's', 'g', '$'); void work(); } async function work() { await redis.xreadgroup('GROUP', 'g', 'c', 'BLOCK', 5000, 'STREAMS', 's', '>'); }`, filename: js },
    { name: 'the same, in a class', code: "import { Redis } from 'ioredis'; export class Worker { constructor(private redis: Redis) {} async start() { await this.redis.set('up', '1'); await this.loop(); } async loop() { await this.redis.blpop('a', 5); await this.done(); } async done() { await this.redis.del('a'); } }" },
    { name: 'streams without BLOCK', code: `${io}export const read = () => redis.xread('COUNT', 10, 'STREAMS', 's', '0'); export const add = () => redis.xadd('s', '*', 'a', '1');` },
    { name: 'isolated', code: `import { commandOptions, createClient } from 'redis'; const client = createClient(); export const take = () => client.blPop(commandOptions({ isolated: true }), 'a', 0); export const add = () => client.lPush('a', '1');`, filename: js },
    { name: 'a pool', code: "import { createClientPool } from 'redis'; const pool = createClientPool(); export const take = () => pool.blPop('a', 0); export const add = () => pool.lPush('a', '1');" },
    { name: 'only waits', code: `${io}export const a = () => redis.blpop('a', 5); export const b = () => redis.blpop('b', 5);` },
    { name: 'script', code: `${io}await redis.keys('*');`, filename: 'scripts/clean.ts' },
    { name: 'test', code: `${io}it('x', async () => { await redis.flushall(); });`, filename: 'src/x.test.ts' },
    { name: 'nothing read', code: `${io}export const f = () => redis.keys;` },
  ],
  invalid: [
    {
      code: `${io}export async function purge(prefix: string) {\n  const keys = await redis.keys(\`\${prefix}:*\`);\n  return keys.length;\n}`,
      errors: [
        {
          messageId: 'server',
          line: 4,
          column: 22,
          data: {
            command: 'keys',
            why: 'walks over every key of the database in one go',
            instead: '`scanStream({ match: `${prefix}:*` })` and go through its batches with `for await`',
          },
          suggestions: [
            {
              messageId: 'inBatches',
              output: `${io}export async function purge(prefix: string) {\n  const keys: string[] = [];\n  for await (const batch of redis.scanStream({ match: \`\${prefix}:*\` })) {\n    keys.push(...batch);\n  }\n  return keys.length;\n}`,
            },
          ],
        },
      ],
    },
    {
      name: 'node-redis, JavaScript',
      code: `${node}export async function f() {\n  const keys = await client.KEYS('a:*');\n  return keys;\n}`,
      filename: js,
      errors: [
        {
          messageId: 'server',
          suggestions: [{ messageId: 'inBatches', output: `${node}export async function f() {\n  const keys = [];\n  for await (const batch of client.scanIterator({ MATCH: 'a:*' })) {\n    keys.push(...[batch].flat());\n  }\n  return keys;\n}` }],
        },
      ],
    },
    { name: 'annotated', code: `${io}export async function f() { const all: readonly string[] = await redis.keys('*'); return all; }`, errors: [{ messageId: 'server', suggestions: 1 }] },
    { name: 'no place for a loop', code: `${io}export const f = () => redis.keys('*'); export async function g() { return await redis.keys('*'); } export async function h() { const keys = await redis.keys(batch); }`, filename: js, errors: [...server, ...server, ...server] },
    { name: 'comments stay', code: `${io}export async function f() { const keys = await redis.keys(/* all */ '*'); return keys; }`, errors: server },
    {
      name: 'flush',
      code: `${io}export async function clear() { await redis.flushdb(); }`,
      errors: [{ messageId: 'server', data: { command: 'flushdb', why: 'frees all keys before it answers', instead: "`flushdb('ASYNC')`, which frees them in the background" }, suggestions: [{ messageId: 'word', data: { word: 'ASYNC' }, output: `${io}export async function clear() { await redis.flushdb('ASYNC'); }` }] }],
    },
    { name: 'flush, node-redis', code: `${node}export async function clear() { await client.flushAll(); await client.FLUSHDB('SYNC'); }`, errors: [{ messageId: 'server', suggestions: 1 }, { messageId: 'server' }] },
    { name: 'default import', code: "import Redis from 'ioredis'; const redis = new Redis(); export const f = () => redis.keys('*');", errors: server },
    { name: 'required', code: "const Redis = require('ioredis'); const redis = new Redis(); exports.f = () => redis.keys('*');", filename: js, errors: server },
    { name: 'namespace', code: "import * as redis from 'redis'; const client = redis.createClient(); export const f = () => client.keys('*');", errors: server },
    { name: 'a cluster', code: "import { Cluster } from 'ioredis'; const cluster = new Cluster([]); export async function f() { const keys = await cluster.keys('*'); return keys; }", errors: server },
    { name: 'annotated parameter', code: "import type { Redis } from 'ioredis'; export const f = (store: Redis) => store.keys('*');", errors: server },
    { name: 'annotated client', code: "import type { RedisClientType } from 'redis'; export class Cache { private readonly client: RedisClientType; clear() { return this.client.keys('*'); } }", errors: server },
    { name: 'injected', code: "import { Redis } from 'ioredis'; export class Cache { constructor(private readonly redis: Redis) {} async clear() { const keys = await this.redis.keys('a:*'); await this.redis.del(keys); } }", errors: [{ messageId: 'server', suggestions: 1 }] },
    { name: 'a field', code: "import { createClient } from 'redis'; export class Cache { client = createClient(); clear() { return this.client.keys('*'); } }", errors: server },
    { name: 'a connected client', code: "import { createClient } from 'redis'; const client = await createClient().connect(); export const f = () => client.keys('*');", errors: server },
    { name: 'optional', code: "import type { Redis } from 'ioredis'; export async function f(redis?: Redis) { const keys = await redis?.keys('*'); return keys; }", errors: server },
    { name: 'callback', code: "import { createClient } from 'redis'; const client = createClient(); export const f = done => client.keys('*', (error, keys) => done(error, keys));", filename: js, errors: server },
    { name: 'raw', code: `${io}export const f = () => redis.call('KEYS', 'a:*');`, errors: server },
    { name: 'raw, in a list', code: `${node}export const f = () => client.sendCommand(['KEYS', 'a:*']); export const g = () => client.sendCommand(['FLUSHALL']);`, errors: [...server, ...server] },
    { name: 'a script', code: `${io}const SCRIPT = \`\n  for _, key in ipairs(redis.call("KEYS", ARGV[1])) do redis.call('del', key) end\n\`;\nexport const f = () => redis.eval(SCRIPT, 0, 'a:*');`, errors: [{ messageId: 'server', data: { command: 'KEYS', why: 'walks over every key of the database in one go', instead: "`scanStream({ match: 'prefix:*' })` and go through its batches with `for await`" } }] },
    { name: 'an assembled script', code: `${io}export const f = (prefix: string) => redis.eval(\`return redis.pcall('keys', '\${prefix}*')\`, 0);`, errors: server },
    {
      name: 'waits on a shared client',
      code: `${io}export async function work() {\n  for (;;) await handle(await redis.brpop('jobs', 0));\n}\nexport const add = (job: string) => redis.lpush('jobs', job);`,
      errors: [{ messageId: 'connection', line: 4, data: { command: 'brpop', why: 'waits on its connection until something comes', line: '6', instead: '`const blocking = redis.duplicate()` once, and let only this command use it' } }],
    },
    { name: 'a shared field', code: "import { Redis } from 'ioredis'; export class Jobs { constructor(private redis: Redis) {} async work() { for (;;) await this.redis.blpop('jobs', 5); } async add(job: string) { await this.redis.rpush('jobs', job); } }", errors: connection },
    { name: 'a stream with BLOCK', code: `${io}export async function read() { return redis.xread('BLOCK', 5000, 'STREAMS', 's', '$'); } export const add = () => redis.xadd('s', '*', 'a', '1');`, errors: connection },
    { name: 'BLOCK as an option', code: `${node}export const read = () => client.xReadGroup('g', 'c', [{ key: 's', id: '>' }], { COUNT: 1, BLOCK: 5000 }); export const add = () => client.xAdd('s', '*', { a: '1' });`, errors: connection },
    { name: 'node-redis', code: `${node}export const take = () => client.blPop('a', 0); export const add = () => client.lPush('a', '1');`, errors: connection },
    { name: 'collections, if asked for', code: `${io}export async function f(id: string) { return [await redis.hgetall(id), await redis.smembers(id), await redis.sort(id)]; }`, options: collections, errors: [...server, ...server, ...server] },
    { name: 'collections of node-redis', code: `${node}export const f = (id: string) => client.hGetAll(id);`, options: collections, errors: [{ messageId: 'server', data: { command: 'hGetAll', why: 'reads a whole hash in one go', instead: '`hScanIterator`, or `hmGet` with the fields that are needed' } }] },
    { name: 'a library of the settings', code: "import { store } from '@acme/store'; export const f = () => store.list();", settings: { libraries: [{ modules: ['@acme/store'], entries: { 'store.list': { role: 'cache-command', blocks: { holds: 'server', why: 'lists all', instead: '`store.page()`' } } } }] }, errors: server },
  ],
});
