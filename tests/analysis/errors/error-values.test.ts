import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

/** How we know that the argument of each `use(…)` is an error. */
function sourcesIn(code: string): (string | undefined)[] {
  const file = modelOf(code);
  return file.index
    .all('CallExpression')
    .filter(call => call.callee.type === 'Identifier' && call.callee.name === 'use')
    .map(call => file.errorValues.of(call.arguments[0]!)?.source);
}

describe('which expressions are errors', () => {
  it.each([
    ['try { work(); } catch (e) { use(e); }', 'caught'],
    ['try { work(); } catch (e) { const error = e as Error; use(error); }', 'caught'],
    ['try { work(); } catch (e) { use((e as any)!); }', 'caught'],
    ['await work().catch(reason => use(reason));', 'rejection'],
    ['work().then(value => value, reason => { use(reason); });', 'rejection'],
    ["import fs from 'node:fs'; fs.readFile('a', (x, data) => { use(x); });", 'callback'],
    ["socket.on('error', x => use(x));", 'listener'],
    ["import express from 'express'; const app = express(); app.use((x, req, res, next) => { use(x); });", 'middleware'],
    ["use(new Error('no'));", 'created'],
    ["const made = new TypeError('no'); use(made);", 'created'],
    ["class Own extends Error {} class Sub extends Own {} use(new Sub());", 'created'],
    ['function f(x: Error) { use(x); }', 'declared'],
    ['function f(x: NodeJS.ErrnoException | TypeError) { use(x); }', 'declared'],
    ['class Own extends Error {} const f = (x: Own) => use(x);', 'declared'],
    ['function f(x: unknown) { if (x instanceof Error) use(x); }', 'narrowed'],
    ['function f(x: unknown) { if (!(x instanceof Error)) { throw x; } use(x); }', 'narrowed'],
    ['function f(x: unknown) { if (!(x instanceof Error) || !x.stack) return; use(x); }', 'narrowed'],
    ['function f(x: unknown) { return x instanceof Error ? use(x) : undefined; }', 'narrowed'],
    ['function f(x: unknown) { return x instanceof TypeError && use(x); }', 'narrowed'],
    ['function f(x: unknown) { return !(x instanceof Error) ? 1 : use(x); }', 'narrowed'],
    ['function f(x: unknown) { if (x instanceof Error) { list.forEach(() => { use(x); }); } }', 'narrowed'],
  ])('%s', (code, source) => {
    expect(sourcesIn(code)).toEqual([source]);
  });

  it.each([
    'function f(err) { use(err); }',
    'function f(error: unknown) { use(error); }',
    'function f(x: unknown) { if (x instanceof Error) return; use(x); }',
    'function f(x: unknown) { if (!(x instanceof Error)) use(x); }',
    'function f(x: unknown) { if (x instanceof Error || force) use(x); }',
    'function f(x: Error | string) { use(x); }',
    'class Error {} use(new Error());',
    'class Error {} function f(x: Error) { use(x); }',
    'try { work(); } catch (e) { e = wrap(e); use(e); }',
    'try { work(); } catch (e) { use(e.message); }',
    'try { work(); } catch ({ message }) { use(message); }',
    "import { AppError } from './errors'; function f(x: AppError) { use(x); }",
    'let x = new Error(); x = other; use(x);',
    "emitter.on('done', x => use(x));",
    'const loop = () => loop; use(loop);',
    'const a = b, b = a; use(a);',
  ])('silent: %s', code => {
    expect(sourcesIn(code)).toEqual([undefined]);
  });

  it('knows the handler, the variable, and the classes that were tested', () => {
    const file = modelOf('try { work(); } catch (e) { if (e instanceof NotFound && e instanceof Error) use(e); }');
    const call = file.index.all('CallExpression').find(each => each.callee.type === 'Identifier' && each.callee.name === 'use')!;
    const value = file.errorValues.of(call.arguments[0]!)!;
    expect(value.handler?.kind).toBe('catch');
    expect(value.variable?.name).toBe('e');
    expect(file.errorValues.testedClassesOf(call.arguments[0]!).map(each => file.sourceCode.getText(each as never))).toEqual(['NotFound', 'Error']);
  });
});
