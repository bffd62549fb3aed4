import { describe, expect, it } from 'vitest';
import { RepeatedUnits } from '../../../src/analysis/emitters/repeated-units.js';
import { modelOf } from '../../model.js';

/** How often the code around `mark()` runs, from the inside out. */
function unitsOf(code: string): readonly string[] {
  const file = modelOf(code);
  const mark = file.index.all('CallExpression').find(each => each.callee.type === 'Identifier' && each.callee.name === 'mark')!;
  return [...new RepeatedUnits(file).around(mark)].map(each => each.per);
}

const EXPRESS = "import express from 'express'; const app = express(); ";

describe('RepeatedUnits', () => {
  it.each([
    [`${EXPRESS}app.get('/a', (req, res) => { mark(); });`, ['request']],
    [`${EXPRESS}function help() { mark(); } app.get('/a', (req, res) => { help(); });`, ['request']],
    ["import type { ServerResponse } from 'node:http'; export function stream(res: ServerResponse) { mark(); }", ['request']],
    ["import { WebSocketServer } from 'ws'; new WebSocketServer({ port: 1 }).on('connection', socket => { socket.on('message', () => { mark(); }); });", ['message', 'connection']],
    ['setInterval(() => { mark(); }, 1_000);', ['run']],
    ['async function f() { while (true) { mark(); await next(); } }', ['round']],
    ["import Redis from 'ioredis'; const redis = new Redis(); redis.on('connect', () => { mark(); });", ['reconnection']],
  ])('%s', (code, units) => {
    expect(unitsOf(code)).toEqual(units);
  });

  it.each([
    'mark();',
    'export function setUp() { mark(); }',
    'for (const each of list) mark();',
    'while (size < 3) mark();',
    "import Redis from 'ioredis'; const redis = new Redis(); redis.once('connect', () => { mark(); });",
    "import type { ServerResponse } from 'node:http'; export class A { constructor(res: ServerResponse) { mark(); } }",
  ])('nothing for %s', code => {
    expect(unitsOf(code)).toEqual([]);
  });
});
