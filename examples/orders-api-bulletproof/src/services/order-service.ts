import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { OrderCache } from '../cache/order-cache.js';
import type { InventoryClient } from '../clients/inventory.js';
import type { PaymentsClient } from '../clients/payments.js';
import { type Order, type PlaceOrder, totalOf } from '../domain/order.js';
import type { OrderRepository } from '../persistence/order-repository.js';

export interface OrderDependencies {
  readonly orders: OrderRepository;
  readonly cache: OrderCache;
  readonly payments: PaymentsClient;
  readonly inventory: InventoryClient;
  readonly log: Logger;
}

export class OrderService {
  constructor(private readonly deps: OrderDependencies) {}

  async place(draft: PlaceOrder, signal: AbortSignal): Promise<Order> {
    const { orders, cache, inventory } = this.deps;
    const id = randomUUID();
    const discount = await cache.discountOf(draft.customerId);
    await inventory.reserve(id, draft.items, signal);
    const order = await orders.create(id, draft, totalOf(draft.items, discount));
    await this.charge(order, signal);
    await orders.move(id, 'pending', 'paid');
    return { ...order, status: 'paid' };
  }

  async find(id: string): Promise<Order> {
    const cached = await this.deps.cache.get(id);
    if (cached !== undefined) return cached;
    const order = await this.deps.orders.find(id);
    if (order.status === 'fulfilled') await this.deps.cache.put(order);
    return order;
  }

  async cancel(id: string): Promise<void> {
    await this.deps.orders.move(id, 'pending', 'cancelled');
    await this.deps.cache.forget(id);
  }

  async refund(id: string): Promise<void> {
    await this.deps.orders.move(id, 'paid', 'cancelled');
    await this.deps.cache.forget(id);
  }

  private async charge(order: Order, signal: AbortSignal): Promise<void> {
    try {
      await this.deps.payments.charge(order, signal);
    } catch (error) {
      await this.markFailed(order.id);
      throw error;
    }
  }

  /** The caller has a more important error to report than this one. */
  private async markFailed(orderId: string): Promise<void> {
    try {
      await this.deps.orders.move(orderId, 'pending', 'payment_failed');
    } catch (err) {
      this.deps.log.error({ err, orderId }, 'an unpaid order stays pending');
    }
  }
}
