import { describe, expect, it } from 'vitest';
import { occasionOf } from '../../../src/analysis/timers/occasions.js';
import { TimerHandles } from '../../../src/analysis/timers/timer-handles.js';
import { modelOf } from '../../model.js';

function handleOf(code: string): unknown {
  const [timer] = new TimerHandles(modelOf(code)).all;
  if (!timer) return undefined;
  const { handle } = timer;
  return typeof handle === 'string' ? handle : { text: handle.text, clears: handle.clears.length, arms: handle.arms.length, forgets: handle.forgets.length, escapes: handle.escapes, isUnref: timer.isUnref };
}

const kept = (text: string, rest: object = {}): object => ({ text, clears: 0, arms: 1, forgets: 0, escapes: false, isUnref: false, ...rest });

describe('handles of timers', () => {
  it.each([
    ['setInterval(f, 1);', 'dropped'],
    ['setInterval(f, 1).unref();', 'dropped'],
    ['void setTimeout(f, 1);', 'dropped'],
    ['list.push(setInterval(f, 1));', 'elsewhere'],
    ['function g() { return setInterval(f, 1); }', 'elsewhere'],
    ['socket.timer = setInterval(f, 1);', 'elsewhere'],
    ['const t = setInterval(f, 1); clearInterval(t);', kept('t', { clears: 1 })],
    ['const t = setInterval(f, 1); t.unref();', kept('t', { isUnref: true })],
    ['const t = setTimeout(f, 1); t.close();', kept('t', { clears: 1 })],
    ['const t = setTimeout(f, 1); t[Symbol.dispose]();', kept('t', { clears: 1 })],
    ['const t = setInterval(f, 1); keep(t);', kept('t', { escapes: true })],
    ['export const t = setInterval(f, 1);', kept('t', { escapes: true })],
    ['let t = null; function a() { t = setInterval(f, 1); } function b() { if (t) t = null; }', kept('t', { forgets: 1 })],
    ['class A { a() { this.t = setInterval(f, 1); } b() { clearInterval(this.t); } }', kept('this.t', { clears: 1 })],
    ['class A { #t = setInterval(f, 1); b() { clearInterval(this.#t); } }', kept('this.#t', { clears: 1 })],
    ['function A() { var self = this; self.t = setInterval(f, 1); }', kept('self.t')],
    ['class A { a() { this.t = this.t || setInterval(f, 1); } }', kept('this.t')],
  ])('%s', (code, expected) => {
    expect(handleOf(code)).toEqual(expected);
  });
});

describe('occasions', () => {
  const unitOf = (code: string): string | undefined => {
    const file = modelOf(code);
    const [timer] = new TimerHandles(file).all;
    return timer && occasionOf(timer.node, file)?.unit;
  };

  it.each([
    ['setInterval(f, 1);', undefined],
    ['export function start() { setInterval(f, 1); }', undefined],
    ["import express from 'express'; express().get('/', (req, res) => { setInterval(f, 1); });", 'request'],
    ["import express from 'express'; let on; express().get('/', (req, res) => { if (on) return; on = true; setInterval(f, 1); });", undefined],
    ["import { WebSocketServer } from 'ws'; new WebSocketServer({}).on('connection', ws => { setInterval(f, 1); });", 'connection'],
    ["import { Worker } from 'bullmq'; new Worker('q', async job => { setInterval(f, 1); });", 'message'],
  ])('%s', (code, expected) => {
    expect(unitOf(code)).toBe(expected);
  });
});
