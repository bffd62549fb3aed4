import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const faultsOf = (code: string): readonly string[] => modelOf(`import Redis from 'ioredis'; const redis = new Redis(); ${code}`).keyLocks.faults.map(each => `${each.kind} ${each.key}`);

describe('KeyLocks', () => {
  it.each([
    ["async function f(key) { return (await redis.setnx(key, '1')) === 1; }", ['no-expiry key']],
    ["async function f(key) { return !(await redis.set(key, '1', 'NX')); }", ['no-expiry key']],
    ["async function f(key) { const ok = await redis.setnx(key, '1'); if (ok) await redis.expire(key, 9); }", ['split key']],
    ["async function f(key) { if (await redis.set(key, '1', 'NX', 'PX', 9)) { await work(); await redis.del(key); } }", ['unowned key']],
  ])('%s', (code, faults) => {
    expect(faultsOf(code)).toEqual(faults);
  });

  it.each([
    "async function f(key) { await redis.setnx(key, '1'); }",
    "async function f(key, ...rest) { return (await redis.set(key, '1', 'NX', ...rest)) === 'OK'; }",
    "async function f(key, mode) { return (await redis.set(key, '1', 'NX', mode)) === 'OK'; }",
    "async function f(key, value) { return (await redis.setnx(key, value)) === 1; }",
    "async function f(key) { if (await redis.set(key, '1', 'PX', 9, 'NX')) await work(); await redis.del(other); }",
  ])('nothing for %s', code => {
    expect(faultsOf(code)).toEqual([]);
  });
});
