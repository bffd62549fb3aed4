import { exec, execFile, spawn } from 'node:child_process';
import dgram from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import net, { type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { GetObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { BlobServiceClient } from '@azure/storage-blob';
import { Client as ElasticClient } from '@elastic/elasticsearch';
import * as grpc from '@grpc/grpc-js';
import { Client as OpenSearchClient } from '@opensearch-project/opensearch';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import amqp from 'amqplib';
import kafkajs, { type KafkaConfig } from 'kafkajs';
import { Client as LdapClient } from 'ldapts';
import mqtt from 'mqtt';
import { connect as connectNats } from 'nats';
import nodemailer from 'nodemailer';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';

// What the catalog says of brokers, clouds, search, mail, RPC and processes, run against a server that accepts
// connections, and a name server, that never answer.
const sockets = new Set<net.Socket>();
const server = net.createServer(socket => {
  sockets.add(socket);
  socket.on('error', () => {});
});
const nameServer = dgram.createSocket('udp4');
const ending: (() => unknown)[] = [];
let port = 0;

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>(resolve => nameServer.bind(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  for (const end of ending) end();
  for (const socket of sockets) socket.destroy();
  await new Promise<void>(resolve => server.close(() => resolve()));
  await new Promise<void>(resolve => nameServer.close(resolve));
});

async function after(ms: number, call: Promise<unknown>): Promise<'pending' | 'settled'> {
  const settled = call.then(() => 'settled' as const, () => 'settled' as const);
  const timer = new Promise<'pending'>(resolve => setTimeout(resolve, ms, 'pending'));
  return Promise.race([settled, timer]);
}

const kafka = (config: object): Promise<void> => {
  const { Kafka, logLevel } = kafkajs;
  return new Kafka({ brokers: [`127.0.0.1:${port}`], logLevel: logLevel.NOTHING, retry: { retries: 0 }, ...config } as KafkaConfig).admin().connect();
};
const s3 = (config: S3ClientConfig | object, options: object = {}): Promise<unknown> => {
  const client = new S3Client({ endpoint: `http://127.0.0.1:${port}`, region: 'a', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, forcePathStyle: true, maxAttempts: 1, logger: { debug() {}, info() {}, warn() {}, error() {} }, ...config });
  ending.push(() => client.destroy());
  return client.send(new GetObjectCommand({ Bucket: 'a', Key: 'b' }), options);
};
const rpc = (options: object, channel: object = {}): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), channel);
    ending.push(() => client.close());
    const same = (value: Buffer): Buffer => value;
    client.makeUnaryRequest('/a/b', same, same, Buffer.from(''), options, error => (error ? reject(error) : resolve(undefined)));
  });
const mail = (options: object): Promise<unknown> => nodemailer.createTransport({ host: '127.0.0.1', port, ...options } as object).sendMail({ from: 'a@a.test', to: 'b@b.test', text: 'c' });
const elastic = (options: object, request: object = {}): Promise<unknown> => {
  const client = new ElasticClient({ node: `http://127.0.0.1:${port}`, maxRetries: 0, ...options });
  return client.search({}, request);
};
const openSearch = (options: object): Promise<unknown> => new OpenSearchClient({ node: `http://127.0.0.1:${port}`, maxRetries: 0, ...options }).search({});
const ldap = async (options: object): Promise<void> => new LdapClient({ url: `ldap://127.0.0.1:${port}`, ...options }).bind('cn=a', 'b');
const webSocket = (options: object): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, options);
    ending.push(() => socket.terminate());
    socket.on('open', resolve).on('error', reject);
  });
const socketIo = (options: object): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const socket = io(`http://127.0.0.1:${port}`, { reconnection: false, forceNew: true, ...options });
    ending.push(() => socket.disconnect());
    socket.on('connect', () => resolve(undefined)).on('connect_error', reject);
  });
const mqttClient = (options: object): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0, ...options });
    ending.push(() => client.end(true));
    client.on('connect', resolve).on('error', reject).on('close', reject);
  });
const resolver = (options: { readonly timeout?: number; readonly tries?: number }, of: object = {}): Promise<unknown> => {
  const asking = new Resolver(options);
  asking.setServers([`127.0.0.1:${nameServer.address().port}`]);
  ending.push(() => asking.cancel());
  return asking.resolve4('a.test', of as { ttl: true });
};
const SLEEP = 'setTimeout(() => {}, 4_000)';
const running = (child: { kill(): boolean }): void => void ending.push(() => child.kill());
const command = (options: object): Promise<unknown> => {
  const call = promisify(execFile)(process.execPath, ['-e', SLEEP], options);
  running(call.child);
  return call;
};

// A machine that is busy with other tests may take longer to connect than a timeout here allows.
describe.concurrent('what stays pending where a server never answers', { retry: 3 }, () => {
  const pending: Readonly<Record<string, () => Promise<unknown>>> = {
    'amqplib connect()': () => amqp.connect(`amqp://127.0.0.1:${port}`),
    'amqplib { connectionTimeout }': () => amqp.connect(`amqp://127.0.0.1:${port}`, { connectionTimeout: 50 } as object),
    'amqplib ?connection_timeout': () => amqp.connect(`amqp://127.0.0.1:${port}?connection_timeout=50&heartbeat=1`),
    'kafkajs { timeout }': () => kafka({ timeout: 50 }),
    'kafkajs { connectionTimeout } once a connection stands': () => kafka({ connectionTimeout: 400 }),
    'nats { connectTimeout }': () => connectNats({ servers: `127.0.0.1:${port}`, reconnect: false, connectTimeout: 50 } as object),
    'mqtt { connectionTimeout }': () => mqttClient({ connectionTimeout: 50 }),
    'S3Client({})': () => s3({}),
    'S3Client({ requestTimeout })': () => s3({ requestTimeout: 50 }),
    'S3Client({ connectionTimeout, socketTimeout })': () => s3({ connectionTimeout: 50, socketTimeout: 50 }),
    'S3Client({ httpOptions })': () => s3({ httpOptions: { timeout: 50, connectTimeout: 50 } }),
    'S3Client({ requestHandler: { requestTimeout } })': () => s3({ requestHandler: { requestTimeout: 50 } }),
    'S3Client({ requestHandler: { connectionTimeout } })': () => s3({ requestHandler: { connectionTimeout: 50 } }),
    'send(command, { timeout })': () => s3({}, { timeout: 50 }),
    'gRPC with no deadline': () => rpc({}),
    'gRPC { timeout }': () => rpc({ timeout: 50 }),
    'nodemailer { timeout }': () => mail({ timeout: 50 }),
    'nodemailer { connectTimeout }': () => mail({ connectTimeout: 50 }),
    'Elasticsearch 9': () => elastic({}),
    'Elasticsearch { timeout }': () => elastic({ timeout: 50 }),
    'OpenSearch { timeout }': () => openSearch({ timeout: 50 }),
    'ldapts with no timeout': () => ldap({}),
    'ldapts { connectTimeout } once a connection stands': () => ldap({ connectTimeout: 500 }),
    'ws with no handshakeTimeout': () => webSocket({}),
    'ws { timeout }': () => webSocket({ timeout: 50 }),
    'socket.io { connectTimeout }': () => socketIo({ connectTimeout: 50 }),
    'socket.io { timeout: false }': () => socketIo({ timeout: false }),
    'Resolver()': () => resolver({}),
    'resolve4(host, { timeout })': () => resolver({}, { timeout: 50 }),
    'Azure { retryOptions: { tryTimeoutInMs } }': () => new BlobServiceClient(`http://127.0.0.1:${port}/a`, undefined, { retryOptions: { maxTries: 1, tryTimeoutInMs: 50 } }).getProperties({ abortSignal: AbortSignal.timeout(5_000) }),
    'execFile()': () => command({}),
  };
  it.each(Object.entries(pending))('%s', async (_, call) => {
    expect(await after(700, call())).toBe('pending');
  });
});

describe.concurrent('what ends the wait', { retry: 3 }, () => {
  const settled: Readonly<Record<string, () => Promise<unknown>>> = {
    'amqplib { timeout }': () => amqp.connect(`amqp://127.0.0.1:${port}`, { timeout: 50 }),
    'nats { timeout }': () => connectNats({ servers: `127.0.0.1:${port}`, reconnect: false, timeout: 50 }),
    'mqtt { connectTimeout }': () => mqttClient({ connectTimeout: 50 }),
    'S3Client({ requestHandler: { socketTimeout } })': () => s3({ requestHandler: { socketTimeout: 50 } }),
    'S3Client({ requestHandler: { requestTimeout, throwOnRequestTimeout } })': () => s3({ requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true } }),
    'S3Client({ requestHandler: new NodeHttpHandler({ socketTimeout }) })': () => s3({ requestHandler: new NodeHttpHandler({ socketTimeout: 50 }) }),
    'send(command, { abortSignal })': () => s3({}, { abortSignal: AbortSignal.timeout(50) }),
    'gRPC { deadline }': () => rpc({ deadline: Date.now() + 50 }),
    'gRPC interceptors': () =>
      rpc({}, { interceptors: [(options: grpc.InterceptorOptions, next: (options: grpc.InterceptorOptions) => grpc.InterceptingCall) => new grpc.InterceptingCall(next({ ...options, deadline: Date.now() + 50 }))] }),
    'nodemailer { connectionTimeout }': () => mail({ connectionTimeout: 50 }),
    'nodemailer { greetingTimeout }': () => mail({ greetingTimeout: 50 }),
    'nodemailer { socketTimeout }': () => mail({ socketTimeout: 50 }),
    'Elasticsearch { requestTimeout }': () => elastic({ requestTimeout: 50 }),
    'Elasticsearch, one request { requestTimeout }': () => elastic({}, { requestTimeout: 50 }),
    'OpenSearch { requestTimeout }': () => openSearch({ requestTimeout: 50 }),
    'ldapts { timeout }': () => ldap({ timeout: 50 }),
    'ws { handshakeTimeout }': () => webSocket({ handshakeTimeout: 50 }),
    'socket.io { timeout }': () => socketIo({ timeout: 50 }),
    'Resolver({ timeout, tries })': () => resolver({ timeout: 50, tries: 1 }),
    'promisify(exec) { timeout }': () => promisify(exec)(`"${process.execPath}" -e "${SLEEP}"`, { timeout: 50 }),
    'execFile { signal }': () => command({ signal: AbortSignal.timeout(50) }),
    'spawn { timeout }': () => new Promise(resolve => spawn(process.execPath, ['-e', SLEEP], { timeout: 50 }).on('exit', resolve)),
  };
  it.each(Object.entries(settled))('%s', async (_, call) => {
    expect(await after(3_000, call())).toBe('settled');
  });
});

describe('defaults, as the installed packages have them', () => {
  const require = createRequire(import.meta.url);
  const folderOf = (name: string): string => {
    const entry = require.resolve(name);
    return entry.slice(0, entry.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length);
  };
  const source = (name: string, path: string): string => readFileSync(join(folderOf(name), path), 'utf8');

  it.each([
    ['kafkajs', 'src/index.js', /connectionTimeout = 1000,/],
    ['kafkajs', 'src/index.js', /enforceRequestTimeout = true,/],
    ['kafkajs', 'src/cluster/index.js', /requestTimeout = 30000,/],
    ['nats', 'lib/nats-base-client/protocol.js', /this\.options\.timeout \|\| 20000/],
    ['mqtt', 'build/lib/client.js', /connectTimeout: 30 \* 1000/],
    ['socket.io-client', 'build/cjs/manager.js', /opts\.timeout \? 20000 : opts\.timeout/],
    ['@opensearch-project/opensearch', 'lib/Client.js', /requestTimeout: 30000/],
    ['ws', 'lib/websocket.js', /opts\.timeout = opts\.handshakeTimeout;/],
    ['@smithy/node-http-handler', 'dist-cjs/index.js', /if \(throwOnRequestTimeout\)/],
  ])('%s %s: %s', (name, path, expected) => {
    expect(source(name, path)).toMatch(expected);
  });

  it('Elasticsearch 9 has none', () => {
    const transport = dirname(createRequire(require.resolve('@elastic/elasticsearch')).resolve('@elastic/transport'));
    expect(readFileSync(join(transport, 'lib/Transport.js'), 'utf8')).toMatch(/opts\.requestTimeout != null \? toMs\(opts\.requestTimeout\) : null/);
  });

  it('S3 got no default of silence where other clients did', () => {
    expect(source('@aws-sdk/client-s3', 'dist-es/runtimeConfig.js')).not.toContain('defaultSocketTimeout');
    const sts = createRequire(require.resolve('@aws-sdk/client-s3')).resolve('@aws-sdk/nested-clients/sts');
    expect(readFileSync(sts, 'utf8')).toMatch(/defaultSocketTimeout: [\w.]*getDefaultSocketTimeout\(config\?\.requestHandler, 300_000\)/);
  });

  it('mail waits two minutes for a connection, half a minute for the greeting, ten minutes in silence', () => {
    const text = source('nodemailer', 'dist/cjs/smtp-connection/index.js');
    expect(text).toMatch(/CONNECTION_TIMEOUT = 2 \* 60 \* 1000/);
    expect(text).toMatch(/SOCKET_TIMEOUT = 10 \* 60 \* 1000/);
    expect(text).toMatch(/GREETING_TIMEOUT = 30 \* 1000/);
  });
});
