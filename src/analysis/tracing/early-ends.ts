import { isFunction, isInside, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { HeldSpan } from './spans.js';

/** A span that is ended while the promise that it stands for is still pending. */
export interface EarlyEnd {
  readonly span: HeldSpan;
  readonly end: Node;
  /** The promise. */
  readonly work: Node;
}

/**
 * Only where nothing else can be what is measured: the function waits for nothing, the promise is what it gives, or its handlers
 * tell the span how it went, and the end comes on the way, not in one of them.
 */
export function earlyEnds(file: FileModel, held: readonly HeldSpan[]): readonly EarlyEnd[] {
  return held.flatMap(span => earlyEndOf(file, span) ?? []);
}

function earlyEndOf(file: FileModel, span: HeldSpan): EarlyEnd | undefined {
  const { owner, ends } = span;
  if (ends.length === 0 || owner.generator || file.index.inOwn(owner, 'AwaitExpression').length > 0) return undefined;
  const flow = file.flow(owner);
  for (const work of worksOf(file, span)) {
    // Nothing but the end of the function comes between.
    const end = ends.find(each => !isInside(each, work) && (flow.reaches(work, each) || isInFinallyOf(each, work)));
    if (end) return { span, end, work };
  }
  return undefined;
}

/** Promises that the function gives, or whose handlers speak of the span. */
function worksOf(file: FileModel, { owner, variable }: HeldSpan): readonly Node[] {
  const works: Node[] = [];
  for (const { argument } of file.index.inOwn(owner, 'ReturnStatement')) {
    if (!argument) continue;
    const value = unwrap(argument);
    const name = value.type === 'Identifier' ? file.bindings.variableOf(value) : undefined;
    const definition = name && file.bindings.definitionOf(name);
    const made = definition?.type === 'Variable' && definition.node.init && ownerOf(definition.node) === owner && file.bindings.isConstant(name!) ? unwrap(definition.node.init) : value;
    // The async function whose missing `await` it is is told of it by another rule.
    if (made.type === 'CallExpression' && file.promises.isPromise(made) === true && !isSettled(file, made) && !(owner.async && isInTry(argument, owner))) works.push(made);
  }
  for (const statement of file.index.inOwn(owner, 'ExpressionStatement')) {
    const { expression } = statement;
    const call = unwrap(expression.type === 'UnaryExpression' && expression.operator === 'void' ? expression.argument : expression);
    if (call.type !== 'CallExpression' || file.promises.isPromise(call) !== true) continue;
    if (variable.references.some(({ identifier }) => isInside(identifier, call) && isFunction(ownerOf(identifier)) && ownerOf(identifier) !== owner)) works.push(call);
  }
  return works;
}

function isSettled(file: FileModel, node: Node): boolean {
  const path = file.calls.at(node)?.path;
  return path === 'Promise.resolve' || path === 'Promise.reject';
}

function isInTry(node: Node, owner: Node): boolean {
  for (let current = wrapped(node); current.parent && current !== owner; current = current.parent) {
    if (current.parent.type === 'TryStatement' && current.parent.block === current) return true;
  }
  return false;
}

/** `try { return work(); } finally { span.end(); }` */
function isInFinallyOf(end: Node, work: Node): boolean {
  for (let current = end; current.parent && !isFunction(current); current = current.parent) {
    const { parent } = current;
    if (parent.type === 'TryStatement' && parent.finalizer === current) return isInside(work, parent.block);
  }
  return false;
}
