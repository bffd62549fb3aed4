import { Redis } from 'ioredis';
import { createAdminApp } from './admin/admin-app.js';
import { createApp } from './app.js';
import { OrderCache } from './cache/order-cache.js';
import { InventoryClient } from './clients/inventory.js';
import { PaymentsClient } from './clients/payments.js';
import { WarehouseClient } from './clients/warehouse.js';
import { loadConfig } from './config.js';
import { createPool, migrate } from './database.js';
import { onTermination } from './lifecycle/shutdown.js';
import { FulfilmentQueue, QUEUE_KEY } from './queue/fulfilment-queue.js';
import { startWorker } from './queue/worker.js';
import { OrderRepository } from './repositories/order-repository.js';
import { healthRoutes } from './routes/health.js';
import { orderRoutes } from './routes/orders.js';
import { stockRoutes } from './routes/stock.js';
import { webhookRoutes } from './routes/webhooks.js';
import { OrderService } from './services/order-service.js';
import { logger } from './telemetry/logger.js';
import { watchQueueDepth } from './telemetry/metrics.js';

const config = loadConfig();
const pool = createPool(config.databaseUrl);
const redis = new Redis(config.redisUrl);
const orders = new OrderRepository(pool);
const cache = new OrderCache(redis);
const inventory = new InventoryClient(config.inventoryUrl);
const service = new OrderService(
  {
    orders,
    cache,
    redis,
    queue: new FulfilmentQueue(redis),
    payments: new PaymentsClient(config.paymentsUrl),
    inventory,
    warehouse: new WarehouseClient(config.warehouseUrl),
  },
  logger,
);

async function warmCache(): Promise<void> {
  for (const order of await orders.latest()) await cache.put(order);
}

await migrate(pool);
void warmCache();

const app = createApp();
orderRoutes(app, service, pool);
stockRoutes(app, inventory);
webhookRoutes(app, orders, cache);
healthRoutes(app, pool);

const worker = startWorker(redis, orders, config.workerPollMs, logger);
const depthTimer = watchQueueDepth(redis, QUEUE_KEY);
const adminServer = createAdminApp(orders, config.adminToken).listen(config.adminPort, config.host);
adminServer.on('error', (error) => {
  logger.error({ err: error }, 'admin server failed');
});
await app.listen({ host: config.host, port: config.port });

onTermination(async () => {
  clearInterval(depthTimer);
  worker.stop();
  adminServer.close();
  await app.close();
  redis.disconnect();
  await pool.end();
}, logger);
