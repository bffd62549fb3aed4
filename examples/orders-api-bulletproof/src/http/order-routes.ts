import { OrderId, OrdersOfCustomer, PlaceOrder } from '../domain/order.js';
import type { OrderRepository } from '../persistence/order-repository.js';
import type { OrderService } from '../services/order-service.js';
import type { App } from './zod-provider.js';

export function orderRoutes(app: App, service: OrderService, orders: OrderRepository, deadlineMs: number): void {
  app.post('/orders', { schema: { body: PlaceOrder } }, async (request, reply) => {
    const order = await service.place(request.body, AbortSignal.timeout(deadlineMs));
    return reply.code(201).send(order);
  });

  app.get('/orders/:id', { schema: { params: OrderId } }, async (request) => {
    return await service.find(request.params.id);
  });

  app.get('/orders', { schema: { querystring: OrdersOfCustomer } }, async (request) => {
    return { orders: await orders.listOf(request.query.customerId) };
  });

  app.post('/orders/:id/cancel', { schema: { params: OrderId } }, async (request, reply) => {
    await service.cancel(request.params.id);
    return reply.code(204).send();
  });
}
