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
