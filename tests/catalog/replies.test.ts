import express from 'express';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

// What the catalog says of replies and of requests that nobody answers, run.

const HANGS = 'hangs';

async function answerOf(prepare: (app: FastifyInstance) => void): Promise<string> {
  const app = fastify();
  prepare(app);
  const answer = app.inject('/').then(({ statusCode, body }) => `${String(statusCode)} ${body}`);
  const result = await Promise.race([answer, sleep(300).then(() => HANGS)]);
  if (result !== HANGS) await app.close();
  return result;
}

const delayed = (app: FastifyInstance): FastifyInstance =>
  app.addHook('onSend', async (_request, _reply, payload) => {
    await sleep(5);
    return payload;
  });

describe.concurrent('fastify', () => {
  it('waits for ever for a reply that nobody has sent', async () => {
    const waits = (app: FastifyInstance): unknown =>
      app.get('/', async (_request, reply) => {
        await reply.status(400);
        return { error: 'no' };
      });
    expect(await answerOf(waits)).toBe(HANGS);
    expect(await answerOf(app => app.get('/', async (_request, reply) => reply.status(400)))).toBe(HANGS);
    expect(await answerOf(app => app.get('/', (_request, reply) => void reply.status(400)))).toBe(HANGS);
  });

  it('runs the handler behind an async hook that answers and gives nothing back', async () => {
    const ran: string[] = [];
    const guard = (name: string, hook: (reply: FastifyReply) => unknown) => (app: FastifyInstance): void => {
      delayed(app).addHook('onRequest', async (_request, reply) => hook(reply) as undefined);
      app.get('/', async () => {
        ran.push(name);
        return { ok: true };
      });
    };
    expect(await answerOf(guard('nothing', reply => void reply.code(401).send({})))).toBe('401 {}');
    expect(await answerOf(guard('reply', reply => reply.code(401).send({})))).toBe('401 {}');
    expect(ran).toEqual(['nothing']);
  });

  it('answers for a hook that sends a stream and gives nothing back', async () => {
    const prepare = (app: FastifyInstance): void => {
      app.addHook('preHandler', async (_request, reply) => void reply.code(401).send(Readable.from(['no'])));
      app.get('/', async () => ({ secret: 1 }));
    };
    expect(await answerOf(prepare)).toContain('"secret":1');
  });

  it('sends an empty 200 for an async handler that is over before it answers', async () => {
    const late = (app: FastifyInstance, end: (reply: FastifyReply) => unknown): unknown =>
      app.get('/', async (_request, reply) => {
        void sleep(20).then(() => (reply.raw.headersSent ? undefined : reply.send({ late: 1 })));
        return end(reply);
      });
    expect(await answerOf(app => late(app, () => undefined))).toBe('200 ');
    expect(await answerOf(app => late(app, reply => reply))).toBe('200 {"late":1}');
  });

  it('sends an empty 200 for an async handler, or error handler, that gives nothing', async () => {
    expect(await answerOf(app => app.get('/', async () => undefined))).toBe('200 ');
    const failing = (app: FastifyInstance): unknown => app.setErrorHandler(async () => undefined).get('/', async () => Promise.reject(new Error('no')));
    expect(await answerOf(failing)).toBe('200 ');
  });

  it('refuses an async hook that takes a callback', () => {
    // The types refuse it as well.
    const hook = async (_request: unknown, _reply: unknown, done: () => void): Promise<void> => done();
    expect(() => fastify().addHook('onRequest', hook as never)).toThrow(expect.objectContaining({ code: 'FST_ERR_HOOK_INVALID_ASYNC_HANDLER' }));
  });
});

describe.concurrent('requests that nobody answers', () => {
  const ask = async (server: Server): Promise<string> => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const answer = fetch(`http://127.0.0.1:${String(port)}/`).then(response => String(response.status), () => 'closed');
    const result = await Promise.race([answer, sleep(300).then(() => HANGS)]);
    server.closeAllConnections();
    server.close();
    return result;
  };

  it('hang in node:http', async () => {
    expect(await ask(createServer(() => undefined))).toBe(HANGS);
  });

  it('hang in express, whatever the handler returns or prepares', async () => {
    expect(await ask(createServer(express().get('/', (_request, response) => void response.status(404))))).toBe(HANGS);
    expect(await ask(createServer(express().get('/', async () => ({ ok: true }))))).toBe(HANGS);
  });
});
