import rule from '../../../src/rules/failures/no-continue-after-uncaught.js';
import { ruleTests } from '../../rule-tests.js';

const goesOn = [{ messageId: 'goesOn', suggestions: 1 }] as const;
const keepsRejection = [{ messageId: 'keepsRejection', suggestions: 1 }] as const;
const success = [{ messageId: 'success', suggestions: 1 }] as const;

ruleTests(rule, {
  valid: [
    { name: 'log, then end', code: `process.on('uncaughtException', err => { console.error(err); process.exit(1); });` },
    { name: 'rethrown', code: `process.on('unhandledRejection', err => { throw err; });` },
    { name: 'the monitor changes nothing', code: `process.on('uncaughtExceptionMonitor', err => { console.error(err); });` },
    { name: 'abort', code: `process.on('uncaughtException', err => { console.error(err); process.abort(); });` },
    { name: 'a signal to itself', code: `process.on('uncaughtException', err => { console.error(err); process.kill(process.pid, 'SIGTERM'); });` },
    { name: 'a signal to somebody', code: `process.on('uncaughtException', err => { console.error(err); process.kill(pid); });` },
    { name: 'an exit that is on its way', code: `process.on('uncaughtException', err => { console.error(err); setTimeout(() => process.exit(1), 1000).unref(); });` },
    { name: 'exit itself as the callback', code: `process.on('uncaughtException', err => { console.error(err); setTimeout(process.exit, 1000, 1); });` },
    { name: 'after a flush', code: `process.on('uncaughtException', err => { log(err); flush().finally(() => process.exit(1)); });` },
    { name: 'awaited, and ended in any case', code: `process.on('uncaughtException', async err => { try { await flush(); } finally { process.exit(1); } });` },
    { name: 'a function in view that ends', code: `function die(err) { console.error(err); process.exit(1); } process.on('uncaughtException', err => { die(err); });` },
    { name: 'a function in view, as the listener', code: `const die = (err: Error) => { console.error(err); process.exit(1); }; process.on('uncaughtException', die); process.on('unhandledRejection', die);` },
    { name: 'a function of another file', code: `import { shutdown } from './shutdown.js'; process.on('uncaughtException', err => { console.error(err); shutdown(1); });` },
    { name: 'a method of something', code: `process.on('uncaughtException', err => { console.error(err); app.close(); });` },
    { name: 'a listener of another file', code: `import { onCrash } from './crash.js'; process.on('uncaughtException', onCrash);` },
    { name: 'what is expected is left alone', code: `process.on('uncaughtException', err => { if (err.code === 'EPIPE') return; console.error(err); process.exit(1); });` },
    { name: 'the first crash begins the shutdown', code: `let stopping = false; process.on('uncaughtException', err => { console.error(err); if (!stopping) { stopping = true; stop().then(() => process.exit(1), () => process.exit(1)); } });` },
    { name: 'an exit code, and nothing that keeps it running', code: `process.on('unhandledRejection', err => { console.error(err); process.exitCode = 1; });` },
    { name: 'another signal', code: `process.on('SIGTERM', () => { console.log('bye'); });` },
    { name: 'another emitter', code: `worker.on('uncaughtException', err => { console.error(err); });` },
    { name: 'a shadowed process', code: `function f(process) { process.on('uncaughtException', err => { console.error(err); }); }` },
    { name: 'there for a while', code: `const listener = err => { console.error(err); }; process.on('unhandledRejection', listener); await work(); process.off('unhandledRejection', listener);` },
    { name: 'two listeners share the work', code: `process.on('uncaughtException', err => { console.error(err); }); process.on('uncaughtException', () => { process.exit(1); });` },
    { name: 'an expected error is no crash', code: `process.on('uncaughtException', err => { if (err.code === 'EPIPE') process.exit(0); console.error(err); process.exit(1); });` },
    { name: 'a code of somebody else', code: `process.on('uncaughtException', err => { console.error(err); process.exit(codeOf(err)); });` },
    { name: 'the code is set before', code: `process.on('uncaughtException', err => { process.exitCode = 70; console.error(err); process.exit(); });` },
    { name: 'a limit in front of close', code: `import http from 'node:http'; const server = http.createServer(app); process.on('uncaughtException', err => { setTimeout(() => process.exit(1), 5000).unref(); server.close(() => process.exit(1)); });` },
    { name: 'open requests are cut', code: `import http from 'node:http'; const server = http.createServer(app); process.on('uncaughtException', err => { server.close(() => process.exit(1)); server.closeAllConnections(); });` },
    { name: 'ends in production', code: `process.on('uncaughtException', err => { console.error(err); if (process.env.NODE_ENV === 'production') process.exit(1); });` },
    { name: 'a command-line logger whose fatal may end it', code: `import { log } from './log.js'; process.on('uncaughtException', err => log.fatal(err));`, filename: 'scripts/run.ts' },
    { name: 'tests', code: `process.on('unhandledRejection', err => { console.error(err); });`, filename: 'src/setup.spec.ts' },
    { name: 'thrown in an async listener', code: `process.on('uncaughtException', async err => { await report(err); throw err; });` },
    { name: 'no listener', code: `process.setUncaughtExceptionCaptureCallback(null);` },
  ],
  invalid: [
    {
      code: `process.on('uncaughtException', err => { console.error(err); });`,
      errors: [{
        messageId: 'goesOn', data: { write: 'process.exit(1)' }, line: 1, column: 1,
        suggestions: [{ messageId: 'addEnd', data: { write: 'process.exit(1)' }, output: `process.on('uncaughtException', err => { console.error(err); process.exit(1); });` }],
      }],
    },
    {
      code: `process.on('unhandledRejection', (reason) => {
  console.error(reason); // for the log
});`,
      errors: [{
        messageId: 'keepsRejection', data: { write: 'throw reason' },
        suggestions: [{ messageId: 'addEnd', data: { write: 'throw reason' }, output: `process.on('unhandledRejection', (reason) => {
  console.error(reason); // for the log
  throw reason;
});` }],
      }],
    },
    {
      name: 'an async listener must not throw',
      code: `process.on('unhandledRejection', async reason => { console.error(reason); });`,
      errors: [{ messageId: 'keepsRejection', suggestions: [{ messageId: 'addEnd', data: { write: 'process.exit(1)' }, output: `process.on('unhandledRejection', async reason => { console.error(reason); process.exit(1); });` }] }],
    },
    {
      name: 'an arrow without a body',
      code: `process.once('uncaughtException', err => console.error(err));`,
      errors: [{ messageId: 'goesOn', suggestions: [{ messageId: 'addEnd', data: { write: 'process.exit(1)' }, output: `process.once('uncaughtException', err => { console.error(err); process.exit(1); });` }] }],
    },
    { name: 'in parentheses', code: `process.once('uncaughtException', err => (console.error(err)));`, errors: goesOn },
    { name: 'nothing at all', code: `process.on('unhandledRejection', () => {});`, errors: keepsRejection },
    { name: 'a logger that is declared', code: `declare const log: { fatal(o: object, m: string): void }; process.on('uncaughtException', err => { log.fatal({ err }, 'uncaught'); });`, errors: goesOn },
    { name: 'pino', code: `import pino from 'pino'; const logger = pino(); process.on('uncaughtException', err => { logger.fatal(err); });`, errors: goesOn },
    { name: 'a logger of another file', code: `import logger from './logger.js'; process.on('unhandledRejection', err => { logger.error('unhandled', err); });`, errors: keepsRejection },
    { name: 'its fatal, in a service', code: `import logger from './logger.js'; process.on('uncaughtException', err => logger.fatal(err));`, errors: goesOn },
    { name: 'a tracker', code: `import * as Sentry from '@sentry/node'; process.on('uncaughtException', err => { Sentry.captureException(err); });`, errors: goesOn },
    { name: 'node:process', code: `import process from 'node:process'; process.on('uncaughtException', err => { console.error(err); });`, errors: goesOn },
    { name: 'another name', code: `const proc = require('process'); proc.on('uncaughtException', err => { console.error(err); });`, filename: 'src/main.js', errors: [{ messageId: 'goesOn', data: { write: 'proc.exit(1)' }, suggestions: 1 }] },
    { name: 'addListener and a name', code: `const onError = (err: Error) => { console.error(err); }; process.addListener('uncaughtException', onError);`, errors: [{ messageId: 'goesOn', suggestions: null }] },
    { name: 'console itself', code: `process.on('unhandledRejection', console.error);`, errors: [{ messageId: 'keepsRejection', suggestions: null }] },
    { name: 'a bound logger', code: `import pino from 'pino'; const logger = pino(); process.on('uncaughtException', logger.error.bind(logger));`, errors: [{ messageId: 'goesOn', suggestions: null }] },
    { name: 'the event by a constant', code: `const EVENT = 'uncaughtException'; process.on(EVENT, err => { console.error(err); });`, errors: goesOn },
    { name: 'events of a loop', code: `for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, err => { console.error(event, err); });`, errors: goesOn },
    { name: 'events of forEach', code: `['uncaughtException', 'unhandledRejection'].forEach(event => { process.on(event, err => { console.error(event, err); }); });`, errors: goesOn },
    { name: 'a method of a class', code: `class App { start() { process.on('uncaughtException', this.onError.bind(this)); } onError(err: Error) { console.error(err.stack.split('\\n')); } }`, errors: [{ messageId: 'goesOn', suggestions: null }] },
    { name: 'a function in view that goes on', code: `function note(err) { console.error(err); } process.on('uncaughtException', err => { note(err); });`, errors: goesOn },
    { name: 'it says which errors, and goes on with all', code: `process.on('unhandledRejection', reason => { if (reason instanceof Error) { console.error(reason.stack); } else { console.error(String(reason)); } });`, errors: keepsRejection },
    { name: 'ends while developing only', code: `process.on('uncaughtException', err => { console.error(err); if (process.env.NODE_ENV !== 'production') process.exit(1); });`, errors: goesOn },
    { name: 'an exit code, and a server that keeps it running', code: `import http from 'node:http'; http.createServer(app).listen(3000); process.on('uncaughtException', err => { console.error(err); process.exitCode = 1; });`, errors: goesOn },
    { name: 'the capture callback', code: `process.setUncaughtExceptionCaptureCallback(err => { console.error(err); });`, errors: goesOn },
    { name: 'in a script', code: `process.on('unhandledRejection', err => { console.error(err); });`, filename: 'scripts/migrate.ts', errors: keepsRejection },
    { name: 'written to a file', code: `import fs from 'node:fs'; process.on('uncaughtException', err => { fs.appendFileSync('crash.log', format(err)); process.stderr.write(String(err)); });`, errors: goesOn },
    {
      name: 'no code',
      code: `process.on('uncaughtException', err => { console.error(err); process.exit(); });`,
      errors: [{ messageId: 'success', data: { write: 'process.exit(1)' }, column: 62, suggestions: [{ messageId: 'addCode', output: `process.on('uncaughtException', err => { console.error(err); process.exit(1); });` }] }],
    },
    { name: 'code 0', code: `process.on('unhandledRejection', err => { console.error(err); process.exit(0); });`, errors: [{ messageId: 'success', suggestions: [{ messageId: 'addCode', output: `process.on('unhandledRejection', err => { console.error(err); process.exit(1); });` }] }] },
    { name: 'code 0, by a constant, in a timer', code: `const OK = 0; process.on('uncaughtException', err => { setTimeout(() => process.exit(OK), 100); });`, errors: success },
    { name: 'one exit of two events', code: `const stop = () => { process.exit(0); }; process.on('SIGTERM', stop); process.on('uncaughtException', stop); process.on('unhandledRejection', stop);`, errors: success },
    {
      name: 'a close that never calls back',
      code: `import http from 'node:http'; const server = http.createServer(app); process.on('uncaughtException', err => { console.error(err); server.close(() => { process.exit(1); }); });`,
      errors: [{ messageId: 'waits', data: { close: 'server.close(…)', write: 'process.exit(1)' } }],
    },
    { name: 'of an application that listens', code: `import express from 'express'; const app = express(); const server = app.listen(3000); process.on('uncaughtException', err => { server.close(() => process.exit(1)); });`, errors: [{ messageId: 'waits' }] },
  ],
});
