import { createRequire } from 'node:module';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

// Which clients connect when they are made (`connects` of the catalog): counted by a server of this machine.
const require = createRequire(import.meta.url);
interface Client {
  disconnect(): void;
  on(event: string, listener: (error: unknown) => void): void;
  get(key: string): Promise<unknown>;
  readonly status: string;
}
const { Redis, Cluster } = require('ioredis') as {
  readonly Redis: new (options: object) => Client;
  readonly Cluster: new (nodes: readonly object[], options?: object) => Client;
};

const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0)) each();
});

async function counting(): Promise<{ readonly port: number; readonly count: () => number }> {
  const sockets: Socket[] = [];
  const server = createServer(socket => {
    socket.on('error', () => {});
    sockets.push(socket);
  });
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    for (const each of sockets) each.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, count: () => sockets.length };
}

function kept(client: Client): { readonly client: Client; readonly errors: unknown[] } {
  const errors: unknown[] = [];
  client.on('error', error => errors.push(error));
  undo.push(() => client.disconnect());
  return { client, errors };
}

const pause = (ms: number): Promise<void> => new Promise(resolve => void setTimeout(resolve, ms));

describe('ioredis', () => {
  it('connects when it is made', async () => {
    const { port, count } = await counting();
    kept(new Redis({ host: '127.0.0.1', port }));
    await pause(150);
    expect(count()).toBe(1);
  });

  it('waits for the first command with lazyConnect', async () => {
    const { port, count } = await counting();
    const { client } = kept(new Redis({ host: '127.0.0.1', port, lazyConnect: true }));
    await pause(100);
    expect([count(), client.status]).toEqual([0, 'wait']);
    client.get('a').catch(() => {});
    await pause(150);
    expect(count()).toBe(1);
  });

  it('connects a cluster when it is made, and later with lazyConnect', async () => {
    const { port, count } = await counting();
    kept(new Cluster([{ host: '127.0.0.1', port }], { lazyConnect: true }));
    await pause(100);
    expect(count()).toBe(0);
    kept(new Cluster([{ host: '127.0.0.1', port }]));
    await pause(200);
    expect(count()).toBeGreaterThan(0);
  });

  it('tells a failure to its `error` event, and throws and rejects nothing', async () => {
    const { errors } = kept(new Redis({ host: '127.0.0.1', port: 1, retryStrategy: null }));
    await pause(150);
    expect(errors).toHaveLength(1);
  });
});
