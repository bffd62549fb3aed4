import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const mongo = "import { MongoClient } from 'mongodb'; const users = new MongoClient('mongodb://x').db().collection('users');";
const change = (value: string, before = ''): readonly (string | undefined)[] => modelOf(`${mongo} export async function change(id, n, given: string) { const row = await users.findOne({ id }); ${before} await users.updateOne({ id }, { $set: { a: ${value} } }); }`).staleStores.all.map(each => each.change);

describe('computed columns', () => {
  it('tells what is done to a number', () => {
    expect(change('row.a + n')).toEqual(['add']);
    expect(change('n + row.a')).toEqual(['add']);
    expect(change('(row.a ?? 0) + 1')).toEqual(['add']);
    expect(change('Number(row.a) - n')).toEqual(['subtract']);
    expect(change('row.a - n + 1')).toEqual(['subtract']);
    expect(change('row.a * n')).toEqual(['multiply']);
    expect(change('row.a / n')).toEqual(['divide']);
    expect(change('next', 'const next = row.a + n;')).toEqual(['add']);
  });

  it('has no word for what no operator does', () => {
    for (const value of ['n - row.a', 'n / row.a', '(row.a + n) * 2', 'Math.min(n, row.a + 1)', "row.a + ', '", 'row.a + `${n}`', 'row.a + given', 'row.a + String(n)', "row.a + given + '!'"]) expect([value, change(value)]).toEqual([value, ['other']]);
  });

  it('tells elements at the end of a list from other changes', () => {
    expect(change('[...row.a, n]')).toEqual(['append']);
    expect(change('[...(row.a ?? []), n, ...given]')).toEqual(['append']);
    expect(change('[n, ...row.a]')).toEqual(['list']);
    expect(change('row.a', 'row.a.push(n);')).toEqual(['append']);
    expect(change('row.a', 'row.a.push(n); row.a.shift();')).toEqual(['list']);
  });

  it('knows nothing of other columns', () => {
    expect(change('row.b + n')).toEqual([]);
    expect(change('[...row.b, n]')).toEqual([]);
    expect(change('n')).toEqual([]);
  });
});
