import type { AssertionFacts, Entry, Library, Role, SecretFacts, TypeEntry } from './schema.js';
import { libraries } from './libraries.js';

export interface Catalog {
  /** True when some entry speaks of this module. */
  knows(module: string): boolean;
  /** The entry of a path, members of inherited types included. */
  entry(library: string, path: string): FoundEntry | undefined;
  /** The facts of a type, by the name under which the library exports it. */
  typeNamed(library: string, exportedName: string): string | undefined;
  type(library: string, name: string): TypeEntry | undefined;
  /** What a path gives and takes of what opens something to whoever reads it. */
  secret(library: string, path: string): SecretFacts | undefined;
  /** Last names of all paths: a call of another name needs no look. */
  readonly lastNames: ReadonlySet<string>;
  /** Last names of what types of libraries have: types say nothing of use about the owner of another member. */
  readonly memberNames: ReadonlySet<string>;
  /** Last names of the paths of properties that are read, by role. */
  readonly readNames: ReadonlyMap<Role, ReadonlySet<string>>;
  /** Last names of the properties that hold a batch of messages. */
  readonly batchNames: ReadonlySet<string>;
  /** Modules that listen to the signals which end a process, and close what they are given. */
  readonly signalModules: ReadonlySet<string>;
  /** Modules with entries for members of any name: what `loadPackageDefinition` of gRPC makes. */
  readonly openModules: ReadonlySet<string>;
  /** Modules with types whose values show what a class of another module is: gRPC's credentials. */
  readonly constructingModules: ReadonlySet<string>;
  readonly globalNames: ReadonlySet<string>;
  /** Last names of calls whose promise starts nothing by itself: what they give elsewhere may be as lazy. */
  readonly lazyNames: ReadonlySet<string>;
  /** Names of options and properties that bound what clients may take of a server. */
  readonly limitKeys: ReadonlySet<string>;
  /** Names of properties that hold what a client gets. */
  readonly answerFields: ReadonlySet<string>;
  /** Modules with types whose handlers answer by what they return. */
  readonly answeringModules: ReadonlySet<string>;
  /** Whether the promises of a library, by its name in messages, are the language's own and have no other members. */
  givesPlainPromises(library: string): boolean;
  /** The role of the clients that a library makes, by its name in messages. */
  clientRoleOf(library: string): Role | undefined;
  /** Whether the errors of a module keep what they say in JSON. */
  keepsErrorText(module: string): boolean;
  /** Names by which tests assert that something fails, or does not. */
  readonly failureNames: ReadonlySet<string>;
  /** Modules that log, or whose objects have a logger. */
  readonly loggerModules: ReadonlySet<string>;
  /** Whether the errors of a library, by its name in messages, hold the request that has failed. */
  holdsRequests(library: string): boolean;
  /** Modules whose one purpose is to check the environment. */
  readonly environmentValidators: ReadonlySet<string>;
}

export interface FoundEntry {
  readonly entry: Entry;
  /** The library and path under which it stands, which differ from those asked for where a type inherits. */
  readonly library: string;
  readonly path: string;
}

interface LibraryIndex {
  readonly entries: Map<string, FoundEntry>;
  readonly wildcards: { readonly pattern: readonly string[]; readonly found: FoundEntry }[];
  readonly types: Map<string, TypeEntry>;
  readonly secrets: Map<string, SecretFacts>;
  readonly exportedTypes: Map<string, string>;
}

export function createCatalog(additional: readonly Library[] = []): Catalog {
  const byModule = new Map<string, LibraryIndex>();
  const lastNames = new Set<string>();
  const memberNames = new Set<string>();
  const readNames = new Map<Role, Set<string>>();
  const batchNames = new Set<string>();
  const signalModules = new Set<string>();
  const openModules = new Set<string>();
  const constructingModules = new Set<string>();
  const globalNames = new Set<string>();
  const lazyNames = new Set<string>();
  const limitKeys = new Set<string>();
  const answerFields = new Set<string>();
  const answeringModules = new Set<string>();
  const environmentValidators = new Set<string>();
  const loggerModules = new Set<string>();
  const failureNames = new Set<string>();
  const plain = new Set<string>();
  const keepers = new Set<string>();
  const requestHolders = new Set<string>();
  const clientRoles = new Map<string, Role>();

  for (const library of [...libraries, ...additional]) {
    const name = library.modules[0]!;
    if (library.plainPromises) plain.add(name);
    if (library.errorsHoldRequests) requestHolders.add(name);
    if (library.handlesSignals) for (const each of library.modules) signalModules.add(each);
    if (library.errorsKeepText) for (const each of library.modules) keepers.add(each);
    for (const module of library.modules) {
      let index = byModule.get(module);
      if (!index) byModule.set(module, (index = { entries: new Map(), wildcards: [], types: new Map(), secrets: new Map(), exportedTypes: new Map() }));
      for (const [path, own] of Object.entries(library.entries)) {
        const inherits = library.retry && !own.retry && (own.role === 'http-request' || own.role === 'http-client');
        const entry = inherits ? { ...own, retry: library.retry } : own;
        const found: FoundEntry = { entry, library: name, path };
        if (path.includes('*')) index.wildcards.push({ pattern: segmentsOf(path), found });
        else index.entries.set(path, found);
        if (lastNameOf(path) === '*') openModules.add(module);
        else lastNames.add(lastNameOf(path));
        if (path.includes('#') && !path.startsWith('Array#')) memberNames.add(lastNameOf(path));
        if (entry.use === 'read') readNames.set(entry.role, (readNames.get(entry.role) ?? new Set()).add(lastNameOf(path)));
        if (entry.batch) batchNames.add(lastNameOf(path));
        for (const each of entry.limits ?? []) limitKeys.add(each.key);
        if (/^(?:database|cache|broker|cloud|mail)-client$/.test(entry.role)) clientRoles.set(name, entry.role);
        if (entry.role === 'log' || /^Logger@/.test(entry.gives ?? '')) loggerModules.add(module);
        if (entry.assertion) for (const each of failureNamesOf(path, entry.assertion)) failureNames.add(each);
        if (entry.lazy) lazyNames.add(lastNameOf(path));
        if (entry.role === 'validate' && entry.data === 'environment') environmentValidators.add(module);
        if (module === 'global') globalNames.add(path.split(/[.#]/)[0]!);
      }
      for (const [path, facts] of Object.entries(library.secrets ?? {})) index.secrets.set(path, facts);
      for (const [type, facts] of Object.entries(library.types ?? {})) {
        index.types.set(type, facts);
        for (const each of Object.values(facts.answerFields ?? {})) answerFields.add(each);
        if (facts.answeredWith !== undefined) answeringModules.add(module);
        if (facts.constructs) constructingModules.add(module);
        for (const each of facts.limits ?? []) limitKeys.add(each.key);
        for (const exported of facts.exportedAs ?? [type]) index.exportedTypes.set(exported, type);
      }
    }
  }

  function entry(library: string, path: string): FoundEntry | undefined {
    const index = byModule.get(library);
    if (!index) return undefined;
    const direct = index.entries.get(path) ?? matching(index, path);
    if (direct) return direct;
    // `import * as express from 'express'; express()` calls what the module exports, whatever the standard says.
    if (path === '') return index.entries.get('default');
    if (library === 'global' && path.startsWith('globalThis.')) return entry(library, path.slice('globalThis.'.length));
    // CommonJS interop: members of the default export are the named exports.
    if (path.startsWith('default.')) return entry(library, path.slice('default.'.length));
    const hash = path.indexOf('#');
    if (hash < 0) return undefined;
    return inherited(library, path.slice(0, hash), path.slice(hash), new Set());
  }

  function inherited(library: string, type: string, rest: string, seen: Set<string>): FoundEntry | undefined {
    for (const parent of byModule.get(library)?.types.get(type)?.extends ?? []) {
      const at = splitType(parent, library);
      const key = `${at.library} ${at.type}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const index = byModule.get(at.library);
      const found = index && (index.entries.get(at.type + rest) ?? matching(index, at.type + rest));
      const result = found ?? inherited(at.library, at.type, rest, seen);
      if (result) return result;
    }
    return undefined;
  }

  return {
    knows: module => byModule.has(module),
    entry,
    typeNamed: (library, exportedName) => byModule.get(library)?.exportedTypes.get(exportedName),
    type: (library, name) => byModule.get(library)?.types.get(name),
    secret: (library, path) => byModule.get(library)?.secrets.get(path.replace(/^default\./, '')),
    lastNames,
    memberNames,
    readNames,
    batchNames,
    signalModules,
    openModules,
    constructingModules,
    globalNames,
    lazyNames,
    limitKeys,
    answerFields,
    answeringModules,
    givesPlainPromises: library => plain.has(library),
    clientRoleOf: library => clientRoles.get(library),
    keepsErrorText: module => keepers.has(module),
    holdsRequests: library => requestHolders.has(library),
    environmentValidators,
    failureNames,
    loggerModules,
  };
}

/** `Type@module` in a library's data; a bare `Type` belongs to `library` itself. */
export function splitType(name: string, library: string): { library: string; type: string } {
  const at = name.indexOf('@');
  return at < 0 ? { library, type: name } : { library: name.slice(at + 1), type: name.slice(0, at) };
}

function segmentsOf(path: string): string[] {
  return path.split(/(?=[.#])/);
}

function lastNameOf(path: string): string {
  return path.split(/[.#]/).at(-1)!;
}

function failureNamesOf(path: string, { kind, throws = [], promises = [] }: AssertionFacts): readonly string[] {
  const name = lastNameOf(path);
  // A default export is called as its importer likes: any text may hold it.
  const own = kind === 'throws' || kind === 'rejects' || kind === 'does not throw' ? [name === 'default' || name === '*' ? '' : name] : [];
  return [...own, ...throws, ...promises];
}

function matching(index: LibraryIndex, path: string): FoundEntry | undefined {
  if (index.wildcards.length === 0) return undefined;
  const segments = segmentsOf(path);
  for (const { pattern, found } of index.wildcards) {
    if (pattern.length !== segments.length) continue;
    if (pattern.every((each, i) => each === segments[i] || (each.endsWith('*') && each[0] === segments[i]![0]))) return found;
  }
  return undefined;
}
