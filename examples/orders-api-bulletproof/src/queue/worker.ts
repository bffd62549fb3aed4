import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Fulfilment } from './fulfilment.js';

export interface Worker {
  readonly stop: () => Promise<void>;
}

async function step(fulfilment: Fulfilment, log: Logger, signal: AbortSignal): Promise<boolean> {
  try {
    const worked = await fulfilment.workOnNext(signal);
    if (!worked) await fulfilment.relay();
    return worked;
  } catch (err) {
    log.error({ err }, 'the queue cannot be reached');
    return false;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function workUntilAborted(fulfilment: Fulfilment, pollMs: number, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const worked = await step(fulfilment, log, signal);
    if (!worked) await pause(pollMs * (0.5 + Math.random()), signal);
  }
}

/** @param onCrash told when the loop ended by itself: the process should then be taken out of rotation */
export function startWorker(fulfilment: Fulfilment, pollMs: number, log: Logger, onCrash: () => void): Worker {
  const controller = new AbortController();
  const finished = workUntilAborted(fulfilment, pollMs, log, controller.signal).catch((err: unknown) => {
    log.error({ err }, 'the worker stopped by itself');
    onCrash();
  });
  return {
    stop: async () => {
      controller.abort();
      await finished;
    },
  };
}
