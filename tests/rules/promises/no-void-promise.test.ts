import rule from '../../../src/rules/promises/no-void-promise.js';
import { ruleTests } from '../../rule-tests.js';

const audit = 'declare function audit(x: string): Promise<void>;\n';
const one = [{ messageId: 'voided' }];

ruleTests(rule, {
  valid: [
    { name: 'a private field that holds guarded work', code: 'class Spill { private running: Promise<void> | null = null; private async clean(): Promise<void> { if (this.running) return this.running; this.running = (async () => { try { await work(); } catch (error) { log.error(error); } })(); return this.running; } stop() { void this.clean(); } }' },
    { name: 'a variable that holds guarded work', code: 'let stopping; function stop() { if (stopping) return stopping; stopping = (async () => { try { await work(); } catch (error) { log.error(error); } })(); return stopping; } export const onEnd = () => { void stop(); };', filename: 'src/x.js' },
    'void 0;',
    `${audit}export function f() { audit("x").catch(error => { log.error(error); }); }`,
    `${audit}export function f() { void audit("x").catch(error => { log.error(error); }); }`,
    `${audit}export function f() { void audit("x").then(done, failed); }`,
    { name: 'no promise', code: 'function sync() { work(); } void sync();', filename: 'src/x.js' },
    { name: 'nobody knows', code: "import { start } from './start.js'; void start();", filename: 'src/x.js' },
    { name: 'the whole body is caught', code: 'void (async () => { try { await work(); } catch (error) { log.error(error); } })();' },
    { name: 'a caught function by name', code: 'async function run() { try { await work(); } catch (error) { log.error(error); } } export const start = () => void run();' },
    { name: 'allSettled', code: 'export function f(jobs) { void Promise.allSettled(jobs); }', filename: 'src/x.js' },
    { name: 'another void', code: 'let x: void; export { x };' },
    { name: 'a floating promise without void', code: `${audit}export function f() { audit("x"); }` },
    { name: 'allowed', code: 'async function poll() { await work(); } void poll();', options: [{ allow: ['file:poll'] }] },
    { name: 'script', code: '#!/usr/bin/env node\nasync function main() { await work(); } void main();', filename: 'src/x.js' },
  ],
  invalid: [
    { name: 'a private field that anybody may set again', code: 'class Spill { private running: Promise<void> | null = null; private async clean(): Promise<void> { if (this.running) return this.running; this.running = (async () => { await work(); })(); return this.running; } stop() { void this.clean(); } }', errors: one },
    { name: 'awaited elsewhere', code: `import { Task } from './task.js'; export async function f(tx) { const schedule = () => new Task().schedule(); if (tx) tx.afterCommit(() => void schedule()); else await schedule(); }`, filename: 'src/x.js', errors: [{ messageId: 'voided' }] },
    { code: `${audit}export function f() {\n  void audit("x");\n}`, errors: [{ messageId: 'voided', line: 3, column: 3, suggestions: null }] },
    {
      code: `${audit}export async function f() { void /* later */ audit("x"); }`,
      errors: [{ messageId: 'voided', suggestions: [{ messageId: 'useAwait', output: `${audit}export async function f() { await /* later */ audit("x"); }` }] }],
    },
    { name: 'arrow', code: `${audit}after(() => void audit("x"));`, errors: one },
    { name: 'IIFE', code: 'void (async () => { await work(); })();', filename: 'src/x.js', errors: one },
    { name: 'IIFE whose catch throws', code: 'void (async () => { try { await work(); } catch (error) { throw error; } })();', filename: 'src/x.js', errors: one },
    { name: 'IIFE with an await outside of try', code: 'void (async () => { await first(); try { await work(); } catch (error) { log(error); } })();', filename: 'src/x.js', errors: one },
    { name: 'IIFE with an await in catch', code: 'void (async () => { try { await work(); } catch (error) { await mark(error); } })();', filename: 'src/x.js', errors: one },
    { name: 'then only', code: `${audit}export function f() { void audit("x").then(() => done()); }`, errors: one },
    { name: 'finally only', code: `${audit}export function f() { void audit("x").finally(done); }`, errors: one },
    { name: 'method', code: 'export class A { async run() { await work(); } start() { void this.run(); } }', filename: 'src/x.js', errors: one },
    { name: 'catalog', code: "import { rm } from 'node:fs/promises'; export function f() { void rm('x'); }", filename: 'src/x.js', errors: one },
    { name: 'conditional, once', code: `${audit}export function f(on: boolean) { void (on ? audit("a") : audit("b")); }`, errors: one },
    { name: 'injected', code: 'interface Bus { emit(x: string): Promise<void> } export class A { constructor(private bus: Bus) {} f() { void this.bus.emit("x"); } }', errors: one },
    { name: 'fetch', code: "export function f() { void fetch('http://a'); }", filename: 'src/x.js', errors: one },
    { name: 'by types', code: 'const job: Record<string, () => Promise<void>> = {}; void job["x"]!();', typed: true, errors: one },
  ],
});
