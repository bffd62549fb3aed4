import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const io = "import { Redis } from 'ioredis'; const redis = new Redis(); ";
const found = (code: string): readonly string[] => modelOf(io + code).blockingCommands.all.map(({ name, facts, isIndirect, behind }) => [name, facts.holds, ...(isIndirect ? ['indirect'] : []), ...(behind ? [behind.path] : [])].join(' '));

describe('commands that make others wait', () => {
  it('names who waits', () => {
    expect(found("redis.keys('*'); redis.hgetall('a');")).toEqual(['keys server', 'hgetall server']);
    expect(found("const take = () => redis.blpop('a', 0); const add = () => redis.lpush('a', '1');")).toEqual(['blpop connection Redis#lpush']);
  });

  it('reads names and scripts', () => {
    expect(found("redis.call('Keys', '*'); redis.eval(`redis.call('flushall')`, 0); redis.call(name);")).toEqual(['Keys server indirect', 'flushall server indirect']);
  });

  it('is silent where words cannot be seen', () => {
    expect(found('redis.flushall(mode); redis.flushdb(...modes); redis.xread(...streams);')).toEqual([]);
  });
});
