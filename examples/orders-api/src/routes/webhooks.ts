import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { OrderCache } from '../cache/order-cache.js';
import type { OrderRepository } from '../repositories/order-repository.js';

const PaymentEvent = z.object({
  type: z.enum(['charge.refunded', 'charge.disputed']),
  orderId: z.uuid(),
});

export function webhookRoutes(app: FastifyInstance, orders: OrderRepository, cache: OrderCache): void {
  app.post('/webhooks/payments', async (request, reply) => {
    const event = PaymentEvent.safeParse(request.body);
    if (!event.success) return reply.code(400).send({ code: 'invalid_event' });
    try {
      await orders.setStatus(event.data.orderId, 'cancelled');
      await cache.forget(event.data.orderId);
      return reply.code(204).send();
    } catch (error: any) {
      request.log.error('payment event failed', error);
      return reply.code(500).send({ code: 'internal_error' });
    }
  });
}
