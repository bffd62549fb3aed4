import type { CallSource } from '../analysis/promises/call-sources.js';

/** A function whose promise may be left alone, as users write it. */
export type AllowedCall =
  /** `module:name`, `file:name`, or a name alone, wherever the function comes from. */
  | string
  | {
      /** `package`: a module that is imported by its name. `file`: the linted file, or one that is imported by its path. `lib`: the language or Node.js without an import. */
      readonly from: 'package' | 'file' | 'lib';
      readonly name: string | readonly string[];
      readonly package?: string;
      /** For `file`: the end of the file's path. */
      readonly path?: string;
    };

/** The schema of an option `allow`, in the form that typescript-eslint made known, next to plain strings. */
export function allowedCallsSchema(description: string) {
  return {
    type: 'array',
    items: {
      type: ['string', 'object'],
      required: ['from', 'name'],
      properties: {
        from: { type: 'string', enum: ['package', 'file', 'lib'] },
        name: { type: ['string', 'array'], items: { type: 'string' }, minItems: 1 },
        package: { type: 'string', minLength: 1 },
        path: { type: 'string', minLength: 1 },
      },
      additionalProperties: false,
      // Packages are named; the others have no package.
      anyOf: [{ type: 'string' }, { properties: { from: { enum: ['file', 'lib'] } }, not: { required: ['package'] } }, { required: ['package'], not: { required: ['path'] } }],
    },
    uniqueItems: true,
    description,
  } as const;
}

/** Whether one of the entries names the function that is called. */
export function isAllowed(source: CallSource | undefined, allow: readonly AllowedCall[]): boolean {
  return source !== undefined && allow.some(each => (typeof each === 'string' ? isNamed(source, each) : isMeant(source, each)));
}

function isNamed(source: CallSource, entry: string): boolean {
  const colon = entry.lastIndexOf(':');
  return colon < 0 ? hasName(source, entry) : source.module === entry.slice(0, colon) && source.name === entry.slice(colon + 1);
}

function isMeant(source: CallSource, { from, name, package: module, path }: Exclude<AllowedCall, string>): boolean {
  if (source.from !== from || (from === 'package' && module !== source.module && module !== source.module.replace(/^node:/, ''))) return false;
  if (path !== undefined && !endsIn(source.path ?? '', path)) return false;
  return (typeof name === 'string' ? [name] : name).some(each => hasName(source, each));
}

/** By its whole name (`Client#close`), or the last part of it (`close`). */
function hasName({ name }: CallSource, wanted: string): boolean {
  return name === wanted || name.split(/[.#]/).at(-1) === wanted;
}

/** Whether one path is the end of another, whatever their extensions: `src/jobs.ts` of `/app/src/jobs.js`. */
function endsIn(file: string, end: string): boolean {
  const parts = (path: string): string => path.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\.[cm]?[jt]sx?$/, '');
  return `/${parts(file)}`.endsWith(`/${parts(end)}`);
}
