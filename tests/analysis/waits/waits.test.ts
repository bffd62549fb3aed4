import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

function bounds(code: string): string[] {
  const file = modelOf(code);
  return file.calls.of('http-request', 'http-client').map(each => `${each.path} ${file.waits.boundOf(each)}`);
}

describe('what bounds a wait', () => {
  it.each([
    ['fetch("https://a.test")', ['fetch unbounded']],
    ['fetch("https://a.test", { signal })', ['fetch bounded']],
    ['export const f = (init) => fetch("https://a.test", init)', ['fetch unknown']],
    ['import ky from "ky"; ky("https://a.test")', ['default bounded']],
    ['import { AxiosInstance } from "axios"; export const f = (api: AxiosInstance) => api.get("/a")', ['AxiosInstance#get inherited']],
    ['import axios from "axios"; const api = axios.create({ timeout: 1_000 }); api.get("/a")', ['AxiosInstance#get bounded', 'create bounded']],
    ['import axios from "axios"; const api = axios.create(config); api.get("/a")', ['AxiosInstance#get unknown', 'create unknown']],
    ['import got from "got"; const api = got.extend({}); api.extend({ timeout: { request: 1 } })("a")', ['Got# bounded', 'extend unbounded', 'Got#extend bounded']],
    ['import got from "got"; const api = got.extend({ timeout: { request: 1 } }); api.extend({})("a")', ['Got# bounded', 'extend bounded', 'Got#extend bounded']],
    ['import { Agent, fetch } from "undici"; const dispatcher = new Agent({ headersTimeout: 1 }); fetch("https://a.test", { dispatcher })', ['fetch bounded']],
    ['Promise.race([Promise.all([fetch("https://a.test")]), stop])', ['fetch bounded']],
  ])('%s', (code, expected) => expect(bounds(code)).toEqual(expected));

  it('a client that is made of itself is nobody knows what', () => {
    expect(bounds('import got from "got"; let api = got.extend({}); api = api.extend({}); api("a")')).toEqual(['extend unknown']);
  });
});

describe('who decides about a request whose options come from a parameter', () => {
  /** The calls that are held for want of a bound, and what each would write it into. */
  function held(code: string): string[] {
    const file = modelOf(code);
    return file.waits.unbounded.map(({ by, optionsAt }) => `${file.sourceCode.getText(by.callee)} ${String(optionsAt)}`);
  }

  it.each([
    ['each call of the function', 'const send = (url, init) => fetch(url, init); send("https://a.test"); send("https://a.test", { signal }); send("https://b.test", {});', ['send 1', 'send 1']],
    ['the request, where nothing is handed on', 'const send = (url, init) => fetch(url, { method: init.method }); send("https://a.test", {});', ['fetch 1']],
    ['nobody, where the calls hide it', 'const send = (url, init) => fetch(url, init); export const run = init => send("https://a.test", init); send("https://a.test", ...all);', []],
    ['nobody, where no call is in view', 'export const send = (url, init) => fetch(url, init);', []],
    ['the caller of a caller', 'const inner = (url, init) => fetch(url, init); const outer = init => inner("https://a.test", { ...init, a: 1 }); outer({ b: 1 }); outer({ signal });', ['outer -1']],
    ['a method of the same name of another class does not', 'class A { send(init) { return fetch("https://a.test", init); } } class B { send() {} run() { this.send({}); } }', []],
    ['a method of the class', 'class A { send(init) { return fetch("https://a.test", init); } run() { return this.send({ a: 1 }); } }', ['this.send 0']],
    ['an instance of the class', 'class A { send(init) { return fetch("https://a.test", init); } } const a = new A(); a.send({});', ['a.send 0']],
    ['a function that calls itself', 'const send = (url, init) => { if (again) return send(url, init); return fetch(url, init); }; send("https://a.test", {});', ['send 1']],
    ['a default of the parameter', 'const send = (url, init = {}) => fetch(url, init); send("https://a.test"); ', ['send 1']],
    ['a default that bounds', 'const send = (url, init = { signal: AbortSignal.timeout(1) }) => fetch(url, init); send("https://a.test"); ', []],
    ['a function with a type for its this', 'function send(this: Api, url: string, init: RequestInit) { return fetch(url, init); } send("https://a.test", {}); send("https://a.test", { signal });', ['send 1']],
    ['a function whose callers all give it no bound: one fault, at its request', 'const send = options => fetch(options.url, { method: options.method, signal: options.signal }); send({ url: "https://a.test" }); send({ url: "https://a.test", method: "PUT" });', ['fetch -1']],
    ['a function whose callers could each pass one: each is a request of its own', 'const send = (url, init) => fetch(url, { ...init, keepalive: true }); send("https://a.test", {}); send("https://a.test", { method: "PUT" });', ['send 1', 'send 1']],
    ['two requests of one function, once', 'const send = (url, init) => fast ? fetch(url, init) : fetch(url + "/slow", init); send("https://a.test", {});', ['send 1']],
  ])('%s', (_, code, expected) => expect(held(code)).toEqual(expected));

  it('takes time in proportion to the number of calls', () => {
    const time = (count: number): number => {
      const file = modelOf(`const send = (url, init) => fetch(url, init);\nsend("https://a.test", { signal });\n${'send("https://a.test", { method: "POST" });\n'.repeat(count)}`);
      const start = performance.now();
      expect(file.waits.unbounded).toHaveLength(count);
      return performance.now() - start;
    };
    time(50);
    expect(time(1_000)).toBeLessThan(Math.max(8_000, 60 * time(100)));
  });
});

describe('controllers that nothing aborts', () => {
  const isDead = (code: string): boolean => modelOf(`${code}; fetch("https://a.test", { signal: c.signal });`).waits.unbounded.some(each => each.neverAborted === 'c');

  it.each(['const c = new AbortController()', 'const c = new AbortController(); use(c.signal)', 'const c = new AbortController(); const { signal } = c', 'const c = new AbortController(); function stop() { c.abort(); }'])('%s', code => expect(isDead(code)).toBe(true));

  it.each([
    'const c = new AbortController(); c.abort()', 'const c = new AbortController(); use(c)', 'const c = new AbortController(); function stop() { c.abort(); } on(stop)', 'export const c = new AbortController()',
    'const c = new AbortController(); export function stop() { c.abort(); }', 'const c = new AbortController(); const { signal, ...rest } = c', 'const c = make()', 'class AbortController {} const c = new AbortController()',
    'const c = new AbortController(); const d = c', 'const c = new AbortController(); setTimeout(() => c.abort(), 1)',
  ])('not: %s', code => expect(isDead(code)).toBe(false));
});

describe('options that a newer version ignores', () => {
  const inertIn = (range: string, code: string, name: string): number => {
    const root = mkdtempSync(join(tmpdir(), 'waits-'));
    mkdirSync(join(root, 'src'));
    writeFileSync(join(root, 'package.json'), JSON.stringify({ dependencies: { [name]: range } }));
    return modelOf(code, { filename: join(root, 'src', 'load.ts') }).waits.inert.length;
  };

  it.each([
    ['node-fetch', '^2.7.0', 0],
    ['node-fetch', '^3.3.2', 1],
    ['node-fetch', '>=2', 0],
  ])('%s %s', (name, range, count) => expect(inertIn(range, 'import fetch from "node-fetch"; await fetch("https://a.test", { timeout: 5_000 });', name)).toBe(count));

  it.each([
    ['@octokit/rest', '^19.0.0', 0],
    ['@octokit/rest', '^21.0.0', 1],
    ['octokit', '^4.0.0', 1],
  ])('%s %s', (name, range, count) => expect(inertIn(range, `import { Octokit } from "${name}"; export const github = new Octokit({ auth, request: { timeout: 5_000 } });`, name)).toBe(count));
});
