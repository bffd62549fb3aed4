import rule from '../../../src/rules/observability/no-als-enter-with.js';
import { ruleTests } from '../../rule-tests.js';

const head = `import { AsyncLocalStorage } from 'node:async_hooks';\nconst als = new AsyncLocalStorage<{ id: string }>();\n`;
const errors = [{ messageId: 'found', suggestions: 1 }];
const without = [{ messageId: 'found', suggestions: 0 }];

ruleTests(rule, {
  valid: [
    { name: 'run', code: `${head}export function handle(id: string, next: () => void) {\n  als.run({ id }, next);\n}` },
    { name: 'a storage of another kind', code: `import { Storage } from './storage.js';\nconst als = new Storage();\nexport function handle(id: string, next: () => void) {\n  als.enterWith({ id });\n  next();\n}` },
    { name: 'a parameter of no known type', filename: 'src/service.js', code: `export function handle(als, id, next) {\n  als.enterWith({ id });\n  next();\n}` },
    { name: 'a class of that name of the project', code: `class AsyncLocalStorage { enterWith(store: unknown) {} }\nconst als = new AsyncLocalStorage();\nexport function handle(next: () => void) {\n  als.enterWith({});\n  next();\n}` },
    { name: 'the module itself, for the whole process', code: `${head}als.enterWith({ id: 'worker' });\nexport const id = () => als.getStore()?.id;` },
    { name: 'main, which the module calls', code: `${head}async function main() {\n  als.enterWith({ id: 'worker' });\n  await work();\n}\nmain();` },
    { name: 'main, awaited', code: `${head}const main = async () => {\n  als.enterWith({ id: 'worker' });\n  await work();\n};\nawait main();` },
    { name: 'an IIFE of the module', code: `${head}void (async () => {\n  als.enterWith({ id: 'worker' });\n  await work();\n})();` },
    { name: 'after the first await', code: `${head}export async function job(id: string) {\n  const session = await load(id);\n  als.enterWith({ id: session.id });\n  await work();\n}` },
    { name: 'after an await on every branch', code: `${head}export async function job(id?: string) {\n  if (id) await load(id); else await reset();\n  als.enterWith({ id: id ?? '' });\n  await work();\n}` },
    { name: 'in the callback of run of the same storage', code: `${head}export const handle = (next: () => void) => als.run({ id: '' }, () => {\n  als.enterWith({ id: 'a' });\n  next();\n});` },
    { name: 'a timer', code: `${head}export const start = () => setTimeout(() => {\n  als.enterWith({ id: 'tick' });\n  tick();\n}, 1000);` },
    { name: 'an interval', code: `${head}export const start = () => setInterval(() => {\n  als.enterWith({ id: 'tick' });\n  tick();\n}, 1000);` },
    { name: 'a handler of a promise', code: `${head}export const start = () => load().then(id => {\n  als.enterWith({ id });\n  return work();\n});` },
    { name: 'put back in finally', code: `${head}export function within<T>(id: string, work: () => T): T {\n  const before = als.getStore();\n  als.enterWith({ id });\n  try {\n    return work();\n  } finally {\n    als.enterWith(before!);\n  }\n}` },
    { name: 'put back by a function that it gives', code: `${head}export function enter(id: string) {\n  const before = als.getStore();\n  als.enterWith({ id });\n  return () => als.enterWith(before!);\n}` },
    { name: 'taken away', code: `${head}export function leave() {\n  als.enterWith(undefined as never);\n  als.enterWith(undefined);\n}`.replace('  als.enterWith(undefined as never);\n', '') },
    { name: 'a generator', code: `${head}export function* steps() {\n  als.enterWith({ id: 'a' });\n  yield 1;\n}` },
    { name: 'a test', filename: 'src/service.test.ts', code: `${head}beforeEach(() => {\n  als.enterWith({ id: 'a' });\n});` },
    { name: 'a script', filename: 'scripts/migrate.ts', code: `${head}export function begin() {\n  als.enterWith({ id: 'a' });\n  go();\n}` },
    { name: 'reading', code: `${head}export const id = () => als.getStore()?.id;` },
    { name: 'spread arguments', code: `${head}export function handle(args: [{ id: string }], next: () => void) {\n  als.enterWith(...args);\n  next();\n}` },
    { name: 'the member is not called', code: `${head}export const enter = als.enterWith;` },
    { name: 'a command of a program', code: `import { Command } from 'commander';\n${head}const program = new Command();\nprogram.action(() => {\n  als.enterWith({ id: 'cli' });\n  work();\n});` },
  ],
  invalid: [
    {
      name: 'a middleware',
      code: `${head}export function handle(id: string, next: () => void) {\n  als.enterWith({ id });\n  next();\n}`,
      errors: [{ messageId: 'found', data: { storage: 'als', store: '{ id }' }, line: 4, suggestions: [{ messageId: 'run', output: `${head}export function handle(id: string, next: () => void) {\n  als.run({ id }, next);\n}` }] }],
    },
    {
      name: 'express',
      filename: 'src/app.js',
      code: `const { AsyncLocalStorage } = require('async_hooks');\nconst express = require('express');\nconst storage = new AsyncLocalStorage();\nconst app = express();\napp.use((req, res, next) => {\n  storage.enterWith(new Map([['id', req.id]]));\n  return next();\n});`,
      errors: [{ messageId: 'found', data: { storage: 'storage', store: "new Map([['id', req.id]])" }, suggestions: [{ messageId: 'run', output: `const { AsyncLocalStorage } = require('async_hooks');\nconst express = require('express');\nconst storage = new AsyncLocalStorage();\nconst app = express();\napp.use((req, res, next) => {\n  return storage.run(new Map([['id', req.id]]), next);\n});` }] }],
    },
    {
      name: 'a hook of fastify',
      code: `import fastify from 'fastify';\n${head}const app = fastify();\napp.addHook('onRequest', (request, reply, done) => {\n  als.enterWith({ id: request.id });\n  done();\n});`,
      errors: [{ messageId: 'found', suggestions: [{ messageId: 'run', output: `import fastify from 'fastify';\n${head}const app = fastify();\napp.addHook('onRequest', (request, reply, done) => {\n  als.run({ id: request.id }, done);\n});` }] }],
    },
    {
      name: 'an async hook: nothing follows that could be run',
      code: `import fastify from 'fastify';\n${head}const app = fastify();\napp.addHook('onRequest', async request => {\n  als.enterWith({ id: request.id });\n});`,
      errors: without,
    },
    {
      name: 'koa',
      code: `import Koa from 'koa';\n${head}const app = new Koa();\napp.use(async (ctx, next) => {\n  als.enterWith({ id: ctx.ip });\n  await next();\n});`,
      errors: [{ messageId: 'found', suggestions: [{ messageId: 'run', output: `import Koa from 'koa';\n${head}const app = new Koa();\napp.use(async (ctx, next) => {\n  await als.run({ id: ctx.ip }, next);\n});` }] }],
    },
    {
      name: 'an async function, before its first await',
      code: `${head}export async function job(id: string) {\n  als.enterWith({ id });\n  const orders = await load();\n  return orders.length;\n}`,
      errors: [{ messageId: 'found', suggestions: [{ messageId: 'run', output: `${head}export async function job(id: string) {\n  return await als.run({ id }, async () => {\n  const orders = await load();\n  return orders.length; });\n}` }] }],
    },
    {
      name: 'a function that gives a promise',
      code: `${head}export function job(id: string) {\n  als.enterWith({ id });\n  // the work\n  return load().then(each => each.length);\n}`,
      errors: [{ messageId: 'found', suggestions: [{ messageId: 'run', output: `${head}export function job(id: string) {\n  return als.run({ id }, () => {\n  // the work\n  return load().then(each => each.length); });\n}` }] }],
    },
    { name: 'an await on one branch only', code: `${head}export async function job(id?: string) {\n  if (id) await load(id);\n  als.enterWith({ id: id ?? '' });\n  await work();\n}`, errors },
    { name: 'behind an if: no edit', code: `${head}export function set(id?: string) {\n  if (id) {\n    als.enterWith({ id });\n  }\n  work();\n}`, errors: without },
    { name: 'a function that only enters', code: `${head}export function setTenant(id: string) {\n  als.enterWith({ id });\n}`, errors: without },
    { name: 'namespace import', code: `import * as hooks from 'async_hooks';\nconst als = new hooks.AsyncLocalStorage();\nexport function handle(next: () => void) {\n  als.enterWith({});\n  next();\n}`, errors },
    { name: 'default import', code: `import hooks from 'node:async_hooks';\nconst als = new hooks.AsyncLocalStorage();\nexport const handle = (next: () => void) => {\n  als.enterWith({});\n  next();\n};`, errors },
    { name: 'a field', code: `import { AsyncLocalStorage } from 'node:async_hooks';\nexport class Context {\n  private readonly storage = new AsyncLocalStorage<string>();\n  use(id: string, next: () => void) {\n    this.storage.enterWith(id);\n    next();\n  }\n}`, errors: [{ messageId: 'found', data: { storage: 'this.storage', store: 'id' }, suggestions: 1 }] },
    { name: 'a static field', code: `import { AsyncLocalStorage } from 'node:async_hooks';\nexport class Context {\n  static #storage = new AsyncLocalStorage<string>();\n  static set(id: string) {\n    Context.#storage.enterWith(id);\n  }\n}`, errors: without },
    { name: 'a subclass', code: `import { AsyncLocalStorage } from 'node:async_hooks';\nexport class Context extends AsyncLocalStorage<string> {\n  begin(id: string) {\n    this.enterWith(id);\n  }\n}`, errors: without },
    { name: 'a parameter of that type', code: `import { AsyncLocalStorage } from 'node:async_hooks';\nexport class Middleware {\n  constructor(private readonly als: AsyncLocalStorage<string>) {}\n  use(request: { id: string }, response: unknown, next: () => void) {\n    this.als.enterWith(request.id);\n    next();\n  }\n}`, errors },
    { name: 'a type import', code: `import type { AsyncLocalStorage } from 'node:async_hooks';\nexport function enter(als: AsyncLocalStorage<string>, id: string) {\n  als.enterWith(id);\n}`, errors: without },
    { name: 'a constructor: no edit', code: `${head}export class Job {\n  constructor(id: string) {\n    als.enterWith({ id });\n    start();\n  }\n}`, errors: without },
    { name: 'a loop over jobs', code: `${head}export async function drain(ids: string[]) {\n  for (const id of ids) {\n    als.enterWith({ id });\n    await work();\n  }\n}`, errors: without },
    { name: 'an executor runs at once', code: `${head}export const job = (id: string) => new Promise<void>(resolve => {\n  als.enterWith({ id });\n  start(resolve);\n});`, errors },
    { name: 'forEach runs at once', code: `${head}export function all(ids: string[]) {\n  ids.forEach(id => {\n    als.enterWith({ id });\n    work();\n  });\n}`, errors },
    { name: 'run of another storage', code: `${head}const other = new AsyncLocalStorage<string>();\nexport const handle = (next: () => void) => other.run('a', () => {\n  als.enterWith({ id: 'a' });\n  next();\n});`, errors },
    { name: 'in the callback of exit, which takes nothing back', code: `${head}export const handle = (next: () => void) => als.exit(() => {\n  als.enterWith({ id: 'a' });\n  next();\n});`, errors },
    { name: 'where there is none yet', code: `${head}export function patch(id: string) {\n  const store = als.getStore();\n  if (store) store.id = id; else als.enterWith({ id });\n}`, errors: without },
    { name: 'an async function that puts it back when its caller has gone on', code: `${head}export async function within(id: string, work: () => Promise<void>) {\n  als.enterWith({ id });\n  try {\n    await work();\n  } finally {\n    als.enterWith({ id: '' });\n  }\n}`, errors: [{ messageId: 'found', line: 4, suggestions: 1 }] },
    { name: 'optional chaining', code: `import { AsyncLocalStorage } from 'node:async_hooks';\nlet als: AsyncLocalStorage<string> | undefined;\nexport function enter(id: string) {\n  als?.enterWith(id);\n}`, errors: without },
    { name: 'a listener', code: `import http from 'node:http';\n${head}http.createServer((request, response) => {\n  als.enterWith({ id: request.url! });\n  handle(request, response);\n}).listen(80);`, errors },
    { name: 'a long store', code: `${head}export function handle(request: Record<string, string>, next: () => void) {\n  als.enterWith({\n    id: request.id ?? request.requestId ?? request.correlationId,\n  });\n  next();\n}`, errors: [{ messageId: 'found', data: { storage: 'als', store: '{ id: request.id ?? request.requestId ?…' }, suggestions: 1 }] },
  ],
});
