import { createServer, type IncomingMessage } from 'node:http';
import { listenOnLoopback, type StandIn } from './stand-in.js';

/** Stock, payments and warehouse in one well-behaved HTTP server. */
export async function startProviders(): Promise<StandIn> {
  const server = createServer((request, response) => {
    // The body is of no interest, but an unread one keeps the connection busy.
    request.resume();
    const body = answerTo(request);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { code: 'not_found' }));
  });
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${String(port)}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => { resolve(); }));
    },
  };
}

function answerTo(request: IncomingMessage): object | undefined {
  const path = request.url ?? '/';
  if (path.startsWith('/charges')) return { id: crypto.randomUUID(), status: 'succeeded' };
  if (path.startsWith('/reservations')) return { reserved: true, unavailable: [] };
  if (path.startsWith('/stock/')) return { sku: path.slice('/stock/'.length), available: 100 };
  if (path.startsWith('/shipments')) return { accepted: true };
  return undefined;
}
