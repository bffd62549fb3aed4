import type { TSESTree } from '@typescript-eslint/utils';
import { isCalledInPlace, isFunction, isInside, isNothing, lastName, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isSamePlace } from '../resources/resource-uses.js';
import { ownerOf } from '../syntax-index.js';
import type { LibraryCall } from '../values/library-calls.js';

/** A store that is set for whatever comes next, and not for one callback: `storage.enterWith(store)`. */
export interface EnteredContext {
  readonly call: LibraryCall & { readonly node: TSESTree.CallExpression };
  readonly storage: Node;
  readonly store: Node;
}

/** The methods of promises whose callbacks run on their own. */
const CHAINING = new Set(['then', 'catch', 'finally']);

/**
 * Those that reach beyond the function they stand in: until its first `await` a function runs in its caller's context,
 * so that the caller goes on with what was set.
 */
export function enteredContexts(file: FileModel): readonly EnteredContext[] {
  const found: EnteredContext[] = [];
  const calls = file.calls.having('context').filter(each => each.entry.context === 'enters');
  for (const call of calls) {
    const { node, receiver } = call;
    const [store] = node.arguments;
    if (node.type !== 'CallExpression' || !receiver || !store || store.type === 'SpreadElement' || isNothing(store)) continue;
    if (isPutBack(file, node, receiver, calls) || isContained(file, node, receiver)) continue;
    found.push({ call: { ...call, node }, storage: receiver, store });
  }
  return found;
}

function isContained(file: FileModel, call: Node, storage: Node): boolean {
  let node = call;
  for (;;) {
    const fn = ownerOf(node);
    // A module sets it once, for all that the process does.
    if (!isFunction(fn) || fn.generator) return true;
    if (fn.async && file.flow(fn).alwaysBefore(node, isSuspension)) return true;
    if (startsOnItsOwn(file, fn, storage) || isCalledByModuleOnly(file, fn)) return true;
    const outer = calledAtOnce(file, fn);
    if (!outer) return false;
    node = outer;
  }
}

function isSuspension(node: Node): boolean {
  return node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await);
}

/** Whether a store is put back: in a `finally` block, or by a function that the setting one makes for whoever undoes it. Of both calls. */
function isPutBack(file: FileModel, call: Node, storage: Node, all: readonly LibraryCall[]): boolean {
  const fn = ownerOf(call);
  if (isInFinally(call)) return true;
  return all.some(({ node, receiver }) => {
    const owner = ownerOf(node);
    if (node === call || !receiver || !isFunction(owner) || !isSamePlace(file, receiver, storage)) return false;
    return owner === fn ? !owner.async && isInFinally(node) : isInside(owner, fn) || isInside(fn, owner);
  });
}

function isInFinally(node: Node): boolean {
  for (let current = node; current.parent && !isFunction(current); current = current.parent) {
    if (current.parent.type === 'TryStatement' && current.parent.finalizer === current) return true;
  }
  return false;
}

/** Timers, handlers of promises and the callback of `run` have a context of their own, or one that is taken back; a command of a program is all that its process does. */
function startsOnItsOwn(file: FileModel, fn: FunctionNode, storage: Node): boolean {
  const call = wrapped(fn).parent;
  if (call?.type === 'CallExpression' && call.callee !== wrapped(fn)) {
    const callee = call.callee.type === 'MemberExpression' ? lastName(call.callee) : undefined;
    if (callee !== undefined && CHAINING.has(callee)) return true;
  }
  return file.deferredCallbacks.usesOf(fn).some(({ call: taker }) => {
    if (taker?.entry.context === 'runs') return taker.receiver !== undefined && isSamePlace(file, taker.receiver, storage);
    return taker?.entry.role === 'timer' || taker?.entry.role === 'cli';
  });
}

/** `main()` at the end of a program. */
function isCalledByModuleOnly(file: FileModel, fn: FunctionNode): boolean {
  const place = fn.type === 'FunctionDeclaration' ? fn : fn.parent.type === 'VariableDeclarator' ? fn.parent.parent : undefined;
  if (!place || place.parent?.type !== 'Program') return false;
  const uses = file.origins.usesOf(fn).filter(each => each !== fn);
  return uses.length > 0 && uses.every(use => isCalledInPlace(use) && !isFunction(ownerOf(use)));
}

/** The call that runs the function before it gives anything: of itself, or of what takes it for `now`. */
function calledAtOnce(file: FileModel, fn: FunctionNode): Node | undefined {
  const { parent } = wrapped(fn);
  if (isCalledInPlace(fn)) return parent;
  if (parent?.type === 'NewExpression' && file.bindings.isGlobal(parent.callee, 'Promise')) return parent;
  const isNow = file.deferredCallbacks.usesOf(fn).some(each => each.facts?.runs === 'now');
  return isNow && parent?.type === 'CallExpression' ? parent : undefined;
}
