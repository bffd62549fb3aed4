import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { StandIn } from '../embedded/stand-in.js';
import { testDatabase } from './support/database-url.js';
import { type RunningTwin, startTwin } from './support/in-process.js';
import { placeOrder, send } from './support/requests.js';

describe('a dependency that fails', () => {
  let database: StandIn;
  let twin: RunningTwin;

  before(async () => { database = await testDatabase(); });
  after(async () => { await database.stop(); });
  beforeEach(async () => { twin = await startTwin(database.url); });
  afterEach(async () => { await twin.stop(); });

  async function isAlive(): Promise<void> {
    const { status } = await send(`${twin.url}/readyz`);
    assert.equal(status, 200);
  }

  it('that accepts and never answers costs its caller the deadline and no more', async () => {
    twin.payments.behave('silent');
    const { status, body, ms } = await placeOrder(twin.url);
    assert.equal(status, 504);
    assert.deepEqual(body, { code: 'dependency_timeout' });
    assert.ok(ms < 5_000, `took ${String(ms)} ms`);
    await isAlive();
  });

  it('that fails late is an answer with a status', async () => {
    twin.payments.behave('fails-late');
    const { status, body } = await placeOrder(twin.url);
    assert.equal(status, 503);
    assert.deepEqual(body, { code: 'dependency_unavailable' });
    await isAlive();
  });

  it('that closes the socket in the middle of its response is an answer with a status', async () => {
    twin.inventory.behave('cut-mid-response');
    const { status, body } = await placeOrder(twin.url);
    assert.equal(status, 503);
    assert.deepEqual(body, { code: 'dependency_unavailable' });
    await isAlive();
  });

  it('that answers with something else than JSON is not taken at its word', async () => {
    twin.inventory.behave('malformed');
    const { status, body } = await send(`${twin.url}/stock/A`);
    assert.equal(status, 502);
    assert.deepEqual(body, { code: 'dependency_protocol' });
    assert.equal(twin.inventory.seen(), 1, 'a malformed answer is not worth a retry');
  });

  it('is tried again, and a blip is not seen by the caller', async () => {
    twin.inventory.behave('cut-late');
    setTimeout(() => { twin.inventory.behave('healthy'); }, 100);
    const { status } = await send(`${twin.url}/stock/A`);
    assert.equal(status, 200);
    assert.ok(twin.inventory.seen() >= 2);
  });

  it('again and again is left alone until it had time to recover', async () => {
    twin.inventory.behave('fails-late');
    for (let call = 0; call < 3; call += 1) await send(`${twin.url}/stock/A`);
    const seen = twin.inventory.seen();
    const { status } = await send(`${twin.url}/stock/A`);
    assert.equal(status, 503);
    assert.equal(twin.inventory.seen(), seen);
  });
});
