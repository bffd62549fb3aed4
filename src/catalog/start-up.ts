import type { Role } from './schema.js';

/** What code can begin, or change, that the whole process has. */
export const START_KINDS = ['connect', 'listen', 'consume', 'timer', 'request', 'read', 'write', 'process', 'listener', 'environment', 'patch'] as const;
export type StartKind = (typeof START_KINDS)[number];

/**
 * Methods, by the last name of their path, by which libraries of clients (and Node's sockets) open a connection. Their
 * makers are no part of it: most of them wait for the first query.
 */
export const CONNECTING: ReadonlySet<string> = new Set(['connect', 'connectAsync', '$connect', 'createConnection', 'authenticate', 'initialize']);

/** Packages, and their method of one of these names, that may open nothing yet: what mysql makes connects by a method of its own. */
export const CONNECTS_LATER: ReadonlySet<string> = new Set(['mysql createConnection']);

/** Roles whose calls begin something at once, and of which kind that is. */
export const AT_ONCE: Partial<Readonly<Record<Role, StartKind>>> = {
  'http-request': 'request',
  'cloud-command': 'request',
  'child-process': 'process',
  'message-consume': 'consume',
};

/** The same by library and path, for those whose role says less. */
export const PATHS_AT_ONCE: Readonly<Record<string, StartKind>> = {
  'node:worker_threads Worker': 'process',
  'global process.chdir': 'environment',
};

/** File accesses, by their last name, that only look whether, or where, something is. */
export const LOOKS: ReadonlySet<string> = new Set(
  ['access', 'exists', 'stat', 'lstat', 'statfs', 'realpath', 'readlink', 'opendir', 'pathExists', 'close', 'fstat'].flatMap(each => [each, `${each}Sync`]),
);

/** File accesses, by the beginning of their last name, that change nothing. */
export const READS = /^(?:read|glob|sync$|createReadStream|open)/;
