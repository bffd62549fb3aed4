import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/settings.js';

const read = (own: unknown): unknown => readSettings({ bulletproof: own });

describe('settings.bulletproof', () => {
  it('has defaults, and one object for one settings object', () => {
    expect(readSettings(undefined)).toEqual({ libraries: [], types: 'auto', project: false });
    const own = { types: 'none' };
    expect(read(own)).toBe(read(own));
  });

  it('has one object for equal settings objects that follow each other, as oxlint gives them, and another one for others', () => {
    const first = read({ types: 'none', libraries: [{ modules: ['a'], entries: {} }] });
    expect(read({ types: 'none', libraries: [{ modules: ['a'], entries: {} }] })).toBe(first);
    expect(read({ types: 'none', libraries: [{ modules: ['b'], entries: {} }] })).toMatchObject({ libraries: [{ modules: ['b'] }] });
    expect(() => read({ types: 'none', librarys: [] })).toThrow(TypeError);
  });

  it('reads an object again that was changed since', () => {
    const own = { types: 'auto' };
    read(own);
    own.types = 'none';
    expect(read({ types: 'auto' })).toMatchObject({ types: 'auto' });
    expect(read({ types: 'none' })).toMatchObject({ types: 'none' });
  });

  it.each([
    ['text', /settings\.bulletproof must be an object, but is "text"/],
    [{ librarys: [] }, /settings\.bulletproof\.librarys is not a setting\. Allowed: libraries, types, project\. Did you mean libraries\?/],
    [{ types: 'nome' }, /settings\.bulletproof\.types is "nome"\. Allowed: auto, services, native, none\. Did you mean none\?/],
    [{ project: 'tsconfig.json' }, /settings\.bulletproof\.project must be true, false or \{ tsconfig \}, but is "tsconfig\.json"/],
    [{ project: { tsconfg: 'tsconfig.json' } }, /settings\.bulletproof\.project must be true, false or \{ tsconfig \}/],
    [{ libraries: {} }, /settings\.bulletproof\.libraries must be an array, but is \{\}/],
    [{ libraries: [{ entries: {} }] }, /settings\.bulletproof\.libraries\[0\]\.modules must be given, but is missing/],
    [{ libraries: [{ modules: [], entries: {} }] }, /libraries\[0\]\.modules must hold at least 1 value/],
    [{ libraries: [{ modules: ['x'] }] }, /settings\.bulletproof\.libraries\[0\]\.entries must be given/],
    [{ libraries: [{ modules: ['x'], entries: { get: { role: 'http-reqest' } } }] }, /entries\["get"\]\.role is "http-reqest"\. Allowed: .* Did you mean http-request\?/],
    [{ libraries: [{ modules: ['x'], entries: { get: { role: 'http-request', wiat: {} } } }] }, /entries\["get"\]\.wiat is not a setting\. .* Did you mean wait\?/],
    [{ libraries: [{ modules: ['x'], entries: { get: { role: 'http-request', wait: { argument: 1, bounds: 'signal' } } } }] }, /wait\.bounds must be an array, but is "signal"/],
    [{ libraries: [{ modules: ['x'], entries: { get: { role: 'http-request', wait: { argument: 'second', bounds: [] } } } }] }, /wait\.argument must be an index, a list of indexes, or 'last', but is "second"/],
    [{ libraries: [{ modules: ['x'], entries: { on: { role: 'listen', callbacks: [{ argument: 1, awaited: false, runs: 'soon' }] } } }] }, /callbacks\[0\]\.runs is "soon"\. Allowed: now, later, request\./],
    [{ libraries: [{ modules: ['x'], entries: { open: { role: 'acquire', acquires: { releasedBy: ['close'] } } } }] }, /acquires\.what must be given/],
    [{ libraries: [{ modules: ['x'], entries: {}, types: { A: { evnts: [] } } }] }, /types\["A"\]\.evnts is not a setting\. .* Did you mean events\?/],
  ])('%j is refused with its path and what is allowed', (own, message) => {
    expect(() => read(own)).toThrow(TypeError);
    expect(() => read(own)).toThrow(message);
  });

  it('takes a library', () => {
    expect(read({ libraries: [{ modules: ['./http.js'], entries: { get: { role: 'http-request', promise: true, wait: { argument: 1, bounds: ['timeout'] }, example: '' } } }] })).toMatchObject({
      libraries: [{ modules: ['./http.js'], verified: 'your settings' }],
    });
  });
});
