import { defineLibrary, type AcquiresFacts, type Entry, type Library } from './schema.js';

const WAIT_FOR_EVER = 'everybody else waits for ever';

/** Of several locks with the same methods: an entry for each, `NAME` in its example filled in. */
function each(names: readonly string[], path: (name: string) => string, entry: Entry): Record<string, Entry> {
  return Object.fromEntries(names.map(name => [path(name), { ...entry, example: entry.example.replaceAll('NAME', name) }]));
}

const withLock = (name: string, line: string): string => `import { ${name} } from 'async-mutex'; const lock = new ${name}(1); ${line}`;

/** What `acquire` gives lets go once, however often it is called; `release` of the lock itself counts each call. Run with 0.5.0. */
const MUTEX: AcquiresFacts = {
  releasedBy: ['()'],
  releasedOn: ['release'],
  what: 'a mutex',
  harm: WAIT_FOR_EVER,
};
const SEMAPHORE: AcquiresFacts = {
  releasedBy: ['1'],
  releasedOn: ['release'],
  what: 'a semaphore',
  harm: WAIT_FOR_EVER,
};

const exclusive = (name: string): Entry => ({
  role: 'other', promise: true, callbacks: [{ argument: 0, awaited: true, runs: 'later' }], example: withLock(name, 'await lock.runExclusive(async () => {});'),
});

const asyncMutex = defineLibrary({
  modules: ['async-mutex'],
  verified: 'async-mutex 0.5.0',
  entries: {
    Mutex: { role: 'other', use: 'new', gives: 'Mutex', example: withLock('Mutex', '') },
    Semaphore: { role: 'other', use: 'new', gives: 'Semaphore', example: withLock('Semaphore', '') },
    'Mutex#acquire': { role: 'acquire', promise: true, gives: 'Releaser', acquires: MUTEX, example: withLock('Mutex', 'await lock.acquire();') },
    'Semaphore#acquire': { role: 'acquire', promise: true, acquires: SEMAPHORE, example: withLock('Semaphore', 'const [, release] = await lock.acquire();') },
    'Mutex#release': { role: 'other', example: withLock('Mutex', 'lock.release();') },
    'Semaphore#release': { role: 'other', example: withLock('Semaphore', 'lock.release();') },
    'Mutex#runExclusive': exclusive('Mutex'),
    'Semaphore#runExclusive': exclusive('Semaphore'),
  },
  types: { Mutex: { exportedAs: ['Mutex', 'MutexInterface'] }, Semaphore: { exportedAs: ['Semaphore', 'SemaphoreInterface'] }, Releaser: {} },
});

const withSema = (line: string): string => `import { Sema } from 'async-sema'; const sema = new Sema(4); ${line}`;

const asyncSema = defineLibrary({
  modules: ['async-sema'],
  verified: 'async-sema 3.1.1',
  entries: {
    ...each(['Sema', 'default'], name => name, { role: 'other', use: 'new', gives: 'Sema', example: `import { NAME as Sema } from 'async-sema'; new Sema(4);` }),
    'Sema#acquire': {
      role: 'acquire', promise: true,
      acquires: { releasedBy: [], releasedByPassing: ['release'], releasedOn: ['release'], what: 'a semaphore', harm: WAIT_FOR_EVER },
      example: withSema('await sema.acquire();'),
    },
    'Sema#release': { role: 'other', example: withSema('sema.release();') },
  },
  types: { Sema: {} },
});

const awaitSemaphore = defineLibrary({
  modules: ['await-semaphore'],
  verified: 'await-semaphore 0.1.3',
  entries: {
    ...each(['Semaphore', 'Mutex'], name => name, { role: 'other', use: 'new', gives: 'Semaphore', example: `import { NAME } from 'await-semaphore'; new NAME(1);` }),
    'Semaphore#acquire': {
      role: 'acquire', promise: true, acquires: { releasedBy: ['()'], what: 'a semaphore', harm: WAIT_FOR_EVER },
      example: `import { Semaphore } from 'await-semaphore'; const lock = new Semaphore(1); const release = await lock.acquire();`,
    },
    'Semaphore#use': {
      role: 'other', promise: true, callbacks: [{ argument: 0, awaited: true, runs: 'later' }],
      example: `import { Semaphore } from 'await-semaphore'; const lock = new Semaphore(1); await lock.use(async () => {});`,
    },
  },
  types: { Semaphore: { exportedAs: ['Semaphore', 'Mutex'] } },
});

/** Run: a second release rejects. */
const LOCK_FILE: AcquiresFacts = {
  releasedBy: ['()'],
  releasedOn: ['unlock', 'unlockSync'],
  what: 'a lock file',
  harm: 'everybody else is turned away',
  twice: 'this call fails with `ERELEASED`',
};

/** The lock is renewed for as long as the process lives (`update`), so that it never goes stale by itself. */
const properLockfile = defineLibrary({
  modules: ['proper-lockfile'],
  verified: 'proper-lockfile 4.1.2',
  entries: {
    lock: { role: 'acquire', promise: true, acquires: LOCK_FILE, example: `import { lock } from 'proper-lockfile'; const release = await lock(path);` },
    lockSync: { role: 'acquire', acquires: LOCK_FILE, example: `import { lockSync } from 'proper-lockfile'; const release = lockSync(path);` },
    unlock: { role: 'other', promise: true, example: `import { unlock } from 'proper-lockfile'; await unlock(path);` },
    unlockSync: { role: 'other', example: `import { unlockSync } from 'proper-lockfile'; unlockSync(path);` },
  },
  types: {},
});

const withEtcd = (line: string): string => `import { Etcd3 } from 'etcd3'; const client = new Etcd3(); ${line}`;

const etcd = defineLibrary({
  modules: ['etcd3'],
  verified: 'etcd3 1.1.2',
  entries: {
    Etcd3: { role: 'other', use: 'new', gives: 'Etcd3', example: withEtcd('') },
    'Etcd3#lock': { role: 'other', gives: 'Lock', example: withEtcd(`client.lock('a');`) },
    'Lock#ttl': { role: 'other', gives: 'this', example: withEtcd(`client.lock('a').ttl(10);`) },
    'Lock#acquire': {
      role: 'acquire', promise: true, gives: 'Lock',
      acquires: { releasedBy: ['release'], resource: 'receiver', what: 'a lock', harm: 'its lease is renewed, and everybody else is turned away' },
      example: withEtcd(`const lock = client.lock('a'); await lock.acquire();`),
      source: 'lib/lock.js: its lease is kept alive until it is revoked',
    },
    'Lock#release': { role: 'other', promise: true, example: withEtcd(`const lock = client.lock('a'); await lock.release();`) },
    'Lock#do': { role: 'other', promise: true, callbacks: [{ argument: 0, awaited: true, runs: 'later' }], example: withEtcd(`await client.lock('a').do(async () => {});`) },
  },
  types: { Etcd3: { exportedAs: ['Etcd3', 'Namespace'] }, Lock: {} },
});

export const locks: readonly Library[] = [asyncMutex, asyncSema, awaitSemaphore, properLockfile, etcd];
