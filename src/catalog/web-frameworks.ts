import { defineLibrary, type AnsweringFacts, type CallbackFacts, type Entry, type Library, type LimitFacts } from './schema.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'all'] as const;

/** One entry for each name, its example with `NAME` filled in. */
function each(names: readonly string[], path: (name: string) => string, entry: Entry): Record<string, Entry> {
  return Object.fromEntries(names.map(name => [path(name), { ...entry, example: entry.example.replaceAll('NAME', name) }]));
}

// ——— Requests that nobody answers: run with Node 20.20, express 4.22 and 5.3, fastify 4.29 and 5.12, hono 4.13, @hapi/hapi 21.4.

const HANGS = { by: 'call', otherwise: 'the client waits until it gives up' } as const satisfies AnsweringFacts;

// ——— Bodies: read whole into memory, so that their limit is the memory that one request may take.

/** The longest string of V8: a body that gets so long, after all of it is in memory, is a RangeError that nobody catches. Run with express 5.3.0 and fastify 5.12.8. */
const LONGEST_STRING = 536_870_888;
const bodyLimit = (key: string, argument: number, write: string): LimitFacts => ({
  key,
  argument,
  offFrom: LONGEST_STRING,
  harm: 'lets one request fill the memory of the process, which ends for all of them',
  write,
  choose: 'or the largest body that you mean to take; stream larger ones',
});

// ——— Express: router 2 hands a handler's rejection to `next`; Express 4 drops it.

// Express 4: lib/router/layer.js drops it; express-async-errors 3.1 patches that file.
const sinceExpress5 = { awaited: true, awaitedSince: '5', awaitedWith: ['express-async-errors'] } as const;
const expressHandlers: readonly CallbackFacts[] = [
  { argument: 'any', arity: 4, parameters: ['', 'Request', 'Response', 'NextFunction'], runs: 'request', ...sinceExpress5 },
  { argument: 'any', parameters: ['Request', 'Response', 'NextFunction'], runs: 'request', ...sinceExpress5 },
];
const expressParameter: CallbackFacts = {
  argument: 1, parameters: ['Request', 'Response', 'NextFunction', '', ''], runs: 'request', ...sinceExpress5,
};
const withExpress = (line: string): string => `import express from 'express'; const app = express(); ${line}`;
const inExpress = (line: string): string => withExpress(`app.get('/', (req, res, next) => { ${line} });`);

const express = defineLibrary({
  modules: ['express'],
  verified: 'express 5.3.0, @types/express 5.0.6',
  entries: {
    default: { role: 'web-app', use: 'either', gives: 'Application', example: `import express from 'express'; express();` },
    Router: { role: 'web-app', use: 'either', gives: 'Router', example: `import { Router } from 'express'; Router();` },
    ...each(['json', 'urlencoded', 'text', 'raw'], name => name, {
      role: 'middleware',
      gives: 'RequestHandler',
      limits: [bodyLimit('limit', 0, "'1mb'")],
      example: `import express from 'express'; express.NAME({ limit: '1mb' });`,
    }),
    static: { role: 'middleware', gives: 'RequestHandler', example: `import express from 'express'; express.static('public');` },
    ...each(METHODS, name => `Router#${name}`, { role: 'route', gives: 'this', callbacks: expressHandlers, example: withExpress(`app.NAME('/', (req, res) => {});`) }),
    ...each(METHODS, name => `Route#${name}`, { role: 'route', gives: 'this', callbacks: expressHandlers, example: withExpress(`app.route('/').NAME((req, res) => {});`) }),
    // express-ws 5.0.2 puts it there: a WebSocket, and the request that opened it.
    'Router#ws': { role: 'route', gives: 'this', callbacks: [{ argument: 'any', parameters: ['WebSocket@ws', 'Request', 'NextFunction'], awaited: false, runs: 'request' }], example: withExpress(`app.ws('/', (socket, req) => {});`) },
    'Router#route': { role: 'other', gives: 'Route', example: withExpress(`app.route('/');`) },
    // lib/application.js: a setting of the application, of which `req.app` and `res.app` are the same one.
    'Application#set': {
      role: 'other',
      gives: 'this',
      keepsForAll: { key: 0, value: 1 },
      example: withExpress(`app.set('user', value);`),
    },
    'Request#app': { role: 'other', use: 'read', gives: 'Application', example: inExpress('use(req.app);') },
    'Response#app': { role: 'other', use: 'read', gives: 'Application', example: inExpress('use(res.app);') },
    'Router#use': { role: 'middleware', gives: 'this', callbacks: expressHandlers, example: withExpress('app.use((req, res, next) => next());') },
    'Router#param': { role: 'middleware', gives: 'this', callbacks: [expressParameter], example: withExpress(`app.param('id', (req, res, next, id) => next());`) },
    'Application#listen': { role: 'server', gives: 'Server@node:http', listens: 'result', shutdown: { close: 'close', by: 'callback' }, callbacks: [{ argument: -1, awaited: false, runs: 'later' }], example: withExpress('app.listen(3000);') },
    // Run with 4.22.3 and 5.3.0: `res.sendFile(path); res.json({})` sends the JSON.
    ...each(['sendFile', 'download'], name => `Response#${name}`, {
      role: 'respond', response: 'ends', sentLater: true, gives: 'this', callbacks: [{ argument: -1, errorFirst: true, awaited: false, runs: 'later' }], example: inExpress(`res.NAME(path);`),
    }),
    ...each(['json', 'jsonp', 'send'], name => `Response#${name}`, {
      role: 'respond',
      response: 'ends',
      answer: { body: 0 },
      gives: 'this',
      example: inExpress(`res.NAME(value);`),
    }),
    ...each(['sendStatus', 'redirect'], name => `Response#${name}`, {
      role: 'respond', response: 'ends', gives: 'this', example: inExpress(`res.NAME(value);`),
    }),
    'Response#render': {
      role: 'respond', response: 'ends', sentLater: true, callbacks: [{ argument: -1, errorFirst: true, awaited: false, answers: true, runs: 'later' }], example: inExpress(`res.render('page');`),
    },
    'Response#status': {
      role: 'respond',
      response: 'prepares',
      answer: { status: 0 },
      gives: 'this',
      example: inExpress('res.status(value);'),
    },
    ...each(['set', 'header', 'type', 'contentType', 'attachment', 'append', 'clearCookie', 'cookie', 'location', 'vary', 'links'], name => `Response#${name}`, {
      role: 'respond', response: 'prepares', throwsOnceSent: true, gives: 'this', example: inExpress(`res.NAME(value);`),
    }),
    // Calls one of the functions that it is given: which one answers, and whether, only they can say.
    'Response#format': { role: 'other', gives: 'this', example: inExpress('res.format({ default() { res.end(); } });') },
    'NextFunction#': { role: 'next', example: inExpress('next();') },
    ...each(['body', 'cookies', 'signedCookies', 'path', 'originalUrl', 'hostname'], name => `Request#${name}`, { role: 'external-data', data: 'request', use: 'read', example: inExpress('use(req.NAME);') }),
    // router/lib/layer.js decodes what a path holds, qs what a query holds.
    ...each(['params'], name => `Request#${name}`, { role: 'external-data', data: 'request', use: 'read', decoded: true, example: inExpress('use(req.NAME);') }),
    // A getter that parses the address each time: run with express 5.3, where `req.query.page = 1` is lost.
    ...each(['query'], name => `Request#${name}`, { role: 'external-data', data: 'request', use: 'read', decoded: true, madeAnewSince: 5, example: inExpress('use(req.NAME);') }),
    ...each(['get', 'header'], name => `Request#${name}`, { role: 'external-data', data: 'request', example: inExpress(`use(req.NAME('x-id'));`) }),
  },
  types: {
    Application: { extends: ['Router', 'EventEmitter@node:events'], exportedAs: ['Application', 'Express'], servesAll: true },
    Router: { exportedAs: ['Router', 'IRouter'] },
    Route: { exportedAs: ['IRoute'] },
    Request: {
      extends: ['IncomingMessage@node:http'],
      part: 'request',
      routePattern: 'route.path',
    },
    Response: {
      extends: ['ServerResponse@node:http'],
      part: 'response',
      answeredTwice: 'throws',
      answering: HANGS,
    },
    NextFunction: { part: 'next' },
    RequestHandler: { exportedAs: ['RequestHandler', 'Handler'], parameters: ['Request', 'Response', 'NextFunction'], awaited: true, awaitedSince: '5', runs: 'request' },
    ErrorRequestHandler: {
      parameters: ['', 'Request', 'Response', 'NextFunction'],
      arity: 4,
      awaited: true,
      awaitedSince: '5',
      runs: 'request',
    },
    RequestParamHandler: { parameters: ['Request', 'Response', 'NextFunction', '', ''], awaited: true, awaitedSince: '5', runs: 'request' },
  },
});

const bodyParser = defineLibrary({
  modules: ['body-parser'],
  verified: 'body-parser 2.4.0',
  entries: each(['json', 'urlencoded', 'text', 'raw'], name => name, {
    role: 'middleware',
    gives: 'RequestHandler@express',
    limits: [bodyLimit('limit', 0, "'1mb'")],
    example: `import bodyParser from 'body-parser'; bodyParser.NAME({ limit: '1mb' });`,
  }),
});

const expressCore = defineLibrary({
  modules: ['express-serve-static-core'],
  verified: '@types/express-serve-static-core 5',
  entries: {
    'NextFunction#': { role: 'next', example: `import type { NextFunction } from 'express-serve-static-core'; export function f(next: NextFunction) { next(); }` },
  },
  types: {
    Application: { extends: ['Application@express'], exportedAs: ['Application', 'Express'], servesAll: true },
    Router: { extends: ['Router@express'], exportedAs: ['Router', 'IRouter'] },
    Request: { extends: ['Request@express'], part: 'request' },
    Response: {
      extends: ['Response@express'],
      part: 'response',
      answeredTwice: 'throws',
      answering: HANGS,
    },
    NextFunction: { part: 'next' },
    RequestHandler: { exportedAs: ['RequestHandler', 'Handler'], parameters: ['Request@express', 'Response@express', 'NextFunction@express'], awaited: true, awaitedSince: '5', runs: 'request' },
    ErrorRequestHandler: {
      parameters: ['', 'Request@express', 'Response@express', 'NextFunction@express'],
      arity: 4,
      awaited: true,
      awaitedSince: '5',
      runs: 'request',
    },
  },
});

// Its result has no parameter but `...args`: Express never takes it for error middleware. Run with express 4.22 and 5.3.
const expressAsyncHandler = defineLibrary({
  modules: ['express-async-handler'],
  verified: 'express-async-handler 1.2.0',
  entries: {
    default: {
      role: 'middleware',
      givesArity: 0,
      callbacks: [
        { argument: 0, arity: 4, parameters: ['', 'Request@express', 'Response@express', 'NextFunction@express'], runs: 'request', awaited: true },
        { argument: 0, parameters: ['Request@express', 'Response@express', 'NextFunction@express'], runs: 'request', awaited: true },
      ],
      example: `import asyncHandler from 'express-async-handler'; asyncHandler(async (req, res) => {});`,
    },
  },
});

// ——— connect: Express' elder, which counts parameters as well, and drops promises.

const connectHandlers: readonly CallbackFacts[] = [
  { argument: 'any', arity: 4, parameters: ['', 'IncomingMessage@node:http', 'ServerResponse@node:http', 'NextFunction'], runs: 'request', awaited: false },
  { argument: 'any', parameters: ['IncomingMessage@node:http', 'ServerResponse@node:http', 'NextFunction'], runs: 'request', awaited: false },
];
const withConnect = (line: string): string => `import connect from 'connect'; const app = connect(); ${line}`;

const connect = defineLibrary({
  modules: ['connect'],
  verified: 'connect 3.7.0, @types/connect 3.4.38',
  entries: {
    default: { role: 'web-app', gives: 'Server', example: `import connect from 'connect'; connect();` },
    'Server#use': { role: 'middleware', gives: 'this', callbacks: connectHandlers, example: withConnect('app.use((req, res, next) => next());'), source: 'index.js: call()' },
    'Server#listen': { role: 'server', gives: 'Server@node:http', listens: 'result', shutdown: { close: 'close', by: 'callback' }, example: withConnect('app.listen(3000);') },
    'NextFunction#': { role: 'next', example: withConnect('app.use((req, res, next) => { next(); });') },
  },
  types: {
    Server: {},
    NextFunction: { part: 'next' },
    ErrorHandleFunction: { parameters: ['', 'IncomingMessage@node:http', 'ServerResponse@node:http', 'NextFunction'], arity: 4, awaited: false, runs: 'request' },
  },
});

// ——— node:http: what a handler reads from a request and does to a response.

const inHttp = (line: string): string => `import type { IncomingMessage, ServerResponse } from 'node:http'; export function f(req: IncomingMessage, res: ServerResponse) { ${line} }`;

const nodeHttp = defineLibrary({
  modules: ['node:http', 'node:https', 'node:http2'],
  verified: 'Node 20.20 and 24.21',
  entries: {
    ...each(['socket', 'connection'], name => `IncomingMessage#${name}`, { role: 'other', use: 'read', gives: 'Socket@node:net', example: inHttp('use(req.NAME);') }),
    ...each(['headers', 'url', 'rawHeaders'], name => `IncomingMessage#${name}`, { role: 'external-data', data: 'request', use: 'read', example: inHttp('use(req.NAME);') }),
    'ServerResponse#end': {
      role: 'respond',
      response: 'ends',
      answer: { body: 0 },
      gives: 'this',
      example: inHttp('res.end();'),
    },
    'ServerResponse#write': {
      role: 'respond',
      response: 'starts',
      answer: { body: 0 },
      example: inHttp('res.write(chunk);'),
    },
    'ServerResponse#flushHeaders': { role: 'respond', response: 'starts', example: inHttp('res.flushHeaders();') },
    'ServerResponse#writeHead': {
      role: 'respond',
      throwsOnceSent: true,
      response: 'starts',
      answer: { status: 0 },
      gives: 'this',
      example: inHttp('res.writeHead(200);'),
    },
    ...each(['setHeader', 'appendHeader', 'setHeaders'], name => `ServerResponse#${name}`, { role: 'respond', response: 'prepares', throwsOnceSent: true, gives: 'this', example: inHttp('res.NAME(name, value);') }),
  },
});

// ——— Next.js: API routes of `pages/api` get a response of Node's with methods of Express' names.

const inNext = (line: string): string => `import type { NextApiRequest, NextApiResponse } from 'next'; export default function handler(req: NextApiRequest, res: NextApiResponse) { ${line} }`;

const next = defineLibrary({
  modules: ['next'],
  verified: 'next 15.5.29',
  entries: {
    ...each(['send', 'json'], name => `NextApiResponse#${name}`, {
      role: 'respond',
      response: 'ends',
      answer: { body: 0 },
      example: inNext('res.NAME(value);'),
    }),
    'NextApiResponse#redirect': { role: 'respond', response: 'ends', example: inNext('res.redirect(value);') },
    'NextApiResponse#status': {
      role: 'respond',
      response: 'prepares',
      answer: { status: 0 },
      gives: 'this',
      example: inNext('res.status(value);'),
    },
    ...each(['setDraftMode', 'setPreviewData', 'clearPreviewData'], name => `NextApiResponse#${name}`, {
      role: 'respond', response: 'prepares', gives: 'this', example: inNext('res.NAME(value);'),
    }),
    ...each(['body', 'query', 'cookies'], name => `NextApiRequest#${name}`, { role: 'external-data', data: 'request', use: 'read', example: inNext('use(req.NAME);') }),
  },
  types: {
    NextApiRequest: { extends: ['IncomingMessage@node:http'], part: 'request' },
    // dist/server/api-utils/node/api-resolver.js: a handler that resolves without an answer gets a warning in development, and nothing else.
    NextApiResponse: {
      extends: ['ServerResponse@node:http'],
      part: 'response',
      answeredTwice: 'throws',
      answering: HANGS,
    },
    NextApiHandler: { parameters: ['NextApiRequest', 'NextApiResponse'], awaited: true, runs: 'request' },
  },
});

// ——— Fastify

const fastifyHandler: CallbackFacts = { argument: 'any', parameters: ['FastifyRequest', 'FastifyReply'], runs: 'request', awaited: true };
const fastifyOption = (option: string, parameters: readonly string[]): CallbackFacts => ({ ...fastifyHandler, option, parameters });
// lib/hooks.js asks `reply.sent`, which is false while an async `onSend` hook or a stream delays the response. Run with 4.29.1 and 5.12.8.
const goesOn = { goesOn: true } as const;
const REQUEST_AND_REPLY = ['FastifyRequest', 'FastifyReply'] as const;
const fastifyHooks: readonly CallbackFacts[] = [
  fastifyOption('handler', REQUEST_AND_REPLY),
  ...['onRequest', 'preValidation', 'preHandler'].map(name => ({ ...fastifyOption(name, [...REQUEST_AND_REPLY, 'HookDone']), ...goesOn })),
  ...['onResponse', 'onTimeout'].map(name => fastifyOption(name, [...REQUEST_AND_REPLY, 'HookDone'])),
  ...['preParsing', 'preSerialization', 'onSend', 'onError'].map(name => fastifyOption(name, [...REQUEST_AND_REPLY, '', 'HookDone'])),
  fastifyOption('errorHandler', ['', ...REQUEST_AND_REPLY]),
];
const withFastify = (line: string): string => `import fastify from 'fastify'; const app = fastify(); ${line}`;
const inFastify = (line: string): string => withFastify(`app.get('/', async (request, reply) => { ${line} });`);

/** lib/server.js writes its own defaults over Node's: `requestTimeout` 0, `keepAliveTimeout` 72 s. Run with 5.12.8. */
const fastifyLimits: readonly LimitFacts[] = [
  {
    key: 'requestTimeout',
    argument: 0,
    off: [0],
    harm: 'lets a client send its body a byte at a time: it holds a connection, and the request that waits for it, for ever',
    write: '60_000',
    choose: 'or the longest time that a request takes to arrive',
    left: "Fastify writes its default `requestTimeout: 0` over Node's 300 s: a client that sends its body a byte at a time holds a connection, and the request that waits for it, for ever",
    unless: ['serverFactory', 'http2', 'http.requestTimeout'],
  },
  bodyLimit('bodyLimit', 0, '1_048_576'),
];
const fastifyWait = {
  argument: 0,
  bounds: ['requestTimeout'],
  inert: [{ key: 'http.requestTimeout', why: "is written over by Fastify's own `requestTimeout`, which is 0 by default", instead: '`requestTimeout` beside `http`' }],
} as const;

const fastify = defineLibrary({
  modules: ['fastify'],
  verified: 'fastify 5.12.8',
  entries: {
    default: {
      role: 'web-app',
      gives: 'FastifyInstance',
      limits: fastifyLimits,
      wait: fastifyWait,
      ownLogger: { argument: 0, option: 'logger', instead: 'loggerInstance' },
      example: `import fastify from 'fastify'; fastify();`,
    },
    fastify: {
      role: 'web-app',
      gives: 'FastifyInstance',
      limits: fastifyLimits,
      wait: fastifyWait,
      ownLogger: { argument: 0, option: 'logger', instead: 'loggerInstance' },
      example: `import { fastify } from 'fastify'; fastify();`,
    },
    ...each(METHODS, name => `FastifyInstance#${name}`, {
      role: 'route', gives: 'this', callbacks: [fastifyHandler, ...fastifyHooks], example: withFastify(`app.NAME('/', async (request, reply) => 1);`),
    }),
    'FastifyInstance#route': { role: 'route', gives: 'this', callbacks: fastifyHooks, example: withFastify(`app.route({ method: 'GET', url: '/', handler: async () => 1 });`) },
    'FastifyInstance#addHook': {
      role: 'web-hook',
      gives: 'this',
      callbacks: [
        { argument: 1, named: ['onRequest', 'preValidation', 'preHandler'], parameters: [...REQUEST_AND_REPLY, 'HookDone'], runs: 'request', awaited: true, ...goesOn },
        { argument: 1, named: ['onResponse', 'onTimeout'], parameters: [...REQUEST_AND_REPLY, 'HookDone'], runs: 'request', awaited: true },
        { argument: 1, named: ['preParsing'], parameters: [...REQUEST_AND_REPLY, '', 'HookDone'], runs: 'request', awaited: true, ...goesOn },
        { argument: 1, named: ['preSerialization', 'onSend', 'onError'], parameters: [...REQUEST_AND_REPLY, '', 'HookDone'], runs: 'request', awaited: true },
        { argument: 1, named: ['onRequestAbort'], parameters: ['FastifyRequest', 'HookDone'], runs: 'request', awaited: true },
        { argument: 1, named: ['onReady', 'onListen', 'preClose', 'onClose'], parameters: ['FastifyInstance'], runs: 'later', awaited: true },
        { argument: 1, named: ['onRoute', 'onRegister'], runs: 'now', awaited: false },
      ],
      example: withFastify(`app.addHook('onRequest', async (request, reply) => {});`),
    },
    'FastifyInstance#setErrorHandler': {
      role: 'error-middleware', gives: 'this', callbacks: [{ argument: 0, parameters: ['', ...REQUEST_AND_REPLY], runs: 'request', awaited: true }],
      example: withFastify('app.setErrorHandler(async (error, request, reply) => {});'),
    },
    'FastifyInstance#setNotFoundHandler': {
      role: 'route', gives: 'this', callbacks: [fastifyHandler], example: withFastify('app.setNotFoundHandler(async (request, reply) => 1);'),
    },
    'FastifyInstance#register': {
      role: 'other', callbacks: [{ argument: 0, parameters: ['FastifyInstance'], runs: 'later', awaited: true }],
      example: withFastify('app.register(async instance => {});'),
    },
    'FastifyInstance#listen': { role: 'server', shutdown: { close: 'close', by: 'promise' }, promise: 'without-callback', example: withFastify('app.listen({ port: 3000 });') },
    'FastifyInstance#server': { role: 'other', use: 'read', gives: 'Server@node:http', example: withFastify('use(app.server);') },
    'FastifyInstance#close': { role: 'other', promise: 'without-callback', example: withFastify('app.close();') },
    'FastifyInstance#ready': { role: 'other', promise: 'without-callback', example: withFastify('app.ready();') },
    'FastifyReply#send': {
      role: 'respond',
      response: 'ends',
      answer: { body: 0 },
      gives: 'this',
      example: inFastify('reply.send(value);'),
    },
    ...each(['redirect', 'callNotFound'], name => `FastifyReply#${name}`, { role: 'respond', response: 'ends', gives: 'this', example: inFastify('reply.NAME(value);') }),
    // The handler answers through `reply.raw` from here on.
    'FastifyReply#hijack': { role: 'respond', response: 'starts', gives: 'this', example: inFastify('reply.hijack();') },
    ...each(['code', 'status'], name => `FastifyReply#${name}`, {
      role: 'respond',
      response: 'prepares',
      answer: { status: 0 },
      gives: 'this',
      example: inFastify('reply.NAME(value);'),
    }),
    ...each(['header', 'headers', 'type', 'removeHeader', 'serializer', 'trailer'], name => `FastifyReply#${name}`, {
      role: 'respond', response: 'prepares', gives: 'this', example: inFastify('reply.NAME(value);'),
    }),
    'HookDone#': { role: 'next', example: withFastify(`app.addHook('onRequest', (request, reply, done) => { done(); });`) },
    ...each(['body', 'headers', 'url', 'originalUrl', 'hostname', 'cookies'], name => `FastifyRequest#${name}`, { role: 'external-data', data: 'request', use: 'read', example: inFastify('use(request.NAME);') }),
    // find-my-way decodes both.
    ...each(['query', 'params'], name => `FastifyRequest#${name}`, { role: 'external-data', data: 'request', use: 'read', decoded: true, example: inFastify('use(request.NAME);') }),
    'FastifyRequest#raw': { role: 'other', use: 'read', gives: 'IncomingMessage@node:http', example: inFastify('use(request.raw);') },
    'FastifyRequest#server': { role: 'other', use: 'read', gives: 'FastifyInstance', example: inFastify('use(request.server);') },
    'FastifyReply#raw': { role: 'other', use: 'read', gives: 'ServerResponse@node:http', example: inFastify('use(reply.raw);') },
    'FastifyReply#request': { role: 'other', use: 'read', gives: 'FastifyRequest', example: inFastify('use(reply.request);') },
    'FastifyReply#server': { role: 'other', use: 'read', gives: 'FastifyInstance', example: inFastify('use(reply.server);') },
  },
  types: {
    FastifyInstance: { servesAll: true },
    FastifyRequest: {
      part: 'request',
      routePattern: 'routeOptions.url',
    },
    // A second `send` only writes FST_ERR_REP_ALREADY_SENT to the log at `warn`.
    FastifyReply: {
      part: 'response',
      answeredTwice: 'ignored',
      // lib/wrap-thenable.js sends what the promise of an async handler gives, `undefined` too.
      answering: { by: 'either', otherwise: 'the client waits until it gives up', otherwiseAsync: 'Fastify answers with an empty 200', thenable: true },
    },
    HookDone: { exportedAs: ['HookHandlerDoneFunction', 'DoneFuncWithErrOrRes'], part: 'next' },
    RouteHandlerMethod: { exportedAs: ['RouteHandlerMethod', 'RouteHandler'], parameters: REQUEST_AND_REPLY, awaited: true, runs: 'request' },
    FastifyPluginAsync: { exportedAs: ['FastifyPluginAsync', 'FastifyPluginCallback', 'FastifyPlugin'], parameters: ['FastifyInstance'], awaited: true, runs: 'later' },
    ...Object.fromEntries(
      ['onRequest', 'preValidation', 'preHandler', 'onResponse', 'onTimeout'].flatMap(name => [
        [`${name}HookHandler`, { parameters: [...REQUEST_AND_REPLY, 'HookDone'], awaited: true, runs: 'request' as const, ...(name === 'onResponse' || name === 'onTimeout' ? {} : goesOn) }],
        [`${name}AsyncHookHandler`, { parameters: REQUEST_AND_REPLY, awaited: true, runs: 'request' as const, ...(name === 'onResponse' || name === 'onTimeout' ? {} : goesOn) }],
      ]),
    ),
  },
});

const fastifyPlugin = defineLibrary({
  modules: ['fastify-plugin'],
  verified: 'fastify-plugin 6.0.1',
  entries: {
    default: {
      role: 'other', callbacks: [{ argument: 0, parameters: ['FastifyInstance@fastify'], runs: 'later', awaited: true }],
      example: `import fp from 'fastify-plugin'; export default fp(async app => {});`,
    },
    fastifyPlugin: {
      role: 'other', callbacks: [{ argument: 0, parameters: ['FastifyInstance@fastify'], runs: 'later', awaited: true }],
      example: `import { fastifyPlugin } from 'fastify-plugin'; export default fastifyPlugin(async app => {});`,
    },
  },
});

// ——— Koa: a response is a property that is set, so that setting it twice is legal.

const koaHandler: CallbackFacts = { argument: 'any', parameters: ['Context@koa', 'Next@koa'], runs: 'request', awaited: true };
const withKoa = (line: string): string => `import Koa from 'koa'; const app = new Koa(); ${line}`;
const inKoa = (line: string): string => withKoa(`app.use(async (ctx, next) => { ${line} });`);

const koa = defineLibrary({
  modules: ['koa'],
  verified: 'koa 3.3.0, @types/koa 3.0.3',
  entries: {
    default: { role: 'web-app', use: 'new', gives: 'Application', example: `import Koa from 'koa'; new Koa();` },
    'Application#use': { role: 'middleware', gives: 'this', callbacks: [koaHandler], example: withKoa('app.use(async (ctx, next) => next());') },
    'Application#listen': { role: 'server', gives: 'Server@node:http', listens: 'result', shutdown: { close: 'close', by: 'callback' }, example: withKoa('app.listen(3000);') },
    'Next#': { role: 'next', promise: true, example: inKoa('await next();') },
    'Context#app': { role: 'other', use: 'read', gives: 'Application', example: inKoa('use(ctx.app);') },
    'Context#request': { role: 'other', use: 'read', gives: 'Request', example: inKoa('use(ctx.request);') },
    'Context#response': { role: 'other', use: 'read', gives: 'Response', example: inKoa('use(ctx.response);') },
    'Context#req': { role: 'other', use: 'read', gives: 'IncomingMessage@node:http', example: inKoa('use(ctx.req);') },
    'Context#res': { role: 'other', use: 'read', gives: 'ServerResponse@node:http', example: inKoa('use(ctx.res);') },
    ...each(['querystring', 'headers', 'path', 'url', 'originalUrl', 'href'], name => `Context#${name}`, { role: 'external-data', data: 'request', use: 'read', example: inKoa('use(ctx.NAME);') }),
    // querystring and the router decode them.
    ...each(['query', 'params'], name => `Context#${name}`, { role: 'external-data', data: 'request', use: 'read', decoded: true, example: inKoa('use(ctx.NAME);') }),
    'Context#cookies': { role: 'other', use: 'read', gives: 'Cookies', example: inKoa('use(ctx.cookies);') },
    'Cookies#get': { role: 'external-data', data: 'request', example: inKoa(`use(ctx.cookies.get('a'));`) },
    'Context#get': { role: 'external-data', data: 'request', example: inKoa(`use(ctx.get('x-id'));`) },
    ...each(['body', 'query', 'querystring', 'headers'], name => `Request#${name}`, { role: 'external-data', data: 'request', use: 'read', example: inKoa('use(ctx.request.NAME);') }),
    ...each(['set', 'append', 'redirect', 'attachment', 'type'], name => `Context#${name}`, { role: 'respond', response: 'prepares', example: inKoa('ctx.NAME(value);') }),
  },
  types: {
    Application: { extends: ['EventEmitter@node:events'], exportedAs: ['default', 'Application'], unheardErrorCrashes: false, servesAll: true },
    Context: {
      exportedAs: ['Context', 'ParameterizedContext', 'ExtendableContext'],
      part: 'context',
      answerFields: { body: 'body', status: 'status' },
    },
    Request: { part: 'request' },
    Response: {
      part: 'response',
      answerFields: { body: 'body', status: 'status' },
    },
    Cookies: {},
    Next: { part: 'next' },
    Middleware: { parameters: ['Context', 'Next'], awaited: true, runs: 'request' },
  },
});

const koaWebSocket = defineLibrary({
  modules: ['koa-websocket'],
  verified: 'koa-websocket 7.0.0',
  entries: {
    default: { role: 'web-app', gives: 'Application', example: `import websockify from 'koa-websocket'; websockify(new Koa());` },
    'Application#ws': { role: 'other', use: 'read', gives: 'Sockets', example: `import websockify from 'koa-websocket'; use(websockify(new Koa()).ws);` },
    'Sockets#use': { role: 'middleware', gives: 'this', callbacks: [{ argument: 'any', parameters: ['Context', 'Next@koa'], awaited: true, runs: 'request' }], example: `import websockify from 'koa-websocket'; websockify(new Koa()).ws.use((ctx, next) => next());` },
    'Context#websocket': { role: 'other', use: 'read', gives: 'WebSocket@ws', example: `import websockify from 'koa-websocket'; websockify(new Koa()).ws.use(ctx => { use(ctx.websocket); });` },
  },
  types: { Application: { extends: ['Application@koa'] }, Sockets: {}, Context: { exportedAs: ['MiddlewareContext'], extends: ['Context@koa'], part: 'context' } },
});

const koaCompose = defineLibrary({
  modules: ['koa-compose'],
  verified: 'koa-compose 4.2.0',
  entries: { default: { role: 'middleware', callbacks: [koaHandler], example: `import compose from 'koa-compose'; compose([async (ctx, next) => next()]);` } },
});

const withKoaRouter = (line: string): string => `import Router from '@koa/router'; const router = new Router(); ${line}`;

const koaRouter = defineLibrary({
  modules: ['@koa/router', 'koa-router'],
  verified: '@koa/router 15.7.0',
  entries: {
    default: { role: 'web-app', use: 'new', gives: 'Router', example: `import Router from '@koa/router'; new Router();` },
    Router: { role: 'web-app', use: 'new', gives: 'Router', example: `import { Router } from '@koa/router'; new Router();` },
    ...each([...METHODS, 'del'], name => `Router#${name}`, { role: 'route', gives: 'this', callbacks: [koaHandler], example: withKoaRouter(`router.NAME('/', async ctx => {});`) }),
    'Router#use': { role: 'middleware', gives: 'this', callbacks: [koaHandler], example: withKoaRouter('router.use(async (ctx, next) => next());') },
    'Router#param': {
      role: 'middleware', gives: 'this', callbacks: [{ argument: 1, parameters: ['', 'Context@koa', 'Next@koa'], runs: 'request', awaited: true }],
      example: withKoaRouter(`router.param('id', (id, ctx, next) => next());`),
    },
  },
  types: {
    Router: { exportedAs: ['default', 'Router'] },
    RouterContext: { extends: ['Context@koa'], part: 'context' },
    Middleware: { exportedAs: ['Middleware', 'RouterMiddleware'], parameters: ['RouterContext', 'Next@koa'], awaited: true, runs: 'request' },
  },
});

// ——— Hono: a handler answers by what it returns.

const honoHandler: CallbackFacts = { argument: 'any', parameters: ['Context', 'Next'], runs: 'request', awaited: true };
const withHono = (line: string): string => `import { Hono } from 'hono'; const app = new Hono(); ${line}`;
const inHono = (line: string): string => withHono(`app.get('/', async (c, next) => { ${line} });`);

const hono = defineLibrary({
  modules: ['hono', 'hono/tiny', 'hono/quick'],
  verified: 'hono 4.13.19',
  entries: {
    Hono: { role: 'web-app', use: 'new', gives: 'Hono', example: `import { Hono } from 'hono'; new Hono();` },
    ...each(['get', 'post', 'put', 'patch', 'delete', 'options', 'all', 'on'], name => `Hono#${name}`, {
      role: 'route', gives: 'this', callbacks: [honoHandler], example: withHono(`app.NAME('/', c => c.text(''));`),
    }),
    'Hono#use': { role: 'middleware', gives: 'this', callbacks: [honoHandler], example: withHono('app.use(async (c, next) => { await next(); });') },
    'Hono#basePath': { role: 'other', gives: 'Hono', example: withHono(`app.basePath('/api');`) },
    'Hono#route': { role: 'other', gives: 'this', example: withHono(`app.route('/api', app);`) },
    'Hono#notFound': { role: 'route', gives: 'this', callbacks: [honoHandler], example: withHono(`app.notFound(c => c.text('no'));`) },
    'Hono#onError': {
      role: 'error-middleware', gives: 'this', callbacks: [{ argument: 0, parameters: ['', 'Context'], runs: 'request', awaited: true }],
      example: withHono(`app.onError((error, c) => c.text('no', 500));`),
    },
    'Next#': {
      role: 'next',
      promise: true,
      rejectsWithoutErrors: true,
      example: inHono('await next();'),
      source: 'src/compose.ts: dispatch hands what is an Error to onError, which every application has',
    },
    ...each(['json', 'text', 'html', 'body', 'newResponse'], name => `Context#${name}`, {
      role: 'respond',
      response: 'gives',
      answer: { body: 0, status: 1 },
      example: inHono('return c.NAME(value);'),
    }),
    ...each(['redirect', 'notFound'], name => `Context#${name}`, { role: 'respond', response: 'gives', example: inHono('return c.NAME(value);') }),
    'Context#header': { role: 'respond', response: 'prepares', example: inHono('c.header(value);') },
    'Context#status': {
      role: 'respond',
      response: 'prepares',
      answer: { status: 0 },
      example: inHono('c.status(value);'),
    },
    'Context#req': { role: 'other', use: 'read', gives: 'HonoRequest', example: inHono('use(c.req);') },
    ...each(['json', 'text', 'formData', 'parseBody', 'arrayBuffer', 'blob'], name => `HonoRequest#${name}`, { role: 'external-data', data: 'request', promise: true, example: inHono('await c.req.NAME();') }),
    ...each(['header'], name => `HonoRequest#${name}`, { role: 'external-data', data: 'request', example: inHono('c.req.NAME();') }),
    ...each(['param', 'query', 'queries'], name => `HonoRequest#${name}`, { role: 'external-data', data: 'request', decoded: true, example: inHono('c.req.NAME();') }),
  },
  types: {
    Hono: {},
    Context: {
      part: 'context',
      answering: { by: 'return', otherwise: 'the client gets a 404' },
    },
    HonoRequest: { part: 'request' },
    Next: { part: 'next' },
    Handler: { parameters: ['Context', 'Next'], awaited: true, runs: 'request' },
    MiddlewareHandler: { parameters: ['Context', 'Next'], awaited: true, runs: 'request' },
  },
});

const honoNodeServer = defineLibrary({
  modules: ['@hono/node-server'],
  verified: '@hono/node-server 2.1.9',
  entries: {
    // `serverOptions` goes to `http.createServer` as it is.
    serve: {
      role: 'server',
      gives: 'Server@node:http',
      listens: 'result',
      shutdown: { close: 'close', by: 'callback' },
      limits: [
        ...['requestTimeout', 'headersTimeout'].map(name => ({
          key: `serverOptions.${name}`,
          argument: 0,
          off: [0],
          harm: 'lets a client send its request a byte at a time, and hold a connection for minutes or for ever',
          write: name === 'requestTimeout' ? '300_000' : '60_000',
          choose: 'or the longest time that it takes to arrive',
        })),
        {
          key: 'serverOptions.keepAliveTimeout',
          argument: 0,
          harm: 'keeps a connection open when its client is gone',
          write: '65_000',
          choose: 'or any time above the idle timeout of the load balancer',
          unless: ['createServer'],
        },
      ],
      callbacks: [{ argument: -1, awaited: false, runs: 'later' }],
      example: `import { serve } from '@hono/node-server'; serve({ fetch: app.fetch, port: 3000 });`,
    },
  },
});

const stoppable = defineLibrary({
  modules: ['stoppable'],
  verified: 'stoppable 1.1.0',
  entries: { default: { role: 'server', gives: 'Server@node:http', example: `import stoppable from 'stoppable'; stoppable(server);`, source: 'lib/stoppable.js: gives the server that it is handed' } },
});

const honoFactory = defineLibrary({
  modules: ['hono/factory'],
  verified: 'hono 4.13.19',
  entries: {
    createMiddleware: { role: 'middleware', callbacks: [{ argument: 0, parameters: ['Context@hono', 'Next@hono'], runs: 'request', awaited: true }], example: `import { createMiddleware } from 'hono/factory'; createMiddleware(async (c, next) => { await next(); });` },
    createFactory: { role: 'other', gives: 'Factory', example: `import { createFactory } from 'hono/factory'; createFactory();` },
    ...each(['createMiddleware', 'createHandlers'], name => `Factory#${name}`, { role: 'middleware', callbacks: [{ argument: 'any', parameters: ['Context@hono', 'Next@hono'], runs: 'request', awaited: true }], example: `import { createFactory } from 'hono/factory'; createFactory().NAME(async (c, next) => { await next(); });` }),
    'Factory#createApp': { role: 'web-app', gives: 'Hono@hono', example: `import { createFactory } from 'hono/factory'; createFactory().createApp();` },
  },
  types: { Factory: {} },
});

// ——— hapi

const withHapi = (line: string): string => `import Hapi from '@hapi/hapi'; const server = Hapi.server(); ${line}`;
const inHapi = (line: string): string => withHapi(`server.route({ method: 'GET', path: '/', handler: (request, h) => { ${line} } });`);

const hapi = defineLibrary({
  modules: ['@hapi/hapi'],
  verified: '@hapi/hapi 21.4.10',
  entries: {
    server: { role: 'web-app', gives: 'Server', example: `import Hapi from '@hapi/hapi'; Hapi.server();` },
    Server: { role: 'web-app', use: 'new', gives: 'Server', example: `import { Server } from '@hapi/hapi'; new Server();` },
    'Server#route': {
      role: 'route',
      callbacks: ['handler', 'options.handler'].map(option => ({ argument: 0, option, parameters: ['Request', 'ResponseToolkit'], runs: 'request', awaited: true }) as const),
      example: withHapi(`server.route({ method: 'GET', path: '/', handler: () => 1 });`),
    },
    'Server#ext': {
      role: 'web-hook',
      callbacks: [{ argument: 1, named: ['onRequest', 'onPreAuth', 'onCredentials', 'onPostAuth', 'onPreHandler', 'onPostHandler', 'onPreResponse', 'onPostResponse'], parameters: ['Request', 'ResponseToolkit'], runs: 'request', awaited: true }],
      example: withHapi(`server.ext('onRequest', (request, h) => h.continue);`),
    },
    'Server#listener': { role: 'other', use: 'read', gives: 'Server@node:http', example: withHapi('use(server.listener);') },
    'Server#start': { role: 'server', listens: 'receiver', shutdown: { close: 'stop', by: 'promise' }, promise: true, example: withHapi('await server.start();') },
    'ResponseToolkit#response': {
      role: 'respond',
      response: 'gives',
      answer: { body: 0 },
      gives: 'ResponseObject',
      example: inHapi('return h.response(value);'),
    },
    'ResponseToolkit#redirect': { role: 'respond', response: 'gives', gives: 'ResponseObject', example: inHapi('return h.redirect(url);') },
    'ResponseObject#code': {
      role: 'respond',
      response: 'prepares',
      answer: { status: 0 },
      gives: 'this',
      example: inHapi('return h.response(value).code(200);'),
    },
    ...each(['header', 'type'], name => `ResponseObject#${name}`, { role: 'respond', response: 'prepares', gives: 'this', example: inHapi('return h.response(value).NAME(value);') }),
    ...each(['payload', 'query', 'params', 'headers'], name => `Request#${name}`, { role: 'external-data', data: 'request', use: 'read', example: inHapi('use(request.NAME);') }),
  },
  // lib/core.js: its listener is `http.createServer()` unless it is given one.
  types: { Server: { fronts: { type: 'Server@node:http', through: 'listener' } }, Request: { part: 'request' }, ResponseToolkit: { part: 'context', answering: { by: 'return', otherwise: 'hapi answers with a 500' } }, ResponseObject: {} },
});

// ——— NestJS: an application over a server of Node's; with the Fastify adapter, of Fastify's.

const NEST_APPLICATION = { fronts: { type: 'Server@node:http', through: 'getHttpServer()', unlessImported: ['@nestjs/platform-fastify'] } } as const;
const withNest = (line: string): string => `import { NestFactory } from '@nestjs/core'; const app = await NestFactory.create(AppModule); ${line}`;

const nestApplications: readonly Library[] = [
  defineLibrary({
    modules: ['@nestjs/core'],
    verified: '@nestjs/core 12.5.1',
    entries: {
      'NestFactory.create': { role: 'web-app', promise: true, gives: 'INestApplication@@nestjs/common', example: `import { NestFactory } from '@nestjs/core'; await NestFactory.create(AppModule);` },
    },
  }),
  defineLibrary({
    modules: ['@nestjs/common'],
    verified: '@nestjs/common 12.5.1, @nestjs/platform-express 12.5.1',
    entries: {
      'INestApplication#listen': { role: 'server', listens: 'receiver', shutdown: { close: 'close', by: 'promise', onSignals: 'enableShutdownHooks' }, promise: true, gives: 'Server@node:http', callbacks: [{ argument: -1, awaited: false, runs: 'later' }], example: withNest('await app.listen(3000);') },
      'INestApplication#getHttpServer': { role: 'other', gives: 'Server@node:http', example: withNest('app.getHttpServer();') },
      'INestApplication#useBodyParser': { role: 'other', gives: 'this', limits: [bodyLimit('limit', 1, "'1mb'")], example: withNest(`app.useBodyParser('json', { limit: '1mb' });`) },
    },
    types: { INestApplication: NEST_APPLICATION },
  }),
  defineLibrary({
    modules: ['@nestjs/platform-express'],
    verified: '@nestjs/platform-express 12.5.1',
    entries: {},
    types: { NestExpressApplication: { extends: ['INestApplication@@nestjs/common'], ...NEST_APPLICATION } },
  }),
];

// ——— NestJS: an exception is an answer. http.exception.js, createBody(): its first argument is the message, or the body; any status.

const NEST_FAILURES = { InternalServerErrorException: 500, NotImplementedException: 501, BadGatewayException: 502, ServiceUnavailableException: 503, GatewayTimeoutException: 504 } as const;

/** The description that the class has by itself, and has no longer where it is given options without one. */
const titleOf = (name: string): string => name.replace('Exception', '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ');

const nestExceptions = defineLibrary({
  modules: ['@nestjs/common'],
  verified: '@nestjs/common 11.2.10, @nestjs/core 12.5.1',
  entries: {
    HttpException: {
      role: 'other',
      use: 'new',
      answer: { body: 0, status: 1 },
      cause: { argument: 2, option: 'cause' },
      example: `import { HttpException } from '@nestjs/common'; throw new HttpException('text', 500);`,
    },
    ...Object.fromEntries(
      Object.entries(NEST_FAILURES).map(([name, fixed]) => [
        name,
        {
          role: 'other',
          use: 'new',
          answer: { body: 0, fixed },
          cause: { argument: 1, option: 'cause', beside: `description: '${titleOf(name)}'` },
          example: `import { ${name} } from '@nestjs/common'; throw new ${name}('text');`,
        } as const,
      ]),
    ),
    'ArgumentsHost#switchToHttp': {
      role: 'other',
      gives: 'HttpArgumentsHost',
      example: `import type { ArgumentsHost } from '@nestjs/common'; export function f(host: ArgumentsHost) { host.switchToHttp(); }`,
    },
    ...each(['getResponse', 'getRequest'], name => `HttpArgumentsHost#${name}`, {
      role: 'other',
      gives: '<>',
      example: `import type { ArgumentsHost } from '@nestjs/common'; export function f(host: ArgumentsHost) { host.switchToHttp().NAME<Response>(); }`,
    }),
  },
  types: { ArgumentsHost: { exportedAs: ['ArgumentsHost', 'ExecutionContext'] }, HttpArgumentsHost: {} },
});

// ——— Responses as values: route handlers of Next.js and of every runtime that speaks the web's own types.

const responseOptions = { body: 0, status: { argument: 1, option: 'status' } } as const;

const webResponses: readonly Library[] = [
  defineLibrary({
    modules: ['global'],
    verified: 'Node 20.20',
    entries: {
      Response: { role: 'respond', use: 'new', response: 'gives', answer: responseOptions, gives: 'Response', example: 'new Response(text, { status: 500 });' },
      'Response.json': { role: 'respond', response: 'gives', answer: responseOptions, gives: 'Response', example: 'Response.json(value, { status: 500 });' },
    },
  }),
  defineLibrary({
    modules: ['next/server'],
    verified: 'next 15.5.29',
    entries: {
      NextResponse: { role: 'respond', use: 'new', response: 'gives', answer: responseOptions, example: `import { NextResponse } from 'next/server'; new NextResponse(text, { status: 500 });` },
      'NextResponse.json': { role: 'respond', response: 'gives', answer: responseOptions, example: `import { NextResponse } from 'next/server'; NextResponse.json(value, { status: 500 });` },
    },
  }),
];

const remix = defineLibrary({
  modules: ['@remix-run/node', '@remix-run/server-runtime', '@remix-run/cloudflare'],
  verified: '@remix-run/node 2.17.5',
  entries: {
    json: { role: 'respond', response: 'gives', answer: responseOptions, example: `import { json } from '@remix-run/node'; json(value, { status: 500 });` },
  },
});

// ——— Statuses by name.

const STATUS_NAMES = { INTERNAL_SERVER_ERROR: 500, NOT_IMPLEMENTED: 501, BAD_GATEWAY: 502, SERVICE_UNAVAILABLE: 503, GATEWAY_TIMEOUT: 504 } as const;
const statusNames = (module: string, verified: string, holder: string, line: (name: string) => string): Library =>
  defineLibrary({
    modules: [module],
    verified,
    entries: Object.fromEntries(
      Object.entries(STATUS_NAMES).map(([name, statusCode]) => [`${holder}.${name}`, { role: 'other', use: 'read', statusCode, example: line(name) } as const]),
    ),
  });

const statuses: readonly Library[] = [
  statusNames('@nestjs/common', '@nestjs/common 11.2.10', 'HttpStatus', name => `import { HttpStatus } from '@nestjs/common'; use(HttpStatus.${name});`),
  statusNames('http-status-codes', 'http-status-codes 2.3.0', 'StatusCodes', name => `import { StatusCodes } from 'http-status-codes'; use(StatusCodes.${name});`),
  statusNames('http-status', 'http-status 2.1.0', 'default', name => `import status from 'http-status'; use(status.${name});`),
];

// ——— NestJS: decorators say what runs for a request. Exceptions and rejections go to the exception filters.

const decorated = (name: string, module: string): string => `import { ${name} } from '${module}'; export class C { @${name}() m() {} }`;
const nestDecorators = (names: readonly string[], module: string, role: Entry['role']): Record<string, Entry> =>
  Object.fromEntries(names.map(name => [name, { role, example: decorated(name, module) }]));

const nest: readonly Library[] = [
  defineLibrary({
    modules: ['@nestjs/common'],
    verified: '@nestjs/common 12.5.1',
    entries: {
      ...nestDecorators(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Options', 'Head', 'All', 'Search', 'RequestMapping', 'Sse'], '@nestjs/common', 'route'),
      ...each(['Res', 'Response'], name => name, {
        role: 'other',
        injects: { part: 'response', unless: 'passthrough' },
        example: `import { NAME } from '@nestjs/common'; export class C { m(@NAME() response) {} }`,
        source: '@nestjs/core router/router-execution-context.js: isResponseHandled. Run with the adapters of Express and Fastify',
      }),
      Next: { role: 'other', injects: { part: 'next' }, example: `import { Next } from '@nestjs/common'; export class C { m(@Next() next) {} }` },
      // Decorators of parameters: what they bring is what the client sent.
      ...each(['Query', 'Param', 'Headers', 'Body', 'RawBody'], name => name, { role: 'external-data', data: 'request', example: `import { NAME } from '@nestjs/common'; export class C { m(@NAME('a') a: string) {} }` }),
      Controller: { role: 'web-app', sharesInstance: { unless: 'scope' }, example: `import { Controller } from '@nestjs/common'; @Controller() export class C {}` },
    },
    types: {
      NestMiddleware: { methods: { use: { role: 'middleware', awaited: true } } },
      CanActivate: { methods: { canActivate: { role: 'middleware', awaited: true, decides: true } } },
      NestInterceptor: { methods: { intercept: { role: 'middleware', awaited: true } } },
      PipeTransform: { methods: { transform: { role: 'middleware', awaited: true } } },
      ExceptionFilter: { methods: { catch: { role: 'error-middleware', awaited: false } } },
    },
  }),
  defineLibrary({ modules: ['@nestjs/microservices'], verified: '@nestjs/microservices 12.1.1', entries: nestDecorators(['MessagePattern', 'EventPattern', 'GrpcMethod', 'GrpcStreamMethod'], '@nestjs/microservices', 'message-consume') }),
  defineLibrary({ modules: ['@nestjs/websockets'], verified: '@nestjs/websockets 12.1.1', entries: nestDecorators(['SubscribeMessage'], '@nestjs/websockets', 'message-consume') }),
  defineLibrary({ modules: ['@nestjs/bull'], verified: '@nestjs/bull 12.0.0', entries: nestDecorators(['Process'], '@nestjs/bull', 'message-consume') }),
  defineLibrary({ modules: ['@nestjs/bullmq'], verified: '@nestjs/bullmq 12.0.0', entries: {}, types: { WorkerHost: { methods: { process: { role: 'message-consume', awaited: true } } } } }),
  defineLibrary({ modules: ['@nestjs/event-emitter'], verified: '@nestjs/event-emitter 12.0.1', entries: nestDecorators(['OnEvent'], '@nestjs/event-emitter', 'message-consume') }),
  defineLibrary({ modules: ['@nestjs/graphql'], verified: '@nestjs/graphql 14.0.3', entries: nestDecorators(['Query', 'Mutation', 'ResolveField', 'Subscription'], '@nestjs/graphql', 'route') }),
  defineLibrary({ modules: ['type-graphql'], verified: 'type-graphql 1.1.1', entries: nestDecorators(['Query', 'Mutation', 'FieldResolver'], 'type-graphql', 'route') }),
];

export const webFrameworks: readonly Library[] = [express, bodyParser, expressCore, expressAsyncHandler, connect, nodeHttp, next, fastify, fastifyPlugin, koa, koaWebSocket, koaCompose, koaRouter, hono, honoFactory, honoNodeServer, stoppable, hapi, ...nestApplications, nestExceptions, ...nest, ...webResponses, remix, ...statuses];
