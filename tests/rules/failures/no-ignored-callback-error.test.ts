import rule from '../../../src/rules/failures/no-ignored-callback-error.js';
import { ruleTests } from '../../rule-tests.js';

const value = [{ messageId: 'value' }] as const;
const goesOn = [{ messageId: 'goesOn' }] as const;
const fs = `import fs from 'node:fs';`;

ruleTests(rule, {
  valid: [
    { name: 'async: the work, where a promise is awaited', code: `import async from 'async'; export async function f(ids) { await async.eachSeries(ids, async id => { await work(); }); await async.mapSeries(ids, (id, cb) => { cb(null, 1); }); await async.whilst(cb => cb(null, more), cb => { work(); cb(); }); }`, filename: 'src/a.js' },
    { name: 'looked at', code: `${fs} export const read = (path: string) => new Promise((resolve, reject) => { fs.readFile(path, (err, data) => { if (err) { reject(err); return; } resolve(data); }); });` },
    { name: 'thrown', code: `${fs} fs.readFile(path, (e, data) => { if (e) throw e; use(data); });` },
    { name: 'handed on', code: `${fs} export function read(path, done) { fs.readFile(path, (failure, data) => done(failure, data)); }`, filename: 'src/read.js' },
    { name: 'a callback that is handed on', code: `${fs} export function read(path, done) { fs.readFile(path, done); }`, filename: 'src/read.js' },
    { name: 'through arguments', code: `${fs} fs.readFile(path, function () { done(...arguments); });`, filename: 'src/read.js' },
    { name: 'through rest parameters', code: `${fs} fs.readFile(path, (...results) => done(...results));` },
    { name: 'destructured', code: `${fs} fs.stat(path, ({ code }) => log(code));`, filename: 'src/read.js' },
    { name: 'best effort: a file that is given up', code: `${fs} fs.unlink(path, () => {});` },
    { name: 'best effort inside a promise', code: `${fs} export const drop = (path: string) => new Promise<void>(resolve => fs.rm(path, () => resolve()));` },
    { name: 'a server that is not running', code: `import http from 'node:http'; const server = http.createServer(); export const stop = () => new Promise(resolve => server.close(resolve));` },
    { name: 'the missing value is looked at', code: `${fs} fs.readFile(path, (_err, data) => { if (!data) return miss(); hit(data); });` },
    { name: 'the missing value is compared', code: `${fs} fs.readFile(path, 'utf8', (_err, data) => { if (data !== undefined) hit(data); });` },
    { name: 'the missing value has a substitute', code: `${fs} fs.readFile(path, 'utf8', (_err, data) => hit(data ?? ''));` },
    { name: 'optional', code: `import jwt from 'jsonwebtoken'; jwt.sign({}, key, {}, (_err, token) => use(token?.length));` },
    { name: 'what the missing value throws is caught', code: `${fs} fs.readFile(path, 'utf8', (_err, data) => { try { use(JSON.parse(data)); } catch { use({}); } });` },
    { name: 'stderr is looked at', code: `import { exec } from 'node:child_process'; exec('ls', (_err, out, err) => { if (err) return fail(err); use(out); });` },
    { name: 'no error comes first', code: `${fs} fs.exists(path, () => go());` },
    { name: 'streams that end each other', code: `import { pipeline } from 'node:stream'; export const decode = (a, b) => pipeline(a, b, () => {});` },
    { name: 'the end of a stream, either way', code: `import { finished } from 'node:stream'; finished(stream, () => clearTimeout(timer));` },
    { name: 'a listener', code: `${fs} fs.watch(path, () => reload());` },
    { name: 'a timer', code: `export const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));` },
    { name: 'a method of the same name elsewhere', code: `vault.readFile(path, (_err, data) => use(data));` },
    { name: 'a parameter of such a name', code: `export function f(fs, path) { fs.readFile(path, (_err, data) => use(data)); }`, filename: 'src/read.js' },
    { name: 'a shadowed module', code: `${fs} export function f(fs: Vault) { fs.readFile(path, (_err, data) => use(data)); }` },
    { name: 'a spread hides the position', code: `${fs} fs.readFile(...given, (_err, data) => use(data));` },
    { name: 'the promise form', code: `import fs from 'node:fs/promises'; await fs.readFile(path);` },
    { name: 'an underscore, where it is allowed', code: `${fs} fs.readFile(path, (_err, data) => use(data));`, options: [{ allowUnderscore: true }] },
    { name: 'tests', code: `${fs} fs.readFile(path, (_err, data) => use(data));`, filename: 'src/read.test.ts' },
    { name: 'a callback that may be anything', code: `${fs} fs.readFile(path, makeCallback());` },
  ],
  invalid: [
    { name: 'async: the callback behind the work', code: `import async from 'async'; async.eachSeries(ids, (id, cb) => { work(id, cb); }, err => { done(); }); async.series(tasks, err => { done(); });`, filename: 'src/a.js', errors: [{ messageId: 'goesOn' }, { messageId: 'goesOn' }] },
    {
      name: 'inside of a promise',
      code: `import fs from 'node:fs';
export function read(path: string) {
  return new Promise<string>((resolve, reject) => {
    fs.readFile(path, 'utf8', (_err, data) => {
      resolve(data);
    });
  });
}`,
      errors: [
        {
          messageId: 'value',
          line: 4,
          data: { call: 'fs.readFile', value: 'data', write: 'if (_err) { reject(_err); return; }' },
          suggestions: [
            {
              messageId: 'addCheck',
              data: { write: 'if (_err) { reject(_err); return; }' },
              output: `import fs from 'node:fs';
export function read(path: string) {
  return new Promise<string>((resolve, reject) => {
    fs.readFile(path, 'utf8', (_err, data) => {
      if (_err) { reject(_err); return; }
      resolve(data);
    });
  });
}`,
            },
          ],
        },
      ],
    },
    {
      name: 'an executor that has no reject',
      code: `import { readFile } from 'node:fs'; export const read = (path: string) => new Promise(resolve => readFile(path, (e, data) => resolve(data)));`,
      errors: [
        {
          messageId: 'value',
          data: { call: 'readFile', value: 'data', write: 'if (e) { reject(e); return; }' },
          suggestions: [
            {
              messageId: 'addCheck',
              data: { write: 'if (e) { reject(e); return; }' },
              output: `import { readFile } from 'node:fs'; export const read = (path: string) => new Promise((resolve, reject) => readFile(path, (e, data) => { if (e) { reject(e); return; } return resolve(data); }));`,
            },
          ],
        },
      ],
    },
    {
      name: 'no parameter at all',
      code: `${fs} export const save = (path: string) => new Promise<void>((resolve, reject) => { fs.writeFile(path, 'x', () => resolve()); });`,
      errors: [
        {
          messageId: 'goesOn',
          data: { call: 'fs.writeFile', write: 'if (error) { reject(error); return; }' },
          suggestions: [
            {
              messageId: 'addCheck',
              data: { write: 'if (error) { reject(error); return; }' },
              output: `${fs} export const save = (path: string) => new Promise<void>((resolve, reject) => { fs.writeFile(path, 'x', (error) => { if (error) { reject(error); return; } return resolve(); }); });`,
            },
          ],
        },
      ],
    },
    {
      name: 'a node-style callback is at hand',
      code: `const fs = require('fs');
exports.read = (path, done) => {
  fs.readFile(path, (err, data) => {
    done(null, data);
  });
};`,
      filename: 'src/read.js',
      errors: [
        {
          messageId: 'value',
          data: { call: 'fs.readFile', value: 'data', write: 'if (err) { done(err); return; }' },
          suggestions: [
            {
              messageId: 'addCheck',
              data: { write: 'if (err) { done(err); return; }' },
              output: `const fs = require('fs');
exports.read = (path, done) => {
  fs.readFile(path, (err, data) => {
    if (err) { done(err); return; }
    done(null, data);
  });
};`,
            },
          ],
        },
      ],
    },
    {
      name: 'next of a handler is at hand',
      code: `import express from 'express'; import fs from 'node:fs'; const app = express(); app.get('/', (req, res, next) => { fs.readFile(path, (_, data) => { res.send(data); }); });`,
      errors: [
        {
          messageId: 'value',
          data: { call: 'fs.readFile', value: 'data', write: 'if (_) { next(_); return; }' },
          suggestions: [
            {
              messageId: 'addCheck',
              data: { write: 'if (_) { next(_); return; }' },
              output: `import express from 'express'; import fs from 'node:fs'; const app = express(); app.get('/', (req, res, next) => { fs.readFile(path, (_, data) => { if (_) { next(_); return; } res.send(data); }); });`,
            },
          ],
        },
      ],
    },
    {
      name: 'resolve is the callback',
      code: `${fs} export const save = (path: string) => new Promise((resolve, reject) => fs.writeFile(path, 'x', resolve));`,
      errors: [{ messageId: 'resolved', data: { call: 'fs.writeFile', name: 'resolve', write: 'error => { if (error) { reject(error); return; } resolve(); }' }, suggestions: null }],
    },
    { name: 'nothing at hand', code: `${fs} fs.readFile(path, (_err, data) => { cache = data; });`, errors: [{ messageId: 'value', data: { call: 'fs.readFile', value: 'data', write: 'if (_err) { … return; }' }, suggestions: null }] },
    { name: 'a name that says nothing', code: `${fs} fs.readFile(path, (x, data) => { cache = data; });`, errors: value },
    { name: 'a member of the missing value throws', code: `${fs} fs.readFile(path, (err, data) => { if (data.length > 0) hit(data); });`, errors: value },
    { name: 'void pleases a linter only', code: `${fs} fs.readFile(path, (err, data) => { void err; use(data); });`, errors: value },
    { name: 'fire and forget', code: `${fs} fs.writeFile(path, text, () => {});`, errors: goesOn },
    { name: 'a function of the file', code: `${fs} function loaded(err, data) { use(data); } fs.readFile(path, loaded);`, filename: 'src/read.js', errors: value },
    { name: 'a constant that holds it', code: `${fs} const loaded = (err: unknown, data: Buffer) => { use(data); }; fs.readFile(path, loaded);`, errors: value },
    { name: 'namespace', code: `import * as fs from 'fs'; fs.readFile(path, (err, data) => use(data));`, errors: value },
    { name: 'require and destructuring', code: `const { readFile: read } = require('fs'); read(path, (err, data) => use(data));`, filename: 'src/read.js', errors: value },
    { name: 'dns', code: `import dns from 'node:dns'; dns.lookup(host, (err, address) => connect(address));`, errors: value },
    { name: 'crypto', code: `import { pbkdf2 } from 'node:crypto'; pbkdf2(a, b, 1, 32, 'sha512', (err, key) => use(key));`, errors: value },
    { name: 'zlib', code: `import zlib from 'node:zlib'; zlib.gunzip(data, (_e, text) => use(text));`, errors: value },
    { name: 'a command', code: `import { exec } from 'node:child_process'; export const run = () => new Promise((resolve, reject) => exec('ls', (_, out) => resolve(out)));`, errors: [{ messageId: 'value', suggestions: 1 }] },
    { name: 'a database', code: `import { Pool } from 'pg'; const pool = new Pool(); pool.query('select 1', (err, result) => use(result.rows));`, errors: value },
    { name: 'a field of a class', code: `import { Pool } from 'pg'; class Store { private readonly pool = new Pool(); find() { this.pool.query('select 1', (err, result) => use(result.rows)); } }`, errors: value },
    { name: 'an injected parameter', code: `import { Pool } from 'pg'; class Store { constructor(private readonly pool: Pool) {} find() { this.pool.query('select 1', (err, result) => use(result.rows)); } }`, errors: value },
    { name: 'mysql', code: `import mysql from 'mysql2'; const connection = mysql.createConnection({}); connection.query('select 1', function (error, rows) { use(rows); });`, errors: value },
    { name: 'inside of a function that is not async', code: `${fs} export function load(path: string) { fs.stat(path, (err, found) => register(found.size)); }`, errors: value },
    { name: 'an optional call', code: `${fs} fs?.readFile(path, (err, data) => use(data));`, errors: value },
    { name: 'a pipeline', code: `import { pipeline } from 'node:stream'; export const copy = (a, b) => new Promise<void>((resolve, reject) => pipeline(a, b, () => resolve()));`, errors: [{ messageId: 'goesOn', suggestions: 1 }] },
    { name: 'options extend', code: `${fs} fs.readFile(path, (e, data) => use(data));`, options: [{ allowUnderscore: true }], errors: value },
  ],
});
