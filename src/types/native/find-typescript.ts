import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { hasArchives } from './archives.js';
import { isKnown } from './known-versions.js';

/** A TypeScript that is installed for a file. */
export interface TypeScript {
  /** The folder of its package. */
  readonly folder: string;
  readonly version: string;
}

/** Under which names projects install TypeScript 7: its own, and the aliases of those who keep TypeScript 6 beside it for their linter. */
const NAMES = ['typescript', '@typescript/native', 'typescript-7'];

/** A lint run comes to the same folders again and again; an editor to more and more of them. */
const KEPT = 5000;
const byFolder = new Map<string, TypeScript | undefined>();

/** The TypeScript 7, or later, that the project of a file has installed; rather one that we know than the first. Reads `package.json` only. */
export function findTypeScript(folder: string): TypeScript | undefined {
  if (byFolder.has(folder)) return byFolder.get(folder);
  const all = NAMES.flatMap(name => native(installed(folder, name)) ?? []);
  const found = all.find(isKnown) ?? all[0];
  if (byFolder.size >= KEPT) byFolder.clear();
  byFolder.set(folder, found);
  return found;
}

function native(found: TypeScript | undefined): TypeScript | undefined {
  return found && Number(found.version.split('.', 1)[0]) >= 7 ? found : undefined;
}

const byName = new Map<string, TypeScript | undefined>();

/** The nearest package of that name. */
function installed(folder: string, name: string): TypeScript | undefined {
  const key = `${name}\0${folder}`;
  if (byName.has(key)) return byName.get(key);
  const parent = dirname(folder);
  const found = (hasArchives() ? resolved(folder, name) : packageIn(join(folder, 'node_modules', name))) ?? (parent === folder ? undefined : installed(parent, name));
  if (byName.size >= KEPT) byName.clear();
  byName.set(key, found);
  return found;
}

function packageIn(folder: string): TypeScript | undefined {
  try {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly name?: unknown; readonly version?: unknown };
    return name === 'typescript' && typeof version === 'string' ? { folder, version } : undefined;
  } catch {
    return undefined;
  }
}

/** Where packages lie in archives, Node knows the way. */
function resolved(folder: string, name: string): TypeScript | undefined {
  try {
    return packageIn(dirname(createRequire(join(folder, 'file.js')).resolve(`${name}/package.json`)));
  } catch {
    return undefined;
  }
}
