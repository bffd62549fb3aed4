import { describe, expect, it } from 'vitest';
import { controlOf } from '../../../src/analysis/transactions/control-statements.js';
import { modelOf } from '../../model.js';

describe('what a statement does to its connection', () => {
  it.each([
    ['BEGIN', 'begin', 'BEGIN'],
    ['  begin;', 'begin', 'BEGIN'],
    ['-- a comment\nBEGIN TRANSACTION', 'begin', 'BEGIN'],
    ['begin immediate', 'begin', 'BEGIN'],
    ['START  TRANSACTION READ ONLY', 'begin', 'START TRANSACTION'],
    ['COMMIT WORK', 'commit', 'COMMIT'],
    ['end;', 'commit', 'END'],
    ['ROLLBACK', 'rollback', 'ROLLBACK'],
    ['rollback to savepoint a', 'savepoint', 'ROLLBACK TO'],
    ['SAVEPOINT \0', 'savepoint', 'SAVEPOINT'],
    ['set local lock_timeout = 1', 'local', 'SET LOCAL'],
    ["select set_config('a', \0, true)", 'local', 'set_config'],
    ['select pg_advisory_lock(\0)', 'lock', 'pg_advisory_lock'],
    ['select pg_try_advisory_xact_lock(1)', 'xact-lock', 'pg_try_advisory_xact_lock'],
    ['SELECT GET_LOCK(?, 10)', 'lock', 'GET_LOCK'],
    ['lock tables a write', 'lock', 'LOCK TABLES'],
  ])('%s', (sql, control, keyword) => {
    expect(controlOf(sql)).toEqual({ control, keyword });
  });

  it.each(['select 1', 'BEGIN; update a set x = 1; COMMIT;', 'begin_work()', 'beginning', 'update a set rollback = 1', "select set_config('a', 'b', false)", 'select pg_advisory_unlock(1)', 'end_of_day'])('%s: nothing', sql => {
    expect(controlOf(sql)).toBeUndefined();
  });
});

describe('the control statements of a file', () => {
  const statements = (code: string): readonly string[] => modelOf(code).controlStatements.map(each => each.keyword);

  it('finds them in texts, objects, constants, templates and tags', () => {
    expect(statements(`
      import { Pool } from 'pg'; import postgres from 'postgres'; import knex from 'knex';
      const pool = new Pool(); const sql = postgres(); const db = knex({}); const TEXT = 'ROLLBACK';
      pool.query('BEGIN'); pool.query({ text: 'COMMIT' }); pool.query(TEXT); sql\`SAVEPOINT a\`; db.raw('set local a = 1');
    `)).toEqual(['BEGIN', 'COMMIT', 'ROLLBACK', 'SAVEPOINT', 'SET LOCAL']);
  });

  it('takes no tag or client that it does not know', () => {
    expect(statements("html`BEGIN`; client.query('BEGIN');")).toEqual([]);
  });
});
