import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { passesThrowsOf, type CallbackUse } from './deferred-callbacks.js';
import { errorOutlet, type ErrorOutlet } from './error-outlets.js';

/** A `throw` in a function that is called later, where it ends the process. */
export interface DeferredThrow {
  readonly node: TSESTree.ThrowStatement;
  /** What calls the function: `setTimeout`, `socket.on`. */
  readonly caller: Node;
  /** What is at hand to take the error instead. */
  readonly outlet: ErrorOutlet | undefined;
  /** Whether a `return` in place of the throw leaves the function that is called later. */
  readonly leaves: boolean;
}

/** Events at which something ends: a process that throws then shall often end with it. */
const ENDS = new Set(['error', 'exit', 'close', 'disconnect', 'timeout', 'uncaughtException', 'unhandledRejection']);

/** Throws that no catch can reach, and that are not meant to end the process. In source order. */
export function deferredThrows(file: FileModel): readonly DeferredThrow[] {
  const throws = file.index.all('ThrowStatement');
  if (throws.length === 0) return [];
  // What a path of a promise leaves unsettled is reported there.
  const taken = new Set<Node>(file.executors.faults.map(each => each.node));
  return throws.flatMap(node => (taken.has(node) ? [] : (throwOf(node, file) ?? [])));
}

function throwOf(node: TSESTree.ThrowStatement, file: FileModel): DeferredThrow | undefined {
  let current: Node = node;
  for (;;) {
    if (file.errorHandling.protectedBy(current)) return undefined;
    const fn = enclosingFunction(current);
    if (!fn || fn.async || fn.generator) return undefined;
    const use = file.deferredCallbacks.uncaughtUseOf(fn);
    if (use) {
      const outlet = errorOutlet(use.caller, file);
      return isFault(node, fn, use, outlet, file) ? { node, caller: use.caller, outlet, leaves: enclosingFunction(node) === fn } : undefined;
    }
    const through = passesThrowsOf(fn, file);
    // A promise takes what its executor and its handlers throw.
    if (!through || through.type === 'NewExpression' || isLink(through)) return undefined;
    current = through;
  }
}

function isFault(node: TSESTree.ThrowStatement, fn: FunctionNode, use: CallbackUse, outlet: ErrorOutlet | undefined, file: FileModel): boolean {
  // A port that is taken shall end the process.
  if (use.call?.entry.listens || use.call?.entry.role === 'server') return use.facts?.runs === 'request';
  if (isCrashOnPurpose(node, fn, use)) return false;
  if (outlet || file.handlers.runsPerRequest(use.caller) === 'yes') return true;
  if (use.facts?.runs === 'request') return true;
  if (use.event !== undefined) return !ENDS.has(use.event);
  return isInAsyncWork(use.caller, file);
}

/** `process.nextTick(() => { throw error; })` takes an error out of reach of every catch: nobody writes that by mistake. */
function isCrashOnPurpose(node: TSESTree.ThrowStatement, { body }: FunctionNode, { facts, event }: CallbackUse): boolean {
  const isAlone = body.type === 'BlockStatement' && body.body.length === 1 && body.body[0] === node;
  return isAlone && facts?.errorFirst !== true && event === undefined && unwrap(node.argument).type === 'Identifier';
}

/** Inside of an async function that is not what starts the program: its promise is over, or waits in vain, when this throws. */
function isInAsyncWork(node: Node, file: FileModel): boolean {
  const fn = enclosingFunction(node);
  if (!fn?.async) return false;
  const starts = file.origins.usesOf(fn).some(use => use !== fn && use.parent?.type === 'CallExpression' && use.parent.callee === use && !enclosingFunction(use));
  return !starts && fn.parent.type !== 'CallExpression';
}

function isLink(node: Node): boolean {
  return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && node.callee.property.type === 'Identifier' && ['then', 'catch', 'finally'].includes(node.callee.property.name);
}
