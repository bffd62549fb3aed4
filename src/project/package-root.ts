import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { manifestIn } from './manifests.js';

/** An editor's server lints for days: what is remembered starts anew at this many folders. */
const REMEMBERED = 5_000;

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
  if (known.size > REMEMBERED) known.clear();
  for (const each of visited) known.set(each, root);
  return root;
}

/** Whether the package of a file installs commands: then somebody may wait for it at a terminal. */
export function hasCommands(filename: string): boolean {
  const root = packageRootOf(filename);
  return root !== undefined && manifestIn(root)?.hasCommands === true;
}

/** Whether the package of a file is a program that is started, and no library that others install. */
export function isProgram(filename: string): boolean {
  const root = packageRootOf(filename);
  return root !== undefined && manifestIn(root)?.isProgram === true;
}

const dependencies = new Map<string, ReadonlySet<string>>();

/** What the package of a file, and the workspace around it, depend on at run time; nothing where there is no package. */
export function dependenciesOf(filename: string): ReadonlySet<string> {
  const root = packageRootOf(filename);
  if (root === undefined) return new Set();
  const before = dependencies.get(root);
  if (before) return before;
  const own = manifestIn(root)?.dependencies ?? [];
  const outer = dirname(root) === root ? new Set<string>() : dependenciesOf(root);
  const all = new Set([...own, ...outer]);
  if (dependencies.size > REMEMBERED) dependencies.clear();
  dependencies.set(root, all);
  return all;
}
