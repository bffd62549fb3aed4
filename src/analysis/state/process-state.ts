import type { TSESTree } from '@typescript-eslint/utils';
import type { ProcessStateFacts } from '../../catalog/schema.js';
import { isFunction, isInside, isNothing, leavesFunction, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { isForDevelopment } from '../flow/development.js';
import type { FileModel } from '../file-model.js';

/** A session store, a limit, a hub of messages that only this process has. */
export interface ProcessState {
  readonly node: TSESTree.CallExpression | TSESTree.NewExpression;
  /** What is called, or registered: the name that a message quotes. */
  readonly named: Node;
  readonly facts: ProcessStateFacts;
}

/** In source order. */
export function processStates(file: FileModel): readonly ProcessState[] {
  const found = [...called(file), ...registered(file)].filter(({ node, facts }) => !isChoice(node, file) && !isForDevelopment(node, file) && !facts.unlessNamed?.some(each => file.sourceCode.text.includes(each)));
  return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function* called(file: FileModel): Iterable<ProcessState> {
  for (const { node, entry } of file.calls.having('keepsInProcess')) {
    const facts = entry.keepsInProcess!;
    if (facts.registered || node.arguments.some(each => each.type === 'SpreadElement')) continue;
    if (isLocal(facts.argument === undefined ? undefined : node.arguments.at(facts.argument), facts, file)) yield { node, named: node.callee, facts };
  }
}

/** `app.register(session, { secret })` */
function* registered(file: FileModel): Iterable<ProcessState> {
  for (const node of file.index.all('CallExpression')) {
    const [plugin, options] = node.arguments;
    if (!plugin || plugin.type === 'SpreadElement' || node.callee.type !== 'MemberExpression' || staticName(node.callee) !== 'register') continue;
    const facts = file.origins.entryOf(plugin)?.entry.keepsInProcess;
    if (facts?.registered && isLocal(options, facts, file)) yield { node, named: plugin, facts };
  }
}

function isLocal(options: Node | undefined, facts: ProcessStateFacts, file: FileModel): boolean {
  const { only, unless = [], factory } = facts;
  if (only) {
    const given = file.options.at(options, only.option);
    return given.state === 'present' && file.options.valueOf(given.value)?.value === only.value;
  }
  if (factory !== undefined) return isMadeLocal(options, factory, unless, file);
  return isList(options, file) || unless.every(each => isUnset(options, each, file));
}

/** A list of options has no names. */
function isList(options: Node | undefined, file: FileModel): boolean {
  return options !== undefined && file.origins.expressionOf(options)?.type === 'ArrayExpression';
}

function isUnset(options: Node | undefined, option: string, file: FileModel): boolean {
  const given = file.options.at(options, option);
  // A member, and what is made of one, may be given something later: `store: redis.store`.
  return given.state === 'absent' || (given.state === 'present' && isNothing(unwrap(given.value)));
}

function isMadeLocal(options: Node | undefined, factory: string, unless: readonly string[], file: FileModel): boolean {
  const given = file.options.at(options, factory);
  const fn = given.state === 'present' ? file.origins.functionOf(given.value) : undefined;
  if (!fn || fn.generator) return false;
  const results = fn.body.type === 'BlockStatement' ? file.index.inOwn(fn, 'ReturnStatement').map(each => each.argument) : [fn.body];
  if (results.length > 0 && results.every(each => each && isList(each, file))) return true;
  return unless.every(each => file.options.ofResult(fn, each).state === 'absent');
}

/** Whether it is one of two ways, so that where it runs decides: a fallback, a branch beside another, a variable that is given something else later. */
function isChoice(node: Node, file: FileModel): boolean {
  let value = node;
  for (let parent = node.parent; parent && !isFunction(value); value = parent, parent = parent.parent) {
    if (parent.type === 'ConditionalExpression' && value !== parent.test) return true;
    if (parent.type === 'LogicalExpression' && value === parent.right) return true;
    if (parent.type === 'IfStatement' && value !== parent.test && parent.alternate) return true;
    if (parent.type === 'SwitchCase' || parent.type === 'CatchClause') return true;
    if (parent.type === 'AssignmentPattern' && value === parent.right) return true;
    if (parent.type === 'BlockStatement' && parent.body.some(each => each.range[1] <= value.range[0] && each.type === 'IfStatement' && leavesWithValue(each.consequent))) return true;
  }
  return isReplaced(node, file);
}

function leavesWithValue(statement: Node): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return leavesFunction(statement) && last?.type === 'ReturnStatement' && Boolean(last.argument);
}

function isReplaced(node: Node, { bindings }: FileModel): boolean {
  const { parent } = wrapped(node);
  const name = parent?.type === 'VariableDeclarator' ? parent.id : parent?.type === 'AssignmentExpression' ? parent.left : undefined;
  const variable = name?.type === 'Identifier' ? bindings.variableOf(name) : undefined;
  return variable !== undefined && bindings.assignmentsTo(variable).some(each => !isInside(each.identifier, parent!));
}
