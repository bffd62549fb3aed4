import { describe, expect, it } from 'vitest';
import { sources } from './sources.js';

describe('the budget of a rule', () => {
  const lengths = sources()
    .filter(each => /^rules\/.+\/.+/.test(each.path))
    .map(each => ({ path: each.path, lines: each.text.trimEnd().split('\n').length }))
    .sort((a, b) => a.lines - b.lines);

  it('has a median of at most 80 lines', () => {
    expect(lengths.length).toBeGreaterThanOrEqual(15);
    expect(lengths[Math.floor(lengths.length / 2)]!.lines).toBeLessThanOrEqual(80);
  });

  // A long rule means that an analysis is missing.
  it.each(lengths)('$path has at most 150 lines ($lines)', ({ lines }) => {
    expect(lines).toBeLessThanOrEqual(150);
  });

  it('keeps comments that switch checks off out of the source', () => {
    for (const { path, text } of sources()) {
      if (path === 'plugin-types.ts') continue;
      expect(text, path).not.toMatch(/eslint-disable|@ts-(ignore|expect-error|nocheck)/);
    }
  });

  it('has no barrels and no drawers', () => {
    for (const { path } of sources()) {
      expect(path).not.toMatch(/(^|\/)(utils?|helpers?|misc|common|shared)(\/|\.ts$)/);
      if (path.endsWith('/index.ts')) expect(['rules/index.ts', 'catalog/index.ts']).toContain(path);
    }
  });
});
