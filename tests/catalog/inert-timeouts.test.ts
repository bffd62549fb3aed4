import http from 'node:http';
import http2 from 'node:http2';
import { createRequire } from 'node:module';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { request as octokit } from '@octokit/request';
import { WebClient } from '@slack/web-api';
import axios from 'axios';
import got from 'got';
import { GraphQLClient, request as queryGraphql } from 'graphql-request';
import ky from 'ky';
import nodeFetch from 'node-fetch';
import { ofetch } from 'ofetch';
import { Agent, Client, request } from 'undici';
import wretch from 'wretch';
import AbortAddon from 'wretch/addons/abort';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// These two ship no types.
const load = createRequire(import.meta.url);
const needle = load('needle') as ((method: string, url: string, options?: object) => Promise<unknown>) & { defaults(options: object): object };
interface Sender { get(url: string): { timeout(time: number | object): Promise<unknown> } }
const superagent = load('superagent') as Sender & { agent(): { timeout(ms: number): Sender } };

// What the catalog says of timeouts, run against a server that accepts connections and never answers.
const server = net.createServer(socket => {
  sockets.add(socket);
  socket.on('error', () => {});
});
const sockets = new Set<net.Socket>();
let url: string;

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

/** How a call stands after ten times the timeout that it was given. */
async function after(ms: number, call: Promise<unknown>): Promise<'pending' | 'settled'> {
  const settled = call.then(
    () => 'settled' as const,
    () => 'settled' as const,
  );
  const timer = new Promise<'pending'>(resolve => setTimeout(resolve, ms, 'pending'));
  return Promise.race([settled, timer]);
}

function send(options: http.RequestOptions, prepare: (call: http.ClientRequest) => void = () => {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = http.request(url, options, resolve);
    call.on('error', reject);
    prepare(call);
    call.end();
  });
}

/** A request over HTTP/2 whose session and stream `prepare` may give a time. */
function open(prepare: (session: http2.ClientHttp2Session, stream: http2.ClientHttp2Stream) => void, options: object = {}, connect: object = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const session = http2.connect(url, connect);
    session.on('error', reject);
    const stream = session.request({ ':path': '/' }, options);
    stream.on('error', reject);
    stream.on('close', resolve);
    prepare(session, stream);
    stream.end();
  });
}

const slack = (options: object): Promise<unknown> => new WebClient('token', { slackApiUrl: url, retryConfig: { retries: 0 }, logger: quiet, ...options }).auth.test();
const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, setName() {}, getLevel: () => 'error' as never };

/** A request that a server of ours never answers, until the server closes it. */
async function serve(prepare: (server: http.Server) => void): Promise<unknown> {
  const server = http.createServer(() => {});
  prepare(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const client = net.connect((server.address() as AddressInfo).port, '127.0.0.1', () => client.write('GET / HTTP/1.1\r\nHost: a.test\r\n\r\n'));
  sockets.add(client);
  client.on('error', () => {});
  server.unref();
  return new Promise(resolve => client.on('close', resolve));
}

function connectTls(prepare: (socket: tls.TLSSocket) => void, options: object = {}): Promise<unknown> {
  return new Promise(resolve => {
    const socket = tls.connect({ port: Number(new URL(url).port), host: '127.0.0.1', ...options });
    socket.on('error', () => {}).on('close', resolve);
    prepare(socket);
  });
}

describe.concurrent('timeouts that do nothing for a server that never answers', () => {
  const inert: Readonly<Record<string, () => Promise<unknown>>> = {
    'fetch { timeout }': () => fetch(url, { timeout: 50 } as RequestInit),
    'fetch { requestTimeout, headersTimeout, timeoutMs }': () => fetch(url, { requestTimeout: 50, headersTimeout: 50, timeoutMs: 50 } as RequestInit),
    'fetch { signal } of a controller that nobody aborts': () => fetch(url, { signal: new AbortController().signal }),
    'undici.request { bodyTimeout }': () => request(url, { bodyTimeout: 50 }),
    'undici Client { timeout }': () => new Client(url, { timeout: 50 } as object).request({ path: '/', method: 'GET' }),
    'undici Agent { connectTimeout }': () => request(url, { dispatcher: new Agent({ connectTimeout: 50 }) }),
    'undici.request { timeout }': () => request(url, { timeout: 50 } as object),
    'node-fetch 3 { timeout }': () => nodeFetch(url, { timeout: 50 } as object),
    'http.request { timeout } with no listener': () => send({ timeout: 50 }),
    'http.request { timeout } with a listener that only looks on': () => send({ timeout: 50 }, call => call.on('timeout', () => {})),
    'ClientRequest#setTimeout(ms) with no listener': () => send({}, call => call.setTimeout(50)),
    'http.Agent { timeout }': () => send({ agent: new http.Agent({ timeout: 50 }) }),
    'net.connect { timeout }': () => new Promise((resolve, reject) => net.connect({ port: Number(new URL(url).port), timeout: 50 }).on('close', resolve).on('error', reject)),
    'axios { timeout: 0 }': () => axios.get(url, { timeout: 0 }),
    'axios { headers: { timeout } }': () => axios.get(url, { headers: { timeout: 50 } }),
    'axios { requestTimeout, connectTimeout, timeoutMs }': () => axios.get(url, { requestTimeout: 50, connectTimeout: 50, responseTimeout: 50, connectionTimeout: 50, timeoutMs: 50 } as object),
    'axios { httpAgent: new Agent({ timeout }) }': () => axios.get(url, { httpAgent: new http.Agent({ timeout: 50 }) }),
    'axios.get(url, {}, { timeout })': () => (axios.get as (...all: unknown[]) => Promise<unknown>)(url, {}, { timeout: 50 }),
    'axios.post(url, { timeout, signal })': () => axios.post(url, { timeout: 50, signal: AbortSignal.timeout(50) }),
    'got { timeout: { connect, lookup, secureConnect } }': async () => got(url, { timeout: { connect: 50, lookup: 50, secureConnect: 50 }, retry: { limit: 0 } }),
    'got { timeout: { send, read } }': async () => got(url, { timeout: { send: 50, read: 50 }, retry: { limit: 0 } }),
    'ofetch { timeout } beside a signal': () => ofetch(url, { timeout: 50, signal: new AbortController().signal, retry: 0 }),
    'needle { timeout }': () => needle('get', url, { timeout: 400 }),
    'needle { read_timeout }': () => needle('get', url, { read_timeout: 50 }),
    'superagent .timeout({ upload })': () => superagent.get(url).timeout({ upload: 50 }),
    'superagent .timeout({ request })': () => superagent.get(url).timeout({ request: 50 }),
    'graphql-request new GraphQLClient(url, { timeout })': () => new GraphQLClient(url, { timeout: 50 } as object).request('{ a }'),
    'graphql-request ({ timeout })': () => queryGraphql({ url, document: '{ a }', timeout: 50 } as never),
    '@octokit/request { request: { timeout } }': () => octokit('GET /a', { baseUrl: url.slice(0, -1), request: { timeout: 50 } }),
    'wretch(url, { timeout })': () => wretch(url, { timeout: 50 } as object).get().res(),
    'wretch with AbortAddon alone': () => wretch(url).addon(AbortAddon()).get().res(),
    'http.request { requestTimeout }': () => send({ requestTimeout: 50, headersTimeout: 50 } as object),
    'server.setTimeout(ms, log)': () => serve(server => server.setTimeout(50, () => {})),
    'tls.connect { timeout }': () => connectTls(() => {}, { timeout: 50 }),
    'TLSSocket#setTimeout(ms) with no listener': () => connectTls(socket => socket.setTimeout(50)),
    'http2 stream.setTimeout(ms) with no listener': () => open((_, stream) => stream.setTimeout(50)),
    'http2 session.setTimeout(ms) with no listener': () => open(session => session.setTimeout(50)),
    'http2.connect { timeout }': () => open(() => {}, {}, { timeout: 50 }),
    '@slack/web-api without timeout': () => slack({}),
    'ky { timeout: false }': () => ky(url, { timeout: false, retry: 0 }),
    'undici.request { headersTimeout: 0 }': () => request(url, { headersTimeout: 0 }),
  };
  it.each(Object.entries(inert))('%s', async (_, call) => {
    expect(await after(600, call())).toBe('pending');
  });
});

describe.concurrent('timeouts that end the wait', () => {
  const working: Readonly<Record<string, () => Promise<unknown>>> = {
    'fetch { signal }': () => fetch(url, { signal: AbortSignal.timeout(50) }),
    'undici.request { signal }': () => request(url, { signal: AbortSignal.timeout(50) }),
    'undici.request { headersTimeout }': () => request(url, { headersTimeout: 50 }),
    'node-fetch 3 { signal }': () => nodeFetch(url, { signal: AbortSignal.timeout(50) as never }),
    'http.request { signal }': () => send({ signal: AbortSignal.timeout(50) }),
    'http.request { timeout } with a listener that destroys': () => send({ timeout: 50 }, call => call.on('timeout', () => call.destroy())),
    'axios { timeout }': () => axios.get(url, { timeout: 50 }),
    'axios.create { timeout }': () => axios.create({ timeout: 50 }).get(url),
    'axios { signal }': () => axios.get(url, { signal: AbortSignal.timeout(50) }),
    'got { timeout: { request } }': async () => got(url, { timeout: { request: 50 }, retry: { limit: 0 } }),
    'got.extend { timeout }': async () => got.extend({ timeout: { request: 50 }, retry: { limit: 0 } })(url),
    'got 12 and later { timeout: number } throws': async () => got(url, { timeout: 50 as never, retry: { limit: 0 } }),
    'axios { timeout } with the fetch adapter': () => axios.get(url, { adapter: 'fetch', timeout: 50 }),
    'axios { timeout: Infinity } is refused': () => axios.get(url, { timeout: Infinity }),
    'got { timeout: { response } }': async () => got(url, { timeout: { response: 50 }, retry: { limit: 0 } }),
    'got { signal }': async () => got(url, { signal: AbortSignal.timeout(50), retry: { limit: 0 } }),
    'ofetch { timeout }': () => ofetch(url, { timeout: 50, retry: 0 }),
    'ofetch.create { timeout }': () => ofetch.create({ timeout: 50, retry: 0 })(url),
    'ofetch { signal }': () => ofetch(url, { signal: AbortSignal.timeout(50), retry: 0 }),
    'needle { response_timeout }': () => needle('get', url, { response_timeout: 50 }),
    'needle { signal }': () => needle('get', url, { signal: AbortSignal.timeout(50) } as object),
    'superagent .timeout(ms)': () => superagent.get(url).timeout(50),
    'superagent .timeout({ response })': () => superagent.get(url).timeout({ response: 50 }),
    'superagent .agent().timeout(ms)': () => Promise.resolve(superagent.agent().timeout(50).get(url)),
    'graphql-request { signal }': () => queryGraphql({ url, document: '{ a }', signal: AbortSignal.timeout(50) } as never),
    'graphql-request requestMiddleware': () => new GraphQLClient(url, { requestMiddleware: each => ({ ...each, signal: AbortSignal.timeout(50) as never }) }).request('{ a }'),
    '@octokit/request { request: { signal } }': () => octokit('GET /a', { baseUrl: url.slice(0, -1), request: { signal: AbortSignal.timeout(50) } }),
    '@octokit/request { request: { fetch } }': () => octokit('GET /a', { baseUrl: url.slice(0, -1), request: { fetch: (to: string, init: RequestInit) => fetch(to, { ...init, signal: AbortSignal.timeout(50) }) } }),
    'wretch .setTimeout(ms)': () => wretch(url).addon(AbortAddon()).get().setTimeout(50).res(),
    'wretch(url, { signal })': () => wretch(url, { signal: AbortSignal.timeout(50) }).get().res(),
    'server.setTimeout(ms)': () => serve(server => server.setTimeout(50)),
    'server.setTimeout(ms, destroy)': () => serve(server => server.setTimeout(50, socket => socket.destroy())),
    'TLSSocket#setTimeout(ms, destroy)': () => connectTls(socket => socket.setTimeout(50, () => socket.destroy())),
    'http2 { signal }': () => open(() => {}, { signal: AbortSignal.timeout(50) }),
    'http2 stream.setTimeout(ms, close)': () => open((_, stream) => stream.setTimeout(50, () => stream.close())),
    'http2 session.setTimeout(ms, destroy)': () => open(session => session.setTimeout(50, () => session.destroy(new Error('no answer')))),
    'fetch { signal: AbortSignal.any([…]) }': () => fetch(url, { signal: AbortSignal.any([new AbortController().signal, AbortSignal.timeout(50)]) }),
    '@slack/web-api { timeout }': () => slack({ timeout: 50 }),
    'ky { timeout }': () => ky(url, { timeout: 50, retry: 0 }),
  };
  it.each(Object.entries(working))('%s', async (_, call) => {
    expect(await after(2_500, call())).toBe('settled');
  });
});

describe('defaults, as the installed packages give them', () => {
  it('axios waits for ever', () => {
    expect(axios.defaults.timeout).toBe(0);
  });
  it('got waits for ever', () => {
    expect(Object.values(got.defaults.options.timeout).every(each => each === undefined)).toBe(true);
  });
  it('needle waits for ever, once connected', () => {
    expect(needle.defaults({})).toMatchObject({ open_timeout: 10_000, response_timeout: 0, read_timeout: 0 });
  });
  it('@slack/web-api gives its requests no signal', () => {
    expect(Reflect.get(new WebClient('token'), 'timeout')).toBe(0);
  });
});
