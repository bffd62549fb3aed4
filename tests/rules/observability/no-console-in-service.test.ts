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
    { code: `${PINO} console.warn('old');`, options: [{ allowedMethods: ['warn'] }] },
    { code: `${PINO} console.log('x');`, filename: 'src/orders.test.ts' },
    { code: `${PINO} console.log('x');`, filename: 'scripts/seed.ts' },
    { code: `#!/usr/bin/env node\n${PINO} console.log('x');`, filename: 'src/main.ts' },
    { code: `import { program } from 'commander'; ${PINO} console.log('x');`, filename: 'src/main.ts' },
  ],

  invalid: [
    { code: `${PINO}\nconsole.log('started');`, errors: [{ messageId: 'besideLogger', data: { method: 'log' }, line: 2, column: 1, endColumn: 12 }] },
    { code: `${PINO} export const f = (server: Server) => server.on('error', error => console.error('failed', error));`, errors: [{ messageId: 'besideLogger', data: { method: 'error' } }] },
    { code: "const pino = require('pino'); const log = pino(); console.warn('old');", filename: 'src/x.js', errors: [{ messageId: 'besideLogger', data: { method: 'warn' } }] },
    { code: "import { Logger } from '@nestjs/common'; export class A { private readonly logger = new Logger('A'); f() { this.logger.log('x'); console.debug('y'); } }", errors: [{ messageId: 'besideLogger', data: { method: 'debug' } }] },
    { code: "import winston from 'winston'; export const f = (logger: winston.Logger) => { logger.info('x'); console.info('y'); };", errors: [{ messageId: 'besideLogger', data: { method: 'info' } }] },
    { code: "import type { FastifyRequest } from 'fastify'; export const f = (request: FastifyRequest) => { request.log.info('x'); console.trace('y'); };", errors: [{ messageId: 'besideLogger', data: { method: 'trace' } }] },
    { code: `${POOL} export const f = async () => { await pool.query('SELECT 1'); console.log('done'); };`, errors: [{ messageId: 'inService', data: { method: 'log' } }] },
    { code: "import express from 'express'; const app = express(); app.get('/', (req, res) => { console.log(req.url); res.end(); });", errors: [{ messageId: 'inService', data: { method: 'log' } }] },
    { code: `${PINO} const log = console.log; log('started');`, errors: [{ messageId: 'besideLogger', data: { method: 'log' } }] },
    { code: `${PINO} console?.log('started');`, errors: [{ messageId: 'besideLogger', data: { method: 'log' } }] },
    { code: `${PINO} console['log']('started');`, errors: [{ messageId: 'besideLogger', data: { method: 'log' } }] },
    { code: `${PINO} export function f(id: string) { console.log(id); logger.info({ id }, 'done'); }`, errors: [{ messageId: 'besideLogger', data: { method: 'log' } }] },
    { code: `${PINO} export function f(id: string) { console.log('no parameters'); }`, options: [{ allowedMethods: ['warn'] }], errors: [{ messageId: 'besideLogger', data: { method: 'log' } }] },
    { code: `${PINO} server.on('error', error => console.error(String(error)));`, errors: [{ messageId: 'besideLogger', data: { method: 'error' } }] },
  ],
});
