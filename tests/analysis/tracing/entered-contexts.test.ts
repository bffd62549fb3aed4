import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const HEAD = "import { AsyncLocalStorage } from 'node:async_hooks'; const als = new AsyncLocalStorage();";

describe('entered contexts', () => {
  it('names the storage and the store', () => {
    const { enteredContexts, sourceCode } = modelOf(`${HEAD} export function enter(id) { als.enterWith({ id }); }`);
    expect(enteredContexts.map(({ storage, store }) => [sourceCode.getText(storage), sourceCode.getText(store)])).toEqual([['als', '{ id }']]);
  });

  it('is empty where nothing enters one', () => {
    expect(modelOf(`${HEAD} export const run = next => als.run({}, next);`).enteredContexts).toEqual([]);
  });
});

describe('what Node does', () => {
  const storage = new AsyncLocalStorage<string | undefined>();
  /** Each in a context of its own, so that none leaves anything behind. */
  const alone = <T>(work: () => T): T => storage.run(undefined, work);

  it('hands a store on to the caller of a function, and of an async one up to its first await', async () => {
    await alone(async () => {
      const enter = (): void => storage.enterWith('entered');
      enter();
      expect(storage.getStore()).toBe('entered');
    });
    await alone(async () => {
      const enter = async (): Promise<void> => {
        storage.enterWith('entered');
        await null;
      };
      const entering = enter();
      expect(storage.getStore()).toBe('entered');
      await entering;
      expect(storage.getStore()).toBe('entered');
    });
  });

  it('keeps it from the caller after an await, in a timer, and in run', async () => {
    await alone(async () => {
      const late = async (): Promise<void> => {
        await null;
        storage.enterWith('entered');
      };
      await late();
      expect(storage.getStore()).toBeUndefined();
      await new Promise<void>(resolve => {
        setTimeout(() => {
          storage.enterWith('entered');
          resolve();
        }, 1);
      });
      expect(storage.getStore()).toBeUndefined();
      storage.run('outer', () => storage.enterWith('entered'));
      expect(storage.getStore()).toBeUndefined();
    });
  });

  it('hands it on to the next request of a connection, up to Node 22', async () => {
    const server = http.createServer((request, response) => {
      const before = storage.getStore();
      if (request.url === '/login') storage.enterWith('ann');
      response.end(String(before));
    });
    await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const { port } = server.address() as AddressInfo;
    const ask = (path: string): Promise<string> =>
      new Promise((resolve, reject) => {
        http.get({ host: '127.0.0.1', port, path, agent }, response => {
          let text = '';
          response.on('data', chunk => (text += chunk));
          response.on('end', () => resolve(text));
        }).on('error', reject);
      });
    try {
      await ask('/login');
      expect(await ask('/health')).toBe(Number(process.versions.node.split('.')[0]) < 24 ? 'ann' : 'undefined');
    } finally {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    }
  });
});
