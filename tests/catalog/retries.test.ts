import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import axiosRetry from 'axios-retry';
import { handleAll, retry as cockatiel } from 'cockatiel';
import { backOff } from 'exponential-backoff';
import got from 'got';
import ky from 'ky';
import { ofetch } from 'ofetch';
import pRetry from 'p-retry';
import { defer, lastValueFrom, retry as again } from 'rxjs';
import { Agent, request, RetryAgent } from 'undici';
import wretch from 'wretch';
import { retry as wretchRetry } from 'wretch/middlewares';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// These two ship no types.
const load = createRequire(import.meta.url);
const retry = load('async-retry') as (task: () => Promise<unknown>, options: object) => Promise<unknown>;
const superagent = load('superagent') as { post(url: string): { retry(count: number): Promise<unknown> } };

// What the catalog says of retries, run against a server that answers 503 and writes down when it was asked, under which path.
const asked = new Map<string, number[]>();
const server = http.createServer((incoming, response) => {
  const path = incoming.url ?? '';
  asked.set(path, [...(asked.get(path) ?? []), performance.now()]);
  incoming.resume();
  response.writeHead(503).end();
});
let url: string;

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** How often the server is asked, and the shortest time between two requests: a busy machine makes it longer, never shorter. */
async function attempts(path: string, run: () => PromiseLike<unknown>): Promise<{ readonly count: number; readonly pause: number }> {
  await Promise.resolve(run()).catch(() => undefined);
  const times = asked.get(path) ?? [];
  return { count: times.length, pause: Math.min(...times.slice(1).map((each, i) => each - times[i]!)) };
}

/** Of five times, one is short even on a busy machine; the pauses that are written for such libraries are longer. */
const AT_ONCE = 90;

describe('retries of libraries', () => {
  it('axios-retry waits for nothing, and leaves POST alone where the server has answered', async () => {
    const client = axios.create();
    axiosRetry(client, { retries: 5 });
    const get = await attempts('/axios', () => client.get(`${url}/axios`));
    expect(get.count).toBe(6);
    expect(get.pause).toBeLessThan(AT_ONCE);
    expect((await attempts('/axios-post', () => client.post(`${url}/axios-post`, {}))).count).toBe(1);
    const all = axios.create();
    axiosRetry(all, { retries: 2, retryCondition: () => true });
    expect((await attempts('/axios-all', () => all.post(`${url}/axios-all`, {}))).count).toBe(3);
  });

  it('superagent sends POST again, at once', async () => {
    const { count, pause } = await attempts('/superagent', () => superagent.post(`${url}/superagent`).retry(5));
    expect(count).toBe(6);
    expect(pause).toBeLessThan(AT_ONCE);
  });

  it('wretch sends POST again', async () => {
    const middleware = wretchRetry({ maxAttempts: 2, delayTimer: 10 });
    expect((await attempts('/wretch', () => wretch(`${url}/wretch`).middlewares([middleware]).post({}).res())).count).toBe(3);
  });

  it('ofetch waits for nothing, and sends POST again once a count is written', async () => {
    const get = await attempts('/ofetch', () => ofetch(`${url}/ofetch`, { retry: 5 }));
    expect(get.count).toBe(6);
    expect(get.pause).toBeLessThan(AT_ONCE);
    expect((await attempts('/ofetch-default', () => ofetch(`${url}/ofetch-default`))).count).toBe(2);
    expect((await attempts('/ofetch-post', () => ofetch(`${url}/ofetch-post`, { method: 'POST' }))).count).toBe(1);
    expect((await attempts('/ofetch-post-3', () => ofetch(`${url}/ofetch-post-3`, { method: 'POST', retry: 3 }))).count).toBe(4);
  });

  it('got and ky send POST again only where it is listed', async () => {
    expect((await attempts('/got', () => got.post(`${url}/got`, { retry: { limit: 1 } }))).count).toBe(1);
    expect((await attempts('/got-listed', () => got.post(`${url}/got-listed`, { retry: { limit: 1, methods: ['POST'], calculateDelay: ({ computedValue }) => (computedValue ? 1 : 0) } }))).count).toBe(2);
    expect((await attempts('/ky', () => ky.post(`${url}/ky`, { retry: { limit: 1, delay: () => 1 } }))).count).toBe(1);
    expect((await attempts('/ky-listed', () => ky.post(`${url}/ky-listed`, { retry: { limit: 1, methods: ['post'], delay: () => 1 } }))).count).toBe(2);
  });

  it("undici's RetryAgent sends POST again only where it is listed", async () => {
    const send = (path: string, options: object) => async (): Promise<unknown> => {
      const dispatcher = new RetryAgent(new Agent(), { maxRetries: 1, minTimeout: 1, ...options });
      try {
        return await request(`${url}${path}`, { method: 'POST', dispatcher });
      } finally {
        await dispatcher.destroy();
      }
    };
    expect((await attempts('/undici', send('/undici', {}))).count).toBe(1);
    expect((await attempts('/undici-listed', send('/undici-listed', { methods: ['POST'] }))).count).toBe(2);
  });

  it('cockatiel waits for nothing, and has no limit', async () => {
    let count = 0;
    const start = performance.now();
    await cockatiel(handleAll, {}).execute(() => {
      count += 1;
      if (count < 20) throw new Error('again');
    });
    expect(count).toBe(20);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('rxjs waits for nothing', async () => {
    let count = 0;
    const start = performance.now();
    const source = defer(() => {
      count += 1;
      return Promise.reject(new Error('again'));
    });
    await expect(lastValueFrom(source.pipe(again(5)))).rejects.toThrow('again');
    expect(count).toBe(6);
    // Five pauses of a second would be more.
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it('p-retry, async-retry and exponential-backoff wait, and longer each time', async () => {
    const pauses = async (run: (task: () => Promise<never>) => Promise<unknown>): Promise<number[]> => {
      const times: number[] = [];
      const task = (): Promise<never> => {
        times.push(performance.now());
        return Promise.reject(new Error('again'));
      };
      await run(task).catch(() => undefined);
      return times.slice(1).map((each, i) => each - times[i]!);
    };
    const all = await Promise.all([
      pauses(task => pRetry(task, { retries: 2, minTimeout: 100 })),
      pauses(task => retry(task, { retries: 2, minTimeout: 100, randomize: false })),
      pauses(task => backOff(task, { numOfAttempts: 3 })),
    ]);
    for (const [first, second] of all) {
      expect(first).toBeGreaterThan(90);
      expect(second).toBeGreaterThan(180);
    }
  });
});
