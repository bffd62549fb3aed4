import { startPostgres } from '../../embedded/postgres.js';
import type { StandIn } from '../../embedded/stand-in.js';

/** The runner starts one database for all test files; a file that is run alone starts its own. */
export async function testDatabase(): Promise<StandIn> {
  const url = process.env['TEST_DATABASE_URL'];
  if (url !== undefined) return { url, stop: () => Promise.resolve() };
  return await startPostgres();
}
