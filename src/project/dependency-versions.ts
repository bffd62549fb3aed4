import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { packageRootOf } from './package-root.js';

/** An editor's server lints for days: what is remembered starts anew at this many folders. */
const REMEMBERED = 5_000;

interface Manifest {
  readonly ranges: ReadonlyMap<string, string>;
  readonly version: string | undefined;
}

const manifests = new Map<string, Manifest | undefined>();
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

function manifestIn(folder: string): Manifest | undefined {
  if (manifests.has(folder)) return manifests.get(folder);
  if (manifests.size > REMEMBERED) manifests.clear();
  const manifest = readManifest(join(folder, 'package.json'));
  manifests.set(folder, manifest);
  return manifest;
}

function readManifest(path: string): Manifest | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof manifest !== 'object' || manifest === null) return undefined;
    const ranges = new Map<string, string>();
    // What is installed for development or beside a host counts less than what runs.
    for (const kind of ['peerDependencies', 'devDependencies', 'optionalDependencies', 'dependencies']) {
      const declared: unknown = Reflect.get(manifest, kind);
      if (typeof declared !== 'object' || declared === null) continue;
      for (const [name, range] of Object.entries(declared)) if (typeof range === 'string') ranges.set(name, range);
    }
    const version: unknown = Reflect.get(manifest, 'version');
    return { ranges, version: typeof version === 'string' ? version : undefined };
  } catch {
    // None there, or one that cannot be read: it declares nothing that we could know.
    return undefined;
  }
}
