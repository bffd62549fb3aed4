import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const found = (code: string): readonly string[] => {
  const file = modelOf(code);
  return file.halfMadeObjects.all.map(each => `${each.place} ${file.sourceCode.getText(each.step)}`);
};
const store = 'class Store { async init() { this.db = await open(); } }';

describe('half-made objects', () => {
  it('tells what others find before it is ready', () => {
    expect(found(`${store} let store; export async function get() { if (!store) { store = new Store(); await store.init(); } return store; }`)).toEqual(['store store.init()']);
    expect(found(`${store} let store; export async function get() { if (store) return store; store = new Store(); await store.init(); return store; }`)).toEqual(['store store.init()']);
    expect(found('export class A { static one; static async get() { if (!A.one) { A.one = new A(); await A.one.init(); } return A.one; } async init() { this.db = await open(); } }')).toEqual(['A.one A.one.init()']);
  });

  it('is silent where everybody waits, or it is made ready first', () => {
    expect(found(`${store} let store; export async function get() { if (!store) store = new Store(); await store.init(); return store; }`)).toEqual([]);
    expect(found(`${store} let store; export async function get() { if (!store) { const made = new Store(); await made.init(); store = made; } return store; }`)).toEqual([]);
    expect(found(`${store} let store; export async function get() { if (!store) { store = new Store(); await store.init(); } await store.ready(); return store; }`)).toEqual([]);
  });

  it('needs a method in view that sets something after a wait', () => {
    expect(found("import { Store } from './store.js'; let store; export async function get() { if (!store) { store = new Store(); await store.init(); } return store; }")).toEqual([]);
    expect(found('class Store { async ping() { await send(); } } let store; export async function get() { if (!store) { store = new Store(); await store.ping(); } return store; }')).toEqual([]);
    expect(found("import { createClient } from 'redis'; let client; export async function get() { if (!client) { client = createClient(); await client.connect(); } return client; }")).toEqual([]);
  });

  it('needs two callers', () => {
    expect(found(`${store} let store; export async function main() { if (!store) { store = new Store(); await store.init(); } }`)).toEqual([]);
  });
});
