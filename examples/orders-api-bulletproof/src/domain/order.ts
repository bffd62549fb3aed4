import { z } from 'zod';
import { JsonText } from './json-text.js';

const CustomerId = z.string().regex(/^[\w-]{1,64}$/);
export const Sku = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);

const OrderItem = z.object({
  sku: Sku,
  quantity: z.number().int().min(1).max(1_000),
  unitPriceCents: z.number().int().min(0).max(10_000_000),
});

export const PlaceOrder = z.object({
  customerId: CustomerId,
  items: z.array(OrderItem).min(1).max(50),
});

export const OrderId = z.object({ id: z.uuid() });
export const OrdersOfCustomer = z.object({ customerId: CustomerId });
export const StockOf = z.object({ sku: Sku });

export const OrderStatus = z.enum(['pending', 'paid', 'payment_failed', 'fulfilled', 'cancelled']);

export const Order = z.object({
  id: z.uuid(),
  customerId: CustomerId,
  status: OrderStatus,
  totalCents: z.number().int(),
});

export const CachedOrder = JsonText.pipe(Order);
export const FulfilmentJob = JsonText.pipe(z.object({ orderId: z.uuid() }));
export const DiscountPercent = z.coerce.number().min(0).max(100);

export type OrderItem = Readonly<z.infer<typeof OrderItem>>;
export type PlaceOrder = Readonly<z.infer<typeof PlaceOrder>>;
export type OrderStatus = z.infer<typeof OrderStatus>;
export type Order = Readonly<z.infer<typeof Order>>;

export function totalOf(items: readonly OrderItem[], discountPercent: number): number {
  const gross = items.reduce((sum, item) => sum + item.quantity * item.unitPriceCents, 0);
  return Math.round(gross * (1 - discountPercent / 100));
}
