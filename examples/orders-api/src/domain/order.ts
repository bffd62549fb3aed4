export type OrderStatus = 'pending' | 'paid' | 'fulfilled' | 'cancelled';

export interface OrderItem {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
}

export interface PlaceOrder {
  readonly customerId: string;
  readonly items: readonly OrderItem[];
}

export interface Order {
  readonly id: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly totalCents: number;
}

export interface FulfilmentJob {
  readonly orderId: string;
  readonly requestedBy: string;
}
