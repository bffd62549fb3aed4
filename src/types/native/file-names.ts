import { sep } from 'node:path';

/** A path as TypeScript writes it, on Windows too. */
export function slashed(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}

/** What files are told apart by: where `a.ts` and `A.ts` are one file, as on Windows and macOS, not by their case. `known` is a file that exists. */
export function keyOfFiles(known: string, exists: (path: string) => boolean): (file: string) => string {
  return exists(known.toUpperCase()) && exists(known.toLowerCase()) ? file => file.toLowerCase() : file => file;
}
