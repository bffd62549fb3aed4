import { z } from 'zod';
import { PaymentDeclinedError } from '../domain/errors.js';
import type { Order } from '../domain/order.js';
import type { DependencyClient } from './dependency-client.js';

const Charge = z.object({ id: z.string(), status: z.enum(['succeeded', 'declined']) });

export class PaymentsClient {
  constructor(private readonly client: DependencyClient) {}

  async charge(order: Order, signal: AbortSignal): Promise<void> {
    const charge = await this.client.send({
      method: 'POST',
      path: '/charges',
      body: { orderId: order.id, amountCents: order.totalCents },
      idempotencyKey: order.id,
      answer: Charge,
      signal,
    });
    if (charge.status !== 'succeeded') throw new PaymentDeclinedError();
  }
}
