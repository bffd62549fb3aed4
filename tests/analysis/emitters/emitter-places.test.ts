import { describe, expect, it } from 'vitest';
import { EmitterPlaces } from '../../../src/analysis/emitters/emitter-places.js';
import { modelOf } from '../../model.js';

function placeOf(code: string) {
  const file = modelOf(code);
  const call = file.index.all('CallExpression').find(each => each.callee.type === 'MemberExpression' && each.callee.property.type === 'Identifier' && each.callee.property.name === 'on' && each.arguments[0]?.type === 'Literal' && each.arguments[0].value === 'x')!;
  const places = new EmitterPlaces(file);
  const place = call.callee.type === 'MemberExpression' ? places.of(call.callee.object) : undefined;
  return { file, places, place };
}

describe('EmitterPlaces', () => {
  it.each([
    ["process.on('x', f);", 'process', ['process']],
    ["const bus = make(); bus.on('x', f);", 'bus', []],
    ["class A { run() { this.deps.bus.on('x', f); } }", 'bus', ['deps', 'bus']],
    ["class A { run() { const { bus } = this; bus.on('x', f); } }", 'bus', ['bus']],
    ["class A { run() { const own = this.bus; own?.on('x', f); } }", 'bus', ['bus']],
    ["import { EventEmitter } from 'node:events'; const bus = new EventEmitter(); bus.on('y', f).on('x', f);", 'bus', []],
  ])('%s', (code, name, path) => {
    const { place } = placeOf(code);
    expect(place?.name).toBe(name);
    expect(place?.path).toEqual(path);
  });

  it.each(["make().on('x', f);", "all[i].on('x', f);"])('no place for %s', code => {
    expect(placeOf(code).place).toBeUndefined();
  });

  it('knows what belongs to a function', () => {
    for (const [code, isOwn] of [
      ["function f() { const bus = make(); bus.on('x', g); }", true],
      ["function f(bus) { bus.on('x', g); }", true],
      ["const bus = make(); function f() { bus.on('x', g); }", false],
      ["let bus; function f() { bus = make(); bus.on('x', g); }", true],
      ["class A { f() { this.bus.on('x', g); } }", false],
      ["class A { f() { this.bus = make(); this.bus.on('x', g); } }", true],
      ["function f() { process.on('x', g); }", false],
    ] as const) {
      const { file, places, place } = placeOf(code);
      expect(places.isOf(place!, file.index.functions[0]!), code).toBe(isOwn);
    }
  });

  it('sees removals, by name, of the same event', () => {
    const { places, place } = placeOf("const bus = make(); bus.on('x', f); other.bus.off('x', f); bus.off('y', f);");
    expect(places.isRemoved(place!, 'x')).toBe(true);
    expect(places.isRemoved(place!, 'y')).toBe(true);
    expect(places.isRemoved(place!, 'z')).toBe(false);
    expect(places.isRemoved(place!, undefined)).toBe(true);
  });
});
