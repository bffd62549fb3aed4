import { describe, expect, it } from 'vitest';
import { signalsInHand } from '../../../src/analysis/signals/signals-in-hand.js';
import { modelOf } from '../../model.js';

const handsOf = (code: string): string[] => [...signalsInHand(modelOf(code)).values()].flatMap(each => each.map(({ text }) => text));

function unforwarded(code: string): string[] {
  const file = modelOf(code);
  return file.signals.unforwarded.map(({ node }) => file.sourceCode.getText(node.callee));
}

describe('signals in hand', () => {
  it.each([
    ['function f(signal: AbortSignal) {}', ['signal']],
    ['function f(stop?: AbortSignal | null) {}', ['stop']],
    ['function f({ signal }: { signal?: AbortSignal }) {}', ['signal']],
    ['interface Options { abortSignal?: AbortSignal } const f = (options?: Options) => {}', ['options?.abortSignal']],
    ['function f(stop) { stop.throwIfAborted(); }', ['stop']],
    ['function f(stop) { stop.removeEventListener("abort", g); }', ['stop']],
    ['function f(options) { return fetch(url, { signal: options.signal }); }', ['options.signal']],
    ['function f(options) { const { signal } = options; if (signal.aborted) return; }', ['signal']],
    ['function f(a) { return AbortSignal.any([a, b]); }', ['a']],
    // Proof is missing, or speaks of something else.
    ['function f(signal) { return signal; }', []],
    ['function f(request) { if (request.aborted) return; }', []],
    ['function f(token: { aborted: boolean }) { return token.aborted; }', []],
    ['function f(signal: NodeJS.Signals) { stop(signal); }', []],
    ['class AbortSignal {} function f(signal: AbortSignal) {}', []],
    ['function f(_signal: AbortSignal) {}', []],
    ['function f(signal: AbortSignal) { signal = other; }', []],
    ['let signal: AbortSignal;', []],
  ])('%s', (code, expected) => expect(handsOf(code)).toEqual(expected));
});

describe('signals that are not forwarded', () => {
  it.each([
    ['async function f(signal: AbortSignal) { await fetch(url); }', ['fetch']],
    ['async function f(signal: AbortSignal) { await fetch(url, { signal }); }', []],
    ['async function f(url, signal: AbortSignal) { return (await fetch(url)).json(); }', ['fetch']],
    // The innermost function's own signal counts, and two are too many to choose from.
    ['async function f(signal: AbortSignal) { await run(async (stop: AbortSignal) => { await fetch(url); }); }', ['fetch']],
    ['async function f(signal: AbortSignal, other: AbortSignal) { await fetch(url); }', []],
    ['async function f(signal: AbortSignal) { emitter.on("x", async () => { await fetch(url); }); }', []],
  ])('%s', (code, expected) => expect(unforwarded(code)).toEqual(expected));

  it('is asked by call', () => {
    const file = modelOf('async function f(signal: AbortSignal) { await fetch(a); await fetch(b, { signal }); }');
    expect(file.calls.of('http-request').map(each => file.signals.isUnforwarded(each.node))).toEqual([true, false]);
  });

  it('counts calls beside a controller that nobody hears', () => {
    const file = modelOf('async function f() { const own = new AbortController(); later(() => own.abort()); await fetch(a); } async function g() { await fetch(b); }');
    expect(file.calls.of('http-request').map(each => file.signals.isUnforwarded(each.node))).toEqual([true, false]);
    expect(file.signals.unheard.map(({ name }) => name)).toEqual(['own']);
  });
});
