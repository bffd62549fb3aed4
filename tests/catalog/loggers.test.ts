import { Writable } from 'node:stream';
import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { ConsoleLogger, Logger as NestLogger } from '@nestjs/common';
import bunyan from 'bunyan';
import log4js from 'log4js';
import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import winston from 'winston';

/** What the loggers really print: the claims of the catalog, measured. */
function sink(): { readonly stream: Writable; text(): string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}

const boom = (): Error => new TypeError('boom');

/** `stack`: the whole error is there; `text`: only what it says; `nothing`: no trace of it. */
function keptIn(text: string): 'stack' | 'text' | 'nothing' {
  return /loggers\.test/.test(text) ? 'stack' : text.includes('boom') ? 'text' : 'nothing';
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('pino', () => {
  function print(log: (logger: pino.Logger) => void, options: pino.LoggerOptions = {}): string {
    const { stream, text } = sink();
    log(pino({ base: null, ...options }, stream));
    return text();
  }

  // The types of version 10 refuse the wrong order, the run time does not.
  const error = (logger: pino.Logger, ...values: readonly unknown[]): void => Reflect.apply(logger.error, logger, values);

  it.each([
    ["error(err, 'text')", 'stack', ['E', 'text']],
    ['error(err)', 'stack', ['E']],
    ["error({ err }, 'text')", 'stack', [{ err: 'E' }, 'text']],
    ["error('text', err)", 'nothing', ['text', 'E']],
    ["error('text', { err })", 'nothing', ['text', { err: 'E' }]],
    ["error({ a }, 'text', err)", 'nothing', [{ a: 1 }, 'text', 'E']],
    ["error('text %s', err)", 'text', ['text %s', 'E']],
    ["error('text %o', err)", 'nothing', ['text %o', 'E']],
    ["error('text %j', err)", 'nothing', ['text %j', 'E']],
    ["error({ error: err }, 'text')", 'nothing', [{ error: 'E' }, 'text']],
  ])('%s keeps %s', (_, kept, values) => {
    const given = values.map(each => (each === 'E' ? boom() : typeof each === 'object' ? Object.fromEntries(Object.entries(each).map(([key, value]) => [key, value === 'E' ? boom() : value])) : each));
    expect(keptIn(print(logger => error(logger, ...given)))).toBe(kept);
  });

  it('reads what it was made with', () => {
    expect(keptIn(print(logger => error(logger, { error: boom() }, 'text'), { errorKey: 'error' }))).toBe('stack');
    expect(keptIn(print(logger => error(logger, { error: boom() }, 'text'), { serializers: { error: pino.stdSerializers.err } }))).toBe('stack');
  });
});

describe('bunyan', () => {
  function print(log: (logger: bunyan) => void, options: object = {}): string {
    const { stream, text } = sink();
    log(bunyan.createLogger({ name: 'orders', streams: [{ stream }], ...options }));
    return text();
  }

  it('formats what stands behind the message', () => {
    expect(keptIn(print(logger => logger.error('text', boom())))).toBe('stack');
    expect(keptIn(print(logger => logger.error(boom(), 'text')))).toBe('stack');
  });

  it('needs a serializer for errors among the fields, under `err` too', () => {
    expect(keptIn(print(logger => logger.error({ err: boom() }, 'text')))).toBe('nothing');
    expect(keptIn(print(logger => logger.error({ err: boom() }, 'text'), { serializers: bunyan.stdSerializers }))).toBe('stack');
    expect(keptIn(print(logger => logger.error({ error: boom() }, 'text'), { serializers: bunyan.stdSerializers }))).toBe('nothing');
  });
});

describe('winston', () => {
  function print(log: (logger: winston.Logger) => void, format?: winston.Logform.Format): string {
    const { stream, text } = sink();
    log(winston.createLogger({ ...(format && { format }), transports: [new winston.transports.Stream({ stream })] }));
    return text();
  }

  it('keeps an error behind the message in every format', () => {
    for (const format of [undefined, winston.format.json(), winston.format.simple(), winston.format.combine(winston.format.errors({ stack: true }), winston.format.json())]) {
      expect(keptIn(print(logger => logger.error('text', boom()), format))).toBe('stack');
      expect(keptIn(print(logger => logger.log('error', 'text', boom()), format))).toBe('stack');
    }
  });

  it('loses an error among the fields', () => {
    expect(keptIn(print(logger => logger.error('text', { err: boom() })))).toBe('nothing');
    expect(keptIn(print(logger => logger.error('text', { error: boom() }), winston.format.combine(winston.format.errors({ stack: true }), winston.format.json())))).toBe('nothing');
  });

  it('reads the message first', () => {
    expect(print(logger => logger.info({ id: 1 } as never, 'ordered' as never))).not.toContain('ordered');
  });
});

describe('the loggers that print all they are given', () => {
  it('Nest', () => {
    const written: string[] = [];
    for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockImplementation(chunk => written.push(String(chunk)) > 0);
    NestLogger.overrideLogger(new ConsoleLogger());
    new NestLogger('Orders').error('text', boom());
    expect(keptIn(written.splice(0).join(''))).toBe('stack');
    new NestLogger('Orders').error('text', boom().stack);
    expect(keptIn(written.splice(0).join(''))).toBe('stack');
    NestLogger.error('text', boom(), 'Orders');
    expect(keptIn(written.splice(0).join(''))).toBe('stack');
  });

  it('log4js', () => {
    const printed: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation(chunk => printed.push(String(chunk)) > 0);
    log4js.configure({ appenders: { out: { type: 'stdout', layout: { type: 'basic' } } }, categories: { default: { appenders: ['out'], level: 'info' } } });
    log4js.getLogger().error('text', boom());
    expect(keptIn(printed.join(''))).toBe('stack');
  });

  it('Powertools', () => {
    const printed: string[] = [];
    const logger = new PowertoolsLogger({ serviceName: 'orders' });
    for (const each of [console, (logger as unknown as { console: Console }).console]) vi.spyOn(each, 'error').mockImplementation((...values: unknown[]) => void printed.push(values.join(' ')));
    logger.error('text', boom());
    expect(keptIn(printed.splice(0).join(''))).toBe('stack');
    logger.error('text', { err: boom() });
    expect(keptIn(printed.splice(0).join(''))).toBe('stack');
  });
});
