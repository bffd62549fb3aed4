import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Express } from 'express';

export interface AdminServer {
  readonly stop: () => Promise<void>;
}

const GRACE_MS = 2_000;

function createBoundedServer(app: Express): Server {
  const server = createServer(app);
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  server.keepAliveTimeout = 65_000;
  return server;
}

export async function listenForAdmin(app: Express, port: number, host: string): Promise<AdminServer> {
  const server = createBoundedServer(app);
  server.listen(port, host);
  await once(server, 'listening');
  return {
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const grace = setTimeout(() => { server.closeAllConnections(); }, GRACE_MS);
      try {
        await closed;
      } finally {
        clearTimeout(grace);
      }
    },
  };
}
