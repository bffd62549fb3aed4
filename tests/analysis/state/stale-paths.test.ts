import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const found = (body: string, name = 'store'): number => modelOf(`import { existsSync, mkdirSync } from 'node:fs'; import { access, mkdir, stat } from 'node:fs/promises'; export async function ${name}(dir, other, options) { ${body} }`).stalePaths.length;

describe('directories that are made where they were not found', () => {
  it('knows looks and what stands behind them', () => {
    expect(found('if (!existsSync(dir)) await mkdir(dir);')).toBe(1);
    expect(found('if (existsSync(dir)) return; await mkdir(dir, { mode: 0o700 });')).toBe(1);
    expect(found('try { await access(dir); } catch { await mkdir(dir); }')).toBe(1);
    expect(found('try { await stat(dir); } catch (error) { if (error.code !== "ENOENT") throw error; await mkdir(dir); }')).toBe(1);
    expect(found('if (existsSync(dir)) await mkdir(other);')).toBe(0);
    expect(found('await mkdir(dir);')).toBe(0);
  });

  it('is silent where the second caller does not fail', () => {
    expect(found('if (!existsSync(dir)) await mkdir(dir, { recursive: true });')).toBe(0);
    expect(found('if (!existsSync(dir)) await mkdir(dir, options);')).toBe(0);
    expect(found('if (!existsSync(dir)) await mkdir(dir).catch(() => {});')).toBe(0);
    expect(found('try { if (!existsSync(dir)) await mkdir(dir); } catch {}')).toBe(0);
    expect(found('if (!existsSync(dir)) mkdirSync(dir);')).toBe(0);
    expect(found('if (!existsSync(dir)) await mkdir(dir);', 'main')).toBe(0);
  });
});
