import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, enclosingFunction, functionsAround, isFunction, isInside, lastName, staticName, unwrap, wrapped, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isWhereMissing } from './missing-values.js';
import { SharedPlaces, isOfModule } from './shared-places.js';

/** Whose a value is, where it is not the function's own. */
export interface Owner {
  /** The parameter that it came in with, the variable of the module that holds it, or the class whose objects do. */
  readonly root: Variable | ClassNode;
  /** What the root is called: the variable's name, or the field's. */
  readonly name: string;
  /** The function whose parameter the root is; undefined for what the module or an object holds. */
  readonly fn: FunctionNode | undefined;
  /** It was got from a cache, which gives the next caller the same; from a Map or from what a library makes. */
  readonly cache?: 'map' | 'library';
  /** It is what a file of JSON holds, which is read once. */
  readonly isJson?: true;
  /** `whole`: the root or a part of it. `copy`: a shallow copy of that, whose parts are still the owner's. */
  readonly holds: 'whole' | 'copy';
  /** The shallow copy that it was reached through. */
  readonly copy?: Copy | undefined;
  /** The call of `map` whose callback it is an element for. */
  readonly mapped?: TSESTree.CallExpression | undefined;
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
        return unwrap(node.object).type === 'ThisExpression' ? this.#ofField(node) : this.#partOf(this.of(node.object, depth), staticName(node));
      case 'AwaitExpression': {
        // Promises of caches fulfil with the object that is kept.
        const settled = this.of(node.argument, depth);
        return settled?.cache === 'library' ? settled : undefined;
      }
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
    if (!definition) return undefined;
    if (!bindings.isConstant(variable)) return this.#ofFilled(variable, node, depth);
    if (definition.type === 'Parameter') return isFunction(definition.node) ? this.#ofParameter(variable, definition.name, definition.node, depth) : undefined;
    // What another file of the project exports is shared by all that import it.
    if (definition.type === 'ImportBinding') return this.#ofImport(variable, this.file.imports.ofDefinition(definition.node)?.module);
    if (definition.type !== 'Variable') return undefined;
    const { id, init } = definition.node;
    const loop = definition.parent?.parent;
    if (loop?.type === 'ForOfStatement' && loop.left === definition.parent && !loop.await) return id.type === 'Identifier' ? this.#partOf(this.of(loop.right, depth), undefined) : undefined;
    if (!init) return undefined;
    if (this.#places.of(node)?.isContainer) return { root: variable, name: variable.name, fn: undefined, holds: 'whole' };
    // A Date of the module, which its setters would move for everybody.
    if (isOfModule(variable) && init.type === 'NewExpression' && this.file.bindings.isGlobal(init.callee, 'Date')) return { root: variable, name: variable.name, fn: undefined, holds: 'whole' };
    const whole = isOfModule(variable) ? (this.#ofFile(variable, unwrap(init)) ?? this.of(init, depth)) : this.of(init, depth);
    return id.type === 'Identifier' ? whole : this.#inPattern(whole, id, definition.name);
  }

  /** `require('./routes')`, `JSON.parse(readFileSync(…))` when the module begins. */
  #ofFile(variable: Variable, init: Node): Owner | undefined {
    const required = this.file.imports.moduleOf(init);
    if (required) return this.#ofImport(variable, required.module);
    const isParsed = init.type === 'CallExpression' && init.callee.type === 'MemberExpression' && staticName(init.callee) === 'parse' && this.file.bindings.isGlobal(init.callee.object, 'JSON');
    const isRead = isParsed && this.file.index.within(init, 'CallExpression').some(each => isInside(each, init) && lastName(each.callee) === 'readFileSync');
    return isRead ? { root: variable, name: variable.name, fn: undefined, holds: 'whole', isJson: true } : undefined;
  }

  #ofImport(variable: Variable, module: string | undefined): Owner | undefined {
    if (module === undefined || !(module.startsWith('.') || isJson(module))) return undefined;
    return { root: variable, name: variable.name, fn: undefined, holds: 'whole', ...(isJson(module) && { isJson: true }) };
  }

  /** `let list = cache.get(id); if (!list) { list = load(); cache.set(id, list); }`: what was found goes on as it is. */
  #ofFilled(variable: Variable, node: Node, depth: number): Owner | undefined {
    const definition = this.file.bindings.definitionOf(variable);
    if (definition?.type !== 'Variable' || definition.node.id.type !== 'Identifier') return undefined;
    const fn = enclosingFunction(node);
    // `let plans;` of the module, which a function fills once.
    const isOfAll = isOfModule(variable) && fn !== undefined;
    const found = isOfAll ? { root: variable, name: variable.name, fn: undefined, holds: 'whole', cache: 'map' } as const : definition.node.init ? this.of(definition.node.init, depth) : undefined;
    if (!found?.cache) return undefined;
    const writes = this.file.bindings.assignmentsTo(variable);
    const isLeft = writes.filter(({ identifier }) => !isOfAll || isInside(identifier, fn)).every(({ identifier }) => {
      const { parent } = identifier;
      if (parent?.type !== 'AssignmentExpression' || parent.left !== identifier) return false;
      return parent.operator === '??=' || parent.operator === '||=' || isWhereMissing(parent, each => this.file.bindings.variableOf(each) === variable);
    });
    return isLeft ? found : undefined;
  }

  /** What an object keeps for its next callers too; a method that has just put something there may do with it what it likes. */
  #ofField(node: TSESTree.MemberExpression): Owner | undefined {
    const name = staticName(node);
    const owner = classOfThis(node);
    if (name === undefined || !owner) return undefined;
    const [fn] = functionsAround(node).filter(each => each.parent.type === 'MethodDefinition');
    const isMade = fn?.parent.type === 'MethodDefinition' && fn.parent.kind === 'constructor';
    if (isMade || (fn && this.#isWritten(fn, name))) return undefined;
    return { root: owner.node, name, fn: undefined, holds: 'whole' };
  }

  #isWritten(fn: FunctionNode, name: string): boolean {
    let names = this.#written.get(fn);
    if (!names) {
      const left = this.file.index.within(fn, 'AssignmentExpression').map(each => each.left);
      names = new Set(left.map(each => (each.type === 'MemberExpression' && each.object.type === 'ThisExpression' ? staticName(each) : undefined)));
      this.#written.set(fn, names);
    }
    return names.has(name);
  }
  readonly #written = new Map<FunctionNode, ReadonlySet<string | undefined>>();

  #ofParameter(variable: Variable, name: Node, fn: FunctionNode, depth: number): Owner | undefined {
    const call = wrapped(fn).parent;
    if (call?.type === 'CallExpression' && call.callee !== fn) {
      const callee = unwrap(call.callee);
      const method = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      // Without a value to begin with, `reduce` begins with the first element. Other callbacks are given what their caller has made for them.
      const isFirst = method === 'reduce' && call.arguments.length === 1;
      if (callee.type !== 'MemberExpression' || method === undefined || !(ITERATING.has(method) || isFirst) || fn.params[0] !== name) return undefined;
      const element = this.#partOf(this.of(callee.object, depth), undefined);
      return element && (method === 'map' ? { ...element, mapped: call } : element);
    }
    const parameter = fn.params.find(each => each.range[0] <= name.range[0] && name.range[1] <= each.range[1]);
    if (!parameter || parameter.type === 'TSParameterProperty') return undefined;
    const pattern = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    const whole: Owner = { root: variable, name: variable.name, fn, holds: 'whole' };
    if (pattern.type === 'RestElement') return undefined;
    return pattern === name ? whole : this.#inPattern(whole, pattern, name);
  }

  /** What a name in a pattern stands for: a part of the whole, or, behind `...`, a copy of it. */
  #inPattern(whole: Owner | undefined, pattern: Node, name: Node): Owner | undefined {
    if (!whole || pattern.type !== 'ObjectPattern') return undefined;
    for (const property of pattern.properties) {
      if (property.type === 'RestElement') continue;
      const target = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
      const part = this.#partOf(whole, staticName(property));
      if (target === name) return part;
      if (isInside(name, target)) return this.#inPattern(part, target, name);
    }
    return undefined;
  }

  /** A part of a whole is the owner's, and so is a part of a shallow copy that has not been given one of its own. */
  #partOf(whole: Owner | undefined, name: string | undefined): Owner | undefined {
    if (!whole || whole.holds === 'whole') return whole;
    const { copy } = whole;
    if (!copy || this.#isReplaced(copy.node, name)) return undefined;
    return { ...whole, holds: 'whole', copy: copy.isMeant ? copy : undefined };
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
    const kept = this.#ofCache(node);
    if (kept) return kept;
    const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    if (callee.type !== 'MemberExpression' || name === undefined) return undefined;
    const [first, second] = node.arguments;
    if (this.file.bindings.isGlobal(callee.object, 'Array')) return name === 'from' && first && !second ? copyOf(this.of(first, depth), node, first) : undefined;
    if (this.file.bindings.isGlobal(callee.object, 'Object')) {
      if (name === 'values' && first) return copyOf(this.of(first, depth), node, first, false);
      return name === 'assign' && node.arguments.length === 2 && first && second && isEmptyLiteral(first) ? copyOf(this.of(second, depth), node, second) : undefined;
    }
    // An entry of a Map is the entry that the next caller gets.
    if (name === 'get' && first && !second) {
      const map = this.file.origins.of(callee.object);
      const owner = map?.kind === 'library' && map.library === 'global' && /^Map#?$/.test(map.path) ? this.of(callee.object, depth) : undefined;
      return owner && !owner.fn ? { ...owner, cache: 'map' } : undefined;
    }
    if (COPYING.has(name)) return copyOf(this.of(callee.object, depth), node, callee.object, name === 'slice' && !first);
    return PICKING.has(name) ? this.#partOf(this.of(callee.object, depth), undefined) : undefined;
  }

  /** What a cache of a library gives, or a function whose results are kept. */
  #ofCache(node: TSESTree.CallExpression): Owner | undefined {
    const call = this.file.calls.at(node);
    if (call?.entry.handsOut) return call.receiver && this.#handsOut(call) ? this.#keptBy(call.receiver) : undefined;
    const callee = unwrap(node.callee);
    const made = callee.type === 'Identifier' ? this.file.origins.expressionOf(callee) : undefined;
    return made?.type === 'CallExpression' && this.file.calls.at(made)?.entry.retains?.memoizes !== undefined ? this.#keptBy(callee) : undefined;
  }

  #handsOut({ entry, client }: LibraryCall): boolean {
    const only = entry.handsOut?.only;
    if (!only) return true;
    const options = client?.node.arguments[only.argument];
    const option = options && options.type !== 'SpreadElement' ? this.file.options.at(options, only.option) : undefined;
    return option?.state === 'present' && this.file.options.valueOf(option.value)?.value === only.value;
  }

  /** Whose a cache is: the module's, or an object's. */
  #keptBy(cache: Node): Owner | undefined {
    const place = unwrap(cache);
    if (place.type === 'Identifier') {
      const variable = this.file.bindings.variableOf(place);
      return variable && isOfModule(variable) ? { root: variable, name: variable.name, fn: undefined, holds: 'whole', cache: 'library' } : undefined;
    }
    const owner = place.type === 'MemberExpression' && unwrap(place.object).type === 'ThisExpression' ? classOfThis(place)?.node : undefined;
    return owner && place.type === 'MemberExpression' ? { root: owner, name: staticName(place) ?? 'cache', fn: undefined, holds: 'whole', cache: 'library' } : undefined;
  }
}

function isJson(module: string): boolean {
  return module.endsWith('.json');
}

function copyOf(owner: Owner | undefined, node: Node, source: Node, isMeant = true): Owner | undefined {
  if (!owner) return undefined;
  // A copy of a copy has the same parts.
  return { ...owner, holds: 'copy', copy: { node, source, isMeant }, mapped: undefined };
}

function isEmptyLiteral(node: Node): boolean {
  const value = unwrap(node);
  return (value.type === 'ArrayExpression' && value.elements.length === 0) || (value.type === 'ObjectExpression' && value.properties.length === 0);
}
