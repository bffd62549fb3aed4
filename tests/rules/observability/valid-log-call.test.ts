import rule from '../../../src/rules/observability/valid-log-call.js';
import { ruleTests } from '../../rule-tests.js';

const PINO = "import pino from 'pino'; const logger = pino();";
const WINSTON = "import winston from 'winston'; const logger = winston.createLogger();";
const NEST = "import { Logger } from '@nestjs/common';";

ruleTests(rule, {
  valid: [
    { name: 'text for a logger that is known by its use only: it may take nothing else', code: `import log from './log.js'; export async function f() { log.info('a'); try { await g(); } catch (err) { log.error('x: ' + err.message); } }`, filename: 'src/x.js' },
    { name: 'the same in a rejection handler', code: `import { log } from './log.js'; log.warn('a'); export const f = () => g().catch(err => log.error(\`failed: \${err}\`));`, filename: 'src/x.js' },
    { name: 'one method is no logger', code: `import show from './show.js'; export async function f() { try { await g(); } catch (err) { show.error('x: ' + err.message); } }`, filename: 'src/x.js' },
    { name: 'methods whose values are taken are no logger', code: `import api from './api.js'; export async function f() { const a = api.info(); try { await g(); } catch (err) { api.error('x: ' + err.message); } }`, filename: 'src/x.js' },
    { name: 'a logger by its use that gets the error', code: `import log from './log.js'; export async function f() { log.info('a'); try { await g(); } catch (err) { log.error('x', err); } }`, filename: 'src/x.js' },
    { name: 'a logger by its use, and a failure that is known', code: `import log from './log.js'; export async function f(text) { log.info('a'); try { parse(text); save(text); } catch { log.error('no valid text'); } }`, filename: 'src/x.js' },
    { name: 'methods of two objects', code: `export async function f(a, b) { a.info('a'); try { await g(); } catch (err) { b.error('x: ' + err.message); } }`, filename: 'src/x.js' },
    // The order that each logger reads.
    `${PINO} export const f = (err: Error) => logger.error(err, 'failed');`,
    `${PINO} export const f = (err: Error) => logger.error({ err, order: 1 }, 'failed');`,
    `${PINO} export const f = (err: Error) => logger.error(err);`,
    `${WINSTON} export const f = (err: Error) => logger.error('failed', err);`,
    `${WINSTON} export const f = (err: Error) => logger.log('error', 'failed', err);`,
    `${NEST} const logger = new Logger('Orders'); export const f = (err: Error) => logger.error('failed', err.stack);`,
    `${NEST} export const f = (err: Error) => Logger.error('failed', err, 'Orders');`,
    "import bunyan from 'bunyan'; const logger = bunyan.createLogger({ name: 'orders', serializers: bunyan.stdSerializers }); export const f = (err: Error) => logger.error('failed', err);",
    "import log4js from 'log4js'; const logger = log4js.getLogger(); export const f = (err: Error) => logger.error('failed', err);",
    "export const f = (err: Error) => console.error('failed', err, { error: err });",
    "import { Logger } from '@aws-lambda-powertools/logger'; const logger = new Logger(); export const f = (err: Error) => logger.error('failed', { err });",

    // Placeholders take values.
    `${PINO} export const f = (id: string, n: number) => logger.info('order %s has %d lines', id, n);`,
    `${PINO} export const f = (err: Error) => logger.error('failed: %s', err);`,
    `${PINO} export const f = (order: object) => logger.info('order %o', order);`,
    `${PINO} export const f = (order: object) => logger.info('order', undefined);`,
    // What the first argument is cannot be seen.
    `${PINO} export const f = (text: string, err: Error) => logger.error(text, err);`,
    `${PINO} export const f = (...all: [string]) => logger.error('text', ...all);`,

    // Whoever made the logger may have changed what it reads.
    "import pino from 'pino'; const logger = pino({ hooks: { logMethod(args, method) { method.apply(this, args.reverse()); } } }); export const f = (err: Error) => logger.error('failed', err);",
    "import pino from 'pino'; import { options } from './options'; const logger = pino(options); export const f = (err: Error) => logger.error('failed', err);",
    "import pino from 'pino'; const logger = pino({ errorKey: 'error' }); export const f = (err: Error) => logger.error({ error: err }, 'failed');",
    "import pino from 'pino'; const logger = pino({ serializers: { error: pino.stdSerializers.err } }); export const f = (err: Error) => logger.error({ error: err }, 'failed');",
    "import pino from 'pino'; const logger = pino().child({}, { serializers: { error: pino.stdSerializers.err } }); export const f = (err: Error) => logger.error({ error: err }, 'failed');",
    "import type { Logger } from 'pino'; export const f = (logger: Logger, err: Error) => logger.error({ error: err }, 'failed');",
    "import type { FastifyRequest } from 'fastify'; export const f = (request: FastifyRequest, err: Error) => request.log.error({ error: err }, 'failed');",
    "import winston from 'winston'; const logger = winston.createLogger({ format: withErrors() }); export const f = (err: Error) => logger.error('failed', { err });",
    // A logger of another file.
    "import { logger } from './logger'; export const f = (err: Error) => logger.error('failed', err);",
    // No error by any proof.
    `${PINO} export const f = (error: string) => logger.error({ error }, 'failed');`,

    // Failures that are logged with their error, or that are answered elsewhere.
    `${PINO} export async function f() { try { await save(); } catch (err) { logger.error({ err }, 'failed'); } }`,
    `${PINO} export async function f() { try { await save(); } catch (err) { logger.error(err.message); throw err; } }`,
    `${PINO} export async function f() { try { await save(); } catch (err) { logger.error('failed'); report(err); } }`,
    `${PINO} export async function f() { try { await save(); } catch (err) { logger.error({ stack: err.stack }, 'failed'); } }`,
    `${PINO} export async function f() { try { await save(); } catch (err) { logger.error('failed'); return { ok: false, error: err }; } }`,
    `${PINO} export async function f() { try { await save(); } catch (err) { if (err.code === 'P2002') logger.error('duplicate'); } }`,
    `${PINO} export async function f() { try { await save(); } catch { throw new Failed(); } }`,
    `${PINO} export function f(text: string) { try { return JSON.parse(text); } catch { logger.error('no JSON'); return undefined; } }`,
    `${PINO} export function f(text: string) { try { return JSON.parse(text); } catch (err) { logger.error(\`no JSON: \${err.message}\`); return undefined; } }`,
    `${PINO} export async function f() { const done = save(); done.catch(() => logger.error('failed')); await done; }`,
    { code: `${PINO} export async function f() { try { await save(); } catch (err) { logger.error(\`failed: \${err.message}\`); } }`, options: [{ requireStack: false }] },
    { code: `${PINO} logger.error('failed', err);`, filename: 'src/service.test.ts' },
    { code: "try { await migrate(); } catch (err) { console.error(`failed: ${err.message}`); }", filename: 'scripts/migrate.ts' },
    "declare const logger: { error(fields: object, message: string): void }; export async function f() { try { await save(); } catch (err) { logger.error({ err }, 'failed'); } }",
    "declare const shop: { error(fields: object, message: string): void; buy(): void }; export async function f() { try { await save(); } catch (err) { shop.error({}, 'failed'); } }",
    { name: 'a lower level, with no name for the error', code: `class A { async f() { this.log.error('a'); try { await g(); } catch { this.log.debug('not cached'); } } }`, filename: 'src/x.js' },
    { name: 'a lower level, with an error that is dropped by its name', code: `class A { async f() { this.log.error('a'); try { await g(); } catch (_error) { this.log.debug('not cached'); } } }`, filename: 'src/x.js' },
    { name: 'a lower level, and the error is looked at', code: `class A { async f() { this.log.error('a'); try { await g(); } catch (error) { if (error.code !== 1) this.log.debug('not cached'); } } }`, filename: 'src/x.js' },
    { name: 'a lower level, and something else is done', code: `class A { async f() { this.log.error('a'); try { await g(); } catch (error) { this.log.debug('not cached'); await this.load(); } } }`, filename: 'src/x.js' },
    { name: 'a lower level, before a probe', code: `class A { f(text) { this.log.error('a'); try { return JSON.parse(text); } catch (error) { this.log.debug('no JSON'); } } }`, filename: 'src/x.js' },
    { name: 'a listener that logs the error', code: `import { Worker } from 'bullmq'; new Worker('a', work).on('failed', (job, error) => { console.error('failed', error); });`, filename: 'src/x.js' },
    { name: 'a listener that logs why the job failed', code: `import { Worker } from 'bullmq'; new Worker('a', work).on('failed', job => { console.error('failed', job.failedReason); });`, filename: 'src/x.js' },
    { name: 'a listener that logs the job', code: `import { Worker } from 'bullmq'; new Worker('a', work).on('failed', job => { console.error('failed', job); });`, filename: 'src/x.js' },
    { name: 'a listener that does more', code: `import { Worker } from 'bullmq'; new Worker('a', work).on('failed', job => { console.error('failed', job.id); retry(job); });`, filename: 'src/x.js' },
    { name: 'a listener of nobody knows what', code: `worker.on('failed', job => { console.error('failed', job.id); });`, filename: 'src/x.js' },
  ],

  invalid: [
    { name: 'a warning with the error forgotten', code: `import pino from 'pino'; const logger = pino(); export async function f() { try { await save(); } catch (err) { logger.warn('failed, using the cached value'); } }`, errors: [{ messageId: 'errorMissing', suggestions: [{ messageId: 'handOver', data: { example: "err, 'failed, using the cached value'" }, output: `import pino from 'pino'; const logger = pino(); export async function f() { try { await save(); } catch (err) { logger.warn(err, 'failed, using the cached value'); } }` }] }] },
    { name: 'a lower level, and the error is forgotten', code: `class A { async f() { this.log.error('a'); try { this.settings = await g(); } catch (error) { this.log.debug('settings cannot be read'); } return this.settings; } }`, filename: 'src/x.js', errors: [{ messageId: 'errorMissing', data: { method: 'this.log.debug' } }] },
    { name: 'a warning, and the error is forgotten', code: `export async function f() { try { await g(); } catch (error) { console.warn('no g'); } }`, filename: 'src/x.js', errors: [{ messageId: 'errorMissing', suggestions: [{ messageId: 'handOver', data: { example: "'no g', error" }, output: `export async function f() { try { await g(); } catch (error) { console.warn('no g', error); } }` }] }] },
    { name: 'a listener without the error', code: `import { Worker } from 'bullmq'; new Worker('a', work).on('failed', job => { console.error('failed', job?.id); });`, filename: 'src/x.js', errors: [{ messageId: 'errorMissing', data: { method: 'console.error' } }] },
    { name: 'a listener that takes the error and drops it', code: `import { spawn } from 'node:child_process'; spawn('a').on('error', error => { console.error('a cannot be started'); });`, filename: 'src/x.js', errors: [{ messageId: 'errorMissing', suggestions: [{ messageId: 'handOver', data: { example: "'a cannot be started', error" }, output: `import { spawn } from 'node:child_process'; spawn('a').on('error', error => { console.error('a cannot be started', error); });` }] }] },
    { name: 'a field that is a logger by its use', code: `class A { async f() { this.log.debug('a'); try { await g(); } catch { this.log.error('it failed'); } } }`, filename: 'src/x.js', errors: [{ messageId: 'errorMissing' }] },
    {
      name: 'the error behind the message',
      code: `${PINO}\nexport const f = (err: Error) => logger.error('failed', err);`,
      errors: [
        {
          messageId: 'lostExtra',
          data: { logger: 'pino', method: 'logger.error', example: "err, 'failed'" },
          line: 2,
          column: 57,
          endColumn: 60,
          suggestions: [{ messageId: 'handOver', data: { example: "err, 'failed'" }, output: `${PINO}\nexport const f = (err: Error) => logger.error(err, 'failed');` }],
        },
      ],
    },
    {
      name: 'the fields behind the message',
      code: `${PINO}\nlogger.info('ordered', { id, total });`,
      errors: [{ messageId: 'lostExtra', suggestions: [{ messageId: 'handOver', data: { example: "{ id, total }, 'ordered'" }, output: `${PINO}\nlogger.info({ id, total }, 'ordered');` }] }],
    },
    {
      name: 'a plain value behind the message',
      code: `${PINO}\nlogger.info('ordered', order.id);`,
      errors: [{ messageId: 'lostExtra', suggestions: [{ messageId: 'handOver', data: { example: "{ orderId: order.id }, 'ordered'" }, output: `${PINO}\nlogger.info({ orderId: order.id }, 'ordered');` }] }],
    },
    {
      name: 'an error behind fields and message',
      code: `${PINO}\ntry { save(); } catch (error) { logger.error({ id }, 'failed', error); }`,
      errors: [{ messageId: 'lostExtra', suggestions: [{ messageId: 'handOver', data: { example: "{ err: error, id }, 'failed'" }, output: `${PINO}\ntry { save(); } catch (error) { logger.error({ err: error, id }, 'failed'); }` }] }],
    },
    {
      name: 'more values than placeholders',
      code: `${PINO}\nexport const f = (id: string, err: Error) => logger.error('order %s failed', id, err);`,
      errors: [{ messageId: 'lostExtra', suggestions: [] }],
    },
    {
      name: 'values inside the message are no placeholders',
      code: `${PINO}\nexport const f = (err: Error) => logger.error(\`cannot begin: \${err.message}\`, err);`,
      errors: [{ messageId: 'lostExtra', suggestions: [{ messageId: 'handOver', data: { example: 'err, `cannot begin: ${err.message}`' }, output: `${PINO}\nexport const f = (err: Error) => logger.error(err, \`cannot begin: \${err.message}\`);` }] }],
    },
    {
      name: 'a comment is not dropped',
      code: `${PINO}\nlogger.info('ordered', /* of this customer */ id);`,
      errors: [{ messageId: 'lostExtra', suggestions: [] }],
    },
    { name: 'JSON placeholder', code: `${PINO} export const f = (err: Error) => logger.error('failed: %j', err);`, errors: [{ messageId: 'lostToPlaceholder' }] },
    { name: 'require, in JavaScript', code: "const pino = require('pino'); const log = pino({ level: 'info' }); function f(id) { log.info('ordered', id); }", filename: 'src/x.js', errors: [{ messageId: 'lostExtra', suggestions: [{ messageId: 'handOver', data: { example: "{ id }, 'ordered'" }, output: "const pino = require('pino'); const log = pino({ level: 'info' }); function f(id) { log.info({ id }, 'ordered'); }" }] }] },
    { name: 'a child of the logger', code: `${PINO} const log = logger.child({ module: 'orders' }); log.info('ordered', id);`, errors: [{ messageId: 'lostExtra', suggestions: [{ messageId: 'handOver', data: { example: "{ id }, 'ordered'" }, output: `${PINO} const log = logger.child({ module: 'orders' }); log.info({ id }, 'ordered');` }] }] },
    { name: 'an injected logger', code: "import { PinoLogger } from 'nestjs-pino'; export class A { constructor(private readonly logger: PinoLogger) {} f(err: Error) { this.logger.error('failed', err); } }", errors: [{ messageId: 'lostExtra', suggestions: [{ messageId: 'handOver', data: { example: "err, 'failed'" }, output: "import { PinoLogger } from 'nestjs-pino'; export class A { constructor(private readonly logger: PinoLogger) {} f(err: Error) { this.logger.error(err, 'failed'); } }" }] }] },
    { name: 'a request of Fastify', code: "import type { FastifyRequest } from 'fastify'; export const f = (request: FastifyRequest, err: Error) => request.log?.error('failed', err);", errors: [{ messageId: 'lostExtra', suggestions: [{ messageId: 'handOver', data: { example: "err, 'failed'" }, output: "import type { FastifyRequest } from 'fastify'; export const f = (request: FastifyRequest, err: Error) => request.log?.error(err, 'failed');" }] }] },
    {
      name: 'an error under a key without a serializer',
      code: `${PINO}\nexport const f = (error: Error) => logger.error({ error, id }, 'failed');`,
      errors: [
        { messageId: 'lostField', data: { logger: 'pino', advice: 'Write `err: …`.' }, suggestions: [{ messageId: 'rename', data: { key: 'err' }, output: `${PINO}\nexport const f = (error: Error) => logger.error({ err: error, id }, 'failed');` }] },
      ],
    },
    {
      name: 'winston: an error among the fields, in the default format',
      code: `${WINSTON} export const f = (error: Error) => logger.error('failed', { error });`,
      errors: [{ messageId: 'lostField', data: { logger: 'winston', advice: 'Hand over the error itself behind the message.' }, suggestions: [] }],
    },
    {
      name: 'winston: fields first',
      code: `${WINSTON} logger.info({ id }, 'ordered');`,
      errors: [{ messageId: 'lostText', data: { logger: 'winston', method: 'logger.info', second: 'fields' } }],
    },
    {
      name: 'bunyan without serializers',
      code: "import bunyan from 'bunyan'; const logger = bunyan.createLogger({ name: 'orders' }); export const f = (err: Error) => logger.error({ err }, 'failed');",
      errors: [{ messageId: 'lostField', data: { logger: 'bunyan', advice: 'Make the logger with a serializer for it.' }, suggestions: [] }],
    },
    {
      name: 'a failure without its error',
      code: `${PINO}\nexport async function f() { try { await save(); } catch (err) { logger.error('failed'); } }`,
      errors: [
        { messageId: 'errorMissing', data: { method: 'logger.error' }, suggestions: [{ messageId: 'handOver', data: { example: "err, 'failed'" }, output: `${PINO}\nexport async function f() { try { await save(); } catch (err) { logger.error(err, 'failed'); } }` }] },
      ],
    },
    { name: 'a catch clause without a name', code: `${PINO} export async function f() { try { await save(); } catch { logger.error('failed'); } }`, errors: [{ messageId: 'errorMissing', suggestions: [] }] },
    { name: 'a rejection callback without a parameter', code: "export function f() { save().catch(() => console.error('failed')); }", errors: [{ messageId: 'errorMissing', suggestions: [] }] },
    {
      name: 'only the message of the error',
      code: `${NEST}\nexport class A { logger = new Logger(A.name); async f() { try { await save(); } catch (error) { this.logger.error(\`failed: \${error.message}\`); } } }`,
      errors: [
        {
          messageId: 'stackMissing',
          data: { method: 'this.logger.error' },
          suggestions: [
            {
              messageId: 'handOver',
              data: { example: '`failed: ${error.message}`, error.stack' },
              output: `${NEST}\nexport class A { logger = new Logger(A.name); async f() { try { await save(); } catch (error) { this.logger.error(\`failed: \${error.message}\`, error.stack); } } }`,
            },
          ],
        },
      ],
    },
    {
      name: 'the message as a field',
      code: `${PINO}\nexport async function f() { try { await save(); } catch (err) { logger.error({ id, message: err instanceof Error ? err.message : String(err) }, 'failed'); } }`,
      errors: [{ messageId: 'stackMissing', suggestions: [{ messageId: 'handOver', data: { example: "{ err, id, message: err instanceof Error ? err.message : String(err) }, 'failed'" }, output: `${PINO}\nexport async function f() { try { await save(); } catch (err) { logger.error({ err, id, message: err instanceof Error ? err.message : String(err) }, 'failed'); } }` }] }],
    },
    {
      name: 'the message by way of a constant, to console',
      code: "export async function f() { await save().catch((err: unknown) => { const text = err instanceof Error ? err.message : String(err); console.error('failed', text); }); }",
      errors: [{ messageId: 'stackMissing', suggestions: [{ messageId: 'handOver', data: { example: "'failed', text, err" }, output: "export async function f() { await save().catch((err: unknown) => { const text = err instanceof Error ? err.message : String(err); console.error('failed', text, err); }); }" }] }],
    },
    {
      name: 'winston: only the message',
      code: `${WINSTON} export async function f() { try { await save(); } catch (err) { logger.log('error', \`failed: \${err}\`); } }`,
      errors: [{ messageId: 'stackMissing', suggestions: [] }],
    },
    {
      name: 'a logger that the file declares',
      code: 'declare const log: { error(fields: object, message: string): void }; export async function f() { try { await save(); } catch (error) { log.error({ message: (error as Error).message }, "failed"); } }',
      errors: [{ messageId: 'stackMissing', suggestions: [{ messageId: 'handOver', data: { example: '{ err: error, message: (error as Error).message }, "failed"' }, output: 'declare const log: { error(fields: object, message: string): void }; export async function f() { try { await save(); } catch (error) { log.error({ err: error, message: (error as Error).message }, "failed"); } }' }] }],
    },
  ],
});
