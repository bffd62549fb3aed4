import { defineLibrary, type AssertionFacts, type CallbackFacts, type Entry, type Library } from './schema.js';

/** Tests and hooks: every one of these frameworks waits for a promise that the function returns. */
const run: CallbackFacts = { argument: 'any', awaited: true, runs: 'now' };

function tests(module: string | undefined, names: readonly string[]): Record<string, Entry> {
  const entries: Record<string, Entry> = {};
  for (const name of names) {
    const [root = name] = name.split('.');
    const setUp = module === undefined ? '' : root === 'default' ? `import test from '${module}'; ` : `import { ${root} } from '${module}'; `;
    const callee = name.replace(/^default/, 'test');
    entries[name] = {
      role: 'test',
      callbacks: [run],
      ...(isCase(name) && { test: 'case' }),
      example: `${setUp}${callee}('works', async () => {});`,
    };
  }
  return entries;
}

function isCase(name: string): boolean {
  return /^(?:it|test|specify|default)\b/.test(name) && !/before|after/i.test(name);
}

/** `expect`, and what stands on it; `unawaited` as in the facts. */
function expects(module: string | undefined, unawaited: string): Record<string, Entry> {
  const setUp = module === undefined ? '' : `import { expect } from '${module}'; `;
  const subject: AssertionFacts = { kind: 'subject', promises: ['resolves', 'rejects'], throws: ['toThrow', 'toThrowError'], unawaited };
  return {
    expect: { role: 'other', assertion: subject, example: `${setUp}expect(value).toBe(1);` },
    'expect.assertions': { role: 'other', assertion: { kind: 'counts' }, example: `${setUp}expect.assertions(1);` },
    'expect.hasAssertions': { role: 'other', assertion: { kind: 'counts' }, example: `${setUp}expect.hasAssertions();` },
  };
}

/** The names of node:assert and of chai's `assert`: what they do with a value or a function. */
function asserts(names: string, kind: AssertionFacts['kind'], example: (name: string) => string, rest: Partial<AssertionFacts> = {}): Record<string, Entry> {
  return Object.fromEntries(names.split(' ').map(name => [name, { role: 'other', assertion: { kind, ...rest }, example: example(name) } satisfies Entry]));
}

const NODE_ASSERT = 'ok equal notEqual deepEqual notDeepEqual strictEqual notStrictEqual deepStrictEqual notDeepStrictEqual partialDeepStrictEqual match doesNotMatch ifError doesNotReject';
const CHAI_ASSERT =
  'ok isOk isNotOk isTrue isFalse equal notEqual strictEqual notStrictEqual deepEqual notDeepEqual isNull isNotNull isUndefined isDefined exists notExists instanceOf include match property propertyVal typeOf isString isObject lengthOf';
const viaAssert = (name: string): string => `import assert from 'node:assert'; assert.${name}(value, 1);`;
const viaChai = (name: string): string => `import { assert } from 'chai'; ${name}(value, 1);`;
/** Node's own runner says that something failed after the test, mocha nothing. */
const PASSES = 'the test passes before it has been checked';

const CASES = ['it', 'it.only', 'it.skip', 'test', 'test.only', 'test.skip'] as const;
const HOOKS_OF_ALL = ['beforeAll', 'afterAll', 'beforeEach', 'afterEach'] as const;
const HOOKS_OF_MOCHA = ['before', 'after', 'beforeEach', 'afterEach'] as const;

export const testFrameworks: readonly Library[] = [
  defineLibrary({
    modules: ['vitest'],
    verified: '4.1.12',
    entries: {
      ...tests('vitest', [...CASES, ...HOOKS_OF_ALL, 'it.concurrent', 'test.concurrent', 'describe']),
      // `rejects` and `resolves` are awaited at the end of the test, with a warning that the next major version fails it (run).
      ...expects('vitest', 'what follows runs before it has been checked, and Vitest 5 is to fail the test'),
      'expect.unreachable': { role: 'other', assertion: { kind: 'fails' }, example: "import { expect } from 'vitest'; expect.unreachable();" },
      'expect.fail': { role: 'other', assertion: { kind: 'fails' }, example: "import { expect } from 'vitest'; expect.fail('no error');" },
    },
  }),
  defineLibrary({
    modules: ['@jest/globals'],
    verified: '30.5.2',
    entries: { ...tests('@jest/globals', [...CASES, ...HOOKS_OF_ALL, 'it.concurrent', 'test.concurrent']), ...expects('@jest/globals', PASSES) },
  }),
  defineLibrary({
    modules: ['chai'],
    verified: 'chai 6.3.0, chai-as-promised 8.0.2',
    entries: {
      expect: {
        role: 'other',
        assertion: {
          kind: 'subject',
          promises: ['eventually', 'rejected', 'rejectedWith', 'fulfilled', 'become'],
          throws: ['throw', 'throws', 'Throw', 'rejected'],
          unawaited: PASSES,
        },
        example: "import { expect } from 'chai'; expect(value).to.equal(1);",
      },
      'expect.fail': { role: 'other', assertion: { kind: 'fails' }, example: "import { expect } from 'chai'; expect.fail('no error');" },
      ...asserts(CHAI_ASSERT.replaceAll(/(\w+)/g, 'assert.$1'), 'holds', viaChai),
      ...asserts('assert.throws assert.throw assert.Throw', 'throws', viaChai),
      ...asserts('assert.isRejected', 'rejects', viaChai, { unawaited: PASSES }),
      ...asserts('assert.doesNotThrow', 'does not throw', viaChai),
      ...asserts('assert.fail', 'fails', viaChai),
    },
  }),
  defineLibrary({
    modules: ['node:assert', 'node:assert/strict'],
    verified: 'Node 20.20',
    entries: {
      default: { role: 'other', assertion: { kind: 'holds' }, example: "import assert from 'node:assert'; assert(value);" },
      ...asserts(NODE_ASSERT, 'holds', viaAssert),
      // A text in second place is the message of the assertion: any error passes (run).
      ...asserts('throws', 'throws', viaAssert, { textIsMessage: true }),
      ...asserts('rejects', 'rejects', viaAssert, { textIsMessage: true, unawaited: PASSES }),
      ...asserts('doesNotThrow', 'does not throw', viaAssert),
      ...asserts('fail', 'fails', viaAssert),
    },
  }),
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
    entries: {
      ...tests(undefined, [...CASES, ...HOOKS_OF_ALL, 'before', 'after']),
      ...expects(undefined, PASSES),
    },
  }),
];
