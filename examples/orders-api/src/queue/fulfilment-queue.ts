import type { Redis } from 'ioredis';
import type { FulfilmentJob } from '../domain/order.js';

export const QUEUE_KEY = 'orders:fulfilment';

export class FulfilmentQueue {
  constructor(private readonly redis: Redis) {}

  async add(job: FulfilmentJob): Promise<void> {
    await this.redis.lpush(QUEUE_KEY, JSON.stringify(job));
  }
}
