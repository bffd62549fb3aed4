import { readFileSync } from 'node:fs';
import net, { type AddressInfo, type Socket } from 'node:net';
import { drizzle } from 'drizzle-orm/node-postgres';
import { createPool as createGenericPool } from 'generic-pool';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import knex from 'knex';
import { BSON, MongoClient } from 'mongodb';
import mongoose from 'mongoose';
import mysql from 'mysql2/promise';
import pg from 'pg';
import postgres from 'postgres';
import { createClient } from 'redis';
import { Sequelize, type Options as SequelizeOptions } from 'sequelize';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// What the catalog says of clients' timeouts, run against servers that accept connections and then say nothing.

/** A server that greets as `greet` says, and answers no command. */
class SilentServer {
  readonly #sockets = new Set<Socket>();
  readonly #server: net.Server;
  /** All that clients have sent. */
  received = '';

  constructor(greet: (socket: Socket, data: Buffer, first: boolean) => void = () => {}) {
    this.#server = net.createServer(socket => {
      this.#sockets.add(socket);
      let first = true;
      socket.on('error', () => {});
      socket.on('data', data => {
        this.received += data.toString('latin1');
        greet(socket, data, first);
        first = false;
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async listen(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

/** PostgreSQL: the first message is answered with "authenticated" and "ready"; queries never are. */
const greetPostgres = (socket: Socket, _: Buffer, first: boolean): void => {
  if (first) socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]));
};

/** MongoDB: each `hello` is answered; commands never are. */
const greetMongo = (socket: Socket, data: Buffer): void => {
  const legacy = data.readInt32LE(12) === 2004;
  if (!legacy && !data.includes('hello')) return;
  const reply = BSON.serialize({
    ismaster: true, helloOk: true, isWritablePrimary: true, maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000,
    localTime: new Date(), minWireVersion: 0, maxWireVersion: 25, readOnly: false, ok: 1,
  });
  const head = Buffer.alloc(legacy ? 36 : 21);
  head.writeInt32LE(head.length + reply.length, 0);
  head.writeInt32LE(data.readInt32LE(4), 8);
  head.writeInt32LE(legacy ? 1 : 2013, 12);
  if (legacy) head.writeInt32LE(1, 32);
  socket.write(Buffer.concat([head, reply]));
};

const silent = new SilentServer();
const pgServer = new SilentServer(greetPostgres);
const mongoServer = new SilentServer(greetMongo);
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  await Promise.all([silent.listen(), pgServer.listen(), mongoServer.listen()]);
});
afterAll(() => {
  for (const close of closers) {
    const closing: unknown = close();
    if (closing instanceof Promise) closing.catch(() => {});
  }
  for (const server of [silent, pgServer, mongoServer]) server.close();
});

/** How a call stands after so many milliseconds. */
async function after(ms: number, call: Promise<unknown>): Promise<'pending' | 'settled'> {
  const settled = call.then(
    () => 'settled' as const,
    () => 'settled' as const,
  );
  const timer = new Promise<'pending'>(resolve => setTimeout(resolve, ms, 'pending'));
  return Promise.race([settled, timer]);
}

/** Remembers how a client is closed: with `afterAll`, so that no test waits for it. */
function use<Client>(client: Client, close: (client: Client) => unknown): Client {
  closers.push(() => close(client));
  return client;
}

const pgAt = (server: SilentServer) => ({ host: '127.0.0.1', port: server.port, user: 'a', password: 'a', database: 'a' });
const pgUrl = (server: SilentServer, query = ''): string => `postgres://a:a@127.0.0.1:${server.port}/a${query}`;

function pgPool(server: SilentServer, options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...pgAt(server), ...options });
  pool.on('error', () => {});
  // A client that is checked out has no listener of the pool's.
  pool.on('connect', client => client.on('error', () => {}));
  return use(pool, each => each.end());
}

function pgClient(options: pg.ClientConfig | string): pg.Client {
  const client = new pg.Client(options);
  client.on('error', () => {});
  return client;
}

function postgresJs(server: SilentServer, options: postgres.Options<Record<string, never>>): postgres.Sql {
  return use(postgres({ ...pgAt(server), max: 1, fetch_types: false, ...options }), sql => sql.end({ timeout: 0 }));
}

function ioredis(options: RedisOptions): Redis {
  const redis = new Redis({ host: '127.0.0.1', port: silent.port, ...options });
  redis.on('error', () => {});
  return use(redis, each => {
    each.disconnect();
  });
}

function nodeRedis(options: Parameters<typeof createClient>[0] & object): ReturnType<typeof createClient> {
  const client = createClient({ ...options, socket: { host: '127.0.0.1', port: silent.port, reconnectStrategy: false, ...options.socket } as never });
  client.on('error', () => {});
  client.connect().catch(() => {});
  return use(client as ReturnType<typeof createClient>, each => {
    each.destroy();
  });
}

function mongo(options: ConstructorParameters<typeof MongoClient>[1], server = mongoServer): MongoClient {
  return use(new MongoClient(`mongodb://127.0.0.1:${server.port}/?directConnection=true`, options), client => client.close(true));
}

function typeorm(options: Record<string, unknown>): Promise<unknown> {
  return new DataSource({ type: 'postgres', ...pgAt(silent), username: 'a', ...options } as never).initialize();
}

function knexOn(server: SilentServer, connection: object, options: object = {}): ReturnType<typeof knex> {
  const db = knex({ client: 'pg', connection: { ...pgAt(server), ...connection }, log: { warn: () => {} }, ...options });
  return use(db, each => each.destroy());
}

function sequelize(options: SequelizeOptions): Sequelize {
  return use(new Sequelize({ dialect: 'postgres', ...pgAt(silent), username: 'a', logging: false, ...options }), each => each.close());
}

describe.concurrent('waits that nothing bounds by default', () => {
  const unbounded: Readonly<Record<string, () => Promise<unknown>>> = {
    'pg Pool#connect': () => pgPool(silent, {}).connect(),
    'pg Pool#connect, connect_timeout in the connection string': () => pgPool(silent, { connectionString: pgUrl(silent, '?connect_timeout=1') }).connect(),
    'pg Pool#connect, a misspelt option': () => pgPool(silent, { connectionTimeout: 50, connectTimeout: 50, connectTimeoutMS: 50 } as object).connect(),
    'pg Pool#connect, no place in the pool': async () => {
      const pool = pgPool(pgServer, { max: 1 });
      await pool.connect();
      return pool.connect();
    },
    'pg Client#connect': () => pgClient(pgAt(silent)).connect(),
    'pg Client#connect, connect_timeout in the connection string': () => pgClient(pgUrl(silent, '?connect_timeout=1')).connect(),
    'pg Pool#query': () => pgPool(pgServer, { connectionTimeoutMillis: 5_000 }).query('select 1'),
    'pg Pool#query, a misspelt option': () => pgPool(pgServer, { queryTimeout: 50, statementTimeout: 50 } as object).query('select 1'),
    'postgres.js, a query': () => postgresJs(pgServer, {})`select 1`,
    'postgres.js, a query with the options of others': () => postgresJs(pgServer, { query_timeout: 50, statement_timeout: 50, timeout: 1 } as object)`select 1`,
    'postgres.js, connecting with the options of others': () => postgresJs(silent, { connectTimeout: 50, connectionTimeoutMillis: 50 } as object)`select 1`,
    'ioredis, a command': () => ioredis({}).get('a'),
    'ioredis, a command with the options of others': () => ioredis({ timeout: 50, connect_timeout: 50, command_timeout: 50 } as object).get('a'),
    'redis, a command': () => nodeRedis({}).get('a'),
    'redis, a command with the options of others': () => nodeRedis({ commandTimeout: 50, socketTimeout: 50 } as object).get('a'),
    'mongodb, a command': () => mongo({}).db('a').collection('a').findOne({}),
    'mongodb, a place in the pool': async () => {
      const collection = mongo({ maxPoolSize: 1, socketTimeoutMS: 20_000 }).db('a').collection('a');
      void collection.findOne({}).catch(() => {});
      return collection.findOne({});
    },
    'typeorm on pg, connecting': () => typeorm({}),
    'drizzle on pg, connecting': () => drizzle(pgUrl(silent)).execute('select 1'),
    'sequelize on pg, the first connection': () => sequelize({ pool: { acquire: 50 } }).query('select 1'),
    'generic-pool, acquire': () => createGenericPool({ create: () => new Promise<object>(() => {}), destroy: async () => {} }).acquire(),
    'knex on pg, a query': () => knexOn(pgServer, {}).raw('select 1'),
  };
  it.each(Object.entries(unbounded))('%s', async (name, call) => {
    expect(await after(500, call()), name).toBe('pending');
  });

  it('redis, a command with commandOptions.timeout, once it is sent', async () => {
    const server = new SilentServer();
    await server.listen();
    const command = nodeRedis({ commandOptions: { timeout: 1_000 }, socket: { port: server.port } }).get('a');
    command.catch(() => {});
    await expect.poll(() => server.received, { timeout: 3_000 }).toContain('GET');
    expect(await after(1_200, command)).toBe('pending');
    server.close();
  });
});

describe.concurrent('options that bound them', () => {
  const bounded: Readonly<Record<string, () => Promise<unknown>>> = {
    'pg connectionTimeoutMillis, connecting': () => pgPool(silent, { connectionTimeoutMillis: 50 }).connect(),
    'pg connectionTimeoutMillis, a place in the pool': async () => {
      const pool = pgPool(pgServer, { max: 1, connectionTimeoutMillis: 50 });
      await pool.connect();
      return pool.connect();
    },
    'pg Client connectionTimeoutMillis': () => pgClient({ ...pgAt(silent), connectionTimeoutMillis: 50 }).connect(),
    'pg query_timeout': () => pgPool(pgServer, { query_timeout: 50 }).query('select 1'),
    'pg query_timeout of one query': () => pgPool(pgServer, {}).query({ text: 'select 1', query_timeout: 50 } as pg.QueryConfig),
    'pg query_timeout in the connection string': () => pgPool(pgServer, { connectionString: pgUrl(pgServer, '?query_timeout=50') }).query('select 1'),
    'postgres.js connect_timeout, in seconds': () => postgresJs(silent, { connect_timeout: 0.05 })`select 1`,
    'mysql2 connectTimeout': () => mysql.createConnection({ host: '127.0.0.1', port: silent.port, connectTimeout: 50 }),
    'mysql2 pool connectTimeout': () => use(mysql.createPool({ host: '127.0.0.1', port: silent.port, connectTimeout: 50 }), pool => pool.end()).getConnection(),
    'ioredis commandTimeout': () => ioredis({ commandTimeout: 50 }).get('a'),
    'ioredis Cluster redisOptions.commandTimeout': () => {
      const cluster = new Cluster([{ host: '127.0.0.1', port: silent.port }], { enableReadyCheck: false, slotsRefreshTimeout: 200, clusterRetryStrategy: () => null, redisOptions: { commandTimeout: 50 } });
      cluster.on('error', () => {});
      return use(cluster, each => {
        each.disconnect();
      }).get('a');
    },
    'redis socket.socketTimeout': () => nodeRedis({ socket: { socketTimeout: 50 } }).get('a'),
    'mongodb serverSelectionTimeoutMS': () => mongo({ serverSelectionTimeoutMS: 50 }, silent).db('a').collection('a').findOne({}),
    'mongodb socketTimeoutMS': () => mongo({ socketTimeoutMS: 50, retryReads: false }).db('a').collection('a').findOne({}),
    'mongodb waitQueueTimeoutMS': () => {
      const collection = mongo({ maxPoolSize: 1, socketTimeoutMS: 20_000, waitQueueTimeoutMS: 50, retryReads: false }).db('a').collection('a');
      // One of them has the connection.
      return Promise.race([collection.findOne({}), collection.findOne({})]);
    },
    'mongoose serverSelectionTimeoutMS': () => use(mongoose.createConnection(`mongodb://127.0.0.1:${silent.port}/a`, { serverSelectionTimeoutMS: 50 }), each => each.close(true)).asPromise(),
    'typeorm connectTimeoutMS': () => typeorm({ connectTimeoutMS: 50 }),
    'typeorm extra.connectionTimeoutMillis': () => typeorm({ extra: { connectionTimeoutMillis: 50 } }),
    'drizzle connection.connectionTimeoutMillis': () => drizzle({ connection: { connectionString: pgUrl(silent), connectionTimeoutMillis: 50 } }).execute('select 1'),
    'generic-pool acquireTimeoutMillis': () => createGenericPool({ create: () => new Promise<object>(() => {}), destroy: async () => {} }, { acquireTimeoutMillis: 50 }).acquire(),
    'knex acquireConnectionTimeout, also while connecting': () => knexOn(silent, {}, { acquireConnectionTimeout: 50 }).raw('select 1'),
    'knex connection.query_timeout': () => knexOn(pgServer, { query_timeout: 50 }).raw('select 1'),
    'sequelize dialectOptions.connectionTimeoutMillis': () => sequelize({ dialectOptions: { connectionTimeoutMillis: 50 } }).query('select 1'),
    'sequelize pool.acquire, once a version is known': () => sequelize({ databaseVersion: '16.0.0', pool: { acquire: 50 } } as SequelizeOptions).query('select 1'),
  };
  it.each(Object.entries(bounded))('%s', async (name, call) => {
    expect(await after(2_500, call()), name).toBe('settled');
  });
});

describe.concurrent('statement_timeout reaches the server', () => {
  const sent: Readonly<Record<string, (server: SilentServer) => Promise<unknown>>> = {
    'pg': server => pgPool(server, { statement_timeout: 1234 }).query('select 1'),
    'pg, in the connection string': server => pgPool(server, { connectionString: pgUrl(server, '?statement_timeout=1234') }).query('select 1'),
    'postgres.js': server => postgresJs(server, { connection: { statement_timeout: 1234 } })`select 1`,
    'postgres.js, in the connection string': server => use(postgres(pgUrl(server, '?statement_timeout=1234'), { max: 1, fetch_types: false }), sql => sql.end({ timeout: 0 }))`select 1`,
    'knex': server => knexOn(server, { statement_timeout: 1234 }).raw('select 1'),
    'typeorm extra': server => new DataSource({ type: 'postgres', ...pgAt(server), username: 'a', extra: { statement_timeout: 1234 } } as never).initialize(),
    'sequelize dialectOptions': server => use(new Sequelize({ dialect: 'postgres', ...pgAt(server), username: 'a', logging: false, dialectOptions: { statement_timeout: 1234 } }), each => each.close()).query('select 1'),
    'drizzle connection': server => drizzle({ connection: { ...pgAt(server), statement_timeout: 1234 } }).execute('select 1'),
  };
  it.each(Object.entries(sent))('%s', async (_, call) => {
    const server = new SilentServer(greetPostgres);
    await server.listen();
    const running = call(server).catch(() => {});
    await expect.poll(() => server.received, { timeout: 2_500 }).toMatch(/statement_timeout\0?.{0,12}1234/s);
    server.close();
    void running;
  });

  it('not as an option of postgres.js itself', async () => {
    const server = new SilentServer(greetPostgres);
    await server.listen();
    const sql = use(postgres({ ...pgAt(server), max: 1, fetch_types: false, statement_timeout: 1234 } as object), each => each.end({ timeout: 0 }));
    sql`select 1`.catch(() => {});
    await expect.poll(() => server.received, { timeout: 3_000 }).toContain('user');
    expect(server.received).not.toContain('statement_timeout');
    server.close();
  });
});

describe('defaults, as the installed packages give them', () => {
  it('pg: no bound on connecting, statements, queries', () => {
    expect(pg.defaults).toMatchObject({ connect_timeout: 0, statement_timeout: false, query_timeout: false });
    expect(new pg.Pool().options.connectionTimeoutMillis).toBeUndefined();
  });
  it('postgres.js: connecting ends after 30 s', () => {
    expect(postgres().options.connect_timeout).toBe(30);
  });
  it('ioredis: connecting ends after 10 s, commands never', () => {
    const { options } = ioredis({ lazyConnect: true });
    expect(options.connectTimeout).toBe(10_000);
    expect(options).not.toHaveProperty('commandTimeout');
    expect(options).not.toHaveProperty('socketTimeout');
  });
  it.each([
    ['mysql2: connecting ends after 10 s', 'mysql2/lib/connection_config.js', /isNaN\(options\.connectTimeout\)\s*\? 10 \* 1000/],
    ['mysql2: no option bounds the wait for a place in the pool', 'mysql2/lib/connection_config.js', /^(?![\s\S]*acquireTimeout)/],
    ['redis 6: connecting ends after 5 s', '@redis/client/dist/lib/client/socket.js', /connectTimeout = options\?\.connectTimeout \?\? 5000/],
    ['redis 6: commands must be sent within 5 s', '@redis/client/dist/lib/defaults.js', /DEFAULT_COMMAND_TIMEOUT = 5000/],
    ['redis 6: nothing reconnects after a timeout of the socket', '@redis/client/dist/lib/client/socket.js', /if \(cause instanceof errors_1\.SocketTimeoutError\) \{\s*return false/],
    ['mongodb: the queue of the pool has no limit', 'mongodb/lib/cmap/connection_pool.js', /waitQueueTimeoutMS: options\.waitQueueTimeoutMS \?\? 0/],
    ['mongodb: answers have no limit', 'mongodb/lib/cmap/connection.js', /socketTimeoutMS = options\.socketTimeoutMS \?\? 0/],
    ['mongodb: servers are sought for 30 s', 'mongodb/lib/connection_string.js', /serverSelectionTimeoutMS: \{\s*default: 30000/],
    ['knex: a connection must be had within 60 s', 'knex/lib/client.js', /DEFAULT_ACQUIRE_TIMEOUT = 60000/],
    ['tarn: a connection must be made within 30 s', 'tarn/dist/Pool.js', /createTimeoutMillis = opt\.createTimeoutMillis \|\| 30000/],
    ['sequelize: a connection must be had within 60 s', 'sequelize/lib/dialects/abstract/connection-manager.js', /acquire: 6e4/],
    ['sequelize: statement timeouts reach pg', 'sequelize/lib/dialects/postgres/connection-manager.js', /"statement_timeout",\s*"query_timeout",\s*"connectionTimeoutMillis"/],
    ['typeorm: connectTimeoutMS is the connectionTimeoutMillis of pg', 'typeorm/driver/postgres/PostgresDriver.js', /connectionTimeoutMillis: options\.connectTimeoutMS/],
    ['generic-pool: acquire has no limit', 'generic-pool/lib/PoolDefaults.js', /acquireTimeoutMillis = null/],
    ['mssql: requests end after 15 s', 'mssql/lib/tedious/connection-pool.js', /requestTimeout \?\? this\.config\.timeout \?\? 15000/],
    ['memjs: seconds, half of one', 'memjs/lib/memjs/server.js', /timeout: 0\.5/],
    ['memjs reads seconds', 'memjs/lib/memjs/server.js', /timeout \* 1000/],
    ['cassandra-driver: connecting ends after 5 s, answers after 12 s', 'cassandra-driver/lib/client-options.js', /connectTimeout: 5000[\s\S]*readTimeout: 12000/],
    ['neo4j-driver: a connection must be had within 60 s', 'neo4j-driver-core/lib/internal/constants.js', /DEFAULT_POOL_ACQUISITION_TIMEOUT = 60 \* 1000/],
    ['@clickhouse/client: requests end after 30 s', '@clickhouse/client/dist/common/config.js', /request_timeout \?\? 30_000/],
  ])('%s', (_, file, text) => {
    expect(readFileSync(`${import.meta.dirname}/../../node_modules/${file}`, 'utf8')).toMatch(text);
  });
});
