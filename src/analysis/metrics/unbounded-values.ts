import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, enclosingFunction, isFunction, isInside, leavesFunction, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { isSameValue } from '../values/same-value.js';
import { Callers } from '../waits/callers.js';
import { accessOf, calledPart, requestPart, type RequestPart } from './request-parts.js';

/** What makes a value another one again and again. */
export interface UnboundedValue {
  /** The expression that does: the value itself, or a part of it. */
  readonly node: Node;
  readonly kind: RequestPart | 'unmatched' | 'time' | 'count' | 'text';
}

const MAX_DEPTH = 8;
/** Methods that give the same in another form. */
const SAME = new Set(['toString', 'toLowerCase', 'toUpperCase', 'toLocaleLowerCase', 'trim', 'toFixed', 'valueOf', 'toJSON', 'toHexString', 'normalize', 'concat']);
const OF_DATE = new Set(['getTime', 'toISOString', 'toJSON', 'valueOf', 'toString', 'toUTCString', 'toLocaleString']);
const MEMBERSHIP = new Set(['has', 'includes', 'test', 'hasOwn', 'hasOwnProperty', 'some', 'match']);

/** Which expressions can have any number of values, by proof: never by the name of a variable. */
export class UnboundedValues {
  /** What calls the functions of the file. */
  readonly callers: Callers;
  readonly #memo = new Map<Node, UnboundedValue | undefined>();

  constructor(private readonly file: FileModel) {
    this.callers = new Callers(file);
  }

  /** Why an expression can have any number of values; undefined where nobody can say. */
  of(node: Node, depth = 0): UnboundedValue | undefined {
    if (this.#memo.has(node)) return this.#memo.get(node);
    if (depth > MAX_DEPTH) return undefined;
    this.#memo.set(node, undefined);
    const found = isClaimed(node) ? undefined : this.#find(unwrap(node), depth + 1);
    this.#memo.set(node, found);
    return found;
  }

  #find(value: Node, depth: number): UnboundedValue | undefined {
    switch (value.type) {
      case 'TemplateLiteral':
        return this.#first(value.expressions, depth);
      case 'BinaryExpression':
        return this.#ofOperation(value, depth);
      case 'LogicalExpression':
        if (value.operator === '&&') return this.of(value.right, depth);
        return isRoutePattern(value.left, this.file) ? this.#ofUnmatched(value.right, depth) : this.#first([value.left, value.right], depth);
      case 'ConditionalExpression':
        return isRoutePattern(value.consequent, this.file) ? this.#ofUnmatched(value.alternate, depth) : this.#first([value.consequent, value.alternate], depth);
      case 'CallExpression':
        return this.#ofCall(value, depth);
      case 'NewExpression':
        return this.file.bindings.isGlobal(value.callee, 'Date') && value.arguments.length === 0 ? { node: value, kind: 'time' } : undefined;
      case 'Identifier':
        return this.#ofPlace(value, depth) ?? this.#ofName(value, depth);
      case 'MemberExpression':
        return this.#ofPlace(value, depth) ?? this.#ofMember(value, depth);
      default:
        return undefined;
    }
  }

  #first(nodes: readonly Node[], depth: number): UnboundedValue | undefined {
    for (const each of nodes) {
      const found = this.of(each, depth);
      if (found) return found;
    }
    return undefined;
  }

  #ofOperation({ operator, left, right }: TSESTree.BinaryExpression, depth: number): UnboundedValue | undefined {
    if (left.type === 'PrivateIdentifier') return undefined;
    if (operator === '+') return this.#first([left, right], depth);
    if (operator !== '-' && operator !== '*' && operator !== '/') return undefined;
    const found = this.#first([left, right], depth);
    return found?.kind === 'time' || found?.kind === 'count' ? found : undefined;
  }

  /** `req.route?.path ?? req.path`: a middleware also sees requests of no route; the handler of a route does not. */
  #ofUnmatched(address: Node, depth: number): UnboundedValue | undefined {
    const found = this.file.handlers.around(address)?.kind === 'route' ? undefined : this.of(address, depth);
    return found?.kind === 'address' ? { node: found.node, kind: 'unmatched' } : found;
  }

  #ofCall(call: TSESTree.CallExpression, depth: number): UnboundedValue | undefined {
    const { bindings, calls, origins } = this.file;
    const callee = unwrap(call.callee);
    const [first] = call.arguments;
    if (calls.at(call)?.entry.unique || this.#isGlobalMember(callee, 'crypto', 'randomUUID')) return { node: call, kind: 'id' };
    const part = calledPart(call, this.file);
    if (part) return { node: call, kind: part };
    if (callee.type === 'Identifier' && bindings.isGlobal(callee, 'String', 'Number', 'encodeURIComponent', 'decodeURIComponent', 'decodeURI')) return first && first.type !== 'SpreadElement' ? this.of(first, depth) : undefined;
    if (callee.type !== 'MemberExpression') return undefined;
    const name = staticName(callee) ?? '';
    const clock = origins.of(callee);
    if (this.#isGlobalMember(callee, 'Date', 'now') || this.#isGlobalMember(callee, 'performance', 'now') || (clock?.kind === 'library' && /(?:^|\.)(?:performance\.now|hrtime(?:\.bigint)?)$/.test(clock.path))) return { node: call, kind: 'time' };
    if (bindings.isGlobal(callee.object, 'Math')) return ['round', 'floor', 'ceil', 'trunc'].includes(name) && first && first.type !== 'SpreadElement' && !divides(first) ? this.of(first, depth) : undefined;
    if (bindings.isGlobal(callee.object, 'JSON') && name === 'stringify') return first && first.type !== 'SpreadElement' ? this.#ofStringified(first, depth) : undefined;
    const object = unwrap(callee.object);
    if (object.type === 'NewExpression') return OF_DATE.has(name) ? this.of(object, depth) : undefined;
    return SAME.has(name) ? this.#first([object, ...call.arguments], depth) : undefined;
  }

  #ofStringified(value: Node, depth: number): UnboundedValue | undefined {
    const object = this.file.options.objectOf(value);
    return this.of(value, depth) ?? (object && this.#first(object.properties.map(each => (each.type === 'Property' ? each.value : each.argument)), depth));
  }

  #isGlobalMember(callee: Node, object: string, name: string): boolean {
    return callee.type === 'MemberExpression' && staticName(callee) === name && this.file.bindings.isGlobal(unwrap(callee.object), object);
  }

  /** A part of a request or of a message, or what an error says. */
  #ofPlace(value: Node, depth: number): UnboundedValue | undefined {
    if (this.#isOneOfFew(value)) return undefined;
    if (this.file.errorValues.of(value)) return { node: value, kind: 'text' };
    const access = accessOf(value, this.file);
    if (!access) return undefined;
    const part = requestPart(access, this.file);
    if (part) return { node: value, kind: part };
    const [key, ...more] = access.keys;
    if (depth <= MAX_DEPTH && more.length === 0 && (key === 'message' || key === 'stack') && this.file.errorValues.of(access.root)) return { node: value, kind: 'text' };
    return undefined;
  }

  #ofMember(member: TSESTree.MemberExpression, depth: number): UnboundedValue | undefined {
    const object = unwrap(member.object);
    const name = staticName(member);
    // `req.url.split('?')[0]`
    if (object.type === 'CallExpression' && name === '0') {
      const callee = unwrap(object.callee);
      const isQuery = object.arguments[0]?.type === 'Literal' && (object.arguments[0].value === '?' || object.arguments[0].value === '#');
      return isQuery && callee.type === 'MemberExpression' && staticName(callee) === 'split' ? this.of(callee.object, depth) : undefined;
    }
    const made = this.file.origins.expressionOf(object) ?? object;
    if (made.type === 'NewExpression' && this.file.bindings.isGlobal(made.callee, 'URL')) return /^(?:pathname|href|search)$/.test(name ?? '') && made.arguments[0] ? this.of(made.arguments[0], depth) : undefined;
    return object.type === 'ThisExpression' && name !== undefined ? this.#ofField(member, name, depth) : undefined;
  }

  #ofName(name: TSESTree.Identifier, depth: number): UnboundedValue | undefined {
    const { bindings, origins } = this.file;
    const variable = bindings.variableOf(name);
    const definition = variable && bindings.definitionOf(variable);
    if (!variable || !definition) return undefined;
    if (definition.type === 'Parameter') return this.#isOneOfFew(name) || !bindings.isConstant(variable) ? undefined : this.#ofParameter(name, definition.node, depth);
    if (definition.type !== 'Variable') return undefined;
    if (!enclosingFunction(definition.name) && this.#onlyGrows(variable.references.map(each => each.identifier))) return { node: name, kind: 'count' };
    const values = origins.valuesOf(name);
    return values && values.length > 0 && !this.#isOneOfFew(name) ? this.#ofAll(values, name, depth) : undefined;
  }

  /** All of its values can be anything. */
  #ofAll(values: readonly Node[], node: Node, depth: number): UnboundedValue | undefined {
    const found = values.map(each => this.of(each, depth));
    const [first] = found;
    return first && found.every(Boolean) ? { node, kind: first.kind } : undefined;
  }

  #ofField(member: TSESTree.MemberExpression, name: string, depth: number): UnboundedValue | undefined {
    const owner = classOfThis(member);
    if (!owner || owner.isStatic) return undefined;
    const places = this.file.index.within(owner.node, 'MemberExpression').filter(each => each.object.type === 'ThisExpression' && staticName(each) === name && classOfThis(each)?.node === owner.node);
    if (this.#onlyGrows(places)) return { node: member, kind: 'count' };
    const values = this.file.origins.valuesOf(member);
    return values && values.length > 0 ? this.#ofAll(values, member, depth) : undefined;
  }

  /** It is counted up, and never set again. */
  #onlyGrows(places: readonly Node[]): boolean {
    let grows = false;
    for (const place of places) {
      const { parent } = place;
      if (parent?.type === 'UpdateExpression') {
        if (parent.operator !== '++') return false;
        grows = true;
      } else if (parent?.type === 'AssignmentExpression' && parent.left === place) {
        if (parent.operator === '=' && isConstructed(parent)) continue;
        return false;
      }
    }
    return grows;
  }

  #ofParameter(name: TSESTree.Identifier, fn: Node, depth: number): UnboundedValue | undefined {
    const variable = this.file.bindings.variableOf(name);
    if (!isFunction(fn) || !variable) return undefined;
    for (const { given } of this.callers.of(fn, () => true)) {
      const argument = given.get(variable);
      const found = argument?.node && argument.key === undefined && argument.without === undefined ? this.of(argument.node, depth) : undefined;
      if (found) return { node: name, kind: found.kind };
    }
    return undefined;
  }

  /** Whether what stands around it lets only values through that the program knows. */
  #isOneOfFew(value: Node): boolean {
    const fn = enclosingFunction(value) ?? this.file.ast;
    for (const call of this.file.index.within(fn, 'CallExpression')) {
      const callee = unwrap(call.callee);
      if (callee.type !== 'MemberExpression' || !MEMBERSHIP.has(staticName(callee) ?? '')) continue;
      if (call.arguments.some(each => isSameValue(each, value, this.file.bindings)) && holdsWhere(call, value)) return true;
    }
    for (const each of this.file.index.within(fn, 'BinaryExpression')) {
      if (each.operator === 'in' && isSameValue(each.left, value, this.file.bindings) && holdsWhere(each, value)) return true;
    }
    return this.file.index.within(fn, 'SwitchStatement').some(each => isSameValue(each.discriminant, value, this.file.bindings) && isInside(value, each) && each.discriminant !== value);
  }
}

/** The pattern of a request's route, or a text with it: `req.baseUrl + req.route.path`. */
function isRoutePattern(node: Node, file: FileModel): boolean {
  const value = unwrap(node);
  if (value.type === 'TemplateLiteral') return value.expressions.some(each => isRoutePattern(each, file));
  if (value.type === 'BinaryExpression') return value.left.type !== 'PrivateIdentifier' && [value.left, value.right].some(each => isRoutePattern(each, file));
  // `(req.route && req.route.path) || req.path`
  if (value.type === 'LogicalExpression') return value.operator === '&&' && isRoutePattern(value.right, file);
  return /^(?:route|routeOptions|routerPath|_matchedRoute)/.test(accessOf(value, file)?.keys[0] ?? '');
}

/** `x as OrderType`: its author says that it is one of them. */
function isClaimed(node: Node): boolean {
  for (let current: Node = node; ; current = current.expression) {
    if (current.type !== 'TSAsExpression' && current.type !== 'TSTypeAssertion' && current.type !== 'TSNonNullExpression' && current.type !== 'ChainExpression') return false;
    if ((current.type === 'TSAsExpression' || current.type === 'TSTypeAssertion') && current.typeAnnotation.type !== 'TSStringKeyword' && current.typeAnnotation.type !== 'TSAnyKeyword' && current.typeAnnotation.type !== 'TSUnknownKeyword' && current.typeAnnotation.type !== 'TSNumberKeyword') return true;
  }
}

function divides(node: Node): boolean {
  const value = unwrap(node);
  return value.type === 'BinaryExpression' && (value.operator === '/' || value.operator === '%' || (value.left.type !== 'PrivateIdentifier' && divides(value.left)));
}

/** Whether a test holds wherever a value stands. */
function holdsWhere(test: Node, value: Node): boolean {
  let holds = true;
  for (let current = wrapped(test), parent = current.parent; parent; current = parent, parent = current.parent) {
    if (parent.type === 'UnaryExpression' && parent.operator === '!') holds = !holds;
    else if (parent.type === 'ConditionalExpression' || parent.type === 'IfStatement') {
      if (parent.test !== current) return false;
      const branch = holds ? parent.consequent : parent.alternate;
      if (branch && isInside(value, branch)) return true;
      return parent.type === 'IfStatement' && !holds && leavesFunction(parent.consequent) && value.range[0] >= parent.range[1];
    } else if (parent.type === 'LogicalExpression') {
      if (parent.left === current && parent.operator === (holds ? '&&' : '||') && isInside(value, parent.right)) return true;
    } else if (parent.type !== 'ChainExpression') return false;
  }
  return false;
}

function isConstructed(node: Node): boolean {
  const fn = enclosingFunction(node);
  return fn?.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor';
}
