import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const growing = (code: string): readonly string[] => modelOf(code).growingContainers.map(({ place, unit }) => `${place} ${unit}`);
const unbounded = (code: string): readonly string[] => modelOf(code).unboundedCaches.map(({ call, expires }) => `${call.library} ${expires ? 'expires' : 'unbounded'}`);

describe('containers that only grow', () => {
  it.each([
    ['const a = new Map(); export function f(k) { if (!a.has(k)) a.set(k, g(k)); return a.get(k); }', ['a call']],
    ['const a = {}; export function f(k) { return a[k] ?? (a[k] = g(k)); }', ['a call']],
    ['const a = new Map(); function f(k) { if (!a.has(k)) a.set(k, g(k)); return a.get(k); }', []],
    ['const a = new Map(); export function f(k) { if (!a.has(k)) a.set(k, g(k)); a.delete(h); }', []],
    ['const a = new Map(); export function f(k) { if (!a.has(k)) a.set(k, g(k)); prune(a); }', []],
    ['const a = new Map(); export function f() { const k = "x"; if (!a.has(k)) a.set(k, g(k)); }', []],
    ["import { WebSocketServer } from 'ws'; const a = []; new WebSocketServer({}).on('connection', () => { a.push(Date.now()); });", ['a connection']],
    ['', []],
  ])('%s', (code, expected) => expect(growing(code)).toEqual(expected));
});

describe('caches of libraries without a bound', () => {
  it.each([
    ["import C from 'node-cache'; const c = new C(); export const f = k => c.set(k, 1);", ['node-cache unbounded']],
    ["import C from 'node-cache'; const c = new C({ stdTTL: 1 }); export const f = k => c.set(k, 1);", ['node-cache expires']],
    ["import C from 'node-cache'; const c = new C({ maxKeys: 10 }); export const f = k => c.set(k, 1);", []],
    ["import C from 'node-cache'; const c = new C(); export const f = () => c.set('k', 1);", []],
    ["import m from 'memoizee'; const f = m(k => k);", ['memoizee unbounded']],
    ["import m from 'memoizee'; const f = m(() => 1);", []],
  ])('%s', (code, expected) => expect(unbounded(code)).toEqual(expected));
});
