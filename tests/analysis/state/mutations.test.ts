import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const told = (code: string, filename = 'src/service.ts'): string[] =>
  modelOf(code, { filename }).mutations.shared.map(each => `${each.writer} ${each.how} ${each.place} ${each.whose}`);

const express = "import express from 'express'; const app = express();";

describe('writes to shared places', () => {
  it('tells whose data a handler keeps', () => {
    expect(told(`${express} let last; app.get('/', (req, res) => { last = req.query; });`)).toEqual(['this handler overwrites last request']);
    expect(told(`${express} let at; app.get('/', (req, res) => { at = Date.now(); });`)).toEqual(['this handler changes at nobody']);
  });

  it('follows data through local names, patterns, loops, callbacks and calls', () => {
    const start = `${express} let last;`;
    expect(told(`${start} app.get('/', (req, res) => { const { query: { id } } = req; const upper = id.toUpperCase(); last = upper; });`)).toEqual(['this handler overwrites last request']);
    expect(told(`${start} app.post('/', (req, res) => { for (const item of req.body.items) last = item; });`)).toEqual(['this handler overwrites last request']);
    expect(told(`${start} app.post('/', (req, res) => { load(req.body.id, (error, found) => { last = found; }); });`)).toEqual(['this handler overwrites last request']);
    expect(told(`${start} function keep(value) { last = value; } app.post('/', (req, res) => { keep(req.body); });`)).toEqual(['keep overwrites last request']);
  });

  it('does not take what a function is given elsewhere for data of a request', () => {
    expect(told(`${express} let last; function keep(value) { last = value; } app.post('/', (req, res) => { keep('fixed'); });`)).toEqual(['keep changes last nobody']);
  });

  it('knows places: variables, containers, static fields, fields of shared instances', () => {
    expect(told(`${express} const state = { user: null, deep: { id: 0 } }; app.get('/', (req, res) => { state.deep.id = req.query.id; });`)).toEqual(['this handler overwrites state.deep.id request']);
    expect(told(`class Current { static user; static keep(id) { Current.user = find(id); } } module.exports = Current;`, 'src/x.js')).toEqual(['keep changes Current.user nobody']);
    expect(told('class Store { last = 0; note(n: number) { this.last = n; } } export const store = new Store();')).toEqual(['note changes this.last nobody']);
    expect(told('export class Store { last = 0; note(n: number) { this.last = n; } }')).toEqual([]);
  });

  it('leaves alone what belongs to somebody else', () => {
    expect(told(`${express} app.get('/', (req, res) => { res.locals.user = req.query; });`)).toEqual([]);
    expect(told(`import { state } from '../state.js'; export function keep(x) { state.last = x; }`)).toEqual([]);
    expect(told(`${express} declare let hooks: unknown[]; app.get('/', (req, res) => { hooks = [req.query]; });`)).toEqual([]);
  });

  it('knows what there is once, declared elsewhere', () => {
    expect(told(`${express} app.get('/', (req, res) => { app.locals.last = req.query; });`)).toEqual(['this handler overwrites app.locals.last request']);
    expect(told(`${express} app.get('/', (req, res) => { req.app.set('last', req.query); });`)).toEqual([`this handler overwrites req.app.set('last', …) request`]);
    expect(told(`${express} app.get('/', (req, res) => { globalThis.last = req.query; process.env.LAST = req.query.last; });`, 'src/x.js')).toEqual(['this handler overwrites globalThis.last request', 'this handler overwrites process.env.LAST request']);
    expect(told(`${express} class Store {} const store = new Store(); app.get('/', (req, res) => { store.last = req.query; });`, 'src/x.js')).toEqual(['this handler overwrites store.last request']);
    expect(told(`${express} class Store { set last(value) { context.getStore().last = value; } } const store = new Store(); app.get('/', (req, res) => { store.last = req.query; });`, 'src/x.js')).toEqual([]);
    expect(told(`${express} class Store extends Base {} const store = new Store(); app.get('/', (req, res) => { store.last = req.query; });`, 'src/x.js')).toEqual([]);
    expect(told(`import axios from 'axios'; ${express} app.use((req, res, next) => { axios.defaults.headers.common.Authorization = req.headers.authorization; next(); });`)).toEqual(['this handler overwrites axios.defaults.headers.common.Authorization request']);
    expect(told(`import moment from 'moment'; ${express} app.use((req, res, next) => { moment.locale(req.query.lang); moment().locale(req.query.lang); next(); });`)).toEqual(['this handler overwrites moment.locale(…) request']);
  });

  it('knows what the function that registers a handler has once', () => {
    const start = "import express from 'express'; export function createApp() { const app = express(); let last;";
    expect(told(`${start} app.get('/', (req, res) => { last = req.query; }); return app; }`)).toEqual(['this handler overwrites last request']);
    expect(told(`${start} app.get('/', (req, res) => { let last; last = req.query; }); return app; }`)).toEqual([]);
    // A server for one answer.
    expect(told(`${start} const server = app.listen(0); app.get('/', (req, res) => { last = req.query; server.close(); }); return app; }`)).toEqual([]);
    expect(told(`${start} app.get('/', (req, res) => { last = req.query; }); return app; }`.replace('createApp', 'mockServer'))).toEqual([]);
  });

  it('does not take what a request only leads to for its data', () => {
    for (const value of ["req.app.get('db')", 'req.log', 'connect(req.app.locals)']) expect(told(`${express} let last; app.get('/', (req, res) => { last = ${value}; });`)).toEqual(['this handler changes last nobody']);
    expect(told(`${express} let last; app.get('/', (req, res) => { const { app: shared } = req; last = shared; });`)).toEqual(['this handler changes last nobody']);
    expect(told(`${express} let last; app.get('/', (req, res) => { if (!last) last = req.query; });`)).toEqual(['this handler keeps-first last request']);
    expect(told(`${express} let last; app.get('/', (req, res) => { if (!last) last = connect(req); });`)).toEqual([]);
    expect(told(`${express} let last; app.get('/', (req, res) => { if (!last) last = req.query; run().finally(() => { last = undefined; }); });`)).toEqual([]);
  });

  it('knows what is bounded', () => {
    const add = 'app.get("/", (req, res) => { seen.add(req.query.id); });';
    expect(told(`${express} const seen = new Set(); ${add}`)).toEqual(['this handler grows seen request']);
    expect(told(`${express} const seen = new Set(); setInterval(() => seen.clear(), 1000); ${add}`)).toEqual([]);
    expect(told(`${express} const seen = new Set(); setInterval(() => prune(seen), 1000); ${add}`)).toEqual([]);
    expect(told(`${express} export const seen = new Set(); ${add}`)).toEqual([]);
    expect(told(`${express} let list = []; app.get("/", (req, res) => { list.push(req.query.id); }); setInterval(() => { list = []; }, 1000);`)).not.toContain('this handler grows list request');
  });

  it('gives up on nothing', () => {
    for (const code of ['x = 1;', 'this.a = 1;', '[a.b] = c; ({ d: e.f } = g);', 'let a; a = a; function f() { a = a; }', 'function f(a = b, { c } = a) { b = c; } let b;', 'class A extends (x = B) { static { A.y = 1; } #z = 1; f() { this.#z = 2; } }']) {
      expect(() => told(code, 'src/x.js')).not.toThrow();
    }
  });
});
