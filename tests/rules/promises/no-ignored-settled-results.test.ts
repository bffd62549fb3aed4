import rule from '../../../src/rules/promises/no-ignored-settled-results.js';
import { ruleTests } from '../../rule-tests.js';

const send = 'declare function send(x: string): Promise<void>;\n';
const js = 'src/x.js';
const dropped = [{ messageId: 'dropped' }];
const withEdit = [{ messageId: 'dropped', suggestions: 1 }];

ruleTests(rule, {
  valid: [
    { name: 'a logger of unknown origin in the handler of each', code: `import { log } from './log.js'; export async function push(pusher, events) { await Promise.allSettled(events.map(event => pusher.send(event.id).catch(error => log.error({ error }, 'not sent')))); }`, filename: 'src/x.js' },
    { name: 'reasons are read', code: `${send}export async function f() { const results = await Promise.allSettled([send("a"), send("b")]); for (const each of results) if (each.status === "rejected") log.error(each.reason); }` },
    { name: 'reasons are filtered out', code: `${send}export async function f() { const failed = (await Promise.allSettled([send("a")])).filter(each => each.status === "rejected"); if (failed.length > 0) throw new Error("no"); }` },
    { name: 'the others are the failures', code: `${send}export async function f() { const results = await Promise.allSettled([send("a")]); for (const each of results) { if (each.status === "fulfilled") { done(each.value); continue; } failed += 1; } }` },
    { name: 'else', code: `${send}export async function f() { const results = await Promise.allSettled([send("a")]); results.forEach(each => { if (each.status === "fulfilled") done(each.value); else failed(); }); }` },
    { name: 'a default for failures', code: `${send}export async function f() { const [a, b] = await Promise.allSettled([send("a"), send("b")]); return [a.status === "fulfilled" ? a.value : none, b.status === "fulfilled" ? b.value : none]; }` },
    { name: 'counted', code: `${send}export async function f(xs: string[]) { const results = await Promise.allSettled(xs.map(x => send(x))); const done = results.filter(each => each.status === "fulfilled").length; log.info(done); }` },
    { name: 'counted through a variable', code: `${send}export async function f(xs: string[]) { const results = await Promise.allSettled(xs.map(x => send(x))); const done = results.filter(each => each.status === "fulfilled"); if (done.length < xs.length) log.warn("some failed"); }` },
    { name: 'returned', code: `${send}export async function f() { return await Promise.allSettled([send("a"), send("b")]); }` },
    { name: 'returned, not awaited', code: `${send}export function f() { return Promise.allSettled([send("a"), send("b")]); }` },
    { name: 'passed on', code: `${send}export async function f() { report(await Promise.allSettled([send("a"), send("b")])); }` },
    { name: 'passed on through a variable', code: `${send}export async function f() { const results = await Promise.allSettled([send("a")]); report(results); }` },
    { name: 'an unknown filter', code: `${send}export async function f() { const results = await Promise.allSettled([send("a")]); return results.filter(isFulfilled); }` },
    { name: 'destructured reason', code: `${send}export async function f() { (await Promise.allSettled([send("a")])).forEach(({ status, reason }) => log.error(status, reason)); }` },
    { name: 'each has a handler', code: `${send}export async function f(xs: string[]) { await Promise.allSettled(xs.map(x => send(x).catch(report))); }` },
    { name: 'each catches all that it awaits', code: `${send}export async function f(xs: string[]) { await Promise.allSettled(xs.map(async x => { try { await send(x); } catch (error) { log.error(error); } })); }` },
    { name: 'each reports, then throws', code: `${send}export async function f(xs: string[]) { await Promise.allSettled(xs.map(async x => { try { await send(x); } catch (error) { log.error(error); throw error; } })); }` },
    { name: 'behind a limiter', code: `${send}export async function f(xs: string[]) { await Promise.allSettled(xs.map(x => limit(async () => { try { await send(x); } catch (error) { log.error({ error }); throw error; } }))); }` },
    { name: 'promises from elsewhere', code: 'export class A { async f() { await Promise.allSettled(this.inFlight); await Promise.allSettled([...this.pending.values()]); } }', filename: js },
    { name: 'promises that somebody else reads', code: `${send}export async function f() { const a = send("a"); await Promise.allSettled([a]); await a; }` },
    { name: 'collected promises that are read later', code: `${send}export async function f() { const all = [send("a")]; await Promise.allSettled(all); for (const each of all) await each; }` },
    { name: 'in catch', code: `${send}export async function f(files) { try { await work(); } catch (error) { await Promise.allSettled(files.map(file => send(file))); throw error; } }` },
    { name: 'in finally', code: `${send}export async function f(files) { try { await work(); } finally { await Promise.allSettled(files.map(file => send(file))); } }` },
    { name: 'closing', code: 'export async function f() { await Promise.allSettled([server.close(), db.end()]); }', filename: js },
    { name: 'closing all', code: 'export async function f(all) { await Promise.allSettled(all.map(each => each?.close())); }', filename: js },
    { name: 'closing what was collected', code: 'export async function f(parts) { const all = []; for (const each of parts) all.push(each.writer.abort()); await Promise.allSettled(all); }', filename: js },
    { name: 'a signal', code: `${send}process.on("SIGTERM", async () => { await Promise.allSettled([send("bye")]); });` },
    { name: 'on the way out', code: `${send}export async function leave() { await Promise.allSettled([send("bye")]); process.exit(0); }` },
    { name: 'a lifecycle hook', code: `${send}export class A { async onModuleDestroy() { await Promise.allSettled([send("bye")]); } }` },
    { name: 'a hook by name', code: `${send}app.addHook("onClose", async () => { await Promise.allSettled([send("bye")]); });` },
    { name: 'timers', code: "import { setTimeout } from 'node:timers/promises'; export async function f() { await Promise.allSettled([setTimeout(10), setTimeout(20)]); }", filename: js },
    { name: 'another Promise', code: `${send}import Promise from 'bluebird'; export async function f() { await Promise.allSettled([send("a")]); }` },
    { name: 'test', code: `${send}it("x", async () => { await Promise.allSettled([send("a")]); });`, filename: 'src/x.test.ts' },
  ],
  invalid: [
    {
      code: `${send}export async function f() {\n  await Promise.allSettled([send("a"), send("b")]);\n}`,
      errors: [
        {
          messageId: 'dropped',
          line: 3,
          column: 9,
          suggestions: [
            {
              messageId: 'throwFailures',
              output: `${send}export async function f() {\n  const failures = (await Promise.allSettled([send("a"), send("b")])).flatMap(each => (each.status === 'rejected' ? [each.reason] : []));\n  if (failures.length > 0) throw new AggregateError(failures, \`\${failures.length} promises were rejected\`);\n}`,
            },
          ],
        },
      ],
    },
    { name: 'the name is taken', code: `${send}export async function f(failures) { await Promise.allSettled([send(failures)]); }`, errors: [{ messageId: 'dropped', suggestions: null }] },
    { name: 'not in a block', code: `${send}export async function f(on) { if (on) await Promise.allSettled([send("a")]); }`, errors: [{ messageId: 'dropped', suggestions: null }] },
    { name: 'not awaited', code: `${send}export function f() { Promise.allSettled([send("a")]); }`, errors: dropped },
    { name: 'imported functions', code: "import { send } from './send.js'; export async function f(xs) { await Promise.allSettled(xs.map(x => send(x))); }", filename: js, errors: withEdit },
    { name: 'a method', code: 'export class A { async f(xs) { await Promise.allSettled(xs.map(x => this.mailer.send(x))); } }', filename: js, errors: withEdit },
    { name: 'async callbacks', code: 'export async function f(xs) { await Promise.allSettled(xs.map(async x => { await this.store.save(x); })); }', filename: js, errors: withEdit },
    { name: 'a catch for one part only', code: 'export async function f(xs) { await Promise.allSettled(xs.map(async x => { await first(x); try { await second(x); } catch (error) { log.error(error); } })); }', filename: js, errors: withEdit },
    { name: 'behind a limiter', code: "import { limit } from './limit.js'; export async function f(xs) { await Promise.allSettled(xs.map(x => limit(async () => { await save(x); }))); }", filename: js, errors: withEdit },
    { name: 'lazy queries', code: "import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient(); export async function f(xs) { await Promise.allSettled(xs.map(x => prisma.order.update(x))); }", filename: js, errors: withEdit },
    { name: 'spread', code: `${send}export async function f(xs: string[]) { await Promise.allSettled([...xs.map(x => send(x))]); }`, errors: withEdit },
    { name: 'collected', code: `${send}export async function f(xs: string[]) { const all = []; for (const x of xs) all.push(send(x)); await Promise.allSettled(all); }`, errors: withEdit },
    { name: 'some close, some send', code: `${send}export async function f() { await Promise.allSettled([db.end(), send("a")]); }`, errors: withEdit },
    { name: 'a variable that nobody reads', code: `${send}export async function f() { const results = await Promise.allSettled([send("a")]); }`, errors: [{ messageId: 'unread' }] },
    { name: 'only how many', code: `${send}export async function f(xs: string[]) { const results = await Promise.allSettled(xs.map(x => send(x))); log.info(results.length); }`, errors: [{ messageId: 'unread' }] },
    { name: 'elements that nobody reads', code: `${send}export async function f() { const [a, b] = await Promise.allSettled([send("a"), send("b")]); }`, errors: [{ messageId: 'unread' }] },
    { name: 'only the fulfilled', code: `${send}export async function f(xs: string[]) { const results = await Promise.allSettled(xs.map(x => send(x))); return results.filter(each => each.status === "fulfilled").map(each => each.value); }`, errors: [{ messageId: 'fulfilledOnly', line: 2 }] },
    { name: 'only the fulfilled, by a type guard', code: `${send}export async function f(xs: string[]) { return (await Promise.allSettled(xs.map(x => send(x)))).filter((each): each is PromiseFulfilledResult<void> => each.status === "fulfilled").map(({ value }) => value); }`, errors: [{ messageId: 'fulfilledOnly' }] },
    { name: 'only the fulfilled, in a loop', code: `${send}export async function f(xs: string[]) { const results = await Promise.allSettled(xs.map(x => send(x))); for (const each of results) { if (each.status === "fulfilled") done(each.value); } }`, errors: [{ messageId: 'fulfilledOnly' }] },
    { name: 'only the values', code: `${send}export async function f(xs: string[]) { const results = await Promise.allSettled(xs.map(x => send(x))); return results.map(each => each.value); }`, errors: [{ messageId: 'fulfilledOnly' }] },
    { name: 'destructured', code: `${send}export async function f(xs: string[]) { const results = await Promise.allSettled(xs.map(x => send(x))); for (const { status, value } of results) if (status === "fulfilled") done(value); }`, errors: [{ messageId: 'fulfilledOnly' }] },
    { name: 'elements of which only the fulfilled are used', code: `${send}export async function f() { const [a, b] = await Promise.allSettled([send("a"), send("b")]); if (a.status === "fulfilled") done(a.value); if (b.status === "fulfilled") done(b.value); }`, errors: [{ messageId: 'fulfilledOnly' }] },
  ],
});
