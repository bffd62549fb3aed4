import { Writable } from 'node:stream';
import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import bunyan from 'bunyan';
import { Linter } from 'eslint';
import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import winston from 'winston';
import rule from '../../src/rules/observability/no-interpolated-log-message.js';
import { configFor } from '../rule-tests.js';

// What a suggestion writes is run with the real logger, before and after: the message loses its values, and the entry none.

interface Entry extends Record<string, unknown> {
  readonly text: string;
}

interface Subject {
  readonly setUp: string;
  readonly messageKey: string;
  readonly make: (stream: Writable) => object;
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  pino: { setUp: "import pino from 'pino'; const logger = pino();", messageKey: 'msg', make: stream => pino(stream) },
  'a child of pino': { setUp: "import pino from 'pino'; const logger = pino().child({ part: 'orders' });", messageKey: 'msg', make: stream => pino(stream).child({ part: 'orders' }) },
  bunyan: { setUp: "import bunyan from 'bunyan'; const logger = bunyan.createLogger({ name: 'orders' });", messageKey: 'msg', make: stream => bunyan.createLogger({ name: 'orders', stream, level: 'debug' }) },
  winston: { setUp: "import winston from 'winston'; const logger = winston.createLogger();", messageKey: 'message', make: stream => winston.createLogger({ transports: [new winston.transports.Stream({ stream })] }) },
  Powertools: { setUp: "import { Logger } from '@aws-lambda-powertools/logger'; const logger = new Logger();", messageKey: 'message', make: powertools },
};

/** It prints with a console of its own. */
function powertools(stream: Writable): object {
  const logger = new PowertoolsLogger({ serviceName: 'orders' });
  for (const method of ['info', 'warn', 'error'] as const) vi.spyOn((logger as unknown as { console: Console }).console, method).mockImplementation((text: string) => void stream.write(text));
  return logger;
}

const VALUES = { userId: 'u-17', ms: 42, user: { id: 'u-17' }, items: ['a', 'b'], error: new TypeError('boom'), ok: true };

/** The entries that a statement writes. */
function entriesOf({ make }: Subject, statement: string): Entry[] {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const run = new Function('logger', ...Object.keys(VALUES), statement);
  run(make(stream), ...Object.values(VALUES));
  return chunks.map(text => ({ ...(JSON.parse(text) as object), text }));
}

/** The statement as the suggestion writes it. */
function rewritten({ setUp }: Subject, statement: string): string {
  const before = `${setUp}\nexport function f(userId: string, ms: number, user: User, items: string[], error: Error, ok: boolean) {\n${statement}\n}`;
  const [message] = new Linter().verify(before, configFor(rule, { code: before }), { filename: 'src/service.ts' });
  const fix = message?.suggestions?.[0]?.fix;
  if (!fix) return '';
  const after = before.slice(0, fix.range[0]) + fix.text + before.slice(fix.range[1]);
  return after.slice(after.indexOf('{\n', setUp.length) + 2, -2);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(Object.entries(SUBJECTS))('with %s', (name, subject) => {
  it.each([
    ['logger.info(`user ${userId} finished in ${ms}ms`);', 'user finished', { userId: 'u-17', ms: 42 }],
    ["logger.info('user ' + user.id + ' finished');", 'user finished', { userId: 'u-17' }],
    ['logger.warn(`bought ${items.length} items`);', 'bought items', { itemCount: 2 }],
    ['logger.warn(`bought ${JSON.stringify(items)}`);', 'bought', { items: ['a', 'b'] }],
    ["logger.info(ok ? `user ${userId} finished` : `user ${userId} failed`);", 'user finished', { userId: 'u-17' }],
    ['const text = `user ${userId} finished`;\nlogger.info(text);', 'user finished', { userId: 'u-17' }],
  ])('%s', (before, message, fields) => {
    const after = rewritten(subject, before);
    const [was, entry] = [...entriesOf(subject, before), ...entriesOf(subject, after)];
    expect(was?.[subject.messageKey]).not.toBe(message);
    expect(entry, after).toMatchObject({ [subject.messageKey]: message, ...fields });
    expect(entry?.['level']).toBe(was?.['level']);
  });

  it.each(['logger.error(`order of ${userId} failed: ${error.message}`);', 'logger.error(`order of ${userId} failed: ${error instanceof Error ? error.message : String(error)}`);'])('keeps the error: %s', before => {
    const after = rewritten(subject, before);
    const [entry] = entriesOf(subject, after);
    expect(entry, after).toMatchObject({ userId: 'u-17' });
    // winston puts the text of an error behind the message by itself.
    expect(entry?.[subject.messageKey]).toBe(name === 'winston' ? 'order failed boom' : 'order failed');
    expect(entry?.text).toMatch(/boom[\s\S]*write-log-fields\.test/);
  });
});

it('adds to what the call has', () => {
  for (const name of ['pino', 'bunyan'] as const) {
    const after = rewritten(SUBJECTS[name]!, "logger.info({ part: 'a' }, `user ${userId} finished`);");
    expect(entriesOf(SUBJECTS[name]!, after)).toMatchObject([{ part: 'a', userId: 'u-17', msg: 'user finished' }]);
  }
  for (const name of ['winston', 'Powertools'] as const) {
    const after = rewritten(SUBJECTS[name]!, "logger.info(`user ${userId} finished`, { part: 'a' });");
    expect(entriesOf(SUBJECTS[name]!, after)).toMatchObject([{ part: 'a', userId: 'u-17', message: 'user finished' }]);
  }
});

it('keeps the error that the call has', () => {
  for (const [name, before] of [['pino', 'logger.error(error, `order of ${userId} failed`);'], ['bunyan', 'logger.error(error, `order of ${userId} failed`);'], ['winston', 'logger.error(`order of ${userId} failed`, error);'], ['Powertools', 'logger.error(`order of ${userId} failed`, error);']] as const) {
    const after = rewritten(SUBJECTS[name]!, before);
    const [was, entry] = [...entriesOf(SUBJECTS[name]!, before), ...entriesOf(SUBJECTS[name]!, after)];
    expect(entry, after).toMatchObject({ userId: 'u-17' });
    expect(JSON.stringify(entry)).toContain('boom');
    expect(entry?.['err'] ?? entry?.['error'] ?? entry?.['stack'], name).toEqual(was?.['err'] ?? was?.['error'] ?? was?.['stack']);
  }
});

it('leaves the message where the fields hold it', () => {
  const pinoAfter = rewritten(SUBJECTS['pino']!, 'logger.info({ msg: `user ${userId} finished`, ms });');
  expect(entriesOf(SUBJECTS['pino']!, pinoAfter)).toMatchObject([{ msg: 'user finished', userId: 'u-17', ms: 42 }]);
  for (const before of ['logger.info({ message: `user ${userId} finished`, ms });', "logger.log({ level: 'info', message: `user ${userId} finished`, ms });"]) {
    expect(entriesOf(SUBJECTS['winston']!, rewritten(SUBJECTS['winston']!, before))).toMatchObject([{ message: 'user finished', userId: 'u-17', ms: 42, level: 'info' }]);
  }
});

describe('keys that belong to the logger', () => {
  const print = (name: keyof typeof SUBJECTS, statement: string): string => entriesOf(SUBJECTS[name]!, statement).map(each => each.text).join('');

  it('are lost, or change the entry', () => {
    expect(print('bunyan', "logger.info({ level: 'high' }, 'text');")).toBe('');
    expect(print('bunyan', "logger.info({ msg: 'mine' });")).not.toContain('mine');
    expect(print('winston', "logger.info('text', { message: 'mine' });")).toContain('text mine');
    expect(print('winston', "logger.info('text', { level: 'mine' });")).not.toContain('mine');
    expect(print('pino', "logger.info({ level: 'mine' }, 'text');")).toMatch(/"level":30.*"level":"mine"/);
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    expect(print('Powertools', "logger.info('text', { message: 'mine' });")).not.toContain('mine');
  });

  it('are not written by a suggestion', () => {
    for (const name of Object.keys(SUBJECTS)) expect(rewritten(SUBJECTS[name]!, 'const level = userId;\nlogger.info(`level is ${level} now`);'), name).toBe('');
  });
});
