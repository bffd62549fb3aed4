import { defineLibrary, type Entry, type Library, type WaitFacts } from './schema.js';

const clientWait: WaitFacts = {
  argument: 0,
  bounds: ['requestTimeout'],
  inert: [{ key: 'timeout', why: 'is no option of the client, which ignores it', instead: '`requestTimeout`', write: 'requestTimeout: $' }],
};

/** Options of one request stand behind its parameters. */
const requestWait: WaitFacts = { argument: 1, bounds: ['requestTimeout', 'signal'] };

const METHODS = ['search', 'get', 'index', 'create', 'update', 'delete', 'exists', 'count', 'bulk', 'mget', 'msearch', 'scroll', 'deleteByQuery', 'updateByQuery'] as const;

const entries = (module: string): Record<string, Entry> => {
  const withClient = (line: string): string => `import { Client } from '${module}'; const client = new Client({ node: 'http://a.test' }); ${line}`;
  return {
    Client: { role: 'database-client', use: 'new', gives: 'Client', wait: clientWait, example: withClient('') },
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
  defineLibrary({ modules: ['@elastic/elasticsearch'], verified: '@elastic/elasticsearch 9.4.3, 8.19.2 and 7.17.14', entries: entries('@elastic/elasticsearch'), types: { Client: {} } }),
  defineLibrary({ modules: ['@opensearch-project/opensearch'], verified: '@opensearch-project/opensearch 3.9.0', entries: entries('@opensearch-project/opensearch'), types: { Client: {} } }),
];
