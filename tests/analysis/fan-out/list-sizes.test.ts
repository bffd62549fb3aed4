import { describe, expect, it } from 'vitest';
import type { ListSize } from '../../../src/analysis/fan-out/list-sizes.js';
import { modelOf } from '../../model.js';

/** The size of what `use` is given. */
function sizeOf(code: string): ListSize {
  const file = modelOf(code);
  const call = file.index.all('CallExpression').find(each => each.callee.type === 'Identifier' && each.callee.name === 'use');
  return file.listSizes.of(call!.arguments[0]!);
}

describe('how long lists can get', () => {
  it.each<[string, ListSize]>([
    ['use([1, 2]);', 'small'],
    ["const xs = ['a'] as const; use(xs);", 'small'],
    ['use(Object.values({ a: 1 }));', 'small'],
    ['enum Kind { A } use(Object.values(Kind));', 'small'],
    ['const f = (xs: [string, string]) => use(xs);', 'small'],
    ['const f = (xs: string[]) => use(xs.slice(0, 5));', 'small'],
    ['const f = (xs: string[], i: number) => use(xs.slice(i, i + 5));', 'small'],
    ['const f = (xs: string[]) => { for (const some of chunk(xs, 10)) use(some); };', 'small'],
    ['const f = (plugins: object[]) => use(plugins);', 'small'],
    ['use(Array.from({ length: 3 }));', 'small'],
    ['const xs = []; xs.push(1); use(xs);', 'small'],

    ['const f = (xs: string[]) => use(xs);', 'given'],
    ['const f = (xs: string[]) => use(xs.slice(1));', 'given'],
    ['const f = (xs: string[]) => use(xs.filter(Boolean).map(x => x + 1));', 'given'],
    ['const f = (input: { ids: string[] }) => use(input.ids);', 'given'],
    ['const f = ({ ids }: { ids: string[] }) => use([...new Set(ids)]);', 'given'],
    ['const f = (byId: object) => use(Object.keys(byId));', 'given'],
    ["const f = (text: string) => use(text.split(','));", 'given'],
    ['const f = (xs: string[]) => { const out = []; for (const x of xs) out.push(x); use(out); };', 'given'],

    ["import { Pool } from 'pg'; const pool = new Pool(); const { rows } = await pool.query('select 1'); use(rows);", 'data'],
    ["import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient(); use(await prisma.user.findMany());", 'data'],
    ["import express from 'express'; express().post('/', (req, res) => { use(req.body.ids); });", 'data'],
    ['const all = await store.getAll(); use(all);', 'fetched'],

    ["import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient(); use(await prisma.user.findMany({ take: 5 }));", undefined],
    ['use(list());', undefined],
    ["import { things } from './things.js'; use(things);", undefined],
    ['class A { items = load(); f() { use(this.items); } }', undefined],
    ['let xs = xs; use(xs);', undefined],
  ])('%s is %s', (code, size) => {
    expect(sizeOf(code)).toBe(size);
  });
});
