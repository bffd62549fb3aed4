import { defineLibrary, type Library } from './schema.js';

const branch = { role: 'callback-caller', gives: 'this', callbacks: [{ argument: -1, oneOf: true, awaited: true, runs: 'now' }] } as const;
const matching = (line: string): string => `import { match } from 'ts-pattern'; match(value)${line};`;

/** Expressions that run one of the functions that they are given. */
export const patternMatching: readonly Library[] = [
  defineLibrary({
    modules: ['ts-pattern'],
    verified: 'ts-pattern 5.9.2',
    entries: {
      match: { role: 'other', gives: 'Match', example: matching('') },
      'Match#with': { ...branch, example: matching(`.with('a', () => 1)`) },
      'Match#when': { ...branch, example: matching('.when(isA, () => 1)') },
      'Match#otherwise': { role: branch.role, callbacks: branch.callbacks, example: matching('.otherwise(() => 1)') },
      'Match#exhaustive': { role: 'other', example: matching(`.with('a', () => 1).exhaustive()`) },
      'Match#returnType': { role: 'other', gives: 'this', example: matching('.returnType<number>()') },
    },
    types: { Match: {} },
  }),
];
