import { isDeepStrictEqual } from 'node:util';
import type { Library } from './catalog/schema.js';
import { either, library, list, object, oneOf, text } from './catalog/validation.js';
import type { ProjectSetting } from './project/modules.js';

/** `settings.bulletproof` after validation. Frozen; one object for one settings object. */
export interface Settings {
  /** More libraries, or better entries for known ones: an entry with the same library and path replaces ours. */
  readonly libraries: readonly Library[];
  /** Where types come from: the parser's services, the TypeScript 7 that the linted project has installed, whichever of them is there, or nowhere. */
  readonly types: 'auto' | 'services' | 'native' | 'none';
  /** What other modules of the project say about their exports: off, by the nearest tsconfig.json of each file, or by this one. */
  readonly project: false | ProjectSetting;
}

const DEFAULTS: Settings = Object.freeze({ libraries: [], types: 'auto', project: false });

const project = either('true, false or { tsconfig }', oneOf(true, false), object<Exclude<ProjectSetting, true>>({ tsconfig: text }, ['tsconfig']));

const check = object<Settings>({ libraries: list(library), types: oneOf('auto', 'services', 'native', 'none'), project });

const known = new WeakMap<object, Settings>();

/** What was read last: oxlint makes a new object of the same settings for each file, and a catalog hangs on them. */
let last: { readonly given: unknown; readonly settings: Settings } | undefined;

/** Validates `settings.bulletproof`. Throws a `TypeError` that names the path, what is allowed and the nearest valid name. */
export function readSettings(shared: Readonly<Record<string, unknown>> | undefined): Settings {
  const own = shared?.['bulletproof'];
  if (own === undefined) return DEFAULTS;
  const before = typeof own === 'object' && own !== null ? known.get(own) : undefined;
  if (before) return before;
  if (last && isDeepStrictEqual(last.given, own)) {
    // Every rule asks for the settings of its file: the others find them by their object.
    known.set(own as object, last.settings);
    return last.settings;
  }
  check(own, 'settings.bulletproof');
  // The check above has proved the shape.
  const given = own as Partial<Settings>;
  const libraries = (given.libraries ?? []).map(each => ({ ...each, verified: each.verified ?? 'your settings' }));
  const settings: Settings = Object.freeze({ libraries: Object.freeze(libraries), types: given.types ?? DEFAULTS.types, project: given.project ?? DEFAULTS.project });
  known.set(given, settings);
  last = { given: structuredClone(given), settings };
  return settings;
}
