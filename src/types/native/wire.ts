import type { Declaration, Questions } from '../questions.js';
import type { Places } from './source-nodes.js';

/** What the main thread asks of the checker's thread. */
export interface Request {
  readonly id: number;
  readonly file: string;
  /** The text that is being linted. */
  readonly text: string;
  readonly places: Places;
}

export interface Response {
  readonly id: number;
  /** No project has the file. */
  readonly outside?: true;
  /** The checker is lost; the file has no types. */
  readonly failed?: string;
  /** Changes when type numbers begin anew. */
  readonly generation: number;
  /** The number of each place's type; 0 for none. */
  readonly types: Int32Array;
  readonly answers: readonly TypeAnswers[];
  /** The files of a project that was loaded for this. */
  readonly roots?: readonly string[];
}

/** Answers about one type that were not sent before. */
export interface TypeAnswers {
  readonly type: number;
  readonly groups: number;
  /** Two bits for each of `QUESTIONS`: 0 cannot tell, 1 no, 2 yes. */
  readonly bits: number;
  readonly declared?: Declaration;
}

/** Questions that are answered together, because one round trip more or less serves them all. */
export const GROUPS = { thenable: 1, declared: 2, callable: 4, error: 8 } as const;

export type Question = Exclude<keyof Questions<unknown>, 'declaredBy'>;
export const QUESTIONS: Readonly<Record<Question, { readonly shift: number; readonly group: number }>> = {
  isPromise: { shift: 0, group: GROUPS.thenable },
  isOtherThenable: { shift: 2, group: GROUPS.thenable },
  isAlwaysPromise: { shift: 4, group: GROUPS.thenable },
  holdsPromises: { shift: 6, group: GROUPS.thenable },
  isCallable: { shift: 8, group: GROUPS.callable },
  isErrorLike: { shift: 10, group: GROUPS.error },
  hasToJSON: { shift: 12, group: GROUPS.error },
};

/** What both threads are started with. */
export interface ThreadData {
  /** The address of the thread's file. */
  readonly script: string;
  /** The folder of the package `typescript`. */
  readonly typescript: string;
  readonly version: string;
  readonly cwd: string;
  readonly port: import('node:worker_threads').MessagePort;
  /** Two numbers: how many responses were sent, and the checker's process id. */
  readonly signals: SharedArrayBuffer;
  /** After how long without a question the checker's process is ended, in milliseconds. */
  readonly idle: number;
}
export const SENT = 0;
export const PROCESS_ID = 1;
