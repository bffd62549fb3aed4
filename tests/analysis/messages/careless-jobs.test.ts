import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

function lacksIn(code: string): readonly string[] {
  return modelOf(`import { Queue } from 'bullmq'; ${code}`).carelessJobs.map(each => each.lacks);
}

describe('jobs', () => {
  it.each([
    ['nothing said', `const queue = new Queue('a'); queue.add('b', data);`, ['attempts', 'removal']],
    ['said by the queue', `const queue = new Queue('a', { defaultJobOptions: { attempts: 3, removeOnComplete: true } }); queue.add('b', data);`, []],
    ['said by what cannot be seen', `const queue = new Queue('a', options); queue.add('b', data);`, []],
    ['a queue that cannot be seen', `export const add = (queue: Queue) => queue.add('b', data);`, []],
    ['each of a list', `const queue = new Queue('a'); queue.addBulk([{ name: 'b', data, opts: { attempts: 2 } }]);`, ['removal']],
    ['repeated', `const queue = new Queue('a'); queue.add('b', data, { repeat: { every: 1 }, removeOnComplete: 1 });`, []],
  ])('%s', (_, code, lacks) => {
    expect(lacksIn(code)).toEqual(lacks);
  });
});
