import { OrderNotFoundError, OrderStateError } from '../domain/errors.js';
import { Order, type OrderStatus, type PlaceOrder } from '../domain/order.js';
import type { Database } from './database.js';

const COLUMNS = 'id, customer_id AS "customerId", status, total_cents AS "totalCents"';
const MAX_ATTEMPTS = 10;

export class OrderRepository {
  constructor(private readonly database: Database) {}

  async create(id: string, draft: PlaceOrder, totalCents: number): Promise<Order> {
    return await this.database.transaction(async (client) => {
      const { rows } = await client.query(
        `INSERT INTO orders (id, customer_id, status, total_cents) VALUES ($1, $2, 'pending', $3) RETURNING ${COLUMNS}`,
        [id, draft.customerId, totalCents],
      );
      await client.query(
        `INSERT INTO order_items (order_id, sku, quantity, unit_price_cents)
         SELECT $1, sku, quantity, price FROM unnest($2::text[], $3::int[], $4::int[]) AS item (sku, quantity, price)`,
        [
          id,
          draft.items.map((item) => item.sku),
          draft.items.map((item) => item.quantity),
          draft.items.map((item) => item.unitPriceCents),
        ],
      );
      return Order.parse(rows[0]);
    });
  }

  async find(id: string): Promise<Order> {
    const [row] = await this.database.query(`SELECT ${COLUMNS} FROM orders WHERE id = $1 LIMIT 1`, [id]);
    if (row === undefined) throw new OrderNotFoundError();
    return Order.parse(row);
  }

  async listOf(customerId: string): Promise<readonly Order[]> {
    const rows = await this.database.query(
      `SELECT ${COLUMNS} FROM orders WHERE customer_id = $1 ORDER BY created_at DESC LIMIT 100`,
      [customerId],
    );
    return rows.map((row) => Order.parse(row));
  }

  /** The expected state stands in the statement itself, so that two writers cannot both win. */
  async move(id: string, from: OrderStatus, to: OrderStatus): Promise<void> {
    const moved = await this.database.query(
      'UPDATE orders SET status = $3 WHERE id = $1 AND status = $2 RETURNING id',
      [id, from, to],
    );
    if (moved.length === 0) throw new OrderStateError();
  }

  /**
   * Paid orders that no worker has been given, or whose worker never finished: the table is the outbox.
   * Each attempt doubles the time until the next one.
   */
  async claimForFulfilment(limit: number, leaseMs: number): Promise<readonly string[]> {
    const rows = await this.database.query<{ id: string }>(
      `UPDATE orders SET queued_at = now(), attempts = attempts + 1
       WHERE id IN (
         SELECT id FROM orders
         WHERE status = 'paid' AND attempts < $3
           AND (queued_at IS NULL OR queued_at + make_interval(secs => $2::float8 * power(2, attempts - 1)) < now())
         ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED
       ) RETURNING id`,
      [limit, leaseMs / 1_000, MAX_ATTEMPTS],
    );
    return rows.map((row) => row.id);
  }

  async countByStatus(): Promise<Readonly<Record<string, number>>> {
    const rows = await this.database.query<{ status: string; count: number }>(
      'SELECT status, count(*)::int AS count FROM orders GROUP BY status LIMIT 20',
    );
    return Object.fromEntries(rows.map((row) => [row.status, row.count]));
  }

  async ping(): Promise<void> {
    await this.database.query('SELECT 1');
  }
}
