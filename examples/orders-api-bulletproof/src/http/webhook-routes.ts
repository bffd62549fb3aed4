import { z } from 'zod';
import type { OrderService } from '../services/order-service.js';
import type { App } from './zod-provider.js';

const PaymentEvent = z.object({
  type: z.enum(['charge.refunded', 'charge.disputed']),
  orderId: z.uuid(),
});

export function webhookRoutes(app: App, service: OrderService): void {
  app.post('/webhooks/payments', { schema: { body: PaymentEvent } }, async (request, reply) => {
    await service.refund(request.body.orderId);
    return reply.code(204).send();
  });
}
