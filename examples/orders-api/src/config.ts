export interface Config {
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  readonly adminToken: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly paymentsUrl: string;
  readonly inventoryUrl: string;
  readonly warehouseUrl: string;
  readonly workerPollMs: number;
}

function toPort(value: string | undefined, fallback: number): number {
  const port = Number(value ?? fallback);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`not a port: ${String(value)}`);
  return port;
}

export function loadConfig(): Config {
  return {
    host: process.env.HOST ?? '127.0.0.1',
    port: toPort(process.env.PORT, 3000),
    adminPort: toPort(process.env.ADMIN_PORT, 3001),
    adminToken: process.env.ADMIN_TOKEN ?? 'local',
    databaseUrl: process.env.DATABASE_URL!,
    redisUrl: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379',
    paymentsUrl: process.env.PAYMENTS_URL ?? 'http://127.0.0.1:4001',
    inventoryUrl: process.env.INVENTORY_URL ?? 'http://127.0.0.1:4002',
    warehouseUrl: process.env.WAREHOUSE_URL ?? 'http://127.0.0.1:4003',
    workerPollMs: Number(process.env.WORKER_POLL_MS),
  };
}
