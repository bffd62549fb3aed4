import type { RetentionFacts } from '../../catalog/schema.js';
import { enclosingFunction, isFunction, isInside, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { runsInTestsOnly } from '../flow/development.js';
import type { LibraryCall } from '../values/library-calls.js';

/** A cache or memoiser of a library that lives as long as the process, and is given keys of any number. */
export interface UnboundedCache {
  readonly call: LibraryCall;
  readonly facts: RetentionFacts;
  /** It takes entries out when their time is over, and bounds nothing while more come in. */
  readonly expires: boolean;
}

const PUTS: ReadonlySet<string | undefined> = new Set(['set', 'mset', 'add', 'load', 'loadMany', 'prime']);
const TAKES: ReadonlySet<string | undefined> = new Set(['del', 'delete', 'take', 'flushAll', 'clear', 'clearAll', 'reset', 'cache', 'prune', 'purgeStale']);

/** Types that have more values than a cache should hold. */
const OPEN = new Set(['TSStringKeyword', 'TSNumberKeyword', 'TSBigIntKeyword', 'TSAnyKeyword', 'TSUnknownKeyword', 'TSObjectKeyword', 'TSArrayType', 'TSTypeLiteral']);

const GIVEN: ReadonlySet<string | undefined> = new Set(['request', 'context', 'message']);

/** In source order. */
export function unboundedCaches(file: FileModel): readonly UnboundedCache[] {
  return file.calls.having('retains').flatMap(call => {
    const facts = call.entry.retains!;
    const bound = boundOf(call, facts, file);
    if (bound === 'bounded') return [];
    const holder = holderOf(call.node, file);
    if (!holder || (facts.perRequest && holder.field !== undefined)) return [];
    // Entries that somebody takes out are looked after, where they do not expire by themselves.
    if (bound === 'none' && holder.uses.some(each => TAKES.has(memberOf(each)))) return [];
    const isFed = facts.memoizes === undefined ? holder.uses.some(each => takesAnyKey(each, file)) : hasParameters(call.node.arguments[facts.memoizes], file);
    return isFed ? [{ call, facts, expires: bound === 'expires' }] : [];
  });
}

function boundOf({ node }: LibraryCall, { argument, bounds, expires = [], off = [] }: RetentionFacts, file: FileModel): 'bounded' | 'expires' | 'none' {
  if (node.arguments.some(each => each.type === 'SpreadElement')) return 'bounded';
  const options = argument === undefined ? undefined : node.arguments[argument];
  // A number, or something that cannot be seen.
  if (options && file.origins.expressionOf(options)?.type !== 'ObjectExpression') return 'bounded';
  const isSet = (option: string): boolean => {
    const found = options && file.options.at(options, option);
    if (!found || found.state === 'absent') return false;
    const value = found.state === 'present' ? file.options.valueOf(found.value) : undefined;
    return !(value && (value.value === undefined || off.some(each => each === value.value)));
  };
  if (bounds.some(isSet)) return 'bounded';
  return expires.some(isSet) ? 'expires' : 'none';
}

interface Holder {
  /** The name of the field; undefined for a variable of the module. */
  readonly field: string | undefined;
  readonly uses: readonly Node[];
}

/** The variable of the module, or the field, that keeps what a call makes. */
function holderOf(made: Node, file: FileModel): Holder | undefined {
  const place = wrapped(made);
  const { parent } = place;
  if (parent?.type === 'PropertyDefinition' && parent.value === place) return fieldOf(staticName(parent), file);
  if (parent?.type === 'AssignmentExpression' && parent.right === place) {
    const target = unwrap(parent.left);
    if (target.type === 'MemberExpression') return unwrap(target.object).type === 'ThisExpression' ? fieldOf(staticName(target), file) : undefined;
    return target.type === 'Identifier' ? variableHolder(target, file) : undefined;
  }
  if (parent?.type !== 'VariableDeclarator' || parent.init !== place || parent.id.type !== 'Identifier' || enclosingFunction(made)) return undefined;
  return variableHolder(parent.id, file);
}

function variableHolder(name: Node, { bindings }: FileModel): Holder | undefined {
  const variable = bindings.variableOf(name);
  if (!variable || variable.identifiers.some(each => enclosingFunction(each))) return undefined;
  return { field: undefined, uses: variable.references.filter(each => each.isRead()).map(each => each.identifier) };
}

function fieldOf(name: string | undefined, { index }: FileModel): Holder | undefined {
  return name === undefined ? undefined : { field: name, uses: index.all('MemberExpression').filter(each => staticName(each) === name && unwrap(each.object).type === 'ThisExpression') };
}

function memberOf(use: Node): string | undefined {
  const { parent } = wrapped(use);
  return parent?.type === 'MemberExpression' && parent.object === wrapped(use) ? staticName(parent) : undefined;
}

/** `cache.set(id, …)` with a key that comes from a parameter. */
function takesAnyKey(use: Node, file: FileModel): boolean {
  const member = wrapped(use).parent;
  if (!PUTS.has(memberOf(use)) || !member) return false;
  const call = wrapped(member).parent;
  const key = call?.type === 'CallExpression' && call.callee === wrapped(member) ? call.arguments[0] : undefined;
  return key !== undefined && isOpenKey(key, file) && !runsInTestsOnly(use, file);
}

/** Whether an expression is made of what the function around it is given, so that it can have any value. */
export function isOpenKey(key: Node, file: FileModel, depth = 0): boolean {
  if (depth > 4) return false;
  return file.index.within(key, 'Identifier').some(name => {
    const variable = isInside(name, key) ? file.bindings.variableOf(name) : undefined;
    const definition = variable && file.bindings.definitionOf(variable);
    if (!variable || !definition || !enclosingFunction(definition.name)) return false;
    if (definition.type === 'Parameter') return isOpen(name, key, definition.name, file);
    if (definition.type !== 'Variable' || definition.node.type !== 'VariableDeclarator') return false;
    return definition.node.init ? isOpenKey(definition.node.init, file, depth + 1) : definition.node.parent.parent.type === 'ForOfStatement';
  });
}

/** Whether a parameter, or the member of it that stands in a key, can have any value; a type that is out of view may stand for a few: `Locale`. */
function isOpen(name: Node, key: Node, parameter: Node, file: FileModel): boolean {
  const { declared } = file.origins;
  let whole = name;
  while (whole !== key && whole.parent?.type === 'MemberExpression' && whole.parent.object === whole) whole = whole.parent;
  const type = declared.resolve(declared.of(whole));
  if (type) return OPEN.has(type.type);
  return !isAnnotated(parameter) || GIVEN.has(file.handlers.partOf(name));
}

function isAnnotated(parameter: Node): boolean {
  for (let current: Node | undefined = parameter; current && !isFunction(current); current = current.parent) {
    if ('typeAnnotation' in current && current.typeAnnotation) return true;
  }
  return false;
}

/** Whether a function whose results are kept is in view and takes arguments. */
function hasParameters(node: Node | undefined, file: FileModel): boolean {
  const fn = node && node.type !== 'SpreadElement' ? file.origins.functionOf(node) : undefined;
  return fn?.params.some(each => (each.type === 'Identifier' ? isOpen(each, each, each, file) : true)) === true;
}
