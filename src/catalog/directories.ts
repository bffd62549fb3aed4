import { defineLibrary, type Entry, type Library } from './schema.js';

/** Clients of LDAP directories. */
const withLdapts = (line: string): string => `import { Client } from 'ldapts'; const client = new Client({ url: 'ldap://a.test' }); ${line}`;
const withLdapjs = (line: string): string => `import ldap from 'ldapjs'; const client = ldap.createClient({ url: 'ldap://a.test' }); ${line}`;

/** `connectTimeout` ends with the TCP connection: only `timeout` bounds the wait for an answer (both are 0 by default). */
const waits: NonNullable<Entry['waits']> = { command: { argument: 0, bounds: ['timeout'], write: 'timeout: 10_000', what: 'operations' } };

export const directories: readonly Library[] = [
  defineLibrary({
    modules: ['ldapts'],
    verified: 'ldapts 8.2.0',
    plainPromises: true,
    entries: {
      Client: { role: 'database-client', use: 'new', gives: 'Client', waits, example: withLdapts('') },
      ...Object.fromEntries(
        ['bind', 'unbind', 'search', 'add', 'del', 'modify', 'modifyDN', 'compare', 'exop', 'startTLS'].map(name => [
          `Client#${name}`,
          { role: name === 'search' ? 'database-query' : 'other', promise: true, example: withLdapts(`await client.${name}('cn=a');`) } satisfies Entry,
        ]),
      ),
    },
    types: { Client: {} },
  }),
  defineLibrary({
    modules: ['ldapjs'],
    verified: 'ldapjs 3.0.7',
    entries: {
      createClient: { role: 'database-client', gives: 'Client', waits, example: withLdapjs('') },
      ...Object.fromEntries(
        ['bind', 'search', 'add', 'del', 'modify', 'modifyDN', 'compare', 'exop', 'starttls', 'unbind'].map(name => [
          `Client#${name}`,
          { role: name === 'search' ? 'database-query' : 'other', callbacks: [{ argument: -1, errorFirst: true, awaited: false, runs: 'later' }], example: withLdapjs(`client.${name}('cn=a', error => {});`) } satisfies Entry,
        ]),
      ),
    },
    // Tried: a refused and a reset connection both end the process.
    types: { Client: { extends: ['EventEmitter@node:events'], unheardErrorCrashes: true, failsWhen: 'the connection is refused or reset' } },
  }),
];
