import { createServer } from 'node:net';
import { listenOnLoopback } from '../../embedded/stand-in.js';

export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server);
  await new Promise<void>((resolve) => server.close(() => { resolve(); }));
  return port;
}
