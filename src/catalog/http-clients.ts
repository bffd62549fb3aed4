import { defineLibrary, type Library } from './schema.js';

const fetchWait = {
  argument: 1,
  bounds: ['signal'],
  inert: [{ key: 'timeout', why: 'is not an option of fetch, which ignores it', instead: '`signal: AbortSignal.timeout(ms)`' }],
} as const;

export const httpClients: readonly Library[] = [
  defineLibrary({
    modules: ['global'],
    verified: 'Node 20.20 and 24.21',
    entries: {
      fetch: { role: 'http-request', promise: true, gives: 'Response', wait: fetchWait, example: 'await fetch(url)' },
      'Response#json': { role: 'external-data', promise: true, example: 'await (await fetch(url)).json()' },
    },
    types: { Response: {} },
  }),
];
