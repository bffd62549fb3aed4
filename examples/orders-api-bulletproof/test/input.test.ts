import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { StandIn } from '../embedded/stand-in.js';
import { loadConfig } from '../src/config.js';
import { testDatabase } from './support/database-url.js';
import { type RunningTwin, startTwin } from './support/in-process.js';
import { DRAFT, post, send } from './support/requests.js';

describe('input from outside', () => {
  let database: StandIn;
  let twin: RunningTwin;

  before(async () => {
    database = await testDatabase();
    twin = await startTwin(database.url);
  });
  after(async () => {
    await twin.stop();
    await database.stop();
  });

  const bodies: readonly (readonly [what: string, body: unknown])[] = [
    ['truncated JSON', '{"customerId":'],
    ['an empty body', ''],
    ['null', 'null'],
    ['no items', { customerId: 'c1', items: [] }],
    ['items that are no list', { customerId: 'c1', items: { length: 1 } }],
    ['a quantity that is text', { ...DRAFT, items: [{ ...DRAFT.items[0], quantity: '2' }] }],
    ['a negative price', { ...DRAFT, items: [{ ...DRAFT.items[0], unitPriceCents: -1 }] }],
    ['a customer that is an object', { ...DRAFT, customerId: { $ne: '' } }],
  ];
  for (const [what, body] of bodies) {
    it(`is refused: ${what}`, async () => {
      const { status, body: answer } = await post(`${twin.url}/orders`, body);
      assert.equal(status, 400);
      assert.deepEqual(answer, { code: 'invalid_request' });
    });
  }

  it('is refused in paths and queries too', async () => {
    for (const path of ['/orders/1', '/orders', '/orders?customerId=%00', '/stock/%2e%2e%2fadmin']) {
      const { status } = await send(`${twin.url}${path}`);
      assert.equal(status, 400, path);
    }
  });
});

describe('the environment', () => {
  const complete = {
    ADMIN_TOKEN: 't',
    DATABASE_URL: 'postgres://127.0.0.1/x',
    REDIS_URL: 'redis://127.0.0.1',
    PAYMENTS_URL: 'http://127.0.0.1:1',
    INVENTORY_URL: 'http://127.0.0.1:2',
    WAREHOUSE_URL: 'http://127.0.0.1:3',
  };

  it('is complete with what has no sensible default', () => {
    assert.equal(loadConfig(complete).PORT, 3_000);
  });

  it('is refused before anything starts when a variable is missing or no number', () => {
    assert.throws(() => loadConfig({ ...complete, DATABASE_URL: undefined }), /DATABASE_URL/);
    assert.throws(() => loadConfig({ ...complete, WORKER_POLL_MS: 'soon' }), /WORKER_POLL_MS/);
    assert.throws(() => loadConfig({ ...complete, PORT: '70000' }), /PORT/);
  });
});
