import type { TSESTree } from '@typescript-eslint/utils';
import { isInside, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { HeldSpan } from './spans.js';

/** A `catch` inside the life of a span that ends a failure of the work, and leaves the span without it. */
export interface UnrecordedError {
  readonly span: HeldSpan;
  readonly clause: TSESTree.CatchClause;
}

/** Only where nobody else can tell the span: the error goes nowhere but to the log. */
export function unrecordedErrors(file: FileModel, held: readonly HeldSpan[]): readonly UnrecordedError[] {
  return held.flatMap(span => clausesOf(file, span).map(clause => ({ span, clause })));
}

function clausesOf(file: FileModel, { owner, variable, from, ends }: HeldSpan): readonly TSESTree.CatchClause[] {
  return file.index.inOwn(owner, 'TryStatement').flatMap(({ block, handler }) => {
    if (!handler || handler.range[0] < from.range[0] || !waitsIn(file, block, owner)) return [];
    if (variable.references.some(each => isInside(each.identifier, handler)) || !staysIn(file, handler)) return [];
    // It is still held there.
    return ends.some(each => each.range[0] > handler.range[1]) ? [handler] : [];
  });
}

function waitsIn(file: FileModel, block: Node, owner: Node): boolean {
  return file.index.within(block, 'AwaitExpression').some(each => isInside(each, block) && ownerOf(each) === owner);
}

/** Whether a handler neither throws nor hands its error to anything but a logger. */
function staysIn(file: FileModel, handler: TSESTree.CatchClause): boolean {
  const inside = (node: Node): boolean => isInside(node, handler);
  if (file.index.within(handler, 'ThrowStatement').some(inside)) return false;
  if (file.index.within(handler, 'CallExpression').some(each => inside(each) && file.calls.at(each)?.entry.role === 'error-report')) return false;
  const parameter = handler.param?.type === 'Identifier' ? file.bindings.variableOf(handler.param) : undefined;
  if (handler.param && !parameter) return false;
  return (parameter?.references ?? []).every(({ identifier }) => isLogged(file, identifier, handler) || identifier.parent?.type === 'MemberExpression');
}

function isLogged(file: FileModel, node: Node, handler: Node): boolean {
  for (let current: Node = node; current.parent && current !== handler; current = current.parent) {
    const call = unwrap(current.parent);
    if (call.type === 'CallExpression') return file.calls.at(call)?.entry.role === 'log';
  }
  return false;
}
