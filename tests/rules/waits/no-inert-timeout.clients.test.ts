import rule from '../../../src/rules/waits/no-inert-timeout.js';
import { ruleTests } from '../../rule-tests.js';

const pgData = (key: string, instead: string) => ({ key, why: 'is no option of pg, which ignores it', instead: `\`${instead}\`` });

// Options of database and cache clients that do nothing: run in tests/catalog/client-timeouts.test.ts.
ruleTests(rule, {
  valid: [
    'import { Pool } from "pg"; new Pool({ connectionTimeoutMillis: 5_000, statement_timeout: 5_000 });',
    'import { Pool } from "pg"; new Pool({ connectionTimeoutMillis: 5_000, connectionTimeout: 5_000 });',
    'import { Pool } from "pg"; new Pool({ connectionTimeout: 0 });',
    'import { Pool } from "./pool.js"; new Pool({ connectionTimeout: 5_000 });',
    'import postgres from "postgres"; postgres({ connect_timeout: 10, connection: { statement_timeout: 5_000 } });',
    'import postgres from "postgres"; postgres(url, { idle_timeout: 20 });',
    'import Redis from "ioredis"; new Redis({ connectTimeout: 5_000, commandTimeout: 5_000 });',
    'import Redis from "ioredis"; export const open = (options: RedisOptions) => new Redis(options);',
    'import { createClient } from "redis"; createClient({ socket: { connectTimeout: 5_000, socketTimeout: 5_000 }, commandOptions: { timeout: 5_000 } });',
    { name: 'an option of version 3', code: 'import redis from "redis"; redis.createClient({ host: "a", connect_timeout: 5_000 });' },
    'import { Client } from "memjs"; Client.create(servers, { timeout: 0.5 });',
    { name: 'mysql knows it, mysql2 does not', code: 'import mysql from "mysql"; mysql.createPool({ acquireTimeout: 5_000 });' },
    'import knex from "knex"; export const load = (db: knex.Knex) => db("orders").timeout(1_000);',
  ],
  invalid: [
    {
      code: 'const { Pool } = require("pg"); module.exports = new Pool({ host: "a", connectionTimeout: 5000 });',
      filename: 'src/db.js',
      errors: [
        {
          messageId: 'inert',
          data: pgData('connectionTimeout', 'connectionTimeoutMillis'),
          suggestions: [{ messageId: 'write', data: { write: 'connectionTimeoutMillis: 5000' }, output: 'const { Pool } = require("pg"); module.exports = new Pool({ host: "a", connectionTimeoutMillis: 5000 });' }],
        },
      ],
    },
    { code: 'import { Client } from "pg"; new Client({ connectTimeoutMS: 5_000 });', errors: [{ messageId: 'inert', data: pgData('connectTimeoutMS', 'connectionTimeoutMillis'), suggestions: 1 }] },
    { code: 'import pg from "pg"; new pg.Pool({ connectionTimeoutMillis: 5_000, statementTimeout: 5_000 });', errors: [{ messageId: 'inert', data: pgData('statementTimeout', 'statement_timeout'), suggestions: 1 }] },
    { code: 'import { Pool } from "pg"; const options = { queryTimeout: 5_000 }; new Pool(options);', errors: [{ messageId: 'inert', data: pgData('queryTimeout', 'query_timeout'), suggestions: [] }] },
    { code: 'import { PrismaPg } from "@prisma/adapter-pg"; new PrismaPg({ connectionString, connect_timeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: 1 }] },
    { code: 'import postgres from "postgres"; postgres(url, { timeout: 5 });', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import postgres from "postgres"; postgres(url, { connectTimeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import postgres from "postgres"; postgres({ host: "a", statement_timeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import postgres from "postgres"; postgres(url, { connect_timeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: [] }] },
    {
      code: 'import Redis from "ioredis"; new Redis({ host: "a", timeout: 5_000 });',
      errors: [
        {
          messageId: 'inert',
          data: { key: 'timeout', why: 'is no option of ioredis, which ignores it', instead: '`commandTimeout`' },
          suggestions: [{ messageId: 'write', data: { write: 'commandTimeout: 5_000' }, output: 'import Redis from "ioredis"; new Redis({ host: "a", commandTimeout: 5_000 });' }],
        },
      ],
    },
    { code: 'import { Redis } from "ioredis"; new Redis(6379, "a", { connect_timeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: 1 }] },
    { code: 'import { createClient } from "redis"; createClient({ url, connectTimeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: [] }] },
    {
      name: 'commandOptions.timeout ends with the sending',
      code: 'import { createClient } from "redis"; createClient({ url, commandOptions: { timeout: 5_000 } });',
      errors: [{ messageId: 'inert', suggestions: [] }],
    },
    { code: 'import { createClient } from "redis"; createClient({ url, commandTimeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import { Client } from "memjs"; Client.create(servers, { timeout: 500 });', errors: [{ messageId: 'inert', suggestions: [] }] },
    { code: 'import mysql from "mysql2"; mysql.createPool({ host: "a", acquireTimeout: 5_000 });', errors: [{ messageId: 'inert', suggestions: [] }] },
  ],
});
