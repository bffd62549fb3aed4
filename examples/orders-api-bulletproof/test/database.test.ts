import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { pino } from 'pino';
import type { StandIn } from '../embedded/stand-in.js';
import { StorageError } from '../src/domain/errors.js';
import { createPool, Database } from '../src/persistence/database.js';
import { testDatabase } from './support/database-url.js';
import { startTwin } from './support/in-process.js';
import { placeOrder, send } from './support/requests.js';
import { startTcpProxy, type TcpProxy } from './support/tcp-proxy.js';

const log = pino({ level: 'silent' });

describe('a database connection that is lost', () => {
  let postgres: StandIn;
  let proxy: TcpProxy;
  let pool: Pool;
  let database: Database;

  before(async () => { postgres = await testDatabase(); });
  after(async () => { await postgres.stop(); });
  beforeEach(async () => {
    proxy = await startTcpProxy(postgres.url);
    pool = createPool(proxy.url, 1_000, log);
    database = new Database(pool, log);
  });
  afterEach(async () => {
    proxy.resetAll();
    await pool.end();
    await proxy.stop();
  });

  it('while idle is replaced', async () => {
    await database.query('SELECT 1');
    assert.equal(proxy.connections(), 1);
    proxy.resetAll();
    await delay(50);
    assert.deepEqual(await database.query('SELECT 2 AS n'), [{ n: 2 }]);
  });

  it('while checked out between two statements rejects the transaction and nothing else', async () => {
    const lost = database.transaction(async (client) => {
      await client.query('SELECT 1');
      proxy.resetAll();
      await delay(100);
      await client.query('SELECT 1');
    });
    await assert.rejects(lost, StorageError);
    assert.equal(pool.totalCount, 0, 'the broken client must not go back to the pool');
    assert.deepEqual(await database.query('SELECT 3 AS n'), [{ n: 3 }]);
  });

  it('while a statement runs rejects that statement', async () => {
    const lost = database.transaction(async (client) => {
      const running = client.query('SELECT pg_sleep(0.3)');
      setTimeout(proxy.resetAll, 50);
      await running;
    });
    await assert.rejects(lost, StorageError);
    assert.deepEqual(await database.query('SELECT 4 AS n'), [{ n: 4 }]);
  });

  it('rolls back what a failed transaction wrote', async () => {
    await database.query('CREATE TABLE IF NOT EXISTS scratch (n int)');
    const failed = database.transaction(async (client) => {
      await client.query('INSERT INTO scratch VALUES (1)');
      throw new RangeError('after the write');
    });
    await assert.rejects(failed, StorageError);
    assert.deepEqual(await database.query('SELECT n FROM scratch LIMIT 5'), []);
    assert.equal(pool.idleCount, pool.totalCount);
  });

  it('by silence is given up in bounded time', async () => {
    await database.query('SELECT 1');
    proxy.freeze(true);
    const startedAt = performance.now();
    await assert.rejects(database.query('SELECT 1'), StorageError);
    assert.ok(performance.now() - startedAt < 5_000);
  });
});

describe('a service whose stores drop their connections', () => {
  it('answers again as soon as they are back', async () => {
    const postgres = await testDatabase();
    const proxy = await startTcpProxy(postgres.url);
    const twin = await startTwin(proxy.url);
    try {
      const before = await placeOrder(twin.url);
      assert.equal(before.status, 201);
      proxy.resetAll();
      await delay(50);
      const after_ = await placeOrder(twin.url);
      assert.equal(after_.status, 201);

      proxy.freeze(true);
      const ready = await send(`${twin.url}/readyz`);
      assert.equal(ready.status, 503);
      const alive = await send(`${twin.url}/livez`);
      assert.equal(alive.status, 200);
    } finally {
      proxy.resetAll();
      await twin.stop();
      await proxy.stop();
      await postgres.stop();
    }
  });

  it('does without a cache that holds garbage', async () => {
    const postgres = await testDatabase();
    const twin = await startTwin(postgres.url);
    const redis = new Redis(twin.redisUrl);
    try {
      await redis.set('discount:c1', 'twelve');
      const placed = await placeOrder(twin.url);
      assert.equal(placed.status, 201);
      const { id, totalCents } = placed.body as { id: string; totalCents: number };
      assert.equal(totalCents, 1_000);
      await redis.set(`order:v2:${id}`, '{"id":');
      const found = await send(`${twin.url}/orders/${id}`);
      assert.equal(found.status, 200);
    } finally {
      redis.disconnect();
      await twin.stop();
      await postgres.stop();
    }
  });
});
