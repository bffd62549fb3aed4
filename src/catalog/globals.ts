import { defineLibrary, type Entry, type Library } from './schema.js';

/** What it throws reaches nobody: run on Node 20.20, tests/catalog/uncaught-throws.test.ts. */
const dropsLater = [{ argument: 0, awaited: false, runs: 'later', uncaught: true }] as const;
const processListener = [{ argument: 1, named: ['message'], awaited: false, runs: 'later', uncaught: true }, { argument: 1, awaited: false, runs: 'later' }] as const;
const dropsNow = [{ argument: 0, awaited: false, runs: 'now' }] as const;

const ofArray = (example: string, rest: Partial<Entry> = {}): Entry => ({ role: 'other', ...rest, example });

export const globals: readonly Library[] = [
  defineLibrary({
    modules: ['global'],
    verified: 'Node 20.20 and 24.21',
    plainPromises: true,
    entries: {
      'Promise.all': { role: 'promise-combine', promise: true, gives: 'Array', example: 'await Promise.all([a(), b()])' },
      'Promise.allSettled': { role: 'promise-combine', promise: true, gives: 'Array', example: 'await Promise.allSettled([a(), b()])' },
      'Promise.race': { role: 'promise-combine', promise: true, example: 'await Promise.race([a(), b()])' },
      'Promise.any': { role: 'promise-combine', promise: true, example: 'await Promise.any([a(), b()])' },
      'Promise.resolve': { role: 'other', promise: true, example: 'await Promise.resolve(1)' },
      'Promise.reject': { role: 'other', promise: true, example: 'await Promise.reject(new Error("no"))' },
      'Promise.try': { role: 'other', promise: true, callbacks: [{ argument: 0, awaited: true, runs: 'now' }], example: 'await Promise.try(() => work())' },
      'Promise.withResolvers': { role: 'other', example: 'const { promise, resolve } = Promise.withResolvers()' },

      setTimeout: {
        role: 'timer', gives: 'Timeout', callbacks: dropsLater,
        acquires: { releasedBy: ['close'], releasedByPassing: ['clearTimeout'], what: 'a timer' },
        durations: [{ argument: 1, unit: 'ms', timer: 'once' }],
        example: 'setTimeout(() => tick(), 100)',
      },
      setInterval: {
        role: 'timer', gives: 'Timeout', callbacks: dropsLater, repeats: { period: 1, unit: 'ms' },
        acquires: { releasedBy: ['close'], releasedByPassing: ['clearInterval'], what: 'a timer' },
        durations: [{ argument: 1, unit: 'ms', timer: 'repeats' }],
        example: 'setInterval(() => tick(), 100)',
      },
      setImmediate: { role: 'timer', gives: 'Immediate', callbacks: dropsLater, example: 'setImmediate(() => tick())' },
      queueMicrotask: { role: 'callback-caller', callbacks: dropsLater, example: 'queueMicrotask(() => tick())' },

      'process.on': { role: 'listen', gives: 'this', callbacks: processListener, example: 'process.on("SIGTERM", () => stop())' },
      'process.once': { role: 'listen', gives: 'this', callbacks: processListener, example: 'process.once("SIGTERM", () => stop())' },
      'process.addListener': { role: 'listen', gives: 'this', callbacks: processListener, example: 'process.addListener("SIGTERM", () => stop())' },
      'process.prependListener': { role: 'listen', gives: 'this', callbacks: processListener, example: 'process.prependListener("SIGTERM", () => stop())' },
      'process.prependOnceListener': { role: 'listen', gives: 'this', callbacks: processListener, example: 'process.prependOnceListener("SIGTERM", () => stop())' },
      'process.setUncaughtExceptionCaptureCallback': { role: 'listen', callbacks: [{ argument: 0, awaited: false, runs: 'later' }], example: 'process.setUncaughtExceptionCaptureCallback(error => stop(error))' },
      'process.nextTick': { role: 'callback-caller', callbacks: dropsLater, example: 'process.nextTick(() => tick())' },
      'process.exit': { role: 'exit', example: 'process.exit(1)' },
      'process.abort': { role: 'exit', example: 'process.abort()' },
      'process.chdir': { role: 'other', example: 'process.chdir("/srv")' },
      'process.kill': { role: 'other', example: 'process.kill(pid, "SIGTERM")' },

      // Arrays: a value is one by proof only (a literal, a type, Object.keys, what another array gives).
      'Array.from': ofArray('Array.from(items)', { gives: 'Array' }),
      'Array.of': ofArray('Array.of(1, 2)', { gives: 'Array' }),
      'Object.keys': ofArray('Object.keys(record)', { gives: 'Array' }),
      'Object.values': ofArray('Object.values(record)', { gives: 'Array' }),
      'Object.entries': ofArray('Object.entries(record)', { gives: 'Array' }),
      'Object.getOwnPropertyNames': ofArray('Object.getOwnPropertyNames(record)', { gives: 'Array' }),
      'Array#forEach': { role: 'iterate', callbacks: dropsNow, example: '[1].forEach(each => print(each))' },
      'Array#filter': { role: 'iterate', gives: 'Array', callbacks: dropsNow, example: '[1].filter(each => each > 0)' },
      'Array#some': { role: 'iterate', callbacks: dropsNow, example: '[1].some(each => each > 0)' },
      'Array#every': { role: 'iterate', callbacks: dropsNow, example: '[1].every(each => each > 0)' },
      'Array#find': { role: 'iterate', callbacks: dropsNow, example: '[1].find(each => each > 0)' },
      'Array#findIndex': { role: 'iterate', callbacks: dropsNow, example: '[1].findIndex(each => each > 0)' },
      'Array#findLast': { role: 'iterate', callbacks: dropsNow, example: '[1].findLast(each => each > 0)' },
      'Array#findLastIndex': { role: 'iterate', callbacks: dropsNow, example: '[1].findLastIndex(each => each > 0)' },
      'Array#sort': { role: 'iterate', gives: 'Array', callbacks: dropsNow, example: '[1].sort((a, b) => a - b)' },
      'Array#toSorted': { role: 'iterate', gives: 'Array', callbacks: dropsNow, example: '[1].toSorted((a, b) => a - b)' },
      'Array#map': ofArray('[1].map(each => each + 1)', { gives: 'Array' }),
      'Array#flatMap': ofArray('[1].flatMap(each => [each])', { gives: 'Array' }),
      'Array#slice': ofArray('[1].slice(1)', { gives: 'Array' }),
      'Array#splice': ofArray('[1].splice(1)', { gives: 'Array' }),
      'Array#concat': ofArray('[1].concat([2])', { gives: 'Array' }),
      'Array#flat': ofArray('[[1]].flat()', { gives: 'Array' }),
      'Array#reverse': ofArray('[1].reverse()', { gives: 'Array' }),
      'Array#toReversed': ofArray('[1].toReversed()', { gives: 'Array' }),
      'Map#forEach': { role: 'iterate', callbacks: dropsNow, example: 'new Map().forEach(value => print(value))' },
      'Set#forEach': { role: 'iterate', callbacks: dropsNow, example: 'new Set().forEach(value => print(value))' },

      'Atomics.wait': { role: 'other', blocks: { holds: 'process', why: 'stops the thread', instead: '`await setTimeout(…)` of `node:timers/promises`, or `await Atomics.waitAsync(…).value`' }, example: 'Atomics.wait(array, 0, 0, 1_000)' },
      structuredClone: { role: 'other', example: 'structuredClone(value)' },
      'AbortSignal.timeout': { role: 'other', gives: 'AbortSignal', durations: [{ argument: 0, unit: 'ms', timer: 'limit' }], example: 'AbortSignal.timeout(1_000)' },
      'AbortSignal.any': { role: 'other', gives: 'AbortSignal', example: 'AbortSignal.any([a, b])' },
      'AbortController#signal': { role: 'other', use: 'read', gives: 'AbortSignal', example: 'const c = new AbortController(); use(c.signal)' },
      'AbortController#abort': { role: 'other', example: 'const c = new AbortController(); c.abort()' },
      'EventTarget#addEventListener': {
        role: 'listen',
        callbacks: [{ argument: 1, awaited: false, runs: 'later', uncaught: true }],
        example: 'new EventTarget().addEventListener("x", () => tick())',
        source: 'a rejection is thrown from process.nextTick: tried on Node 20.20',
      },
    },
    types: {
      Array: { exportedAs: ['Array', 'ReadonlyArray'] },
      Map: { exportedAs: ['Map', 'ReadonlyMap'] },
      Set: { exportedAs: ['Set', 'ReadonlySet'] },
      Timeout: {},
      Immediate: {},
      EventTarget: {},
      AbortController: {},
      AbortSignal: { extends: ['EventTarget'], handlerFields: ['onabort'] },
      WebSocket: { extends: ['EventTarget'], handlerFields: ['onopen', 'onmessage', 'onerror', 'onclose'] },
      EventSource: { extends: ['EventTarget'], handlerFields: ['onopen', 'onmessage', 'onerror'] },
      BroadcastChannel: { extends: ['EventTarget'], handlerFields: ['onmessage', 'onmessageerror'] },
    },
  }),
];
