import rule from '../../../src/rules/failures/no-unsafe-exit.js';
import { ruleTests } from '../../rule-tests.js';

const request = [{ messageId: 'request' }] as const;
const exported = [{ messageId: 'exported' }] as const;
const app = `import express from 'express'; const app = express(); `;

ruleTests(rule, {
  valid: [
    { name: 'thrown', code: `export function must(x?: string) { if (x === undefined) throw new MissingError('missing'); return x; }` },
    { name: 'at the start', code: `if (!process.env.DATABASE_URL) { console.error('DATABASE_URL is missing'); process.exit(1); }` },
    { name: 'main', code: `main().catch(error => { console.error(error); process.exit(1); });` },
    { name: 'a function that the module starts', code: `export async function go() { try { await work(); } catch (error) { process.exit(1); } } void go();` },
    { name: 'a signal', code: `export function install() { process.on('SIGTERM', () => { process.exit(0); }); }` },
    { name: 'a function for a signal', code: `export async function leave() { await close(); process.exit(0); } process.on('SIGTERM', leave);` },
    { name: 'called by a listener', code: `export async function leave() { await close(); process.exit(0); } process.on('SIGINT', () => { void leave(); });` },
    { name: 'uncaught exceptions', code: `export function watchOver() { process.on('uncaughtException', error => { console.error(error); process.exit(1); }); }` },
    { name: 'node:process', code: `import process from 'node:process'; export function observe() { process.on('SIGTERM', () => process.exit(0)); }` },
    { name: 'a shutdown', code: `export async function shutdown() { await close(); process.exit(0); }` },
    { name: 'a start', code: `export async function startServer() { try { await listen(); } catch (error) { console.error(error); process.exit(1); } }` },
    { name: 'a callback of a start', code: `export function serveAll() { connect(error => { if (error) process.exit(1); }); }` },
    { name: 'an entry point', code: `export function must(x) { if (!x) process.exit(1); return x; }`, filename: 'src/main.js' },
    { name: 'a function of the module itself', code: `function must(x) { if (!x) process.exit(1); return x; }` },
    { name: 'a script', code: `export function must(x) { if (!x) process.exit(1); return x; }`, filename: 'scripts/seed.js' },
    { name: 'with a shebang', code: `#!/usr/bin/env node\nexport function must(x) { if (!x) process.exit(1); return x; }` },
    { name: 'a command line', code: `import { Command } from 'commander'; export function must(x) { if (!x) process.exit(1); return x; }` },
    { name: 'another process', code: `export function must(x, process) { if (!x) process.exit(1); return x; }` },
    { name: 'the exit code', code: `export function must(x) { if (!x) process.exitCode = 1; return x; }` },
    { name: 'a class that is not exported', code: `class Config { get(name) { if (!process.env[name]) process.exit(1); } }` },
    { name: 'aborted, for a core dump', code: `export function must(x) { if (!x) process.abort(); return x; }` },
    { name: 'a command', code: `export function must(x) { if (!x) process.exit(1); return x; }`, filename: 'src/commands/sync.ts' },
    { name: 'what a start checks', code: `export function must(x) { if (!x) process.exit(1); return x; }`, filename: 'lib/startup/preconditions.ts' },
    { name: 'the environment, while it is read', code: `export class Environment { constructor() { if (!valid) process.exit(1); } }`, filename: 'server/env.ts' },
    { name: 'its caller asks for it', code: `export function validate(x, { exitOnFailure = true } = {}) { if (!x && exitOnFailure) process.exit(1); return x; }` },
    { name: 'tests', code: `export function must(x) { if (!x) process.exit(1); return x; }`, filename: 'src/a.test.ts' },
  ],
  invalid: [
    { code: `export function must(x: string | undefined) { if (x === undefined) { process.exit(1); } return x; }`, errors: [{ messageId: 'exported', data: { name: 'must' }, column: 70 }] },
    { name: 'a default', code: `export default function must(x) { if (!x) process.exit(1); return x; }`, errors: exported },
    { name: 'without a name', code: `export default function (x) { if (!x) process.exit(1); return x; }`, errors: [{ messageId: 'exported', data: { name: 'this function' } }] },
    { name: 'an arrow', code: `export const must = (x?: string) => { if (!x) process.exit(1); return x; };`, errors: [{ messageId: 'exported', data: { name: 'must' } }] },
    { name: 'exported by a list', code: `function must(x) { if (!x) process.exit(1); return x; } export { must };`, errors: exported },
    { name: 'CommonJS', code: `function must(x) { if (!x) process.exit(1); return x; } module.exports = { must };`, filename: 'src/must.js', errors: exported },
    { name: 'a member of exports', code: `exports.must = function (x) { if (!x) process.exit(1); return x; };`, filename: 'src/must.js', errors: [{ messageId: 'exported', data: { name: 'must' } }] },
    { name: 'module.exports', code: `module.exports = x => { if (!x) process.exit(1); return x; };`, filename: 'src/must.js', errors: exported },
    { name: 'a method', code: `export class Config { get(name: string) { if (!process.env[name]) process.exit(1); } }`, errors: [{ messageId: 'exported', data: { name: 'Config.get' } }] },
    { name: 'in a callback', code: `export function load(pool) { pool.query('select 1', error => { if (error) process.exit(1); }); }`, errors: exported },
    { name: 'by import', code: `import { exit } from 'node:process'; export function must(x) { if (!x) exit(1); return x; }`, errors: exported },
    { name: 'code 0 too', code: `export function must(x) { if (!x) process.exit(0); return x; }`, errors: exported },
    { name: 'a route', code: `${app}app.get('/', (req, res) => { if (!req.query.id) process.exit(1); res.end(); });`, errors: request },
    { name: 'a route, in an entry point', code: `${app}app.post('/', async (req, res) => { try { await work(); } catch (error) { process.exit(1); } });`, filename: 'src/server.js', errors: request },
    { name: 'a function that a route calls', code: `${app}function check(id) { if (!id) process.exit(1); } app.get('/', (req, res) => { check(req.query.id); res.end(); });`, errors: request },
    { name: 'a consumer', code: `import { Worker } from 'bullmq'; new Worker('mail', async job => { if (!job.data) process.exit(1); });`, errors: request },
  ],
});
