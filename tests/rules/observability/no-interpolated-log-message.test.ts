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
    // A logger that nobody knows.
    "import { logger } from './logger'; logger.info(`user ${userId} finished`);",
    'declare const logger: { info(...values: unknown[]): void }; logger.info(`user ${userId}`);',
    'declare const shop: { info(fields: object, message: string): void; open: boolean }; shop.info({}, `user ${userId}`);',
    // Another rule's finding.
    `${PINO} export async function f() { try { await save(); } catch (err) { logger.error(\`failed: \${err.message}\`); } }`,
    { code: `${PINO} logger.info(\`user \${userId}\`);`, filename: 'src/orders.test.ts' },
    { code: `${PINO} logger.info(\`user \${userId}\`);`, filename: 'scripts/seed.ts' },
  ],

  invalid: [
    rewritten(`${PINO}\nlogger.info(\`user \${userId} finished in \${ms}\`);`, '`userId`, `ms`', "info({ userId, ms }, 'user finished')", `${PINO}\nlogger.info({ userId, ms }, 'user finished');`),
    rewritten(`${PINO}\nlogger.info('user ' + user.id + ' finished');`, '`user.id`', "info({ id: user.id }, 'user finished')", `${PINO}\nlogger.info({ id: user.id }, 'user finished');`),
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
    { code: `${PINO} logger.info(\`from \${a.id} to \${b.id} moved\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    { code: `${PINO} logger.info(\`\${id}: \${state}\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    { code: `${PINO} logger.info(/* for the auditors */ \`user \${id} finished\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    { code: `${PINO} logger.info(\`user \${id} bought %s\`, name);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    { code: `${PINO} logger.info({ id: 1 }, \`user \${id} finished\`);`, errors: [{ messageId: 'interpolated', suggestions: [] }] },
    rewritten(`${PINO}\nlogger.info({ userId: id }, \`user \${id} finished\`);`, '`id`', "info({ userId: id }, 'user finished')", `${PINO}\nlogger.info({ userId: id }, 'user finished');`),
    rewritten(`${PINO}\nlogger.info(\`connection to \${host} has ended: code=\${code}\`);`, '`host`, `code`', "info({ host, code }, 'connection has ended')", `${PINO}\nlogger.info({ host, code }, 'connection has ended');`),
    { code: "const pino = require('pino'); const log = pino().child({}); log.debug('user ' + id);", filename: 'src/x.js', errors: [{ messageId: 'interpolated', suggestions: [{ messageId: 'asFields', data: { example: "debug({ id }, 'user')" }, output: "const pino = require('pino'); const log = pino().child({}); log.debug({ id }, 'user');" }] }] },
  ],
});
