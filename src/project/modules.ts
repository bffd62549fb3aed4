import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isBuiltin } from 'node:module';
import { shapeOfModule } from './module-shape.js';
import type { NativeTools, OxcResolver } from './native-tools.js';
import { packageRootOf } from './package-root.js';
import type { ModuleShape } from './shapes.js';

/** `true`: the nearest tsconfig.json of each file. Relative paths are relative to the working directory. */
export type ProjectSetting = true | { readonly tsconfig: string };

/** Larger files are generated: their declarations are not worth the time. */
const MAX_CHARACTERS = 1_500_000;
/** An editor's server lints for days. */
const MAX_REMEMBERED = 20_000;
/** What could not be found may be installed meanwhile. */
const RETRY_AFTER_MS = 5_000;
const MAX_SETTINGS = 20;

interface Known {
  /** Size and times of the file when it was read; undefined for text that came from the linter. */
  stamp: string | undefined;
  readonly hash: string;
  readonly shape: ModuleShape | undefined;
}

interface Resolution {
  readonly path: string | undefined;
  readonly at: number;
}

const SOURCES = ['.ts', '.tsx', '.mts', '.cts', '.d.ts', '.d.mts', '.d.cts'];
const SCRIPTS = ['.js', '.jsx', '.mjs', '.cjs'];
const ALIASES = {
  '.js': ['.ts', '.tsx', '.d.ts', '.js', '.jsx'],
  '.jsx': ['.tsx', '.d.ts', '.jsx'],
  '.mjs': ['.mts', '.d.mts', '.mjs'],
  '.cjs': ['.cts', '.d.cts', '.cjs'],
};

/**
 * The modules of a project by path: read, parsed and summed up once for each content. One for a process; correct while
 * files change, since each file that is linted asks the disk anew (`view`).
 */
export class Modules {
  readonly #known = new Map<string, Known>();
  readonly #resolved = new Map<string, Resolution>();
  readonly #resolver: OxcResolver;
  /** Relative requests need no tsconfig.json, which would be looked for at each turn. */
  readonly #relative: OxcResolver;

  constructor(
    private readonly tools: NativeTools,
    setting: ProjectSetting,
  ) {
    const options = {
      extensions: [...SOURCES, ...SCRIPTS],
      extensionAlias: ALIASES,
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
      mainFields: ['types', 'typings', 'module', 'main'],
    };
    this.#relative = tools.createResolver(options);
    this.#resolver = tools.createResolver({ ...options, tsconfig: setting === true ? 'auto' : { configFile: setting.tsconfig, references: 'auto' } });
  }

  /** What one linted file sees: each module is compared with the disk once. */
  view(): ModulesView {
    const fresh = new Map<string, ModuleShape | undefined>();
    const at = (path: string): ModuleShape | undefined => {
      if (fresh.has(path)) return fresh.get(path);
      const shape = this.#read(path);
      fresh.set(path, shape);
      return shape;
    };
    // Reading the module shows whether the file is still there: no need to ask the disk twice.
    return { at, resolve: (from, request) => this.#resolve(from, request, path => at(path) !== undefined) };
  }

  #read(path: string): ModuleShape | undefined {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile() || stat.size > MAX_CHARACTERS) {
      this.#known.delete(path);
      return undefined;
    }
    const stamp = `${String(stat.mtimeMs)} ${String(stat.ctimeMs)} ${String(stat.size)}`;
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.shape;
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
    const now = this.#remembered(path, text, () => this.#parse(path, text));
    now.stamp = stamp;
    return now.shape;
  }

  /** The shape of a file that is being linted, from the linter's own tree; also for those that import it, as long as the disk says the same. */
  shapeOf(path: string, text: string, sumUp: () => ModuleShape): ModuleShape {
    return this.#remembered(path, text, sumUp).shape ?? sumUp();
  }

  #remembered(path: string, text: string, sumUp: () => ModuleShape | undefined): Known {
    const hash = createHash('sha1').update(text).digest('base64');
    const before = this.#known.get(path);
    if (before?.hash === hash) return before;
    const known: Known = { stamp: undefined, hash, shape: sumUp() };
    if (this.#known.size > MAX_REMEMBERED) this.#known.clear();
    this.#known.set(path, known);
    return known;
  }

  #parse(path: string, text: string): ModuleShape | undefined {
    try {
      return shapeOfModule(this.tools.parse(path, text, { astType: 'ts', sourceType: 'unambiguous', preserveParens: false }).program, path);
    } catch {
      // A file that cannot be parsed says nothing.
      return undefined;
    }
  }

  #resolve(from: string, request: string, isThere: (path: string) => boolean): string | undefined {
    if (isBuiltin(request)) return undefined;
    // All files of a package see the same packages.
    const asker = request.startsWith('.') ? undefined : packageRootOf(from);
    const key = `${asker ?? dirname(from)}\0${request}`;
    const known = this.#resolved.get(key);
    if (known && (known.path === undefined ? Date.now() - known.at < RETRY_AFTER_MS && !request.startsWith('.') : isThere(known.path))) return known.path;
    if (known) for (const each of [this.#resolver, this.#relative]) each.clearCache();
    const path = this.#lookFor(from, request);
    if (this.#resolved.size > MAX_REMEMBERED) this.#resolved.clear();
    this.#resolved.set(key, { path, at: Date.now() });
    return path;
  }

  #lookFor(from: string, request: string): string | undefined {
    try {
      const { path } = request.startsWith('.') ? this.#relative.sync(dirname(from), request) : this.#resolver.resolveFileSync(from, request);
      if (path === undefined) return this.#typesOf(from, request);
      if (!isScript(path)) return path;
      // A package in plain JavaScript: its types are elsewhere.
      return path.includes('/node_modules/') ? (this.#typesOf(from, request) ?? undefined) : path;
    } catch {
      return undefined;
    }
  }

  /** `@types/x` of a package. */
  #typesOf(from: string, request: string): string | undefined {
    if (request.startsWith('.') || request.startsWith('/')) return undefined;
    const name = request.startsWith('@') ? request.slice(1).replace('/', '__') : request;
    const { path } = this.#resolver.sync(dirname(from), `@types/${name}`);
    return path !== undefined && !isScript(path) ? path : undefined;
  }
}

export interface ModulesView {
  /** The shape of the module at an absolute path; undefined where it cannot be read. */
  at(path: string): ModuleShape | undefined;
  /** The absolute path of what a file asks for; undefined for what is not there, and for Node's own modules. */
  resolve(from: string, request: string): string | undefined;
}

function isScript(path: string): boolean {
  return SCRIPTS.some(each => path.endsWith(each)) || path.endsWith('.json') || path.endsWith('.node');
}

const bySetting = new Map<string, Modules>();

/** The modules of a setting: one object for a process, shared by all files. */
export function modulesOf(tools: NativeTools, setting: ProjectSetting): Modules {
  const key = setting === true ? '' : setting.tsconfig;
  let modules = bySetting.get(key);
  if (bySetting.size > MAX_SETTINGS) bySetting.clear();
  if (!modules) bySetting.set(key, (modules = new Modules(tools, setting)));
  return modules;
}
