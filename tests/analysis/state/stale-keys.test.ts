import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const found = (body: string, name = 'go'): readonly string[] => modelOf(`import { Redis } from 'ioredis'; const redis = new Redis(); export async function ${name}(k, max) { ${body} }`).staleStores.all.map(each => `${each.kind} ${each.what}`);

describe('stale keys', () => {
  it('tells values that are changed and stored', () => {
    expect(found("const list = JSON.parse(await redis.get(k)); list.push(max); await redis.set(k, JSON.stringify(list));")).toEqual(['key k']);
    expect(found("const n = Number(await redis.hget(k, 'n')); await redis.hset(k, 'n', n + 1);")).toEqual(['key k']);
    expect(found("const n = Number(await redis.hget(k, 'n')); await redis.hset(k, 'm', n + 1);")).toEqual([]);
  });

  it('tells limits by their side', () => {
    expect(found("const n = Number(await redis.get(k)); if (n >= max) throw new Error('no'); await redis.incr(k);")).toEqual(['limit k']);
    expect(found("if (Number(await redis.get(k)) < max) await redis.incr(k);")).toEqual(['limit k']);
    expect(found("const n = Number(await redis.get(k)); if (n < 1) throw new Error('no'); await redis.decr(k);")).toEqual(['limit k']);
    expect(found("const n = Number(await redis.get(k)); if (n < 1) throw new Error('no'); await redis.incr(k);")).toEqual([]);
    expect(found("const n = await redis.incr(k); if (n > max) throw new Error('no');")).toEqual([]);
  });

  it('tells marks that two set', () => {
    expect(found("if (await redis.exists(k)) return; await send(k); await redis.set(k, '1');")).toEqual(['claimed k']);
    expect(found("if (await redis.get(k)) return; await redis.setex(k, 60, 'done');")).toEqual(['claimed k']);
    expect(found("if (await redis.get(k)) return; await redis.set(k, '1', 'NX');")).toEqual([]);
    expect(found('if (await redis.get(k)) return; await redis.set(k, await load(k));')).toEqual([]);
    expect(found("if (await redis.get(k)) return; await redis.set(max, '1');")).toEqual([]);
    expect(found("if (await redis.get(k)) await redis.set(k, '1');")).toEqual([]);
    expect(found("if (await redis.get(k)) return; await redis.set(k, '1');", 'withLock')).toEqual([]);
  });
});
