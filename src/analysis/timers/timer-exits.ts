import { isFunction, isInside, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import { harmOf, callbackOf, type Harm } from './timer-callbacks.js';
import type { HandlePlace, Timer } from './timer-handles.js';

/** A way out of a function on which the timer that it clears on other ways goes on. */
export interface TimerExit {
  readonly kind: 'throw' | 'return';
  readonly node: Node;
  /** What a timer that runs once then does. */
  readonly harm: Harm | undefined;
  readonly clears: readonly Node[];
}

/** Below this, a timer that is left behind is gone before it counts. */
const SHORT = 1_000;

export function exitOf(timer: Timer, file: FileModel): TimerExit | undefined {
  const { node, handle, repeats } = timer;
  const owner = ownerOf(node);
  if (typeof handle !== 'object' || !isFunction(owner) || owner.generator || handle.escapes || !handle.variable) return undefined;
  if (!handle.variable.defs.every(each => isInside(each.name, owner)) || handle.arms.length > 1) return undefined;
  const harm = repeats ? undefined : harmOf(node, file);
  // One that ends the process is there for work that does not end, or not well.
  if (!repeats && (!harm || harm === 'ends the process' || timer.isUnref || isShort(node.arguments[1], file))) return undefined;
  const callback = callbackOf(node, file);
  // That it clears itself when it runs is no clean-up.
  const clears = handle.clears.filter(each => !callback || !isInside(each, callback));
  if (clears.length === 0) return undefined;
  const chain = successOf(clears, owner);
  if (chain) return { kind: 'throw', node: chain, harm, clears };
  if (clears.some(each => ownerOf(each) !== owner)) return undefined;
  const tests = testsOf(handle, clears, owner);
  const passes = (each: Node): boolean => clears.includes(each) || tests.has(each) || (each.type === 'ChainExpression' && clears.includes(each.expression));
  const exits = file.flow(owner).exitsWithout(node, passes, { kinds: ['return', 'throw'], ignoreThrowOf: each => !mayFail(each, file) });
  const left = exits.find(each => each.kind === 'return' || each.kind === 'end') ?? exits[0];
  return left && { kind: left.kind === 'throw' ? 'throw' : 'return', node: left.node ?? owner, harm, clears };
}

/** The call that is waited for, where all that clears the timer stands in the callback of a `then` that a rejection passes by. */
function successOf(clears: readonly Node[], owner: FunctionNode): Node | undefined {
  const [fn, ...more] = [...new Set(clears.map(each => ownerOf(each)))];
  const then = fn?.parent;
  const callee = then?.type === 'CallExpression' && then.arguments.length === 1 && then.arguments[0] === fn ? unwrap(then.callee) : undefined;
  if (more.length > 0 || !then || ownerOf(then) !== owner || callee?.type !== 'MemberExpression' || staticName(callee) !== 'then') return undefined;
  // Behind a handler, it runs in both cases.
  for (let link = unwrap(callee.object); link.type === 'CallExpression'; ) {
    const inner = unwrap(link.callee);
    if (inner.type !== 'MemberExpression') break;
    if (staticName(inner) === 'catch' || (staticName(inner) === 'then' && link.arguments.length > 1)) return undefined;
    link = unwrap(inner.object);
  }
  return callee.object;
}

function isShort(delay: Node | undefined, file: FileModel): boolean {
  const value = delay && file.options.valueOf(delay)?.value;
  return typeof value === 'number' && value < SHORT;
}

/** `if (timer) clearTimeout(timer)` clears it wherever it is set. */
function testsOf({ looks }: HandlePlace, clears: readonly Node[], owner: FunctionNode): ReadonlySet<Node> {
  const tests = new Set<Node>();
  for (const clear of clears) {
    for (let at: Node | undefined = clear; at && at !== owner; at = at.parent) {
      const parent: Node | undefined = at.parent;
      const test = parent?.type === 'IfStatement' && parent.consequent === at ? parent.test : parent?.type === 'LogicalExpression' && parent.right === at ? parent.left : undefined;
      for (const look of test ? looks.filter(each => isInside(each, test)) : []) tests.add(look);
    }
  }
  return tests;
}

function mayFail(node: Node, file: FileModel): boolean {
  if (node.type === 'ForOfStatement') return node.await;
  if (node.type !== 'AwaitExpression') return false;
  const { promises } = file;
  return promises.isPromise(node.argument) !== false && promises.rejections.mayReject(node.argument) !== false && file.calls.at(unwrap(node.argument))?.entry.role !== 'sleep';
}
