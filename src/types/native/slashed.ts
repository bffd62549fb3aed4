import { sep } from 'node:path';

/** A path as TypeScript writes it, on Windows too. */
export function slashed(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}
