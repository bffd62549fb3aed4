import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { runInThisContext } from 'node:vm';
import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import { ConsoleLogger, Logger as NestLogger } from '@nestjs/common';
import bunyan from 'bunyan';
import { createConsola } from 'consola';
import createDebug from 'debug';
import fastify from 'fastify';
import log4js from 'log4js';
import loglevel from 'loglevel';
import { PinoLogger } from 'nestjs-pino';
import pino from 'pino';
import { pinoHttp } from 'pino-http';
import { Roarr } from 'roarr';
import { Logger as TsLogger } from 'tslog';
import { describe, expect, it, vi } from 'vitest';
import winston from 'winston';
import type { LostValue } from '../../src/analysis/logs/lost-values.js';
import { modelOf } from '../model.js';

// roarr reads it when it is loaded.
vi.hoisted(() => {
  process.env['ROARR_LOG'] = 'true';
});

/**
 * What the loggers really print, against what is said of the same calls: each call is read with the code that makes its logger, and
 * run. Every value that is said to be lost must be missing from what was printed, and all others must be there.
 */
interface Subject {
  /** The code that makes `logger`, as it stands in a file. */
  readonly code: string;
  /** The same, run: calls its function with the logger, and gives what was printed. */
  readonly print: (log: (logger: unknown) => void) => string;
  /** Calls whose loss is not claimed, each with the reason. */
  readonly except?: Readonly<Record<string, string>>;
}

/** Arguments of calls. `err` is an error; the texts are looked for in what was printed. */
const CALLS = [
  "(err)", "(err, 'ordered')", "('ordered', err)", "({ err }, 'ordered')", "({ error: err }, 'ordered')", "({ e: err }, 'ordered')", "({ err, a: 'field' }, 'ordered')",
  "('ordered', { err })", "('ordered', { error: err })", "('ordered', { a: 'field' })", "({ a: 'field' }, 'ordered')", "('ordered', 'detail')", "('ordered', err.message)",
  "(err.message, err)", "(`ordered ${err}`, err)", "(err, 'ordered', { a: 'field' })", "({ a: 'field' }, 'ordered', err)", "('ordered', { a: 'field' }, err)",
  "('ordered', err, { a: 'field' })", "('ordered %s', err)", "('ordered %o', err)", "('ordered %O', err)", "('ordered %j', err)", "('ordered %d', err)", "('ordered %j', { err })",
  "('ordered %s', 'detail')", "({ a: 'field' }, err)", "(err, { a: 'field' })", "({ nested: { error: err } }, 'ordered')", "('ordered', { nested: { error: err } })",
  "({ message: 'ordered', error: err })", "('ordered', 'detail', err)", "('ordered', { a: 'field' }, { b: 'detail' })",
] as const;

const boom = (): Error => new TypeError('boom');

/** `stack`: the whole error is there; `text`: only what it says; `nothing`: no trace of it. */
function keptIn(text: string): 'stack' | 'text' | 'nothing' {
  return /loggers\.test/.test(text) ? 'stack' : text.includes('boom') ? 'text' : 'nothing';
}

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

/** What a function writes to the output of the process. */
function written(run: () => void): string {
  const chunks: string[] = [];
  const spies = [process.stdout, process.stderr].map(stream => vi.spyOn(stream, 'write').mockImplementation(chunk => chunks.push(String(chunk)) > 0));
  const ownConsole = (['error', 'log', 'info'] as const).map(name => vi.spyOn(console, name).mockImplementation((...values) => new Console(chunkSink(chunks)).log(...values)));
  try {
    run();
  } finally {
    for (const each of [...spies, ...ownConsole]) each.mockRestore();
  }
  return chunks.join('');
}

function chunkSink(chunks: string[]): Writable {
  return new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
}

function said(lost: readonly LostValue[], source: (each: LostValue) => string): string {
  return lost.map(each => `${each.why} ${source(each)}`).join(', ') || 'nothing is lost';
}

function subject(name: string, { code, print, except = {} }: Subject): void {
  describe(name, () => {
    it.each(CALLS.filter(call => !Object.hasOwn(except, call)))('error%s', call => {
      const file = modelOf(`${code}\nexport const f = (err: Error) => logger.error${call};`);
      const { all, lost } = file.logs;
      expect(all).toHaveLength(1);
      const source = (each: LostValue): string => file.sourceCode.getText(each.value as never);
      const printed = print(logger => {
        (runInThisContext(`(logger, err) => logger.error${call}`) as (logger: unknown, err: Error) => void)(logger, boom());
      });
      const why = `${said(lost, source)}; printed: ${printed}`;

      // Of these an error is lost, and of nothing else.
      const error = lost.find(each => each.why !== 'fields' && /\berr\b(?!\.)/.test(source(each)));
      const repeats = call.includes('err.message') || call.includes('${err}');
      // Where a logger reads fields as the message, the finding is the order; what it prints of an error there is nothing either.
      const isFirst = lost.some(each => each.why === 'text');
      if (/\berr\b(?!\.)/.test(call) && !isFirst) {
        if (error) expect(keptIn(printed), why).toBe(error.keepsText || repeats ? 'text' : 'nothing');
        else expect(call.includes('%s') ? /stack|text/ : /stack/, why).toSatisfy((kept: RegExp) => kept.test(keptIn(printed)));
      }
      if (call === "('ordered', err.message)") expect(printed.includes('boom'), why).toBe(lost.length === 0);
      for (const text of isFirst ? ['ordered'] : ['ordered', 'detail', 'field']) {
        if (!call.includes(text)) continue;
        // As the message of pino an object is printed, though not where it belongs.
        const isLost = lost.some(each => (['extra', 'text'].includes(each.why) || (each.why === 'fields' && each.call.facts.order === 'message-first')) && source(each).includes(text));
        expect(printed.includes(text), why).toBe(!isLost);
      }
    });
  });
}

const toStream = (make: (stream: Writable) => unknown): Subject['print'] => log => {
  const { stream, text } = sink();
  log(make(stream));
  return text();
};

const UNCLAIMED = 'lost, and not claimed';

const PINO = "import pino from 'pino';";
const BUNYAN = "import bunyan from 'bunyan';";
const WINSTON = "import winston from 'winston'; const { format } = winston;";

subject('pino', { code: `${PINO} const logger = pino();`, print: toStream(stream => pino(stream)) });
subject('pino, with keys of its own', { code: `${PINO} const logger = pino({ errorKey: 'error', messageKey: 'message', nestedKey: 'payload' });`, print: toStream(stream => pino({ errorKey: 'error', messageKey: 'message', nestedKey: 'payload' }, stream)) });
subject('pino, with serializers', { code: `${PINO} const logger = pino({ serializers: { error: pino.stdSerializers.err }, formatters: { level: label => ({ level: label }) } });`, print: toStream(stream => pino({ serializers: { error: pino.stdSerializers.err }, formatters: { level: label => ({ level: label }) } }, stream)) });
subject('pino, with its own serializers', { code: `${PINO} const logger = pino({ serializers: { ...pino.stdSerializers } });`, print: toStream(stream => pino({ serializers: { ...pino.stdSerializers } }, stream)) });
subject('pino, a child', { code: `${PINO} const logger = pino().child({ b: 1 });`, print: toStream(stream => pino(stream).child({ b: 1 })) });
subject('pino, a child with serializers', { code: `${PINO} const logger = pino().child({}, { serializers: { e: pino.stdSerializers.err } });`, print: toStream(stream => pino(stream).child({}, { serializers: { e: pino.stdSerializers.err } })) });
subject("fastify's logger", { code: "import fastify from 'fastify'; const app = fastify({ logger: true }); const logger = app.log;", print: toStream(stream => fastify({ logger: { stream } }).log) });
subject("fastify's logger with serializers", { code: "import fastify from 'fastify'; const app = fastify({ logger: { serializers: { error: e => ({ stack: e.stack }) } } }); const logger = app.log;", print: toStream(stream => fastify({ logger: { stream, serializers: { error: (e: Error) => ({ stack: e.stack }) } } }).log) });

// Where the logger is made is not in view, and with it its serializers.
const HIDDEN = Object.fromEntries(CALLS.filter(call => /\b(?:error|e): err\b/.test(call) && call.startsWith('({')).map(call => [call, UNCLAIMED]));

subject("pino-http's logger", { code: "import { pinoHttp } from 'pino-http'; const logger = pinoHttp().logger;", print: toStream(stream => pinoHttp({}, stream).logger), except: HIDDEN });

// Its root is made once for the process.
const ofNest = sink();
const nestPino = new PinoLogger({ pinoHttp: [{}, ofNest.stream] });
subject("nestjs-pino's PinoLogger", {
  code: "import { PinoLogger } from 'nestjs-pino'; declare const logger: PinoLogger;",
  print: log => {
    const before = ofNest.text().length;
    log(nestPino);
    return ofNest.text().slice(before);
  },
  except: HIDDEN,
});

subject('bunyan', { code: `${BUNYAN} const logger = bunyan.createLogger({ name: 'orders' });`, print: toStream(stream => bunyan.createLogger({ name: 'orders', stream })) });
subject('bunyan, with its own serializers', { code: `${BUNYAN} const logger = bunyan.createLogger({ name: 'orders', serializers: bunyan.stdSerializers });`, print: toStream(stream => bunyan.createLogger({ name: 'orders', stream, serializers: bunyan.stdSerializers })) });
subject('bunyan, with a serializer', { code: `${BUNYAN} const logger = bunyan.createLogger({ name: 'orders', serializers: { error: bunyan.stdSerializers.err } });`, print: toStream(stream => bunyan.createLogger({ name: 'orders', stream, serializers: { error: bunyan.stdSerializers.err } })) });

const ofWinston = (format?: winston.Logform.Format): Subject['print'] => toStream(stream => winston.createLogger({ ...(format && { format }), transports: [new winston.transports.Stream({ stream })] }));
const { format } = winston;
subject('winston', { code: `${WINSTON} const logger = winston.createLogger({ transports: [new winston.transports.Console()] });`, print: ofWinston() });
subject('winston in JSON', { code: `${WINSTON} const logger = winston.createLogger({ format: format.combine(format.timestamp(), format.json()) });`, print: ofWinston(format.combine(format.timestamp(), format.json())) });
subject('winston with format.errors', { code: `${WINSTON} const logger = winston.createLogger({ format: format.combine(format.errors({ stack: true }), format.json()) });`, print: ofWinston(format.combine(format.errors({ stack: true }), format.json())) });
subject('winston in text', { code: `${WINSTON} const logger = winston.createLogger({ format: format.simple() });`, print: ofWinston(format.simple()) });
subject('winston with format.splat', { code: `${WINSTON} const logger = winston.createLogger({ format: format.combine(format.splat(), format.json()) });`, print: ofWinston(format.combine(format.splat(), format.json())) });
subject('winston, a child', { code: `${WINSTON} const logger = winston.createLogger().child({ b: 1 });`, print: toStream(stream => winston.createLogger({ transports: [new winston.transports.Stream({ stream })] }).child({ b: 1 })) });

subject('console', { code: 'const logger = console;', print: toStream(stream => new Console(stream)) });
log4js.configure({ appenders: { out: { type: 'stdout', layout: { type: 'messagePassThrough' } } }, categories: { default: { appenders: ['out'], level: 'info' } } });
subject('log4js', { code: "import log4js from 'log4js'; const logger = log4js.getLogger();", print: log => written(() => log(log4js.getLogger())) });
subject('loglevel', { code: "import log from 'loglevel'; const logger = log.getLogger('orders');", print: log => written(() => { loglevel.getLogger('orders').setLevel('info'); log(loglevel.getLogger('orders')); }) });
subject('consola', { code: "import { createConsola } from 'consola'; const logger = createConsola();", print: toStream(stream => createConsola({ stdout: stream as never, stderr: stream as never, fancy: false })), except: { "('ordered %d', err)": UNCLAIMED, "('ordered %j', { err })": UNCLAIMED, "({ message: 'ordered', error: err })": 'reporters decide' } });
subject('tslog', { code: "import { Logger } from 'tslog'; const logger = new Logger();", print: log => written(() => log(new TsLogger())), except: { "('ordered %j', { err })": UNCLAIMED } });
subject('Powertools', {
  code: "import { Logger } from '@aws-lambda-powertools/logger'; const logger = new Logger();",
  print: log => {
    const printed: string[] = [];
    const logger = new PowertoolsLogger({ serviceName: 'orders' });
    const spies = [console, (logger as unknown as { console: Console }).console].map(each => vi.spyOn(each, 'error').mockImplementation((...values: unknown[]) => void printed.push(values.join(' '))));
    log(logger);
    for (const each of spies) each.mockRestore();
    return printed.join('');
  },
});
subject('roarr', {
  code: "import { Roarr as logger } from 'roarr';",
  print: log => written(() => log(Roarr)),
  except: {
    // `ROARR.serializeMessage` may be set in any file.
    ...Object.fromEntries(CALLS.filter(call => /\(\{.*\berr\b.*\}/.test(call)).map(call => [call, UNCLAIMED])),
    "({ a: 'field' }, err)": 'throws',
    "(err, { a: 'field' })": 'throws',
  },
});

describe('debug', () => {
  it.each(CALLS)('debug%s', call => {
    const printed = written(() => {
      createDebug.enable('orders');
      (runInThisContext(`(debug, err) => debug${call}`) as (debug: unknown, err: Error) => void)(createDebug('orders'), boom());
    });
    expect(keptIn(printed)).toBe(!/\berr\b/.test(call) ? 'nothing' : /%[jd]/.test(call) ? 'nothing' : call === "('ordered', err.message)" ? 'text' : 'stack');
  });
});

/** In the versions 10.4 and 12.5 the same was printed, but for the stack of errors (version 10) and `fatal` (version 12 reads a stack there too). */
describe('Nest', () => {
  const NEST = "import { Logger } from '@nestjs/common';";

  it.each([
    ["Logger.error('ordered', err)", 'stack', undefined],
    ["Logger.error('ordered', err.stack)", 'stack', undefined],
    ["Logger.error('ordered', err.message)", 'text', 'boom'],
    ["Logger.error('ordered', err.stack, 'Orders')", 'stack', 'Orders'],
    ["Logger.error('ordered', err.message, 'Orders')", 'text', 'Orders'],
    ["Logger.warn('ordered', err)", 'stack', undefined],
    ["Logger.warn('ordered', err.message)", 'text', 'boom'],
    ["Logger.warn('ordered', err.stack)", 'stack', 'TypeError: boom'],
    ["Logger.log('ordered', 'Orders')", 'nothing', 'Orders'],
    ["new Logger('Orders').error('ordered', err)", 'stack', 'Orders'],
    ["new Logger('Orders').error('ordered', err.message)", 'text', 'Orders'],
    ["new Logger('Orders').warn('ordered', err.message)", 'text', 'Orders'],
    ["new Logger('Orders').error('ordered', { error: err })", 'stack', 'Orders'],
  ] as const)('%s', (call, kept, context) => {
    const file = modelOf(`${NEST} export const f = (err: Error) => ${call};`);
    const printed = written(() => {
      NestLogger.overrideLogger(new ConsoleLogger({ json: true, colors: false }));
      (runInThisContext(`(Logger, err) => ${call}`) as (logger: unknown, err: Error) => void)(NestLogger, boom());
    });
    expect(keptIn(printed)).toBe(kept);
    const [entry] = printed.split('\n');
    expect((JSON.parse(entry!) as { context?: string }).context?.split('\n')[0]).toBe(context);
    // What an error says in the place of the context is all that is claimed.
    expect(file.logs.lost.map(each => each.why)).toEqual(context?.includes('boom') ? ['context'] : []);
  });
});
