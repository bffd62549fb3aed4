import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { WarehouseClient } from '../clients/warehouse.js';
import { FulfilmentJob } from '../domain/order.js';
import type { OrderRepository } from '../persistence/order-repository.js';
import { jobs, queueDepth } from '../telemetry/metrics.js';

const QUEUE_KEY = 'orders:v2:fulfilment';
const SET_ASIDE_KEY = 'orders:v2:fulfilment:malformed';
const BATCH = 20;

export interface FulfilmentDependencies {
  readonly redis: Redis;
  readonly orders: OrderRepository;
  readonly warehouse: WarehouseClient;
  readonly leaseMs: number;
  readonly log: Logger;
}

export class Fulfilment {
  constructor(private readonly deps: FulfilmentDependencies) {}

  /** Puts what the outbox holds on the queue; an order that is lost on the way comes back when its lease ends. */
  async relay(): Promise<void> {
    const { redis, orders, leaseMs } = this.deps;
    const ids = await orders.claimForFulfilment(BATCH, leaseMs);
    if (ids.length > 0) await redis.lpush(QUEUE_KEY, ...ids.map((orderId) => JSON.stringify({ orderId })));
    queueDepth.set(await redis.llen(QUEUE_KEY));
  }

  /** True if there was a job, whatever became of it. */
  async workOnNext(signal: AbortSignal): Promise<boolean> {
    const payload = await this.deps.redis.rpop(QUEUE_KEY);
    if (payload === null) return false;
    const job = FulfilmentJob.safeParse(payload);
    if (job.success) await this.fulfil(job.data.orderId, signal);
    else await this.setAside(payload, job.error);
    return true;
  }

  private async fulfil(orderId: string, signal: AbortSignal): Promise<void> {
    const { orders, warehouse, log } = this.deps;
    try {
      await warehouse.announce(orderId, signal);
      await orders.move(orderId, 'paid', 'fulfilled');
      jobs.inc({ outcome: 'done' });
      log.info({ orderId }, 'order fulfilled');
    } catch (err) {
      jobs.inc({ outcome: 'failed' });
      log.warn({ err, orderId }, 'fulfilment failed, the order returns when its lease ends');
    }
  }

  private async setAside(payload: string, err: Error): Promise<void> {
    jobs.inc({ outcome: 'malformed' });
    this.deps.log.error({ err, bytes: payload.length }, 'malformed job set aside');
    await this.deps.redis.lpush(SET_ASIDE_KEY, payload);
  }
}
