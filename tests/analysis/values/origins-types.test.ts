import { describe, expect, it } from 'vitest';
import { Origins } from '../../../src/analysis/values/origins.js';
import { unwrap } from '../../../src/syntax/nodes.js';
import type { Node } from '../../../src/syntax/walk.js';
import { noTypes } from '../../../src/types/no-types.js';
import type { Declaration } from '../../../src/types/questions.js';
import { modelOf } from '../../model.js';

const POOL = { package: 'pg', name: 'Pool' };
const CLIENT = { package: 'pg', name: 'PoolClient' };

/** The origin of what the last call calls, and of which expressions types were asked. */
function lastCallee(code: string, types: Readonly<Record<string, Declaration>> = {}, ask: 'of' | 'functionOf' = 'of') {
  const file = modelOf(code);
  const asked: string[] = [];
  const declaredBy = (node: Node): Declaration | undefined => {
    const text = file.sourceCode.getText(node);
    asked.push(text);
    return types[text];
  };
  const origins = new Origins(file.bindings, file.imports, file.catalog, { ...noTypes, available: true, declaredBy });
  const callee = unwrap(file.index.all('CallExpression').at(-1)!.callee);
  const origin = ask === 'of' ? origins.of(callee) : origins.functionOf(callee);
  return { origin: origin && 'library' in origin ? `${origin.library} ${origin.path}` : origin && ('kind' in origin ? origin.kind : origin.type), asked };
}

describe('origins ask types', () => {
  it('about what a member is called of', () => {
    expect(lastCallee('function f(pool) { pool.query("a"); }', { pool: POOL })).toEqual({ origin: 'pg Pool#query', asked: ['pool'] });
  });

  it('about what was awaited, not about its promise', () => {
    expect(lastCallee('async function f(open) { const client = await open(); client.query("a"); }', { 'await open()': CLIENT })).toEqual({ origin: 'pg PoolClient#query', asked: ['open', 'await open()'] });
  });

  it('about what an annotation names', () => {
    expect(lastCallee('function f(pool: Db) { pool.query("a"); }', { 'pool: Db': POOL, pool: POOL }).origin).toBe('pg Pool#query');
  });

  it('about a name that is called', () => {
    expect(lastCallee('function f(api) { api("a"); }', { api: { package: 'axios', name: 'AxiosInstance' } })).toEqual({ origin: 'axios AxiosInstance#', asked: ['api'] });
  });
});

describe('origins do not ask types', () => {
  it.each([
    ['about a method, which is of no type of a library', 'function f(a) { a.b.query("a"); }', ['a.b']],
    ['about the owner of what no library has', 'function f(a) { a.strange(); }', []],
    ['about text, numbers and lists', 'function f(a: string[]) { a.query(); }', []],
    ['about an interface of the file', 'interface A { query(): void } function f(a: A) { a.query(); }', []],
    ['twice about a constant and its value', 'function f(get) { const a = get(); a.query(); }', ['get', 'get()']],
    ['about what the file shows', 'import { Pool } from "pg"; const pool = new Pool(); pool.query("a");', []],
    ['about functions of the file', 'function g() {} g();', []],
  ])('%s', (_, code, asked) => {
    expect(lastCallee(code).asked.sort()).toEqual([...asked].sort());
  });

  it('where only a function would do', () => {
    const { asked, origin } = lastCallee('const a = { query() {} }; function f(b) { a.query(); b.c(); b.query(); }', { b: POOL }, 'functionOf');
    expect({ asked, origin }).toEqual({ asked: ['b'], origin: undefined });
    expect(lastCallee('function f(b) { b(); }', { b: POOL }, 'functionOf')).toEqual({ asked: [], origin: undefined });
  });
});
