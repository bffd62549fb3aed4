import type { TSESTree } from '@typescript-eslint/utils';
import { isFunction, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { SharedPlaces } from './shared-places.js';

/** Whose a value is, where it is not the function's own. */
export interface Owner {
  /** The parameter that it came in with, or the variable of the module that holds it. */
  readonly root: Variable;
  /** The function whose parameter the root is; undefined for what the module holds. */
  readonly fn: FunctionNode | undefined;
  /** `whole`: the root or a part of it. `copy`: a shallow copy of that, whose parts are still the owner's. */
  readonly holds: 'whole' | 'copy';
  /** The shallow copy that it was reached through. */
  readonly copy?: Copy;
  /** The call of `map` whose callback it is an element for. */
  readonly mapped?: TSESTree.CallExpression;
}

interface Copy {
  /** The copy as an expression: a literal with a spread, or a call. */
  readonly node: Node;
  /** What was copied. */
  readonly source: Node;
  /** Made as a copy; `filter` and the like only choose, and whoever chooses elements may mean to change them. */
  readonly isMeant: boolean;
}

/** Give a new list of the same elements. */
const COPYING = new Set(['filter', 'slice', 'concat', 'toSorted', 'toReversed', 'toSpliced']);
/** Give one of the elements. */
const PICKING = new Set(['find', 'findLast', 'at']);
/** Call their callback with one element after the other. */
const ITERATING = new Set(['map', 'forEach', 'flatMap', 'filter', 'some', 'every', 'find']);
const MAX_DEPTH = 12;

/** Follows values back to a parameter or to what the module holds: what is made on the way is the function's own. */
export class ValueOwners {
  readonly #memo = new Map<Node, Owner | undefined>();
  readonly #places: SharedPlaces;

  constructor(private readonly file: FileModel) {
    this.#places = new SharedPlaces(file);
  }

  /** Whose an expression's value is; undefined where it is the function's own, or where that cannot be seen. */
  of(node: Node, depth = 0): Owner | undefined {
    const value = unwrap(node);
    if (depth > MAX_DEPTH) return undefined;
    if (this.#memo.has(value)) return this.#memo.get(value);
    // A value that is made of itself has no owner in view.
    this.#memo.set(value, undefined);
    const owner = this.#find(value, depth + 1);
    this.#memo.set(value, owner);
    return owner;
  }

  #find(node: Node, depth: number): Owner | undefined {
    switch (node.type) {
      case 'Identifier': {
        const variable = this.file.bindings.variableOf(node);
        return variable && this.#ofVariable(variable, node, depth);
      }
      case 'MemberExpression':
        return this.#partOf(this.of(node.object, depth), staticName(node));
      case 'LogicalExpression':
        return node.operator !== '&&' && isEmptyLiteral(node.right) ? this.of(node.left, depth) : undefined;
      case 'ConditionalExpression':
        if (isEmptyLiteral(node.alternate)) return this.of(node.consequent, depth);
        return isEmptyLiteral(node.consequent) ? this.of(node.alternate, depth) : undefined;
      case 'ObjectExpression':
      case 'ArrayExpression':
        return this.#ofLiteral(node, depth);
      case 'CallExpression':
        return this.#ofCall(node, depth);
      default:
        return undefined;
    }
  }

  #ofVariable(variable: Variable, node: Node, depth: number): Owner | undefined {
    const { bindings } = this.file;
    const definition = bindings.definitionOf(variable);
    if (!definition || !bindings.isConstant(variable)) return undefined;
    if (definition.type === 'Parameter') return isFunction(definition.node) ? this.#ofParameter(variable, definition.name, definition.node, depth) : undefined;
    // What another file of the project exports is shared by all that import it.
    if (definition.type === 'ImportBinding') return this.file.imports.ofDefinition(definition.node)?.module.startsWith('.') ? { root: variable, fn: undefined, holds: 'whole' } : undefined;
    if (definition.type !== 'Variable') return undefined;
    const { id, init } = definition.node;
    const loop = definition.parent?.parent;
    if (loop?.type === 'ForOfStatement' && loop.left === definition.parent && !loop.await) return id.type === 'Identifier' ? this.#partOf(this.of(loop.right, depth), undefined) : undefined;
    if (!init) return undefined;
    if (this.#places.of(node)?.isContainer) return { root: variable, fn: undefined, holds: 'whole' };
    if (id.type === 'Identifier') return this.of(init, depth);
    return this.#inPattern(this.of(init, depth), id, definition.name);
  }

  #ofParameter(variable: Variable, name: Node, fn: FunctionNode, depth: number): Owner | undefined {
    const call = wrapped(fn).parent;
    if (call?.type === 'CallExpression' && call.callee !== fn) {
      const callee = unwrap(call.callee);
      const method = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      // Other callbacks are given what their caller has made for them.
      if (callee.type !== 'MemberExpression' || method === undefined || !ITERATING.has(method) || fn.params[0] !== name) return undefined;
      const element = this.#partOf(this.of(callee.object, depth), undefined);
      return element && (method === 'map' ? { ...element, mapped: call } : element);
    }
    const parameter = fn.params.find(each => each.range[0] <= name.range[0] && name.range[1] <= each.range[1]);
    if (!parameter || parameter.type === 'TSParameterProperty') return undefined;
    const pattern = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    const whole: Owner = { root: variable, fn, holds: 'whole' };
    if (pattern.type === 'RestElement') return undefined;
    return pattern === name ? whole : this.#inPattern(whole, pattern, name);
  }

  /** What a name in a pattern stands for: a part of the whole, or, behind `...`, a copy of it. */
  #inPattern(whole: Owner | undefined, pattern: Node, name: Node): Owner | undefined {
    if (!whole || pattern.type !== 'ObjectPattern') return undefined;
    for (const property of pattern.properties) {
      if (property.type === 'RestElement') continue;
      const target = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
      if (target === name) return this.#partOf(whole, staticName(property));
    }
    return undefined;
  }

  /** A part of a whole is the owner's, and so is a part of a shallow copy that has not been given one of its own. */
  #partOf(whole: Owner | undefined, name: string | undefined): Owner | undefined {
    if (!whole || whole.holds === 'whole') return whole;
    const { copy } = whole;
    if (!copy || this.#isReplaced(copy.node, name)) return undefined;
    return copy.isMeant ? { ...whole, holds: 'whole' } : { root: whole.root, fn: whole.fn, holds: 'whole' };
  }

  #isReplaced(copy: Node, name: string | undefined): boolean {
    if (copy.type === 'ObjectExpression' && copy.properties.some(each => each.type === 'Property' && (name === undefined || staticName(each) === undefined || staticName(each) === name))) return true;
    const declarator = wrapped(copy).parent;
    if (declarator?.type !== 'VariableDeclarator') return false;
    return this.file.bindings.declaredBy(declarator).some(variable =>
      variable.references.some(({ identifier }) => {
        const member = wrapped(identifier).parent;
        if (member?.type !== 'MemberExpression' || member.object !== wrapped(identifier)) return false;
        const parent = wrapped(member).parent;
        if (parent?.type !== 'AssignmentExpression' || parent.left !== wrapped(member)) return false;
        const written = staticName(member);
        return written === undefined || name === undefined || written === name;
      }),
    );
  }

  #ofLiteral(node: TSESTree.ObjectExpression | TSESTree.ArrayExpression, depth: number): Owner | undefined {
    const parts = node.type === 'ObjectExpression' ? node.properties : node.elements;
    const spreads = parts.filter(each => each?.type === 'SpreadElement');
    const [spread] = spreads;
    if (spread?.type !== 'SpreadElement' || spreads.length > 1 || (node.type === 'ArrayExpression' && parts.length > 1)) return undefined;
    return copyOf(this.of(spread.argument, depth), node, spread.argument);
  }

  #ofCall(node: TSESTree.CallExpression, depth: number): Owner | undefined {
    const callee = unwrap(node.callee);
    const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    if (callee.type !== 'MemberExpression' || name === undefined) return undefined;
    const [first, second] = node.arguments;
    if (this.file.bindings.isGlobal(callee.object, 'Array')) return name === 'from' && first && !second ? copyOf(this.of(first, depth), node, first) : undefined;
    if (this.file.bindings.isGlobal(callee.object, 'Object')) {
      if (name === 'values' && first) return copyOf(this.of(first, depth), node, first, false);
      return name === 'assign' && node.arguments.length === 2 && first && second && isEmptyLiteral(first) ? copyOf(this.of(second, depth), node, second) : undefined;
    }
    // An entry of a Map of the module is the entry that the next caller gets.
    const place = name === 'get' && first && !second ? unwrap(callee.object) : undefined;
    if (place?.type === 'Identifier') return this.#places.of(place)?.isContainer ? this.of(place, depth) : undefined;
    if (COPYING.has(name)) return copyOf(this.of(callee.object, depth), node, callee.object, name === 'slice' && !first);
    return PICKING.has(name) ? this.#partOf(this.of(callee.object, depth), undefined) : undefined;
  }
}

function copyOf(owner: Owner | undefined, node: Node, source: Node, isMeant = true): Owner | undefined {
  if (!owner) return undefined;
  // A copy of a copy has the same parts.
  return { root: owner.root, fn: owner.fn, holds: 'copy', copy: { node, source, isMeant } };
}

function isEmptyLiteral(node: Node): boolean {
  const value = unwrap(node);
  return (value.type === 'ArrayExpression' && value.elements.length === 0) || (value.type === 'ObjectExpression' && value.properties.length === 0);
}
