import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isInside, isNothing, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { Variable } from '../values/bindings.js';

/** A read that throws because what the `try` block makes is not there yet when it fails: its TypeError takes the place of the error. */
export interface MaskedError {
  /** `client.release` in a `finally` block, or in a catch clause. */
  readonly node: TSESTree.MemberExpression;
  readonly variable: Variable;
  /** What gives the variable its value, and fails. */
  readonly made: Node;
}

/** In source order. */
export function maskedErrors(file: FileModel): readonly MaskedError[] {
  return file.index.all('TryStatement').flatMap(statement => maskedIn(statement, file)).sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function maskedIn({ block, handler, finalizer }: TSESTree.TryStatement, file: FileModel): readonly MaskedError[] {
  const found: MaskedError[] = [];
  const seen = new Set<Variable>();
  for (const place of [handler?.body, finalizer]) {
    if (!place) continue;
    for (const node of file.index.within(place, 'MemberExpression')) {
      const name = unwrap(node.object);
      if (name.type !== 'Identifier' || node.optional || node.object.type === 'ChainExpression') continue;
      const variable = file.bindings.variableOf(name);
      if (!variable || seen.has(variable)) continue;
      const made = madeIn(block, variable, file);
      if (!made || !runsUnasked(node, place, variable, file) || (place === handler?.body && isTold(node, handler, file))) continue;
      seen.add(variable);
      found.push({ node, variable, made });
    }
  }
  return found;
}

/** The first value of a variable that has none before the block; undefined where something else gives it one, or where making it cannot fail. */
function madeIn(block: TSESTree.BlockStatement, variable: Variable, file: FileModel): Node | undefined {
  const definition = file.bindings.definitionOf(variable);
  if (definition?.type !== 'Variable' || definition.node.id.type !== 'Identifier' || (definition.node.init && !isNothing(definition.node.init))) return undefined;
  const { parent } = definition.node.parent;
  // In a loop, and for `var`, an earlier round may have left a value.
  if (parent.type === 'ForStatement' || parent.type === 'ForOfStatement' || parent.type === 'ForInStatement') return undefined;
  const owner = ownerOf(block);
  let first: Node | undefined;
  for (const { identifier } of file.bindings.assignmentsTo(variable)) {
    const assignment = identifier.parent;
    if (assignment?.type !== 'AssignmentExpression' || assignment.left !== identifier || !isInside(assignment, block) || ownerOf(assignment) !== owner) return undefined;
    first ??= assignment.right;
  }
  if (!first || ownerOf(definition.node) !== owner) return undefined;
  const before = first.range[1];
  const mayFail = file.index.within(block, 'AwaitExpression').some(each => each.range[0] < before && ownerOf(each) === owner);
  return mayFail ? first : undefined;
}

/** Whether nothing between the block and the node asks whether the variable has a value, or takes what it throws. */
function runsUnasked(node: Node, place: Node, variable: Variable, file: FileModel): boolean {
  for (let current: Node = node, parent = node.parent; parent && current !== place; current = parent, parent = current.parent) {
    if (isFunction(parent) || (parent.type === 'TryStatement' && parent.block === current && parent.handler)) return false;
    if ((parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && parent.test !== current) return false;
    if (parent.type === 'LogicalExpression' && parent.right === current) return false;
    if (parent.type === 'SwitchCase' || parent.type === 'ForOfStatement') return false;
    // `if (!client) throw error;` in front.
    if (parent.type !== 'BlockStatement') continue;
    for (const each of parent.body) {
      if (each.range[0] >= current.range[0]) break;
      if (mentions(each, variable, file)) return false;
    }
  }
  return true;
}

function mentions(node: Node, variable: Variable, file: FileModel): boolean {
  return file.index.within(node, 'Identifier').some(each => file.bindings.variableOf(each) === variable) || file.index.within(node, 'ReturnStatement').length > 0;
}

/** Whether a catch clause has told somebody about the error before the read. */
function isTold(node: Node, { body, param }: TSESTree.CatchClause, file: FileModel): boolean {
  const error = param?.type === 'Identifier' ? file.bindings.variableOf(param) : undefined;
  if (!error) return param !== null;
  return error.references.some(({ identifier }) => isInside(identifier, body) && identifier.range[0] < node.range[0]);
}
