import { request } from 'undici';
import { z } from 'zod';
import type { OrderItem } from '../domain/order.js';

const Reservation = z.object({ reserved: z.boolean(), unavailable: z.array(z.string()) });
const Stock = z.object({ sku: z.string(), available: z.number().int() });

export class InventoryClient {
  constructor(private readonly baseUrl: string) {}

  async reserve(orderId: string, items: readonly OrderItem[]): Promise<void> {
    const { statusCode, body } = await request(new URL('/reservations', this.baseUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ orderId, items }),
    });
    const reservation = Reservation.parse(await body.json());
    if (statusCode !== 200 || !reservation.reserved) {
      throw { statusCode: 409, code: 'OUT_OF_STOCK', skus: reservation.unavailable };
    }
  }

  async available(sku: string): Promise<number> {
    const options = { method: 'GET', timeout: 2_000 };
    const response = await fetch(new URL(`/stock/${encodeURIComponent(sku)}`, this.baseUrl), options);
    if (!response.ok) return 0;
    return Stock.parse(await response.json()).available;
  }
}
