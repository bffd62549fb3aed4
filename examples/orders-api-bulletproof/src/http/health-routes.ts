import type { Redis } from 'ioredis';
import type { OrderRepository } from '../persistence/order-repository.js';
import type { App } from './zod-provider.js';

export interface HealthDependencies {
  readonly orders: OrderRepository;
  readonly redis: Redis;
  /** Aborted when the process has been told to stop. */
  readonly draining: AbortSignal;
}

export function healthRoutes(app: App, { orders, redis, draining }: HealthDependencies): void {
  // Alive means that this process answers: a database that is away is no reason to restart it.
  app.get('/livez', async (_request, reply) => reply.code(200).send({ status: 'alive' }));

  app.get('/readyz', async (request, reply) => {
    if (draining.aborted) return reply.code(503).send({ status: 'draining' });
    try {
      await Promise.all([orders.ping(), redis.ping()]);
      return await reply.code(200).send({ status: 'ready' });
    } catch (err) {
      request.log.warn({ err }, 'not ready');
      return reply.code(503).send({ status: 'not_ready' });
    }
  });
}
