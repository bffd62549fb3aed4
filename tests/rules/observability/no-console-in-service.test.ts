import rule from '../../../src/rules/observability/no-console-in-service.js';
import { ruleTests } from '../../rule-tests.js';

const PINO = "import pino from 'pino'; const logger = pino();";
const POOL = "import { Pool } from 'pg'; const pool = new Pool();";

ruleTests(rule, {
  valid: [
    // Nothing proves that this is a part of a service.
    "console.log('started');",
    "import { format } from 'date-fns'; console.log(format(day));",
    `${PINO} logger.info('started');`,
    `${POOL} export const f = () => pool.query('SELECT 1');`,
    // Another console.
    `${PINO} export const f = (console: Recorder) => console.log('started');`,
    `${POOL} console.log('loaded');`,
    // The last words of a process.
    `${PINO} const crash = (error: Error) => { console.error(error); leave(); }; process.on('uncaughtException', crash);`,
    `${PINO} process.on('uncaughtException', error => { console.error(error); });`,
    `${PINO} process.once('exit', code => console.log(code));`,
    `${PINO} export async function boot() { try { await start(); } catch (error) { console.error(error); process.exit(1); } }`,
    `${PINO} start().catch(error => { console.error(error); process.exitCode = 1; });`,
    // A logger of its own.
    `${PINO} export const logError = (error: Error) => console.error('failed', error);`,
    `${PINO} export const fallback = { info: (...values: unknown[]) => console.info(...values) };`,
    `${PINO} export const error = (message: string) => { if (production) logger.error(message); else { console.error(message); } };`,
    `${PINO} export class ConsoleLogger { error(message: string) { console.error('[error]', message); } }`,
    `${PINO} export const boot = () => start().catch(error => { console.error(error); close().finally(() => process.exit(1)); });`,
    // For a developer, or for whoever asks for it.
    `${PINO} if (process.env.NODE_ENV !== 'production') console.log('routes', routes);`,
    `${PINO} export const f = (verbose: boolean) => { if (verbose) console.log('routes', routes); };`,
    `${PINO} export class A { static ENABLE_LOGGING = false; f() { if (A.ENABLE_LOGGING) console.log('step'); } }`,
    `${PINO} console.warn('\\x1b[31m%s\\x1b[0m', 'Node 18 is too old');`,
    `${POOL} export const f = async () => { await pool.query('SELECT 1'); debug && console.log('done'); };`,
    "import express from 'express'; const app = express(); app.get('/', handle); app.listen(3000, () => console.log('ready'));",
    `${POOL} export const f = () => pool.query('SELECT 1'); function logError(error: Error) { if (error) { console.error(error); count += 1; } }`,
    // In a page.
    "'use client'; import pino from 'pino'; const logger = pino(); export const f = () => console.log('clicked');",
    "import express from 'express'; export const loader = (app: express.Express) => app.get('/', handle); export function Page() { useEffect(() => { console.log('shown'); }); return null; } export const width = () => window.innerWidth;",
    { code: "import express from 'express'; express().get('/', handle); export function Page() { const show = () => console.log('shown'); return <a onClick={show} />; }", filename: 'src/page.tsx' },
    // A platform that reads what console prints, and programs that somebody waits for.
    `import type { SQSHandler } from 'aws-lambda'; ${POOL} export const handle: SQSHandler = async () => { await pool.query('SELECT 1'); console.log('done'); };`,
    `${POOL} export const handler = async () => { await pool.query('SELECT 1'); console.log('done'); };`,
    `${POOL} exports.handler = async () => { await pool.query('SELECT 1'); console.log('done'); };`,
    `${POOL} async function main() { await pool.query(process.argv[2]); console.log('done'); } main();`,
    `${POOL} async function main() { await pool.query('SELECT 1'); console.log('done'); } main().then(code => process.exit(code));`,
    { code: `${POOL} export const f = async () => { await pool.query('SELECT 1'); console.log('done'); };`, filename: 'src/cli/seed.ts' },
    { code: `${POOL} export const f = async () => { await pool.query('SELECT 1'); console.log('done'); };`, filename: 'src/logger.ts' },
    { code: `${POOL} export const f = async () => { await pool.query('SELECT 1'); console.log('done'); };`, filename: 'src/test-setup.ts' },
    `import build from 'pino-abstract-transport'; ${POOL} export default async () => build(async source => { await pool.query('SELECT 1'); console.error('lost', source); });`,
    { code: `${POOL} export const f = async () => { await pool.query('SELECT 1'); console.log('done'); };`, filename: 'src/commands/sync.ts' },
    `import readline from 'node:readline'; ${POOL} export const f = async () => { await pool.query(await ask(readline)); console.log('done'); };`,
    // No console, or nothing that is printed.
    `${PINO} process.stdout.write('ready');`,
    `${PINO} console.clear(); console.groupEnd();`,
    `${PINO} const { log } = recorder; log('started');`,
    `${PINO} export const f = (console: Recorder) => run().catch(console.error);`,
    `${PINO} process.on('warning', console.warn);`,
    `${PINO} run().catch(console.error);`,
    `${PINO} export const knex = make({ log: console.log });`,
    // What a developer switches on is no logger.
    "import createDebug from 'debug'; const debug = createDebug('a'); export const f = () => { debug('a'); console.log('b'); };",
    { code: `${PINO} console.table(rows);`, options: [{ allowedMethods: ['table'] }] },
    { code: `${PINO} console.warn('old');`, options: [{ allowedMethods: ['warn'] }] },
    { code: `${PINO} console.log('x');`, filename: 'src/orders.test.ts' },
    { code: `${PINO} console.log('x');`, filename: 'scripts/seed.ts' },
    { code: `#!/usr/bin/env node\n${PINO} console.log('x');`, filename: 'src/main.ts' },
    { code: `import { program } from 'commander'; ${PINO} console.log('x');`, filename: 'src/main.ts' },
  ],

  invalid: [
    { code: `${PINO}\nconsole.log('started');`, errors: [{ messageId: 'besideLogger', data: { call: 'console.log' }, line: 2, column: 1, endColumn: 12 }] },
    { code: `${PINO} export const f = (server: Server) => server.on('error', error => console.error('failed', error));`, errors: [{ messageId: 'besideLogger', data: { call: 'console.error' } }] },
    { code: "const pino = require('pino'); const log = pino(); console.warn('old');", filename: 'src/x.js', errors: [{ messageId: 'besideLogger', data: { call: 'console.warn' } }] },
    { code: "import { Logger } from '@nestjs/common'; export class A { private readonly logger = new Logger('A'); f() { this.logger.log('x'); console.debug('y'); } }", errors: [{ messageId: 'besideLogger', data: { call: 'console.debug' } }] },
    { code: "import winston from 'winston'; export const f = (logger: winston.Logger) => { logger.info('x'); console.info('y'); };", errors: [{ messageId: 'besideLogger', data: { call: 'console.info' } }] },
    { code: "import type { FastifyRequest } from 'fastify'; export const f = (request: FastifyRequest) => { request.log.info('x'); console.trace('y'); };", errors: [{ messageId: 'besideLogger', data: { call: 'console.trace' } }] },
    { code: `${POOL} export const f = async () => { await pool.query('SELECT 1'); console.log('done'); };`, errors: [{ messageId: 'inService', data: { call: 'console.log' } }] },
    { code: "import express from 'express'; const app = express(); app.get('/', (req, res) => { console.log(req.url); res.end(); });", errors: [{ messageId: 'inService', data: { call: 'console.log' } }] },
    { code: `${PINO} const log = console.log; log('started');`, errors: [{ messageId: 'besideLogger', data: { call: 'console.log' } }] },
    { code: `${PINO} console?.log('started');`, errors: [{ messageId: 'besideLogger', data: { call: 'console.log' } }] },
    { code: `${PINO} console['log']('started');`, errors: [{ messageId: 'besideLogger', data: { call: 'console.log' } }] },
    { code: `${PINO} export function f(id: string) { console.log(id); logger.info({ id }, 'done'); }`, errors: [{ messageId: 'besideLogger', data: { call: 'console.log' } }] },
    { code: `${PINO} export function f(id: string) { console.log('no parameters'); }`, options: [{ allowedMethods: ['warn'] }], errors: [{ messageId: 'besideLogger', data: { call: 'console.log' } }] },
    { code: `${PINO} server.on('error', error => console.error(String(error)));`, errors: [{ messageId: 'besideLogger', data: { call: 'console.error' } }] },
    // Every way to console.
    { code: `${PINO} globalThis.console.log('started');`, errors: [{ messageId: 'besideLogger', data: { call: 'console.log' } }] },
    { code: `${PINO} const { log, error } = console; log('started'); error('failed');`, errors: [{ messageId: 'besideLogger', data: { call: 'console.log' } }, { messageId: 'besideLogger', data: { call: 'console.error' } }] },
    { code: `${PINO} import out from 'node:console'; out.warn('old');`, errors: [{ messageId: 'besideLogger', data: { call: 'console.warn' } }] },
    { code: `${PINO} import { log } from 'console'; log('started');`, errors: [{ messageId: 'besideLogger', data: { call: 'console.log' } }] },
    { code: `${PINO} import { Console } from 'node:console'; const out = new Console(process.stdout); out.log('started');`, errors: [{ messageId: 'besideLogger', data: { call: 'console.log' } }] },
    { code: `${PINO} const out = new console.Console(process.stderr); out.error('failed');`, errors: [{ messageId: 'besideLogger', data: { call: 'console.error' } }] },
    {
      code: `${PINO} console.table(rows); console.dir(order); console.assert(ok, 'odd'); console.time('a'); console.timeEnd('a'); console.count('a'); console.group('a');`,
      errors: ['table', 'dir', 'assert', 'time', 'timeEnd', 'count', 'group'].map(method => ({ messageId: 'besideLogger', data: { call: `console.${method}` } })),
    },
    { code: `${PINO} export const f = () => run().catch(console.error);`, errors: [{ messageId: 'besideLogger', data: { call: 'console.error' }, column: 84, endColumn: 97 }] },
    { code: "import express from 'express'; const app = express(); app.get('/', (req, res) => { res.on('error', console.warn); res.end(); });", errors: [{ messageId: 'inService', data: { call: 'console.warn' } }] },
    // A logger by what the file does with it.
    { code: "import { logger } from './logger'; export const f = () => { logger.info('a'); try { g(); } catch (error) { logger.error(error); } console.log('b'); };", errors: [{ messageId: 'besideLogger', data: { call: 'console.log' } }] },
    { code: "import { Logger } from '@aws-lambda-powertools/logger'; const logger = new Logger(); export const handler = async () => { logger.info('a'); console.log('b'); };", errors: [{ messageId: 'besideLogger', data: { call: 'console.log' } }] },
    { code: "import express from 'express'; const app = express(); app.get('/', (req, res) => { console.log(req.url); res.end(); }); app.listen(3000, () => process.on('SIGTERM', () => process.exit(0)));", errors: [{ messageId: 'inService', data: { call: 'console.log' } }] },
    { code: `${POOL} export const f = async () => { await pool.query('SELECT 1'); console.log('done'); };`, options: [{ allowedMethods: ['warn', 'error'] }], errors: [{ messageId: 'inService', data: { call: 'console.log' } }] },
  ],
});
