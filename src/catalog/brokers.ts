import { defineLibrary, type AcquiresFacts, type CallbackFacts, type Entry, type InertOption, type JobFacts, type Library, type RetryFacts, type WaitFacts } from './schema.js';

/** One entry for each name, its example with `NAME` filled in. */
function each(names: readonly string[], path: (name: string) => string, entry: Entry): Record<string, Entry> {
  return Object.fromEntries(names.map(name => [path(name), { ...entry, example: entry.example.replaceAll('NAME', name) }]));
}

/** A key that a library reads nowhere, written for another one. */
function ignored(key: string, instead: string, library: string): InertOption {
  return { key, why: `is no option of ${library}, which ignores it`, instead: `\`${instead}\``, write: `${instead}: $` };
}

const processor = (argument: number, ...parameters: readonly string[]): CallbackFacts => ({ argument, parameters, awaited: true, runs: 'request' });

// ——— BullMQ and Bull: a processor's rejection fails the job.

const withQueue = (line: string): string => `import { Queue } from 'bullmq'; const queue = new Queue('mail'); ${line}`;
const QUEUE_ADMIN = ['pause', 'resume', 'drain', 'clean', 'obliterate', 'remove', 'getJob', 'getJobs', 'getJobCounts', 'getWaiting', 'getActive', 'getFailed', 'getCompleted', 'getDelayed', 'close'] as const;

/** A job that fails is tried again as often as `attempts` says, at once without `backoff`: dist/cjs/classes/job.js, backoffs.js. */
const jobRetry = (argument: number, path: string): RetryFacts => ({
  argument,
  count: { options: [`${path}attempts`], of: 'attempts', default: 1 },
  pause: { options: [`${path}backoff`], number: 'each', default: 'none', write: "backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 }" },
});

/** BullMQ: `attemptsMade + 1 < attempts` with attempts 0 (classes/job.js); without removeOnComplete, of the job or of the worker, nothing is removed (classes/redis-queue-backend.js: getKeepJobs). */
const JOB = {
  attempts: { option: 'attempts', unless: ['repeat'], write: "attempts: 5, backoff: { type: 'exponential', delay: 1_000 }" },
  removal: { option: 'removeOnComplete', alsoBy: 'Worker', write: 'removeOnComplete: 1_000, removeOnFail: 5_000' },
} as const satisfies Partial<JobFacts>;
/** Defaults of queues do not hold for the jobs of a flow, but those of `queuesOptions`, its second argument (classes/flow-producer.js: addNode). */
const FLOW = { at: 'opts', children: 'children', ...JOB, where: 'in the `opts` of each of its jobs: the defaults of their queues do not hold for them' } as const satisfies Partial<JobFacts>;
const QUEUE_DEFAULTS = { arguments: [1], option: 'defaultJobOptions' } as const;

const bullmq = defineLibrary({
  modules: ['bullmq'],
  verified: 'bullmq 6.7.0',
  plainPromises: true,
  entries: {
    Queue: {
      role: 'broker-client', use: 'new', gives: 'Queue',
      retry: jobRetry(1, 'defaultJobOptions.'),
      example: withQueue(''),
    },
    Worker: {
      role: 'message-consume',
      use: 'new',
      gives: 'Worker',
      callbacks: [processor(1, 'Job', '', 'AbortSignal@global')],
      shutdown: { close: 'close', by: 'promise' },
      takenWhenFulfilled: true,
      example: `import { Worker } from 'bullmq'; new Worker('mail', async job => {});`,
    },
    QueueEvents: { role: 'broker-client', use: 'new', gives: 'QueueEvents', example: `import { QueueEvents } from 'bullmq'; new QueueEvents('mail');` },
    FlowProducer: { role: 'broker-client', use: 'new', gives: 'FlowProducer', example: `import { FlowProducer } from 'bullmq'; new FlowProducer();` },
    'Queue#add': {
      role: 'message-send',
      promise: true,
      retry: { ...jobRetry(2, ''), defaultsIn: 'defaultJobOptions' },
      job: { argument: 2, ...JOB, defaults: QUEUE_DEFAULTS },
      example: withQueue(`await queue.add('welcome', {});`),
    },
    'Queue#addBulk': {
      role: 'message-send',
      promise: true,
      job: { argument: 0, each: true, at: 'opts', ...JOB, defaults: QUEUE_DEFAULTS },
      example: withQueue(`await queue.addBulk([{ name: 'welcome', data: {} }]);`),
    },
    // A job that fails comes again at its next time.
    'Queue#upsertJobScheduler': {
      role: 'message-send',
      promise: true,
      job: { argument: 2, at: 'opts', removal: JOB.removal, defaults: QUEUE_DEFAULTS },
      example: withQueue(`await queue.upsertJobScheduler('daily', { every: 86_400_000 });`),
    },
    ...each(QUEUE_ADMIN, name => `Queue#${name}`, { role: 'other', promise: true, example: withQueue('await queue.NAME();') }),
    'FlowProducer#add': {
      role: 'message-send',
      promise: true,
      job: { argument: 0, besides: 1, ...FLOW },
      example: `import { FlowProducer } from 'bullmq'; const flow = new FlowProducer(); await flow.add({});`,
    },
    'FlowProducer#addBulk': {
      role: 'message-send',
      promise: true,
      job: { argument: 0, each: true, ...FLOW },
      example: `import { FlowProducer } from 'bullmq'; const flow = new FlowProducer(); await flow.addBulk([{}]);`,
    },
    ...each(['close', 'run', 'pause'], name => `Worker#${name}`, { role: 'other', promise: true, example: `import { Worker } from 'bullmq'; const worker = new Worker('mail', async job => {}); await worker.NAME();` }),
    'QueueEvents#close': { role: 'other', promise: true, example: `import { QueueEvents } from 'bullmq'; const events = new QueueEvents('mail'); await events.close();` },
    'Job#data': { role: 'external-data', use: 'read', data: 'message', example: `import { Worker } from 'bullmq'; new Worker('mail', async job => { use(job.data); });` },
    'Job#moveToCompleted': {
      role: 'other',
      promise: true,
      acknowledges: { message: 'receiver' },
      example: `import { Worker } from 'bullmq'; new Worker('mail', async job => { await job.moveToCompleted(result, token); });`,
    },
    ...each(['updateProgress', 'updateData', 'log', 'moveToFailed', 'moveToDelayed', 'retry', 'remove', 'waitUntilFinished'], name => `Job#${name}`, {
      role: 'other', promise: true, example: `import { Worker } from 'bullmq'; new Worker('mail', async job => { await job.NAME(value); });`,
    }),
  },
  types: {
    // QueueBase#emit catches what an unheard error throws, and prints it.
    Queue: { extends: ['EventEmitter@node:events'], unheardErrorCrashes: false },
    Worker: {
      extends: ['EventEmitter@node:events'],
      unheardErrorCrashes: false,
      events: ['active', 'closed', 'closing', 'completed', 'drained', 'error', 'failed', 'ioredis:close', 'lockRenewalFailed', 'locksRenewed', 'paused', 'progress', 'ready', 'resumed', 'stalled'],
      failures: { error: 0, failed: 1 },
    },
    QueueEvents: {
      extends: ['EventEmitter@node:events'],
      unheardErrorCrashes: false,
      failures: { failed: 0 },
    },
    FlowProducer: { extends: ['EventEmitter@node:events'] },
    Job: { part: 'message' },
    Processor: { parameters: ['Job'], awaited: true, runs: 'request' },
  },
});

const withBull = (line: string): string => `import Queue from 'bull'; const queue = new Queue('mail'); ${line}`;

const bull = defineLibrary({
  modules: ['bull'],
  verified: 'bull 4.16.5',
  entries: {
    default: { role: 'broker-client', use: 'either', gives: 'Queue', example: withBull('') },
    'Queue#process': {
      role: 'message-consume',
      promise: true,
      callbacks: [processor(-1, 'Job')],
      takenWhenFulfilled: true,
      example: withBull('queue.process(async job => {});'),
    },
    'Queue#add': {
      role: 'message-send',
      promise: true,
      // lib/job.js: attempts 1; the options of the queue stand behind its name, or behind its address.
      job: { argument: 2, unnamed: 1, attempts: JOB.attempts, removal: { option: JOB.removal.option, write: JOB.removal.write }, defaults: { arguments: [1, 2], option: 'defaultJobOptions' } },
      example: withBull('await queue.add({});'),
    },
    'Queue#addBulk': { role: 'message-send', promise: true, example: withBull('await queue.addBulk([]);') },
    ...each(['close', 'pause', 'resume', 'empty', 'clean'], name => `Queue#${name}`, { role: 'other', promise: true, example: withBull('await queue.NAME();') }),
    'Job#data': { role: 'external-data', use: 'read', data: 'message', example: withBull('queue.process(async job => { use(job.data); });') },
  },
  // Bull adds a listener of its own.
  types: {
    Queue: {
      exportedAs: ['Queue', 'default', 'Bull.Queue'],
      extends: ['EventEmitter@node:events'],
      unheardErrorCrashes: false,
      failures: { error: 0, failed: 1 },
    },
    Job: { part: 'message' },
  },
});

// ——— KafkaJS: a handler's rejection is retried, then restarts the consumer.

const withKafka = (line: string): string => `import { Kafka } from 'kafkajs'; const kafka = new Kafka({ brokers: [] }); const producer = kafka.producer(); const consumer = kafka.consumer({ groupId: 'a' }); ${line}`;

const KAFKA_CONNECTION: AcquiresFacts = { releasedBy: ['disconnect'], resource: 'receiver', longLived: true, what: 'a connection', harm: 'the brokers run out of connections' };

const kafkajs = defineLibrary({
  modules: ['kafkajs'],
  verified: 'kafkajs 2.2.4',
  plainPromises: true,
  entries: {
    Kafka: {
      role: 'broker-client',
      use: 'new',
      gives: 'Kafka',
      wait: {
        argument: 0,
        bounds: [],
        // A connection and a request are bounded by default: 1 s, 30 s (src/index.js, src/cluster/index.js).
        inert: [ignored('timeout', 'connectionTimeout', 'kafkajs'), ignored('connectTimeout', 'connectionTimeout', 'kafkajs'), ignored('requestTimeoutMs', 'requestTimeout', 'kafkajs')],
      },
      waits: {
        command: {
          argument: 0,
          bounds: ['enforceRequestTimeout'],
          bounded: '30 s',
          off: [false],
          write: 'enforceRequestTimeout: true',
          what: 'requests',
        },
      },
      example: withKafka(''),
    },
    'Kafka#producer': { role: 'other', gives: 'Producer', example: withKafka('') },
    'Kafka#consumer': { role: 'other', gives: 'Consumer', example: withKafka('') },
    'Kafka#admin': { role: 'other', gives: 'Admin', example: withKafka('kafka.admin();') },
    ...each(['send', 'sendBatch'], name => `Producer#${name}`, { role: 'message-send', promise: true, example: withKafka('await producer.NAME({});') }),
    'Producer#connect': { role: 'other', promise: true, acquires: KAFKA_CONNECTION, example: withKafka('await producer.connect();') },
    'Producer#disconnect': { role: 'other', promise: true, example: withKafka('await producer.disconnect();') },
    'Producer#transaction': { role: 'transaction', transaction: 'begin', promise: true, gives: 'Transaction', example: withKafka('await producer.transaction();') },
    ...each(['send', 'sendBatch'], name => `Transaction#${name}`, { role: 'message-send', promise: true, example: withKafka('const t = await producer.transaction(); await t.NAME({});') }),
    'Transaction#commit': { role: 'transaction', transaction: 'commit', promise: true, example: withKafka('const t = await producer.transaction(); await t.commit();') },
    'Transaction#abort': { role: 'transaction', transaction: 'rollback', promise: true, example: withKafka('const t = await producer.transaction(); await t.abort();') },
    'Consumer#run': {
      role: 'message-consume', promise: true,
      shutdown: { close: 'disconnect', by: 'promise' },
      callbacks: [{ argument: 0, option: 'eachMessage', parameters: ['Payload'], awaited: true, runs: 'request' }, { argument: 0, option: 'eachBatch', parameters: ['BatchPayload'], awaited: true, runs: 'request' }],
      takenWhenFulfilled: { argument: 0, option: 'autoCommit' },
      example: withKafka('await consumer.run({ eachMessage: async ({ message }) => {} });'),
    },
    ...each(['connect', 'disconnect', 'subscribe', 'stop'], name => `Consumer#${name}`, { role: 'other', promise: true, example: withKafka('await consumer.NAME({});') }),
    'Consumer#commitOffsets': {
      role: 'other',
      promise: true,
      acknowledges: { message: 0 },
      example: withKafka('await consumer.commitOffsets([]);'),
    },
    'BatchPayload#resolveOffset': {
      role: 'other',
      acknowledges: { message: 0 },
      example: withKafka('await consumer.run({ eachBatch: async ({ batch, resolveOffset }) => { resolveOffset(batch.firstOffset()); } });'),
    },
    'Admin#connect': { role: 'other', promise: true, acquires: KAFKA_CONNECTION, example: withKafka('await kafka.admin().connect();') },
    ...each(['disconnect', 'createTopics', 'listTopics'], name => `Admin#${name}`, { role: 'other', promise: true, example: withKafka('await kafka.admin().NAME();') }),
    'Payload#message': { role: 'other', use: 'read', gives: 'Message', example: withKafka('await consumer.run({ eachMessage: async payload => { use(payload.message); } });') },
    ...each(['value', 'key', 'headers'], name => `Message#${name}`, { role: 'external-data', use: 'read', data: 'message', example: withKafka('await consumer.run({ eachMessage: async ({ message }) => { use(message.NAME); } });') }),
  },
  types: {
    Kafka: {}, Producer: {}, Consumer: {}, Admin: {}, Transaction: {},
    Payload: { exportedAs: ['EachMessagePayload', 'ConsumerEachMessagePayload'], part: 'message' },
    BatchPayload: { exportedAs: ['EachBatchPayload'], part: 'message' },
    Message: { exportedAs: ['KafkaMessage'] },
    EachMessageHandler: { parameters: ['Payload'], awaited: true, runs: 'request' },
  },
});

// ——— amqplib: nobody waits for what a consumer returns.

const withChannel = (line: string): string => `import amqp from 'amqplib'; const connection = await amqp.connect(url); const channel = await connection.createChannel(); ${line}`;

const amqpInert: WaitFacts = { argument: 1, bounds: ['timeout'], inert: ['connectionTimeout', 'connectTimeout', 'connection_timeout'].map(each => ignored(each, 'timeout', 'amqplib')) };

/** Opening a connection: the socket and AMQP's own handshake. What follows is bounded by heartbeats, which the server asks for. */
const amqpWaits: NonNullable<Entry['waits']> = { connect: { argument: 1, bounds: ['timeout'], write: 'timeout: 10_000' } };

const amqplib = defineLibrary({
  modules: ['amqplib'],
  verified: 'amqplib 2.3.1, @types/amqplib 0.10.8',
  entries: {
    connect: {
      role: 'broker-client',
      promise: true,
      gives: 'Connection',
      acquires: { releasedBy: ['close'], longLived: true, what: 'a connection', harm: 'the broker runs out of connections' },
      wait: amqpInert,
      waits: amqpWaits,
      example: withChannel(''),
    },
    ...each(['createChannel', 'createConfirmChannel'], name => `Connection#${name}`, {
      role: 'other', promise: true, gives: 'Channel',
      example: withChannel('await connection.NAME();'),
    }),
    'Connection#close': { role: 'other', promise: true, example: withChannel('await connection.close();') },
    ...each(['sendToQueue', 'publish'], name => `Channel#${name}`, { role: 'message-send', example: withChannel(`channel.NAME('q', data);`) }),
    'Channel#ack': {
      role: 'other',
      acknowledges: { message: 0 },
      example: withChannel('channel.ack(message);'),
    },
    ...each(['nack', 'reject', 'ackAll', 'nackAll'], name => `Channel#${name}`, { role: 'other', example: withChannel('channel.NAME(message);') }),
    ...each(['assertQueue', 'assertExchange', 'bindQueue', 'checkQueue', 'checkExchange', 'deleteQueue', 'purgeQueue', 'prefetch', 'cancel', 'get', 'close', 'waitForConfirms'], name => `Channel#${name}`, {
      role: 'other', promise: true, example: withChannel(`await channel.NAME('q');`),
    }),
    'Channel#consume': {
      role: 'message-consume', promise: true, callbacks: [{ argument: 1, parameters: ['ConsumeMessage'], awaited: false, runs: 'request' }],
      forgets: { argument: 2, option: 'noAck' },
      example: withChannel(`await channel.consume('q', message => {});`),
    },
  },
  types: {
    Connection: {
      exportedAs: ['Connection', 'ChannelModel'],
      extends: ['EventEmitter@node:events'],
      unheardErrorCrashes: true,
      failsWhen: 'the broker closes the connection',
      // `recovery` adds some.
      events: ['blocked', 'close', 'connect', 'connect-failed', 'disconnect', 'error', 'frameError', 'handler-error', 'reconnect-failed', 'reconnect-scheduled', 'unblocked', 'update-secret-ok'],
    },
    // Tried: what an error of a channel that nobody hears throws is caught where frames are read, and closes the connection, which is told instead.
    Channel: {
      exportedAs: ['Channel', 'ConfirmChannel'],
      extends: ['EventEmitter@node:events'],
      unheardErrorCrashes: false,
      events: ['ack', 'cancel', 'close', 'delivery', 'drain', 'error', 'handler-error', 'nack', 'return'],
    },
  },
});

/** The same API with callbacks. */
const amqplibCallbacks = defineLibrary({
  modules: ['amqplib/callback_api'],
  verified: 'amqplib 2.3.1, @types/amqplib 0.10.8',
  entries: {
    connect: {
      role: 'broker-client',
      callbacks: [{ argument: -1, errorFirst: true, parameters: ['', 'Connection'], awaited: false, runs: 'later' }],
      wait: amqpInert,
      waits: amqpWaits,
      example: `import amqp from 'amqplib/callback_api'; amqp.connect(url, (error, connection) => {});`,
    },
    ...each(['createChannel', 'createConfirmChannel'], name => `Connection#${name}`, {
      role: 'other',
      callbacks: [{ argument: -1, errorFirst: true, parameters: ['', 'Channel'], awaited: false, runs: 'later' }],
      example: `import amqp from 'amqplib/callback_api'; amqp.connect(url, (error, connection) => { connection.NAME((failure, channel) => {}); });`,
    }),
    'Channel#ack': {
      role: 'other',
      acknowledges: { message: 0 },
      example: `import amqp from 'amqplib/callback_api'; amqp.connect(url, (error, connection) => { connection.createChannel((failure, channel) => { channel.ack(message); }); });`,
    },
    'Channel#consume': {
      role: 'message-consume',
      callbacks: [{ argument: 1, awaited: false, runs: 'request' }],
      forgets: { argument: 2, option: 'noAck' },
      example: `import amqp from 'amqplib/callback_api'; amqp.connect(url, (error, connection) => { connection.createChannel((failure, channel) => { channel.consume('q', message => {}); }); });`,
    },
  },
  types: { Channel: {}, Connection: { extends: ['EventEmitter@node:events'], unheardErrorCrashes: true, failsWhen: 'the broker closes the connection' } },
});

/** A channel that is opened again whenever the connection is. */
const amqpConnectionManager = defineLibrary({
  modules: ['amqp-connection-manager'],
  verified: 'amqp-connection-manager 5.0.0',
  entries: {
    connect: { role: 'broker-client', gives: 'Connection', example: `import amqp from 'amqp-connection-manager'; amqp.connect(['amqp://a.test']);` },
    'Connection#createChannel': {
      role: 'other',
      gives: 'ChannelWrapper',
      callbacks: [{ argument: 0, option: 'setup', parameters: ['Channel@amqplib'], awaited: true, runs: 'later' }],
      example: `import { connect } from 'amqp-connection-manager'; connect(urls).createChannel({ json: true });`,
    },
    'ChannelWrapper#consume': {
      role: 'message-consume',
      promise: true,
      callbacks: [{ argument: 1, awaited: false, runs: 'request' }],
      forgets: { argument: 2, option: 'noAck' },
      example: `import { connect } from 'amqp-connection-manager'; const channel = connect(urls).createChannel(); await channel.consume('q', message => {});`,
    },
    'ChannelWrapper#ack': {
      role: 'other',
      acknowledges: { message: 0 },
      example: `import { connect } from 'amqp-connection-manager'; const channel = connect(urls).createChannel(); channel.ack(message);`,
    },
    ...each(['sendToQueue', 'publish'], name => `ChannelWrapper#${name}`, {
      role: 'message-send',
      promise: true,
      example: `import { connect } from 'amqp-connection-manager'; const channel = connect(urls).createChannel(); await channel.NAME('q', data);`,
    }),
  },
  types: { Connection: { exportedAs: ['AmqpConnectionManager', 'IAmqpConnectionManager'] }, ChannelWrapper: {} },
});

/** What Nest hands to a handler of RabbitMQ's messages. */
const nestRmq = defineLibrary({
  modules: ['@nestjs/microservices'],
  verified: '@nestjs/microservices 12.1.1',
  entries: {
    'RmqContext#getChannelRef': {
      role: 'other',
      gives: 'Channel@amqplib',
      example: `import { RmqContext } from '@nestjs/microservices'; export class C { handle(context: RmqContext) { context.getChannelRef(); } }`,
    },
  },
  types: { RmqContext: {} },
});

// ——— Google, Azure, Amazon

const withSubscription = (line: string): string => `import { PubSub } from '@google-cloud/pubsub'; const subscription = new PubSub().subscription('a'); ${line}`;

const pubsub = defineLibrary({
  modules: ['@google-cloud/pubsub'],
  verified: '@google-cloud/pubsub 5.3.1',
  entries: {
    PubSub: { role: 'broker-client', use: 'new', gives: 'PubSub', example: withSubscription('') },
    'PubSub#topic': { role: 'other', gives: 'Topic', example: `import { PubSub } from '@google-cloud/pubsub'; new PubSub().topic('a');` },
    'PubSub#subscription': { role: 'other', gives: 'Subscription', example: withSubscription('') },
    'Topic#subscription': { role: 'other', gives: 'Subscription', example: `import { PubSub } from '@google-cloud/pubsub'; new PubSub().topic('a').subscription('b');` },
    'Subscription#on': {
      role: 'message-consume',
      gives: 'this',
      callbacks: [{ argument: 1, named: ['message'], parameters: ['Message'], awaited: false, runs: 'request' }],
      example: withSubscription(`subscription.on('message', message => {});`),
    },
    'Message#ack': {
      role: 'other',
      acknowledges: { message: 'receiver' },
      example: withSubscription(`subscription.on('message', message => { message.ack(); });`),
    },
    'Message#ackWithResponse': {
      role: 'other',
      promise: true,
      acknowledges: { message: 'receiver' },
      example: withSubscription(`subscription.on('message', async message => { await message.ackWithResponse(); });`),
    },
    ...each(['nack', 'modAck'], name => `Message#${name}`, { role: 'other', example: withSubscription(`subscription.on('message', message => { message.NAME(); });`) }),
  },
  types: { PubSub: {}, Topic: {}, Subscription: { extends: ['EventEmitter@node:events'] }, Message: { part: 'message' } },
});

const withReceiver = (line: string): string => `import { ServiceBusClient } from '@azure/service-bus'; const receiver = new ServiceBusClient(text).createReceiver('q'); ${line}`;

const serviceBus = defineLibrary({
  modules: ['@azure/service-bus'],
  verified: '@azure/service-bus 7.9.5',
  entries: {
    ServiceBusClient: { role: 'broker-client', use: 'new', gives: 'ServiceBusClient', example: withReceiver('') },
    'ServiceBusClient#createReceiver': { role: 'other', gives: 'ServiceBusReceiver', example: withReceiver('') },
    'ServiceBusReceiver#subscribe': {
      role: 'message-consume',
      callbacks: [{ argument: 0, option: 'processMessage', awaited: true, runs: 'request' }, { argument: 0, option: 'processError', awaited: true, runs: 'later' }],
      takenWhenFulfilled: { argument: 1, option: 'autoCompleteMessages' },
      example: withReceiver('receiver.subscribe({ processMessage: async message => {}, processError: async () => {} });'),
    },
    'ServiceBusReceiver#completeMessage': {
      role: 'other',
      promise: true,
      acknowledges: { message: 0 },
      example: withReceiver('await receiver.completeMessage(message);'),
    },
    ...each(['abandonMessage', 'deadLetterMessage', 'deferMessage'], name => `ServiceBusReceiver#${name}`, { role: 'other', promise: true, example: withReceiver('await receiver.NAME(message);') }),
  },
  types: { ServiceBusClient: {}, ServiceBusReceiver: {} },
});

const sqs = defineLibrary({
  modules: ['@aws-sdk/client-sqs'],
  verified: '@aws-sdk/client-sqs 3.1175.0',
  entries: {
    DeleteMessageCommand: {
      role: 'other',
      use: 'new',
      acknowledges: { message: { argument: 0, option: 'ReceiptHandle' } },
      example: `import { DeleteMessageCommand } from '@aws-sdk/client-sqs'; new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle });`,
    },
  },
});

const stomp = defineLibrary({
  modules: ['@stomp/stompjs'],
  verified: '@stomp/stompjs 7.5.0',
  entries: {
    Client: { role: 'broker-client', use: 'new', gives: 'Client', example: `import { Client } from '@stomp/stompjs'; new Client({ brokerURL });` },
    'Client#subscribe': {
      role: 'message-consume',
      callbacks: [{ argument: 1, parameters: ['Message'], awaited: false, runs: 'request' }],
      example: `import { Client } from '@stomp/stompjs'; const client = new Client({ brokerURL }); client.subscribe('/queue/a', message => {});`,
    },
    'Message#ack': {
      role: 'other',
      acknowledges: { message: 'receiver' },
      example: `import { Client } from '@stomp/stompjs'; const client = new Client({ brokerURL }); client.subscribe('/queue/a', message => { message.ack(); });`,
    },
  },
  types: { Client: {}, Message: { exportedAs: ['IMessage', 'Message'], part: 'message' } },
});

// ——— nats

const withNats = (line: string): string => `import { connect } from 'nats'; const nc = await connect(); ${line}`;

const nats = defineLibrary({
  modules: ['nats', '@nats-io/transport-node'],
  verified: 'nats 2.29.3, @nats-io/transport-node 3.4.0',
  entries: {
    connect: {
      role: 'broker-client',
      promise: true,
      gives: 'NatsConnection',
      // 20 s by default, also for 0 (lib/nats-base-client/protocol.js).
      wait: { argument: 0, bounds: ['timeout'], bounded: '20 s', off: [], inert: ['connectTimeout', 'connectionTimeout'].map(each => ignored(each, 'timeout', 'nats')) },
      example: withNats(''),
    },
    'NatsConnection#publish': { role: 'message-send', example: withNats(`nc.publish('a', data);`) },
    'NatsConnection#request': { role: 'message-send', promise: true, example: withNats(`await nc.request('a', data);`) },
    'NatsConnection#subscribe': { role: 'message-consume', gives: 'Subscription', callbacks: [{ argument: 1, option: 'callback', errorFirst: true, awaited: false, runs: 'request' }], example: withNats(`nc.subscribe('a');`) },
    ...each(['drain', 'close', 'flush', 'closed'], name => `NatsConnection#${name}`, { role: 'other', promise: true, example: withNats('await nc.NAME();') }),
  },
  types: { NatsConnection: {}, Subscription: {} },
});

/** Only where a type says that it is one: what a consumer gives is iterated. */
const jetStream = (module: string, verified: string): Library =>
  defineLibrary({
    modules: [module],
    verified,
    entries: {
      'JsMsg#ack': {
        role: 'other',
        acknowledges: { message: 'receiver' },
        example: `import type { JsMsg } from '${module}'; export const take = (message: JsMsg) => { message.ack(); };`,
      },
    },
    types: { JsMsg: { part: 'message' } },
  });

// ——— AWS Lambda: an entry point like any other, by the types of its handler.

const lambdaTypes = ['Handler', 'APIGatewayProxyHandler', 'APIGatewayProxyHandlerV2', 'SNSHandler', 'S3Handler', 'ScheduledHandler', 'DynamoDBStreamHandler', 'KinesisStreamHandler', 'EventBridgeHandler', 'ALBHandler'];

const lambda = defineLibrary({
  modules: ['aws-lambda'],
  verified: '@types/aws-lambda 8.10.164',
  entries: {
    ...each(['body', 'queryStringParameters', 'pathParameters', 'headers'], name => `Event#${name}`, {
      role: 'external-data', use: 'read', data: 'request', example: `import type { APIGatewayProxyHandler } from 'aws-lambda'; export const handler: APIGatewayProxyHandler = async event => { use(event.NAME); };`,
    }),
    // trigger/sqs.d.ts: SQSBatchResponse; what is returned counts only where the mapping of the queue reports failures of items.
    'SQSEvent#Records': {
      role: 'other',
      use: 'read',
      batch: { by: 'SQS', failures: 'batchItemFailures', write: '{ itemIdentifier: record.messageId }', needs: 'ReportBatchItemFailures' },
      example: `import type { SQSHandler } from 'aws-lambda'; export const handler: SQSHandler = async event => { use(event.Records); };`,
    },
  },
  types: {
    Event: {
      exportedAs: ['APIGatewayProxyEvent', 'APIGatewayProxyEventV2', 'APIGatewayEvent', 'ALBEvent'],
      part: 'message',
      answeredWith: 'Result',
    },
    Result: {
      exportedAs: ['APIGatewayProxyResult', 'APIGatewayProxyResultV2', 'APIGatewayProxyStructuredResultV2', 'ALBResult'],
      answerFields: { body: 'body', status: 'statusCode' },
    },
    SQSEvent: { part: 'message' },
    SQSHandler: { parameters: ['SQSEvent'], awaited: true, runs: 'request' },
    ...Object.fromEntries(lambdaTypes.map(name => [name, { parameters: ['Event'], awaited: true, runs: 'request' as const }])),
  },
});

export const brokers: readonly Library[] = [bullmq, bull, kafkajs, amqplib, amqplibCallbacks, amqpConnectionManager, nestRmq, pubsub, serviceBus, sqs, stomp, nats, jetStream('nats', 'nats 2.29.3'), jetStream('@nats-io/jetstream', '@nats-io/jetstream 3.4.0'), lambda];
