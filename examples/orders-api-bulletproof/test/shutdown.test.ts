import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startEmbedded, type Embedded } from '../embedded/start.js';
import { testDatabase } from './support/database-url.js';
import type { StandIn } from '../embedded/stand-in.js';
import { placeOrder, send } from './support/requests.js';
import { type ServiceProcess, startProcess, TWIN } from './support/service-process.js';
import { startSwitchableProvider, type SwitchableProvider } from './support/switchable-provider.js';
import { until } from './support/until.js';

describe('SIGTERM while a request is in flight', () => {
  let database: StandIn;
  let embedded: Embedded;
  let payments: SwitchableProvider;
  let service: ServiceProcess;

  before(async () => {
    database = await testDatabase();
    payments = await startSwitchableProvider();
    embedded = await startEmbedded({ DATABASE_URL: database.url, PAYMENTS_URL: payments.url });
    service = await startProcess(TWIN, { ...embedded.env, WORKER_ENABLED: 'false', DEPENDENCY_TIMEOUT_MS: '8000', REQUEST_DEADLINE_MS: '9000' });
  });
  after(async () => {
    await service.kill();
    await payments.stop();
    await embedded.stop();
    await database.stop();
  });

  async function stopOnceAsked(): Promise<void> {
    await until('the payment is under way', () => Promise.resolve(payments.seen() > 0));
    service.signal('SIGTERM');
    await until('new connections are refused', async () => {
      const [probe] = await Promise.allSettled([send(`${service.url}/livez`, { headers: { connection: 'close' } }, 1_000)]);
      return probe?.status === 'rejected';
    });
  }

  it('lets it finish, takes no new one and ends with code 0', async () => {
    payments.behave('slow');
    const [placed] = await Promise.all([placeOrder(service.url, 15_000), stopOnceAsked()]);
    assert.equal(placed.status, 201);
    assert.equal(await service.exitWithin(15_000), 0, service.output());
  });
});
