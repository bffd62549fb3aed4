import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const changed = (code: string): readonly string[] => modelOf(code).exportedMutables.changed.map(({ kind, name, writer }) => `${kind} ${name} by ${writer}`);
const open = (code: string): readonly string[] => modelOf(code).exportedMutables.open.map(({ name, container }) => `${name} ${container}`);

describe('exports that change', () => {
  it.each([
    ['export let a = 1; export function f() { a = 2; }', ['reassigned a by f']],
    ['let a = 1; module.exports = { a, f() { a = 2; } };', ['copied a by f']],
    ['const a = []; export { a }; export function f() { a.push(1); }', ['changed a by f']],
    ['export class A { static b = 1; f() { A.b = 2; } }', ['static A.b by f']],
    ['exports.a = 1; exports.f = () => { exports.a = 2; };', ['reassigned exports.a by f']],
    ['const a = []; export function f() { a.push(1); }', []],
    ['', []],
  ])('%s', (code, expected) => expect(changed(code)).toEqual(expected));

  it('knows the writes to them', () => {
    const file = modelOf('export let a = 1; let b = 1; export function f() { a = 2; b = 2; }');
    expect(file.index.all('AssignmentExpression').map(each => file.exportedMutables.isWrite(each))).toEqual([true, false]);
  });
});

describe('exported containers that nobody changes here', () => {
  it.each([
    ['export const a = []; export const b = new Map(); export const c = { d: 1 };', ['a list', 'b map', 'c object']],
    ['export const a = []; export const f = () => a.push(1);', []],
    ['export const a = { f() {} }; const b = []; export const c = Object.freeze([]);', []],
  ])('%s', (code, expected) => expect(open(code)).toEqual(expected));
});

describe('a long file', () => {
  it('takes time in proportion to its length', () => {
    const code = (count: number): string => `${Array.from({ length: count }, (_, i) => `exports.f${i} = () => { exports.a${i} = ${i}; A.b${i} = 1; list.push(${i}); };`).join('\n')} const list = []; class A { ${Array.from({ length: count }, (_, i) => `static b${i} = 0;`).join(' ')} } module.exports.A = A; module.exports.list = list;`;
    const time = (count: number): number => {
      const file = modelOf(code(count), { filename: 'src/a.js' });
      void file.index.all('Program');
      const start = performance.now();
      expect(file.exportedMutables.changed.length).toBe(2 * count + 1);
      return performance.now() - start;
    };
    time(50);
    const small = time(200);
    expect(time(1600)).toBeLessThan(8 * small * 6 + 200);
  });
});
