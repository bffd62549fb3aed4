import pino from 'pino';

export const logger = pino({
  name: 'orders-api',
  level: process.env.LOG_LEVEL ?? 'info',
});
