import { defineLibrary, type AcquiresFacts, type CallbackFacts, type ClientWaitFacts, type Entry, type Library, type InertOption, type InPlaceFacts, type KeepFacts, type PooledFacts, type WaitFacts, type QueryFacts } from './schema.js';

/** One entry for each name, its example with `NAME` filled in, and what is known of some queries. */
function each(names: readonly string[], path: (name: string) => string, entry: Entry, queries: Readonly<Record<string, QueryFacts>> = {}): Record<string, Entry> {
  return Object.fromEntries(names.map(name => [path(name), { ...entry, ...(queries[name] && { query: queries[name] }), example: entry.example.replaceAll('NAME', name) }]));
}

/** The same facts for several names. */
function same(names: readonly string[], facts: QueryFacts): Record<string, QueryFacts> {
  return Object.fromEntries(names.map(name => [name, facts]));
}

const SQL: QueryFacts = { does: 'sql' };

/** A callback of a transaction that the library commits or rolls back by how the callback ends. */
const inTransaction = (argument: number, type: string): CallbackFacts => ({ argument, parameters: [type], awaited: true, runs: 'later' });
/** pg 8 throws in the next tick what a callback throws, mysql2 3 does not catch it: read and run. */
const errorFirst = (...parameters: readonly string[]): CallbackFacts => ({ argument: -1, errorFirst: true, awaited: false, runs: 'later', uncaught: true, parameters: ['', ...parameters] });

/** Run with pg-pool 3.14.0: "Release called on client which has already been released to the pool." */
const POOL_CLIENT: AcquiresFacts = {
  releasedBy: ['release', 'destroy'],
  releaser: 2,
  what: 'a pool client',
  harm: 'the pool runs dry',
  twice: 'this call throws',
};
const POOL_CONNECTION: AcquiresFacts = { releasedBy: ['release', 'destroy'], releasedByPassing: ['releaseConnection'], what: 'a pool connection', harm: 'the pool runs dry' };

// ——— pg

const withPool = (line: string): string => `import { Pool } from 'pg'; const pool = new Pool(); ${line}`;
const withClient = (line: string): string => `import { Client } from 'pg'; const client = new Client(); ${line}`;

/**
 * Read in pg 8.23.1 and pg-pool 3.14.0. `connect_timeout` of a connection string and PGCONNECT_TIMEOUT bound nothing:
 * `connectionTimeoutMillis` is read from the options alone (lib/client.js), and the pool never reads the string.
 */
const pgConnect = (what: string): ClientWaitFacts => ({
  argument: 0,
  bounds: ['connectionTimeoutMillis'],
  what,
  write: 'connectionTimeoutMillis: 5_000',
  hides: ['Client'],
  url: { at: [], parameters: [], option: 'connectionString' },
});

const PG_COMMAND: ClientWaitFacts = {
  argument: 0,
  bounds: ['statement_timeout', 'query_timeout'],
  what: 'queries',
  write: 'statement_timeout: 10_000',
  // Server options as a string (`-c statement_timeout=…`), and a client class of one's own.
  hides: ['options', 'Client'],
  statements: ['statement_timeout'],
  url: { at: [0, 'connectionString'], parameters: ['statement_timeout', 'query_timeout', 'options'], option: 'connectionString' },
};

/** pg takes any options, and reads those it knows. */
const noOptionOfPg = (key: string, instead: string): InertOption => ({
  key, why: 'is no option of pg, which ignores it', instead: `\`${instead}\``, unless: [instead], write: `${instead}: $`,
});
const PG_WAIT: WaitFacts = {
  argument: 0,
  bounds: [],
  inert: [
    ...['connectionTimeout', 'connectTimeout', 'connectTimeoutMS', 'connectTimeoutMillis', 'connectionTimeoutMS', 'connect_timeout', 'acquireTimeoutMillis', 'acquireTimeout'].map(key => noOptionOfPg(key, 'connectionTimeoutMillis')),
    noOptionOfPg('statementTimeout', 'statement_timeout'),
    noOptionOfPg('queryTimeout', 'query_timeout'),
  ],
};
const PG_QUERY: WaitFacts = { argument: 0, bounds: ['query_timeout'] };

const pg = defineLibrary({
  modules: ['pg', 'pg-pool'],
  verified: 'pg 8.23.1, @types/pg 8.23.1',
  plainPromises: true,
  entries: {
    Pool: {
      role: 'database-client',
      use: 'new',
      gives: 'Pool',
      wait: PG_WAIT,
      waits: { connect: pgConnect('waiting for a connection'), command: PG_COMMAND },
      example: `import { Pool } from 'pg'; new Pool();`,
    },
    Client: {
      role: 'database-client',
      use: 'new',
      gives: 'Client',
      wait: PG_WAIT,
      waits: { connect: pgConnect('connecting'), command: PG_COMMAND },
      example: `import pg from 'pg'; new pg.Client();`,
    },
    default: {
      role: 'database-client',
      use: 'new',
      gives: 'Pool',
      wait: PG_WAIT,
      waits: { connect: pgConnect('waiting for a connection'), command: PG_COMMAND },
      example: `import Pool from 'pg-pool'; new Pool();`,
    },
    'Pool#connect': { role: 'acquire', promise: 'without-callback', gives: 'PoolClient', acquires: POOL_CLIENT, callbacks: [errorFirst('PoolClient')], example: withPool('await pool.connect();') },
    ...each(['on', 'once', 'addListener'], name => `Pool#${name}`, {
      role: 'listen',
      gives: 'this',
      callbacks: [
        { argument: 1, named: ['connect', 'acquire', 'remove'], parameters: ['PoolClient'], awaited: false, runs: 'later' },
        { argument: 1, awaited: false, runs: 'later' },
      ],
      example: withPool(`pool.NAME('connect', client => {});`),
    }),
    'Pool#query': { role: 'database-query', promise: 'without-callback', wait: PG_QUERY, query: SQL, callbacks: [errorFirst()], example: withPool(`await pool.query('select 1');`) },
    'Pool#end': { role: 'other', promise: 'without-callback', example: withPool('await pool.end();') },
    'Client#connect': {
      role: 'acquire', promise: 'without-callback', callbacks: [errorFirst()],
      acquires: { releasedBy: ['end'], resource: 'receiver', longLived: true, what: 'a database connection', harm: 'the server runs out of connections' },
      example: withClient('await client.connect();'),
    },
    'Client#query': { role: 'database-query', promise: 'without-callback', wait: PG_QUERY, query: SQL, callbacks: [errorFirst()], example: withClient(`await client.query('select 1');`) },
    'Client#end': { role: 'other', example: withClient('await client.end();'), source: 'lib/client.js: its promise resolves on the end of the connection and never rejects' },
    'PoolClient#query': { role: 'database-query', promise: 'without-callback', wait: PG_QUERY, query: SQL, callbacks: [errorFirst()], example: withPool(`const client = await pool.connect(); await client.query('select 1');`) },
    'PoolClient#release': { role: 'other', example: withPool('const client = await pool.connect(); client.release();') },
  },
  types: {
    Pool: {
      exportedAs: ['Pool', 'default'],
      extends: ['EventEmitter@node:events'],
      unheardErrorCrashes: true,
      failsWhen: 'the server closes an idle connection',
      failsAgain: true,
      events: ['connect', 'acquire', 'error', 'release', 'remove'],
      pooled: { write: '`const client = await $.connect()`, send all of them through `client`, and release it in a `finally` block', unless: { max: [1] } },
    },
    Client: { exportedAs: ['Client', 'ClientBase'], extends: ['EventEmitter@node:events'], givesUpTransactions: true, unheardErrorCrashes: true, failsWhen: 'the connection drops', events: ['connect', 'drain', 'end', 'error', 'notice', 'notification'] },
    // Checked out, it has no listener of the pool's: an error that the server sends then ends the process.
    PoolClient: { extends: ['EventEmitter@node:events'], givesUpTransactions: true, unheardErrorCrashes: true, failsWhen: 'the connection drops', events: ['drain', 'end', 'error', 'notice', 'notification'] },
  },
});

// ——— postgres.js

const withSql = (line: string): string => `import postgres from 'postgres'; const sql = postgres(); ${line}`;

/** Seconds, which types cannot tell from milliseconds. */
const POSTGRES_WAIT: WaitFacts = {
  argument: [1, 0],
  bounds: [],
  bounded: 'connecting 30 s',
  inert: [
    { key: 'timeout', why: 'is an old name of `idle_timeout`, which closes connections that nobody uses', instead: '`connect_timeout` (seconds) for the connection, and `connection: { statement_timeout: … }` (milliseconds) for queries' },
    ...['connectTimeout', 'connectionTimeout', 'connectionTimeoutMillis'].map(key => ({ key, why: 'is no option of postgres, which ignores it', instead: '`connect_timeout`, in seconds', unless: ['connect_timeout'] })),
    ...['statement_timeout', 'statementTimeout', 'query_timeout', 'queryTimeout'].map(key => ({
      key, why: 'is no option of postgres, which ignores it', instead: '`connection: { statement_timeout: … }`, in milliseconds', unless: ['connection.statement_timeout'],
    })),
    { key: 'connect_timeout', from: 1000, why: 'is read as seconds, and comes after a quarter of an hour or later', instead: 'seconds, such as `connect_timeout: 10`' },
  ],
};

const POSTGRES_COMMAND: ClientWaitFacts = {
  argument: [1, 0],
  bounds: ['connection.statement_timeout'],
  what: 'queries',
  write: 'connection: { statement_timeout: 10_000 }',
  hides: ['socket'],
  statements: ['statement_timeout'],
  url: { at: [0], parameters: ['statement_timeout', 'options'] },
};

/** Seconds; `connect_timeout` of the connection string and PGCONNECT_TIMEOUT count as well. */
const POSTGRES_CONNECT: ClientWaitFacts = { argument: [1, 0], bounds: ['connect_timeout'], bounded: '30 s', write: 'connect_timeout: 10' };

const postgresJs = defineLibrary({
  modules: ['postgres'],
  verified: 'postgres 3.4.9',
  entries: {
    default: {
      role: 'database-client',
      gives: 'Sql',
      wait: POSTGRES_WAIT,
      waits: { connect: POSTGRES_CONNECT, command: POSTGRES_COMMAND },
      example: `import postgres from 'postgres'; postgres();`,
    },
    'Sql#unsafe': { role: 'database-query', query: SQL, promise: true, lazy: true, example: withSql(`await sql.unsafe('select 1');`) },
    'Sql#file': { role: 'database-query', promise: true, lazy: true, example: withSql(`await sql.file('query.sql');`) },
    'Sql#begin': { role: 'transaction', transaction: 'managed', promise: true, callbacks: [inTransaction(-1, 'TransactionSql')], example: withSql('await sql.begin(async tx => {});') },
    'Sql#reserve': {
      role: 'acquire', promise: true, gives: 'ReservedSql', acquires: { releasedBy: ['release'], what: 'a reserved connection', harm: 'the pool runs dry' },
      example: withSql('await sql.reserve();'),
    },
    'Sql#end': { role: 'other', promise: true, example: withSql('await sql.end();') },
    'Sql#listen': { role: 'other', promise: true, example: withSql(`await sql.listen('news', () => {});`) },
  },
  types: {
    Sql: { pooled: { write: '`await $.begin(async tx => { … })`, and send all of them through `tx`', unless: { max: [1] } } },
    TransactionSql: { extends: ['Sql'] },
    ReservedSql: { extends: ['Sql'] },
  },
});

// ——— mysql2: `mysql2` takes callbacks, `mysql2/promise` gives promises.

const MYSQL_QUERIES = ['query', 'execute'] as const;
const CONNECTION_OF_POOL: PooledFacts = {
  write: '`const connection = await $.getConnection()`, send all of them through `connection`, and release it in a `finally` block',
  unless: { connectionLimit: [1] },
};
const withMysql = (line: string): string => `import mysql from 'mysql2/promise'; const pool = mysql.createPool({}); ${line}`;
const withMysqlConnection = (line: string): string => withMysql(`const connection = await pool.getConnection(); ${line}`);
const withMysqlCallbacks = (line: string): string => `import mysql from 'mysql2'; const pool = mysql.createPool({}); ${line}`;

/** mysql had both; mysql2 prints "Ignoring invalid configuration option" and goes on. */
const ignoredByMysql2 = (key: string, instead: string): InertOption => ({ key, why: 'is no option of mysql2, which ignores it with a warning', instead });
const MYSQL_WAIT: WaitFacts = {
  argument: 0,
  bounds: [],
  bounded: 'connecting 10 s',
  inert: [
    ignoredByMysql2('acquireTimeout', '`connectTimeout` for the connection, `queueLimit` for callers that wait, and a time limit around the call'),
    ignoredByMysql2('timeout', '`connectTimeout` for the connection, and `timeout` in the options of each query'),
  ],
};

/** The pool has no limit of its own for callers that wait, and queries have theirs at each call: `query({ sql, timeout })`. */
const MYSQL_CONNECT: ClientWaitFacts = { argument: 0, bounds: ['connectTimeout'], bounded: '10 s', write: 'connectTimeout: 5_000' };

const mysqlPromise = defineLibrary({
  modules: ['mysql2/promise'],
  verified: 'mysql2 3.24.6',
  plainPromises: true,
  entries: {
    createPool: {
      role: 'database-client',
      gives: 'Pool',
      wait: MYSQL_WAIT,
      waits: { connect: MYSQL_CONNECT },
      example: `import { createPool } from 'mysql2/promise'; createPool({});`,
    },
    createConnection: {
      role: 'database-client', promise: true, gives: 'Connection',
      waits: { connect: MYSQL_CONNECT },
      acquires: { releasedBy: ['end', 'destroy'], longLived: true, what: 'a database connection', harm: 'the server runs out of connections' },
      example: `import { createConnection } from 'mysql2/promise'; await createConnection({});`,
    },
    'Pool#getConnection': { role: 'acquire', promise: true, gives: 'PoolConnection', acquires: POOL_CONNECTION, example: withMysql('await pool.getConnection();') },
    'Pool#releaseConnection': { role: 'other', example: withMysql('pool.releaseConnection(connection);') },
    'Pool#end': { role: 'other', promise: true, example: withMysql('await pool.end();') },
    ...each(MYSQL_QUERIES, name => `Pool#${name}`, { role: 'database-query', promise: true, query: SQL, example: withMysql(`await pool.NAME('select 1');`) }),
    ...each(MYSQL_QUERIES, name => `Connection#${name}`, { role: 'database-query', promise: true, query: SQL, example: withMysqlConnection(`await connection.NAME('select 1');`) }),
    'Connection#beginTransaction': { role: 'transaction', transaction: 'begin', promise: true, example: withMysqlConnection('await connection.beginTransaction();') },
    'Connection#commit': { role: 'transaction', transaction: 'commit', promise: true, example: withMysqlConnection('await connection.commit();') },
    'Connection#rollback': { role: 'transaction', transaction: 'rollback', promise: true, example: withMysqlConnection('await connection.rollback();') },
    'Connection#ping': { role: 'database-query', promise: true, example: withMysqlConnection('await connection.ping();') },
    'Connection#end': { role: 'other', promise: true, example: `import mysql from 'mysql2/promise'; const connection = await mysql.createConnection({}); await connection.end();` },
  },
  types: { Pool: { unheardErrorCrashes: false, pooled: CONNECTION_OF_POOL }, Connection: {}, PoolConnection: { extends: ['Connection'] } },
});

const mysqlCallbacks = defineLibrary({
  modules: ['mysql2', 'mysql'],
  verified: 'mysql2 3.24.6, mysql 2.18.1',
  entries: {
    createPool: {
      role: 'database-client',
      gives: 'Pool',
      waits: { connect: MYSQL_CONNECT },
      example: `import { createPool } from 'mysql2'; createPool({});`,
    },
    createConnection: {
      role: 'database-client',
      gives: 'Connection',
      waits: { connect: MYSQL_CONNECT },
      example: `import { createConnection } from 'mysql2'; createConnection({});`,
    },
    'Pool#getConnection': { role: 'acquire', acquires: POOL_CONNECTION, callbacks: [errorFirst('PoolConnection')], example: withMysqlCallbacks('pool.getConnection((error, connection) => {});') },
    'Pool#releaseConnection': { role: 'other', example: withMysqlCallbacks('pool.releaseConnection(connection);') },
    'Pool#promise': { role: 'other', gives: 'Pool@mysql2/promise', example: withMysqlCallbacks('pool.promise();') },
    ...each(MYSQL_QUERIES, name => `Pool#${name}`, { role: 'database-query', callbacks: [errorFirst()], example: withMysqlCallbacks(`pool.NAME('select 1', (error, rows) => {});`) }),
    ...each(MYSQL_QUERIES, name => `Connection#${name}`, {
      role: 'database-query', callbacks: [errorFirst()], example: `import mysql from 'mysql2'; const connection = mysql.createConnection({}); connection.NAME('select 1', (error, rows) => {});`,
    }),
    ...each(['beginTransaction', 'commit', 'rollback', 'ping'], name => `Connection#${name}`, {
      role: 'other', callbacks: [errorFirst()], example: `import mysql from 'mysql2'; const connection = mysql.createConnection({}); connection.NAME(error => {});`,
    }),
    'Connection#promise': { role: 'other', takesErrors: true, gives: 'Connection@mysql2/promise', example: `import mysql from 'mysql2'; mysql.createConnection({}).promise();` },
  },
  types: {
    Pool: { extends: ['EventEmitter@node:events'], unheardErrorCrashes: false },
    Connection: { extends: ['EventEmitter@node:events'], unheardErrorCrashes: true, failsWhen: 'the connection is refused or drops' },
    PoolConnection: { extends: ['Connection'] },
  },
});

/** mysql knows `acquireTimeout`; mysql2 does not. */
const mysql2Callbacks = defineLibrary({
  modules: ['mysql2'],
  verified: 'mysql2 3.24.6',
  entries: {
    createPool: {
      role: 'database-client',
      gives: 'Pool',
      wait: MYSQL_WAIT,
      waits: { connect: MYSQL_CONNECT },
      example: `import { createPool } from 'mysql2'; createPool({});`,
    },
  },
});

// ——— mongodb

const withMongo = (line: string): string => `import { MongoClient } from 'mongodb'; const client = new MongoClient(url); const orders = client.db().collection('orders'); ${line}`;
const withSession = (line: string): string => withMongo(`const session = client.startSession(); ${line}`);
/** mongodb before 5 and mongoose before 7 take callbacks; later ones throw on them. */
const MONGO_BACK: CallbackFacts = { argument: -1, errorFirst: true, awaited: false, runs: 'later' };
const MONGO_COMMANDS = [
  'insertOne', 'insertMany', 'updateOne', 'updateMany', 'replaceOne', 'deleteOne', 'deleteMany', 'bulkWrite', 'findOne', 'findOneAndUpdate', 'findOneAndDelete', 'findOneAndReplace',
  'countDocuments', 'estimatedDocumentCount', 'distinct', 'createIndex', 'createIndexes', 'dropIndex', 'drop', 'indexes',
] as const;
/** `$inc` takes a negative number, too; what divides is no number that it takes. */
const MONGO_IN_PLACE: InPlaceFacts = { add: '{ $inc: { $1: … } }', subtract: '{ $inc: { $1: -… } }', multiply: '{ $mul: { $1: … } }', append: '{ $push: { $1: … } }' };
const MONGO_QUERIES: Readonly<Record<string, QueryFacts>> = {
  find: { does: 'read', inOne: '`find({ _id: { $in: ids } })`', rows: { options: 1, limits: ['limit'], condition: 0, write: '.limit(100)' } },
  ...same(['findOne', 'aggregate', 'countDocuments', 'distinct', 'exists'], { does: 'read', inOne: '`find({ _id: { $in: ids } })`' }),
  ...same(['insertOne', 'create'], { does: 'insert', inOne: '`insertMany(documents)`' }),
  ...same(['updateOne', 'findOneAndUpdate', 'findByIdAndUpdate'], { does: 'update', values: 1, inPlace: MONGO_IN_PLACE, inOne: '`updateMany({ _id: { $in: ids } }, …)`' }),
  ...same(['deleteOne', 'findByIdAndDelete', 'findOneAndDelete'], { does: 'delete', inOne: '`deleteMany({ _id: { $in: ids } })`' }),
  updateMany: {
    does: 'update',
    values: 1,
    inPlace: MONGO_IN_PLACE,
    inOne: '`updateMany({ _id: { $in: ids } }, …)`',
    scope: { argument: 0, write: 'a filter as its first argument' },
  },
  // lib/collection.js: `deleteMany(filter = {})`.
  deleteMany: {
    does: 'delete',
    inOne: '`deleteMany({ _id: { $in: ids } })`',
    scope: { argument: 0, missing: true, write: 'a filter as its argument' },
  },
};
const MONGO_CONNECTION: AcquiresFacts = { releasedBy: ['close'], longLived: true, what: 'a client with a pool of connections', harm: 'the server runs out of connections' };
const SESSION: AcquiresFacts = { releasedBy: ['endSession'], what: 'a session', harm: 'the server keeps it, and its transaction, until it times out' };

/** Measured with 6.22.0 and 7.9.0: server selection goes on for its own 30 s, and the driver says so in a warning. */
const MONGO_WAIT: WaitFacts = {
  argument: 1,
  bounds: [],
  bounded: 'server selection 30 s',
  inert: [
    {
      key: 'timeoutMS',
      why: 'has no effect in the drivers 6.22 and 7',
      instead: '`serverSelectionTimeoutMS`, `socketTimeoutMS` and `waitQueueTimeoutMS`',
      unless: ['socketTimeoutMS'],
      write: 'serverSelectionTimeoutMS: $, socketTimeoutMS: $, waitQueueTimeoutMS: $',
    },
  ],
};

/**
 * Server selection and connecting end after 30 s. The queue of the pool and the answer to a command have no limit; options
 * commonly stand in the connection string.
 */
const mongoWaits = (argument: ClientWaitFacts['argument']): NonNullable<Entry['waits']> => ({
  acquire: {
    argument,
    // Where commands end, places in the pool come free: a caller waits for those before it, not for ever.
    bounds: ['waitQueueTimeoutMS', 'socketTimeoutMS'],
    write: 'waitQueueTimeoutMS: 5_000',
    url: { at: [0], parameters: ['waitQueueTimeoutMS', 'socketTimeoutMS'], usual: true },
  },
  command: {
    argument,
    bounds: ['socketTimeoutMS', 'timeoutMS'],
    write: 'socketTimeoutMS: 30_000',
    statements: ['maxTimeMS'],
    url: { at: [0], parameters: ['socketTimeoutMS', 'timeoutMS'], usual: true },
  },
});

const mongodb = defineLibrary({
  modules: ['mongodb'],
  verified: 'mongodb 7.9.0',
  plainPromises: true,
  entries: {
    MongoClient: {
      role: 'database-client',
      use: 'new',
      gives: 'MongoClient',
      wait: MONGO_WAIT,
      waits: mongoWaits(1),
      example: `import { MongoClient } from 'mongodb'; new MongoClient(url);`,
    },
    'MongoClient.connect': {
      role: 'database-client',
      promise: true,
      gives: 'MongoClient',
      acquires: MONGO_CONNECTION,
      wait: MONGO_WAIT,
      waits: mongoWaits(1),
      example: `import { MongoClient } from 'mongodb'; await MongoClient.connect(url);`,
    },
    'MongoClient#connect': {
      role: 'other', promise: true, gives: 'MongoClient',
      acquires: { ...MONGO_CONNECTION, resource: 'receiver' },
      example: withMongo('await client.connect();'),
    },
    'MongoClient#close': { role: 'other', promise: true, example: withMongo('await client.close();') },
    'MongoClient#db': { role: 'other', gives: 'Db', example: withMongo('client.db();') },
    'Db#collection': { role: 'other', gives: 'Collection', example: withMongo(`client.db().collection('orders');`) },
    'Db#command': { role: 'database-query', promise: true, example: withMongo('await client.db().command({ ping: 1 });') },
    'Db#admin': { role: 'other', gives: 'Admin', example: withMongo('client.db().admin();') },
    ...each(['ping', 'command', 'serverStatus', 'listDatabases'], name => `Admin#${name}`, { role: 'database-query', promise: true, example: withMongo('await client.db().admin().NAME();') }),
    ...each(MONGO_COMMANDS, name => `Collection#${name}`, { role: 'database-query', promise: true, callbacks: [MONGO_BACK], example: withMongo('await orders.NAME({});') }, MONGO_QUERIES),
    ...each(['find', 'aggregate'], name => `Collection#${name}`, { role: 'database-query', gives: 'FindCursor', example: withMongo('orders.NAME({});') }, MONGO_QUERIES),
    ...each(['limit', 'sort', 'skip', 'project', 'map', 'filter', 'hint', 'maxTimeMS', 'batchSize'], name => `FindCursor#${name}`, { role: 'other', gives: 'this', example: withMongo('orders.find({}).NAME(value);') }, { limit: { part: 'limit' } }),
    ...each(['toArray', 'next', 'hasNext', 'forEach'], name => `FindCursor#${name}`, { role: 'database-query', promise: true, example: withMongo('await orders.find({}).NAME();') }, same(['next', 'hasNext', 'forEach'], { part: 'one' })),
    'Collection#watch': { role: 'other', gives: 'ChangeStream', example: withMongo('orders.watch();') },
    'MongoClient#startSession': { role: 'acquire', gives: 'ClientSession', acquires: SESSION, example: withMongo('client.startSession();') },
    'MongoClient#withSession': { role: 'other', promise: true, callbacks: [inTransaction(-1, 'ClientSession')], example: withMongo('await client.withSession(async session => {});') },
    'ClientSession#withTransaction': { role: 'transaction', transaction: 'managed', promise: true, callbacks: [inTransaction(0, 'ClientSession')], example: withSession('await session.withTransaction(async () => {});') },
    'ClientSession#startTransaction': { role: 'transaction', transaction: 'begin', example: withSession('session.startTransaction();') },
    'ClientSession#commitTransaction': { role: 'transaction', transaction: 'commit', promise: true, example: withSession('await session.commitTransaction();') },
    'ClientSession#abortTransaction': { role: 'transaction', transaction: 'rollback', promise: true, example: withSession('await session.abortTransaction();') },
    'ClientSession#endSession': { role: 'other', promise: true, example: withSession('await session.endSession();') },
  },
  types: {
    MongoClient: { extends: ['EventEmitter@node:events'], unheardErrorCrashes: false },
    Db: {}, Admin: {}, Collection: {}, ClientSession: {}, FindCursor: { exportedAs: ['FindCursor', 'AggregationCursor'] },
    ChangeStream: { extends: ['EventEmitter@node:events'] },
  },
});

// ——— mongoose

const withModel = (line: string): string => `import { model, Schema } from 'mongoose'; const Order = model('Order', new Schema({})); ${line}`;
const MONGOOSE_QUERIES = [
  'find', 'findOne', 'findById', 'findOneAndUpdate', 'findByIdAndUpdate', 'findOneAndDelete', 'findByIdAndDelete', 'updateOne', 'updateMany', 'deleteOne', 'deleteMany',
  'countDocuments', 'estimatedDocumentCount', 'exists', 'distinct', 'replaceOne', 'aggregate',
] as const;

const MONGOOSE_FACTS: Readonly<Record<string, QueryFacts>> = {
  ...MONGO_QUERIES,
  // Its options come third, behind the fields.
  find: { does: 'read', inOne: '`find({ _id: { $in: ids } })`', rows: { options: 2, limits: ['limit'], condition: 0, write: '.limit(100)' } },
  findById: { does: 'read', inOne: '`find({ _id: { $in: ids } })`' },
};

const mongoose = defineLibrary({
  modules: ['mongoose'],
  verified: 'mongoose 9.12.1',
  entries: {
    connect: {
      role: 'database-client',
      promise: true,
      // The second call gives the connection of the first.
      keeps: 'nothing',
      waits: mongoWaits(1),
      example: `import mongoose from 'mongoose'; await mongoose.connect(url);`,
    },
    createConnection: {
      role: 'database-client',
      gives: 'Connection',
      waits: mongoWaits(1),
      example: `import mongoose from 'mongoose'; mongoose.createConnection(url);`,
    },
    model: { role: 'other', gives: 'Model', example: `import { model } from 'mongoose'; model('Order', schema);` },
    'Connection#model': { role: 'other', gives: 'Model', example: `import mongoose from 'mongoose'; mongoose.createConnection(url).model('Order', schema);` },
    connection: { role: 'other', use: 'read', gives: 'Connection', example: `import mongoose from 'mongoose'; use(mongoose.connection);` },
    // A query is thenable: it runs when it is awaited, and not before.
    ...each(MONGOOSE_QUERIES, name => `Model#${name}`, { role: 'database-query', gives: 'Query', promise: true, lazy: true, callbacks: [MONGO_BACK], example: withModel('await Order.NAME({});') }, MONGOOSE_FACTS),
    ...each(['create', 'insertMany', 'bulkWrite', 'bulkSave'], name => `Model#${name}`, { role: 'database-query', promise: true, example: withModel('await Order.NAME([]);') }, MONGOOSE_FACTS),
    startSession: { role: 'acquire', promise: true, gives: 'ClientSession@mongodb', acquires: SESSION, example: `import mongoose from 'mongoose'; await mongoose.startSession();` },
    'Connection#db': { role: 'other', use: 'read', gives: 'Db@mongodb', example: `import mongoose from 'mongoose'; use(mongoose.connection.db);` },
    'Model#db': { role: 'other', use: 'read', gives: 'Connection', example: withModel('use(Order.db);') },
    'Model#startSession': { role: 'acquire', promise: true, gives: 'ClientSession@mongodb', acquires: SESSION, example: withModel('await Order.startSession();') },
    'Connection#startSession': { role: 'acquire', promise: true, gives: 'ClientSession@mongodb', acquires: SESSION, example: `import mongoose from 'mongoose'; await mongoose.connection.startSession();` },
    'Connection#transaction': { role: 'transaction', transaction: 'managed', promise: true, callbacks: [inTransaction(0, 'ClientSession@mongodb')], example: `import mongoose from 'mongoose'; await mongoose.connection.transaction(async session => {});` },
  },
  types: { Model: {}, Query: {}, Connection: { extends: ['EventEmitter@node:events'], unheardErrorCrashes: false } },
});

// ——— knex

const withKnex = (line: string): string => `import knex from 'knex'; const db = knex({ client: 'pg' }); ${line}`;

/** A connection must be had within 60 s (`acquireConnectionTimeout`), a new one made within 30 s. Queries have no limit but that of the driver. */
const KNEX_WAITS: NonNullable<Entry['waits']> = {
  command: {
    argument: 0,
    bounds: ['connection.statement_timeout', 'connection.query_timeout'],
    what: 'queries',
    write: 'connection: { statement_timeout: 10_000 }',
    where: { client: ['pg', 'postgres', 'postgresql', 'cockroachdb'] },
    hides: ['connection.options', 'pool.afterCreate'],
    statements: ['statement_timeout'],
    url: { at: ['connection', 'connection.connectionString'], parameters: ['statement_timeout', 'query_timeout', 'options'] },
  },
};

const KNEX_ROWS: QueryFacts = { does: 'read', inOne: '`whereIn(column, values)`', rows: { limits: [], write: '.limit(100)' } };
const KNEX_SOURCE: QueryFacts = { ...KNEX_ROWS, part: 'source' };
const KNEX_LINKS: Readonly<Record<string, QueryFacts>> = {
  ...same(['where', 'whereIn', 'whereNot', 'whereNull', 'whereNotNull', 'andWhere', 'orWhere', 'whereRaw', 'join', 'innerJoin'], { part: 'condition' }),
  ...same(['from', 'into'], { part: 'source' }),
  limit: { part: 'limit' },
  first: { part: 'one' },
  ...same(['count', 'max', 'min', 'sum'], { part: 'aggregate' }),
  ...same(['groupBy', 'distinct'], { part: 'group' }),
  insert: { does: 'insert', inOne: '`insert(rows)`' },
  ...same(['update', 'increment', 'decrement'], { does: 'update', inPlace: { add: ".increment('$1', …)", subtract: ".decrement('$1', …)" }, inOne: '`whereIn(column, values).update(…)`', scope: 'where' }),
  ...same(['del', 'delete'], { does: 'delete', inOne: '`whereIn(column, values).delete()`', scope: 'where' }),
  truncate: { does: 'delete', inOne: '`whereIn(column, values).delete()`' },
};

/** Without a connection it only writes SQL. */
const KNEX_POOL: KeepFacts = { what: 'a pool of connections', harm: 'the database runs out of connections', kind: 'connections', onlyWith: 'connection' };

/** Pools of SQLite have one connection. */
const KNEX_TRANSACTION: PooledFacts = {
  write: '`await $.transaction(async trx => { … })`, and send all of them through `trx`',
  unless: { client: ['sqlite3', 'better-sqlite3', 'sqlite'], 'pool.max': [1] },
};

const knex = defineLibrary({
  modules: ['knex'],
  verified: 'knex 3.3.0',
  entries: {
    default: {
      role: 'database-client',
      gives: 'Knex',
      keeps: KNEX_POOL,
      waits: KNEX_WAITS,
      example: `import knex from 'knex'; knex({});`,
    },
    knex: {
      role: 'database-client',
      gives: 'Knex',
      keeps: KNEX_POOL,
      waits: KNEX_WAITS,
      example: `import { knex } from 'knex'; knex({});`,
    },
    'Knex#': { role: 'database-query', gives: 'QueryBuilder', query: KNEX_SOURCE, example: withKnex(`await db('orders');`) },
    'Knex#select': { role: 'database-query', gives: 'QueryBuilder', query: KNEX_ROWS, example: withKnex(`await db.select('id').from('orders');`) },
    'Knex#from': { role: 'database-query', gives: 'QueryBuilder', query: KNEX_SOURCE, example: withKnex(`await db.from('orders').select('id');`) },
    'Knex#raw': { role: 'database-query', promise: true, query: SQL, example: withKnex(`await db.raw('select 1');`) },
    'Knex#transaction': { role: 'transaction', transaction: 'managed', promise: true, gives: 'Transaction', callbacks: [inTransaction(0, 'Transaction')], example: withKnex('await db.transaction(async trx => {});') },
    'Knex#destroy': { role: 'other', promise: 'without-callback', example: withKnex('await db.destroy();') },
    'Transaction#': { role: 'database-query', gives: 'QueryBuilder', query: KNEX_SOURCE, example: withKnex(`await db.transaction(async trx => { await trx('orders'); });`) },
    'Transaction#commit': { role: 'transaction', transaction: 'commit', promise: true, example: withKnex('const trx = await db.transaction(); await trx.commit();') },
    'Transaction#rollback': { role: 'transaction', transaction: 'rollback', promise: true, example: withKnex('const trx = await db.transaction(); await trx.rollback();') },
    ...each(
      [
        'select', 'where', 'whereIn', 'whereNot', 'whereNull', 'whereNotNull', 'andWhere', 'orWhere', 'whereRaw', 'join', 'leftJoin', 'innerJoin', 'orderBy', 'groupBy', 'limit', 'offset',
        'first', 'insert', 'update', 'del', 'delete', 'returning', 'count', 'max', 'min', 'sum', 'increment', 'decrement', 'from', 'into', 'as', 'timeout', 'onConflict', 'merge', 'ignore',
        'forUpdate', 'transacting', 'distinct', 'pluck', 'column', 'columns', 'truncate',
      ],
      name => `QueryBuilder#${name}`,
      { role: 'database-query', gives: 'this', example: withKnex(`db('orders').NAME(value);`) },
      KNEX_LINKS,
    ),
  },
  types: { Knex: { pooled: KNEX_TRANSACTION }, Transaction: { exportedAs: ['Knex.Transaction'], extends: ['Knex'] }, QueryBuilder: { exportedAs: ['Knex.QueryBuilder'] } },
});

// ——— typeorm

const withDataSource = (line: string): string => `import { DataSource } from 'typeorm'; const source = new DataSource({}); ${line}`;
const withRunner = (line: string): string => withDataSource(`const runner = source.createQueryRunner(); ${line}`);
const RUNNER: AcquiresFacts = {
  releasedBy: ['release'], what: 'a query runner', harm: 'the pool runs dry',
  // It holds no connection before `connect`; and the documentation starts the transaction before its `try`.
  opening: ['connect', 'startTransaction'],
};
const REPOSITORY_QUERIES = [
  'find', 'findBy', 'findAndCount', 'findAndCountBy', 'findOne', 'findOneBy', 'findOneOrFail', 'findOneByOrFail', 'save', 'insert', 'update', 'upsert', 'delete', 'remove', 'softDelete', 'softRemove',
  'restore', 'count', 'countBy', 'exists', 'existsBy', 'increment', 'decrement', 'query', 'clear',
] as const;

/** typeorm 0.3.31 and 1.1.1 hand `connectTimeoutMS` and `extra` to the pool of pg; `maxQueryExecutionTime` only logs. */
const typeormWaits = (factory?: string): NonNullable<Entry['waits']> => ({
  connect: {
    argument: 0,
    ...(factory !== undefined && { factory }),
    bounds: ['connectTimeoutMS', 'extra.connectionTimeoutMillis'],
    what: 'waiting for a connection',
    write: 'connectTimeoutMS: 5_000',
    where: { type: ['postgres'] },
  },
  command: {
    argument: 0,
    ...(factory !== undefined && { factory }),
    bounds: ['extra.statement_timeout', 'extra.query_timeout'],
    what: 'queries',
    write: 'extra: { statement_timeout: 10_000 }',
    where: { type: ['postgres'] },
    hides: ['extra.options'],
    statements: ['statement_timeout'],
    url: { at: ['url'], parameters: ['statement_timeout', 'query_timeout', 'options'] },
  },
});

const TYPEORM_ROWS = { limits: ['take'], write: 'take: 100' } as const;
const TYPEORM_QUERIES: Readonly<Record<string, QueryFacts>> = {
  find: { does: 'read', inOne: '`find({ where: { id: In(ids) } })`', rows: { options: 0, condition: 'where', ...TYPEORM_ROWS } },
  findBy: { does: 'read', inOne: '`findBy({ id: In(ids) })`', rows: { condition: 0, limits: [], write: '`find({ where: …, take: 100 })`' } },
  ...same(['findOne', 'findOneBy', 'findOneOrFail', 'findOneByOrFail', 'findAndCount', 'findAndCountBy', 'count', 'countBy', 'exists', 'existsBy'], { does: 'read', inOne: '`findBy({ id: In(ids) })`' }),
  save: { does: 'insert', inOne: '`save(entities)`' },
  insert: { does: 'insert', inOne: '`insert(rows)`' },
  ...same(['update', 'increment', 'decrement'], { does: 'update', values: 1, inPlace: { add: "increment(condition, '$1', …)", subtract: "decrement(condition, '$1', …)" }, inOne: '`update({ id: In(ids) }, …)`' }),
  ...same(['delete', 'softDelete', 'restore'], { does: 'delete', inOne: '`delete({ id: In(ids) })`' }),
  ...same(['remove', 'softRemove'], { does: 'delete', inOne: '`remove(entities)`' }),
  query: SQL,
};
/** The entity comes first. */
const TYPEORM_MANAGER: Readonly<Record<string, QueryFacts>> = {
  ...TYPEORM_QUERIES,
  find: { does: 'read', inOne: '`find(Entity, { where: { id: In(ids) } })`', rows: { options: 1, condition: 'where', ...TYPEORM_ROWS } },
  findBy: { does: 'read', inOne: '`findBy(Entity, { id: In(ids) })`', rows: { condition: 1, limits: [], write: '`find(Entity, { where: …, take: 100 })`' } },
  ...same(['update', 'increment', 'decrement'], { does: 'update', values: 2, inPlace: { add: "increment(Entity, condition, '$1', …)", subtract: "decrement(Entity, condition, '$1', …)" }, inOne: '`update(Entity, { id: In(ids) }, …)`' }),
};
const TYPEORM_LINKS: Readonly<Record<string, QueryFacts>> = {
  ...same(['where', 'andWhere', 'orWhere', 'innerJoin', 'innerJoinAndSelect'], { part: 'condition' }),
  from: { part: 'source' },
  ...same(['limit', 'take'], { part: 'limit' }),
  groupBy: { part: 'group' },
  ...same(['insert', 'values'], { does: 'insert', inOne: '`.values(rows)`' }),
  update: { does: 'update', scope: 'where' },
  set: { does: 'update' },
  delete: { does: 'delete', inOne: '`.where(\'id IN (:...ids)\', { ids })`', scope: 'where' },
};
const TYPEORM_ENDS: Readonly<Record<string, QueryFacts>> = {
  ...same(['getMany', 'getRawMany'], { does: 'read', inOne: '`.where(\'id IN (:...ids)\', { ids })`', rows: { limits: [], write: '.take(100)' } }),
  ...same(['getOne', 'getOneOrFail', 'getRawOne', 'getManyAndCount', 'getCount', 'getExists'], { does: 'read', inOne: '`.where(\'id IN (:...ids)\', { ids })`' }),
};

const typeorm = defineLibrary({
  modules: ['typeorm'],
  verified: 'typeorm 1.1.1',
  plainPromises: true,
  entries: {
    DataSource: {
      role: 'database-client',
      use: 'new',
      gives: 'DataSource',
      waits: typeormWaits(),
      example: `import { DataSource } from 'typeorm'; new DataSource({});`,
    },
    'DataSource#initialize': { role: 'other', promise: true, gives: 'DataSource', example: withDataSource('await source.initialize();') },
    'DataSource#destroy': { role: 'other', promise: true, example: withDataSource('await source.destroy();') },
    'DataSource#query': { role: 'database-query', promise: true, query: SQL, example: withDataSource(`await source.query('select 1');`) },
    'DataSource#getRepository': { role: 'other', gives: 'Repository', example: withDataSource('source.getRepository(Order);') },
    // Functions of 0.3.20, which 1.0 no longer has.
    getConnection: { role: 'other', gives: 'DataSource', example: `import { getConnection } from 'typeorm'; getConnection();` },
    getManager: { role: 'other', gives: 'EntityManager', example: `import { getManager } from 'typeorm'; getManager();` },
    ...each(['connection', 'dataSource'], name => `EntityManager#${name}`, { role: 'other', use: 'read', gives: 'DataSource', example: withDataSource('use(source.manager.NAME);') }),
    'DataSource#manager': { role: 'other', use: 'read', gives: 'EntityManager', example: withDataSource('use(source.manager);') },
    'DataSource#createQueryBuilder': { role: 'other', gives: 'QueryBuilder', example: withDataSource('source.createQueryBuilder();') },
    'DataSource#transaction': { role: 'transaction', transaction: 'managed', promise: true, callbacks: [inTransaction(-1, 'EntityManager')], example: withDataSource('await source.transaction(async manager => {});') },
    'DataSource#createQueryRunner': { role: 'acquire', gives: 'QueryRunner', acquires: RUNNER, example: withDataSource('source.createQueryRunner();') },
    'QueryRunner#connect': { role: 'other', promise: true, example: withRunner('await runner.connect();') },
    'QueryRunner#query': { role: 'database-query', promise: true, query: SQL, example: withRunner(`await runner.query('select 1');`) },
    'QueryRunner#manager': { role: 'other', use: 'read', gives: 'EntityManager', example: withRunner('use(runner.manager);') },
    'QueryRunner#release': { role: 'other', promise: true, example: withRunner('await runner.release();') },
    'QueryRunner#startTransaction': { role: 'transaction', transaction: 'begin', promise: true, example: withRunner('await runner.startTransaction();') },
    'QueryRunner#commitTransaction': { role: 'transaction', transaction: 'commit', promise: true, example: withRunner('await runner.commitTransaction();') },
    'QueryRunner#rollbackTransaction': { role: 'transaction', transaction: 'rollback', promise: true, example: withRunner('await runner.rollbackTransaction();') },
    ...each(REPOSITORY_QUERIES.filter(name => name !== 'findAndCount'), name => `EntityManager#${name}`, { role: 'database-query', promise: true, example: withDataSource('await source.manager.NAME(Order, {});') }, TYPEORM_MANAGER),
    'EntityManager#findAndCount': { role: 'database-query', promise: true, example: withDataSource('await source.manager.findAndCount(Order, {});') },
    'EntityManager#getRepository': { role: 'other', gives: 'Repository', example: withDataSource('source.manager.getRepository(Order);') },
    'EntityManager#createQueryBuilder': { role: 'other', gives: 'QueryBuilder', example: withDataSource('source.manager.createQueryBuilder();') },
    'EntityManager#transaction': { role: 'transaction', transaction: 'managed', promise: true, callbacks: [inTransaction(-1, 'EntityManager')], example: withDataSource('await source.manager.transaction(async manager => {});') },
    ...each(REPOSITORY_QUERIES, name => `Repository#${name}`, { role: 'database-query', promise: true, example: withDataSource('await source.getRepository(Order).NAME({});') }, TYPEORM_QUERIES),
    'Repository#createQueryBuilder': { role: 'other', gives: 'QueryBuilder', example: withDataSource(`source.getRepository(Order).createQueryBuilder('o');`) },
    'Repository#manager': { role: 'other', use: 'read', gives: 'EntityManager', example: withDataSource('use(source.getRepository(Order).manager);') },
    ...each(
      ['select', 'addSelect', 'where', 'andWhere', 'orWhere', 'leftJoin', 'leftJoinAndSelect', 'innerJoin', 'innerJoinAndSelect', 'orderBy', 'addOrderBy', 'groupBy', 'limit', 'offset', 'take', 'skip', 'from', 'update', 'delete', 'insert', 'into', 'values', 'set', 'setParameter', 'setParameters', 'setLock', 'returning'],
      name => `QueryBuilder#${name}`,
      { role: 'other', gives: 'this', example: withDataSource('source.createQueryBuilder().NAME(value);') },
      TYPEORM_LINKS,
    ),
    ...each(['getMany', 'getOne', 'getOneOrFail', 'getRawMany', 'getRawOne', 'getManyAndCount', 'getCount', 'getExists', 'execute', 'stream'], name => `QueryBuilder#${name}`, {
      role: 'database-query', promise: true, example: withDataSource('await source.createQueryBuilder().NAME();'),
    }, TYPEORM_ENDS),
  },
  types: {
    DataSource: {
      exportedAs: ['DataSource', 'Connection'],
      pooled: {
        write: '`await $.transaction(async manager => { … })`, and send all of them through `manager`',
        unless: { type: ['sqlite', 'better-sqlite3', 'sqljs', 'expo', 'capacitor', 'cordova', 'react-native', 'nativescript'] },
      },
    },
    QueryRunner: {}, EntityManager: {},
    Repository: { exportedAs: ['Repository', 'TreeRepository', 'MongoRepository'] },
    QueryBuilder: { exportedAs: ['QueryBuilder', 'SelectQueryBuilder', 'UpdateQueryBuilder', 'DeleteQueryBuilder', 'InsertQueryBuilder'] },
  },
});

const nestTypeorm = defineLibrary({
  modules: ['@nestjs/typeorm'],
  verified: '@nestjs/typeorm 12.0.2',
  entries: {
    'TypeOrmModule.forRoot': {
      role: 'database-client',
      waits: typeormWaits(),
      example: `import { TypeOrmModule } from '@nestjs/typeorm'; TypeOrmModule.forRoot({});`,
    },
    'TypeOrmModule.forRootAsync': {
      role: 'database-client',
      waits: typeormWaits('useFactory'),
      example: `import { TypeOrmModule } from '@nestjs/typeorm'; TypeOrmModule.forRootAsync({});`,
    },
  },
});

// ——— Prisma: the models are properties of the generated client.

const withPrisma = (line: string): string => `import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient(); ${line}`;
const PRISMA_QUERIES = [
  'findMany', 'findFirst', 'findFirstOrThrow', 'findUnique', 'findUniqueOrThrow', 'create', 'createMany', 'createManyAndReturn', 'update', 'updateMany', 'updateManyAndReturn', 'upsert', 'delete', 'deleteMany',
  'count', 'aggregate', 'groupBy',
] as const;

// @prisma/client 6.19.3, as generated for PostgreSQL: `IntFieldUpdateOperationsInput`, and `push` for a list of scalars.
const PRISMA_IN_PLACE: InPlaceFacts = { add: '{ $1: { increment: … } }', subtract: '{ $1: { decrement: … } }', multiply: '{ $1: { multiply: … } }', divide: '{ $1: { divide: … } }', append: '{ $1: { push: … } }' };
const PRISMA_FACTS: Readonly<Record<string, QueryFacts>> = {
  // Its engine joins those of one tick that ask for the same fields: what a loop awaits one by one it cannot.
  ...same(['findUnique', 'findUniqueOrThrow'], { does: 'read', joined: true, inOne: '`findMany({ where: { id: { in: ids } } })`' }),
  findMany: { does: 'read', inOne: '`findMany({ where: { id: { in: ids } } })`', rows: { options: 0, limits: ['take', 'cursor', 'distinct'], condition: 'where', write: 'take: 100' } },
  ...same(['findFirst', 'findFirstOrThrow'], { does: 'read', inOne: '`findMany({ where: { id: { in: ids } } })`' }),
  ...same(['count', 'aggregate'], { does: 'read', inOne: '`groupBy`' }),
  create: { does: 'insert', inOne: '`createMany({ data })`' },
  update: { does: 'update', values: 'data', inPlace: PRISMA_IN_PLACE, inOne: '`updateMany({ where: { id: { in: ids } }, data })`' },
  ...same(['updateMany', 'updateManyAndReturn'], {
    does: 'update',
    values: 'data',
    inPlace: PRISMA_IN_PLACE,
    inOne: '`updateMany({ where: { id: { in: ids } }, data })`',
    scope: { argument: 0, option: 'where', missing: true, write: '`where: { … }` into its options' },
  }),
  delete: { does: 'delete', inOne: '`deleteMany({ where: { id: { in: ids } } })`' },
  deleteMany: {
    does: 'delete',
    inOne: '`deleteMany({ where: { id: { in: ids } } })`',
    scope: { argument: 0, option: 'where', missing: true, write: '`where: { … }` into its options' },
  },
};

const prisma = defineLibrary({
  modules: ['@prisma/client'],
  verified: '@prisma/client 7.10.0',
  entries: {
    PrismaClient: { role: 'database-client', use: 'new', gives: 'PrismaClient', example: `import { PrismaClient } from '@prisma/client'; new PrismaClient();` },
    ...each(PRISMA_QUERIES, name => `PrismaClient#*.${name}`, { role: 'database-query', promise: true, lazy: true, example: withPrisma('await prisma.order.NAME({});') }, PRISMA_FACTS),
    ...each(['$queryRawUnsafe', '$executeRawUnsafe', '$queryRaw', '$executeRaw'], name => `PrismaClient#${name}`, { role: 'database-query', promise: true, lazy: true, query: SQL, example: withPrisma(`await prisma.NAME(sql);`) }),
    'PrismaClient#$transaction': { role: 'transaction', transaction: 'managed', promise: true, callbacks: [inTransaction(0, 'TransactionClient')], example: withPrisma('await prisma.$transaction(async tx => {});') },
    'PrismaClient#$connect': { role: 'other', promise: true, example: withPrisma('await prisma.$connect();') },
    'PrismaClient#$disconnect': { role: 'other', promise: true, example: withPrisma('await prisma.$disconnect();') },
    'PrismaClient#$extends': { role: 'other', gives: 'this', example: withPrisma('prisma.$extends({});') },
  },
  types: { PrismaClient: { pooled: { write: '`await $.$transaction(async tx => { … })`, and send all of them through `tx`' } }, TransactionClient: { exportedAs: ['Prisma.TransactionClient'], extends: ['PrismaClient'] } },
});

/** Hands its options to the pool of pg, whose defaults count: prisma 7 itself bounds nothing here. */
const prismaPg = defineLibrary({
  modules: ['@prisma/adapter-pg'],
  verified: '@prisma/adapter-pg 7.10.1',
  entries: {
    PrismaPg: {
      role: 'database-client',
      // The connections are those of the PrismaClient that is made with it.
      keeps: 'nothing',
      use: 'new',
      wait: PG_WAIT,
      waits: { connect: pgConnect('waiting for a connection'), command: PG_COMMAND },
      example: `import { PrismaPg } from '@prisma/adapter-pg'; new PrismaPg({ connectionString });`,
    },
  },
});

// ——— Sequelize

const withSequelize = (line: string): string => `import { Sequelize } from 'sequelize'; const sequelize = new Sequelize(url); ${line}`;

/**
 * A connection must be had within 60 s (`pool.acquire`), but for the first one, which is made outside of the pool. Of
 * `dialectOptions`, the timeouts reach pg.
 */
const SEQUELIZE_WAITS: NonNullable<Entry['waits']> = {
  connect: {
    argument: 'last',
    bounds: ['dialectOptions.connectionTimeoutMillis'],
    what: 'the first connection',
    write: 'dialectOptions: { connectionTimeoutMillis: 5_000 }',
    where: { dialect: ['postgres'] },
    hides: ['databaseVersion', 'dialectOptions.stream'],
  },
  command: {
    argument: 'last',
    bounds: ['dialectOptions.statement_timeout', 'dialectOptions.query_timeout'],
    what: 'queries',
    write: 'dialectOptions: { statement_timeout: 10_000 }',
    where: { dialect: ['postgres'] },
    hides: ['dialectOptions.options'],
    statements: ['statement_timeout'],
    url: { at: [0], parameters: ['statement_timeout', 'query_timeout', 'options'] },
  },
};

const SEQUELIZE_FACTS: Readonly<Record<string, QueryFacts>> = {
  findAll: { does: 'read', inOne: '`findAll({ where: { id: ids } })`', rows: { options: 0, limits: ['limit'], condition: 'where', write: 'limit: 100' } },
  ...same(['findOne', 'findByPk', 'findAndCountAll', 'count', 'sum', 'max', 'min'], { does: 'read', inOne: '`findAll({ where: { id: ids } })`' }),
  create: { does: 'insert', inOne: '`bulkCreate(rows)`' },
  // lib/model.js: without a `where` both throw; an empty one is every row.
  update: {
    does: 'update',
    values: 0,
    inPlace: { add: "increment('$1', { by: …, where })", subtract: "decrement('$1', { by: …, where })" },
    inOne: '`update(…, { where: { id: ids } })`',
    scope: { argument: 1, option: 'where', write: '`where: { … }` into its options' },
  },
  ...same(['increment', 'decrement'], { does: 'update', values: 0, inOne: '`update(…, { where: { id: ids } })`' }),
  destroy: {
    does: 'delete',
    inOne: '`destroy({ where: { id: ids } })`',
    scope: { argument: 0, option: 'where', write: '`where: { … }` into its options' },
  },
};

const sequelize = defineLibrary({
  modules: ['sequelize', '@sequelize/core', 'sequelize-typescript'],
  verified: 'sequelize 6.37.8',
  entries: {
    Sequelize: {
      role: 'database-client',
      use: 'new',
      gives: 'Sequelize',
      waits: SEQUELIZE_WAITS,
      example: `import { Sequelize } from 'sequelize'; new Sequelize(url);`,
    },
    default: {
      role: 'database-client',
      use: 'new',
      gives: 'Sequelize',
      waits: SEQUELIZE_WAITS,
      example: `const Sequelize = require('sequelize'); new Sequelize(url);`,
    },
    'Sequelize#query': { role: 'database-query', promise: true, query: SQL, example: withSequelize(`await sequelize.query('select 1');`) },
    'Sequelize#authenticate': { role: 'database-query', promise: true, example: withSequelize('await sequelize.authenticate();') },
    'Sequelize#close': { role: 'other', promise: true, example: withSequelize('await sequelize.close();') },
    'Sequelize#define': { role: 'other', gives: 'Model', example: withSequelize(`sequelize.define('Order', {});`) },
    'Sequelize#transaction': {
      role: 'transaction', transaction: 'managed', promise: true, gives: 'Transaction', callbacks: [inTransaction(-1, 'Transaction')], example: withSequelize('await sequelize.transaction(async t => {});'),
    },
    'Transaction#commit': { role: 'transaction', transaction: 'commit', promise: true, example: withSequelize('const t = await sequelize.transaction(); await t.commit();') },
    'Transaction#rollback': { role: 'transaction', transaction: 'rollback', promise: true, example: withSequelize('const t = await sequelize.transaction(); await t.rollback();') },
    ...each(['findAll', 'findOne', 'findByPk', 'findOrCreate', 'findAndCountAll', 'create', 'bulkCreate', 'update', 'upsert', 'destroy', 'count', 'increment', 'decrement', 'truncate', 'sum', 'max', 'min'], name => `Model#${name}`, {
      role: 'database-query', promise: true, example: withSequelize(`const Order = sequelize.define('Order', {}); await Order.NAME({});`),
    }, SEQUELIZE_FACTS),
  },
  types: {
    Sequelize: {
      exportedAs: ['Sequelize', 'default'],
      pooled: { write: '`await $.transaction(async transaction => { … })`, and give `{ transaction }` to each of them', unless: { dialect: ['sqlite'], 'pool.max': [1] } },
    },
    Transaction: {},
    Model: {},
  },
});

// ——— drizzle-orm: one query API over many drivers.

const DRIZZLE_DRIVERS = ['node-postgres', 'postgres-js', 'mysql2', 'neon-http', 'neon-serverless', 'pglite', 'libsql', 'better-sqlite3', 'd1', 'planetscale-serverless', 'vercel-postgres', 'aws-data-api/pg'] as const;
const withDrizzle = (line: string): string => `import { drizzle } from 'drizzle-orm/node-postgres'; const db = drizzle(url); ${line}`;

const DRIZZLE_ROOTS: Readonly<Record<string, QueryFacts>> = {
  ...same(['select', 'selectDistinct'], { does: 'read', inOne: '`.where(inArray(table.id, ids))`', rows: { limits: [], write: '.limit(100)' } }),
  insert: { does: 'insert', part: 'source', inOne: '`.values(rows)`' },
  update: { does: 'update', part: 'source', inOne: '`.where(inArray(table.id, ids))`', scope: 'where' },
  delete: { does: 'delete', part: 'source', inOne: '`.where(inArray(table.id, ids))`', scope: 'where' },
};
const DRIZZLE_LINKS: Readonly<Record<string, QueryFacts>> = {
  from: { part: 'source' },
  ...same(['where', 'innerJoin'], { part: 'condition' }),
  limit: { part: 'limit' },
  ...same(['groupBy', 'having'], { part: 'group' }),
  set: { does: 'update' },
};
const DRIZZLE_RELATIONS: Readonly<Record<string, QueryFacts>> = {
  findMany: { does: 'read', inOne: '`findMany({ where: inArray(table.id, ids) })`', rows: { options: 0, limits: ['limit'], condition: 'where', write: 'limit: 100' } },
  findFirst: { does: 'read', inOne: '`findMany({ where: inArray(table.id, ids) })`' },
};

const drizzle = defineLibrary({
  modules: DRIZZLE_DRIVERS.map(driver => `drizzle-orm/${driver}`),
  verified: 'drizzle-orm 0.45.4',
  entries: {
    drizzle: { role: 'database-client', keeps: 'nothing', hearsNoErrors: true, gives: 'Database', example: `import { drizzle } from 'drizzle-orm/node-postgres'; drizzle(url);` },
    ...each(['select', 'selectDistinct', 'insert', 'update', 'delete'], name => `Database#${name}`, { role: 'database-query', gives: 'QueryBuilder', example: withDrizzle('db.NAME(orders);') }, DRIZZLE_ROOTS),
    'Database#execute': { role: 'database-query', promise: true, example: withDrizzle('await db.execute(query);') },
    ...each(['findMany', 'findFirst'], name => `Database#query.*.${name}`, { role: 'database-query', promise: true, example: withDrizzle('await db.query.orders.NAME({});') }, DRIZZLE_RELATIONS),
    'Database#transaction': { role: 'transaction', transaction: 'managed', promise: true, callbacks: [inTransaction(0, 'Database')], example: withDrizzle('await db.transaction(async tx => {});') },
    ...each(['from', 'where', 'limit', 'offset', 'orderBy', 'groupBy', 'having', 'leftJoin', 'innerJoin', 'rightJoin', 'fullJoin', 'values', 'set', 'returning', 'onConflictDoNothing', 'onConflictDoUpdate', 'for'], name => `QueryBuilder#${name}`, {
      role: 'other', gives: 'this', example: withDrizzle('db.select().NAME(value);'),
    }, DRIZZLE_LINKS),
  },
  types: { Database: { pooled: { write: '`await $.transaction(async tx => { … })`, and send all of them through `tx`', madeOf: 0 }, exportedAs: ['NodePgDatabase', 'PostgresJsDatabase', 'MySql2Database', 'NeonHttpDatabase', 'NeonDatabase', 'PgliteDatabase', 'LibSQLDatabase', 'BetterSQLite3Database', 'DrizzleD1Database', 'VercelPgDatabase'] }, QueryBuilder: {} },
});

/** Given a connection string, or `connection`, drizzle makes the client of the driver itself; given a client, that one's options count. */
const drizzlePg = defineLibrary({
  modules: ['drizzle-orm/node-postgres'],
  verified: 'drizzle-orm 0.45.4',
  entries: {
    drizzle: {
      role: 'database-client',
      keeps: 'nothing',
      hearsNoErrors: true,
      gives: 'Database',
      waits: {
        connect: {
          argument: 0,
          bounds: ['connection.connectionTimeoutMillis'],
          what: 'waiting for a connection',
          write: 'connection: { connectionTimeoutMillis: 5_000 }',
          hides: ['client'],
        },
        command: {
          argument: 0,
          bounds: ['connection.statement_timeout', 'connection.query_timeout'],
          what: 'queries',
          write: 'connection: { statement_timeout: 10_000 }',
          hides: ['client', 'connection.options'],
          statements: ['statement_timeout'],
          url: { at: [0, 'connection', 'connection.connectionString'], parameters: ['statement_timeout', 'query_timeout', 'options'] },
        },
      },
      example: withDrizzle(''),
    },
  },
});

const drizzlePostgresJs = defineLibrary({
  modules: ['drizzle-orm/postgres-js'],
  verified: 'drizzle-orm 0.45.4',
  entries: {
    drizzle: {
      role: 'database-client',
      keeps: 'nothing',
      gives: 'Database',
      waits: {
        command: {
          argument: 0,
          bounds: ['connection.connection.statement_timeout'],
          what: 'queries',
          write: 'connection: { connection: { statement_timeout: 10_000 } }',
          hides: ['client'],
          statements: ['statement_timeout'],
          url: { at: [0, 'connection', 'connection.url'], parameters: ['statement_timeout', 'options'] },
        },
      },
      example: `import { drizzle } from 'drizzle-orm/postgres-js'; drizzle(url);`,
    },
  },
});

// ——— Kysely

const withKysely = (line: string): string => `import { Kysely } from 'kysely'; const db = new Kysely({ dialect }); ${line}`;

const KYSELY_ROOTS: Readonly<Record<string, QueryFacts>> = {
  selectFrom: { does: 'read', part: 'source', inOne: "`.where('id', 'in', ids)`", rows: { limits: [], write: '.limit(100)' } },
  insertInto: { does: 'insert', part: 'source', inOne: '`.values(rows)`' },
  updateTable: { does: 'update', part: 'source', inOne: "`.where('id', 'in', ids)`", scope: 'where' },
  deleteFrom: { does: 'delete', part: 'source', inOne: "`.where('id', 'in', ids)`", scope: 'where' },
};
const KYSELY_LINKS: Readonly<Record<string, QueryFacts>> = {
  ...same(['where', 'whereRef', 'innerJoin'], { part: 'condition' }),
  limit: { part: 'limit' },
  ...same(['groupBy', 'having', 'distinct'], { part: 'group' }),
  set: { does: 'update' },
};

const kysely = defineLibrary({
  modules: ['kysely'],
  verified: 'kysely 0.28.18',
  entries: {
    PostgresDialect: { role: 'other', use: 'new', hearsNoErrors: true, example: `import { PostgresDialect } from 'kysely'; new PostgresDialect({ pool });`, source: 'dist/cjs/dialect/postgres/postgres-driver.js' },
    Kysely: { role: 'database-client', keeps: 'nothing', use: 'new', gives: 'Kysely', example: `import { Kysely } from 'kysely'; new Kysely({ dialect });` },
    ...each(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'replaceInto', 'with'], name => `Kysely#${name}`, { role: 'other', gives: 'QueryBuilder', example: withKysely(`db.NAME('orders');`) }, KYSELY_ROOTS),
    'Kysely#transaction': { role: 'other', gives: 'TransactionBuilder', example: withKysely('db.transaction();') },
    'Kysely#startTransaction': { role: 'other', gives: 'ControlledTransactionBuilder', example: withKysely('db.startTransaction();') },
    ...each(['setAccessMode', 'setIsolationLevel'], name => `ControlledTransactionBuilder#${name}`, { role: 'other', gives: 'this', example: withKysely(`db.startTransaction().NAME('serializable');`) }),
    'ControlledTransactionBuilder#execute': { role: 'transaction', transaction: 'begin', promise: true, gives: 'ControlledTransaction', example: withKysely('await db.startTransaction().execute();'), source: '0.28.19, dist/esm/kysely.js' },
    'ControlledTransaction#commit': { role: 'transaction', transaction: 'commit', gives: 'Command', example: withKysely('const trx = await db.startTransaction().execute(); trx.commit();') },
    'ControlledTransaction#rollback': { role: 'transaction', transaction: 'rollback', gives: 'Command', example: withKysely('const trx = await db.startTransaction().execute(); trx.rollback();') },
    'Command#execute': { role: 'other', promise: true, example: withKysely('const trx = await db.startTransaction().execute(); await trx.commit().execute();') },
    'Kysely#destroy': { role: 'other', promise: true, example: withKysely('await db.destroy();') },
    'TransactionBuilder#setIsolationLevel': { role: 'other', gives: 'this', example: withKysely(`db.transaction().setIsolationLevel('serializable');`) },
    'TransactionBuilder#execute': { role: 'transaction', transaction: 'managed', promise: true, callbacks: [inTransaction(0, 'Transaction')], example: withKysely('await db.transaction().execute(async trx => {});') },
    ...each(
      ['select', 'selectAll', 'where', 'whereRef', 'innerJoin', 'leftJoin', 'orderBy', 'groupBy', 'limit', 'offset', 'values', 'set', 'returning', 'returningAll', 'onConflict', 'forUpdate', 'distinct', 'having'],
      name => `QueryBuilder#${name}`,
      { role: 'other', gives: 'this', example: withKysely(`db.selectFrom('orders').NAME(value);`) },
      KYSELY_LINKS,
    ),
    ...each(['execute', 'executeTakeFirst', 'executeTakeFirstOrThrow'], name => `QueryBuilder#${name}`, { role: 'database-query', promise: true, example: withKysely(`await db.selectFrom('orders').NAME();`) }, { executeTakeFirst: { part: 'one' }, executeTakeFirstOrThrow: { part: 'one' } }),
  },
  types: {
    Kysely: {},
    Transaction: { extends: ['Kysely'] },
    ControlledTransaction: { extends: ['Transaction'] },
    QueryBuilder: { exportedAs: ['SelectQueryBuilder', 'InsertQueryBuilder', 'UpdateQueryBuilder', 'DeleteQueryBuilder'] },
    TransactionBuilder: {},
    ControlledTransactionBuilder: {},
    Command: {},
  },
});

// ——— better-sqlite3: everything is synchronous.

const withSqlite = (line: string): string => `import Database from 'better-sqlite3'; const db = new Database('x.db'); ${line}`;

const betterSqlite = defineLibrary({
  modules: ['better-sqlite3'],
  verified: 'better-sqlite3 12.11.1',
  entries: {
    default: { role: 'database-client', use: 'either', gives: 'Database', example: `import Database from 'better-sqlite3'; new Database('x.db');` },
    'Database#prepare': { role: 'other', gives: 'Statement', example: withSqlite(`db.prepare('select 1');`) },
    'Database#exec': { role: 'database-query', example: withSqlite(`db.exec('vacuum');`) },
    'Database#pragma': { role: 'database-query', example: withSqlite(`db.pragma('journal_mode = WAL');`) },
    'Database#close': { role: 'other', example: withSqlite('db.close();') },
    ...each(['run', 'get', 'all', 'iterate'], name => `Statement#${name}`, { role: 'database-query', example: withSqlite(`db.prepare('select 1').NAME();`) }),
  },
  types: { Database: { exportedAs: ['Database', 'default', 'Database.Database'] }, Statement: { exportedAs: ['Statement', 'Database.Statement'] } },
});

// ——— mariadb: `mariadb` gives promises, `mariadb/callback` is another module.

const withMariadb = (line: string): string => `import mariadb from 'mariadb'; const pool = mariadb.createPool({}); ${line}`;
const MARIADB_QUERIES = ['query', 'execute', 'batch'] as const;
const MARIADB_SQL = same(['query', 'execute'], SQL);

/** Connecting ends after 1 s, the wait for a place in the pool after 10 s. */
const MARIADB_COMMAND: ClientWaitFacts = {
  argument: 0,
  bounds: ['queryTimeout', 'socketTimeout'],
  what: 'queries',
  write: 'queryTimeout: 10_000',
  statements: ['max_statement_time'],
  url: { at: [0], parameters: ['queryTimeout', 'socketTimeout'] },
};

const mariadb = defineLibrary({
  modules: ['mariadb'],
  verified: 'mariadb 3.5.4',
  entries: {
    createPool: {
      role: 'database-client',
      gives: 'Pool',
      waits: { command: MARIADB_COMMAND },
      example: withMariadb(''),
    },
    createConnection: {
      role: 'database-client', promise: true, gives: 'Connection',
      waits: { command: MARIADB_COMMAND },
      acquires: { releasedBy: ['end', 'destroy'], longLived: true, what: 'a database connection', harm: 'the server runs out of connections' },
      example: `import mariadb from 'mariadb'; await mariadb.createConnection({});`,
    },
    'Pool#getConnection': { role: 'acquire', promise: true, gives: 'PoolConnection', acquires: { releasedBy: ['release', 'end', 'destroy'], what: 'a pool connection', harm: 'the pool runs dry' }, example: withMariadb('await pool.getConnection();') },
    'PoolConnection#release': { role: 'other', promise: true, example: withMariadb('const connection = await pool.getConnection(); await connection.release();') },
    'Pool#end': { role: 'other', promise: true, example: withMariadb('await pool.end();') },
    ...each(MARIADB_QUERIES, name => `Pool#${name}`, { role: 'database-query', promise: true, example: withMariadb(`await pool.NAME('select 1');`) }, MARIADB_SQL),
    ...each(MARIADB_QUERIES, name => `Connection#${name}`, { role: 'database-query', promise: true, example: withMariadb(`const connection = await pool.getConnection(); await connection.NAME('select 1');`) }, MARIADB_SQL),
    'Connection#beginTransaction': { role: 'transaction', transaction: 'begin', promise: true, example: withMariadb('const connection = await pool.getConnection(); await connection.beginTransaction();') },
    'Connection#commit': { role: 'transaction', transaction: 'commit', promise: true, example: withMariadb('const connection = await pool.getConnection(); await connection.commit();') },
    'Connection#rollback': { role: 'transaction', transaction: 'rollback', promise: true, example: withMariadb('const connection = await pool.getConnection(); await connection.rollback();') },
  },
  types: {
    Pool: { pooled: CONNECTION_OF_POOL },
    Connection: {},
    // lib/pool.js: unless `noControlAfterUse` is set, a connection that comes back with a transaction is rolled back.
    PoolConnection: { extends: ['Connection'], rollsBackBy: ['release'] },
  },
});

// ——— oracledb

const withOracle = (line: string): string => `import oracledb from 'oracledb'; const pool = await oracledb.createPool({}); ${line}`;
const ORACLE_CONNECTION: AcquiresFacts = { releasedBy: ['close', 'release'], what: 'a database connection', harm: 'the pool runs dry' };

const oracledb = defineLibrary({
  modules: ['oracledb'],
  verified: 'oracledb 26.0.0',
  entries: {
    createPool: { role: 'database-client', promise: 'without-callback', gives: 'Pool', example: withOracle('') },
    // With a pool that has an alias, or a default pool, it takes one from there.
    getConnection: {
      role: 'acquire', promise: 'without-callback', gives: 'Connection', acquires: { ...ORACLE_CONNECTION, longLived: true }, callbacks: [errorFirst('Connection')],
      example: `import oracledb from 'oracledb'; await oracledb.getConnection({});`,
    },
    'Pool#getConnection': { role: 'acquire', promise: 'without-callback', gives: 'Connection', acquires: ORACLE_CONNECTION, callbacks: [errorFirst('Connection')], example: withOracle('await pool.getConnection();') },
    'Pool#close': { role: 'other', promise: 'without-callback', example: withOracle('await pool.close();') },
    ...each(['execute', 'executeMany'], name => `Connection#${name}`, {
      role: 'database-query', promise: 'without-callback', callbacks: [errorFirst()], example: withOracle(`const connection = await pool.getConnection(); await connection.NAME('select 1 from dual');`),
    }),
    'Connection#close': { role: 'other', promise: 'without-callback', example: withOracle('const connection = await pool.getConnection(); await connection.close();') },
  },
  types: { Pool: {}, Connection: {} },
});

// ——— mssql: `connect` gives the one pool of the process, which stays open; a ConnectionPool is its maker's.

const withMssql = (line: string): string => `import sql from 'mssql'; const pool = new sql.ConnectionPool({}); ${line}`;

const MSSQL_COMMAND: ClientWaitFacts = { argument: 0, bounds: ['requestTimeout', 'options.requestTimeout'], bounded: '15 s', what: 'queries', write: 'requestTimeout: 15_000' };

const mssql = defineLibrary({
  modules: ['mssql', 'mssql/msnodesqlv8'],
  verified: 'mssql 12.7.14',
  entries: {
    connect: {
      role: 'database-client',
      promise: 'without-callback',
      // lib/global-connection.js: one pool for the process, whatever configuration later calls bring.
      keeps: 'nothing',
      acquires: { releasedBy: ['close'], releasedOn: ['close'], longLived: true, what: 'a connection pool', harm: 'later calls run on the connections of another configuration' },
      gives: 'ConnectionPool',
      waits: { command: MSSQL_COMMAND },
      example: `import sql from 'mssql'; await sql.connect({});`,
    },
    ConnectionPool: {
      role: 'database-client',
      use: 'new',
      gives: 'ConnectionPool',
      waits: { command: MSSQL_COMMAND },
      example: withMssql(''),
    },
    'ConnectionPool#connect': {
      role: 'acquire', promise: 'without-callback', gives: 'ConnectionPool', callbacks: [errorFirst()],
      acquires: { releasedBy: ['close'], resource: 'receiver', longLived: true, what: 'a connection pool', harm: 'the server runs out of connections' },
      example: withMssql('await pool.connect();'),
    },
    'ConnectionPool#close': { role: 'other', promise: 'without-callback', example: withMssql('await pool.close();') },
    // lib/global-connection.js: kept in a list of the module, and added to each pool that `connect` makes.
    on: { role: 'listen', callbacks: [{ argument: 1, awaited: false, runs: 'later' }], example: `import sql from 'mssql'; sql.on('error', report);` },
    'ConnectionPool#request': { role: 'other', gives: 'SqlRequest', example: withMssql('pool.request();') },
    'SqlRequest#input': { role: 'other', gives: 'this', example: withMssql(`pool.request().input('id', 1);`) },
    ...each(
      ['query', 'batch', 'execute'],
      name => `SqlRequest#${name}`,
      { role: 'database-query', promise: 'without-callback', callbacks: [errorFirst()], example: withMssql(`await pool.request().NAME('select 1');`) },
      { query: SQL },
    ),
  },
  types: { ConnectionPool: { extends: ['EventEmitter@node:events'] }, SqlRequest: { exportedAs: ['Request'] } },
});

// ——— generic-pool

const genericPool = defineLibrary({
  modules: ['generic-pool'],
  verified: 'generic-pool 3.9.0',
  entries: {
    createPool: {
      role: 'other',
      gives: 'Pool',
      waits: {
        acquire: { argument: 1, bounds: ['acquireTimeoutMillis'], what: 'waiting for a free resource', write: 'acquireTimeoutMillis: 10_000' },
      },
      example: `import { createPool } from 'generic-pool'; createPool(factory);`,
    },
    'Pool#acquire': {
      role: 'acquire', promise: true, gives: 'Resource',
      acquires: {
        releasedBy: [],
        releasedByPassing: ['release', 'destroy'],
        what: 'a pooled resource',
        harm: 'the pool runs dry',
        // Run: "Resource not currently part of this pool".
        twice: 'this call rejects',
      },
      example: `import { createPool } from 'generic-pool'; const pool = createPool(factory); await pool.acquire();`,
    },
    'Pool#use': { role: 'other', promise: true, callbacks: [{ argument: 0, parameters: ['Resource'], awaited: true, runs: 'later' }], example: `import { createPool } from 'generic-pool'; const pool = createPool(factory); await pool.use(async each => {});` },
  },
  types: { Pool: {}, Resource: {} },
});

export const databases: readonly Library[] = [
  pg, postgresJs, mysqlPromise, mysqlCallbacks, mysql2Callbacks, mongodb, mongoose, knex, typeorm, nestTypeorm, prisma, prismaPg, sequelize, drizzle, drizzlePg, drizzlePostgresJs, kysely, betterSqlite, mariadb, oracledb, mssql, genericPool,
];
