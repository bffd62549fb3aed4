import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, staticName, unwrap, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isExported } from '../state/shared-places.js';
import { handedErrors, type HandedBy } from './handed-errors.js';

/** What is thrown, where it is provably no Error. */
export type NonError = 'text' | 'number' | 'object' | 'nothing' | 'boolean' | 'class' | 'instance';

export interface Thrown {
  /** The throw statement, or the call that rejects or hands it on. */
  readonly node: TSESTree.ThrowStatement | TSESTree.CallExpression;
  readonly how: 'throw' | 'reject' | HandedBy;
  readonly value: Node | undefined;
  readonly nonError: NonError | undefined;
  /** It refuses a value of its caller: thrown by an exported function where an argument is out of bounds. */
  readonly isRefusal: boolean;
}

/** Every `throw`, `Promise.reject(…)` and `reject(…)` of a promise executor, and what is handed to callbacks and others as an error. */
export function thrownValues(file: FileModel): readonly Thrown[] {
  const thrown: Thrown[] = file.index
    .all('ThrowStatement')
    .map(node => ({ node, how: 'throw', value: node.argument, nonError: isJump(node, file) ? undefined : nonErrorOf(node.argument, file), isRefusal: isRefusal(node, file) }));
  // All that rejects has been given its name by `Promise`.
  const rejecting = file.bindings.mentionsGlobal('Promise') ? file.index.all('CallExpression') : [];
  for (const node of rejecting) {
    if (!isReject(node.callee, file)) continue;
    const value = node.arguments[0];
    if (value?.type === 'SpreadElement') continue;
    thrown.push({ node, how: 'reject', value, nonError: value ? nonErrorOf(value, file) : 'nothing', isRefusal: false });
  }
  for (const { node, how, value } of handedErrors(file)) {
    // Other values may be answers: an object has fields that its receiver knows.
    if (nonErrorOf(value, file) === 'text') thrown.push({ node, how, value, nonError: 'text', isRefusal: false });
  }
  return thrown;
}

/** A throw to a catch clause of the same function that does not read the value: a way of going there, no error. */
function isJump(node: TSESTree.ThrowStatement, file: FileModel): boolean {
  const handler = file.errorHandling.protectedBy(node);
  if (handler?.node.type !== 'CatchClause') return false;
  return handler.node.param === null || (handler.error !== undefined && handler.error.references.length === 0);
}

/** `if (amount <= 0) throw …` in an exported function or a method: a limit that its caller has passed. */
function isRefusal(node: TSESTree.ThrowStatement, file: FileModel): boolean {
  const block = node.parent.type === 'BlockStatement' ? node.parent : node;
  const branch = block.parent;
  if (branch?.type !== 'IfStatement' || branch.consequent !== block) return false;
  const fn = enclosingFunction(branch);
  if (!fn || (fn.parent.type !== 'MethodDefinition' && !isExportedFunction(fn, file))) return false;
  const parameters = new Set(file.bindings.declaredBy(fn).filter(each => each.defs[0]?.type === 'Parameter'));
  const isParameter = (side: Node): boolean => side.type === 'Identifier' && parameters.has(file.bindings.variableOf(side)!);
  return file.index.within(branch.test, 'BinaryExpression').some(({ operator, left, right }) => /^[<>]=?$/.test(operator) && (isParameter(unwrap(left)) || isParameter(unwrap(right))));
}

function isExportedFunction(fn: FunctionNode, file: FileModel): boolean {
  const declaration = fn.type === 'FunctionDeclaration' ? fn : fn.parent;
  if (declaration.parent?.type === 'ExportNamedDeclaration' || declaration.parent?.type === 'ExportDefaultDeclaration') return true;
  return file.bindings.declaredBy(declaration).some(each => each.scope.block !== fn && isExported(each));
}

/** `Promise.reject`, or the name under which an executor or `Promise.withResolvers()` has it. */
export function isReject(node: Node, file: FileModel): boolean {
  const callee = unwrap(node);
  if (callee.type === 'MemberExpression') return file.bindings.isGlobal(callee.object, 'Promise') && staticName(callee) === 'reject';
  if (callee.type !== 'Identifier') return false;
  const definition = file.bindings.variableOf(callee)?.defs[0];
  if (definition?.type === 'Parameter' && isFunction(definition.node)) {
    const { parent } = definition.node;
    return parent.type === 'NewExpression' && file.bindings.isGlobal(parent.callee, 'Promise') && definition.node.params[1] === definition.name;
  }
  if (definition?.type !== 'Variable' || definition.node.id.type !== 'ObjectPattern') return false;
  const init = definition.node.init && unwrap(definition.node.init);
  const isResolvers = init?.type === 'CallExpression' && init.callee.type === 'MemberExpression' && file.bindings.isGlobal(init.callee.object, 'Promise') && staticName(init.callee) === 'withResolvers';
  return isResolvers && definition.node.id.properties.some(each => each.type === 'Property' && staticName(each) === 'reject' && each.value === definition.name);
}

function nonErrorOf(node: Node, file: FileModel, depth = 0): NonError | undefined {
  const value = unwrap(node);
  if (depth > 8) return undefined;
  switch (value.type) {
    case 'Literal':
      if (value.value === null) return 'raw' in value && value.raw !== 'null' ? undefined : 'nothing';
      return typeof value.value === 'string' ? 'text' : typeof value.value === 'number' ? 'number' : typeof value.value === 'boolean' ? 'boolean' : undefined;
    case 'TemplateLiteral':
      return 'text';
    case 'BinaryExpression':
      return value.operator === '+' && (isText(value.left, file, depth) || isText(value.right, file, depth)) ? 'text' : undefined;
    case 'ObjectExpression':
    case 'ArrayExpression':
      return 'object';
    case 'ConditionalExpression': {
      // `undefined` in a branch is what a check after it has ruled out.
      const branches = [value.consequent, value.alternate].map(each => nonErrorOf(each, file, depth + 1));
      return branches.find(each => each !== undefined && each !== 'nothing');
    }
    case 'LogicalExpression': {
      const fallback = value.operator === '&&' ? undefined : nonErrorOf(value.right, file, depth + 1);
      return fallback === 'nothing' ? undefined : fallback;
    }
    case 'CallExpression':
      if (isTextCall(value, file)) return 'text';
      return file.origins.of(value)?.kind === 'object' && !file.origins.of(value)?.promised ? 'object' : undefined;
    case 'NewExpression': {
      const origin = file.origins.of(value.callee);
      return origin?.kind === 'class' && isNoError(origin.node, file) ? 'instance' : undefined;
    }
    case 'MemberExpression':
      return isCaughtText(value, file) ? 'text' : undefined;
    case 'Identifier': {
      if (value.name === 'undefined' && !file.bindings.variableOf(value)) return 'nothing';
      const expression = file.origins.expressionOf(value);
      if (expression && expression !== value) return nonErrorOf(expression, file, depth + 1);
      return file.origins.of(value)?.kind === 'class' ? 'class' : undefined;
    }
    default:
      return undefined;
  }
}

function isText(node: Node, file: FileModel, depth: number): boolean {
  return nonErrorOf(node, file, depth + 1) === 'text';
}

function isTextCall(call: TSESTree.CallExpression, file: FileModel): boolean {
  const callee = unwrap(call.callee);
  if (file.bindings.isGlobal(callee, 'String')) return true;
  return callee.type === 'MemberExpression' && file.bindings.isGlobal(callee.object, 'JSON') && staticName(callee) === 'stringify';
}

// Names withdraw reports, they never make one: what is thrown to leave a place, and is no failure.
const NO_FAILURE = /redirect|response|signal|control|break|stop|abort|cancel|retry|skip|exit|done|return|suspend|halt|interrupt/i;

/** A class in view that extends nothing, takes no stack, and for which no handler of the file looks. */
function isNoError(node: ClassNode, file: FileModel): boolean {
  if (node.superClass || (node.implements?.length ?? 0) > 0 || NO_FAILURE.test(node.id?.name ?? '')) return false;
  if (file.index.within(node, 'Identifier').some(each => each.name === 'captureStackTrace' || each.name === 'stack')) return false;
  return !file.index.all('BinaryExpression').some(({ operator, right }) => {
    const origin = operator === 'instanceof' ? file.origins.of(right) : undefined;
    return origin?.kind === 'class' && origin.node === node;
  });
}

/** `err.message`, `err.stack` of a caught error. */
function isCaughtText(node: TSESTree.MemberExpression, file: FileModel): boolean {
  const name = staticName(node);
  const object = unwrap(node.object);
  if ((name !== 'message' && name !== 'stack') || object.type !== 'Identifier') return false;
  const definition = file.bindings.variableOf(object)?.defs[0];
  return definition?.type === 'CatchClause' && definition.name.parent === definition.node;
}

/** A property of a property of a caught value that nobody has looked at before: `err.response.status`. */
export interface BlindRead {
  readonly node: TSESTree.MemberExpression;
  readonly inner: TSESTree.MemberExpression;
  readonly error: string;
}

// Every error has these; a string, an array or a constructor stands there even on a bare object with a prototype.
const ALWAYS_THERE = new Set(['message', 'name', 'stack', 'constructor', 'toString', 'cause', 'code', 'prototype', '__proto__']);

/** Reads that throw inside the handler when the caught value is of another kind than expected. */
export function blindReads(file: FileModel): readonly BlindRead[] {
  const found: BlindRead[] = [];
  for (const clause of file.index.all('CatchClause')) {
    if (clause.param?.type !== 'Identifier') continue;
    const variable = file.bindings.variableOf(clause.param);
    if (!variable) continue;
    // One look at the error anywhere in the clause, and nobody can say from here what is left of it.
    if (variable.references.some(each => looksAt(each.identifier))) continue;
    for (const { identifier } of variable.references) {
      const inner = memberOf(identifier);
      const name = inner && staticName(inner);
      if (!inner || inner.optional || name === undefined || ALWAYS_THERE.has(name) || name.startsWith('is')) continue;
      const node = memberOf(inner);
      if (!node || node.optional) continue;
      found.push({ node, inner, error: clause.param.name });
      break;
    }
  }
  return found;
}

function memberOf(node: Node): TSESTree.MemberExpression | undefined {
  let current = node;
  while (current.parent && unwrap(current.parent) !== current.parent && current.parent.type !== 'ChainExpression') current = current.parent;
  const parent = current.parent;
  return parent?.type === 'MemberExpression' && parent.object === current ? parent : undefined;
}

/** Whether the error (or a field of it) is tested, compared, asked about or handed to something that may throw. */
function looksAt(identifier: Node): boolean {
  let node = identifier;
  for (let parent = node.parent; parent; node = parent, parent = node.parent) {
    switch (parent.type) {
      case 'IfStatement':
      case 'ConditionalExpression':
      case 'SwitchStatement':
      case 'WhileStatement':
        return (parent.type === 'SwitchStatement' ? parent.discriminant : parent.test) === node && !isDeep(identifier, node);
      case 'LogicalExpression':
        if (parent.left === node && !isDeep(identifier, node)) return true;
        continue;
      case 'UnaryExpression':
      case 'BinaryExpression':
        if (!isDeep(identifier, node)) return true;
        continue;
      case 'MemberExpression':
        if (parent.optional) return true;
        continue;
      case 'BlockStatement':
        return false;
      default:
        if (isFunction(parent)) return false;
    }
  }
  return false;
}

/** `err.response.status`, as against `err` and `err.response`. */
function isDeep(identifier: Node, end: Node): boolean {
  let depth = 0;
  for (let node = identifier; node !== end && node.parent; node = node.parent) if (node.parent.type === 'MemberExpression') depth += 1;
  return depth > 1;
}
