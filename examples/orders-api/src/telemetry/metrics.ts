import type { Redis } from 'ioredis';
import { Counter, Gauge, Histogram } from 'prom-client';

export const ordersPlaced = new Counter({
  name: 'orders_placed_total',
  help: 'Orders that were placed',
  labelNames: ['status'],
});

export const paymentSeconds = new Histogram({
  name: 'payment_seconds',
  help: 'How long the payment provider took',
});

const queueDepth = new Gauge({ name: 'fulfilment_queue_depth', help: 'Jobs that wait' });

export function watchQueueDepth(redis: Redis, key: string): NodeJS.Timeout {
  return setInterval(async () => {
    queueDepth.set(await redis.llen(key));
  }, 5_000);
}
