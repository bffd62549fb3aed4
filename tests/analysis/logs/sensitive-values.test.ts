import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loggerTextOf } from '../../../src/project/logger-texts.js';
import { modelOf } from '../../model.js';

const folder = mkdtempSync(join(tmpdir(), 'bulletproof-loggers-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function found(code: string): readonly string[] {
  const file = modelOf(code, { filename: join(folder, 'service.ts') });
  return file.sensitiveValues.map(each => file.sourceCode.getText(each.value));
}

describe('loggers that another module makes', () => {
  write('log.ts', "import winston from 'winston'; export default winston.createLogger();");
  write('redacting.ts', "import pino from 'pino'; export default pino({ redact: ['password'] });");
  write('toast.ts', 'export default { error(text: string) {} };');
  write('index.ts', "export * from './redacting.js';");

  it('are read', () => {
    const from = join(folder, 'service.ts');
    expect(loggerTextOf(from, './log.js')).toEqual({ makes: true, redacts: false });
    expect(loggerTextOf(from, './redacting')).toEqual({ makes: true, redacts: true });
    expect(loggerTextOf(from, './toast')).toEqual({ makes: false, redacts: false });
    expect(loggerTextOf(from, '.')?.redacts).toBe(true);
    expect(loggerTextOf(from, './nowhere')).toBeUndefined();
    expect(loggerTextOf('service.ts', './log.js')).toBeUndefined();
  });

  it('print fields where nothing says that they take them out', () => {
    expect(found("import log from './log.js'; export const f = (user: any) => { log.info('login', { password: user.password }); };")).toEqual(['user.password']);
    expect(found("import log from './redacting.js'; export const f = (user: any) => { log.info({ password: user.password }, 'login'); };")).toEqual([]);
  });

  it('print text in any case', () => {
    expect(found("import log from './redacting.js'; export const f = (user: any) => { log.info(`login ${user.password}`); };")).toEqual(['user.password']);
  });

  it('are no loggers by the names of their methods', () => {
    expect(found("import show from './toast.js'; export const f = (user: any) => { show.error(user.password); };")).toEqual([]);
  });

  it('know a field that is text already by its key', () => {
    expect(found("import log from './redacting.js'; export const f = (request: Request) => { const token = request.headers.get('authorization')?.trim(); log.info({ token }, 'login'); };")).toEqual([]);
  });
});
