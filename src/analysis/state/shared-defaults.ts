import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, isFunction, isInside, rootOf, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { isWhereMissing } from './missing-values.js';
import type { SharedWrite } from './mutations.js';
import { nameOf, ONCE } from './open-functions.js';
import type { SharedPlace, SharedPlaces } from './shared-places.js';

/** A local name that holds a value of the module where the caller has given none. */
interface Default {
  /** Where it is said: the declaration, the parameter or the assignment. */
  readonly node: Node;
  readonly variable: Variable;
  /** The shared value. */
  readonly value: Node;
}

const OF_LISTS = new Set(['push', 'unshift', 'splice', 'sort', 'reverse', 'pop', 'shift', 'fill']);
const OF_COLLECTIONS = new Set(['set', 'add', 'delete', 'clear']);

/** `const list = relations ?? this.relations; list.push(…)`: the default is changed for everybody. */
export function* sharedDefaults(file: FileModel, places: SharedPlaces, writerOf: (fn: FunctionNode) => string): Iterable<SharedWrite> {
  for (const { node, variable, value } of defaultsIn(file)) {
    const place = places.of(value);
    const fn = enclosingFunction(node);
    if (!fn || !place || !isSharedContainer(place, value) || !holdsNothingElse(variable, node, value, file)) continue;
    const changes = variable.references.flatMap(({ identifier }) => (enclosingFunction(identifier) && identifier.range[0] > value.range[0] ? (changeOf(identifier, file) ?? []) : []));
    if (changes.length === 0 || !isMeantAsDefault(variable, value, fn, file)) continue;
    const as = changes.every(each => each.isShallow) ? copyOf(place, value, file) : undefined;
    // Told where the name is made: there the copy is missing.
    yield { node, place: place.text, fn, writer: writerOf(fn), how: 'shared-default', whose: 'call', alias: variable.name, ...(as && { copy: { node: value, as } }) };
  }
}

function* defaultsIn(file: FileModel): Iterable<Default> {
  const { index, bindings } = file;
  for (const node of index.all('VariableDeclarator')) {
    const fn = enclosingFunction(node);
    const value = fn && node.init && node.id.type === 'Identifier' ? defaultIn(node.init, fn, file) : undefined;
    const [variable] = value ? bindings.declaredBy(node) : [];
    if (value && variable) yield { node, variable, value };
  }
  for (const node of index.all('AssignmentPattern')) {
    // `(list = DEFAULTS)`, `({ list = DEFAULTS })`, `const { list = DEFAULTS } = options`
    const variable = node.left.type === 'Identifier' ? bindings.variableOf(node.left) : undefined;
    const definition = variable && bindings.definitionOf(variable);
    if (variable && (definition?.type === 'Parameter' || (definition?.type === 'Variable' && isOfCaller(definition.node.init, enclosingFunction(node))))) yield { node, variable, value: node.right };
  }
  for (const node of index.all('AssignmentExpression')) {
    const name = unwrap(node.left);
    const fn = enclosingFunction(node);
    const variable = name.type === 'Identifier' && fn ? bindings.variableOf(name) : undefined;
    if (!variable || !fn || name.type !== 'Identifier' || variable.scope.block.type === 'Program') continue;
    const isLacking = node.operator === '??=' || node.operator === '||=' || (node.operator === '=' && isWhereMissing(node, each => bindings.variableOf(each) === variable));
    const value = isLacking ? node.right : node.operator === '=' ? defaultIn(node.right, fn, file) : undefined;
    if (value) yield { node, variable, value };
  }
}

/** `given ?? value`, `given ? given : value`, where `given` is of the caller. */
function defaultIn(expression: Node, fn: FunctionNode, { sourceCode }: FileModel): Node | undefined {
  const node = unwrap(expression);
  if (node.type === 'LogicalExpression') return node.operator !== '&&' && isOfCaller(node.left, fn) ? node.right : undefined;
  if (node.type !== 'ConditionalExpression') return undefined;
  const [given, value] = isOfCaller(node.consequent, fn) ? [node.consequent, node.alternate] : [node.alternate, node.consequent];
  return isOfCaller(given, fn) && sourceCode.getText(node.test).includes(sourceCode.getText(given)) ? value : undefined;
}

/** A parameter of the function, or a member of one. */
function isOfCaller(node: Node | null | undefined, fn: FunctionNode | undefined): boolean {
  const root = node && rootOf(node);
  if (root?.type !== 'Identifier' || !fn) return false;
  return fn.params.some(parameter => namesIn(parameter).includes(root.name));
}

function namesIn(pattern: Node): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'ObjectPattern':
      return pattern.properties.flatMap(each => namesIn(each.type === 'Property' ? each.value : each.argument));
    case 'ArrayPattern':
      return pattern.elements.flatMap(each => (each ? namesIn(each) : []));
    default:
      return [];
  }
}

/** A field without a visible value counts too where its declared type is a list. */
function isSharedContainer(place: SharedPlace, node: Node): boolean {
  if (place.isContainer) return true;
  if ('references' in place.owner) return false;
  const member = place.owner.body.body.find(each => each.type === 'PropertyDefinition' && staticName(each) === place.field);
  return node.type === 'MemberExpression' && member?.type === 'PropertyDefinition' && member.typeAnnotation?.typeAnnotation.type === 'TSArrayType';
}

/** Besides what the caller gives; another value may be a copy. */
function holdsNothingElse(variable: Variable, node: Node, value: Node, { bindings, sourceCode }: FileModel): boolean {
  const definition = bindings.definitionOf(variable);
  if (!definition) return false;
  const isDefault = (given: Node | null | undefined): boolean => given !== null && given !== undefined && isInside(value, given) && isInside(value, node);
  if (definition.type === 'Variable' && definition.node.init && !isInside(node, definition.node) && !isOfCaller(definition.node.init, enclosingFunction(node))) return false;
  return bindings.assignmentsTo(variable).every(({ identifier, writeExpr }) => isInside(identifier, node) || isDefault(writeExpr) || (writeExpr !== null && writeExpr !== undefined && sourceCode.getText(writeExpr) === sourceCode.getText(value)));
}

/** What is there to be filled, a registry, is empty at first, and given back by nobody; a name that says so is enough to be left alone. */
function isMeantAsDefault(variable: Variable, value: Node, fn: FunctionNode, file: FileModel): boolean {
  if (ONCE.test(nameOf(fn)) && nameOf(fn) !== 'this function' && !givesBack(variable)) return false;
  const made = file.origins.expressionOf(value);
  const isEmpty = made?.type === 'NewExpression' ? made.arguments.length === 0 : made?.type === 'ArrayExpression' ? made.elements.length === 0 : made?.type === 'ObjectExpression' && made.properties.length === 0;
  return !isEmpty || givesBack(variable);
}

function givesBack(variable: Variable): boolean {
  return variable.references.some(({ identifier }) => wrapped(identifier).parent?.type === 'ReturnStatement');
}

/** The change that an occurrence of a name makes to what it holds; shallow where a shallow copy keeps the original from it. */
function changeOf(identifier: Node, { bindings }: FileModel): { readonly isShallow: boolean } | undefined {
  let at = wrapped(identifier);
  const isFirst = (): boolean => at === wrapped(identifier);
  const given = at.parent;
  if (given?.type === 'CallExpression' && given.arguments[0] === at && given.callee.type === 'MemberExpression') {
    return bindings.isGlobal(given.callee.object, 'Object') && staticName(given.callee) === 'assign' ? { isShallow: true } : undefined;
  }
  for (let member = at.parent; member?.type === 'MemberExpression' && member.object === at; member = at.parent) {
    const name = staticName(member);
    const place = wrapped(member);
    const { parent } = place;
    const isShallow = isFirst();
    if (parent?.type === 'AssignmentExpression' && parent.left === place) return { isShallow };
    if (parent?.type === 'UpdateExpression' || (parent?.type === 'UnaryExpression' && parent.operator === 'delete')) return { isShallow };
    if (parent?.type === 'CallExpression' && parent.callee === place) return name !== undefined && (OF_LISTS.has(name) || (isShallow && OF_COLLECTIONS.has(name))) ? { isShallow } : undefined;
    at = place;
  }
  return undefined;
}

function copyOf(place: SharedPlace, value: Node, file: FileModel): NonNullable<SharedWrite['copy']>['as'] | undefined {
  const made = file.origins.expressionOf(value) ?? (place.field === undefined ? undefined : fieldValue(place));
  if (!made) return !place.isContainer ? 'list' : undefined;
  const node = unwrap(made);
  if (node.type === 'ArrayExpression') return 'list';
  if (node.type === 'ObjectExpression') return 'object';
  if (node.type !== 'NewExpression' || node.callee.type !== 'Identifier') return place.isContainer ? undefined : 'list';
  const { name } = node.callee;
  return name === 'Map' || name === 'Set' ? name : name === 'Array' ? 'list' : undefined;
}

function fieldValue({ owner, field }: SharedPlace): Node | undefined {
  if ('references' in owner) return undefined;
  const member: TSESTree.ClassElement | undefined = owner.body.body.find(each => each.type === 'PropertyDefinition' && staticName(each) === field);
  return member?.type === 'PropertyDefinition' && member.value && !isFunction(member.value) ? member.value : undefined;
}
