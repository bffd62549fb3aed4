import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { optionsOfArchives } from './archives.js';
import { bounds } from './bounds.js';
import type { TypeScript } from './find-typescript.js';
import { kill } from './kill.js';
import { notice } from './notice.js';
import type { Declaration } from '../questions.js';
import { PROCESS_ID, SENT, type Request, type Response, type ThreadData, type TypeAnswers } from './wire.js';

/** What is known of one type. */
export interface Known {
  groups: number;
  bits: number;
  declared: Declaration | undefined;
}

export interface Answer {
  /** Whether a project has the file. */
  readonly isInside: boolean;
  /** Of each node that was asked about; undefined where it has no type. */
  readonly known: readonly (Known | undefined)[];
}

/** Loads the thread's file, and says so where it cannot: what Node says of it would not reach a linting thread that waits. A module or not, as the options of the process have it. */
const START = `
  import('node:worker_threads').then(({ workerData: { script, port, signals } }) =>
    import(script).catch(error => {
      port.postMessage({ failed: String(error) });
      const numbers = new Int32Array(signals);
      Atomics.add(numbers, ${String(SENT)}, 1);
      Atomics.notify(numbers, ${String(SENT)});
    }),
  );
`;

/** Answers that nobody has come for are forgotten after so many others. */
const KEPT = 100;

/** This thread's side of the checker: sends questions, and waits for answers no longer than a bound. A checker that is late, or lost, is not asked again. */
export class CheckerThread {
  readonly #port: MessagePort;
  readonly #worker: Worker;
  readonly #numbers: Int32Array<SharedArrayBuffer>;
  readonly #answers = new Map<number, Answer>();
  /** What this thread was told of types, by number. */
  readonly #types = new Map<number, Known>();
  #generation = 0;
  #sent = 0;
  #over = false;

  /** Throws where threads are forbidden, or our files were put together into one. */
  constructor(private readonly typescript: TypeScript) {
    const script = new URL('./worker.js', import.meta.url);
    if (!existsSync(fileURLToPath(script))) throw new Error('the file of its thread is missing');
    const { port1, port2 } = new MessageChannel();
    const signals = new SharedArrayBuffer(8);
    this.#numbers = new Int32Array(signals);
    this.#port = port1;
    const data: ThreadData = { script: script.href, typescript: typescript.folder, version: typescript.version, cwd: process.cwd(), port: port2, signals, idle: bounds.idle };
    this.#worker = new Worker(START, { eval: true, workerData: data, transferList: [port2], execArgv: optionsOfArchives(), stdout: true, stderr: true });
    // The lint run ends when it has ended, whatever the checker does; and its process with it.
    this.#worker.unref();
    port1.unref();
    this.#worker.on('error', error => {
      this.#abandon();
      notice.failed(typescript.version, error.message);
    });
    process.on('exit', this.#end);
  }

  /** The files that the projects name. */
  readonly roots = new Set<string>();

  /** Whether nobody need ask any more. */
  get isOver(): boolean {
    return this.#over;
  }

  /** Sends a question, and does not wait. */
  send(request: Omit<Request, 'id'>): number {
    const id = (this.#sent += 1);
    if (!this.#over) this.#port.postMessage({ ...request, id } satisfies Request);
    return id;
  }

  /** The answer to a question; undefined where there is none in time. */
  wait(id: number, limit: number): Answer | undefined {
    const until = Date.now() + limit;
    while (!this.#over) {
      const sent = Atomics.load(this.#numbers, SENT);
      this.#receive();
      const answer = this.#answers.get(id);
      if (answer || this.#over) {
        this.#answers.delete(id);
        return answer;
      }
      // It was forgotten.
      if (id <= this.#received) return undefined;
      const left = until - Date.now();
      if (left <= 0) {
        this.#abandon();
        notice.late(this.typescript.version, limit);
      } else this.#sleep(sent, left);
    }
    return undefined;
  }
  #received = 0;

  #sleep(sent: number, left: number): void {
    try {
      Atomics.wait(this.#numbers, SENT, sent, left);
    } catch (error) {
      // Some hosts forbid it to their main thread.
      this.#abandon();
      notice.failed(this.typescript.version, String(error));
    }
  }

  /** Takes in what has arrived, in the order in which it was sent. */
  #receive(): void {
    for (;;) {
      const next = receiveMessageOnPort(this.#port) as { readonly message: Response } | undefined;
      if (!next) return;
      const { id, outside, failed, generation, types, answers, roots } = next.message;
      if (failed !== undefined) {
        this.#abandon();
        notice.failed(this.typescript.version, failed);
        return;
      }
      if (generation !== this.#generation) this.#types.clear();
      this.#generation = generation;
      for (const each of answers) this.#add(each);
      for (const each of roots ?? []) this.roots.add(each);
      this.#answers.set(id, { isInside: outside !== true, known: Array.from(types, each => this.#types.get(each)) });
      this.#answers.delete(id - KEPT);
      this.#received = id;
    }
  }

  #add({ type, groups, bits, declared }: TypeAnswers): void {
    const known = this.#types.get(type);
    if (!known) this.#types.set(type, { groups, bits, declared });
    else {
      known.groups |= groups;
      known.bits |= bits;
      known.declared ??= declared;
    }
  }

  #abandon(): void {
    this.#over = true;
    this.#answers.clear();
    this.#end();
    process.off('exit', this.#end);
    this.#port.close();
    void this.#worker.terminate();
  }

  readonly #end = (): void => {
    const child = Atomics.exchange(this.#numbers, PROCESS_ID, 0);
    if (child > 0) kill(child);
  };
}
