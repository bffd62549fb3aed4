import type { Redis } from 'ioredis';
import type { Order } from '../domain/order.js';

const TTL_SECONDS = 300;

export class OrderCache {
  constructor(private readonly redis: Redis) {}

  async get(id: string): Promise<Order | null> {
    try {
      const cached = await this.redis.get(`order:${id}`);
      if (cached === null) {
        console.log('cache miss', id);
        return null;
      }
      return JSON.parse(cached) as Order;
    } catch {
      return null;
    }
  }

  async put(order: Order): Promise<void> {
    const key = `order:${order.id}`;
    await this.redis.set(key, JSON.stringify(order));
    this.redis.expire(key, TTL_SECONDS);
  }

  async forget(id: string): Promise<void> {
    await this.redis.del(`order:${id}`).catch(() => {});
  }
}
