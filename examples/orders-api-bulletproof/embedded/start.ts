import { startPostgres } from './postgres.js';
import { startProviders } from './providers.js';
import { startRedis } from './redis.js';
import type { StandIn } from './stand-in.js';

export interface Embedded {
  readonly env: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

type Given = Readonly<Record<string, string | undefined>>;

/** Starts a stand-in for every dependency that the given environment does not name. */
export async function startEmbedded(given: Given): Promise<Embedded> {
  const started: StandIn[] = [];
  const urlOf = async (variable: string, start: () => Promise<StandIn>): Promise<string> => {
    const configured = given[variable];
    if (configured !== undefined) return configured;
    const standIn = await start();
    started.push(standIn);
    return standIn.url;
  };

  const databaseUrl = await urlOf('DATABASE_URL', startPostgres);
  const redisUrl = await urlOf('REDIS_URL', startRedis);
  const providersUrl = await urlOf('PROVIDERS_URL', startProviders);
  return {
    env: {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      PAYMENTS_URL: given['PAYMENTS_URL'] ?? providersUrl,
      INVENTORY_URL: given['INVENTORY_URL'] ?? providersUrl,
      WAREHOUSE_URL: given['WAREHOUSE_URL'] ?? providersUrl,
    },
    stop: async () => {
      const results = await Promise.allSettled(started.map((standIn) => standIn.stop()));
      const failures = results.filter((result) => result.status === 'rejected');
      if (failures.length > 0) throw new AggregateError(failures.map((failure): unknown => failure.reason), 'stand-ins did not stop');
    },
  };
}
