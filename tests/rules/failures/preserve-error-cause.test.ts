import rule from '../../../src/rules/failures/preserve-error-cause.js';
import { ruleTests } from '../../rule-tests.js';

const textOnly = (output?: string) => [{ messageId: 'textOnly', suggestions: output === undefined ? [] : [{ messageId: 'addCause', output }] }] as const;
const lost = (output?: string) => [{ messageId: 'lost', suggestions: output === undefined ? [] : [{ messageId: 'addCause', output }] }] as const;

ruleTests(rule, {
  valid: [
    { name: 'more text before what it said', code: 'try { f(); } catch (err) { err.message = `load: ${err.message}`; throw err; }' },
    { name: 'more text behind it', code: `try { f(); } catch (err) { err.message += ' (load)'; throw err; }` },
    { name: 'its text through a constant', code: 'try { f(); } catch (err) { const text = err.message; err.message = "load: " + text; throw err; }' },
    { name: 'its text was kept', code: `try { f(); } catch (err) { result.reason = err.message; err.message = 'load failed'; throw err; }` },
    { name: 'a kind that was looked at', code: `try { f(); } catch (err) { if (err.code === 'ENOENT') err.message = 'no such order'; throw err; }` },
    { name: 'an error of its own', code: `const err = new Error(); err.message = 'x'; throw err;` },
    { name: 'no error, for all that is known', code: `export function f(err) { err.message = 'x'; return err; }`, filename: 'src/a.js' },
    { name: 'made by something from it', code: `try { f(); } catch (err) { err.message = describe(err); throw err; }` },
    { code: `try { work(); } catch (error) { throw new Error('work failed', { cause: error }); }` },
    { name: 'as an argument', code: `try { work(); } catch (error) { throw new WorkError('failed', error); }` },
    { name: 'under another key', code: `try { work(); } catch (error) { throw new WorkError('failed', { inner: error }); }` },
    { name: 'rethrown as it is', code: `try { work(); } catch (error) { throw error; }` },
    { name: 'kept in a log', code: `try { work(); } catch (err) { logger.error({ err }, 'work failed'); throw new PublicError('try later'); }` },
    { name: 'its text kept in a log', code: `try { work(); } catch (err) { logger.error('work: ' + err.message); throw new PublicError('try later'); }` },
    { name: 'its stack kept', code: `try { work(); } catch (err) { throw new WorkError(err.stack); }` },
    { name: 'set afterwards', code: `try { work(); } catch (err) { const wrapped = new Error('work'); wrapped.cause = err; throw wrapped; }` },
    { name: 'assigned afterwards', code: `try { work(); } catch (err) { const wrapped = new Error('work: ' + err.message); Object.assign(wrapped, { cause: err }); throw wrapped; }` },
    { name: 'made by a function', code: `try { work(); } catch (err) { throw toPublicError(err); }` },
    { name: 'a recognised condition', code: `try { work(); } catch (err) { if (err.code === 'ENOENT') throw new MissingFileError('x'); throw err; }` },
    { name: 'the rest is rethrown first', code: `try { work(); } catch (err) { if (!(err instanceof LockError)) throw err; throw new BusyError('try again'); }` },
    { name: 'a switch on the code', code: `try { work(); } catch (err) { switch (err.code) { case '23505': throw new TakenError('email'); default: throw err; } }` },
    { name: 'an answer to the caller about its input', code: `import { BadRequestException } from '@nestjs/common'; function f(id) { try { check(id); } catch { throw new BadRequestException('id'); } }` },
    { name: 'a 4xx status', code: `try { check(token); } catch { throw new HttpError(401, 'token'); }` },
    { name: 'a 4xx status by name', code: `try { check(token); } catch { throw new HttpException('token', HttpStatus.BAD_REQUEST); }` },
    { name: 'nothing to lose', code: `function f(text) { try { return new URL(text); } catch { throw new Error('not a URL: ' + text); } }` },
    { name: 'thrown to a catch of its own', code: `try { a(); } catch { try { throw new Error('x'); } catch (e) { report(e); } }` },
    { name: 'in a function of its own', code: `try { a(); } catch { later(() => { throw new Error('x'); }); }` },
    { name: 'a value, no error', code: `try { a(); } catch (err) { return new TransitionError({ text: err.message }); }`.replace('return', 'result =') },
    { name: 'a response', code: `try { a(); } catch (err) { throw new Response('x'); }` },
    { name: 'spread arguments cannot be seen', code: `try { a(); } catch (err) { throw new Error(...args); }` },
    { name: 'rejected with the cause', code: `load().catch(err => { throw new Error('load', { cause: err }); });` },
    { name: 'a listener that hands it on', code: `new Promise((resolve, reject) => { stream.on('error', reject); });` },
    { name: 'a pattern', code: `try { a(); } catch ({ message }) { throw new Error(message); }` },
    { name: 'tests', code: `try { a(); } catch { throw new Error('x'); }`, filename: 'src/a.test.ts' },
    { name: 'recognised by something else', code: `try { work(); } catch (err) { if (signal.aborted) throw new Error('timed out'); throw err; }` },
    { name: 'a throw outside of handlers', code: `function f() { throw new Error('x'); }` },
  ],
  invalid: [
    {
      name: 'another text in the same error',
      code: `try { f(); } catch (err) { err.message = 'load failed'; throw err; }`,
      errors: [{ messageId: 'overwritten', data: { error: 'err' }, suggestions: [{ messageId: 'replace', data: { error: 'err' }, output: `try { f(); } catch (err) { err = new Error('load failed', { cause: err }); throw err; }` }] }],
    },
    { name: 'in a rejection', code: 'work().catch(err => { err.message = `order ${id} cannot be read`; throw err; });', errors: [{ messageId: 'overwritten', suggestions: 1 }] },
    { name: 'in a node-style callback', code: `import fs from 'node:fs'; fs.readFile(path, (err, data) => { if (err) { if (timedOut) { err.message = 'took too long'; } return done(err); } done(null, data); });`, filename: 'src/a.js', errors: [{ messageId: 'overwritten', suggestions: 1 }] },
    { name: 'under a cast', code: `try { f(); } catch (err) { (err as Error).message = 'load failed'; throw err; }`, errors: [{ messageId: 'overwritten' }] },
    {
      code: `try { work(); } catch (error) { throw new Error('work failed: ' + String(error)); }`,
      errors: textOnly(`try { work(); } catch (error) { throw new Error('work failed: ' + String(error), { cause: error }); }`),
    },
    {
      code: 'try { work(); } catch (e) { throw new TypeError(`work: ${e.message}`); }',
      filename: 'src/service.js',
      errors: textOnly('try { work(); } catch (e) { throw new TypeError(`work: ${e.message}`, { cause: e }); }'),
    },
    {
      name: 'no binding',
      code: `try { work(); } catch { throw new Error('work failed'); }`,
      errors: lost(`try { work(); } catch (error) { throw new Error('work failed', { cause: error }); }`),
    },
    {
      name: 'the name is taken',
      code: `try { work(); } catch { throw new Error(error); }`,
      errors: lost(`try { work(); } catch (cause) { throw new Error(error, { cause }); }`),
    },
    {
      name: 'a binding that nobody reads',
      code: `try { work(); } catch (err) { throw new Error('work failed'); }`,
      errors: lost(`try { work(); } catch (err) { throw new Error('work failed', { cause: err }); }`),
    },
    {
      name: 'through a name',
      code: `try { work(); } catch (err) { const message = err instanceof Error ? err.message : String(err); throw new Error(message); }`,
      errors: textOnly(`try { work(); } catch (err) { const message = err instanceof Error ? err.message : String(err); throw new Error(message, { cause: err }); }`),
    },
    {
      name: 'destructured',
      code: `try { work(); } catch (err) { const { message } = err; throw new Error('work: ' + message); }`,
      errors: textOnly(`try { work(); } catch (err) { const { message } = err; throw new Error('work: ' + message, { cause: err }); }`),
    },
    {
      name: 'a cast',
      code: `try { work(); } catch (err) { throw new Error((err as Error).message); }`,
      errors: textOnly(`try { work(); } catch (err) { throw new Error((err as Error).message, { cause: err }); }`),
    },
    {
      name: '.catch',
      code: `load().catch(err => { throw new Error('load: ' + err.message); });`,
      errors: textOnly(`load().catch(err => { throw new Error('load: ' + err.message, { cause: err }); });`),
    },
    {
      name: '.catch without a parameter',
      code: `load().catch(() => { throw new Error('load failed'); });`,
      errors: lost(`load().catch((error) => { throw new Error('load failed', { cause: error }); });`),
    },
    {
      name: 'Promise.reject in .then',
      code: `load().then(use, err => Promise.reject(new Error(err.message)));`,
      errors: textOnly(`load().then(use, err => Promise.reject(new Error(err.message, { cause: err })));`),
    },
    {
      name: 'reject in a listener',
      code: 'const p = new Promise((resolve, reject) => { stream.on("error", err => reject(new Error(`stream: ${err.message}`))); });',
      errors: textOnly('const p = new Promise((resolve, reject) => { stream.on("error", err => reject(new Error(`stream: ${err.message}`, { cause: err }))); });'),
    },
    {
      name: 'reject in a catch clause',
      code: `const p = new Promise((resolve, reject) => { try { work(); } catch (err) { reject(new Error('work failed')); } });`,
      errors: lost(`const p = new Promise((resolve, reject) => { try { work(); } catch (err) { reject(new Error('work failed', { cause: err })); } });`),
    },
    {
      name: 'next and callbacks',
      code: `function f(req, res, next) { try { work(); } catch (err) { next(new Error(err.message)); } }`,
      errors: textOnly(`function f(req, res, next) { try { work(); } catch (err) { next(new Error(err.message, { cause: err })); } }`),
    },
    {
      name: 'a class in view that forwards its options',
      code: `class WorkError extends Error { constructor(message: string, options?: ErrorOptions) { super(message, options); } } try { work(); } catch (err) { throw new WorkError(err.message); }`,
      errors: textOnly(`class WorkError extends Error { constructor(message: string, options?: ErrorOptions) { super(message, options); } } try { work(); } catch (err) { throw new WorkError(err.message, { cause: err }); }`),
    },
    {
      name: 'a class in view without a constructor',
      code: `class WorkError extends Error {} try { work(); } catch (err) { throw new WorkError('work'); }`,
      errors: lost(`class WorkError extends Error {} try { work(); } catch (err) { throw new WorkError('work', { cause: err }); }`),
    },
    { name: 'a class that takes no cause: nothing to suggest', code: `class WorkError extends Error { constructor(message) { super(message); } } try { work(); } catch (err) { throw new WorkError('work'); }`, filename: 'src/service.js', errors: lost() },
    { name: 'a class from elsewhere: nothing to suggest', code: `import { InternalServerError } from './errors.js'; try { work(); } catch (err) { throw new InternalServerError(err.message); }`, errors: textOnly() },
    { name: 'Error as a function', code: `try { work(); } catch (err) { throw Error('work: ' + err); }`, errors: textOnly(`try { work(); } catch (err) { throw Error('work: ' + err, { cause: err }); }`) },
    {
      name: 'through a variable',
      code: `try { work(); } catch (err) { const wrapped = new Error('work: ' + err.message); throw wrapped; }`,
      errors: textOnly(`try { work(); } catch (err) { const wrapped = new Error('work: ' + err.message, { cause: err }); throw wrapped; }`),
    },
    {
      name: 'one kind is rethrown, the rest loses its cause',
      code: `try { work(); } catch (err) { if (err instanceof WorkError) throw err; throw new Error('work: ' + err.message); }`,
      errors: textOnly(`try { work(); } catch (err) { if (err instanceof WorkError) throw err; throw new Error('work: ' + err.message, { cause: err }); }`),
    },
    {
      name: 'a node-style callback',
      code: `import fs from 'node:fs'; const p = new Promise((resolve, reject) => { fs.readFile('x', (err, data) => { if (err) return reject(new Error('read: ' + err.message)); resolve(data); }); });`,
      errors: textOnly(`import fs from 'node:fs'; const p = new Promise((resolve, reject) => { fs.readFile('x', (err, data) => { if (err) return reject(new Error('read: ' + err.message, { cause: err })); resolve(data); }); });`),
    },
  ],
});
