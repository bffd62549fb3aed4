import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const LIBRARY = {
  modules: ['acme-db'],
  entries: {
    connect: {
      role: 'database-client',
      gives: 'Client',
      waits: {
        connect: { argument: [1, 0], bounds: ['connectTimeout', 'socket.timeout'], write: 'connectTimeout: 5_000', bounded: '10 s' },
        acquire: { argument: [1, 0], bounds: ['pool.acquire'], write: 'pool: { acquire: 5_000 }', url: { at: [0, 'url'], parameters: ['acquire'], usual: true } },
        command: [
          { argument: [1, 0], bounds: ['commandTimeout'], write: 'commandTimeout: 5_000', where: { type: ['a', 'b'] }, statements: ['set patience'], patient: ['subscribe'], besides: ['acme-jobs'] },
          { argument: [1, 0], bounds: ['c'], write: 'c: 5_000', where: { type: ['c'] }, hides: ['raw'] },
        ],
      },
      example: '',
    },
    'Client#query': { role: 'database-query', promise: true, wait: { argument: 1, bounds: ['timeout'] }, example: '' },
    'Client#subscribe': { role: 'other', example: '' },
    register: { role: 'other', waits: { command: { argument: 0, factory: 'useFactory', bounds: ['timeout'], write: 'timeout: 5_000' } }, example: '' },
    limited: { role: 'other', waits: { command: { argument: 0, unless: { retries: null }, bounds: ['timeout'], write: 'timeout: 5_000' } }, example: '' },
    run: { role: 'child-process', waits: { command: { argument: 'last', bounds: ['timeout'], write: 'timeout: 5_000' } }, example: '' },
  },
};

function unbounded(code: string): string[] {
  const file = modelOf(`import { connect, limited, register, run } from 'acme-db'; ${code}`, { settings: { libraries: [LIBRARY] } });
  return file.clientWaits.unbounded.map(({ call, waits }) => `${call.path}: ${waits.map(each => `${each.wait} ${each.facts.bounds[0]!}${each.off ? ' off' : ''}`).join(', ')}`);
}

describe('waits of clients that nothing bounds', () => {
  it.each<[string, string[]]>([
    ['connect();', []],
    ['connect({});', ['connect: acquire pool.acquire']],
    ['const options = {}; options.pool = { acquire: 1 }; connect(options);', []],
    ['const pool = { acquire: 0 }; connect({ pool });', ['connect: acquire pool.acquire off']],
    ['connect({ ...base });', []],
    ['const base = { host: "a" }; connect({ ...base });', ['connect: acquire pool.acquire']],
    ['export const make = options => connect(options);', []],
    ['connect(...all);', []],
    // A default holds until it is switched off.
    ['connect({ connectTimeout: 0, pool: { acquire: 1 } });', ['connect: connect connectTimeout off']],
    ['connect({ connectTimeout: 0, socket: { timeout: 5 }, pool: { acquire: 1 } });', []],
    // Connection strings.
    ['connect("acme://a");', ['connect: acquire pool.acquire']],
    ['connect("acme://a?acquire=5");', []],
    ['connect("acme://a?acquire=0");', ['connect: acquire pool.acquire']],
    ['connect("acme://a", { pool: { acquire: 1 } });', []],
    ['connect("acme://a", options);', []],
    ['connect({ url: "acme://a?acquire=5" });', []],
    ['connect(process.env.URL);', []],
    ['connect({ url: process.env.URL });', []],
    ['connect(`acme://${host}`);', []],
    // One of several kinds.
    ['connect({ type: "a", pool: { acquire: 1 } });', ['connect: command commandTimeout']],
    ['connect({ type: "b", pool: { acquire: 1 }, commandTimeout: 1 });', []],
    ['connect({ type: "c", pool: { acquire: 1 } });', ['connect: command c']],
    ['connect({ type: "c", raw: "-c c=5", pool: { acquire: 1 } });', []],
    ['connect({ type, pool: { acquire: 1 } });', []],
    // Statements, clients that wait on purpose, bounds at each call.
    ['const db = connect({ type: "a", pool: { acquire: 1 } }); await db.query("set patience 5");', []],
    ['const db = connect({ type: "a", pool: { acquire: 1 } }); db.subscribe("news");', []],
    ['import "acme-jobs"; connect({ type: "a", pool: { acquire: 1 } });', []],
    ['const db = connect({ type: "a", pool: { acquire: 1 } }); await db.query("a", { timeout: 5 });', []],
    ['const db = connect({ type: "a", pool: { acquire: 1 } }); await db.query("a", { timeout: 5 }); await db.query("b");', ['connect: command commandTimeout']],
    ['const db = connect({ type: "a", pool: { acquire: 1 } }); await Promise.race([db.query("b"), stop]);', []],
    ['const db = connect({ type: "a", pool: { acquire: 1 } }); await db.query("a", { timeout: 5 }); use({ db });', ['connect: command commandTimeout']],
    ['const db = connect({ type: "a", pool: { acquire: 1 } }); await withTimeout(db.query("b"), 5);', []],
    // What a spread, a factory, a text in the place of an object say.
    ['export const make = given => connect({ pool: { acquire: 1 }, type: "a", ...(given ?? {}) });', []],
    ['export const make = given => connect({ pool: { acquire: 1 }, type: "a", ...(given && { commandTimeout: 5 }) });', []],
    ['export const make = given => connect({ pool: { acquire: 1 }, type: "a", ...(given && { host: given }) });', ['connect: command commandTimeout']],
    ['connect({ pool: "acme://a" });', ['connect: acquire pool.acquire']],
    ['connect({ pool: () => options });', []],
    ['register({ useFactory: config => ({ host: config.host }) });', ['register: command timeout']],
    ['register({ useFactory: config => { const host = config.host; return { host, timeout: 5 }; } });', []],
    ['register({ useFactory: config => config.database });', []],
    ['register({ useFactory: make });', []],
    ['register({ useClass: Options });', []],
    ['limited({ retries: null });', []],
    ['limited({ retries: 5 });', ['limited: command timeout']],
    // A call by itself.
    ['run("ls");', ['run: command timeout']],
    ['run("ls", { timeout: 5 }, done);', []],
    ['run("ls", { cwd: "/" }, (error) => {});', ['run: command timeout']],
  ])('%s', (code, expected) => expect(unbounded(code)).toEqual(expected));

  it('asks for the version of the library where defaults differ', () => {
    const library = { modules: ['redis'], entries: { makeClient: { role: 'cache-client', waits: { command: { argument: 0, bounds: ['t'], write: 't: 1', majors: [4] } }, example: '' } } } as const;
    const at = (filename: string, majors: readonly number[]) =>
      modelOf('import { makeClient } from "redis"; makeClient(options.url as string);', {
        filename,
        settings: { libraries: [{ ...library, entries: { makeClient: { ...library.entries.makeClient, waits: { command: { ...library.entries.makeClient.waits.command, majors } } } } }] },
      }).clientWaits.unbounded.length;
    expect(at('src/service.ts', [6])).toBe(0);
    expect(at(`${import.meta.dirname}/service.ts`, [4])).toBe(0);
    expect(at(`${import.meta.dirname}/service.ts`, [6])).toBe(1);
  });
});
