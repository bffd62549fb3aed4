import { defineLibrary, type Entry, type KeepFacts, type Library } from './schema.js';

const PROM = {
  Counter: { methods: ['inc', 'labels', 'reset', 'remove'] },
  Gauge: { methods: ['inc', 'dec', 'set', 'setToCurrentTime', 'startTimer', 'labels', 'reset', 'remove'] },
  Histogram: { methods: ['observe', 'startTimer', 'zero', 'labels', 'reset', 'remove'] },
  Summary: { methods: ['observe', 'startTimer', 'labels', 'reset', 'remove'] },
} as const;

/** Run with 15.1.3: `A metric with the name … has already been registered.` */
const REGISTERED: KeepFacts = { what: 'a metric under a name that the first one has taken', harm: 'from the second one on it throws', kind: 'registration' };

const promClient = Object.fromEntries(
  Object.entries(PROM).flatMap(([type, { methods }]): [string, Entry][] => {
    const make = `import { ${type} } from 'prom-client'; const metric = new ${type}({ name: 'orders', help: 'Orders' });`;
    return [
      [type, { role: 'metric', use: 'new', gives: type, keeps: REGISTERED, example: make }],
      ...methods.map((method): [string, Entry] => [`${type}#${method}`, { role: 'metric-update', ...(method === 'labels' && { gives: type }), example: `${make} metric.${method}({ route: '/orders' })` }]),
    ];
  }),
);

const METER = "import { metrics } from '@opentelemetry/api'; const meter = metrics.getMeter('orders');";
const INSTRUMENTS = {
  createCounter: { gives: 'Counter', update: 'add' },
  createUpDownCounter: { gives: 'UpDownCounter', update: 'add' },
  createHistogram: { gives: 'Histogram', update: 'record' },
  createGauge: { gives: 'Gauge', update: 'record' },
} as const;

const instruments = Object.fromEntries(
  Object.entries(INSTRUMENTS).flatMap(([make, { gives, update }]): [string, Entry][] => [
    [`Meter#${make}`, { role: 'metric', gives, example: `${METER} meter.${make}('orders')` }],
    [`${gives}#${update}`, { role: 'metric-update', example: `${METER} meter.${make}('orders').${update}(1, { route: '/orders' })` }],
  ]),
);

const observables = Object.fromEntries(
  ['createObservableGauge', 'createObservableCounter', 'createObservableUpDownCounter'].map((make): [string, Entry] => [
    `Meter#${make}`,
    { role: 'metric', gives: 'Observable', example: `${METER} meter.${make}('orders')` },
  ]),
);

const STATSD = "import { StatsD } from 'hot-shots'; const statsd = new StatsD();";

const statsd = Object.fromEntries(
  ['increment', 'decrement', 'gauge', 'gaugeDelta', 'histogram', 'distribution', 'timing', 'set', 'unique'].map((method): [string, Entry] => [
    `StatsD#${method}`,
    { role: 'metric-update', example: `${STATSD} statsd.${method}('orders', 1)` },
  ]),
);

export const metrics: readonly Library[] = [
  defineLibrary({
    modules: ['prom-client'],
    verified: '15.1.3',
    entries: promClient,
    types: { Counter: {}, Gauge: {}, Histogram: {}, Summary: {} },
  }),
  defineLibrary({
    modules: ['@opentelemetry/api'],
    verified: '1.10.0',
    entries: {
      'metrics.getMeter': { role: 'other', gives: 'Meter', example: METER },
      ...instruments,
      ...observables,
      'Observable#addCallback': { role: 'other', callbacks: [{ argument: 0, awaited: true, runs: 'later', parameters: ['ObservableResult'] }], example: `${METER} meter.createObservableGauge('orders').addCallback(result => result.observe(1))` },
      'ObservableResult#observe': { role: 'metric-update', example: `${METER} meter.createObservableGauge('orders').addCallback(result => result.observe(1))` },
    },
    types: {
      Meter: {}, Counter: {}, UpDownCounter: {}, Histogram: {}, Gauge: {}, ObservableResult: {},
      Observable: { exportedAs: ['Observable', 'ObservableGauge', 'ObservableCounter', 'ObservableUpDownCounter'] },
    },
  }),
  defineLibrary({
    modules: ['hot-shots'],
    verified: '17.1.1',
    entries: {
      StatsD: { role: 'metric', use: 'new', gives: 'StatsD', example: STATSD },
      default: { role: 'metric', use: 'new', gives: 'StatsD', example: "import StatsD from 'hot-shots'; new StatsD()" },
      'StatsD#childClient': { role: 'metric', gives: 'StatsD', example: `${STATSD} statsd.childClient()` },
      ...statsd,
    },
    types: { StatsD: { exportedAs: ['StatsD', 'default'] } },
  }),
];
