import rule from '../../../src/rules/waits/no-unbounded-retry.js';
import { ruleTests } from '../../rule-tests.js';

const sleep = 'import { setTimeout as delay } from "node:timers/promises"; ';
const endless = (clause: string, before = ''): string => `${sleep}export async function get(call: () => Promise<string>) { ${before} while (true) { try { return await call(); } catch (error) { ${clause} } } }`;
const unbounded = { messageId: 'unbounded' } as const;

ruleTests(rule, {
  valid: [
    { name: 'counted by the loop', code: `${sleep}export async function get() { for (let attempt = 0; attempt < 5; attempt++) { try { return await call(); } catch { await delay(100); } } }` },
    { name: 'counted in the catch', code: endless('if (attempt++ > 5) throw error; await delay(100);', 'let attempt = 0;') },
    { name: 'counted in an else', code: endless('attempt += 1; if (attempt < 5) { await delay(100); } else { throw error; }', 'let attempt = 0;') },
    { name: 'counted before the attempt', code: `${sleep}export async function get() { let n = 0; while (true) { if (n++ > 5) return; try { return await call(); } catch { await delay(100); } } }` },
    { name: 'counted in a field', code: `${sleep}export class A { async get() { while (true) { try { return await this.call(); } catch (error) { if (++this.failures > 5) throw error; await delay(100); } } } }` },
    { name: 'a deadline', code: endless('if (Date.now() > end) throw error; await delay(100);', 'const end = Date.now() + 10_000;') },
    { name: 'a signal', code: `${sleep}export async function get(signal: AbortSignal) { while (true) { try { return await call(); } catch { await delay(100, undefined, { signal }); } } }` },
    { name: 'a signal in the condition', code: `${sleep}export async function get(signal: AbortSignal) { while (!signal.aborted) { try { return await call(); } catch { await delay(100); } } }` },
    { name: 'a flag of a shutdown', code: `${sleep}export class A { async get() { while (!this.stopped) { try { return await call(); } catch { await delay(100); } } } }` },
    { name: 'a worker', code: `${sleep}export async function get(queue) { while (true) { try { const job = await queue.take(); await handle(job); } catch { await delay(100); } } }` },
    { name: 'a connection', code: `${sleep}export async function open(client) { while (true) { try { await client.connect(); return; } catch { await delay(1_000); } } }` },
    { name: 'the start of a service', code: `${sleep}export async function startService() { while (true) { try { return await load(); } catch { await delay(1_000); } } }` },
    { name: 'a call that may throw', code: endless('handleFailure(error); await delay(100);') },
    { name: 'a backoff that may give up', code: endless('await backoff.next(error);') },
    { name: 'a function in view that gives up', code: `function check(error: Error) { failures += 1; if (failures > 5) throw error; } ${endless('check(error); await delay(100);')}` },
    { name: 'the process ends', code: endless('console.error(error); process.exit(1);') },
    { name: 'the failure leaves', code: endless('console.error(error); break;') },
    { name: 'another item each time', code: `${sleep}export async function get(hosts) { while (true) { const host = hosts.shift(); try { return await call(host); } catch { await delay(100); } } }` },
    { name: 'a budget', code: endless('budget -= 1; if (budget === 0) throw error; await delay(100);', 'let budget = 5;') },
    { name: 'a counter among the arguments', code: `${sleep}export async function get(url, left = 3) { try { return await load(url); } catch (error) { if (left === 0) throw error; await delay(100); return get(url, left - 1); } }` },
    { name: 'a flag among the arguments', code: 'export async function get(url, again = true) { try { return await load(url); } catch (error) { if (!again) throw error; return get(url, false); } }' },
    { name: 'a counter of the object', code: `${sleep}export class A { async get(url) { try { return await load(url); } catch (error) { if (this.failures++ > 3) throw error; await delay(100); return this.get(url); } } }` },
    { name: 'another argument', code: 'export async function get(url) { try { return await load(url); } catch { return get(`${url}/other`); } }' },
    { name: 'a guard that is not the error', code: 'export async function get(url) { try { return await load(url); } catch (error) { if (isLast(url)) throw error; return get(url); } }' },
    { name: 'reconnects after a while', code: 'export function connect() { const socket = open(); socket.on("close", () => setTimeout(connect, 1_000)); }' },
    { name: 'tests', code: endless('await delay(100);'), filename: 'src/get.test.ts' },
  ],
  invalid: [
    { code: endless('await delay(1000);'), errors: [{ messageId: 'unbounded', data: { work: 'call' }, line: 1, column: 119, endColumn: 131 }] },
    { name: 'an empty catch', code: 'export async function get() { while (true) { try { return await call(); } catch {} } }', errors: [unbounded] },
    { name: 'for', code: `${sleep}export async function get() { for (;;) { try { return await call(); } catch { await delay(1000); } } }`, errors: [unbounded] },
    { name: 'a for that only counts', code: `${sleep}export async function get() { for (let attempt = 0; ; attempt++) { try { return await call(); } catch { await delay(100 * 2 ** attempt); } } }`, errors: [unbounded] },
    { name: 'do', code: `${sleep}export async function get() { do { try { return await call(); } catch { await delay(1000); } } while (true); }`, errors: [unbounded] },
    { name: 'break', code: `${sleep}export async function get() { let answer; while (true) { try { answer = await call(); break; } catch (error) { console.error(error); await delay(1000); } } return answer; }`, errors: [unbounded] },
    { name: 'until there is a result', code: `${sleep}export async function get() { let answer; while (!answer) { try { answer = await call(); } catch { await delay(1000); } } return answer; }`, errors: [unbounded] },
    { name: 'until it is done', code: `${sleep}export async function get() { let done = false; while (!done) { try { await save(); done = true; } catch { await delay(1000); } } }`, errors: [unbounded] },
    { name: 'only the kind of the error ends it', code: endless('if (!(error instanceof TypeError)) throw error; await delay(1000);'), errors: [unbounded] },
    { name: 'only a predicate of the error ends it', code: `import { isRetryable } from "./errors.js"; ${endless('if (!isRetryable(error)) throw error; await delay(1000);')}`, errors: [unbounded] },
    { name: 'a constant of the error', code: endless('const { status } = { status: error.status }; const code = error.code; if (code === "EPERM") throw error; await delay(1000);'), errors: [unbounded] },
    { name: 'a sleep of another file', code: 'import { sleep } from "./sleep.js"; export async function get() { while (true) { try { return await call(); } catch { await sleep(1000); } } }', errors: [unbounded] },
    { name: 'logs', code: endless('logger.warn({ err: error }, "failed, trying again"); await delay(1000);'), errors: [unbounded] },
    { name: 'a function that calls itself', code: `${sleep}export async function get(url) { try { return await load(url); } catch (error) { await delay(100); return get(url); } }`, errors: [{ messageId: 'unbounded', data: { work: 'load' } }] },
    { name: 'a method that calls itself for some errors', code: 'export class A { async get(url) { try { return await load(url); } catch (error) { if (error.code === "ECONNRESET") return this.get(url); throw error; } } }', errors: [unbounded] },
    { name: 'a rejection handler', code: 'export const get = url => load(url).catch(() => get(url));', filename: 'lib/get.js', errors: [unbounded] },
  ],
});
