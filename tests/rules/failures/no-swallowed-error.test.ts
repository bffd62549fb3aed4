import rule from '../../../src/rules/failures/no-swallowed-error.js';
import { ruleTests } from '../../rule-tests.js';

const ignored = [{ messageId: 'ignored' }] as const;
const defaulted = [{ messageId: 'defaulted' }] as const;

ruleTests(rule, {
  valid: [
    { name: 'recorded by whatever takes the error', code: `async function f() { try { await load(); } catch (err) { report(err); } }` },
    { name: 'recorded, then a default', code: `const v = await load().catch(err => { log.warn({ err }, 'load failed'); return undefined; });` },
    { name: 'rethrown', code: `async function f() { try { await load(); } catch (err) { throw new Error('load', { cause: err }); } }` },
    { name: 'a known condition, the rest rethrown', code: `async function f() { try { return await load(); } catch (err) { if (err.code === 'ENOENT') return null; throw err; } }` },
    { name: 'an answer that says that it failed', code: `async function f() { try { await load(); return { ok: true }; } catch { return { ok: false }; } }` },
    { name: 'false is a failure', code: `async function f() { try { await ping(); return true; } catch { return false; } }` },
    { name: 'calls something that may record', code: `async function f() { try { await load(); } catch { failures.inc(); } }` },
    { name: 'answers the request', code: `app.get('/', async (req, res) => { try { res.json(await load()); } catch { res.status(503).end(); } });` },
    { name: 'state that is read later', code: `let failed = false; async function f() { try { await load(); } catch { failed = true; } }` },
    { name: 'a counter', code: `let failures = 0; async function f() { try { await load(); } catch { failures++; } }` },
    { name: 'the process says so', code: `try { await main(); } catch { process.exitCode = 1; }` },
    { name: 'probes: JSON, URL, files, modules', code: `
      function a(text) { try { return JSON.parse(text); } catch { return undefined; } }
      function b(text) { try { return new URL(text); } catch { return null; } }
      async function c(path) { try { await fs.access(path); return path; } catch { return null; } }
      async function d() { try { return await import('sharp'); } catch { return null; } }
      function e() { try { return require('bufferutil'); } catch {} }
      async function g(path) { try { await fs.unlink(path); } catch {} }
      async function h(path) { await fs.promises.rm(path).catch(() => {}); }` },
    { name: 'clean-up', code: `
      async function f(client) { try { await client.close(); } catch {} }
      async function g(response) { await response.body?.cancel().catch(() => {}); }
      async function h(pool) { await pool.end().catch(() => undefined); }` },
    { name: 'clean-up through a name', code: `function f(body) { const closing = body.cancel(); void closing.catch(() => {}); }` },
    { name: 'a second failure while the first is answered', code: `async function f(db) { try { await db.run('INSERT'); } catch (err) { try { await db.run('ROLLBACK'); } catch {} throw err; } }` },
    { name: 'in a finally block', code: `async function f(db) { try { return await load(); } finally { try { await db.run('SELECT pg_advisory_unlock(1)'); } catch {} } }` },
    { name: 'in a rejection handler', code: `load().catch(async err => { await mark(1).catch(() => {}); throw err; });` },
    { name: 'marks a promise that is awaited later', code: `async function f() { const p = load(); p.catch(() => {}); await other(); return await p; }` },
    { name: 'marks a promise that others await', code: `class A { start() { this.ready.catch(() => {}); } }` },
    { name: 'retry: success leaves the loop', code: `async function f() { for (let i = 0; i < 3; i++) { try { return await load(); } catch { continue; } } throw new Error('gave up'); }` },
    { name: 'falls back to something else', code: `async function f() { try { return await fromCache(); } catch {} return await fromDatabase(); }` },
    { name: 'the outcome is tested afterwards', code: `async function f() { let user; try { user = await find(); } catch {} if (!user) throw new Error('no user'); return user; }` },
    { name: 'a flag says whether it worked', code: `async function f() { let saved = false; try { await save(); saved = true; } catch {} return saved; }` },
    { name: 'a schema has a catch of its own', code: `import { z } from 'zod'; const schema = z.object({ page: z.number().catch(() => 0) });` },
    { name: 'the handler is not in view', code: `import { ignore } from './ignore.js'; await load().catch(ignore);` },
    { name: 'synchronous computation with a default', code: `function f() { try { return compute(); } catch { return undefined; } }` },
    { name: 'tests', code: `try { await load(); } catch {}`, filename: 'src/load.test.ts' },
    { name: 'a marker with its reason', code: `async function f() { try { await warmUp(); } catch { /* expected: the cache fills itself later */ } }`, options: [{ additionalIgnoreMarkers: ['expected:'] }] },
    { name: 'yields the error', code: `function* f() { try { yield load(); } catch (err) { yield err; } }` },
    { name: 'a listener is somebody else', code: `pool.on('error', () => {});` },
    { name: 'anonymous when the token is bad', code: `import type { NextFunction, Request, Response } from 'express'; export function user(req: Request, res: Response, next: NextFunction) { try { req.user = jwt.verify(req.token, key); next(); } catch { next(); } }` },
    { name: 'true is an answer of its own', code: `async function isFree(name) { try { await find(name); return false; } catch { return true; } }` },
    { name: 'the next step asks whether there is a value', code: `load().catch(err => { console.error(err); }).then(result => { if (result) use(result.rows); });` },
    { name: 'the next step runs in any case', code: `load().catch(err => { console.error(err); }).then(() => stop());` },
    { name: 'the handler gives a value', code: `load().catch(err => { console.error(err); return { rows: [] }; }).then(result => use(result.rows));` },
    { name: 'the value is tested afterwards', code: `async function f() { const live = await cache.depth().catch(() => null); if (live === null) return slow(); return live; }` },
    { name: 'the values are tested afterwards', code: `async function f() { const [a, b] = await Promise.all([one().catch(() => null), two().catch(() => null)]); if (!a || !b) return unavailable(); return a + b; }` },
    { name: 'waits for what has its own handler', code: `async function stop() { try { await running; } catch {} }` },
    { name: 'clean-up with a bound', code: `async function stop() { try { await Promise.race([client.quit(), new Promise(r => setTimeout(r, 500))]); } catch {} client.disconnect(); }` },
    { name: 'an error in a pattern', code: `async function f() { try { await load(); } catch ({ message }) { report(message); } }` },
  ],
  invalid: [
    { code: `async function f() { try { await save(); } catch {} }`, errors: [{ messageId: 'ignored', data: { work: '`save`', handler: 'catch clause' }, line: 1, column: 44, endColumn: 49 }] },
    { name: 'a comment is no answer', code: `async function f() { try { await save(); } catch { /* best effort */ } }`, errors: ignored },
    { name: 'an unused error', code: `async function f() { try { await save(); } catch (_err) {} }`, errors: ignored },
    { name: 'an error that is only pleased', code: `async function f() { try { await save(); } catch (err) { void err; } }`, errors: ignored },
    { code: `async function get() { try { return await load(); } catch { return null; } }`, errors: [{ messageId: 'defaulted', data: { work: '`load`', handler: 'catch clause', given: '`null`' } }] },
    { code: `async function get() { try { return await db.query('x'); } catch (e) { return []; } }`, errors: defaulted },
    { code: `async function get() { try { return await load(); } catch {} return undefined; }`, errors: defaulted },
    { code: `const v = await load().catch(() => undefined);`, errors: defaulted },
    { code: `const v = await load().catch(() => ({}));`, errors: defaulted },
    { code: `async function f() { return load().then(parse).catch(() => new Map()); }`, errors: defaulted },
    { code: `const v = await load().catch(() => Promise.resolve(null));`, errors: defaulted },
    { code: `load().catch(() => {});`, errors: [{ messageId: 'ignored', data: { work: '`load`', handler: 'rejection handler' } }] },
    { code: `void load().catch(() => {});`, errors: ignored },
    { code: `load().then(done, () => {});`, errors: ignored },
    { code: `load().catch(function () {});`, filename: 'src/service.js', errors: ignored },
    { name: 'an empty function by name', code: `const noop = () => {}; load().catch(noop);`, errors: ignored },
    { name: 'an empty function declaration', code: `function ignore() {} load().catch(ignore);`, errors: ignored },
    { name: 'a name for the promise', code: `const p = load(); p.catch(() => {});`, errors: ignored },
    { name: 'in a loop that goes on', code: `async function f(ids) { for (const id of ids) { try { await save(id); } catch { continue; } } }`, errors: ignored },
    { name: 'effects of functions in view', code: `function f(order) { try { save(order); notify(order); } catch {} }`, errors: ignored },
    { name: 'effects of methods', code: `class A { f(order) { try { this.save(order); } catch {} } }`, filename: 'src/service.mjs', errors: ignored },
    { name: 'async iteration', code: `async function f() { const keys = []; try { for await (const key of scan()) keys.push(key); } catch {} return keys; }`, errors: ignored },
    { name: 'a value nobody tests', code: `async function f() { let rows = []; try { rows = await load(); } catch {} return rows; }`, errors: ignored },
    {
      name: 'a check that is passed when it fails',
      code: `import type { NextFunction, Request, Response } from 'express'; export async function guard(req: Request, res: Response, next: NextFunction) { try { await check(req); next(); } catch { next(); } }`,
      errors: [{ messageId: 'failsOpen', data: { work: '`check`', handler: 'catch clause' } }],
    },
    {
      name: 'a transaction that commits a half',
      code: `import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient(); await prisma.$transaction(async tx => { await tx.order.create({ data }); try { await tx.stock.update(change); } catch { return null; } });`,
      errors: [{ messageId: 'committed' }],
    },
    { name: 'a marker without a reason', code: `async function f() { try { await warmUp(); } catch { /* expected: */ } }`, options: [{ additionalIgnoreMarkers: ['expected:'] }], errors: ignored },
    { name: 'a check that is passed by true', code: `async function allowed(user) { try { return await policy.ask(user); } catch { return true; } }`, errors: defaulted },
    { name: 'the chain goes on with a value that is not there', code: `load().catch(err => { console.error(err); }).then(result => use(result.rows));`, errors: [{ messageId: 'resumed', data: { goesOn: 'reads a value that is not there' } }] },
    { name: 'the chain goes on with the next step', code: `migrate().catch(err => console.error('migration failed', err)).then(() => listen()).catch(err => console.error(err));`, errors: [{ messageId: 'resumed', data: { goesOn: 'runs as if all had gone well' } }] },
    { name: 'several at once', code: `async function f() { try { await Promise.all([a(), b()]); } catch {} }`, errors: [{ messageId: 'ignored', data: { work: '`a`', handler: 'catch clause' } }] },
    { name: 'both', code: `async function f() { try { await a(); } catch {} await b().catch(() => null); }`, errors: [{ messageId: 'ignored' }, { messageId: 'defaulted' }] },
  ],
});
