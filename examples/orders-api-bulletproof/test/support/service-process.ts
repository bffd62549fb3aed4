import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';

export interface ServiceProcess {
  readonly url: string;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly isRunning: () => boolean;
  /** The exit code, or undefined if the process still runs when the time is up. */
  readonly exitWithin: (ms: number) => Promise<number | undefined>;
  readonly output: () => string;
  readonly kill: () => Promise<void>;
}

// Generous: a machine that is busy with other things takes long to start a process.
const START_LIMIT_MS = 40_000;

export const TWIN = new URL('../../src/main.ts', import.meta.url);
export const ORIGINAL = new URL('../../../orders-api/src/main.ts', import.meta.url);

export async function startProcess(entry: URL, env: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const port = await freePort();
  const adminPort = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(entry)], {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      NODE_TEST_CONTEXT: '',
      PORT: String(port),
      ADMIN_PORT: String(adminPort),
      ADMIN_TOKEN: 'test',
      WORKER_POLL_MS: '100',
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const exited = once(child, 'exit') as Promise<[number | null]>;

  // The transpiler's own child may hold the inherited pipe a while longer than the service lives.
  child.once('exit', () => {
    setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, 500).unref();
  });

  const running: ServiceProcess = {
    url: `http://127.0.0.1:${String(port)}`,
    signal: (name) => { child.kill(name); },
    isRunning: () => child.exitCode === null && child.signalCode === null,
    exitWithin: async (ms) => {
      const timer = new AbortController();
      try {
        return await Promise.race([
          exited.then(([code]) => code ?? -1),
          delay(ms, undefined, { signal: timer.signal }),
        ]);
      } finally {
        timer.abort();
      }
    },
    output: () => chunks.join(''),
    kill: async () => {
      if (!running.isRunning()) return;
      child.kill('SIGKILL');
      await exited;
    },
  };
  await answers(running);
  return running;
}

async function answers(service: ServiceProcess): Promise<void> {
  const giveUpAt = performance.now() + START_LIMIT_MS;
  while (performance.now() < giveUpAt && service.isRunning()) {
    try {
      const response = await fetch(service.url, { signal: AbortSignal.timeout(1_000) });
      await response.body?.cancel();
      return;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      await delay(50);
    }
  }
  service.signal('SIGKILL');
  throw new Error(`the service did not start:\n${service.output()}`);
}
