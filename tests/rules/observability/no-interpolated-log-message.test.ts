import rule from '../../../src/rules/observability/no-interpolated-log-message.js';
import { ruleTests } from '../../rule-tests.js';

const PINO = "import pino from 'pino'; const logger = pino();";
const WINSTON = "import winston from 'winston'; const logger = winston.createLogger();";

/** A finding that offers one rewriting. */
function rewritten(before: string, values: string, example: string, after: string) {
  return { code: before, errors: [{ messageId: 'interpolated', data: { values }, suggestions: [{ messageId: 'asFields', data: { example }, output: after }] }] };
}

ruleTests(rule, {
  valid: [
    { name: 'a message whose one value is a credential: that is taken out', code: "import pino from 'pino'; const logger = pino(); export const f = (user: { password: string }) => logger.info(`login with ${user.password}`);" },
    `${PINO} logger.info({ userId }, 'user finished');`,
    `${PINO} logger.info('started');`,
    `${PINO} logger.info(\`started\`);`,
    `${PINO} logger.info('a long ' + 'message');`,
    `${PINO} logger.info(fields);`,
    `${PINO} logger.info(format(order));`,
    `${PINO} logger.info('order %s', id);`,
    // Constants of the file and of others.
    `${PINO} const PREFIX = '[orders]'; logger.info(\`\${PREFIX} started\`);`,
    `${PINO} import { prefix } from './names'; logger.info(\`\${prefix} started\`);`,
    `${PINO} export const f = (config: { MAX_SIZE: number }) => logger.info(\`at most \${config.MAX_SIZE}\`);`,
    `${PINO} export class A { f() { logger.info(\`\${this.constructor.name} started\`); } }`,
    // Loggers of text.
    'console.log(`user ${userId} finished`);',
    "import createDebug from 'debug'; const debug = createDebug('orders'); debug(`user ${userId}`);",
    "import { Logger } from '@nestjs/common'; const logger = new Logger(); logger.log(`user ${userId} finished`);",
    "import log4js from 'log4js'; log4js.getLogger().info(`user ${userId} finished`);",
    { code: 'console.log(`user ${userId} finished`);', options: [{ structuredLoggers: ['log4js'] }] },
    // Nothing is written around the value: it may be a text that never changes.
    `${PINO} export const f = (text: string) => logger.info(\`\${text}\`);`,
    `${PINO} export const f = (text: string) => logger.info(\`[\${text}]\`);`,
    `${PINO} const text = readText(); logger.info(text);`,
    `${PINO} export const f = (text: string) => { const message = text; logger.info(message); };`,
    `${PINO} const message = 'started'; logger.info(message);`,
    `${PINO} let message = 'started'; if (again) message = 'started again'; logger.info(message);`,
    `${PINO} let message = \`user \${id}\`; message = translate(message); logger.info(message);`,
    `${PINO} logger.info(again ? 'started again' : 'started');`,
    `${PINO} logger.info('started'.concat(' again'));`,
    `${PINO} import { format } from 'node:util'; logger.info(format('started %s', 'again'));`,
    `${PINO} import { format } from './texts'; logger.info(format('user %s', id));`,
    `${PINO} logger.info(chalk\`user \${id}\`);`,
    // The same in every entry of a process.
    `${PINO} import * as config from './config'; logger.info(\`connected to \${config.redisHost}\`);`,
    `${PINO} import { config } from './config'; logger.info(\`connected to \${config.redis.host}\`);`,
    `${PINO} import { Mode } from './mode'; logger.info(\`runs in \${Mode.Cluster}\`);`,
    `${PINO} enum Mode { Cluster = 'cluster' } logger.info(\`runs in \${Mode.Cluster}\`);`,
    `${PINO} const port = process.env.PORT ?? 3000; logger.info(\`listens on \${port}\`);`,
    `${PINO} logger.info(\`worker \${process.pid} started\`);`,
    `${PINO} export class A { constructor(private readonly logPrefix: string) {} f() { logger.info(\`\${this.logPrefix} started\`); } }`,
    `${PINO} import { ConfigService } from './config'; logger.info(\`listens on \${ConfigService.get('SERVER_PORT')}\`);`,
    `${PINO} export class A { constructor(private readonly configService: ConfigService) {} f() { logger.info(\`listens on \${this.configService.getOrThrow('port')}\`); } }`,
    // Texts of others, and wrappers that are loggers.
    `${PINO} export const f = (message: string) => logger.info(\`[orders] \${message}\`);`,
    `${PINO} export const f = (message: string) => logger.info(message + ' (again)');`,
    `${WINSTON} export class Log { info(part: string, text: string) { logger.info(\`\${part}: \${text}\`); } }`,
    // The fields hold a message of their own, or may do so.
    `${PINO} logger.info({ message: \`user \${id}\` }, 'user finished');`,
    `${PINO} logger.info({ message: \`user \${id}\` });`,
    `${PINO} logger.info({ msg: \`user \${id}\`, ...rest });`,
    "import bunyan from 'bunyan'; bunyan.createLogger({ name: 'a' }).info({ msg: `user ${id}` });",
    // A logger that nobody knows.
    "import { logger } from './logger'; logger.info(`user ${userId} finished`);",
    'declare const logger: { info(...values: unknown[]): void }; logger.info(`user ${userId}`);',
    'declare const shop: { info(fields: object, message: string): void; open: boolean }; shop.info({}, `user ${userId}`);',
    // Another rule's findings.
    `${PINO} export const f = (err: Error) => logger.error(\`order \${id} failed\`, err);`,
    `${PINO} export async function f() { try { await save(); } catch (err) { logger.error(\`order \${id} failed\`); } }`,
    `${PINO} export async function f() { try { await save(); } catch (err) { logger.error(\`failed: \${err.message}\`); } }`,
    { code: `${PINO} logger.info(\`user \${userId}\`);`, filename: 'src/orders.test.ts' },
    { code: `${PINO} logger.info(\`user \${userId}\`);`, filename: 'scripts/seed.ts' },
  ],

  invalid: [
    rewritten(`${PINO}\nlogger.info(\`user \${userId} finished in \${ms}\`);`, '`userId`, `ms`', "info({ userId, ms }, 'user finished')", `${PINO}\nlogger.info({ userId, ms }, 'user finished');`),
    rewritten(`${PINO}\nlogger.info('user ' + user.id + ' finished');`, '`user.id`', "info({ userId: user.id }, 'user finished')", `${PINO}\nlogger.info({ userId: user.id }, 'user finished');`),
    rewritten(`${PINO}\nlogger.warn({ route }, \`slow: \${ms}\`);`, '`ms`', "warn({ route, ms }, 'slow')", `${PINO}\nlogger.warn({ route, ms }, 'slow');`),
    rewritten(
      `${PINO}\nexport const f = (err: Error) => logger.error(err, \`order '\${id}' failed\`);`,
      '`id`',
      "error({ err, id }, 'order failed')",
      `${PINO}\nexport const f = (err: Error) => logger.error({ err, id }, 'order failed');`,
    ),
    rewritten(
      `${PINO}\nexport const f = (error: Error) => logger.warn(\`order failed: \${error.message}\`);`,
      '`error.message`',
      "warn(error, 'order failed')",
      `${PINO}\nexport const f = (error: Error) => logger.warn(error, 'order failed');`,
    ),
    rewritten(`${WINSTON}\nlogger.info(\`user \${userId} finished\`);`, '`userId`', "info('user finished', { userId })", `${WINSTON}\nlogger.info('user finished', { userId });`),
    rewritten(`${WINSTON}\nlogger.info(\`user \${userId} finished\`, { ms });`, '`userId`', "info('user finished', { ms, userId })", `${WINSTON}\nlogger.info('user finished', { ms, userId });`),
    rewritten(`${WINSTON}\nlogger.log('info', \`user \${userId} finished\`);`, '`userId`', "log('user finished', { userId })", `${WINSTON}\nlogger.log('info', 'user finished', { userId });`),
    rewritten(
      "import bunyan from 'bunyan'; const logger = bunyan.createLogger({ name: 'orders' });\nlogger.info(`user ${userId} finished`);",
      '`userId`',
      "info({ userId }, 'user finished')",
      "import bunyan from 'bunyan'; const logger = bunyan.createLogger({ name: 'orders' });\nlogger.info({ userId }, 'user finished');",
    ),
    rewritten(
      'declare const logger: { info(fields: object | string, message?: string): void };\nlogger.info(`user ${userId} finished`);',
      '`userId`',
      "info({ userId }, 'user finished')",
      "declare const logger: { info(fields: object | string, message?: string): void };\nlogger.info({ userId }, 'user finished');",
    ),
    rewritten(`${PINO}\nlogger.info(\`the user's order \${id} is \${state}\`);`, '`id`, `state`', 'info({ id, state }, "the user\'s order")', `${PINO}\nlogger.info({ id, state }, "the user's order");`),
    // No names for what is put in, the same name twice, nothing left, a comment, more values behind.
    { code: `${PINO} logger.info(\`at \${Date.now()}\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    { code: `${PINO} logger.info(\`from \${a().id} to \${b().id} moved\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    rewritten(`${PINO}\nlogger.info(\`from \${from.id} to \${to.id} moved\`);`, '`from.id`, `to.id`', "info({ fromId: from.id, toId: to.id }, 'moved')", `${PINO}\nlogger.info({ fromId: from.id, toId: to.id }, 'moved');`),
    { code: `${PINO} logger.info(\`\${id}: \${state}\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    { code: `${PINO} logger.info(/* for the auditors */ \`user \${id} finished\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    { code: `${PINO} logger.info(\`user \${id} bought %s\`, name);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    { code: `${PINO} logger.info({ id: 1 }, \`user \${id} finished\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    rewritten(`${PINO}\nlogger.info({ userId: id }, \`user \${id} finished\`);`, '`id`', "info({ userId: id }, 'user finished')", `${PINO}\nlogger.info({ userId: id }, 'user finished');`),
    rewritten(`${PINO}\nlogger.info(\`connection to \${host} has ended: code=\${code}\`);`, '`host`, `code`', "info({ host, code }, 'connection has ended')", `${PINO}\nlogger.info({ host, code }, 'connection has ended');`),
    { code: "const pino = require('pino'); const log = pino().child({}); log.debug('user ' + id);", filename: 'src/x.js', errors: [{ messageId: 'interpolated', suggestions: [{ messageId: 'asFields', data: { example: "debug({ id }, 'user')" }, output: "const pino = require('pino'); const log = pino().child({}); log.debug({ id }, 'user');" }] }] },
    // Other ways to write a text.
    rewritten(`${PINO}\nlogger.info('user '.concat(userId, ' finished'));`, '`userId`', "info({ userId }, 'user finished')", `${PINO}\nlogger.info({ userId }, 'user finished');`),
    rewritten(`${PINO} import { format } from 'node:util';\nlogger.info(format('user %s took %d ms', userId, ms));`, '`userId`, `ms`', "info({ userId, ms }, 'user took')", `${PINO} import { format } from 'node:util';\nlogger.info({ userId, ms }, 'user took');`),
    rewritten(`${PINO} const util = require('util');\nlogger.info(util.format('user finished:', userId));`, '`userId`', "info({ userId }, 'user finished')", `${PINO} const util = require('util');\nlogger.info({ userId }, 'user finished');`),
    rewritten(
      `${PINO}\nlogger.info(ok ? \`order \${id} is paid\` : \`order \${id} is refused\`);`,
      '`id`',
      "info({ id }, ok ? 'order is paid' : 'order is refused')",
      `${PINO}\nlogger.info({ id }, ok ? 'order is paid' : 'order is refused');`,
    ),
    { code: `${PINO} logger.info(ok ? \`order \${id} is paid\` : 'refused');`, errors: [{ messageId: 'interpolated', data: { values: '`id`' }, suggestions: [] }] },
    // Held by a constant: it goes where nobody else reads it.
    rewritten(
      `${PINO}\nexport function f(id: string) {\n  const message = \`order \${id} failed\`;\n  logger.warn(message);\n}`,
      '`id`',
      "warn({ id }, 'order failed')",
      `${PINO}\nexport function f(id: string) {\n  logger.warn({ id }, 'order failed');\n}`,
    ),
    rewritten(
      `${PINO}\nexport function f(id: string) {\n  const message = \`order \${id} failed\`;\n  logger.warn({ part }, message);\n  throw new Error(message);\n}`,
      '`id`',
      "warn({ part, id }, 'order failed')",
      `${PINO}\nexport function f(id: string) {\n  const message = \`order \${id} failed\`;\n  logger.warn({ part, id }, 'order failed');\n  throw new Error(message);\n}`,
    ),
    rewritten(
      `${PINO}\nexport async function f(id: string) {\n  const message = \`order \${id} failed\`;\n  await undo();\n  logger.warn(message);\n}`,
      '`id`',
      "warn({ id }, 'order failed')",
      `${PINO}\nexport async function f(id: string) {\n  await undo();\n  logger.warn({ id }, 'order failed');\n}`,
    ),
    { code: `${PINO}\nexport async function f(order: Order) {\n  const message = \`order \${order.state} failed\`;\n  await undo(order);\n  logger.warn(message);\n}`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    { code: `${PINO}\nexport function f(id: string) {\n  const message = \`order \${id} failed\`;\n  return () => logger.warn(message);\n}`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    { code: `${PINO}\nexport function f(id: string) {\n  let message = 'order failed';\n  if (id) message += \`: \${id}\`;\n  logger.warn(message);\n}`, errors: [{ messageId: 'interpolated', data: { values: '`id`' }, line: 5, column: 15, endColumn: 22, suggestions: [] }] },
    // Constants stay in the message.
    rewritten(`${PINO} import { PREFIX } from './names';\nlogger.info(\`\${PREFIX} user \${userId} finished\`);`, '`userId`', 'info({ userId }, `${PREFIX} user finished`)', `${PINO} import { PREFIX } from './names';\nlogger.info({ userId }, \`\${PREFIX} user finished\`);`),
    // A wrapper that puts in more than it is given.
    { code: `${PINO} export class Log { info(part: string) { logger.info(\`\${part} at \${now()}\`); } }`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    // Names of fields.
    rewritten(`${PINO}\nlogger.info(\`\${req.method} \${req.url} answered with \${res.statusCode}\`);`, '`req.method`, `req.url`, `res.statusCode`', "info({ method: req.method, url: req.url, statusCode: res.statusCode }, 'answered')", `${PINO}\nlogger.info({ method: req.method, url: req.url, statusCode: res.statusCode }, 'answered');`),
    rewritten(`${PINO}\nlogger.info(\`sent \${entries.length} of \${batch.length} messages\`);`, '`entries.length`, `batch.length`', "info({ entryCount: entries.length, batchLength: batch.length }, 'sent of messages')", `${PINO}\nlogger.info({ entryCount: entries.length, batchLength: batch.length }, 'sent of messages');`),
    rewritten(`${PINO}\nexport class A { #queue = ''; f() { logger.info(\`drained \${this.#queue}\`); } }`, '`this.#queue`', "info({ queue: this.#queue }, 'drained')", `${PINO}\nexport class A { #queue = ''; f() { logger.info({ queue: this.#queue }, 'drained'); } }`),
    rewritten(`${PINO}\nlogger.info(\`took \${Date.now() - start}ms\`);`, '`Date.now() - start`', "info({ durationMs: Date.now() - start }, 'took')", `${PINO}\nlogger.info({ durationMs: Date.now() - start }, 'took');`),
    rewritten(`${PINO}\nlogger.info(\`gave up, attempts=\${count()}\`);`, '`count()`', "info({ attempts: count() }, 'gave up')", `${PINO}\nlogger.info({ attempts: count() }, 'gave up');`),
    rewritten(`${PINO}\nlogger.info(\`user \${userId} is \${user?.name ?? 'nobody'}, said \${userId}\`);`, "`userId`, `user?.name ?? 'nobody'`", "info({ userId, userName: user?.name ?? 'nobody' }, 'user, said')", `${PINO}\nlogger.info({ userId, userName: user?.name ?? 'nobody' }, 'user, said');`),
    { code: `${PINO} logger.info(\`loaded \${name} today\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    { code: `${PINO} export const f = async () => logger.info(\`loaded \${await read()} today\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    { code: `${PINO} logger.info(\`loaded \${i++} today\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    // Fields of which only some are in view.
    { code: `${PINO} export const f = (fields: object) => logger.info(fields, \`user \${id} finished\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    rewritten(`${PINO} const fields = { part: 'orders' };\nlogger.info(fields, \`user \${userId} finished\`);`, '`userId`', "info({ ...fields, userId }, 'user finished')", `${PINO} const fields = { part: 'orders' };\nlogger.info({ ...fields, userId }, 'user finished');`),
    // In the fields.
    rewritten(`${PINO}\nlogger.info({ msg: \`user \${userId} finished\`, ms });`, '`userId`', "msg: 'user finished', userId", `${PINO}\nlogger.info({ msg: 'user finished', userId, ms });`),
    rewritten(`${WINSTON}\nlogger.log({ level: 'info', message: \`user \${userId} finished\` });`, '`userId`', "message: 'user finished', userId", `${WINSTON}\nlogger.log({ level: 'info', message: 'user finished', userId });`),
    // An error beside fields: where the logger takes either, the fields come with a child.
    rewritten(
      `${WINSTON}\nexport const f = (error: Error) => logger?.error(\`order \${orderId} failed\`, error);`,
      '`orderId`',
      "child({ orderId }).error('order failed', error)",
      `${WINSTON}\nexport const f = (error: Error) => logger?.child({ orderId }).error('order failed', error);`,
    ),
    rewritten(
      `${WINSTON}\nexport const f = (error: Error) => logger.warn(\`order \${orderId} failed: \${error.message}\`, { part });`,
      '`orderId`, `error.message`',
      "child({ part, orderId }).warn('order failed', error)",
      `${WINSTON}\nexport const f = (error: Error) => logger.child({ part, orderId }).warn('order failed', error);`,
    ),
    rewritten(
      "import bunyan from 'bunyan'; const logger = bunyan.createLogger({ name: 'orders' });\nexport const f = (err: Error) => logger.error(err, `order ${orderId} failed`);",
      '`orderId`',
      "child({ orderId }).error(err, 'order failed')",
      "import bunyan from 'bunyan'; const logger = bunyan.createLogger({ name: 'orders' });\nexport const f = (err: Error) => logger.child({ orderId }).error(err, 'order failed');",
    ),
    rewritten(
      "import { Logger } from '@aws-lambda-powertools/logger'; const logger = new Logger();\nexport const f = (cause: Error) => logger.error(`order ${orderId} failed: ${cause}`);",
      '`orderId`, `cause`',
      "error('order failed', { error: cause, orderId })",
      "import { Logger } from '@aws-lambda-powertools/logger'; const logger = new Logger();\nexport const f = (cause: Error) => logger.error('order failed', { error: cause, orderId });",
    ),
    // roarr prints errors as `{}`.
    { code: "import { Roarr } from 'roarr'; export const f = (error: Error) => Roarr.error(`order failed: ${error.message}`);", errors: [{ messageId: 'interpolated', suggestions: [] }] },
    rewritten("import { Roarr } from 'roarr';\nRoarr.info(`user ${userId} finished`);", '`userId`', "info({ userId }, 'user finished')", "import { Roarr } from 'roarr';\nRoarr.info({ userId }, 'user finished');"),
    // Where loggers come from.
    rewritten(
      "import type { FastifyRequest } from 'fastify';\nexport const f = (request: FastifyRequest) => request.log.info(`user ${request.params.id} finished`);",
      '`request.params.id`',
      "info({ id: request.params.id }, 'user finished')",
      "import type { FastifyRequest } from 'fastify';\nexport const f = (request: FastifyRequest) => request.log.info({ id: request.params.id }, 'user finished');",
    ),
    rewritten(
      "import { PinoLogger } from 'nestjs-pino';\nexport class A { constructor(private readonly logger: PinoLogger) {} f(userId: string) { this.logger.info(`user ${userId} finished`); } }",
      '`userId`',
      "info({ userId }, 'user finished')",
      "import { PinoLogger } from 'nestjs-pino';\nexport class A { constructor(private readonly logger: PinoLogger) {} f(userId: string) { this.logger.info({ userId }, 'user finished'); } }",
    ),
    rewritten("import * as winston from 'winston';\nwinston.info(`user ${userId} finished`);", '`userId`', "info('user finished', { userId })", "import * as winston from 'winston';\nwinston.info('user finished', { userId });"),
    // Loggers that the options add.
    { ...rewritten('\nconsole.log(`user ${userId} finished`);', '`userId`', "log('user finished', { userId })", "\nconsole.log('user finished', { userId });"), options: [{ structuredLoggers: ['console'] }] },
    { code: "import { Logger } from '@nestjs/common'; const logger = new Logger(); logger.log(`user ${userId} finished`);", options: [{ structuredLoggers: ['@nestjs/common'] }], errors: [{ messageId: 'interpolated', suggestions: [] }] },
  ],
});
