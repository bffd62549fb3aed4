import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { slashed } from './file-names.js';
import type { DiskChanges, NativeProject } from './native-api.js';

const IS_SOURCE = /\.[cm]?[jt]sx?$/;

/** What became of a project's files since a time, in an editor that lints for hours; undefined for nothing. Files of packages are not looked at, but that some were installed is seen. */
export function diskChanges(project: NativeProject<object>, since: number): DiskChanges | undefined {
  const own = project.files.filter(each => !each.includes('/node_modules/') && !each.startsWith('bundled:'));
  const known = new Set(own);
  const folder = dirname(project.configFile);
  const found: DiskChanges = { changed: [], created: [], deleted: [], everything: isNewer(join(folder, 'node_modules'), since) === true };
  for (const each of [project.configFile, ...own]) {
    const newer = isNewer(each, since);
    if (newer === undefined) found.deleted.push(each);
    else if (newer) found.changed.push(each);
  }
  for (const each of new Set([folder, ...own.map(file => dirname(file))])) {
    if (isNewer(each, since) !== true) continue;
    for (const name of namesIn(each)) {
      const file = slashed(join(each, name));
      if (IS_SOURCE.test(name) && !known.has(file) && existsSync(file)) found.created.push(file);
    }
  }
  return found.everything || found.changed.length + found.created.length + found.deleted.length > 0 ? found : undefined;
}

/** Whether a file was written at or after a time; undefined for what is not there. */
export function isNewer(path: string, than: number): boolean | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && stat.mtimeMs >= than;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
