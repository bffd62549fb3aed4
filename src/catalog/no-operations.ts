import { defineLibrary, type Entry, type Library } from './schema.js';

const noop = (example: string): Entry => ({ role: 'other', doesNothing: true, example });

/** Functions that do nothing, whatever they are given. */
export const noOperations: readonly Library[] = [
  defineLibrary({
    modules: ['lodash', 'lodash-es'],
    verified: 'lodash 4.18.1',
    entries: { noop: noop("import { noop } from 'lodash'; noop()") },
  }),
  defineLibrary({
    modules: ['lodash/noop', 'lodash-es/noop'],
    verified: 'lodash 4.18.1',
    entries: { default: noop("import noop from 'lodash/noop'; noop()") },
  }),
  defineLibrary({
    modules: ['rxjs'],
    verified: 'rxjs 7.8.2',
    entries: { noop: noop("import { noop } from 'rxjs'; noop()") },
  }),
  defineLibrary({
    modules: ['global'],
    verified: 'ECMAScript 2024',
    entries: { 'Function.prototype': { ...noop('Function.prototype()'), source: 'ECMAScript 20.2.3: accepts any arguments and returns undefined' } },
  }),
];
