/**
 * What we know of a library, as data. One schema for our entries and for the user's
 * (`settings.bulletproof.libraries`). Roles are closed: rules ask for a role. Libraries are open.
 *
 * A path names a value of a library:
 *   `fetch`          an export (or, in the library `global`, a global)
 *   `default`        the default export, and what `require()` gives when it is itself called
 *   `promises.readFile`  a member of an export
 *   `Pool#query`     a member of an instance of the type `Pool`
 *   `PrismaClient#*.findMany`  `*` stands for any one name
 * A type is a name local to its library; `Type@module` names a type of another library.
 */
export const ROLES = [
  // waits
  'http-request', // an outgoing request: `wait` says what bounds it
  'http-client', // makes a client whose requests inherit its options
  'database-client', 'database-query', 'cache-client', 'cache-command', 'broker-client',
  'cloud-client', 'cloud-command', 'mail-client',
  'message-send', 'message-consume', 'transaction', 'sleep',
  // lifetimes
  'acquire', // gives something that must be released: see `acquires`
  'listen', // `emitter.on(event, listener)`
  'timer', 'file-access', 'child-process', 'server',
  // failures
  'parse', // throws on bad input (JSON.parse, new URL)
  'error-report', // hands an error to a tracker
  'exit',
  // web
  'web-app', 'route', 'middleware', 'error-middleware', 'respond', 'next', 'web-hook',
  // observability
  'logger', 'log', 'metric', 'metric-update', 'tracer', 'span',
  // boundaries
  'external-data', // gives data that nobody has checked yet
  'validate', // checks data, or makes what checks it
  // promises
  'promise-combine', // Promise.all and friends
  'iterate', // calls its callback and drops what it returns: forEach
  'callback-caller', // calls its callback at some time: see `callbacks`
  'resilience', // retry, breaker, limiter, timeout wrappers
  'test', 'cli', 'other',
] as const;

export type Role = (typeof ROLES)[number];

/** Where the options of a call sit, and what in them bounds the wait. */
export interface WaitFacts {
  /** Zero-based index of the options argument, the first that is an object if several; `'last'` for the last argument that is no function. */
  readonly argument: number | readonly number[] | 'last';
  /** Option paths (`timeout.request`) any one of which bounds the wait. */
  readonly bounds: readonly string[];
  /** What bounds the wait when no option does, such as `10 s`; absent when nothing does. */
  readonly bounded?: string;
  /** Methods of the result that bound the wait: `setTimeout`, superagent's `timeout`, or `on:timeout` for a listener. */
  readonly boundedByMethods?: readonly string[];
  /** Options that look like a bound and are none. */
  readonly inert?: readonly InertOption[];
  /** How the bound is written: the message and the suggestion use it. Defaults to `signal: AbortSignal.timeout(10_000)` where `bounds` has `signal`. */
  readonly write?: string;
  /** `write` is more than one edit, or a form of its own: the message says it, and nothing is suggested. */
  readonly told?: true;
  /** The option that holds a function which gives the options: Nest's `useFactory`. */
  readonly factory?: string;
  /** How long a server that never answers holds the call where nothing bounds it: the end of "holds it …". Defaults to `for ever`. */
  readonly silence?: string;
  /** Values of a bound that switch it off, besides undefined and null. Defaults to 0, false and Infinity. */
  readonly off?: readonly (number | boolean)[];
  /** The names of the errors with which it rejects when its signal is aborted by a controller, and by `AbortSignal.timeout`. */
  readonly rejects?: { readonly abort: string; readonly timeout: string };
  /** Options that hold a client whose bound holds for the call: fetch's `dispatcher`. */
  readonly carriers?: readonly string[];
  /** Index of the argument that may be a request object, which brings a signal of its own. */
  readonly request?: number;
  /** Properties of the client that bound its requests once something is assigned to them: axios' `defaults.timeout`. */
  readonly settings?: readonly string[];
  /** Methods of the client that take a function which can still bound each request: axios' `interceptors.request.use`. */
  readonly hooks?: readonly string[];
  /** Calls, as `path@module`, that bound every request of the process by a client that they are given, or by options: undici's `setGlobalDispatcher`, needle's `defaults`. */
  readonly globalClients?: readonly string[];
  /** Modules of operators through which the result may be piped; one of role `resilience` bounds the wait. */
  readonly operators?: readonly string[];
  /** The call only announces that the time is over: its callback (argument), or a listener of this event, must end the wait. */
  readonly announces?: {
    readonly callback: number;
    readonly event: string;
    /** Where nobody listens the library ends it; whoever listens takes that over: `server.setTimeout`. */
    readonly unheard?: 'ends';
  };
  /** An argument that is sent as data: an object of nothing but these options is meant as options. */
  readonly data?: { readonly argument: number; readonly options: readonly string[] };
  /** Its last argument is a callback: `always`, or `if-given`, where a call without one gives a stream and may last. */
  readonly calledBack?: 'always' | 'if-given';
  /** No option of its client bounds it: only the call itself can, wherever its client is made. */
  readonly atCallOnly?: true;
}

/** Where a call takes an AbortSignal that ends its wait; not needed where `wait.bounds` names the option. */
export interface SignalFacts {
  /** As in `WaitFacts`. */
  readonly argument: WaitFacts['argument'];
  /** Defaults to `signal`. */
  readonly option?: string;
}

/** What an outgoing request gives once its server has answered: a response, by its promise or to its callback. */
export interface ReplyFacts {
  /** Its members that say whether the request has succeeded: `ok`, `status`. */
  readonly status: readonly string[];
  /** Its members that are the body, or read it. */
  readonly body: readonly string[];
  /** How a test for a status of failure is written, and the status, `$` for the response: `!$.ok`, `$.status`. */
  readonly failed: string;
  readonly code: string;
  /** It is a stream itself. */
  readonly isStream?: true;
  /** It rejects on statuses of failure, unless this option (where `wait` says that options stand) switches that off. */
  readonly rejectsUnless?: string;
  /** The option, and its value, with which the body is handed over unread, whatever status of success it came with: `responseType: 'stream'`. */
  readonly streamedWith?: { readonly option: string; readonly value: string };
  /** Options with which it may reject on them. */
  readonly mayRejectWith?: readonly string[];
  /** How long a body that nobody reads keeps its connection from being used again, and how it is given up, `$` for the response. */
  readonly unread?: { readonly holds: 'for ever' | 'until collected'; readonly write: string };
}

/** It makes one signal of several, and listens to each of them until it is cleared. */
export interface CombinesFacts {
  /** Index of the argument that holds the list of signals. */
  readonly signals: number;
  /** The method of the result that removes its listeners from them. */
  readonly clearedBy: string;
}

/** What a client waits for: the connection, a place in its pool, the answer to a command. */
export const CLIENT_WAITS = ['connect', 'acquire', 'command'] as const;

export type ClientWait = (typeof CLIENT_WAITS)[number];

/** One wait of a client (or of one call: a child process, a DNS query) that its options bound. */
export interface ClientWaitFacts {
  /** Where its options sit, as in `WaitFacts`: an index, several, or `'last'`. */
  readonly argument: WaitFacts['argument'];
  /** Option paths (`socket.connectTimeout`) any one of which bounds the wait. */
  readonly bounds: readonly string[];
  /** How the bound is written: `connection: { statement_timeout: 10_000 }`. */
  readonly write: string;
  /** `write` is more than one edit: the message says it, and nothing is suggested. */
  readonly told?: true;
  /** What waits, for messages: `queries`. Defaults to `connecting`, `waiting for a free connection`, `commands`. */
  readonly what?: string;
  /** How long the wait lasts with no option, where that ends and is still far too long: `for 24 s`. Defaults to `for ever`. */
  readonly silence?: string;
  /** What bounds the wait by default, such as `10 s`: then only an option that switches it off is a fault. */
  readonly bounded?: string;
  /** Values of a bound that switch it off, besides undefined and null. Defaults to 0, false and Infinity. */
  readonly off?: readonly (number | boolean)[];
  /** Options with which nobody can say from here: a stream of one's own, a string of server options. */
  readonly hides?: readonly string[];
  /** Only where these options are written with one of these values: `{ type: ['postgres'] }`. */
  readonly where?: Readonly<Record<string, readonly string[]>>;
  /** Not where one of these options has this value: `{ maxRetriesPerRequest: null }`. */
  readonly unless?: Readonly<Record<string, string | number | boolean | null>>;
  /** The option whose function gives the options: `useFactory`. */
  readonly factory?: string;
  /** A connection string that can bound it, or does not. */
  readonly url?: ConnectionStringFacts;
  /** Words of statements that bound it on the server, `statement_timeout`: where a text of the file has one, nothing is said. */
  readonly statements?: readonly string[];
  /** Major versions of the library in which nothing bounds it by default; where the version cannot be told, nothing is said. */
  readonly majors?: readonly number[];
  /** Methods of the client that wait on purpose (`subscribe`, `blpop`): a client that calls one is left alone. */
  readonly patient?: readonly string[];
  /** Modules that need such clients without a bound: a file that imports one is left alone. */
  readonly besides?: readonly string[];
  /**
   * A fault only while the process serves; at its start it holds nobody. `surely`: in what runs per request, message or job.
   * `likely`: also with values that the function around it is given or makes, in a package that installs no commands.
   */
  readonly whileServing?: 'surely' | 'likely';
}

export interface ConnectionStringFacts {
  /** Where it stands: the index of an argument, or an option's path. */
  readonly at: readonly (number | string)[];
  /** Its parameters any one of which bounds the wait. */
  readonly parameters: readonly string[];
  /** Timeouts usually stand in it: for one that cannot be read, nothing is said. */
  readonly usual?: true;
  /** The option that holds it where the argument is an object: options are written beside it. */
  readonly option?: string;
}

/** A length of time, or a moment, that a call reads. */
export interface DurationFacts {
  /** Index of the argument; `'any'` with `after`. */
  readonly argument: number | 'any';
  /** The option of that argument. */
  readonly option?: string;
  /** It stands behind an argument of this text: Redis' `'EX'`. */
  readonly after?: string;
  readonly unit: 'ms' | 's';
  /** What a text of digits alone is: jsonwebtoken reads `'3600'` as milliseconds, and 3600 as seconds. */
  readonly textUnit?: 'ms';
  /** It is a moment, counted since 1970. */
  readonly moment?: true;
  /** A timer of the platform, with its limits: `once`, `repeats` again and again, or a `limit` that throws on what is no number. */
  readonly timer?: 'once' | 'repeats' | 'limit';
}

export interface InertOption {
  readonly key: string;
  /** What it does instead: the end of "`timeout` …". */
  readonly why: string;
  /** What to write: the end of "Write …". */
  readonly instead: string;
  /** Another option whose presence makes the key work (or another value of the key itself do). */
  readonly unless?: readonly string[];
  /** A listener on the result that makes it work: `timeout` for http.request. */
  readonly unlessListener?: string;
  /** Only where the value is of this kind. */
  readonly only?: 'number' | 'object' | 'zero' | 'infinite';
  /** Only from this number on: milliseconds written where seconds are read. */
  readonly from?: number;
  /** Only beside one of these options, for the sake of which the library passes over the key. */
  readonly beside?: readonly string[];
  /** The major version since which it does nothing; older ones read it, and where the version cannot be told nothing is known. */
  readonly since?: string;
  /** It works before this version: where an older one is declared or installed, nothing is said. */
  readonly notBefore?: string;
  /** Index of the argument in which it stands, where that is not the one that holds the options: the call reads no such argument. */
  readonly argument?: number;
  /** The property to write instead, `$` for the value as it stands. */
  readonly write?: string;
}

/** A function that the library calls. */
export interface CallbackFacts {
  /** Zero-based index; negative counts from the end; `'any'` for every function argument (from `from` on). */
  readonly argument: number | 'any';
  /** An option path of an options object at `argument`, where the callback is a property. */
  readonly option?: string;
  /** Whether the library waits for, or handles the rejection of, a promise that the callback returns. */
  readonly awaited: boolean;
  /** The major version since which `awaited` is true, where it was false before: express 5. */
  readonly awaitedSince?: string;
  /** Packages that make `awaitedSince` true of every version, by patching the library: `express-async-errors`. */
  readonly awaitedWith?: readonly string[];
  /** An option of the call that makes the library handle the rejection: croner's `catch`. */
  readonly handledBy?: string;
  /** Only for functions that declare exactly so many parameters: Express tells error middleware by its four. */
  readonly arity?: number;
  /** Only where the first argument of the call is one of these strings: the names of hooks and events. */
  readonly named?: readonly string[];
  /** Node-style: the first parameter is an error or null. */
  readonly errorFirst?: boolean;
  /** It is given, last, a node-style callback by which it says that it is done, or has failed. */
  readonly completes?: true;
  /** Its error is usually left alone: what is given up may be gone already, and nothing depends on it; `when-empty`: by a function that does nothing. */
  readonly ignorable?: true | 'when-empty';
  /** What it throws ends the process: nothing that catches is around it, neither of the library nor of its user. */
  readonly uncaught?: true;
  /** The library hears the errors of the emitters that it hands over. */
  readonly heard?: true;
  /** Types of the parameters, `''` for a plain value. */
  readonly parameters?: readonly string[];
  /** Of all such callbacks of one chain exactly one runs: the branches of a `match`. */
  readonly oneOf?: true;
  /** For hooks: an async one that has answered must give back the response, or what follows runs as if it had not. */
  readonly goesOn?: true;
  /** For `respond`: with this callback nothing is sent; answering is the callback's business. */
  readonly answers?: boolean;
  /** When it runs: `'request'` once per request, message or job; `'later'` at some time; `'now'` before the call returns. */
  readonly runs: 'now' | 'later' | 'request';
}

/** It throws on input that is not well-formed. */
export interface ThrowsOnFacts {
  /** Indexes of the arguments that hold the input. */
  readonly arguments: readonly number[];
  /** What such input is: the middle of "text that … ends the process": `is no JSON`. */
  readonly input: string;
  /** Index of the argument that is the base of an address. */
  readonly base?: number;
  /** It undoes percent-encoding. */
  readonly decodes?: true;
}

/** A command that makes others wait while it runs. */
export interface BlockFacts {
  /** Who waits meanwhile: every client of the `server`, whatever else uses its `connection`, or all else that this `process` has to do. */
  readonly holds: 'server' | 'connection' | 'process';
  /** What it does in that time: the end of "`keys` …". */
  readonly why: string;
  /** What to write, `$` for the first argument: the end of "Write …". */
  readonly instead: string;
  /** Only with this word among its arguments, or as a key of its options: XREAD's `BLOCK`. */
  readonly only?: string;
  /** Not with this word among its arguments, or as a key of its options: FLUSHALL's `ASYNC`. */
  readonly unless?: string;
  /** It reads one collection as a whole: how large that grows is for its author to know. */
  readonly collection?: true;
  /** How its client reads the same in batches (`$` for what the command is given), and how one `batch` is pushed. */
  readonly inBatches?: { readonly read: string; readonly push: string };
  /** What of the same library does the same, with the same arguments, and gives a promise: `promises.readFile`. */
  readonly asynchronous?: string;
  /** It is over in microseconds, unless the disk is a slow one: `existsSync`. */
  readonly brief?: true;
  /** With one of these values as this argument, or a number up to this one, it is over at once: a key pair of the type `ed25519`. */
  readonly short?: { readonly argument: number; readonly values?: readonly string[]; readonly upTo?: number };
  /** Somebody logs in, or shows a key: that comes with requests, whatever function it stands in. */
  readonly checksSecrets?: true;
}

/** A command of a key that all instances share, of which locks are made. */
export interface KeyFacts {
  /** `claim`: it stores a value only where there is none. */
  readonly does: 'claim' | 'release' | 'expire' | 'read';
  /** For `claim`: the word among its arguments, or in its options, with which alone it does so. */
  readonly only?: string;
  /** For `claim`: words, or options, any one of which lets the key expire. */
  readonly expiry?: readonly string[];
  /** For `claim`: how it is written with an expiry, `$1` for the key, `$2` for the value. */
  readonly write?: string;
}

/** A call that starts work for many values, or a queue that is given work, and how many run at once. */
export interface FanOutFacts {
  /** The argument that holds the values, or the functions to run; absent for a queue, which gets them later. */
  readonly list?: number;
  /** The argument with the function that runs for each value. */
  readonly work?: number;
  /** The argument that holds options; absent where no option bounds it. */
  readonly argument?: number;
  /** Options any one of which bounds how many run at once, or in a time. */
  readonly bounds: readonly string[];
  /** What to write: an option (`concurrency: 10`), or the function to call instead (`mapLimit(list, 10, …)`). */
  readonly write: string;
  /** Its property that can be set later: `queue.concurrency = 5`. */
  readonly settings?: readonly string[];
}

/** What a database query does. In a builder, each link adds its part. */
export interface QueryFacts {
  /** `sql`: the text that it is given says so. */
  readonly does?: 'read' | 'insert' | 'update' | 'delete' | 'sql';
  /** How the same is done for many rows at once: the end of "Write …". */
  readonly inOne?: string;
  /** For updates: the argument, or the option of the first, with the new values; every argument where it is not said. */
  readonly values?: number | string;
  /** For updates: how a column is changed in the database itself. */
  readonly inPlace?: InPlaceFacts;
  /** Those of one tick become one query by themselves. */
  readonly joined?: true;
  /** For updates and deletes of many: where their condition stands; `where`: in a link of their builder. */
  readonly scope?: 'where' | ScopeFacts;
  /** What a link of a builder adds. */
  readonly part?: 'source' | 'condition' | 'limit' | 'one' | 'aggregate' | 'group';
  /** It gives all rows that match, unless its options say otherwise. */
  readonly rows?: {
    /** The argument that holds options. */
    readonly options?: number;
    /** Options that limit how many. */
    readonly limits: readonly string[];
    /** The argument, or the option, that says which. */
    readonly condition?: number | string;
    /** How a limit is written: the end of "Write …". */
    readonly write: string;
  };
}

/** What an update writes to have the database compute a column of what it holds, `$1` for the column. */
export interface InPlaceFacts {
  readonly add?: string;
  readonly subtract?: string;
  readonly multiply?: string;
  readonly divide?: string;
  /** An element at the end of a list. */
  readonly append?: string;
}

/** The condition of an update or delete, without which it changes every row: so does an empty object. */
export interface ScopeFacts {
  /** The argument that is the condition, or holds it as an option. */
  readonly argument: number;
  readonly option?: string;
  /** It may be left out; a call that would be refused without it is no fault of this kind. */
  readonly missing?: true;
  /** How it is written: the end of "Write …". */
  readonly write: string;
}

/** What a logger method reads, in which order. */
export interface LogFacts {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'any';
  /**
   * `fields-first`: (fields or error, message, …values): pino, bunyan
   * `message-first`: (message, fields): winston
   * `variadic`: everything is printed: console, log4js
   * `nest`: (message, stack or error, context)
   */
  readonly order: 'fields-first' | 'message-first' | 'variadic' | 'nest';
  /** The key under which fields carry an error. */
  readonly errorKey?: string;
  /** Whether messages are meant for machines: constant text, values in fields. */
  readonly structured: boolean;
  /** The argument that holds the level: `log('error', …)`; what is read comes behind it. */
  readonly levelArgument?: number;
  /**
   * Values behind the message are printed by placeholders only, and all others are lost (`true`), or all but the first object;
   * and which placeholders keep an error.
   */
  readonly extraValues?: { readonly lost: true | 'all but first object'; readonly errorKeptBy: readonly string[] };
  /** Placeholders that print nothing of an error which they are given: `%j` prints `{}`. */
  readonly errorLostTo?: readonly string[];
  /** An error in the first place keeps no stack, and this of it; of loggers with formats, unless a format takes care of it. */
  readonly firstErrorLost?: { readonly keeps: 'nothing' | 'text' };
  /**
   * An error as a field is printed as `{}` unless it stands under `errorKey`, or the logger was made with one of these options.
   * `key`: the option that names the error's key; `serializers`: the one that holds a function for each key that it serializes.
   */
  readonly errorFieldsLost?: { readonly unless: readonly string[]; readonly argument: number; readonly evenUnderErrorKey?: boolean; readonly key?: string; readonly serializers?: string };
  /** Options of the logger's maker that hold a format (see `logFormat`), or a list of transports that may have one. */
  readonly formattedBy?: readonly string[];
  /** Options of the logger's maker that can change the order of arguments. */
  readonly reorderedBy?: readonly string[];
  /** The key under which the fields may hold the message, where it is not handed over by itself. */
  readonly messageKey?: string;
  /** Keys of the entry's own: a field of this name is lost, or changes what becomes of the entry. */
  readonly reservedKeys?: readonly string[];
  /** Its method that takes fields for an entry with an error, where one call takes either: `child`. */
  readonly fieldsWithError?: string;
}

/** What a format of a logger does with errors and with values behind the message. */
export interface LogFormatFacts {
  /**
   * `nothing`; `text`: an error in the place of the message keeps its text; `errors`: and its stack;
   * `placeholders`: they are filled; `all`: what its arguments do, one after the other.
   */
  readonly does: 'nothing' | 'text' | 'errors' | 'placeholders' | 'all';
  /** The option of its first argument that holds a format of its own: a transport's. */
  readonly format?: string;
  /** The option of its first argument with which it may do anything. */
  readonly unless?: string;
}

/** Something that must be released on every path. */
export interface AcquiresFacts {
  /** Methods of it (or elements, by their index: `1`) that release it; `()` where it is itself the function to call. */
  readonly releasedBy: readonly string[];
  /** Methods that release it when it is handed to them: `pool.releaseConnection(connection)`. */
  readonly releasedByPassing?: readonly string[];
  /** For messages, with its article: `a pool client`. */
  readonly what: string;
  /** What runs out when it is not released: the end of a sentence. */
  readonly harm?: string;
  /** What must be released is not the result but the object whose method is called: `client.connect()`. */
  readonly resource?: 'receiver';
  /** It is often kept for the life of the process: only where a function releases it on some path is another path without a leak. */
  readonly longLived?: boolean;
  /** Its methods whose result takes it over and releases it: `handle.createReadStream()`. */
  readonly takenOverBy?: readonly string[];
  /** Where it is handed to a callback: the index of the parameter that releases it when called (`done` of `pg`). */
  readonly releaser?: number;
  /** Where it is handed to a callback with no error in front: the index of the parameter that it is. */
  readonly parameter?: number;
  /** For that: only where the callback declares so many parameters. With fewer, and where the callback throws, the library releases it. */
  readonly arity?: number;
  /** Its methods whose failure is not counted, since they come before it holds anything (or before its documented `try`). */
  readonly opening?: readonly string[];
  /** Methods of the object whose method is called, or functions of the same module, that release it without being given it: `mutex.release()`. */
  readonly releasedOn?: readonly string[];
  /** What a second release does, where it does harm: the end of "…, so that". */
  readonly twice?: string;
  /** It ends with the object whose method gives it: no leak where that object is made in the same function. */
  readonly endsWithReceiver?: true;
  /** Its method that is called until it gives no more, with nothing left to release then: only a failure before that is a leak. */
  readonly readBy?: string;
  /** Those of `releasedBy` that leave it open: they count as a release, and the message writes the first of the others. */
  readonly letsGoBy?: readonly string[];
  /** Methods or options whose names in the same function may mean that something else ends it: `abort`; `release(…)` where it is given something. */
  readonly endedBy?: readonly string[];
  /** Methods that open it when they are given it, and give it back: `client.query(new Cursor(text))`; nothing is held before. */
  readonly openedBy?: readonly string[];
}

/** It tells a broker that a message is done with, and is not to be delivered again. */
export interface AckFacts {
  /** The message: the object whose method is called, or what an argument, or an option of one, names. */
  readonly message: 'receiver' | number | { readonly argument: number; readonly option: string };
}

/** A list of messages that one call of a handler is given: all of them are done with when it fulfils, but those that its answer names. */
export interface BatchFacts {
  /** Who forgets them, for messages. */
  readonly by: string;
  /** The field of the answer that names those whose work has failed, and how one of them is written. */
  readonly failures: string;
  readonly write: string;
  /** What must be switched on for that, for messages. */
  readonly needs?: string;
}

/** A job that is put into a queue: what becomes of it when it fails, and once it is over. */
export interface JobFacts {
  /** The argument that holds its options, or jobs with theirs. */
  readonly argument: number;
  /** The same where no name stands in front. */
  readonly unnamed?: number;
  /** The option of that argument that holds them. */
  readonly at?: string;
  /** The argument is a list of jobs. */
  readonly each?: true;
  /** The option of a job that holds jobs which belong to it. */
  readonly children?: string;
  /** An argument that can say it for all of them. */
  readonly besides?: number;
  /** The option without which its first failure is final, unless one of others makes it come again anyway. */
  readonly attempts?: { readonly option: string; readonly unless?: readonly string[]; readonly write: string };
  /** The option without which it is kept for ever; the consumer whose options can say so, too. */
  readonly removal?: { readonly option: string; readonly alsoBy?: string; readonly write: string };
  /** The option of its queue that holds for all of its jobs, and the arguments in which it may stand. */
  readonly defaults?: { readonly arguments: readonly number[]; readonly option: string };
  /** Where it is written, for messages: the end of "Pass `attempts: 5` …". Defaults to the job and the defaults of its queue. */
  readonly where?: string;
}

/** A call that runs its callback again and again, whether or not the last run has ended. */
export interface RepeatFacts {
  /** Where the time between two runs is: milliseconds, a cron expression, or a member of an enumeration such as `EVERY_5_MINUTES`. */
  readonly period: number | { readonly argument: number; readonly option: string };
  /** How the period is written. */
  readonly unit: 'ms' | 'cron';
  /** The option that makes it skip a run while the last is still going. */
  readonly skipsWith?: { readonly argument: number | 'any'; readonly option: string };
  /** The same as an argument of its own. */
  readonly skipsWithArgument?: number;
  /** Its function is the method that it decorates. */
  readonly decorates?: true;
}

/** Work that is done again when it has failed: the callback of a call, or the requests of a client. */
export interface RetryFacts {
  /** Where its options stand: an index, or several. */
  readonly argument: number | readonly number[];
  /** Option paths that say how often, `''` where the argument itself is the number; and how often where none of them does. */
  readonly count: { readonly options: readonly string[]; readonly of: 'attempts' | 'retries'; readonly default: number };
  /** Options that lift the limit, and options that end it in another way. */
  readonly forever?: readonly string[];
  readonly endedBy?: readonly string[];
  readonly pause: RetryPauseFacts;
  /** Whether chance has a part in the pause, or which option gives it one. Absent where it has, or nobody can say. */
  readonly jitter?: false | { readonly option: string; readonly default: boolean; readonly write: string };
  /** What looks at the error before the next attempt: options, or an argument (unless it is this export of the library: `handleAll`). */
  readonly decides?: { readonly options?: readonly string[]; readonly argument?: number; readonly unless?: string };
  /** Whether requests that must not be sent twice (POST) are tried again: `always`, once a count is written, where an option lists them, or as an option decides. */
  readonly posts?: 'always' | 'counted' | { readonly listedIn: string } | { readonly decidedBy: string };
  /** Where options of the client hold for its calls too: the option of the client's first options argument. */
  readonly defaultsIn?: string;
}

/** What is waited between two attempts. */
export interface RetryPauseFacts {
  /** Option paths any one of which sets it. */
  readonly options: readonly string[];
  /** A number there is the first pause of several that grow, or each of them. */
  readonly number?: 'first' | 'each';
  /** The option by which it grows: 1 keeps it as it is. */
  readonly factor?: string;
  readonly default: 'none' | 'growing';
  /** How a growing pause is written; `$` stands for the function that is called. */
  readonly write?: string;
}

/** What a call does each time it runs, and must not do twice. */
export interface EffectFacts {
  /** The end of "each attempt …": `sends the mail`. */
  readonly does: string;
  /** Options, of any argument, by which the other side knows that it is the same. */
  readonly unless: readonly string[];
}

/** For what makes an error: where the one that it stands for goes in. */
export interface CauseFacts {
  /** The argument that takes it, or options with it; `last` for one behind all others. */
  readonly argument: number | 'last';
  /** The option that takes it; absent where the argument itself does. */
  readonly option?: string;
  /** It may also stand by itself before the others. */
  readonly inFront?: true;
  /** What new options must hold besides, so that the rest stays as it is: `description: 'Bad Gateway'`. */
  readonly beside?: string;
}

/** What a call puts into the response that a client gets. */
export interface AnswerFacts {
  /** The argument that is sent as the body. */
  readonly body?: number;
  /** The argument that holds the status, or an option of one. */
  readonly status?: number | { readonly argument: number; readonly option: string };
  /** The status that goes with it by itself: 500 of `new InternalServerErrorException()`. */
  readonly fixed?: number;
}

/** What a function of a test framework asserts. */
export interface AssertionFacts {
  /**
   * `subject` begins a chain about a value; `holds` is an assertion of its own; `fails` always fails; `counts` says how many
   * assertions a test must make; `throws`, `rejects` and `does not throw` take the function or promise that they are about.
   */
  readonly kind: 'subject' | 'holds' | 'fails' | 'counts' | 'throws' | 'rejects' | 'does not throw';
  /** For `subject`: names in its chain that make it a promise. */
  readonly promises?: readonly string[];
  /** For `subject`: names at the end of its chain that assert an error. */
  readonly throws?: readonly string[];
  /** A text behind the function is the assertion's own message, and no expectation. */
  readonly textIsMessage?: true;
  /** What becomes of it where nobody waits for the promise that it is, as the end of a sentence. */
  readonly unawaited?: string;
}

/** A bound on what one client may take of a server: its time, its memory. */
export interface LimitFacts {
  /** The option that sets it, or the property of the server. */
  readonly key: string;
  /** Index of the argument whose option it is; absent for a property. */
  readonly argument?: number;
  /** Values that switch it off. */
  readonly off?: readonly number[];
  /** In bytes (also written as `10gb`): from this number on it bounds nothing. */
  readonly offFrom?: number;
  /** What clients can do where it is off: the end of "`requestTimeout: 0` …". */
  readonly harm: string;
  /** The value to write. */
  readonly write: string;
  /** How its right value is found: the end of "Write `…`, …". */
  readonly choose: string;
  /** What breaks where nobody sets it, as a sentence with no full stop; absent where its default is sound. */
  readonly left?: string;
  /** `left` holds behind a load balancer only. */
  readonly balanced?: true;
  /** Options that set it too, or make a server that has none. */
  readonly unless?: readonly string[];
}

/** How what serves lets go of it, so that nobody is cut off when the process is told to end. */
export interface ShutdownFacts {
  /** The method that takes nothing new and waits for what is going on. */
  readonly close: string;
  /** How that says that it is done: by its promise, or by a callback. */
  readonly by: 'promise' | 'callback';
  /** Its method after which it does so by itself when the process is told to end: Nest's `enableShutdownHooks`. */
  readonly onSignals?: string;
}

/** Where a library gives, or is given, what opens something to whoever reads it. */
export interface SecretFacts {
  /** What it gives, with its article: `a signed token`. */
  readonly gives?: string;
  /** Members of what it gives that are one, where the whole is not only that: `privateKey`. */
  readonly members?: readonly string[];
  /** It gives other things as well: it is one where the file gives it the name of a credential. */
  readonly named?: true;
  /** Types of the options that its arguments are, by their index. */
  readonly options?: Readonly<Record<number, string>>;
  /** What its arguments are, by their index. */
  readonly takes?: Readonly<Record<number, string>>;
}

/** What is made keeps something from call to call: one that is made per call keeps it in vain. */
export interface KeepFacts {
  /** With its article: `a pool of connections`. */
  readonly what: string;
  /** What breaks where every call makes one: the end of "…: {harm}". */
  readonly harm: string;
  /** `state`: it decides by what earlier calls did, so that one of a single call decides nothing. */
  readonly kind: 'connections' | 'state';
  /** Only where this option is set. */
  readonly onlyWith?: string;
}

/** What it makes stays where the whole process looks for it: a metric in its registry, a callback at its instrument. */
export interface RegistrationFacts {
  /** What a second one does: it `throws`, it `stays` beside the first, or it `costs` time only. */
  readonly again: 'throws' | 'stays' | 'costs';
  /** The end of "Every request …": `makes a metric under a name that the first one has taken`. */
  readonly does: string;
  /** What breaks: the end of "…: {harm}". */
  readonly harm: string;
  /** How it is written instead, as a sentence with no full stop. */
  readonly write: string;
  /** The option of its first argument that names it, `''` for that argument itself; absent where its names are its own. */
  readonly name?: string;
  /** The option of its first argument that says where it is registered instead. */
  readonly registry?: string;
  /** Methods by which a name is free again, or that look whether it is taken. */
  readonly freedBy?: readonly string[];
}

/** How a call says to which time series, or to which operation, what it records belongs. */
export interface SeriesFacts {
  /** What becomes of many of them: the end of "The label `userId` takes …: each {harm}". */
  readonly harm: string;
  /** Index of the argument that holds labels by their names. */
  readonly labels?: number;
  /** The option of that argument that holds them, where it holds other things too. */
  readonly within?: string;
  /** The option of the metric's maker that lists the names of its labels. */
  readonly declaredBy?: string;
  /** Where no object holds them, their values stand one behind the other, in that order. */
  readonly positional?: true;
  /** From this argument on: labels by their names, or a list of texts such as `user:1`. */
  readonly tags?: number;
  /** The function that it gives takes labels too. */
  readonly timer?: true;
  /** The argument that is its name, or an option of one. */
  readonly name?: number | { readonly argument: number; readonly option: string };
  /** It is the name of an operation, whose values belong into attributes. */
  readonly isSpan?: true;
  /** It ends time series, so that those of the metric are bounded. */
  readonly ends?: true;
}

/** It keeps what is put into it, or each result of the function that it is given, until an option bounds how much. */
export interface RetentionFacts {
  /** What it keeps, for "… keeps {what}": `every key`. */
  readonly what: string;
  /** Index of the argument that holds its options. */
  readonly argument?: number;
  /** Options any one of which bounds how much it holds. */
  readonly bounds: readonly string[];
  /** Values of these options that bound nothing. */
  readonly off?: readonly number[];
  /** Options by which entries go when their time is over: while more come in, they bound nothing. */
  readonly expires?: readonly string[];
  /** Index of the function whose results it keeps, one for each set of arguments. */
  readonly memoizes?: number;
  /** It is meant to be made for each request; only one of the module is kept. */
  readonly perRequest?: boolean;
  /** How the bound is written: the end of "Write …". */
  readonly write: string;
}

/** It gives the very object that it keeps, and gives it to the next caller too. */
export interface HandOutFacts {
  /** Only where this option of what made the cache has this value. */
  readonly only?: { readonly argument: number; readonly option: string; readonly value: boolean };
}

/** It changes something that it is handed, or its own object, where others look as if they gave a new value. */
export interface ChangeFacts {
  /** What is changed: the object whose method is called, or the argument at this index. */
  readonly what: 'receiver' | number;
  /** How a copy is written that may be changed, with `{object}` for what is changed: `new Date({object})`. Where it is `{}`, that is put in front of the arguments. */
  readonly copy: string;
  /** Its result is what it has changed. */
  readonly givesIt?: true;
}

/** What it makes keeps its state in the memory of the process, unless it is told where else: another instance knows nothing of it. */
export interface ProcessStateFacts {
  readonly kind: 'sessions' | 'limits' | 'messages' | 'sockets';
  /** The end of "`session(…)` keeps …": `the sessions`. */
  readonly what: string;
  /** The end of "where a second instance runs, …". */
  readonly breaks: string;
  /** Index of the argument that holds its options, -1 for the last; absent where none of them changes it. */
  readonly argument?: number;
  /** Options any one of which says where else. */
  readonly unless?: readonly string[];
  /** Only where this option has this value. */
  readonly only?: { readonly option: string; readonly value: string };
  /** The option that holds a function which gives the options: Nest's `useFactory`. */
  readonly factory?: string;
  /** It is not called, but handed to a `register` with its options behind it: a plugin of Fastify. */
  readonly registered?: true;
  /** Names that may mean that something else keeps it, wherever they stand in the file. */
  readonly unlessNamed?: readonly string[];
  /** How another place is written: the end of "Write …". */
  readonly write: string;
}

/** It writes a file, or is told where files go. */
export interface DiskStateFacts {
  /** The argument that is the path, or holds it as an option. */
  readonly argument: number;
  readonly option?: string;
  /** The files of all requests go there, wherever the call stands: `multer({ dest })`. */
  readonly uploads?: true;
  /** The option that goes before that one. */
  readonly unless?: string;
}

export interface Entry {
  readonly role: Role;
  /** How it is used. Defaults to `call`. `read`: reading the property is enough (`req.body`). */
  readonly use?: 'call' | 'new' | 'either' | 'read';
  /** It keeps the argument `value`, under `key` if it has one, in what serves every request: `app.set('user', …)`. */
  readonly keepsForAll?: { readonly key?: number; readonly value: number };
  /** The type of what it gives; of the fulfilled value where `promise`. `<>`: the type that it is given as an argument. */
  readonly gives?: string;
  /** Whether it gives a promise that can reject: `'without-callback'` where a trailing function turns that off. */
  readonly promise?: boolean | 'without-callback';
  /** Its promise starts nothing before it is awaited or given a handler: a Prisma query, a mongoose query. */
  readonly lazy?: true;
  readonly wait?: WaitFacts;
  readonly signal?: SignalFacts;
  readonly reply?: ReplyFacts;
  readonly combines?: CombinesFacts;
  readonly durations?: readonly DurationFacts[];
  /** What a client waits for, and what bounds each; of several facts for one wait the first whose `where` holds counts. */
  readonly waits?: Readonly<Partial<Record<ClientWait, ClientWaitFacts | readonly ClientWaitFacts[]>>>;
  readonly callbacks?: readonly CallbackFacts[];
  readonly query?: QueryFacts;
  /** How much of what it is given runs at once. */
  readonly fansOut?: FanOutFacts;
  /** Who waits while it runs. */
  readonly blocks?: BlockFacts;
  readonly key?: KeyFacts;
  /** An argument that says which other commands of the same type are sent: the `name` of one (alone, or first in a list), or a Lua `script`. */
  readonly sends?: { readonly argument: number; readonly as: 'name' | 'script' };
  readonly repeats?: RepeatFacts;
  readonly retry?: RetryFacts;
  readonly effect?: EffectFacts;
  /** For `test`: it runs its function as one test. */
  readonly test?: 'case';
  readonly assertion?: AssertionFacts;
  /** What its options bound of what clients may take. */
  readonly limits?: readonly LimitFacts[];
  /** From this call on, clients can connect: to the object whose method is called, or to what it gives. */
  readonly listens?: 'receiver' | 'result';
  /** Making it opens its connection, before anybody asks anything of it, unless this option puts that off. */
  readonly connects?: { readonly unless: string };
  /** For what serves: how it lets go. */
  readonly shutdown?: ShutdownFacts;
  /** For what clients of databases, caches and brokers are not by their role; `nothing` where one of them keeps nothing of its own, or is the same each time. */
  readonly keeps?: KeepFacts | 'nothing';
  readonly registers?: RegistrationFacts;
  /** It records what is so (a version, a setting), as one does once at the start too; not that something has happened. */
  readonly recordsState?: true;
  readonly series?: SeriesFacts;
  /** What it gives is another value each time: an identifier. */
  readonly unique?: true;
  /** How much of what it is given it keeps in memory. */
  readonly retains?: RetentionFacts;
  readonly handsOut?: HandOutFacts;
  readonly changes?: ChangeFacts;
  /** What is read is made anew with each read, since this major version: what is written into it is lost. */
  readonly madeAnewSince?: number;
  /** What of its state other instances do not see. */
  readonly keepsInProcess?: ProcessStateFacts;
  /** Where on the disk it keeps what it is given. */
  readonly keepsOnDisk?: DiskStateFacts;
  /** It works with the emitter that it is given, and adds no listener for its errors: drizzle checks clients out of a pool. */
  readonly hearsNoErrors?: true;
  /** What it gives is told about the errors of the emitter: the promises of `connection.promise()`. */
  readonly takesErrors?: true;
  /** What it is handed runs under a circuit breaker, or under the policy that its object is. */
  readonly protects?: true;
  /** It must be released by one of these methods of the result (or by passing it to one of `releasedByPassing`). */
  readonly acquires?: AcquiresFacts;
  /** A stream that it is given here is read, and stays open where the call fails: whoever opened it must close it. */
  readonly leavesOpen?: { readonly argument: number; readonly option?: string };
  readonly job?: JobFacts;
  readonly acknowledges?: AckFacts;
  /** What is read is a list of messages. */
  readonly batch?: BatchFacts;
  /** An option with which the broker forgets each message as soon as it is delivered: `noAck: true`. */
  readonly forgets?: { readonly argument: number; readonly option: string };
  /** A message counts as done when its handler fulfils, and is tried again when it rejects; unless this option is `false`. */
  readonly takenWhenFulfilled?: true | { readonly argument: number; readonly option: string };
  readonly log?: LogFacts;
  /** For storages of asynchronous contexts: it `runs` its callback in one, or `enters` one for whatever comes next. */
  readonly context?: 'enters' | 'runs';
  readonly logFormat?: LogFormatFacts;
  /** Keys for which an object of serializers has one: `stdSerializers`. */
  readonly serializes?: readonly string[];
  /** For middleware: it puts a logger of this type under this name on what handlers are given. */
  readonly putsLogger?: { readonly name: string; readonly type: string };
  /** What it makes has a logger of its own, made with this option (`true`, or an object), unless another option hands one over. */
  readonly ownLogger?: { readonly argument: number; readonly option: string; readonly instead?: string };
  /** Called without its object (`.catch(logger.error)`) it `throws`, or it `does-nothing`. Absent where it works, or nobody looked. */
  readonly detached?: 'throws' | 'does-nothing';
  /** How many parameters the function that it gives declares (its `length`): Express tells error middleware by it. */
  readonly givesArity?: number;
  /** Its promise rejects with values that are no Error only: Hono hands each Error to `onError` before. */
  readonly rejectsWithoutErrors?: true;
  /** It does nothing, whatever it is given: lodash's `noop`. */
  readonly doesNothing?: true;
  /** Gives the promise form of the function at this argument: `exec.__promisify__`, as Node's types call it. */
  readonly promisifies?: number;
  /** For decorators of parameters: the method gets this, and must answer through it by itself, unless this option is set. */
  readonly injects?: { readonly part: 'response' | 'next'; readonly unless?: string };
  /** For decorators of classes: one instance serves all requests, unless this option says otherwise. */
  readonly sharesInstance?: { readonly unless: string };
  /** For `external-data`: from where; a read is a `request`'s and a call's a `response`'s where it is not said. For `validate`: `environment` where it checks the whole of it. */
  readonly data?: 'request' | 'response' | 'message' | 'environment';
  /** For `external-data`: it has been decoded, so that percent signs in it are percent signs. */
  readonly decoded?: true;
  readonly throwsOn?: ThrowsOnFacts;
  /** Its result is what this argument holds in another form (`JSON.parse`): it is as trustworthy as that. */
  readonly passes?: number;
  /** Classes of the errors that it throws, or rejects with, when it is given the wrong thing: `SyntaxError`, `ZodError@zod`. */
  readonly throws?: readonly string[];
  /**
   * For `respond`: `ends` sends the response; `prepares` only sets a part of it; `starts` sends headers or a chunk;
   * `gives` makes a response that the handler must return.
   */
  readonly response?: 'ends' | 'prepares' | 'starts' | 'gives';
  /** For `respond`: it sends when something else has been read or rendered, and another answer comes first. */
  readonly sentLater?: true;
  /** For `respond`: once the response has been sent it throws. */
  readonly throwsOnceSent?: true;
  /** What of it reaches the client, and with which status. */
  readonly answer?: AnswerFacts;
  readonly cause?: CauseFacts;
  /** The status of HTTP for which a constant stands. */
  readonly statusCode?: number;
  /** It asks another program whether it is there, and fails where that is not: the end of "it asks …", `the database`. */
  readonly asks?: string;
  /** An object of functions by the paths that they answer, and whose failure is an answer too: the health checks of a server. */
  readonly healthChecks?: HealthCheckFacts;
  /** For `transaction`: `managed` commits and rolls back by itself around its callback; the others are its steps. */
  readonly transaction?: 'managed' | 'begin' | 'commit' | 'rollback';
  /** The major version for which this entry holds, where versions differ: `{ express: '<5' }`. */
  readonly when?: string;
  /** One line of code in which this entry must be recognised. `$` marks nothing: the whole line is linted. */
  readonly example: string;
  /** Where the claim was read, in the library's types or source, if not obvious from its types. */
  readonly source?: string;
}

/** Where an object of health checks stands. */
export interface HealthCheckFacts {
  readonly argument: number;
  readonly option: string;
}

/** How a handler answers, and what becomes of the client of one that does not. */
export interface AnsweringFacts {
  /** Through the response (`call`), with what it returns (`return`), or either. */
  readonly by: 'call' | 'return' | 'either';
  /** The end of "…, so that": `the client waits until it gives up`. */
  readonly otherwise: string;
  /** The same for an async handler, where that differs. */
  readonly otherwiseAsync?: string;
  /** The response is a thenable that waits until it has been sent. */
  readonly thenable?: true;
}

/** How what needs one connection is written for a client that takes one from a pool for each query. */
export interface PooledFacts {
  /** The end of "Write …", `$` for the client. */
  readonly write: string;
  /** Only where the call that made it was given a pool at this index. */
  readonly madeOf?: number;
  /** Options of its maker with which there is one connection only: `{ max: [1] }`. */
  readonly unless?: Readonly<Record<string, readonly (string | number)[]>>;
}

export interface TypeEntry {
  /** Types whose members this type has too. */
  readonly extends?: readonly string[];
  /** Names under which the library exports the type; its own name by default. */
  readonly exportedAs?: readonly string[];
  /** The type is a function type: types of its parameters (`RequestHandler`). */
  readonly parameters?: readonly string[];
  /** Functions among the properties of such an object (`callbacks.session`), and the type of what each is given first. */
  readonly given?: Readonly<Record<string, string>>;
  /** Members of such a value that hold credentials, and what these are. */
  readonly holds?: Readonly<Record<string, string>>;
  /** For function types: whether the promise that it returns is awaited. */
  readonly awaited?: boolean;
  /** The major version since which `awaited` is true, where it was false before. */
  readonly awaitedSince?: string;
  /** For function types: when it runs. */
  readonly runs?: CallbackFacts['runs'];
  /** For function types: as in `CallbackFacts`. */
  readonly goesOn?: true;
  /** For function types: it is called only where it declares exactly so many parameters. */
  readonly arity?: number;
  /** A class of another module whose constructor takes a value of this type there is what this path says: the generated clients of gRPC. */
  readonly constructs?: { readonly argument: number; readonly path: string };
  /** One such value serves every request, wherever a handler has it from: what is written to its members is kept for all of them. */
  readonly servesAll?: true;
  /** What a value of this type is to a handler that is given it. */
  readonly part?: 'request' | 'response' | 'context' | 'next' | 'message';
  /** Where a request has the pattern of its route: `route.path`. */
  readonly routePattern?: string;
  /** For responses: what a second answer does. */
  readonly answeredTwice?: 'throws' | 'ignored';
  /** Its properties that hold the body and the status that the client gets. */
  readonly answerFields?: { readonly body?: string; readonly status?: string };
  /** For what a handler is given: the type of the answer that it must return. */
  readonly answeredWith?: string;
  /** For responses and contexts: how a handler that is given one answers, and what becomes of the client of one that does not. */
  readonly answering?: AnsweringFacts;
  /** Methods that the library calls on a class that implements or extends this type. `decides`: what it gives says whether the request may pass. */
  readonly methods?: Readonly<Record<string, { readonly role: Role; readonly awaited: boolean; readonly parameters?: readonly string[]; readonly decides?: true }>>;
  /** Fields whose function the library calls, dropping what it returns: `onmessage`. */
  readonly handlerFields?: readonly string[];
  /** What listeners of its events throw ends the process: they come from the event loop, or through nothing that catches. */
  readonly uncaught?: true;
  /** Whether an `error` event with no listener ends the process, and since when it may come. */
  readonly unheardErrorCrashes?: boolean;
  /** What makes it fail, for messages: "the server closes an idle connection". */
  readonly failsWhen?: string;
  /** Each of its queries may run on another connection: a pool, and what stands before one. */
  readonly pooled?: PooledFacts;
  /** Its methods that also roll back a transaction which is still open. */
  readonly rollsBackBy?: readonly string[];
  /** Its server gives up a transaction at the first statement that fails: it refuses what follows, and a commit rolls back. */
  readonly givesUpTransactions?: true;
  /** It fails so only where one of these methods is called with no callback, or where it is made with one of these options. */
  readonly failsOnlyWith?: { readonly methods: readonly string[]; readonly options: readonly string[] };
  /** For streams: what it keeps open until it has been read to its end or is destroyed: `its file`. */
  readonly keepsOpen?: string;
  /** It goes on after an error, and may fail again: a pool, a client that connects anew. */
  readonly failsAgain?: true;
  /** Its `error` event is final: none of its events comes after it, but these. */
  readonly lastEvents?: readonly string[];
  /** Events that come again each time it has connected anew. */
  readonly comesAgain?: readonly string[];
  /** It is made once and handed around: a bus, a client, a pool; not a connection or a stream, which end. */
  readonly isShared?: true;
  /** The events it can emit, where we know them all. */
  readonly events?: readonly string[];
  /** Events by which it tells of failures that nobody is told of elsewhere, and which parameter of their listeners is the error. */
  readonly failures?: Readonly<Record<string, number>>;
  /** Its values say that something has failed, so that nothing is thrown; and how a failure is returned: `err(…)`. */
  readonly returnsFailure?: string;
  /** What its properties bound of what clients may take. */
  readonly limits?: readonly LimitFacts[];
  /** It stands before a server of this type, which `through` reaches (`getHttpServer()`); of another where one of these modules is imported. */
  readonly fronts?: { readonly type: string; readonly through: string; readonly unlessImported?: readonly string[] };
}

export interface Library {
  /** Module specifiers; `global` for what needs no import. The first is the library's name in messages. */
  readonly modules: readonly string[];
  /** The version in which every entry was read. */
  readonly verified: string;
  /** Its promises are the language's own, without members of a query builder or request of theirs. */
  readonly plainPromises?: true;
  /** It listens to the signals that end a process, and closes what it is given, or what it runs. */
  readonly handlesSignals?: true;
  /** In JSON, its errors say what they say: they have a `toJSON`, or an enumerable `message`. */
  readonly errorsKeepText?: true;
  /** How its requests, and those of its clients, are tried again. */
  readonly retry?: RetryFacts;
  /** Its errors hold the request that has failed, headers and all, as enumerable properties: whoever prints one prints these. */
  readonly errorsHoldRequests?: true;
  /** Paths that give or take credentials, whether or not they have an entry. */
  readonly secrets?: Readonly<Record<string, SecretFacts>>;
  readonly entries: Readonly<Record<string, Entry>>;
  readonly types?: Readonly<Record<string, TypeEntry>>;
}

export function defineLibrary<const L extends Library>(library: L): L {
  return library;
}
