import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moduleTextAt } from '../../src/project/module-texts.js';

describe('moduleTextAt', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulletproof-module-texts-'));
    mkdirSync(join(folder, 'orders'));
    writeFileSync(join(folder, 'orders', 'index.ts'), 'export const orders = 1;');
    writeFileSync(join(folder, 'log.ts'), 'export const log = 1;');
    writeFileSync(join(folder, 'large.ts'), ' '.repeat(200_001));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['log', 'export const log = 1;'],
    ['log.ts', 'export const log = 1;'],
    ['log.js', 'export const log = 1;'],
    ['orders', 'export const orders = 1;'],
  ])('%s', (path, text) => {
    expect(moduleTextAt(join(folder, path))).toBe(text);
  });

  it('gives none, and throws nothing, where nothing can be read', () => {
    expect(() => moduleTextAt(join(folder, 'log.ts', 'a'))).not.toThrow();
    expect(moduleTextAt(join(folder, 'missing'))).toBeUndefined();
    expect(moduleTextAt(join(folder, 'large'))).toBeUndefined();
  });
});
