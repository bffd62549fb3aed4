import { createRequire } from 'node:module';
import Bottleneck from 'bottleneck';
import pAll from 'p-all';
import pLimit from 'p-limit';
import pMap from 'p-map';
import PQueue from 'p-queue';
import { describe, expect, it } from 'vitest';

type Task = () => Promise<void>;
type Over = (list: readonly unknown[], task: Task) => PromiseLike<unknown>;
type OverSome = (list: readonly unknown[], limit: number, task: Task) => PromiseLike<unknown>;

// Three packages without types of their own.
const require = createRequire(import.meta.url);
const async = require('async') as { readonly map: Over; readonly each: Over; readonly mapLimit: OverSome; readonly eachLimit: OverSome; readonly parallel: (tasks: readonly Task[]) => PromiseLike<unknown> };
const Bluebird = require('bluebird') as { readonly map: (list: readonly unknown[], task: Task, options?: { readonly concurrency: number }) => PromiseLike<unknown> };
const CircuitBreaker = require('opossum') as new (task: Task, options?: { readonly timeout: number }) => { readonly options: { readonly timeout: number }; fire(): Promise<void>; shutdown(): void };

// What the catalog says of limits on work that runs at once, measured: how many of twenty tasks are going at the same time.
const TASKS = Array.from({ length: 20 }, (_, i) => i);

async function most(run: (task: Task) => PromiseLike<unknown>): Promise<number> {
  let going = 0;
  let peak = 0;
  await run(async () => {
    going += 1;
    peak = Math.max(peak, going);
    await new Promise(resolve => setTimeout(resolve, 100));
    going -= 1;
  });
  return peak;
}

describe.concurrent('with no option everything runs at once', () => {
  const unlimited: Readonly<Record<string, (task: Task) => PromiseLike<unknown>>> = {
    'p-map': task => pMap(TASKS, task),
    'p-all': task => pAll(TASKS.map(() => task)),
    'new PQueue()': task => new PQueue().addAll(TASKS.map(() => task)),
    'new Bottleneck()': async (task) => {
      const limiter = new Bottleneck();
      await Promise.all(TASKS.map(async () => limiter.schedule(task)));
    },
    'Bluebird.map': task => Bluebird.map(TASKS, task),
    'async.map': task => async.map(TASKS, task),
    'async.each': task => async.each(TASKS, task),
    'async.parallel': task => async.parallel(TASKS.map(() => task)),
  };
  it.each(Object.entries(unlimited))('%s', async (_, run) => {
    expect(await most(run)).toBe(TASKS.length);
  });
});

describe.concurrent('with its option a few run at once', () => {
  const limited: Readonly<Record<string, (task: Task) => PromiseLike<unknown>>> = {
    'p-map { concurrency }': task => pMap(TASKS, task, { concurrency: 5 }),
    'p-all { concurrency }': task => pAll(TASKS.map(() => task), { concurrency: 5 }),
    'new PQueue({ concurrency })': task => new PQueue({ concurrency: 5 }).addAll(TASKS.map(() => task)),
    'new Bottleneck({ maxConcurrent })': async (task) => {
      const limiter = new Bottleneck({ maxConcurrent: 5 });
      await Promise.all(TASKS.map(async () => limiter.schedule(task)));
    },
    'Bluebird.map { concurrency }': task => Bluebird.map(TASKS, task, { concurrency: 5 }),
    'async.mapLimit': task => async.mapLimit(TASKS, 5, task),
    'async.eachLimit': task => async.eachLimit(TASKS, 5, task),
    'p-limit': async (task) => {
      const limit = pLimit(5);
      await Promise.all(TASKS.map(async () => limit(task)));
    },
  };
  it.each(Object.entries(limited))('%s', async (_, run) => {
    expect(await most(run)).toBe(5);
  });
});

describe('opossum', () => {
  it('ends the wait of the caller after ten seconds by default, or after its timeout', async () => {
    const slow: Task = async () => new Promise(resolve => setTimeout(resolve, 500));
    const usual = new CircuitBreaker(slow);
    expect(usual.options.timeout).toBe(10_000);
    const breaker = new CircuitBreaker(slow, { timeout: 20 });
    await expect(breaker.fire()).rejects.toThrow('Timed out after 20ms');
    breaker.shutdown();
    usual.shutdown();
  });
});
