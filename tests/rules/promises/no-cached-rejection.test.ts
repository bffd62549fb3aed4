import rule from '../../../src/rules/promises/no-cached-rejection.js';
import { ruleTests } from '../../rule-tests.js';

const LOAD = 'async function load(key) { return await fetch(key); }\n';
const NEST = "import { Injectable } from '@nestjs/common';\n@Injectable()\n";
const MONGO = "import { MongoClient } from 'mongodb';\n";

ruleTests(rule, {
  valid: [
    { code: `${LOAD}let p; export const get = () => (p ??= load('a').catch(error => { p = undefined; throw error; }));`, filename: 'src/a.js' },
    { name: 'who waits for it ends the process', code: `${LOAD}let p; export async function init() { if (!p) { p = load('a'); } try { await p; } catch (error) { console.error(error); process.exit(1); } }` },
    { name: 'what a page keeps', code: `${LOAD}import { useState } from 'react'; let p; export const useData = () => { p ??= load('a'); return useState(p); };` },
    { name: 'cleared elsewhere', code: `${LOAD}let p; export const get = () => (p ??= load('a')); export const reset = () => { p = undefined; };` },
    { name: 'a catch around its await', code: `${LOAD}let p; export async function get() { p ??= load('a'); try { return await p; } catch (error) { p = null; throw error; } }` },
    { name: 'one flight at a time', code: `${LOAD}let p; export const get = () => (p ??= load('a').finally(() => { p = undefined; }));` },
    { name: 'mapped to a value', code: `${LOAD}let p; export const get = () => (p ??= load('a').catch(() => undefined));` },
    { name: 'cannot reject', code: `async function load() { try { return await fetch('a'); } catch { return undefined; } }\nlet p; export const get = () => (p ??= load());` },
    { name: 'nothing rejects', code: 'let p; export function init(i18n) { if (!p) { p = new Promise((resolve, reject) => { i18n.init(() => resolve()); }); } return p; }' },
    { name: 'eager: a failure ends the start', code: `${LOAD}export const ready = load('a');` },
    { name: 'a value, not a promise', code: `${LOAD}let p; export async function get() { p ??= await load('a'); return p; }` },
    { name: 'cannot tell', code: "import { load } from './load.js'; let p; export const get = () => (p ??= load('a'));" },
    `${LOAD}const cache = new Map(); export function get(key) { if (!cache.has(key)) { const p = load(key); cache.set(key, p); p.catch(() => cache.delete(key)); } return cache.get(key); }`,
    { name: 'deleted in finally', code: `${LOAD}const running = new Map(); export function get(key) { const hit = running.get(key); if (hit) return hit; const p = load(key).finally(() => running.delete(key)); running.set(key, p); return p; }` },
    { name: 'the map is handed on', code: `${LOAD}const cache = new Map(); sweep(cache); export function get(key) { if (!cache.has(key)) cache.set(key, load(key)); return cache.get(key); }` },
    { name: 'a map whose promise takes itself away', code: `${LOAD}const cache = new Map(); export function get(key) { if (!cache.has(key)) cache.set(key, load(key).catch(error => { cache.delete(key); throw error; })); return cache.get(key); }` },
    { name: 'a cache that looks after its failures', code: `import { LRUCache } from 'lru-cache';\n${LOAD}const cache = new LRUCache({ max: 100 }); export function get(key) { if (!cache.has(key)) cache.set(key, load(key).catch(error => { cache.delete(key); throw error; })); return cache.get(key); }` },
    { name: 'a cache whose entries are put back', code: `import NodeCache from 'node-cache';\n${LOAD}const cache = new NodeCache({ stdTTL: 60 }); export function get(key) { const known = cache.get(key); if (known) { cache.set(key, known); return known; } return load(key); }` },
    { name: 'a cache of seconds', code: `import NodeCache from 'node-cache';\n${LOAD}const cache = new NodeCache({ stdTTL: 2 }); export function get(key) { if (!cache.has(key)) cache.set(key, load(key)); return cache.get(key); }` },
    { name: 'a cache that is emptied by hand', code: `import { LRUCache } from 'lru-cache';\n${LOAD}const cache = new LRUCache({ max: 100 }); export function forget() { cache.clear(); } export function get(key) { if (!cache.has(key)) cache.set(key, load(key)); return cache.get(key); }` },
    { name: 'a cache of values', code: `import { LRUCache } from 'lru-cache';\n${LOAD}const cache = new LRUCache({ max: 100 }); export async function get(key) { if (!cache.has(key)) cache.set(key, await load(key)); return cache.get(key); }` },
    { name: 'other caches may have a time to live', code: `import { LRUCache } from 'lru-cache';\n${LOAD}const cache = new LRUCache({ ttl: 1000 }); export function get(key) { if (!cache.has(key)) cache.set(key, load(key)); return cache.get(key); }` },
    { name: 'a map of the function', code: `${LOAD}export async function all(keys) { const seen = new Map(); for (const key of keys) if (!seen.has(key)) seen.set(key, load(key)); await Promise.all(seen.values()); }` },
    { name: 'an object that may be of one request', code: 'export class Loader { user() { return (this.p ??= this.load()); } async load() { return await fetch("a"); } }' },
    { name: 'what is closed stays closed', code: "import pg from 'pg';\nconst pool = new pg.Pool(); let closing; async function end() { await pool.end(); } export const close = () => (closing ??= end());" },
    { name: 'cleared in finally', code: `${MONGO}export class Store { async get() { if (this.p !== null) return this.p; this.p = MongoClient.connect('a'); try { return await this.p; } finally { this.p = null; } } }` },
    { code: `${LOAD}let p; export const get = () => (p ??= load('a'));`, filename: 'src/a.test.ts' },
  ],
  invalid: [
    { name: 'a cache of a library', code: `import { LRUCache } from 'lru-cache';\n${LOAD}const cache = new LRUCache({ max: 100 }); export function get(key) { if (!cache.has(key)) cache.set(key, load(key)); return cache.get(key); }`, errors: [{ messageId: 'held', data: { slot: 'cache', reset: 'cache.delete(key)' } }] },
    { name: 'a cache of a class, with a lifetime', code: `import NodeCache from 'node-cache';\n${LOAD}export class Source { #cache = new NodeCache({ stdTTL: 60 }); get(key) { const known = this.#cache.get(key); if (known) return known; const fresh = load(key).then(each => each); this.#cache.set(key, fresh); return fresh; } }`, errors: [{ messageId: 'held', data: { slot: 'this.#cache', reset: 'this.#cache.del(key)' } }] },
    { name: 'a cache with a long lifetime', code: `const { LRUCache } = require('lru-cache');\n${LOAD}const cache = new LRUCache({ max: 9, ttl: 60_000 }); exports.get = key => { const known = cache.get(key); if (known !== undefined) return known; const fresh = load(key); cache.set(key, fresh); return fresh; };`, errors: [{ messageId: 'held' }] },
    { code: `${LOAD}let p; export const get = () => (p ??= load('a'));`, errors: [{ messageId: 'kept', line: 2, data: { slot: 'p', reset: 'p = undefined' } }] },
    { code: `${LOAD}let p; export const get = () => { p ||= load('a'); return p; };`, filename: 'src/a.js', errors: [{ messageId: 'kept' }] },
    { code: `${LOAD}let p; export function get() { if (!p) p = load('a'); return p; }`, filename: 'src/a.js', errors: [{ messageId: 'kept' }] },
    { code: `${LOAD}let p: Promise<Response> | undefined; export function get() { if (p === undefined) { p = load('a'); } return p; }`, errors: [{ messageId: 'kept' }] },
    { code: `${LOAD}let p = null; export function get() { if (p) return p; p = load('a'); return p; }`, errors: [{ messageId: 'kept' }] },
    { code: `${LOAD}let p; export function get() { p = p || load('a'); return p; }`, errors: [{ messageId: 'kept' }] },
    { code: `${LOAD}let p; export function get() { return (p ??= load('a').then(r => r.json())); }`, errors: [{ messageId: 'kept' }] },
    { code: `${LOAD}const cache = new Map(); export function get(key) { if (!cache.has(key)) cache.set(key, load(key)); return cache.get(key); }`, errors: [{ messageId: 'kept', data: { slot: 'cache', reset: 'cache.delete(key)' } }] },
    { code: `${LOAD}const cache = new Map(); export function get(key) { const hit = cache.get(key); if (hit) return hit; const p = load(key); cache.set(key, p); return p; }`, filename: 'src/a.js', errors: [{ messageId: 'kept' }] },
    { code: `${LOAD}const cache = new WeakMap(); export function get(key) { let p = cache.get(key); if (!p) { cache.set(key, load(key)); } return cache.get(key); }`, errors: [{ messageId: 'kept' }] },
    { code: `${NEST}export class A { private p?: Promise<void>; init() { if (!this.p) this.p = this.load(); return this.p; } private async load() { await fetch('a'); } }`, errors: [{ messageId: 'kept', data: { slot: 'this.p', reset: 'this.p = undefined' } }] },
    { code: `${NEST}export class A { #all = new Map<string, Promise<Response>>(); get(key: string) { const hit = this.#all.get(key); if (hit) return hit; const p = this.load(key); this.#all.set(key, p); return p; } private async load(key: string) { return await fetch(key); } }`, errors: [{ messageId: 'kept' }] },
    { code: 'let p; export function init(i18n) { if (!p) { p = new Promise((resolve, reject) => { i18n.init(error => (error ? reject(error) : resolve())); }); } return p; }', errors: [{ messageId: 'kept' }] },
    { name: 'a connection lives as long as the service', code: `${MONGO}export class Store { connect() { if (!this.p) { this.p = MongoClient.connect('a').then(c => c.db()); } return this.p; } }`, errors: [{ messageId: 'kept' }] },
    { name: 'a singleton', code: `class A { p; get() { return (this.p ??= this.load()); } async load() { return await fetch('a'); } }\nexport const a = new A();`, errors: [{ messageId: 'kept' }] },
  ],
});
