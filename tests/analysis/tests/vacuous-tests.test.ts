import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const kindsOf = (code: string): string[] => modelOf(code, { filename: 'src/a.test.ts' }).vacuousTests.all.map(each => each.kind);

describe('assertions', () => {
  it('are followed to the end of their chain', () => {
    const [assertion] = modelOf(`expect(work()).rejects.toThrow('X');`).tests.assertions;
    expect(assertion?.chain).toEqual(['rejects', 'toThrow']);
    expect(assertion?.last?.arguments).toHaveLength(1);
  });

  it('know their test', () => {
    const file = modelOf(`it.each([1])('a', async () => { expect(1).toBe(1); [].forEach(() => { expect(2).toBe(2); }); }); expect(3).toBe(3);`);
    const calls = file.tests.assertions.map(each => each.call);
    expect(calls.map(each => file.tests.ofOwn(each) !== undefined)).toEqual([true, false, false]);
    expect(calls.map(each => file.tests.around(each) !== undefined)).toEqual([true, true, false]);
  });
});

describe('tests of failures that pass without one', () => {
  it.each([
    [`it('a', () => { try { work(); } catch (e) { expect(e.code).toBe(1); } });`, 'caught'],
    [`it('a', async () => { await work().catch(e => { expect(e.code).toBe(1); }); });`, 'caught'],
    [`it('a', () => { work().then(value => { expect(value).toBe(1); }); });`, 'late'],
    [`it('a', async () => { expect(work()).rejects.toThrow(); });`, 'unawaited'],
    [`it('a', () => { expect(() => work()).toThrow(); });`, 'any error'],
    [`import assert from 'assert'; it('a', () => { assert.throws(() => work(), 'text'); });`, 'text'],
    [`it('a', () => { expect(async () => { await work(); }).not.toThrow(); });`, 'async'],
    [`it('a', () => { expect(() => work()).toThrow; });`, 'uncalled'],
  ])('%s is %s', (code, kind) => {
    expect(kindsOf(code)).toEqual([kind]);
  });

  it('are none in a file that asserts nothing', () => {
    expect(kindsOf(`try { work(); } catch (e) { print(e); }`)).toEqual([]);
  });
});
