import rule from '../../../src/rules/waits/require-client-timeout.js';
import { ruleTests } from '../../rule-tests.js';

// Brokers, clouds, search, directories, WebSockets, child processes.
const write = (option: string, output: string) => ({ messageId: 'write', data: { write: option }, output });
const S3 = 'requestHandler: { connectionTimeout: 5_000, socketTimeout: 30_000 }';
const inRoute = (line: string, imports: string): string => `import express from "express"; ${imports} const app = express(); app.get("/a", async (request, response) => { ${line} response.end(); });`;
const EXEC = 'import { exec, execFile } from "node:child_process"; import { promisify } from "node:util"; const run = promisify(exec); const runFile = promisify(execFile);';

ruleTests(rule, {
  valid: [
    'import { Resolver } from "node:dns/promises"; export const resolver = new Resolver({ timeout: 2_000, tries: 2 });',
    { code: 'const { Resolver } = require("dns"); module.exports = options => new Resolver(options);', filename: 'src/names.js' },
    'import { Resolver } from "./mine.js"; export const resolver = new Resolver();',
    // amqplib
    'import amqp from "amqplib"; await amqp.connect(url, { timeout: 5_000 });',
    'import { connect } from "amqplib"; export const open = (options: object) => connect(url, options);',
    { name: 'raced', code: 'import amqp from "amqplib"; export const open = () => Promise.race([amqp.connect(url), stop]);' },
    { name: 'the function around it is raced', code: 'import amqp from "amqplib"; async function open() { return await amqp.connect(url); } await Promise.race([open(), stop]);' },
    'import { connect } from "./queue.js"; await connect(url);',
    // bounded by default
    'import { Kafka } from "kafkajs"; new Kafka({ brokers });',
    'import { connect } from "nats"; await connect({ servers });',
    'import mqtt from "mqtt"; mqtt.connect(url);',
    'import { io } from "socket.io-client"; io(url);',
    'import nodemailer from "nodemailer"; nodemailer.createTransport({ host });',
    'import { Client } from "@opensearch-project/opensearch"; new Client({ node });',
    { name: 'bounded since 2026, in most clients', code: 'import { SQSClient } from "@aws-sdk/client-sqs"; new SQSClient({ region });' },
    { name: 'nobody knows which version', code: 'import { Client } from "@elastic/elasticsearch"; new Client({ node });' },
    // S3
    `import { S3Client } from "@aws-sdk/client-s3"; new S3Client({ region, ${S3} });`,
    'import { S3Client } from "@aws-sdk/client-s3"; import { NodeHttpHandler } from "@smithy/node-http-handler"; new S3Client({ requestHandler: new NodeHttpHandler({ socketTimeout: 5_000 }) });',
    { name: 'no-inert-timeout speaks of it', code: 'import { S3Client } from "@aws-sdk/client-s3"; new S3Client({ requestHandler: { requestTimeout: 5_000 } });' },
    'import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3"; export const make = (config: S3ClientConfig) => new S3Client({ region, ...config });',
    'import { S3Client } from "@aws-sdk/client-s3"; export const make = (config?: object) => new S3Client({ region, ...(config ?? {}) });',
    { name: 'signing sends nothing', code: 'import { S3Client, GetObjectCommand } from "@aws-sdk/client-s3"; import { getSignedUrl } from "@aws-sdk/s3-request-presigner"; const s3 = new S3Client({ region }); export const link = (key: string) => getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: key }));' },
    { name: 'each request brings a signal', code: 'import { S3Client } from "@aws-sdk/client-s3"; export async function load() { const s3 = new S3Client({ region }); return await s3.send(command, { abortSignal: AbortSignal.timeout(5_000) }); }' },
    'import { S3 } from "aws-sdk"; new S3({ region });',
    // WebSockets
    'import WebSocket from "ws"; new WebSocket(url, { handshakeTimeout: 5_000 });',
    'import WebSocket from "ws"; export const open = (options: object) => new WebSocket(url, [], options);',
    { name: 'the server\'s half', code: 'import WebSocket from "ws"; new WebSocket(null, undefined, { autoPong: true });' },
    { name: 'ended by a timer of their own', code: 'import WebSocket from "ws"; const socket = new WebSocket(url); setTimeout(() => socket.terminate(), 5_000);' },
    { name: 'ended by a timer, kept in a field', code: 'import WebSocket from "ws"; class Feed { private socket = new WebSocket(url); start() { setTimeout(() => this.socket.terminate(), 5_000); } }' },
    'const socket = new WebSocket(url);',
    'import { WebSocketServer } from "ws"; new WebSocketServer({ port: 1 });',
    // LDAP
    'import { Client } from "ldapts"; new Client({ url, timeout: 5_000 });',
    'import ldap from "ldapjs"; ldap.createClient({ url, timeout: 5_000, connectTimeout: 5_000 });',
    // processes
    inRoute('await run("convert a b", { timeout: 5_000 });', EXEC),
    inRoute('await runFile("convert", ["a", "b"], { signal: AbortSignal.timeout(5_000) });', EXEC),
    inRoute('await runFile("convert", ["a"], options);', EXEC),
    { name: 'while the process starts', code: `${EXEC} const { stdout } = await run("git rev-parse HEAD"); use(stdout);` },
    { name: 'the same each time: nobody can say how often', code: `${EXEC} export async function version() { const command = "git rev-parse HEAD"; return await run(command); }` },
    { name: 'a tool for the terminal', code: 'import { execa } from "execa"; export async function size(path: string) { return await execa("du", [path]); }' },
    inRoute('const child = exec("convert a b", done); setTimeout(() => child.kill(), 5_000);', EXEC),
    inRoute('await Promise.race([run("convert a b"), stop]);', EXEC),
    { name: 'what may go on', code: inRoute('spawn("node", ["worker.js"]);', 'import { spawn } from "node:child_process";') },
    inRoute('await execa("convert", ["a", "b"], { timeout: 5_000 });', 'import { execa } from "execa";'),
    inRoute('await execa("convert", ["a", "b"], { cancelSignal });', 'import { execa } from "execa";'),
    { code: 'import amqp from "amqplib"; await amqp.connect(url);', options: [{ allow: ['amqplib:connect'] }] },
    { code: 'import amqp from "amqplib"; await amqp.connect(url);', options: [{ except: ['connect'] }] },
    { code: 'import { S3Client } from "@aws-sdk/client-s3"; new S3Client({ region });', filename: 'src/store.test.ts' },
  ],
  invalid: [
    {
      code: 'import { Resolver } from "node:dns/promises"; export const resolver = new Resolver();',
      errors: [{ messageId: 'lasting', data: { name: 'dns/promises', waits: 'queries (`timeout`)', write: 'timeout: 2_000, tries: 2', silence: 'for about 24 s' }, suggestions: [{ messageId: 'write', data: { write: 'timeout: 2_000, tries: 2' }, output: 'import { Resolver } from "node:dns/promises"; export const resolver = new Resolver({ timeout: 2_000, tries: 2 });' }] }],
    },
    { code: 'const { Resolver } = require("dns"); module.exports = host => new Promise((done, fail) => { const resolver = new Resolver(); resolver.resolve(host, (error, all) => (error ? fail(error) : done(all))); });', filename: 'src/names.js', errors: [{ messageId: 'lasting', suggestions: 1 }] },
    {
      code: 'import amqp from "amqplib"; export const open = async () => await amqp.connect(process.env.AMQP_URL!);',
      errors: [
        {
          messageId: 'client',
          data: { name: 'amqplib', waits: 'connecting (`timeout`)', write: 'timeout: 10_000' },
          suggestions: [write('timeout: 10_000', 'import amqp from "amqplib"; export const open = async () => await amqp.connect(process.env.AMQP_URL!, { timeout: 10_000 });')],
        },
      ],
    },
    { code: 'const { connect } = require("amqplib"); module.exports = () => connect("amqp://a.test?heartbeat=5", { noDelay: true });', filename: 'src/queue.js', errors: [{ messageId: 'client', suggestions: 1 }] },
    { code: 'import amqp from "amqplib/callback_api"; amqp.connect(url, (error, connection) => { use(error, connection); });', errors: [{ messageId: 'client', suggestions: [write('timeout: 10_000', 'import amqp from "amqplib/callback_api"; amqp.connect(url, { timeout: 10_000 }, (error, connection) => { use(error, connection); });')] }] },
    {
      code: 'import { Kafka } from "kafkajs"; export const kafka = new Kafka({ brokers, enforceRequestTimeout: false });',
      errors: [
        {
          messageId: 'client',
          data: { name: 'kafkajs', waits: 'requests (`enforceRequestTimeout: false` switches it off)', write: 'enforceRequestTimeout: true' },
          suggestions: [write('enforceRequestTimeout: true', 'import { Kafka } from "kafkajs"; export const kafka = new Kafka({ brokers, enforceRequestTimeout: true });')],
        },
      ],
    },
    {
      code: 'import { S3Client } from "@aws-sdk/client-s3"; export const s3 = new S3Client({ region: "eu-central-1" });',
      errors: [
        {
          messageId: 'client',
          data: { name: '@aws-sdk/client-s3', waits: 'requests (`requestHandler.socketTimeout`)', write: S3 },
          suggestions: [write(S3, `import { S3Client } from "@aws-sdk/client-s3"; export const s3 = new S3Client({ region: "eu-central-1", ${S3} });`)],
        },
      ],
    },
    { code: 'import { S3Client } from "@aws-sdk/client-s3"; export const s3 = new S3Client();', errors: [{ messageId: 'client', suggestions: [write(S3, `import { S3Client } from "@aws-sdk/client-s3"; export const s3 = new S3Client({ ${S3} });`)] }] },
    { code: 'import { S3 } from "@aws-sdk/client-s3"; class Store { private readonly s3 = new S3({ region: "a" }); }', errors: [{ messageId: 'client', suggestions: 1 }] },
    { name: 'it bounds the connection alone', code: 'import { S3Client } from "@aws-sdk/client-s3"; new S3Client({ requestHandler: { connectionTimeout: 500 } });', errors: [{ messageId: 'client', suggestions: 1 }] },
    { name: 'it signs, and sends as well', code: 'import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3"; import { getSignedUrl } from "@aws-sdk/s3-request-presigner"; class Store { private readonly s3 = new S3Client({ region }); save() { return this.s3.send(new PutObjectCommand(input)); } link() { return getSignedUrl(this.s3, command); } }', errors: [{ messageId: 'client', suggestions: 1 }] },
    { name: 'one request brings no signal', code: 'import { S3Client } from "@aws-sdk/client-s3"; export async function load() { const s3 = new S3Client({ region }); await s3.send(a, { abortSignal }); return await s3.send(b); }', errors: [{ messageId: 'client', suggestions: 1 }] },
    { code: 'const aws = require("@aws-sdk/client-s3"); exports.s3 = new aws.S3Client({ region: "a", requestHandler: undefined });', filename: 'src/store.js', errors: [{ messageId: 'client', suggestions: 0 }] },
    {
      code: 'import WebSocket from "ws"; export const open = (url: string) => new WebSocket(url);',
      errors: [
        {
          messageId: 'client', data: { name: 'ws', waits: 'the handshake (`handshakeTimeout`)', write: 'handshakeTimeout: 10_000' },
          suggestions: [write('handshakeTimeout: 10_000', 'import WebSocket from "ws"; export const open = (url: string) => new WebSocket(url, { handshakeTimeout: 10_000 });')],
        },
      ],
    },
    { code: 'import { WebSocket } from "ws"; class Feed { start() { this.socket = new WebSocket("wss://a.test", "chat", { headers: {} }); this.socket.on("error", fail); } }', errors: [{ messageId: 'client', suggestions: 1 }] },
    { name: 'closing it in the end bounds nothing', code: 'import WebSocket from "ws"; class Feed { private socket = new WebSocket(url); stop() { this.socket.close(); } }', errors: [{ messageId: 'client', suggestions: 1 }] },
    { code: 'import { io } from "socket.io-client"; io("http://a.test", { timeout: false });', errors: [{ messageId: 'client', suggestions: 1 }] },
    { code: 'import { Client } from "@opensearch-project/opensearch"; new Client({ node: "http://a.test", requestTimeout: 0 });', errors: [{ messageId: 'client', suggestions: 1 }] },
    { code: 'import { Client } from "ldapts"; export const ldap = new Client({ url: "ldap://a.test", connectTimeout: 5_000 });', errors: [{ messageId: 'client', data: { name: 'ldapts', waits: 'operations (`timeout`)', write: 'timeout: 10_000' }, suggestions: 1 }] },
    { code: 'const ldap = require("ldapjs"); const client = ldap.createClient({ url: ["ldap://a.test"] }); client.bind(name, password, done);', filename: 'src/login.js', errors: [{ messageId: 'client', suggestions: 1 }] },
    { code: 'const ldap = require("ldapjs"); exports.login = (options, user) => { const settings = options.tls ? { url: options.url, tlsOptions: options.tls } : { url: options.url }; const client = ldap.createClient(settings); client.bind(user.name, user.password, done); };', filename: 'src/login.js', errors: [{ messageId: 'client', suggestions: 1 }] },
    {
      code: inRoute('await run("convert a b");', EXEC),
      errors: [
        {
          messageId: 'process',
          data: { name: 'exec', waits: 'the command (`timeout`)', write: 'timeout: 30_000' },
          suggestions: [write('timeout: 30_000', inRoute('await run("convert a b", { timeout: 30_000 });', EXEC))],
        },
      ],
    },
    { code: inRoute('await runFile("convert", ["a", "b"]);', EXEC), errors: [{ messageId: 'process', suggestions: 1 }] },
    { code: inRoute('await runFile("convert", ["a", "b"], { cwd });', EXEC), errors: [{ messageId: 'process', suggestions: [write('timeout: 30_000', inRoute('await runFile("convert", ["a", "b"], { cwd, timeout: 30_000 });', EXEC))] }] },
    { code: inRoute('exec("convert a b", (error, text) => { use(error, text); });', EXEC), errors: [{ messageId: 'process', suggestions: 1 }] },
    { code: inRoute('execSync("convert a b");', 'import { execSync } from "node:child_process";'), errors: [{ messageId: 'process', suggestions: 1 }] },
    { name: 'in a function that a handler calls', code: `${inRoute('await size(request.query.path);', EXEC)} async function size(path) { return await run("du " + path); }`, filename: 'src/app.js', errors: [{ messageId: 'process', suggestions: 1 }] },
    { name: 'in a job', code: `import { Worker } from "bullmq"; ${EXEC} new Worker("video", async job => { await runFile("ffmpeg", ["-i", job.data.path]); });`, errors: [{ messageId: 'process', suggestions: 1 }] },
    {
      name: 'for each value that the function is given',
      code: `${EXEC} export async function size(path: string) { return await run(\`du \${path}\`); }`,
      errors: [{ messageId: 'process', suggestions: [write('timeout: 30_000', `${EXEC} export async function size(path: string) { return await run(\`du \${path}\`, { timeout: 30_000 }); }`)] }],
    },
    { name: 'for values that it makes', code: `${EXEC} export async function unpack(name: string) { const archive = join(folder, name); const { stdout } = await runFile("tar", ["-tzf", archive], { maxBuffer: 1_024 }); return stdout; }`, errors: [{ messageId: 'process', suggestions: 1 }] },
    { code: inRoute('await execa("convert", ["a", "b"]);', 'import { execa } from "execa";'), errors: [{ messageId: 'process', data: { name: 'execa', waits: 'the command (`timeout`)', write: 'timeout: 30_000' }, suggestions: 1 }] },
    { code: inRoute('await util.promisify(cp.exec)("convert a b");', 'import cp from "node:child_process"; import util from "node:util";'), errors: [{ messageId: 'process', suggestions: 1 }] },
  ],
});
