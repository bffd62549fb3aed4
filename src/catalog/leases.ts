import { defineLibrary, type AcquiresFacts, type Library } from './schema.js';

/** Sessions, connections and files that somebody takes for a while: what no other file of the catalog has. */

const SERVER_CONNECTION: Omit<AcquiresFacts, 'releasedBy'> = { resource: 'receiver', what: 'a connection', harm: 'the server turns new connections away' };

const withNeo4j = (line: string): string => `import neo4j from 'neo4j-driver'; const driver = neo4j.driver(url); ${line}`;

const neo4j = defineLibrary({
  modules: ['neo4j-driver', 'neo4j-driver-core'],
  verified: 'neo4j-driver 6.3.0',
  entries: {
    driver: { role: 'other', gives: 'Driver', example: withNeo4j('') },
    'Driver#session': {
      role: 'acquire', gives: 'Session', acquires: { releasedBy: ['close'], what: 'a session', harm: 'the driver runs out of connections' },
      example: withNeo4j('const session = driver.session();'),
    },
    'Session#close': { role: 'other', promise: true, example: withNeo4j('await driver.session().close();') },
  },
  types: { Driver: {}, Session: {} },
});

/** Run with pg 8.23.1 on PostgreSQL 15: after `client.release()` with an open cursor, the next query of the pool never answers; a client that is released with an error is closed. */
const pgCursor = defineLibrary({
  modules: ['pg-cursor'],
  verified: 'pg-cursor 2.22.1',
  entries: {
    default: {
      role: 'acquire',
      use: 'new',
      gives: 'Cursor',
      acquires: {
        releasedBy: ['close'],
        what: 'a cursor',
        harm: 'whoever is given its client next waits for ever',
        longLived: true,
        readBy: 'read',
        openedBy: ['query'],
        endedBy: ['end', 'destroy', 'release(…)'],
      },
      example: `import Cursor from 'pg-cursor'; const cursor = client.query(new Cursor('select 1'));`,
    },
    'Cursor#close': { role: 'other', promise: 'without-callback', example: `import Cursor from 'pg-cursor'; await new Cursor('select 1').close();` },
  },
  types: { Cursor: { exportedAs: ['default'] } },
});

const pgPromise = defineLibrary({
  modules: ['pg-promise'],
  verified: 'pg-promise 12.7.1',
  entries: {
    'Database#connect': {
      role: 'acquire', promise: true,
      // lib/database.js: a second `done` throws.
      acquires: { releasedBy: ['done'], what: 'a connection', harm: 'the pool runs dry', twice: 'this call throws' },
      example: `import type { IDatabase } from 'pg-promise'; async function run(db: IDatabase<{}>) { const connection = await db.connect(); }`,
    },
  },
  types: { Database: { exportedAs: ['IDatabase'] } },
});

const withLightning = (line: string): string => `import { createPool } from 'lightning-pool'; const pool = createPool(factory); ${line}`;

const lightningPool = defineLibrary({
  modules: ['lightning-pool'],
  verified: 'lightning-pool 4.14.0',
  entries: {
    createPool: { role: 'other', gives: 'Pool', example: withLightning('') },
    Pool: { role: 'other', use: 'new', gives: 'Pool', example: `import { Pool } from 'lightning-pool'; new Pool(factory);` },
    'Pool#acquire': {
      role: 'acquire', promise: 'without-callback', gives: 'Resource',
      acquires: { releasedBy: [], releasedByPassing: ['release', 'releaseAsync', 'destroy', 'destroyAsync'], what: 'a pooled resource', harm: 'the pool runs dry' },
      example: withLightning('await pool.acquire();'),
    },
  },
  types: { Pool: {}, Resource: {} },
});

const withImap = (line: string): string => `import { ImapFlow } from 'imapflow'; const client = new ImapFlow({}); ${line}`;

const imapflow = defineLibrary({
  modules: ['imapflow'],
  verified: 'imapflow 2.10.2',
  entries: {
    ImapFlow: { role: 'other', use: 'new', gives: 'ImapFlow', example: withImap('') },
    'ImapFlow#connect': {
      role: 'acquire', promise: true, acquires: { ...SERVER_CONNECTION, releasedBy: ['logout', 'close', 'closeAfter'], longLived: true },
      example: withImap('await client.connect();'),
    },
    'ImapFlow#getMailboxLock': {
      role: 'acquire', promise: true, gives: 'MailboxLock', acquires: { releasedBy: ['release'], what: 'a mailbox lock', harm: 'every later lock of this connection waits' },
      example: withImap(`await client.getMailboxLock('INBOX');`),
    },
    'ImapFlow#logout': { role: 'other', promise: true, example: withImap('await client.logout();') },
  },
  types: { ImapFlow: { extends: ['EventEmitter@node:events'] }, MailboxLock: { exportedAs: ['MailboxLockObject'] } },
});

const withFtp = (line: string): string => `import { Client } from 'basic-ftp'; const client = new Client(); ${line}`;

const basicFtp = defineLibrary({
  modules: ['basic-ftp'],
  verified: 'basic-ftp 6.2.6',
  entries: {
    Client: { role: 'other', use: 'new', gives: 'Client', example: withFtp('') },
    ...Object.fromEntries(
      ['access', 'connect', 'connectImplicitTLS'].map(name => [
        `Client#${name}`,
        { role: 'acquire', promise: true, acquires: { ...SERVER_CONNECTION, releasedBy: ['close'], opening: ['access', 'connect', 'connectImplicitTLS'] }, example: withFtp(`await client.${name}();`) } as const,
      ]),
    ),
  },
  types: { Client: {} },
});

const withSftp = (line: string): string => `import Client from 'ssh2-sftp-client'; const client = new Client(); ${line}`;

const sftp = defineLibrary({
  modules: ['ssh2-sftp-client'],
  verified: 'ssh2-sftp-client 12.1.1',
  entries: {
    default: { role: 'other', use: 'new', gives: 'SftpClient', example: withSftp('') },
    'SftpClient#connect': { role: 'acquire', promise: true, acquires: { ...SERVER_CONNECTION, releasedBy: ['end'] }, example: withSftp('await client.connect({});') },
    'SftpClient#end': { role: 'other', promise: true, example: withSftp('await client.end();') },
  },
  types: { SftpClient: { exportedAs: ['default'] } },
});

/** Without `keep` it is removed when the process ends; until then it stays. */
const TEMPORARY: Omit<AcquiresFacts, 'releasedBy' | 'what'> = { harm: 'the disk fills up' };
const TEMPORARY_OBJECT: AcquiresFacts = { ...TEMPORARY, releasedBy: ['removeCallback'], what: 'a temporary file' };

const temporary = (name: string, what: string): Library['entries'] => ({
  [name]: {
    role: 'acquire', promise: true, acquires: { ...TEMPORARY, releasedBy: ['cleanup'], what },
    example: `import * as tmp from 'tmp-promise'; const made = await tmp.${name}();`,
  },
});

const tmpPromise = defineLibrary({
  modules: ['tmp-promise'],
  verified: 'tmp-promise 3.0.3',
  entries: { ...temporary('file', 'a temporary file'), ...temporary('dir', 'a temporary directory') },
  types: {},
});

const tmp = defineLibrary({
  modules: ['tmp'],
  verified: 'tmp 0.2.7',
  entries: {
    fileSync: { role: 'acquire', acquires: TEMPORARY_OBJECT, example: `import tmp from 'tmp'; const made = tmp.fileSync();` },
    dirSync: { role: 'acquire', acquires: { ...TEMPORARY_OBJECT, what: 'a temporary directory' }, example: `import tmp from 'tmp'; const made = tmp.dirSync();` },
  },
  types: {},
});

/** Run with 3.1175.0: refused, reset or answered with 403, it leaves the file open; `Upload` of @aws-sdk/lib-storage closes it. */
const putObject = defineLibrary({
  modules: ['@aws-sdk/client-s3'],
  verified: '@aws-sdk/client-s3 3.1175.0',
  entries: {
    ...Object.fromEntries(
      ['PutObjectCommand', 'UploadPartCommand'].map(name => [
        name,
        { role: 'other', use: 'new', leavesOpen: { argument: 0, option: 'Body' }, example: `import { ${name} } from '@aws-sdk/client-s3'; new ${name}({ Body: stream });` } as const,
      ]),
    ),
  },
  types: {},
});

export const leases: readonly Library[] = [neo4j, pgCursor, pgPromise, lightningPool, imapflow, basicFtp, sftp, tmpPromise, tmp, putObject];
