import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { adapter70, MODULES_7_0 } from './adapter-7-0.js';
import { adapter71, MODULES_7_1 } from './adapter-7-1.js';
import type { TypeScript } from './find-typescript.js';
import type { NativeApi } from './native-api.js';

interface Known {
  readonly modules: readonly string[];
  readonly adapter: (modules: object, cwd: string) => NativeApi;
}

const KNOWN: Readonly<Record<string, Known>> = {
  '7.0': { modules: MODULES_7_0, adapter: adapter70 },
  '7.1': { modules: MODULES_7_1, adapter: adapter71 },
};

export const KNOWN_VERSIONS = Object.keys(KNOWN);

const minorOf = (version: string): string => version.split('.', 2).join('.');

/** Whether the API of a version is one that we know. */
export function isKnown({ version }: TypeScript): boolean {
  return minorOf(version) in KNOWN;
}

/** Loads a TypeScript and starts its checker. Throws where it has another shape. */
export async function startNative({ folder, version }: TypeScript, cwd: string): Promise<NativeApi> {
  const { modules, adapter } = KNOWN[minorOf(version)]!;
  const { resolve } = createRequire(join(folder, 'package.json'));
  const loaded = await Promise.all(modules.map(each => import(pathToFileURL(resolve(each)).href) as Promise<object>));
  return adapter(Object.assign({}, ...loaded) as object, cwd);
}
