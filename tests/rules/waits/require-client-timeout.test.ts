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
  ],
});
