import type { EffectFacts, RepeatFacts } from '../../catalog/schema.js';
import { isFunction, isInside, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { isForDevelopment } from '../flow/development.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

/** A job that a timer of this process starts, so that each instance runs it. */
export interface InstanceJob {
  readonly call: LibraryCall;
  /** What it does that must be done once. */
  readonly effect: LibraryCall;
  readonly facts: EffectFacts;
}

/** Words by which one instance is chosen, or rows are taken by one only. Silence needs no proof. */
const CHOOSES = /lock|leader|mutex|elect|claim|skip locked|for update|once|singleton|primary|is_?master|instance|replica|setnx|\bnx\b|process\.env/i;
const MAX_DEPTH = 3;

/** In source order. */
export function instanceJobs(file: FileModel): readonly InstanceJob[] {
  if (file.calls.having('effect').length === 0) return [];
  const isServer = file.calls.having('listens').length > 0 || file.calls.of('web-app').length > 0;
  return file.calls.having('repeats').flatMap(call => {
    // A scheduler is there for work; an interval may be of a program that runs once.
    if ((call.library === 'global' || call.library === 'node:timers') && !isServer) return [];
    const work = workOf(call, call.entry.repeats!, file);
    const effect = work && effectOf(work, file, 0);
    return effect && !isChosen(call.node, file) && !isForDevelopment(call.node, file) ? [{ call, effect, facts: effect.entry.effect! }] : [];
  });
}

function workOf({ node, entry }: LibraryCall, { decorates }: RepeatFacts, file: FileModel): FunctionNode | undefined {
  if (decorates) {
    const method = node.parent.type === 'Decorator' ? node.parent.parent : undefined;
    return method?.type === 'MethodDefinition' && isFunction(method.value) ? method.value : undefined;
  }
  for (const { argument, option } of entry.callbacks ?? []) {
    for (const place of argument === 'any' ? node.arguments : node.arguments.slice(argument, argument === -1 ? undefined : argument + 1)) {
      const given = option === undefined ? undefined : file.options.at(place, option);
      const value: Node | undefined = option === undefined ? place : given?.state === 'present' ? given.value : undefined;
      const fn = value && file.origins.functionOf(value);
      if (fn) return fn;
    }
  }
  return undefined;
}

/** Whether words around a timer, up to the function that sets it, say that not every instance does. */
function isChosen(timer: Node, file: FileModel): boolean {
  for (let parent = timer.parent; parent; parent = parent.parent) {
    if (parent.type === 'IfStatement' && CHOOSES.test(file.sourceCode.getText(parent.test))) return true;
  }
  return false;
}

/** The first call in a function, or in those of the file that it calls, that does what must be done once; undefined where somebody may choose who does. */
function effectOf(fn: FunctionNode, file: FileModel, depth: number): LibraryCall | undefined {
  if (depth > MAX_DEPTH || CHOOSES.test(file.sourceCode.getText(fn))) return undefined;
  for (const node of file.index.within(fn, 'CallExpression')) {
    if (!isInside(node, fn)) continue;
    const call = file.calls.at(node);
    if (call?.entry.effect && !isKeyed(call, call.entry.effect, file)) return call;
    const called = call ? undefined : file.origins.functionOf(node.callee);
    const effect = called && !isInside(called, fn) ? effectOf(called, file, depth + 1) : undefined;
    if (effect) return effect;
  }
  return undefined;
}

function isKeyed({ node }: LibraryCall, { unless }: EffectFacts, file: FileModel): boolean {
  return node.arguments.some(each => each.type === 'SpreadElement' || unless.some(key => file.options.at(each, key).state !== 'absent'));
}
