import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { FulfilmentJob } from '../domain/order.js';
import type { OrderRepository } from '../repositories/order-repository.js';
import { QUEUE_KEY } from './fulfilment-queue.js';

export interface Worker {
  readonly stop: () => void;
}

export function startWorker(redis: Redis, orders: OrderRepository, pollMs: number, logger: Logger): Worker {
  const events = new EventEmitter();

  events.on('job', async (job: FulfilmentJob) => {
    await orders.setStatus(job.orderId, 'fulfilled');
    logger.info('fulfilled order ' + job.orderId);
  });

  async function drain(): Promise<void> {
    const payload = await redis.rpop(QUEUE_KEY);
    if (payload === null) return;
    const job = JSON.parse(payload) as FulfilmentJob;
    events.emit('job', job);
  }

  let draining = false;
  const timer = setInterval(() => {
    if (draining) return;
    draining = true;
    drain().finally(() => {
      draining = false;
    });
  }, pollMs);

  return { stop: () => { clearInterval(timer); } };
}
