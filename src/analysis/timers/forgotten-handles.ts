import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, enclosingFunction, functionsAround, isFunction, isInside, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { occasionOf, type Occasion } from './occasions.js';
import type { HandlePlace, Timer } from './timer-handles.js';

/** The handle of an interval is set to nothing, by a function that does not clear it. */
export function forgotten(timers: readonly Timer[], file: FileModel): readonly { readonly node: TSESTree.AssignmentExpression; readonly place: HandlePlace; readonly timer: Timer }[] {
  const found = new Map<Node, { node: TSESTree.AssignmentExpression; place: HandlePlace; timer: Timer }>();
  for (const timer of timers) {
    const { handle, repeats } = timer;
    if (!repeats || typeof handle !== 'object' || handle.escapes) continue;
    // A place that also keeps timers that run once may hold one that has run.
    if (timers.some(each => each.handle === handle && !each.repeats) || handle.arms.length > timers.filter(each => each.handle === handle).length) continue;
    for (const node of handle.forgets) {
      const fn = enclosingFunction(node);
      if (fn && !found.has(node) && isOfSameObject(node, timer.node, handle) && !isCleared(fn, node, handle, file)) found.set(node, { node, place: handle, timer });
    }
  }
  return [...found.values()];
}

function isOfSameObject(node: Node, timer: Node, { field }: HandlePlace): boolean {
  return field === undefined || classOfThis(node)?.node === classOfThis(timer)?.node;
}

/** Whether the function clears it, or what it calls does, or who calls it; or whether it runs before there is a timer. */
function isCleared(fn: FunctionNode, node: Node, { clears, looks, field }: HandlePlace, file: FileModel): boolean {
  if (fn.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor') return true;
  const around = functionsAround(node);
  if (around.some(each => clears.some(clear => isInside(clear, each)))) return true;
  // `if (this.timer) return;` before it, and the like: there is none.
  if (looks.some(each => enclosingFunction(each) === fn)) return true;
  const { index, origins } = file;
  const clearing = clears.flatMap(each => functionsAround(each));
  if (index.within(fn, 'CallExpression').some(each => clearing.includes(origins.functionOf(each.callee) as FunctionNode))) return true;
  // A method that its object calls only after it has cleared it.
  return clearing.some(each => index.within(each, 'CallExpression').some(call => origins.functionOf(call.callee) === fn)) || (field === undefined && !isFunction(around[0]));
}

/** An interval for each request or connection, kept in a place that all of them share: each replaces the handle of the one before. */
export function overwritten(timer: Timer, file: FileModel): Occasion | undefined {
  const { handle, node, repeats } = timer;
  if (!repeats || typeof handle !== 'object' || handle.escapes) return undefined;
  const occasion = occasionOf(node, file);
  if (!occasion || handle.variable?.defs.some(each => isInside(each.name, occasion.fn))) return undefined;
  const fn = enclosingFunction(node)!;
  const isSeen = (each: Node): boolean => enclosingFunction(each) === fn && each.range[0] < node.range[0];
  // A field of an object that is made for each of them is no shared place.
  if (handle.field !== undefined && !(classOfThis(node) && isInside(occasion.fn, classOfThis(node)!.node))) return undefined;
  return handle.clears.some(isSeen) || handle.looks.some(isSeen) || file.index.within(occasion.fn, 'CallExpression').some(call => {
    const called = call.range[0] < node.range[0] ? file.origins.functionOf(call.callee) : undefined;
    return called !== undefined && handle.clears.some(clear => isInside(clear, called));
  }) ? undefined : occasion;
}
