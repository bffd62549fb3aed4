import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const kindsIn = (code: string): string[] => modelOf(code, { filename: 'src/x.js' }).lateAwaits.all.map(each => `${each.kind} ${each.name ?? ''}`.trim());

describe('late awaits', () => {
  it('names the wait and the handler', () => {
    const [late] = modelOf('export async function f() { const a = fetch(url);\nawait other();\nreturn await a; }', { filename: 'src/x.js' }).lateAwaits.all;
    expect([late?.node.type, late?.wait.loc.start.line, late?.handler.loc.start.line]).toEqual(['VariableDeclarator', 2, 3]);
  });

  it('knows the four shapes', () => {
    expect(kindsIn('export async function f() { const a = fetch(url); await other(); return await a; }')).toEqual(['held a']);
    expect(kindsIn('export async function f() { const all = [fetch(a), fetch(b)]; await other(); await Promise.all(all); }')).toEqual(['collected all']);
    expect(kindsIn('export async function f() { for (const each of [fetch(a), fetch(b)]) await each; }')).toEqual(['one-by-one']);
    expect(kindsIn('export async function f() { await Promise.all([fetch(a), await other()]); }')).toEqual(['listed Promise.all']);
  });

  it('follows each value of a variable', () => {
    expect(kindsIn('export async function f() { let a = fetch(x); await a; a = fetch(y); await other(); await a; }')).toEqual(['held a']);
  });

  it('cannot tell where a closure uses the promise', () => {
    expect(kindsIn('export async function f() { const a = fetch(x); later(() => a); await other(); await a; }')).toEqual([]);
  });
});
