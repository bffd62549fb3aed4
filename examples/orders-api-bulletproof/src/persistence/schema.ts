import type { Database } from './database.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS orders (
    id uuid PRIMARY KEY,
    customer_id text NOT NULL,
    status text NOT NULL,
    total_cents integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  ALTER TABLE orders ADD COLUMN IF NOT EXISTS queued_at timestamptz;
  ALTER TABLE orders ADD COLUMN IF NOT EXISTS attempts integer NOT NULL DEFAULT 0;
  CREATE TABLE IF NOT EXISTS order_items (
    order_id uuid NOT NULL REFERENCES orders (id),
    sku text NOT NULL,
    quantity integer NOT NULL,
    unit_price_cents integer NOT NULL
  );
`;

export async function migrate(database: Database): Promise<void> {
  await database.query(SCHEMA);
}
