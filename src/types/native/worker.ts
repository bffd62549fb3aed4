import childProcess, { spawn as importedSpawn } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { workerData } from 'node:worker_threads';
import { kill } from './kill.js';
import { startNative } from './known-versions.js';
import { spawnWithNamedPipes } from './named-pipes.js';
import { Session } from './session.js';
import { PROCESS_ID, SENT, type Request, type Response, type ThreadData } from './wire.js';

// The thread that owns the checker's process. Everything in it may wait for that process; the main thread waits for this one, with a bound.
const { typescript, version, cwd, port, signals, idle } = workerData as ThreadData;
const numbers = new Int32Array(signals);

/** Keeps the number of the checker's process while it runs. */
function keep(child: childProcess.ChildProcess): void {
  const id = child.pid ?? 0;
  Atomics.store(numbers, PROCESS_ID, id);
  child.once('exit', () => {
    // Its number, and those of its pipes, can be somebody else's from now on: neither is used again.
    isLost ||= Atomics.compareExchange(numbers, PROCESS_ID, id, 0) === id;
  });
}

// The checker, a program in Go, lives for a run and lets little go: collecting garbage at its default pace is a tenth of its work.
process.env['GOGC'] ??= '400';

// This thread has node:child_process for itself: TypeScript's client starts its process by way of this.
const { spawn } = childProcess;
childProcess.spawn = ((file: string, args: readonly string[], options: childProcess.SpawnOptions) => {
  const stdio = Array.isArray(options.stdio) ? options.stdio.with(2, 'ignore') : options.stdio;
  // Nothing of it on the user's screen, and no Ctrl+C of the user's for it: it ends when its input ends.
  const child = spawn(file, args, { ...options, stdio, detached: process.platform !== 'win32', windowsHide: true });
  keep(child);
  return child;
}) as typeof childProcess.spawn;
syncBuiltinESMExports();
// Bun and Deno show their importers the first one still.
if (importedSpawn !== childProcess.spawn && process.platform !== 'win32') spawnWithNamedPipes(keep);

/** Whether the checker's process has ended by itself. */
let isLost = false;
let session: Promise<Session> | undefined;

async function start(): Promise<Session> {
  if (isLost) throw new Error('its process has ended');
  return await (session ??= begin());
}

async function begin(): Promise<Session> {
  const api = await startNative({ folder: typescript, version }, cwd);
  if (Atomics.load(numbers, PROCESS_ID) > 0) return new Session(api);
  api.close();
  throw new Error('this runtime lacks what TypeScript needs of Node.js');
}

/** Without a last word: what it would say is that its work was cancelled. */
function end(): void {
  session = undefined;
  const child = Atomics.exchange(numbers, PROCESS_ID, 0);
  if (child > 0) kill(child);
}

async function answer(request: Request): Promise<Response> {
  try {
    return (await start()).answer(request);
  } catch (error) {
    return { id: request.id, generation: -1, types: new Int32Array(), answers: [], failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

let rest: NodeJS.Timeout | undefined;
let queue = Promise.resolve();
port.on('message', (request: Request) => {
  clearTimeout(rest);
  queue = queue.then(async () => {
    const response = await answer(request);
    port.postMessage(response, [response.types.buffer as ArrayBuffer]);
    Atomics.add(numbers, SENT, 1);
    Atomics.notify(numbers, SENT);
    rest = setTimeout(end, idle);
  });
});
