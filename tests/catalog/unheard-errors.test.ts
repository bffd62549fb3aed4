import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const from = (module: string): string => `require(${JSON.stringify(require.resolve(module))})`;

/** A server of the given talk, and `drop`, which resets all of its connections. */
const serve = (talk: string, then: string): string => `
  const sockets = [];
  const drop = (after = 60) => setTimeout(() => sockets.forEach(each => each.resetAndDestroy()), after);
  const server = require('net').createServer(socket => { sockets.push(socket); socket.on('error', () => {}); (${talk})(socket); });
  server.listen(0, '127.0.0.1', async () => { const port = server.address().port; const host = '127.0.0.1'; ${then} });`;
const SILENT = '() => {}';
/** Nobody listens on this port of the loopback address. */
const REFUSED = 1;

/** PostgreSQL: any start is welcome, and each simple query gets an empty answer. */
const POSTGRES = `socket => {
  const frame = (type, body) => { const head = Buffer.alloc(5); head.write(type); head.writeInt32BE(body.length + 4, 1); return Buffer.concat([head, body]); };
  let started = false;
  socket.on('data', data => {
    if (!started) { started = true; socket.write(Buffer.concat([frame('R', Buffer.alloc(4)), frame('Z', Buffer.from('I'))])); }
    else if (data[0] === 0x51) socket.write(Buffer.concat([frame('C', Buffer.from('SELECT 0\\0')), frame('Z', Buffer.from('I'))]));
  });
}`;
const REDIS = `socket => socket.on('data', data => socket.write('+OK\\r\\n'.repeat((data.toString().match(/^\\*/gm) ?? [1]).length)))`;
const MQTT = `socket => socket.once('data', () => socket.write(Buffer.from([0x20, 2, 0, 0])))`;
const MQTT_REFUSING = `socket => socket.once('data', () => socket.write(Buffer.from([0x20, 2, 0, 5])))`;
const NATS = `socket => { socket.write('INFO {"server_id":"a","version":"2.10.0","max_payload":1024,"proto":1}\\r\\n'); socket.on('data', data => { if (data.includes('PING')) socket.write('PONG\\r\\n'); }); }`;
/** MySQL: any client is welcome, and dropped after a while. */
const mysql = (then: string): string => `
  const mysql = ${from('mysql2')};
  const server = mysql.createServer();
  server.on('connection', each => {
    each.on('error', () => {});
    each.serverHandshake({ protocolVersion: 10, serverVersion: '5.6.10', connectionId: 1, statusFlags: 2, characterSet: 8, capabilityFlags: 0xffffff, authCallback: (_, done) => done(null) });
    setTimeout(() => each.stream.resetAndDestroy(), 150);
  });
  server.listen(0, '127.0.0.1', () => { const { port } = server._server.address(); ${then}; });`;
/** The frames of AMQP, which amqplib does not export. */
const DEFS = path.join(path.dirname(require.resolve('amqplib')), 'lib', 'defs.js');
/** RabbitMQ: the handshake, and `answer` to the opening of a channel. */
const rabbit = (answer: string): string => `socket => {
  const defs = require(${JSON.stringify(DEFS)});
  const send = (channel, id, fields) => socket.write(defs.encodeMethod(id, channel, fields));
  const asks = (data, type, method) => data.includes(Buffer.from([0, type, 0, method]));
  socket.on('data', data => {
    if (data.includes('AMQP')) send(0, defs.ConnectionStart, { versionMajor: 0, versionMinor: 9, serverProperties: {}, mechanisms: Buffer.from('PLAIN'), locales: Buffer.from('en_US') });
    if (asks(data, 10, 11)) send(0, defs.ConnectionTune, { channelMax: 0, frameMax: 131072, heartbeat: 0 });
    if (asks(data, 10, 40)) send(0, defs.ConnectionOpenOk, { knownHosts: '' });
    if (asks(data, 20, 10)) { send(1, defs.ChannelOpenOk, { channelId: Buffer.alloc(0) }); ${answer} }
  });
}`;
const CHANNEL_CLOSES = `setTimeout(() => send(1, defs.ChannelClose, { replyCode: 404, replyText: 'no queue', classId: 0, methodId: 0 }), 60);`;

const PG = `const config = { host, port, user: 'u', database: 'd', password: 'p' };`;
const WS = from('ws');
/** A WebSocket server, and a raw socket that has upgraded to it. */
const ACCEPTED = (then: string): string => `
  const server = new (${WS}).WebSocketServer({ port: 0, host: '127.0.0.1' }, () => {
    const client = require('net').connect(server.address().port, '127.0.0.1');
    client.on('error', () => {});
    client.write('GET / HTTP/1.1\\r\\nHost: a\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n');
    client.once('data', () => { ${then} });
  });
  server.on('connection', socket => { socket.on('message', () => {}); });`;
const swallow = (promise: string): string => `${promise}.catch(() => {});`;

/** What ends a thread that runs this code: the error, or undefined where it lives on. */
async function endOf(code: string, ms: number): Promise<string | undefined> {
  const worker = new Worker(`${code}; setTimeout(() => process.exit(), ${ms});`, { eval: true, stdout: true, stderr: true });
  return new Promise(resolve => {
    worker.once('error', error => resolve((error as Error).message || (error as NodeJS.ErrnoException).code || (error as Error).name));
    worker.once('exit', () => resolve(undefined));
  });
}

/** What the catalog says of emitters: an `error` event that nobody hears ends the process. */
describe.concurrent('an error that nobody hears ends the process', () => {
  const crashes: Readonly<Record<string, readonly [RegExp, string]>> = {
    'pg Pool: an idle connection is dropped': [/ECONNRESET/, serve(POSTGRES, `${PG} const pool = new (${from('pg')}).Pool(config); (await pool.connect()).release(); drop();`)],
    'pg Pool: a client that is checked out, though the pool is heard': [/ECONNRESET/, serve(POSTGRES, `${PG} const pool = new (${from('pg')}).Pool(config); pool.on('error', () => {}); await pool.connect(); drop();`)],
    'pg Pool: a client on which a listener of connect runs a query': [/ECONNRESET/, serve(POSTGRES, `${PG} const pool = new (${from('pg')}).Pool(config); pool.on('error', () => {}); pool.on('connect', client => { client.query('select 1'); }); await pool.connect(); drop();`)],
    'pg Client': [/ECONNRESET/, serve(POSTGRES, `${PG} const client = new (${from('pg')}).Client(config); await client.connect(); drop();`)],
    'node-redis': [/ECONNRESET/, serve(REDIS, `const client = ${from('redis')}.createClient({ url: 'redis://127.0.0.1:' + port, RESP: 2 }); await client.connect(); drop();`)],
    'node-redis: a pool': [/ECONNRESET/, serve(REDIS, `const pool = ${from('redis')}.createClientPool({ url: 'redis://127.0.0.1:' + port, RESP: 2 }); await pool.connect(); drop();`)],
    'mysql2 createConnection: refused': [/ECONNREFUSED/, `${from('mysql2')}.createConnection({ host: '127.0.0.1', port: ${REFUSED} })`],
    'mysql2 createConnection: dropped': [/ECONNRESET/, mysql(`mysql.createConnection({ host: '127.0.0.1', port })`)],
    'ws: refused': [/ECONNREFUSED/, `new (${WS})('ws://127.0.0.1:${REFUSED}')`],
    'ws: no upgrade': [/503/, serve(`socket => socket.end('HTTP/1.1 503 Busy\\r\\nContent-Length: 0\\r\\n\\r\\n')`, `new (${WS})('ws://127.0.0.1:' + port);`)],
    'ws, accepted: a frame that is not masked': [/MASK must be set/, ACCEPTED(`client.write(Buffer.from([0x81, 1, 0x61]));`)],
    'ws, accepted: a text that is no UTF-8': [/UTF-8/, ACCEPTED(`client.write(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0xff]));`)],
    'amqplib connection': [/ECONNRESET|Unexpected close/, serve(rabbit(''), `await ${from('amqplib')}.connect('amqp://127.0.0.1:' + port); drop();`)],
    'amqplib/callback_api connection': [/ECONNRESET|Unexpected close/, serve(rabbit(''), `${from('amqplib/callback_api')}.connect('amqp://127.0.0.1:' + port, () => drop());`)],
    'net.connect: refused': [/ECONNREFUSED/, `require('net').connect(${REFUSED}, '127.0.0.1')`],
    'net.connect: reset': [/ECONNRESET/, serve(SILENT, `require('net').connect(port, host).resume(); drop();`)],
    'net.createServer: an accepted socket is reset': [/ECONNRESET/, `const server = require('net').createServer(socket => { socket.on('data', () => {}); }).listen(0, '127.0.0.1', () => { const client = require('net').connect(server.address().port, '127.0.0.1', () => setTimeout(() => client.resetAndDestroy(), 60)); });`],
    'net.Server: the port is taken': [/EADDRINUSE/, serve(SILENT, `require('net').createServer().listen(port, host);`)],
    'http.Server: the port is taken': [/EADDRINUSE/, serve(SILENT, `require('http').createServer().listen(port, host);`)],
    'tls.connect: refused': [/ECONNREFUSED/, `require('tls').connect(${REFUSED}, '127.0.0.1')`],
    'http.get: refused': [/ECONNREFUSED/, `require('http').get('http://127.0.0.1:${REFUSED}')`],
    'http.get: reset before the answer': [/ECONNRESET/, serve(SILENT, `require('http').get({ host, port }); drop();`)],
    'https.request: refused': [/ECONNREFUSED/, `require('https').request('https://127.0.0.1:${REFUSED}').end()`],
    'http2.connect: refused': [/ECONNREFUSED/, `require('http2').connect('http://127.0.0.1:${REFUSED}')`],
    'http.Server upgrade: the socket is reset': [/ECONNRESET/, `const server = require('http').createServer(); server.on('upgrade', (request, socket) => { socket.resume(); }); server.listen(0, '127.0.0.1', () => { const client = require('net').connect(server.address().port, '127.0.0.1', () => { client.write('GET / HTTP/1.1\\r\\nHost: a\\r\\nUpgrade: a\\r\\nConnection: Upgrade\\r\\n\\r\\n'); setTimeout(() => client.resetAndDestroy(), 60); }); });`],
    'the input of a process that does not read it': [/EPIPE|ECONNRESET/, `const child = require('child_process').spawn('true'); child.on('error', () => {}); child.stdin.end('x'.repeat(1_000_000));`],
    'the input of a command': [/EPIPE|ECONNRESET/, `require('child_process').execFile('true', () => {}).stdin.end('x'.repeat(1_000_000));`],
    'readline over a file that is not there': [/ENOENT/, `require('readline').createInterface({ input: require('fs').createReadStream('/no/such/file') }).on('line', () => {})`],
    'http2.connect: reset': [/ECONNRESET/, serve(SILENT, `require('http2').connect('http://127.0.0.1:' + port); drop();`)],
    'http.get: reset in the middle of the answer': [/ECONNRESET/, serve(`socket => socket.write('HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\n\\r\\na')`, `require('http').get({ host, port }, response => { response.resume(); drop(); });`)],
    'zlib: broken input': [/header check/, `require('zlib').createGunzip().end(Buffer.from('xx'))`],
    'fs.createReadStream: no such file': [/ENOENT/, `require('fs').createReadStream('/no/such/file')`],
    'fs.createWriteStream: no such folder': [/ENOENT/, `require('fs').createWriteStream('/no/such/file')`],
    'spawn: no such program': [/ENOENT/, `require('child_process').spawn('definitely-not-a-program')`],
    'fork: no such program': [/ENOENT/, `require('child_process').fork('a.js', { execPath: '/no/such/program' })`],
    'fork: a message to a process that is gone': [/Channel closed/, `const child = require('child_process').fork('/no/such/module.js', { silent: true }); child.on('exit', () => child.send('x'));`],
    'Worker: its code throws': [/boom/, `new (require('worker_threads').Worker)('throw new Error("boom")', { eval: true })`],
    'dgram: the port is taken': [/EADDRINUSE/, `const first = require('dgram').createSocket('udp4').bind(0, '127.0.0.1', () => require('dgram').createSocket('udp4').bind(first.address().port, '127.0.0.1'))`],
  };
  it.each(Object.entries(crashes))('%s', async (_, [error, code]) => {
    expect(await endOf(code, 6_000)).toMatch(error);
  }, 20_000);
});

describe.concurrent('an error that nobody hears ends nothing', () => {
  const survives: Readonly<Record<string, string>> = {
    'pg Pool: refused': `${swallow(`new (${from('pg')}).Pool({ host: '127.0.0.1', port: ${REFUSED} }).connect()`)}`,
    'pg Pool#query, dropped while it runs': serve(POSTGRES, `${PG} const pool = new (${from('pg')}).Pool(config); pool.on('error', () => {}); ${swallow(`pool.query('select $1', [1])`)} drop();`),
    'mysql2 createPool: refused': `${from('mysql2')}.createPool({ host: '127.0.0.1', port: ${REFUSED} }).query('select 1', () => {})`,
    'mysql2 createPool: a connection that is checked out is dropped': mysql(`mysql.createPool({ host: '127.0.0.1', port }).getConnection(() => {})`),
    'mysql2/promise: dropped': mysql(`${from('mysql2/promise')}.createConnection({ host: '127.0.0.1', port })`),
    'mysql2/promise: refused': swallow(`${from('mysql2/promise')}.createConnection({ host: '127.0.0.1', port: ${REFUSED} })`),
    'ioredis: refused': `new (${from('ioredis')}).Redis({ host: '127.0.0.1', port: ${REFUSED} })`,
    'ioredis: dropped': serve(REDIS, `const client = new (${from('ioredis')}).Redis({ host, port, enableReadyCheck: false }); client.once('ready', () => drop());`),
    'mqtt: refused': `${from('mqtt')}.connect('mqtt://127.0.0.1:${REFUSED}')`,
    'mqtt: dropped': serve(MQTT, `${from('mqtt')}.connect('mqtt://127.0.0.1:' + port).on('connect', () => drop());`),
    'mqtt: not authorised': serve(MQTT_REFUSING, `${from('mqtt')}.connect('mqtt://127.0.0.1:' + port);`),
    'mongodb: refused': swallow(`new (${from('mongodb')}).MongoClient('mongodb://127.0.0.1:${REFUSED}', { serverSelectionTimeoutMS: 100 }).connect()`),
    'kafkajs: refused': swallow(`new (${from('kafkajs')}).Kafka({ brokers: ['127.0.0.1:${REFUSED}'], retry: { retries: 0 }, logLevel: 0 }).producer().connect()`),
    '@grpc/grpc-js: refused': `const grpc = ${from('@grpc/grpc-js')}; new grpc.Client('127.0.0.1:${REFUSED}', grpc.credentials.createInsecure()).waitForReady(Date.now() + 100, () => {})`,
    'nats: dropped': serve(NATS, `await ${from('nats')}.connect({ servers: '127.0.0.1:' + port, maxReconnectAttempts: 0 }); drop();`),
    // What it throws is caught where frames are read, and ends the connection instead.
    'amqplib channel, whose connection is heard': serve(rabbit(CHANNEL_CLOSES), `const connection = await ${from('amqplib')}.connect('amqp://127.0.0.1:' + port); connection.on('error', () => {}); await connection.createChannel();`),
    'amqplib: refused': swallow(`${from('amqplib')}.connect('amqp://127.0.0.1:${REFUSED}')`),
    'socket.io-client: refused': `${from('socket.io-client')}.io('http://127.0.0.1:${REFUSED}')`,
    'ws, accepted: reset': ACCEPTED('client.resetAndDestroy();'),
    'ws: reset': `const { WebSocketServer, WebSocket } = ${WS}; const server = new WebSocketServer({ port: 0, host: '127.0.0.1' }, () => new WebSocket('ws://127.0.0.1:' + server.address().port)); server.on('connection', socket => { socket._socket.resetAndDestroy(); });`,
    'http.Server: a client is reset': `const server = require('http').createServer(() => {}).listen(0, '127.0.0.1', () => { const client = require('net').connect(server.address().port, '127.0.0.1', () => { client.write('GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n'); setTimeout(() => client.resetAndDestroy(), 60); }); });`,
    'http.Server connection: the socket is reset': `const server = require('http').createServer(() => {}); server.on('connection', socket => { socket.setKeepAlive(true); }); server.listen(0, '127.0.0.1', () => { const client = require('net').connect(server.address().port, '127.0.0.1', () => { client.write('GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n'); setTimeout(() => client.resetAndDestroy(), 60); }); });`,
    'http response: written to after the client has gone': `const server = require('http').createServer((request, response) => { response.write('a'); setInterval(() => response.write('a'), 20); }).listen(0, '127.0.0.1', () => { const client = require('net').connect(server.address().port, '127.0.0.1', () => { client.write('GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n'); setTimeout(() => client.resetAndDestroy(), 60); }); });`,
    'http answer: reset in the middle': serve(`socket => socket.write('HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\n\\r\\na')`, `require('http').get({ host, port }, response => { response.resume(); drop(); }).on('error', () => {});`),
    'readline, heard': `require('readline').createInterface({ input: require('fs').createReadStream('/no/such/file') }).on('line', () => {}).on('error', () => {})`,
    'readline with for await': `(async () => { for await (const line of require('readline').createInterface({ input: require('fs').createReadStream('/no/such/file') })); })().catch(() => {});`,
    'exec: no such shell': `require('child_process').exec('a', { shell: '/no/such/shell' })`,
    'exec: no such command': `require('child_process').exec('definitely-not-a-program')`,
    'fork: no such module': `require('child_process').fork('/no/such/module.js', { silent: true })`,
  };
  it.each(Object.entries(survives))('%s', async (_, code) => {
    expect(await endOf(code, 900)).toBeUndefined();
  }, 20_000);
});
