import rule from '../../../src/rules/state/no-mutable-shared-state.js';
import { ruleTests } from '../../rule-tests.js';

const express = "import express from 'express'; const app = express();";
const strict = [{ reportAnyWrite: true }] as const;

ruleTests(rule, {
  valid: [
    { name: 'a cache without a bound is told by no-unbounded-cache', code: 'const cache = new Map<string, string>(); export function get(key: string) { let v = cache.get(key); if (v === undefined) { v = compute(key); cache.set(key, v); } return v; }', options: strict },
    { name: 'local state', code: `${express} app.get('/', (req, res) => { let user = req.query.user; user = user ?? 'nobody'; res.send(user); });` },
    { name: 'written at start-up', code: 'let config; config = load(); export const get = () => config;', filename: 'src/x.js' },
    { name: 'a set-up function', code: 'let logger: Logger; export function setLogger(next: Logger) { logger = next; }' },
    { name: 'a set-up function under the strict option', code: 'let logger: Logger; export function setLogger(next: Logger) { logger = next; }', options: strict },
    { name: 'made once', code: `${express} let client: Client | undefined; app.get('/', async (req, res) => { client ??= await connect(); res.send(await client.read(req.query.id)); });`, options: strict },
    { name: 'made once, by a test', code: `${express} let client: Client | undefined; app.get('/', async (req, res) => { if (!client) { client = await connect(); } res.send('ok'); });` },
    { name: 'a counter', code: `${express} let requests = 0; app.use((req, res, next) => { requests += 1; next(); });` },
    { name: 'a flag', code: `${express} let shuttingDown = false; app.post('/drain', (req, res) => { shuttingDown = true; res.end(); });`, options: strict },
    { name: 'a registry', code: `${express} const clients = new Set(); app.get('/events', (req, res) => { clients.add(req); req.on('close', () => clients.delete(req)); });` },
    { name: 'a bound', code: `${express} const seen = new Map(); app.get('/', (req, res) => { if (seen.size > 1000) seen.clear(); seen.set(req.query.id, 1); res.end(); });` },
    { name: 'a lock that is taken off', code: `${express} const inFlight = {}; app.get('/:id', async (req, res) => { inFlight[req.params.id] = true; try { await work(); } finally { delete inFlight[req.params.id]; } res.end(); });`, filename: 'src/x.js' },
    { name: 'handed to who may sweep', code: `${express} const cache = new Map(); sweepEvery(60_000, cache); app.get('/:id', (req, res) => { cache.set(req.params.id, 1); res.end(); });` },
    { name: 'a cache with a bound of its own', code: `${express} import { LRUCache } from 'lru-cache'; const cache = new LRUCache({ max: 100 }); app.get('/:id', (req, res) => { cache.set(req.params.id, 1); res.end(); });` },
    { name: 'an instance per request', code: `import { Injectable, Scope } from '@nestjs/common'; @Injectable({ scope: Scope.REQUEST }) export class Current { user?: User; @Get() async load(id: string) { this.user = await fetch('/' + id); } }` },
    { name: 'a class that nobody shares', code: `export class Job { result: unknown; async run(id: string) { this.result = await fetch('https://x/' + id); } }` },
    { name: 'a WeakMap forgets', code: `${express} const users = new WeakMap(); app.use((req, res, next) => { users.set(req, req.headers.user); next(); });` },
    { name: 'a copy of the default', code: `const DEFAULTS = ['a']; export function find(relations?: string[]) { const all = [...(relations ?? DEFAULTS)]; all.push('b'); return all; }` },
    { name: 'a test', code: `${express} let last; app.post('/', (req, res) => { last = req.body; res.end(); });`, filename: 'test/server.js' },
    { name: 'a refresh', code: `let rates = {}; export async function refresh() { rates = await (await fetch('https://rates')).json(); }`, filename: 'src/x.js' },
    { name: 'a factory', code: 'export function createCounter() { let requests = 0; return () => { requests += 1; return requests; }; }', options: strict },
  ],
  invalid: [
    { code: `${express} let currentUser; app.use((req, res, next) => { currentUser = req.headers['x-user']; next(); });`, filename: 'src/x.js', errors: [{ messageId: 'overwritten', data: { writer: 'This handler', place: 'currentUser', whose: 'request' } }] },
    { name: 'through a local name', code: `${express} let tenant = ''; app.use((req, res, next) => { const id = String(req.query.tenant); tenant = id.trim(); next(); });`, errors: [{ messageId: 'overwritten' }] },
    { name: 'through await', code: `${express} let user: User; app.get('/:id', async (req, res) => { user = await users.find(req.params.id); res.json(user); });`, errors: [{ messageId: 'overwritten' }] },
    { name: 'through a callback', code: `${express} let user; app.get('/:id', (req, res) => { users.find(req.params.id).then(found => { user = found; res.json(user); }); });`, filename: 'src/x.js', errors: [{ messageId: 'overwritten' }] },
    { name: 'in a function that a handler calls', code: `${express} let current: User; function remember(user: User) { current = user; } app.use((req, res, next) => { remember(req.body.user); next(); });`, errors: [{ messageId: 'overwritten', data: { writer: '`remember`', place: 'current', whose: 'request' } }] },
    { name: 'a property of a shared object', code: `${express} const state = { user: undefined }; app.use((req, res, next) => { state.user = req.body.user; next(); });`, filename: 'src/x.js', errors: [{ messageId: 'overwritten', data: { writer: 'This handler', place: 'state.user', whose: 'request' } }] },
    { name: 'one key for everybody', code: `${express} const cache = new Map(); app.get('/', (req, res) => { cache.set('last', req.query); res.end(); });`, errors: [{ messageId: 'overwritten' }] },
    { name: 'a static field', code: `${express} class Session { static user: unknown; } app.use((req, res, next) => { Session.user = req.body.user; next(); });`, errors: [{ messageId: 'overwritten' }] },
    { name: 'a field of a controller', code: `import { Body, Controller, Post } from '@nestjs/common'; @Controller() export class Orders { private draft: unknown; @Post() create(@Body() body: unknown) { this.draft = body; } }`, errors: [{ messageId: 'overwritten', data: { writer: '`create`', place: 'this.draft', whose: 'request' } }] },
    { name: 'Fastify', code: `import fastify from 'fastify'; const app = fastify(); let user; app.addHook('onRequest', async request => { user = request.headers.user; });`, filename: 'src/x.js', errors: [{ messageId: 'overwritten' }] },
    { name: 'a Map that only grows', code: `${express} const seen = new Map(); app.get('/:id', (req, res) => { seen.set(req.params.id, Date.now()); res.end(); });`, errors: [{ messageId: 'grows' }] },
    { name: 'a list that only grows', code: `${express} const log = []; app.post('/', (req, res) => { log.push(req.body); res.end(); });`, filename: 'src/x.js', errors: [{ messageId: 'grows' }] },
    { name: 'an object that only grows', code: `${express} const sessions: Record<string, unknown> = {}; app.post('/', (req, res) => { sessions[req.body.id] = req.body; res.end(); });`, errors: [{ messageId: 'grows' }] },
    { name: 'loaded for one caller, kept for all', code: `import type { Redis } from 'ioredis'; let discount = 0; export async function loadDiscount(redis: Redis, customer: string) { const stored = await redis.get('discount:' + customer); discount = Number(stored); } export const total = (n: number) => n - discount;`, errors: [{ messageId: 'overwritten', data: { writer: '`loadDiscount`', place: 'discount', whose: 'call' } }] },
    { name: 'a provider that keeps what it loaded', code: `import { Injectable } from '@nestjs/common'; @Injectable() export class Rates { private rate = 1; async load(currency: string) { const response = await fetch('https://rates/' + currency); this.rate = await response.json(); } }`, errors: [{ messageId: 'overwritten' }] },
    { name: 'a default that is changed', code: `import { Injectable } from '@nestjs/common'; @Injectable() export class Products { private readonly relations = ['assets']; find(relations?: string[]) { const all = relations || this.relations; all.push('variants'); return all; } }`, errors: [{ messageId: 'sharedDefault', data: { alias: 'all', place: 'this.relations', writer: '`find`' } }] },
    { name: 'a default object that is changed', code: `const DEFAULTS = { retries: 3 }; export function send(options) { const all = options ?? DEFAULTS; all.retries = 5; return all; }`, filename: 'src/x.js', errors: [{ messageId: 'sharedDefault' }] },
    { name: 'the one instance of a module', code: 'class Store { keep(id) { this.last = id; } } module.exports = new Store();', filename: 'src/x.js', options: strict, errors: [{ messageId: 'changed' }] },
    { name: 'any write, when asked for', code: 'let requests = 0; export function onRequest() { requests += 1; return requests; }', options: strict, errors: [{ messageId: 'changed', data: { writer: '`onRequest`', place: 'requests' } }] },
  ],
});
