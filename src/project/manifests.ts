import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An editor's server lints for days: what is remembered starts anew at this many folders. */
const REMEMBERED = 5_000;

/** What a package.json says. */
export interface Manifest {
  /** The range of each dependency, those for development among them. */
  readonly ranges: ReadonlyMap<string, string>;
  /** The names of what the package needs at run time. */
  readonly dependencies: readonly string[];
  readonly version: string | undefined;
  /** The range of Node.js that it runs on: `engines.node`. */
  readonly node: string | undefined;
  /** Whether it installs commands: `bin`. */
  readonly hasCommands: boolean;
  /** Whether it is a program that is started, and no library that others install. */
  readonly isProgram: boolean;
  /** What `main`, `bin` and the scripts say, a line each: the files that are started are named there. */
  readonly commands: string;
  /** Whether it is published, for others to install. */
  readonly isLibrary: boolean;
}

const manifests = new Map<string, Manifest | undefined>();

/** The package.json in a folder; undefined where there is none, or one that cannot be read. */
export function manifestIn(folder: string): Manifest | undefined {
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
    const runtime: unknown = Reflect.get(manifest, 'dependencies');
    const dependencies = typeof runtime === 'object' && runtime !== null ? Object.keys(runtime) : [];
    return { ranges, dependencies, version: typeof version === 'string' ? version : undefined, node: nodeOf(manifest), hasCommands: Reflect.get(manifest, 'bin') !== undefined, isProgram: isProgram(manifest), isLibrary: isLibrary(manifest), commands: commandsOf(manifest) };
  } catch {
    // None there, or one that cannot be read: it declares nothing that we could know.
    return undefined;
  }
}

function nodeOf(manifest: object): string | undefined {
  const engines: unknown = Reflect.get(manifest, 'engines');
  const node: unknown = typeof engines === 'object' && engines !== null ? Reflect.get(engines, 'node') : undefined;
  return typeof node === 'string' ? node : undefined;
}

function commandsOf(manifest: object): string {
  const texts = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []);
  return ['main', 'bin', 'scripts'].flatMap(each => texts(Reflect.get(manifest, each))).join('\n');
}

function isProgram(manifest: object): boolean {
  if (['exports', 'files', 'publishConfig', 'bin'].some(each => Reflect.get(manifest, each) !== undefined)) return false;
  const scripts: unknown = Reflect.get(manifest, 'scripts');
  return typeof scripts === 'object' && scripts !== null && ['start', 'start:prod', 'serve'].some(each => typeof Reflect.get(scripts, each) === 'string');
}

function isLibrary(manifest: object): boolean {
  return Reflect.get(manifest, 'private') !== true && ['exports', 'files', 'publishConfig'].some(each => Reflect.get(manifest, each) !== undefined);
}
