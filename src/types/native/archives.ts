import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Whether packages are loaded from Yarn's archives (Plug'n'Play). */
export const hasArchives = (): boolean => process.versions['pnp'] !== undefined;

/** With which options a thread can load from them too: it does not inherit what an editor sets up in its own process, or a command line asks for. */
export function optionsOfArchives(): string[] {
  if (!hasArchives()) return [];
  const api = createRequire(import.meta.url).resolve('pnpapi');
  const loader = join(dirname(api), '.pnp.loader.mjs');
  return ['--require', api, ...(existsSync(loader) ? ['--experimental-loader', pathToFileURL(loader).href] : [])];
}
