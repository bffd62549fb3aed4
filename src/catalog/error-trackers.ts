import { defineLibrary, type Library } from './schema.js';

const SENTRY_PACKAGES = [
  '@sentry/node', '@sentry/core', '@sentry/nestjs', '@sentry/bun', '@sentry/deno', '@sentry/aws-serverless', '@sentry/google-cloud-serverless',
  '@sentry/cloudflare', '@sentry/node-core', '@sentry/nextjs', '@sentry/remix', '@sentry/sveltekit', '@sentry/nuxt', '@sentry/astro',
] as const;

export const errorTrackers: readonly Library[] = [
  defineLibrary({
    modules: SENTRY_PACKAGES,
    verified: '@sentry/node 11.12.0',
    entries: {
      captureException: { role: 'error-report', example: `import * as Sentry from '@sentry/node'; Sentry.captureException(error);` },
      captureMessage: { role: 'error-report', example: `import { captureMessage } from '@sentry/node'; captureMessage('text');` },
      captureEvent: { role: 'error-report', example: `import * as Sentry from '@sentry/node'; Sentry.captureEvent(event);` },
      flush: { role: 'other', promise: true, example: `import * as Sentry from '@sentry/node'; await Sentry.flush(2000);` },
      close: { role: 'other', promise: true, example: `import * as Sentry from '@sentry/node'; await Sentry.close(2000);` },
      'Scope#captureException': { role: 'error-report', example: `import type { Scope } from '@sentry/node'; function f(scope: Scope) { scope.captureException(error); }` },
      withScope: {
        role: 'other',
        callbacks: [{ argument: -1, awaited: false, runs: 'now', parameters: ['Scope'] }],
        example: `import * as Sentry from '@sentry/node'; Sentry.withScope(scope => { scope.captureException(error); });`,
      },
    },
    types: { Scope: {} },
  }),
  defineLibrary({
    modules: ['newrelic'],
    verified: '13.20.0',
    entries: { noticeError: { role: 'error-report', example: `import newrelic from 'newrelic'; newrelic.noticeError(error);` } },
  }),
  defineLibrary({
    modules: ['@bugsnag/js', '@bugsnag/node'],
    verified: '9.0.0',
    entries: {
      notify: { role: 'error-report', example: `import Bugsnag from '@bugsnag/js'; Bugsnag.notify(error);` },
      start: { role: 'other', gives: 'Client', example: `import Bugsnag from '@bugsnag/js'; const client = Bugsnag.start({ apiKey: 'key' });` },
      'Client#notify': { role: 'error-report', example: `import Bugsnag from '@bugsnag/js'; const client = Bugsnag.start({ apiKey: 'key' }); client.notify(error);` },
    },
    types: { Client: {} },
  }),
  defineLibrary({
    modules: ['rollbar'],
    verified: '3.1.0',
    entries: {
      default: { role: 'other', use: 'new', gives: 'Rollbar', example: `import Rollbar from 'rollbar'; const rollbar = new Rollbar({ accessToken: 'key' });` },
      init: { role: 'other', gives: 'Rollbar', example: `import Rollbar from 'rollbar'; const rollbar = Rollbar.init({ accessToken: 'key' });` },
      'Rollbar#critical': { role: 'error-report', example: `import Rollbar from 'rollbar'; const rollbar = new Rollbar({ accessToken: 'key' }); rollbar.critical(error);` },
      'Rollbar#error': { role: 'error-report', example: `import Rollbar from 'rollbar'; const rollbar = new Rollbar({ accessToken: 'key' }); rollbar.error(error);` },
      'Rollbar#warning': { role: 'error-report', example: `import Rollbar from 'rollbar'; const rollbar = new Rollbar({ accessToken: 'key' }); rollbar.warning(error);` },
      'Rollbar#warn': { role: 'error-report', example: `import Rollbar from 'rollbar'; const rollbar = new Rollbar({ accessToken: 'key' }); rollbar.warn(error);` },
    },
    types: { Rollbar: { exportedAs: ['default'] } },
  }),
  defineLibrary({
    modules: ['@honeybadger-io/js'],
    verified: '6.16.5',
    entries: {
      notify: { role: 'error-report', example: `import Honeybadger from '@honeybadger-io/js'; Honeybadger.notify(error);` },
      notifyAsync: { role: 'error-report', promise: true, example: `import Honeybadger from '@honeybadger-io/js'; await Honeybadger.notifyAsync(error);` },
    },
  }),
  defineLibrary({
    modules: ['elastic-apm-node'],
    verified: '4.18.0',
    entries: {
      captureError: { role: 'error-report', example: `import apm from 'elastic-apm-node'; apm.captureError(error);` },
      start: { role: 'other', gives: 'Agent', example: `import apm from 'elastic-apm-node'; const agent = apm.start();` },
      'Agent#captureError': { role: 'error-report', example: `import apm from 'elastic-apm-node'; const agent = apm.start(); agent.captureError(error);` },
    },
    types: { Agent: {} },
  }),
];
