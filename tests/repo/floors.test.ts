import { describe, expect, it } from 'vitest';
import { sources } from './sources.js';

// What may import what: the house, as docs/decisions/0001 draws it. `types` after a colon: only by `import type`.
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  syntax: ['syntax'],
  catalog: ['catalog'],
  types: ['types', 'syntax'],
  project: ['project', 'syntax'],
  analysis: ['analysis', 'syntax', 'catalog', 'types', 'project', 'settings.ts:types'],
  rule: ['rule', 'analysis', 'syntax', 'settings.ts'],
  rules: ['rule', 'syntax', 'analysis:types', 'rules'],
  report: ['report', 'rule'],
  cli: ['cli', 'report'],
  'settings.ts': ['catalog', 'project:types'],
  'configs.ts': ['plugin-types.ts', 'rule'],
  'plugin-types.ts': [],
  'index.ts': ['rules', 'configs.ts', 'settings.ts', 'plugin-types.ts'],
};
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  // Types only: a value import would need the package at run time.
  '@typescript-eslint/utils': ['syntax', 'project', 'analysis', 'types', 'rule', 'rules'],
  typescript: ['types'],
  'typescript-7-0/unstable/sync': ['types'],
  'typescript-7-0/unstable/ast': ['types'],
  'typescript-7-1/sync': ['types'],
  'typescript-7-1/ast': ['types'],
  'typescript-7-1/fs': ['types'],
};

const floorOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : path);

describe('the floors of the house', () => {
  const all = sources();
  it('sees the house', () => {
    expect(all.length).toBeGreaterThan(30);
    expect(all.flatMap(each => each.imports).length).toBeGreaterThan(100);
  });

  it.each(all.map(each => [each.path, each] as const))('%s imports only what lies below it', (path, source) => {
    const floor = floorOf(path);
    const allowed = FLOORS[floor];
    expect(allowed, `a floor for src/${floor}`).toBeDefined();
    for (const { from, typeOnly } of source.imports) {
      if (from.startsWith('node:')) continue;
      if (!from.endsWith('.ts')) {
        expect(PACKAGES[from], `${path} imports the package ${from}`).toContain(floor);
        expect(typeOnly, `${path} imports ${from} at run time`).toBe(true);
        continue;
      }
      const target = floorOf(from);
      const onlyTypes = allowed!.includes(`${target}:types`);
      expect(allowed!.includes(target) || onlyTypes, `${path} imports ${from}`).toBe(true);
      if (onlyTypes && !allowed!.includes(target)) expect(typeOnly, `${path} imports values of ${from}`).toBe(true);
      if (floor === 'rules' && path !== 'rules/index.ts') expect(target, `${path} imports another rule`).not.toBe('rules');
    }
  });
});
