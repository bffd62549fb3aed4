import rule from '../../../src/rules/boundaries/no-unvalidated-external-data.js';
import { ruleTests } from '../../rule-tests.js';

const user = 'interface User { id: string; email: string }';
const strict = [{ reportUnknownOrigin: true }] as const;

ruleTests(rule, {
  valid: [
    `import { z } from 'zod'; const User = z.object({ id: z.string() }); export async function load(res: Response) { return User.parse(await res.json()); }`,
    { name: 'no claim', code: 'export async function load(res: Response) { return (await res.json()) as unknown; }' },
    `export async function load(res: Response) { return (await res.json()) as Record<string, unknown>; }`,
    { name: 'every member is doubted', code: 'export async function load(res: Response) { return (await res.json()) as { error?: string; message?: string }; }' },
    { name: 'loose members', code: 'export async function load(res: Response) { const body = (await res.json()) as { data: unknown }; return body; }' },
    `${user} export async function load(res: Response) { const data: unknown = await res.json(); if (!isUser(data)) throw new Error('no user'); return data as User; }`,
    `${user} export async function load(res: Response) { const user = (await res.json()) as User; if (typeof user.id !== 'string') throw new Error('no user'); return user; }`,
    `${user} export async function load(res: Response) { const user = (await res.json()) as User; assertUser(user); return user; }`,
    `${user} import Ajv from 'ajv'; const check = new Ajv().compile({}); export async function load(res: Response) { const data = await res.json(); if (!check(data)) throw new Error('no'); return data as User; }`,
    `${user} export async function load(res: Response) { const user = (await res.json()) as User; return user?.email; }`,
    { name: 'a deep copy', code: `${user} export const copy = (user: User) => JSON.parse(JSON.stringify(user)) as User;`, options: strict },
    { name: 'a bundled file', code: `${user} import fs from 'node:fs'; export const user = JSON.parse(fs.readFileSync('./user.json', 'utf8')) as User;`, options: strict },
    { name: 'the file writes what it reads', code: `${user} export async function get(redis: Store) { await redis.set('u', JSON.stringify(u)); return JSON.parse(await redis.get('u')) as User; }`, options: strict },
    { name: 'unknown origin', code: `${user} export function parse(raw: string) { return JSON.parse(raw) as User; }` },
    { name: 'the route has a schema', code: `${user} import fastify from 'fastify'; const app = fastify(); app.post('/', { schema: { body: userSchema } }, async request => { save(request.body as User); });` },
    { name: 'middleware that may check', code: `${user} import express from 'express'; const app = express(); app.post('/', validateBody(schema), (req, res) => { save(req.body as User); res.end(); });` },
    { name: 'express-validator', code: `${user} import express from 'express'; import { body } from 'express-validator'; const app = express(); app.post('/', [body('email').isEmail()], (req, res) => { save(req.body as User); res.end(); });` },
    { name: 'the registration is out of sight', code: `${user} import type { Request, Response } from 'express'; export function create(req: Request, res: Response) { save(req.body as User); res.end(); }` },
    { name: 'the caller claims', code: 'export async function get<T>(res: Response): Promise<T> { return (await res.json()) as T; }' },
    { name: 'a library of its own', code: `${user} import { fetch } from './mine.js'; export async function get() { return (await (await fetch('/')).json()) as User; }` },
    { name: 'plain JavaScript claims nothing', code: 'export async function get(url) { const user = await (await fetch(url)).json(); return user.id; }', filename: 'src/x.js' },
    { code: `${user} export async function load(res: Response) { return (await res.json()) as User; }`, filename: 'scripts/load.ts' },
  ],
  invalid: [
    { code: `${user} export async function load(res: Response) { return (await res.json()) as User; }`, errors: [{ messageId: 'outside', data: { source: 'res.json()', type: 'User', schema: 'UserSchema' } }] },
    { code: `${user} export async function load(url: string) { const res = await fetch(url); const user = (await res.json()) as User; return user.email; }`, errors: [{ messageId: 'outside' }] },
    { name: 'an annotated constant', code: `${user} export async function load(res: Response) { const user: User = await res.json(); return user.email; }`, errors: [{ messageId: 'outside' }] },
    { name: 'by way of unknown', code: `${user} export async function load(res: Response) { return (await res.json()) as unknown as User[]; }`, errors: [{ messageId: 'outside' }] },
    { name: 'one hop', code: `${user} export async function load(res: Response) { const data = await res.json(); return data as User; }`, errors: [{ messageId: 'outside' }] },
    { name: 'a member', code: `${user} export async function load(res: Response) { return ((await res.json()) as { user: User }).user.email; }`, errors: [{ messageId: 'outside' }] },
    { name: 'text of a response, parsed', code: `${user} export async function load(res: Response) { return JSON.parse(await res.text()) as User; }`, errors: [{ messageId: 'outside' }] },
    { name: 'returned where a type is declared', code: `${user} export async function load(res: Response): Promise<User> { return res.json(); }`, errors: [{ messageId: 'outside' }] },
    { name: 'an arrow that returns', code: `${user} export const load = async (res: Response): Promise<User> => await res.json();`, errors: [{ messageId: 'outside' }] },
    { name: 'an object type', code: 'export async function load(res: Response) { const { token } = (await res.json()) as { token: string }; return token; }', errors: [{ messageId: 'outside' }] },
    { name: 'a body on Express', code: `${user} import express from 'express'; const app = express(); app.post('/', (req, res) => { save(req.body as User); res.end(); });`, errors: [{ messageId: 'outside' }] },
    { name: 'a body on Fastify, destructured parameter', code: `${user} import fastify from 'fastify'; const app = fastify(); app.post('/', async request => { const user: User = request.body; save(user); });`, errors: [{ messageId: 'outside' }] },
    { name: 'a body read by a function', code: `${user} import { json } from 'micro'; export const handle = async (req: IncomingMessage) => { const user = (await json(req)) as User; save(user.email); };`, errors: [{ messageId: 'outside' }] },
    { name: 'a queue', code: `${user} import type { ConsumeMessage } from 'amqplib'; export function handle(message: ConsumeMessage) { const user = JSON.parse(message.content.toString()) as User; save(user); }`, errors: [{ messageId: 'outside' }] },
    { name: 'unknown origin, when asked for', code: `${user} export function parse(raw: string) { const user: User = JSON.parse(raw); return user.email; }`, options: strict, errors: [{ messageId: 'unknown' }] },
    { name: 'YAML too', code: `${user} import { load } from 'js-yaml'; export function parse(raw: string) { return load(raw) as User; }`, options: strict, errors: [{ messageId: 'unknown' }] },
  ],
});
