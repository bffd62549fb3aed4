import { describe, expect, it } from 'vitest';
import { modelOf } from '../model.js';

const textsOf = (code: string, pick: (index: ReturnType<typeof modelOf>['index']) => readonly { readonly range: readonly [number, number] }[]): string[] => pick(modelOf(code).index).map(({ range }) => code.slice(...range));

describe('what is looked up by its name', () => {
  it('finds calls by what is called, wrappers taken off', () => {
    expect(textsOf("load(); a.load(); a['load'](); (a as B).load!(); a?.load(); a[load](); a.load; load`x`;", index => index.callsNamed('load'))).toEqual(['load()', 'a.load()', "a['load']()", '(a as B).load!()', 'a?.load()']);
  });

  it('keeps the order of the source over several names, the outer call first', () => {
    expect(textsOf('a.then(b).catch(c); d.catch(e.then(f)); g.finally(h);', index => index.callsNamed('catch', 'then', 'nothing'))).toEqual(['a.then(b).catch(c)', 'a.then(b)', 'd.catch(e.then(f))', 'e.then(f)']);
    expect(textsOf('a.then(b)', index => index.callsNamed('nothing'))).toEqual([]);
  });

  it('finds members', () => {
    expect(textsOf("process.env.PORT; env; x['env']; const { env: y } = z;", index => index.membersNamed('env'))).toEqual(['process.env', "x['env']"]);
  });
});

describe('files that only declare', () => {
  it.each([
    'export const LIMIT = -1;',
    "import { a } from './a.js'; export const list = [a, ...b]; export { a };",
    "export const schema = { type: 'object', $id: `x${a}`, properties: { a: { ...b } } } as const satisfies Schema;",
    "export interface A { run(): Promise<void> } export type B = ReturnType<typeof import('./c.js').d>; declare function f(): void;",
    'export enum Level { Low = 1, High }',
    '',
  ])('%s', code => expect(modelOf(code).index.onlyDeclares).toBe(true));

  it.each(['export let count = 0;', 'export const port = process.env.PORT;', 'run();', 'export const f = () => 1;', 'export class A {}', 'export const a = { f() {} };', 'export const a = new Map();', "import a = require('a');", 'if (a) throw b;', 'export const a = b ? c : d;'])(
    'not %s',
    code => expect(modelOf(code).index.onlyDeclares).toBe(false),
  );
});
