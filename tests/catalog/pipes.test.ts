import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, describe, expect, it } from 'vitest';

const servers: http.Server[] = [];
afterAll(() => {
  for (const each of servers) {
    each.closeAllConnections();
    each.close();
  }
});

async function serve(answer: (response: http.ServerResponse) => void): Promise<number> {
  const server = http.createServer((_, response) => answer(response));
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** What has become of a source, 300 ms after the client that it was sent to has gone away in the middle. */
async function afterTheClient(make: () => Promise<Readable>, send: (source: Readable, response: http.ServerResponse) => void): Promise<'closed' | 'open'> {
  const source = make();
  const port = await serve(response => void source.then(each => send(each, response)));
  await new Promise<void>(resolve => {
    const request = http.get({ port, host: '127.0.0.1' }, response => response.once('data', () => request.destroy()));
    request.on('error', () => {}).on('close', () => resolve());
  });
  await new Promise(resolve => setTimeout(resolve, 300));
  const stream = await source;
  const state = stream.destroyed ? 'closed' : 'open';
  stream.destroy();
  return state;
}

const SOURCES: Readonly<Record<string, () => Promise<Readable>>> = {
  'a file': () => Promise.resolve(fs.createReadStream('/dev/zero')),
  'the answer of another server': async () => {
    const port = await serve(response => new Readable({ read() { this.push('x'.repeat(65_536)); } }).on('error', () => {}).pipe(response));
    return new Promise(resolve => http.get({ port, host: '127.0.0.1' }, response => resolve(response.on('error', () => {}))));
  },
  'a body of fetch': async () => {
    const port = await serve(response => new Readable({ read() { this.push('x'.repeat(65_536)); } }).on('error', () => {}).pipe(response));
    const { body } = await fetch(`http://127.0.0.1:${port}`);
    return Readable.fromWeb(body as never).on('error', () => {});
  },
  'the output of a program': () => {
    const child = spawn('cat', ['/dev/zero']);
    child.on('error', () => {});
    child.stdout.on('close', () => child.kill());
    return Promise.resolve(child.stdout);
  },
};

/** What `prefer-stream-pipeline` says of clients that go away, on this version of Node.js. */
describe.concurrent('a client that goes away in the middle', () => {
  it.each(Object.entries(SOURCES))('pipe() leaves %s open', async (_, make) => {
    expect(await afterTheClient(make, (source, response) => source.pipe(response))).toBe('open');
  }, 10_000);
  it.each(Object.entries(SOURCES))('pipeline() closes %s', async (_, make) => {
    expect(await afterTheClient(make, (source, response) => void pipeline(source, response).catch(() => {}))).toBe('closed');
  }, 10_000);
});
