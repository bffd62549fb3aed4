import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { describe, expect, it, vi } from 'vitest';
import { impurities } from '../../src/analysis/effects/impurities.js';
import { CLOCKS_WITHOUT_ARGUMENTS, IMPURE_PATHS, OUTSIDE } from '../../src/catalog/impurities.js';
import { modelOf } from '../model.js';

// What the catalog says depends on more than its arguments: each is looked for where it should be, and found by the analysis.
const require = createRequire(import.meta.url);
const temporal = readFileSync(require.resolve('typescript/package.json').replace('package.json', 'lib/lib.esnext.temporal.d.ts'), 'utf8');

/** Not installed here; their exports were read at the version that the catalog names. */
const READ_ELSEWHERE = new Set(['luxon', 'date-fns', 'lodash-es']);

const entries = Object.entries(IMPURE_PATHS).flatMap(([library, paths]) => Object.entries(paths).map(([path, kind]) => ({ library, path, kind })));

function isThere(library: string, path: string): boolean {
  if (path.startsWith('Temporal.Now.')) return temporal.slice(temporal.indexOf('namespace Now')).includes(`function ${path.split('.').at(-1)}(`);
  const whole: unknown = library === 'global' ? globalThis : require(library);
  const found = path.split('.').reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name], whole);
  return typeof found === 'function';
}

describe('paths that depend on more than their arguments', () => {
  it.each(entries.filter(({ library, path }) => path !== '*' && !READ_ELSEWHERE.has(library)))('$library has $path', ({ library, path }) => expect(isThere(library, path)).toBe(true));

  it.each(entries.filter(({ path }) => path !== '*'))('$library $path is told as $kind', ({ library, path, kind }) => {
    const code = library === 'global' ? `${path}();` : `import { ${path.split('.')[0]} } from '${library}'; ${path}();`;
    expect(impurities(modelOf(code)).map(each => each.kind)).toEqual([kind]);
  });

  it.each([
    ["import _ from 'lodash'; _.shuffle([1]);", ['randomness']],
    ["const _ = require('lodash'); _.now();", ['clock']],
    ["import * as _ from 'lodash-es'; _.sample([1]);", ['randomness']],
    ["import shuffle from 'lodash/shuffle'; shuffle([1]);", ['randomness']],
    ["import isToday from 'date-fns/isToday'; isToday(day);", ['clock']],
    ["import { isToday } from 'date-fns/isToday'; isToday(day);", ['clock']],
    ["import moment from 'moment'; moment.utc();", ['clock']],
    ["import moment from 'moment'; moment.utc(text); moment(text);", []],
    ["import crypto from 'crypto'; crypto.randomBytes(8);", ['randomness']],
    ["import os from 'os'; os.hostname();", ['environment']],
    ["import { map } from 'lodash'; map([1], f); import { addDays } from 'date-fns'; addDays(day, 1);", []],
    ["import { createHash } from 'node:crypto'; createHash('sha256');", []],
  ])('%s', (code, expected) => expect(impurities(modelOf(code)).map(each => each.kind)).toEqual(expected));
});

describe('clocks without arguments', () => {
  const NOW = 1_700_000_000_000;

  it.each([...CLOCKS_WITHOUT_ARGUMENTS].filter(each => !READ_ELSEWHERE.has(each.split(' ')[0]!)))('%s gives the time', name => {
    const [library, path] = name.split(' ') as [string, string];
    vi.useFakeTimers({ now: NOW });
    try {
      if (library === 'global') expect(new Date().getTime()).toBe(NOW);
      else {
        const module = require(library) as Readonly<Record<string, () => { valueOf(): number }>> & (() => { valueOf(): number });
        expect((path === 'default' ? module() : module[path]!()).valueOf()).toBe(NOW);
      }
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('modules that are all about what is outside', () => {
  // sqlite came with Node 22.5.
  it.each([...OUTSIDE].filter(each => each !== 'node:sqlite' || isBuiltin('node:sqlite')))('%s is one of Node', name => expect(isBuiltin(name)).toBe(true));
});
