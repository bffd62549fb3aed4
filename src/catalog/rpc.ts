import { defineLibrary, type Entry, type Library, type WaitFacts } from './schema.js';

// ——— gRPC: a call without a deadline has none (CallOptions.deadline, Infinity), whatever the channel does to reconnect.

/** Options of a client that can give each of its calls a deadline: interceptors, and the method configuration of the channel. */
const channelWait: WaitFacts = { argument: 2, bounds: ['interceptors', 'interceptor_providers', 'callInvocationTransformer', 'grpc\\.service_config'] };

const callWait = (argument: number, calledBack: 'always' | 'if-given' = 'always'): WaitFacts => ({
  argument: [argument, argument - 1],
  bounds: ['deadline', 'parent', 'interceptors', 'interceptor_providers'],
  calledBack,
  write: 'deadline: Date.now() + 10_000',
  inert: [
    {
      key: 'timeout',
      why: 'is no option of gRPC calls, which ignore it',
      instead: '`deadline: Date.now() + ms`',
      write: 'deadline: Date.now() + $',
    },
  ],
});

const withClient = (line: string): string => `import { Client, credentials } from '@grpc/grpc-js'; const client = new Client('a.test:1', credentials.createInsecure()); ${line}`;
const withService = (line: string): string => `import * as grpc from '@grpc/grpc-js'; const proto = grpc.loadPackageDefinition(definition); const client = new proto.a.Users('a.test:1', grpc.credentials.createInsecure()); ${line}`;

/** A service of a loaded package: `new proto.Users(…)`, `new proto.shop.v1.Users(…)`. */
const service = (depth: number): Record<string, Entry> => ({
  [`GrpcObject#*${'.*'.repeat(depth - 1)}`]: {
    role: 'other', use: 'new', gives: 'ServiceClient', wait: channelWait,
    example: `import * as grpc from '@grpc/grpc-js'; const proto = grpc.loadPackageDefinition(definition); new proto.${'a.'.repeat(depth - 1)}Users('a.test:1', grpc.credentials.createInsecure());`,
  },
});

const constructorOf = (name: string): Record<string, Entry> => ({
  [name]: { role: 'other', gives: 'ServiceClientConstructor', example: `import { ${name} } from '@grpc/grpc-js'; ${name}(methods, 'Users');` },
});

const credentials = (path: string): Record<string, Entry> => ({
  [path]: { role: 'other', gives: 'ChannelCredentials', example: `import * as grpc from '@grpc/grpc-js'; grpc.${path}();` },
});

const grpc = defineLibrary({
  modules: ['@grpc/grpc-js'],
  verified: '@grpc/grpc-js 1.14.7',
  entries: {
    Client: { role: 'other', use: 'new', gives: 'Client', wait: channelWait, example: withClient('') },
    Metadata: { role: 'other', use: 'new', gives: 'Metadata', example: "import { Metadata } from '@grpc/grpc-js'; new Metadata();" },
    'Client#makeUnaryRequest': {
      role: 'http-request', wait: callWait(5),
      example: withClient("client.makeUnaryRequest('/a.Users/Get', write, read, query, (error, user) => {});"),
      source: 'build/src/client.js: the options stand before the callback, behind the metadata if there is any',
    },
    'Client#makeClientStreamRequest': { role: 'http-request', wait: callWait(4), example: withClient("client.makeClientStreamRequest('/a.Users/Add', write, read, (error, sum) => {});") },
    'Client#close': { role: 'other', example: withClient('client.close();') },
    'Client#waitForReady': { role: 'other', example: withClient('client.waitForReady(deadline, error => {});') },
    ...constructorOf('makeClientConstructor'),
    ...constructorOf('makeGenericClientConstructor'),
    'ServiceClientConstructor#': {
      role: 'other', use: 'new', gives: 'ServiceClient', wait: channelWait,
      example: "import * as grpc from '@grpc/grpc-js'; const Users = grpc.makeGenericClientConstructor({}, 'Users'); new Users('a.test:1', grpc.credentials.createInsecure());",
    },
    ...credentials('credentials.createInsecure'),
    ...credentials('credentials.createSsl'),
    ...credentials('credentials.createFromSecureContext'),
    ...credentials('credentials.combineChannelCredentials'),
    ...credentials('ChannelCredentials.createInsecure'),
    ...credentials('ChannelCredentials.createSsl'),
    ...credentials('ChannelCredentials.createFromSecureContext'),
    loadPackageDefinition: { role: 'other', gives: 'GrpcObject', example: "import { loadPackageDefinition } from '@grpc/grpc-js'; loadPackageDefinition(definition);" },
    ...service(1),
    ...service(2),
    ...service(3),
    ...service(4),
    ...service(5),
    // Any method of the service; its own methods stand for themselves.
    'ServiceClient#*': { role: 'http-request', wait: callWait(2, 'if-given'), example: withService('client.getUser({ id }, (error, user) => {});') },
    'ServiceClient#makeUnaryRequest': { role: 'http-request', wait: callWait(5), example: withService("client.makeUnaryRequest('/a.Users/Get', write, read, query, (error, user) => {});") },
    'ServiceClient#makeClientStreamRequest': { role: 'http-request', wait: callWait(4), example: withService("client.makeClientStreamRequest('/a.Users/Add', write, read, (error, sum) => {});") },
    'ServiceClient#close': { role: 'other', example: withService('client.close();') },
    'ServiceClient#getChannel': { role: 'other', example: withService('client.getChannel();') },
    'ServiceClient#waitForReady': { role: 'other', example: withService('client.waitForReady(deadline, error => {});') },
  },
  types: {
    Client: {},
    Metadata: {},
    ServiceClientConstructor: {},
    ServiceClient: {},
    GrpcObject: {},
    // Generators write a class for each service: `new UsersClient(address, credentials, options)`.
    ChannelCredentials: { constructs: { argument: 1, path: 'ServiceClientConstructor#' } },
  },
});

// ——— NestJS microservices: `send` gives an Observable that nothing ends if no one answers.

const nestMicroservices = defineLibrary({
  modules: ['@nestjs/microservices'],
  verified: '@nestjs/microservices 12.1.1',
  entries: {
    'ClientProxy#send': {
      role: 'http-request',
      // Returned, it may get its bound from an interceptor.
      wait: { argument: 2, bounds: [], boundedByMethods: [], operators: ['rxjs', 'rxjs/operators'], atCallOnly: true, write: '.pipe(timeout(10_000))' },
      example: `import { ClientProxy } from '@nestjs/microservices'; class A { constructor(private readonly client: ClientProxy) {} run() { return this.client.send('sum', [1]); } }`,
      source: 'client/client-proxy.js: send() waits for the response, no transport has a timeout for it',
    },
    'ClientProxy#emit': {
      role: 'message-send',
      example: `import { ClientProxy } from '@nestjs/microservices'; class A { constructor(private readonly client: ClientProxy) {} run() { return this.client.emit('sum', [1]); } }`,
    },
  },
  types: { ClientProxy: { exportedAs: ['ClientProxy', 'ClientKafka', 'ClientRMQ', 'ClientTCP', 'ClientRedis', 'ClientNats', 'ClientMqtt'] } },
});

export const rpc: readonly Library[] = [grpc, nestMicroservices];
