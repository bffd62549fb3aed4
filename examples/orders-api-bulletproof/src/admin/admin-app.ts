import { timingSafeEqual } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import { register } from 'prom-client';
import type { OrderRepository } from '../persistence/order-repository.js';

function isSame(given: string, expected: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}

export function createAdminApp(orders: OrderRepository, adminToken: string, log: Logger): Express {
  const app = express();
  app.disable('x-powered-by');

  app.get('/metrics', async (_req, res) => {
    const text = await register.metrics();
    res.type(register.contentType).send(text);
  });

  app.get('/stats', async (req, res) => {
    if (!isSame(req.get('x-admin-token') ?? '', adminToken)) {
      res.status(401).json({ code: 'unauthorized' });
      return;
    }
    const counts = await orders.countByStatus();
    res.json({ orders: counts });
  });

  app.use((err: Error, _req: Request, res: Response, next: NextFunction) => {
    log.error({ err }, 'admin request failed');
    if (res.headersSent) {
      next(err);
      return;
    }
    res.status(500).json({ code: 'internal_error' });
  });

  return app;
}
