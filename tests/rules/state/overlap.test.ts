import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../../src/index.js';

// docs/decisions/0014-state.md: one fault, one finding, under all rules at once.
const app = "import express from 'express'; const app = express();";
/** Rules of other streets that the pieces of code below do not mean to please. */
const OTHERS = /require-client-timeout|no-unchecked-env|functional-core/;

function found(code: string): readonly string[] {
  const { plugins, rules } = plugin.configs.all as unknown as Linter.Config;
  const config: Linter.Config = { files: ['**/*.ts'], languageOptions: { parser }, plugins: plugins!, rules: rules! };
  return new Linter().verify(code, [config], { filename: 'src/a.ts' }).flatMap(({ ruleId, messageId }) => (OTHERS.test(ruleId ?? '') ? [] : [`${ruleId?.replace('bulletproof/', '')} ${messageId}`]));
}

describe('one fault, one finding', () => {
  it.each([
    ['data of a request', `${app} let user: string | undefined; app.use((req, res, next) => { user = req.get('x-user'); next(); }); export const of = () => user;`, ['no-mutable-shared-state overwritten']],
    ['data of a request, exported', `${app} export let user: string | undefined; app.use((req, res, next) => { user = req.get('x-user'); next(); });`, ['no-mutable-shared-state overwritten']],
    ['data of a request, across an await', `${app} let state = { name: '' }; declare function f(s: string): Promise<string>; app.post('/', async (req, res) => { state = { ...state, name: await f(req.body.name) }; res.end(); });`, ['no-mutable-shared-state overwritten']],
    ['a list that grows, and loses updates', `${app} let names: string[] = []; declare function f(s: string): Promise<string>; app.post('/', async (req, res) => { names = [...names, await f(req.body.name)]; res.end(); });`, ['no-mutable-shared-state grows', 'no-stale-write lost']],
    ['data of requests that grows', `${app} const seen = new Map<string, number>(); app.get('/:id', (req, res) => { seen.set(req.params.id, 1); res.end(); });`, ['no-mutable-shared-state grows']],
    ['a shared default', "import { Injectable } from '@nestjs/common'; @Injectable() export class P { private readonly relations = ['a']; find(relations?: string[]) { const all = relations ?? this.relations; all.push('v'); return all; } }", ['no-mutable-shared-state sharedDefault']],
    ['a private total', 'let total = 0; export function note(n: number) { total += n; } export const get = () => total;', ['no-mutable-shared-state changed']],
    ['an exported counter', 'export let n = 0; export function next() { n += 1; return n; }', ['no-exported-mutable reassigned']],
    ['an exported list', 'export const users: string[] = []; export function note(name: string) { users.push(name); }', ['no-exported-mutable changed']],
    ['a static field', 'export class Store { static current = 0; static use(n: number) { Store.current = n; } }', ['no-exported-mutable static']],
    ['a copy', 'let limit = 5; function setLimit(n: number) { limit = n; } export default limit; export { setLimit };', ['no-exported-mutable copied']],
    ['a private cache', 'declare function make(k: string): object; const cache = new Map<string, object>(); export function of(key: string) { let v = cache.get(key); if (!v) { v = make(key); cache.set(key, v); } return v; }', ['no-unbounded-cache grows']],
    ['an exported cache', 'declare function make(k: string): object; export const cache = new Map<string, object>(); export function of(key: string) { let v = cache.get(key); if (!v) { v = make(key); cache.set(key, v); } return v; }', ['no-exported-mutable changed']],
    ['a static cache', 'declare function make(k: string): object; export class Store { static all = new Map<string, object>(); static of(k: string) { if (!Store.all.has(k)) Store.all.set(k, make(k)); return Store.all.get(k); } }', ['no-unbounded-cache grows']],
    ['a lost update', 'declare function size(f: string): Promise<number>; let total = 0; export async function add(f: string) { total += await size(f); return total; }', ['no-stale-write added']],
    ['a lost update of an export', 'declare function size(f: string): Promise<number>; export let total = 0; export async function add(f: string) { total += await size(f); return total; }', ['no-exported-mutable reassigned', 'no-stale-write added']],
    ['a marker', 'declare function work(): Promise<void>; let isRunning = false; export async function run() { if (isRunning) return; isRunning = true; await work(); isRunning = false; }', ['require-state-reset stuck']],
    ['a promise that is kept', 'declare function open(): Promise<object>; let opening: Promise<object> | undefined; export function get() { opening ??= open(); return opening; }', ['no-cached-rejection kept']],
    ['an exported list that is sorted', 'export const list: number[] = [3, 1]; export function sorted() { return list.sort(); }', ['no-mutated-input reordered']],
    ['a parameter', 'export function sorted(list: number[]) { return list.sort(); }', ['no-mutated-input reordered']],
    ['a connection', "import mongoose from 'mongoose'; await mongoose.connect('mongodb://x'); export const a = 1;", ['no-side-effect-on-import onImport']],
    ['a timer of the module', 'declare function tick(): void; setInterval(() => tick(), 60_000); export const a = 1;', ['no-side-effect-on-import onImport']],
    ['sessions in memory', `import session from 'express-session'; ${app} app.use(session({ secret: process.env.S! }));`, ['no-replica-local-state memory']],
  ])('%s', (_, code, expected) => expect(found(code)).toEqual(expected));
});
