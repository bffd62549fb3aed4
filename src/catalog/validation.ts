import { ROLES, type AcquiresFacts, type BlockFacts, type CallbackFacts, type ClientWait, type ClientWaitFacts, type ConnectionStringFacts, type DurationFacts, type Entry, type FanOutFacts, type InertOption, type InPlaceFacts, type Library, type LimitFacts, type LogFacts, type PooledFacts, type QueryFacts, type RepeatFacts, type ShutdownFacts, type SignalFacts, type TypeEntry, type WaitFacts, type KeepFacts } from './schema.js';
import type { LogFormatFacts, ScopeFacts } from './schema.js';
import type { AnswerFacts, AnsweringFacts, CauseFacts, EffectFacts, RetryFacts, RetryPauseFacts, ThrowsOnFacts } from './schema.js';
import type { AssertionFacts, DiskStateFacts, ProcessStateFacts, RegistrationFacts, RetentionFacts, SeriesFacts } from './schema.js';
import type { ReplyFacts } from './schema.js';
import type { ChangeFacts, HandOutFacts } from './schema.js';
import type { CombinesFacts, KeyFacts, SecretFacts } from './schema.js';

/** Throws a `TypeError` that names the path, what is allowed there, and the nearest valid name. */
export type Check = (value: unknown, path: string) => void;

/** One check for each key of a type: a key that the schema gains and this page does not fails to compile. */
type Shape<Facts> = { readonly [Key in keyof Required<Facts>]: Check };

export function object<Facts>(shape: Shape<Facts>, required: readonly (keyof Facts & string)[] = []): Check {
  const keys = Object.keys(shape);
  const checks = new Map(Object.entries<Check>(shape));
  return (value, path) => {
    if (!isRecord(value)) fail(path, 'must be an object', value);
    for (const [key, each] of Object.entries(value)) {
      const check = checks.get(key);
      if (!check) throw new TypeError(`${path}.${key} is not a setting. Allowed: ${keys.join(', ')}.${nearest(key, keys)}`);
      if (each !== undefined) check(each, `${path}.${key}`);
    }
    for (const key of required) if (value[key] === undefined) fail(`${path}.${key}`, 'must be given', undefined);
  };
}

export function list(of: Check, least = 0): Check {
  return (value, path) => {
    if (!Array.isArray(value)) fail(path, 'must be an array', value);
    if (value.length < least) throw new TypeError(`${path} must hold at least ${String(least)} value.`);
    for (const [i, each] of value.entries()) of(each, `${path}[${String(i)}]`);
  };
}

export function oneOf(...allowed: readonly unknown[]): Check {
  return (value, path) => {
    if (allowed.includes(value)) return;
    throw new TypeError(`${path} is ${show(value)}. Allowed: ${allowed.join(', ')}.${nearest(String(value), allowed.map(String))}`);
  };
}

function recordOf(check: Check): Check {
  return (value, path) => {
    if (!isRecord(value)) fail(path, 'must be an object', value);
    for (const [key, each] of Object.entries(value)) check(each, `${path}[${JSON.stringify(key)}]`);
  };
}

function a(kind: 'string' | 'number' | 'boolean'): Check {
  return (value, path) => {
    if (typeof value !== kind) fail(path, `must be a ${kind}`, value);
  };
}

/** At least one of these holds. */
export function either(what: string, ...checks: readonly Check[]): Check {
  return (value, path) => {
    for (const check of checks) {
      try {
        check(value, path);
        return;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    }
    fail(path, `must be ${what}`, value);
  };
}

export const text = a('string');
const number = a('number');
const flag = a('boolean');
const texts = list(text);
const runs = oneOf('now', 'later', 'request');

const inert = object<InertOption>(
  {
    key: text,
    why: text,
    instead: text,
    unless: texts,
    unlessListener: text,
    only: oneOf('number', 'object', 'zero', 'infinite'),
    from: number,
    beside: texts,
    since: text,
    notBefore: text,
    argument: number,
    write: text,
  },
  ['key', 'why', 'instead'],
);

const wait = object<WaitFacts>(
  {
    argument: either("an index, a list of indexes, or 'last'", number, list(number), oneOf('last')),
    bounds: texts,
    bounded: text,
    boundedByMethods: texts,
    inert: list(inert),
    write: text,
    told: oneOf(true),
    factory: text,
    silence: text,
    off: list(either('a number or a boolean', number, flag)),
    rejects: object<NonNullable<WaitFacts['rejects']>>({ abort: text, timeout: text }, ['abort', 'timeout']),
    carriers: texts,
    request: number,
    settings: texts,
    hooks: texts,
    globalClients: texts,
    operators: texts,
    announces: object<NonNullable<WaitFacts['announces']>>({ callback: number, event: text, unheard: oneOf('ends') }, ['callback', 'event']),
    data: object<NonNullable<WaitFacts['data']>>({ argument: number, options: texts }, ['argument', 'options']),
    calledBack: oneOf('always', 'if-given'),
    atCallOnly: oneOf(true),
  },
  ['argument', 'bounds'],
);

const signal = object<SignalFacts>({ argument: either("an index, a list of indexes, or 'last'", number, list(number), oneOf('last')), option: text }, ['argument']);
const reply = object<ReplyFacts>(
  { status: texts, body: texts, failed: text, code: text, isStream: oneOf(true), rejectsUnless: text, streamedWith: object<NonNullable<ReplyFacts['streamedWith']>>({ option: text, value: text }, ['option', 'value']), mayRejectWith: texts, unread: object<NonNullable<ReplyFacts['unread']>>({ holds: oneOf('for ever', 'until collected'), write: text }, ['holds', 'write']) },
  ['status', 'body', 'failed', 'code'],
);

const option = object<{ readonly argument: number; readonly option: string }>({ argument: number, option: text }, ['argument', 'option']);
const acknowledges = object<NonNullable<Entry['acknowledges']>>({ message: either("'receiver', an index, or an argument and its option", oneOf('receiver'), number, option) }, ['message']);
const batch = object<NonNullable<Entry['batch']>>({ by: text, failures: text, write: text, needs: text }, ['by', 'failures', 'write']);

const job = object<NonNullable<Entry['job']>>(
  {
    argument: number,
    unnamed: number,
    at: text,
    each: oneOf(true),
    children: text,
    besides: number,
    where: text,
    attempts: object<NonNullable<NonNullable<Entry['job']>['attempts']>>({ option: text, unless: texts, write: text }, ['option', 'write']),
    removal: object<NonNullable<NonNullable<Entry['job']>['removal']>>({ option: text, alsoBy: text, write: text }, ['option', 'write']),
    defaults: object<NonNullable<NonNullable<Entry['job']>['defaults']>>({ arguments: list(number, 1), option: text }, ['arguments', 'option']),
  },
  ['argument'],
);

const clientWait = object<ClientWaitFacts>(
  {
    argument: either("an index, a list of indexes, or 'last'", number, list(number), oneOf('last')),
    bounds: list(text, 1),
    write: text,
    told: oneOf(true),
    what: text,
    silence: text,
    bounded: text,
    off: list(either('a number or a boolean', number, flag)),
    hides: texts,
    where: recordOf(texts),
    unless: recordOf(either('a text, a number, a boolean or null', text, number, flag, oneOf(null))),
    factory: text,
    url: object<ConnectionStringFacts>({ at: list(either('an index or the path of an option', number, text)), parameters: texts, usual: oneOf(true), option: text }, ['at', 'parameters']),
    statements: texts,
    majors: list(number),
    patient: texts,
    besides: texts,
    whileServing: oneOf('surely', 'likely'),
  },
  ['argument', 'bounds', 'write'],
);
const clientWaits = either('facts, or a list of them', clientWait, list(clientWait, 1));

const duration = object<DurationFacts>(
  { argument: either("an index or 'any'", number, oneOf('any')), option: text, after: text, unit: oneOf('ms', 's'), textUnit: oneOf('ms'), moment: oneOf(true), timer: oneOf('once', 'repeats', 'limit') },
  ['argument', 'unit'],
);

const callback = object<CallbackFacts>(
  {
    argument: either("an index or 'any'", number, oneOf('any')),
    option: text,
    awaited: flag,
    awaitedSince: text,
    awaitedWith: texts,
    handledBy: text,
    arity: number,
    named: texts,
    errorFirst: flag,
    heard: oneOf(true),
    completes: oneOf(true),
    ignorable: oneOf(true, 'when-empty'),
    uncaught: oneOf(true),
    parameters: texts,
    oneOf: oneOf(true),
    goesOn: oneOf(true),
    answers: flag,
    runs,
  },
  ['argument', 'awaited', 'runs'],
);

const retry = object<RetryFacts>(
  {
    argument: either('an index or a list of indexes', number, list(number)),
    count: object<RetryFacts['count']>({ options: texts, of: oneOf('attempts', 'retries'), default: number }, ['options', 'of', 'default']),
    forever: texts,
    endedBy: texts,
    pause: object<RetryPauseFacts>({ options: texts, number: oneOf('first', 'each'), factor: text, default: oneOf('none', 'growing'), write: text }, ['options', 'default']),
    jitter: either('false or an option', oneOf(false), object<Exclude<RetryFacts['jitter'], false | undefined>>({ option: text, default: flag, write: text }, ['option', 'default', 'write'])),
    decides: object<NonNullable<RetryFacts['decides']>>({ options: texts, argument: number, unless: text }),
    posts: either(
      "'always', 'counted', or an option",
      oneOf('always', 'counted'),
      object<{ readonly listedIn: string }>({ listedIn: text }, ['listedIn']),
      object<{ readonly decidedBy: string }>({ decidedBy: text }, ['decidedBy']),
    ),
    defaultsIn: text,
  },
  ['argument', 'count', 'pause'],
);

const effect = object<EffectFacts>({ does: text, unless: texts }, ['does', 'unless']);
const assertion = object<AssertionFacts>(
  { kind: oneOf('subject', 'holds', 'fails', 'counts', 'throws', 'rejects', 'does not throw'), promises: texts, throws: texts, textIsMessage: oneOf(true), unawaited: text },
  ['kind'],
);

const repeats = object<RepeatFacts>(
  {
    period: either('an index or the option of an argument', number, object<Exclude<RepeatFacts['period'], number>>({ argument: number, option: text }, ['argument', 'option'])),
    unit: oneOf('ms', 'cron'),
    skipsWith: object<NonNullable<RepeatFacts['skipsWith']>>({ argument: either("an index or 'any'", number, oneOf('any')), option: text }, ['argument', 'option']),
    skipsWithArgument: number,
    decorates: oneOf(true),
  },
  ['period', 'unit'],
);

const throwsOn = object<ThrowsOnFacts>({ arguments: list(number, 1), input: text, base: number, decodes: oneOf(true) }, ['arguments', 'input']);

const blocks = object<BlockFacts>(
  {
    holds: oneOf('server', 'connection', 'process'),
    why: text,
    instead: text,
    only: text,
    unless: text,
    collection: oneOf(true),
    inBatches: object<NonNullable<BlockFacts['inBatches']>>({ read: text, push: text }, ['read', 'push']),
    asynchronous: text,
    brief: oneOf(true),
    short: object<NonNullable<BlockFacts['short']>>({ argument: number, values: texts, upTo: number }, ['argument']),
    checksSecrets: oneOf(true),
  },
  ['holds', 'why', 'instead'],
);

const fansOut = object<FanOutFacts>({ list: number, work: number, argument: number, bounds: texts, write: text, settings: texts }, ['bounds', 'write']);

const query = object<QueryFacts>({
  does: oneOf('read', 'insert', 'update', 'delete', 'sql'),
  inOne: text,
  values: either('an index or an option', number, text),
  inPlace: object<InPlaceFacts>({ add: text, subtract: text, multiply: text, divide: text, append: text }),
  joined: oneOf(true),
  scope: either("a condition, or 'where'", oneOf('where'), object<ScopeFacts>({ argument: number, option: text, missing: oneOf(true), write: text }, ['argument', 'write'])),
  part: oneOf('source', 'condition', 'limit', 'one', 'aggregate', 'group'),
  rows: object<NonNullable<QueryFacts['rows']>>({ options: number, limits: texts, condition: either('an index or an option', number, text), write: text }, ['limits', 'write']),
});

const log = object<LogFacts>(
  {
    level: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'any'),
    order: oneOf('fields-first', 'message-first', 'variadic', 'nest'),
    errorKey: text,
    structured: flag,
    levelArgument: number,
    extraValues: object<NonNullable<LogFacts['extraValues']>>({ lost: oneOf(true, 'all but first object'), errorKeptBy: texts }, ['lost', 'errorKeptBy']),
    errorLostTo: texts,
    firstErrorLost: object<NonNullable<LogFacts['firstErrorLost']>>({ keeps: oneOf('nothing', 'text') }, ['keeps']),
    errorFieldsLost: object<NonNullable<LogFacts['errorFieldsLost']>>({ unless: texts, argument: number, evenUnderErrorKey: flag, key: text, serializers: text }, ['unless', 'argument']),
    formattedBy: texts,
    reorderedBy: texts,
    messageKey: text,
    reservedKeys: texts,
    fieldsWithError: text,
  },
  ['level', 'order', 'structured'],
);

const logFormat = object<LogFormatFacts>({ does: oneOf('nothing', 'text', 'errors', 'placeholders', 'all'), format: text, unless: text }, ['does']);

const acquires = object<AcquiresFacts>(
  {
    releasedBy: texts,
    releasedByPassing: texts,
    what: text,
    harm: text,
    resource: oneOf('receiver'),
    longLived: flag,
    takenOverBy: texts,
    releaser: number,
    parameter: number,
    arity: number,
    opening: texts,
    releasedOn: texts,
    twice: text,
    endsWithReceiver: oneOf(true),
    readBy: text,
    letsGoBy: texts,
    endedBy: texts,
    openedBy: texts,
  },
  ['releasedBy', 'what'],
);

const limits = list(
  object<LimitFacts>(
    {
      key: text,
      argument: number,
      off: list(number),
      offFrom: number,
      harm: text,
      write: text,
      choose: text,
      left: text,
      balanced: oneOf(true),
      unless: texts,
    },
    ['key', 'harm', 'write', 'choose'],
  ),
);

const entry = object<Entry>(
  {
    role: oneOf(...ROLES),
    use: oneOf('call', 'new', 'either', 'read'),
    keepsForAll: object<NonNullable<Entry['keepsForAll']>>({ key: number, value: number }, ['value']),
    gives: text,
    promise: oneOf(true, false, 'without-callback'),
    wait,
    signal,
    reply,
    combines: object<CombinesFacts>({ signals: number, clearedBy: text }, ['signals', 'clearedBy']),
    durations: list(duration),
    waits: object<Record<ClientWait, unknown>>({ connect: clientWaits, acquire: clientWaits, command: clientWaits }),
    callbacks: list(callback),
    query,
    fansOut,
    blocks,
    key: object<KeyFacts>({ does: oneOf('claim', 'release', 'expire', 'read'), only: text, expiry: texts, write: text }, ['does']),
    sends: object<NonNullable<Entry['sends']>>({ argument: number, as: oneOf('name', 'script') }, ['argument', 'as']),
    repeats,
    retry,
    effect,
    test: oneOf('case'),
    assertion,
    limits,
    listens: oneOf('receiver', 'result'),
    connects: object<NonNullable<Entry['connects']>>({ unless: text }, ['unless']),
    shutdown: object<ShutdownFacts>({ close: text, by: oneOf('promise', 'callback'), onSignals: text }, ['close', 'by']),
    protects: oneOf(true),
    keeps: either("what it keeps, or 'nothing'", object<KeepFacts>({ what: text, harm: text, kind: oneOf('connections', 'state'), onlyWith: text }, ['what', 'harm', 'kind']), oneOf('nothing')),
    registers: object<RegistrationFacts>(
      { again: oneOf('throws', 'stays', 'costs'), does: text, harm: text, write: text, name: text, registry: text, freedBy: texts },
      ['again', 'does', 'harm', 'write'],
    ),
    recordsState: oneOf(true),
    series: object<SeriesFacts>(
      { harm: text, labels: number, within: text, declaredBy: text, positional: oneOf(true), tags: number, timer: oneOf(true), name: either('an index, or an argument and its option', number, option), isSpan: oneOf(true), ends: oneOf(true) },
      ['harm'],
    ),
    unique: oneOf(true),
    retains: object<RetentionFacts>(
      { what: text, argument: number, bounds: texts, off: list(number), expires: texts, memoizes: number, perRequest: flag, write: text },
      ['what', 'bounds', 'write'],
    ),
    handsOut: object<HandOutFacts>({ only: object<NonNullable<HandOutFacts['only']>>({ argument: number, option: text, value: flag }, ['argument', 'option', 'value']) }),
    changes: object<ChangeFacts>({ what: either("an index or 'receiver'", number, oneOf('receiver')), copy: text, givesIt: oneOf(true) }, ['what', 'copy']),
    madeAnewSince: number,
    keepsInProcess: object<ProcessStateFacts>(
      {
        kind: oneOf('sessions', 'limits', 'messages', 'sockets'),
        what: text,
        breaks: text,
        argument: number,
        unless: texts,
        only: object<NonNullable<ProcessStateFacts['only']>>({ option: text, value: text }, ['option', 'value']),
        factory: text,
        registered: oneOf(true),
        unlessNamed: texts,
        write: text,
      },
      ['kind', 'what', 'breaks', 'write'],
    ),
    keepsOnDisk: object<DiskStateFacts>({ argument: number, option: text, uploads: oneOf(true), unless: text }, ['argument']),
    hearsNoErrors: oneOf(true),
    takesErrors: oneOf(true),
    lazy: oneOf(true),
    acquires,
    leavesOpen: object<NonNullable<Entry['leavesOpen']>>({ argument: number, option: text }, ['argument']),
    job,
    acknowledges,
    batch,
    forgets: option,
    takenWhenFulfilled: either('true, or an argument and its option', oneOf(true), option),
    log,
    context: oneOf('enters', 'runs'),
    logFormat,
    serializes: texts,
    putsLogger: object<NonNullable<Entry['putsLogger']>>({ name: text, type: text }, ['name', 'type']),
    ownLogger: object<NonNullable<Entry['ownLogger']>>({ argument: number, option: text, instead: text }, ['argument', 'option']),
    detached: oneOf('throws', 'does-nothing'),
    givesArity: number,
    rejectsWithoutErrors: oneOf(true),
    doesNothing: oneOf(true),
    promisifies: number,
    injects: object<NonNullable<Entry['injects']>>({ part: oneOf('response', 'next'), unless: text }, ['part']),
    sharesInstance: object<NonNullable<Entry['sharesInstance']>>({ unless: text }, ['unless']),
    data: oneOf('request', 'response', 'message', 'environment'),
    decoded: oneOf(true),
    throwsOn,
    passes: number,
    throws: texts,
    response: oneOf('ends', 'prepares', 'starts', 'gives'),
    sentLater: oneOf(true),
    throwsOnceSent: oneOf(true),
    answer: object<AnswerFacts>({
      body: number,
      status: either('an index, or an argument and its option', number, object<{ readonly argument: number; readonly option: string }>({ argument: number, option: text }, ['argument', 'option'])),
      fixed: number,
    }),
    cause: object<CauseFacts>({ argument: either("an index, or 'last'", number, oneOf('last')), option: text, inFront: oneOf(true), beside: text }, ['argument']),
    statusCode: number,
    asks: text,
    healthChecks: option,
    transaction: oneOf('managed', 'begin', 'commit', 'rollback'),
    when: text,
    example: text,
    source: text,
  },
  ['role'],
);

const type = object<TypeEntry>({
  extends: texts,
  exportedAs: texts,
  parameters: texts,
  given: recordOf(text),
  holds: recordOf(text),
  awaited: flag,
  awaitedSince: text,
  runs,
  goesOn: oneOf(true),
  arity: number,
  constructs: object<NonNullable<TypeEntry['constructs']>>({ argument: number, path: text }, ['argument', 'path']),
  servesAll: oneOf(true),
  part: oneOf('request', 'response', 'context', 'next', 'message'),
  routePattern: text,
  answeredTwice: oneOf('throws', 'ignored'),
  answerFields: object<NonNullable<TypeEntry['answerFields']>>({ body: text, status: text }),
  answeredWith: text,
  answering: object<AnsweringFacts>({ by: oneOf('call', 'return', 'either'), otherwise: text, otherwiseAsync: text, thenable: oneOf(true) }, ['by', 'otherwise']),
  methods: recordOf(object<NonNullable<TypeEntry['methods']>[string]>({ role: oneOf(...ROLES), awaited: flag, parameters: texts, decides: oneOf(true) }, ['role', 'awaited'])),
  handlerFields: texts,
  uncaught: oneOf(true),
  unheardErrorCrashes: flag,
  failsWhen: text,
  pooled: object<PooledFacts>({ write: text, madeOf: number, unless: recordOf(list(either('a text or a number', text, number))) }, ['write']),
  rollsBackBy: texts,
  givesUpTransactions: oneOf(true),
  failsOnlyWith: object<NonNullable<TypeEntry['failsOnlyWith']>>({ methods: texts, options: texts }, ['methods', 'options']),
  keepsOpen: text,
  failsAgain: oneOf(true),
  lastEvents: texts,
  comesAgain: texts,
  isShared: oneOf(true),
  events: texts,
  failures: recordOf(number),
  returnsFailure: text,
  limits,
  fronts: object<NonNullable<TypeEntry['fronts']>>({ type: text, through: text, unlessImported: texts }, ['type', 'through']),
});

const secret = object<SecretFacts>({ gives: text, members: texts, named: oneOf(true), options: recordOf(text), takes: recordOf(text) });

/** Checks a library of the settings. `verified` and `example`, which our own catalog must have, are left to the user. */
export const library = object<Library>({ modules: list(text, 1), verified: text, plainPromises: oneOf(true), handlesSignals: oneOf(true), errorsKeepText: oneOf(true), errorsHoldRequests: oneOf(true), retry, secrets: recordOf(secret), entries: recordOf(entry), types: recordOf(type) }, ['modules', 'entries']);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fail(path: string, must: string, value: unknown): never {
  throw new TypeError(`${path} ${must}, but is ${show(value)}.`);
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value) ?? typeof value);
}

function nearest(name: string, allowed: readonly string[]): string {
  const [best] = allowed.map(each => ({ each, distance: distanceOf(name, each) })).sort((x, y) => x.distance - y.distance);
  return best && best.distance <= Math.max(2, name.length / 3) ? ` Did you mean ${best.each}?` : '';
}

/** Levenshtein distance. */
function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length]!;
}
