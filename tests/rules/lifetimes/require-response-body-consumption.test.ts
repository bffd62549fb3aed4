import rule from '../../../src/rules/lifetimes/require-response-body-consumption.js';
import { ruleTests } from '../../rule-tests.js';

const UNDICI = "import { request } from 'undici';\n";
const HTTPS = "import https from 'node:https';\n";
const FETCH = [{ fetch: 'every-path' }] as const;

ruleTests(rule, {
  valid: [
    { name: 'dumped', code: `${UNDICI}export async function exists(url) { const { statusCode, body } = await request(url); await body.dump(); return statusCode === 200; }` },
    { name: 'read', code: `${UNDICI}export async function load(url) { const res = await request(url); if (res.statusCode >= 400) throw new Error(await res.body.text()); return res.body.json(); }` },
    { name: 'given up on the other path', code: `${UNDICI}export async function load(url) { const { statusCode, body } = await request(url); if (statusCode >= 400) { await body.dump(); throw new Error('no'); } return body.json(); }` },
    { name: 'read before', code: `${UNDICI}export async function load(url) { const { statusCode, body } = await request(url); const text = await body.text(); if (statusCode >= 400) throw new Error(text); return text; }` },
    { name: 'returned', code: `${UNDICI}export async function load(url) { const res = await request(url); return res; }` },
    { name: 'handed on', code: `${UNDICI}export async function load(url) { const { statusCode, body } = await request(url); return finish(statusCode, body); }` },
    { name: 'the response handed on', code: `${UNDICI}export async function load(url) { const res = await request(url); return finish(res); }` },
    { name: 'a rest', code: `${UNDICI}export async function load(url) { const { statusCode, ...rest } = await request(url); return { statusCode, rest }; }` },
    { name: 'a HEAD request of undici', code: `${UNDICI}export async function exists(url) { const { statusCode } = await request(url, { method: 'HEAD' }); return statusCode === 200; }` },
    { name: 'nothing to read', code: `${UNDICI}export async function load(url) { const res = await request(url); if (res.statusCode === 304) return undefined; if (res.statusCode >= 400) { await res.body.dump(); throw new Error('no'); } return res.body.json(); }` },
    { name: 'no response', code: `${UNDICI}export async function load(url) { const res = await request(url).catch(() => undefined); if (!res) return undefined; if (res.statusCode >= 400) { await res.body.dump(); return undefined; } return res.body.json(); }` },
    { name: 'fetch, without the option', code: `export async function ping(url) { const res = await fetch(url); return res.ok; }` },
    { name: 'fetch: nothing holds it', code: `export async function ping(url) { await fetch(url); }`, options: FETCH },
    { name: 'fetch: cancelled', code: `export async function load(url) { const res = await fetch(url); if (!res.ok) { await res.body?.cancel(); throw new Error('no'); } return res.json(); }`, options: FETCH },
    { name: 'fetch: aborted', code: `export async function load(url) { const controller = new AbortController(); const res = await fetch(url, { signal: controller.signal }); if (!res.ok) { controller.abort(); throw new Error('no'); } return res.json(); }`, options: FETCH },
    { name: 'ky reads the body of errors', code: `import ky from 'ky';\nexport async function load(url) { const res = await ky(url); if (res.status === 202) return undefined; return res.json(); }`, options: FETCH },
    { name: 'what require-response-status-check reports', code: `${UNDICI}export async function load(url, quick) { const res = await request(url); if (quick) return undefined; return res.body.json(); }` },
    { name: 'node: resumed', code: `${HTTPS}export const ping = (url, done) => https.get(url, res => { res.resume(); done(res.statusCode); });` },
    { name: 'node: resumed on the other path', code: `${HTTPS}export const load = (url, file, done) => https.get(url, res => { if (res.statusCode !== 200) { res.resume(); return done(new Error('no')); } res.pipe(file); });` },
    { name: 'node: destroyed', code: `${HTTPS}export const load = (url, file, done) => { const req = https.get(url, res => { if (res.statusCode !== 200) { req.destroy(); return done(new Error('no')); } res.pipe(file); }); };` },
    { name: 'node: handed on', code: `${HTTPS}export const load = (url, done) => https.get(url, res => { if (res.statusCode !== 200) return fail(res, done); res.pipe(file); });` },
    { name: 'node: read later', code: `${HTTPS}export const load = (url, done) => https.get(url, res => { setTimeout(() => res.resume(), 10); done(res.statusCode); });` },
    { name: 'node: no callback discards it', code: `${HTTPS}export const ping = url => https.get(url).on('error', log);` },
    { name: 'fetch: a path, where only those that nothing reads are wanted', code: `export async function load(url) { const res = await fetch(url); if (!res.ok) throw new Error('no'); return res.json(); }`, options: [{ fetch: 'unread' }] },
    { name: 'a page', code: `export async function ping(url) { const res = await fetch(url); document.title = String(res.ok); }`, options: FETCH },
    { name: 'a test', code: `${UNDICI}test('a', async () => { const { statusCode } = await request(url); expect(statusCode).toBe(200); });`, filename: 'src/a.test.ts' },
  ],
  invalid: [
    {
      name: 'undici: the status alone',
      code: `${UNDICI}export async function exists(url: string) { const { statusCode } = await request(url); return statusCode === 200; }`,
      errors: [{ messageId: 'never', data: { harm: 'one of 64 KB or more keeps its connection from ever being used again', write: 'await body.dump();' }, line: 2 }],
    },
    { name: 'undici: by name', code: `${UNDICI}export async function exists(url) { const res = await request(url); return res.statusCode === 200; }`, errors: [{ messageId: 'never' }] },
    { name: 'undici: at once', code: `${UNDICI}export const exists = async url => (await request(url)).statusCode === 200;`, errors: [{ messageId: 'never' }] },
    { name: 'undici: dropped', code: `${UNDICI}export async function notify(url, body) { await request(url, { method: 'POST', body }); }`, errors: [{ messageId: 'never' }] },
    {
      name: 'undici: the path of an error',
      code: `${UNDICI}export async function load(url: string) {\n  const res = await request(url);\n  if (res.statusCode >= 400) {\n    throw new Error('no');\n  }\n  return res.body.json();\n}`,
      errors: [
        {
          messageId: 'path',
          data: { line: '3', harm: 'one of 64 KB or more keeps its connection from ever being used again', write: 'await res.body.dump();' },
          line: 5,
          suggestions: [{ messageId: 'drop', data: { write: 'await res.body.dump();' }, output: `${UNDICI}export async function load(url: string) {\n  const res = await request(url);\n  if (res.statusCode >= 400) {\n    await res.body.dump();\n    throw new Error('no');\n  }\n  return res.body.json();\n}` }],
        },
      ],
    },
    { name: 'undici: without a block', code: `${UNDICI}export async function load(url) { const res = await request(url); if (res.statusCode >= 400) return undefined; return res.body.json(); }`, errors: [{ messageId: 'path', suggestions: [{ messageId: 'drop', output: `${UNDICI}export async function load(url) { const res = await request(url); if (res.statusCode >= 400) { await res.body.dump(); return undefined; } return res.body.json(); }` }] }] },
    { name: 'undici: taken apart', code: `${UNDICI}export async function load(url) { const { statusCode, body } = await request(url); if (statusCode >= 400) throw new Error('no'); return body.json(); }`, errors: [{ messageId: 'path', suggestions: [] }] },
    { name: 'undici: a client', code: `import { Pool } from 'undici';\nconst pool = new Pool('https://a.test');\nexport async function load(path) { const { statusCode, headers } = await pool.request({ path, method: 'GET' }); return [statusCode, headers]; }`, errors: [{ messageId: 'never' }] },
    { name: 'undici: with a dispatcher', code: `${UNDICI}export async function exists(url, dispatcher) { const { statusCode } = await request(url, { dispatcher }); return statusCode === 200; }`, errors: [{ messageId: 'never' }] },
    { name: 'undici by require', code: `const undici = require('undici');\nexports.ping = async url => { const { statusCode } = await undici.request(url); return statusCode; };`, filename: 'src/a.js', errors: [{ messageId: 'never' }] },
    { name: 'undici: a chain', code: `${UNDICI}export const exists = url => request(url).then(res => res.statusCode === 200);`, errors: [{ messageId: 'never' }] },
    { name: 'fetch with the option', code: `export async function load(url) { const res = await fetch(url); if (!res.ok) throw new Error('no'); return res.json(); }`, options: FETCH, errors: [{ messageId: 'path', data: { line: '1', harm: 'one of 64 KB or more keeps its connection busy until the response is garbage-collected', write: 'await res.body?.cancel();' }, suggestions: 1 }] },
    { name: 'fetch: unread', code: `export async function ping(url) { const res = await fetch(url); return res.ok; }`, options: [{ fetch: 'unread' }], errors: [{ messageId: 'never' }] },
    { name: 'fetch: never', code: `export async function ping(url) { const res = await fetch(url); return res.ok; }`, options: FETCH, errors: [{ messageId: 'never' }] },
    {
      name: 'node: the status alone',
      code: `${HTTPS}export const ping = (url, done) => https.get(url, res => { done(res.statusCode); });`,
      errors: [{ messageId: 'never', data: { harm: 'its socket is never free for another request', write: 'res.resume();' } }],
    },
    { name: 'node: a callback that takes nothing', code: `${HTTPS}export const ping = (url, done) => https.get(url, () => { done(); });`, errors: [{ messageId: 'never' }] },
    { name: 'node: HEAD holds its socket, too', code: `${HTTPS}export const ping = (url, done) => https.request(url, { method: 'HEAD' }, res => { done(res.statusCode); }).end();`, errors: [{ messageId: 'never' }] },
    {
      name: 'node: the path of an error',
      code: `${HTTPS}export const load = (url, file, done) => https.get(url, res => { if (res.statusCode !== 200) { done(new Error('no')); return; } res.pipe(file); });`,
      errors: [{ messageId: 'path', suggestions: [{ messageId: 'drop', output: `${HTTPS}export const load = (url, file, done) => https.get(url, res => { if (res.statusCode !== 200) { done(new Error('no')); res.resume(); return; } res.pipe(file); });` }] }],
    },
    { name: 'node: a redirect', code: `const http = require('http');\nfunction load(url, file, done) { http.get(url, function (res) { if (res.statusCode === 302) return load(res.headers.location, file, done); if (res.statusCode !== 200) { res.resume(); return done(new Error('no')); } res.pipe(file); }); }\nmodule.exports = load;`, filename: 'src/a.js', errors: [{ messageId: 'path', suggestions: 1 }] },
    { name: 'node: a listener for the end only', code: `${HTTPS}export const ping = (url, done) => https.get(url, res => { res.on('end', () => done()); console.log(res.statusCode); });`, errors: [{ messageId: 'never' }] },
  ],
});
