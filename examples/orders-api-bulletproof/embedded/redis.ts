import { createServer, type Socket } from 'node:net';
import { encodeReply, parseCommands, type Reply } from './resp.js';
import { listenOnLoopback, type StandIn } from './stand-in.js';

type Command = (args: readonly string[]) => Reply;

/** No Redis engine can be embedded in Node.js, so this answers the few commands that the service uses. */
export async function startRedis(): Promise<StandIn> {
  const commands = createCommands();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that resets its connection is that client's business.
    socket.on('error', () => socket.destroy());
    serve(socket, commands);
  });
  const port = await listenOnLoopback(server);
  return {
    url: `redis://127.0.0.1:${String(port)}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => { resolve(); }));
    },
  };
}

function serve(socket: Socket, commands: ReadonlyMap<string, Command>): void {
  let pending = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    const parsed = parseCommands(Buffer.concat([pending, chunk]));
    pending = Buffer.from(parsed.rest);
    for (const [name = '', ...args] of parsed.commands) {
      const command = commands.get(name.toUpperCase());
      socket.write(encodeReply(command === undefined ? new Error(`unknown command '${name}'`) : command(args)));
      if (name.toUpperCase() === 'QUIT') socket.end();
    }
  });
}

function createCommands(): ReadonlyMap<string, Command> {
  const strings = new Map<string, { value: string; expiresAt: number }>();
  const lists = new Map<string, string[]>();
  const list = (key: string): string[] => {
    const items = lists.get(key) ?? [];
    lists.set(key, items);
    return items;
  };
  return new Map<string, Command>([
    ['PING', () => 'PONG'],
    ['INFO', () => 'redis_version:7.0.0\r\nloading:0\r\n'],
    ['CLIENT', () => 'OK'],
    ['SELECT', () => 'OK'],
    ['QUIT', () => 'OK'],
    ['PUBLISH', () => 0],
    ['GET', ([key = '']) => {
      const entry = strings.get(key);
      return entry === undefined || entry.expiresAt <= Date.now() ? null : entry.value;
    }],
    ['SET', ([key = '', value = '', unit, amount]) => {
      const seconds = unit?.toUpperCase() === 'EX' ? Number(amount) : Number.POSITIVE_INFINITY;
      strings.set(key, { value, expiresAt: Date.now() + seconds * 1000 });
      return 'OK';
    }],
    ['EXPIRE', ([key = '', seconds]) => {
      const entry = strings.get(key);
      if (entry === undefined) return 0;
      strings.set(key, { value: entry.value, expiresAt: Date.now() + Number(seconds) * 1000 });
      return 1;
    }],
    ['DEL', (keys) => keys.filter((key) => strings.delete(key) || lists.delete(key)).length],
    ['LPUSH', ([key = '', ...values]) => list(key).unshift(...values.toReversed())],
    ['RPOP', ([key = '']) => list(key).pop() ?? null],
    ['LLEN', ([key = '']) => list(key).length],
    ['LRANGE', ([key = '', start, stop]) => list(key).slice(Number(start), Number(stop) + 1 || undefined)],
  ]);
}
