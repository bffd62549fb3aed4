import type { TSESTree } from '@typescript-eslint/utils';
import type { LogFacts } from '../../catalog/schema.js';
import { classOfThis, lastName, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';

/** The names by which objects that log are called. */
export const LEVELS: ReadonlyMap<string, LogFacts['level']> = new Map([
  ['trace', 'trace'], ['debug', 'debug'], ['verbose', 'debug'], ['info', 'info'], ['warn', 'warn'], ['error', 'error'], ['fatal', 'fatal'],
]);

/** A call of an object that logs by all that the file does with it, though nobody sees where it is from. */
export interface LogLikeCall {
  readonly node: TSESTree.CallExpression;
  readonly method: string;
  readonly level: LogFacts['level'];
  /** All such calls of the object, this one among them. */
  readonly siblings: readonly LogLikeCall[];
}

/**
 * Calls of objects that are called by the names of two levels or more, each time as a statement: `logger.error(…)` beside
 * `logger.info(…)`. What such a call prints, and how, is unknown; that it records and goes on is not.
 */
export function logLikeCalls(file: FileModel): readonly LogLikeCall[] {
  return file.logs.groups.flatMap(calls => (new Set(calls.map(each => each.level)).size >= 2 ? calls : []));
}

/** Calls of objects of which the file uses one level only, and that an import or a type calls a logger: `import { logger } from './logger'`. */
export function importedLogCalls(file: FileModel): readonly LogLikeCall[] {
  return file.logs.groups.flatMap(calls => {
    const [first] = calls;
    const callee = first && unwrap(first.node.callee);
    return callee?.type === 'MemberExpression' && new Set(calls.map(each => each.level)).size === 1 && isDeclaredLogger(unwrap(callee.object), file) ? calls : [];
  });
}

/** Whether nothing speaks against it: the object is called a logger, or an import or a type of it is. Others have levels too: `toast.error(…)`. */
export function isCalledLogger({ node }: LogLikeCall, file: FileModel): boolean {
  const callee = unwrap(node.callee);
  if (callee.type !== 'MemberExpression') return false;
  const object = unwrap(callee.object);
  return LOGGER_NAME.test(lastName(object) ?? '') || isDeclaredLogger(object, file);
}

/** Calls by the names of levels, by the object that is called. */
export function findGroups(file: FileModel): readonly (readonly LogLikeCall[])[] {
  const byOwner = new Map<unknown, Map<string, LogLikeCall[]>>();
  for (const node of file.index.callsNamed(...LEVELS.keys())) {
    const callee = unwrap(node.callee);
    const method = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    const level = method === undefined ? undefined : LEVELS.get(method);
    if (callee.type !== 'MemberExpression' || method === undefined || !level || file.calls.at(node)) continue;
    const object = unwrap(callee.object);
    const key = ownerOf(object, file);
    if (!key) continue;
    const byPath = byOwner.get(key.owner) ?? new Map<string, LogLikeCall[]>();
    byOwner.set(key.owner, byPath);
    const siblings = byPath.get(key.path) ?? [];
    byPath.set(key.path, siblings);
    siblings.push({ node, method, level, siblings });
  }
  return [...byOwner.values()].flatMap(byPath => [...byPath.values()]).filter(calls => calls.every(each => isDropped(each.node)));
}

const LOGGER_NAME = /^[#$_]*(?:log|LOG)(?:ger|ging|GER)?_?$|(?:Log|LOG|_log)(?:ger|ging|GER)?_?$/;
const LOGGER_EXPORT = /^(?:log|logger|Log|Logger|LOG|LOGGER|\w*Logger)$/;
const LOGGER_TYPE = /^\w*Logger(?:Service|Interface|Like|Type)?$/;
const LOGGER_MODULE = /(?:^|[/\\])(?:log|logger|logging)(?:\.\w+)?$/i;

/** Whether an import gives the object under the name of a logger, or its annotation names an imported type that is one. */
function isDeclaredLogger(object: Node, file: FileModel): boolean {
  if (object.type === 'Identifier') {
    const variable = file.bindings.variableOf(object);
    const definition = variable && file.bindings.definitionOf(variable);
    if (!variable || !definition) return false;
    const imported = definition.type === 'ImportBinding' ? file.imports.ofDefinition(definition.node) : undefined;
    if (imported) return imported.path === 'default' ? LOGGER_MODULE.test(imported.module) : LOGGER_EXPORT.test(imported.path);
    return isLoggerType(variable.identifiers[0]?.typeAnnotation, file);
  }
  if (object.type !== 'MemberExpression' || object.object.type !== 'ThisExpression') return false;
  const name = staticName(object);
  return classOfThis(object.object)?.node.body.body.some(member => {
    if (member.type === 'PropertyDefinition') return staticName(member) === name && isLoggerType(member.typeAnnotation, file);
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') return false;
    return member.value.params.some(each => each.type === 'TSParameterProperty' && each.parameter.type === 'Identifier' && each.parameter.name === name && isLoggerType(each.parameter.typeAnnotation, file));
  }) === true;
}

function isLoggerType(annotation: TSESTree.TSTypeAnnotation | null | undefined, file: FileModel): boolean {
  const type = annotation?.typeAnnotation;
  if (type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier' || !LOGGER_TYPE.test(type.typeName.name)) return false;
  const variable = file.bindings.variableOf(type.typeName);
  return variable !== undefined && file.bindings.definitionOf(variable)?.type === 'ImportBinding';
}

/** What the logger is a value of: a variable that is never set again, or a field of `this`. */
function ownerOf(object: Node, file: FileModel): { readonly owner: unknown; readonly path: string } | undefined {
  let root = object;
  const path: string[] = [];
  while (root.type === 'MemberExpression') {
    const name = staticName(root);
    if (name === undefined || path.length > 4) return undefined;
    path.unshift(name);
    root = unwrap(root.object);
  }
  if (root.type === 'ThisExpression') {
    const owner = classOfThis(root);
    return owner && path.length > 0 ? { owner: owner.node, path: path.join('.') } : undefined;
  }
  const variable = root.type === 'Identifier' ? file.bindings.variableOf(root) : undefined;
  return variable && file.bindings.isConstant(variable) ? { owner: variable, path: path.join('.') } : undefined;
}

/** Whether nobody takes what the call gives: a statement, or all that an arrow function does. */
function isDropped(node: Node): boolean {
  let current = node;
  while (current.parent && unwrap(current.parent) !== current.parent) current = current.parent;
  const parent = current.parent;
  return parent?.type === 'ExpressionStatement' || parent?.type === 'LogicalExpression' || (parent?.type === 'ArrowFunctionExpression' && parent.body === current);
}
