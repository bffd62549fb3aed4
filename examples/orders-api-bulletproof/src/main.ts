import { loadConfig } from './config.js';
import { startService } from './service.js';
import { createLogger } from './telemetry/logger.js';

const config = loadConfig(process.env);
const log = createLogger(config.LOG_LEVEL);

process.on('uncaughtException', (err) => {
  log.fatal({ err }, 'uncaught exception');
  process.exit(1);
});
process.on('unhandledRejection', (reason) => {
  throw reason;
});

const service = await startService(config, log);
log.info({ port: config.PORT, adminPort: config.ADMIN_PORT }, 'ready');

function shutDown(signal: NodeJS.Signals): void {
  log.info({ signal }, 'stopping');
  // It stays armed after a clean stop: a handle that nobody knew of must not keep the process.
  setTimeout(() => {
    log.fatal({ deadlineMs: config.SHUTDOWN_DEADLINE_MS }, 'did not stop in time');
    process.exit(1);
  }, config.SHUTDOWN_DEADLINE_MS).unref();

  service
    .stop()
    .then((clean) => {
      if (!clean) process.exitCode = 1;
      log.info({ clean }, 'stopped');
    })
    .catch((err: unknown) => {
      log.fatal({ err }, 'could not stop');
      process.exitCode = 1;
    });
}

process.once('SIGTERM', shutDown);
process.once('SIGINT', shutDown);
