import { resolve } from 'node:path';
import rule from '../../../src/rules/failures/require-failure-tests.js';
import { ruleTests, type InvalidCase, type ValidCase } from '../../rule-tests.js';

// Each case takes the place of a module of a small project; its tests stand beside it.
const PROJECT = resolve(import.meta.dirname, '../../fixtures/failure-tests');
const settings = { project: true };
const at = (module: string, code: string, rest: Partial<ValidCase> = {}): ValidCase => ({ filename: `${PROJECT}/src/${module}.js`, settings, code, ...rest });
const noTest = (name: string, how: string, more = '', isAsync = false): InvalidCase['errors'] => [{ messageId: 'noTest', data: { name, how, more, write: write(name, isAsync) } }];
const noFailure = (name: string, how: string, count: string, more = '', isAsync = false): InvalidCase['errors'] => [{ messageId: 'noFailureTest', data: { name, how, more, count, write: write(name, isAsync) } }];
const one = 'not even the one test file that imports';

function write(name: string, isAsync: boolean): string {
  return isAsync ? `await expect(${name}(…)).rejects.toThrow(…)` : `expect(() => ${name}(…)).toThrow(…)`;
}

const throws = "class Gone extends Error {}\nexport function load(id) { if (!id) throw new Gone(id); return id; }";

ruleTests(rule, {
  valid: [
    { name: 'no project', code: throws, filename: 'src/load.js' },
    { name: 'project facts are off', code: throws, filename: `${PROJECT}/src/lonely.js` },
    at('failing', throws, { name: 'a test expects a failure' }),
    at('barrel/inner', throws, { name: 'imported through another module' }),
    at('barrel/star', throws, { name: 'imported through export *' }),
    at('barrel/kept', throws, { name: 'imported and exported again' }),
    at('compiled', throws, { name: 'imported as it is built' }),
    at('lonely', 'export function load(id) { return id.trim(); }', { name: 'cannot fail, as far as we see' }),
    at('lonely', 'class Gone extends Error {}\nfunction load(id) { throw new Gone(id); }\nexport const size = id => id.length;', { name: 'not exported' }),
    at('lonely', 'export class Store { #load(id) { throw new TypeError(id); } size(id) { return id.length; } }', { name: 'a private method' }),
    at('lonely', "export function load(id) { try { return JSON.parse(id); } catch (error) { console.error(error); throw error; } }\n", { name: 'only what the program cannot be given', code: 'export function load(id) { try { check(id); } catch (error) { console.error(error); } return id; }' }),
    at('lonely', "export function load(kind) { throw new Error('unreachable'); }", { name: 'what cannot happen' }),
    at('indirect', throws, { name: 'reached through others', options: [{ allowIndirect: true }] }),
    at('lonely', throws, { name: 'modules without a test are accepted', options: [{ allowUntested: true }] }),
    { name: 'a test', code: throws, filename: `${PROJECT}/test/passing.js`, settings },
    { name: 'nowhere on the disk', code: throws, filename: 'src/a.js', settings },
  ],
  invalid: [
    { ...at('lonely', throws), errors: [{ ...noTest('load', 'throws `Gone`')[0]!, line: 2, column: 17, endColumn: 21 }] },
    { ...at('passing', throws), errors: noFailure('load', 'throws `Gone`', one) },
    { ...at('two', throws), errors: noFailure('load', 'throws `Gone`', 'none of the 2 test files that import') },
    { ...at('mocked', throws), name: 'a mock of it is no test', errors: noTest('load', 'throws `Gone`') },
    { ...at('indirect', throws), name: 'reached through others only', errors: noTest('load', 'throws `Gone`') },
    { ...at('lonely', throws), name: 'reached by none', options: [{ allowIndirect: true }], errors: noTest('load', 'throws `Gone`') },
    { ...at('passing', throws), name: 'tested, but not its failures', options: [{ allowUntested: true }], errors: noFailure('load', 'throws `Gone`', one) },
    { ...at('lonely', 'export const load = async id => { if (!id) throw new TypeError(id); };\nexport const save = async id => { await load(id); };'), name: 'async, and another that hands it on', errors: noTest('load', 'throws `TypeError`', ' (as one other export does)', true) },
    { ...at('lonely', 'export async function save(id) { await load(id); }\nasync function load(id) { throw new RangeError(id); }'), name: 'through a function', errors: noTest('save', 'hands on the `RangeError` of `load()`', '', true) },
    { ...at('lonely', "import createError from 'http-errors';\nexport function load(id) { if (!id) throw createError(404); return id; }"), name: 'an error that is made elsewhere', errors: noTest('load', 'throws `createError(…)`') },
    { ...at('lonely', 'export function load(text) { try { return JSON.parse(text); } catch { return {}; } }'), name: 'a handler that answers', errors: noTest('load', 'answers a failure') },
    { ...at('lonely', 'export class Store { load(id) { if (!id) throw new TypeError(id); } save(id) { return Promise.reject(new RangeError(id)); } drop() { throw new TypeError(); } }'), name: 'methods', errors: noTest('load', 'throws `TypeError`', ' (as 2 other exports do)') },
    { ...at('lonely', 'exports.load = function (id) { if (!id) throw new TypeError(id); };'), name: 'CommonJS', errors: noTest('load', 'throws `TypeError`') },
    { ...at('lonely', 'export class Money { constructor(amount) { if (amount < 0) throw new RangeError(); } }'), name: 'a constructor', errors: [{ messageId: 'noTest', data: { name: 'new Money()', how: 'throws `RangeError`', more: '', write: 'expect(() => new Money(…)).toThrow(…)' } }] },
    { ...at('lonely', 'export const parse = text => JSON.parse(text);'), name: 'what a library throws', errors: noTest('parse', 'hands on the `SyntaxError` of `JSON.parse()`') },
  ],
});
