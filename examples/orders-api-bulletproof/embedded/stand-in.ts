import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

export interface StandIn {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export async function listenOnLoopback(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
