import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const kindsIn = (code: string): string[] => modelOf(code).executors.faults.map(each => each.kind);

describe('promises settled by hand', () => {
  it('are found through names, and only where `Promise` is the global', () => {
    expect(modelOf('function run(resolve) { resolve(1); } new Promise(run); new Promise((a, b) => a());').executors.promises).toHaveLength(2);
    expect(modelOf("import { Promise } from 'x'; new Promise(resolve => resolve());").executors.promises).toHaveLength(0);
    expect(modelOf('function f() { const { promise, resolve: done } = Promise.withResolvers(); done(); return promise; }').executors.promises).toHaveLength(1);
    expect(modelOf('new Promise(({ x }) => x()); new Promise((resolve = a) => resolve());').executors.promises).toHaveLength(0);
  });

  it('know who holds their settlers', () => {
    const [made] = modelOf('new Promise((resolve, reject) => { const done = e => (e ? reject(e) : resolve()); const end = () => done(); a.on("end", end); b(() => {}); })').executors.promises;
    expect(made!.settling.holders).toHaveLength(3);
    expect(made!.settling.usesIn(made!.root)).toHaveLength(1);
  });

  it('settle through functions that call each other', () => {
    expect(kindsIn('new Promise(resolve => { function a() { b(); } function b() { a(); resolve(); } a(); });')).toEqual([]);
  });

  it.each([
    ['a path', 'new Promise(resolve => { if (!x) return; resolve(); });', ['unsettled-path']],
    ['a catch', 'new Promise(resolve => { try { resolve(f()); } catch {} });', ['unsettled-catch']],
    ['finally', 'new Promise(resolve => { try { f(); } finally { resolve(); } });', []],
    ['a loop', 'new Promise(resolve => { while (f()) { if (g()) { resolve(); break; } } });', []],
    ['an endless loop', 'new Promise(resolve => { for (;;) { f(); } });', []],
    ['a short circuit', 'new Promise(resolve => { x && resolve(); });', []],
    ['labels', 'new Promise(resolve => { a: { if (x) break a; resolve(); return; } resolve(2); });', []],
    ['odd parameters', 'new Promise(function (resolve, ...rest) { }); new Promise(); new Promise(...x); new Promise(x);', []],
  ])('judge %s', (_, code, kinds) => {
    expect(kindsIn(code)).toEqual(kinds);
  });
});
