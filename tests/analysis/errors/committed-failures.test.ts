import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const committed = (body: string, call = 'prisma.$transaction'): readonly string[] => {
  const model = modelOf(`import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient(); await ${call}(async tx => { ${body} });`);
  return model.errorHandling.committed.map(each => model.sourceCode.getText(each.work));
};

describe('failures after which a transaction commits', () => {
  it.each([
    ['await tx.a.create({}); try { await tx.b.update(x); } catch (e) { console.error(e); }', ['tx.b.update(x)']],
    ['try { await tx.b.update(x); } catch { return null; }', []],
    ['try { await tx.b.update(x); } catch {} await tx.a.create({});', ['tx.b.update(x)']],
    ['try { await tx.b.update(x); } catch { return null; } await tx.a.create({});', []],
    ['await tx.a.create({}); try { await tx.b.update(x); } catch (e) { throw e; }', []],
    ['await tx.a.create({}); try { await other(); } catch {}', []],
    ['await tx.a.create({}); const b = await tx.b.update(x).catch(() => null); if (!b) throw new Error("b");', []],
    ['await tx.a.create({}); await tx.b.update(x).catch(() => null);', ['tx.b.update(x)']],
  ])('%s', (body, expected) => expect(committed(body)).toEqual(expected));

  it('asks for a transaction', () => expect(committed('await tx.a.create({}); try { await tx.b.update(x); } catch {}', 'run')).toEqual([]));
});
