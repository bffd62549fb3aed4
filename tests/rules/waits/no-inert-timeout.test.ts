import rule from '../../../src/rules/waits/no-inert-timeout.js';
import { ruleTests } from '../../rule-tests.js';

const write = (option: string, output: string) => ({ messageId: 'write', data: { write: option }, output });

ruleTests(rule, {
  valid: [
    'await fetch("https://a.test", { signal: AbortSignal.timeout(5_000) });',
    { name: 'bounded all the same', code: 'await fetch("https://a.test", { timeout: 5_000, signal });' },
    { name: 'says that there is none', code: 'await fetch("https://a.test", { timeout: 0 });' },
    'import { fetch } from "./mine.js"; await fetch("https://a.test", { timeout: 5_000 });',
    'export const send = (init: RequestInit) => fetch("https://a.test", { ...init });',
    { name: '2.x reads it, and nobody can say from here', code: 'import fetch from "node-fetch"; await fetch("https://a.test", { timeout: 5_000 });' },
    'import fetch from "cross-fetch"; await fetch("https://a.test", { timeout: 5_000 });',
    'import { request } from "undici"; await request("https://a.test", { headersTimeout: 5_000 });',
    'import axios from "axios"; await axios.get("https://a.test", { timeout: 5_000 });',
    { name: 'data of the application', code: 'import axios from "axios"; await axios.post("https://a.test/jobs", { name: "a", timeout: 5_000 });' },
    'import axios from "axios"; await axios.post("https://a.test/jobs", { timeout: 5_000 });',
    'import axios from "axios"; await axios.post("https://a.test", { timeout: 5_000, headers: {} }, { timeout: 5_000 });',
    'import { got } from "got"; await got("https://a.test", { timeout: { request: 5_000 } });',
    'import needle from "needle"; needle.get("https://a.test", { open_timeout: 1_000, response_timeout: 5_000 }, done);',
    // http: something acts on it
    'import https from "node:https"; https.get("https://a.test", { timeout: 5_000 }, read).on("timeout", () => stop());',
    'import https from "node:https"; const request = https.request("https://a.test", { timeout: 5_000 }, read); request.once("timeout", () => { request.destroy(); }); request.end();',
    'import https from "node:https"; const request = https.request("https://a.test", { timeout: 5_000 }, read); request.on("timeout", onTimeout); request.end();',
    'import https from "node:https"; const request = https.request("https://a.test", { timeout: 5_000 }, read); request.on("timeout", () => { timedOut = true; }); request.end();',
    'import https from "node:https"; const request = https.request("https://a.test", { timeout: 5_000, signal }, read); request.end();',
    'import https from "node:https"; const request = https.request("https://a.test", { timeout: 5_000 }, read); request.setTimeout(5_000, () => request.destroy()); request.end();',
    'import https from "node:https"; const request = https.request("https://a.test", { timeout: 5_000 }, read); setTimeout(() => request.destroy(), 5_000); request.end();',
    'import https from "node:https"; import { watch } from "./watch.js"; const request = https.request("https://a.test", { timeout: 5_000 }, read); watch(request);',
    'import https from "node:https"; export const open = () => https.request("https://a.test", { timeout: 5_000 });',
    'import https from "node:https"; class A { request = https.request("https://a.test", { timeout: 5_000 }); }',
    'import https from "node:https"; const request = https.get("https://a.test", read); request.setTimeout(5_000, () => request.destroy());',
    'import https from "node:https"; const request = https.get("https://a.test", read); request.setTimeout(0);',
    'import net from "node:net"; const socket = net.connect({ port: 80, timeout: 5_000 }); socket.on("timeout", () => socket.destroy());',
    'import net from "node:net"; net.createServer(socket => { socket.setTimeout(5_000); socket.on("timeout", () => socket.end()); });',
    'export const limit = socket => { socket.setTimeout(5_000); };',
    'import http from "node:http"; http.createServer((request, response) => { response.setTimeout(5_000); });',
    // clouds and databases
    'import { S3Client } from "@aws-sdk/client-s3"; new S3Client({ requestHandler: { requestTimeout: 3_000, throwOnRequestTimeout: true } });',
    'import { S3Client } from "@aws-sdk/client-s3"; new S3Client({ requestHandler: { requestTimeout: 3_000, ...more } });',
    'import { NodeHttpHandler } from "@smithy/node-http-handler"; new NodeHttpHandler({ socketTimeout: 3_000, requestTimeout: 3_000 });',
    'import { MongoClient } from "mongodb"; new MongoClient(url, { serverSelectionTimeoutMS: 2_000, socketTimeoutMS: 2_000 });',
    'import postgres from "postgres"; postgres(url, { connect_timeout: 10 });',
    'import mysql from "mysql2/promise"; mysql.createPool({ connectTimeout: 5_000 });',
    'import mysql from "mysql"; mysql.createPool({ acquireTimeout: 5_000 });',
    { code: 'await fetch("https://a.test", { timeout: 5_000 });', filename: 'src/load.test.ts' },
    // brokers, RPC, processes
    'import amqp from "amqplib"; await amqp.connect(url, { timeout: 5_000 });',
    'import { Kafka } from "kafkajs"; new Kafka({ brokers, connectionTimeout: 5_000, requestTimeout: 20_000 });',
    'import { Kafka } from "./kafka.js"; new Kafka({ brokers, timeout: 5_000 });',
    'import { connect } from "nats"; await connect({ servers, timeout: 5_000 });',
    'import WebSocket from "ws"; new WebSocket(url, { handshakeTimeout: 5_000 });',
    { name: 'both: the one that works, works', code: 'import WebSocket from "ws"; new WebSocket(url, { handshakeTimeout: 5_000, timeout: 5_000 });' },
    'import WebSocket from "ws"; new WebSocket(url, "chat");',
    'import { io } from "socket.io-client"; io(url, { timeout: 5_000 });',
    'import mqtt from "mqtt"; mqtt.connect(url, { connectTimeout: 5_000 });',
    'import { Client } from "@elastic/elasticsearch"; new Client({ node, requestTimeout: 5_000 });',
    { name: 'a parameter of the search', code: 'import { Client } from "@elastic/elasticsearch"; const client = new Client({ node }); await client.search({ index, timeout: "5s" });' },
    'import { S3Client } from "@aws-sdk/client-s3"; new S3Client({ timeout: 5_000, requestHandler });',
    'import { S3Client } from "@aws-sdk/client-s3"; new S3Client({ httpOptions: { agent } });',
    'import { S3 } from "aws-sdk"; new S3({ httpOptions: { timeout: 5_000 } });',
    'import { S3Client } from "@aws-sdk/client-s3"; const s3 = new S3Client({}); await s3.send(command, { abortSignal: AbortSignal.timeout(5_000) });',
    'import { credentials, Client } from "@grpc/grpc-js"; const client = new Client(address, credentials.createInsecure()); client.makeUnaryRequest("/a/b", write, read, query, { deadline }, done);',
    { name: 'what may be the metadata', code: 'import { credentials, Client } from "@grpc/grpc-js"; const client = new Client(address, credentials.createInsecure()); client.makeUnaryRequest("/a/b", write, read, query, metadata, done);' },
    'import { exec } from "node:child_process"; exec("ls", { timeout: 5_000 }, done);',
    'import { spawn } from "node:child_process"; spawn("ls", [], { timeout: 5_000 });',
    'import { Resolver } from "node:dns/promises"; await new Resolver({ timeout: 5_000, tries: 1 }).resolve4(host);',
    'import dns from "node:dns/promises"; await dns.lookup(host, { family: 4 });',
    'import { BlobServiceClient } from "@azure/storage-blob"; new BlobServiceClient(url, credential, { retryOptions: { maxTries: 2 } });',
  ],
  invalid: [
    {
      code: 'await fetch("https://a.test", { timeout: 5_000 } as RequestInit);',
      errors: [
        {
          messageId: 'inert', column: 33, endColumn: 47,
          data: { key: 'timeout', why: 'is no option of `fetch`, which ignores it', instead: '`signal: AbortSignal.timeout(ms)`' },
          suggestions: [write('signal: AbortSignal.timeout(5_000)', 'await fetch("https://a.test", { signal: AbortSignal.timeout(5_000) } as RequestInit);')],
        },
      ],
    },
    {
      name: 'a signal that all calls share would end all of them: no suggestion',
      code: 'const init = { timeout: 5_000 }; export const load = (url: string) => fetch(url, init as RequestInit);',
      errors: [{ messageId: 'inert', suggestions: [] }],
    },
    { code: 'const init = {}; init.timeout = 5_000; fetch("https://a.test", init).then(read, fail);', filename: 'src/load.js', errors: [{ messageId: 'inert', column: 18, suggestions: [] }] },
    { code: 'export const load = (timeout: number) => fetch("https://a.test", { timeout });', errors: [{ messageId: 'inert', suggestions: [write('signal: AbortSignal.timeout(timeout)', 'export const load = (timeout: number) => fetch("https://a.test", { signal: AbortSignal.timeout(timeout) });')] }] },
    { code: 'import { request as call } from "undici"; await call("https://a.test", { timeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: 1 }] },
    { code: 'import { Agent } from "undici"; new Agent({ timeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: [write('headersTimeout: 5_000, bodyTimeout: 5_000', 'import { Agent } from "undici"; new Agent({ headersTimeout: 5_000, bodyTimeout: 5_000 });')] }] },
    {
      code: 'import https from "node:https"; const request = https.request("https://a.test", { timeout: 5_000 }, read); request.on("error", fail); request.end();',
      errors: [
        {
          messageId: 'inert',
          suggestions: [write('signal: AbortSignal.timeout(5_000)', 'import https from "node:https"; const request = https.request("https://a.test", { signal: AbortSignal.timeout(5_000) }, read); request.on("error", fail); request.end();')],
        },
      ],
    },
    {
      name: 'a listener that only logs ends nothing',
      code: 'import https from "node:https"; https.get("https://a.test", { timeout: 5_000 }, read).on("timeout", () => { console.error("slow"); });',
      errors: [{ messageId: 'inert', suggestions: 1 }],
    },
    { code: 'const http = require("http"); const options = { host: "a.test", timeout: 5_000 }; http.get(options, response => response.resume()).on("error", fail);', filename: 'src/load.js', errors: [{ messageId: 'inert', suggestions: [] }] },
    {
      code: 'import https from "node:https"; const request = https.get("https://a.test", read); request.setTimeout(5_000); request.on("error", fail);',
      errors: [{ messageId: 'inert', data: { key: 'setTimeout', why: "only makes it emit 'timeout', and nobody listens", instead: "a callback that destroys it: `setTimeout(ms, () => { ….destroy(new Error('…')); })`" }, suggestions: [] }],
    },
    { code: 'import net from "node:net"; const socket = net.connect(80, "a.test"); socket.setTimeout(5_000); socket.on("error", fail);', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import net from "node:net"; const socket = new net.Socket(); socket.setTimeout(5_000); socket.connect(80); socket.on("error", fail);', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import net from "node:net"; net.connect({ port: 80, timeout: 5_000 }).on("error", fail);', errors: [{ messageId: 'inert', suggestions: [] }] },
    {
      code: 'import axios from "axios"; await axios.post("https://a.test", { timeout: 5_000, headers: { a: "b" } });',
      errors: [{ messageId: 'inert', data: { key: 'timeout', why: 'stands in the body, and is sent to the server as data', instead: 'the options as argument 3' }, suggestions: [] }],
    },
    { code: 'import needle from "needle"; needle.get("https://a.test", { timeout: 5_000 }, done);', errors: [{ messageId: 'inert', suggestions: 1 }] },
    {
      code: 'import { S3Client } from "@aws-sdk/client-s3"; new S3Client({ region, requestHandler: { requestTimeout: 3_000, connectionTimeout: 500 } });',
      errors: [
        {
          messageId: 'inert', data: { key: 'requestTimeout', why: 'only logs a warning when the time is over, since @smithy/node-http-handler 4.4, and the request goes on', instead: '`throwOnRequestTimeout: true` beside it' },
          suggestions: [write('requestTimeout: 3_000, throwOnRequestTimeout: true', 'import { S3Client } from "@aws-sdk/client-s3"; new S3Client({ region, requestHandler: { requestTimeout: 3_000, throwOnRequestTimeout: true, connectionTimeout: 500 } });')],
        },
      ],
    },
    { code: 'import { SQSClient } from "@aws-sdk/client-sqs"; import { NodeHttpHandler } from "@smithy/node-http-handler"; new SQSClient({ requestHandler: new NodeHttpHandler({ requestTimeout: 3_000 }) });', errors: [{ messageId: 'inert', suggestions: 1 }] },
    { code: 'import { MongoClient } from "mongodb"; new MongoClient(url, { timeoutMS: 2_000 });', errors: [{ messageId: 'inert', suggestions: 1 }] },
    { code: 'import postgres from "postgres"; export const sql = postgres(url, { connect_timeout: 10_000 });', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import mysql from "mysql2/promise"; mysql.createPool({ acquireTimeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import nodemailer from "nodemailer"; nodemailer.createTransport({ host: "a.test", timeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: 1 }] },
    {
      code: 'const amqp = require("amqplib"); exports.open = url => amqp.connect(url, { connectionTimeout: 5_000 });',
      filename: 'src/queue.js',
      errors: [
        {
          messageId: 'inert', data: { key: 'connectionTimeout', why: 'is no option of amqplib, which ignores it', instead: '`timeout`' },
          suggestions: [write('timeout: 5_000', 'const amqp = require("amqplib"); exports.open = url => amqp.connect(url, { timeout: 5_000 });')],
        },
      ],
    },
    { code: 'import { Kafka } from "kafkajs"; export const kafka = new Kafka({ brokers, timeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: [write('connectionTimeout: 5_000', 'import { Kafka } from "kafkajs"; export const kafka = new Kafka({ brokers, connectionTimeout: 5_000 });')] }] },
    { code: 'import { connect } from "nats"; await connect({ servers, connectTimeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: 1 }] },
    { code: 'import * as nats from "@nats-io/transport-node"; await nats.connect({ servers, connectionTimeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: 1 }] },
    {
      code: 'import WebSocket from "ws"; const socket = new WebSocket(url, ["chat"], { timeout: 5_000 });',
      errors: [
        {
          messageId: 'inert', data: { key: 'timeout', why: 'is written over with `handshakeTimeout`, which is not given', instead: '`handshakeTimeout`' },
          suggestions: [write('handshakeTimeout: 5_000', 'import WebSocket from "ws"; const socket = new WebSocket(url, ["chat"], { handshakeTimeout: 5_000 });')],
        },
      ],
    },
    { code: 'import { WebSocket } from "ws"; new WebSocket(url, { timeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: 1 }] },
    { code: 'import { io } from "socket.io-client"; io(url, { connectTimeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: 1 }] },
    { code: 'import mqtt from "mqtt"; const client = await mqtt.connectAsync(url, { connectionTimeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: 1 }] },
    { code: 'import { Client } from "@elastic/elasticsearch"; new Client({ node, timeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: [write('requestTimeout: 5_000', 'import { Client } from "@elastic/elasticsearch"; new Client({ node, requestTimeout: 5_000 });')] }] },
    { code: 'import { Client } from "@opensearch-project/opensearch"; new Client({ node, timeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: 1 }] },
    {
      code: 'import { S3Client } from "@aws-sdk/client-s3"; new S3Client({ region, requestTimeout: 5_000 });',
      errors: [
        {
          messageId: 'inert', data: { key: 'requestTimeout', why: 'stands where version 3 of the SDK reads no such option', instead: '`requestHandler: { requestTimeout, throwOnRequestTimeout: true }`' },
          suggestions: [write('requestHandler: { requestTimeout: 5_000, throwOnRequestTimeout: true }', 'import { S3Client } from "@aws-sdk/client-s3"; new S3Client({ region, requestHandler: { requestTimeout: 5_000, throwOnRequestTimeout: true } });')],
        },
      ],
    },
    { code: 'import { DynamoDBClient } from "@aws-sdk/client-dynamodb"; new DynamoDBClient({ httpOptions: { timeout: 5_000, connectTimeout: 1_000 } });', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import { SQS } from "@aws-sdk/client-sqs"; class A { sqs = new SQS({ connectionTimeout: 1_000 }); }', errors: [{ messageId: 'inert', suggestions: 1 }] },
    {
      code: 'import { S3Client } from "@aws-sdk/client-s3"; const s3 = new S3Client({}); await s3.send(command, { timeout: 5_000 });',
      errors: [{ messageId: 'inert', suggestions: [write('abortSignal: AbortSignal.timeout(5_000)', 'import { S3Client } from "@aws-sdk/client-s3"; const s3 = new S3Client({}); await s3.send(command, { abortSignal: AbortSignal.timeout(5_000) });')] }],
    },
    {
      code: 'import { credentials, Client } from "@grpc/grpc-js"; const client = new Client(address, credentials.createInsecure()); client.makeUnaryRequest("/a/b", write, read, query, { timeout: 5_000 }, done);',
      errors: [
        {
          messageId: 'inert', data: { key: 'timeout', why: 'is no option of gRPC calls, which ignore it', instead: '`deadline: Date.now() + ms`' },
          suggestions: [write('deadline: Date.now() + 5_000', 'import { credentials, Client } from "@grpc/grpc-js"; const client = new Client(address, credentials.createInsecure()); client.makeUnaryRequest("/a/b", write, read, query, { deadline: Date.now() + 5_000 }, done);')],
        },
      ],
    },
    { code: 'import * as grpc from "@grpc/grpc-js"; const proto = grpc.loadPackageDefinition(definition) as any; const client = new proto.shop.Users(address, grpc.credentials.createInsecure()); client.getUser({ id }, new grpc.Metadata(), { timeout: 5_000 }, (error, user) => done(error, user));', errors: [{ messageId: 'inert', suggestions: 1 }] },
    { code: 'import dns from "node:dns"; dns.lookup(host, { timeout: 5_000 }, done);', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import { lookup } from "node:dns/promises"; await lookup(host, { timeout: 5_000, family: 4 });', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import { promises as dns } from "dns"; await dns.resolve4(host, { timeout: 5_000 });', errors: [{ messageId: 'inert', data: { key: 'timeout', why: 'is no option of `dns.resolve4`, which ignores it', instead: '`new Resolver({ timeout, tries })` and its method' }, suggestions: [] }] },
    { code: 'import { BlobServiceClient } from "@azure/storage-blob"; new BlobServiceClient(url, credential, { retryOptions: { tryTimeoutInMs: 5_000 } });', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import { BlobServiceClient } from "@azure/storage-blob"; BlobServiceClient.fromConnectionString(text, { retryOptions: { tryTimeoutInMs: 5_000 } });', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import nodemailer from "nodemailer"; nodemailer.createTransport({ host: "a.test", connectTimeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: 1 }] },
  ],
});
