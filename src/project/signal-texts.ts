import { packageSays } from './package-texts.js';

/** What listens to the signal, in whatever words; a child process that is sent one says so with `kill`. */
const HANDLES = /(?<!\bkill\w*\([^\n]{0,60})(['"`])SIGTERM\1|\benableShutdownHooks\b|\bstopOnTerminationSignals\b/;

/**
 * Whether any source of the file's package, or of one of the workspace that it depends on, says that it listens to SIGTERM;
 * undefined where there is no package, too much of it, or one that cannot be found.
 */
export function packageHandlesSignals(filename: string): boolean | undefined {
  return packageSays(filename, { pattern: HANDLES, of: 'program' });
}
