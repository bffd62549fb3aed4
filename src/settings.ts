import { ROLES, type Library } from './catalog/schema.js';

/** `settings.bulletproof` after validation. Frozen data; one object for one settings object. */
export interface Settings {
  /** More libraries, or better entries for known ones: an entry with the same library and path replaces ours. */
  readonly libraries: readonly Library[];
  /** Where types come from: parser services if they are there, or nowhere. */
  readonly types: 'auto' | 'none';
}

const DEFAULTS: Settings = Object.freeze({ libraries: [], types: 'auto' });

const known = new WeakMap<object, Settings>();

/** Validates `settings.bulletproof`. Throws a `TypeError` that names the path, what is allowed and the nearest valid name. */
export function readSettings(shared: Readonly<Record<string, unknown>> | undefined): Settings {
  const own = shared?.['bulletproof'];
  if (own === undefined) return DEFAULTS;
  const path = 'settings.bulletproof';
  if (!isRecord(own)) throw new TypeError(`${path} must be an object, but is ${show(own)}.`);
  const before = known.get(own);
  if (before) return before;
  allowOnly(own, ['libraries', 'types'], path);
  const settings: Settings = Object.freeze({
    libraries: Object.freeze(listAt(own['libraries'], `${path}.libraries`).map((each, i) => libraryAt(each, `${path}.libraries[${i}]`))),
    types: own['types'] === undefined ? DEFAULTS.types : oneOf(own['types'], ['auto', 'none'] as const, `${path}.types`),
  });
  known.set(own, settings);
  return settings;
}

function libraryAt(value: unknown, path: string): Library {
  if (!isRecord(value)) throw new TypeError(`${path} must be an object, but is ${show(value)}.`);
  allowOnly(value, ['modules', 'verified', 'entries', 'types'], path);
  const modules = listAt(value['modules'], `${path}.modules`);
  if (modules.length === 0 || !modules.every(each => typeof each === 'string')) {
    throw new TypeError(`${path}.modules must list at least one module specifier, such as ["./http-client.js"].`);
  }
  if (!isRecord(value['entries'])) throw new TypeError(`${path}.entries must be an object from paths to entries, but is ${show(value['entries'])}.`);
  for (const [name, entry] of Object.entries(value['entries'])) entryAt(entry, `${path}.entries[${JSON.stringify(name)}]`);
  // Every key was checked above; what is inside of an entry is checked by entryAt.
  return { verified: 'your settings', ...value } as unknown as Library;
}

const ENTRY_KEYS = ['role', 'use', 'gives', 'promise', 'wait', 'callbacks', 'acquires', 'log', 'data', 'passes', 'sharesInstance', 'response', 'transaction', 'when', 'example', 'source'] as const;
const WAIT_KEYS = [
  'argument', 'bounds', 'bounded', 'boundedByMethods', 'inert', 'write', 'silence', 'off', 'carriers', 'request', 'settings', 'hooks', 'globalClients',
  'operators', 'announces', 'data',
] as const;

function entryAt(value: unknown, path: string): void {
  if (!isRecord(value)) throw new TypeError(`${path} must be an object, but is ${show(value)}.`);
  allowOnly(value, ENTRY_KEYS, path);
  oneOf(value['role'], ROLES, `${path}.role`);
  if (value['use'] !== undefined) oneOf(value['use'], ['call', 'new', 'either', 'read'] as const, `${path}.use`);
  const wait = value['wait'];
  if (wait === undefined) return;
  if (!isRecord(wait)) throw new TypeError(`${path}.wait must be an object, but is ${show(wait)}.`);
  allowOnly(wait, WAIT_KEYS, `${path}.wait`);
  if (!listAt(wait['bounds'], `${path}.wait.bounds`).every(each => typeof each === 'string')) {
    throw new TypeError(`${path}.wait.bounds must list option names, such as ["signal"].`);
  }
}

function allowOnly(value: Readonly<Record<string, unknown>>, allowed: readonly string[], path: string): void {
  for (const key of Object.keys(value)) {
    if (allowed.includes(key)) continue;
    throw new TypeError(`${path}.${key} is not a setting. Allowed: ${allowed.join(', ')}.${suggest(key, allowed)}`);
  }
}

function oneOf<const Value extends string>(value: unknown, allowed: readonly Value[], path: string): Value {
  const found = allowed.find(each => each === value);
  if (found !== undefined) return found;
  throw new TypeError(`${path} is ${show(value)}. Allowed: ${allowed.join(', ')}.${suggest(String(value), allowed)}`);
}

function listAt(value: unknown, path: string): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new TypeError(`${path} must be an array, but is ${show(value)}.`);
}

function suggest(name: string, allowed: readonly string[]): string {
  const [nearest] = allowed.map(each => ({ each, distance: distanceOf(name, each) })).sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= Math.max(2, name.length / 3) ? ` Did you mean ${nearest.each}?` : '';
}

/** Levenshtein distance. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value));
}
