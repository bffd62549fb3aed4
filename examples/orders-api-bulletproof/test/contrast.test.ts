import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { StandIn } from '../embedded/stand-in.js';
import { startEmbedded, type Embedded } from '../embedded/start.js';
import { testDatabase } from './support/database-url.js';
import { placeOrder, post, send } from './support/requests.js';
import { ORIGINAL, type ServiceProcess, startProcess, TWIN } from './support/service-process.js';
import { startSwitchableProvider, type SwitchableProvider } from './support/switchable-provider.js';
import { startTcpProxy, type TcpProxy } from './support/tcp-proxy.js';

/** Both services as their own processes, against the same dependencies, at the same time. */
describe('what ends or blocks orders-api and not its twin', () => {
  let database: StandIn;
  let proxy: TcpProxy;
  let provider: SwitchableProvider;
  let warehouse: SwitchableProvider;
  let embedded: Embedded;
  let original: ServiceProcess;
  let twin: ServiceProcess;

  before(async () => {
    database = await testDatabase();
    proxy = await startTcpProxy(database.url);
    [provider, warehouse] = await Promise.all([startSwitchableProvider(), startSwitchableProvider()]);
    embedded = await startEmbedded({ DATABASE_URL: proxy.url, PROVIDERS_URL: provider.url, WAREHOUSE_URL: warehouse.url });
    const bounds = { DEPENDENCY_TIMEOUT_MS: '1500', REQUEST_DEADLINE_MS: '2500', WORKER_ENABLED: 'false' };
    twin = await startProcess(TWIN, { ...embedded.env, ...bounds });
    original = await startProcess(ORIGINAL, embedded.env);
  });
  after(async () => {
    await Promise.all([original.kill(), twin.kill()]);
    await embedded.stop();
    await Promise.all([provider.stop(), warehouse.stop(), proxy.stop()]);
    await database.stop();
  });
  beforeEach(async () => {
    if (!original.isRunning()) original = await startProcess(ORIGINAL, embedded.env);
  });

  it('a body that is not what its type says: one answers 500, the other 400', async () => {
    const body = { customerId: 'c1', items: 'A' };
    const [broken, refused] = await Promise.all([post(`${original.url}/orders`, body), post(`${twin.url}/orders`, body)]);
    assert.equal(broken.status, 500);
    assert.equal(refused.status, 400);
  });

  it('a provider that accepts and never answers: one hangs, the other says 504', async () => {
    provider.behave('silent');
    const [hanging, answered] = await Promise.allSettled([placeOrder(original.url, 3_000), placeOrder(twin.url, 10_000)]);
    provider.behave('healthy');
    assert.equal(hanging.status, 'rejected');
    assert.equal((hanging.reason as Error).name, 'TimeoutError');
    assert.equal(answered.status, 'fulfilled');
    assert.equal(answered.value.status, 504);
  });

  it('a warehouse that cuts the line after the answer: one process is gone, the other works on', async () => {
    warehouse.behave('cut-late');
    const [first, second] = await Promise.all([placeOrder(original.url), placeOrder(twin.url)]);
    assert.equal(first.status, 201);
    assert.equal(second.status, 201);
    assert.equal(await original.exitWithin(15_000), 1);
    assert.match(original.output(), /ECONNRESET|socket hang up/);
    assert.equal((await send(`${twin.url}/readyz`)).status, 200);
  });

  it('a database failover while idle: one process is gone, the other reconnects', async () => {
    const [healthy, ready] = await Promise.all([send(`${original.url}/healthz`), send(`${twin.url}/readyz`)]);
    assert.equal(healthy.status, 200);
    assert.equal(ready.status, 200);
    proxy.resetAll();
    assert.equal(await original.exitWithin(15_000), 1);
    assert.equal((await send(`${twin.url}/readyz`)).status, 200);
  });

  it('a query that the database refuses: one process is gone, the other says 400', async () => {
    const path = '/orders?customerId=%00';
    await Promise.allSettled([send(`${original.url}${path}`)]);
    assert.equal(await original.exitWithin(15_000), 1);
    assert.equal((await send(`${twin.url}${path}`)).status, 400);
  });
});
