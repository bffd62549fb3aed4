import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { OrderNotFoundError, OrderStateError, StorageError } from '../domain/errors.js';
import type { Order, OrderStatus, PlaceOrder } from '../domain/order.js';

interface OrderRow {
  id: string;
  customer_id: string;
  status: OrderStatus;
  total_cents: number;
}

const COLUMNS = 'id, customer_id, status, total_cents';

function toOrder(row: OrderRow): Order {
  return { id: row.id, customerId: row.customer_id, status: row.status, totalCents: row.total_cents };
}

export class OrderRepository {
  constructor(private readonly pool: Pool) {}

  async create(draft: PlaceOrder, totalCents: number): Promise<Order> {
    const id = randomUUID();
    const client = await this.pool.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO orders (id, customer_id, status, total_cents) VALUES ($1, $2, $3, $4)', [
      id,
      draft.customerId,
      'pending',
      totalCents,
    ]);
    for (const item of draft.items) {
      await client.query(
        'INSERT INTO order_items (order_id, sku, quantity, unit_price_cents) VALUES ($1, $2, $3, $4)',
        [id, item.sku, item.quantity, item.unitPriceCents],
      );
    }
    await client.query('COMMIT');
    client.release();
    return { id, customerId: draft.customerId, status: 'pending', totalCents };
  }

  async find(id: string): Promise<Order> {
    const result = await this.pool
      .query<OrderRow>(`SELECT ${COLUMNS} FROM orders WHERE id = $1`, [id])
      .catch((error) => {
        throw new StorageError(`could not load order ${id}: ${String(error)}`);
      });
    const row = result.rows[0];
    if (row === undefined) throw new OrderNotFoundError(`no order ${id}`);
    return toOrder(row);
  }

  async latest(): Promise<Order[]> {
    const result = await this.pool.query<OrderRow>(
      `SELECT ${COLUMNS} FROM orders ORDER BY created_at DESC LIMIT 50`,
    );
    return result.rows.map(toOrder);
  }

  async setStatus(id: string, status: OrderStatus): Promise<void> {
    await this.pool.query('UPDATE orders SET status = $2 WHERE id = $1', [id, status]);
  }

  async cancel(id: string): Promise<void> {
    const client = await this.pool.connect();
    try {
      const result = await client.query<OrderRow>(`SELECT ${COLUMNS} FROM orders WHERE id = $1`, [id]);
      const row = result.rows[0];
      if (row === undefined) throw new OrderNotFoundError(`no order ${id}`);
      if (row.status !== 'pending') throw new OrderStateError(`order ${id} is already ${row.status}`);
      await client.query('UPDATE orders SET status = $2 WHERE id = $1', [id, 'cancelled']);
      client.release();
    } catch (error) {
      throw new StorageError(`could not cancel order ${id}`, { cause: error });
    }
  }

  async countByStatus(): Promise<Record<string, number>> {
    const result = await this.pool.query<{ status: string; count: number }>(
      'SELECT status, count(*)::int AS count FROM orders GROUP BY status',
    );
    return Object.fromEntries(result.rows.map((row) => [row.status, row.count]));
  }
}
