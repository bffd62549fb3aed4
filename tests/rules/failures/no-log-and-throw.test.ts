import rule from '../../../src/rules/failures/no-log-and-throw.js';
import { ruleTests } from '../../rule-tests.js';

const pino = `import pino from 'pino'; const logger = pino(); `;
const two = [{ messageId: 'relogged', suggestions: 2 }] as const;
const one = [{ messageId: 'relogged', suggestions: 1 }] as const;
const inCatch = (body: string): string => `${pino}export async function run() { try { await work(); } catch (error) { ${body} } }`;

ruleTests(rule, {
  valid: [
    { name: 'a new error, with its cause', code: inCatch(`throw new Error('run failed', { cause: error });`) },
    { name: 'logged and answered', code: inCatch(`logger.error(error); return null;`) },
    { name: 'thrown only', code: inCatch(`await rollback(); throw error;`) },
    { name: 'logged, and something else is thrown', code: inCatch(`logger.error(error); throw new Error('run failed', { cause: error });`) },
    { name: 'on different paths', code: inCatch(`if (isExpected(error)) { logger.warn(error); return null; } throw error;`) },
    { name: 'a note for developers', code: inCatch(`logger.debug(error); throw error;`) },
    { name: 'info', code: inCatch(`logger.info({ err: error }, 'retrying elsewhere'); throw error;`) },
    { name: 'a log of something else', code: inCatch(`logger.error('run failed'); throw error;`) },
    { name: 'an unknown function', code: `export async function run() { try { await work(); } catch (error) { report(error); throw error; } }` },
    { name: 'an unknown object that is no logger', code: `export async function run() { try { await work(); } catch (error) { ui.error(error); throw error; } }` },
    { name: 'a boundary by option', code: inCatch(`logger.error(error); throw error;`), filename: 'src/jobs/mail.ts', options: [{ boundaryFiles: ['src/jobs/**'] }] },
    { name: 'a request handler', code: `import express from 'express'; const app = express(); app.get('/', async (req, res) => { try { await work(); } catch (error) { console.error(error); throw error; } });` },
    { name: 'a consumer', code: `import { Worker } from 'bullmq'; new Worker('mail', async job => { try { await send(job); } catch (error) { console.error(error); throw error; } });` },
    { name: 'main', code: `async function main() { try { await work(); } catch (error) { console.error(error); throw error; } } main();` },
    { name: 'the module itself', code: `try { await work(); } catch (error) { console.error(error); throw error; }` },
    { name: 'attempts', code: `export async function run() { for (let i = 0; ; i += 1) { try { return await work(); } catch (error) { console.warn(error); if (i === 3) throw error; } } }` },
    { name: 'taken by an outer handler of the same function', code: `export async function run() { try { try { await work(); } catch (error) { console.error(error); throw error; } } catch { return null; } }` },
    { name: 'the binding is set anew', code: `export async function run() { try { await work(); } catch (error) { error = wrap(error); console.error(error); throw error; } }` },
    { name: 'a rejection handler that answers', code: `export const run = () => work().catch(error => { console.error(error); return null; });` },
    { name: 'scripts', code: inCatch(`logger.error(error); throw error;`), filename: 'scripts/run.ts' },
    { name: 'a shadowed console', code: `export async function run(console) { try { await work(); } catch (error) { console.error(error); throw error; } }` },
  ],
  invalid: [
    {
      code: `import pino from 'pino';
const logger = pino();
export async function run() {
  try {
    await work();
  } catch (error) {
    logger.error({ err: error }, 'run failed');
    throw error;
  }
}`,
      errors: [{
        messageId: 'relogged', data: { error: 'error' }, line: 7, column: 5,
        suggestions: [
          { messageId: 'wrap', data: { message: "'run failed'", error: 'error' }, output: `import pino from 'pino';
const logger = pino();
export async function run() {
  try {
    await work();
  } catch (error) {
    throw new Error('run failed', { cause: error });
  }
}` },
          { messageId: 'remove', output: `import pino from 'pino';
const logger = pino();
export async function run() {
  try {
    await work();
  } catch (error) {
    throw error;
  }
}` },
        ],
      }],
    },
    { name: 'a declared logger', code: `declare const logger: { error(o: object, m: string): void }; export async function run() { try { await work(); } catch (error) { logger.error({ err: error }, 'failed'); throw error; } }`, errors: two },
    { name: 'console', code: `export async function run() { try { await work(); } catch (e) { console.error(e); throw e; } }`, errors: [{ messageId: 'relogged', data: { error: 'e' }, suggestions: [{ messageId: 'remove', output: `export async function run() { try { await work(); } catch (e) { throw e; } }` }] }] },
    { name: 'its text', code: inCatch('logger.error(`run failed: ${error.message}`); throw error;'), errors: two },
    { name: 'a warning', code: inCatch(`logger.warn(error, 'run failed'); throw error;`), errors: two },
    { name: 'fatal', code: inCatch(`logger.fatal(error); throw error;`), errors: one },
    { name: 'with something in between', code: inCatch(`logger.error(error); await rollback(); throw error;`), errors: one },
    { name: 'on one of two paths', code: inCatch(`logger.error(error); if (isExpected(error)) return null; throw error;`), errors: one },
    { name: 'a rejection handler', code: `export const run = () => work().catch(error => { console.error('run failed', error); throw error; });`, errors: two },
    { name: 'rejected', code: `export const run = () => work().catch(error => { console.error('run failed', error); return Promise.reject(error); });`, errors: one },
    { name: 'the second argument of then', code: `export const run = () => work().then(use, error => { console.error(error); throw error; });`, filename: 'src/run.js', errors: one },
    { name: 'winston', code: `const winston = require('winston'); const log = winston.createLogger({}); exports.run = async () => { try { await work(); } catch (err) { log.error('run failed', err); throw err; } };`, filename: 'src/run.js', errors: two },
    { name: "Nest's logger, in a class", code: `import { Logger } from '@nestjs/common'; export class Service { private readonly logger = new Logger(Service.name); async run() { try { await work(); } catch (error) { this.logger.error('run failed', error); throw error; } } }`, errors: two },
    { name: 'an object that logs by all that the file does', code: `import { log } from './log.js'; export async function run() { log.info('begin'); try { await work(); } catch (error) { log.error('failed', error); throw error; } }`, errors: one },
    { name: 'two entries', code: inCatch(`logger.error(error); logger.warn({ err: error }, 'gives up'); throw error;`), errors: [{ messageId: 'relogged', suggestions: 1 }, { messageId: 'relogged', suggestions: 2 }] },
    { name: 'a comment in the call stays', code: inCatch(`logger.error(/* redacted */ error); throw error;`), errors: [{ messageId: 'relogged', suggestions: 0 }] },
    { name: 'an arrow that a condition logs', code: inCatch(`if (isBad) logger.error(error); throw error;`), errors: [{ messageId: 'relogged', suggestions: 0 }] },
    { name: 'a boundary elsewhere', code: inCatch(`logger.error(error); throw error;`), filename: 'src/orders.ts', options: [{ boundaryFiles: ['src/jobs/**'] }], errors: one },
    { name: 'inside of an inner try', code: inCatch(`try { logger.error(error); } finally { close(); } throw error;`), errors: one },
  ],
});
