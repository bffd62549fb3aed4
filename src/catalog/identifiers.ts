import { defineLibrary, type Entry, type Library } from './schema.js';

/** Identifiers, of which no two are the same. */
function identifiers(module: string, ...names: readonly string[]): Readonly<Record<string, Entry>> {
  return Object.fromEntries(names.map(name => [name, { role: 'other', unique: true, example: `import { ${name} } from '${module}'; ${name}()` }]));
}

export const identifierLibraries: readonly Library[] = [
  defineLibrary({ modules: ['uuid'], verified: '14.0.3', entries: identifiers('uuid', 'v1', 'v4', 'v6', 'v7') }),
  defineLibrary({ modules: ['nanoid', 'nanoid/non-secure'], verified: '3.3.20', entries: identifiers('nanoid', 'nanoid') }),
  defineLibrary({ modules: ['ulid'], verified: '3.0.2', entries: identifiers('ulid', 'ulid') }),
  defineLibrary({ modules: ['@paralleldrive/cuid2'], verified: '2.3.1', entries: identifiers('@paralleldrive/cuid2', 'createId') }),
];
