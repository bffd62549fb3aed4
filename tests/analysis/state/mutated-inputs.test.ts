import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const found = (code: string): readonly string[] => modelOf(code).mutatedInputs.all.map(each => `${each.kind}${each.isProven ? '' : '?'} ${each.place}`);

describe('mutated inputs', () => {
  it('follows values back to parameters and to the module', () => {
    expect(found('export const f = (a: number[]) => { const b = a; return b.sort(); };')).toEqual(['reordered b']);
    expect(found('export const f = ({ a: { b } }) => b.sort((x, y) => x - y);')).toEqual(['reordered b']);
    expect(found('export const f = ({ b = [] }) => b.sort((x, y) => x - y);')).toEqual(['reordered b']);
    expect(found('const a = [2, 1]; export const f = () => a.reverse();')).toEqual(['reordered a']);
    expect(found('const a = load(); export const f = () => a.reverse();')).toEqual([]);
  });

  it('tells copies from choices', () => {
    expect(found('export function f(list) { const own = [...list]; own[0].a = 1; return own; }')).toEqual(['shallow own[0]']);
    expect(found('export function f(list) { const own = [...list]; own[0].a = 1; return 1; }')).toEqual([]);
    expect(found('export function f(list) { const some = list.filter(Boolean); some[0].a = 1; return some; }')).toEqual(['changed? some[0]']);
    expect(found('export function f(list) { const own = [...list]; own[0] = { ...own[0] }; own[0].a = 1; return own; }')).toEqual([]);
  });

  it('tells proofs from other writes, and the first write of a value only', () => {
    expect(found('export function f(a: { b: number }) { a.b = 1; a.b = 2; return a; }')).toEqual(['changed a']);
    expect(found('export function f(a) { a.b = 1; return a; }')).toEqual(['changed? a']);
    expect(found('export function f(a) { if (x) return a; delete a.b; return 1; }')).toEqual(['changed? a']);
    expect(found('function f(a) { a.b = 1; return a; }')).toEqual([]);
  });

  it('asks who hands something in', () => {
    expect(found('function f(a: number[]) { return a.sort(); } export const g = () => f([2, 1]);')).toEqual([]);
    expect(found('function f(a: number[]) { return a.sort(); } export const g = (b: number[]) => f(b);')).toEqual(['reordered a']);
    expect(found('export class A { _f(a: number[]) { return a.sort(); } }')).toEqual([]);
  });

  it('knows what caches and fields give to the next caller too', () => {
    expect(found('const m = new Map(); export const f = k => (m.get(k) ?? []).reverse();')).toEqual(['reordered m.get(k) ?? []']);
    expect(found('const m = new Map(); export function f(k) { let a = m.get(k); if (!a) a = load(k); return a.sort((x, y) => x - y); }')).toEqual(['reordered a']);
    expect(found('const m = new Map(); export function f(k) { let a = m.get(k); a = [...a]; return a.sort((x, y) => x - y); }')).toEqual([]);
    expect(found('class A { b = [2, 1]; get c() { return this.b.sort(); } set c(d) { this.b.sort(); } }')).toEqual(['reordered this.b']);
  });

  it('knows what is frozen, and since when', () => {
    expect(found('const a = Object.freeze([1]); a.push(2);')).toEqual(['frozen a']);
    expect(found('const a = { b: 1 }; a.b = 2; Object.freeze(a); a.b = 3;')).toEqual(['frozen a']);
    expect(found('class A { constructor() { this.b = 1; Object.freeze(this); this.b = 2; } }')).toEqual(['frozen this']);
  });
});
