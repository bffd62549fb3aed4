import { Counter, register } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const prom = "import { Counter, Histogram } from 'prom-client';\nconst hits = new Counter({ name: 'hits', help: 'Hits', labelNames: ['route', 'status'] });\n";

describe('the values that time series are recorded with', () => {
  const found = (code: string): readonly string[] => {
    const file = modelOf(code);
    return file.seriesValues.map(({ label, value, declared }) => `${label ?? '-'} = ${file.sourceCode.getText(value as never)}${declared ? ' declared' : ''}`);
  };

  it('are labels by their names, and by their places', () => {
    expect(found(`${prom}hits.inc({ route: a, other: b }); hits.labels(c, d, e).inc(); hits.inc(); hits.inc(2);`)).toEqual(['route = a declared', 'other = b', 'route = c declared', 'status = d declared', '- = e']);
  });

  it('are those of exemplars, of spreads of constants and of timers', () => {
    expect(found(`${prom}const BASE = { status: s }; hits.inc({ labels: { route: a }, value: 1 }); hits.inc({ ...BASE, route: b });\nconst seconds = new Histogram({ name: 's', help: 's' }); const end = seconds.startTimer({ x: c }); end({ y: d });`)).toEqual(['route = a declared', 'status = s declared', 'route = b declared', 'x = c', 'y = d']);
  });

  it('are tags, and names', () => {
    expect(found("import { StatsD } from 'hot-shots'; const statsd = new StatsD(); statsd.increment(`a.${b}`, 1, 0.5, [`user:${c}`, d], { sampleRate: 1, tags: { e: f } });")).toEqual(['user = `user:${c}`', '- = d', 'e = f', '- = `a.${b}`']);
  });

  it('are none where the series are ended', () => {
    expect(found(`${prom}hits.inc({ route: a }); hits.remove(a);`)).toEqual([]);
  });
});

describe('unbounded values', () => {
  const kind = (code: string): string | undefined => {
    const file = modelOf(`import type { Request } from 'express';\nimport { randomUUID } from 'node:crypto';\nexport function f(req: Request, text: string) { const start = Date.now(); try { use(${code}); } catch (error) { use(error); } }`, { filename: 'src/x.ts' });
    const use = file.index.all('CallExpression').find(each => each.callee.type === 'Identifier' && each.callee.name === 'use')!;
    return file.unboundedValues.of(use.arguments[0]!)?.kind;
  };

  it.each([
    ['req.path', 'address'],
    ['`${req.method} ${req.url}`', 'address'],
    ['req.ip', 'caller'],
    ['req.socket.remoteAddress', 'caller'],
    ['req.query.q', 'data'],
    ['req.params.userId', 'id'],
    ['randomUUID()', 'id'],
    ['Date.now() - start', 'time'],
    ['((Date.now() - start) / 1000).toFixed(2)', 'time'],
    ['req.method', undefined],
    ['req.route.path', undefined],
    ['req.query.type', undefined],
    ['text', undefined],
    ['map(req.path)', undefined],
    ['req.path.length', undefined],
    ['(Date.now() - start) % 10', undefined],
    ['Date.now() > start', undefined],
  ])('%s: %s', (code, expected) => {
    expect(kind(code)).toBe(expected);
  });
});

describe('prom-client', () => {
  afterEach(() => {
    register.clear();
  });

  it('sends each value of a label with every scrape, until it is removed', async () => {
    const counter = new Counter({ name: 'hits', help: 'Hits', labelNames: ['path'] });
    for (let i = 0; i < 1000; i += 1) counter.inc({ path: `/orders/${String(i)}` });
    expect((await register.metrics()).match(/path="/g)).toHaveLength(1000);
    counter.remove('/orders/1');
    expect((await register.metrics()).match(/path="/g)).toHaveLength(999);
  });
});
