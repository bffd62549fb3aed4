import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const knex = "import knex from 'knex'; const db = knex({}); ";
const pg = "import { Pool } from 'pg'; const pool = new Pool(); ";
const typeorm = "import type { Repository } from 'typeorm'; const f = async (orders: Repository<Order>, id: string) => ";

function chainsOf(code: string): readonly { does: string | undefined; links: readonly string[]; isPartial: boolean; sql: string | undefined }[] {
  return modelOf(code).queryChains.all.map(({ does, links, isPartial, sql }) => ({ does, links: links.map(each => each.path), isPartial, sql }));
}

describe('queries as wholes', () => {
  it('puts the links of a builder together', () => {
    expect(chainsOf(`${knex}await db('orders').where({ a: 1 }).limit(3);`)).toEqual([{ does: 'read', links: ['QueryBuilder#limit', 'QueryBuilder#where', 'Knex#'], isPartial: false, sql: undefined }]);
    expect(chainsOf(`${knex}await db('orders').where({ a: 1 }).del();`)[0]?.does).toBe('delete');
    expect(chainsOf(`${typeorm}orders.createQueryBuilder('o').where('o.id = :id', { id }).getMany();`)[0]?.links).toEqual(['QueryBuilder#getMany', 'QueryBuilder#where', 'Repository#createQueryBuilder']);
  });

  it('follows a constant that is mentioned once, and says so where it cannot', () => {
    expect(chainsOf(`${typeorm}{ const query = orders.createQueryBuilder('o').take(5); return query.getMany(); };`)).toMatchObject([{ links: ['QueryBuilder#getMany', 'QueryBuilder#take', 'Repository#createQueryBuilder'], isPartial: false }]);
    expect(chainsOf(`${typeorm}{ const query = orders.createQueryBuilder('o'); if (id) query.where('a'); return query.getMany(); };`)).toMatchObject([{ links: ['QueryBuilder#getMany'], isPartial: true }]);
  });

  it.each([
    ["'select 1'", 'read'],
    ["' INSERT into t values (1)'", 'insert'],
    ["'update t set a = 1'", 'update'],
    ['`delete from t where id = ${id}`', 'delete'],
    ["'with a as (select 1) select * from a'", 'read'],
    ["'with a as (delete from t returning *) select * from a'", undefined],
    ["'create table t ()'", undefined],
    ['sql', undefined],
    ["{ text: 'select 1' }", 'read'],
  ])('reads the verb of %s', (text, does) => {
    expect(chainsOf(`${pg}await pool.query(${text});`)[0]?.does).toBe(does);
  });
});
