import rule from '../../../src/rules/waits/require-client-timeout.js';
import { ruleTests } from '../../rule-tests.js';

const PG = 'connectionTimeoutMillis: 5_000, statement_timeout: 10_000';
const pgData = { name: 'pg', waits: 'waiting for a connection (`connectionTimeoutMillis`) and queries (`statement_timeout`)', write: PG };
const write = (option: string, output: string) => ({ messageId: 'write', data: { write: option }, output });

ruleTests(rule, {
  valid: [
    // pg: both waits are bounded
    'import { Pool } from "pg"; export const pool = new Pool({ connectionTimeoutMillis: 2_000, statement_timeout: 5_000 });',
    'import { Pool } from "pg"; export const pool = new Pool({ connectionTimeoutMillis: 2_000, query_timeout: 5_000 });',
    'import pg from "pg"; export const pool = new pg.Pool({ connectionTimeoutMillis: limits.connect, statement_timeout: limits.query });',
    { code: 'const { Pool } = require("pg"); const options = { max: 10 }; options.connectionTimeoutMillis = 2000; options.statement_timeout = 5000; module.exports = new Pool(options);', filename: 'src/db.js' },
    'import { Pool } from "pg"; const limits = { connectionTimeoutMillis: 2_000, statement_timeout: 5_000 }; export const pool = new Pool({ ...limits, max: 10 });',
    'import { Pool } from "pg"; export const pool = new Pool({ connectionTimeoutMillis: 2_000, connectionString: "postgres://a/b?statement_timeout=5000" });',
    'import { Pool } from "pg"; export const pool = new Pool({ connectionTimeoutMillis: 2_000, connectionString: `postgres://${host}/b?statement_timeout=5000` });',
    'import { Pool } from "pg"; export const pool = new Pool({ connectionTimeoutMillis: 2_000, options: "-c statement_timeout=5000" });',
    { name: 'a statement of the file sets it for each connection', code: 'import { Pool } from "pg"; export const pool = new Pool({ connectionTimeoutMillis: 2_000 }); pool.on("connect", client => client.query("SET statement_timeout = 5000"));' },
    { name: 'each query in view brings its own', code: 'import { Client } from "pg"; export async function load() { const client = new Client({ connectionTimeoutMillis: 2_000 }); await client.connect(); try { return await client.query({ text: "select 1", query_timeout: 5_000 }); } finally { await client.end(); } }' },
    { name: 'with no argument the environment decides', code: 'import { Pool } from "pg"; export const pool = new Pool();' },
    { code: 'const { Pool } = require("pg"); module.exports = new Pool;', filename: 'src/db.js' },
    // a driver or a connector of one's own decides
    'import { Pool } from "pg"; import { Client } from "./client.js"; export const pool = new Pool({ max: 10, Client });',
    // postgres.js
    'import postgres from "postgres"; export const sql = postgres(process.env.DATABASE_URL, { connection: { statement_timeout: 5_000 } });',
    'import postgres from "postgres"; export const sql = postgres("postgres://a/b?statement_timeout=5000");',
    'import postgres from "postgres"; export const sql = postgres();',
    'import postgres from "postgres"; export const open = (options: postgres.Options<{}>) => postgres(url, options);',
    { name: 'a migration takes as long as it takes', code: 'import postgres from "postgres"; import { migrate } from "drizzle-orm/postgres-js/migrator"; export const sql = postgres(process.env.DATABASE_URL, { max: 1 });' },
    { code: 'import postgres from "postgres"; export const sql = postgres(process.env.DATABASE_URL, { max: 1 });', filename: 'src/db/migrate.ts' },
    // drizzle and kysely take a client, which is looked at where it is made
    'import { drizzle } from "drizzle-orm/node-postgres"; import { pool } from "./pool.js"; export const db = drizzle(pool);',
    'import { drizzle } from "drizzle-orm/node-postgres"; import { pool } from "./pool.js"; export const db = drizzle({ client: pool });',
    'import { drizzle } from "drizzle-orm/node-postgres"; export const db = drizzle({ connection: { connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 2_000, statement_timeout: 5_000 } });',
    'import { drizzle } from "drizzle-orm/mysql2"; export const db = drizzle(process.env.DATABASE_URL!);',
    'import { Kysely, PostgresDialect } from "kysely"; import { pool } from "./pool.js"; export const db = new Kysely({ dialect: new PostgresDialect({ pool }) });',
    // mysql2 ends connecting after 10 s by itself, and has no option for more
    'import mysql from "mysql2/promise"; export const pool = mysql.createPool({ host: "a", connectionLimit: 10 });',
    // mongodb: timeouts usually stand in the connection string
    'import { MongoClient } from "mongodb"; export const client = new MongoClient(process.env.MONGO_URL);',
    'import { MongoClient } from "mongodb"; export const open = url => MongoClient.connect(url);',
    'import { MongoClient } from "mongodb"; export const client = new MongoClient("mongodb://a/b?socketTimeoutMS=5000&waitQueueTimeoutMS=5000");',
    { name: 'commands that end make room in the pool', code: 'import mongoose from "mongoose"; await mongoose.connect("mongodb://a/b", { serverSelectionTimeoutMS: 5_000, socketTimeoutMS: 45_000 });' },
    'import mongoose from "mongoose"; await mongoose.connect(`mongodb://${host}/shop`);',
    { name: 'an option that does nothing is the matter of no-inert-timeout', code: 'import { MongoClient } from "mongodb"; export const client = new MongoClient("mongodb://a/b", { timeoutMS: 5_000 });' },
    { code: 'const { Pool } = require("pg"); module.exports = new Pool({ connectionTimeout: 5000 });', filename: 'src/db.js' },
    // ioredis
    'import Redis from "ioredis"; export const redis = new Redis(process.env.REDIS_URL, { commandTimeout: 5_000 });',
    'import Redis from "ioredis"; export const redis = new Redis({ host: "a", socketTimeout: 5_000 });',
    'import Redis from "ioredis"; export const redis = new Redis("redis://a?commandTimeout=5000");',
    'import Redis from "ioredis"; export const redis = new Redis();',
    'import Redis from "ioredis"; export const open = (options: RedisOptions) => new Redis(6379, "a", options);',
    'import Redis from "ioredis"; export const open = (url: string, options?: RedisOptions) => new Redis(url, { lazyConnect: true, ...(options ?? {}) });',
    { name: 'for BullMQ, which blocks', code: 'import Redis from "ioredis"; export const connection = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: null });' },
    'import Redis from "ioredis"; import { Queue } from "bullmq"; const connection = new Redis(process.env.REDIS_URL); export const mails = new Queue("mails", { connection });',
    { name: 'a subscriber waits on purpose', code: 'import Redis from "ioredis"; const news = new Redis(process.env.REDIS_URL); await news.subscribe("news");' },
    'import Redis from "ioredis"; class Jobs { async next() { const redis = new Redis(process.env.REDIS_URL); return await redis.blpop("jobs", 0); } }',
    'import { Cluster } from "ioredis"; export const redis = new Cluster([{ host: "a" }], { redisOptions: { commandTimeout: 5_000 } });',
    'import Redis from "ioredis"; const redis = new Redis("redis://a"); export const load = async (key: string) => { await Promise.race([redis.get(key), rejectAfter(100)]); };',
    // node-redis: the version decides, and nobody can tell it here
    'import { createClient } from "redis"; export const client = createClient({ url: process.env.REDIS_URL });',
    // node-redis 6
    { code: 'import { createClient } from "redis"; export const client = createClient({ url: process.env.REDIS_URL, pingInterval: 4_000, socket: { socketTimeout: 10_000, reconnectStrategy } });', filename: `${import.meta.dirname}/service.ts`.replace('/tests/rules/waits/', '/src/') },
    // knex, typeorm, sequelize
    'import knex from "knex"; export const db = knex({ client: "pg", connection: { host: "a", statement_timeout: 5_000 } });',
    'import knex from "knex"; export const db = knex({ client: "pg", connection: "postgres://a/b?statement_timeout=5000" });',
    'import knex from "knex"; export const db = knex({ client: "pg", connection: async () => ({ host: "a" }) });',
    'import knex from "knex"; export const db = knex({ client: "pg", connection: process.env.DATABASE_URL, pool: { afterCreate } });',
    'import knex from "knex"; export const db = knex({ client: "mysql2", connection: { host: "a" } });',
    'import knex from "knex"; import { connection } from "./config.js"; export const db = knex({ client: "pg", connection });',
    'import { DataSource } from "typeorm"; export const source = new DataSource({ type: "postgres", url: process.env.DATABASE_URL, connectTimeoutMS: 2_000, extra: { statement_timeout: 5_000 } });',
    'import { DataSource } from "typeorm"; export const source = new DataSource({ type: "postgres", url: process.env.DATABASE_URL, extra: { connectionTimeoutMillis: 2_000, query_timeout: 5_000 } });',
    'import { DataSource } from "typeorm"; export const source = new DataSource({ type: "mysql", host: "a" });',
    'import { DataSource } from "typeorm"; export const source = new DataSource({ type, host: "a" });',
    'import { TypeOrmModule } from "@nestjs/typeorm"; TypeOrmModule.forRootAsync({ useClass: TypeOrmConfig });',
    'import { TypeOrmModule } from "@nestjs/typeorm"; TypeOrmModule.forRootAsync({ useFactory: config => ({ type: "postgres", ...config.get("database") }) });',
    'import { Sequelize } from "sequelize"; export const db = new Sequelize("a", "b", "c", { dialect: "postgres", dialectOptions: { connectionTimeoutMillis: 2_000, statement_timeout: 5_000 } });',
    'import { Sequelize } from "sequelize"; export const db = new Sequelize(process.env.DATABASE_URL, { dialect: "mysql" });',
    'import { Sequelize } from "sequelize"; export const db = new Sequelize(process.env.DATABASE_URL, { dialect: "postgres", dialectOptions });',
    // others
    'import { PrismaPg } from "@prisma/adapter-pg"; export const adapter = new PrismaPg({ connectionString, connectionTimeoutMillis: 2_000, statement_timeout: 5_000 });',
    'import { PrismaPg } from "@prisma/adapter-pg"; import { pool } from "./pool.js"; export const adapter = new PrismaPg(pool);',
    'import mariadb from "mariadb"; export const pool = mariadb.createPool({ host: "a", queryTimeout: 5_000 });',
    'import sql from "mssql"; export const pool = new sql.ConnectionPool({ server: "a" });',
    'import { createPool } from "generic-pool"; export const pool = createPool(factory, { max: 10, acquireTimeoutMillis: 5_000 });',
    // cannot tell
    'import { Pool } from "pg"; export const make = (options: PoolConfig) => new Pool(options);',
    'import { Pool } from "pg"; import { options } from "./options.js"; export const pool = new Pool(options);',
    'import { Pool } from "pg"; export const make = options => new Pool({ max: 10, ...options });',
    'import { Pool } from "pg"; export const pool = new Pool(...all);',
    'import { Pool } from "pg"; import { tune } from "./tune.js"; const options = { max: 10 }; tune(options); export const pool = new Pool(options);',
    // others that are called so
    'import { Pool } from "./pool.js"; export const pool = new Pool({ max: 10 });',
    'class Pool {} export const pool = new Pool({ max: 10 });',
    'import type { Pool } from "pg"; export const use = (pool: Pool) => pool.query("select 1");',
    // not asked for
    { code: 'import { Pool } from "pg"; export const pool = new Pool({ connectionTimeoutMillis: 2_000 });', options: [{ except: ['command'] }] },
    { code: 'import { Client } from "pg"; export const client = new Client({ host });', options: [{ allow: ['pg:Client'] }] },
    { code: 'import pg from "pg"; export const client = new pg.Client({ host });', options: [{ allow: [{ from: 'package', package: 'pg', name: 'Client' }] }] },
    { code: 'import { Pool } from "pg"; export const pool = new Pool({ host });', filename: 'scripts/load.ts' },
    { code: 'import { Pool } from "pg"; export const pool = new Pool({ host });', filename: 'src/db.test.ts' },
  ],
  invalid: [
    {
      code: 'import { Pool } from "pg"; export const pool = new Pool({ max: 10 });',
      errors: [{ messageId: 'client', data: pgData, suggestions: [write(PG, `import { Pool } from "pg"; export const pool = new Pool({ max: 10, ${PG} });`)] }],
    },
    {
      code: 'import pg from "pg"; export const pool = new pg.Pool({});',
      errors: [{ messageId: 'client', data: pgData, suggestions: [write(PG, `import pg from "pg"; export const pool = new pg.Pool({ ${PG} });`)] }],
    },
    {
      code: 'const { Pool } = require("pg");\nmodule.exports = new Pool(undefined);',
      filename: 'src/db.js',
      errors: [{ messageId: 'client', data: pgData, line: 2, column: 22, endColumn: 26, suggestions: [write(PG, `const { Pool } = require("pg");\nmodule.exports = new Pool({ ${PG} });`)] }],
    },
    {
      name: 'a connection string moves to the options',
      code: 'import { Client } from "pg"; export const client = new Client(process.env.DATABASE_URL);',
      errors: [
        {
          messageId: 'client',
          data: { ...pgData, waits: 'connecting (`connectionTimeoutMillis`) and queries (`statement_timeout`)' },
          suggestions: [write(PG, `import { Client } from "pg"; export const client = new Client({ connectionString: process.env.DATABASE_URL, ${PG} });`)],
        },
      ],
    },
    {
      name: 'connect_timeout in the connection string is not read',
      code: 'import { Pool } from "pg"; export const pool = new Pool({ connectionString: "postgres://a/b?connect_timeout=5&statement_timeout=5000" });',
      errors: [
        {
          messageId: 'client',
          data: { name: 'pg', waits: 'waiting for a connection (`connectionTimeoutMillis`)', write: 'connectionTimeoutMillis: 5_000' },
          suggestions: [
            write('connectionTimeoutMillis: 5_000', 'import { Pool } from "pg"; export const pool = new Pool({ connectionString: "postgres://a/b?connect_timeout=5&statement_timeout=5000", connectionTimeoutMillis: 5_000 });'),
          ],
        },
      ],
    },
    {
      code: 'import { Pool } from "pg"; export const pool = new Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 0, /* all */ });',
      errors: [
        {
          messageId: 'client',
          data: { ...pgData, waits: 'waiting for a connection (`connectionTimeoutMillis: 0` switches it off) and queries (`statement_timeout`)' },
          suggestions: [write(PG, 'import { Pool } from "pg"; export const pool = new Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 5_000, statement_timeout: 10_000, /* all */ });')],
        },
      ],
    },
    {
      code: 'import { Pool } from "pg"; const options = { max: 10 }; export const pool = new Pool(options);',
      errors: [{ messageId: 'client', data: pgData, suggestions: [write(PG, `import { Pool } from "pg"; const options = { max: 10 }; export const pool = new Pool({ ...options, ${PG} });`)] }],
    },
    {
      code: 'import { Pool, type PoolConfig } from "pg"; const options: PoolConfig = { max: 10 }; options.host = host; export const pool = new Pool(options);',
      errors: [{ messageId: 'client', suggestions: 1 }],
    },
    { code: 'import { Pool } from "pg"; const base = { host: "a" }; export const pool = new Pool({ ...base, max: 10 });', errors: [{ messageId: 'client', suggestions: 1 }] },
    { code: 'import * as pg from "pg"; export class Db { readonly #pool = new pg.Pool({ max: 10 }); }', errors: [{ messageId: 'client', suggestions: 1 }] },
    { code: 'import Pool from "pg-pool"; export const pool = new Pool({ max: 10 });', errors: [{ messageId: 'client', suggestions: 1 }] },
    {
      name: 'one finding for each client',
      code: 'import { Client, Pool } from "pg"; export const pool = new Pool({ statement_timeout: 5_000 }); export const client = new Client({ connectionTimeoutMillis: 5_000 });',
      errors: [
        { messageId: 'client', data: { name: 'pg', waits: 'waiting for a connection (`connectionTimeoutMillis`)', write: 'connectionTimeoutMillis: 5_000' }, suggestions: 1 },
        { messageId: 'client', data: { name: 'pg', waits: 'queries (`statement_timeout`)', write: 'statement_timeout: 10_000' }, suggestions: 1 },
      ],
    },
    {
      code: 'import { Client } from "pg"; export const client = new Client({ host });',
      options: [{ except: ['command'] }],
      errors: [{ messageId: 'client', data: { name: 'pg', waits: 'connecting (`connectionTimeoutMillis`)', write: 'connectionTimeoutMillis: 5_000' }, suggestions: 1 }],
    },
    { code: 'import { Client } from "pg"; export const client = new Client({ host });', options: [{ allow: ['pg:Pool'] }], errors: [{ messageId: 'client', suggestions: 1 }] },
    {
      name: 'postgres.js: the option is nested',
      code: 'import postgres from "postgres"; export const sql = postgres(process.env.DATABASE_URL);',
      errors: [
        {
          messageId: 'client',
          data: { name: 'postgres', waits: 'queries (`connection.statement_timeout`)', write: 'connection: { statement_timeout: 10_000 }' },
          suggestions: [write('connection: { statement_timeout: 10_000 }', 'import postgres from "postgres"; export const sql = postgres(process.env.DATABASE_URL, { connection: { statement_timeout: 10_000 } });')],
        },
      ],
    },
    {
      name: 'written into the object that is there',
      code: 'import postgres from "postgres"; export const sql = postgres({ host: "a", connection: { application_name: "shop" }, connect_timeout: 0 });',
      errors: [
        {
          messageId: 'client',
          data: { name: 'postgres', waits: 'connecting (`connect_timeout: 0` switches it off) and queries (`connection.statement_timeout`)', write: 'connect_timeout: 10, connection: { statement_timeout: 10_000 }' },
          suggestions: [
            write('connect_timeout: 10, connection: { statement_timeout: 10_000 }', 'import postgres from "postgres"; export const sql = postgres({ host: "a", connection: { application_name: "shop", statement_timeout: 10_000 }, connect_timeout: 10 });'),
          ],
        },
      ],
    },
    { name: 'an object elsewhere is not copied', code: 'import postgres from "postgres"; const connection = { application_name: "shop" }; export const sql = postgres({ host: "a", connection });', errors: [{ messageId: 'client', suggestions: [] }] },
    {
      code: 'import { drizzle } from "drizzle-orm/node-postgres"; export const db = drizzle({ connection: { host: "a" } });',
      errors: [
        {
          messageId: 'client',
          data: {
            name: 'drizzle-orm/node-postgres', waits: 'waiting for a connection (`connection.connectionTimeoutMillis`) and queries (`connection.statement_timeout`)',
            write: 'connection: { connectionTimeoutMillis: 5_000, statement_timeout: 10_000 }',
          },
          suggestions: [
            write(
              'connection: { connectionTimeoutMillis: 5_000, statement_timeout: 10_000 }',
              'import { drizzle } from "drizzle-orm/node-postgres"; export const db = drizzle({ connection: { host: "a", connectionTimeoutMillis: 5_000, statement_timeout: 10_000 } });',
            ),
          ],
        },
      ],
    },
    { code: 'import { drizzle } from "drizzle-orm/node-postgres"; export const db = drizzle(process.env.DATABASE_URL!);', errors: [{ messageId: 'client', suggestions: [] }] },
    { code: 'import { drizzle } from "drizzle-orm/postgres-js"; export const db = drizzle(process.env.DATABASE_URL as string);', errors: [{ messageId: 'client', suggestions: [] }] },
    { name: 'a pool of drizzle', code: 'import { drizzle } from "drizzle-orm/node-postgres"; import { Pool } from "pg"; export const db = drizzle(new Pool({ max: 5 }));', errors: [{ messageId: 'client', column: 111, suggestions: 1 }] },
    {
      code: 'import mysql from "mysql2/promise"; export const pool = mysql.createPool({ host: "a", connectTimeout: 0 });',
      errors: [
        {
          messageId: 'client',
          data: { name: 'mysql2/promise', waits: 'connecting (`connectTimeout: 0` switches it off)', write: 'connectTimeout: 5_000' },
          suggestions: [write('connectTimeout: 5_000', 'import mysql from "mysql2/promise"; export const pool = mysql.createPool({ host: "a", connectTimeout: 5_000 });')],
        },
      ],
    },
    {
      code: 'import { MongoClient } from "mongodb"; export const client = new MongoClient("mongodb://a/b", { maxPoolSize: 5 });',
      errors: [
        {
          messageId: 'client',
          data: { name: 'mongodb', waits: 'waiting for a free connection (`waitQueueTimeoutMS`) and commands (`socketTimeoutMS`)', write: 'waitQueueTimeoutMS: 5_000, socketTimeoutMS: 30_000' },
          suggestions: [
            write('waitQueueTimeoutMS: 5_000, socketTimeoutMS: 30_000', 'import { MongoClient } from "mongodb"; export const client = new MongoClient("mongodb://a/b", { maxPoolSize: 5, waitQueueTimeoutMS: 5_000, socketTimeoutMS: 30_000 });'),
          ],
        },
      ],
    },
    { code: 'import mongoose from "mongoose"; await mongoose.connect("mongodb://a/b?retryWrites=true");', errors: [{ messageId: 'client', suggestions: 1 }] },
    {
      code: 'import Redis from "ioredis"; export const redis = new Redis(process.env.REDIS_URL!);',
      errors: [
        {
          messageId: 'client',
          data: { name: 'ioredis', waits: 'commands (`commandTimeout`)', write: 'commandTimeout: 5_000' },
          suggestions: [write('commandTimeout: 5_000', 'import Redis from "ioredis"; export const redis = new Redis(process.env.REDIS_URL!, { commandTimeout: 5_000 });')],
        },
      ],
    },
    {
      code: 'const Redis = require("ioredis"); exports.redis = new Redis(6379, "a");',
      filename: 'src/cache.js',
      errors: [{ messageId: 'client', suggestions: [write('commandTimeout: 5_000', 'const Redis = require("ioredis"); exports.redis = new Redis(6379, "a", { commandTimeout: 5_000 });')] }],
    },
    { code: 'import { Redis } from "ioredis"; export class Cache { readonly #redis: Redis; constructor(url: string) { this.#redis = new Redis(url, { maxRetriesPerRequest: 3 }); } }', errors: [{ messageId: 'client', suggestions: 1 }] },
    { code: 'import Redis from "ioredis"; export const redis = new Redis({ host: "a", connectTimeout: 0, commandTimeout: 5_000 });', errors: [{ messageId: 'client', data: { name: 'ioredis', waits: 'connecting (`connectTimeout: 0` switches it off)', write: 'connectTimeout: 5_000' }, suggestions: 1 }] },
    { code: 'import Redis from "ioredis"; export const redis = new Redis.Cluster([{ host: "a" }], { redisOptions: { tls: {} } });', errors: [{ messageId: 'client', suggestions: [write('redisOptions: { commandTimeout: 5_000 }', 'import Redis from "ioredis"; export const redis = new Redis.Cluster([{ host: "a" }], { redisOptions: { tls: {}, commandTimeout: 5_000 } });')] }] },
    {
      name: 'node-redis 6: what to write is more than an edit',
      code: 'import { createClient } from "redis"; export const client = createClient({ url: process.env.REDIS_URL });',
      filename: `${import.meta.dirname}/service.ts`.replace('/tests/rules/waits/', '/src/'),
      errors: [
        {
          messageId: 'client',
          data: { name: 'redis', waits: 'the answers to commands (`socket.socketTimeout`)', write: 'pingInterval: 4_000, socket: { socketTimeout: 10_000, reconnectStrategy: retries => Math.min(retries * 100, 3_000) }' },
          suggestions: [],
        },
      ],
    },
    {
      code: 'import knex from "knex"; export const db = knex({ client: "pg", connection: { host: "a" } });',
      errors: [{ messageId: 'client', suggestions: [write('connection: { statement_timeout: 10_000 }', 'import knex from "knex"; export const db = knex({ client: "pg", connection: { host: "a", statement_timeout: 10_000 } });')] }],
    },
    { code: 'import { knex } from "knex"; export const db = knex({ client: "postgresql", connection: process.env.DATABASE_URL });', errors: [{ messageId: 'client', suggestions: [] }] },
    {
      code: 'import { DataSource } from "typeorm"; export const source = new DataSource({ type: "postgres", url: process.env.DATABASE_URL, extra: { max: 10 } });',
      errors: [
        {
          messageId: 'client',
          data: { name: 'typeorm', waits: 'waiting for a connection (`connectTimeoutMS`) and queries (`extra.statement_timeout`)', write: 'connectTimeoutMS: 5_000, extra: { statement_timeout: 10_000 }' },
          suggestions: [
            write(
              'connectTimeoutMS: 5_000, extra: { statement_timeout: 10_000 }',
              'import { DataSource } from "typeorm"; export const source = new DataSource({ type: "postgres", url: process.env.DATABASE_URL, extra: { max: 10, statement_timeout: 10_000 }, connectTimeoutMS: 5_000 });',
            ),
          ],
        },
      ],
    },
    { code: 'import { TypeOrmModule } from "@nestjs/typeorm"; export const database = TypeOrmModule.forRoot({ type: "postgres", host: "a" });', errors: [{ messageId: 'client', suggestions: 1 }] },
    { code: 'import { TypeOrmModule } from "@nestjs/typeorm"; export const database = TypeOrmModule.forRootAsync({ useFactory: (config: ConfigService) => ({ type: "postgres", host: config.get("HOST") }) });', errors: [{ messageId: 'client', suggestions: [] }] },
    { code: 'import { Sequelize } from "sequelize"; export const db = new Sequelize("a", "b", "c", { dialect: "postgres", host: "a" });', errors: [{ messageId: 'client', suggestions: [write('dialectOptions: { connectionTimeoutMillis: 5_000, statement_timeout: 10_000 }', 'import { Sequelize } from "sequelize"; export const db = new Sequelize("a", "b", "c", { dialect: "postgres", host: "a", dialectOptions: { connectionTimeoutMillis: 5_000, statement_timeout: 10_000 } });')] }] },
    { code: 'import { PrismaPg } from "@prisma/adapter-pg"; export const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL });', errors: [{ messageId: 'client', data: { ...pgData, name: '@prisma/adapter-pg' }, suggestions: 1 }] },
    { code: 'import mariadb from "mariadb"; export const pool = mariadb.createPool({ host: "a" });', errors: [{ messageId: 'client', suggestions: 1 }] },
    { code: 'import sql from "mssql"; export const pool = new sql.ConnectionPool({ server: "a", requestTimeout: 0 });', errors: [{ messageId: 'client', suggestions: 1 }] },
    {
      code: 'import genericPool from "generic-pool"; export const pool = genericPool.createPool(factory, { max: 10 });',
      errors: [
        {
          messageId: 'client',
          data: { name: 'generic-pool', waits: 'waiting for a free resource (`acquireTimeoutMillis`)', write: 'acquireTimeoutMillis: 10_000' },
          suggestions: [write('acquireTimeoutMillis: 10_000', 'import genericPool from "generic-pool"; export const pool = genericPool.createPool(factory, { max: 10, acquireTimeoutMillis: 10_000 });')],
        },
      ],
    },
    { code: 'const { createPool } = require("generic-pool"); exports.pool = createPool({ create, destroy });', filename: 'src/pool.js', errors: [{ messageId: 'client', suggestions: 1 }] },
  ],
});
