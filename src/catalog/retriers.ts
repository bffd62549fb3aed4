import { defineLibrary, type Library } from './schema.js';

/** What makes the requests or the streams of others try again. */
export const retriers: readonly Library[] = [
  defineLibrary({
    modules: ['axios-retry'],
    verified: '4.5.0',
    entries: {
      default: {
        role: 'other',
        retry: {
          argument: 1,
          count: { options: ['retries'], of: 'retries', default: 3 },
          pause: { options: ['retryDelay'], default: 'none', write: 'retryDelay: $.exponentialDelay' },
          decides: { options: ['retryCondition'] },
          posts: { decidedBy: 'retryCondition' },
        },
        example: `import axios from 'axios'; import axiosRetry from 'axios-retry'; axiosRetry(axios, { retries: 3, retryDelay: axiosRetry.exponentialDelay });`,
        source: 'dist/cjs/index.js: DEFAULT_OPTIONS; by default network errors of every method, and answers of methods that may be sent twice',
      },
    },
  }),
  defineLibrary({
    modules: ['wretch/middlewares', 'wretch/middlewares/retry'],
    verified: '2.11.1',
    entries: {
      retry: {
        role: 'other',
        retry: {
          argument: 0,
          count: { options: ['maxAttempts'], of: 'retries', default: 10 },
          endedBy: ['until', 'skip'],
          pause: { options: ['delayTimer', 'delayRamp'], number: 'first', default: 'growing', write: 'delayTimer: 500' },
          jitter: { option: 'delayRamp', default: false, write: 'delayRamp: (delay, attempt) => delay * attempt * Math.random()' },
          decides: { options: ['until', 'skip'] },
          posts: 'always',
        },
        example: `import { retry } from 'wretch/middlewares'; retry({ maxAttempts: 3 })`,
        source: 'dist/middlewares/retry.js: asks for no method',
      },
    },
  }),
  defineLibrary({
    modules: ['rxjs', 'rxjs/operators'],
    verified: '7.8.2',
    entries: {
      retry: {
        role: 'other',
        retry: {
          argument: 0,
          count: { options: ['', 'count'], of: 'retries', default: Infinity },
          pause: { options: ['delay'], number: 'each', default: 'none', write: 'delay: (_, attempt) => timer(Math.random() * 100 * 2 ** attempt)' },
          decides: { options: ['delay'] },
        },
        example: `import { retry } from 'rxjs'; retry(3)`,
        source: 'dist/cjs/internal/operators/retry.js',
      },
    },
  }),
  defineLibrary({
    modules: ['undici'],
    verified: '7.30.2',
    entries: {
      RetryAgent: {
        role: 'other',
        use: 'new',
        gives: 'RetryAgent',
        retry: {
          argument: 1,
          count: { options: ['maxRetries'], of: 'retries', default: 5 },
          pause: { options: ['minTimeout'], number: 'first', factor: 'timeoutFactor', default: 'growing', write: 'minTimeout: 500' },
          posts: { listedIn: 'methods' },
        },
        example: `import { Agent, RetryAgent } from 'undici'; new RetryAgent(new Agent(), { maxRetries: 3 })`,
        source: 'lib/handler/retry-handler.js',
      },
      'interceptors.retry': {
        role: 'other',
        retry: {
          argument: 0,
          count: { options: ['maxRetries'], of: 'retries', default: 5 },
          pause: { options: ['minTimeout'], number: 'first', factor: 'timeoutFactor', default: 'growing', write: 'minTimeout: 500' },
          posts: { listedIn: 'methods' },
        },
        example: `import { Agent, interceptors } from 'undici'; new Agent().compose(interceptors.retry({ maxRetries: 3 }))`,
        source: 'lib/interceptor/retry.js',
      },
    },
  }),
];
