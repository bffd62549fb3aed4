import rule from '../../../src/rules/observability/no-mismatched-log-level.js';
import { ruleTests } from '../../rule-tests.js';

const PINO = "import pino from 'pino'; const logger = pino();";
const WINSTON = "import winston from 'winston'; const logger = winston.createLogger();";
const NEST = "import { Logger } from '@nestjs/common'; const logger = new Logger('Orders');";
const EXPRESS = `${PINO} import express from 'express'; const app = express();`;

ruleTests(rule, {
  valid: [
    { name: 'the level of a failure', code: `${PINO} export async function f() { try { await save(); } catch (err) { logger.error({ err }, 'not saved'); } }` },
    { name: 'a warning is looked at', code: `${PINO} export async function f() { try { await save(); } catch (err) { logger.warn({ err }, 'not saved'); } }` },
    { name: 'thrown on', code: `${PINO} export async function f() { try { await save(); } catch (err) { logger.info({ err }, 'not saved'); throw err; } }` },
    { name: 'handed on', code: `${PINO} export const f = (req, res, next) => save().catch(err => { logger.info({ err }, 'not saved'); next(err); });` },
    { name: 'reported to a tracker', code: `${PINO} import * as Sentry from '@sentry/node'; export const f = () => { save().catch(err => { logger.info({ err }, 'not saved'); Sentry.captureException(err); }); };` },
    { name: 'counted by a metric', code: `${PINO} import { Counter } from 'prom-client'; const failed = new Counter({ name: 'failed', help: 'a' }); export const f = () => { save().catch(err => { logger.info({ err }, 'not saved'); failed.inc(); }); };` },
    { name: 'something is given in its place', code: `${PINO} export async function f() { try { return await load(); } catch (err) { logger.info({ err }, 'not loaded'); return []; } }` },
    { name: 'another way follows', code: `${PINO} export async function f() { try { return await load(); } catch (err) { logger.info({ err }, 'not loaded'); } return loadOther(); }` },
    { name: 'something that is kept outside', code: `${PINO} export async function f(user) { try { user.picture = await load(); } catch (err) { logger.debug({ err }, 'no picture'); } return user; }` },
    { name: 'a debug entry about a value that is given', code: `${PINO} export async function f() { try { return await load(); } catch (err) { logger.debug({ err }, 'not loaded'); } }` },
    { name: 'it is tried again', code: `${PINO} export async function f() { for (;;) { try { await save(); return; } catch (err) { logger.info({ err }, 'not saved'); } } }` },
    { name: 'the text says that it is tried again', code: `${PINO} export async function f() { try { await save(); } catch (err) { logger.info({ err }, 'not saved, retrying later'); } }` },
    { name: 'the text says that it may be so', code: `${PINO} export async function f() { try { await create(); } catch (err) { logger.info({ err }, 'the bucket exists already'); } }` },
    { name: 'an expected code', code: `${PINO} export async function f() { try { await save(); } catch (err) { if (err.code === 'ENOENT') logger.info({ err }, 'nothing there'); else throw err; } }` },
    { name: 'an expected class', code: `${PINO} export async function f() { try { await save(); } catch (err) { if (err instanceof NotFoundError) { logger.info({ err }, 'nothing there'); return; } logger.error({ err }, 'not saved'); } }` },
    { name: 'a second entry at the level of a failure', code: `${PINO} export async function f() { try { await save(); } catch (err) { logger.error('not saved'); logger.debug({ err }, 'details'); } }` },
    { name: 'a probe', code: `${PINO} export function f(text) { try { JSON.parse(text); } catch (err) { logger.info({ err }, 'no JSON'); } }` },
    { name: 'something is being closed', code: `${PINO} export async function f(client) { try { await client.close(); } catch (err) { logger.debug({ err }, 'not now'); } }` },
    { name: 'a shutdown', code: `${PINO} export async function shutdown() { try { await save(); } catch (err) { logger.info({ err }, 'not saved'); } }` },
    { name: 'while another failure is answered', code: `${PINO} export async function f() { try { await save(); } catch (err) { try { await undo(); } catch (inner) { logger.info({ err: inner }, 'not undone'); } throw err; } }` },
    { name: 'nobody misses it', code: `${PINO} export const f = () => { sendTelemetry().catch(err => logger.debug({ err }, 'not sent')); };` },
    { name: 'somebody has written down why', code: `${PINO} export async function f() { try { await save(); } catch (err) {\n// The queue sends it once more.\nlogger.info({ err }, 'not saved'); } }` },
    { name: 'console, by default', code: `export async function f() { try { await save(); } catch (err) { console.log(err); } }` },
    { name: 'a level that somebody looks at', code: `${PINO} export async function f() { try { await save(); } catch (err) { logger.info({ err }, 'not saved'); } }`, options: [{ failureLevels: ['info'] }] },
    { name: 'what is called something else', code: `import toast from './toast.js'; export async function f() { toast.error('a'); try { await save(); } catch (err) { toast.info(err); } }`, filename: 'src/x.js' },
    { name: 'valid-log-call reports that the error is missing', code: `${PINO} export async function f() { try { await save(); } catch (err) { logger.info('not saved'); } }` },
    { name: 'the value of a promise that somebody takes', code: `${PINO} export const f = () => load().catch(err => { logger.info({ err }, 'not loaded'); });` },
    // What a client did wrong.
    { name: 'the client is told, and the log does not call it an error', code: `${EXPRESS} app.get('/', (req, res) => { if (!req.query.id) { logger.warn('no id'); return res.status(400).json({ error: 'id' }); } res.json({}); });` },
    { name: 'an error of the service', code: `${EXPRESS} app.get('/', (req, res) => { if (!req.query.id) { logger.error('no id'); return res.status(500).json({ error: 'id' }); } res.json({}); });` },
    { name: 'a caught error', code: `${EXPRESS} app.get('/', async (req, res) => { try { await save(); } catch (err) { if (!req.query.id) { logger.error({ err }, 'no'); return res.status(400).json({}); } } res.json({}); });` },
    { name: 'an error that was handed over', code: `${EXPRESS} app.get('/', (req, res) => { check(req, (err) => { if (req.query.id) { logger.error({ err }, 'no'); return res.status(400).json({}); } res.json({}); }); });` },
    { name: 'a setting of the service', code: `${EXPRESS} app.get('/', (req, res) => { if (!process.env.KEY) { logger.error('no key'); return res.status(404).json({}); } res.json({}); });` },
    { name: 'no condition looks at the request', code: `${EXPRESS} app.use((req, res) => { logger.error('nobody answers'); res.status(404).json({}); });` },
    { name: 'who is turned away may be an attacker', code: `${EXPRESS} app.get('/', (req, res) => { if (!req.get('x-signature')) { logger.error('no signature'); return res.status(401).json({}); } res.json({}); });` },
    { name: 'a tracker is told', code: `import * as Sentry from '@sentry/node'; ${EXPRESS} app.get('/', (req, res) => { if (!req.query.id) { logger.error('no id'); Sentry.captureMessage('no id'); return res.status(400).json({}); } res.json({}); });` },
    { name: 'switched off', code: `${EXPRESS} app.get('/', (req, res) => { if (!req.query.id) { logger.error('no id'); return res.status(400).json({ error: 'id' }); } res.json({}); });`, options: [{ clientErrors: false }] },
    { name: 'the answer of another branch', code: `${EXPRESS} app.get('/', (req, res) => { if (!req.query.id) { logger.error('no id'); if (req.body) { return res.status(400).json({}); } } res.json({}); });` },
    // The end of the process.
    { name: 'it ends', code: `${EXPRESS} app.get('/', (req, res) => { if (!db) { logger.fatal('no database'); process.exit(1); } res.json({}); });` },
    { name: 'something is called that may end it', code: `${EXPRESS} app.get('/', (req, res) => { if (!db) { logger.fatal('no database'); shutdown(); } res.json({}); });` },
    { name: 'it is thrown', code: `${EXPRESS} app.get('/', (req, res) => { if (!db) { logger.fatal('no database'); throw new Error('no database'); } res.json({}); });` },
    { name: 'outside of requests', code: `${PINO} export function start() { if (!db) logger.fatal('no database'); }` },
    { name: 'a test', code: `${PINO} export async function f() { try { await save(); } catch (err) { logger.info({ err }, 'not saved'); } }`, filename: 'src/orders.test.ts' },
  ],

  invalid: [
    {
      name: 'a failure at info',
      code: `${PINO}\nexport async function f() { try { await save(); } catch (err) { logger.info({ err }, 'not saved'); } }`,
      errors: [
        {
          messageId: 'failure',
          data: { work: '`save`', level: 'info', fitting: 'logger.error' },
          suggestions: [{ messageId: 'change', data: { level: 'error' }, output: `${PINO}\nexport async function f() { try { await save(); } catch (err) { logger.error({ err }, 'not saved'); } }` }],
        },
      ],
    },
    {
      name: 'synchronous work, by a logger that the file declares',
      code: "declare const logger: { info(o: object, m: string): void; error(o: object, m: string): void };\ndeclare function work(): void;\nexport function run() { try { work(); } catch (err) { logger.info({ err }, 'work failed'); } }",
      errors: [{ messageId: 'failure', data: { work: '`work`', level: 'info', fitting: 'logger.error' }, suggestions: [{ messageId: 'change', output: "declare const logger: { info(o: object, m: string): void; error(o: object, m: string): void };\ndeclare function work(): void;\nexport function run() { try { work(); } catch (err) { logger.error({ err }, 'work failed'); } }" }] }],
    },
    { name: 'at debug', code: `${PINO} export async function f() { try { await save(); } catch (err) { logger.debug(err, 'not saved'); } }`, errors: [{ messageId: 'failure', data: { work: '`save`', level: 'debug', fitting: 'logger.error' }, suggestions: 1 }] },
    { name: 'at trace, of a field', code: `import pino from 'pino'; export class Orders { private readonly log = pino(); async f() { try { await this.repository.save(); } catch (error) { this.log.trace({ err: error }, 'oh'); } } }`, errors: [{ messageId: 'failure', data: { work: '`this.repository.save`', level: 'trace', fitting: 'this.log.error' }, suggestions: 1 }] },
    { name: 'only the text', code: `${PINO} export async function f() { try { await save(); } catch (err) { logger.info(\`not saved: \${err.message}\`); } }`, errors: [{ messageId: 'failure', suggestions: 1 }] },
    { name: 'a promise that nobody waits for', code: `${PINO} export function f() { save().catch(err => logger.info({ err }, 'not saved')); }`, errors: [{ messageId: 'failure', data: { work: '`save`', level: 'info', fitting: 'logger.error' }, suggestions: 1 }] },
    { name: 'one that is awaited', code: `${PINO} export async function f() { await save().catch((err) => { logger.debug({ err }, 'not saved'); }); await next(); }`, errors: [{ messageId: 'failure', suggestions: 1 }] },
    { name: 'void', code: `${PINO} export function f() { void save().then(notify, (err) => { logger.info({ err }, 'not saved'); }); }`, errors: [{ messageId: 'failure', suggestions: 1 }] },
    { name: 'the function ends with it', code: `${PINO} export async function f() { try { return await save(); } catch (err) { logger.info({ err }, 'not saved'); } }`, errors: [{ messageId: 'failure', suggestions: 1 }] },
    { name: 'its value is used where it is made', code: `${PINO} export async function f() { try { const order = await load(); logger.info({ order }, 'loaded'); } catch (err) { logger.info({ err }, 'not loaded'); } }`, errors: [{ messageId: 'failure', suggestions: 1 }] },
    { name: 'for each', code: `${PINO} export async function f(orders) { for (const order of orders) { try { await save(order); } catch (err) { logger.info({ err }, 'not saved'); } } }`, errors: [{ messageId: 'failure', suggestions: 1 }] },
    { name: 'winston, by its method', code: `${WINSTON} export async function f() { try { await save(); } catch (err) { logger.verbose('not saved', err); } }`, errors: [{ messageId: 'failure', data: { work: '`save`', level: 'debug', fitting: 'logger.error' }, suggestions: 1 }] },
    {
      name: 'winston, by its level',
      code: `${WINSTON}\nexport async function f() { try { await save(); } catch (err) { logger.log('info', 'not saved', err); } }`,
      errors: [{ messageId: 'failure', suggestions: [{ messageId: 'change', data: { level: 'error' }, output: `${WINSTON}\nexport async function f() { try { await save(); } catch (err) { logger.log('error', 'not saved', err); } }` }] }],
    },
    { name: 'Nest, with one argument', code: `${NEST} export async function f() { try { await save(); } catch (err) { logger.log(err); } }`, errors: [{ messageId: 'failure', data: { work: '`save`', level: 'info', fitting: 'logger.error' }, suggestions: 1 }] },
    { name: 'Nest, where a second argument means something else', code: `${NEST} export async function f() { try { await save(); } catch (err) { logger.log(err.message, 'Orders'); } }`, errors: [{ messageId: 'failure', suggestions: [] }] },
    { name: 'a logger by its use', code: `import { logger } from './logger.js'; export async function f() { logger.error('a'); try { await save(); } catch (err) { logger.info('not saved', err); } }`, filename: 'src/x.js', errors: [{ messageId: 'failure', suggestions: 1 }] },
    { name: 'a logger by its use, whose method for errors is not in view', code: `import { logger } from './logger.js'; export async function f() { logger.warn('a'); try { await save(); } catch (err) { logger.info('not saved', err); } }`, filename: 'src/x.js', errors: [{ messageId: 'failure', suggestions: [] }] },
    { name: 'a failed job', code: `${PINO} import { Worker } from 'bullmq'; const worker = new Worker('a', work); worker.on('failed', (job, err) => { logger.info({ err, id: job.id }, 'failed'); });`, errors: [{ messageId: 'failure', data: { work: '`worker`', level: 'info', fitting: 'logger.error' }, suggestions: 1 }] },
    { name: 'console, where it counts', code: 'export async function f() { try { await save(); } catch (err) { console.log(err); } }', options: [{ console: true }], errors: [{ messageId: 'failure', data: { work: '`save`', level: 'info', fitting: 'console.error' }, suggestions: 1 }] },
    { name: 'another level than the one that somebody looks at', code: `${PINO} export async function f() { try { await save(); } catch (err) { logger.debug({ err }, 'not saved'); } }`, options: [{ failureLevels: ['info'] }], errors: [{ messageId: 'failure', suggestions: 1 }] },
    { name: 'fastify', code: `export async function f(request: import('fastify').FastifyRequest) { try { await save(); } catch (err) { request.log.info(err, 'not saved'); } }`, errors: [{ messageId: 'failure', suggestions: 1 }] },
    { name: 'require', code: "const pino = require('pino'); const log = pino(); exports.f = async () => { try { await save(); } catch (err) { log.info(err); } };", filename: 'src/x.js', errors: [{ messageId: 'failure', suggestions: 1 }] },

    // What a client did wrong.
    {
      name: 'a bad request',
      code: `${EXPRESS}\napp.get('/', (req, res) => { if (!req.query.id) { logger.error('no id'); return res.status(400).json({ error: 'id' }); } res.json({}); });`,
      errors: [
        {
          messageId: 'clientError',
          data: { status: '400', fitting: 'logger.warn' },
          suggestions: [{ messageId: 'change', data: { level: 'warn' }, output: `${EXPRESS}\napp.get('/', (req, res) => { if (!req.query.id) { logger.warn('no id'); return res.status(400).json({ error: 'id' }); } res.json({}); });` }],
        },
      ],
    },
    { name: 'without a body', code: `${EXPRESS} app.get('/', (req, res) => { if (!req.query.id) { logger.error('no id'); res.sendStatus(404); return; } res.json({}); });`, errors: [{ messageId: 'clientError', data: { status: '404', fitting: 'logger.warn' }, suggestions: 1 }] },
    { name: 'a response that nobody has typed', code: `import { logger } from './logger.js'; export function get(req, res) { logger.warn('a'); if (req.params.id == null) { logger.error({ id: 1 }, 'no id'); return res.status(404).send(); } res.send('a'); }`, filename: 'src/x.js', errors: [{ messageId: 'clientError', suggestions: 1 }] },
    { name: 'Koa', code: `${PINO} export function get(ctx) { if (!ctx.query.id) { logger.error('no id'); ctx.status = 422; return; } ctx.body = 'a'; }`, errors: [{ messageId: 'clientError', data: { status: '422', fitting: 'logger.warn' }, suggestions: 1 }] },
    { name: 'an exception of Nest', code: `import { HttpException, Logger } from '@nestjs/common'; export class Orders { private readonly logger = new Logger('Orders'); get(id: string) { const order = this.orders.get(id); if (!order) { this.logger.error('no such order'); throw new HttpException('no such order', 404); } return order; } }`, errors: [{ messageId: 'clientError', data: { status: '404', fitting: 'this.logger.warn' }, suggestions: 1 }] },

    // The end of the process.
    {
      name: 'fatal, and the next request comes',
      code: `${EXPRESS}\napp.get('/', (req, res) => { if (!db) { logger.fatal('no database'); return res.status(503).json({}); } res.json({}); });`,
      errors: [{ messageId: 'notFatal', data: { fitting: 'logger.error' }, suggestions: [{ messageId: 'change', data: { level: 'error' }, output: `${EXPRESS}\napp.get('/', (req, res) => { if (!db) { logger.error('no database'); return res.status(503).json({}); } res.json({}); });` }] }],
    },
  ],
});
