import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbedded, type Embedded } from '../embedded/start.js';
import { testDatabase } from './support/database-url.js';
import type { StandIn } from '../embedded/stand-in.js';
import { placeOrder, send } from './support/requests.js';
import { type ServiceProcess, startProcess, TWIN } from './support/service-process.js';
import { startSwitchableProvider, type SwitchableProvider } from './support/switchable-provider.js';

describe('SIGTERM while a request is in flight', () => {
  let database: StandIn;
  let embedded: Embedded;
  let payments: SwitchableProvider;
  let service: ServiceProcess;

  before(async () => {
    database = await testDatabase();
    payments = await startSwitchableProvider();
    embedded = await startEmbedded({ DATABASE_URL: database.url, PAYMENTS_URL: payments.url });
    service = await startProcess(TWIN, { ...embedded.env, WORKER_ENABLED: 'false' });
  });
  after(async () => {
    await service.kill();
    await payments.stop();
    await embedded.stop();
    await database.stop();
  });

  it('lets it finish, takes no new one and ends with code 0', async () => {
    payments.behave('slow');
    const inFlight = placeOrder(service.url);
    await delay(300);
    service.signal('SIGTERM');
    await delay(50);
    await assert.rejects(send(`${service.url}/livez`, { headers: { connection: 'close' } }, 1_000));
    const { status } = await inFlight;
    assert.equal(status, 201);
    assert.equal(await service.exitWithin(3_000), 0, service.output());
  });
});
