import { Counter, Gauge, Histogram } from 'prom-client';

export const httpRequests = new Histogram({
  name: 'http_request_seconds',
  help: 'Time to answer, by route pattern and status class',
  labelNames: ['route', 'status'],
});

export const dependencyCalls = new Histogram({
  name: 'dependency_call_seconds',
  help: 'Time that a dependency took, retries included',
  labelNames: ['dependency', 'outcome'],
});

export const connectionsLost = new Counter({
  name: 'connections_lost_total',
  help: 'Connections that a store dropped',
  labelNames: ['store'],
});

export const cacheFailures = new Counter({
  name: 'cache_failures_total',
  help: 'Cache operations that failed and were done without',
});

export const jobs = new Counter({
  name: 'fulfilment_jobs_total',
  help: 'Jobs by outcome',
  labelNames: ['outcome'],
});

export const queueDepth = new Gauge({ name: 'fulfilment_queue_depth', help: 'Jobs that wait' });
