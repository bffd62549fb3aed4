import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Redis } from 'ioredis';
import type { StandIn } from '../embedded/stand-in.js';
import { testDatabase } from './support/database-url.js';
import { type RunningTwin, startTwin } from './support/in-process.js';
import { placeOrder, send } from './support/requests.js';
import { until } from './support/until.js';

describe('fulfilment', () => {
  let database: StandIn;
  let twin: RunningTwin;
  let redis: Redis;

  before(async () => {
    database = await testDatabase();
    twin = await startTwin(database.url, 'worker');
    redis = new Redis(twin.redisUrl);
  });
  after(async () => {
    redis.disconnect();
    await twin.stop();
    await database.stop();
  });

  async function place(): Promise<string> {
    const { status, body } = await placeOrder(twin.url);
    assert.equal(status, 201);
    return (body as { id: string }).id;
  }

  async function isFulfilled(id: string): Promise<void> {
    await until('the order is fulfilled', async () => {
      const { body } = await send(`${twin.url}/orders/${id}`);
      return (body as { status: string }).status === 'fulfilled';
    });
  }

  it('sets malformed jobs aside and works on the next one', async () => {
    await redis.lpush('orders:v2:fulfilment', '{"orderId":', 'null', '{"orderId":"1"}');
    await isFulfilled(await place());
    assert.equal(await redis.llen('orders:v2:fulfilment:malformed'), 3);
  });

  it('that rejects long after the caller was answered is delayed, not lost', async () => {
    twin.warehouse.behave('cut-late');
    const seen = twin.warehouse.seen();
    const id = await place();
    await until('the warehouse was asked', () => Promise.resolve(twin.warehouse.seen() > seen));
    assert.equal((await send(`${twin.url}/readyz`)).status, 200);

    twin.warehouse.behave('healthy');
    await isFulfilled(id);
  });

  it('survives that the queue forgets a job', async () => {
    twin.warehouse.behave('silent');
    const id = await place();
    await until('the job was taken', async () => (await redis.llen('orders:v2:fulfilment')) === 0);
    await redis.del('orders:v2:fulfilment');

    twin.warehouse.behave('healthy');
    await isFulfilled(id);
  });
});
