import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { describe, expect, it } from 'vitest';
import { shapeOfModule } from '../../src/project/module-shape.js';
import { nativeTools } from '../../src/project/native-tools.js';
import { ROOT } from '../repo/sources.js';

const files = ['src', 'tests', 'examples', 'node_modules/undici/types', 'node_modules/@types/node', 'node_modules/got/dist/source']
  .flatMap(folder => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(path => join(ROOT, folder, path)))
  .filter(path => path.endsWith('.ts') && !/examples\/.*\/node_modules\//.test(path));

describe('the shape of a module', () => {
  it('is the same by the tree of typescript-eslint and by that of oxc', { timeout: 120_000 }, () => {
    const tools = nativeTools()!;
    expect(files.length).toBeGreaterThan(300);
    for (const path of files) {
      const text = readFileSync(path, 'utf8');
      const native = shapeOfModule(tools.parse(path, text, { astType: 'ts', sourceType: 'unambiguous', preserveParens: false }).program, path);
      expect(native, path).toEqual(shapeOfModule(parser.parse(text, { filePath: path, sourceType: 'module', jsx: false }) as never, path));
    }
  });
});
