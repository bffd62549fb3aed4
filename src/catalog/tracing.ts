import { defineLibrary, type CallbackFacts, type Library, type SeriesFacts } from './schema.js';

const OTEL = "import { trace } from '@opentelemetry/api'; const tracer = trace.getTracer('orders');";
const DATADOG = "import tracer from 'dd-trace';";

/** What the callback returns is what the call returns: its promise is the caller's, so nothing is dropped. */
function given(...parameters: readonly string[]): CallbackFacts {
  return { argument: -1, awaited: true, runs: 'now', parameters };
}

/** What stands in the name of a span cannot be asked for: tracers group, count and bill operations by it. */
function named(name: SeriesFacts['name'] & {}): SeriesFacts {
  return { harm: 'value is an operation of its own, so that nobody can find, compare or alert on what belongs together', name, isSpan: true };
}

export const tracing: readonly Library[] = [
  defineLibrary({
    modules: ['@opentelemetry/api'],
    verified: '1.10.0',
    entries: {
      'trace.getTracer': { role: 'tracer', gives: 'Tracer', example: OTEL },
      'trace.getActiveSpan': { role: 'other', gives: 'Span', example: "import { trace } from '@opentelemetry/api'; trace.getActiveSpan()" },
      'default.trace.getTracer': { role: 'tracer', gives: 'Tracer', example: "import otel from '@opentelemetry/api'; otel.trace.getTracer('orders')" },
      'Tracer#startSpan': {
        role: 'span',
        gives: 'Span',
        acquires: { releasedBy: ['end'], what: 'a span', harm: 'the span is never exported' },
        series: named(0),
        example: `${OTEL} tracer.startSpan('charge')`,
      },
      'Tracer#startActiveSpan': {
        role: 'span',
        callbacks: [given('Span')],
        series: named(0),
        example: `${OTEL} tracer.startActiveSpan('charge', span => span.end())`,
      },
      'Span#end': { role: 'other', example: `${OTEL} tracer.startSpan('charge').end()` },
      'Span#recordException': { role: 'error-report', example: `${OTEL} tracer.startSpan('charge').recordException(error)` },
      'Span#setAttribute': { role: 'other', gives: 'this', example: `${OTEL} tracer.startSpan('charge').setAttribute('route', '/orders')` },
      'Span#setAttributes': { role: 'other', gives: 'this', example: `${OTEL} tracer.startSpan('charge').setAttributes({ route: '/orders' })` },
      'Span#setStatus': { role: 'other', gives: 'this', example: `${OTEL} tracer.startSpan('charge').setStatus({ code: 2 })` },
      'Span#addEvent': { role: 'other', gives: 'this', example: `${OTEL} tracer.startSpan('charge').addEvent('retried')` },
      'Span#updateName': {
        role: 'other',
        gives: 'this',
        series: named(0),
        example: `${OTEL} tracer.startSpan('charge').updateName('charge again')`,
      },
    },
    types: { Tracer: {}, Span: {} },
  }),
  defineLibrary({
    modules: ['dd-trace'],
    verified: '5.132.0',
    entries: {
      startSpan: {
        role: 'span',
        gives: 'Span',
        acquires: { releasedBy: ['finish'], what: 'a span', harm: 'the span is never sent' },
        series: named(0),
        example: `${DATADOG} tracer.startSpan('charge')`,
      },
      // Finishes the span by itself when the callback returns, or when its promise settles.
      trace: {
        role: 'span',
        callbacks: [given('Span')],
        series: named(0),
        example: `${DATADOG} tracer.trace('charge', span => span)`,
      },
      wrap: {
        role: 'span',
        series: named(0),
        example: `${DATADOG} tracer.wrap('charge', charge)`,
      },
      init: { role: 'tracer', gives: 'Tracer', example: `${DATADOG} tracer.init()` },
      'tracer.startSpan': {
        role: 'span',
        gives: 'Span',
        acquires: { releasedBy: ['finish'], what: 'a span', harm: 'the span is never sent' },
        series: named(0),
        example: "import { tracer } from 'dd-trace'; tracer.startSpan('charge')",
      },
      'tracer.trace': {
        role: 'span',
        callbacks: [given('Span')],
        series: named(0),
        example: "import { tracer } from 'dd-trace'; tracer.trace('charge', span => span)",
      },
      'Tracer#startSpan': {
        role: 'span',
        gives: 'Span',
        acquires: { releasedBy: ['finish'], what: 'a span', harm: 'the span is never sent' },
        series: named(0),
        example: `${DATADOG} const own = tracer.init(); own.startSpan('charge')`,
      },
      'Tracer#trace': {
        role: 'span',
        callbacks: [given('Span')],
        series: named(0),
        example: `${DATADOG} const own = tracer.init(); own.trace('charge', span => span)`,
      },
      'Span#finish': { role: 'other', example: `${DATADOG} tracer.startSpan('charge').finish()` },
      'Span#setTag': { role: 'other', gives: 'this', example: `${DATADOG} tracer.startSpan('charge').setTag('route', '/orders')` },
    },
    types: { Tracer: { exportedAs: ['Tracer', 'default.Tracer'] }, Span: {} },
  }),
  defineLibrary({
    modules: ['@sentry/node', '@sentry/core', '@sentry/bun', '@sentry/aws-serverless', '@sentry/nestjs', '@sentry/nextjs'],
    verified: '11.12.0',
    entries: {
      startSpan: {
        role: 'span',
        callbacks: [given('Span')],
        series: named({ argument: 0, option: 'name' }),
        example: "import { startSpan } from '@sentry/node'; startSpan({ name: 'charge' }, span => span)",
      },
      startSpanManual: {
        role: 'span',
        callbacks: [given('Span')],
        series: named({ argument: 0, option: 'name' }),
        example: "import { startSpanManual } from '@sentry/node'; startSpanManual({ name: 'charge' }, span => span.end())",
      },
      startInactiveSpan: {
        role: 'span',
        gives: 'Span',
        acquires: { releasedBy: ['end'], what: 'a span', harm: 'the span is never sent' },
        series: named({ argument: 0, option: 'name' }),
        example: "import * as Sentry from '@sentry/node'; Sentry.startInactiveSpan({ name: 'charge' })",
      },
      captureException: { role: 'error-report', example: "import * as Sentry from '@sentry/node'; Sentry.captureException(error)" },
      'Span#end': { role: 'other', example: "import * as Sentry from '@sentry/node'; Sentry.startInactiveSpan({ name: 'charge' }).end()" },
    },
    types: { Span: {} },
  }),
];
