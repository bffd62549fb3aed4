import { describe, expect, it } from 'vitest';
import { announcesCredential, holdsPassword, isCredentialName, isSecretName, isSecretVariable } from '../../../src/analysis/secrets/secret-names.js';
import { placeOf } from '../../../src/analysis/secrets/places.js';
import { Secrets, type Secret } from '../../../src/analysis/secrets/secrets.js';
import { modelOf } from '../../model.js';

/** What the one argument of `show(…)` is. */
function secretIn(code: string, filename?: string): Secret | undefined {
  const file = modelOf(code, filename === undefined ? {} : { filename });
  const call = file.index.all('CallExpression').find(each => each.callee.type === 'Identifier' && each.callee.name === 'show');
  return new Secrets(file).of(call!.arguments[0]!);
}

describe('names', () => {
  it('are compared without case and separators', () => {
    expect(['accessToken', 'access_token', 'Access-Token'].map(each => isCredentialName(each, new Set()))).toEqual([true, true, true]);
    expect(['token', 'secret', 'publicKey', 'passwordResetUrl', 'totalTokens'].map(each => isCredentialName(each, new Set()))).toEqual([false, false, false, false, false]);
  });

  it('of the environment stand at the end', () => {
    expect(['JWT_SECRET', 'DB_PASSWORD', 'DATABASE_URL', 'STRIPE_API_KEY', 'GITHUB_TOKEN'].every(isSecretVariable)).toBe(true);
    expect(['TOKEN_EXPIRY', 'JWT_PUBLIC_KEY', 'INVALID_TOKEN', 'MAX_TOKEN', 'SECRET_NAME', 'secret'].some(isSecretVariable)).toBe(false);
  });

  it('of random bytes', () => {
    expect(['resetToken', 'apiKey', 'ADMIN_API_KEY', 'otp'].every(isSecretName)).toBe(true);
    expect(['requestId', 'csrfToken', 'nonce', 'salt', 'traceToken', 'key'].some(isSecretName)).toBe(false);
  });
});

describe('texts', () => {
  it('announce a credential', () => {
    expect(announcesCredential('Bearer ', '')).toBe(true);
    expect(announcesCredential('pg_dump --password=', '')).toBe(true);
    expect(announcesCredential('postgres://x:', '@x')).toBe(true);
    expect(announcesCredential('http://x:', '/path')).toBe(false);
    expect(announcesCredential('the bearer of ', '')).toBe(false);
  });

  it('hold a password in an address', () => {
    expect(holdsPassword('postgres://admin:hunter2@db')).toBe(true);
    expect(holdsPassword('postgres://admin:***@db')).toBe(false);
    expect(holdsPassword('postgres://db:5432/orders')).toBe(false);
  });
});

describe('places', () => {
  it('lead back through names and patterns', () => {
    const file = modelOf('export function f(req: any) { const { body: { user: { password } } } = req; show(password); }');
    const call = file.index.all('CallExpression')[0]!;
    expect(placeOf(call.arguments[0]!, file)?.path).toEqual(['body', 'user', 'password']);
  });
});

describe('secrets', () => {
  it.each<[string, Secret['by'] | undefined, boolean?]>([
    ['export function f(password: string) { show(password); }', undefined],
    ['export function f(user: { password: string }) { show(user.password); }', 'property'],
    ['export function f(user: { password: string; name: string }) { show(user); }', 'type', true],
    ['export function f(user: { password: boolean }) { show(user.password); }', undefined],
    ['export function f(form: any) { show(form.errors.password); }', undefined],
    ['show(process.env);', 'environment', true],
    ['show(process.env.JWT_SECRET);', 'environment'],
    ['show(process.env.PORT);', undefined],
    ["import jwt from 'jsonwebtoken'; show(jwt.sign({}, 'x'));", 'library'],
    ["import { randomBytes } from 'node:crypto'; const id = randomBytes(8).toString('hex'); show(id);", undefined],
    ["import { randomBytes } from 'node:crypto'; const resetToken = randomBytes(8).toString('hex'); show(resetToken);", 'library'],
    ['export function f(key: string) { show(key); return { headers: { Authorization: `Bearer ${key}` } }; }', 'use'],
    ['export function f(key: string) { show(key.slice(-4)); return { headers: { Authorization: `Bearer ${key}` } }; }', undefined],
    ['export function f(key: string) { show(key.slice(7)); return { headers: { Authorization: key } }; }', 'use'],
    ["import express from 'express'; express().get('/', (req, res) => { show(req.headers); res.end(); });", 'request', true],
    ["import express from 'express'; express().get('/', (req, res) => { show(req.headers.host); res.end(); });", undefined],
    ["import express from 'express'; express().post('/', (req, res) => { const body = req.body; show(body.otp); res.end(); });", 'request'],
  ])('%s', (code, by, holds = false) => {
    const found = secretIn(code);
    expect(found?.by).toBe(by);
    if (found) expect(found.holds).toBe(holds);
  });
});
