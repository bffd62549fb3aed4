import { describe, expect, it } from 'vitest';
import type { LogCall } from '../../../src/analysis/logs/log-calls.js';
import { modelOf } from '../../model.js';

const PINO = "import pino from 'pino'; const logger = pino();";

function only(code: string): LogCall | undefined {
  const { all } = modelOf(code).logs;
  expect(all.length).toBeLessThanOrEqual(1);
  return all[0];
}

describe('log calls', () => {
  it.each([
    [`${PINO} logger.error('x');`, 'pino', 'error', 'fields-first'],
    [`${PINO} const child = logger.child({}); child.warn('x');`, 'pino', 'warn', 'fields-first'],
    ["const pino = require('pino'); pino().fatal('x');", 'pino', 'fatal', 'fields-first'],
    ["import { Logger } from 'pino'; const f = (log: Logger) => log.info('x');", 'pino', 'info', 'fields-first'],
    ["import pino from 'pino'; class A { constructor(private readonly log: pino.Logger) {} f() { this.log.debug('x'); } }", 'pino', 'debug', 'fields-first'],
    ["import winston from 'winston'; winston.createLogger().log('error', 'x');", 'winston', 'error', 'message-first'],
    ["import * as winston from 'winston'; winston.warn('x');", 'winston', 'warn', 'message-first'],
    ["import winston from 'winston'; winston.loggers.get('orders').crit('x');", 'winston', 'fatal', 'message-first'],
    ["import { Logger } from '@nestjs/common'; Logger.verbose('x');", '@nestjs/common', 'trace', 'nest'],
    ["import { ConsoleLogger } from '@nestjs/common'; new ConsoleLogger().log('x');", '@nestjs/common', 'info', 'nest'],
    ["import type { FastifyInstance } from 'fastify'; const f = (app: FastifyInstance) => app.log.error('x');", 'pino', 'error', 'fields-first'],
    ["import type { FastifyBaseLogger } from 'fastify'; const f = (log: FastifyBaseLogger) => log.error('x');", 'pino', 'error', 'fields-first'],
    ["console.log('x');", 'console', 'info', 'variadic'],
    ['declare const log: { error(fields: object, message: string): void; child(): void }; log.error({}, "x");', 'logger', 'error', 'fields-first'],
    ['interface Log { warn(message: string, fields: Record<string, unknown>): void } const f = (log: Log) => log.warn("x", {});', 'logger', 'warn', 'message-first'],
    ['type Log = { info: (fields: object | string, message?: string) => void }; declare const log: Log; log.info("x");', 'logger', 'info', 'fields-first'],
  ])('%s', (code, logger, level, order) => {
    const call = only(code);
    expect(call).toMatchObject({ logger, level, facts: { order } });
  });

  it.each([
    "import { logger } from '../logger'; logger.error('x');",
    "declare const logger: any; logger.error('x');",
    'declare const shop: { error(fields: object, message: string): void; buy(): void }; shop.error({}, "x");',
    'declare const log: { error(fields: object, message: string): Promise<void> }; log.error({}, "x");',
    'declare const log: { error(...values: unknown[]): void }; log.error("x");',
    'const console = other(); console.log("x");',
  ])('none: %s', code => {
    expect(only(code)).toBeUndefined();
  });

  it('knows who made the logger', () => {
    expect(only(`${PINO} logger.child({}).child({}).info('x');`)?.makers.map(each => each.path)).toEqual(['Logger#child', 'Logger#child', 'default']);
    expect(only("import type { Logger } from 'pino'; const f = (log: Logger) => log.child({}).info('x');")?.makers.map(each => each.path)).toEqual(['Logger#child']);
  });
});

describe('the message', () => {
  it.each([
    [`${PINO} logger.info('x');`, "'x'"],
    [`${PINO} logger.info({ id }, 'x');`, "'x'"],
    [`${PINO} logger.info(fields, 'x');`, "'x'"],
    [`${PINO} const text = 'x'; logger.info(text);`, 'text'],
    [`${PINO} logger.info(ok ? 'x' : 'y');`, "ok ? 'x' : 'y'"],
    [`${PINO} logger.info(fields);`, undefined],
    ["import winston from 'winston'; winston.log('info', 'x');", "'x'"],
  ])('%s', (code, expected) => {
    const file = modelOf(code);
    const message = file.logs.messageOf(file.logs.all[0]!);
    expect(message && file.sourceCode.getText(message as never)).toBe(expected);
  });
});

describe('what is lost', () => {
  it.each([
    [`${PINO} logger.info('x', a, b);`, ['extra a', 'extra b']],
    [`${PINO} logger.info('%s and 100%%', a, b);`, ['extra b']],
    [`${PINO} logger.info('x', undefined);`, []],
    [`${PINO} try { f(); } catch (e) { logger.error({ e }, 'x'); }`, ['field e']],
    [`${PINO} f().catch(e => logger.error({ e }, 'x'));`, ['field e']],
    [`${PINO} try { f(); } catch (e) { e = 1; logger.error({ e }, 'x'); }`, []],
    ["import pino from 'pino'; const logger = pino(stream); logger.info('x', a);", []],
    ["import pino from 'pino'; import { stream } from '../stream'; const logger = pino({}, stream); logger.info('x', a);", ['extra a']],
  ])('%s', (code, expected) => {
    const file = modelOf(code);
    expect(file.logs.lost.map(each => `${each.why} ${file.sourceCode.getText(each.value as never)}`)).toEqual(expected);
  });
});

describe('loggers that a team names in its settings', () => {
  const libraries = [
    { modules: ['../logger.js'], entries: { logger: { role: 'other', use: 'read', gives: 'Logger@pino', example: '' }, default: { role: 'other', use: 'read', gives: 'Logger@winston', example: '' } } },
    { modules: ['@acme/logging'], entries: { 'log.error': { role: 'log', log: { order: 'fields-first', level: 'error', structured: true, extraValues: { lost: true, errorKeptBy: [] } }, example: '' } } },
  ];

  it.each([
    ["import { logger } from '../logger.js'; export const f = (err: Error) => logger.error('x', err);", 'pino', ['extra err']],
    ["import { logger as log } from '../logger.js'; const child = log.child({}); export const f = (err: Error) => child.error('x', err);", 'pino', ['extra err']],
    ["import logger from '../logger.js'; export const f = (err: Error) => logger.error({ a }, err);", 'winston', ['fields { a }']],
    ["import { log } from '@acme/logging'; export const f = (err: Error) => log.error('x', err);", '@acme/logging', ['extra err']],
  ])('%s', (code, logger, expected) => {
    const file = modelOf(code, { settings: { libraries } });
    expect(file.logs.all.map(each => each.logger)).toEqual([logger]);
    expect(file.logs.lost.map(each => `${each.why} ${file.sourceCode.getText(each.value as never)}`)).toEqual(expected);
  });
});

describe('what a logger was made with', () => {
  it.each([
    ["import fastify from 'fastify'; const app = fastify({ logger: true }); const log = app.log; log.error('x');", ['fastify default']],
    ["import fastify from 'fastify'; const app = fastify({ logger: true }); app.get('/', async request => { request.log.error('x'); });", ['fastify default']],
    ["import fastify from 'fastify'; const app = fastify(); const other = fastify(); app.log.error('x'); other.log.child({}).error('x');", ['fastify default', 'pino Logger#child, fastify default']],
    ["import fastify from 'fastify'; const app = fastify(); const other = fastify(); app.get('/', async request => { request.log.error('x'); });", ['']],
  ])('%s', (code, expected) => {
    expect(modelOf(code).logs.all.map(each => each.makers.map(maker => `${maker.library} ${maker.path}`).join(', '))).toEqual(expected);
  });
});
