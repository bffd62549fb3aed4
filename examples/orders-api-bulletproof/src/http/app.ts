import Fastify, { type FastifyBaseLogger, type FastifyError } from 'fastify';
import type { AppError } from '../domain/errors.js';
import { httpRequests } from '../telemetry/metrics.js';
import { toFailure } from './failure.js';
import { type App, compileZod, type ZodProvider } from './zod-provider.js';

export function createApp(log: FastifyBaseLogger, draining: AbortSignal): App {
  const app = Fastify({
    loggerInstance: log,
    bodyLimit: 256 * 1024,
    connectionTimeout: 30_000,
    requestTimeout: 10_000,
    // Longer than the usual load balancer keeps a connection, so that the balancer closes first.
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodProvider>();

  app.setValidatorCompiler(compileZod);

  app.setErrorHandler<AppError | FastifyError>((error, request, reply) => {
    const { statusCode, code } = toFailure(error);
    if (statusCode >= 500) request.log.error({ err: error }, 'request failed');
    return reply.code(statusCode).send({ code });
  });

  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ code: 'no_such_route' }));

  // A connection that is busy when the server closes would otherwise stay open, idle, until its keep-alive ends.
  app.addHook('onSend', async (_request, reply) => {
    if (draining.aborted) reply.header('connection', 'close');
  });

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    const status = `${String(Math.floor(reply.statusCode / 100))}xx`;
    httpRequests.observe({ route, status }, reply.elapsedTime / 1_000);
    done();
  });

  return app;
}
