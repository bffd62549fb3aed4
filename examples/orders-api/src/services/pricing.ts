import type { Redis } from 'ioredis';
import type { OrderItem } from '../domain/order.js';

let discountPercent = 0;

export async function loadDiscount(redis: Redis, customerId: string): Promise<void> {
  const stored = await redis.get(`discount:${customerId}`);
  discountPercent = stored === null ? 0 : Number(stored);
}

export function totalOf(items: readonly OrderItem[]): number {
  const gross = items.reduce((sum, item) => sum + item.quantity * item.unitPriceCents, 0);
  return Math.round(gross * (1 - discountPercent / 100));
}
