import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';

/** A timer that goes on after the race in which it is the limit. */
export interface RaceTimer {
  /** The call that sets it, or that gives the promise of it. */
  readonly node: TSESTree.CallExpression;
  /**
   * `never`: nothing clears it; `path`: a path on which the function returns does not;
   * `throw`: it is not cleared where the race rejects; `sleep`: a timer of `timers/promises` without a signal.
   */
  readonly kind: 'never' | 'path' | 'throw' | 'sleep';
  readonly race: TSESTree.CallExpression;
}

/** Below this, a timer that is left behind is gone before it counts. */
const SHORT = 1_000;

/** The promise of a timer: what sets it, and where. */
interface Limit {
  readonly timer: TSESTree.CallExpression;
  /** Where the promise of it is made in the function of the race. */
  readonly made: TSESTree.CallExpression | TSESTree.NewExpression;
  readonly isSleep: boolean;
  /** It is set in a function that is called for it: nobody outside has its handle. */
  readonly isRemote: boolean;
}

/** Timers that limit a race and outlive it. Three-valued: handles that go out of sight are cleared by somebody. */
export function raceTimers(file: FileModel): readonly RaceTimer[] {
  const found: RaceTimer[] = [];
  for (const { node: race, path } of file.calls.of('promise-combine')) {
    if (path !== 'Promise.race' || race.type !== 'CallExpression' || !race.arguments[0]) continue;
    const list = file.origins.expressionOf(race.arguments[0]);
    // Where the process ends next, no timer holds it up.
    if (list?.type !== 'ArrayExpression' || list.elements.length < 2 || endsNext(race, file)) continue;
    for (const element of list.elements) {
      const limit = element && element.type !== 'SpreadElement' ? limitIn(element, file) : undefined;
      if (!limit || isShort(limit, file)) continue;
      const kind = limit.isSleep ? 'sleep' : limit.isRemote ? (isLetGo(limit.timer, file) ? 'never' : undefined) : leftOf(limit, race, file);
      const node = limit.isRemote && limit.made.type === 'CallExpression' ? limit.made : limit.timer;
      // One timer may limit several races.
      if (kind && !found.some(each => each.node === node)) found.push({ node, kind, race });
    }
  }
  return found;
}

/** The timer behind an element of a race. */
function limitIn(element: Node, file: FileModel): Limit | undefined {
  const made = file.origins.expressionOf(element);
  if (made?.type === 'NewExpression') {
    const timer = timerOf(made, file);
    return timer && { timer, made, isSleep: false, isRemote: false };
  }
  if (made?.type !== 'CallExpression') return undefined;
  if (isSleep(made, file)) return { timer: made, made, isSleep: true, isRemote: false };
  // `timeout(ms)`, a function in view that gives the promise of a timer, and nothing to clear it with.
  const fn = file.origins.functionOf(made.callee);
  if (!fn || fn.generator) return undefined;
  const returned = fn.body.type === 'BlockStatement' ? file.index.inOwn(fn, 'ReturnStatement').map(each => each.argument) : [fn.body];
  const [only] = returned;
  const promise = returned.length === 1 && only ? file.origins.expressionOf(only) : undefined;
  const inner = promise?.type === 'AwaitExpression' ? unwrap(promise.argument) : promise;
  if (inner?.type === 'CallExpression' && isSleep(inner, file)) return { timer: made, made, isSleep: true, isRemote: true };
  const timer = inner?.type === 'NewExpression' ? timerOf(inner, file) : undefined;
  return timer && { timer, made, isSleep: false, isRemote: true };
}

/** `setTimeout` of `timers/promises` that no signal ends. */
function isSleep(node: TSESTree.CallExpression, file: FileModel): boolean {
  const call = file.calls.at(node);
  if (call?.entry.role !== 'sleep' || !call.entry.signal) return false;
  const given = (option: string): boolean => file.waits.optionOf(call, call.entry.signal!, option).state !== 'absent';
  return !given('signal') && !given('ref');
}

/** The timer that settles a promise: `new Promise((_, reject) => setTimeout(reject, ms))`. */
function timerOf(promise: TSESTree.NewExpression, file: FileModel): TSESTree.CallExpression | undefined {
  const { bindings, origins, index, calls } = file;
  const executor = bindings.isGlobal(promise.callee, 'Promise') && promise.arguments[0] ? origins.functionOf(promise.arguments[0]) : undefined;
  const settlers = executor?.params.flatMap(each => (each.type === 'Identifier' ? (bindings.variableOf(each) ?? []) : []));
  if (!executor || !settlers || settlers.length === 0) return undefined;
  const settles = (node: Node): boolean => {
    const callback = unwrap(node);
    if (callback.type === 'Identifier' && settlers.some(each => each === bindings.variableOf(callback))) return true;
    return isFunction(callback) && index.within(callback, 'Identifier').some(each => settlers.some(settler => settler === bindings.variableOf(each)));
  };
  const timers = index.within(executor, 'CallExpression').filter(each => {
    const call = calls.at(each);
    return call?.entry.role === 'timer' && call.path === 'setTimeout' && each.arguments[0] !== undefined && settles(each.arguments[0]);
  });
  // A timer that something else in the promise arms again is a watchdog, with a life of its own.
  return timers.length === 1 && ownerOf(timers[0]!) === executor ? timers[0] : undefined;
}

function isShort({ timer, isSleep: isOfPromises }: Limit, file: FileModel): boolean {
  const delay = timer.arguments[isOfPromises ? 0 : 1];
  const value = delay && file.options.valueOf(delay)?.value;
  return typeof value === 'number' && value < SHORT;
}

/** Whether a timer's handle is dropped where it is made. */
function isLetGo(timer: TSESTree.CallExpression, file: FileModel): boolean {
  const place = wrapped(timer);
  const { parent } = place;
  if (parent?.type === 'ExpressionStatement') return true;
  // What an executor returns goes nowhere.
  if ((parent?.type === 'ArrowFunctionExpression' && parent.body === place) || parent?.type === 'ReturnStatement') return true;
  const variable = handleOf(timer, file);
  return variable !== undefined && variable.references.every(each => each.isWrite());
}

/** The variable that keeps a timer's handle. */
function handleOf(timer: TSESTree.CallExpression, file: FileModel): Variable | undefined {
  const place = wrapped(timer);
  const { parent } = place;
  const name = parent?.type === 'VariableDeclarator' && parent.init === place ? parent.id : parent?.type === 'AssignmentExpression' && parent.operator === '=' && parent.right === place ? parent.left : undefined;
  return name?.type === 'Identifier' ? file.bindings.variableOf(name) : undefined;
}

/** How the timer of a race in the same function is left running, if it is. */
function leftOf({ timer, made }: Limit, race: TSESTree.CallExpression, file: FileModel): RaceTimer['kind'] | undefined {
  if (isLetGo(timer, file)) return 'never';
  const handle = handleOf(timer, file);
  if (!handle) return undefined;
  const clears: Node[] = [];
  for (const { identifier } of handle.references.filter(each => each.isRead())) {
    const use = useOf(identifier);
    if (use === 'other') return undefined;
    if (typeof use === 'object') clears.push(use);
  }
  if (clears.length === 0) return 'never';
  if (clears.every(each => runsOnSuccessOnly(ownerOf(each), race))) return 'throw';
  const owner = ownerOf(race);
  const awaited = wrapped(race).parent;
  // Cleared in a callback: of `finally`, or of something that nobody follows.
  if (!isFunction(owner) || awaited?.type !== 'AwaitExpression' || clears.some(each => ownerOf(each) !== owner)) return undefined;
  return leavingPath(owner, made, awaited, clears, handle, file);
}

/** Whether a function is the callback of a `then` on the race that a rejection passes by. */
function runsOnSuccessOnly(fn: Node, race: Node): boolean {
  for (let link = wrapped(race); ; ) {
    const member: Node | undefined = link.parent;
    if (member?.type !== 'MemberExpression' || member.object !== link || staticName(member) !== 'then') return false;
    const callee = wrapped(member);
    const call: Node | undefined = callee.parent;
    if (call?.type !== 'CallExpression' || call.callee !== callee) return false;
    if (call.arguments[0] === fn) return true;
    // Behind a link that handles the rejection, callbacks run in both cases.
    if (call.arguments[1]) return false;
    link = wrapped(call);
  }
}

/** What a mention of a handle does: clears it, only looks at it, or something that cannot be followed. */
function useOf(mention: Node): 'look' | 'other' | Node {
  const place = wrapped(mention);
  const { parent } = place;
  switch (parent?.type) {
    case 'CallExpression': {
      const callee = unwrap(parent.callee);
      const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      return parent.arguments[0] === place && (name === 'clearTimeout' || name === 'clearInterval') ? parent : 'other';
    }
    case 'IfStatement':
    case 'BinaryExpression':
    case 'UnaryExpression':
      return 'look';
    case 'LogicalExpression':
      return parent.left === place ? 'look' : 'other';
    default:
      // `timer.unref()`, `this.timers.add(timer)`, `return timer`.
      return 'other';
  }
}

/** A path from where the timer is set to a way out of the function, without clearing it. */
function leavingPath(owner: FunctionNode, made: Node, awaited: Node, clears: readonly Node[], handle: Variable, file: FileModel): 'path' | 'throw' | undefined {
  // `if (timer) clearTimeout(timer)` clears it wherever it is set.
  const tests = new Set<Node>();
  for (const clear of clears) {
    for (let current: Node | undefined = clear; current && current !== owner; current = current.parent) {
      const parent: Node | undefined = current.parent;
      const test = parent?.type === 'IfStatement' && parent.consequent === current ? parent.test : parent?.type === 'LogicalExpression' && parent.right === current ? parent.left : undefined;
      if (test && file.index.within(test, 'Identifier').some(each => file.bindings.variableOf(each) === handle)) for (const each of file.index.within(test, 'Identifier')) tests.add(each);
    }
  }
  const passes = (node: Node): boolean => clears.includes(node) || tests.has(node);
  const flow = file.flow(owner);
  if (flow.exitsWithout(made, passes, { kinds: ['return'], ignoreThrowOf: () => true }).length > 0) return 'path';
  return flow.exitsWithout(made, passes, { ignoreThrowOf: node => node !== awaited }).some(each => each.kind !== 'throw' || each.node === awaited) ? 'throw' : undefined;
}

/** Whether the function of a race goes on to end the process. */
function endsNext(race: Node, file: FileModel): boolean {
  const owner = ownerOf(race);
  return file.calls.of('exit').some(({ node }) => isFunction(owner) ? node.range[0] > race.range[0] && node.range[1] <= owner.range[1] : node.range[0] > race.range[0]);
}
