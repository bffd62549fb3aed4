import rule from '../../../src/rules/failures/require-state-reset.js';
import { ruleTests } from '../../rule-tests.js';

/** The finding, with the suggestion that puts what stands between the two statements into `try`. */
function stuck(code: string, set: string, reset: string, data?: { readonly failure: string }) {
  const end = code.lastIndexOf(reset);
  const at = code.lastIndexOf(` ${set}`, end) + 1 + set.length;
  const output = `${code.slice(0, at)} try {${code.slice(at, end)}} finally { ${reset} }${code.slice(end + reset.length)}`;
  return [{ messageId: 'stuck' as const, ...(data && { data }), suggestions: [{ messageId: 'inFinally' as const, output }] }];
}
const unfixed = [{ messageId: 'stuck' }] as const;
const configure = `export class Configure { private readonly configuring = new Set<string>(); async configure(device: Device, throws = false) { if (this.configuring.has(device.id) || device.done) { return; } this.configuring.add(device.id); try { await device.configure(); } catch (error) { log(error); if (throws) throw error; } this.configuring.delete(device.id); } }`;
/** A job that must not run twice at once. */
const job = (body: string): string => `export class Job { private running = false; async run() { if (this.running) return; ${body} } }`;
const inModule = (body: string): string => `let running = false; export async function run() { if (running) return; ${body} }`;
const keyed = (body: string): string => `const busy = new Set(); export async function run(id) { if (busy.has(id)) return; ${body} }`;

ruleTests(rule, {
  valid: [
    { name: 'finally', code: job(`this.running = true; try { await work(); } finally { this.running = false; }`) },
    { name: 'the chain has a finally', code: job(`this.running = true; await work().finally(() => { this.running = false; });`) },
    { name: 'a catch that resets', code: job(`this.running = true; try { await work(); } catch (error) { this.running = false; throw error; } this.running = false;`) },
    { name: 'a catch that goes on', code: job(`this.running = true; try { await work(); } catch (error) { log(error); } this.running = false;`) },
    { name: 'reset in the other branch', code: `export class Progress { async update(done) { if (!this.finished && done) { this.finished = true; } else if (this.finished && !done) { this.finished = false; } await this.save(); } }`, filename: 'src/x.js' },
    { name: 'where all goes well it stays set', code: `export class Events { async on(event) { if (!this.started) { this.started = true; await this.start(); } await this.emit(event); if (event.type === 'stop') this.started = false; } }`, filename: 'src/x.js' },
    { name: 'a set of one call', code: `export async function isCyclic(root) { const visiting = new Set(); const visit = async node => { if (visiting.has(node)) return true; visiting.add(node); await Promise.all((await load(node)).map(async each => visit(each))); visiting.delete(node); return false; }; return visit(root); }`, filename: 'src/x.js' },
    { name: 'a rejection that is handled', code: job(`this.running = true; await work().catch(report); this.running = false;`) },
    { name: 'a sleep does not fail', code: job(`this.running = true; await new Promise(resolve => setTimeout(resolve, 100)); this.running = false;`) },
    { name: 'a function in view that cannot fail', code: `async function work() { try { await load(); } catch (error) { report(error); } } ${inModule(`running = true; await work(); running = false;`)}`, filename: 'src/x.js' },
    { name: 'nothing is awaited', code: job(`this.running = true; work(); this.running = false;`) },
    { name: 'nobody asks for the marker', code: `export class Job { async run() { this.running = true; await work(); this.running = false; } }`, filename: 'src/x.js' },
    { name: 'asked for, but turned away by nobody', code: `export class Job { async run() { if (this.running) log('again'); this.running = true; await work(); this.running = false; } }`, filename: 'src/x.js' },
    { name: 'the guard is about something else that is called', code: `export class Job { other() { if (this.running) return; this.rest(); } async run() { this.running = true; await work(); this.running = false; } }`, filename: 'src/x.js' },
    { name: 'another function resets it', code: `export class Job { async run() { if (this.running) return; this.running = true; await work(); this.running = false; } fail() { this.running = false; } }`, filename: 'src/x.js' },
    { name: 'a function in it resets it', code: inModule(`running = true; queue.onDone(() => { running = false; }); await work(); running = false;`), filename: 'src/x.js' },
    { name: 'a marker of what is still to be done', code: `export class Store { async flush() { if (!this.dirty) return; this.dirty = true; await save(); this.dirty = false; } }`, filename: 'src/x.js' },
    { name: 'not ready while it fails', code: `export class Store { ready = true; get() { if (!this.ready) throw new Error('not ready'); return this.data; } async reload() { this.ready = false; this.data = await load(); this.ready = true; } }`, filename: 'src/x.js' },
    { name: 'a marker of one call', code: `export async function run(item) { if (item.running) return; item.running = true; await work(item); item.running = false; }`, filename: 'src/x.js' },
    { name: 'a local marker', code: `export async function run() { let running = false; if (running) return; running = true; await work(); running = false; }`, filename: 'src/x.js' },
    { name: 'a marker that stays', code: `let started = false; export async function start() { if (started) return; started = true; await work(); }`, filename: 'src/x.js' },
    { name: 'another key', code: keyed(`busy.add(id); await work(id); busy.delete(other);`), filename: 'src/x.js' },
    { name: 'a Set with finally', code: keyed(`busy.add(id); try { await work(id); } finally { busy.delete(id); }`), filename: 'src/x.js' },
    { name: 'a map of promises', code: `const pending = new Map(); export async function get(id) { if (pending.has(id)) return pending.get(id); const p = load(id); pending.set(id, p); const value = await p; pending.delete(id); return value; }`, filename: 'src/x.js' },
    { name: 'a counter that nobody compares', code: `let active = 0; export async function run() { active++; await work(); active--; }`, filename: 'src/x.js' },
    { name: 'a counter with finally', code: `let active = 0; export async function run() { if (active >= 5) throw new Error('busy'); active++; try { return await work(); } finally { active--; } }`, filename: 'src/x.js' },
    { name: 'the same name in another class', code: `class A { next() { if (this.running) return; } } class B { async run() { this.running = true; await work(); this.running = false; } }`, filename: 'src/x.js' },
    { name: 'falling through to a reset of its own', code: job(`this.running = true; const rows = await work().then(x => x, () => null); this.running = false; return rows;`) },
    { name: 'reset before it waits', code: job(`this.running = true; start(); this.running = false; await work();`) },
    { name: 'tests', code: job(`this.running = true; await work(); this.running = false;`), filename: 'src/job.test.ts' },
  ],
  invalid: [
    { name: 'a catch that goes on to the end', code: job(`this.running = true; try { await work(); this.running = false; } catch (error) { log(error); }`), errors: [{ messageId: 'stuck', data: { failure: '`work` fails' } }] },
    { name: 'a variable of a factory', code: `export function poller() { let running = false; const poll = async () => { if (running) return; running = true; await work(); running = false; }; return { poll }; }`, filename: 'src/x.js', errors: [{ messageId: 'stuck', data: { failure: '`work` fails' }, suggestions: 1 }] },
    { name: 'a variable of a function that starts a timer', code: `export function start() { let running = false; async function poll() { if (running) return; running = true; await work(); running = false; } setInterval(() => { poll().catch(report); }, 1000); }`, filename: 'src/x.js', errors: [{ messageId: 'stuck', data: { failure: '`work` fails' }, suggestions: 1 }] },
    {
      name: 'a field',
      code: job(`this.running = true; await work(); this.running = false;`),
      errors: [
        {
          messageId: 'stuck',
          data: { failure: '`work` fails' },
          suggestions: [{ messageId: 'inFinally', output: job(`this.running = true; try { await work(); } finally { this.running = false; }`) }],
        },
      ],
    },
    {
      name: 'a variable of the module',
      code: inModule(`running = true; const rows = await load(); await save(rows); running = false;`),
      filename: 'src/x.js',
      errors: [{ messageId: 'stuck', data: { failure: '`load` fails' }, suggestions: [{ messageId: 'inFinally', output: inModule(`running = true; try { const rows = await load(); await save(rows); } finally { running = false; }`) }] }],
    },
    { name: 'a value that is used behind the reset', code: inModule(`running = true; const rows = await load(); running = false; return rows;`), filename: 'src/x.js', errors: [{ messageId: 'stuck', suggestions: [] }] },
    {
      name: 'a catch that throws again',
      code: configure,
      errors: stuck(configure, 'this.configuring.add(device.id);', 'this.configuring.delete(device.id);', { failure: 'this function throws' }),
    },
    { name: 'a catch that returns', code: job(`this.running = true; try { await work(); } catch (error) { report(error); return; } this.running = false;`), errors: stuck(job(`this.running = true; try { await work(); } catch (error) { report(error); return; } this.running = false;`), 'this.running = true;', 'this.running = false;', { failure: 'this `catch` returns' }) },
    { name: 'reset inside of try', code: job(`this.running = true; try { await work(); this.running = false; } catch (error) { report(error); throw error; }`), errors: unfixed },
    { name: 'in an interval', code: `let running = false; setInterval(async () => { if (running) { return; } running = true; await work(); running = false; }, 1000);`, filename: 'src/x.js', errors: stuck(`let running = false; setInterval(async () => { if (running) { return; } running = true; await work(); running = false; }, 1000);`, 'running = true;', 'running = false;') },
    { name: 'around the setting', code: `let running = false; export async function run() { if (!running) { running = true; await work(); running = false; } }`, filename: 'src/x.js', errors: stuck(`let running = false; export async function run() { if (!running) { running = true; await work(); running = false; } }`, 'running = true;', 'running = false;') },
    { name: 'a guard that throws', code: `let running = false; exports.run = async () => { if (running === true) throw new Error('busy'); running = true; await work(); running = false; };`, filename: 'src/x.cjs', errors: stuck(`let running = false; exports.run = async () => { if (running === true) throw new Error('busy'); running = true; await work(); running = false; };`, 'running = true;', 'running = false;') },
    { name: 'a guard that waits', code: `let locked = false; export async function run() { while (locked) await sleep(10); locked = true; await work(); locked = false; }`, filename: 'src/x.js', errors: stuck(`let locked = false; export async function run() { while (locked) await sleep(10); locked = true; await work(); locked = false; }`, 'locked = true;', 'locked = false;') },
    { name: 'a guard in the caller', code: `export class Queue { busy = false; tick() { if (this.busy) return; void this.drain(); } async drain() { this.busy = true; await this.work(); this.busy = false; } }`, filename: 'src/x.js', errors: stuck(`export class Queue { busy = false; tick() { if (this.busy) return; void this.drain(); } async drain() { this.busy = true; await this.work(); this.busy = false; } }`, 'this.busy = true;', 'this.busy = false;') },
    { name: 'a Set', code: keyed(`busy.add(id); await work(id); busy.delete(id);`), filename: 'src/x.js', errors: stuck(keyed(`busy.add(id); await work(id); busy.delete(id);`), 'busy.add(id);', 'busy.delete(id);') },
    { name: 'a Map', code: `const locks = new Map(); export async function run(id) { if (locks.has(id)) throw new Error('locked'); locks.set(id, true); const value = await work(id); locks.delete(id); return value; }`, filename: 'src/x.js', errors: unfixed },
    { name: 'an object', code: `const locks = {}; export async function run(id) { if (locks[id]) return; locks[id] = true; await work(id); delete locks[id]; }`, filename: 'src/x.js', errors: stuck(`const locks = {}; export async function run(id) { if (locks[id]) return; locks[id] = true; await work(id); delete locks[id]; }`, 'locks[id] = true;', 'delete locks[id];') },
    { name: 'a counter', code: `let active = 0; export async function run() { if (active >= 5) throw new Error('busy'); active++; const value = await work(); active--; return value; }`, filename: 'src/x.js', errors: unfixed },
    { name: 'a counter that is added to', code: `class Pool { active = 0; async run() { if (this.active >= 5 && !this.open) return; this.active += 1; await work(); this.active -= 1; } }`, filename: 'src/x.js', errors: stuck(`class Pool { active = 0; async run() { if (this.active >= 5 && !this.open) return; this.active += 1; await work(); this.active -= 1; } }`, 'this.active += 1;', 'this.active -= 1;') },
    { name: 'a private field', code: `class Job { #running = false; async run() { if (this.#running) return; this.#running = true; await work(); this.#running = false; } }`, filename: 'src/x.js', errors: stuck(`class Job { #running = false; async run() { if (this.#running) return; this.#running = true; await work(); this.#running = false; } }`, 'this.#running = true;', 'this.#running = false;') },
    { name: 'a static field', code: `class Job { static running = false; static async run() { if (this.running) return; this.running = true; await work(); this.running = false; } }`, filename: 'src/x.js', errors: stuck(`class Job { static running = false; static async run() { if (this.running) return; this.running = true; await work(); this.running = false; } }`, 'this.running = true;', 'this.running = false;') },
    { name: 'a field of state', code: `const state = { syncing: false }; export const sync = async () => { if (state.syncing) { return; } state.syncing = true; await work(); state.syncing = false; };`, filename: 'src/x.js', errors: stuck(`const state = { syncing: false }; export const sync = async () => { if (state.syncing) { return; } state.syncing = true; await work(); state.syncing = false; };`, 'state.syncing = true;', 'state.syncing = false;') },
    { name: 'two parts of a condition', code: `let running = false; export async function run(force) { if (running && !force) return; running = true; await work(); running = false; }`, filename: 'src/x.js', errors: stuck(`let running = false; export async function run(force) { if (running && !force) return; running = true; await work(); running = false; }`, 'running = true;', 'running = false;') },
    { name: 'an idle marker', code: `let idle = true; export async function run() { if (!idle) return; idle = false; await work(); idle = true; }`, filename: 'src/x.js', errors: stuck(`let idle = true; export async function run() { if (!idle) return; idle = false; await work(); idle = true; }`, 'idle = false;', 'idle = true;') },
    { name: 'several at once', code: inModule(`running = true; await Promise.all([a(), b()]); running = false;`), filename: 'src/x.js', errors: stuck(inModule(`running = true; await Promise.all([a(), b()]); running = false;`), 'running = true;', 'running = false;', { failure: '`Promise.all` fails' }) },
    { name: 'a parse that throws', code: inModule(`running = true; const data = JSON.parse(text); running = false; return data;`), filename: 'src/x.js', errors: unfixed },
    { name: 'async iteration', code: inModule(`running = true; for await (const row of rows()) use(row); running = false;`), filename: 'src/x.js', errors: stuck(inModule(`running = true; for await (const row of rows()) use(row); running = false;`), 'running = true;', 'running = false;') },
    { name: 'reset with null', code: `let current = null; export async function run() { if (current) return; current = true; await work(); current = null; }`, filename: 'src/x.js', errors: stuck(`let current = null; export async function run() { if (current) return; current = true; await work(); current = null; }`, 'current = true;', 'current = null;') },
  ],
});
