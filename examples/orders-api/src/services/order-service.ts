import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { OrderCache } from '../cache/order-cache.js';
import type { InventoryClient } from '../clients/inventory.js';
import type { PaymentsClient } from '../clients/payments.js';
import type { WarehouseClient } from '../clients/warehouse.js';
import { PaymentError } from '../domain/errors.js';
import type { Order, PlaceOrder } from '../domain/order.js';
import type { FulfilmentQueue } from '../queue/fulfilment-queue.js';
import type { OrderRepository } from '../repositories/order-repository.js';
import { ordersPlaced } from '../telemetry/metrics.js';
import { loadDiscount, totalOf } from './pricing.js';

export interface OrderDependencies {
  readonly orders: OrderRepository;
  readonly cache: OrderCache;
  readonly redis: Redis;
  readonly queue: FulfilmentQueue;
  readonly payments: PaymentsClient;
  readonly inventory: InventoryClient;
  readonly warehouse: WarehouseClient;
}

export class OrderService {
  constructor(
    private readonly deps: OrderDependencies,
    private readonly log: Logger,
  ) {}

  async place(draft: PlaceOrder, requestedBy: string): Promise<Order> {
    await loadDiscount(this.deps.redis, draft.customerId);
    const order = await this.deps.orders.create(draft, totalOf(draft.items));
    await this.deps.inventory.reserve(order.id, draft.items);

    const charge = await this.deps.payments.charge(order.id, order.totalCents);
    if (charge.status !== 'succeeded') throw new PaymentError(`order ${order.id} was declined`);

    await this.deps.orders.setStatus(order.id, 'paid');
    await this.deps.queue.add({ orderId: order.id, requestedBy });
    void this.announce(order);

    ordersPlaced.inc({ status: 'paid' });
    this.log.info(`order ${order.id} placed for ${order.totalCents} cents`);
    return { ...order, status: 'paid' };
  }

  async find(id: string): Promise<Order> {
    const cached = await this.deps.cache.get(id);
    if (cached !== null) return cached;
    const order = await this.deps.orders.find(id);
    await this.deps.cache.put(order);
    return order;
  }

  async cancel(id: string): Promise<void> {
    await this.deps.orders.cancel(id);
    await this.deps.cache.forget(id);
  }

  private async announce(order: Order): Promise<void> {
    await this.deps.warehouse.announce(order.id);
    this.log.debug({ orderId: order.id }, 'warehouse informed');
  }
}
