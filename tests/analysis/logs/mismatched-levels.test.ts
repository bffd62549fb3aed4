import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const PINO = "import pino from 'pino'; const logger = pino();";

function kindsIn(code: string): string[] {
  return modelOf(`${PINO} ${code}`).mismatchedLevels.map(each => [each.kind, each.call.level, each.status].filter(part => part !== undefined).join(' '));
}

describe('levels that do not fit', () => {
  it('tells of each kind once, in source order', () => {
    const code = `
      import express from 'express';
      const app = express();
      app.get('/', async (req, res) => {
        if (!req.query.id) { logger.error('no id'); return res.status(404).json({}); }
        if (!db) { logger.fatal('no database'); return res.status(503).json({}); }
        try { await save(); } catch (err) { logger.debug({ err }, 'oh'); }
        res.json({});
      });`;
    expect(kindsIn(code)).toEqual(['client error error 404', 'not fatal fatal', 'failure debug']);
  });

  it.each([
    ['a value that is given', "export async function f() { try { return await load(); } catch (err) { logger.debug(err); } }", []],
    ['the end of a function, at info', "export async function f() { try { return await load(); } catch (err) { logger.info(err); } }", ['failure info']],
    ['work that nobody misses', "export async function f() { try { await trackUsage(); } catch (err) { logger.info(err); } }", []],
    ['an error that is used elsewhere', "export async function f() { try { await save(); } catch (err) { logger.info(err); lastError = err; } }", []],
  ])('%s', (_, code, kinds) => {
    expect(kindsIn(code)).toEqual(kinds);
  });

  it('needs no time without log calls', () => {
    expect(modelOf('export async function f() { try { await save(); } catch (err) { console; } }').mismatchedLevels).toEqual([]);
  });

  it('takes time in proportion to the file', () => {
    const part = "async function f() { try { await save(); } catch (err) { logger.info({ err }, 'oh'); } }\n";
    const time = (times: number): number => {
      const model = modelOf(PINO + part.repeat(times), { filename: 'src/a.js' });
      void model.errorHandling.handlers;
      const start = performance.now();
      expect(model.mismatchedLevels).toHaveLength(times);
      return performance.now() - start;
    };
    const best = (times: number): number => Math.min(time(times), time(times), time(times));
    expect(best(1_000)).toBeLessThan(Math.max(40 * best(100), 800));
  });
});
