import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isInside, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import { walk, type Node } from '../../syntax/walk.js';
import type { ErrorHandler } from './error-handling.js';
import { decidesAt } from './error-uses.js';
import type { FileModel } from '../file-model.js';
import { isRecord } from './records.js';

/** A chain that goes on after a handler in its middle, although what came before has failed. */
export interface ResumedChain {
  readonly handler: ErrorHandler;
  /** The step that runs in any case. */
  readonly next: FunctionNode;
  /** `value`: it reads the value that is not there. `step`: it runs as if all had gone well. */
  readonly as: 'value' | 'step';
}

/** `.catch(err => { log(err); }).then(value => use(value))`: the handler gives undefined, and the next step takes it. */
export function resumedChains(handlers: readonly ErrorHandler[], file: FileModel): readonly ResumedChain[] {
  return handlers.flatMap((handler): readonly ResumedChain[] => {
    const next = handler.call && nextStep(handler.call);
    const fn = next?.arguments[0] && file.origins.functionOf(next.arguments[0]);
    if (!next || !fn || !onlyRecords(handler, file)) return [];
    if (takesTheValue(fn, file)) return [{ handler, next: fn, as: 'value' }];
    // A handler of its own behind it: the author counts on each step to fail apart.
    return fn.params.length === 0 && startsWithCall(handler) && nextStep(next, 'catch') ? [{ handler, next: fn, as: 'step' }] : [];
  });
}

function nextStep(call: TSESTree.CallExpression, method = 'then'): TSESTree.CallExpression | undefined {
  const member = call.parent;
  if (member.type !== 'MemberExpression' || member.object !== call || staticName(member) !== method) return undefined;
  return member.parent.type === 'CallExpression' && member.parent.callee === member ? member.parent : undefined;
}

/** A block that only logs, and so gives undefined and never throws. */
function onlyRecords({ fn }: ErrorHandler, file: FileModel): boolean {
  if (fn?.body.type !== 'BlockStatement' && !(fn && isRecord(fn.body, file))) return false;
  let calls = 0;
  let other = false;
  walk(fn.body, file.visitorKeys, node => {
    if (isFunction(node)) return 'skip';
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      if (isRecord(node, file)) calls += 1;
      else other = true;
    }
    if (node.type === 'ThrowStatement' || node.type === 'AwaitExpression' || node.type === 'AssignmentExpression' || (node.type === 'ReturnStatement' && node.argument)) other = true;
    return undefined;
  });
  return calls > 0 && !other;
}

/** Whether a step reads its first parameter and never asks whether it is there. */
function takesTheValue(fn: FunctionNode, file: FileModel): boolean {
  const parameter = fn.params[0];
  if (parameter?.type === 'ObjectPattern' || parameter?.type === 'ArrayPattern') return true;
  if (parameter?.type !== 'Identifier') return false;
  const references = file.bindings.variableOf(parameter)?.references ?? [];
  const reads = references.filter(({ identifier }) => isInside(identifier, fn.body));
  return reads.some(({ identifier }) => isRead(identifier)) && !reads.some(({ identifier }) => decidesAt(identifier));
}

/** `value.rows`, which throws where the value is undefined. */
function isRead(identifier: Node): boolean {
  const parent = identifier.parent;
  return parent?.type === 'MemberExpression' && parent.object === identifier && !parent.optional;
}

function startsWithCall({ attempted }: ErrorHandler): boolean {
  return attempted !== undefined && unwrap(attempted).type === 'CallExpression';
}
