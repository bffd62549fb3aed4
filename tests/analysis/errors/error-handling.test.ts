import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const inCatch = (body: string, binding = ' (err)'): string => `async function f() { try { await work(); } catch${binding} { ${body} } }`;

describe('what a handler does with its error', () => {
  it.each([
    ['throw err;', 'rethrows'],
    ['if (x) throw new Error();', 'rethrows'],
    ['logger.error({ err });', 'records'],
    ['report(err.message);', 'records'],
    ['return err;', 'uses'],
    ['return { ok: false };', 'uses'],
    ['return false;', 'uses'],
    ['last = err;', 'uses'],
    ['failed = true;', 'stores'],
    ['count++;', 'stores'],
    ['delete cache[key];', 'stores'],
    ['cleanUp();', 'cannot tell'],
    ['await sleep(10);', 'cannot tell'],
    ['return fallback();', 'uses'],
    ['return null;', 'defaults'],
    ['return [];', 'defaults'],
    ['return new Map();', 'defaults'],
    ["return '';", 'defaults'],
    ['', 'nothing'],
    ['return;', 'nothing'],
    ['void err;', 'nothing'],
    ['const unused = {};', 'nothing'],
  ])('%s %s', (body, expected) => {
    const { errorHandling } = modelOf(inCatch(body));
    expect(errorHandling.handlers.map(each => errorHandling.responseOf(each))).toEqual([expected]);
  });

  it.each([
    ['p().catch(err => { throw err; })', 'rethrows'],
    ['p().catch(err => log(err))', 'records'],
    ['p().catch(err => err)', 'uses'],
    ['p().catch(() => null)', 'defaults'],
    ['p().catch(() => {})', 'nothing'],
    ['p().then(a, () => undefined)', 'defaults'],
    ['p().catch(handle)', 'cannot tell'],
    ['p().catch()', undefined],
    ['p().then(a)', undefined],
    ['const ignore = () => {}; p().catch(ignore)', 'nothing'],
  ])('%s %s', (code, expected) => {
    const { errorHandling } = modelOf(code);
    expect(errorHandling.handlers.map(each => errorHandling.responseOf(each))).toEqual(expected === undefined ? [] : [expected]);
  });
});

describe('what stands in front of a dropped error', () => {
  const kinds = (code: string): string[] => modelOf(code).errorHandling.dropped.map(each => each.attempt.kind);
  it.each([
    ['async function f() { try { await save(); } catch {} }', 'work'],
    ['async function f() { try { for await (const x of y) z; } catch {} }', 'work'],
    ['async function f() { try { rows = await query; } catch {} }', 'work'],
    ['async function f() { try { await running; } catch {} }', 'none'],
    ['function f() { try { JSON.parse(x); } catch {} }', 'probe'],
    ['async function f() { try { await import("x"); } catch {} }', 'probe'],
    ['async function f() { try { await client.close(); } catch {} }', 'cleanup'],
    ['function f() { try { save(x); } catch {} }', 'effect'],
    ['function f() { try { const a = compute(x); } catch {} }', 'sync'],
    ['function f() { try { a = b; } catch {} }', 'none'],
    ['async function f() { await load().then(x => JSON.parse(x)).catch(() => {}); }', 'work'],
  ])('%s %s', (code, kind) => expect(kinds(code)).toEqual([kind]));
});

describe('protectedBy', () => {
  const protectionOf = (code: string): string | undefined => {
    const file = modelOf(code);
    const call = file.index.all('CallExpression').find(each => each.callee.type === 'Identifier' && each.callee.name === 'target');
    return call && file.errorHandling.protectedBy(call)?.kind;
  };
  it.each([
    ['try { target(); } catch {}', 'catch'],
    ['try { x(); } catch { target(); }', undefined],
    ['try { target(); } finally {}', undefined],
    ['try { try { target(); } finally {} } catch {}', 'catch'],
    ['try { later(() => { target(); }); } catch {}', undefined],
    ['target().catch(e => log(e));', 'rejection'],
    ['target().then(a).catch(e => log(e));', 'rejection'],
    ['target();', undefined],
  ])('%s %s', (code, kind) => expect(protectionOf(code)).toBe(kind));
});

describe('lost causes', () => {
  const lost = (code: string): string[] => modelOf(code).errorHandling.lostCauses.map(each => `${each.keeps} ${each.way.place !== undefined}`);
  it.each([
    ['try { a(); } catch (e) { throw new Error(e.message); }', ['text true']],
    ['try { a(); } catch { throw new Error("x"); }', ['nothing true']],
    ['try { a(); } catch { throw new Error(); }', ['nothing false']],
    ['try { a(); } catch (e) { throw new Error("x", { cause: e }); }', []],
    ['try { a(); } catch (e) { log(e); throw new Error("x"); }', []],
    ['import { AppError } from "../e.js"; try { a(); } catch (e) { throw new AppError(String(e)); }', ['text false']],
    ['try { a(); } catch (e) { if (e.code === 1) throw new Error("one"); throw new Error("x" + e); }', ['text true']],
  ])('%s', (code, expected) => expect(lost(code)).toEqual(expected));
});

describe('it is total and linear', () => {
  it.each(['try {} finally {}', 'p.catch(...x)', 'p.catch(null)', 'x?.catch?.(() => {})', 'try {} catch ([a, { b }]) {}', 'reject()', 'new Promise()', 'export default class { static { try { a() } catch {} } }'])('%s', code => {
    const { errorHandling } = modelOf(code);
    expect(() => [errorHandling.dropped, errorHandling.lostCauses, errorHandling.thrown, errorHandling.blindReads, errorHandling.callbacks]).not.toThrow();
  });

  it('takes time in proportion to the file', () => {
    const one = `async function f() { try { await work(1); } catch (err) { if (err.code) throw new Error('x' + err.message); } await load().catch(() => null); throw 'x'; }\n`;
    const time = (count: number): number => {
      const file = modelOf(one.repeat(count).replaceAll('function f', () => `function f${(id += 1)}`));
      void file.index.functions;
      const start = performance.now();
      void [file.errorHandling.dropped, file.errorHandling.lostCauses, file.errorHandling.thrown, file.errorHandling.blindReads];
      return performance.now() - start;
    };
    let id = 0;
    time(100);
    // The best of three: other tests run beside this one. Quadratic would be eight times over the limit.
    const best = (count: number): number => Math.min(time(count), time(count), time(count));
    expect(best(1600)).toBeLessThan(Math.max(best(200), 15) * 8 * 4);
  });
});
