import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/settings.js';

const read = (own: unknown): unknown => readSettings({ bulletproof: own });

describe('settings.bulletproof', () => {
  it('has defaults, and one object for one settings object', () => {
    expect(readSettings(undefined)).toEqual({ libraries: [], types: 'auto' });
    const own = { types: 'none' };
    expect(read(own)).toBe(read(own));
  });

  it.each([
    ['text', /settings\.bulletproof must be an object, but is "text"/],
    [{ librarys: [] }, /settings\.bulletproof\.librarys is not a setting\. Allowed: libraries, types\. Did you mean libraries\?/],
    [{ types: 'servces' }, /settings\.bulletproof\.types is "servces"\. Allowed: auto, none\./],
    [{ libraries: {} }, /settings\.bulletproof\.libraries must be an array, but is \{\}/],
    [{ libraries: [{ entries: {} }] }, /settings\.bulletproof\.libraries\[0\]\.modules must list at least one module specifier/],
    [{ libraries: [{ modules: ['x'] }] }, /settings\.bulletproof\.libraries\[0\]\.entries must be an object/],
    [{ libraries: [{ modules: ['x'], entries: { get: { role: 'http-reqest' } } }] }, /entries\["get"\]\.role is "http-reqest"\. Allowed: .* Did you mean http-request\?/],
    [{ libraries: [{ modules: ['x'], entries: { get: { role: 'http-request', wiat: {} } } }] }, /entries\["get"\]\.wiat is not a setting\. .* Did you mean wait\?/],
    [{ libraries: [{ modules: ['x'], entries: { get: { role: 'http-request', wait: { bounds: 'signal' } } } }] }, /wait\.bounds must be an array, but is "signal"/],
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
