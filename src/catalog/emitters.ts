import { defineLibrary, type CallbackFacts, type Entry, type Library, type ProcessStateFacts, type WaitFacts } from './schema.js';

/** Its `timeout` is written over with `handshakeTimeout`: lib/websocket.js, initAsClient. */
const webSocketWait: WaitFacts = {
  argument: [2, 1],
  bounds: ['handshakeTimeout'],
  inert: [
    {
      key: 'timeout',
      why: 'is written over with `handshakeTimeout`, which is not given',
      instead: '`handshakeTimeout`',
      write: 'handshakeTimeout: $',
    },
  ],
};

/** Without it a server that takes the connection and never answers the upgrade keeps the socket in CONNECTING: no event comes. */
const webSocketWaits: NonNullable<Entry['waits']> = {
  connect: {
    argument: [2, 1],
    bounds: ['handshakeTimeout'],
    write: 'handshakeTimeout: 10_000',
    what: 'the handshake',
    // A timer of their own ends it.
    patient: ['terminate', 'close'],
  },
};

const listener = { argument: 1, awaited: false, runs: 'later' } as const satisfies CallbackFacts;

/** The methods by which a type's listeners are registered, where its events hand on something that is itself an emitter. */
function listens(type: string, make: string, callbacks: readonly CallbackFacts[]): Record<string, Entry> {
  return Object.fromEntries(
    ['on', 'once', 'addListener'].map(name => [`${type}#${name}`, { role: 'listen', gives: 'this', callbacks, example: `${make}.${name}('x', () => {})${make.endsWith('{ socket') ? ' })' : ''}` } satisfies Entry]),
  );
}

const mqttWait: WaitFacts = {
  argument: [1, 0],
  bounds: ['connectTimeout'],
  bounded: '30 s',
  inert: ['timeout', 'connectionTimeout'].map(key => ({ key, why: 'is no option of mqtt, which ignores it', instead: '`connectTimeout`', write: 'connectTimeout: $' })),
};

const socketUse = (path: string, make: string): Record<string, Entry> => ({
  [path]: { role: 'callback-caller', gives: 'this', callbacks: [{ argument: 0, parameters: ['Socket'], awaited: false, runs: 'request' }], example: `import { Server } from 'socket.io'; ${make}.use((socket, next) => next())` },
});

const ownSockets: ProcessStateFacts = {
  kind: 'sockets', argument: -1, unless: ['adapter'],
  // `io.adapter(createAdapter(…))`
  unlessNamed: ['adapter', 'Adapter'],
  what: 'its rooms and clients in the memory of this process',
  breaks: 'clients that are connected to it miss what is emitted here',
  write: '`adapter: createAdapter(pubClient, subClient)` of `@socket.io/redis-adapter` into its options',
};

export const emitters: readonly Library[] = [
  defineLibrary({
    modules: ['ws'],
    verified: 'ws 8.23.0, @types/ws 8.18',
    entries: {
      ...listens('WebSocketServer', "import { WebSocketServer } from 'ws'; new WebSocketServer({ port: 1 })", [
        { argument: 1, named: ['connection'], parameters: ['WebSocket', 'IncomingMessage@node:http'], awaited: false, runs: 'request' },
        listener,
      ]),
      WebSocket: { role: 'other', use: 'new', gives: 'WebSocket', wait: webSocketWait, waits: webSocketWaits, example: "import { WebSocket } from 'ws'; new WebSocket('ws://a')" },
      default: { role: 'other', use: 'new', gives: 'WebSocket', wait: webSocketWait, waits: webSocketWaits, example: "import WebSocket from 'ws'; new WebSocket('ws://a')" },
      'WebSocket#send': { role: 'message-send', callbacks: [{ argument: -1, errorFirst: true, ignorable: true, awaited: false, runs: 'later' }], example: "import { WebSocket } from 'ws'; new WebSocket('ws://a').send('x', error => {})" },
      'WebSocket#addEventListener': { role: 'listen', callbacks: [{ ...listener, uncaught: true }], example: "import WebSocket from 'ws'; new WebSocket('ws://a').addEventListener('message', () => {})" },
    },
    types: {
      // Tried: a connection that is reset comes as `close` alone; a handshake that fails and a frame that breaks the protocol (or is no UTF-8, or larger than `maxPayload`) as `error`.
      WebSocket: { extends: ['EventEmitter@node:events'], exportedAs: ['WebSocket', 'default'], lastEvents: ['close'], handlerFields: ['onopen', 'onmessage', 'onerror', 'onclose'], uncaught: true, unheardErrorCrashes: true, failsWhen: 'the handshake fails, or the other side sends a frame that is broken or too large',
        events: ['close', 'error', 'message', 'open', 'ping', 'pong', 'redirect', 'unexpected-response', 'upgrade'],
      },
      WebSocketServer: {
        extends: ['EventEmitter@node:events'],
        exportedAs: ['WebSocketServer', 'Server'],
        uncaught: true,
        unheardErrorCrashes: false,
        events: ['close', 'connection', 'error', 'headers', 'listening', 'wsClientError'],
      },
    },
  }),
  defineLibrary({
    modules: ['socket.io'],
    verified: 'socket.io 4.8.4',
    entries: {
      Server: {
        role: 'other', use: 'new', gives: 'Server', keepsInProcess: ownSockets,
        example: "import { Server } from 'socket.io'; new Server(3000, {})", source: 'dist/index.js: `opts.adapter || Adapter`, an in-memory one',
      },
      default: {
        role: 'other', use: 'either', gives: 'Server', keepsInProcess: ownSockets,
        example: "import io from 'socket.io'; io(3000, {})",
      },
      ...listens('Server', "import { Server } from 'socket.io'; new Server()", [
        { argument: 1, named: ['connection', 'connect'], parameters: ['Socket'], awaited: false, runs: 'request' },
        listener,
      ]),
      ...listens('Namespace', "import { Server } from 'socket.io'; new Server().of('/a')", [
        { argument: 1, named: ['connection', 'connect'], parameters: ['Socket'], awaited: false, runs: 'request' },
        listener,
      ]),
      'Server#of': { role: 'other', gives: 'Namespace', example: "import { Server } from 'socket.io'; new Server().of('/a')" },
      // Middleware of connections and packets: what it returns is dropped (dist/namespace.js and socket.js, run()).
      ...socketUse('Server#use', 'new Server()'),
      ...socketUse('Namespace#use', "new Server().of('/a')"),
      'Socket#use': { role: 'callback-caller', gives: 'this', callbacks: [{ argument: 0, awaited: false, runs: 'request' }], example: "import { Server } from 'socket.io'; new Server().on('connection', socket => { socket.use((packet, next) => next()) })" },
      ...listens('Socket', "import { Server } from 'socket.io'; new Server().on('connection', socket => { socket", [{ argument: 1, awaited: false, runs: 'request' }]),
    },
    types: {
      Server: { extends: ['EventEmitter@node:events'], exportedAs: ['Server', 'default'], unheardErrorCrashes: false },
      Namespace: { extends: ['EventEmitter@node:events'], unheardErrorCrashes: false },
      Socket: { extends: ['EventEmitter@node:events'], unheardErrorCrashes: false },
    },
  }),
  defineLibrary({
    modules: ['mqtt'],
    verified: 'mqtt 5.16.0',
    entries: {
      connect: { role: 'broker-client', gives: 'MqttClient', wait: mqttWait, example: "import mqtt from 'mqtt'; mqtt.connect('mqtt://a')" },
      connectAsync: { role: 'broker-client', promise: true, gives: 'MqttClient', wait: mqttWait, example: "import mqtt from 'mqtt'; await mqtt.connectAsync('mqtt://a')" },
      ...Object.fromEntries(
        ['publishAsync', 'subscribeAsync', 'unsubscribeAsync', 'endAsync'].map(name => [
          `MqttClient#${name}`,
          { role: name === 'publishAsync' ? 'message-send' : 'other', promise: true, example: `import mqtt from 'mqtt'; await mqtt.connect('mqtt://a').${name}('x')` } satisfies Entry,
        ]),
      ),
      'MqttClient#publish': { role: 'message-send', gives: 'this', callbacks: [{ argument: -1, errorFirst: true, awaited: false, runs: 'later' }], example: "import mqtt from 'mqtt'; mqtt.connect('mqtt://a').publish('x', 'y', error => {})" },
      'MqttClient#subscribe': { role: 'other', gives: 'this', callbacks: [{ argument: -1, errorFirst: true, awaited: false, runs: 'later' }], example: "import mqtt from 'mqtt'; mqtt.connect('mqtt://a').subscribe('x', error => {})" },
    },
    // Without a listener, errors of the connection are not emitted.
    types: {
      MqttClient: {
        extends: ['EventEmitter@node:events'],
        uncaught: true,
        unheardErrorCrashes: false,
        comesAgain: ['connect'],
        isShared: true,
        events: ['close', 'connect', 'disconnect', 'end', 'error', 'message', 'offline', 'outgoingEmpty', 'packetreceive', 'packetsend', 'reconnect'],
      },
    },
  }),
  defineLibrary({
    modules: ['socket.io-client'],
    verified: 'socket.io-client 4.8.4',
    entries: Object.fromEntries(
      ['io', 'connect', 'default'].map(name => [
        name,
        {
          role: 'other',
          gives: 'Socket',
          wait: {
            argument: [1, 0],
            bounds: ['timeout'],
            bounded: '20 s',
            off: [false],
            inert: [{ key: 'connectTimeout', why: 'is an option of servers, which clients ignore', instead: '`timeout`', write: 'timeout: $' }],
          },
          waits: {
            connect: {
              argument: [1, 0],
              bounds: ['timeout'],
              bounded: '20 s',
              off: [false],
              write: 'timeout: 20_000',
            },
          },
          example: `import ${name === 'default' ? 'io' : `{ ${name} }`} from 'socket.io-client'; ${name === 'default' ? 'io' : name}('http://a.test')`,
        } satisfies Entry,
      ]),
    ),
    // Its own emitter has Node's methods; `connect` comes again after each reconnection: tried.
    types: {
      Socket: {
        extends: ['EventEmitter@node:events'],
        comesAgain: ['connect'],
      },
    },
  }),
  defineLibrary({
    modules: ['chokidar'],
    verified: 'chokidar 5.0.0',
    entries: {
      watch: { role: 'other', gives: 'FSWatcher', acquires: { releasedBy: ['close'], longLived: true, what: 'a file watcher', harm: 'watchers pile up' }, example: "import chokidar from 'chokidar'; chokidar.watch('.')" },
      'FSWatcher#close': { role: 'other', promise: true, example: "import chokidar from 'chokidar'; await chokidar.watch('.').close()" },
    },
    types: { FSWatcher: { extends: ['EventEmitter@node:events'] } },
  }),

  defineLibrary({
    modules: ['ssh2'],
    verified: 'ssh2 1.17.0',
    entries: {
      Client: { role: 'other', use: 'new', gives: 'Client', example: "import { Client } from 'ssh2'; new Client()" },
      'Client#connect': { role: 'other', gives: 'this', example: "import { Client } from 'ssh2'; new Client().connect({ host: 'a.test' })" },
    },
    // Tried.
    types: {
      Client: {
        extends: ['EventEmitter@node:events'],
        unheardErrorCrashes: true,
        failsWhen: 'the connection is refused or reset, or the login fails',
      },
    },
  }),

  // Schedulers: all of these handle what their job's promise rejects with, so that an async job does not end the process.
  defineLibrary({
    modules: ['node-cron'],
    verified: 'node-cron 4.6.0',
    entries: {
      schedule: { role: 'timer', callbacks: [{ argument: 1, awaited: true, runs: 'later' }], repeats: { period: 0, unit: 'cron', skipsWith: { argument: 2, option: 'noOverlap' } }, example: "import cron from 'node-cron'; cron.schedule('* * * * *', async () => {})", source: 'dist/_shared.js, execute(): awaits the task and reports its rejection' },
    },
  }),
  defineLibrary({
    modules: ['cron'],
    verified: 'cron 4.4.0',
    entries: {
      CronJob: { role: 'timer', use: 'new', gives: 'CronJob', callbacks: [{ argument: 1, awaited: true, awaitedSince: '4', runs: 'later' }], repeats: { period: 0, unit: 'cron', skipsWithArgument: 9 }, example: "import { CronJob } from 'cron'; new CronJob('* * * * *', async () => {})", source: 'dist/job.js, fireOnTick(): result.catch(…); 3.5 dropped it' },
      'CronJob.from': { role: 'timer', gives: 'CronJob', callbacks: [{ argument: 0, option: 'onTick', awaited: true, awaitedSince: '4', runs: 'later' }], repeats: { period: { argument: 0, option: 'cronTime' }, unit: 'cron', skipsWith: { argument: 0, option: 'waitForCompletion' } }, example: "import { CronJob } from 'cron'; CronJob.from({ cronTime: '* * * * *', onTick: async () => {} })", source: 'dist/job.js' },
    },
    types: { CronJob: {} },
  }),
  defineLibrary({
    modules: ['node-schedule'],
    verified: 'node-schedule 2.1.1',
    entries: {
      scheduleJob: { role: 'timer', callbacks: [{ argument: -1, awaited: true, runs: 'later' }], repeats: { period: -2, unit: 'cron' }, example: "import schedule from 'node-schedule'; schedule.scheduleJob('* * * * *', async () => {})", source: 'lib/Invocation.js: a rejection becomes an `error` event of the job' },
    },
  }),
  defineLibrary({
    modules: ['croner'],
    verified: 'croner 11.0.1 and 8.1.2',
    entries: {
      Cron: {
        role: 'timer', use: 'either', gives: 'Cron', callbacks: [{ argument: 'any', awaited: false, handledBy: 'catch', runs: 'later' }],
        repeats: { period: 0, unit: 'cron', skipsWith: { argument: 'any', option: 'protect' } },
        example: "import { Cron } from 'croner'; new Cron('* * * * *', async () => {})", source: '_trigger(): awaits inside of a promise that nobody handles, unless `catch` is set',
      },
    },
    types: { Cron: {} },
  }),
  defineLibrary({
    modules: ['@nestjs/schedule'],
    verified: '@nestjs/schedule 12.0.2',
    // schedule.explorer.js runs the methods in `try`, and logs what they reject with.
    entries: {
      Cron: { role: 'timer', repeats: { period: 0, unit: 'cron', skipsWith: { argument: 1, option: 'waitForCompletion' }, decorates: true }, example: "import { Cron } from '@nestjs/schedule'; export class A { @Cron('* * * * *') async run() {} }" },
      Interval: { role: 'timer', repeats: { period: -1, unit: 'ms', decorates: true }, example: "import { Interval } from '@nestjs/schedule'; export class A { @Interval(1000) async run() {} }" },
    },
  }),
];
