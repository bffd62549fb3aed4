import type { Library } from './catalog/schema.js';
import { library, list, object, oneOf } from './catalog/validation.js';

/** `settings.bulletproof` after validation. Frozen; one object for one settings object. */
export interface Settings {
  /** More libraries, or better entries for known ones: an entry with the same library and path replaces ours. */
  readonly libraries: readonly Library[];
  /** Where types come from: the parser's services if they are there, or nowhere. */
  readonly types: 'auto' | 'none';
}

const DEFAULTS: Settings = Object.freeze({ libraries: [], types: 'auto' });

const check = object<Settings>({ libraries: list(library), types: oneOf('auto', 'none') });

const known = new WeakMap<object, Settings>();

/** Validates `settings.bulletproof`. Throws a `TypeError` that names the path, what is allowed and the nearest valid name. */
export function readSettings(shared: Readonly<Record<string, unknown>> | undefined): Settings {
  const own = shared?.['bulletproof'];
  if (own === undefined) return DEFAULTS;
  const before = typeof own === 'object' && own !== null ? known.get(own) : undefined;
  if (before) return before;
  check(own, 'settings.bulletproof');
  // The check above has proved the shape.
  const given = own as Partial<Settings>;
  const libraries = (given.libraries ?? []).map(each => ({ ...each, verified: each.verified ?? 'your settings' }));
  const settings: Settings = Object.freeze({ libraries: Object.freeze(libraries), types: given.types ?? DEFAULTS.types });
  known.set(given, settings);
  return settings;
}
