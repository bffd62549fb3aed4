import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import axios from 'axios';
import got from 'got';
import ky from 'ky';
import nodeFetch from 'node-fetch';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

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

describe.concurrent('timeouts that do nothing for a server that never answers', () => {
  const inert: Readonly<Record<string, () => Promise<unknown>>> = {
    'fetch { timeout }': () => fetch(url, { timeout: 50 } as RequestInit),
    'undici.request { timeout }': () => request(url, { timeout: 50 } as object),
    'node-fetch 3 { timeout }': () => nodeFetch(url, { timeout: 50 } as object),
    'http.request { timeout } with no listener': () => send({ timeout: 50 }),
    'http.request { timeout } with a listener that only looks on': () => send({ timeout: 50 }, call => call.on('timeout', () => {})),
    'ClientRequest#setTimeout(ms) with no listener': () => send({}, call => call.setTimeout(50)),
    'http.Agent { timeout }': () => send({ agent: new http.Agent({ timeout: 50 }) }),
    'net.connect { timeout }': () => new Promise((resolve, reject) => net.connect({ port: Number(new URL(url).port), timeout: 50 }).on('close', resolve).on('error', reject)),
    'axios { timeout: 0 }': () => axios.get(url, { timeout: 0 }),
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
});
