import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { isBuiltin } from 'node:module';
import { shapeOfModule } from './module-shape.js';
import type { NativeTools, OxcResolver } from './native-tools.js';
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
  readonly stamp: string;
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

  constructor(
    private readonly tools: NativeTools,
    setting: ProjectSetting,
  ) {
    this.#resolver = tools.createResolver({
      tsconfig: setting === true ? 'auto' : { configFile: setting.tsconfig, references: 'auto' },
      extensions: [...SOURCES, ...SCRIPTS],
      extensionAlias: ALIASES,
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
      mainFields: ['types', 'typings', 'module', 'main'],
    });
  }

  /** What one linted file sees: each module is compared with the disk once. */
  view(): ModulesView {
    const fresh = new Map<string, ModuleShape | undefined>();
    return {
      at: path => {
        if (fresh.has(path)) return fresh.get(path);
        const shape = this.#read(path);
        fresh.set(path, shape);
        return shape;
      },
      resolve: (from, request) => this.#resolve(from, request),
    };
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
    const shape = this.#parse(path);
    if (this.#known.size > MAX_REMEMBERED) this.#known.clear();
    this.#known.set(path, { stamp, shape });
    return shape;
  }

  #parse(path: string): ModuleShape | undefined {
    try {
      const { program } = this.tools.parse(path, readFileSync(path, 'utf8'), { astType: 'ts', sourceType: 'unambiguous', preserveParens: false });
      return shapeOfModule(program, path);
    } catch {
      // A file that cannot be read or parsed says nothing.
      return undefined;
    }
  }

  #resolve(from: string, request: string): string | undefined {
    if (isBuiltin(request)) return undefined;
    const key = `${dirname(from)}\0${request}`;
    const known = this.#resolved.get(key);
    if (known && (known.path === undefined ? Date.now() - known.at < RETRY_AFTER_MS && !request.startsWith('.') : exists(known.path))) return known.path;
    if (known) this.#resolver.clearCache();
    const path = this.#lookFor(from, request);
    if (this.#resolved.size > MAX_REMEMBERED) this.#resolved.clear();
    this.#resolved.set(key, { path, at: Date.now() });
    return path;
  }

  #lookFor(from: string, request: string): string | undefined {
    try {
      const { path } = this.#resolver.resolveFileSync(from, request);
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

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
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
