import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { listenOnLoopback } from '../../embedded/stand-in.js';

export type Behaviour = 'healthy' | 'silent' | 'slow' | 'fails-late' | 'cut-late' | 'cut-mid-response' | 'malformed';

export interface SwitchableProvider {
  readonly url: string;
  readonly behave: (next: Behaviour) => void;
  readonly seen: () => number;
  readonly stop: () => Promise<void>;
}

const ANSWERS: Readonly<Record<string, object>> = {
  '/charges': { id: 'ch_1', status: 'succeeded' },
  '/reservations': { reserved: true, unavailable: [] },
  '/shipments': { accepted: true },
};

/** A dependency whose behaviour changes while the service runs. */
export async function startSwitchableProvider(): Promise<SwitchableProvider> {
  let behaviour: Behaviour = 'healthy';
  let seen = 0;
  const sockets = new Set<Socket>();

  const http = createHttpServer((request, response) => {
    seen += 1;
    answer(behaviour, request, response).catch(() => response.destroy());
  });
  // Raw TCP in front: while the provider is silent a connection is accepted and nothing ever reads from it.
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (behaviour === 'silent') seen += 1;
    else http.emit('connection', socket);
  });
  const port = await listenOnLoopback(tcp);

  return {
    url: `http://127.0.0.1:${String(port)}`,
    behave: (next) => {
      behaviour = next;
      // What was kept alive under the old behaviour would hide the new one.
      for (const socket of sockets) socket.destroy();
    },
    seen: () => seen,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => tcp.close(() => { resolve(); }));
    },
  };
}

async function answer(behaviour: Behaviour, request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume();
  const path = request.url ?? '/';
  const known = path.startsWith('/stock/') ? { sku: 'A', available: 7 } : (ANSWERS[path] ?? {});
  const body = JSON.stringify(known);
  response.setHeader('content-type', 'application/json');
  switch (behaviour) {
    case 'healthy':
      response.end(body);
      return;
    case 'silent':
      return;
    case 'slow':
      await delay(1_000);
      response.end(body);
      return;
    case 'fails-late':
      await delay(60);
      response.writeHead(500).end('{}');
      return;
    case 'cut-late':
      await delay(100);
      request.socket.resetAndDestroy();
      return;
    case 'cut-mid-response':
      response.writeHead(200, { 'content-length': String(body.length) });
      response.write(body.slice(0, 4));
      await delay(50);
      request.socket.resetAndDestroy();
      return;
    case 'malformed':
      response.end('<html>maintenance</html>');
      return;
  }
}
