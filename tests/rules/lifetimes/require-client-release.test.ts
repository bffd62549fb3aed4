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
    { name: 'callback: released on every path', code: `import { createPool } from 'mysql2';\nconst pool = createPool({});\nexport function run(cb) {\n  pool.getConnection((error, connection) => {\n    if (error) return cb(error);\n    connection.beginTransaction(failure => {\n      if (failure) { connection.release(); return cb(failure); }\n      connection.query('select 1', late => {\n        if (late) return connection.rollback(() => { connection.release(); cb(late); });\n        connection.commit(() => { connection.release(); cb(); });\n      });\n    });\n  });\n}` },
    { name: 'a descriptor that a stream takes over', code: `import fs from 'node:fs';\nexport function log(path) {\n  const fd = fs.openSync(path, 'a');\n  return fs.createWriteStream('', { fd });\n}` },
    { name: 'a descriptor that is closed', code: `import { openSync, closeSync, readSync } from 'node:fs';\nexport function head(path, buffer) {\n  const fd = openSync(path, 'r');\n  try {\n    return readSync(fd, buffer);\n  } finally {\n    closeSync(fd);\n  }\n}` },
    { name: 'touch', code: `import fs from 'node:fs';\nexport const touch = path => { fs.closeSync(fs.openSync(path, 'a')); };` },
    { name: 'stdio of a child process', code: `import fs from 'node:fs';\nimport { spawn } from 'node:child_process';\nexport function start(path) {\n  const out = fs.openSync(path, 'a');\n  return spawn('a', [], { stdio: ['ignore', out, out] });\n}` },
    { name: 'a browser that lives on', code: `import puppeteer from 'puppeteer';\nexport async function page() {\n  const browser = await puppeteer.launch();\n  return await browser.newPage();\n}` },
    { name: 'a browser, closed', code: `import { chromium } from 'playwright';\nexport async function pdf(url) {\n  const browser = await chromium.launch();\n  try {\n    const page = await browser.newPage();\n    return await page.pdf();\n  } finally {\n    await browser.close();\n  }\n}` },
    { name: 'the one pool of mssql', code: `import sql from 'mssql';\nexport const run = (config, query) => sql.connect(config).then(pool => pool.request().query(query));` },
    { name: 'an encoder of the module', code: `import { get_encoding } from 'tiktoken';\nconst encoder = get_encoding('cl100k_base');\nexport const count = text => encoder.encode(text).length;` },
    { name: 'callback: handed on', code: `import { createPool } from 'mysql2';\nconst pool = createPool({});\nexport const take = cb => pool.getConnection((error, connection) => cb(error, connection));\nexport const other = cb => pool.getConnection(cb);` },
    { name: 'callback: done is the callback of the query', code: `import { Pool } from 'pg';\nconst pool = new Pool();\nexport const run = () => pool.connect((error, client, done) => {\n  if (error) throw error;\n  client.query('select 1', done);\n});` },
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
      name: 'callback: the path of a failed query',
      code: `import { createPool } from 'mysql2';\nconst pool = createPool({});\nexport function run(cb) {\n  pool.getConnection((error, connection) => {\n    if (error) return cb(error);\n    connection.query('select 1', (failure, rows) => {\n      if (failure) return cb(failure);\n      connection.release();\n      cb(null, rows);\n    });\n  });\n}`,
      errors: [{ messageId: 'callback-path', line: 7, data: { what: 'pool connection', harm: 'the pool runs dry', line: '4', call: 'connection.release()' } }],
    },
    {
      name: 'callback: nothing releases it, JavaScript',
      filename: 'src/a.js',
      code: `const mysql = require('mysql');\nconst pool = mysql.createPool({});\nexports.check = function (cb) {\n  pool.getConnection(function (error, connection) {\n    if (error) return cb(error);\n    cb(null, true);\n  });\n};`,
      errors: [{ messageId: 'callback-never', line: 4, data: { what: 'pool connection', harm: 'the pool runs dry', call: 'connection.release()' } }],
    },
    {
      name: 'callback: done of pg on one path only',
      code: `import { Pool } from 'pg';\nconst pool = new Pool();\nexport const run = (id, cb) => pool.connect((error, client, done) => {\n  if (error) return cb(error);\n  if (!id) return cb();\n  client.query('select 1', rows => { done(); cb(null, rows); });\n});`,
      errors: [{ messageId: 'callback-path', line: 5, data: { what: 'pool client', harm: 'the pool runs dry', line: '3', call: 'done()' } }],
    },
    {
      name: 'a descriptor that an early return leaves open',
      code: `import fs from 'node:fs';\nexport function head(path, buffer) {\n  const fd = fs.openSync(path, 'r');\n  const { size } = fs.fstatSync(fd);\n  if (size === 0) return undefined;\n  fs.readSync(fd, buffer);\n  fs.closeSync(fd);\n  return buffer;\n}`,
      errors: [{ messageId: 'return', data: { what: 'file descriptor', harm: 'the process runs out of them', line: '5', release: 'fs.closeSync(fd);' }, suggestions: 1 as never }],
    },
    {
      name: 'callback: a descriptor',
      code: `import fs from 'node:fs';\nexport function head(path, buffer, cb) {\n  fs.open(path, 'r', (error, fd) => {\n    if (error) return cb(error);\n    fs.read(fd, buffer, 0, 10, 0, (failure, count) => {\n      if (failure) return cb(failure);\n      fs.close(fd, () => cb(null, count));\n    });\n  });\n}`,
      errors: [{ messageId: 'callback-path', line: 6 }],
    },
    {
      name: 'callback: a descriptor that nothing closes',
      code: `import { open, read } from 'node:fs';\nexport function head(path, buffer, cb) {\n  open(path, 'r', (error, fd) => {\n    if (error) return cb(error);\n    read(fd, buffer, 0, 10, 0, cb);\n  });\n}`,
      errors: [{ messageId: 'callback-never', data: { what: 'file descriptor', harm: 'the process runs out of them', call: 'close(fd)' } }],
    },
    {
      name: 'a browser that is closed on the normal path only',
      code: `import puppeteer from 'puppeteer';\nexport async function pdf(url) {\n  const browser = await puppeteer.launch();\n  const page = await browser.newPage();\n  await page.goto(url);\n  const file = await page.pdf();\n  await browser.close();\n  return file;\n}`,
      errors: [{ messageId: 'throw', line: 3, suggestions: 1 as never }],
    },
    {
      name: 'oracle, mariadb',
      code: `import oracledb from 'oracledb';\nimport mariadb from 'mariadb';\nconst maria = mariadb.createPool({});\nexport async function run(sql) {\n  const pool = await oracledb.createPool({});\n  const connection = await pool.getConnection();\n  await connection.execute(sql);\n  await connection.close();\n  const other = await maria.getConnection();\n  return await other.query(sql);\n}`,
      errors: [{ messageId: 'throw', line: 6, suggestions: 1 as never }, { messageId: 'never', line: 9, suggestions: 1 as never }],
    },
    {
      name: 'an mssql pool',
      code: `import sql from 'mssql';\nexport async function run(config, query) {\n  const pool = new sql.ConnectionPool(config);\n  await pool.connect();\n  const result = await pool.request().query(query);\n  await pool.close();\n  return result;\n}`,
      errors: [{ messageId: 'throw', line: 4, suggestions: 1 as never }],
    },
    {
      name: 'an encoder, made in one of two ways',
      code: `import { encoding_for_model, get_encoding } from 'tiktoken';\nexport function count(model: string, texts: string[]) {\n  let encoder;\n  try {\n    encoder = encoding_for_model(model);\n  } catch {\n    encoder = get_encoding('cl100k_base');\n  }\n  let sum = 0;\n  texts.forEach(text => { sum += encoder.encode(text).length; });\n  return sum;\n}`,
      errors: [{ messageId: 'never', line: 5 }],
    },
    {
      name: 'callback: a catch that leaves the client open',
      code: `import { Client } from 'pg';\nexport const run = (url, sql) => new Promise((resolve, reject) => {\n  const client = new Client(url);\n  client.connect(error => {\n    if (error) return reject(error);\n    try {\n      client.query(build(sql), (failure, rows) => {\n        client.end();\n        resolve(rows);\n      });\n    } catch (failure) {\n      reject(failure);\n    }\n  });\n});`,
      errors: [{ messageId: 'callback-path', line: 11 }],
    },
    {
      name: 'client that is ended on the normal path only',
      code: `import pg from 'pg';\nexport async function check(url: string) {\n  const client = new pg.Client(url);\n  await client.connect();\n  await client.query('select 1');\n  await client.end();\n}`,
      errors: [{ messageId: 'throw', suggestions: 1 as never }],
    },
  ],
});
