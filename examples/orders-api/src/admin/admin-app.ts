import express, { type Express } from 'express';
import { register } from 'prom-client';
import type { OrderRepository } from '../repositories/order-repository.js';

export function createAdminApp(orders: OrderRepository, adminToken: string): Express {
  const app = express();

  app.get('/metrics', async (_req, res) => {
    res.type(register.contentType).send(await register.metrics());
  });

  app.get('/stats', async (req, res) => {
    if (req.get('x-admin-token') !== adminToken) {
      res.status(401).json({ code: 'unauthorized' });
    }
    try {
      res.json({ orders: await orders.countByStatus() });
    } catch (error) {
      console.error('stats failed', error);
      throw error;
    }
  });

  return app;
}
