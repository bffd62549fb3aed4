import { defineLibrary, type AcquiresFacts, type CallbackFacts, type Entry, type Library, type SeriesFacts } from './schema.js';

const OTEL = "import { trace } from '@opentelemetry/api'; const tracer = trace.getTracer('orders');";
const DATADOG = "import tracer from 'dd-trace';";
const SENTRY = "import * as Sentry from '@sentry/node';";
const ELASTIC = "import apm from 'elastic-apm-node';";
const OPENTRACING = "import { globalTracer } from 'opentracing'; const tracer = globalTracer();";

/** What the callback returns is what the call returns: its promise is the caller's, so nothing is dropped. */
function given(...parameters: readonly string[]): CallbackFacts {
  return { argument: -1, awaited: true, runs: 'now', parameters };
}

/** What stands in the name of a span cannot be asked for: tracers group, count and bill operations by it. */
function named(name: SeriesFacts['name'] & {}): SeriesFacts {
  return { harm: 'value is an operation of its own, so that nobody can find, compare or alert on what belongs together', name, isSpan: true };
}

/** Run with each SDK: a span that is not ended is neither exported nor sent. */
function span(releasedBy: string, rest: Partial<AcquiresFacts> = {}): AcquiresFacts {
  return { releasedBy: [releasedBy], what: 'a span', ...rest };
}

const startSpan: Omit<Entry, 'example'> = { role: 'span', gives: 'Span', acquires: span('end'), series: named(0) };

/** Run with 2.12 of the SDK: nothing but `end` ends it, whatever the callback returns or throws. */
const startActiveSpan: Omit<Entry, 'example'> = { role: 'span', callbacks: [given('Span')], acquires: span('end', { parameter: 0 }), series: named(0) };

/** Finishes the span by itself when the callback returns, or its promise settles; not one that takes `done` as well, unless it throws. */
const ddTrace: Omit<Entry, 'example'> = { role: 'span', callbacks: [given('Span', '')], acquires: span('finish', { parameter: 0, releaser: 1, arity: 2 }), series: named(0), source: 'packages/dd-trace/src/tracer.js, trace(); run with 5.132' };
const ddStartSpan: Omit<Entry, 'example'> = { role: 'span', gives: 'Span', acquires: span('finish'), series: named(0) };

export const tracing: readonly Library[] = [
  defineLibrary({
    modules: ['@opentelemetry/api'],
    verified: '1.10.0',
    entries: {
      'trace.getTracer': { role: 'tracer', gives: 'Tracer', example: OTEL },
      'trace.getActiveSpan': { role: 'other', gives: 'Span', example: "import { trace } from '@opentelemetry/api'; trace.getActiveSpan()" },
      'trace.setSpan': {
        role: 'span',
        gives: 'Context',
        example: "import { trace, context } from '@opentelemetry/api'; trace.setSpan(context.active(), span)",
      },
      'context.active': { role: 'other', gives: 'Context', example: "import { context } from '@opentelemetry/api'; context.active()" },
      'context.with': {
        role: 'span',
        callbacks: [{ argument: 1, awaited: true, runs: 'now' }],
        example: "import { context } from '@opentelemetry/api'; context.with(context.active(), () => {})",
        source: 'gives what the callback returns',
      },
      'default.trace.getTracer': { role: 'tracer', gives: 'Tracer', example: "import otel from '@opentelemetry/api'; otel.trace.getTracer('orders')" },
      'TracerProvider#getTracer': {
        role: 'tracer',
        gives: 'Tracer',
        example: "import { trace } from '@opentelemetry/api'; trace.getTracerProvider().getTracer('orders')",
      },
      'trace.getTracerProvider': { role: 'other', gives: 'TracerProvider', example: "import { trace } from '@opentelemetry/api'; trace.getTracerProvider()" },
      'Tracer#startSpan': { ...startSpan, example: `${OTEL} tracer.startSpan('charge')` },
      'Tracer#startActiveSpan': { ...startActiveSpan, example: `${OTEL} tracer.startActiveSpan('charge', span => span.end())` },
      'Span#end': { role: 'other', example: `${OTEL} tracer.startSpan('charge').end()` },
      'Span#recordException': { role: 'error-report', example: `${OTEL} tracer.startSpan('charge').recordException(error)` },
      'Span#setAttribute': { role: 'other', gives: 'this', example: `${OTEL} tracer.startSpan('charge').setAttribute('route', '/orders')` },
      'Span#setAttributes': { role: 'other', gives: 'this', example: `${OTEL} tracer.startSpan('charge').setAttributes({ route: '/orders' })` },
      'Span#setStatus': { role: 'other', gives: 'this', example: `${OTEL} tracer.startSpan('charge').setStatus({ code: 2 })` },
      'Span#addEvent': { role: 'other', gives: 'this', example: `${OTEL} tracer.startSpan('charge').addEvent('retried')` },
      'Span#updateName': { role: 'other', gives: 'this', series: named(0), example: `${OTEL} tracer.startSpan('charge').updateName('charge again')` },
    },
    types: { Tracer: {}, TracerProvider: {}, Span: {}, Context: {} },
  }),
  defineLibrary({
    modules: ['dd-trace'],
    verified: '5.132.0',
    entries: {
      startSpan: { ...ddStartSpan, example: `${DATADOG} tracer.startSpan('charge')` },
      trace: { ...ddTrace, example: `${DATADOG} tracer.trace('charge', span => span)` },
      wrap: { role: 'span', series: named(0), example: `${DATADOG} tracer.wrap('charge', charge)` },
      init: { role: 'tracer', gives: 'Tracer', example: `${DATADOG} tracer.init()` },
      'tracer.startSpan': { ...ddStartSpan, example: "import { tracer } from 'dd-trace'; tracer.startSpan('charge')" },
      'tracer.trace': { ...ddTrace, example: "import { tracer } from 'dd-trace'; tracer.trace('charge', span => span)" },
      'Tracer#startSpan': { ...ddStartSpan, example: `${DATADOG} const own = tracer.init(); own.startSpan('charge')` },
      'Tracer#trace': { ...ddTrace, example: `${DATADOG} const own = tracer.init(); own.trace('charge', span => span)` },
      'Span#finish': { role: 'other', example: `${DATADOG} tracer.startSpan('charge').finish()` },
      'Span#setTag': { role: 'other', gives: 'this', example: `${DATADOG} tracer.startSpan('charge').setTag('route', '/orders')` },
      'Span#addTags': { role: 'other', gives: 'this', example: `${DATADOG} tracer.startSpan('charge').addTags({ route: '/orders' })` },
    },
    types: { Tracer: { exportedAs: ['Tracer', 'default.Tracer'] }, Span: { exportedAs: ['Span', 'default.Span'] } },
  }),
  defineLibrary({
    modules: ['@sentry/node', '@sentry/core', '@sentry/bun', '@sentry/aws-serverless', '@sentry/nestjs', '@sentry/nextjs'],
    verified: '11.12.0',
    entries: {
      // Ends the span by itself.
      startSpan: { role: 'span', callbacks: [given('Span')], series: named({ argument: 0, option: 'name' }), example: "import { startSpan } from '@sentry/node'; startSpan({ name: 'charge' }, span => span)" },
      startSpanManual: {
        role: 'span',
        callbacks: [given('Span', '')],
        acquires: span('end', { parameter: 0, releaser: 1 }),
        series: named({ argument: 0, option: 'name' }),
        example: "import { startSpanManual } from '@sentry/node'; startSpanManual({ name: 'charge' }, span => span.end())",
      },
      startInactiveSpan: { role: 'span', gives: 'Span', acquires: span('end'), series: named({ argument: 0, option: 'name' }), example: `${SENTRY} Sentry.startInactiveSpan({ name: 'charge' })` },
      captureException: { role: 'error-report', example: `${SENTRY} Sentry.captureException(error)` },
      'Span#end': { role: 'other', example: `${SENTRY} Sentry.startInactiveSpan({ name: 'charge' }).end()` },
      'Span#setAttribute': { role: 'other', gives: 'this', example: `${SENTRY} Sentry.startInactiveSpan({ name: 'charge' }).setAttribute('route', '/orders')` },
      'Span#setAttributes': { role: 'other', gives: 'this', example: `${SENTRY} Sentry.startInactiveSpan({ name: 'charge' }).setAttributes({ route: '/orders' })` },
      'Span#setStatus': { role: 'other', gives: 'this', example: `${SENTRY} Sentry.startInactiveSpan({ name: 'charge' }).setStatus({ code: 2 })` },
    },
    types: { Span: {} },
  }),
  defineLibrary({
    modules: ['elastic-apm-node'],
    verified: '4.18.0',
    entries: {
      startSpan: { role: 'span', gives: 'Span', acquires: span('end'), example: `${ELASTIC} apm.startSpan('charge')` },
      // The agent ends the current transaction, too: `apm.endTransaction()`.
      startTransaction: { role: 'span', gives: 'Transaction', acquires: span('end', { longLived: true, what: 'a transaction' }), example: `${ELASTIC} apm.startTransaction('charge')` },
      'Agent#startSpan': { role: 'span', gives: 'Span', acquires: span('end'), example: `${ELASTIC} const agent = apm.start(); agent.startSpan('charge')` },
      'Agent#startTransaction': { role: 'span', gives: 'Transaction', acquires: span('end', { longLived: true, what: 'a transaction' }), example: `${ELASTIC} const agent = apm.start(); agent.startTransaction('charge')` },
      'Span#end': { role: 'other', example: `${ELASTIC} apm.startSpan('charge').end()` },
      'Transaction#end': { role: 'other', example: `${ELASTIC} apm.startTransaction('charge').end()` },
      'Transaction#startSpan': { role: 'span', gives: 'Span', acquires: span('end'), example: `${ELASTIC} apm.startTransaction('charge').startSpan('pay')` },
    },
    types: { Span: {}, Transaction: {} },
  }),
  defineLibrary({
    modules: ['opentracing'],
    verified: '0.14.7',
    entries: {
      globalTracer: { role: 'tracer', gives: 'Tracer', example: OPENTRACING },
      'Tracer#startSpan': { role: 'span', gives: 'Span', acquires: span('finish'), example: `${OPENTRACING} tracer.startSpan('charge')` },
      'Span#finish': { role: 'other', example: `${OPENTRACING} tracer.startSpan('charge').finish()` },
      'Span#setTag': { role: 'other', gives: 'this', example: `${OPENTRACING} tracer.startSpan('charge').setTag('route', '/orders')` },
      'Span#addTags': { role: 'other', gives: 'this', example: `${OPENTRACING} tracer.startSpan('charge').addTags({ route: '/orders' })` },
      'Span#log': { role: 'other', gives: 'this', example: `${OPENTRACING} tracer.startSpan('charge').log({ event: 'retried' })` },
    },
    types: { Tracer: {}, Span: {} },
  }),
];
