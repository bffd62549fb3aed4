import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

/** What is known of `key` in the options of the call of `use` (its last argument). */
function option(code: string, key = 'timeout'): string {
  const file = modelOf(code);
  const call = file.index.all('CallExpression').find(each => each.callee.type === 'Identifier' && each.callee.name === 'use')!;
  const found = file.options.at(call.arguments.at(-1), key);
  return found.state === 'present' ? `present ${file.sourceCode.getText(found.value)}` : found.state;
}

describe('names with a dot in them', () => {
  it.each([
    ['use({ "grpc.service_config": 1 })', 'present 1'],
    ['use({ grpc: { service_config: 1 } })', 'absent'],
  ])('%s', (code, expected) => expect(option(code, 'grpc\\.service_config')).toBe(expected));
});

describe('options of a call', () => {
  it.each([
    ['use({ timeout: 1 })', 'present 1'],
    ['use({ "timeout": 1 })', 'present 1'],
    ['use({ [`timeout`]: 1 })', 'present 1'],
    ['use({})', 'absent'],
    ['use("text")', 'absent'],
    ['use(undefined)', 'absent'],
    ['use(other)', 'unknown'],
    ['use({ [name]: 1 })', 'unknown'],
    ['use({ ...other })', 'unknown'],
    ['use({ ...other, timeout: 1 })', 'present 1'],
    ['use({ timeout: 1, ...other })', 'unknown'],
    ['use({ timeout: 1, ...{ timeout: 2 } })', 'present 2'],
    ['const base = { timeout: 1 }; use({ ...base, a: 2 })', 'present 1'],
    ['use({ ...(slow && { timeout: 1 }) })', 'unknown'],
    ['use({ ...(slow && { a: 1 }) })', 'absent'],
    ['use({ ...(slow ? { timeout: 1 } : {}) })', 'unknown'],
    ['use({ ...(other ?? {}) })', 'unknown'],
    ['use({ ...(other || { timeout: 1 }) })', 'unknown'],
    ['const base = { a: 1 }; use({ ...(base ?? {}) })', 'absent'],
  ])('literals and spreads: %s', (code, expected) => expect(option(code)).toBe(expected));

  it.each([
    ['const a = { timeout: 1 }; const b = a; use(b)', 'present 1'],
    ['let a = { timeout: 1 }; a = other; use(a)', 'unknown'],
    ['const a = {}; a.timeout = 1; use(a)', 'present 1'],
    ['const a = {}; a[name] = 1; use(a)', 'unknown'],
    ['const all = { http: { timeout: 1 } }; use(all.http)', 'present 1'],
    ['function f(options) { use(options) }', 'unknown'],
    ['function f(options = {}) { use(options) }', 'unknown'],
    ['class A { options = {}; f() { use(this.options) } }', 'unknown'],
  ])('names: %s', (code, expected) => expect(option(code)).toBe(expected));

  it.each([
    ['const a = {}; extend(a); use(a)', 'unknown'],
    ['const a = { timeout: 1 }; extend(a); use(a)', 'present 1'],
    ['const a = {}; Object.assign(a, other); use(a)', 'unknown'],
    ['const a = {}; console.log(a); JSON.stringify(a); fetch("a", a); void use({ ...a })', 'absent'],
  ])('objects that are handed to others: %s', (code, expected) => expect(option(code)).toBe(expected));

  it.each([
    ['use(slow ? { timeout: 1 } : { timeout: 2 })', 'present 1'],
    ['use(slow ? { timeout: 1 } : {})', 'unknown'],
    ['use(slow ? { a: 1 } : {})', 'absent'],
    ['use(other ?? {})', 'unknown'],
    ['use(Object.freeze({ timeout: 1 }))', 'present 1'],
    ['use(Object.assign({}, { timeout: 1 }, { a: 1 }))', 'present 1'],
    ['use(Object.assign({}, { timeout: 1 }, other))', 'unknown'],
    ['use(Object.assign({}, { a: 1 }))', 'absent'],
    ['const make = () => ({ timeout: 1 }); use(make())', 'present 1'],
    ['function make() { const all = { a: 1 }; all.timeout = 1; return all; } use(make())', 'present 1'],
    ['function make() { const all = { a: 1 }; if (slow) all.b = 2; for (const each of list) all.headers[each] = 1; return all; } use(make())', 'absent'],
    ['function make() { const all = { a: 1 }; if (slow) all.timeout = 2; return all; } use(make())', 'present 2'],
    ['function make() { if (slow) return { a: 1 }; return {}; } use(make())', 'absent'],
    ['function make() { if (slow) return; return {}; } use(make())', 'absent'],
    ['function make() { const all = {}; all[slow] = 1; return all; } use(make())', 'unknown'],
    ['function make() { const all = {}; list.forEach(each => { return each.timeout; }); return all; } use(make())', 'absent'],
    ['function make() { if (a) return make(); if (b) return make(); if (c) return make(); return make(); } use(make())', 'unknown'],
    ['function make() { return {}; } const all = make(); adorn(all); use(all)', 'unknown'],
    ['function make() { return {}; } const all = make(); all.timeout = 3; use(all)', 'present 3'],
    ['exports.make = function () { const all = {}; all.a = 1; return all; }; exports.run = function () { const self = this; use(self.make()); };', 'absent'],
    ['function make(more) { return { ...more }; } use(make({}))', 'absent'],
    ['function make(more) { return { ...more }; } use(make({ timeout: 1 }))', 'present 1'],
    ['function make(more) { return { ...more }; } use(make(other))', 'unknown'],
    ['function make(more) { return { ...more }; } use(make(...all))', 'unknown'],
    ['function make(more) { more = adorn(more); return { ...more }; } use(make({}))', 'unknown'],
    ['function make(more) { adorn(more); return { ...more }; } use(make({}))', 'unknown'],
    ['function make(more) { look(more); return { ...more }; } function look(it) { return it.a; } use(make({}))', 'absent'],
    ['function make(more) { adorn(more); return { ...more }; } function adorn(it) { it.timeout = 1; } use(make({}))', 'unknown'],
    ['function make(more = { timeout: 1 }) { return { ...more }; } use(make())', 'present 1'],
    ['function make({ a, ...more }) { return { ...more }; } use(make({ a: 1 }))', 'absent'],
    ['function make({ a, ...more }) { return { ...more }; } use(make({ a: 1, timeout: 1 }))', 'present 1'],
    ['function make({ timeout, ...more }) { return { ...more }; } use(make({ timeout: 1 }))', 'absent'],
    ['function make({ more }) { return { ...more }; } use(make({ more: { timeout: 1 } }))', 'present 1'],
    ['function make(more) { return inner(more); } function inner(all) { return { ...all, a: 1 }; } use(make({ timeout: 1 }))', 'present 1'],
    ['function make() { if (slow) return { timeout: 1 }; return {}; } use(make())', 'unknown'],
    ['class A { private all = { timeout: 1 }; run() { use(this.all); } }', 'present 1'],
    ['class A { readonly #all = { a: 1 }; run() { use({ ...this.#all, b: 1 }); } }', 'unknown'],
    ['class A { #all; constructor() { this.#all = { timeout: 1 }; } run() { use(this.#all); } }', 'present 1'],
    ['class A { #all = {}; set(all) { this.#all = all; } run() { use(this.#all); } }', 'unknown'],
    ['class A { all = { a: 1 }; run() { use(this.all); } }', 'unknown'],
    ['let all = { a: 1 }; if (slow) all = { b: 1 }; use({ ...all })', 'absent'],
    ['let all; if (slow) all = { timeout: 1 }; else all = {}; use(all)', 'unknown'],
    ['let all = { a: 1 }; all = adorn(all); use(all)', 'unknown'],
    ['let all = {}; all = { ...all, a: 1 }; use({ ...all })', 'absent'],
    ['let all = {}; adorn(all); all = { a: 1 }; use({ ...all })', 'unknown'],
    ['async function make() { return {}; } use(make())', 'unknown'],
    ['function make() { return make(); } use(make())', 'unknown'],
  ])('what an expression gives: %s', (code, expected) => expect(option(code)).toBe(expected));

  it.each([
    ['use({ timeout: { request: 1 } })', 'present 1'],
    ['use({ timeout: {} })', 'absent'],
    ['use({ timeout: 1 })', 'absent'],
    ['use({ timeout: other })', 'unknown'],
    ['use({})', 'absent'],
  ])('paths: %s', (code, expected) => expect(option(code, 'timeout.request')).toBe(expected));
});
