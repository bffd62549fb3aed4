import type { InventoryClient } from '../clients/inventory.js';
import { StockOf } from '../domain/order.js';
import type { App } from './zod-provider.js';

export function stockRoutes(app: App, inventory: InventoryClient, deadlineMs: number): void {
  app.get('/stock/:sku', { schema: { params: StockOf } }, async (request) => {
    const { sku } = request.params;
    return { sku, available: await inventory.available(sku, AbortSignal.timeout(deadlineMs)) };
  });
}
