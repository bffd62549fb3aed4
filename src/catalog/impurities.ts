import type { Role } from './schema.js';

/** What a function can depend on, or change, besides its arguments and its answer. */
export const IMPURITY_KINDS = ['clock', 'randomness', 'environment', 'io', 'log', 'timer', 'state'] as const;
export type ImpurityKind = (typeof IMPURITY_KINDS)[number];

export const IMPURE_ROLES: Partial<Readonly<Record<Role, ImpurityKind>>> = {
  'http-request': 'io',
  'database-client': 'io',
  'database-query': 'io',
  'cache-client': 'io',
  'cache-command': 'io',
  'broker-client': 'io',
  'cloud-client': 'io',
  'cloud-command': 'io',
  'mail-client': 'io',
  'message-send': 'io',
  'message-consume': 'io',
  'file-access': 'io',
  'child-process': 'io',
  server: 'io',
  exit: 'io',
  'error-report': 'log',
  'metric-update': 'log',
  timer: 'timer',
  sleep: 'timer',
};

const all = (kind: ImpurityKind, names: string): Readonly<Record<string, ImpurityKind>> => Object.fromEntries(names.split(' ').map(name => [name, kind]));

const LODASH = { ...all('randomness', 'random sample sampleSize shuffle'), ...all('clock', 'now'), ...all('state', 'uniqueId') };

/** Calls, by module and path, whose answer depends on more than their arguments; `*` for every export. Each is looked for in its module by tests/catalog/impurities.test.ts. */
export const IMPURE_PATHS: Readonly<Record<string, Readonly<Record<string, ImpurityKind>>>> = {
  global: {
    ...all('clock', 'Date.now performance.now process.hrtime process.hrtime.bigint process.uptime Temporal.Now.instant Temporal.Now.plainDateISO Temporal.Now.plainTimeISO Temporal.Now.plainDateTimeISO Temporal.Now.zonedDateTimeISO'),
    ...all('randomness', 'Math.random crypto.randomUUID crypto.getRandomValues crypto.subtle.generateKey'),
    ...all('environment', 'process.cwd process.memoryUsage process.cpuUsage process.resourceUsage process.availableMemory process.constrainedMemory Temporal.Now.timeZoneId'),
    ...all('log', 'process.stdout.write process.stderr.write process.emitWarning'),
  },
  'node:crypto': all('randomness', 'randomUUID randomBytes randomInt randomFill randomFillSync getRandomValues generateKey generateKeySync generateKeyPair generateKeyPairSync generatePrime generatePrimeSync webcrypto.randomUUID webcrypto.getRandomValues webcrypto.subtle.generateKey'),
  'node:perf_hooks': all('clock', 'performance.now'),
  'node:os': all('environment', '*'),
  'node:process': { ...all('clock', 'hrtime hrtime.bigint uptime'), ...all('environment', 'cwd memoryUsage cpuUsage resourceUsage availableMemory constrainedMemory'), ...all('log', 'stdout.write stderr.write emitWarning') },
  // luxon 3.7.2
  luxon: all('clock', 'DateTime.now'),
  // date-fns 4.4.0
  'date-fns': all('clock', 'isPast isFuture isToday isTomorrow isYesterday isThisSecond isThisMinute isThisHour isThisWeek isThisISOWeek isThisMonth isThisQuarter isThisYear formatDistanceToNow formatDistanceToNowStrict startOfToday startOfTomorrow startOfYesterday endOfToday endOfTomorrow endOfYesterday constructNow'),
  // lodash 4.18.1, lodash-es 4.18.1
  lodash: LODASH,
  'lodash-es': LODASH,
  // moment 2.31.0
  moment: all('clock', 'now'),
};

/** Functions that give the time where they are called without arguments. */
export const CLOCKS_WITHOUT_ARGUMENTS: ReadonlySet<string> = new Set(['global Date', 'dayjs default', 'moment default', 'moment utc', 'luxon DateTime.local', 'luxon DateTime.utc']);

/** Packages that have a module for each of their functions: `lodash/shuffle`, `date-fns/isToday`. */
const BY_FUNCTION = /^(lodash|lodash-es|date-fns)\/(\w+)(?:\.js)?$/;

/** What a call of a library's path depends on besides its arguments; undefined where that is nothing, or not known. */
export function impurityOf(library: string, path: string): ImpurityKind | undefined {
  const [, whole, name] = BY_FUNCTION.exec(library) ?? [];
  if (whole !== undefined && name !== undefined) return path === 'default' || path === name ? impurityOf(whole, name) : undefined;
  const paths = Object.hasOwn(IMPURE_PATHS, library) ? IMPURE_PATHS[library] : undefined;
  // `import _ from 'lodash'`, `import moment from 'moment'`.
  const own = path.replace(/^default\./, '');
  return paths && Object.hasOwn(paths, own) ? paths[own] : paths?.['*'];
}

/** Modules of Node.js that are all about what is outside of the process. */
export const OUTSIDE: ReadonlySet<string> = new Set([
  'node:fs', 'node:fs/promises', 'node:net', 'node:tls', 'node:http', 'node:https', 'node:http2', 'node:dgram', 'node:dns', 'node:dns/promises', 'node:child_process', 'node:cluster', 'node:worker_threads', 'node:readline', 'node:readline/promises', 'node:sqlite',
]);
