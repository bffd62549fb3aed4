import { readFileSync, statSync } from 'node:fs';

/** What a file holds; empty where it cannot be read, or holds more than `max` bytes. */
export function textOfFile(path: string, max: number): string {
  try {
    return statSync(path).size > max ? '' : readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
