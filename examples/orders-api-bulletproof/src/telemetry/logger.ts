import { pino, type Logger } from 'pino';

export function createLogger(level: string): Logger {
  return pino({
    name: 'orders-api-bulletproof',
    level,
    redact: ['req.headers.authorization', 'req.headers.cookie', 'req.headers["x-admin-token"]'],
  });
}
