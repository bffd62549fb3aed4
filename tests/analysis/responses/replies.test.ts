import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

/** What is done with each response of a piece of code. */
function usesIn(code: string): readonly (readonly string[])[] {
  return modelOf(code).replies.map(each => each.uses.map(use => use.does));
}

describe('responses of requests', () => {
  it.each([
    ['its status and body', 'async function a() { const res = await fetch(u); if (!res.ok) return; await res.json(); }', ['status', 'body']],
    ['a test whether there is one', 'async function a() { const res = await fetch(u).catch(() => null); if (!res) return; }', ['test']],
    ['a body that is given up', 'async function a() { const res = await fetch(u); await res.body.cancel(); }', ['dropped']],
    ['what others may do', 'async function a() { const res = await fetch(u); f(res); }', ['elsewhere']],
    ['members beside both', 'async function a() { const res = await fetch(u); res.headers.get("a"); }', ['nothing']],
    ['a status that a closure reads', 'async function a() { const res = await fetch(u); return () => res.ok; }', ['elsewhere']],
    ['a chain', 'const a = fetch(u).then(res => res.text());', ['body']],
    ['a pattern', 'async function a() { const { status, body } = await fetch(u); body.cancel(); }', ['status', 'dropped']],
    ['a stream', `import http from 'node:http'; http.get(u, res => { res.on('end', f); res.on('data', f); res.resume(); });`, ['nothing', 'body', 'dropped']],
  ])('follows %s', (_, code, uses) => {
    expect(usesIn(code)).toEqual([uses]);
  });

  it('follows wrappers in view', () => {
    expect(usesIn('const get = url => fetch(url); async function a() { const res = await get(u); res.ok; } const b = get(v).then(each => each.json());')).toEqual([['status'], ['body']]);
  });

  it('knows who rejects', () => {
    const replies = modelOf(`import axios from 'axios'; async function a() { const b = await axios.get(u); const c = await axios.get(u, { validateStatus: () => true }); }`).replies;
    expect(replies.map(each => [each.rejects, each.switchedOff?.type])).toEqual([[true, undefined], [false, 'Property']]);
  });

  it('says nothing of what cannot be seen', () => {
    expect(usesIn('const a = fetch(u); export { a };')).toEqual([]);
    expect(usesIn(`import axios from 'axios'; async function a(options) { const b = await axios.get(u, options); }`)).toEqual([]);
  });
});
