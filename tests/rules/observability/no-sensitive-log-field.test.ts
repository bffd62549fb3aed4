import rule from '../../../src/rules/observability/no-sensitive-log-field.js';
import { ruleTests } from '../../rule-tests.js';

const PINO = "import pino from 'pino'; const logger = pino();";
const WINSTON = "import winston from 'winston'; const logger = winston.createLogger();";
const NEST = "import { Logger } from '@nestjs/common'; const logger = new Logger('Login');";
const EXPRESS = "import express from 'express'; const app = express();";

ruleTests(rule, {
  valid: [
    // A name alone says nothing.
    { name: 'variables by their names', code: 'export function f(password: string, token: string, secret: string, apiKey: string) { console.log(password, token, secret, apiKey); }' },
    { name: 'a key by its name', code: `${PINO} export function f(value: string) { logger.info({ password: value, token: 'none' }, 'login'); }` },
    // What is known about a credential is none.
    `${PINO} export function f(user: { password: string }) { logger.info({ hasPassword: !!user.password, length: user.password.length, kind: typeof user.password, set: Boolean(user.password) }, 'login'); }`,
    `export function f(user: { password: string }) { console.log('has a password:', user.password !== '', user.password ? 'yes' : 'no'); }`,
    { name: 'the last characters of a key', code: `export function f(options) { console.log('key', options.apiKey.slice(-4), mask(options.apiKey), hash(options.apiKey)); }`, filename: 'src/f.js' },
    { name: 'a boolean by its type', code: `export function f(features: { password: boolean; apiKey: number }) { console.log(features.password, features.apiKey); }` },
    `export function f(options: { password: boolean }) { console.log(options.password); }`,
    // Words that are about a credential.
    { name: 'errors of a form, messages, labels', code: `export function f(form, errors, messages) { console.log(form.errors.password, errors.password, messages.password, form.labels.apiKey); }`, filename: 'src/f.js' },
    { name: 'tokens that open nothing', code: `export function f(usage, lexer, page, list) { console.log(usage.totalTokens, usage.maxTokens, lexer.token, lexer.token.type, page.nextPageToken, list.continuationToken, page.cancelToken); }`, filename: 'src/f.js' },
    `export function f(key: { publicKey: string; keyId: string; secretName: string }) { console.log(key.publicKey, key.keyId, key.secretName); }`,
    `enum Field { PASSWORD } const ERRORS = { PASSWORD: 'x' }; export const f = () => console.log(Field.PASSWORD, ERRORS.PASSWORD);`,
    // Parts of a request that tell nothing.
    `${EXPRESS} app.get('/', (req, res) => { console.log(req.headers['user-agent'], req.query.page, req.cookies.locale, req.body.name, req.method); res.send('ok'); });`,
    `${EXPRESS} app.post('/orders', (req, res) => { console.log(req.body); res.send('ok'); });`,
    `${EXPRESS} app.post('/login', (req, res) => { const { password, ...rest } = req.body; console.log(rest); res.send(password ? 'ok' : ''); });`,
    { name: 'the keys of it', code: `${EXPRESS} app.post('/login', (req, res) => { console.log(Object.keys(req.headers), Object.keys(req.body)); check(req.body.password); res.send('ok'); });` },
    // The environment.
    `console.log(process.env.NODE_ENV, process.env.PORT, process.env.JWT_PUBLIC_KEY, process.env.MAX_TOKENS, process.env.TOKEN_EXPIRY, process.env.API_KEY_HEADER, Object.keys(process.env));`,
    `const secret = process.env.JWT_SECRET; if (!secret) console.error('JWT_SECRET is missing'); console.log(secret ? 'signed' : 'unsigned', secret?.length);`,
    // Random bytes are ids, too.
    `import crypto from 'node:crypto'; const requestId = crypto.randomBytes(8).toString('hex'); console.log(requestId);`,
    `import { randomBytes, randomUUID } from 'node:crypto'; const csrfToken = randomBytes(8).toString('hex'); const nonce = randomBytes(8); console.log(nonce, csrfToken, randomUUID());`,
    `import { generateKeyPairSync } from 'node:crypto'; const pair = generateKeyPairSync('ed25519'); console.log(pair.publicKey);`,
    // Taken out by the logger.
    "import pino from 'pino'; const logger = pino({ redact: ['password', 'user.password'] }); export function f(user: { password: string }) { logger.info({ password: user.password, user: { password: user.password } }, 'login'); }",
    "import pino from 'pino'; const logger = pino({ redact: { paths: ['*.password', 'req.headers[\"authorization\"]'], remove: true } }); export function f(user: { password: string }, headers: { authorization: string }) { logger.info({ user: { password: user.password }, req: { headers: { authorization: headers.authorization } } }, 'login'); }",
    { name: 'the redact of a parent', code: "import pino from 'pino'; const logger = pino({ redact: ['password'] }).child({ module: 'login' }); export function f(user: { password: string }) { logger.info({ password: user.password }, 'login'); }" },
    { name: 'options that cannot be seen', code: "import pino from 'pino'; import { options } from './options'; const logger = pino(options); export function f(user: { password: string }) { logger.info({ password: user.password }, 'login'); }" },
    { name: 'paths that cannot be seen', code: "import pino from 'pino'; import { paths } from './paths'; const logger = pino({ redact: paths }); export function f(user: { password: string }) { logger.info({ password: user.password }, 'login'); }" },
    "import winston from 'winston'; import { masked } from './masked'; const logger = winston.createLogger({ format: masked }); export function f(user: { password: string }) { logger.info('login', { password: user.password }); }",
    { name: 'a logger that is made elsewhere', code: "import { logger } from './logger'; logger.warn('a'); export function f(user: { password: string }) { logger.info({ password: user.password }, 'login'); }" },
    { name: "a logger that is made by the framework's options", code: "import type { FastifyRequest } from 'fastify'; export async function f(request: FastifyRequest) { request.log.info({ authorization: request.headers.authorization }, 'login'); }" },
    { name: 'a type without one', code: 'interface Login { name: string; password?: boolean } export function f(login: Login) { console.log(login); }' },
    { name: 'the text of an error', code: "import axios from 'axios'; export async function f(token: string) { try { await axios.get('https://example.org', { headers: { Authorization: token } }); } catch (error) { console.error(error.message, error.stack, error.response?.status); } }" },
    { name: 'an error of a request without a credential', code: "import axios from 'axios'; export async function f() { try { await axios.get('https://example.org', { headers: { Accept: 'text/plain' } }); } catch (error) { console.error(error); } }" },
    { name: 'axios takes it out', code: "import axios from 'axios'; export async function f(token: string) { try { await axios.get('https://example.org', { redact: ['authorization'], headers: { Authorization: token } }); } catch (error) { console.error(JSON.stringify(error)); } }" },
    { name: 'an error that another catch has', code: "import axios from 'axios'; export async function f(token: string) { try { await axios.get('https://example.org', { headers: { Authorization: token } }).catch(() => undefined); } catch (error) { console.error(error); } }" },
    { name: 'errors that are told apart', code: "import axios from 'axios'; export async function f(token: string) { try { await axios.get('https://example.org', { headers: { Authorization: token } }); } catch (error) { if (axios.isAxiosError(error)) console.error(error.message); else console.error(error); } }" },
    { name: 'errors of fetch keep nothing', code: "export async function f(token: string) { try { await fetch('https://example.org', { headers: { Authorization: token } }); } catch (error) { console.error(error); } }" },
    { name: 'an error of bunyan', code: "import bunyan from 'bunyan'; import axios from 'axios'; const logger = bunyan.createLogger({ name: 'orders' }); export async function f(token: string) { try { await axios.get('https://example.org', { headers: { Authorization: token } }); } catch (error) { logger.error(error); } }" },
    { name: 'random numbers', code: 'const delay = Math.random() * 100; const jitter = Math.random(); console.log(delay, jitter);' },
    { name: 'addresses without a password', code: "const url = 'mongodb://db.example.org/orders'; const masked = 'mongodb://admin:***@db.example.org'; console.log(url, masked);" },
    // Not for a service.
    { code: 'export function f(user: { password: string }) { console.log(user.password); }', filename: 'src/login.test.ts' },
    { code: 'export function f(user: { password: string }) { console.log(user.password); }', filename: 'scripts/seed.ts' },
    { name: "on a developer's machine", code: "export function f(user: { password: string }) { if (process.env.NODE_ENV === 'development') console.log(user.password); }" },
    { name: 'what a command shows', code: 'export function f(data) { console.log(`Password: ${data.password}`); }', filename: 'src/cli/setup.js' },
    { name: 'no log', code: 'export function f(user: { password: string }, bus: { info(text: string): Promise<void> }) { return bus.info(user.password); }' },
    { name: 'allowed by name', code: 'export function f(user: { sessionToken: string }) { console.log(user.sessionToken); }', options: [{ allow: ['sessionToken'] }] },
    { name: 'allowed as an expression', code: 'export function f(user: { sessionToken: string }) { console.log(user.sessionToken); }', options: [{ allow: ['user.sessionToken'] }] },
    { name: 'personal data, by default', code: 'export function f(user: { email: string }) { console.log(user.email); }' },
    { name: 'a replacer takes it out', code: `${EXPRESS} app.post('/login', (req, res) => { console.log(JSON.stringify(req.headers, ['host'])); res.send('ok'); });` },
    { name: 'a row whose password is taken off', code: `export async function f(id) { const user = await load(id); check(user.password); delete user.password; console.log(user); }`, filename: 'src/f.js' },
    { name: 'callbacks of another library', code: "import { auth } from 'elsewhere'; export default auth({ callbacks: { session({ session, token }) { console.log(session, token); return session; } } });" },
    { name: 'an answer that has failed holds no token', code: "export async function f() { const response = await fetch('https://example.org/token'); const data = await response.json(); if (!response.ok) { console.error('no token', data); throw new Error('no token'); } return data.access_token; }", filename: 'src/f.js' },
    { code: "export async function f() { const data = await exchange(); if (!data.access_token) { console.error('no token', data); return undefined; } return data.access_token; }", filename: 'src/f.js' },
    { code: "export async function f() { const data = await exchange(); if (data.error) { console.error('no token', data); return undefined; } return data.access_token; }", filename: 'src/f.js' },
    { name: 'a program that prints what it is asked for', code: "export async function main(data) { console.log(data.accessToken); process.exit(0); }", filename: 'src/f.js' },
  ],

  invalid: [
    // Properties.
    {
      code: `${PINO}\nexport function login(user: { id: string; password: string }) {\n  logger.info({ user: user.id, password: user.password }, 'login');\n}`,
      errors: [
        {
          messageId: 'value',
          data: { text: 'user.password', what: 'a credential', instead: "Leave the field out, or log `Boolean(user.password)`, or make the logger with `redact: ['password']`." },
          line: 3,
          column: 42,
          suggestions: [{ messageId: 'leaveOut', data: { field: 'password' }, output: `${PINO}\nexport function login(user: { id: string; password: string }) {\n  logger.info({ user: user.id }, 'login');\n}` }],
        },
      ],
    },
    {
      code: 'declare const logger: { info(o: object, m: string): void };\nexport function login(user: { id: string; password: string }, headers: { authorization: string }) {\n  logger.info({ password: user.password, user: user.id, authorization: headers.authorization }, "login");\n}',
      errors: [
        { messageId: 'value', suggestions: [{ messageId: 'leaveOut', data: { field: 'password' }, output: 'declare const logger: { info(o: object, m: string): void };\nexport function login(user: { id: string; password: string }, headers: { authorization: string }) {\n  logger.info({ user: user.id, authorization: headers.authorization }, "login");\n}' }] },
        { messageId: 'value', suggestions: [{ messageId: 'leaveOut', data: { field: 'authorization' }, output: 'declare const logger: { info(o: object, m: string): void };\nexport function login(user: { id: string; password: string }, headers: { authorization: string }) {\n  logger.info({ password: user.password, user: user.id }, "login");\n}' }] },
      ],
    },
    { code: 'export function f(user) { console.log(`password ${user.password} of ${user.name}`); }', filename: 'src/f.js', errors: [{ messageId: 'value', data: { text: 'user.password', what: 'a credential', instead: 'Take it out, or log `Boolean(user.password)`.' } }] },
    { code: 'export function f(options) { console.log("connecting with " + options.access_token); }', filename: 'src/f.js', errors: [{ messageId: 'value' }] },
    { code: 'export function f({ id, apiKey }) { console.log("client", id, apiKey); }', filename: 'src/f.js', errors: [{ messageId: 'value' }] },
    { code: 'class A { constructor(private readonly options: { clientSecret: string }) {} f() { console.debug(this.options?.clientSecret); } }', errors: [{ messageId: 'value' }] },
    { code: `${NEST} export class A { f(user: { passwordHash: string }) { logger.log({ hash: user.passwordHash }); } }`, errors: [{ messageId: 'value', suggestions: null }] },
    { name: 'text for a logger that is made elsewhere', code: "import { logger } from './logger'; logger.warn('a'); export function f(user) { logger.info(`login ${user.refreshToken}`); }", filename: 'src/f.js', errors: [{ messageId: 'value' }] },
    { code: `${WINSTON} export function f(user: { password: string }) { logger.info('login', { password: user.password, id: 1 }); }`, errors: [{ messageId: 'value', suggestions: 1 }] },
    { name: 'redact of something else', code: "import pino from 'pino'; const logger = pino({ redact: ['token'] }); export function f(user: { password: string }) { logger.info({ password: user.password }, 'login'); }", errors: [{ messageId: 'value' }] },
    { name: 'redact does not reach a text', code: "import pino from 'pino'; const logger = pino({ redact: ['password'] }); export function f(user: { password: string }) { logger.info(`login with ${user.password}`); }", errors: [{ messageId: 'value' }] },
    { name: 'redact of a deeper key', code: "import pino from 'pino'; const logger = pino({ redact: ['user.password'] }); export function f(user: { password: string }) { logger.info({ password: user.password }, 'login'); }", errors: [{ messageId: 'value' }] },
    { code: 'interface Login { name: string; password: string } export function f(login: Login) { console.log("login", login); }', errors: [{ messageId: 'whole', data: { text: 'login', what: 'its `password`', instead: 'Log the fields that you need, one by one.' } }] },
    { code: 'class LoginDto { name!: string; password!: string } export function f(login: LoginDto) { console.log(JSON.stringify(login)); }', errors: [{ messageId: 'whole' }] },
    { name: 'a row whose password the file compares', code: `import bcrypt from 'bcrypt'; export async function f(id, given) { const user = await load(id); console.log(user); return bcrypt.compare(given, user.password); }`, filename: 'src/f.js', errors: [{ messageId: 'whole', data: { text: 'user', what: 'its `password`', instead: 'Log the fields that you need, one by one.' } }] },
    { code: 'export async function f() { const tokens = await exchange(); console.log(tokens); const { access_token } = tokens; return access_token; }', filename: 'src/f.js', errors: [{ messageId: 'whole' }] },

    // Requests.
    { code: `${EXPRESS} app.post('/login', (req, res) => { const { email, password } = req.body; console.log(email, password); res.send('ok'); });`, errors: [{ messageId: 'value', data: { text: 'password', what: 'the `password` that a client has sent', instead: 'Take it out, or log `Boolean(password)`.' } }] },
    { name: 'plain JavaScript that answers', code: `export const login = (req, res) => { let { password } = req.body; console.log(password); return res.status(401).json({}); };`, filename: 'src/f.js', errors: [{ messageId: 'value' }] },
    { code: `${EXPRESS} app.post('/reset', (req, res) => { console.log('reset', req.query.token, req.body.otp); res.send('ok'); });`, errors: [{ messageId: 'value' }, { messageId: 'value' }] },
    { code: `${EXPRESS} app.post('/login', (req, res) => { console.log(req.body); check(req.body.password); res.send('ok'); });`, errors: [{ messageId: 'whole', data: { text: 'req.body', what: 'the `password` of the client', instead: 'Log the fields that you need, one by one.' } }] },
    { code: `${EXPRESS} app.get('/', (req, res) => { console.log(req.headers); console.log(req.cookies, req.session); res.send('ok'); });`, errors: [{ messageId: 'whole' }, { messageId: 'whole' }, { messageId: 'whole' }] },
    { code: `${EXPRESS} app.get('/', (req, res) => { console.log({ ...req.headers }, req); res.send('ok'); });`, errors: [{ messageId: 'whole' }, { messageId: 'whole' }] },
    { code: `${EXPRESS} app.get('/', (req, res) => { const token = req.headers.authorization?.split(' ')[1]; console.log('token', token, req.get('cookie'), req.cookies.session_id); res.send('ok'); });`, errors: [{ messageId: 'value' }, { messageId: 'value' }, { messageId: 'value' }] },
    { code: `export async function POST(request: Request) { const token = request.headers.get('Authorization')?.replace('Bearer ', '').trim(); console.log(token); }`, errors: [{ messageId: 'value' }] },
    { code: "import type { FastifyRequest } from 'fastify'; export async function f(request: FastifyRequest) { request.log.info(`login ${request.headers['x-api-key']}`); }", errors: [{ messageId: 'value' }] },

    // The environment and its secrets.
    { code: 'console.log(process.env);', errors: [{ messageId: 'whole', data: { text: 'process.env', what: 'every credential of the process', instead: 'Log the variables that you need, one by one.' } }] },
    { code: "const secret = process.env.JWT_SECRET ?? ''; console.log('secret', secret); console.log(`db ${process.env.DATABASE_URL}`);", errors: [{ messageId: 'value' }, { messageId: 'value' }] },
    { code: "const config = { port: 1, jwt: { secret: process.env.JWT_SECRET } }; console.log('config', config);", errors: [{ messageId: 'whole' }] },
    { code: "import { env } from 'node:process'; const { DB_PASSWORD } = env; console.log(DB_PASSWORD);", errors: [{ messageId: 'value' }] },
    { code: "import { ConfigService } from '@nestjs/config'; export class A { constructor(private readonly config: ConfigService) {} f() { console.log(this.config.get('JWT_SECRET')); } }", errors: [{ messageId: 'value' }] },

    // What libraries give and take.
    { code: "import crypto from 'node:crypto'; import * as env from './env.js'; let ADMIN_API_KEY; if (main()) { ADMIN_API_KEY = env.varOrDefault('ADMIN_API_KEY', crypto.randomBytes(32).toString('base64url')); console.log('random key', { ADMIN_API_KEY }); }", errors: [{ messageId: 'value' }] },
    { code: "import { randomBytes } from 'crypto'; export function f() { const resetToken = randomBytes(20).toString('hex'); console.log(resetToken); }", errors: [{ messageId: 'value' }] },
    { code: "import jwt from 'jsonwebtoken'; export function f(id: string, key: string) { const token = jwt.sign({ id }, key); console.log('signed', token, key); }", errors: [{ messageId: 'value', data: { text: 'token', what: 'a signed token', instead: 'Take it out, or log `Boolean(token)`.' } }, { messageId: 'value' }] },
    { code: "const bcrypt = require('bcrypt'); exports.f = async function (password) { const hashed = await bcrypt.hash(password, 10); console.log(password, hashed); };", filename: 'src/f.js', errors: [{ messageId: 'value' }, { messageId: 'value' }] },
    { code: "import { generateKeyPairSync } from 'node:crypto'; const { privateKey } = generateKeyPairSync('ed25519'); console.log(privateKey); console.log(generateKeyPairSync('ed25519').privateKey);", errors: [{ messageId: 'value' }, { messageId: 'value' }] },
    { code: "import * as crypto from 'node:crypto'; export function f(key: string, text: string) { console.log(key); return crypto.createHmac('sha256', key).update(text).digest('hex'); }", errors: [{ messageId: 'value' }] },
    { name: 'what requests are sent with', code: 'export async function f(token) { console.log("calling with", token); return fetch("https://example.org", { headers: { Authorization: `Bearer ${token}` } }); }', filename: 'src/f.js', errors: [{ messageId: 'value' }] },
    { name: 'a command with its password', code: 'export function f(user, pass) { const command = `pg_dump --password=${pass} orders`; console.log(command); }', filename: 'src/f.js', errors: [{ messageId: 'whole', data: { text: 'command', what: 'what the file uses as a credential', instead: 'Log the fields that you need, one by one.' } }] },
    { name: 'an address with a password', code: 'export function f(user, pass, host) { const url = `postgres://${user}:${pass}@${host}/orders`; console.log("connecting to", url); }', filename: 'src/f.js', errors: [{ messageId: 'whole' }] },
    { code: "import type { AuthOptions } from 'next-auth'; export const options: AuthOptions = { providers: [], callbacks: { async session({ token, session }) { console.log('session', { token, session }); return session; } } };", errors: [{ messageId: 'whole', suggestions: 1 }, { messageId: 'whole', suggestions: 1 }] },
    { code: "import NextAuth from 'next-auth'; export default NextAuth({ callbacks: { jwt({ token, account }) { console.log(account); return token; } } });", errors: [{ messageId: 'whole' }] },

    { code: "import bcrypt from 'bcrypt'; export const f = (text: string) => bcrypt.hash(text, 10, (error, hash) => { console.log(hash); }); export const g = (text: string) => bcrypt.hash(text, 10).then(hash => { console.log(hash); });", errors: [{ messageId: 'value' }, { messageId: 'value' }] },
    { code: "import { randomInt } from 'node:crypto'; const otp = Math.floor(100000 + Math.random() * 900000); const verificationCode = randomInt(1000, 9999).toString(); console.log(otp, verificationCode);", errors: [{ messageId: 'value' }, { messageId: 'value' }] },
    { code: "const url = 'mongodb://admin:hunter2@db.example.org/orders'; console.log('connecting to', url);", errors: [{ messageId: 'value', data: { text: 'url', what: 'an address with a password in it', instead: 'Take it out, or log `Boolean(url)`.' } }] },
    { code: "import { OAuth2Client } from 'google-auth-library'; export async function f(code: string) { const client = new OAuth2Client(); const { tokens } = await client.getToken(code); console.log(tokens); }", errors: [{ messageId: 'value' }] },
    { code: "import superagent from 'superagent'; export class Feed { cookie = ''; load() { console.log('with', this.cookie); return superagent.get('https://example.org').set('Cookie', this.cookie); } }", errors: [{ messageId: 'value' }] },

    // Errors that keep their request.
    { code: "import axios from 'axios'; export async function f(token: string) { try { await axios.get('https://example.org', { headers: { Authorization: `Bearer ${token}` } }); } catch (error) { console.error('failed', error); } }", errors: [{ messageId: 'whole', data: { text: 'error', what: 'the `headers.Authorization` of the request, which errors of axios keep', instead: 'Log the `message`, the `stack` and `response?.status` of `error`.' } }] },
    { name: 'a client with a credential', code: `${PINO} import axios from 'axios'; const api = axios.create({ auth: { username: 'a', password: 'b' } }); export async function f() { try { await api.post('https://example.org', {}); } catch (err) { logger.error({ err }, 'failed'); } }`, errors: [{ messageId: 'whole' }] },
    { code: "import superagent from 'superagent'; export const f = (key: string) => superagent.get('https://example.org').set('Authorization', key).catch(error => { console.error(error); });", errors: [{ messageId: 'whole' }] },

    { name: 'before it is known to have failed', code: "export async function f() { const data = await exchange(); console.log('answer', data); if (data.error) throw new Error('no token'); return data.access_token; }", filename: 'src/f.js', errors: [{ messageId: 'whole' }] },
    { name: 'a body that has failed its check still holds the password', code: `${EXPRESS} app.post('/login', (req, res) => { if (!check(req.body.password).ok) { console.warn('bad login', req.body); } res.send('ok'); });`, errors: [{ messageId: 'whole' }] },
    { name: 'the exit is another function\'s', code: "export function f(data) { console.log(data.accessToken); } process.on('SIGTERM', () => { process.exit(0); });", filename: 'src/f.js', errors: [{ messageId: 'value' }] },

    // Options.
    { code: 'export function f(license: { licenseKey: string }) { console.log(license.licenseKey); }', options: [{ properties: ['license_key'] }], errors: [{ messageId: 'value' }] },
    { code: 'export function f(user: { email: string; password: string }) { console.log(user.email, user.password); }', options: [{ personalData: true }], errors: [{ messageId: 'value' }, { messageId: 'value' }] },
  ],
});
