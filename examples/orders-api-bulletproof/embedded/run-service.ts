import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startEmbedded } from './start.js';

const DEFAULTS = { HOST: '127.0.0.1', PORT: '3000', ADMIN_PORT: '3001', ADMIN_TOKEN: 'local', WORKER_POLL_MS: '250' };

/** Runs a service as its own process beside the stand-ins: when it crashes, they do not. */
export async function runService(entry: URL): Promise<number> {
  const embedded = await startEmbedded(process.env);
  const service = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(entry)], {
    stdio: 'inherit',
    env: { ...DEFAULTS, ...process.env, ...embedded.env },
  });
  const forward = (signal: NodeJS.Signals): void => { service.kill(signal); };
  process.on('SIGTERM', forward);
  process.on('SIGINT', forward);
  try {
    const [code] = (await once(service, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    await embedded.stop();
  }
}
