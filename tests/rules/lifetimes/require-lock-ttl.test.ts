import rule from '../../../src/rules/lifetimes/require-lock-ttl.js';
import { ruleTests } from '../../rule-tests.js';

const IO = "import Redis from 'ioredis';\nconst redis = new Redis();\n";
const NODE = "import { createClient } from 'redis';\nconst client = createClient();\n";

ruleTests(rule, {
  valid: [
    // With an expiry, and deleted by who has it.
    `${IO}export async function lock(key, token) { return (await redis.set(key, token, 'PX', 30_000, 'NX')) === 'OK'; }`,
    `${IO}export async function lock(key, token) { return (await redis.set(key, token, 'EX', 30, 'NX')) === 'OK'; }`,
    `${IO}export async function lock(key, token, ttl) { return (await redis.set(key, token, 'PX', ttl, 'NX')) === 'OK'; }`,
    `${NODE}export async function lock(key, token) { return (await client.set(key, token, { NX: true, PX: 30_000 })) === 'OK'; }`,
    `${NODE}export async function lock(key, token) { return (await client.set(key, token, { condition: 'NX', expiration: { type: 'PX', value: 30_000 } })) === 'OK'; }`,
    `${NODE}export async function lock(key, token, options) { return (await client.set(key, token, options)) === 'OK'; }`,
    `${NODE}export async function lock(key, token, options) { return (await client.set(key, '1', { NX: true, ...options })) === 'OK'; }`,
    `${IO}export async function lock(key, token, ...more) { return (await redis.set(key, '1', 'NX', ...more)) === 'OK'; }`,
    `${IO}export async function once(id, work) { const key = \`lock:\${id}\`; const token = randomUUID(); if (!(await redis.set(key, token, 'PX', 30_000, 'NX'))) return; try { await work(); } finally { await redis.eval(script, 1, key, token); } }`,
    `${IO}export async function once(id, work) { const key = \`lock:\${id}\`; const token = randomUUID(); if (!(await redis.set(key, token, 'PX', 30_000, 'NX'))) return; try { await work(); } finally { if ((await redis.get(key)) === token) await redis.del(key); } }`,
    // The answer is not looked at: a first value, not a lock.
    `${IO}export async function touch(key) { await redis.setnx(key, Date.now()); }`,
    `${IO}export async function touch(key) { await redis.set('lock:seen', Date.now(), 'NX'); }`,
    // A chain of commands is one step.
    `${IO}export async function touch(key) { const answers = await redis.multi().setnx(key, 1).expire(key, 30).exec(); return answers[0][1] === 1; }`,
    `${IO}export async function touch(key) { const multi = redis.multi(); multi.setnx(key, Date.now()); multi.expire(key, 30); return multi.exec(); }`,
    // A wrapper stores what it is given; a name that is taken holds data.
    `${IO}export class Cache { async setIfAbsent(key, value) { return (await redis.set(key, value, 'NX')) === 'OK'; } async remove(key) { await redis.del(key); } }`,
    `${IO}export async function reserve(name, userId) { if (!(await redis.setnx(\`user:\${name}\`, userId))) throw new Error('taken'); }`,
    `${IO}export async function remember(id) { if (!(await redis.setnx(\`welcomed:\${id}\`, '1'))) return; await welcome(id); }`,
    // Each round asks for another key.
    `${IO}export async function find() { for (let i = 0; i < 9; i += 1) { const code = newCode(); if (await redis.setnx(\`code:\${code}\`, '1')) return code; } }`,
    // Set with an expiry elsewhere in the file.
    `${IO}const KEY = 'lock:job';\nexport async function take() { return (await redis.setnx(KEY, '1')) === 1; }\nexport async function keep() { await redis.expire(KEY, 30); }`,
    // Only when the work has failed; only after a day.
    `${IO}export async function handle(id) { const key = \`event:\${id}\`; if (!(await redis.set(key, '1', 'EX', 600, 'NX'))) return; try { await work(id); } catch (error) { await redis.del(key); throw error; } }`,
    `${IO}export async function handle(id) { const key = \`event:\${id}\`; if (!(await redis.set(key, '1', 'EX', 86_400, 'NX'))) return; await work(id); await redis.del(key); }`,
    `${NODE}export async function handle(id) { const key = \`event:\${id}\`; if (!(await client.set(key, '1', { NX: true, EX: 86_400 }))) return; await work(id); await client.del(key); }`,
    // Without the word it is no claim; another key is deleted.
    `${IO}export async function save(key) { return (await redis.set(key, '1')) === 'OK'; }`,
    `${IO}export async function save(key) { return (await redis.set(key, '1', 'XX')) === 'OK'; }`,
    `${IO}export async function once(id) { const key = \`lock:\${id}\`; if (!(await redis.set(key, '1', 'PX', 30_000, 'NX'))) return; await redis.del(\`cache:\${id}\`); }`,
    // Not Redis, as far as anybody can see.
    "export async function lock(store, key) { return (await store.setnx(key, '1')) === 1; }",
    "import Redlock from 'redlock';\nconst locks = new Redlock([redis]);\nexport const run = () => locks.using(['job'], 5_000, () => work());",
    { code: `${IO}export async function lock(key) { return (await redis.setnx(key, '1')) === 1; }`, filename: 'test/lock.test.ts' },
  ],
  invalid: [
    {
      code: "import { Redis } from 'ioredis';\ndeclare const redis: Redis;\nexport async function lock(key: string) {\n  return (await redis.setnx(key, '1')) === 1;\n}",
      errors: [
        {
          messageId: 'noExpiry',
          line: 4,
          column: 17,
          data: { key: 'key', write: "set(key, '1', 'PX', 30_000, 'NX')" },
          suggestions: [
            {
              messageId: 'write',
              data: { write: "set(key, '1', 'PX', 30_000, 'NX')" },
              output: "import { Redis } from 'ioredis';\ndeclare const redis: Redis;\nexport async function lock(key: string) {\n  return (await redis.set(key, '1', 'PX', 30_000, 'NX')) === 'OK';\n}",
            },
          ],
        },
      ],
    },
    {
      code: `${IO}export async function lock(key) { return (await redis.set(key, '1', 'NX')) === 'OK'; }`,
      errors: [{ messageId: 'noExpiry', suggestions: [{ messageId: 'write', data: { write: "set(key, '1', 'PX', 30_000, 'NX')" }, output: `${IO}export async function lock(key) { return (await redis.set(key, '1', 'PX', 30_000, 'NX')) === 'OK'; }` }] }],
    },
    {
      code: `${NODE}export async function lock(key) { return (await client.set(key, '1', { NX: true })) === 'OK'; }`,
      errors: [{ messageId: 'noExpiry', suggestions: [{ messageId: 'write', data: { write: "set(key, '1', { NX: true, PX: 30_000 })" }, output: `${NODE}export async function lock(key) { return (await client.set(key, '1', { NX: true, PX: 30_000 })) === 'OK'; }` }] }],
    },
    { code: `${NODE}export async function lock(key) { return (await client.set(key, '1', { condition: 'NX' })) === 'OK'; }`, errors: [{ messageId: 'noExpiry', suggestions: null }] },
    {
      code: `${NODE}export async function lock(key) { if (await client.setNX(key, 'taken')) return true; return false; }\nexport async function unlock(key) { await client.del(key); }`,
      errors: [{ messageId: 'noExpiry', suggestions: 1 }],
    },
    {
      code: `${IO}export async function once(id, work) { const key = \`sync:\${id}\`; if (!(await redis.setnx(key, process.pid))) return; try { await work(); } finally { await redis.del(key); } }`,
      // With an expiry alone, the `del` would be a fault.
      errors: [{ messageId: 'noExpiry', data: { key: 'key', write: "set(key, process.pid, 'PX', 30_000, 'NX')" }, suggestions: null }],
    },
    // The text of the key says what it is, whoever deletes it.
    { code: `${IO}export async function once(id, work) { const taken = await redis.setnx(\`lock:\${id}\`, owner); if (taken === 0) return; await work(); }`, errors: [{ messageId: 'noExpiry', data: { key: '`lock:${id}`', write: "set(`lock:${id}`, owner, 'PX', 30_000, 'NX')" }, suggestions: null }] },
    { code: `${IO}const KEY = 'leader';\nexport async function lead() { const ok = await redis.set(KEY, host, 'NX'); return ok === 'OK'; }`, errors: [{ messageId: 'noExpiry', suggestions: 1 }] },
    // It is tried again until it is free.
    { code: `${IO}export async function take(key) { while (!(await redis.setnx(key, '1'))) await pause(50); }`, errors: [{ messageId: 'noExpiry', suggestions: 1 }] },
    { code: `${IO}export async function take(key) { for (;;) { const ok = await redis.set(key, token(), 'NX'); if (ok) return; await pause(50); } }`, errors: [{ messageId: 'noExpiry', suggestions: 1 }] },
    // Callbacks, require, fields, injected clients.
    { code: "const Redis = require('ioredis');\nconst redis = new Redis();\nexports.once = function (key, work) { redis.setnx(key, 1, (error, taken) => { if (error || !taken) return; work(() => { redis.del(key); }); }); };", filename: 'src/once.js', errors: [{ messageId: 'noExpiry', suggestions: null }] },
    { code: "import type { Redis } from 'ioredis';\nexport class Lock { constructor(private readonly redis: Redis, private readonly key: string) {} async acquire() { return Boolean(await this.redis.setnx(this.key, '1')); } async release() { await this.redis.del(this.key); } }", errors: [{ messageId: 'noExpiry', suggestions: null }] },
    { code: "import * as redis from 'redis';\nexport class Lock { #client = redis.createClient(); acquire = async key => (await this.#client.setNX(key, '1')) === 1; }", errors: [{ messageId: 'noExpiry', suggestions: 1 }] },
    // Two commands for what must be one.
    {
      code: `${IO}export async function take(key) { if (await redis.setnx(key, '1')) { await redis.expire(key, 30); return true; } return false; }`,
      errors: [{ messageId: 'split', data: { key: 'key', expire: 'expire', write: "set(key, '1', 'PX', 30_000, 'NX')" }, suggestions: null }],
    },
    { code: `${NODE}export async function take(key) { const taken = await client.setNX(key, '1'); if (taken) await client.pExpire(key, 30_000); return taken; }`, errors: [{ messageId: 'split', suggestions: null }] },
    // Deleted whoever has it.
    {
      code: `${IO}export async function once(id, work) {\n  const key = \`job:\${id}\`;\n  const taken = await redis.set(key, '1', 'PX', 30_000, 'NX');\n  if (!taken) return;\n  try { await work(); } finally { await redis.del(key); }\n}`,
      errors: [{ messageId: 'unowned', line: 7, suggestions: null }],
    },
    { code: `${NODE}export async function once(id, work) { const taken = await client.set(\`lock:\${id}\`, '1', { NX: true, EX: 30 }); if (!taken) return; await work(); await client.del(\`lock:\${id}\`); }`, errors: [{ messageId: 'unowned', suggestions: null }] },
    { code: `${IO}const KEY = 'lock:job';\nexport async function take() { return (await redis.set(KEY, host, 'PX', 30_000, 'NX')) === 'OK'; }\nexport async function release() { await redis.unlink(KEY); }`, errors: [{ messageId: 'unowned', suggestions: null }] },
  ],
});
