import type { TSESTree } from '@typescript-eslint/utils';
import type { BatchFacts } from '../../catalog/schema.js';
import { isFunction, isInside, rootOf, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { isRecord, onlyRecords } from '../errors/records.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';
import { MessageWork, parametersIn } from './message-work.js';

/** Work with a message of a batch whose failure is caught and recorded, so that the message is done with like the others. */
export interface LostRecord {
  readonly clause: TSESTree.CatchClause;
  readonly work: TSESTree.CallExpression;
  readonly batch: BatchFacts;
}

/** Code that works with one message, or with all of them: the last `try` of its block stands for its outcome. */
interface Unit {
  readonly owner: FunctionNode;
  readonly block: TSESTree.BlockStatement;
  readonly messages: readonly Variable[];
}

/** In handlers that are given a batch of messages and tell nobody which of them have failed. */
export function lostRecords(file: FileModel): readonly LostRecord[] {
  const batches = new Map<FunctionNode, BatchFacts>();
  for (const { node, batch } of listsIn(file)) {
    const owner = ownerOf(node);
    if (isFunction(owner) && isAsync(owner) && !batches.has(owner)) batches.set(owner, batch);
  }
  return [...batches].flatMap(([handler, batch]) => {
    if (saysMore(file, handler, batch)) return [];
    const clauses = new Set<Node>();
    return [...unitsOf(file, handler)].flatMap(unit => {
      const found = lostIn(file, unit, handler);
      if (!found || clauses.has(found.clause)) return [];
      clauses.add(found.clause);
      return [{ ...found, batch }];
    });
  });
}

/** Reads of a batch's messages: `event.Records`, or what a pattern takes out of the event. */
function* listsIn(file: FileModel): Iterable<{ readonly node: Node; readonly batch: BatchFacts }> {
  for (const node of file.index.membersNamed(...file.catalog.batchNames)) {
    const batch = batchOf(file, node);
    if (batch) yield { node, batch };
  }
  for (const { right } of file.index.all('ForOfStatement')) {
    const batch = unwrap(right).type === 'Identifier' ? batchOf(file, right) : undefined;
    if (batch) yield { node: right, batch };
  }
}

function batchOf(file: FileModel, node: Node): BatchFacts | undefined {
  const value = unwrap(node);
  return (value.type === 'MemberExpression' ? file.origins.readEntryOf(value) : file.origins.entryOf(value))?.entry.batch;
}

/** Its answer names what has failed, or may; or messages are acknowledged one by one. */
function saysMore(file: FileModel, handler: FunctionNode, { failures }: BatchFacts): boolean {
  if (file.sourceCode.getText().includes(failures)) return true;
  if (file.calls.having('acknowledges').some(each => isInside(each.node, handler))) return true;
  if (handler.body.type !== 'BlockStatement') return true;
  return file.index.inOwn(handler, 'ReturnStatement').some(each => each.argument && !isPlain(each.argument));
}

/** `return;`, `return 'done';`, `return { statusCode: 200 };` name nothing. */
function isPlain(node: Node): boolean {
  if (node.type === 'Literal') return true;
  return node.type === 'ObjectExpression' && node.properties.every(each => each.type === 'Property' && each.value.type !== 'Identifier');
}

function* unitsOf(file: FileModel, handler: FunctionNode): Iterable<Unit> {
  const parameters = parametersIn(file, handler);
  const loops = file.index.inOwn(handler, 'ForOfStatement').filter(each => batchOf(file, each.right));
  const one = loops.flatMap(each => (each.left.type === 'VariableDeclaration' ? each.left.declarations.flatMap(declarator => file.bindings.declaredBy(declarator)) : []));
  for (const { body } of loops) if (body.type === 'BlockStatement') yield { owner: handler, block: body, messages: one };
  if (handler.body.type === 'BlockStatement') yield { owner: handler, block: handler.body, messages: [...parameters, ...one] };
  for (const call of file.index.inOwn(handler, 'CallExpression')) {
    // `event.Records.map(work)`, and functions of the file that are given one of the messages.
    const callee = unwrap(call.callee);
    const mapped = callee.type === 'MemberExpression' && staticName(callee) === 'map' && batchOf(file, callee.object) && call.arguments[0];
    const given = call.arguments.some(each => each.type === 'Identifier' && one.some(variable => variable === file.bindings.variableOf(each)));
    const fn = mapped ? file.origins.functionOf(mapped) : given ? file.origins.functionOf(callee) : undefined;
    if (!fn?.async || fn.body.type !== 'BlockStatement' || file.index.inOwn(fn, 'ReturnStatement').some(each => each.argument)) continue;
    yield { owner: fn, block: fn.body, messages: parametersIn(file, fn) };
  }
}

function lostIn(file: FileModel, { owner, block, messages }: Unit, handler: FunctionNode): Omit<LostRecord, 'batch'> | undefined {
  const attempt = block.body.findLast(each => !isLookedOver(each, file));
  if (attempt?.type !== 'TryStatement' || attempt.finalizer || !attempt.handler) return undefined;
  const { handler: clause, block: tried } = attempt;
  if (!isRecorded(file, clause)) return undefined;
  const work = new MessageWork(file, owner, messages).awaited.filter(each => isInside(each, block));
  const [first] = work;
  // A step beside the work may fail.
  if (!first || !work.every(each => isInside(each, tried))) return undefined;
  // What has been done is counted, and the rest may be told of; or the handler rejects in the end.
  if (changesOuter(file, tried, block)) return undefined;
  const rejects = file.index.inOwn(handler, 'ThrowStatement').some(each => !isInside(each, tried) && (owner !== handler || each.range[0] > attempt.range[1]));
  return rejects ? undefined : { clause, work: first };
}

/** What may follow the `try` that stands for the outcome: log entries, and `return`. */
function isLookedOver(statement: Node, file: FileModel): boolean {
  if (statement.type === 'ReturnStatement') return true;
  return statement.type === 'ExpressionStatement' && isRecord(unwrap(statement.expression), file);
}

/** A clause that writes the error down, and goes on. */
function isRecorded(file: FileModel, { body }: TSESTree.CatchClause): boolean {
  if (!onlyRecords(body, file)) return false;
  if (file.index.within(body, 'BreakStatement').length > 0 || file.index.within(body, 'ReturnStatement').some(each => each.argument && !isPlain(each.argument))) return false;
  return file.index.within(body, 'CallExpression').some(each => isRecord(each, file));
}

/** Whether code changes a variable that lives on behind the block. */
function changesOuter(file: FileModel, code: Node, block: Node): boolean {
  const isOuter = (target: Node): boolean => {
    const root = rootOf(target);
    const variable = root.type === 'Identifier' ? file.bindings.variableOf(root) : undefined;
    const definition = variable && file.bindings.definitionOf(variable);
    return root.type === 'ThisExpression' || (definition !== undefined && !isInside(definition.node, block));
  };
  const within = <T extends Node>(nodes: readonly T[]): readonly T[] => nodes.filter(each => isInside(each, code));
  if (within(file.index.within(code, 'AssignmentExpression')).some(each => isOuter(each.left))) return true;
  if (within(file.index.within(code, 'UpdateExpression')).some(each => isOuter(each.argument))) return true;
  return within(file.index.within(code, 'CallExpression')).some(each => {
    const callee = unwrap(each.callee);
    return callee.type === 'MemberExpression' && /^(?:push|add|set|delete|unshift|splice)$/.test(staticName(callee) ?? '') && each.parent.type === 'ExpressionStatement' && isOuter(callee.object);
  });
}

function isAsync(fn: FunctionNode): boolean {
  return fn.async && !fn.generator;
}
