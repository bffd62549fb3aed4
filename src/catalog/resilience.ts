import { defineLibrary, type CallbackFacts, type Entry, type FanOutFacts, type KeepFacts, type Library, type RetryFacts } from './schema.js';

/** A task that the library runs, perhaps several times, and whose promise it waits for. */
const task = (argument: number): CallbackFacts => ({ argument, awaited: true, runs: 'later' });

const CONCURRENCY = { bounds: ['concurrency'], write: 'concurrency: 10' } as const;

/** Functions of `async` that start all at once, each beside one that takes a limit. */
const ASYNC_COLLECTIONS = {
  each: 'eachLimit', forEach: 'forEachLimit', eachOf: 'eachOfLimit', forEachOf: 'forEachOfLimit', map: 'mapLimit', mapValues: 'mapValuesLimit', filter: 'filterLimit', reject: 'rejectLimit',
  concat: 'concatLimit', flatMap: 'flatMapLimit', some: 'someLimit', every: 'everyLimit', groupBy: 'groupByLimit',
} as const;

function asyncEntries(): Record<string, Entry> {
  const entries: Record<string, Entry> = {};
  for (const [name, limited] of Object.entries(ASYNC_COLLECTIONS)) {
    const fansOut: FanOutFacts = { list: 0, work: 1, bounds: [], write: `${limited}(list, 10, …)` };
    entries[name] = { role: 'other', promise: 'without-callback', callbacks: [task(1)], fansOut, example: `import async from 'async'; await async.${name}(ids, load);` };
    entries[limited] = { role: 'resilience', promise: 'without-callback', callbacks: [task(2)], example: `import async from 'async'; await async.${limited}(ids, 10, load);` };
  }
  return entries;
}

const BREAKER: KeepFacts = { what: 'a circuit breaker that has seen no other call', harm: 'it never counts enough failures to open, however long the other side is down', kind: 'state' };
const THROTTLE: KeepFacts = { what: 'a limiter that has seen no other call', harm: 'nothing waits for its turn, and the other side gets all at once', kind: 'state' };

/** `retry`, which these two are made of. */
const retryOperation = (argument: RetryFacts['argument'], randomize: boolean): RetryFacts => ({
  argument,
  count: { options: ['retries'], of: 'retries', default: 10 },
  forever: ['forever'],
  endedBy: ['maxRetryTime'],
  pause: { options: ['minTimeout'], number: 'first', factor: 'factor', default: 'growing', write: 'minTimeout: 1_000' },
  jitter: { option: 'randomize', default: randomize, write: 'randomize: true' },
});

export const resilience: readonly Library[] = [
  defineLibrary({
    modules: ['p-retry'],
    verified: '7.1.1',
    entries: {
      default: {
        role: 'resilience', promise: true, callbacks: [task(0), { argument: 1, option: 'onFailedAttempt', awaited: true, runs: 'later' }],
        signal: { argument: 1 },
        retry: {
          argument: 1,
          count: { options: ['retries'], of: 'retries', default: 10 },
          endedBy: ['maxRetryTime', 'signal', 'shouldRetry', 'onFailedAttempt'],
          pause: { options: ['minTimeout'], number: 'first', factor: 'factor', default: 'growing', write: 'minTimeout: 1_000' },
          jitter: { option: 'randomize', default: false, write: 'randomize: true' },
          decides: { options: ['shouldRetry', 'onFailedAttempt', 'shouldConsumeRetry'] },
        },
        source: 'index.js: calculateDelay, pRetry',
        example: `import pRetry from 'p-retry'; await pRetry(() => load(), { retries: 3 });`,
      },
    },
  }),
  defineLibrary({
    modules: ['async-retry'],
    verified: '1.3.3',
    entries: {
      default: {
        role: 'resilience', promise: true, callbacks: [task(0)],
        retry: retryOperation(1, true),
        example: `import retry from 'async-retry'; await retry(async bail => load(), { retries: 3 });`,
        source: 'lib/index.js; retry 0.13.1, lib/retry.js',
      },
    },
  }),
  defineLibrary({
    modules: ['promise-retry'],
    verified: '2.0.1',
    entries: {
      default: {
        role: 'resilience', promise: true, callbacks: [task(0), task(1)],
        // The task itself says which errors are tried again: it calls `retry(error)`.
        retry: { ...retryOperation([1, 0], false), decides: { argument: 0 } },
        example: `import promiseRetry from 'promise-retry'; await promiseRetry(retry => load().catch(retry));`,
        source: 'index.js: the options may come first',
      },
    },
  }),
  defineLibrary({
    modules: ['exponential-backoff'],
    verified: '3.1.3',
    entries: {
      backOff: {
        role: 'resilience', promise: true, callbacks: [task(0)],
        retry: {
          argument: 1,
          count: { options: ['numOfAttempts'], of: 'attempts', default: 10 },
          endedBy: ['retry'],
          pause: { options: ['startingDelay'], number: 'first', factor: 'timeMultiple', default: 'growing', write: 'startingDelay: 100' },
          jitter: { option: 'jitter', default: false, write: "jitter: 'full'" },
          decides: { options: ['retry'] },
        },
        example: `import { backOff } from 'exponential-backoff'; await backOff(() => load(), { numOfAttempts: 3 });`,
        source: 'dist/options.js',
      },
    },
  }),
  defineLibrary({
    modules: ['p-limit'],
    verified: '7.3.3',
    entries: {
      default: { role: 'resilience', gives: 'LimitFunction', example: `import pLimit from 'p-limit'; const limit = pLimit(5);` },
      'LimitFunction#': { role: 'resilience', promise: true, callbacks: [task(0)], example: `import pLimit from 'p-limit'; const limit = pLimit(5); await limit(() => load());` },
      'LimitFunction#map': { role: 'resilience', promise: true, callbacks: [task(1)], example: `import pLimit from 'p-limit'; const limit = pLimit(5); await limit.map(ids, id => load(id));` },
    },
    types: { LimitFunction: {} },
  }),
  defineLibrary({
    modules: ['p-queue'],
    verified: '9.3.5',
    entries: {
      default: {
        role: 'resilience',
        use: 'new',
        gives: 'PQueue',
        // `interval` and `intervalCap` bound how many start in a time.
        fansOut: { argument: 0, bounds: ['concurrency', 'intervalCap'], write: 'concurrency: 10', settings: ['concurrency'] },
        source: 'dist/index.js: `concurrency: Number.POSITIVE_INFINITY`',
        example: `import PQueue from 'p-queue'; const queue = new PQueue({ concurrency: 5 });`,
      },
      'PQueue#add': {
        role: 'resilience', promise: true, callbacks: [{ ...task(0), parameters: ['TaskContext'] }],
        signal: { argument: 1 },
        example: `import PQueue from 'p-queue'; const queue = new PQueue({ concurrency: 5 }); await queue.add(() => load());`,
      },
      'TaskContext#signal': { role: 'other', use: 'read', gives: 'AbortSignal@global', example: `import PQueue from 'p-queue'; const queue = new PQueue(); await queue.add(context => { use(context.signal); }, { signal });` },
      'PQueue#addAll': { role: 'resilience', promise: true, example: `import PQueue from 'p-queue'; const queue = new PQueue({ concurrency: 5 }); await queue.addAll([() => load()]);` },
      'PQueue#onIdle': { role: 'other', promise: true, example: `import PQueue from 'p-queue'; const queue = new PQueue({ concurrency: 5 }); await queue.onIdle();` },
      'PQueue#onEmpty': { role: 'other', promise: true, example: `import PQueue from 'p-queue'; const queue = new PQueue({ concurrency: 5 }); await queue.onEmpty();` },
    },
    types: { PQueue: { exportedAs: ['default'] }, TaskContext: { exportedAs: [] } },
  }),
  defineLibrary({
    modules: ['p-map'],
    verified: '7.1.1',
    entries: {
      default: {
        role: 'resilience',
        promise: true,
        callbacks: [task(1)],
        fansOut: { list: 0, work: 1, argument: 2, ...CONCURRENCY },
        signal: { argument: 2 },
        source: 'index.js: `concurrency = Number.POSITIVE_INFINITY`',
        example: `import pMap from 'p-map'; await pMap(ids, id => load(id), { concurrency: 5 });`,
      },
      pMapSettled: { role: 'resilience', promise: true, callbacks: [task(1)], fansOut: { list: 0, work: 1, argument: 2, ...CONCURRENCY }, example: `import { pMapSettled } from 'p-map'; await pMapSettled(ids, id => load(id), { concurrency: 5 });` },
    },
  }),
  defineLibrary({
    modules: ['p-all'],
    verified: '5.0.1',
    entries: {
      default: {
        role: 'resilience',
        promise: true,
        fansOut: { list: 0, argument: 1, ...CONCURRENCY },
        source: 'index.js: hands its options to p-map',
        example: `import pAll from 'p-all'; await pAll([() => load()], { concurrency: 5 });`,
      },
    },
  }),
  defineLibrary({
    modules: ['p-timeout'],
    verified: '7.0.2',
    entries: {
      default: { role: 'resilience', promise: true, callbacks: [{ argument: 1, option: 'fallback', awaited: true, runs: 'later' }], example: `import pTimeout from 'p-timeout'; await pTimeout(load(), { milliseconds: 1000 });` },
    },
  }),
  defineLibrary({
    modules: ['p-throttle'],
    verified: '8.1.1',
    entries: { default: { role: 'resilience', keeps: THROTTLE, example: `import pThrottle from 'p-throttle'; const throttle = pThrottle({ limit: 2, interval: 1000 });` } },
  }),
  defineLibrary({
    modules: ['opossum'],
    verified: '9.0.0',
    entries: {
      default: { role: 'resilience', use: 'new', gives: 'CircuitBreaker', keeps: BREAKER, protects: true, callbacks: [task(0)], example: `import CircuitBreaker from 'opossum'; const breaker = new CircuitBreaker(load, { timeout: 3000 });` },
      'CircuitBreaker#fire': { role: 'resilience', promise: true, example: `import CircuitBreaker from 'opossum'; const breaker = new CircuitBreaker(load); await breaker.fire(1);` },
      'CircuitBreaker#call': { role: 'resilience', promise: true, example: `import CircuitBreaker from 'opossum'; const breaker = new CircuitBreaker(load); await breaker.call(null, 1);` },
      'CircuitBreaker#fallback': { role: 'resilience', gives: 'this', callbacks: [task(0)], example: `import CircuitBreaker from 'opossum'; const breaker = new CircuitBreaker(load); breaker.fallback(() => 'cached');` },
    },
    types: { CircuitBreaker: { exportedAs: ['default'] } },
  }),
  defineLibrary({
    modules: ['cockatiel'],
    verified: '3.2.1',
    entries: {
      retry: {
        role: 'resilience', gives: 'Policy',
        retry: {
          argument: 1,
          count: { options: ['maxAttempts'], of: 'retries', default: Infinity },
          pause: { options: ['backoff'], default: 'none', write: 'backoff: new ExponentialBackoff()' },
          decides: { argument: 0, unless: 'handleAll' },
        },
        example: `import { retry, handleAll } from 'cockatiel'; const policy = retry(handleAll, { maxAttempts: 3 });`,
        source: 'dist/Policy.js: maxAttempts ?? Infinity, ConstantBackoff(0)',
      },
      timeout: { role: 'resilience', gives: 'Policy', example: `import { timeout } from 'cockatiel'; const policy = timeout(1000, 'aggressive');` },
      circuitBreaker: { role: 'resilience', keeps: BREAKER, gives: 'Policy', example: `import { circuitBreaker, handleAll } from 'cockatiel'; const policy = circuitBreaker(handleAll, options);` },
      bulkhead: { role: 'resilience', gives: 'Policy', example: `import { bulkhead } from 'cockatiel'; const policy = bulkhead(12);` },
      fallback: { role: 'resilience', gives: 'Policy', callbacks: [task(1)], example: `import { fallback, handleAll } from 'cockatiel'; const policy = fallback(handleAll, () => 'cached');` },
      wrap: { role: 'resilience', gives: 'Policy', example: `import { wrap, timeout } from 'cockatiel'; const policy = wrap(timeout(1000, 'aggressive'));` },
      'PolicyContext#signal': { role: 'other', use: 'read', gives: 'AbortSignal@global', example: `import { retry, handleAll } from 'cockatiel'; await retry(handleAll, { maxAttempts: 3 }).execute(context => { use(context.signal); });` },
      'Policy#execute': { role: 'resilience', protects: true, promise: true, callbacks: [{ ...task(0), parameters: ['PolicyContext'] }], example: `import { retry, handleAll } from 'cockatiel'; const policy = retry(handleAll, { maxAttempts: 3 }); await policy.execute(() => load());` },
    },
    types: { Policy: { exportedAs: ['RetryPolicy', 'TimeoutPolicy', 'CircuitBreakerPolicy', 'BulkheadPolicy', 'FallbackPolicy', 'IPolicy'] }, PolicyContext: { exportedAs: [] } },
  }),
  defineLibrary({
    modules: ['bottleneck'],
    verified: '2.19.5',
    entries: {
      default: {
        role: 'resilience',
        use: 'new',
        gives: 'Bottleneck',
        keeps: THROTTLE,
        fansOut: { argument: 0, bounds: ['maxConcurrent', 'minTime', 'reservoir', 'datastore', 'Redis'], write: 'maxConcurrent: 10', settings: ['updateSettings'] },
        source: 'lib/Bottleneck.js: `maxConcurrent: null`, `minTime: 0`',
        example: `import Bottleneck from 'bottleneck'; const limiter = new Bottleneck({ maxConcurrent: 1 });`,
      },
      'Bottleneck#schedule': { role: 'resilience', promise: true, callbacks: [task(0), task(1)], example: `import Bottleneck from 'bottleneck'; const limiter = new Bottleneck({ maxConcurrent: 1 }); await limiter.schedule(() => load());` },
      'Bottleneck#wrap': { role: 'resilience', callbacks: [task(0)], example: `import Bottleneck from 'bottleneck'; const limiter = new Bottleneck({ maxConcurrent: 1 }); const limited = limiter.wrap(async () => load());` },
    },
    types: { Bottleneck: { exportedAs: ['default'] } },
  }),
  defineLibrary({
    modules: ['async'],
    verified: '3.2.6',
    entries: {
      ...asyncEntries(),
      parallel: {
        role: 'other',
        promise: 'without-callback',
        callbacks: [{ argument: 0, completes: true, awaited: true, runs: 'later' }],
        fansOut: { list: 0, bounds: [], write: 'parallelLimit(tasks, 10)' },
        example: `import async from 'async'; await async.parallel(tasks);`,
        source: 'internal/parallel.js, wrapAsync.js: a task is given its callback last; an async function is given none, and its promise is awaited',
      },
      parallelLimit: { role: 'resilience', promise: 'without-callback', example: `import async from 'async'; await async.parallelLimit(tasks, 10);` },
    },
  }),
  defineLibrary({
    modules: ['bluebird'],
    verified: '3.7.2',
    entries: {
      map: {
        role: 'other',
        promise: true,
        callbacks: [task(1)],
        fansOut: { list: 0, work: 1, argument: 2, ...CONCURRENCY },
        source: 'js/release/map.js: a limit only where `concurrency` is given',
        example: `import Bluebird from 'bluebird'; await Bluebird.map(ids, id => load(id), { concurrency: 5 });`,
      },
    },
  }),
];
