import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { PlaceOrder } from '../domain/order.js';
import type { OrderService } from '../services/order-service.js';

const byId = {
  params: {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'string', format: 'uuid' } },
  },
} as const;

const byCustomer = {
  querystring: {
    type: 'object',
    required: ['customerId'],
    properties: { customerId: { type: 'string', minLength: 1 } },
  },
} as const;

let currentUser = 'anonymous';

export function orderRoutes(app: FastifyInstance, service: OrderService, pool: Pool): void {
  app.addHook('onRequest', (request, _reply, done) => {
    currentUser = String(request.headers['x-user-id'] ?? 'anonymous');
    done();
  });

  app.post('/orders', async (request, reply) => {
    const draft = request.body as PlaceOrder;
    const order = await service.place(draft, currentUser);
    return reply.code(201).send(order);
  });

  app.get<{ Params: { id: string } }>('/orders/:id', { schema: byId }, async (request) => {
    return await service.find(request.params.id);
  });

  app.get<{ Querystring: { customerId: string } }>('/orders', { schema: byCustomer }, (request, reply) => {
    const { customerId } = request.query;
    const sql = 'SELECT id, status, total_cents FROM orders WHERE customer_id = $1 ORDER BY created_at DESC';
    pool.query(sql, [customerId], (error, result) => {
      if (error) {
        request.log.error({ err: error, customerId }, 'could not list orders');
        reply.code(500).send({ code: 'storage_unavailable' });
      }
      reply.send({ orders: result.rows });
    });
  });

  app.post<{ Params: { id: string } }>('/orders/:id/cancel', { schema: byId }, async (request, reply) => {
    await service.cancel(request.params.id);
    return reply.code(204).send();
  });
}
