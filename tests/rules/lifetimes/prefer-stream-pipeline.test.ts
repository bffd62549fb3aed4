import rule from '../../../src/rules/lifetimes/prefer-stream-pipeline.js';
import { ruleTests } from '../../rule-tests.js';

const FS = "import fs from 'node:fs';\n";
const ZLIB = "import fs from 'node:fs';\nimport zlib from 'node:zlib';\n";

ruleTests(rule, {
  valid: [
    { name: 'pipeline', code: `${FS}import { pipeline } from 'node:stream/promises';\nexport const send = (path, res) => pipeline(fs.createReadStream(path), res);` },
    { name: 'both are heard', code: `${FS}export function copy(a, b) { const from = fs.createReadStream(a); const to = fs.createWriteStream(b); from.on('error', fail); to.on('error', fail); from.pipe(to); }` },
    { name: 'heard in the chain', code: `${FS}export const send = (path, res) => fs.createReadStream(path).on('error', () => res.destroy()).pipe(res);` },
    { name: 'handed on', code: `${FS}export function send(path, res) { const from = fs.createReadStream(path); watch(from); from.pipe(res); }` },
    { name: 'finished', code: `${FS}import { finished } from 'node:stream';\nexport function send(path, res) { const from = fs.createReadStream(path); finished(from, done); from.pipe(res); }` },
    { name: 'operators of rxjs', code: `import { map } from 'rxjs';\nexport const names = users.pipe(map(each => each.name));` },
    { name: 'streams of unknown origin', code: `export const join = (a, b) => a.pipe(b);` },
    { name: 'a source that is given to the function', code: `${FS}export function save(source, path, done) { const to = fs.createWriteStream(path); to.on('error', done); to.on('finish', done); source.pipe(to); }` },
    { name: 'a source that is heard', code: `${FS}export async function save(path, done) { const data = await load(); const to = fs.createWriteStream(path); data.stream.on('error', done); to.on('error', done); to.on('finish', done); data.stream.pipe(to); }` },
    { name: 'a source that is handed on', code: `${FS}export async function save(path, done) { const data = await load(); watch(data); const to = fs.createWriteStream(path); to.on('error', done); to.on('finish', done); data.stream.pipe(to); }` },
    { name: 'nobody waits for the end', code: `${FS}export async function save(path, done) { const data = await load(); const to = fs.createWriteStream(path); to.on('error', done); data.stream.pipe(to); }` },
    { name: 'what is compressed cannot break it', code: `import zlib from 'node:zlib';\nexport const pack = (a, b) => a.pipe(zlib.createGzip()).pipe(b);` },
    { name: 'output of a process', code: `import { exec } from 'node:child_process';\nexec('ls').stdout.pipe(process.stdout);` },
    { name: 'a sheet of gulp', code: `import gulp from 'gulp';\ngulp.src('a').pipe(minify());` },
    { name: 'a function', code: `${FS}fs.createReadStream(path).pipe(() => 1);` },
    { name: 'a spread', code: `${FS}fs.createReadStream(path).pipe(...all);` },
    { name: 'returned, and heard there', code: `${FS}export function open(path, to) { const from = fs.createReadStream(path); from.pipe(to); return from; }` },
    { name: 'a test', code: `${FS}fs.createReadStream(path).pipe(to);`, filename: 'test/a.ts' },
    { name: 'a script', code: `${FS}fs.createReadStream(path).pipe(to);`, filename: 'scripts/a.ts' },
  ],
  invalid: [
    {
      name: 'a file to a response',
      code: `${FS}export function send(path, res) { fs.createReadStream(path).pipe(res); }`,
      errors: [{ messageId: 'crash', line: 2, data: { stream: 'fs.createReadStream(path)', streams: 'fs.createReadStream(path), res', when: 'the file cannot be opened or read' } }],
    },
    { name: 'by require', code: `const { createReadStream } = require('fs');\nexports.send = (path, res) => { createReadStream(path).pipe(res); };`, filename: 'src/a.js', errors: [{ messageId: 'crash' }] },
    { name: 'by namespace', code: `import * as fs from 'fs';\nexport const send = (path: string, res: Target) => { fs.createReadStream(path).pipe(res); };`, errors: [{ messageId: 'crash' }] },
    { name: 'by name', code: `${FS}export function send(path, res) { const file = fs.createReadStream(path); file.pipe(res); }`, errors: [{ messageId: 'crash', data: { stream: 'file', streams: 'file, res', when: 'the file cannot be opened or read' } }] },
    { name: 'only the destination is heard', code: `${FS}export function copy(a, b) { const to = fs.createWriteStream(b); to.on('error', fail); fs.createReadStream(a).pipe(to); }`, errors: [{ messageId: 'crash' }] },
    { name: 'only the source is heard', code: `${FS}export function copy(a, b) { const from = fs.createReadStream(a); from.on('error', fail); from.pipe(fs.createWriteStream(b)); }`, errors: [{ messageId: 'crash', data: { stream: 'fs.createWriteStream(b)', streams: 'from, fs.createWriteStream(b)', when: 'the file cannot be opened or written' } }] },
    { name: 'a listener of the destination, in the chain', code: `${FS}fs.createReadStream(a).pipe(fs.createWriteStream(b)).on('error', fail);`, errors: [{ messageId: 'crash' }] },
    { name: 'in the middle', code: `${ZLIB}export function unpack(from, to) { from.on('error', fail); from.pipe(zlib.createGunzip()).pipe(to); }`, errors: [{ messageId: 'crash', data: { stream: 'zlib.createGunzip()', streams: 'from, zlib.createGunzip(), to', when: 'its input is broken' } }] },
    { name: 'a chain, once', code: `${ZLIB}fs.createReadStream(a).pipe(zlib.createUnzip()).pipe(fs.createWriteStream(b));`, errors: [{ messageId: 'crash' }] },
    { name: 'a field', code: `${FS}export class Log { constructor(path) { this.out = fs.createWriteStream(path); } follow(source) { source.pipe(this.out); } }`, errors: [{ messageId: 'crash' }] },
    { name: 'optional', code: `${FS}export const send = (path, res) => { fs.createReadStream(path)?.pipe(res); };`, errors: [{ messageId: 'crash' }] },
    { name: 'another event', code: `${FS}export function send(path, res) { const file = fs.createReadStream(path); file.on('end', done); file.pipe(res, { end: false }); }`, errors: [{ messageId: 'crash' }] },
    {
      name: 'an end that never comes',
      code: `${FS}export async function save(path, done) { const data = await load(); const to = fs.createWriteStream(path); data.stream.pipe(to); to.on('error', done); to.on('finish', done); }`,
      errors: [{ messageId: 'deaf', data: { stream: 'data.stream', streams: 'data.stream, to', when: '' } }],
    },
    { name: 'an end that never comes, in a chain', code: `${FS}export const save = (zip, path) => new Promise((resolve, reject) => { zip.generateNodeStream().pipe(fs.createWriteStream(path)).on('finish', resolve).on('error', reject); });`, errors: [{ messageId: 'deaf' }] },
    { name: 'a constant source', code: `${FS}export function save(path, done) { const source = open(); const to = fs.createWriteStream(path); to.on('close', done); to.on('error', done); source.pipe(to); }`, errors: [{ messageId: 'deaf' }] },
  ],
});
