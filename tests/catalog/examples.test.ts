import { describe, expect, it } from 'vitest';
import { libraries } from '../../src/catalog/libraries.js';
import { library as check } from '../../src/catalog/validation.js';
import { modelOf } from '../model.js';

describe('every entry of the catalog is recognised in its own example', () => {
  for (const library of libraries) {
    const name = library.modules[0]!;
    it.each(Object.entries(library.entries).map(([path, entry]) => [path, entry] as const))(`${name} %s`, (path, entry) => {
      const file = modelOf(entry.example);
      const found =
        entry.use === 'read'
          ? file.calls.reads(entry.role).some(each => each.library === name && each.path === path)
          : file.calls.of(entry.role).some(each => each.library === name && each.path === path);
      expect(found, entry.example).toBe(true);
    });
  }
});

describe('the catalog keeps the schema that settings must keep', () => {
  it.each(libraries.map(each => [each.modules.join(', '), each] as const))('%s', (_, library) => {
    expect(() => {
      check(library, 'library');
    }).not.toThrow();
    expect(library.verified).toMatch(/\d/);
  });
});
