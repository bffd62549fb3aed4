import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

const known = new Map<string, string | undefined>();

/** The folder of the nearest package.json above a file; undefined for files that are nowhere on the disk. */
export function packageRootOf(filename: string): string | undefined {
  if (!isAbsolute(filename)) return undefined;
  const visited: string[] = [];
  let root: string | undefined;
  for (let folder = dirname(filename); ; folder = dirname(folder)) {
    if (known.has(folder)) {
      root = known.get(folder);
      break;
    }
    visited.push(folder);
    if (existsSync(join(folder, 'package.json'))) {
      root = folder;
      break;
    }
    if (dirname(folder) === folder) break;
  }
  for (const each of visited) known.set(each, root);
  return root;
}
