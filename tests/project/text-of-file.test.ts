import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOfFile } from '../../src/project/text-of-file.js';

describe('textOfFile', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bulletproof-text-of-file-'));
    writeFileSync(join(folder, 'a.ts'), 'export {};');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives what the file holds, up to a size', () => {
    expect(textOfFile(join(folder, 'a.ts'), 100)).toBe('export {};');
    expect(textOfFile(join(folder, 'a.ts'), 5)).toBe('');
  });

  it('gives nothing, and throws nothing, where nothing can be read', () => {
    expect(() => textOfFile(join(folder, 'b.ts'), 100)).not.toThrow();
    expect(textOfFile(join(folder, 'b.ts'), 100)).toBe('');
    expect(textOfFile(folder, 1_000_000)).toBe('');
  });
});
