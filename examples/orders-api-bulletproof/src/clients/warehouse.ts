import { z } from 'zod';
import type { DependencyClient } from './dependency-client.js';

const Accepted = z.object({ accepted: z.literal(true) });

export class WarehouseClient {
  constructor(private readonly client: DependencyClient) {}

  async announce(orderId: string, signal: AbortSignal): Promise<void> {
    await this.client.send({
      method: 'POST',
      path: '/shipments',
      body: { orderId },
      idempotencyKey: orderId,
      answer: Accepted,
      signal,
    });
  }
}
