import rule from '../../../src/rules/failures/no-lossy-error-serialization.js';
import { ruleTests } from '../../rule-tests.js';

const json = [{ messageId: 'json', suggestions: 1 }] as const;
const copy = [{ messageId: 'copy', suggestions: 1 }] as const;
const parts = (name: string): string => `{ name: ${name}.name, message: ${name}.message, stack: ${name}.stack }`;
const inCatch = (body: string, binding = 'err'): string => `export async function run() { try { await work(); } catch (${binding}) { ${body} } }`;

ruleTests(rule, {
  valid: [
    inCatch('save(JSON.stringify({ name: err.name, message: err.message }));'),
    { name: 'all own properties', code: inCatch('save(JSON.stringify(err, Object.getOwnPropertyNames(err)));') },
    { name: 'a replacer', code: inCatch('save(JSON.stringify({ err }, replaceErrors));') },
    { name: 'nobody knows what it is', code: `function f(err) { return JSON.stringify(err); }` },
    { name: 'a name is no proof', code: `export const toBody = (error: Problem) => JSON.stringify({ error });` },
    { name: 'its text stands beside it', code: inCatch('save(JSON.stringify({ err, message: err.message }));') },
    { name: 'its text in a template beside it', code: inCatch('save(JSON.stringify({ err, text: `${err}` }));') },
    { name: 'a spread with its text', code: `export const copy = (err: Error) => ({ ...err, message: err.message });` },
    { name: 'a spread and its text later', code: `export function copy(err: Error) { const body = { ...err }; body.message = err.message; return body; }` },
    { name: 'Object.assign with its text', code: `export const copy = (err: Error) => Object.assign({}, err, { message: err.message });` },
    { name: 'more properties for an error', code: `export const copy = (err: Error) => Object.assign(new Error(err.message), err);` },
    { name: 'no error where instanceof has said no', code: inCatch('return err instanceof Error ? err.message : JSON.stringify(err);') },
    { name: 'no error behind the branch that left', code: inCatch('if (err instanceof Error) { return err.message; } return JSON.stringify(err);') },
    { name: 'no error in the other branch', code: inCatch('if (!(err instanceof Error)) { log(JSON.stringify(err)); }') },
    { name: 'a class out of view may have toJSON', code: `import { ApiError } from './api.js'; ${inCatch('if (err instanceof ApiError) save(JSON.stringify(err));')}` },
    { name: 'a class in view has toJSON', code: `class ApiError extends Error { toJSON() { return { message: this.message }; } } export const f = (err: ApiError) => JSON.stringify(err);` },
    { name: 'a class in view has a message of its own', code: `class ApiError extends Error { message = 'x'; } export const f = () => JSON.stringify(new ApiError());` },
    { name: 'a message that is set is enumerable where super had none', code: `class ApiError extends Error { constructor(text) { super(); this.message = text; } } export const f = err => { if (err instanceof ApiError) return JSON.stringify(err); };`, filename: 'src/a.js' },
    { name: 'axios has toJSON', code: `import axios from 'axios'; export async function f() { try { await axios.get(url); } catch (err) { save(JSON.stringify(err)); } }` },
    { name: 'zod errors say their issues', code: `import { z } from 'zod'; const schema = z.string(); export function f(x) { try { z.string().parse(x); } catch (err) { save(JSON.stringify(err)); } }` },
    { name: "a file's error has its code and path", code: `import fs from 'node:fs'; fs.readFile(path, err => { if (err) save(JSON.stringify(err)); });` },
    { name: 'in an answer another rule speaks', code: `import express from 'express'; const app = express(); app.use((err, req, res, next) => { res.status(500).send(JSON.stringify(err)); });` },
    { name: 'in a Response', code: inCatch('return new Response(JSON.stringify({ err }), { status: 500 });') },
    { name: 'in the answer of a function', code: inCatch('return { statusCode: 500, body: JSON.stringify({ err }) };') },
    { name: 'in a new error that loses its cause', code: inCatch('throw new Error(JSON.stringify(err));') },
    { name: 'in a log, behind an entry with the error', code: inCatch('console.error(err); console.error(JSON.stringify(err));') },
    { name: 'in a log, behind an entry with its text', code: inCatch('console.log(err.message); console.log(JSON.stringify(err, null, 2));') },
    { name: 'a shadowed JSON', code: `import { JSON } from './json.js'; ${inCatch('save(JSON.stringify(err));')}` },
    { name: 'a field of an error', code: inCatch('save(JSON.stringify(err.details));') },
    { name: 'a clone keeps the text', code: inCatch('save(structuredClone(err));') },
    { name: 'another kind of send', code: inCatch('socket.send({ err });') },
    { name: 'tests', code: inCatch('save(JSON.stringify(err));'), filename: 'src/a.test.ts' },
  ],
  invalid: [
    {
      code: `export function toBody(err: Error) { return JSON.stringify({ err }); }`,
      errors: [{
        messageId: 'json',
        data: { write: `err: ${parts('err')}` },
        suggestions: [{ messageId: 'writeParts', data: { error: 'err' }, output: `export function toBody(err: Error) { return JSON.stringify({ err: ${parts('err')} }); }` }],
      }],
    },
    {
      code: `export function copy(err: Error) { return { ...err }; }`,
      errors: [{
        messageId: 'copy',
        data: { write: '...err, name: err.name, message: err.message, stack: err.stack' },
        suggestions: [{ messageId: 'writeParts', data: { error: 'err' }, output: `export function copy(err: Error) { return { ...err, name: err.name, message: err.message, stack: err.stack }; }` }],
      }],
    },
    {
      code: `export const copy = (err: Error) => Object.assign({}, err);`,
      errors: [{
        messageId: 'copy',
        data: { write: 'err, { name: err.name, message: err.message, stack: err.stack }' },
        suggestions: [{ messageId: 'writeParts', data: { error: 'err' }, output: `export const copy = (err: Error) => Object.assign({}, err, { name: err.name, message: err.message, stack: err.stack });` }],
      }],
    },
    { name: 'a caught value of TypeScript is unknown: told only', code: inCatch('save(JSON.stringify(err));'), errors: [{ messageId: 'json', data: { write: parts('err') } }] },
    { name: 'any', code: inCatch('save(JSON.stringify(err));', 'err: any'), errors: json },
    { name: 'JavaScript', code: inCatch('save(JSON.stringify(err));'), filename: 'src/a.js', errors: [{ messageId: 'json', suggestions: [{ messageId: 'writeParts', data: { error: 'err' }, output: inCatch(`save(JSON.stringify(${parts('err')}));`) }] }] },
    { name: 'with indentation', code: inCatch('save(JSON.stringify(err, null, 2));'), filename: 'src/a.mjs', errors: json },
    { name: 'with an undefined replacer', code: inCatch('save(JSON.stringify(err, undefined, 2));'), filename: 'src/a.mjs', errors: json },
    { name: 'deep', code: inCatch(`save(JSON.stringify({ type: 'failed', data: { errors: [err] } }));`), filename: 'src/a.js', errors: json },
    { name: 'in a constant', code: inCatch(`const body = { id, error: err }; save(JSON.stringify(body));`), filename: 'src/a.js', errors: json },
    { name: 'one of two', code: inCatch(`save(JSON.stringify(details ?? err));`), filename: 'src/a.js', errors: json },
    { name: 'in a log', code: inCatch(`console.error('failed', JSON.stringify(err));`), filename: 'src/a.js', errors: json },
    { name: 'a rejection', code: `work().catch(err => { save(JSON.stringify({ err })); });`, errors: json },
    { name: 'a rejection in the second place', code: `work().then(done, reason => save(JSON.stringify(reason)));`, errors: json },
    { name: 'an error listener', code: `socket.on('error', error => { log({ error: JSON.parse(JSON.stringify(error)) }); });`, errors: json },
    { name: 'an error middleware', code: `import express from 'express'; const app = express(); app.use((err, req, res, next) => { save(JSON.stringify(err)); res.sendStatus(500); });`, filename: 'src/a.js', errors: json },
    { name: 'a new error', code: `export const body = JSON.stringify(new Error('x'));`, errors: [{ messageId: 'json', data: { write: '{ name: err.name, message: err.message, stack: err.stack }' } }] },
    { name: 'a class in view', code: `class ApiError extends Error { code = 'API'; } export const f = (err: ApiError) => JSON.stringify(err);`, errors: json },
    { name: 'narrowed', code: `export function f(value: unknown) { if (value instanceof Error) return JSON.stringify(value); return String(value); }`, errors: json },
    { name: 'ErrnoException', code: `export const f = (err: NodeJS.ErrnoException) => JSON.stringify({ err });`, errors: json },
    { name: 'a spread in a catch', code: inCatch('failures.push({ id, ...err });'), filename: 'src/a.js', errors: copy },
    { name: 'a spread in JSON', code: inCatch('save(JSON.stringify({ ...err }));'), filename: 'src/a.js', errors: copy },
    { name: 'process.send', code: inCatch(`process.send({ type: 'failed', error: err });`), filename: 'src/worker.js', errors: [{ messageId: 'ipc', data: { write: parts('err') }, suggestions: 1 }] },
    { name: 'process.send, if there is a parent', code: inCatch(`process.send?.({ err });`), filename: 'src/worker.js', errors: [{ messageId: 'ipc', data: { write: `err: ${parts('err')}` }, suggestions: 1 }] },
    { name: 'two', code: inCatch('save(JSON.stringify({ err })); return { ...err };'), filename: 'src/a.js', errors: [...json, ...copy] },
    { name: 'asked by a library that knows nothing of it', code: `import axios from 'axios'; export async function f() { try { await work(); } catch (err) { save(JSON.stringify(err)); } }`, filename: 'src/a.js', errors: json },
  ],
});
