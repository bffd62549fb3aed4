import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';

export function healthRoutes(app: FastifyInstance, pool: Pool): void {
  app.get('/healthz', async () => {
    await pool.query('SELECT 1');
    return { status: 'ok' };
  });
}
