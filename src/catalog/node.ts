import { blocksInCrypto, blocksInFiles, blocksInShell, blocksInZlib } from './blocking.js';
import { defineLibrary, type AcquiresFacts, type CallbackFacts, type Entry, type KeepFacts, type Library, type LimitFacts, type TypeEntry, type WaitFacts } from './schema.js';

const VERIFIED = 'Node 20.20 and 24.21, @types/node 20.19';

/** Entries of many names that share their facts. */
function each(names: string, entryOf: (name: string) => Entry): Record<string, Entry> {
  return Object.fromEntries(names.split(' ').map(name => [name, entryOf(name.split(/[.#]/).at(-1)!)]));
}

/** The argument of a function of `fs` that is the path of what it writes. */
const WRITTEN = new Map([['writeFile', 0], ['appendFile', 0], ['copyFile', 1], ['cp', 1], ['rename', 1]]);
const writes = (name: string): Pick<Entry, 'keepsOnDisk'> => {
  const argument = WRITTEN.get(name.replace(/Sync$/, ''));
  return argument === undefined ? {} : { keepsOnDisk: { argument } };
};

/** What a callback of Node.js throws reaches nobody: run in tests/catalog/uncaught-throws.test.ts. */
const nodeBack = [{ argument: -1, errorFirst: true, awaited: false, runs: 'later', uncaught: true }] as const satisfies readonly CallbackFacts[];
/** Cleaning up: the file may be gone, the directory be there. */
const cleanUpBack = [{ argument: -1, errorFirst: true, ignorable: true, awaited: false, runs: 'later', uncaught: true }] as const satisfies readonly CallbackFacts[];
const listener = { argument: 1, awaited: false, runs: 'later' } as const satisfies CallbackFacts;

/** The methods of an emitter by which a type hands something to listeners of its own events. */
function listens(type: string, make: string, callbacks: readonly CallbackFacts[]): Record<string, Entry> {
  return each(`${type}#on ${type}#once ${type}#addListener ${type}#prependListener`, name => ({
    role: 'listen',
    gives: 'this',
    callbacks,
    example: `${make}.${name}("x", () => {})`,
  }));
}

const httpRequestParameters = ['IncomingMessage@node:http', 'ServerResponse@node:http'] as const;
/** An HTTP server listens to its sockets itself, until it hands one over with `upgrade` or `connect`: lib/_http_server.js. */
const serverListeners = [
  { argument: 1, named: ['request', 'checkContinue', 'checkExpectation'], parameters: httpRequestParameters, awaited: false, runs: 'request' },
  { argument: 1, named: ['upgrade', 'connect'], parameters: ['IncomingMessage@node:http', 'Socket@node:net', ''], awaited: false, runs: 'request' },
  { argument: 1, named: ['clientError'], parameters: ['', 'Socket@node:net'], heard: true, awaited: false, runs: 'request' },
  { argument: 1, named: ['connection'], parameters: ['Socket@node:net'], heard: true, awaited: false, runs: 'request' },
  listener,
] as const satisfies readonly CallbackFacts[];
const createsServer = [{ argument: -1, parameters: httpRequestParameters, awaited: false, runs: 'request', uncaught: true }] as const;

/** Measured with Node 20.20 and 24.21, clients that send a byte at a time: `headersTimeout: 0` leaves `requestTimeout` in force, not the other way round. */
const NODE_LIMITS: readonly LimitFacts[] = [
  {
    key: 'requestTimeout',
    off: [0],
    harm: 'lets a client send its body a byte at a time: it holds a connection, and the handler that reads from it, for ever',
    write: '300_000',
    choose: 'or the longest time that a request takes to arrive',
  },
  {
    key: 'headersTimeout',
    off: [0],
    harm: 'lets a client send its headers a byte at a time: it holds a connection until `requestTimeout` has passed, and for ever where that is 0 as well',
    write: '60_000',
    choose: 'or the longest time that headers take to arrive',
  },
  {
    key: 'keepAliveTimeout',
    harm: 'keeps a connection open when its client is gone',
    write: '65_000',
    choose: 'or any time above the idle timeout of the load balancer',
    left: 'This server closes a connection that has been idle for about 5 s, while a load balancer keeps it for 60 s or longer: the next request meets a closed connection, and the client gets a 502',
    balanced: true,
  },
];
const nodeLimits = (argument: number): readonly LimitFacts[] => NODE_LIMITS.map(({ key, off = [], harm, write, choose }) => ({ key, argument, off, harm, write, choose }));

/** Without `keepAlive`, the default of an agent that is made by hand, it keeps nothing. */
const AGENT_POOL: KeepFacts = { what: 'an agent that keeps connections of its own', harm: 'no request finds a connection that is open, and those that are kept pile up', kind: 'connections', onlyWith: 'keepAlive' };

const FS_CALLBACK =
  'access appendFile chmod chown close copyFile cp fchmod fchown fdatasync fstat fsync ftruncate futimes lchown link lstat lutimes mkdir mkdtemp open opendir read readdir readFile readlink readv realpath rename rm rmdir stat statfs symlink truncate unlink utimes write writeFile writev';
const FS_CLEAN_UP = new Set(['close', 'mkdir', 'rm', 'rmdir', 'unlink', 'utimes', 'futimes', 'lutimes']);
const FS_PROMISE =
  'access appendFile chmod chown copyFile cp lchown link lstat lutimes mkdir mkdtemp opendir readdir readFile readlink realpath rename rm rmdir stat statfs symlink truncate unlink utimes writeFile';
const FS_SYNC =
  'accessSync appendFileSync chmodSync chownSync closeSync copyFileSync cpSync existsSync fchmodSync fchownSync fstatSync fsyncSync ftruncateSync lstatSync mkdirSync mkdtempSync openSync opendirSync readdirSync readFileSync readlinkSync readSync realpathSync renameSync rmSync rmdirSync statSync statfsSync symlinkSync truncateSync unlinkSync utimesSync writeFileSync writeSync writevSync';
const DNS = 'lookup lookupService resolve resolve4 resolve6 resolveAny resolveCaa resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse';
/** A command that ends by itself, or never: what waits for it needs a limit. `spawn` and `fork` start what may go on. */
const commandWait = (argument: number | readonly number[]): NonNullable<Entry['waits']> => ({
  command: {
    argument,
    bounds: ['timeout', 'signal'],
    write: 'timeout: 30_000',
    what: 'the command',
    patient: ['kill'],
    whileServing: 'likely',
  },
});

/** Their options know no time: lib/internal/dns/utils.js and lib/dns.js. */
/** Run on Node 20.20: four tries, of 5 s and longer, for a name server that never answers. */
const resolver = (module: string): Entry => ({
  role: 'other',
  use: 'new',
  gives: 'Resolver',
  waits: { command: { argument: 0, bounds: ['timeout'], write: 'timeout: 2_000, tries: 2', what: 'queries', silence: 'for about 24 s' } },
  example: `import { Resolver } from '${module}'; new Resolver()`,
});
const dnsWait = (name: string): { readonly wait?: WaitFacts } => {
  const why = `is no option of \`dns.${name}\`, which ignores it`;
  if (name === 'lookup') return { wait: { argument: 1, bounds: [], inert: [{ key: 'timeout', why, instead: 'a `Resolver` with `timeout` and `tries`, or a race with a timer' }] } };
  if (name === 'resolve4' || name === 'resolve6') return { wait: { argument: 1, bounds: [], inert: [{ key: 'timeout', why, instead: '`new Resolver({ timeout, tries })` and its method' }] } };
  return {};
};
const ZLIB = 'deflate deflateRaw gzip gunzip inflate inflateRaw unzip brotliCompress brotliDecompress';
const ZLIB_STREAMS = 'createDeflate createDeflateRaw createGzip createGunzip createInflate createInflateRaw createUnzip createBrotliCompress createBrotliDecompress';
const DECOMPRESSORS = new Set(['createGunzip', 'createInflate', 'createInflateRaw', 'createUnzip', 'createBrotliDecompress']);
const CRYPTO_CALLBACK = 'checkPrime generateKey generateKeyPair generatePrime hkdf pbkdf2 randomFill scrypt';
const CRYPTO_SYNC = 'checkPrimeSync generateKeyPairSync generateKeySync generatePrimeSync hkdfSync pbkdf2Sync randomFillSync scryptSync';

/** Whoever removes it in one function means to remove it: only the other paths of that function are looked at. */
const TEMPORARY_DIRECTORY: AcquiresFacts = {
  releasedBy: [],
  releasedByPassing: ['rm', 'rmSync', 'rmdir', 'rmdirSync', 'remove', 'removeSync', 'rimraf', 'rimrafSync', 'del', 'unlink'],
  longLived: true,
  what: 'a temporary directory',
  harm: 'the disk fills up',
};

const fsPromise = (prefix: string, from: string): Record<string, Entry> => ({
  ...each(FS_PROMISE.split(' ').map(name => prefix + name).join(' '), name => ({ role: 'file-access', promise: true, ...writes(name), example: `${from} await fs.${name}(path)` })),
  [`${prefix}mkdtemp`]: { role: 'file-access', promise: true, acquires: TEMPORARY_DIRECTORY, example: `${from} const path = await fs.mkdtemp(prefix)` },
  [`${prefix}open`]: {
    role: 'file-access', promise: true, gives: 'FileHandle@node:fs/promises',
    acquires: { releasedBy: ['close'], takenOverBy: ['createReadStream', 'createWriteStream', 'readLines', 'readableWebStream'], what: 'a file handle', harm: 'the process runs out of file descriptors' },
    example: `${from} const handle = await fs.open(path)`,
  },
});

const descriptor = (...releasedByPassing: string[]): AcquiresFacts => ({
  releasedBy: [],
  releasedByPassing,
  what: 'a file descriptor',
  harm: 'the process runs out of them',
  // Run on Node 20.20: EBADF, or the file of somebody who has been given the number by then.
  twice: 'it throws, or closes the file that has the same number by then',
});

/** A socket's time only makes it emit: measured. */
const socketWait = {
  argument: 0,
  bounds: [],
  inert: [{ key: 'timeout', why: "only makes the socket emit 'timeout', and nobody listens", instead: 'a `timeout` listener that destroys it', unlessListener: 'timeout' }],
} as const satisfies WaitFacts;

/** What a stream calls with a callback, and whose promise it drops: tried on Node 20.20. */
const streamMethods = (...names: readonly string[]): NonNullable<TypeEntry['methods']> => Object.fromEntries(names.map(name => [`_${name}`, { role: 'callback-caller', awaited: false }]));
const streamMaker = (type: string, ...names: readonly string[]): Record<string, Entry> => ({
  [type]: {
    role: 'callback-caller', use: 'new', gives: type, callbacks: names.map(option => ({ argument: 0, option, awaited: false, runs: 'later' })),
    example: `import { ${type} } from 'node:stream'; new ${type}({ ${names[0]}() {} })`,
  },
});

export const node: readonly Library[] = [
  defineLibrary({
    modules: ['node:events'],
    verified: VERIFIED,
    plainPromises: true,
    entries: {
      ...each('EventEmitter#on EventEmitter#once EventEmitter#addListener EventEmitter#prependListener EventEmitter#prependOnceListener', name => ({
        role: 'listen', gives: 'this', callbacks: [listener],
        example: `import { EventEmitter } from 'node:events'; new EventEmitter().${name}('x', () => {})`,
        source: 'events.js drops what a listener returns, unless captureRejections is set',
      })),
      ...each('EventEmitter#off EventEmitter#removeListener EventEmitter#removeAllListeners EventEmitter#setMaxListeners', name => ({
        role: 'other', gives: 'this', example: `import { EventEmitter } from 'node:events'; new EventEmitter().${name}('x')`,
      })),
      'EventEmitter#emit': { role: 'other', example: "import { EventEmitter } from 'node:events'; new EventEmitter().emit('x')" },
      once: {
        role: 'other', promise: true, gives: 'Array@global',
        signal: { argument: 2 },
        example: "import { once } from 'node:events'; await once(emitter, 'x')",
      },
      on: { role: 'other', signal: { argument: 2 }, example: "import { on } from 'node:events'; for await (const each of on(emitter, 'x')) use(each)" },
      addAbortListener: { role: 'listen', callbacks: [listener], example: "import { addAbortListener } from 'node:events'; addAbortListener(signal, () => {})" },
    },
    types: { EventEmitter: { exportedAs: ['EventEmitter', 'default', 'EventEmitterAsyncResource'], isShared: true } },
  }),

  defineLibrary({
    modules: ['node:stream'],
    verified: VERIFIED,
    entries: {
      ...streamMaker('Readable', 'read', 'construct', 'destroy'),
      ...streamMaker('Writable', 'write', 'writev', 'final', 'construct', 'destroy'),
      ...streamMaker('Duplex', 'read', 'write', 'writev', 'final', 'construct', 'destroy'),
      ...streamMaker('Transform', 'transform', 'flush', 'final', 'construct', 'destroy'),
      'Readable.from': { role: 'other', gives: 'ReadableOfValues', example: "import { Readable } from 'node:stream'; Readable.from([1])" },
      'Readable.fromWeb': { role: 'other', gives: 'ReadableOfWeb', example: "import { Readable } from 'node:stream'; Readable.fromWeb(web)" },
      'Readable#pipe': { role: 'other', example: "import { Readable } from 'node:stream'; Readable.from([1]).pipe(to)" },
      // Helpers of streams, unlike those of arrays, wait for their callbacks.
      'Readable#forEach': { role: 'other', promise: true, callbacks: [{ argument: 0, awaited: true, runs: 'later' }], example: "import { Readable } from 'node:stream'; await Readable.from([1]).forEach(async each => {})" },
      'Readable#toArray': { role: 'other', promise: true, gives: 'Array@global', example: "import { Readable } from 'node:stream'; await Readable.from([1]).toArray()" },
      pipeline: { role: 'other', callbacks: [{ ...nodeBack[0], ignorable: 'when-empty' }], example: "import { pipeline } from 'node:stream'; pipeline(a, b, error => {})" },
      finished: { role: 'other', callbacks: cleanUpBack, example: "import { finished } from 'node:stream'; finished(a, error => {})" },
      'promises.pipeline': { role: 'other', promise: true, signal: { argument: 'last' }, example: "import { promises } from 'node:stream'; await promises.pipeline(a, b)" },
      'promises.finished': { role: 'other', promise: true, signal: { argument: 1 }, example: "import { promises } from 'node:stream'; await promises.finished(a)" },
    },
    types: {
      Stream: { extends: ['EventEmitter@node:events'], exportedAs: ['Stream', 'default'] },
      Readable: {
        extends: ['Stream'],
        unheardErrorCrashes: true,
        lastEvents: ['close'],
        keepsOpen: 'what it reads from',
        methods: streamMethods('read', 'construct', 'destroy'),
      },
      ReadableOfValues: { extends: ['Readable'], exportedAs: [], unheardErrorCrashes: true },
      ReadableOfWeb: { extends: ['Readable'], exportedAs: [], unheardErrorCrashes: true, keepsOpen: 'the connection that it comes from' },
      Writable: { extends: ['Stream'], unheardErrorCrashes: true, lastEvents: ['close'], methods: streamMethods('write', 'writev', 'final', 'construct', 'destroy') },
      Duplex: { extends: ['Readable', 'Writable'], unheardErrorCrashes: true, methods: streamMethods('read', 'write', 'writev', 'final', 'construct', 'destroy') },
      Transform: { extends: ['Duplex'], unheardErrorCrashes: true, methods: streamMethods('transform', 'flush', 'final', 'construct', 'destroy') },
      PassThrough: { extends: ['Transform'], unheardErrorCrashes: true },
    },
  }),
  defineLibrary({
    modules: ['node:stream/promises'],
    verified: VERIFIED,
    plainPromises: true,
    entries: {
      pipeline: { role: 'other', promise: true, signal: { argument: 'last' }, example: "import { pipeline } from 'node:stream/promises'; await pipeline(a, b)" },
      finished: { role: 'other', promise: true, signal: { argument: 1 }, example: "import { finished } from 'node:stream/promises'; await finished(a)" },
    },
  }),

  defineLibrary({
    modules: ['node:fs'],
    verified: VERIFIED,
    plainPromises: true,
    entries: {
      ...each(FS_CALLBACK, name => ({ role: 'file-access', callbacks: FS_CLEAN_UP.has(name) ? cleanUpBack : nodeBack, ...writes(name), example: `import fs from 'node:fs'; fs.${name}(path, error => {})` })),
      exists: { role: 'file-access', callbacks: [{ argument: -1, awaited: false, runs: 'later' }], example: "import fs from 'node:fs'; fs.exists(path, found => {})" },
      ...each(FS_SYNC, name => ({ role: 'file-access', ...blocksInFiles(name, 'promises.'), ...writes(name), example: `import fs from 'node:fs'; fs.${name}(path)` })),
      open: { role: 'file-access', callbacks: nodeBack, acquires: descriptor('close', 'closeSync'), example: "import fs from 'node:fs'; fs.open(path, 'r', (error, descriptor) => {})" },
      mkdtempSync: { role: 'file-access', acquires: TEMPORARY_DIRECTORY, example: "import fs from 'node:fs'; const path = fs.mkdtempSync(prefix)" },
      openSync: { role: 'file-access', acquires: descriptor('closeSync', 'close'), example: "import fs from 'node:fs'; const descriptor = fs.openSync(path)" },
      ...fsPromise('promises.', "import { promises as fs } from 'node:fs';"),
      createReadStream: { role: 'file-access', gives: 'ReadStream', example: "import fs from 'node:fs'; fs.createReadStream(path)" },
      createWriteStream: { role: 'file-access', gives: 'WriteStream', keepsOnDisk: { argument: 0 }, example: "import fs from 'node:fs'; fs.createWriteStream(path)" },
      watch: {
        role: 'other', gives: 'FSWatcher', callbacks: [{ argument: -1, awaited: false, runs: 'later' }],
        acquires: { releasedBy: ['close'], longLived: true, what: 'a file watcher', harm: 'watchers pile up' },
        example: "import fs from 'node:fs'; fs.watch(path, () => {})",
      },
      watchFile: { role: 'other', callbacks: [{ argument: -1, awaited: false, runs: 'later' }], example: "import fs from 'node:fs'; fs.watchFile(path, () => {})" },
    },
    types: {
      ReadStream: {
        extends: ['Readable@node:stream'],
        uncaught: true,
        unheardErrorCrashes: true,
        failsWhen: 'the file cannot be opened or read',
        keepsOpen: 'its file',
        events: ['close', 'data', 'end', 'error', 'open', 'pause', 'readable', 'ready', 'resume'],
      },
      WriteStream: {
        extends: ['Writable@node:stream'],
        uncaught: true,
        unheardErrorCrashes: true,
        failsWhen: 'the file cannot be opened or written',
        events: ['close', 'drain', 'error', 'finish', 'open', 'pipe', 'prefinish', 'ready', 'unpipe'],
      },
      FSWatcher: { extends: ['EventEmitter@node:events'], uncaught: true, unheardErrorCrashes: true },
    },
  }),
  defineLibrary({
    modules: ['node:fs/promises'],
    verified: VERIFIED,
    plainPromises: true,
    entries: {
      ...fsPromise('', "import fs from 'node:fs/promises';"),
      ...each('FileHandle#appendFile FileHandle#close FileHandle#read FileHandle#readFile FileHandle#stat FileHandle#sync FileHandle#truncate FileHandle#write FileHandle#writeFile', name => ({
        role: 'file-access', promise: true, example: `import fs from 'node:fs/promises'; const handle = await fs.open(path); await handle.${name}()`,
      })),
      'FileHandle#createReadStream': { role: 'file-access', gives: 'ReadStream@node:fs', example: "import fs from 'node:fs/promises'; (await fs.open(path)).createReadStream()" },
      'FileHandle#createWriteStream': { role: 'file-access', gives: 'WriteStream@node:fs', example: "import fs from 'node:fs/promises'; (await fs.open(path)).createWriteStream()" },
    },
    types: { FileHandle: {} },
  }),

  defineLibrary({
    modules: ['node:net'],
    verified: VERIFIED,
    entries: {
      createServer: {
        role: 'server', gives: 'Server', callbacks: [{ argument: -1, parameters: ['Socket'], awaited: false, runs: 'request', uncaught: true }],
        example: "import net from 'node:net'; net.createServer(socket => {})",
      },
      Server: {
        role: 'server', use: 'new', gives: 'Server', callbacks: [{ argument: -1, parameters: ['Socket'], awaited: false, runs: 'request', uncaught: true }],
        example: "import net from 'node:net'; new net.Server(socket => {})",
      },
      connect: { role: 'other', gives: 'Socket', wait: socketWait, callbacks: [{ argument: -1, awaited: false, runs: 'later', uncaught: true }], example: "import net from 'node:net'; net.connect(80)" },
      createConnection: { role: 'other', gives: 'Socket', wait: socketWait, callbacks: [{ argument: -1, awaited: false, runs: 'later', uncaught: true }], example: "import net from 'node:net'; net.createConnection(80)" },
      'Socket#setTimeout': {
        role: 'other', gives: 'this', callbacks: [{ argument: 1, awaited: false, runs: 'later' }],
        wait: { argument: 0, bounds: [], announces: { callback: 1, event: 'timeout' } },
        example: "import net from 'node:net'; net.connect(80).setTimeout(1_000, () => {})",
      },
      ...listens('Server', "import net from 'node:net'; net.createServer()", [{ argument: 1, named: ['connection'], parameters: ['Socket'], awaited: false, runs: 'request' }, listener]),
      'Server#listen': { role: 'other', gives: 'this', listens: 'receiver', shutdown: { close: 'close', by: 'callback' }, callbacks: [{ argument: -1, awaited: false, runs: 'later', uncaught: true }], example: "import net from 'node:net'; net.createServer().listen(80, () => {})" },
      'Server#close': { role: 'other', gives: 'this', callbacks: cleanUpBack, example: "import net from 'node:net'; net.createServer().close(() => {})", source: 'its one error says that it is not running' },
    },
    types: {
      Socket: {
        extends: ['Duplex@node:stream'],
        uncaught: true,
        unheardErrorCrashes: true,
        failsWhen: 'the connection is refused or reset',
        // Those of TLS and of agents too, which hand sockets on.
        events: [
          'agentRemove', 'close', 'connect', 'connectionAttempt', 'connectionAttemptFailed', 'connectionAttemptTimeout', 'data', 'drain', 'end', 'error', 'finish', 'free', 'keylog', 'lookup', 'OCSPResponse', 'pause', 'pipe',
          'prefinish', 'readable', 'ready', 'resume', 'secure', 'secureConnect', 'session', 'timeout', 'unpipe',
        ],
      },
      // A port in use shall end the process at start-up.
      Server: {
        extends: ['EventEmitter@node:events'],
        uncaught: true,
        unheardErrorCrashes: false,
        events: ['close', 'connection', 'drop', 'error', 'listening'],
      },
    },
  }),
  defineLibrary({
    modules: ['node:tls'],
    verified: VERIFIED,
    entries: {
      createServer: {
        role: 'server', gives: 'Server', callbacks: [{ argument: -1, parameters: ['TLSSocket'], awaited: false, runs: 'request', uncaught: true }],
        example: "import tls from 'node:tls'; tls.createServer(options, socket => {})",
      },
      connect: {
        role: 'other', gives: 'TLSSocket', wait: { ...socketWait, argument: [0, 1, 2] }, callbacks: [{ argument: -1, awaited: false, runs: 'later' }],
        example: "import tls from 'node:tls'; tls.connect(443)",
      },
      ...listens('Server', "import tls from 'node:tls'; tls.createServer()", [{ argument: 1, named: ['secureConnection'], parameters: ['TLSSocket'], awaited: false, runs: 'request' }, listener]),
    },
    types: {
      TLSSocket: { extends: ['Socket@node:net'], unheardErrorCrashes: true, failsWhen: 'the connection is refused or reset' },
      Server: { extends: ['Server@node:net'], unheardErrorCrashes: false },
    },
  }),
  defineLibrary({
    modules: ['node:dgram'],
    verified: VERIFIED,
    entries: {
      createSocket: { role: 'other', gives: 'Socket', callbacks: [{ argument: 1, awaited: false, runs: 'request', uncaught: true }], example: "import dgram from 'node:dgram'; dgram.createSocket('udp4')" },
      'Socket#send': { role: 'other', callbacks: nodeBack, example: "import dgram from 'node:dgram'; dgram.createSocket('udp4').send(data, 53, host, error => {})" },
      'Socket#bind': { role: 'other', gives: 'this', callbacks: [{ argument: -1, awaited: false, runs: 'later' }], example: "import dgram from 'node:dgram'; dgram.createSocket('udp4').bind(53)" },
    },
    // Its errors are those of `bind`, at start-up, and of a `send` with no callback: lib/dgram.js, doSend().
    types: { Socket: { extends: ['EventEmitter@node:events'], uncaught: true, unheardErrorCrashes: true } },
  }),

  defineLibrary({
    modules: ['node:http'],
    verified: VERIFIED,
    entries: {
      createServer: { role: 'server', gives: 'Server', callbacks: createsServer, limits: nodeLimits(0), example: "import http from 'node:http'; http.createServer((request, response) => {})" },
      Server: { role: 'server', use: 'new', gives: 'Server', callbacks: createsServer, limits: nodeLimits(0), example: "import http from 'node:http'; new http.Server((request, response) => {})" },
      ...listens('Server', "import http from 'node:http'; http.createServer()", serverListeners),
      Agent: { role: 'other', use: 'new', keeps: AGENT_POOL, example: "import http from 'node:http'; new http.Agent({ keepAlive: true })" },
    },
    types: {
      Server: {
        extends: ['Server@node:net'],
        unheardErrorCrashes: false,
        limits: NODE_LIMITS,
        events: ['checkContinue', 'checkExpectation', 'clientError', 'close', 'connect', 'connection', 'drop', 'dropRequest', 'error', 'listening', 'request', 'timeout', 'upgrade'],
      },
      // A request that is aborted gives an error only to those who listen.
      IncomingMessage: { extends: ['Readable@node:stream'], uncaught: true, unheardErrorCrashes: false, part: 'request' },
      OutgoingMessage: { extends: ['Writable@node:stream'], unheardErrorCrashes: false },
      ServerResponse: {
        extends: ['OutgoingMessage'],
        unheardErrorCrashes: false,
        part: 'response',
        answeredTwice: 'throws',
        answering: { by: 'call', otherwise: 'the client waits until it gives up' },
        answerFields: { status: 'statusCode' },
      },
    },
  }),
  defineLibrary({
    modules: ['node:https'],
    verified: VERIFIED,
    entries: {
      createServer: { role: 'server', gives: 'Server', callbacks: createsServer, limits: nodeLimits(0), example: "import https from 'node:https'; https.createServer(options, (request, response) => {})" },
      ...listens('Server', "import https from 'node:https'; https.createServer()", serverListeners),
      Agent: { role: 'other', use: 'new', keeps: AGENT_POOL, example: "import https from 'node:https'; new https.Agent({ keepAlive: true })" },
    },
    types: { Server: { extends: ['Server@node:tls'], unheardErrorCrashes: false, limits: NODE_LIMITS } },
  }),
  defineLibrary({
    modules: ['node:http2'],
    verified: VERIFIED,
    entries: {
      createServer: { role: 'server', gives: 'Http2Server', callbacks: [{ argument: -1, awaited: false, runs: 'request' }], example: "import http2 from 'node:http2'; http2.createServer((request, response) => {})" },
      createSecureServer: { role: 'server', gives: 'Http2Server', callbacks: [{ argument: -1, awaited: false, runs: 'request' }], example: "import http2 from 'node:http2'; http2.createSecureServer(options, (request, response) => {})" },
    },
    types: { Http2Server: { extends: ['Server@node:net'], exportedAs: ['Http2Server', 'Http2SecureServer'], unheardErrorCrashes: false } },
  }),

  defineLibrary({
    modules: ['node:child_process'],
    verified: VERIFIED,
    entries: {
      spawn: { role: 'child-process', gives: 'ChildProcess', example: "import { spawn } from 'node:child_process'; spawn('ls')" },
      fork: { role: 'child-process', gives: 'ForkedProcess', example: "import { fork } from 'node:child_process'; fork('worker.js')" },
      exec: { role: 'child-process', gives: 'ShellProcess', callbacks: nodeBack, waits: commandWait(1), example: "import { exec } from 'node:child_process'; exec('ls', error => {})" },
      execFile: { role: 'child-process', gives: 'ShellProcess', callbacks: nodeBack, waits: commandWait([2, 1]), example: "import { execFile } from 'node:child_process'; execFile('ls', error => {})" },
      'exec.__promisify__': { role: 'child-process', promise: true, waits: commandWait(1), example: "import { exec } from 'node:child_process'; import { promisify } from 'node:util'; await promisify(exec)('ls')" },
      'execFile.__promisify__': { role: 'child-process', promise: true, waits: commandWait([2, 1]), example: "import { execFile } from 'node:child_process'; import { promisify } from 'node:util'; await promisify(execFile)('ls')" },
      execSync: { role: 'child-process', waits: commandWait(1), ...blocksInShell('execSync'), example: "import { execSync } from 'node:child_process'; execSync('ls')" },
      ...each('execFileSync spawnSync', name => ({ role: 'child-process', waits: commandWait([2, 1]), ...blocksInShell(name), example: `import cp from 'node:child_process'; cp.${name}('ls')` })),
      'ChildProcess#stdout': { role: 'other', use: 'read', gives: 'Output', example: "import { spawn } from 'node:child_process'; use(spawn('ls').stdout)" },
      'ChildProcess#stderr': { role: 'other', use: 'read', gives: 'Output', example: "import { spawn } from 'node:child_process'; use(spawn('ls').stderr)" },
      'ChildProcess#stdin': { role: 'child-process', use: 'read', gives: 'ProcessInput', example: "import { spawn } from 'node:child_process'; use(spawn('ls').stdin)" },
    },
    types: {
      // Tried: a command that is not there gives `error` and `close`, and no `exit`.
      ChildProcess: {
        extends: ['EventEmitter@node:events'],
        uncaught: true,
        unheardErrorCrashes: true,
        failsWhen: 'the program cannot be started',
        lastEvents: ['close'],
        events: ['close', 'disconnect', 'error', 'exit', 'message', 'spawn'],
        failures: { error: 0 },
      },
      Output: {
        extends: ['Socket@node:net'],
        exportedAs: [],
        uncaught: true,
        unheardErrorCrashes: true,
        lastEvents: ['close'],
        keepsOpen: 'the program that writes it',
      },
      // Tried: EPIPE.
      ProcessInput: {
        extends: ['Writable@node:stream'],
        exportedAs: [],
        unheardErrorCrashes: true,
        failsWhen: 'the program ends before it has read all of it',
        failsOnlyWith: { methods: ['write', 'end'], options: [] },
      },
      // A module that is not there shows as an exit, not as an error; a message to a process that has ended is an error.
      ForkedProcess: {
        extends: ['ChildProcess'],
        exportedAs: [],
        unheardErrorCrashes: true,
        failsWhen: 'its program cannot be started, or a message is sent to it after it has ended',
        failsOnlyWith: { methods: ['send'], options: ['execPath'] },
        events: ['close', 'disconnect', 'error', 'exit', 'message', 'spawn'],
      },
      // A command that is not there shows as an exit, or is told to its callback.
      ShellProcess: { extends: ['ChildProcess'], exportedAs: [], unheardErrorCrashes: false, events: ['close', 'disconnect', 'error', 'exit', 'message', 'spawn'] },
    },
  }),
  defineLibrary({
    modules: ['node:worker_threads'],
    verified: VERIFIED,
    entries: {
      Worker: {
        role: 'other', use: 'new', gives: 'Worker',
        acquires: { releasedBy: ['terminate'], longLived: true, what: 'a worker', harm: 'its thread and memory stay' },
        example: "import { Worker } from 'node:worker_threads'; new Worker(path)",
      },
      'Worker#postMessage': { role: 'message-send', example: "import { Worker } from 'node:worker_threads'; new Worker(path).postMessage(1)" },
      'Worker#terminate': { role: 'other', example: "import { Worker } from 'node:worker_threads'; await new Worker(path).terminate()", source: 'lib/internal/worker.js: its promise resolves on exit and never rejects' },
      'MessagePort#postMessage': { role: 'message-send', example: "import { MessageChannel } from 'node:worker_threads'; new MessageChannel().port1.postMessage(1)" },
      'MessageChannel#port1': { role: 'other', use: 'read', gives: 'MessagePort', example: "import { MessageChannel } from 'node:worker_threads'; use(new MessageChannel().port1)" },
      'MessageChannel#port2': { role: 'other', use: 'read', gives: 'MessagePort', example: "import { MessageChannel } from 'node:worker_threads'; use(new MessageChannel().port2)" },
      parentPort: { role: 'other', use: 'read', gives: 'MessagePort', example: "import wt from 'node:worker_threads'; use(wt.parentPort)" },
    },
    types: {
      Worker: {
        extends: ['EventEmitter@node:events'],
        uncaught: true,
        unheardErrorCrashes: true,
        failsWhen: 'its code throws',
        lastEvents: ['exit'],
        events: ['error', 'exit', 'message', 'messageerror', 'online'],
        failures: { error: 0 },
      },
      MessagePort: { extends: ['EventEmitter@node:events', 'EventTarget@global'], exportedAs: ['MessagePort', 'parentPort'], handlerFields: ['onmessage', 'onmessageerror'], uncaught: true, unheardErrorCrashes: false },
      MessageChannel: {},
    },
  }),
  defineLibrary({
    modules: ['node:cluster'],
    verified: VERIFIED,
    entries: {
      fork: { role: 'child-process', gives: 'Worker', example: "import cluster from 'node:cluster'; cluster.fork()" },
      ...each('on once addListener', name => ({ role: 'listen', callbacks: [listener], example: `import cluster from 'node:cluster'; cluster.${name}('exit', () => {})` })),
    },
    types: { Worker: { extends: ['EventEmitter@node:events'], uncaught: true } },
  }),

  defineLibrary({
    modules: ['node:timers'],
    verified: VERIFIED,
    entries: {
      ...each('setTimeout setInterval', name => ({
        role: 'timer', gives: 'Timeout@global', callbacks: [{ argument: 0, awaited: false, runs: 'later', uncaught: true }],
        ...(name === 'setInterval' && { repeats: { period: 1, unit: 'ms' } }),
        acquires: { releasedBy: ['close'], releasedByPassing: [name.replace('set', 'clear')], what: 'a timer' },
        durations: [{ argument: 1, unit: 'ms', timer: name === 'setInterval' ? 'repeats' : 'once' }],
        example: `import { ${name} } from 'node:timers'; ${name}(() => {}, 1)`,
      })),
      setImmediate: { role: 'timer', gives: 'Immediate@global', callbacks: [{ argument: 0, awaited: false, runs: 'later', uncaught: true }], example: "import { setImmediate } from 'node:timers'; setImmediate(() => {})" },
      'promises.setTimeout': { role: 'sleep', promise: true, signal: { argument: 2 }, durations: [{ argument: 0, unit: 'ms', timer: 'once' }], example: "import { promises } from 'node:timers'; await promises.setTimeout(1)" },
    },
  }),
  defineLibrary({
    modules: ['node:timers/promises'],
    verified: VERIFIED,
    plainPromises: true,
    entries: {
      setTimeout: { role: 'sleep', promise: true, signal: { argument: 2 }, durations: [{ argument: 0, unit: 'ms', timer: 'once' }], example: "import { setTimeout } from 'node:timers/promises'; await setTimeout(1)" },
      setImmediate: { role: 'sleep', promise: true, example: "import { setImmediate } from 'node:timers/promises'; await setImmediate()" },
      setInterval: { role: 'other', signal: { argument: 2 }, durations: [{ argument: 0, unit: 'ms', timer: 'repeats' }], example: "import { setInterval } from 'node:timers/promises'; for await (const each of setInterval(1_000)) use(each)" },
      'scheduler.wait': { role: 'sleep', promise: true, signal: { argument: 1 }, durations: [{ argument: 0, unit: 'ms', timer: 'once' }], example: "import { scheduler } from 'node:timers/promises'; await scheduler.wait(1)" },
      'scheduler.yield': { role: 'sleep', promise: true, example: "import { scheduler } from 'node:timers/promises'; await scheduler.yield()" },
    },
  }),

  defineLibrary({
    modules: ['node:readline'],
    verified: VERIFIED,
    entries: {
      // Tried: it emits the errors of its input as its own, and throws them into `for await`.
      createInterface: {
        role: 'other',
        gives: 'Interface',
        takesErrors: true,
        acquires: { releasedBy: ['close'], longLived: true, what: 'a readline interface', harm: 'its input stays open' },
        example: "import readline from 'node:readline'; readline.createInterface({ input })",
      },
      'Interface#question': { role: 'other', callbacks: [{ argument: -1, awaited: false, runs: 'later' }], example: "import readline from 'node:readline'; readline.createInterface({ input }).question('?', () => {})" },
    },
    types: { Interface: { extends: ['EventEmitter@node:events'], uncaught: true } },
  }),
  defineLibrary({
    modules: ['node:readline/promises'],
    verified: VERIFIED,
    plainPromises: true,
    entries: {
      createInterface: {
        role: 'other',
        gives: 'Interface',
        takesErrors: true,
        example: "import readline from 'node:readline/promises'; readline.createInterface({ input })",
      },
      'Interface#question': { role: 'other', promise: true, example: "import readline from 'node:readline/promises'; await readline.createInterface({ input }).question('?')" },
    },
    types: { Interface: { extends: ['EventEmitter@node:events'] } },
  }),
  defineLibrary({
    modules: ['node:dns'],
    verified: VERIFIED,
    entries: {
      Resolver: resolver('node:dns'),
      ...each(DNS, name => ({ role: 'other', callbacks: nodeBack, ...dnsWait(name), example: `import dns from 'node:dns'; dns.${name}(host, error => {})` })),
      ...each(DNS.split(' ').map(name => `promises.${name}`).join(' '), name => ({ role: 'other', promise: true, ...dnsWait(name), example: `import { promises } from 'node:dns'; await promises.${name}(host)` })),
    },
  }),
  defineLibrary({
    modules: ['node:dns/promises'],
    verified: VERIFIED,
    plainPromises: true,
    entries: {
      Resolver: resolver('node:dns/promises'),
      ...each(DNS, name => ({ role: 'other', promise: true, ...dnsWait(name), example: `import dns from 'node:dns/promises'; await dns.${name}(host)` })),
    },
    types: { Resolver: {} },
  }),
  defineLibrary({
    modules: ['node:zlib'],
    verified: VERIFIED,
    entries: {
      ...each(ZLIB, name => ({ role: 'other', callbacks: nodeBack, example: `import zlib from 'node:zlib'; zlib.${name}(data, error => {})` })),
      ...each(ZLIB.split(' ').map(name => `${name}Sync`).join(' '), name => ({ role: 'other', ...blocksInZlib(name), example: `import zlib from 'node:zlib'; zlib.${name}(data)` })),
      ...each(ZLIB_STREAMS, name => ({ role: 'other', gives: DECOMPRESSORS.has(name) ? 'Decompressor' : 'Zlib', example: `import zlib from 'node:zlib'; zlib.${name}()` })),
    },
    types: {
      Zlib: {
        extends: ['Transform@node:stream'], unheardErrorCrashes: true,
        exportedAs: ['Gzip', 'Gunzip', 'Deflate', 'Inflate', 'DeflateRaw', 'InflateRaw', 'Unzip', 'BrotliCompress', 'BrotliDecompress'],
      },
      // What is compressed may be anything; what is not compressed breaks it.
      Decompressor: { extends: ['Zlib'], exportedAs: [], unheardErrorCrashes: true, failsWhen: 'its input is broken' },
    },
  }),
  defineLibrary({
    modules: ['node:crypto'],
    verified: VERIFIED,
    entries: {
      ...each(CRYPTO_CALLBACK, name => ({ role: 'other', callbacks: nodeBack, example: `import crypto from 'node:crypto'; crypto.${name}(data, error => {})` })),
      // With no callback these two are synchronous.
      randomBytes: { role: 'other', callbacks: nodeBack, example: "import crypto from 'node:crypto'; crypto.randomBytes(16, error => {})" },
      randomInt: { role: 'other', callbacks: nodeBack, example: "import crypto from 'node:crypto'; crypto.randomInt(16, error => {})" },
      ...each(CRYPTO_SYNC, name => ({ role: 'other', ...blocksInCrypto(name), example: `import crypto from 'node:crypto'; crypto.${name}(data)` })),
      randomUUID: {
        role: 'other',
        unique: true,
        example: "import crypto from 'node:crypto'; crypto.randomUUID()",
      },
    },
  }),
  defineLibrary({
    modules: ['node:async_hooks'],
    verified: VERIFIED,
    entries: {
      'AsyncLocalStorage#run': {
        role: 'other',
        callbacks: [{ argument: 1, awaited: true, runs: 'now' }],
        context: 'runs',
        example: "import { AsyncLocalStorage } from 'node:async_hooks'; new AsyncLocalStorage().run(store, () => {})",
        source: 'gives what the callback returns',
      },
      'AsyncLocalStorage#enterWith': {
        role: 'other',
        context: 'enters',
        example: "import { AsyncLocalStorage } from 'node:async_hooks'; new AsyncLocalStorage().enterWith(store)",
        source: 'run with Node 20.20, 22.23 and 24.21: tests/analysis/tracing/entered-contexts.test.ts',
      },
      'AsyncLocalStorage#getStore': { role: 'other', example: "import { AsyncLocalStorage } from 'node:async_hooks'; new AsyncLocalStorage().getStore()" },
    },
    types: { AsyncLocalStorage: {} },
  }),
  defineLibrary({
    modules: ['node:process'],
    verified: VERIFIED,
    entries: {
      ...each('on once addListener prependListener', name => ({ role: 'listen', callbacks: [listener], example: `import process from 'node:process'; process.${name}('SIGTERM', () => {})` })),
      setUncaughtExceptionCaptureCallback: {
        role: 'listen',
        callbacks: [{ argument: 0, awaited: false, runs: 'later' }],
        example: "import process from 'node:process'; process.setUncaughtExceptionCaptureCallback(error => {})",
      },
      nextTick: { role: 'callback-caller', callbacks: [{ argument: 0, awaited: false, runs: 'later' }], example: "import process from 'node:process'; process.nextTick(() => {})" },
      exit: { role: 'exit', example: "import process from 'node:process'; process.exit(1)" },
      abort: { role: 'exit', example: "import process from 'node:process'; process.abort()" },
    },
  }),
  defineLibrary({
    modules: ['node:util'],
    verified: VERIFIED,
    entries: {
      promisify: { role: 'other', promisifies: 0, example: "import { promisify } from 'node:util'; promisify(f)" },
      callbackify: { role: 'other', callbacks: [{ argument: 0, awaited: true, runs: 'later' }], example: "import { callbackify } from 'node:util'; callbackify(async () => {})" },
    },
  }),
  defineLibrary({
    modules: ['node:test'],
    verified: VERIFIED,
    entries: each('test it describe suite before after beforeEach afterEach default', name => ({
      // Its promise may be left alone: the runner waits for it.
      role: 'test', callbacks: [{ argument: -1, awaited: true, runs: 'later' }],
      example: name === 'default' ? "import test from 'node:test'; test('x', async () => {})" : `import { ${name} } from 'node:test'; ${name}('x', async () => {})`,
    })),
  }),
];
