import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const milliseconds = z.coerce.number().int().positive();
const httpUrl = z.url({ protocol: /^https?$/ });

const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  ADMIN_PORT: port.default(3001),
  ADMIN_TOKEN: z.string().min(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  PAYMENTS_URL: httpUrl,
  INVENTORY_URL: httpUrl,
  WAREHOUSE_URL: httpUrl,
  REQUEST_DEADLINE_MS: milliseconds.default(4_000),
  DEPENDENCY_TIMEOUT_MS: milliseconds.default(1_500),
  DATABASE_TIMEOUT_MS: milliseconds.default(2_000),
  SHUTDOWN_DEADLINE_MS: milliseconds.default(10_000),
  BREAKER_RECOVERY_MS: milliseconds.default(5_000),
  WORKER_ENABLED: z.stringbool().default(true),
  WORKER_POLL_MS: milliseconds.default(250),
  JOB_LEASE_MS: milliseconds.default(30_000),
});

export type Config = Readonly<z.infer<typeof Environment>>;

export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return Environment.parse(env);
}
