import type { Checker } from '../checker.js';
import type { NodeTable } from './source-nodes.js';

/** What we use of TypeScript 7's own API: an adapter for each minor version makes it, since every one of them has another. Calls wait for the checker's process. */
export interface NativeApi {
  /** TypeScript's numbers for kinds of nodes. */
  readonly kinds: Readonly<Record<string, number | string>>;
  /** A new state of the projects, after a change. */
  snapshot(change: Change): NativeSnapshot;
  close(): void;
}

export interface Change {
  /** The configuration of a project that is loaded, and kept up to date from now on. */
  readonly project?: string;
  /** The text that a file has from now on, whatever the disk says. */
  readonly text?: { readonly file: string; readonly text: string };
  /** What became of files on the disk. */
  readonly disk?: DiskChanges;
}

/** Files that are others than before, or `everything`, where that cannot be told. */
export interface DiskChanges {
  readonly changed: string[];
  readonly created: string[];
  readonly deleted: string[];
  readonly everything: boolean;
}

export interface NativeSnapshot {
  /** A loaded project, by its configuration file. */
  project(configFile: string): NativeProject<object> | undefined;
  dispose(): void;
}

export interface NativeProject<Type extends object> {
  readonly configFile: string;
  /** The files that the configuration names. */
  readonly roots: readonly string[];
  readonly files: readonly string[];
  readonly checker: Checker<Type, unknown>;
  source(file: string): NativeSource<Type> | undefined;
}

export interface NativeSource<Type> {
  readonly text: string;
  readonly nodes: NodeTable;
  /** The types of nodes, by their place in the table, in one round trip. */
  typesAt(places: readonly number[]): readonly (Type | undefined)[];
}

/** A version of TypeScript whose API has not the shape that its adapter knows. */
export class UnknownShape extends Error {}

/** Remembers answers: each question is a round trip to the checker's process. */
export function remembered<Key extends object, Answer>(ask: (key: Key) => Answer): (key: Key) => Answer {
  const known = new WeakMap<Key, { readonly answer: Answer }>();
  return key => {
    let entry = known.get(key);
    if (!entry) known.set(key, (entry = { answer: ask(key) }));
    return entry.answer;
  };
}
