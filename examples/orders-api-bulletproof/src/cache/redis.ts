import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { connectionsLost } from '../telemetry/metrics.js';

export function createRedis(url: string, timeoutMs: number, log: Logger): Redis {
  const redis = new Redis(url, {
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 1,
    // Commands that pile up while the store is away are answers that nobody waits for any more.
    enableOfflineQueue: false,
    retryStrategy: (attempt) => Math.min(2_000, 50 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random() / 2),
  });
  redis.on('error', (err) => {
    connectionsLost.inc({ store: 'redis' });
    log.warn({ err }, 'redis connection failed');
  });
  return redis;
}
