import { connect, createServer, type Socket } from 'node:net';
import { listenOnLoopback } from '../../embedded/stand-in.js';

export interface TcpProxy {
  readonly url: string;
  /** Resets every connection, as a failover does. */
  readonly resetAll: () => void;
  /** While frozen, connections are accepted and kept, and no byte passes. */
  readonly freeze: (frozen: boolean) => void;
  readonly connections: () => number;
  readonly stop: () => Promise<void>;
}

export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const clients = new Set<Socket>();
  let frozen = false;

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    clients.add(client);
    if (frozen) client.pause();
    else client.pipe(upstream);
    upstream.pipe(client);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    client.on('close', () => {
      clients.delete(client);
      upstream.destroy();
    });
    upstream.on('close', () => client.destroy());
  });
  const proxyPort = await listenOnLoopback(server);

  const url = new URL(target);
  url.port = String(proxyPort);
  const resetAll = (): void => {
    for (const client of clients) client.resetAndDestroy();
  };
  return {
    url: url.href,
    resetAll,
    freeze: (next) => {
      frozen = next;
      for (const client of clients) {
        if (next) client.unpipe().pause();
      }
    },
    connections: () => clients.size,
    stop: async () => {
      resetAll();
      await new Promise<void>((resolve) => server.close(() => { resolve(); }));
    },
  };
}
