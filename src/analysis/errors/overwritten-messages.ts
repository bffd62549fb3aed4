import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, isInside, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { callbackPosition } from '../values/origins.js';
import { isReject } from './thrown-values.js';

/** `err.message = 'something else'`: a caught error that says from now on what somebody else wrote. */
export interface OverwrittenMessage {
  readonly node: TSESTree.AssignmentExpression;
  readonly error: TSESTree.Identifier;
  /** Whether the error's variable can be given a new error in its place. */
  readonly isReplaceable: boolean;
}

/** Assignments to the message of an error that somebody else made, by which its own text is lost. */
export function overwrittenMessages(file: FileModel): readonly OverwrittenMessage[] {
  const found: OverwrittenMessage[] = [];
  for (const node of file.index.all('AssignmentExpression')) {
    if (node.operator !== '=' || node.left.type !== 'MemberExpression' || staticName(node.left) !== 'message') continue;
    const error = unwrap(node.left.object);
    if (error.type !== 'Identifier') continue;
    const value = file.errorValues.of(error);
    const variable = file.bindings.variableOf(error);
    if (!variable || (value ? !value.handler || value.variable !== variable : !isErrorByUse(variable, file))) continue;
    if (readsError(node.right, variable, file) || isTestedFirst(node, variable) || isReadBefore(node, variable)) continue;
    found.push({ node, error, isReplaceable: node.parent.type === 'ExpressionStatement' && error === node.left.object });
  }
  return found;
}

/** The first parameter of a callback that nobody knows, which the function asks for (`if (err)`) and then throws, rejects with, or hands on with no value behind it: `done(err, undefined)`. */
function isErrorByUse(variable: Variable, file: FileModel): boolean {
  const definition = file.bindings.definitionOf(variable);
  if (definition?.type !== 'Parameter' || !isFunction(definition.node) || definition.node.params[0] !== definition.name || !callbackPosition(definition.node)) return false;
  const isAsked = variable.references.some(({ identifier }) => identifier.parent?.type === 'IfStatement' && identifier.parent.test === identifier);
  return isAsked && file.bindings.isConstant(variable) && variable.references.some(({ identifier }) => {
    const { parent } = identifier;
    if (parent?.type === 'ThrowStatement') return true;
    if (parent?.type !== 'CallExpression' || parent.arguments[0] !== identifier) return false;
    const [, second] = parent.arguments;
    return isReject(parent.callee, file) || file.calls.at(parent)?.entry.role === 'next' || (second !== undefined && (file.bindings.isGlobal(second, 'undefined') || (second.type === 'Literal' && second.value === null)));
  });
}

/** Whether a new text is made from the old one, also through a constant. */
function readsError(right: Node, variable: Variable, file: FileModel): boolean {
  return file.index.within(right, 'Identifier').some(each => {
    const used = file.bindings.variableOf(each);
    if (used === variable) return true;
    return used?.defs.some(({ node }) => node.type === 'VariableDeclarator' && node.init && variable.references.some(({ identifier }) => isInside(identifier, node.init!))) === true;
  });
}

/** Under a look at the error itself its kind is known, and its new text says it better. */
function isTestedFirst(node: Node, variable: Variable): boolean {
  for (let current = node, parent = node.parent; parent; current = parent, parent = current.parent) {
    const test = parent.type === 'IfStatement' || parent.type === 'ConditionalExpression' ? parent.test : parent.type === 'SwitchStatement' ? parent.discriminant : undefined;
    if (test && test !== current && variable.references.some(({ identifier }) => isInside(identifier, test) && identifier.parent !== undefined && unwrap(test) !== identifier)) return true;
    if (parent === variable.scope.block) return false;
  }
  return false;
}

/** Whether the old text was kept before: `original = err.message`, `wrapped.cause = err`. */
function isReadBefore(node: Node, variable: Variable): boolean {
  return variable.references.some(({ identifier }) => {
    const member = identifier.parent;
    if (identifier.range[0] >= node.range[0]) return false;
    const value = member?.type === 'MemberExpression' && staticName(member) === 'message' ? member : identifier;
    const parent = value.parent;
    return parent?.type === 'VariableDeclarator' || (parent?.type === 'AssignmentExpression' && parent.right === value) || parent?.type === 'Property';
  });
}
