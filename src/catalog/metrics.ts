import { defineLibrary, type Entry, type KeepFacts, type Library, type RegistrationFacts, type SeriesFacts } from './schema.js';

const PROM = {
  Counter: ['inc', 'labels', 'reset', 'remove'],
  Gauge: ['inc', 'dec', 'set', 'setToCurrentTime', 'startTimer', 'labels', 'reset', 'remove'],
  Histogram: ['observe', 'startTimer', 'zero', 'labels', 'reset', 'remove'],
  Summary: ['observe', 'startTimer', 'labels', 'reset', 'remove'],
} as const;
/** They say what is so, or only which series is meant. */
const PROM_STATES: readonly string[] = ['set', 'setToCurrentTime', 'zero', 'labels', 'reset', 'remove'];

const FREED_BY = ['getSingleMetric', 'removeSingleMetric', 'clear'];

/** Run with 15.1.3 and 14.2.0: `A metric with the name … has already been registered.`, unless it goes to another registry, or to none (`registers: []`). */
const REGISTERED: RegistrationFacts = {
  again: 'throws',
  does: 'makes a metric under a name that the first one has taken',
  harm: 'from the second one on it throws `A metric with the name … has already been registered`',
  write: 'Make it once, at module level or in a provider, and only record with it here',
  name: 'name',
  registry: 'registers',
  freedBy: FREED_BY,
};

/** Run with 15.1.3. */
const DEFAULTS: RegistrationFacts = {
  again: 'throws',
  does: 'registers the metrics of the process under names that the first one has taken',
  harm: 'from the second one on it throws `A metric with the name … has already been registered`',
  write: 'Call it once, where the program starts',
  registry: 'register',
  freedBy: FREED_BY,
};

/** Run with @opentelemetry/sdk-metrics 2.12.1: one of the same name shares the storage of the first. */
const LOOKED_UP: RegistrationFacts = {
  again: 'costs',
  does: 'makes its instrument again',
  harm: 'each time the SDK compares it with all that have its name, and where one differs in its unit or description it is a second metric, with a warning',
  write: 'Make it once, where the SDK has been started, and only record with it here',
  name: '',
};

/** Run with @opentelemetry/sdk-metrics 2.12.1: 20,000 callbacks of one gauge take 6.6 MB, and each collection calls them all. */
const OBSERVED: RegistrationFacts = {
  again: 'stays',
  does: 'adds one more callback to an instrument',
  harm: 'each collection of the metrics calls all of them, and what they hold is never freed',
  write: 'Add one callback where the instrument is made, and let it read what is so at that time',
  freedBy: ['removeCallback', 'removeBatchObservableCallback'],
};

/** Run with 15.1.3: 20,000 values of one label make a scrape of 1.1 MB of a counter, 20 MB of a histogram. */
const PROM_SERIES: SeriesFacts = { harm: 'value is a time series of its own, which the process keeps and sends with every scrape until it ends' };

function promSeries(method: string): SeriesFacts {
  if (method === 'remove' || method === 'reset') return { ...PROM_SERIES, ends: true };
  return { ...PROM_SERIES, labels: 0, within: 'labels', declaredBy: 'labelNames', ...(method === 'labels' && { positional: true }), ...(method === 'startTimer' && { timer: true }) };
}

const promClient = Object.fromEntries(
  Object.entries(PROM).flatMap(([type, methods]): [string, Entry][] => {
    const make = `import { ${type} } from 'prom-client'; const metric = new ${type}({ name: 'orders', help: 'Orders' });`;
    return [
      [type, { role: 'metric', use: 'new', gives: type, registers: REGISTERED, example: make }],
      ...methods.map((method): [string, Entry] => [
        `${type}#${method}`,
        {
          role: 'metric-update',
          ...(method === 'labels' && { gives: type }),
          ...(PROM_STATES.includes(method) && { recordsState: true }),
          series: promSeries(method),
          example: `${make} metric.${method}({ route: '/orders' })`,
        },
      ]),
    ];
  }),
);

/** Run with @opentelemetry/sdk-metrics 2.12.1: of 20,000 values 1,999 are kept, and 18,001 are counted as `otel.metric.overflow`. */
const OTEL_HARM = 'value is a time series of its own, and beyond 2,000 of them the SDK counts all others as one, without any attribute';

const METER = "import { metrics } from '@opentelemetry/api'; const meter = metrics.getMeter('orders');";
const INSTRUMENTS = {
  createCounter: { gives: 'Counter', update: 'add' },
  createUpDownCounter: { gives: 'UpDownCounter', update: 'add' },
  createHistogram: { gives: 'Histogram', update: 'record' },
  createGauge: { gives: 'Gauge', update: 'record' },
} as const;

const instruments = Object.fromEntries(
  Object.entries(INSTRUMENTS).flatMap(([make, { gives, update }]): [string, Entry][] => [
    [`Meter#${make}`, { role: 'metric', gives, registers: LOOKED_UP, example: `${METER} meter.${make}('orders')` }],
    [`${gives}#${update}`, { role: 'metric-update', series: { harm: OTEL_HARM, labels: 1 }, example: `${METER} meter.${make}('orders').${update}(1, { route: '/orders' })` }],
  ]),
);

const observables = Object.fromEntries(
  ['createObservableGauge', 'createObservableCounter', 'createObservableUpDownCounter'].map((make): [string, Entry] => [
    `Meter#${make}`,
    { role: 'metric', gives: 'Observable', example: `${METER} meter.${make}('orders')` },
  ]),
);

const STATSD = "import { StatsD } from 'hot-shots'; const statsd = new StatsD();";

/** Run with 17.1.1: fifty that have sent something hold fifty sockets, also when nothing refers to them any more. */
const SOCKET: KeepFacts = { what: 'a client with a socket of its own', harm: 'the process runs out of file descriptors', kind: 'connections' };

const statsd = Object.fromEntries(
  ['increment', 'decrement', 'gauge', 'gaugeDelta', 'histogram', 'distribution', 'timing', 'set', 'unique'].map((method): [string, Entry] => [
    `StatsD#${method}`,
    {
      role: 'metric-update',
      series: { harm: 'value is a time series of its own, which the metrics server has to keep', tags: 1, within: 'tags', name: 0 },
      example: `${STATSD} statsd.${method}('orders', 1)`,
    },
  ]),
);

export const metrics: readonly Library[] = [
  defineLibrary({
    modules: ['prom-client'],
    verified: '15.1.3',
    entries: {
      ...promClient,
      collectDefaultMetrics: { role: 'other', registers: DEFAULTS, example: "import { collectDefaultMetrics } from 'prom-client'; collectDefaultMetrics()" },
    },
    types: { Counter: {}, Gauge: {}, Histogram: {}, Summary: {} },
  }),
  defineLibrary({
    modules: ['@opentelemetry/api'],
    verified: '1.10.0',
    entries: {
      'metrics.getMeter': { role: 'other', gives: 'Meter', example: METER },
      ...instruments,
      ...observables,
      'Observable#addCallback': {
        role: 'other',
        registers: OBSERVED,
        callbacks: [{ argument: 0, awaited: true, runs: 'later', parameters: ['ObservableResult'] }],
        example: `${METER} meter.createObservableGauge('orders').addCallback(result => result.observe(1))`,
      },
      'Meter#addBatchObservableCallback': {
        role: 'other',
        registers: OBSERVED,
        callbacks: [{ argument: 0, awaited: true, runs: 'later', parameters: ['BatchObservableResult'] }],
        example: `${METER} const depth = meter.createObservableGauge('depth'); meter.addBatchObservableCallback(result => result.observe(depth, 1), [depth])`,
      },
      'BatchObservableResult#observe': {
        role: 'metric-update',
        series: { harm: OTEL_HARM, labels: 2 },
        example: `${METER} const depth = meter.createObservableGauge('depth'); meter.addBatchObservableCallback(result => result.observe(depth, 1), [depth])`,
      },
      'ObservableResult#observe': { role: 'metric-update', series: { harm: OTEL_HARM, labels: 1 }, example: `${METER} meter.createObservableGauge('orders').addCallback(result => result.observe(1))` },
    },
    types: {
      Meter: {}, Counter: {}, UpDownCounter: {}, Histogram: {}, Gauge: {}, ObservableResult: {}, BatchObservableResult: {},
      Observable: { exportedAs: ['Observable', 'ObservableGauge', 'ObservableCounter', 'ObservableUpDownCounter'] },
    },
  }),
  defineLibrary({
    modules: ['hot-shots'],
    verified: '17.1.1',
    entries: {
      StatsD: {
        role: 'metric',
        use: 'new',
        gives: 'StatsD',
        keeps: SOCKET,
        example: STATSD,
      },
      default: {
        role: 'metric',
        use: 'new',
        gives: 'StatsD',
        keeps: SOCKET,
        example: "import StatsD from 'hot-shots'; new StatsD()",
      },
      'StatsD#childClient': { role: 'metric', gives: 'StatsD', example: `${STATSD} statsd.childClient()` },
      ...statsd,
    },
    types: { StatsD: { exportedAs: ['StatsD', 'default'] } },
  }),
];
