import { defineLibrary, type BlockFacts, type CallbackFacts, type ClientWaitFacts, type DurationFacts, type Entry, type InertOption, type KeyFacts, type Library, type WaitFacts } from './schema.js';

/** One entry for each name, its example with `NAME` filled in. */
function each(names: readonly string[], path: (name: string) => string, entry: Entry): Record<string, Entry> {
  return Object.fromEntries(names.map(name => [path(name), { ...entry, example: entry.example.replaceAll('NAME', name) }]));
}

// ——— Redis: what blocks, by the command's own documentation. One thread runs all commands.

const walksKeys = (instead: string): BlockFacts => ({ holds: 'server', why: 'walks over every key of the database in one go', instead });
/** A server of 7.4 or later goes on meanwhile, outside of transactions and scripts. */
const frees = (name: string): BlockFacts => ({ holds: 'server', why: 'frees all keys before it answers', instead: `\`${name}('ASYNC')\`, which frees them in the background`, unless: 'ASYNC' });
const readsAll = (what: string, instead: string): BlockFacts => ({ holds: 'server', why: `reads ${what} in one go`, instead, collection: true });
const waitsFor = (instead: string, only?: string): BlockFacts => ({ holds: 'connection', why: 'waits on its connection until something comes', instead, ...(only !== undefined && { only }) });

/** What Redis reads as seconds, by the documentation of its commands. */
const SECONDS: Readonly<Record<string, readonly DurationFacts[]>> = {
  expire: [{ argument: 1, unit: 's' }],
  setex: [{ argument: 1, unit: 's' }],
  expireat: [{ argument: 1, unit: 's', moment: true }],
  set: [{ argument: 'any', after: 'EX', unit: 's' }, { argument: 2, option: 'EX', unit: 's' }, { argument: 'any', after: 'EXAT', unit: 's', moment: true }, { argument: 2, option: 'EXAT', unit: 's', moment: true }],
  getex: [{ argument: 'any', after: 'EX', unit: 's' }, { argument: 1, option: 'EX', unit: 's' }],
};

/** Commands, those with a length of time among them as such. */
function timed(commands: Readonly<Record<string, Entry>>): Record<string, Entry> {
  return Object.fromEntries(
    Object.entries(commands).map(([path, entry]) => {
      const durations = SECONDS[path.slice(path.indexOf('#') + 1).toLowerCase()];
      return [path, durations ? { ...entry, durations } : entry];
    }),
  );
}

const EXPIRY = ['EX', 'PX', 'EXAT', 'PXAT', 'KEEPTTL'];
/** What locks are made of, by the lower case of the command. */
const keys = (write: string, expiry: readonly string[]): Readonly<Record<string, KeyFacts>> => ({
  setnx: { does: 'claim', write },
  set: { does: 'claim', only: 'NX', expiry, write },
  del: { does: 'release' },
  unlink: { does: 'release' },
  expire: { does: 'expire' },
  pexpire: { does: 'expire' },
  expireat: { does: 'expire' },
  get: { does: 'read' },
});

/** Commands, with what each does to a key that stands for a lock. */
function keyed(commands: Readonly<Record<string, Entry>>, facts: Readonly<Record<string, KeyFacts>>): Record<string, Entry> {
  return Object.fromEntries(
    Object.entries(commands).map(([path, entry]) => {
      const key = facts[path.slice(path.indexOf('#') + 1).toLowerCase()];
      return [path, key ? { ...entry, key } : entry];
    }),
  );
}
const IOREDIS_KEYS = keys("set($1, $2, 'PX', 30_000, 'NX')", EXPIRY);
const NODE_REDIS_KEYS = keys('set($1, $2, { NX: true, PX: 30_000 })', [...EXPIRY, 'expiration']);

/** Of node-redis before 4 and ioredis; what they throw ends the process: run with redis 3.1.2 and ioredis 6.0.0. */
const redisBack: readonly CallbackFacts[] = [{ argument: -1, errorFirst: true, awaited: false, runs: 'later', uncaught: true }];

const IOREDIS_COMMANDS = [
  'get', 'set', 'setex', 'psetex', 'setnx', 'getset', 'getdel', 'getex', 'mget', 'mset', 'msetnx', 'del', 'unlink', 'exists', 'expire', 'pexpire', 'expireat', 'persist', 'ttl', 'pttl', 'type', 'rename',
  'incr', 'incrby', 'incrbyfloat', 'decr', 'decrby', 'append', 'strlen',
  'hget', 'hset', 'hsetnx', 'hmget', 'hmset', 'hgetall', 'hdel', 'hexists', 'hincrby', 'hkeys', 'hvals', 'hlen', 'hscan',
  'lpush', 'rpush', 'lpop', 'rpop', 'lrange', 'llen', 'ltrim', 'lrem', 'lindex', 'blpop', 'brpop', 'brpoplpush', 'blmove', 'rpoplpush', 'lmove',
  'sadd', 'srem', 'smembers', 'sismember', 'scard', 'spop', 'srandmember', 'sinter', 'sunion', 'sdiff', 'sscan',
  'zadd', 'zrem', 'zrange', 'zrangebyscore', 'zrevrange', 'zrevrangebyscore', 'zscore', 'zcard', 'zcount', 'zincrby', 'zrank', 'zremrangebyscore', 'zremrangebyrank', 'zpopmin', 'zpopmax', 'bzpopmin', 'bzpopmax', 'zscan',
  'xadd', 'xread', 'xreadgroup', 'xack', 'xdel', 'xlen', 'xrange', 'xtrim', 'xgroup', 'xautoclaim', 'xclaim',
  'publish', 'subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe',
  'eval', 'evalsha', 'script', 'keys', 'scan', 'flushall', 'flushdb', 'dbsize', 'ping', 'info', 'config', 'watch', 'unwatch', 'wait', 'geoadd', 'pfadd', 'pfcount', 'setbit', 'getbit', 'call', 'sort', 'object', 'memory',
] as const;

const OWN_REDIS = { longLived: true, what: 'a connection', harm: 'Redis runs out of connections' } as const;
const DUPLICATE = '`const blocking = redis.duplicate()` once, and let only this command use it';
const OWN_CONNECTION = '`const blocking = client.duplicate()` once, and let only this command use it';

/** One fact under several spellings. */
function both(names: readonly string[], facts: BlockFacts): Record<string, BlockFacts> {
  return Object.fromEntries(names.map(name => [name, facts]));
}

/** Commands that block, with what is known of every command. */
function blocking(facts: Readonly<Record<string, BlockFacts>>, path: (name: string) => string, example: string): Record<string, Entry> {
  return Object.fromEntries(Object.entries(facts).map(([name, blocks]) => [path(name), { role: 'cache-command', promise: 'without-callback', blocks, example: example.replaceAll('NAME', name) }]));
}

const withRedis = (line: string): string => `import { Redis } from 'ioredis'; const redis = new Redis(); ${line}`;

/** Commands that wait for something to come, and connections that are told things: a limit on their answers would end them. */
const WAITS_ON_PURPOSE = ['subscribe', 'psubscribe', 'ssubscribe', 'monitor', 'blpop', 'brpop', 'brpoplpush', 'blmove', 'blmpop', 'bzpopmin', 'bzpopmax', 'bzmpop', 'xread', 'xreadgroup'] as const;
/** They wait on connections that they are given. */
const USE_REDIS_TO_WAIT = [
  'bullmq', 'bull', 'bee-queue', '@nestjs/bullmq', '@nestjs/bull', '@socket.io/redis-adapter', '@socket.io/redis-streams-adapter', 'socket.io-redis', 'graphql-redis-subscriptions', 'resumable-stream',
] as const;

/** Connecting ends after 10 s. With a server that accepts and never answers, commands wait in the offline queue for ever. */
const IOREDIS_CONNECT: ClientWaitFacts = { argument: 'last', bounds: ['connectTimeout'], bounded: '10 s', write: 'connectTimeout: 5_000' };

const IOREDIS_COMMAND: ClientWaitFacts = {
  argument: 'last',
  bounds: ['commandTimeout', 'socketTimeout'],
  write: 'commandTimeout: 5_000',
  off: [],
  // BullMQ demands it, and blocks.
  unless: { maxRetriesPerRequest: null },
  url: { at: [0], parameters: ['commandTimeout', 'socketTimeout'] },
  patient: WAITS_ON_PURPOSE,
  besides: USE_REDIS_TO_WAIT,
};

const noOptionOfIoredis = (key: string, instead: string): InertOption => ({ key, why: 'is no option of ioredis, which ignores it', instead: `\`${instead}\``, unless: [instead], write: `${instead}: $` });
const IOREDIS_WAIT: WaitFacts = {
  argument: 'last',
  bounds: [],
  inert: [
    ...['timeout', 'command_timeout', 'commandTimeoutMs', 'commandTimeoutMS', 'responseTimeout', 'requestTimeout'].map(key => noOptionOfIoredis(key, 'commandTimeout')),
    ...['connect_timeout', 'connectionTimeout', 'connectTimeoutMS'].map(key => noOptionOfIoredis(key, 'connectTimeout')),
  ],
};

const IOREDIS_CLUSTER_COMMAND: ClientWaitFacts = {
  argument: 1,
  bounds: ['redisOptions.commandTimeout', 'redisOptions.socketTimeout'],
  write: 'redisOptions: { commandTimeout: 5_000 }',
  off: [],
  unless: { 'redisOptions.maxRetriesPerRequest': null, maxRetriesPerRequest: null },
  patient: WAITS_ON_PURPOSE,
  besides: USE_REDIS_TO_WAIT,
};

const ioredis = defineLibrary({
  modules: ['ioredis'],
  verified: 'ioredis 6.0.0, 5.11.1',
  plainPromises: true,
  entries: {
    default: {
      role: 'cache-client',
      use: 'new',
      gives: 'Redis',
      connects: { unless: 'lazyConnect' },
      wait: IOREDIS_WAIT,
      waits: { connect: IOREDIS_CONNECT, command: IOREDIS_COMMAND },
      example: `import Redis from 'ioredis'; new Redis();`,
    },
    Redis: {
      role: 'cache-client',
      use: 'new',
      gives: 'Redis',
      connects: { unless: 'lazyConnect' },
      wait: IOREDIS_WAIT,
      waits: { connect: IOREDIS_CONNECT, command: IOREDIS_COMMAND },
      example: withRedis(''),
    },
    Cluster: {
      role: 'cache-client',
      use: 'new',
      gives: 'Cluster',
      connects: { unless: 'lazyConnect' },
      waits: { command: IOREDIS_CLUSTER_COMMAND },
      example: `import { Cluster } from 'ioredis'; new Cluster([]);`,
    },
    'default.Cluster': {
      role: 'cache-client',
      use: 'new',
      gives: 'Cluster',
      connects: { unless: 'lazyConnect' },
      waits: { command: IOREDIS_CLUSTER_COMMAND },
      example: `import Redis from 'ioredis'; new Redis.Cluster([]);`,
    },
    ...keyed(timed(each(IOREDIS_COMMANDS, name => `Redis#${name}`, { role: 'cache-command', promise: 'without-callback', callbacks: redisBack, example: withRedis(`await redis.NAME(key);`) })), IOREDIS_KEYS),
    ...blocking(
      {
        keys: { ...walksKeys('`scanStream({ match: $ })` and go through its batches with `for await`'), inBatches: { read: 'scanStream({ match: $ })', push: '...batch' } },
        flushall: frees('flushall'),
        flushdb: frees('flushdb'),
        smembers: readsAll('a whole set', '`sscanStream`, or keep the set small and say so'),
        hgetall: readsAll('a whole hash', '`hscanStream`, or `hmget` with the fields that are needed'),
        hkeys: readsAll('a whole hash', '`hscanStream`'),
        hvals: readsAll('a whole hash', '`hscanStream`'),
        sort: readsAll('and sorts a whole collection', 'the order into a sorted set (`zadd`), and read a part of it with `zrange`'),
        sinter: readsAll('whole sets', '`sscanStream`, or intersect where the sets are written'),
        sunion: readsAll('whole sets', '`sscanStream` of each'),
        sdiff: readsAll('whole sets', '`sscanStream`, or keep the difference where the sets are written'),
      },
      name => `Redis#${name}`,
      withRedis('await redis.NAME(key);'),
    ),
    ...blocking(
      Object.fromEntries([...['blpop', 'brpop', 'brpoplpush', 'blmove', 'bzpopmin', 'bzpopmax'].map(name => [name, waitsFor(DUPLICATE)] as const), ...['xread', 'xreadgroup'].map(name => [name, waitsFor(DUPLICATE, 'BLOCK')] as const)]),
      name => `Redis#${name}`,
      withRedis('await redis.NAME(key);'),
    ),
    'Redis#xack': {
      role: 'cache-command',
      promise: 'without-callback',
      acknowledges: { message: 2 },
      example: withRedis('await redis.xack(stream, group, id);'),
    },
    'Redis#call': { role: 'cache-command', promise: 'without-callback', sends: { argument: 0, as: 'name' }, example: withRedis(`await redis.call('ping');`) },
    'Redis#eval': { role: 'cache-command', promise: 'without-callback', sends: { argument: 0, as: 'script' }, example: withRedis('await redis.eval(script, 0);') },
    // A cluster scans node by node: it has no stream of its own.
    'Cluster#keys': { role: 'cache-command', promise: 'without-callback', blocks: walksKeys("`node.scanStream({ match: $ })` for each of `cluster.nodes('master')`"), example: `import { Cluster } from 'ioredis'; const cluster = new Cluster([]); await cluster.keys('a:*');` },
    ...each(['connect', 'quit'], name => `Redis#${name}`, { role: 'other', promise: 'without-callback', example: withRedis('await redis.NAME();') }),
    'Redis#disconnect': { role: 'other', example: withRedis('redis.disconnect();') },
    'Redis#duplicate': {
      role: 'cache-client', gives: 'Redis',
      acquires: { releasedBy: ['quit', 'disconnect'], ...OWN_REDIS },
      example: withRedis('redis.duplicate();'),
    },
    ...each(['pipeline', 'multi'], name => `Redis#${name}`, { role: 'other', gives: 'Pipeline', example: withRedis('redis.NAME();') }),
    // Queues the command; `exec` sends them all.
    ...timed(each(IOREDIS_COMMANDS, name => `Pipeline#${name}`, { role: 'other', gives: 'this', example: withRedis('redis.pipeline().NAME(key);') })),
    'Pipeline#exec': { role: 'cache-command', promise: 'without-callback', example: withRedis('await redis.pipeline().exec();') },
    ...each(['scanStream', 'hscanStream', 'sscanStream', 'zscanStream'], name => `Redis#${name}`, { role: 'other', gives: 'ScanStream', example: withRedis('redis.NAME();') }),
  },
  types: {
    // An error that nobody hears is only printed to stderr.
    Redis: {
      exportedAs: ['Redis', 'default', 'RedisCommander'],
      extends: ['EventEmitter@node:events'],
      uncaught: true,
      unheardErrorCrashes: false,
      // Tried against a server that drops its connections: 1 + each reconnection.
      comesAgain: ['connect', 'ready'],
      isShared: true,
    },
    Cluster: { extends: ['Redis'], unheardErrorCrashes: false },
    Pipeline: { exportedAs: ['Pipeline', 'ChainableCommander'] },
    ScanStream: { extends: ['Readable@node:stream'], unheardErrorCrashes: true },
  },
});

const NODE_REDIS_COMMANDS = [
  'get', 'set', 'setEx', 'pSetEx', 'setNX', 'setnx', 'getDel', 'getEx', 'getSet', 'mGet', 'mSet', 'del', 'unlink', 'exists', 'expire', 'pExpire', 'expireAt', 'persist', 'ttl', 'pTTL', 'type', 'rename',
  'incr', 'incrBy', 'incrByFloat', 'decr', 'decrBy', 'append', 'strLen',
  'hGet', 'hSet', 'hSetNX', 'hmGet', 'hGetAll', 'hDel', 'hExists', 'hIncrBy', 'hKeys', 'hVals', 'hLen',
  'lPush', 'rPush', 'lPop', 'rPop', 'lRange', 'lLen', 'lTrim', 'lRem', 'lIndex', 'blPop', 'brPop', 'blMove', 'lMove',
  'sAdd', 'sRem', 'sMembers', 'sIsMember', 'sCard', 'sPop', 'sInter', 'sUnion', 'sDiff',
  'zAdd', 'zRem', 'zRange', 'zRangeByScore', 'zScore', 'zCard', 'zCount', 'zIncrBy', 'zRank', 'zRemRangeByScore', 'zPopMin', 'zPopMax', 'bzPopMin', 'bzPopMax',
  'xAdd', 'xRead', 'xReadGroup', 'xAck', 'xDel', 'xLen', 'xRange', 'xTrim', 'publish', 'subscribe', 'pSubscribe', 'unsubscribe',
  'eval', 'evalSha', 'keys', 'scan', 'flushAll', 'flushDb', 'dbSize', 'ping', 'info', 'watch', 'sendCommand',
] as const;

const withNodeRedis = (line: string): string => `import { createClient } from 'redis'; const client = createClient(); ${line}`;

/**
 * Measured with 5.12.1 and 6.3.1: `commandOptions.timeout` (5 s in version 6) ends a command that is not sent yet; once it is
 * sent, only the timeout of the socket ends it. That also ends idle connections, unless there are pings, and nothing reconnects
 * after it, unless a strategy of one's own does. Version 4 has no such option. Connecting ends after 5 s in all of them.
 */
const NODE_REDIS_COMMAND: ClientWaitFacts = {
  argument: 0,
  bounds: ['socket.socketTimeout'],
  what: 'the answers to commands',
  write: 'pingInterval: 4_000, socket: { socketTimeout: 10_000, reconnectStrategy: retries => Math.min(retries * 100, 3_000) }',
  told: true,
  majors: [5, 6],
  patient: ['subscribe', 'pSubscribe', 'sSubscribe', 'monitor', 'blPop', 'brPop', 'blMove', 'bzPopMin', 'bzPopMax', 'xRead', 'xReadGroup'],
  besides: USE_REDIS_TO_WAIT,
};
/** `connect_timeout` was an option of version 3; these never were. */
const NODE_REDIS_WAIT: WaitFacts = {
  argument: 0,
  bounds: [],
  inert: [
    ...['connectTimeout', 'connectionTimeout'].map(key => ({ key, why: 'is read only inside of `socket`', instead: '`socket: { connectTimeout: … }`', unless: ['socket.connectTimeout'] })),
    { key: 'socketTimeout', why: 'is read only inside of `socket`', instead: '`socket: { socketTimeout: … }`', unless: ['socket.socketTimeout'] },
    { key: 'commandTimeout', why: 'is no option of redis, which ignores it', instead: '`socket: { socketTimeout: … }`, with a `pingInterval` below it', unless: ['socket.socketTimeout'] },
    {
      key: 'commandOptions.timeout',
      why: 'ends only with the sending of the command, whose answer then has no limit',
      instead: '`socket: { socketTimeout: …, reconnectStrategy: … }` beside it, with a `pingInterval` below that time',
      unless: ['socket.socketTimeout'],
    },
  ],
};
const NODE_REDIS_CONNECT: ClientWaitFacts = { argument: 0, bounds: ['socket.connectTimeout'], bounded: '5 s', write: 'socket: { connectTimeout: 5_000 }' };

const nodeRedis = defineLibrary({
  modules: ['redis', '@redis/client'],
  verified: 'redis 6.3.1, 5.12.1, 4.7.1',
  plainPromises: true,
  entries: {
    createClient: {
      role: 'cache-client',
      gives: 'RedisClient',
      wait: NODE_REDIS_WAIT,
      waits: { connect: NODE_REDIS_CONNECT, command: NODE_REDIS_COMMAND },
      example: withNodeRedis(''),
    },
    createCluster: { role: 'cache-client', gives: 'RedisClient', example: `import { createCluster } from 'redis'; createCluster({});` },
    createClientPool: { role: 'cache-client', gives: 'RedisClientPool', example: `import { createClientPool } from 'redis'; createClientPool();` },
    ...keyed(timed(each(NODE_REDIS_COMMANDS, name => `RedisClient#${name}`, { role: 'cache-command', promise: 'without-callback', callbacks: redisBack, example: withNodeRedis('await client.NAME(key);') })), NODE_REDIS_KEYS),
    'RedisClient#xAck': {
      role: 'cache-command',
      promise: 'without-callback',
      callbacks: redisBack,
      acknowledges: { message: 2 },
      example: withNodeRedis('await client.xAck(stream, group, id);'),
    },
    ...blocking(
      {
        // It gives lists of keys since version 5, and key by key before.
        ...both(['keys', 'KEYS'], { ...walksKeys('`scanIterator({ MATCH: $ })` and go through it with `for await`'), inBatches: { read: 'scanIterator({ MATCH: $ })', push: '...[batch].flat()' } }),
        ...both(['flushAll', 'flushall', 'FLUSHALL'], frees('flushAll')),
        ...both(['flushDb', 'flushdb', 'FLUSHDB'], frees('flushDb')),
        ...both(['sMembers', 'smembers', 'SMEMBERS'], readsAll('a whole set', '`sScanIterator`, or keep the set small and say so')),
        ...both(['hGetAll', 'hgetall', 'HGETALL'], readsAll('a whole hash', '`hScanIterator`, or `hmGet` with the fields that are needed')),
        ...both(['hKeys', 'hkeys', 'HKEYS', 'hVals', 'hvals', 'HVALS'], readsAll('a whole hash', '`hScanIterator`')),
        ...both(['sort', 'SORT'], readsAll('and sorts a whole collection', 'the order into a sorted set (`zAdd`), and read a part of it with `zRange`')),
        ...both(['sInter', 'sUnion', 'sDiff'], readsAll('whole sets', '`sScanIterator`, or keep the result where the sets are written')),
        ...both(['blPop', 'brPop', 'blMove', 'bzPopMin', 'bzPopMax', 'BLPOP', 'BRPOP', 'BLMOVE', 'BZPOPMIN', 'BZPOPMAX'], waitsFor(OWN_CONNECTION)),
        ...both(['xRead', 'xReadGroup', 'XREAD', 'XREADGROUP'], waitsFor(OWN_CONNECTION, 'BLOCK')),
      },
      name => `RedisClient#${name}`,
      withNodeRedis('await client.NAME(key);'),
    ),
    // Each command of a pool takes a connection for itself.
    ...each(['blPop', 'brPop', 'blMove', 'bzPopMin', 'bzPopMax', 'xRead', 'xReadGroup'], name => `RedisClientPool#${name}`, {
      role: 'cache-command', promise: 'without-callback', example: `import { createClientPool } from 'redis'; const pool = createClientPool(); await pool.NAME(key);`,
    }),
    'RedisClient#sendCommand': { role: 'cache-command', promise: 'without-callback', sends: { argument: 0, as: 'name' }, example: withNodeRedis(`await client.sendCommand(['PING']);`) },
    'RedisClient#eval': { role: 'cache-command', promise: 'without-callback', sends: { argument: 0, as: 'script' }, example: withNodeRedis('await client.eval(script);') },
    'RedisClient#connect': { role: 'other', promise: true, gives: 'RedisClient', example: withNodeRedis('await client.connect();') },
    ...each(['quit', 'disconnect', 'close'], name => `RedisClient#${name}`, { role: 'other', promise: 'without-callback', example: withNodeRedis('await client.NAME();') }),
    'RedisClient#destroy': { role: 'other', example: withNodeRedis('client.destroy();') },
    'RedisClient#duplicate': {
      role: 'cache-client', gives: 'RedisClient',
      acquires: { releasedBy: ['quit', 'disconnect', 'close', 'destroy'], ...OWN_REDIS },
      example: withNodeRedis('client.duplicate();'),
    },
    'RedisClient#multi': { role: 'other', gives: 'Multi', example: withNodeRedis('client.multi();') },
    ...timed(each(NODE_REDIS_COMMANDS.filter(name => name !== 'keys' && name !== 'sendCommand'), name => `Multi#${name}`, { role: 'other', gives: 'this', example: withNodeRedis('client.multi().NAME(key);') })),
    'Multi#exec': { role: 'cache-command', promise: true, example: withNodeRedis('await client.multi().exec();') },
  },
  types: {
    RedisClient: {
      exportedAs: ['RedisClientType', 'RedisClusterType'],
      events: ['connect', 'disconnect', 'end', 'error', 'invalidate', 'node-connect', 'node-disconnect', 'node-error', 'node-ready', 'node-reconnecting', 'ping-interval', 'ready', 'reconnecting', 'sharded-channel-moved', 'terminated'],
      extends: ['EventEmitter@node:events'],
      unheardErrorCrashes: true,
      failsWhen: 'the connection drops',
      failsAgain: true,
      comesAgain: ['connect', 'ready'],
      isShared: true,
    },
    RedisClientPool: { exportedAs: ['RedisClientPoolType'], extends: ['RedisClient'], unheardErrorCrashes: true, failsWhen: 'a connection drops', failsAgain: true },
    Multi: {},
  },
});

const withMemjs = (line: string): string => `import { Client } from 'memjs'; const cache = Client.create(); ${line}`;

/** Seconds, 0.5 by default, which no type tells from milliseconds. */
const MEMJS_WAIT: WaitFacts = {
  argument: 1,
  bounds: [],
  bounded: '0.5 s',
  inert: ['timeout', 'conntimeout'].map(key => ({ key, from: 100, why: 'is read as seconds, and comes after minutes or later', instead: `seconds, such as \`${key}: 0.5\`` })),
};

const memjs = defineLibrary({
  modules: ['memjs'],
  verified: 'memjs 1.3.2',
  entries: {
    'Client.create': {
      role: 'cache-client',
      gives: 'Client',
      wait: MEMJS_WAIT,
      example: withMemjs(''),
    },
    ...each(['get', 'set', 'delete', 'add', 'replace', 'increment', 'decrement', 'touch', 'flush'], name => `Client#${name}`, { role: 'cache-command', promise: 'without-callback', example: withMemjs('await cache.NAME(key);') }),
    'Client#set': {
      role: 'cache-command', promise: 'without-callback',
      durations: [{ argument: 2, option: 'expires', unit: 's' }],
      example: withMemjs('await cache.set(key, value, { expires: 600 });'),
    },
    'Client#close': { role: 'other', example: withMemjs('cache.close();') },
  },
  types: { Client: {} },
});

const LOCK = {
  releasedBy: ['release', 'unlock'],
  releasedByPassing: ['release', 'unlock'],
  what: 'a lock',
  harm: 'everybody else waits until it expires',
  // redlock.js of 4.2.0: the script finds no key of this lock, and no quorum is reached.
  twice: 'this call rejects',
} as const;

const redlock = defineLibrary({
  modules: ['redlock'],
  verified: 'redlock 4.2.0 (lock), 5.0.0-beta.2 (acquire, using)',
  entries: {
    default: { role: 'other', use: 'new', gives: 'Redlock', example: `import Redlock from 'redlock'; new Redlock([redis]);` },
    ...each(['acquire', 'lock'], name => `Redlock#${name}`, { role: 'acquire', promise: 'without-callback', gives: 'Lock', acquires: LOCK, example: `import Redlock from 'redlock'; const locks = new Redlock([redis]); await locks.NAME(['a'], 5000);` }),
    'Redlock#using': { role: 'other', promise: true, callbacks: [{ argument: -1, awaited: true, runs: 'later' }], example: `import Redlock from 'redlock'; const locks = new Redlock([redis]); await locks.using(['a'], 5000, async () => {});` },
    'Lock#release': { role: 'other', promise: true, example: `import Redlock from 'redlock'; const locks = new Redlock([redis]); const lock = await locks.acquire(['a'], 5000); await lock.release();` },
    'Lock#unlock': { role: 'other', promise: true, example: `import Redlock from 'redlock'; const locks = new Redlock([redis]); const lock = await locks.lock('a', 5000); await lock.unlock();` },
  },
  types: { Redlock: { exportedAs: ['Redlock', 'default'], extends: ['EventEmitter@node:events'] }, Lock: {} },
});

export const caches: readonly Library[] = [ioredis, nodeRedis, memjs, redlock];
