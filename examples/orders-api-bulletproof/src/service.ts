import type { Logger } from 'pino';
import { Agent } from 'undici';
import { createAdminApp } from './admin/admin-app.js';
import { listenForAdmin } from './admin/admin-server.js';
import { OrderCache } from './cache/order-cache.js';
import { createRedis } from './cache/redis.js';
import { DependencyClient, type DependencyOptions } from './clients/dependency-client.js';
import { isTransient } from './clients/failures.js';
import { InventoryClient } from './clients/inventory.js';
import { PaymentsClient } from './clients/payments.js';
import { WarehouseClient } from './clients/warehouse.js';
import type { Config } from './config.js';
import { createApp } from './http/app.js';
import { healthRoutes } from './http/health-routes.js';
import { orderRoutes } from './http/order-routes.js';
import { stockRoutes } from './http/stock-routes.js';
import { webhookRoutes } from './http/webhook-routes.js';
import { stopAll } from './lifecycle/stop-all.js';
import { createPool, Database } from './persistence/database.js';
import { OrderRepository } from './persistence/order-repository.js';
import { migrate } from './persistence/schema.js';
import { Fulfilment } from './queue/fulfilment.js';
import { startWorker } from './queue/worker.js';
import { createPolicy } from './resilience/policy.js';
import { OrderService } from './services/order-service.js';

export interface Service {
  /** True if every part stopped by itself. */
  readonly stop: () => Promise<boolean>;
}

export async function startService(config: Config, log: Logger): Promise<Service> {
  const timeoutMs = config.DEPENDENCY_TIMEOUT_MS;
  const dispatcher = new Agent({
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connections: 50,
  });
  const dependency = (name: DependencyOptions['name'], baseUrl: string): DependencyClient => {
    const onBreak = (): void => { log.error({ dependency: name }, 'circuit opened'); };
    const policy = createPolicy({ recoveryMs: config.BREAKER_RECOVERY_MS, isTransient, onBreak });
    return new DependencyClient({ name, baseUrl, timeoutMs, dispatcher, policy });
  };

  const pool = createPool(config.DATABASE_URL, config.DATABASE_TIMEOUT_MS, log);
  const redis = createRedis(config.REDIS_URL, timeoutMs, log);
  const database = new Database(pool, log);
  const orders = new OrderRepository(database);
  const cache = new OrderCache(redis, log);
  const inventory = new InventoryClient(dependency('inventory', config.INVENTORY_URL));
  const payments = new PaymentsClient(dependency('payments', config.PAYMENTS_URL));
  const warehouse = new WarehouseClient(dependency('warehouse', config.WAREHOUSE_URL));
  const service = new OrderService({ orders, cache, payments, inventory, log });
  const fulfilment = new Fulfilment({ redis, orders, warehouse, leaseMs: config.JOB_LEASE_MS, log });

  await migrate(database);

  const draining = new AbortController();
  const app = createApp(log, draining.signal);
  orderRoutes(app, service, orders, config.REQUEST_DEADLINE_MS);
  stockRoutes(app, inventory, config.REQUEST_DEADLINE_MS);
  webhookRoutes(app, service);
  healthRoutes(app, { orders, redis, draining: draining.signal });

  const admin = await listenForAdmin(createAdminApp(orders, config.ADMIN_TOKEN, log), config.ADMIN_PORT, config.HOST);
  const worker = config.WORKER_ENABLED
    ? startWorker(fulfilment, config.WORKER_POLL_MS, log, () => { draining.abort(); })
    : undefined;
  await app.listen({ host: config.HOST, port: config.PORT });

  return {
    stop: async () => {
      draining.abort();
      return await stopAll(
        [
          [() => app.close(), async () => worker?.stop(), () => admin.stop()],
          [() => pool.end(), async () => { redis.disconnect(); }, () => dispatcher.close()],
        ],
        log,
      );
    },
  };
}
