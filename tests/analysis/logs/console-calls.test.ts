import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const root = mkdtempSync(join(tmpdir(), 'console-'));

afterAll(() => rmSync(root, { recursive: true }));

/** The uses of console in a file of a package with this manifest. */
function found(name: string, manifest: object, code: string, file = 'src/orders.ts'): string[] {
  const folder = join(root, name);
  const filename = join(folder, file);
  mkdirSync(dirname(filename), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return modelOf(code, { filename }).logs.pastTheLogger.map(each => `${each.method} ${each.beside} ${each.logger ?? '-'}`);
}

const LOG = "export const total = (orders: Order[]) => { console.log('total', orders); return orders.length; };";
const QUERY = "import { Pool } from 'pg'; const pool = new Pool(); export const find = async () => { const { rows } = await pool.query('SELECT 1'); console.log(rows); };";

describe('uses of console, by the package that a file belongs to', () => {
  it('finds them where the package depends on a logger', () => {
    expect(found('pino', { dependencies: { pino: '10' } }, LOG)).toEqual(['log package pino']);
    expect(found('nest', { dependencies: { '@nestjs/common': '11' } }, LOG)).toEqual(['log package @nestjs/common']);
    expect(found('fastify', { dependencies: { fastify: '5' } }, LOG)).toEqual(['log package fastify']);
    expect(found('query', { dependencies: { winston: '3' } }, QUERY)).toEqual(['log package winston']);
  });

  it('takes no proof from what is there for development, or for developers', () => {
    expect(found('dev', { devDependencies: { pino: '10' } }, LOG)).toEqual([]);
    expect(found('debug', { dependencies: { debug: '4' } }, LOG)).toEqual([]);
    expect(found('none', { dependencies: { lodash: '4' } }, LOG)).toEqual([]);
  });

  it('leaves pages alone', () => {
    expect(found('page', { dependencies: { pino: '10', react: '19' } }, LOG)).toEqual([]);
    expect(found('page', { dependencies: { pino: '10', react: '19' } }, `import { readFileSync } from 'node:fs'; ${LOG}`)).toEqual(['log package pino']);
    expect(found('browser', { dependencies: { pino: '10' } }, `${LOG} export const width = () => window.innerWidth;`)).toEqual([]);
  });

  it('leaves libraries alone that have no logger', () => {
    expect(found('library', { exports: './index.js', dependencies: { pg: '8' } }, QUERY)).toEqual([]);
    expect(found('internal', { private: true, exports: './index.js', dependencies: { pg: '8' } }, QUERY)).toEqual(['log service -']);
    expect(found('logging-library', { exports: './index.js', dependencies: { pg: '8', winston: '3' } }, QUERY)).toEqual(['log package winston']);
  });

  it('leaves programs and the logger itself alone', () => {
    const manifest = { dependencies: { pino: '10' } };
    for (const file of ['src/logger.ts', 'src/logging/setup.ts', 'src/cli/total.ts', 'src/migrations/total.ts', 'src/test-setup.ts']) {
      expect(found('programs', manifest, LOG, file), file).toEqual([]);
    }
    expect(found('programs', manifest, LOG, 'src/routes/logs.ts')).toEqual(['log package pino']);
    expect(found('programs', manifest, `${LOG} total(process.argv);`)).toEqual([]);
  });
});
