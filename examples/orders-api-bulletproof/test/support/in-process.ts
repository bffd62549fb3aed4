import { pino } from 'pino';
import { startRedis } from '../../embedded/redis.js';
import { loadConfig } from '../../src/config.js';
import { startService } from '../../src/service.js';
import { freePort } from './free-port.js';
import { startSwitchableProvider, type SwitchableProvider } from './switchable-provider.js';

export interface RunningTwin {
  readonly url: string;
  readonly redisUrl: string;
  readonly payments: SwitchableProvider;
  readonly inventory: SwitchableProvider;
  readonly warehouse: SwitchableProvider;
  readonly stop: () => Promise<void>;
}

/** The twin in this process, each dependency under the test's control. */
export async function startTwin(databaseUrl: string, worker: 'worker' | 'no worker' = 'no worker'): Promise<RunningTwin> {
  const redis = await startRedis();
  const [payments, inventory, warehouse] = await Promise.all([
    startSwitchableProvider(), startSwitchableProvider(), startSwitchableProvider(),
  ]);
  const port = await freePort();
  const config = loadConfig({
    PORT: String(port),
    ADMIN_PORT: String(await freePort()),
    ADMIN_TOKEN: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    PAYMENTS_URL: payments.url,
    INVENTORY_URL: inventory.url,
    WAREHOUSE_URL: warehouse.url,
    DEPENDENCY_TIMEOUT_MS: '1000',
    REQUEST_DEADLINE_MS: '1500',
    DATABASE_TIMEOUT_MS: '1000',
    BREAKER_RECOVERY_MS: '300',
    // The outbox is in the database, which the test files share.
    WORKER_ENABLED: String(worker === 'worker'),
    WORKER_POLL_MS: '40',
    JOB_LEASE_MS: '300',
  });
  const service = await startService(config, pino({ level: 'silent' }));
  return {
    url: `http://127.0.0.1:${String(port)}`,
    redisUrl: redis.url,
    payments,
    inventory,
    warehouse,
    stop: async () => {
      await service.stop();
      await Promise.all([redis.stop(), payments.stop(), inventory.stop(), warehouse.stop()]);
    },
  };
}
