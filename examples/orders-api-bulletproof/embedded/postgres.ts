import { createServer, type Socket } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { listenOnLoopback, type StandIn } from './stand-in.js';
import { createTurns, type Turns } from './turns.js';
import { endsIdle, type Frame, NO_SSL, takeFrames, WELCOME } from './wire.js';

/**
 * PostgreSQL compiled to WebAssembly behind a real socket, so that the real `pg` client talks to it.
 * It is one backend: connections take turns, from the first statement of a transaction to its last.
 */
export async function startPostgres(): Promise<StandIn> {
  const database = await PGlite.create();
  const turns = createTurns();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that resets its connection is that client's business.
    socket.on('error', () => socket.destroy());
    serve(socket, database, turns);
  });
  const port = await listenOnLoopback(server);
  return {
    url: `postgres://postgres@127.0.0.1:${String(port)}/postgres`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => { resolve(); }));
      await turns.whenFree();
      await database.close();
    },
  };
}

function serve(socket: Socket, database: PGlite, turns: Turns): void {
  let pending = Buffer.alloc(0);
  let started = false;
  let exchange: Frame[] = [];

  const run = async (frames: readonly Frame[]): Promise<void> => {
    if (socket.destroyed) return;
    await turns.take(socket);
    let idle = false;
    for (const { bytes } of frames) {
      const reply = await database.execProtocolRaw(bytes);
      idle = endsIdle(reply);
      if (reply.length > 0 && !socket.destroyed) socket.write(reply);
    }
    if (idle) turns.give(socket);
  };
  const abandon = async (): Promise<void> => {
    if (!turns.isHeldBy(socket)) return;
    await database.exec('ROLLBACK');
    turns.give(socket);
  };

  let work: Promise<void> = Promise.resolve();
  const next = (step: () => Promise<void>): void => {
    work = work.then(step).catch((error: unknown) => {
      turns.give(socket);
      socket.destroy(error instanceof Error ? error : undefined);
    });
  };

  socket.on('data', (chunk: Buffer) => {
    const taken = takeFrames(Buffer.concat([pending, chunk]), started);
    pending = Buffer.from(taken.rest);
    started = taken.started;
    for (const frame of taken.frames) {
      if (frame.type === 'ssl') socket.write(NO_SSL);
      else if (frame.type === 'startup') socket.write(WELCOME);
      else if (frame.type === 'X' || frame.type === 'cancel') socket.end();
      else exchange.push(frame);
      // Parse, Bind and Execute of one client must not be mixed with those of another.
      if (frame.type === 'Q' || frame.type === 'S') {
        const complete = exchange;
        exchange = [];
        next(() => run(complete));
      }
    }
  });
  socket.on('close', () => { next(abandon); });
}
