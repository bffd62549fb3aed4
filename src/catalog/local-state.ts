import { defineLibrary, type Entry, type Library, type ProcessStateFacts } from './schema.js';

const SESSIONS = {
  kind: 'sessions',
  what: 'the sessions in the memory of this process',
  breaks: 'a visitor whose next request reaches it is logged out, and a deployment logs everybody out',
} as const;
const LIMITS = {
  kind: 'limits',
  what: 'its counts in the memory of this process',
  breaks: 'a client gets the limit once from each, and from zero after each deployment',
} as const;

const sessionStore: ProcessStateFacts = { ...SESSIONS, argument: 0, unless: ['store'], write: '`store: new RedisStore({ client })` of `connect-redis` into its options' };
const limitStore: ProcessStateFacts = { ...LIMITS, argument: 0, unless: ['store'], write: '`store: new RedisStore({ sendCommand })` of `rate-limit-redis` into its options' };

/** Names of one function, by which modules export it. */
const each = (names: readonly string[], entryOf: (name: string) => Entry): Record<string, Entry> => Object.fromEntries(names.map(name => [name, entryOf(name)]));
const importOf = (name: string, local: string, module: string): string => (name === 'default' ? `import ${local} from '${module}';` : `import { ${name} as ${local} } from '${module}';`);

/** What its options do not say: the class itself keeps everything in memory. */
const memoryStore = (facts: typeof SESSIONS | typeof LIMITS, write: string, example: string): Entry => ({ role: 'other', use: 'new', keepsInProcess: { ...facts, write }, example });

const upload = (name: string, argument: number): Entry => ({
  role: 'other', keepsOnDisk: { argument, option: 'dest', uploads: true, unless: 'storage' },
  example: `import { ${name} } from '@nestjs/platform-express'; ${name}(${argument === 0 ? '' : argument === 1 ? "'a', " : "'a', 2, "}{ dest: './uploads' })`,
});

const form = (name: string, use: 'new' | 'call'): Entry => ({
  role: 'other', use, keepsOnDisk: { argument: 0, option: 'uploadDir', uploads: true },
  example: `${importOf(name, 'form', 'formidable')} ${use === 'new' ? 'new ' : ''}form({ uploadDir: 'a' })`, source: 'src/Formidable.js: os.tmpdir() by default',
});

/** Libraries whose state stays in this process, or on this disk, until they are told where else. Each default was read in the source. */
export const localState: readonly Library[] = [
  defineLibrary({
    modules: ['express-session'],
    verified: 'express-session 1.19.0',
    entries: {
      default: {
        role: 'other', keepsInProcess: sessionStore,
        example: "import session from 'express-session'; session({ secret: 'x' })", source: 'index.js: `opts.store || new MemoryStore()`',
      },
      MemoryStore: memoryStore(SESSIONS, '`new RedisStore({ client })` of `connect-redis` in its place', "import session from 'express-session'; new session.MemoryStore()"),
    },
  }),
  defineLibrary({
    modules: ['@fastify/session'],
    verified: '@fastify/session 11.1.3',
    entries: {
      default: {
        role: 'other',
        keepsInProcess: { ...sessionStore, registered: true },
        example: "import session from '@fastify/session'; session(app, { secret: 'x' })", source: 'index.js: `options.store || new Store()`, a Map',
      },
    },
  }),
  defineLibrary({
    modules: ['koa-generic-session'],
    verified: 'koa-generic-session 2.3.1',
    entries: {
      default: {
        role: 'other', keepsInProcess: { ...sessionStore, write: '`store: redisStore()` of `koa-redis` into its options' },
        example: "import session from 'koa-generic-session'; session()", source: 'lib/session.js: `options.store || new MemoryStore()`',
      },
    },
  }),
  defineLibrary({
    modules: ['express-rate-limit'],
    verified: 'express-rate-limit 8.7.5',
    entries: {
      ...each(['default', 'rateLimit'], name => ({
        role: 'other', keepsInProcess: limitStore,
        example: `${importOf(name, 'limit', 'express-rate-limit')} limit({ windowMs: 1000 })`, source: 'dist/index.mjs, parseOptions(): `store ?? new MemoryStore(…)`',
      })),
      MemoryStore: memoryStore(LIMITS, '`new RedisStore({ sendCommand })` of `rate-limit-redis` in its place', "import { MemoryStore } from 'express-rate-limit'; new MemoryStore()"),
    },
  }),
  defineLibrary({
    modules: ['express-slow-down'],
    verified: 'express-slow-down 3.1.1',
    entries: each(['default', 'slowDown'], name => ({
      role: 'other', keepsInProcess: limitStore,
      example: `${importOf(name, 'slow', 'express-slow-down')} slow({ delayAfter: 1 })`, source: 'dist/index.mjs: hands its options to express-rate-limit',
    })),
  }),
  defineLibrary({
    modules: ['@fastify/rate-limit'],
    verified: '@fastify/rate-limit 11.2.0',
    entries: {
      default: {
        role: 'other',
        keepsInProcess: { ...LIMITS, argument: 0, unless: ['redis', 'store'], registered: true, write: '`redis: new Redis(url)` of `ioredis` into its options' },
        example: "import rateLimit from '@fastify/rate-limit'; rateLimit(app, { max: 100 })", source: 'index.js: a LocalStore where neither `store` nor `redis` is given',
      },
    },
  }),
  defineLibrary({
    modules: ['rate-limiter-flexible'],
    verified: 'rate-limiter-flexible 11.4.0',
    entries: {
      RateLimiterMemory: {
        role: 'other', use: 'new',
        // Another limiter falls back on it where its server is away, or a setting chooses between the two.
        keepsInProcess: { ...LIMITS, unlessNamed: ['insuranceLimiter', 'RateLimiterRedis', 'RateLimiterValkey', 'RateLimiterMongo', 'RateLimiterPostgres', 'RateLimiterMySQL', 'RateLimiterMemcache'], write: '`new RateLimiterRedis({ storeClient, … })` in its place' },
        example: "import { RateLimiterMemory } from 'rate-limiter-flexible'; new RateLimiterMemory({ points: 5 })", source: 'lib/RateLimiterMemory.js: a MemoryStorage of its own',
      },
    },
  }),
  defineLibrary({
    modules: ['@nestjs/throttler'],
    verified: '@nestjs/throttler 6.7.1',
    entries: each(['forRoot', 'forRootAsync'].map(name => `ThrottlerModule.${name}`), path => ({
      role: 'other',
      keepsInProcess: {
        ...LIMITS, argument: 0, unless: ['storage'], unlessNamed: ['ThrottlerStorage', 'getStorageToken'],
        ...(path.endsWith('Async') && { factory: 'useFactory' }),
        write: '`storage: new ThrottlerStorageRedisService(redis)` of `@nest-lab/throttler-storage-redis` into its options, beside `throttlers`',
      },
      example: `import { ThrottlerModule } from '@nestjs/throttler'; ${path}({ ${path.endsWith('Async') ? 'useFactory: () => ({ throttlers: [] })' : 'throttlers: []'} })`,
      source: 'dist/throttler.providers.js: `options.storage`, or a ThrottlerStorageService with a Map; a list has no storage',
    })),
  }),
  defineLibrary({
    modules: ['koa-ratelimit'],
    verified: 'koa-ratelimit 6.0.0',
    entries: {
      default: {
        role: 'other', keepsInProcess: { ...LIMITS, argument: 0, only: { option: 'driver', value: 'memory' }, write: "`driver: 'redis', db: new Redis(url)` into its options" },
        example: "import limit from 'koa-ratelimit'; limit({ driver: 'memory', db: new Map() })", source: "index.js: `driver` is 'redis' by default",
      },
    },
  }),
  defineLibrary({
    modules: ['koa2-ratelimit'],
    verified: 'koa2-ratelimit 1.1.3',
    entries: {
      'RateLimit.middleware': {
        role: 'other', keepsInProcess: { ...LIMITS, argument: 0, unless: ['store'], unlessNamed: ['defaultOptions'], write: '`store: new Stores.Redis({ … })` into its options' },
        example: "import { RateLimit } from 'koa2-ratelimit'; RateLimit.middleware({ max: 5 })", source: 'src/RateLimit.js: `store: new MemoryStore()` by default',
      },
    },
  }),
  defineLibrary({
    modules: ['express-brute'],
    verified: 'express-brute 1.0.1',
    entries: { MemoryStore: memoryStore(LIMITS, '`new RedisStore({ … })` of `express-brute-redis` in its place', "import ExpressBrute from 'express-brute'; new ExpressBrute.MemoryStore()") },
  }),
  defineLibrary({
    modules: ['graphql-subscriptions'],
    verified: 'graphql-subscriptions 3.0.0',
    entries: {
      PubSub: {
        role: 'other', use: 'new',
        keepsInProcess: {
          kind: 'messages', argument: 0, unless: ['eventEmitter'],
          what: 'its subscribers in the memory of this process',
          breaks: 'clients that are connected to it never hear of what is published here',
          write: '`new RedisPubSub({ … })` of `graphql-redis-subscriptions` in its place',
        },
        example: "import { PubSub } from 'graphql-subscriptions'; new PubSub()", source: 'dist/pubsub.js: an EventEmitter; README: not for production',
      },
    },
  }),
  defineLibrary({
    modules: ['oidc-provider'],
    verified: 'oidc-provider 9.13.3',
    entries: each(['default', 'Provider'], name => ({
      role: 'other', use: 'new',
      keepsInProcess: {
        kind: 'sessions', argument: 1, unless: ['adapter'],
        what: 'sessions, grants and tokens in the memory of this process',
        breaks: 'it refuses the codes and tokens that this one has given, and a deployment ends them all',
        write: '`adapter: RedisAdapter`, a class of yours that keeps them in Redis, into its configuration',
      },
      example: `${importOf(name, 'Provider', 'oidc-provider')} new Provider('https://a', {})`, source: 'lib/helpers/initialize_adapter.js: warns of its in-memory adapter',
    })),
  }),
  defineLibrary({
    modules: ['@nestjs/platform-express'],
    verified: '@nestjs/platform-express 12.5.1',
    entries: {
      FileInterceptor: upload('FileInterceptor', 1),
      FilesInterceptor: upload('FilesInterceptor', 2),
      FileFieldsInterceptor: upload('FileFieldsInterceptor', 1),
      AnyFilesInterceptor: upload('AnyFilesInterceptor', 0),
    },
  }),
  defineLibrary({
    modules: ['formidable'],
    verified: 'formidable 3.5.4',
    entries: { default: form('default', 'call'), formidable: form('formidable', 'call'), IncomingForm: form('IncomingForm', 'new'), Formidable: form('Formidable', 'new') },
  }),
];
