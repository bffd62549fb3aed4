import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, lastName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isOneOf, type ThrowClass } from './throw-classes.js';

/** What a handler lets through again: conditions that all hold; `undefined` where it tells errors apart in a way that we cannot follow. */
export type Filter = readonly { readonly lets: 'only' | 'all but'; readonly names: readonly string[] }[] | undefined;

/** Whether a class passes: undefined for "cannot tell". */
export function passes(filter: Filter, thrown: ThrowClass): boolean | undefined {
  if (!filter) return undefined;
  let answer: boolean | undefined = true;
  for (const { lets, names } of filter) {
    const is = isOneOf(thrown, names);
    const own = is === undefined ? undefined : lets === 'only' ? is : !is;
    if (own === false) return false;
    if (own === undefined) answer = undefined;
  }
  return answer;
}

/** The tests between a catch clause and a `throw` of its error. */
export function filterOf(node: Node, clause: TSESTree.CatchClause, file: FileModel): Filter {
  const error = clause.param?.type === 'Identifier' ? file.bindings.variableOf(clause.param) : undefined;
  const filter: { readonly lets: 'only' | 'all but'; readonly names: readonly string[] }[] = [];
  const mentions = (test: Node): boolean => error?.references.some(({ identifier: { range } }) => range[0] >= test.range[0] && range[1] <= test.range[1]) === true;
  /** False where the test speaks of the error in another way. */
  const add = (test: Node, holds: boolean): boolean => {
    if (!mentions(test)) return true;
    const tested = testedIn(test, holds);
    if (tested) filter.push(tested);
    return tested !== undefined;
  };
  for (let current = node, parent = node.parent; parent && current !== clause.body; current = parent, parent = current.parent) {
    if (isFunction(parent)) return undefined;
    if (parent.type === 'IfStatement' && parent.test !== current && !add(parent.test, parent.consequent === current)) return undefined;
    if (parent.type === 'SwitchStatement' && mentions(parent.discriminant)) return undefined;
    if (parent.type !== 'BlockStatement') continue;
    for (const each of parent.body) {
      if (each.range[0] >= current.range[0]) break;
      if (each.type === 'IfStatement' && leaves(each.consequent) && !add(each.test, false)) return undefined;
      if (each.type === 'SwitchStatement' && mentions(each.discriminant)) return undefined;
    }
  }
  return filter;
}

function testedIn(node: Node, holds: boolean): NonNullable<Filter>[number] | undefined {
  const test = unwrap(node);
  if (test.type === 'UnaryExpression' && test.operator === '!') return testedIn(test.argument, !holds);
  const names = classesIn(test, holds);
  return names && { lets: holds ? 'only' : 'all but', names };
}

/** The classes of `error instanceof A || error instanceof B`; of `error instanceof A && …` where that must hold. */
function classesIn(node: Node, holds: boolean): readonly string[] | undefined {
  const test = unwrap(node);
  if (test.type === 'BinaryExpression' && test.operator === 'instanceof') {
    const name = lastName(test.right);
    return name === undefined ? undefined : [name];
  }
  if (test.type !== 'LogicalExpression') return undefined;
  const left = classesIn(test.left, holds);
  const right = classesIn(test.right, holds);
  if (test.operator === '||') return left && right && [...left, ...right];
  // Who leaves for some of a class only lets the others of it through: nobody can say which.
  return test.operator === '&&' && holds ? (left ?? right) : undefined;
}

/** Whether a statement ends the path: its last statement returns, throws or jumps. */
function leaves(node: Node): boolean {
  if (node.type === 'BlockStatement') return node.body.length > 0 && leaves(node.body.at(-1)!);
  if (node.type === 'IfStatement') return node.alternate !== null && leaves(node.consequent) && leaves(node.alternate);
  return node.type === 'ReturnStatement' || node.type === 'ThrowStatement' || node.type === 'ContinueStatement' || node.type === 'BreakStatement';
}
