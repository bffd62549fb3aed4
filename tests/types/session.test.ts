import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Node } from '../../src/syntax/walk.js';
import { UnknownShape } from '../../src/types/native/native-api.js';
import { adapter70 } from '../../src/types/native/adapter-7-0.js';
import { adapter71 } from '../../src/types/native/adapter-7-1.js';
import type { Session } from '../../src/types/native/session.js';
import type { TypeAnswers } from '../../src/types/native/wire.js';
import { ask, sessionOf, VERSIONS } from './typed-corpus.js';

/** What is asked in these tests: whether the last statement of a text is a promise. */
function last(session: Session, file: string, text: string, known: Map<number, TypeAnswers>): boolean | 'cannot tell' | 'no project' {
  const { ast } = parser.parseForESLint(text, { range: true, loc: true, filePath: file });
  const statement = ast.body.at(-1) as unknown as { readonly expression: Node };
  const answers = ask(session, file, text, [statement.expression], known);
  return answers ? (answers[0]?.isPromise ?? 'cannot tell') : 'no project';
}

describe.each(VERSIONS)('a session with TypeScript $version', version => {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'bulletproof-types-'));
  const write = (path: string, text: string): string => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    return join(root, path);
  };
  const config = (more: object = {}): string => JSON.stringify({ compilerOptions: { strict: true, target: 'es2022', module: 'nodenext', types: [], ...more } });
  const CALL = `import { load } from './load.js';\nload();\n`;
  let session: Session;
  const told = (path: string, text: string) => last(session, join(root, path), text, known);
  const known = new Map<number, TypeAnswers>();

  beforeAll(async () => {
    write('script/jsconfig.json', '{ "compilerOptions": { "checkJs": false, "target": "es2022", "types": [] } }');
    write('script/load.js', 'export const load = async () => 1;\n');
    write('script/main.js', CALL);
    write('many/tsconfig.json', '{ "files": [], /* a "comment" */ "references": [{ "path": "./lib" }, { "path": "./tsconfig.app.json" },] } // end');
    write('many/tsconfig.app.json', JSON.stringify({ compilerOptions: { composite: true, target: 'es2022', module: 'nodenext', types: [] }, include: ['src'] }));
    write('many/src/load.ts', 'export const load = async () => 1;\n');
    write('many/src/main.ts', CALL);
    write('inner/tsconfig.json', config());
    write('inner/test/tsconfig.json', JSON.stringify({ compilerOptions: { types: [] }, include: ['*.spec.ts'] }));
    write('inner/test/load.ts', 'export const load = async () => 1;\n');
    write('inner/test/main.ts', CALL);
    write('outside/main.ts', 'Promise.resolve();\n');
    write('left-out/tsconfig.json', JSON.stringify({ compilerOptions: { types: [] }, include: ['src'] }));
    write('left-out/src/a.ts', 'export {};\n');
    write('left-out/main.ts', 'Promise.resolve();\n');
    write('no-js/tsconfig.json', config());
    write('no-js/a.ts', 'export {};\n');
    write('no-js/main.js', 'Promise.resolve();\n');
    write('broken/tsconfig.json', '{ "compilerOptions": { "types": [], "target": "es2022" ');
    write('heirless/tsconfig.json', '{ "extends": "./nowhere.json", "compilerOptions": { "types": [], "target": "es2022" } }');
    write('old/tsconfig.json', '{ "compilerOptions": { "types": [], "target": "es5", "module": "amd", "moduleResolution": "node" } }');
    for (const each of ['broken', 'heirless', 'old']) write(`${each}/main.ts`, 'Promise.resolve();\n');
    session = await sessionOf(version, root);
  });
  afterAll(() => {
    session.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('reads the text that is linted, not the one on the disk, and lets other files see it', () => {
    write('plain/tsconfig.json', config());
    write('plain/load.ts', 'export const load = (): number => 1;\n');
    write('plain/main.ts', CALL);
    expect(told('plain/main.ts', CALL)).toBe(false);
    expect(told('plain/load.ts', 'export const load = async (): Promise<number> => 1;\nload();\n')).toBe(true);
    expect(told('plain/main.ts', CALL)).toBe(true);
    expect(told('plain/main.ts', `// 🏖 a comment\n${CALL}`)).toBe(true);
    expect(told('plain/main.ts', CALL)).toBe(true);
  });

  it('sees what was saved meanwhile, after a pause', async () => {
    write('saved/tsconfig.json', config());
    write('saved/load.ts', 'export const load = (): number => 1;\n');
    write('saved/main.ts', CALL);
    expect(told('saved/main.ts', CALL)).toBe(false);
    await new Promise(done => setTimeout(done, 1100));
    write('saved/load.ts', 'export const load = async (): Promise<number> => 1;\n');
    write('saved/more.ts', 'export const more = async () => 1;\n');
    expect(told('saved/main.ts', CALL)).toBe(true);
    const MORE = `import { more } from './more.js';\nmore();\n`;
    expect(told('saved/main.ts', MORE)).toBe(true);
    await new Promise(done => setTimeout(done, 1100));
    rmSync(join(root, 'saved/more.ts'));
    expect(told('saved/main.ts', MORE)).toBe('cannot tell');
  });

  it('takes the saved text of a file for the one that an editor had before it', async () => {
    write('closed/tsconfig.json', config());
    const path = write('closed/load.ts', 'export const load = (): number => 1;\n');
    write('closed/main.ts', CALL);
    expect(told('closed/load.ts', 'export const load = async (): Promise<number> => 1;\nload();\n')).toBe(true);
    expect(told('closed/main.ts', CALL)).toBe(true);
    await new Promise(done => setTimeout(done, 1100));
    write('closed/load.ts', 'export const load = (): string => "";\n');
    utimesSync(path, new Date(), new Date());
    expect(told('closed/main.ts', CALL)).toBe(false);
  });

  it('knows the project of a file by jsconfig.json, by references, and by what the nearest one includes', () => {
    expect(told('script/main.js', CALL)).toBe(true);
    expect(told('many/src/main.ts', CALL)).toBe(true);
    expect(told('inner/test/main.ts', CALL)).toBe(true);
  });

  it('has no types for files of no project', () => {
    expect(told('outside/main.ts', 'Promise.resolve();\n')).toBe('no project');
    expect(told('left-out/main.ts', 'Promise.resolve();\n')).toBe('no project');
    expect(told('no-js/main.js', 'Promise.resolve();\n')).toBe('no project');
    expect(told('left-out/not-saved.ts', 'Promise.resolve();\n')).toBe('no project');
    expect(told('left-out/src/a.ts', 'Promise.resolve();\n')).toBe(true);
  });

  it('reads configurations that are wrong as far as they can be read', () => {
    expect(told('broken/main.ts', 'Promise.resolve();\n')).toBe(true);
    expect(told('heirless/main.ts', 'Promise.resolve();\n')).toBe(true);
    expect(told('old/main.ts', 'Promise.resolve();\n')).toBe(true);
    expect(told('plain/main.ts', CALL)).toBe(true);
  });

  it('cannot tell of nodes that TypeScript reads otherwise', () => {
    write('odd/tsconfig.json', config());
    write('odd/main.ts', 'Promise.resolve();\n');
    const text = 'Promise.resolve();\n';
    const { ast } = parser.parseForESLint(text, { range: true, loc: true });
    const call = (ast.body[0] as unknown as { readonly expression: Node }).expression;
    const moved = { ...call, range: [1, 9] } as unknown as Node;
    expect(ask(session, join(root, 'odd/main.ts'), text, [moved, call], known)).toMatchObject([undefined, { isPromise: true }]);
  });
});

describe('an adapter', () => {
  it.each([
    ['7.0', adapter70],
    ['7.1', adapter71],
  ])('of %s refuses another shape before it starts anything', (_, adapter) => {
    expect(() => adapter({}, '/')).toThrow(UnknownShape);
    expect(() => adapter({ API: Map, SyntaxKind: { CallExpression: 1 } }, '/')).toThrow(UnknownShape);
  });
});
