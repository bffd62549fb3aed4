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

/**
 * Whether a version of a dependency before this one (`4.4.0`) may be what runs: by what is installed, else by the lowest
 * version that the declared range allows. False where nothing is declared.
 */
export function mayPrecede(filename: string, dependency: string, version: string): boolean {
  if (!isAbsolute(filename)) return false;
  const installed = installedVersion(dirname(filename), dependency);
  if (installed !== undefined) return isBefore(installed, version);
  const range = declaredRange(filename, dependency);
  if (range === undefined || /^(latest|\*|x)?$/.test(range.trim())) return false;
  const lowest = /\d+(\.\d+){0,2}/.exec(range.replace(/^npm:.+@/, ''))?.[0];
  // A range that stands elsewhere: `catalog:`, `workspace:*`.
  return lowest === undefined || isBefore(lowest, version);
}

function isBefore(a: string, b: string): boolean {
  const [of, than] = [a, b].map(each => each.split(/[-+]/)[0]!.split('.').map(Number));
  for (let i = 0; i < 3; i += 1) {
    const difference = (of![i] ?? 0) - (than![i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Whether the package of a file says that it runs on a Node.js before this major version; false where it says nothing. */
export function runsOnNodeBefore(filename: string, major: number): boolean {
  const root = packageRootOf(filename);
  const range = root === undefined ? undefined : manifestIn(root)?.node;
  const lowest = range?.split('||').map(each => /\d+/.exec(each)?.[0]).filter(each => each !== undefined);
  return lowest?.some(each => Number(each) < major) === true;
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
  const version = installedVersion(folder, dependency);
  return version === undefined ? undefined : majorOfRange(version);
}

function installedVersion(folder: string, dependency: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const version = manifestIn(join(at, 'node_modules', dependency))?.version;
    if (version !== undefined || dirname(at) === at) return version;
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
