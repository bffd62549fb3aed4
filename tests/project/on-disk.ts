import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileModel } from '../../src/analysis/file-model.js';
import { unwrap } from '../../src/syntax/nodes.js';
import { modelOf } from '../model.js';

/** A project on the disk: project facts are read from files. */
export interface OnDisk {
  readonly folder: string;
  write(path: string, text: string): void;
  /** What the rules see: for each call that is a statement in a function, whether it is a promise. */
  answers(code: string, path?: string): (boolean | undefined)[];
  model(code: string, path?: string): FileModel;
  remove(): void;
}

let clock = 1;

export function onDisk(files: Readonly<Record<string, string>>, project: unknown = true): OnDisk {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bulletproof-')));
  const write = (path: string, text: string): void => {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    // Writes of one test come faster than the clock of some file systems ticks.
    clock += 1;
    utimesSync(target, new Date(), new Date(Date.now() + clock * 10));
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const model = (code: string, path = 'src/app.ts'): FileModel => modelOf(code, { filename: join(folder, path), settings: { project } });
  return {
    folder,
    model,
    write,
    answers(code, path) {
      const file = model(code, path);
      return file.index.all('ExpressionStatement').flatMap(({ expression, parent }) => (parent.type === 'Program' || unwrap(expression).type !== 'CallExpression' ? [] : [file.promises.isPromise(expression)]));
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
