import { defineLibrary, type Entry, type RetentionFacts } from './schema.js';

const MAX = '`max: 1000` into its options';
/** With keys of its own it may hold few; results that expire are those of few arguments, as a rule. */
const memoizer = (facts: Omit<RetentionFacts, 'what' | 'memoizes'>): RetentionFacts => ({ what: 'a result for each set of arguments', memoizes: 0, ...facts });

/** These give the object that they keep, no copy of it: each was run. */
const handsOut = (type: string, methods: readonly string[], made: string): Record<string, Entry> =>
  Object.fromEntries(methods.map(each => [`${type}#${each}`, { role: 'other', handsOut: {}, example: `${made}.${each}('key')` }]));

/** Caches in the memory of the process: what bounds how much they hold. Each claim was run: 5,000 keys put in, and counted. */
export const inMemoryCaches = [
  defineLibrary({
    modules: ['node-cache'],
    verified: 'node-cache 5.1.2',
    entries: {
      default: {
        role: 'other', use: 'new', gives: 'NodeCache',
        // `maxKeys` is no eviction: `set` throws when it is full.
        retains: { what: 'every key', argument: 0, bounds: ['maxKeys'], off: [-1], expires: ['stdTTL'], write: '`new LRUCache({ max: 1000 })` of `lru-cache` in its place' },
        example: "import NodeCache from 'node-cache'; new NodeCache()", source: 'lib/node_cache.js: stdTTL 0 and maxKeys -1 by default',
      },
      'NodeCache#get': {
        role: 'other', handsOut: { only: { argument: 0, option: 'useClones', value: false } },
        example: "import NodeCache from 'node-cache'; new NodeCache().get('key')", source: 'it gives a clone as long as useClones is true, its default',
      },
    },
    types: { NodeCache: {} },
  }),
  defineLibrary({
    modules: ['@isaacs/ttlcache'],
    verified: '@isaacs/ttlcache 2.1.5 and 1.4.1',
    entries: { ...handsOut('TTLCache', ['get'], "import { TTLCache } from '@isaacs/ttlcache'; new TTLCache({ ttl: 1000, max: 1000 })"), ...Object.fromEntries(['default', 'TTLCache'].map(path => [path, {
      role: 'other', use: 'new', gives: 'TTLCache',
      retains: { what: 'every key', argument: 0, bounds: ['max'], off: [Infinity], expires: ['ttl'], write: '`max: 1000` beside `ttl`' },
      example: path === 'default' ? "import TTLCache from '@isaacs/ttlcache'; new TTLCache({ ttl: 1000 })" : "import { TTLCache } from '@isaacs/ttlcache'; new TTLCache({ ttl: 1000 })",
      source: 'max is Infinity by default; entries are taken out by a timer when their time is over',
    }] as const)) },
    types: { TTLCache: {} },
  }),
  defineLibrary({
    modules: ['lru-cache'],
    verified: 'lru-cache 11.5.3 and 6.0.0',
    entries: { ...handsOut('LRUCache', ['get', 'peek', 'fetch', 'memo'], "import { LRUCache } from 'lru-cache'; new LRUCache({ max: 1000 })"), ...Object.fromEntries(['default', 'LRUCache'].map(path => [path, {
      role: 'other', use: 'new', gives: 'LRUCache',
      // With a `ttl` or `maxAge` alone, stale entries stay until somebody asks for them (it warns: LRU_CACHE_UNBOUNDED).
      retains: { what: 'every key', argument: 0, bounds: ['max', 'maxSize'], off: [0, Infinity], expires: ['ttlAutopurge'], write: MAX },
      example: path === 'default' ? "import LRU from 'lru-cache'; new LRU({ maxAge: 1000 })" : "import { LRUCache } from 'lru-cache'; new LRUCache({ ttl: 1000 })",
      source: '6: max is Infinity by default; 7 and later take no less than one of max, maxSize and ttl',
    }] as const)) },
    types: { LRUCache: {} },
  }),
  defineLibrary({
    modules: ['quick-lru'],
    verified: 'quick-lru 7.3.0',
    entries: {
      default: { role: 'other', use: 'new', gives: 'QuickLRU', example: "import QuickLRU from 'quick-lru'; new QuickLRU({ maxSize: 1000 })" },
      ...handsOut('QuickLRU', ['get', 'peek'], "import QuickLRU from 'quick-lru'; new QuickLRU({ maxSize: 1000 })"),
    },
    types: { QuickLRU: {} },
  }),
  defineLibrary({
    modules: ['tiny-lru'],
    verified: 'tiny-lru 13.1.0',
    entries: {
      lru: { role: 'other', gives: 'LRU', example: "import { lru } from 'tiny-lru'; lru(1000)" },
      ...handsOut('LRU', ['get'], "import { lru } from 'tiny-lru'; lru(1000)"),
    },
    types: { LRU: {} },
  }),
  defineLibrary({
    modules: ['memory-cache'],
    verified: 'memory-cache 0.2.0',
    entries: {
      get: { role: 'other', handsOut: {}, example: "import { get } from 'memory-cache'; get('key')" },
      'default.get': { role: 'other', handsOut: {}, example: "import cache from 'memory-cache'; cache.get('key')" },
    },
  }),
  defineLibrary({
    modules: ['lodash'],
    verified: 'lodash 4.18.1',
    entries: { memoize: { role: 'other', retains: memoizer({ argument: 1, bounds: [], write: '`memoizee(…, { max: 1000 })` of `memoizee` in its place' }), example: "import { memoize } from 'lodash'; memoize(id => load(id))", source: 'memoize.js: a MapCache that nothing takes out of' } },
  }),
  defineLibrary({
    modules: ['lodash/memoize', 'lodash.memoize'],
    verified: 'lodash 4.18.1',
    entries: { default: { role: 'other', retains: memoizer({ argument: 1, bounds: [], write: '`memoizee(…, { max: 1000 })` of `memoizee` in its place' }), example: "import memoize from 'lodash/memoize'; memoize(id => load(id))" } },
  }),
  defineLibrary({
    modules: ['memoizee'],
    verified: 'memoizee 0.4.17',
    entries: { default: { role: 'other', retains: memoizer({ argument: 1, bounds: ['max', 'maxAge', 'normalizer'], off: [0, Infinity], write: MAX }), example: "import memoizee from 'memoizee'; memoizee(id => load(id))" } },
  }),
  defineLibrary({
    modules: ['mem'],
    verified: 'mem 10.0.0',
    entries: { default: { role: 'other', retains: memoizer({ argument: 1, bounds: ['cache', 'maxAge', 'cacheKey'], write: '`cache: new QuickLRU({ maxSize: 1000 })` into its options' }), example: "import mem from 'mem'; mem(id => load(id))" } },
  }),
  defineLibrary({
    modules: ['p-memoize'],
    verified: 'p-memoize 8.0.0',
    entries: { default: { role: 'other', retains: memoizer({ argument: 1, bounds: ['cache', 'cacheKey'], write: '`cache: new QuickLRU({ maxSize: 1000 })` into its options' }), example: "import pMemoize from 'p-memoize'; pMemoize(async id => load(id))" } },
  }),
  defineLibrary({
    modules: ['fast-memoize'],
    verified: 'fast-memoize 2.5.2',
    entries: { default: { role: 'other', retains: memoizer({ argument: 1, bounds: ['cache', 'serializer'], write: '`memoizee(…, { max: 1000 })` of `memoizee` in its place' }), example: "import memoize from 'fast-memoize'; memoize(id => load(id))" } },
  }),
  defineLibrary({
    modules: ['dataloader'],
    verified: 'dataloader 2.2.3',
    entries: {
      default: {
        role: 'other', use: 'new', gives: 'DataLoader',
        retains: { what: 'the promise of every key, and never asks for it again', argument: 1, bounds: ['cache', 'cacheMap'], perRequest: true, write: '`new DataLoader(…)` where a request begins, or `cache: false`' },
        example: "import DataLoader from 'dataloader'; new DataLoader(async ids => load(ids))", source: 'index.js: a Map that nothing takes out of',
      },
    },
    types: { DataLoader: {} },
  }),
];
