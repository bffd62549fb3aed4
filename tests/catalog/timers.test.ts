import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import axios from 'axios';
import { request as undiciRequest } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Tokens {
  sign(payload: object, key: string, options?: object): string;
  decode(token: string): unknown;
  verify(token: string, key: string): unknown;
}
const jwt = createRequire(import.meta.url)('jsonwebtoken') as Tokens;

/** How long a timer of this delay takes, as the platform reads it. */
async function firesAfter(ms: unknown): Promise<number> {
  const start = performance.now();
  await new Promise<void>(resolve => setTimeout(resolve, ms as number));
  return performance.now() - start;
}

const DAY = 24 * 60 * 60 * 1000;

/** What the rules about timers and signals say of the platform, run on it. */
describe.concurrent('timers of the platform', () => {
  it.each([
    ['above 2^31-1', 30 * DAY],
    ['NaN', Number('5 seconds')],
    ['a text that is no number', '5s'],
    ['negative', -5_000],
    ['missing', undefined],
    ['Infinity', Infinity],
    ['a date, in milliseconds since 1970', Date.now() + 5_000],
  ])('setTimeout fires at once: %s', async (_, ms) => expect(await firesAfter(ms)).toBeLessThan(500));

  it('setTimeout reads a text that is a number', async () => expect(await firesAfter('600')).toBeGreaterThan(550));

  it('timers/promises fires at once above 2^31-1', async () => {
    const start = performance.now();
    await delay(30 * DAY);
    await promisify(setTimeout)(30 * DAY);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('setInterval without a delay runs as fast as it can', async () => {
    let runs = 0;
    const timer = (setInterval as (run: () => void) => NodeJS.Timeout)(() => (runs += 1));
    await delay(200);
    clearInterval(timer);
    expect(runs).toBeGreaterThan(10);
  });

  it('setTimeout throws where the delay stands first', () => {
    expect(() => (setTimeout as unknown as (ms: number, run: () => void) => void)(1_000, () => undefined)).toThrow(/callback/);
  });

  it('AbortSignal.timeout: NaN, negative and Infinity throw', () => {
    for (const ms of [NaN, -1, Infinity]) expect(() => AbortSignal.timeout(ms)).toThrow(RangeError);
  });

  it('AbortSignal.timeout above 2^31-1 is over at once', async () => {
    const signal = AbortSignal.timeout(30 * DAY);
    await delay(100);
    expect(signal.aborted).toBe(true);
  });

  it('a race that is won leaves its timer', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter(each => each === 'Timeout').length;
    let timer: NodeJS.Timeout | undefined;
    const before = timers();
    await Promise.race([Promise.resolve(), new Promise(resolve => (timer = setTimeout(resolve, 60_000)))]);
    expect(timer!.hasRef()).toBe(true);
    expect(timers()).toBeGreaterThan(before - 1);
    clearTimeout(timer);
  });
});

describe.concurrent('lengths of time of libraries', () => {
  const lifetime = (expiresIn: unknown): number => {
    const { iat, exp } = jwt.decode(jwt.sign({}, 'key', { expiresIn })) as { iat: number; exp: number };
    return exp - iat;
  };

  it('jsonwebtoken reads a number as seconds, and digits as milliseconds', () => {
    expect([lifetime(3600), lifetime('3600s'), lifetime('3600')]).toEqual([3600, 3600, 3]);
  });

  it('jsonwebtoken takes a moment in milliseconds for one in seconds', () => {
    const token = jwt.sign({ exp: Date.now() }, 'key');
    expect(() => jwt.verify(token, 'key')).not.toThrow();
  });
});

describe.concurrent('signals of the platform', () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer(() => undefined);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const nameOf = async (work: Promise<unknown>): Promise<string> => await work.then(() => 'fulfilled', (error: unknown) => (error as Error).name);

  it('a time limit rejects with TimeoutError, an abort with AbortError', async () => {
    expect(await nameOf(fetch(url, { signal: AbortSignal.timeout(50) }))).toBe('TimeoutError');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    expect(await nameOf(fetch(url, { signal: controller.signal }))).toBe('AbortError');
  });

  it('undici rejects with the reason, axios with CanceledError for both', async () => {
    expect(await nameOf(undiciRequest(url, { signal: AbortSignal.timeout(50) }))).toBe('TimeoutError');
    expect(await nameOf(axios.get(url, { signal: AbortSignal.timeout(50) }))).toBe('CanceledError');
  });

  it('abort without its controller throws', () => {
    const { abort } = new AbortController();
    expect(() => (abort as () => void)()).toThrow(TypeError);
  });

  it('fetch refuses a controller in the place of its signal', async () => {
    expect(await nameOf(fetch(url, { signal: new AbortController() as unknown as AbortSignal }))).toBe('TypeError');
  });

  it('timers/promises rejects with AbortError for both, the reason as its cause', async () => {
    expect(await nameOf(delay(1_000, undefined, { signal: AbortSignal.timeout(20) }))).toBe('AbortError');
  });

  it('a limit that is over ends later calls at once', async () => {
    const signal = AbortSignal.timeout(10);
    await delay(50);
    const start = performance.now();
    expect(await nameOf(fetch(url, { signal }))).toBe('TimeoutError');
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('a controller that was aborted stays so', async () => {
    const controller = new AbortController();
    controller.abort();
    expect(await nameOf(fetch(url, { signal: controller.signal }))).toBe('AbortError');
    expect(await nameOf(fetch(url, { signal: controller.signal }))).toBe('AbortError');
  });

  it('AbortSignal.any throws on a signal that is missing', () => {
    expect(() => AbortSignal.any([undefined as unknown as AbortSignal])).toThrow(TypeError);
  });

  it('there is no global AbortError', () => expect('AbortError' in globalThis).toBe(false));
});
