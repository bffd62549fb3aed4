import rule from '../../../src/rules/state/functional-core.js';
import { ruleTests, type InvalidCase, type ValidCase } from '../../rule-tests.js';

const filename = 'src/domain/order.ts';
const options = [{ core: ['src/domain/**'] }] as const;
const pure = (name: string, code: string, more: Partial<ValidCase> = {}): ValidCase => ({ name, code, filename, options, ...more });
const CLOCK = { does: 'reads the clock', write: 'Take the time as a parameter (`now: Date`)' };
const impure = (name: string, code: string, target: string, more: Partial<InvalidCase> = {}): InvalidCase => ({ name, code, filename, options, errors: [{ messageId: 'impure', ...(target !== '' && { data: target === 'Date.now' ? { target, ...CLOCK } : undefined }) } as InvalidCase['errors'][number]], ...more });

ruleTests(rule, {
  valid: [
    { name: 'no core is named', code: 'export const now = () => Date.now();' },
    { name: 'outside of the core', code: 'export const now = () => Date.now();', filename: 'src/http/a.ts', options },
    { name: 'a test of the core', code: 'export const now = () => Date.now();', filename: 'src/domain/order.test.ts', options },
    pure('a function of its arguments', 'export function total(prices: readonly number[]) { let sum = 0; for (const each of prices) sum += each; return sum; }'),
    pure('a time that is handed in', 'export const isLate = (order: Order, now: Date) => order.due < now;'),
    pure('a time with a default', 'export const isLate = (order: Order, now = new Date()) => order.due < now;'),
    pure('a clock with a default', 'export const isLate = (order: Order, clock = () => Date.now()) => order.due < clock();'),
    pure('a clock by its name', 'export const isLate = (order: Order, clock = Date.now) => order.due < clock();'),
    pure('a date that is given', 'export const parse = (text: string) => new Date(text);'),
    pure('a date of numbers', 'export const day = () => new Date(2020, 1, 1).getTime();'),
    pure('a class of ones own', 'class Date { } export const make = () => new Date();'),
    pure('arithmetic', 'export const round = (n: number) => Math.round(n * 100) / 100;'),
    pure('chance that is handed in', 'export const pick = (list: string[], random: () => number) => list[Math.floor(random() * list.length)];'),
    pure('an identifier by its name', "import { v5 } from 'uuid'; export const id = (name: string) => v5(name, v5.URL);"),
    pure('a hash', "import { createHash } from 'node:crypto'; export const hash = (text: string) => createHash('sha256').update(text).digest('hex');"),
    pure('a logger that is handed in', "import type { Logger } from 'pino'; export const work = (logger: Logger) => { logger.info('a'); };"),
    pure('a store that is handed in', "import type { Pool } from 'pg'; export class Orders { constructor(private readonly pool: Pool) {} all() { return this.pool.query('select 1'); } }"),
    pure('types of a client', "import { Pool } from 'pg'; export type Store = Pick<Pool, 'query'>;"),
    pure('throwing', 'export function check(n: number) { if (n < 0) throw new RangeError("no"); return n; }'),
    pure('local state', 'export function group(list: Item[]) { const groups = new Map<string, Item[]>(); for (const each of list) groups.set(each.kind, [each]); return groups; }'),
    pure('constants of the module', 'const RATES = { a: 1 }; export const rate = (kind: "a") => RATES[kind];'),
    pure('paths', "import path from 'node:path'; export const name = (file: string) => path.basename(file);"),
    pure('a kind that is allowed', 'export const now = () => Date.now();', { options: [{ core: ['src/domain/**'], allow: ['clock'] }] }),
    pure('dayjs of a value', "import dayjs from 'dayjs'; export const day = (date: Date) => dayjs(date).startOf('day');"),
  ],
  invalid: [
    impure('the clock', 'export const isLate = (order: Order) => order.due < Date.now();', 'Date.now'),
    impure('a date without arguments', 'export const make = () => ({ at: new Date() });', ''),
    impure('a date as text', 'export const make = () => Date();', '', { filename: 'src/domain/a.js' }),
    impure('a monotonic clock', 'export const start = () => performance.now();', ''),
    impure('by import', "import { performance } from 'node:perf_hooks'; export const start = () => performance.now();", ''),
    impure('a library with no arguments', "import dayjs from 'dayjs'; export const today = () => dayjs().startOf('day');", ''),
    impure('a question about now', "import { isPast } from 'date-fns'; export const isLate = (date: Date) => isPast(date);", ''),
    impure('chance', 'export const pick = (list: string[]) => list[Math.floor(Math.random() * list.length)];', '', { errors: [{ messageId: 'impure', data: { target: 'Math.random', does: 'makes a random value', write: 'Take the value as a parameter (`id: string`), or what makes it (`random: () => number`)' } }] }),
    impure('an identifier', "import { randomUUID } from 'crypto'; export const make = () => ({ id: randomUUID() });", ''),
    impure('an identifier of the platform', 'export const make = () => ({ id: crypto.randomUUID() });', ''),
    impure('a global by its owner', 'export const make = () => ({ id: globalThis.crypto.randomUUID() });', ''),
    impure('nanoid', "import { nanoid } from 'nanoid'; export const make = () => ({ id: nanoid() });", ''),
    impure('uuid by require', "const { v4: uuid } = require('uuid'); exports.make = () => ({ id: uuid() });", '', { filename: 'src/domain/a.js' }),
    impure('the environment', 'export const limit = () => Number(process.env.LIMIT);', '', { errors: [{ messageId: 'impure', data: { target: 'process.env.LIMIT', does: 'reads the environment', write: 'Take the setting as a parameter, and read it where the program starts' } }] }),
    impure('the machine', "import os from 'node:os'; export const host = () => os.hostname();", ''),
    impure('the working directory', 'export const here = () => process.cwd();', ''),
    impure('a file', "import { readFile } from 'node:fs/promises'; export const load = (path: string) => readFile(path, 'utf8');", '', { errors: [{ messageId: 'impure', data: { target: 'readFile', does: 'reaches out of the process', write: 'Take what it gives as a parameter, and do this in the function that calls the core' } }] }),
    impure('a request', "export const load = () => fetch('https://a.test');", ''),
    impure('a client', "import { Pool } from 'pg'; export const pool = new Pool();", ''),
    impure('a log', "export const work = () => { console.log('a'); };", '', { errors: [{ messageId: 'impure', data: { target: 'console.log', does: 'tells the outside', write: 'Return what has happened, and log it in the function that calls the core' } }] }),
    impure('a logger of the module', "import pino from 'pino'; const logger = pino(); export const work = () => { logger.info('a'); };", ''),
    impure('a timer', 'export const later = (fn: () => void) => { setTimeout(fn, 10); };', ''),
    impure('a pause', "import { setTimeout } from 'node:timers/promises'; export const later = () => setTimeout(10);", ''),
    impure('a counter of the module', 'let count = 0; export const next = () => { count += 1; return count; };', '', { errors: [{ messageId: 'impure', data: { target: 'count', does: 'changes state that outlives the call', write: 'Take the state as a parameter, and return the new one' } }] }),
    impure('a memory of the module', 'const seen = new Set<string>(); export const see = (id: string) => { seen.add(id); };', ''),
    impure('an import of what is outside', "import * as net from 'node:net'; export const connect = (make = net) => make;", ''),
    impure('at the top of the module', 'export const started = Date.now();', 'Date.now'),
    impure('in a class', 'export class Order { readonly at = Date.now(); }', 'Date.now'),
    impure('what else is allowed stays', 'export const now = () => { console.log(1); return Date.now(); };', 'Date.now', { options: [{ core: ['src/domain/**'], allow: ['log'] }] }),
    impure('another pattern', 'export const now = () => Date.now();', 'Date.now', { filename: 'packages/shop/core/a.ts', options: [{ core: ['core/*.ts'] }] }),
  ],
});
