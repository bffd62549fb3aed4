import { existsSync, readFileSync, statSync } from 'node:fs';

const ENDINGS = ['', '.ts', '.js', '.mts', '.mjs', '.cts', '.cjs', '/index.ts', '/index.js'];
const MAX_CHARACTERS = 200_000;

/** The text of the module at a path as it stands in an import, with or without its ending; undefined where it cannot be read. */
export function moduleTextAt(path: string): string | undefined {
  // `./app.js` in TypeScript is `./app.ts`.
  const bases = /\.[cm]?js$/.test(path) ? [path, path.replace(/js$/, 'ts')] : [path];
  for (const base of bases) {
    for (const each of ENDINGS) {
      const found = base + each;
      try {
        if (!existsSync(found) || !statSync(found).isFile()) continue;
        return statSync(found).size > MAX_CHARACTERS ? undefined : readFileSync(found, 'utf8');
      } catch {
        // A file that cannot be read says nothing.
        return undefined;
      }
    }
  }
  return undefined;
}
