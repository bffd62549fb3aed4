import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

describe('what becomes of the cause of a class of errors', () => {
  it.each([
    ['class A extends Error {}', 'kept'],
    ['class A extends Error { constructor(m, options) { super(m, options); } }', 'kept'],
    ['class A extends Error { constructor(m) { super(m); } }', 'dropped'],
    ['class A extends Error { constructor(m) { super(`a: ${m}`); } }', 'cannot tell'],
    ['class A extends Error { constructor(e: Error) { super(e.message); } }', 'flattened'],
    ['class A extends Error { constructor(e: Error) { super(e.message); this.e = e; } }', 'cannot tell'],
    ['class A extends Error { constructor(...all) { super(...all); } }', 'cannot tell'],
    ['class A extends B { constructor(m) { super(m); } }', undefined],
    ['class A extends A { constructor(m) { super(m); } }', undefined],
    ['class A {}', undefined],
  ])('%s %s', (code, expected) => {
    expect(modelOf(code).errorClasses.all.map(each => each.cause)).toEqual(expected === undefined ? [] : [expected]);
  });

  it('knows names and codes, through ancestors', () => {
    const { all } = modelOf(`class A extends Error { name = 'A'; } class B extends A { constructor(readonly code: string) { super('b'); } } class C extends Error {}`).errorClasses;
    expect(all.map(each => [each.isNamed, each.hasCode])).toEqual([[true, false], [true, true], [false, false]]);
  });
});

describe('copies without what the error says', () => {
  it.each([
    ['work().catch(e => JSON.stringify(e));', ['json']],
    ['work().catch(e => ({ ...e }));', ['spread']],
    ['work().catch(e => Object.assign({}, e));', ['assign']],
    ['work().catch(e => process.send({ e }));', ['ipc']],
    ['work().catch(e => JSON.stringify({ ...e }));', ['spread']],
    ['work().catch(e => JSON.stringify(e.message));', []],
    ['JSON.stringify();', []],
    ['JSON.stringify(...all);', []],
  ])('%s %s', (code, expected) => {
    expect(modelOf(code).lossyCopies.all.map(each => each.by)).toEqual(expected);
  });

  it('knows where parts of the error can be read with no cast', () => {
    const code = 'try { f(); } catch (e) { save(JSON.stringify(e)); }';
    expect(modelOf(code).lossyCopies.all.map(each => each.isTyped)).toEqual([false]);
    expect(modelOf(code, { filename: 'src/a.js' }).lossyCopies.all.map(each => each.isTyped)).toEqual([true]);
  });
});

describe('decisions by what an error says', () => {
  it.each([
    ["work().catch(e => e.message.includes('ENOENT'));", ['message', 'ENOENT']],
    ['work().catch(e => /ECONNRESET/.test(e.message));', ['message', 'ECONNRESET']],
    ["work().catch(e => e.stack.includes('pg'));", ['stack', undefined]],
    ["work().catch(e => e.message.replace('a', 'b'));", undefined],
  ])('%s %s', (code, expected) => {
    expect(modelOf(code).textMatches.map(each => [each.part, each.code])).toEqual(expected === undefined ? [] : [expected]);
  });

  it('knows the modules of the attempt', () => {
    const [match] = modelOf("import { load } from 'loader'; async function f() { try { await load(); } catch (e) { return e.message === 'none'; } }").textMatches;
    expect(match?.modules).toEqual(['loader']);
  });
});

describe('text that is handed on as an error', () => {
  it.each([
    ["function f(done) { done('x'); done(null, 1); }", ['callback']],
    ["function f(done) { done('x'); done(1); }", []],
    ["import { EventEmitter } from 'node:events'; new EventEmitter().emit('error', 'x');", ['emit']],
    ["new AbortController().abort('x');", ['abort']],
    ['f(...all);', []],
  ])('%s %s', (code, expected) => {
    expect(modelOf(code, { filename: 'src/a.js' }).errorHandling.thrown.filter(each => each.nonError).map(each => each.how)).toEqual(expected);
  });
});

describe('messages that are overwritten', () => {
  it.each([
    ["work().catch(e => { e.message = 'x'; throw e; });", 1],
    ["work().catch(e => { e.message = 'x ' + e.message; throw e; });", 0],
    ["get(e => { if (e) { e.message = 'x'; throw e; } });", 1],
    ["get(e => { if (e) { e.message = 'x'; show(e); } });", 0],
    ["get(e => { e.message = 'x'; throw e; });", 0],
  ])('%s %s', (code, count) => {
    expect(modelOf(code).errorHandling.overwrittenMessages).toHaveLength(count);
  });
});

describe('they are linear', () => {
  it('takes time in proportion to the file', () => {
    const part = "try { f(); } catch (e) { if (e.message === 'gone') save(JSON.stringify({ e }), { ...e }); e.message = 'y'; }\n";
    const time = (times: number): number => {
      const model = modelOf(part.repeat(times), { filename: 'src/a.js' });
      void model.errorHandling.lostCauses;
      const start = performance.now();
      expect(model.lossyCopies.all.length + model.textMatches.length).toBe(times * 3);
      return performance.now() - start;
    };
    const best = (times: number): number => Math.min(time(times), time(times), time(times));
    expect(best(2_000)).toBeLessThan(Math.max(40 * best(200), 500));
  });
});
