import { defineLibrary, type Entry, type KeepFacts, type Library, type LogFacts, type LogFormatFacts } from './schema.js';

type Level = LogFacts['level'];
type Facts = Omit<LogFacts, 'level'>;

const PINO_LEVELS = { fatal: 'fatal', error: 'error', warn: 'warn', info: 'info', debug: 'debug', trace: 'trace' } as const;
const NEST_LEVELS = { fatal: 'fatal', error: 'error', warn: 'warn', log: 'info', debug: 'debug', verbose: 'trace' } as const;

/**
 * One entry for each level's method of `owner` (`Logger#`, `console.`, or nothing for exports).
 * `detached` was tried in each version named below: winston, consola, loglevel, roarr and console work without their object.
 */
function levels(owner: string, names: Readonly<Record<string, Level>>, facts: Facts, setUp: string, receiver: string, detached?: Entry['detached']): Record<string, Entry> {
  return Object.fromEntries(
    Object.entries(names).map(([name, level]) => [owner + name, { role: 'log', log: { ...facts, level }, ...(detached && { detached }), example: `${setUp} ${receiver}.${name}('text')` } satisfies Entry]),
  );
}

/** Placeholders of Node's `util.format` that print `{}` or `NaN` for an error. Run with Node 20.20; `%s`, `%o` and `%O` print its stack. */
const FORMAT_LOSES = ['j', 'd', 'i', 'f'] as const;

// Measured with pino 10.4: `error('text', err)` prints no trace of err; `%s` prints its name and message, `%o`, `%O` and `%j` print `{}`.
// Of `formatters` only `log` sees the fields; a `mixin` may change them. What stands under `err` is serialized under any `errorKey`.
const PINO_CHANGES = ['formatters.log', 'mixin', 'hooks'] as const;
const pinoFacts: Facts = {
  order: 'fields-first',
  structured: true,
  errorKey: 'err',
  extraValues: { lost: true, errorKeptBy: ['s'] },
  errorFieldsLost: { unless: PINO_CHANGES, argument: 0, key: 'errorKey', serializers: 'serializers' },
  reorderedBy: ['hooks'],
  messageKey: 'msg',
  // Of two keys of one name, most readers of JSON take the last.
  reservedKeys: ['level', 'time', 'pid', 'hostname', 'name', 'msg'],
};
const PINO = "import pino from 'pino'; const logger = pino();";

// Measured with bunyan 2.0: extra values are formatted into the message, stack and all; fields need a serializer, `err` too.
const bunyanFacts: Facts = {
  order: 'fields-first',
  structured: true,
  errorKey: 'err',
  errorLostTo: FORMAT_LOSES,
  errorFieldsLost: { unless: ['streams'], argument: 0, evenUnderErrorKey: true, serializers: 'serializers' },
  // Fields of these names take the place of the logger's own: with a text for its level, no stream takes the entry.
  reservedKeys: ['level', 'time', 'pid', 'hostname', 'name', 'msg', 'v', 'src', 'component'],
  fieldsWithError: 'child',
};
const BUNYAN = "import bunyan from 'bunyan'; const logger = bunyan.createLogger({ name: 'orders' });";

// Measured with winston 3.19: a field `message` is put behind the message, `level` is lost; an error behind the message keeps the fields of a child.
const winstonKeys = { messageKey: 'message', reservedKeys: ['level', 'message', 'timestamp', 'stack', 'splat'], fieldsWithError: 'child' } as const;

// Measured with winston 3.19: an error as the second argument is kept with every format; as a field it is `{}` in JSON, and alone it is
// printed by `format.errors` only. What is no object is dropped behind the message, and with it all that comes later; where the message
// has a placeholder and there is no `format.splat`, all of it is. With that format, text becomes one field for each of its letters.
const winstonFacts: Facts = {
  order: 'message-first',
  structured: true,
  extraValues: { lost: 'all but first object', errorKeptBy: ['s', 'o', 'O'] },
  firstErrorLost: { keeps: 'nothing' },
  errorFieldsLost: { unless: [], argument: 0 },
  formattedBy: ['format', 'transports'],
  ...winstonKeys,
};
const WINSTON_LEVELS = {
  emerg: 'fatal', alert: 'fatal', crit: 'fatal', error: 'error', warn: 'warn', warning: 'warn', notice: 'info', help: 'info', data: 'info',
  info: 'info', http: 'info', verbose: 'debug', debug: 'debug', silly: 'trace',
} as const;
const WINSTON_DEFAULT_LEVELS = { error: 'error', warn: 'warn', info: 'info', http: 'info', verbose: 'debug', debug: 'debug', silly: 'trace' } as const;
const WINSTON = "import winston from 'winston'; const logger = winston.createLogger();";

// Measured with @nestjs/common 10.4, 11.2 and 12.5: what is handed in is printed, errors too (version 10 without their stack).
const nestFacts: Facts = { order: 'nest', structured: false };
const NEST = "import { Logger } from '@nestjs/common'; const logger = new Logger('Orders');";

// Measured with Powertools 2.36: it drops fields of these names, and says so. Of an error in the place of the message its text is read.
const POWERTOOLS_FACTS: Facts = {
  order: 'message-first',
  structured: true,
  errorKey: 'error',
  firstErrorLost: { keeps: 'text' },
  messageKey: 'message',
  reservedKeys: ['level', 'message', 'service', 'timestamp', 'sampling_rate'],
};

const variadic: Facts = { order: 'variadic', structured: false };

// Run: console, log4js 6.9, loglevel 1.9 and debug 4.4 format like Node's console; consola and tslog have ways of their own.
const formatted: Facts = { ...variadic, errorLostTo: FORMAT_LOSES };

// Run with roarr 7.21: the properties of an error are copied, and it has none. What is no text in the second place throws.
const roarrFacts: Facts = {
  order: 'fields-first',
  structured: true,
  extraValues: { lost: true, errorKeptBy: ['s'] },
  firstErrorLost: { keeps: 'nothing' },
  reservedKeys: ['logLevel'],
};

/** Formats of winston, run with 3.19: what each does with an error, and with values behind the message. */
function formats(): Record<string, Entry> {
  const does: Readonly<Record<string, LogFormatFacts>> = {
    combine: { does: 'all' },
    errors: { does: 'errors' },
    splat: { does: 'placeholders' },
    json: { does: 'nothing', unless: 'replacer' },
    simple: { does: 'text' },
    logstash: { does: 'text' },
    ...Object.fromEntries(['timestamp', 'label', 'ms', 'colorize', 'uncolorize', 'padLevels', 'align'].map(name => [name, { does: 'nothing' }])),
  };
  return Object.fromEntries(
    Object.entries(does).map(([name, logFormat]) => [`format.${name}`, { role: 'other', logFormat, example: `import { format } from 'winston'; format.${name}()` } satisfies Entry]),
  );
}

function transports(): Record<string, Entry> {
  return Object.fromEntries(
    ['Console', 'File', 'Http', 'Stream'].map(name => [
      `transports.${name}`,
      { role: 'other', use: 'new', logFormat: { does: 'nothing', format: 'format' }, example: `import { transports } from 'winston'; new transports.${name}({})` } satisfies Entry,
    ]),
  );
}

/** lib/transport.js: one worker for each call of `pino` with a transport. */
const PINO_THREAD: KeepFacts = { what: 'a logger with a worker thread of its own', harm: 'threads and their memory pile up', kind: 'connections', onlyWith: 'transport' };

/** `assert` prints a warning, and `trace` its stack, to standard error. What is no text with placeholders is printed in a way of its own. */
function consoleMethods(owner: string, setUp: string, receiver: string): Record<string, Entry> {
  return {
    ...levels(owner, { error: 'error', warn: 'warn', log: 'info', info: 'info', debug: 'debug', trace: 'trace', group: 'info', groupCollapsed: 'info' }, formatted, setUp, receiver),
    ...levels(owner, { table: 'info', dir: 'info', dirxml: 'info', assert: 'warn', count: 'debug', time: 'debug', timeLog: 'debug', timeEnd: 'debug' }, variadic, setUp, receiver),
  };
}

export const loggers: readonly Library[] = [
  defineLibrary({
    modules: ['global'],
    verified: 'Node 20.20 and 24.21',
    entries: {
      ...consoleMethods('console.', '', 'console'),
      'console.Console': { role: 'other', use: 'new', gives: 'Console@node:console', example: 'new console.Console(process.stdout)' },
    },
  }),

  defineLibrary({
    modules: ['node:console'],
    verified: 'Node 20.20 and 24.21',
    entries: {
      ...consoleMethods('', "import * as console from 'node:console';", 'console'),
      Console: { role: 'other', use: 'new', gives: 'Console', example: "import { Console } from 'node:console'; new Console(process.stdout)" },
      ...consoleMethods('Console#', "import { Console } from 'node:console'; const own = new Console(process.stdout);", 'own'),
    },
    types: { Console: {} },
  }),

  defineLibrary({
    modules: ['pino'],
    verified: '10.4.0',
    entries: {
      default: { role: 'logger', gives: 'Logger', keeps: PINO_THREAD, example: "import pino from 'pino'; pino()" },
      pino: { role: 'logger', gives: 'Logger', keeps: PINO_THREAD, example: "import { pino } from 'pino'; pino()" },
      ...levels('Logger#', PINO_LEVELS, pinoFacts, PINO, 'logger', 'throws'),
      'Logger#child': { role: 'logger', gives: 'Logger', example: `${PINO} logger.child({ module: 'orders' })` },
      stdSerializers: { role: 'other', use: 'read', serializes: ['err', 'errWithCause', 'req', 'res'], example: "import pino from 'pino'; pino.stdSerializers" },
    },
    types: { Logger: { exportedAs: ['Logger', 'BaseLogger', 'LoggerExtras', 'pino.Logger', 'pino.BaseLogger', 'P.Logger', 'P.BaseLogger'] } },
  }),

  // The framework itself stands in web-frameworks.ts: here is what its requests and instances log with.
  defineLibrary({
    modules: ['fastify'],
    verified: '5.12.8',
    entries: {
      'FastifyRequest#log': { role: 'other', use: 'read', gives: 'Logger@pino', example: "import type { FastifyRequest } from 'fastify'; function f(request: FastifyRequest) { return request.log; }" },
      'FastifyReply#log': { role: 'other', use: 'read', gives: 'Logger@pino', example: "import type { FastifyReply } from 'fastify'; function f(reply: FastifyReply) { return reply.log; }" },
      'FastifyInstance#log': { role: 'other', use: 'read', gives: 'Logger@pino', example: "import type { FastifyInstance } from 'fastify'; function f(app: FastifyInstance) { return app.log; }" },
    },
    types: { FastifyBaseLogger: { extends: ['Logger@pino'], exportedAs: ['FastifyBaseLogger', 'FastifyLoggerInstance'] } },
  }),

  defineLibrary({
    modules: ['pino-http'],
    verified: '11.0.0',
    entries: {
      default: {
        role: 'middleware',
        gives: 'HttpLogger',
        putsLogger: { name: 'log', type: 'Logger@pino' },
        example: "import pinoHttp from 'pino-http'; pinoHttp()",
      },
      pinoHttp: {
        role: 'middleware',
        gives: 'HttpLogger',
        putsLogger: { name: 'log', type: 'Logger@pino' },
        example: "import { pinoHttp } from 'pino-http'; pinoHttp()",
      },
      'HttpLogger#logger': { role: 'other', use: 'read', gives: 'Logger@pino', example: "import pinoHttp from 'pino-http'; pinoHttp().logger" },
    },
    types: { HttpLogger: {} },
  }),

  // logger.js: it calls pino-http, and puts `req.log` on the context too.
  defineLibrary({
    modules: ['koa-pino-logger'],
    verified: '5.0.0',
    entries: {
      default: { role: 'middleware', putsLogger: { name: 'log', type: 'Logger@pino' }, example: "import logger from 'koa-pino-logger'; logger()" },
    },
  }),

  // dist/utilities/logger.js: pino, or the pino that the configuration hands over.
  defineLibrary({
    modules: ['payload'],
    verified: '3.90.2',
    entries: {
      getPayload: { role: 'other', promise: true, gives: 'Payload', example: "import { getPayload } from 'payload'; getPayload({ config })" },
      'Payload#logger': { role: 'other', use: 'read', gives: 'Logger@pino', example: "import type { Payload } from 'payload'; function f(payload: Payload) { return payload.logger; }" },
      'PayloadRequest#payload': { role: 'other', use: 'read', gives: 'Payload', example: "import type { PayloadRequest } from 'payload'; function f(req: PayloadRequest) { return req.payload; }" },
      'BaseDatabaseAdapter#payload': { role: 'other', use: 'read', gives: 'Payload', example: "import type { BaseDatabaseAdapter } from 'payload'; function f(adapter: BaseDatabaseAdapter) { return adapter.payload; }" },
    },
    types: { Payload: { exportedAs: ['Payload', 'BasePayload'] }, PayloadRequest: {}, BaseDatabaseAdapter: {} },
  }),

  defineLibrary({
    modules: ['nestjs-pino'],
    verified: '4.6.1',
    entries: {
      ...levels('PinoLogger#', PINO_LEVELS, pinoFacts, "import { PinoLogger } from 'nestjs-pino'; const f = (logger: PinoLogger) =>", 'logger', 'throws'),
      'PinoLogger#logger': { role: 'other', use: 'read', gives: 'Logger@pino', example: "import { PinoLogger } from 'nestjs-pino'; const f = (own: PinoLogger) => own.logger" },
      'PinoLogger.root': { role: 'other', use: 'read', gives: 'Logger@pino', example: "import { PinoLogger } from 'nestjs-pino'; const root = PinoLogger.root" },
    },
    // Its `Logger` follows the order of Nest's.
    types: { PinoLogger: {}, Logger: { extends: ['Logger@@nestjs/common'] } },
  }),

  defineLibrary({
    modules: ['bunyan'],
    verified: '2.0.5',
    entries: {
      createLogger: { role: 'logger', gives: 'Logger', example: "import bunyan from 'bunyan'; bunyan.createLogger({ name: 'orders' })" },
      default: { role: 'logger', use: 'new', gives: 'Logger', example: "import Logger from 'bunyan'; new Logger({ name: 'orders' })" },
      ...levels('Logger#', PINO_LEVELS, bunyanFacts, BUNYAN, 'logger', 'does-nothing'),
      'Logger#child': { role: 'logger', gives: 'Logger', example: `${BUNYAN} logger.child({ module: 'orders' })` },
      stdSerializers: { role: 'other', use: 'read', serializes: ['err', 'req', 'res'], example: "import bunyan from 'bunyan'; bunyan.stdSerializers" },
    },
    types: { Logger: { exportedAs: ['Logger', 'default', 'bunyan'] } },
  }),

  defineLibrary({
    modules: ['winston'],
    verified: '3.19.0',
    entries: {
      ...formats(),
      ...transports(),
      createLogger: { role: 'logger', gives: 'Logger', example: "import winston from 'winston'; winston.createLogger()" },
      // The default logger has the format that `winston.configure` gave it, in whichever file.
      ...levels('', WINSTON_DEFAULT_LEVELS, { order: 'message-first', structured: true, ...winstonKeys }, "import winston from 'winston';", 'winston'),
      log: { role: 'log', log: { order: 'message-first', structured: true, ...winstonKeys, level: 'any', levelArgument: 0 }, example: "import winston from 'winston'; winston.log('info', 'text')" },
      child: { role: 'logger', gives: 'Logger', example: "import winston from 'winston'; winston.child({ module: 'orders' })" },
      ...levels('Logger#', WINSTON_LEVELS, winstonFacts, WINSTON, 'logger'),
      'Logger#log': { role: 'log', log: { ...winstonFacts, level: 'any', levelArgument: 0 }, detached: 'throws', example: `${WINSTON} logger.log('info', 'text')` },
      'Logger#child': { role: 'logger', gives: 'Logger', example: `${WINSTON} logger.child({ module: 'orders' })` },
      loggers: { role: 'other', use: 'read', gives: 'Container', example: "import winston from 'winston'; winston.loggers" },
      'Container#add': { role: 'logger', gives: 'SharedLogger', example: "import winston from 'winston'; winston.loggers.add('orders', {})" },
      'Container#get': { role: 'logger', gives: 'SharedLogger', example: "import winston from 'winston'; winston.loggers.get('orders')" },
      ...levels('SharedLogger#', WINSTON_LEVELS, { order: 'message-first', structured: true, ...winstonKeys }, "import winston from 'winston'; const logger = winston.loggers.get('orders');", 'logger'),
    },
    types: { Logger: {}, Container: {}, SharedLogger: { exportedAs: [] } },
  }),

  defineLibrary({
    modules: ['@nestjs/common'],
    verified: '10.4.22, 11.2.10 and 12.5.1',
    entries: {
      ...levels('Logger#', NEST_LEVELS, nestFacts, NEST, 'logger', 'throws'),
      ...levels('Logger.', NEST_LEVELS, nestFacts, "import { Logger } from '@nestjs/common';", 'Logger', 'throws'),
    },
    types: { Logger: { exportedAs: ['Logger', 'LoggerService', 'ConsoleLogger'] } },
  }),

  defineLibrary({
    modules: ['log4js'],
    verified: '6.9.1',
    entries: {
      getLogger: { role: 'logger', gives: 'Logger', example: "import log4js from 'log4js'; log4js.getLogger()" },
      ...levels('Logger#', { ...PINO_LEVELS, mark: 'info' }, formatted, "import log4js from 'log4js'; const logger = log4js.getLogger();", 'logger', 'throws'),
      'Logger#log': { role: 'log', log: { ...formatted, level: 'any', levelArgument: 0 }, detached: 'throws', example: "import log4js from 'log4js'; log4js.getLogger().log('info', 'text')" },
    },
    types: { Logger: {} },
  }),

  defineLibrary({
    modules: ['loglevel'],
    verified: '1.9.2',
    entries: {
      ...levels('', { error: 'error', warn: 'warn', info: 'info', debug: 'debug', trace: 'trace', log: 'debug' }, formatted, "import log from 'loglevel';", 'log'),
      getLogger: { role: 'logger', gives: 'Logger', example: "import log from 'loglevel'; log.getLogger('orders')" },
      ...levels('Logger#', { error: 'error', warn: 'warn', info: 'info', debug: 'debug', trace: 'trace', log: 'debug' }, formatted, "import log from 'loglevel'; const logger = log.getLogger('orders');", 'logger'),
    },
    types: { Logger: { exportedAs: ['Logger', 'RootLogger'] } },
  }),

  defineLibrary({
    modules: ['consola'],
    verified: '3.4.2',
    entries: {
      ...levels('consola.', { fatal: 'fatal', error: 'error', warn: 'warn', log: 'info', info: 'info', success: 'info', fail: 'error', ready: 'info', start: 'info', debug: 'debug', trace: 'trace' }, variadic, "import { consola } from 'consola';", 'consola'),
      ...levels('', { fatal: 'fatal', error: 'error', warn: 'warn', log: 'info', info: 'info', success: 'info', fail: 'error', ready: 'info', start: 'info', debug: 'debug', trace: 'trace' }, variadic, "import log from 'consola';", 'log'),
      createConsola: { role: 'logger', gives: 'ConsolaInstance', example: "import { createConsola } from 'consola'; createConsola()" },
      'consola.withTag': { role: 'logger', gives: 'ConsolaInstance', example: "import { consola } from 'consola'; consola.withTag('orders')" },
      ...levels('ConsolaInstance#', { fatal: 'fatal', error: 'error', warn: 'warn', log: 'info', info: 'info', success: 'info', fail: 'error', ready: 'info', start: 'info', debug: 'debug', trace: 'trace' }, variadic, "import { createConsola } from 'consola'; const log = createConsola();", 'log'),
      ...Object.fromEntries(
        ['create', 'withDefaults'].flatMap((name): [string, Entry][] => [
          [`consola.${name}`, { role: 'logger', gives: 'ConsolaInstance', example: `import { consola } from 'consola'; consola.${name}({})` }],
          [`ConsolaInstance#${name}`, { role: 'logger', gives: 'ConsolaInstance', example: `import { createConsola } from 'consola'; createConsola().${name}({})` }],
        ]),
      ),
      'ConsolaInstance#withTag': { role: 'logger', gives: 'ConsolaInstance', example: "import { createConsola } from 'consola'; createConsola().withTag('orders')" },
    },
    types: { ConsolaInstance: { exportedAs: ['ConsolaInstance', 'Consola'] } },
  }),

  defineLibrary({
    modules: ['tslog'],
    verified: '5.1.0',
    entries: {
      ...levels('Logger#', { silly: 'trace', trace: 'trace', debug: 'debug', info: 'info', warn: 'warn', error: 'error', fatal: 'fatal' }, variadic, "import { Logger } from 'tslog'; const logger = new Logger();", 'logger', 'throws'),
      'Logger#getSubLogger': { role: 'logger', gives: 'Logger', example: "import { Logger } from 'tslog'; new Logger().getSubLogger()" },
    },
    types: { Logger: {} },
  }),

  defineLibrary({
    modules: ['@aws-lambda-powertools/logger'],
    verified: '2.36.0',
    entries: {
      ...levels('Logger#', { critical: 'fatal', error: 'error', warn: 'warn', info: 'info', debug: 'debug', trace: 'trace' }, POWERTOOLS_FACTS, "import { Logger } from '@aws-lambda-powertools/logger'; const logger = new Logger();", 'logger', 'throws'),
      'Logger#createChild': { role: 'logger', gives: 'Logger', example: "import { Logger } from '@aws-lambda-powertools/logger'; new Logger().createChild()" },
    },
    types: { Logger: {} },
  }),

  defineLibrary({
    modules: ['roarr'],
    verified: '7.21.7',
    entries: {
      ...levels('Roarr.', PINO_LEVELS, roarrFacts, "import { Roarr } from 'roarr';", 'Roarr'),
      'Roarr.child': { role: 'logger', gives: 'Logger', example: "import { Roarr } from 'roarr'; Roarr.child({ module: 'orders' })" },
      'Logger#child': { role: 'logger', gives: 'Logger', example: "import { Roarr } from 'roarr'; Roarr.child({}).child({})" },
      ...levels('Logger#', PINO_LEVELS, roarrFacts, "import { Roarr } from 'roarr'; const logger = Roarr.child({});", 'logger'),
    },
    types: { Logger: {} },
  }),

  defineLibrary({
    modules: ['debug'],
    verified: '4.4.3',
    // What `createDebug('ns')` gives is called itself: messages for developers, no log of a service.
    entries: { default: { role: 'other', example: "import createDebug from 'debug'; createDebug('orders')" } },
  }),
];
