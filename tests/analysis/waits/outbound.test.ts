import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

describe('what requests run in', () => {
  it.each([
    ["export const f = () => fetch('https://a.test');", ['f']],
    ["import { w } from './w.js'; export const f = () => w(() => fetch('https://a.test'));", ['f', 'w']],
    ["import { w } from './w.js'; const g = async () => fetch('https://a.test'); w(g);", ['g', 'w']],
    ["import { w } from './w.js'; export class A { g() { return fetch('https://a.test'); } h() { w(this.g.bind(this)); } }", ['g', 'h', 'w']],
    ["const f = () => g(() => fetch('https://a.test')); const g = x => f(x);", ['f', 'g']],
    ['export const f = () => load();', []],
  ])('%s', (code, expected) => {
    expect([...new Set(modelOf(code).outbound.of([]).flatMap(each => each.runBy.map(({ name }) => name)))].sort()).toEqual(expected);
  });

  it('circuit breakers and policies protect', () => {
    const of = (code: string): boolean[] => modelOf(code).outbound.of([]).map(each => each.isProtected);
    expect(of("import B from 'opossum'; new B(() => fetch('https://a.test'));")).toEqual([true]);
    expect(of("import { retry, handleAll } from 'cockatiel'; retry(handleAll, {}).execute(() => fetch('https://a.test'));")).toEqual([true]);
    expect(of("import pRetry from 'p-retry'; pRetry(() => fetch('https://a.test'));")).toEqual([false]);
  });

  it('other roles are asked for', () => {
    const file = modelOf("import { Pool } from 'pg'; const pool = new Pool(); export const f = () => pool.query('select 1');");
    expect(file.outbound.of([])).toEqual([]);
    expect(file.outbound.of(['database-query'])).toHaveLength(1);
  });
});
