import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model.js';

const found = (code: string): readonly string[] =>
  modelOf(code).fanOuts.all.map(({ call, list, leaves }) => `${call.path} ${list?.type === 'Identifier' ? list.name : (list?.type ?? 'queue')} ${leaves ? 'leaves' : 'unseen'}`);

describe('work that a list starts all at once', () => {
  it('tells work that leaves the process from work that is not seen', () => {
    expect(found('const f = (ids: string[]) => Promise.all(ids.map(id => fetch(id)));')).toEqual(['Promise.all ids leaves']);
    expect(found('const f = (ids: string[]) => Promise.all(ids.map(id => store.load2(id)));')).toEqual(['Promise.all ids unseen']);
    expect(found('const f = (ids: string[]) => Promise.all(ids.map(async id => id + 1));')).toEqual([]);
  });

  it('looks through functions that call each other, and ends', () => {
    expect(found('async function a(x) { await b(x); } async function b(x) { await a(x); await fetch(x); } const f = (xs: string[]) => Promise.all(xs.map(a));')).toEqual(['Promise.all xs leaves']);
  });

  it('takes a wrapper that is handed the work for a limiter', () => {
    expect(found('const inTurn = async work => work(); const f = (xs: string[]) => Promise.all(xs.map(x => inTurn(() => fetch(x))));')).toEqual([]);
  });

  it('finds queues without a limit', () => {
    expect(found("import PQueue from 'p-queue'; new PQueue(); new PQueue({ concurrency: 1 }); new PQueue(options);")).toEqual(['default queue leaves']);
  });
});
