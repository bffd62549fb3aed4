import { enclosingFunction, functionsAround, isFunction, isInside, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { occasionOf, type Occasion } from './occasions.js';
import { callbackOf, executorAround } from './timer-callbacks.js';
import type { HandlePlace, Timer } from './timer-handles.js';
import { eventOf, isListening, LAST } from './watchdogs.js';

/** Whether nothing ever clears a timer, as far as its handle can be followed. */
export function isNeverCleared({ node, handle }: Timer, file: FileModel): boolean {
  if (handle === 'elsewhere') return false;
  if (handle !== 'dropped') return handle.clears.length === 0 && !handle.escapes;
  // `clearInterval(this)`: in a function of its own, `this` is the timer.
  const callback = callbackOf(node, file);
  if (!callback) return node.arguments[0]?.type !== 'SpreadElement' && isFunctionLike(node.arguments[0]);
  return callback.type === 'ArrowFunctionExpression' || !file.index.within(callback, 'CallExpression').some(each => each.arguments[0]?.type === 'ThisExpression');
}

function isFunctionLike(node: Node | undefined): boolean {
  return node !== undefined && (isFunction(node) || node.type === 'Identifier' || node.type === 'MemberExpression' || node.type === 'CallExpression');
}

/** An interval that is started for each request or connection, and that nothing ends. */
export function occasionWithoutEnd(timer: Timer, file: FileModel): Occasion | undefined {
  const occasion = timer.repeats && isNeverCleared(timer, file) ? occasionOf(timer.node, file) : undefined;
  // A handle that outlives the occasion is overwritten by the next one: that is told of the place that is overwritten.
  return occasion && typeof timer.handle === 'object' && !isOf(timer.handle, occasion.fn) ? undefined : occasion;
}

function isOf({ variable }: HandlePlace, fn: FunctionNode): boolean {
  return variable?.defs.every(each => isInside(each.name, fn)) === true;
}

/** The way by which a promise is settled without ending the interval that was started for it. */
export function settlesWithout(timer: Timer, file: FileModel): Node | undefined {
  const { handle, repeats, node } = timer;
  if (!repeats || handle === 'elsewhere' || (typeof handle === 'object' && (handle.escapes || !handle.variable))) return undefined;
  const around = executorAround(node, file);
  if (!around || (typeof handle === 'object' && !isOf(handle, around.executor))) return undefined;
  const clears = typeof handle === 'object' ? handle.clears : [];
  if (clears.length === 0 && !isNeverCleared(timer, file)) return undefined;
  for (const settler of around.settlers) {
    for (const { identifier } of settler.references) {
      const fn = enclosingFunction(identifier);
      const call = wrapped(identifier).parent;
      // Handed to somebody else: what else is done then cannot be seen.
      if (!fn || call?.type !== 'CallExpression' || call.callee !== wrapped(identifier)) continue;
      // Before the interval is started there is nothing to clear.
      if (fn === around.executor && call.range[0] < node.range[0]) continue;
      if (fn === around.executor || clears.some(each => isInside(each, fn)) ? leaves(fn, call, clears, file) : !callsClearing(fn, clears, file)) return call;
    }
  }
  return undefined;
}

/** Whether a function that does clear the interval has a way through a call that does not. */
function leaves(fn: FunctionNode, call: Node, clears: readonly Node[], file: FileModel): boolean {
  const own = clears.filter(each => enclosingFunction(each) === fn);
  // Cleared in a function inside: when that runs cannot be seen here.
  if (own.length === 0) return false;
  const guards = new Set<Node>(own);
  // `if (timer) clearInterval(timer)` clears it wherever there is one.
  for (const each of own) for (let at: Node | undefined = each; at && at !== fn; at = at.parent) if (at.parent?.type === 'IfStatement' && at.parent.consequent === at && file.index.within(at.parent.test, 'CallExpression').length === 0) guards.add(at.parent.test);
  const isGuard = (each: Node): boolean => guards.has(each);
  const flow = file.flow(fn);
  return !flow.alwaysBefore(call, isGuard) && flow.exitsWithout(call, isGuard, { kinds: ['return'] }).length > 0;
}

/** Whether a function calls one in view that clears the interval. */
function callsClearing(fn: FunctionNode, clears: readonly Node[], file: FileModel): boolean {
  return file.index.within(fn, 'CallExpression').some(each => {
    const called = file.origins.functionOf(each.callee);
    return called !== undefined && clears.some(clear => isInside(clear, called));
  });
}

/** A timer that limits a promise, and that nothing clears when the promise is settled by something else. */
export function isUnclearedLimit(timer: Timer, file: FileModel): boolean {
  const { node, repeats, isUnref } = timer;
  if (repeats || isUnref || !isNeverCleared(timer, file) || isBrief(node.arguments[1], file)) return false;
  const around = executorAround(node, file);
  const callback = around && callbackOf(node, file);
  if (!around || (typeof timer.handle === 'object' && !isOf(timer.handle, around.executor)) || endsNext(around.executor, file)) return false;
  const [first] = node.arguments;
  const uses = around.settlers.flatMap(each => each.references.map(reference => reference.identifier));
  const isInTimer = (each: Node): boolean => (callback ? isInside(each, callback) : first !== undefined && isInside(each, first));
  // What settles it besides comes from an event: not at once, and not when the timer has run.
  return uses.some(isInTimer) && uses.some(each => !isInTimer(each) && (enclosingFunction(each) !== around.executor || isHandedOn(each)));
}

/** `socket.once('error', reject)` beside a listener that clears the limit and settles: the error settles, and clears nothing. */
export function isLeftBySettler(timer: Timer, file: FileModel): boolean {
  const { node, repeats, isUnref, handle } = timer;
  if (repeats || isUnref || typeof handle !== 'object' || handle.escapes || handle.clears.length === 0 || isBrief(node.arguments[1], file)) return false;
  const around = executorAround(node, file);
  if (!around || !isOf(handle, around.executor) || handle.clears.some(each => !isInside(each, around.executor)) || endsNext(around.executor, file)) return false;
  const uses = around.settlers.flatMap(each => each.references.map(reference => reference.identifier));
  return uses.some(use => {
    const call = wrapped(use).parent;
    if (call?.type !== 'CallExpression' || call.arguments[1] !== use || !isListening(call) || file.calls.at(call)?.entry.role !== 'listen') return false;
    // Another listener of the same emitter may clear it, whatever its event.
    const others = file.index.within(around.executor, 'CallExpression').filter(each => each !== call && isListening(each) && (eventOf(each) === eventOf(call) || LAST.has(eventOf(each) ?? '')));
    return !others.some(each => handle.clears.some(clear => isInside(clear, each)) || !isFunction(each.arguments[1]));
  });
}

/** Where the process ends next, no timer holds it up. */
function endsNext(executor: FunctionNode, file: FileModel): boolean {
  const [owner] = functionsAround(executor);
  return file.calls.of('exit').some(({ node }) => node.range[0] > executor.range[1] && (!owner || isInside(node, owner)));
}

/** Below this, a timer that is left behind is gone before it counts. */
const BRIEF = 5_000;

function isBrief(delay: Node | undefined, file: FileModel): boolean {
  const value = delay && file.options.valueOf(delay)?.value;
  return delay === undefined || (typeof value === 'number' && value < BRIEF);
}

function isHandedOn(name: Node): boolean {
  const { parent } = wrapped(name);
  return parent?.type === 'CallExpression' && parent.callee !== wrapped(name);
}
