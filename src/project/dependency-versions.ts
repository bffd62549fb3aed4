import { dirname, isAbsolute, join } from 'node:path';
import { manifestIn } from './manifests.js';
import { packageRootOf } from './package-root.js';

/** An editor's server lints for days: what is remembered starts anew at this many folders. */
const REMEMBERED = 5_000;

const majors = new Map<string, number | undefined>();

/**
 * The major version of a dependency of the package that a file belongs to: by the range that its manifest (or the
 * workspace's around it) declares, or by what is installed where a range leaves it open. `undefined` for "cannot tell".
 */
export function majorOf(filename: string, dependency: string): number | undefined {
  if (!isAbsolute(filename)) return undefined;
  const folder = dirname(filename);
  const key = `${dependency}\0${folder}`;
  if (majors.has(key)) return majors.get(key);
  if (majors.size > REMEMBERED) majors.clear();
  const range = declaredRange(filename, dependency);
  const major = range === undefined ? installedMajor(folder, dependency) : (majorOfRange(range) ?? installedMajor(folder, dependency));
  majors.set(key, major);
  return major;
}

/** Whether the package of a file, or the workspace around it, declares a dependency on a package, also for development. */
export function declares(filename: string, dependency: string): boolean {
  return declaredRange(filename, dependency) !== undefined;
}

function declaredRange(filename: string, dependency: string): string | undefined {
  // Each turn goes to a folder further out.
  for (let root = packageRootOf(filename); root !== undefined; root = dirname(root) === root ? undefined : packageRootOf(root)) {
    const range = manifestIn(root)?.ranges.get(dependency);
    if (range !== undefined) return range;
  }
  return undefined;
}

function installedMajor(folder: string, dependency: string): number | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const version = manifestIn(join(at, 'node_modules', dependency))?.version;
    if (version !== undefined) return majorOfRange(version);
    if (dirname(at) === at) return undefined;
  }
}

/** The one major version that all of a range allows: `^4.18.2`, `4.x`, `>=4.17 <5`, `npm:express@^4`. */
export function majorOfRange(range: string): number | undefined {
  const alternatives = range.replace(/^npm:.+@/, '').split('||').map(each => oneMajorOf(each.trim()));
  return new Set(alternatives).size === 1 ? alternatives[0] : undefined;
}

function oneMajorOf(range: string): number | undefined {
  const bounded = /^>=?\s*v?(\d+)[.\dx*]*\s+<\s*v?(\d+)(?:\.0){0,2}(?:-0)?$/.exec(range);
  if (bounded) return Number(bounded[2]) === Number(bounded[1]) + 1 ? Number(bounded[1]) : undefined;
  const single = /^[~^=]?\s*v?(\d+)(?:\.[\dx*]+){0,2}(?:[-+][\w.+-]*)?$/.exec(range);
  return single ? Number(single[1]) : undefined;
}
