import { defineLibrary, type Library } from './schema.js';

/** Libraries that listen to SIGTERM themselves and close what they are given, or what they run: each read in its source. */
const HANDLERS: Readonly<Record<string, string>> = {
  'close-with-grace': '2.5.0',
  'http-graceful-shutdown': '4.0.0',
  'fastify-graceful-shutdown': '5.0.0',
  'node-graceful-shutdown': '1.1.5',
  lightship: '9.0.3',
  death: '1.1.0',
  'async-exit-hook': '2.0.1',
  'exit-hook': '5.1.0',
  'signal-exit': '4.1.0',
};

export const shutdown: readonly Library[] = Object.entries(HANDLERS).map(([module, verified]) => defineLibrary({ modules: [module], verified, handlesSignals: true, entries: {} }));
