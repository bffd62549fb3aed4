import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, functionsAround, isFunction, isInside, lastName, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { LISTENING } from '../emitters/listening.js';
import type { FileModel } from '../file-model.js';
import { callbackOf, harmOf, type Harm } from './timer-callbacks.js';
import type { Timer } from './timer-handles.js';

/** A timer that watches work done by events, and that an end of the work leaves running. */
export interface LeftWatchdog {
  /** `rearmed`: only the next event clears it, and the last one has none; `event`: an event that ends the work does not clear it. */
  readonly kind: 'rearmed' | 'event';
  readonly node: Node;
  /** The event whose listener does not clear it. */
  readonly event: string;
  readonly harm: Harm;
}

const ENDINGS = new Set(['end', 'finish', 'exit', 'close', 'disconnect']);
/** It comes last, whatever came before. */
export const LAST: ReadonlySet<string> = new Set(['close', 'disconnect']);

export function leftWatchdog(timer: Timer, file: FileModel): LeftWatchdog | undefined {
  const { handle, node, repeats } = timer;
  if (repeats || typeof handle !== 'object' || !handle.variable || handle.escapes || handle.clears.length === 0) return undefined;
  const harm = harmOf(node, file);
  const home = enclosingFunction(handle.variable.identifiers[0]!);
  // One of the module watches the process.
  if (!harm || harm === 'ends the process' || !home) return undefined;
  const callback = callbackOf(node, file);
  const clears = handle.clears.filter(each => !callback || !isInside(each, callback));
  return rearmedOnly(node, home, clears, harm, file) ?? endedWithout(node, home, clears, harm, file);
}

/** `clearTimeout(t); t = setTimeout(() => stream.destroy(new Error(…)), ms)` for each chunk, and nothing at the end. */
function rearmedOnly(node: TSESTree.CallExpression, home: FunctionNode, clears: readonly Node[], harm: Harm, file: FileModel): LeftWatchdog | undefined {
  const arming = enclosingFunction(node);
  if (!arming || arming === home || clears.length === 0 || clears.some(each => enclosingFunction(each) !== arming || each.range[0] > node.range[0])) return undefined;
  if (!failsLater(node, file)) return undefined;
  const listener = file.index.within(home, 'CallExpression').find(call => isListening(call) && listenerOf(call, file) === arming);
  return listener && { kind: 'rearmed', node, event: eventOf(listener) ?? 'data', harm };
}

/** Whether the callback makes an error: what only ends something idle may well run last. */
function failsLater(node: TSESTree.CallExpression, file: FileModel): boolean {
  const callback = callbackOf(node, file);
  return callback !== undefined && file.index.within(callback, 'NewExpression').some(each => /Error|Exception/.test(lastName(each.callee) ?? ''));
}

/** Cleared when the work fails, or when it goes well, but not when it ends the other way. */
function endedWithout(node: TSESTree.CallExpression, home: FunctionNode, clears: readonly Node[], harm: Harm, file: FileModel): LeftWatchdog | undefined {
  if (enclosingFunction(node) !== home) return undefined;
  const byEmitter = new Map<string, { event: string; call: Node; clears: boolean }[]>();
  for (const call of file.index.within(home, 'CallExpression')) {
    if (!isListening(call) || call.callee.type !== 'MemberExpression') continue;
    const event = eventOf(call);
    const listener = listenerOf(call, file);
    if (event === undefined) continue;
    // A listener that cannot be seen may clear it.
    const clearsIt = !listener || clears.some(each => isInside(each, listener)) || callsOneOf(listener, clears, file);
    const emitter = rootText(call.callee.object, file);
    byEmitter.set(emitter, [...(byEmitter.get(emitter) ?? []), { event, call, clears: clearsIt }]);
  }
  const clearing = clears.flatMap(each => functionsAround(each));
  for (const listeners of byEmitter.values()) {
    const isCleared = (event: string): boolean => listeners.some(each => each.event === event && each.clears);
    if (!listeners.some(each => each.clears) || [...LAST].some(isCleared)) continue;
    // Somebody else who clears it may be told of the end, too.
    if (clears.some(each => !functionsAround(each).some(fn => listeners.some(({ call }) => isInside(fn, call) || listenerOf(call as TSESTree.CallExpression, file) === fn)))) continue;
    const left = listeners.find(({ event, clears: clearsIt }) => !clearsIt && !isCleared(event) && (event === 'error' ? [...ENDINGS].some(isCleared) : ENDINGS.has(event) && isCleared('error')));
    if (left && clearing.length > 0) return { kind: 'event', node, event: left.event, harm };
  }
  return undefined;
}

export function isListening(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  return callee.type === 'MemberExpression' && LISTENING.has(staticName(callee) ?? '') && call.arguments.length >= 2;
}

export function eventOf(call: TSESTree.CallExpression): string | undefined {
  const [event] = call.arguments;
  return event?.type === 'Literal' && typeof event.value === 'string' ? event.value : undefined;
}

function listenerOf(call: TSESTree.CallExpression, file: FileModel): FunctionNode | undefined {
  const listener = call.arguments[1];
  const fn = listener && listener.type !== 'SpreadElement' ? file.origins.functionOf(listener) : undefined;
  return isFunction(fn) ? fn : undefined;
}

function callsOneOf(fn: FunctionNode, clears: readonly Node[], file: FileModel): boolean {
  return file.index.within(fn, 'CallExpression').some(call => {
    const called = file.origins.functionOf(call.callee);
    return called !== undefined && clears.some(each => isInside(each, called));
  });
}

/** The emitter of a chain of listeners, as it stands in the source. */
function rootText(object: Node, file: FileModel): string {
  let current = unwrap(object);
  while (current.type === 'CallExpression' && isListening(current) && current.callee.type === 'MemberExpression') current = unwrap(current.callee.object);
  return file.sourceCode.getText(current);
}
