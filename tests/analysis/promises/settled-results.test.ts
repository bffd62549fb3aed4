import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const kindsIn = (use: string): string[] => modelOf(`export async function f(xs) { ${use} }`, { filename: 'src/x.js' }).settledResults.ignored.map(each => each.kind);

describe('settled results', () => {
  it('tells what is read of them', () => {
    expect(kindsIn('await Promise.allSettled([fetch(a)]);')).toEqual(['dropped']);
    expect(kindsIn('const r = await Promise.allSettled([fetch(a)]); log(r.length);')).toEqual(['unread']);
    expect(kindsIn('const r = await Promise.allSettled([fetch(a)]); return r.map(each => each.value);')).toEqual(['fulfilled-only']);
    expect(kindsIn('const r = await Promise.allSettled([fetch(a)]); return r;')).toEqual([]);
  });

  it('says nothing of promises that it has not seen start', () => {
    expect(kindsIn('await Promise.allSettled(xs);')).toEqual([]);
  });
});
