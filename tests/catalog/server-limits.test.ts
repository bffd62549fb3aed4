import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import express from 'express';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
const portOf = (server: net.Server): number => (server.address() as AddressInfo).port;

/** Whether the server has ended a connection on which a client sends a few bytes every 50 ms, after a second. */
async function endsTrickle(options: http.ServerOptions, start: string, chunk: string): Promise<boolean> {
  const server = http.createServer({ connectionsCheckingInterval: 50, ...options }, (request, response) => request.resume().on('end', () => response.end()));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const client = net.connect(portOf(server), '127.0.0.1');
  let ended = false;
  client.on('error', () => {}).on('close', () => { ended = true; }).on('data', () => {});
  client.write(`POST / HTTP/1.1\r\nHost: a.test\r\n${start}`);
  const timer = setInterval(() => client.write(chunk), 50);
  await pause(1_000);
  clearInterval(timer);
  const result = ended;
  client.destroy();
  server.close();
  server.closeAllConnections();
  return result;
}

describe.concurrent('what servers do with slow and large requests', () => {
  const body = ['Content-Length: 100000\r\n\r\n', 'z'] as const;
  const headers = ['', 'X-A: b\r\n'] as const;

  it('node: defaults', () => {
    const { keepAliveTimeout, headersTimeout, requestTimeout, timeout } = http.createServer();
    expect({ keepAliveTimeout, headersTimeout, requestTimeout, timeout }).toEqual({ keepAliveTimeout: 5_000, headersTimeout: 60_000, requestTimeout: 300_000, timeout: 0 });
  });

  it('node: requestTimeout ends a slow body, and nothing does where it is 0', async () => {
    expect(await Promise.all([endsTrickle({ requestTimeout: 300, headersTimeout: 300 }, ...body), endsTrickle({ requestTimeout: 0, headersTimeout: 300 }, ...body)])).toEqual([true, false]);
  });

  it('node: headersTimeout 0 leaves slow headers to requestTimeout', async () => {
    expect(
      await Promise.all([
        endsTrickle({ headersTimeout: 0, requestTimeout: 300 }, ...headers),
        endsTrickle({ headersTimeout: 300, requestTimeout: 0 }, ...headers),
        endsTrickle({ headersTimeout: 0, requestTimeout: 0 }, ...headers),
      ]),
    ).toEqual([true, true, false]);
  });

  it('node: close() ends idle connections, so that a raised keepAliveTimeout holds up no shutdown', async () => {
    const server = http.createServer((_request, response) => response.end());
    server.keepAliveTimeout = 60_000;
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const agent = new http.Agent({ keepAlive: true });
    await new Promise<void>(resolve => http.get({ host: '127.0.0.1', port: portOf(server), agent }, response => response.resume().on('end', resolve)));
    await pause(20);
    const closed = new Promise(resolve => server.close(() => resolve('closed')));
    expect(await Promise.race([closed, pause(1_000)])).toBe('closed');
    agent.destroy();
  });

  it("fastify writes 0 over node's requestTimeout, also where `http` sets it, and its own 72 s over keepAliveTimeout", () => {
    for (const options of [{}, { http: { requestTimeout: 5_000 } }, { requestTimeout: 0 }]) {
      const { requestTimeout, keepAliveTimeout } = fastify(options).server;
      expect({ requestTimeout, keepAliveTimeout }).toEqual({ requestTimeout: 0, keepAliveTimeout: 72_000 });
    }
    expect(fastify({ requestTimeout: 9_000 }).server.requestTimeout).toBe(9_000);
  });

  it('fastify refuses a body limit of Infinity, and takes the largest integer', () => {
    expect(() => fastify({ bodyLimit: Infinity })).toThrow(/integer > 0/);
    expect(fastify({ bodyLimit: Number.MAX_SAFE_INTEGER }).initialConfig.bodyLimit).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each([
    [undefined, 413], ['1mb', 200], [Infinity, 200], ['10gb', 200], ['10m', 413], [0, 413],
  ])('express.json({ limit: %s }) answers 200,000 bytes with %s', async (limit, status) => {
    const app = express();
    app.post('/', express.json({ limit }), (_request, response) => void response.json(1));
    const server = app.listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const answer = await fetch(`http://127.0.0.1:${portOf(server)}`, { method: 'POST', headers: { 'content-type': 'application/json', connection: 'close' }, body: JSON.stringify(['x'.repeat(200_000)]) });
    await answer.text();
    server.close();
    expect(answer.status).toBe(status);
  });

  it('a body that is longer than the longest string cannot be read at all', async () => {
    const { constants } = await import('node:buffer');
    expect(constants.MAX_STRING_LENGTH).toBeGreaterThanOrEqual(536_870_888);
  });
});
