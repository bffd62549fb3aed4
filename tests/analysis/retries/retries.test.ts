import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const retryOf = (code: string) => {
  const { retries } = modelOf(code);
  const [retry] = retries.handWritten;
  return retry && { kind: retry.kind, ends: retry.ends, attempts: retries.attemptsOf(retry), wait: retries.waitOf(retry) };
};
const loop = (clause: string, head = 'for (let i = 0; i < 5; i += 1)'): string => `async function get(call) { ${head} { try { return await call(); } catch (error) { ${clause} } } }`;

describe('retries that are written out', () => {
  it('counts the attempts of a loop', () => {
    expect(retryOf(loop(''))).toEqual({ kind: 'loop', ends: 'counted', attempts: 5, wait: { kind: 'none' } });
    expect(retryOf(loop('', 'for (let i = 1; i <= 5; i += 1)'))?.attempts).toBe(5);
    expect(retryOf(loop('', 'for (let i = 5; i > 0; i -= 1)'))?.attempts).toBe(5);
    expect(retryOf(loop('', 'for (const each of [1, 2, 3])'))?.attempts).toBe(3);
    expect(retryOf(loop('', 'for (let i = 0; i < limit; i += 1)'))?.attempts).toBeUndefined();
    expect(retryOf(loop('', 'while (true)'))).toMatchObject({ ends: 'on success', attempts: undefined });
    expect(retryOf(loop('', 'while (isOpen())'))).toMatchObject({ ends: 'unknown' });
  });

  it('takes no loop for a retry whose work changes, or whose failure leaves', () => {
    expect(retryOf('async function all(items) { for (const item of items) { try { await send(item); } catch {} } }')).toBeUndefined();
    expect(retryOf('async function all(items) { for (let i = 0; i < 3; i += 1) { try { return await send(items[i]); } catch {} } }')).toBeUndefined();
    expect(retryOf(loop('throw error;'))).toBeUndefined();
    expect(retryOf(loop('break;'))).toBeUndefined();
    expect(retryOf('async function all() { for (let i = 0; i < 3; i += 1) { try { await send(); } catch {} } }')).toBeUndefined();
    expect(retryOf('async function all() { outer: for (const a of list) { for (let i = 0; i < 3; i += 1) { try { return await send(); } catch { continue outer; } } } }')).toBeUndefined();
  });

  it('sees which delays grow, and by chance', () => {
    const shape = (time: string, before = ''): unknown => {
      const wait = retryOf(`${before} ${loop(`await new Promise(resolve => setTimeout(resolve, ${time}));`)}`)?.wait;
      return wait?.kind === 'delays' ? wait.shapes : wait?.kind;
    };
    expect(shape('100')).toEqual([{ grows: false, jitter: false }]);
    expect(shape('PAUSE', 'const PAUSE = 5 * 1_000;')).toEqual([{ grows: false, jitter: false }]);
    expect(shape('100 * 2 ** i')).toEqual([{ grows: true, jitter: false }]);
    expect(shape('Math.min(1_000, 100 * 2 ** i)')).toEqual([{ grows: true, jitter: false }]);
    expect(shape('Math.random() * 100')).toEqual([{ grows: false, jitter: true }]);
    expect(shape('DELAYS[i]', 'const DELAYS = [100, 200];')).toEqual([{ grows: true, jitter: false }]);
    expect(shape('timeAfter(i)')).toEqual([{ grows: undefined, jitter: undefined }]);
    expect(retryOf(loop('await something();'))?.wait).toEqual({ kind: 'unknown' });
    expect(retryOf(loop('await sleep(1);'))?.wait).toEqual({ kind: 'unknown' });
  });

  it('finds functions that call themselves', () => {
    const call = (again: string): string => `async function get(url, left) { try { return await load(url); } catch (error) { return ${again}; } }`;
    expect(retryOf(call('get(url, left - 1)'))).toMatchObject({ kind: 'call', ends: 'counted', attempts: undefined });
    expect(retryOf(call('get(url, left)'))).toMatchObject({ kind: 'call', ends: 'on success' });
    expect(retryOf(call('get(url, false)'))).toMatchObject({ kind: 'call', ends: 'counted', attempts: 2 });
    expect(retryOf(call('get(url)'))).toMatchObject({ kind: 'call', ends: 'unknown' });
    expect(retryOf(call('get(other, left - 1)'))).toBeUndefined();
    expect(retryOf(call('fall(url)'))).toBeUndefined();
  });

  it('takes no function for a retry that works on something else each time', () => {
    const call = (before: string, work: string, again = 'get(url, left - 1)'): string => `async function get(url, left) { ${before} try { return await ${work}; } catch (error) { return ${again}; } }`;
    expect(retryOf(call('const item = queue.shift();', 'load(item)'))).toBeUndefined();
    expect(retryOf(call('const { id } = queue.splice(0, 1)[0];', 'load(id)'))).toBeUndefined();
    expect(retryOf(call('', 'load(queue.pop())'))).toBeUndefined();
    expect(retryOf(call('queue.push(url); const item = queue[0];', 'load(item)'))).toBeUndefined();
    expect(retryOf(call('', 'load(hosts[left])'))).toBeUndefined();
    expect(retryOf(call('const message = await take();', 'load(message)'))).toBeUndefined();
    expect(retryOf(call('const item = items[0];', 'load(item)'))).toMatchObject({ kind: 'call' });
    expect(retryOf(call('const full = new URL(url, base).href;', 'load(full)'))).toMatchObject({ kind: 'call' });
    expect(retryOf(call('', 'load(url).then(result => queue.shift())'))).toMatchObject({ kind: 'call' });
  });

  it('sees delays that grow with what the next call is given', () => {
    const wait = (time: string, again: string): unknown => retryOf(`async function get(url, left, ms) { try { return await load(url); } catch (error) { await new Promise(resolve => setTimeout(resolve, ${time})); return ${again}; } }`)?.wait;
    expect(wait('100 * 2 ** (3 - left)', 'get(url, left - 1)')).toEqual({ kind: 'delays', shapes: [{ grows: true, jitter: false }] });
    expect(wait('ms', 'get(url, left - 1, ms * 2)')).toEqual({ kind: 'delays', shapes: [{ grows: true, jitter: false }] });
    expect(wait('ms', 'get(url, left - 1, ms)')).toEqual({ kind: 'delays', shapes: [{ grows: false, jitter: false }] });
    expect(wait('0', 'get(url, left - 1)')).toEqual({ kind: 'none' });
  });

  it('finds loops that ask again by the result', () => {
    const lacks = (code: string) => modelOf(`async function get(url) { ${code} }`).retries.withoutBackoff.map(each => [each.retry.kind, each.lacks, each.work]);
    expect(lacks('for (let i = 0; i < 5; i += 1) { const answer = await fetch(url); if (answer.ok) return answer; }')).toEqual([['result', 'delay', 'fetch']]);
    expect(lacks('for (let i = 0; i < 5; i += 1) { if ((await fetch(url)).ok) return; }')).toEqual([['result', 'delay', 'fetch']]);
    expect(lacks('for (let i = 0; i < 5; i += 1) { const answer = await fetch(url); if (answer.ok) return answer; await sleep(1); }')).toEqual([]);
    expect(lacks('for (let i = 0; i < 5; i += 1) { const answer = await fetch(url); if (!answer.ok) return answer; }')).toEqual([]);
    expect(lacks('for (let i = 0; i < 5; i += 1) { const answer = await fetch(url); if (answer.next) return answer; }')).toEqual([]);
  });
});

describe('retries of libraries', () => {
  const all = (code: string) => modelOf(code).retries.library.all;

  it('reads how often', () => {
    expect(all('import pRetry from "p-retry"; pRetry(load, { retries: 3 });')[0]?.attempts).toBe(4);
    expect(all('import pRetry from "p-retry"; pRetry(load);')[0]?.attempts).toBe(11);
    expect(all('import { backOff } from "exponential-backoff"; backOff(load, { numOfAttempts: 3 });')[0]?.attempts).toBe(3);
    expect(all('import { retry } from "rxjs"; retry(3);')[0]?.attempts).toBe(4);
    expect(all('import { retry } from "rxjs"; retry({ count: 2 });')[0]?.attempts).toBe(3);
    expect(all('import { retry } from "rxjs"; retry();')[0]?.attempts).toBe(Infinity);
    expect(all('import got from "got"; got(url, { retry: { limit: 4 } });')[0]?.attempts).toBe(5);
    expect(all('import pRetry from "p-retry"; pRetry(load, options);')[0]?.attempts).toBeUndefined();
  });

  it('takes requests of a client as its library says', () => {
    expect(all('import got from "got"; got("https://a.test");')[0]?.attempts).toBe(3);
    expect(all('fetch("https://a.test");')).toEqual([]);
  });
});
