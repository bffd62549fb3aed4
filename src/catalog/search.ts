import { defineLibrary, type ClientWaitFacts, type Entry, type Library, type WaitFacts } from './schema.js';

const clientWait: WaitFacts = {
  argument: 0,
  bounds: ['requestTimeout'],
  inert: [{ key: 'timeout', why: 'is no option of the client, which ignores it', instead: '`requestTimeout`', write: 'requestTimeout: $' }],
};

const bound: ClientWaitFacts = {
  argument: 0,
  bounds: ['requestTimeout'],
  write: 'requestTimeout: 30_000',
  what: 'requests',
  hides: ['Transport', 'Connection', 'ConnectionPool', 'agent'],
};
/** Version 9 has no default: @elastic/transport, lib/Transport.js, and `headersTimeout: 0` in lib/connection/UndiciConnection.js. */
const unbounded: ClientWaitFacts = { ...bound, majors: [9] };

/** Options of one request stand behind its parameters. */
const requestWait: WaitFacts = { argument: 1, bounds: ['requestTimeout', 'signal'] };

const METHODS = ['search', 'get', 'index', 'create', 'update', 'delete', 'exists', 'count', 'bulk', 'mget', 'msearch', 'scroll', 'deleteByQuery', 'updateByQuery'] as const;

const entries = (module: string, waits: NonNullable<Entry['waits']>): Record<string, Entry> => {
  const withClient = (line: string): string => `import { Client } from '${module}'; const client = new Client({ node: 'http://a.test' }); ${line}`;
  return {
    Client: { role: 'database-client', use: 'new', gives: 'Client', wait: clientWait, waits, example: withClient('') },
    ...Object.fromEntries(
      METHODS.map(name => [
        `Client#${name}`,
        { role: 'database-query', promise: 'without-callback', wait: requestWait, example: withClient(`await client.${name}({ index: 'a' });`) } satisfies Entry,
      ]),
    ),
    'Client#close': { role: 'other', promise: 'without-callback', example: withClient('await client.close();') },
  };
};

export const search: readonly Library[] = [
  defineLibrary({ modules: ['@elastic/elasticsearch'], verified: '@elastic/elasticsearch 9.4.3, 8.19.2 and 7.17.14', entries: entries('@elastic/elasticsearch', { command: [unbounded, { ...bound, bounded: '10 min in version 8, 30 s before' }] }), types: { Client: {} } }),
  defineLibrary({ modules: ['@opensearch-project/opensearch'], verified: '@opensearch-project/opensearch 3.9.0', entries: entries('@opensearch-project/opensearch', { command: { ...bound, bounded: '30 s' } }), types: { Client: {} } }),
];
