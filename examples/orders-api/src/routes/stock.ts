import type { FastifyInstance } from 'fastify';
import type { InventoryClient } from '../clients/inventory.js';

const bySku = {
  params: {
    type: 'object',
    required: ['sku'],
    properties: { sku: { type: 'string', pattern: '^[A-Za-z0-9-]{1,40}$' } },
  },
} as const;

export function stockRoutes(app: FastifyInstance, inventory: InventoryClient): void {
  app.get<{ Params: { sku: string } }>('/stock/:sku', { schema: bySku }, async (request) => {
    const { sku } = request.params;
    return { sku, available: await inventory.available(sku) };
  });
}
