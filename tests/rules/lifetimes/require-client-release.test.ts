import rule from '../../../src/rules/lifetimes/require-client-release.js';
import { ruleTests } from '../../rule-tests.js';

const pg = (body: string): string => `import { Pool } from 'pg';\nconst pool = new Pool();\nexport async function run(id: string) {\n${body}\n}`;
const orm = (body: string): string => `import { DataSource } from 'typeorm';\nexport class Orders {\n  constructor(private readonly source: DataSource) {}\n  async run() {\n${body}\n  }\n}`;
const mongo = (body: string): string => `import { MongoClient } from 'mongodb';\nconst client = new MongoClient(url);\nexport async function run() {\n${body}\n}`;

ruleTests(rule, {
  valid: [
    pg(`  const client = await pool.connect();\n  try {\n    return await client.query('select 1');\n  } finally {\n    client.release();\n  }`),
    { name: 'assigned in the try', code: pg(`  let client;\n  try {\n    client = await pool.connect();\n    await client.query('select 1');\n  } finally {\n    if (client) client.release();\n  }`) },
    { name: 'optional release', code: pg(`  let client: import('pg').PoolClient | undefined;\n  try {\n    client = await pool.connect();\n    await client.query('select 1');\n  } catch (error) {\n    report(error);\n  } finally {\n    client?.release();\n  }`) },
    { name: 'released in catch and after', code: pg(`  const client = await pool.connect();\n  try {\n    await client.query('select 1');\n  } catch (error) {\n    client.release(error);\n    throw error;\n  }\n  client.release();`) },
    { name: 'nothing in between', code: pg(`  const client = await pool.connect();\n  client.release();`) },
    { name: 'a test of the connection', code: pg(`  (await pool.connect()).release();`) },
    { name: 'returned', code: pg(`  const client = await pool.connect();\n  await client.query('set search_path to a');\n  return client;`) },
    { name: 'kept in a field', code: `import { Pool } from 'pg';\nconst pool = new Pool();\nclass A {\n  async open() {\n    const client = await pool.connect();\n    this.client = client;\n  }\n}` },
    { name: 'given away', code: pg(`  const client = await pool.connect();\n  await work(client);`) },
    { name: 'given to a helper that puts things in order', code: pg(`  const client = await pool.connect();\n  try {\n    await client.query('select 1');\n    client.release();\n  } catch (error) {\n    giveBack(client, error);\n    throw error;\n  }`) },
    { name: 'released by a closure', code: pg(`  const client = await pool.connect();\n  res.on('close', () => client.release());\n  await client.query('select 1');`) },
    { name: 'finally of a chain', code: pg(`  const client = await pool.connect();\n  return client.query('select 1').finally(() => client.release());`) },
    { name: 'early return with its own release', code: pg(`  const client = await pool.connect();\n  try {\n    if (!id) {\n      return;\n    }\n    await client.query('select 1');\n  } finally {\n    client.release();\n  }`) },
    { name: 'await using', code: `import { open } from 'node:fs/promises';\nexport async function read(path) {\n  await using handle = await open(path);\n  return await handle.readFile();\n}` },
    { name: 'the pool itself', code: pg(`  await pool.query('select 1');`) },
    { name: 'a condition that nobody can judge', code: pg(`  let client = outer;\n  const own = !client;\n  if (!client) client = await pool.connect();\n  try {\n    await client.query('select 1');\n  } finally {\n    if (own) client.release();\n  }`) },
    { name: 'not there', code: pg(`  const client = await pool.connect();\n  if (!client) return;\n  client.release();`) },
    { name: 'as TypeORM documents it', code: orm(`    const runner = this.source.createQueryRunner();\n    await runner.connect();\n    await runner.startTransaction();\n    try {\n      await runner.manager.save(order);\n      await runner.commitTransaction();\n    } catch (error) {\n      await runner.rollbackTransaction();\n      throw error;\n    } finally {\n      await runner.release();\n    }`) },
    { name: 'session', code: mongo(`  const session = client.startSession();\n  try {\n    await session.withTransaction(async () => { await client.db().collection('a').insertOne({}, { session }); });\n  } finally {\n    await session.endSession();\n  }`) },
    { name: 'the stream takes the handle over', code: `import { open } from 'node:fs/promises';\nexport async function stream(path) {\n  const handle = await open(path);\n  await handle.stat();\n  return handle.createReadStream();\n}` },
    { name: 'a client for as long as the process lives', code: `import { Client } from 'pg';\nexport async function listen() {\n  const client = new Client();\n  await client.connect();\n  client.on('notification', handle);\n  await client.query('listen news');\n}` },
    { name: 'a mutex', code: `import { Mutex } from 'async-mutex';\nconst mutex = new Mutex();\nexport async function run() {\n  const release = await mutex.acquire();\n  try {\n    await work();\n  } finally {\n    release();\n  }\n}` },
    { name: 'mysql, given back to the pool', code: `import mysql from 'mysql2/promise';\nconst pool = mysql.createPool({});\nexport async function run() {\n  const connection = await pool.getConnection();\n  try {\n    await connection.query('select 1');\n  } finally {\n    pool.releaseConnection(connection);\n  }\n}` },
    { name: 'kept by an object', code: pg(`  const client = await pool.connect();\n  const transaction = new Transaction(client);\n  try {\n    await transaction.begin();\n    return transaction;\n  } catch (error) {\n    client.release();\n    throw error;\n  }`) },
    { name: 'owned by others on success', code: pg(`  const client = await pool.connect();\n  try {\n    return wrap(client);\n  } catch (error) {\n    client.release();\n    throw error;\n  }`) },
    { name: 'an unknown pool', code: `export async function run(pool) {\n  const client = await pool.connect();\n  await client.query('select 1');\n  client.release();\n}` },
    { name: 'only a log line in between', code: pg(`  const client = await pool.connect();\n  console.log('connected');\n  client.release();`) },
    { name: 'test file', code: pg(`  const client = await pool.connect();\n  await client.query('select 1');`), filename: 'src/a.test.ts' },
  ],
  invalid: [
    {
      name: 'on the normal path only',
      code: pg(`  const client = await pool.connect();\n  const rows = await client.query('select 1');\n  client.release();\n  return rows;`),
      errors: [{
        messageId: 'throw',
        line: 4,
        data: { what: 'pool client', harm: 'the pool runs dry', line: '5', release: 'client.release();' },
        suggestions: [{ messageId: 'wrap', output: pg(`  const client = await pool.connect();\n  try {\n  const rows = await client.query('select 1');\n  \n  return rows;\n  } finally {\n    client.release();\n  }`) }],
      }],
    },
    {
      name: 'never',
      code: pg(`  const client = await pool.connect();\n  return await client.query('select 1');`),
      errors: [{ messageId: 'never', suggestions: [{ messageId: 'wrap', output: pg(`  const client = await pool.connect();\n  try {\n  return await client.query('select 1');\n  } finally {\n    client.release();\n  }`) }] }],
    },
    { name: 'dropped', code: pg(`  await pool.connect();\n  return true;`), errors: [{ messageId: 'never' }] },
    { name: 'dropped after one query', code: pg(`  return (await pool.connect()).query('select 1');`), errors: [{ messageId: 'never' }] },
    { name: 'a callback that takes no client', code: pg(`  return pool.connect().then(() => true);`), errors: [{ messageId: 'never' }] },
    {
      name: 'early return',
      code: pg(`  const client = await pool.connect();\n  if (!id) return null;\n  client.release();\n  return id;`),
      errors: [{ messageId: 'return', data: { what: 'pool client', harm: 'the pool runs dry', line: '5', release: 'client.release();' }, suggestions: 1 as never }],
    },
    {
      name: 'BEGIN before the try',
      code: pg(`  const client = await pool.connect();\n  await client.query('begin');\n  try {\n    await client.query('select 1');\n  } finally {\n    client.release();\n  }`),
      errors: [{ messageId: 'throw', line: 4 }],
    },
    {
      name: 'rethrown without a release',
      code: pg(`  const client = await pool.connect();\n  try {\n    await client.query('select 1');\n    client.release();\n  } catch (error) {\n    throw new Error('failed', { cause: error });\n  }`),
      errors: [{ messageId: 'throw' }],
    },
    { name: 'released in then only', code: pg(`  return pool.connect().then(client => client.query('select 1').then(rows => { client.release(); return rows; }));`), errors: [{ messageId: 'rejection' }] },
    {
      name: 'require, JavaScript',
      filename: 'src/a.js',
      code: `const { Pool } = require('pg');\nconst pool = new Pool();\nasync function run() {\n  const client = await pool.connect();\n  await client.query('select 1');\n  client.release();\n}\nmodule.exports = { run };`,
      errors: [{ messageId: 'throw', suggestions: 1 as never }],
    },
    {
      name: 'query runner of an injected data source',
      code: orm(`    const runner = this.source.createQueryRunner();\n    await runner.connect();\n    await runner.query('select 1');\n    await runner.release();`),
      errors: [{ messageId: 'throw', line: 5, suggestions: 1 as never }],
    },
    {
      name: 'session never ended',
      code: mongo(`  const session = client.startSession();\n  await session.withTransaction(async () => {});`),
      errors: [{ messageId: 'never', suggestions: [{ messageId: 'wrap', output: mongo(`  const session = client.startSession();\n  try {\n  await session.withTransaction(async () => {});\n  } finally {\n    await session.endSession();\n  }`) }] }],
    },
    {
      name: 'file handle',
      code: `import { open } from 'node:fs/promises';\nexport async function size(path) {\n  const handle = await open(path);\n  const { size } = await handle.stat();\n  await handle.close();\n  return size;\n}`,
      errors: [{ messageId: 'throw', suggestions: 1 as never }],
    },
    {
      name: 'mutex',
      code: `import { Mutex } from 'async-mutex';\nconst mutex = new Mutex();\nexport async function run() {\n  const release = await mutex.acquire();\n  await work();\n  release();\n}`,
      errors: [{ messageId: 'throw', suggestions: 1 as never }],
    },
    {
      name: 'mysql connection',
      code: `import { createPool } from 'mysql2/promise';\nconst pool = createPool({});\nexport async function run() {\n  const connection = await pool.getConnection();\n  await connection.query('select 1');\n  connection.release();\n}`,
      errors: [{ messageId: 'throw', suggestions: 1 as never }],
    },
    {
      name: 'client that is ended on the normal path only',
      code: `import pg from 'pg';\nexport async function check(url: string) {\n  const client = new pg.Client(url);\n  await client.connect();\n  await client.query('select 1');\n  await client.end();\n}`,
      errors: [{ messageId: 'throw', suggestions: 1 as never }],
    },
  ],
});
