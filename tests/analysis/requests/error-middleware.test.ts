import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const app = `import express from 'express'; const app = express();`;

describe('error middleware', () => {
  it.each([
    ['length counts up to a default value', `${app} app.use((err, req, res, next = noop) => { res.end(); });`, ['express 3/4']],
    ['a rest parameter does not count', `${app} app.use((err: Error, ...rest) => {});`, ['express 1/4']],
    ["TypeScript's this does not count", `${app} app.use(function (this: void, err: Error, req, res, next) { res.end(); });`, []],
    ['aliases of types', `import type { ErrorRequestHandler as E } from 'express'; export const f: E = (err, req) => {};`, ['express 2/4']],
    ['next as a function is no response', `${app} app.use((err, req, res) => { res(err); });`, []],
    ['one function, registered twice', `${app} const f = (err, req, res) => { res.end(); }; app.use('/a', f); app.use('/b', f);`, ['express 3/4']],
  ])('counts parameters: %s', (_, code, expected) => {
    expect(modelOf(code).errorMiddleware.uncallable.map(each => `${each.framework} ${each.counted}/${each.wanted}`)).toEqual(expected);
  });

  it.each([
    ['first', `${app} app.use((err, req, res, next) => { next(err); }); app.get('/', f);`, ['tooEarly']],
    ['settings register nothing', `${app} app.set('x', 1); app.use((err, req, res, next) => { next(err); }); app.get('/', f);`, ['tooEarly']],
    ['reading a setting is no route', `${app} app.use((err, req, res, next) => { next(err); }); app.get('env');`, []],
    ['a server that is given it adds nothing', `import { createServer } from 'node:http'; ${app} createServer(app); app.use((err, req, res, next) => { next(err); }); app.get('/', f);`, ['tooEarly']],
    ['a class of others may add', `import { Socket } from './socket.js'; ${app} new Socket(app); app.use((err, req, res, next) => { next(err); }); app.get('/', f);`, []],
    ['an application that is replaced', `import express from 'express'; let app = express(); app.use((err, req, res, next) => { next(err); }); app = express(); app.get('/', f);`, []],
  ])('knows its place: %s', (_, code, expected) => {
    expect(modelOf(code).errorMiddleware.misplaced.map(each => each.kind)).toEqual(expected);
  });

  it.each([
    ['a guard that leaves', `${app} app.use((err, req, res, next) => { if (res.headersSent) return; log(err); });`, ['silent']],
    ['a promise that answers', `${app} app.use((err, req, res, next) => { record(err).finally(() => res.end()); });`, []],
    ['locals are no answer by themselves, and no proof', `${app} app.use((err, req, res, next) => { res.locals.error = err; });`, []],
    ['an exception filter answers through its host', `import { Catch, type ExceptionFilter } from '@nestjs/common'; @Catch() export class F implements ExceptionFilter { catch(exception, host) { log(exception); } }`, []],
    ['a generator', `${app} app.use(function* (err, req, res, next) {});`, []],
  ])('follows the paths: %s', (_, code, expected) => {
    expect(modelOf(code).errorMiddleware.unanswered.map(each => each.kind)).toEqual(expected);
  });
});
