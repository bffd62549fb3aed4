import { defineLibrary, type CallbackFacts, type Entry, type Library } from './schema.js';

/** Tests and hooks: every one of these frameworks waits for a promise that the function returns. */
const run: CallbackFacts = { argument: 'any', awaited: true, runs: 'now' };

function tests(module: string | undefined, names: readonly string[]): Record<string, Entry> {
  const entries: Record<string, Entry> = {};
  for (const name of names) {
    const [root = name] = name.split('.');
    const setUp = module === undefined ? '' : root === 'default' ? `import test from '${module}'; ` : `import { ${root} } from '${module}'; `;
    const callee = name.replace(/^default/, 'test');
    entries[name] = { role: 'test', callbacks: [run], example: `${setUp}${callee}('works', async () => {});` };
  }
  return entries;
}

const CASES = ['it', 'it.only', 'it.skip', 'test', 'test.only', 'test.skip'] as const;
const HOOKS_OF_ALL = ['beforeAll', 'afterAll', 'beforeEach', 'afterEach'] as const;
const HOOKS_OF_MOCHA = ['before', 'after', 'beforeEach', 'afterEach'] as const;

export const testFrameworks: readonly Library[] = [
  defineLibrary({ modules: ['vitest'], verified: '4.1.12', entries: tests('vitest', [...CASES, ...HOOKS_OF_ALL, 'it.concurrent', 'test.concurrent', 'describe']) }),
  defineLibrary({ modules: ['@jest/globals'], verified: '30.5.2', entries: tests('@jest/globals', [...CASES, ...HOOKS_OF_ALL, 'it.concurrent', 'test.concurrent']) }),
  defineLibrary({ modules: ['mocha'], verified: '12.0.3', entries: tests('mocha', ['it', 'it.only', 'it.skip', 'specify', 'test', ...HOOKS_OF_MOCHA]) }),
  defineLibrary({
    modules: ['node:test', 'test'],
    verified: 'Node 24.21',
    entries: tests('node:test', ['default', ...CASES, 'test.todo', 'describe', 'suite', ...HOOKS_OF_MOCHA]),
  }),
  defineLibrary({ modules: ['ava'], verified: '7.0.0', entries: tests('ava', ['default', 'default.only', 'default.serial', 'default.skip', 'default.before', 'default.after', 'default.beforeEach', 'default.afterEach']) }),
  // The globals of jest, mocha and vitest.
  defineLibrary({
    modules: ['global'],
    verified: 'jest 30.5.2, mocha 12.0.3, vitest 4.1.12',
    entries: tests(undefined, [...CASES, ...HOOKS_OF_ALL, 'before', 'after']),
  }),
];
