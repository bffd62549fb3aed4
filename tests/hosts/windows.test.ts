import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Path from 'node:path';
import { keyOfFiles, slashed } from '../../src/types/native/file-names.js';
import type { Change, NativeApi } from '../../src/types/native/native-api.js';
import { Session } from '../../src/types/native/session.js';
import { questionsOf } from '../../src/types/questions.js';

/** A disk of Windows: two spellings that differ in case, or in the slash, are one file. */
const disk = vi.hoisted(() => new Map<string, string>());
const nameOnDisk = vi.hoisted(() => (path: string) => path.replaceAll('\\', '/').toLowerCase());

vi.mock('node:path', async original => (await original<typeof Path>()).win32);
vi.mock('node:fs', async original => ({
  ...(await original<object>()),
  existsSync: (path: string) => disk.has(nameOnDisk(path)),
  readFileSync: (path: string) => disk.get(nameOnDisk(path)) ?? '',
}));

const TEXT = 'start();\n';

/** A checker that has two projects on the disk, each with one file, and writes down which it was told to load. */
function checker(roots: Readonly<Record<string, string>>): { readonly api: NativeApi; readonly loaded: string[] } {
  const loaded: string[] = [];
  const is = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
  const api: NativeApi = {
    kinds: {},
    snapshot(change: Change) {
      if (change.project !== undefined) loaded.push(change.project);
      return {
        project(configFile) {
          const [config, root] = Object.entries(roots).find(([name]) => loaded.some(each => is(each, name)) && is(name, configFile)) ?? [];
          if (config === undefined || root === undefined) return undefined;
          const source = { text: TEXT, nodes: { length: 0, offset: 0, view: new DataView(new ArrayBuffer(0)) }, typesAt: () => [] };
          return { configFile, roots: [root], files: [root], checker: {} as never, source: file => (is(file, root) ? source : undefined) };
        },
        dispose: () => undefined,
      };
    },
    close: () => undefined,
  };
  return { api, loaded };
}

const ask = (session: Session, file: string): boolean => session.answer({ id: 1, file: slashed(file), text: TEXT, places: new Int32Array() }).outside !== true;

describe('paths of Windows', () => {
  beforeEach(() => {
    disk.clear();
  });

  it('are written as TypeScript writes them', () => {
    expect(slashed('C:\\work\\app\\src\\main.ts')).toBe('C:/work/app/src/main.ts');
    expect(slashed('\\\\server\\share\\main.ts')).toBe('//server/share/main.ts');
  });

  it('lead to the project of a file, and through its references', () => {
    disk.set('c:/work/app/tsconfig.json', '{ "files": [], "references": [{ "path": "..\\\\lib" }, { "path": "./tsconfig.app.json" }] }');
    disk.set('c:/work/lib/tsconfig.json', '{}');
    disk.set('c:/work/app/tsconfig.app.json', '{}');
    const { api, loaded } = checker({ 'C:/work/app/tsconfig.json': 'C:/none', 'C:/work/lib/tsconfig.json': 'C:/work/lib/index.ts', 'C:/work/app/tsconfig.app.json': 'C:/work/app/src/main.ts' });
    const session = new Session(api);
    expect(ask(session, 'C:\\work\\app\\src\\main.ts')).toBe(true);
    expect(loaded).toEqual(['C:/work/app/tsconfig.json', 'C:/work/lib/tsconfig.json', 'C:/work/app/tsconfig.app.json']);
  });

  it('may have another case than those of the project: an editor writes the drive as a small letter', () => {
    disk.set('c:/work/app/tsconfig.json', '{}');
    const { api, loaded } = checker({ 'C:/work/app/tsconfig.json': 'C:/work/app/src/main.ts' });
    const session = new Session(api);
    expect(ask(session, 'c:\\work\\app\\src\\Main.ts')).toBe(true);
    expect(ask(session, 'C:\\work\\app\\src\\main.ts')).toBe(true);
    expect(loaded).toEqual(['c:/work/app/tsconfig.json']);
  });

  it('end at the drive or the share', () => {
    const { api, loaded } = checker({});
    const session = new Session(api);
    expect(ask(session, 'C:\\work\\main.ts')).toBe(false);
    expect(ask(session, '\\\\server\\share\\work\\main.ts')).toBe(false);
    expect(loaded).toEqual([]);
  });

  it('tell which package declares a type', () => {
    const path = 'c:/work/node_modules/.pnpm/@types+express@5.0.0/node_modules/@types/express/index.d.ts';
    const questions = questionsOf<string, string>({ symbolOf: () => 'Request', nameOf: (name: string) => name, fileOf: () => path } as never);
    expect(questions.declaredBy('type')).toEqual({ package: 'express', name: 'Request' });
  });
});

describe('what files are told apart by', () => {
  it('is their name, and not its case where the file system does not look at it', () => {
    const onLinux = keyOfFiles('/usr/bin/node', path => path === '/usr/bin/node');
    expect(onLinux('/work/Main.ts')).toBe('/work/Main.ts');
    const onWindows = keyOfFiles('C:\\Program Files\\node.exe', path => path.toLowerCase() === 'c:\\program files\\node.exe');
    expect(onWindows('C:/work/Main.ts')).toBe(onWindows('c:/work/main.ts'));
  });
});
