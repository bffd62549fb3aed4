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
    expect(told(`${express} app.get('/', (req, res) => { app.locals.last = req.query; res.locals.user = req.query; });`)).toEqual([]);
    expect(told(`import { state } from '../state.js'; export function keep(x) { state.last = x; }`)).toEqual([]);
    expect(told(`${express} declare let hooks: unknown[]; app.get('/', (req, res) => { hooks = [req.query]; });`)).toEqual([]);
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
