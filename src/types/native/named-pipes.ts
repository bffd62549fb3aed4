import { ChildProcess, execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

interface Pipe {
  readonly reads: number;
  readonly writes: number;
}

/** What all runtimes share, and the types of Node.js leave out. */
interface Spawning {
  spawn(this: ChildProcess, options: object): number;
}

/**
 * Has processes of this thread read from and write to named pipes. TypeScript's client reads its process's pipes by way of `node:fs`,
 * which in Bun and Deno knows only what it has opened itself.
 */
export function spawnWithNamedPipes(started: (child: ChildProcess) => void): void {
  const prototype = ChildProcess.prototype as unknown as Spawning;
  const { spawn } = prototype;
  prototype.spawn = function (options) {
    const [input, output] = makePipes();
    const result = spawn.call(this, { ...options, stdio: [input.reads, output.writes, 'ignore'], detached: true });
    // Nobody but the process has its ends: either side sees when the other is gone.
    closeSync(input.reads);
    closeSync(output.writes);
    const stdin = streamOf(input.writes);
    const stdout = streamOf(output.reads);
    Object.defineProperties(this, { stdin: { value: stdin }, stdout: { value: stdout } });
    this.once('exit', () => {
      stdin.destroy();
      stdout.destroy();
      closeSync(input.writes);
      closeSync(output.reads);
    });
    started(this);
    return result;
  };
}

/** A stream as the client wants it: with its number, and keeping nobody waiting. */
function streamOf(fd: number): PassThrough {
  return Object.assign(new PassThrough(), { _handle: { fd }, unref: () => undefined });
}

function makePipes(): readonly [Pipe, Pipe] {
  const folder = mkdtempSync(join(tmpdir(), 'bulletproof-'));
  try {
    const input = join(folder, 'input');
    const output = join(folder, 'output');
    execFileSync('mkfifo', [input, output], { stdio: 'ignore' });
    return [open(input), open(output)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function open(path: string): Pipe {
  // An end alone would wait for the other one.
  const both = openSync(path, 'r+');
  const pipe = { reads: openSync(path, 'r'), writes: openSync(path, 'w') };
  closeSync(both);
  return pipe;
}
