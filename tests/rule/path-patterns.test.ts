import { describe, expect, it } from 'vitest';
import { isInOneOf } from '../../src/rule/path-patterns.js';

describe('path patterns', () => {
  it.each([
    ['src/clients/a.ts', 'src/clients/**', true],
    ['/app/src/clients/a/b.ts', './src/clients/**', true],
    ['C:\\app\\src\\clients\\a.ts', 'src/clients/*.ts', true],
    ['src/clients/a/b.ts', 'src/clients/*.ts', false],
    ['src/a/b/http.ts', 'src/**/http.ts', true],
    ['src/http.ts', 'src/**/http.ts', true],
    ['src/xhttp.ts', 'http.ts', false],
    ['src/httpXts', 'http.ts', false],
    ['src/a1.ts', 'a?.ts', true],
    ['src/a.ts', '', false],
  ])('%s in %s: %s', (path, pattern, expected) => expect(isInOneOf(path, [pattern])).toBe(expected));
});
