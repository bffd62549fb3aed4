import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { CachedOrder, DiscountPercent, type Order } from '../domain/order.js';
import { cacheFailures } from '../telemetry/metrics.js';

const TTL_SECONDS = 60;

/** A cache that is away costs time, never an answer. */
export class OrderCache {
  constructor(
    private readonly redis: Redis,
    private readonly log: Logger,
  ) {}

  async get(id: string): Promise<Order | undefined> {
    return await this.orElse(undefined, async () => {
      const cached = await this.redis.get(`order:v2:${id}`);
      return cached === null ? undefined : CachedOrder.parse(cached);
    });
  }

  async put(order: Order): Promise<void> {
    await this.orElse(undefined, async () => {
      await this.redis.set(`order:v2:${order.id}`, JSON.stringify(order), 'EX', TTL_SECONDS);
    });
  }

  async forget(id: string): Promise<void> {
    await this.orElse(undefined, async () => {
      await this.redis.del(`order:v2:${id}`);
    });
  }

  async discountOf(customerId: string): Promise<number> {
    return await this.orElse(0, async () => {
      const stored = await this.redis.get(`discount:${customerId}`);
      return DiscountPercent.parse(stored ?? 0);
    });
  }

  private async orElse<T>(fallback: T, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (err) {
      cacheFailures.inc();
      this.log.warn({ err }, 'cache operation failed');
      return fallback;
    }
  }
}
