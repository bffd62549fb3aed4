import { z } from 'zod';
import { OutOfStockError } from '../domain/errors.js';
import type { OrderItem } from '../domain/order.js';
import type { DependencyClient } from './dependency-client.js';

const Reservation = z.object({ reserved: z.boolean() });
const Stock = z.object({ sku: z.string(), available: z.number().int().min(0) });

export class InventoryClient {
  constructor(private readonly client: DependencyClient) {}

  async reserve(orderId: string, items: readonly OrderItem[], signal: AbortSignal): Promise<void> {
    const { reserved } = await this.client.send({
      method: 'POST',
      path: '/reservations',
      body: { orderId, items },
      idempotencyKey: orderId,
      answer: Reservation,
      signal,
    });
    if (!reserved) throw new OutOfStockError();
  }

  async available(sku: string, signal: AbortSignal): Promise<number> {
    const path = `/stock/${encodeURIComponent(sku)}`;
    const stock = await this.client.send({ method: 'GET', path, answer: Stock, signal });
    return stock.available;
  }
}
