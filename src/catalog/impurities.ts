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

const LODASH = { ...all('randomness', 'random sample sampleSize shuffle'), ...all('clock', 'now') };

/** Calls, by module and path, whose answer depends on more than their arguments; `*` for every export. */
export const IMPURE_PATHS: Readonly<Record<string, Readonly<Record<string, ImpurityKind>>>> = {
  global: {
    ...all('clock', 'Date.now performance.now process.hrtime process.hrtime.bigint process.uptime Temporal.Now.instant Temporal.Now.plainDateISO Temporal.Now.plainDateTimeISO Temporal.Now.zonedDateTimeISO'),
    ...all('randomness', 'Math.random crypto.randomUUID crypto.getRandomValues'),
    ...all('environment', 'process.cwd process.memoryUsage process.cpuUsage'),
    ...all('log', 'process.stdout.write process.stderr.write'),
  },
  'node:crypto': all('randomness', 'randomUUID randomBytes randomInt randomFillSync getRandomValues'),
  'node:perf_hooks': all('clock', 'performance.now'),
  'node:os': all('environment', '*'),
  'node:process': { ...all('clock', 'hrtime hrtime.bigint uptime'), ...all('environment', 'cwd memoryUsage') },
  luxon: all('clock', 'DateTime.now'),
  'date-fns': all('clock', 'isPast isFuture isToday isTomorrow isYesterday isThisWeek isThisMonth isThisYear formatDistanceToNow startOfToday endOfToday'),
  lodash: LODASH,
  'lodash-es': LODASH,
};

/** Functions that give the time where they are called without arguments. */
export const CLOCKS_WITHOUT_ARGUMENTS: ReadonlySet<string> = new Set(['global Date', 'dayjs default', 'moment default', 'luxon DateTime.local', 'luxon DateTime.utc']);

/** Modules of Node.js that are all about what is outside of the process. */
export const OUTSIDE: ReadonlySet<string> = new Set([
  'node:fs', 'node:fs/promises', 'node:net', 'node:tls', 'node:http', 'node:https', 'node:http2', 'node:dgram', 'node:dns', 'node:dns/promises', 'node:child_process', 'node:cluster', 'node:worker_threads', 'node:readline', 'node:sqlite',
]);
