import { Pool } from 'pg';

export function createPool(connectionString: string): Pool {
  return new Pool({ connectionString, max: 10 });
}

export async function migrate(pool: Pool): Promise<void> {
  await pool.query(`
    CREATE TABLE IF NOT EXISTS orders (
      id uuid PRIMARY KEY,
      customer_id text NOT NULL,
      status text NOT NULL,
      total_cents integer NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE IF NOT EXISTS order_items (
      order_id uuid NOT NULL REFERENCES orders (id),
      sku text NOT NULL,
      quantity integer NOT NULL,
      unit_price_cents integer NOT NULL
    );
  `);
}
