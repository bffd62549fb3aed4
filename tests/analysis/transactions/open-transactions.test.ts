import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const begun = (code: string): readonly string[] => modelOf(code).openTransactions.begun.map(each => each.rollback);
const kinds = (body: string): readonly string[] => modelOf(`import { PoolClient } from 'pg'; export async function run(client: PoolClient) { ${body} }`).openTransactions.all.map(each => each.kind);

describe('transactions that are begun by hand', () => {
  it('knows statements, methods and transactions that are objects', () => {
    expect(begun(`
      import { PoolClient } from 'pg'; import mysql from 'mysql2/promise'; import knex from 'knex';
      const db = knex({});
      export async function run(client: PoolClient) {
        await client.query('BEGIN');
        const connection = await mysql.createConnection({});
        await connection.beginTransaction();
        const trx = await db.transaction();
        await db.transaction(async inner => {});
      }
    `)).toEqual(["await client.query('ROLLBACK')", 'await connection.rollback()', 'await trx.rollback()']);
  });

  it('says which path leaves them open', () => {
    expect(kinds("await client.query('BEGIN'); await work(); await client.query('COMMIT');")).toEqual(['throw']);
    expect(kinds("await client.query('BEGIN'); if (a) return; await client.query('COMMIT');")).toEqual(['return']);
    expect(kinds("await client.query('BEGIN'); try { work(); } finally { await client.query('COMMIT'); }")).toEqual(['finally']);
    expect(kinds("await client.query('BEGIN'); await client.query('COMMIT');")).toEqual([]);
    expect(kinds("await client.query('BEGIN');")).toEqual([]);
  });
});
