import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import { staticValue, type StaticValue } from '../../syntax/values.js';
import type { Node } from '../../syntax/walk.js';
import type { Bindings, Variable } from './bindings.js';
import type { Origins } from './origins.js';

export type OptionValue =
  | { readonly state: 'absent' }
  | { readonly state: 'present'; readonly value: Node; readonly property: TSESTree.Property | TSESTree.AssignmentExpression; readonly given?: Given }
  /** A spread, a parameter, a value made elsewhere: nobody can say from here. */
  | { readonly state: 'unknown' };

/** What one call gives to the parameters of a function: the value of each name that they bind. */
export type Given = ReadonlyMap<Variable, GivenValue>;

interface GivenValue {
  /** Undefined where the call leaves the argument out. */
  readonly node: Node | undefined;
  /** What holds where `node` stands. */
  readonly given?: Given;
  /** The default of the parameter. */
  readonly fallback?: Node | undefined;
  /** The property of `node` that a pattern takes. */
  readonly key?: string;
  /** `node` without these: the rest of a pattern. */
  readonly without?: readonly string[];
}

const ABSENT: OptionValue = { state: 'absent' };
const UNKNOWN: OptionValue = { state: 'unknown' };
const NOTHING: Given = new Map();

/** Options of calls, resolved as far as they can be seen: literals, constants, spreads of constants, later assignments, functions in view. */
export class OptionValues {
  constructor(
    private readonly bindings: Bindings,
    private readonly origins: Origins,
    /** The `return` statements of a function's own. */
    private readonly returnsOf: (fn: FunctionNode) => readonly TSESTree.ReturnStatement[],
  ) {}

  /** What the options argument `node` holds at `path` (`timeout.request`, `\.` for a dot within a name), where parameters hold what is `given`; a missing argument holds nothing. */
  at(node: Node | undefined, path: string, given: Given = NOTHING): OptionValue {
    let current: OptionValue | undefined;
    let object = node;
    let within = given;
    for (const key of keysOf(path)) {
      if (current) {
        if (current.state !== 'present') return current;
        object = current.value;
        within = current.given ?? NOTHING;
      }
      current = this.#property(object, key, 0, within);
    }
    return current ?? ABSENT;
  }

  /** What the options that a function gives, or promises, hold at `path`. */
  ofResult(fn: FunctionNode, path: string): OptionValue {
    const [first = '', ...rest] = path.split('.');
    const found = this.#returnedBy(fn, first, 0, NOTHING);
    return rest.length === 0 || found.state !== 'present' ? found : this.at(found.value, rest.join('.'), found.given);
  }

  /** The static value of an expression, names followed to their constants and to what is given; undefined for "cannot tell". */
  valueOf(node: Node | undefined, given: Given = NOTHING, depth = 0): { readonly value: StaticValue } | undefined {
    const expression = node && unwrap(node);
    if (given.size > 0 && depth < 5) {
      const variable = expression?.type === 'Identifier' ? this.bindings.variableOf(expression) : undefined;
      const argument = variable && given.get(variable);
      if (argument) return this.#valueOfArgument(argument, given, depth);
      const object = expression?.type === 'MemberExpression' && expression.object.type === 'Identifier' ? this.bindings.variableOf(expression.object) : undefined;
      const name = expression?.type === 'MemberExpression' ? staticName(expression) : undefined;
      if (object && name !== undefined && given.has(object)) return this.#valueOfOption(this.#property((expression as TSESTree.MemberExpression).object, name, 0, given), depth);
    }
    return staticValue(node, name => this.origins.expressionOf(name));
  }

  /** The object literal that an expression is or always holds; undefined where that cannot be seen. */
  objectOf(node: Node | undefined): TSESTree.ObjectExpression | undefined {
    const expression = node && this.origins.expressionOf(node);
    return expression?.type === 'ObjectExpression' ? expression : undefined;
  }

  /** What a call gives to the parameters of a function in view; undefined where a spread hides it. */
  givenTo(fn: FunctionNode, given: readonly TSESTree.CallExpressionArgument[], within: Given = NOTHING): Given | undefined {
    if (given.some(each => each.type === 'SpreadElement')) return undefined;
    const values = new Map<Variable, GivenValue>();
    const context = within.size > 0 ? { given: within } : undefined;
    for (const [i, parameter] of parametersOf(fn).entries()) {
      const target = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
      const fallback = target.type === 'AssignmentPattern' ? target.right : undefined;
      const pattern = target.type === 'AssignmentPattern' ? target.left : target;
      const node = given[i];
      if (pattern.type === 'Identifier') this.#give(values, pattern, { node, fallback, ...context });
      // A pattern takes from its default what it would take from the argument.
      if (pattern.type === 'ObjectPattern') this.#takeApart(values, pattern, node ?? fallback, context);
    }
    return values;
  }

  #give(values: Map<Variable, GivenValue>, name: Node, value: GivenValue): void {
    const variable = this.bindings.variableOf(name);
    if (variable && this.bindings.assignmentsTo(variable).length === 0) values.set(variable, value);
  }

  #takeApart(values: Map<Variable, GivenValue>, pattern: TSESTree.ObjectPattern, node: Node | undefined, context: { readonly given: Given } | undefined): void {
    const taken: string[] = [];
    for (const each of pattern.properties) {
      if (each.type === 'RestElement') {
        this.#give(values, each.argument, { node, without: taken, ...context });
        continue;
      }
      const key = staticName(each);
      if (key === undefined) return;
      taken.push(key);
      const fallback = each.value.type === 'AssignmentPattern' ? each.value.right : undefined;
      const name = each.value.type === 'AssignmentPattern' ? each.value.left : each.value;
      if (name.type === 'Identifier') this.#give(values, name, { node, key, fallback, ...context });
    }
  }

  #valueOfArgument({ node, given, key, fallback, without }: GivenValue, around: Given, depth: number): { readonly value: StaticValue } | undefined {
    if (without) return undefined;
    const nothing = (): { readonly value: StaticValue } | undefined => (fallback ? this.valueOf(fallback, around, depth + 1) : { value: undefined });
    if (!node) return nothing();
    if (key === undefined) {
      const found = this.valueOf(node, given, depth + 1);
      return found && found.value === undefined ? nothing() : found;
    }
    const option = this.#property(node, key, 0, given ?? NOTHING);
    return option.state === 'absent' ? nothing() : this.#valueOfOption(option, depth);
  }

  #valueOfOption(option: OptionValue, depth: number): { readonly value: StaticValue } | undefined {
    if (option.state === 'absent') return { value: undefined };
    return option.state === 'present' ? this.valueOf(option.value, option.given, depth + 1) : undefined;
  }

  #property(node: Node | undefined, key: string, depth: number, given: Given): OptionValue {
    if (!node) return ABSENT;
    if (depth > 10) return UNKNOWN;
    const source = unwrap(node);
    if (source.type === 'Identifier' && source.name === 'undefined' && !this.bindings.variableOf(source)) return ABSENT;
    if (isScalar(source)) return ABSENT;

    const variable = source.type === 'Identifier' ? this.bindings.variableOf(source) : undefined;
    const late = variable && this.#assignedLater(variable, key, given);
    if (late) return late;
    const argument = variable && given.get(variable);
    if (argument) {
      const found = this.#ofArgument(argument, key, depth + 1, given);
      return found.state === 'absent' && this.#isHandedOver(variable) ? UNKNOWN : found;
    }

    const expression = this.origins.expressionOf(source);
    if (!expression) {
      const found = this.#ofValues(source, variable, key, depth, given);
      return found.state === 'absent' && (!variable || this.#isHandedOver(variable)) ? UNKNOWN : found;
    }
    if (isScalar(expression)) return ABSENT;
    if (expression.type === 'ConditionalExpression') {
      return either(this.#property(expression.consequent, key, depth + 1, given), this.#property(expression.alternate, key, depth + 1, given));
    }
    if (expression.type === 'LogicalExpression') return either(this.#property(expression.left, key, depth + 1, given), this.#property(expression.right, key, depth + 1, given));
    if (expression !== source && expression.type === 'Identifier') return this.#property(expression, key, depth + 1, given);
    if (expression.type !== 'ObjectExpression' && expression.type !== 'CallExpression') return UNKNOWN;
    const found = expression.type === 'CallExpression' ? this.#givenBy(expression, key, depth + 1, given) : this.#inLiteral(expression, key, depth, given);
    return found.state === 'absent' && variable && this.#isHandedOver(variable) ? UNKNOWN : found;
  }

  readonly #inHand = new Set<Variable>();
  /** A private field, or a variable that is assigned to: what all of its values hold. */
  #ofValues(source: Node, variable: Variable | undefined, key: string, depth: number, given: Given): OptionValue {
    // `all = { ...all, a }` takes from itself what its other values hold.
    if (variable && this.#inHand.has(variable)) return ABSENT;
    const values = source.type === 'Identifier' || source.type === 'MemberExpression' ? this.origins.valuesOf(source) : undefined;
    if (!values || values.length === 0 || values.length > 5) return UNKNOWN;
    if (variable) this.#inHand.add(variable);
    const found = values.map(each => this.#property(each, key, depth + 3, given)).reduce(either);
    if (variable) this.#inHand.delete(variable);
    return found;
  }

  #ofArgument({ node, given = NOTHING, key: taken, fallback, without }: GivenValue, key: string, depth: number, around: Given): OptionValue {
    if (without) return without.includes(key) ? ABSENT : this.#property(node, key, depth, given);
    if (taken === undefined) return this.#property(node ?? fallback, key, depth, node ? given : around);
    const option = this.#property(node, taken, depth, given);
    if (option.state === 'present') return this.#property(option.value, key, depth + 1, option.given ?? NOTHING);
    return option.state === 'absent' ? this.#property(fallback, key, depth + 1, around) : UNKNOWN;
  }

  #inLiteral(expression: TSESTree.ObjectExpression, key: string, depth: number, given: Given): OptionValue {
    // The last one wins, and what a spread brings cannot be seen unless its source can.
    for (const property of expression.properties.toReversed()) {
      if (property.type === 'SpreadElement') {
        const inner = this.#spread(property.argument, key, depth + 1, given);
        if (inner.state !== 'absent') return inner;
        continue;
      }
      const name = staticName(property);
      if (name === undefined) return UNKNOWN;
      if (name === key) return { state: 'present', value: property.value, property, given };
    }
    return ABSENT;
  }

  /** What a call gives: `Object.assign` and `Object.freeze`, or a function in view. */
  #givenBy(call: TSESTree.CallExpression, key: string, depth: number, given: Given): OptionValue {
    const { callee } = call;
    if (callee.type === 'MemberExpression' && this.bindings.isGlobal(callee.object, 'Object')) {
      const name = staticName(callee);
      if (name === 'freeze' || name === 'seal') return this.#property(call.arguments[0], key, depth, given);
      if (name !== 'assign') return UNKNOWN;
      for (const source of call.arguments.toReversed()) {
        if (source.type === 'SpreadElement') return UNKNOWN;
        const value = this.#property(source, key, depth, given);
        if (value.state !== 'absent') return value;
      }
      return ABSENT;
    }
    const fn = this.origins.functionOf(callee);
    if (!fn || fn.async) return UNKNOWN;
    return this.#returnedBy(fn, key, depth, this.givenTo(fn, call.arguments, given) ?? NOTHING);
  }

  #returnedBy(fn: FunctionNode, key: string, depth: number, given: Given): OptionValue {
    if (fn.generator) return UNKNOWN;
    if (fn.body.type !== 'BlockStatement') return this.#property(fn.body, key, depth, given);
    const returns = this.returnsOf(fn);
    if (returns.length === 0 || returns.length > 5) return UNKNOWN;
    // Several ways to go: less far each.
    const next = returns.length === 1 ? depth : depth + 3;
    return returns.map(each => this.#property(each.argument ?? undefined, key, next, given)).reduce(either);
  }

  #spread(node: Node, key: string, depth: number, given: Given): OptionValue {
    const argument = unwrap(node);
    // `...(condition && { key })` and `...(condition ? a : b)`: present on some path is enough not to know.
    if (argument.type === 'LogicalExpression') return weaken(this.#property(argument.right, key, depth, given), argument.operator === '&&' ? ABSENT : this.#property(argument.left, key, depth, given));
    if (argument.type === 'ConditionalExpression') {
      const a = this.#property(argument.consequent, key, depth, given);
      const b = this.#property(argument.alternate, key, depth, given);
      return a.state === 'absent' && b.state === 'absent' ? ABSENT : UNKNOWN;
    }
    return this.#property(argument, key, depth, given);
  }

  /** `options.timeout = 1` after `const options = {}`. */
  #assignedLater(variable: Variable, key: string, given: Given): OptionValue | undefined {
    for (const { identifier } of variable.references) {
      const member = identifier.parent;
      if (member?.type !== 'MemberExpression' || member.object !== identifier) continue;
      const assignment = member.parent;
      if (assignment?.type !== 'AssignmentExpression' || assignment.left !== member) continue;
      const name = staticName(member);
      if (name === undefined) return UNKNOWN;
      if (name === key) return { state: 'present', value: assignment.right, property: assignment, given };
    }
    return undefined;
  }

  readonly #handedOver = new Map<Variable, boolean>();
  /** Handed to a function that nobody knows, or to Object.assign, an object may get more keys. */
  #isHandedOver(variable: Variable, depth = 0): boolean {
    const known = this.#handedOver.get(variable);
    if (known !== undefined) return known;
    // A function that hands it to itself changes nothing by that.
    this.#handedOver.set(variable, false);
    const found = variable.references.some(({ identifier }) => {
      const call = identifier.parent;
      if (call?.type !== 'CallExpression' || call.callee === identifier) return false;
      const callee = unwrap(call.callee);
      if (callee.type === 'MemberExpression' && this.bindings.isGlobal(callee.object, 'Object', 'JSON', 'console')) {
        return staticName(callee) === 'assign' && call.arguments[0] === identifier;
      }
      return !this.origins.entryOf(callee) && !this.#onlyReads(this.origins.functionOf(callee), call.arguments.indexOf(identifier as TSESTree.Identifier), depth);
    });
    this.#handedOver.set(variable, found);
    return found;
  }

  /** Whether a function in view leaves what it is given as it is. */
  #onlyReads(fn: FunctionNode | undefined, argument: number, depth: number): boolean {
    const parameter = fn && parametersOf(fn)[argument];
    if (!parameter || depth > 3) return false;
    const target = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    if (target.type === 'ObjectPattern') return true;
    const variable = target.type === 'Identifier' ? this.bindings.variableOf(target) : undefined;
    if (!variable) return false;
    return variable.references.every(({ identifier }) => isRead(identifier)) && !this.#isHandedOver(variable, depth + 1);
  }
}

/** A use that neither changes an object nor keeps it under another name. */
function isRead(name: Node): boolean {
  const { parent } = name;
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object === name && (parent.parent.type !== 'AssignmentExpression' || parent.parent.left !== parent);
    case 'SpreadElement':
    case 'CallExpression':
    case 'ReturnStatement':
    case 'IfStatement':
    case 'UnaryExpression':
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'ArrowFunctionExpression':
      return true;
    default:
      return false;
  }
}

/** The parameters that take arguments: `this` is a type's. */
export function parametersOf({ params }: FunctionNode): readonly TSESTree.Parameter[] {
  const [first] = params;
  return first?.type === 'Identifier' && first.name === 'this' ? params.slice(1) : params;
}

function keysOf(path: string): readonly string[] {
  return path.includes('\\.') ? path.split(/(?<!\\)\./).map(each => each.replaceAll('\\.', '.')) : path.split('.');
}

/** The value of one of two objects. */
function either(a: OptionValue, b: OptionValue): OptionValue {
  if (a.state === 'absent' && b.state === 'absent') return ABSENT;
  return a.state === 'present' && b.state === 'present' ? a : UNKNOWN;
}

function weaken(value: OptionValue, other: OptionValue): OptionValue {
  return value.state === 'absent' && other.state === 'absent' ? ABSENT : UNKNOWN;
}

function isScalar(node: Node): boolean {
  return node.type === 'Literal' || node.type === 'TemplateLiteral' || isFunction(node) || node.type === 'ArrayExpression';
}
