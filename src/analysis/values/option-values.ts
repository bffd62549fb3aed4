import type { TSESTree } from '@typescript-eslint/utils';
import { staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import { staticValue, type StaticValue } from '../../syntax/values.js';
import type { Node } from '../../syntax/walk.js';
import type { Bindings, Variable } from './bindings.js';
import type { Origins } from './origins.js';

export type OptionValue =
  | { readonly state: 'absent' }
  | { readonly state: 'present'; readonly value: Node; readonly property: TSESTree.Property | TSESTree.AssignmentExpression }
  /** A spread, a parameter, a value made elsewhere: nobody can say from here. */
  | { readonly state: 'unknown' };

const ABSENT: OptionValue = { state: 'absent' };
const UNKNOWN: OptionValue = { state: 'unknown' };

/** Options of calls, resolved as far as they can be seen: literals, constants, spreads of constants, later assignments. */
export class OptionValues {
  constructor(
    private readonly bindings: Bindings,
    private readonly origins: Origins,
    /** The `return` statements of a function's own. */
    private readonly returnsOf: (fn: FunctionNode) => readonly TSESTree.ReturnStatement[],
  ) {}

  /** What the options argument `node` holds at `path` (`timeout.request`, `\.` for a dot within a name); a missing argument holds nothing. */
  at(node: Node | undefined, path: string): OptionValue {
    let current: OptionValue | undefined;
    let object = node;
    for (const key of keysOf(path)) {
      if (current) {
        if (current.state !== 'present') return current;
        object = current.value;
      }
      current = this.#property(object, key, 0);
    }
    return current ?? ABSENT;
  }

  /** The static value of an expression, names followed to their constants; undefined for "cannot tell". */
  valueOf(node: Node | undefined): { readonly value: StaticValue } | undefined {
    return staticValue(node, name => this.origins.expressionOf(name));
  }

  /** The object literal that an expression is or always holds; undefined where that cannot be seen. */
  objectOf(node: Node | undefined): TSESTree.ObjectExpression | undefined {
    const expression = node && this.origins.expressionOf(node);
    return expression?.type === 'ObjectExpression' ? expression : undefined;
  }

  #property(node: Node | undefined, key: string, depth: number): OptionValue {
    if (!node) return ABSENT;
    if (depth > 10) return UNKNOWN;
    const source = unwrap(node);
    if (source.type === 'Identifier' && source.name === 'undefined' && !this.bindings.variableOf(source)) return ABSENT;
    if (isScalar(source)) return ABSENT;

    const variable = source.type === 'Identifier' ? this.bindings.variableOf(source) : undefined;
    const late = variable && this.#assignedLater(variable, key);
    if (late) return late;

    const expression = this.origins.expressionOf(source);
    if (!expression) return UNKNOWN;
    if (isScalar(expression)) return ABSENT;
    if (expression.type === 'ConditionalExpression') return either(this.#property(expression.consequent, key, depth + 1), this.#property(expression.alternate, key, depth + 1));
    if (expression.type === 'LogicalExpression') return either(this.#property(expression.left, key, depth + 1), this.#property(expression.right, key, depth + 1));
    if (expression.type !== 'ObjectExpression' && expression.type !== 'CallExpression') return UNKNOWN;
    const given = expression.type === 'CallExpression' ? this.#givenBy(expression, key, depth + 1) : this.#inLiteral(expression, key, depth);
    return given.state === 'absent' && variable && this.#isHandedOver(variable) ? UNKNOWN : given;
  }

  #inLiteral(expression: TSESTree.ObjectExpression, key: string, depth: number): OptionValue {
    // The last one wins, and what a spread brings cannot be seen unless its source can.
    for (const property of expression.properties.toReversed()) {
      if (property.type === 'SpreadElement') {
        const inner = this.#spread(property.argument, key, depth + 1);
        if (inner.state !== 'absent') return inner;
        continue;
      }
      const name = staticName(property);
      if (name === undefined) return UNKNOWN;
      if (name === key) return { state: 'present', value: property.value, property };
    }
    return ABSENT;
  }

  /** What a call gives: `Object.assign` and `Object.freeze`, or a function in view with one result. */
  #givenBy(call: TSESTree.CallExpression, key: string, depth: number): OptionValue {
    const { callee } = call;
    if (callee.type === 'MemberExpression' && this.bindings.isGlobal(callee.object, 'Object')) {
      const name = staticName(callee);
      if (name === 'freeze' || name === 'seal') return this.#property(call.arguments[0], key, depth);
      if (name !== 'assign') return UNKNOWN;
      for (const source of call.arguments.toReversed()) {
        if (source.type === 'SpreadElement') return UNKNOWN;
        const value = this.#property(source, key, depth);
        if (value.state !== 'absent') return value;
      }
      return ABSENT;
    }
    const fn = this.origins.functionOf(callee);
    if (!fn || fn.async || fn.generator) return UNKNOWN;
    if (fn.body.type !== 'BlockStatement') return this.#property(fn.body, key, depth);
    const returns = this.returnsOf(fn);
    if (returns.length === 0 || returns.length > 5) return UNKNOWN;
    // Several ways to go: less far each.
    const next = returns.length === 1 ? depth : depth + 3;
    return returns.map(each => this.#property(each.argument ?? undefined, key, next)).reduce(either);
  }

  #spread(node: Node, key: string, depth: number): OptionValue {
    const argument = unwrap(node);
    // `...(condition && { key })` and `...(condition ? a : b)`: present on some path is enough not to know.
    if (argument.type === 'LogicalExpression') {
      return weaken(this.#property(argument.right, key, depth));
    }
    if (argument.type === 'ConditionalExpression') {
      const a = this.#property(argument.consequent, key, depth);
      const b = this.#property(argument.alternate, key, depth);
      return a.state === 'absent' && b.state === 'absent' ? ABSENT : UNKNOWN;
    }
    return this.#property(argument, key, depth);
  }

  /** `options.timeout = 1` after `const options = {}`. */
  #assignedLater(variable: Variable, key: string): OptionValue | undefined {
    for (const { identifier } of variable.references) {
      const member = identifier.parent;
      if (member?.type !== 'MemberExpression' || member.object !== identifier) continue;
      const assignment = member.parent;
      if (assignment?.type !== 'AssignmentExpression' || assignment.left !== member) continue;
      const name = staticName(member);
      if (name === undefined) return UNKNOWN;
      if (name === key) return { state: 'present', value: assignment.right, property: assignment };
    }
    return undefined;
  }

  /** Handed to a function that nobody knows, or to Object.assign, an object may get more keys. */
  #isHandedOver(variable: Variable): boolean {
    return variable.references.some(({ identifier }) => {
      const call = identifier.parent;
      if (call?.type !== 'CallExpression' || call.callee === identifier) return false;
      const callee = unwrap(call.callee);
      if (callee.type === 'MemberExpression' && this.bindings.isGlobal(callee.object, 'Object', 'JSON', 'console')) {
        return staticName(callee) === 'assign' && call.arguments[0] === identifier;
      }
      return !this.origins.entryOf(callee);
    });
  }
}

function keysOf(path: string): readonly string[] {
  return path.includes('\\.') ? path.split(/(?<!\\)\./).map(each => each.replaceAll('\\.', '.')) : path.split('.');
}

/** The value of one of two objects. */
function either(a: OptionValue, b: OptionValue): OptionValue {
  if (a.state === 'absent' && b.state === 'absent') return ABSENT;
  return a.state === 'present' && b.state === 'present' ? a : UNKNOWN;
}

function weaken(value: OptionValue): OptionValue {
  return value.state === 'absent' ? ABSENT : UNKNOWN;
}

function isScalar(node: Node): boolean {
  return (
    node.type === 'Literal' ||
    node.type === 'TemplateLiteral' ||
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrayExpression'
  );
}
