import { context, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import * as Sentry from '@sentry/node';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const HEAD = "import { trace } from '@opentelemetry/api'; const tracer = trace.getTracer('a');";
const kinds = (code: string): readonly string[] => modelOf(`${HEAD} export ${code}`).spans.leaks.map(each => each.kind);

describe('spans', () => {
  it('knows how each is left open', () => {
    expect(kinds("async function run() { const span = tracer.startSpan('a'); await work(); }")).toEqual(['never']);
    expect(kinds("async function run() { const span = tracer.startSpan('a'); await work(); span.end(); }")).toEqual(['throw']);
    expect(kinds("function run(id) { const span = tracer.startSpan('a'); if (!id) return; span.end(); }")).toEqual(['return']);
    expect(kinds("function run() { return tracer.startActiveSpan('a', span => fetch('/').then(() => span.end())); }")).toEqual(['rejection']);
    expect(kinds("async function run() { const span = tracer.startSpan('a'); await work(); return span; }")).toEqual(['handed']);
  });

  it('knows none where it is handed on, or where nothing starts one', () => {
    expect(kinds("function run() { const span = tracer.startSpan('a'); work(span); }")).toEqual([]);
    expect(modelOf('export const run = () => 1;').spans.leaks).toEqual([]);
  });

  it('ends for mentions outside of the function that ends it', () => {
    expect(modelOf(`import { trace, context } from '@opentelemetry/api'; const tracer = trace.getTracer('a');
      export async function run() { const span = tracer.startSpan('a'); log(() => span.spanContext()); report({ span }); return context.with(trace.setSpan(context.active(), span), async () => { await work(); span.end(); }); }`).spans.leaks).toHaveLength(1);
  });

  it('finds what ends while its work goes on', () => {
    const { spans } = modelOf(`${HEAD} export const run = () => tracer.startActiveSpan('a', span => { const work = fetch('/'); span.end(); return work; });`);
    expect(spans.earlyEnds).toHaveLength(1);
  });
});

describe('what the SDK of OpenTelemetry does', () => {
  const exporter = new InMemorySpanExporter();
  const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer('a');
  const exported = (): readonly string[] => {
    const names = exporter.getFinishedSpans().map(each => each.name);
    exporter.reset();
    return names;
  };

  it('exports a span when it ends, and no other', async () => {
    await tracer.startActiveSpan('never', async () => {
      await delay(1);
    });
    await tracer
      .startActiveSpan('throws', async span => {
        await Promise.reject(new Error('failed'));
        span.end();
      })
      .catch(() => undefined);
    const parent = tracer.startSpan('parent');
    tracer.startSpan('child', {}, trace.setSpan(context.active(), parent)).end();
    expect(exported()).toEqual(['child']);
  });

  it('loses what comes after the end, and takes no second one', async () => {
    let work: Promise<void> | undefined;
    tracer.startActiveSpan('early', span => {
      work = delay(20).then(() => void span.setAttribute('late', true));
      span.end();
      span.end();
    });
    await work;
    const [span] = exporter.getFinishedSpans();
    expect(span?.attributes).toEqual({});
    expect(span!.duration[0] * 1e3 + span!.duration[1] / 1e6).toBeLessThan(15);
    expect(exported()).toEqual(['early']);
  });
});

describe('what Sentry does', () => {
  it('ends the span of startSpan, and no other', async () => {
    Sentry.init({ dsn: 'https://key@127.0.0.1/1', tracesSampleRate: 1, defaultIntegrations: false, transport: () => ({ send: async () => ({}), flush: async () => true }) });
    const ended = (span: Sentry.Span): boolean => !span.isRecording();
    const started = await Sentry.startSpan({ name: 'a' }, async span => span);
    const manual = await Sentry.startSpanManual({ name: 'b' }, async span => span);
    let thrown: Sentry.Span | undefined;
    await Sentry.startSpanManual({ name: 'c' }, async span => {
      thrown = span;
      throw new Error('failed');
    }).catch(() => undefined);
    const finished = Sentry.startSpanManual({ name: 'd' }, (span, finish) => {
      finish();
      return span;
    });
    expect([started, manual, thrown!, finished, Sentry.startInactiveSpan({ name: 'e' })].map(ended)).toEqual([true, false, false, true, false]);
    await Sentry.close(100);
  });
});
