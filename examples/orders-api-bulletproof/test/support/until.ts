import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

export async function until(what: string, holds: () => Promise<boolean>, limitMs = 15_000): Promise<void> {
  const giveUpAt = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`gave up waiting: ${what}`);
    await delay(30);
  }
}
