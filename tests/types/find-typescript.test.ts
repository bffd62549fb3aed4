import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findTypeScript } from '../../src/types/native/find-typescript.js';
import { isKnown } from '../../src/types/native/known-versions.js';

describe('the TypeScript of a file', () => {
  const root = mkdtempSync(join(tmpdir(), 'bulletproof-find-'));
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });
  let projects = 0;
  /** The folder of a project that has these installed. */
  function project(installed: Record<string, { readonly name?: string; readonly version?: unknown }>): string {
    const folder = join(root, String((projects += 1)));
    for (const [name, manifest] of Object.entries(installed)) {
      mkdirSync(join(folder, 'node_modules', name), { recursive: true });
      writeFileSync(join(folder, 'node_modules', name, 'package.json'), JSON.stringify({ name: 'typescript', ...manifest }));
    }
    mkdirSync(join(folder, 'src/deep'), { recursive: true });
    return folder;
  }
  const found = (installed: Record<string, { readonly name?: string; readonly version?: unknown }>): string | undefined => findTypeScript(join(project(installed), 'src/deep'))?.version;

  it('is the first of its three names that is a TypeScript 7, from the nearest folder', () => {
    expect(found({ typescript: { version: '7.0.2' }, 'typescript-7': { version: '7.1.0' } })).toBe('7.0.2');
    expect(found({ typescript: { version: '6.0.3' }, 'typescript-7': { version: '7.1.0-dev.20261021.1' } })).toBe('7.1.0-dev.20261021.1');
    expect(found({ typescript: { version: '6.0.3' }, '@typescript/native': { version: '7.0.2' }, 'typescript-7': { version: '7.1.0' } })).toBe('7.0.2');
    expect(found({ typescript: { version: '10.0.0' } })).toBe('10.0.0');
    // What a notice tells people to install must help.
    expect(found({ typescript: { version: '7.2.0' }, 'typescript-7': { version: '7.0.2' } })).toBe('7.0.2');
    const outer = project({ 'typescript-7': { version: '7.0.2' } });
    mkdirSync(join(outer, 'src/node_modules/typescript-7'), { recursive: true });
    writeFileSync(join(outer, 'src/node_modules/typescript-7/package.json'), '{ "name": "typescript", "version": "7.1.0" }');
    expect(findTypeScript(join(outer, 'src/deep'))).toEqual({ folder: join(outer, 'src/node_modules/typescript-7'), version: '7.1.0' });
  });

  it('is none where there is an older one, another package of that name, or nothing', () => {
    expect(found({})).toBeUndefined();
    expect(found({ typescript: { version: '6.0.3' } })).toBeUndefined();
    expect(found({ typescript: {} })).toBeUndefined();
    expect(found({ typescript: { version: 7 } })).toBeUndefined();
    expect(found({ 'typescript-7': { name: 'somebody-elses', version: '7.0.0' } })).toBeUndefined();
  });

  it('is none in this repository, whose own tests use none by accident', () => {
    expect(findTypeScript(resolve(import.meta.dirname))).toBeUndefined();
  });

  it('is known by its minor version', () => {
    const known = (version: string): boolean => isKnown({ folder: '/', version });
    expect(['7.0.2', '7.0.9', '7.1.0', '7.1.0-dev.20261021.1'].map(known)).toEqual([true, true, true, true]);
    expect(['7.2.0', '8.0.0', '7.10.0', '70.0.0'].map(known)).toEqual([false, false, false, false]);
  });
});
