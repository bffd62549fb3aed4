import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const found = (code: string): readonly string[] => modelOf(code).unscopedMutations.map(each => `${each.does}: ${each.write}`);

describe('updates and deletes of every row', () => {
  it('says what they lack', () => {
    expect(found(`
      import { Pool } from 'pg'; import knex from 'knex'; import { PrismaClient } from '@prisma/client';
      const pool = new Pool(); const db = knex({}); const prisma = new PrismaClient();
      export async function run() {
        await pool.query('delete from a'); await db('a').update({ x: 1 }); await prisma.a.deleteMany({});
      }
    `)).toEqual(['delete: `WHERE` behind it', 'update: `.where(…)` behind it', 'delete: `where: { … }` into its options']);
  });

  it.each(['deleteAll', 'deleteAllOrders', 'clearOrders', 'resetCounts', 'purge'])('%s says that all are meant', name => {
    expect(found(`import { Pool } from 'pg'; const pool = new Pool(); export async function ${name}() { await pool.query('delete from a'); }`)).toEqual([]);
  });

  it.each(['install', 'callOff', 'small'])('%s does not', name => {
    expect(found(`import { Pool } from 'pg'; const pool = new Pool(); export async function ${name}() { await pool.query('delete from a'); }`)).toHaveLength(1);
  });
});
