import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const stuck = (code: string): readonly (readonly string[])[] => {
  const model = modelOf(code, { filename: 'src/x.js' });
  return model.stuckMarkers.all.map(({ set, reset, failure }) => [set, reset, failure].map(each => model.sourceCode.getText(each)));
};

describe('markers that a failure leaves set', () => {
  it.each([
    ['let a = false; async function f() { if (a) return; a = true; await g(); a = false; }', [['a = true', 'a = false', 'await g()']]],
    ['let a = false; async function f() { if (a) return; a = true; try { await g(); } finally { a = false; } }', []],
    ['let a = false; async function f() { if (a) return; a = true; try { await h(); } finally { await g(); a = false; } }', [['a = true', 'a = false', 'await g()']]],
    ['const a = new Set(); async function f(k) { if (a.has(k)) return; a.add(k); await g(); a.delete(k); }', [['a.add(k)', 'a.delete(k)', 'await g()']]],
    ['let a = 0; async function f() { if (a > 3) return; a++; await g(); a--; }', [['a++', 'a--', 'await g()']]],
    ['let a = false; async function f() { a = true; await g(); a = false; }', []],
    ['a = true; await g(); a = false;', []],
    ['', []],
  ])('%s', (code, expected) => expect(stuck(code)).toEqual(expected));

  it('takes time in proportion to the file', () => {
    const one = (i: number): string => `let a${i} = false; async function f${i}() { if (a${i}) return; a${i} = true; await g(); a${i} = false; }\n`;
    const time = (count: number): number => {
      const model = modelOf(Array.from({ length: count }, (_, i) => one(i)).join(''), { filename: 'src/x.js' });
      const start = performance.now();
      void model.stuckMarkers.all;
      return performance.now() - start;
    };
    time(50);
    // Quadratic would be eight times over the limit.
    expect(Math.min(time(800), time(800))).toBeLessThan(Math.max(time(100), 15) * 8 * 4);
  });
});
