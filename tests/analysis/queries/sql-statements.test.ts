import { describe, expect, it } from 'vitest';
import { sqlStatements } from '../../../src/analysis/queries/sql-statements.js';
import { modelOf } from '../../model.js';

function found(code: string): readonly string[] {
  const file = modelOf(code);
  return sqlStatements(file).map(({ does, table, settings }) => `${does} ${table} ${settings.map(each => `${each.column}=${file.sourceCode.getText(each.value)}`).join(' ')}`.trim());
}
const pg = "import { Pool } from 'pg'; const pool = new Pool();";

describe('statements of SQL', () => {
  it('reads tables and what is put into columns', () => {
    expect(found(`${pg} await pool.query('SELECT a, b FROM public."Users" WHERE id = $1', [id]);`)).toEqual(['read users']);
    expect(found(`${pg} await pool.query('UPDATE users SET a = $2, b = $1 WHERE id = $3', [x, y, id]);`)).toEqual(['update users a=y b=x']);
    expect(found(`${pg} await pool.query({ text: 'UPDATE users SET a = $1', values: [x] });`)).toEqual(['update users a=x']);
    expect(found(`${pg} await pool.query('UPDATE users u SET a = a + $1, b = now(), c = $2 WHERE id = $3', [x, y, id]);`)).toEqual(['update users c=y']);
    expect(found(`${pg} await pool.query('DELETE FROM users WHERE id = $1', [id]);`)).toEqual([]);
  });

  it('counts marks, and values that are written into the text', () => {
    expect(found("import mysql from 'mysql2/promise'; const pool = mysql.createPool({}); await pool.execute('UPDATE t SET a = a + ?, b = ? WHERE id = ?', [x, y, id]);")).toEqual(['update t b=y']);
    expect(found("import postgres from 'postgres'; const sql = postgres(); await sql`UPDATE t SET a = ${x}, b = ${y} WHERE id = ${id}`;")).toEqual(['update t a=x b=y']);
    expect(found(`${pg} await pool.query(\`UPDATE t SET a = \${x} WHERE id = $1\`, [id]);`)).toEqual(['update t a=x']);
  });

  it('says nothing of values that cannot be seen', () => {
    expect(found(`${pg} export const run = values => pool.query('UPDATE t SET a = $1 WHERE id = $2', values);`)).toEqual(['update t']);
    expect(found(`${pg} export const run = rest => pool.query('UPDATE t SET a = $1 WHERE id = $2', [...rest]);`)).toEqual(['update t']);
    expect(found('export const run = db => db.query("UPDATE t SET a = $1");')).toEqual([]);
  });
});
