import { Counter, Registry, collectDefaultMetrics, register } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const prom = "import { Counter } from 'prom-client';\n";

function found(code: string): readonly string[] {
  return modelOf(code).repeatedMetrics.all.map(({ facts, per }) => `${facts.again} per ${per}`);
}

describe('repeated metrics', () => {
  it('are found in source order, with how often', () => {
    expect(
      found(`import express from 'express';\n${prom}const app = express();
        app.get('/', (req, res) => { new Counter({ name: 'a', help: 'a' }).inc(); res.end(); });
        export function hit() { const c = new Counter({ name: 'b', help: 'b' }); c.inc(); }
        export function all() { for (const each of list) new Counter({ name: 'c', help: 'c' }).inc(); }`),
    ).toEqual(['throws per request', 'throws per call', 'throws per round']);
  });

  it('are none where the module makes them, or where nobody can say', () => {
    expect(found(`${prom}new Counter({ name: 'a', help: 'a' }).inc(); export function make(options) { new Counter(options).inc(); } export class A { c = new Counter({ name: 'b', help: 'b' }); }`)).toEqual([]);
    expect(found('')).toEqual([]);
  });
});

describe('prom-client', () => {
  afterEach(() => {
    register.clear();
  });
  const make = (registers?: Registry[]): Counter => new Counter({ name: 'hits', help: 'Hits', ...(registers && { registers }) });

  it('throws where the name is taken', () => {
    make();
    expect(() => make()).toThrow('A metric with the name hits has already been registered.');
    expect(() => make([])).not.toThrow();
    expect(() => make([new Registry()])).not.toThrow();
    register.removeSingleMetric('hits');
    expect(() => make()).not.toThrow();
  });

  it('registers the metrics of the process once', () => {
    collectDefaultMetrics();
    expect(() => {
      collectDefaultMetrics();
    }).toThrow('has already been registered.');
    expect(() => {
      collectDefaultMetrics({ register: new Registry() });
    }).not.toThrow();
  });
});
