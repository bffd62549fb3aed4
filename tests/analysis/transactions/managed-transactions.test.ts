import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const proofs = (code: string): readonly string[] => modelOf(code).managedTransactions.all.map(each => `${each.proof.kind} ${each.inner?.name ?? ''}`);

describe('functions that run inside of a transaction', () => {
  it('knows those of libraries', () => {
    expect(proofs("import knex from 'knex'; const db = knex({}); db.transaction(async trx => {}); db.transaction(work); async function work(t) {} db.transaction();")).toEqual(['library trx', 'library t']);
  });

  it('knows methods that are declared to hand out what they belong to', () => {
    expect(proofs('interface Db { a(): void; transaction(fn: (tx: Db) => Promise<void>): Promise<void> } declare const db: Db; db.transaction(async tx => {});')).toEqual(['declared tx']);
    expect(proofs('type Db = { transaction: (fn: (tx: Db) => Promise<void>) => Promise<void> }; function run(db: Db) { return db.transaction(async tx => {}); }')).toEqual(['declared tx']);
    expect(proofs('interface Tx {} interface Db { transaction(fn: (tx: Tx) => Promise<void>): Promise<void> } declare const db: Db; db.transaction(async tx => {});')).toEqual([]);
  });

  it('knows clients by what both are used for', () => {
    expect(proofs("import { db } from './db.js'; db.transaction(async tx => { await tx.order.create({}); }); db.order.findMany();")).toEqual(['alike tx']);
    expect(proofs("import { db } from './db.js'; db.$transaction(async tx => { await tx.order.create({ data }); });")).toEqual(['alike tx']);
    expect(proofs("import { db } from './db.js'; db.transaction(async tx => { await tx.order.create({}); }); db.close();")).toEqual([]);
    expect(proofs("import { db } from './db.js'; db.begin(async tx => { await tx.order.create({}); }); db.order.findMany();")).toEqual([]);
  });

  it('says which of them is around a node', () => {
    const file = modelOf("import knex from 'knex'; const db = knex({}); db.transaction(async trx => { now(); await Promise.all(list.map(async each => { soon(); })); later(() => { after(); }); });");
    const around = (name: string): boolean => file.managedTransactions.around(file.index.all('Identifier').find(each => each.name === name)!) !== undefined;
    expect(['now', 'soon', 'after'].map(around)).toEqual([true, true, false]);
  });
});
