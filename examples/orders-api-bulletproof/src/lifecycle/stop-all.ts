import type { Logger } from 'pino';

export type Stop = () => Promise<unknown>;

/** Stops what takes work before what the work needs; a part that fails to stop does not keep the others up. */
export async function stopAll(parts: readonly [takesWork: readonly Stop[], needed: readonly Stop[]], log: Logger): Promise<boolean> {
  const [takesWork, needed] = parts;
  const drained = await stopEach(takesWork, log);
  const closed = await stopEach(needed, log);
  return drained && closed;
}

async function stopEach(stops: readonly Stop[], log: Logger): Promise<boolean> {
  const results = await Promise.allSettled(stops.map((stop) => stop()));
  const failures = results.filter((result) => result.status === 'rejected');
  for (const { reason } of failures) log.error({ err: reason as unknown }, 'a part did not stop');
  return failures.length === 0;
}
