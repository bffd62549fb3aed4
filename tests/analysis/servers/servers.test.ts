import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

describe('what servers let clients take', () => {
  it.each([
    ["import http from 'http'; const s = http.createServer(f); s.requestTimeout = 0;", ['requestTimeout']],
    ["import http from 'http'; const s = http.createServer({ headersTimeout: 0 }, f); s.requestTimeout = 0;", ['headersTimeout', 'requestTimeout']],
    ["import http from 'http'; const s = http.createServer(f); s.keepAliveTimeout = 0; s.requestTimeout ||= 0; s[key] = 0;", []],
    ["import https from 'https'; const s = https.createServer(f); s.requestTimeout = limit;", []],
    ["import express from 'express'; express.json({ limit: 2 ** 30 });", ['limit']],
    ['const s = { requestTimeout: 0 }; s.requestTimeout = 0;', []],
  ])('switched off: %s', (code, expected) => expect(modelOf(code).servers.switchedOff.map(each => each.name)).toEqual(expected));

  it.each([
    ["import http from 'http'; const s = http.createServer(f); s.listen(80);", ['keepAliveTimeout s']],
    ["import http from 'http'; const s = http.createServer(f); s.listen(80); s.listen(81);", ['keepAliveTimeout s']],
    ["import http from 'http'; const s = http.createServer(f);", []],
    ["import http from 'http'; const s = http.createServer(...all); s.listen(80);", []],
    ["import http from 'http'; const s = http.createServer(f); s.listen(80); const keepAliveTimeout = 1;", []],
    ["import http from 'http'; const s = a ? http.createServer(f) : b(); s.listen(80);", []],
    ["import http from 'http'; export function f(s) { s = s ?? http.createServer(g); s.listen(80); }", []],
    ["import http from 'http'; let s = s; s.listen(80);", []],
    ["import fastify from 'fastify'; const app = fastify(); app.listen();", ['requestTimeout']],
    ["import Koa from 'koa'; const app = new Koa(); app.use(f); app.listen(80);", ['keepAliveTimeout app.listen(80)']],
  ])('left: %s', (code, expected) => {
    const file = modelOf(code);
    expect(file.servers.left.map(each => `${each.name} ${each.server ? file.sourceCode.getText(each.server.node) : ''}`.trim())).toEqual(expected);
  });
});
