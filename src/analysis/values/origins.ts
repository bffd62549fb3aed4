import type { TSESTree } from '@typescript-eslint/utils';
import { splitType, type Catalog, type FoundEntry } from '../../catalog/index.js';
import type { CallbackFacts } from '../../catalog/schema.js';
import { classOfThis, objectOfThis, isClass, isFunction, staticName, unwrap, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { TypeFacts } from '../../types/type-facts.js';
import type { Bindings, Variable } from './bindings.js';
import { DeclaredTypes, isSignature } from './declared-types.js';
import type { Imports } from './imports.js';
import { TYPED, typedValueOf } from './typed-values.js';

/**
 * Where a value comes from, by proof: a module's export, an instance of its type, a function, class or object in view.
 * `path` is in the catalog's grammar and ends in `#` for an instance. `promised`: it is a promise of that value.
 * `created`: the expression that made it, where exactly one did.
 */
export type Origin =
  | { readonly kind: 'library'; readonly library: string; readonly path: string; readonly promised?: boolean; readonly created?: Node }
  | { readonly kind: 'instance'; readonly node: ClassNode; readonly promised?: boolean; readonly created?: Node }
  | { readonly kind: 'class'; readonly node: ClassNode; readonly promised?: boolean }
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly promised?: boolean }
  | { readonly kind: 'object'; readonly node: TSESTree.ObjectExpression; readonly promised?: boolean };

type Call = TSESTree.CallExpression | TSESTree.NewExpression;
/** A member of a class, or a parameter of its constructor that is a field. */
type Member = Exclude<TSESTree.ClassElement, TSESTree.StaticBlock | TSESTree.TSIndexSignature> | TSESTree.Identifier;

/** Connections of every library (sockets, WebSockets, socket.io) are emitters, and end with one of these. */
const CONNECTION_EVENTS = ['disconnect', 'disconnecting', 'close', 'end', 'message', 'data', 'error'];
/** Annotations that name nothing of a library's. */
const OF_NO_LIBRARY = /^TS(?:\w+Keyword|LiteralType|ArrayType|TupleType|FunctionType|TypeLiteral|InterfaceDeclaration|TemplateLiteralType)$/;
const EMITTER: Origin = { kind: 'library', library: 'node:events', path: 'EventEmitter#' };
const ARRAY: Origin = { kind: 'library', library: 'global', path: 'Array#' };

/** Follows expressions to their origin through constants, fields, parameters, factories and type annotations. */
export class Origins {
  readonly #memo = new Map<Node, Origin | undefined>();
  readonly #pending = new Set<Node>();

  constructor(
    private readonly bindings: Bindings,
    private readonly imports: Imports,
    private readonly catalog: Catalog,
    private readonly types: TypeFacts,
  ) {
    this.declared = new DeclaredTypes(bindings);
  }

  /** What annotations in view say. */
  readonly declared: DeclaredTypes;

  /** The origin of an expression, or undefined where it cannot be seen. */
  of(node: Node): Origin | undefined {
    const expression = unwrap(node);
    if (this.#memo.has(expression)) return this.#memo.get(expression);
    // A value that depends on itself (`x = f(x)`) has no origin in view.
    if (this.#pending.has(expression)) return undefined;
    this.#pending.add(expression);
    const found = this.#inView(expression) ?? this.#fromTypes(expression);
    const origin = this.#fromProject(expression, found) ?? found;
    this.#pending.delete(expression);
    this.#memo.set(expression, origin);
    return origin;
  }

  /** As `of`, for what types cannot say, and are dear to ask: functions and classes in view, globals, modules of Node.js. */
  withoutTypes(node: Node): Origin | undefined {
    if (!this.types.available) return this.of(node);
    const expression = unwrap(node);
    if (this.#pending.has(expression)) return undefined;
    this.#pending.add(expression);
    const found = this.#inView(expression);
    const origin = this.#fromProject(expression, found) ?? found;
    this.#pending.delete(expression);
    return origin;
  }

  /** What the file itself says of an expression. */
  #inView(expression: Node): Origin | undefined {
    if (!this.types.available) return this.#find(expression) ?? this.#fromAnnotations(expression);
    // With types it may be asked twice, with them and without.
    if (!this.#seen.has(expression)) this.#seen.set(expression, this.#find(expression) ?? this.#fromAnnotations(expression));
    return this.#seen.get(expression);
  }
  readonly #seen = new Map<Node, Origin | undefined>();

  /** Whether an expression is a promise of what its origin says. */
  isPromised(node: Node): boolean {
    return this.withoutTypes(node)?.promised === true && this.of(node)?.promised === true;
  }

  /** The catalog's entry for the value that an expression is (the callee of a call, a member that is read). */
  entryOf(node: Node): FoundEntry | undefined {
    const origin = this.of(node);
    return origin?.kind === 'library' && !origin.promised ? this.catalog.entry(origin.library, origin.path) : undefined;
  }

  /** The catalog's entry for what a call calls. */
  entryOfCall(node: Call): FoundEntry | undefined {
    const origin = this.calleeOf(node);
    return origin?.kind === 'library' && !origin.promised ? this.catalog.entry(origin.library, origin.path) : undefined;
  }

  /** The catalog's entry for a member that is read, also where reading it gives a value of another type. */
  readEntryOf(node: TSESTree.MemberExpression): FoundEntry | undefined {
    const name = staticName(node);
    const owner = this.of(node.object);
    if (name === undefined || owner?.kind !== 'library' || owner.promised) return undefined;
    return this.catalog.entry(owner.library, memberPath(owner.path, name));
  }

  /** True when an expression is a value of one of these libraries (of this path, if given). */
  isFrom(node: Node, libraries: readonly string[], path?: string): boolean {
    const origin = this.of(node);
    return origin?.kind === 'library' && libraries.includes(origin.library) && (path === undefined || origin.path === path);
  }

  /** The function that a value is, where its definition is in view: a name, a method, a bound function. */
  functionOf(node: Node): FunctionNode | undefined {
    const origin = this.withoutTypes(node);
    return origin?.kind === 'function' && !origin.promised ? origin.node : undefined;
  }

  /**
   * The expression that a name or member always holds: constants in view followed to their initialiser,
   * members of object literals that nobody changes. The node itself where it is no name.
   */
  expressionOf(node: Node, depth = 0): Node | undefined {
    const expression = unwrap(node);
    if (depth > 10) return undefined;
    if (expression.type === 'Identifier') {
      const variable = this.bindings.variableOf(expression);
      const definition = variable && this.bindings.definitionOf(variable);
      if (!variable || definition?.type !== 'Variable' || !this.bindings.isConstant(variable)) return undefined;
      if (definition.node.id.type !== 'Identifier' || !definition.node.init) return undefined;
      return this.expressionOf(definition.node.init, depth + 1);
    }
    if (expression.type === 'MemberExpression') {
      const name = staticName(expression);
      const object = this.expressionOf(expression.object, depth + 1);
      if (name === undefined || object?.type !== 'ObjectExpression') return undefined;
      const property = object.properties.findLast(each => each.type === 'Property' && staticName(each) === name);
      if (property?.type !== 'Property' || object.properties.some(each => each.type === 'SpreadElement')) return undefined;
      return this.expressionOf(property.value, depth + 1);
    }
    return expression;
  }

  /** All values, `null` and `undefined` left out, that a variable or a private field of this class is ever given; undefined where others may give it more. */
  valuesOf(node: Node): readonly Node[] | undefined {
    if (node.type === 'MemberExpression') {
      const name = node.object.type === 'ThisExpression' ? staticName(node) : undefined;
      const owner = name === undefined ? undefined : classOfThis(node);
      if (name === undefined || !owner || owner.isStatic) return undefined;
      const field = owner.node.body.body.find(each => each.type === 'PropertyDefinition' && staticName(each) === name);
      if (field?.type !== 'PropertyDefinition' || (field.accessibility !== 'private' && !name.startsWith('#'))) return undefined;
      return [...(field.value && !isNothing(field.value) ? [field.value] : []), ...this.#assignedInClass(owner.node, name)];
    }
    const variable = node.type === 'Identifier' ? this.bindings.variableOf(node) : undefined;
    const definition = variable && this.bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || definition.node.id.type !== 'Identifier') return undefined;
    const { init } = definition.node;
    const values: Node[] = init && !isNothing(init) ? [init] : [];
    for (const { identifier } of this.bindings.assignmentsTo(variable)) {
      const { parent } = identifier;
      if (parent?.type !== 'AssignmentExpression' || parent.left !== identifier || parent.operator !== '=') return undefined;
      if (!isNothing(parent.right)) values.push(parent.right);
    }
    return values;
  }

  #find(node: Node): Origin | undefined {
    switch (node.type) {
      case 'Identifier':
        return this.#ofName(node);
      case 'ThisExpression': {
        const owner = classOfThis(node);
        if (owner) return { kind: owner.isStatic ? 'class' : 'instance', node: owner.node };
        const object = objectOfThis(node);
        return object && { kind: 'object', node: object };
      }
      case 'Super': {
        const owner = classOfThis(node);
        return owner?.isStatic === false ? this.#instanceOfSuper(owner.node) : undefined;
      }
      case 'MemberExpression':
        return this.#ofMember(node);
      case 'CallExpression':
      case 'NewExpression':
        return this.#ofCall(node);
      case 'AwaitExpression':
        return this.#asModule(node) ?? settled(this.withoutTypes(node.argument));
      case 'ConditionalExpression':
        return same(this.of(node.consequent), this.of(node.alternate));
      case 'LogicalExpression':
        return node.operator === '&&' ? this.of(node.right) : this.#orElse(node);
      case 'AssignmentExpression':
        return node.operator === '=' || node.operator === '??=' || node.operator === '||=' ? this.of(node.right) : undefined;
      case 'SequenceExpression':
        return this.of(node.expressions.at(-1)!);
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        return { kind: 'function', node };
      case 'ClassExpression':
      case 'ClassDeclaration':
        return { kind: 'class', node };
      case 'ObjectExpression':
        return { kind: 'object', node };
      case 'ArrayExpression':
        return ARRAY;
      default:
        return undefined;
    }
  }

  /** `given ?? new Pool()`: what stands in for a value that cannot be seen says what that is; which call made it, nobody knows. */
  #orElse({ left, right }: TSESTree.LogicalExpression): Origin | undefined {
    const given = this.of(left);
    const instead = this.of(right);
    // What another module says of it says nothing here.
    if (given && (given.kind !== 'library' || this.catalog.knows(given.library))) return same(given, instead);
    if (instead?.kind !== 'library' || instead.promised || !instead.path.endsWith('#') || unwrap(right).type !== 'NewExpression') return undefined;
    return { kind: 'library', library: instead.library, path: instead.path };
  }

  #ofName(node: TSESTree.Identifier): Origin | undefined {
    const variable = this.bindings.variableOf(node);
    return variable ? this.ofVariable(variable) : { kind: 'library', library: 'global', path: node.name };
  }

  /** The origin of what a variable holds: its one value, or the same origin for all of its values. */
  ofVariable(variable: Variable): Origin | undefined {
    const definition = this.bindings.definitionOf(variable);
    if (!definition) return undefined;
    switch (definition.type) {
      case 'ImportBinding': {
        if (!this.#imported.has(variable)) this.#imported.set(variable, this.#ofImport(definition.node));
        return this.#imported.get(variable);
      }
      case 'FunctionName':
        return isFunction(definition.node) ? { kind: 'function', node: definition.node } : undefined;
      case 'ClassName':
        return { kind: 'class', node: definition.node };
      case 'Parameter':
        return this.bindings.assignmentsTo(variable).length > 0 ? undefined : this.#ofParameter(definition.name, definition.node);
      case 'Variable': {
        const { id, init } = definition.node;
        const annotated = id.type === 'Identifier' && id.typeAnnotation ? this.ofType(id.typeAnnotation.typeAnnotation) : undefined;
        if (init && id.type !== 'Identifier') {
          if (this.bindings.assignmentsTo(variable).length > 0) return undefined;
          const keys = pathInPattern(id, definition.name);
          return keys && keys.reduce<Origin | undefined>((origin, key) => this.#member(origin, key), this.of(init));
        }
        const values: Node[] = init && !isNothing(init) ? [init] : [];
        for (const write of this.bindings.assignmentsTo(variable)) {
          const parent = write.identifier.parent;
          if (parent?.type !== 'AssignmentExpression' || parent.left !== write.identifier) return annotated;
          if (isNothing(parent.right)) continue;
          values.push(parent.right);
        }
        return this.#all(values) ?? annotated;
      }
      default:
        return undefined;
    }
  }

  readonly #imported = new Map<Variable, Origin | undefined>();
  #ofImport(specifier: Node): Origin | undefined {
    const value = this.imports.ofDefinition(specifier);
    if (!value) return undefined;
    const found = this.catalog.entry(value.module, value.path);
    if (found?.entry.use === 'read' && found.entry.gives) return this.#given(found, undefined, undefined);
    return { kind: 'library', library: value.module, path: value.path };
  }

  #all(values: readonly Node[]): Origin | undefined {
    if (values.length === 0) return undefined;
    return values.map(each => this.of(each)).reduce((a, b) => same(a, b));
  }

  #ofMember(node: TSESTree.MemberExpression): Origin | undefined {
    const name = staticName(node);
    if (name === undefined) return undefined;
    if (this.#isExports(node.object)) return this.#exported(name);
    const inNamespace = this.#inNamespace(node.object, name);
    if (inNamespace) return this.of(inNamespace);
    const put = this.#putMembers(node.object)?.get(name);
    // What types say of an object tells something about its members where some library has one of that name.
    if (!put) return this.#member(this.catalog.memberNames.has(name) || this.seesOpenModules ? this.of(node.object) : this.withoutTypes(node.object), name);
    // Where the object has had something else under that name, the file does not say which of them is called.
    const own = this.of(node.object);
    const before = own?.kind === 'object' ? own.node.properties.filter(each => each.type !== 'Property' || staticName(each) === name) : [];
    return before.length > 0 || own?.kind === 'library' ? this.#member(own, name) : (this.#member(own, name) ?? this.#functionAmong(put));
  }

  /** What a `namespace` of the file exports under a name. */
  #inNamespace(object: Node, name: string): Node | undefined {
    const variable = object.type === 'Identifier' ? this.bindings.variableOf(object) : undefined;
    const definition = variable && this.bindings.definitionOf(variable);
    if (definition?.type !== 'TSModuleName' || definition.node.body?.type !== 'TSModuleBlock') return undefined;
    for (const statement of definition.node.body.body) {
      const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : undefined;
      if ((declared?.type === 'FunctionDeclaration' || declared?.type === 'ClassDeclaration') && declared.id?.name === name) return declared;
      const declarator = declared?.type === 'VariableDeclaration' && declared.kind === 'const' ? declared.declarations.find(each => each.id.type === 'Identifier' && each.id.name === name) : undefined;
      if (declarator?.init) return declarator.init;
    }
    return undefined;
  }

  /** Functions only: what else is put into an object may be replaced by others. */
  #functionAmong(values: readonly Node[]): Origin | undefined {
    const origin = this.#all(values);
    return origin?.kind === 'function' ? origin : undefined;
  }

  #put: Map<unknown, Map<string, Node[]>> | undefined;
  /** What the file puts into an object that has a name: `store.save = async () => …`, `Job.prototype.run = …`, `this.run = …` in a constructor function. */
  #putMembers(object: Node): ReadonlyMap<string, readonly Node[]> | undefined {
    if (!this.#put) {
      this.#put = new Map();
      for (const { left, right } of this.assignments) {
        const name = left.type === 'MemberExpression' ? staticName(left) : undefined;
        const owner = left.type === 'MemberExpression' && name !== undefined && !this.#isExports(left.object) ? this.#holderOf(left.object) : undefined;
        if (owner === undefined || name === undefined || owner === 'exports') continue;
        const members = this.#put.get(owner) ?? new Map<string, Node[]>();
        this.#put.set(owner, members.set(name, [...(members.get(name) ?? []), right]));
      }
    }
    if (!this.#hasExports() && this.#put.size === 0) return undefined;
    const holder = this.#holderOf(object);
    if (holder === 'exports') return this.#ownExports();
    return holder === undefined ? undefined : this.#put.get(holder);
  }

  #hasExports(): boolean {
    return this.#ownExports().size > 0;
  }

  /** What stands for the object that an expression is: its variable, for `F.prototype` and `this` in its functions the variable of F; `'exports'` for `this` in a function that the module exports. */
  #holderOf(node: Node, depth = 0): Variable | 'exports' | undefined {
    const object = unwrap(node);
    if (depth > 5) return undefined;
    if (object.type === 'Identifier') {
      const variable = this.bindings.variableOf(object);
      if (!variable || !this.bindings.isConstant(variable)) return undefined;
      const definition = this.bindings.definitionOf(variable);
      const init = definition?.type === 'Variable' && definition.node.id === definition.name ? definition.node.init : undefined;
      return init?.type === 'ThisExpression' ? this.#holderOf(init, depth + 1) : variable;
    }
    if (object.type === 'MemberExpression') return staticName(object) === 'prototype' && object.object.type === 'Identifier' ? this.#holderOf(object.object, depth + 1) : undefined;
    if (object.type !== 'ThisExpression' || classOfThis(object)) return undefined;
    const fn = functionOfThis(object);
    if (fn?.type === 'FunctionDeclaration') return this.bindings.declaredBy(fn).find(each => each.identifiers[0] === fn.id);
    const parent = fn?.parent;
    if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return this.#holderOf(parent.id, depth + 1);
    if (parent?.type !== 'AssignmentExpression' || parent.right !== fn || parent.left.type !== 'MemberExpression') return undefined;
    return this.#isExports(parent.left.object) ? 'exports' : this.#holderOf(parent.left.object, depth + 1);
  }

  /** `exports` and `module.exports` of CommonJS. */
  #isExports(node: Node): boolean {
    const object = unwrap(node);
    if (object.type === 'MemberExpression') return staticName(object) === 'exports' && this.bindings.isGlobal(object.object, 'module');
    return this.bindings.isGlobal(object, 'exports');
  }

  #exports: ReadonlyMap<string, readonly Node[]> | undefined;
  /** What the module itself has put under a name: `exports.start = …`, `module.exports = { start }`. */
  #exported(name: string): Origin | undefined {
    const exports = this.#ownExports();
    return this.#all(exports.get(name) ?? []) ?? this.#member(this.#all(exports.get('') ?? []), name);
  }

  #ownExports(): ReadonlyMap<string, readonly Node[]> {
    if (this.#exports) return this.#exports;
    const exports = new Map<string, Node[]>();
    for (const { left, right } of this.assignments) {
      if (left.type !== 'MemberExpression') continue;
      const key = this.#isExports(left) ? '' : this.#isExports(left.object) ? staticName(left) : undefined;
      if (key !== undefined) exports.set(key, [...(exports.get(key) ?? []), right]);
    }
    return (this.#exports = exports);
  }

  #member(origin: Origin | undefined, name: string, depth = 0): Origin | undefined {
    if (!origin || origin.promised || depth > 10) return undefined;
    switch (origin.kind) {
      case 'library': {
        const { library, path } = origin;
        const member = memberPath(path, name);
        const found = this.catalog.entry(library, member);
        if (found?.entry.use === 'read' && found.entry.gives) return this.#given(found, undefined, origin.created);
        return { kind: 'library', library, path: member, ...(origin.created && { created: origin.created }) };
      }
      case 'instance':
        return this.#field(origin.node, name, false) ?? this.#member(this.#instanceOfSuper(origin.node), name, depth + 1);
      case 'class':
        return this.#field(origin.node, name, true);
      case 'object': {
        const property = origin.node.properties.findLast(each => each.type !== 'Property' || staticName(each) === name);
        return property?.type === 'Property' && property.kind === 'init' ? this.of(property.value) : undefined;
      }
      default:
        return undefined;
    }
  }

  #instanceOfSuper(node: ClassNode): Origin | undefined {
    const parent = node.superClass ? this.of(node.superClass) : undefined;
    if (parent?.kind === 'class') return { kind: 'instance', node: parent.node };
    if (parent?.kind === 'library' && !parent.path.endsWith('#')) return this.#instance(parent.library, parent.path);
    return undefined;
  }

  /** What `this.name` holds: a method, an initialiser, what the class assigns, an injected parameter's type. */
  #field(owner: ClassNode, name: string, isStatic: boolean): Origin | undefined {
    let annotated: Origin | undefined;
    const values: Node[] = [];
    for (const member of this.#membersOf(owner).get(name) ?? []) {
      if (member.type === 'Identifier') {
        if (!isStatic) annotated = member.typeAnnotation ? this.ofType(member.typeAnnotation.typeAnnotation) : undefined;
        continue;
      }
      if (member.static !== isStatic) continue;
      if (member.type === 'MethodDefinition' && member.kind === 'method' && isFunction(member.value)) return this.of(member.value);
      if (member.type === 'PropertyDefinition') {
        if (member.typeAnnotation) annotated = this.ofType(member.typeAnnotation.typeAnnotation);
        if (member.value && !isNothing(member.value)) values.push(member.value);
      }
    }
    if (!isStatic) values.push(...this.#assignedInClass(owner, name));
    return this.#all(values) ?? annotated;
  }

  readonly #members = new Map<ClassNode, ReadonlyMap<string, readonly Member[]>>();
  /** The members of a class by their names, in source order, and the parameters of its constructor that are fields. */
  #membersOf(owner: ClassNode): ReadonlyMap<string, readonly Member[]> {
    const known = this.#members.get(owner);
    if (known) return known;
    const members = new Map<string, Member[]>();
    const add = (name: string | undefined, member: Member): void => {
      if (name !== undefined) members.set(name, [...(members.get(name) ?? []), member]);
    };
    for (const member of owner.body.body) {
      if (member.type === 'StaticBlock' || member.type === 'TSIndexSignature') continue;
      for (const parameter of member.type === 'MethodDefinition' && member.kind === 'constructor' ? member.value.params : []) {
        const target = parameter.type !== 'TSParameterProperty' ? undefined : parameter.parameter.type === 'AssignmentPattern' ? parameter.parameter.left : parameter.parameter;
        if (target?.type === 'Identifier') add(target.name, target);
      }
      add(staticName(member), member);
    }
    this.#members.set(owner, members);
    return members;
  }

  readonly #assigned = new Map<ClassNode, Map<string, Node[]>>();
  #assignedInClass(owner: ClassNode, name: string): readonly Node[] {
    let byName = this.#assigned.get(owner);
    if (!byName) {
      byName = new Map();
      for (const { left, right } of this.assignments) {
        if (left.type !== 'MemberExpression' || left.object.type !== 'ThisExpression' || isNothing(right)) continue;
        const field = staticName(left);
        const of = classOfThis(left.object);
        if (field === undefined || of?.node !== owner || of.isStatic) continue;
        const list = byName.get(field);
        if (list) list.push(right);
        else byName.set(field, [right]);
      }
      this.#assigned.set(owner, byName);
    }
    return byName.get(name) ?? [];
  }

  /** Plain assignments of the file; the file model sets this. */
  assignments: readonly TSESTree.AssignmentExpression[] = [];

  #ofCall(node: Call): Origin | undefined {
    const module = this.#asModule(node);
    if (module) return module;
    const callee = this.calleeOf(node);
    if (!callee || callee.promised) return this.#bound(node);
    switch (callee.kind) {
      case 'library': {
        const found = this.catalog.entry(callee.library, callee.path);
        if (found && usedAs(node, found.entry.use)) return this.#given(found, node, callee.created);
        if (node.type === 'NewExpression' && !callee.path.includes('#')) return this.#instance(callee.library, callee.path, node);
        return this.#bound(node);
      }
      case 'class':
        return node.type === 'NewExpression' ? { kind: 'instance', node: callee.node, created: node } : undefined;
      case 'function':
        return node.type === 'CallExpression' ? this.#returnedBy(callee.node) : undefined;
      default:
        return undefined;
    }
  }

  /** What a call calls: the origin of its callee, or for a class of another module what its arguments show it to be. */
  calleeOf(node: Call): Origin | undefined {
    return (node.type === 'NewExpression' ? this.#shownByArguments(node) : undefined) ?? this.of(node.callee);
  }

  #shownByArguments(node: TSESTree.NewExpression): Origin | undefined {
    if (node.arguments.length < 2 || !this.#seesConstructing()) return undefined;
    const callee = this.of(node.callee);
    // A class in view says itself what it is, and so does one that the catalog knows.
    if (callee && (callee.kind !== 'library' || this.catalog.knows(callee.library))) return undefined;
    for (const [i, argument] of node.arguments.entries()) {
      const value = argument.type === 'SpreadElement' ? undefined : this.of(argument);
      if (value?.kind !== 'library' || value.promised || !value.path.endsWith('#')) continue;
      const constructs = this.catalog.type(value.library, value.path.slice(0, -1))?.constructs;
      if (constructs?.argument === i) return { kind: 'library', library: value.library, path: constructs.path };
    }
    return undefined;
  }

  /** Whether a library with members of any name is in use. */
  get seesOpenModules(): boolean {
    return (this.#open ??= [...this.catalog.openModules].some(each => this.imports.modules.has(each)));
  }
  #open: boolean | undefined;

  #seesConstructing(): boolean {
    return (this.#constructing ??= [...this.catalog.constructingModules].some(each => this.imports.modules.has(each)));
  }
  #constructing: boolean | undefined;

  /** `f.bind(x)` is still f; `f.call(x)` gives what f gives. */
  #bound(node: Call): Origin | undefined {
    const name = node.callee.type === 'MemberExpression' ? staticName(node.callee) : undefined;
    if (node.callee.type !== 'MemberExpression' || (name !== 'bind' && name !== 'call' && name !== 'apply')) return undefined;
    const origin = this.of(node.callee.object);
    if (origin?.kind !== 'function') return undefined;
    return name === 'bind' ? origin : this.#returnedBy(origin.node);
  }

  /** The promise form of a library's function, where the catalog has one. */
  #promisified(fn: Node | undefined): Origin | undefined {
    const origin = fn && this.of(fn);
    if (origin?.kind !== 'library' || origin.promised) return undefined;
    const path = `${origin.path}.__promisify__`;
    return this.catalog.entry(origin.library, path) && { kind: 'library', library: origin.library, path };
  }

  #given({ entry, library }: FoundEntry, node: Call | undefined, receiver: Node | undefined): Origin | undefined {
    if (entry.promisifies !== undefined) return this.#promisified(node?.arguments[entry.promisifies]);
    if (!entry.gives) return undefined;
    const created = entry.gives === 'this' ? receiver : node;
    const promised = entry.promise === true || (entry.promise === 'without-callback' && node !== undefined && !endsInFunction(node));
    if (entry.gives === 'this') {
      const receiverNode = node?.callee.type === 'MemberExpression' ? this.of(node.callee.object) : undefined;
      return receiverNode;
    }
    if (entry.gives === '<>') {
      const [given] = node?.typeArguments?.params ?? [];
      return given && this.ofType(given);
    }
    const { library: of, type } = splitType(entry.gives, library);
    return { kind: 'library', library: of, path: `${type}#`, ...(promised && { promised }), ...(created && { created }) };
  }

  #instance(library: string, path: string, created?: Node): Origin {
    const type = this.catalog.typeNamed(library, path.replace(/^default\./, '')) ?? path;
    return { kind: 'library', library, path: `${type}#`, ...(created && { created }) };
  }

  /** What a function in view returns, where all of its returns agree. */
  #returnedBy(fn: FunctionNode): Origin | undefined {
    if (fn.generator) return undefined;
    const annotated = fn.returnType ? this.ofType(fn.returnType.typeAnnotation) : undefined;
    const values = fn.body.type === 'BlockStatement' ? returnsOf(fn.body) : [fn.body];
    const origin = this.#all(values);
    if (!origin) return annotated;
    return fn.async ? { ...origin, promised: true } : origin;
  }

  #asModule(node: Node): Origin | undefined {
    const value = this.imports.moduleOf(node);
    return value && { kind: 'library', library: value.module, path: value.path };
  }

  #ofParameter(name: Node, fn: Node): Origin | undefined {
    if (!isFunction(fn)) return undefined;
    const index = fn.params.findIndex(each => holdsName(each, name));
    const parameter = fn.params[index];
    if (!parameter) return undefined;
    const target = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
    const pattern = target.type === 'AssignmentPattern' ? target.left : target;
    const annotation = 'typeAnnotation' in pattern ? pattern.typeAnnotation : undefined;
    const whole = annotation && annotation.typeAnnotation.type !== 'TSAnyKeyword' ? this.ofType(annotation.typeAnnotation) : this.#ofCallbackParameter(fn, index);
    if (pattern.type === 'Identifier') return whole;
    if (pattern.type === 'RestElement' && pattern.argument === name) return ARRAY;
    const keys = pathInPattern(pattern, name);
    return keys?.reduce<Origin | undefined>((origin, key) => this.#member(origin, key), whole);
  }

  /** The type that a library hands to a callback: `(req, res)` of a route, the value of `.then(value => …)`. */
  #ofCallbackParameter(fn: FunctionNode, index: number): Origin | undefined {
    for (const use of this.usesOf(fn)) {
      const origin = this.#parameterAt(use, index, fn);
      if (origin) return origin;
    }
    return undefined;
  }

  /** The expressions through which a function is handed on: itself, or the references to its name. */
  usesOf(fn: FunctionNode): readonly Node[] {
    const uses: Node[] = [fn];
    const declared =
      fn.type === 'FunctionDeclaration'
        ? this.bindings.declaredBy(fn)
        : fn.parent.type === 'VariableDeclarator' && fn.parent.id.type === 'Identifier'
          ? this.bindings.declaredBy(fn.parent)
          : [];
    for (const variable of declared) {
      // A function declares its parameters too.
      if (fn.type === 'FunctionDeclaration' ? variable.identifiers[0] !== fn.id : variable.identifiers[0]?.parent !== fn.parent) continue;
      for (const reference of variable.references) if (reference.isRead()) uses.push(reference.identifier);
    }
    return uses;
  }

  #parameterAt(use: Node, index: number, fn: FunctionNode): Origin | undefined {
    const annotation =
      use.parent?.type === 'VariableDeclarator' && use.parent.init === use && use.parent.id.type === 'Identifier'
        ? use.parent.id.typeAnnotation
        : undefined;
    if (annotation) return this.#parameterOfFunctionType(this.ofType(annotation.typeAnnotation), index);
    const at = callbackPosition(use);
    if (!at) return undefined;
    const { call, argument, option } = at;
    if (option === undefined && argument === 0 && index === 0 && call.callee.type === 'MemberExpression' && staticName(call.callee) === 'then') {
      return settled(this.of(call.callee.object));
    }
    const found = this.entryOf(call.callee);
    // An unknown wrapper whose result is a handler: `app.get(path, asyncHandler(async (req, res) => …))`.
    if (!found && argument === 0 && option === undefined && fn.params.length >= 2 && call.type === 'CallExpression') {
      return this.#parameterOfHandler(call, index, fn);
    }
    if (found) return this.#parameterOfCallback(found, at, index, fn);
    return index === 0 && argument === 1 && option === undefined && isConnectionListener(call) && this.#listensToItsEnd(fn) ? EMITTER : undefined;
  }

  /** Whether a function listens to what it is given as one listens to a connection: `socket.on('close', …)`. */
  #listensToItsEnd({ params }: FunctionNode): boolean {
    const variable = params[0]?.type === 'Identifier' ? this.bindings.variableOf(params[0]) : undefined;
    return variable?.references.some(({ identifier: { parent } }) => parent?.type === 'MemberExpression' && parent.parent.type === 'CallExpression' && parent.parent.callee === parent && isListenerOf(parent.parent, CONNECTION_EVENTS)) === true;
  }

  #parameterOfHandler(wrapper: Call, index: number, fn: FunctionNode): Origin | undefined {
    const at = callbackPosition(wrapper);
    const found = at && this.entryOf(at.call.callee);
    return at && found?.entry.callbacks?.some(each => each.runs === 'request') ? this.#parameterOfCallback(found, at, index, fn) : undefined;
  }

  #parameterOfCallback(found: FoundEntry, at: NonNullable<ReturnType<typeof callbackPosition>>, index: number, fn: FunctionNode): Origin | undefined {
    for (const callback of found.entry.callbacks ?? []) {
      if (!isCalledBack(callback, at, fn)) continue;
      const type = callback.parameters?.[index];
      if (type === undefined) continue;
      if (type === '') return undefined;
      const { library, type: name } = splitType(type, found.library);
      return { kind: 'library', library, path: `${name}#` };
    }
    return undefined;
  }

  #parameterOfFunctionType(origin: Origin | undefined, index: number): Origin | undefined {
    if (origin?.kind !== 'library' || !origin.path.endsWith('#')) return undefined;
    const type = this.catalog.type(origin.library, origin.path.slice(0, -1))?.parameters?.[index];
    if (!type) return undefined;
    const { library, type: name } = splitType(type, origin.library);
    return { kind: 'library', library, path: `${name}#` };
  }

  /** The origin of a value with this type annotation. */
  ofType(node: TSESTree.TypeNode, depth = 0): Origin | undefined {
    if (depth > 10) return undefined;
    switch (node.type) {
      case 'TSTypeReference': {
        const inner = node.typeArguments?.params[0];
        if (node.typeName.type === 'Identifier' && !this.bindings.variableOf(node.typeName) && inner) {
          if (node.typeName.name === 'Promise') {
            const value = this.ofType(inner, depth + 1);
            return value && { ...value, promised: true };
          }
          if (['Readonly', 'Required', 'NonNullable', 'Awaited'].includes(node.typeName.name)) return this.ofType(inner, depth + 1);
        }
        return this.#ofTypeName(node.typeName, depth);
      }
      case 'TSImportType': {
        const source = node.source ?? undefined;
        const name = node.qualifier?.type === 'Identifier' ? node.qualifier.name : undefined;
        return source?.type === 'Literal' && name !== undefined ? this.#instance(String(source.value), name) : undefined;
      }
      case 'TSUnionType': {
        const parts = node.types.filter(each => each.type !== 'TSNullKeyword' && each.type !== 'TSUndefinedKeyword');
        return parts.length === 1 ? this.ofType(parts[0]!, depth + 1) : undefined;
      }
      case 'TSIntersectionType':
        for (const part of node.types) {
          const origin = this.ofType(part, depth + 1);
          if (origin) return origin;
        }
        return undefined;
      case 'TSArrayType':
      case 'TSTupleType':
        return ARRAY;
      case 'TSTypeOperator':
        return node.operator === 'readonly' && node.typeAnnotation ? this.ofType(node.typeAnnotation, depth + 1) : undefined;
      case 'TSTypeQuery':
        return node.exprName.type === 'Identifier' ? this.of(node.exprName) : undefined;
      default:
        return undefined;
    }
  }

  #ofTypeName(name: TSESTree.EntityName, depth: number): Origin | undefined {
    if (name.type === 'TSQualifiedName') {
      const left = name.left.type === 'Identifier' ? this.#ofName(name.left) : undefined;
      if (left?.kind !== 'library') return undefined;
      const path = left.path === '' || left.path === 'default' ? name.right.name : `${left.path}.${name.right.name}`;
      return this.#instance(left.library, path);
    }
    if (name.type !== 'Identifier') return undefined;
    const variable = this.bindings.variableOf(name);
    if (!variable) {
      return this.catalog.typeNamed('global', name.name) === undefined ? undefined : this.#instance('global', name.name);
    }
    const definition = this.bindings.definitionOf(variable);
    switch (definition?.type) {
      case 'ImportBinding': {
        const value = this.imports.ofDefinition(definition.node);
        return value && this.#instance(value.module, value.path);
      }
      case 'ClassName':
        return { kind: 'instance', node: definition.node };
      case 'Type':
        if (definition.node.type === 'TSTypeAliasDeclaration') return this.ofType(definition.node.typeAnnotation, depth + 1);
        if (definition.node.type !== 'TSInterfaceDeclaration') return undefined;
        for (const parent of definition.node.extends) {
          const origin = parent.expression.type === 'Identifier' ? this.#ofTypeName(parent.expression, depth + 1) : undefined;
          if (origin) return origin;
        }
        return undefined;
      default:
        return undefined;
    }
  }

  /** `deps.pool`, where an interface in view says that `pool` is a `Pool`. */
  #fromAnnotations(node: Node): Origin | undefined {
    if (node.type !== 'Identifier' && node.type !== 'MemberExpression' && node.type !== 'CallExpression') return undefined;
    const declared = this.declared.of(node);
    if (!declared || declared.type === 'TSInterfaceDeclaration') return undefined;
    if (isClass(declared)) return { kind: 'instance', node: declared };
    if (isFunction(declared)) return { kind: 'function', node: declared };
    return isSignature(declared) ? undefined : this.ofType(declared);
  }

  /** What other modules of the project say about a value; the file model sets this. */
  project: { libraryOf(node: Node): { readonly library: string; readonly path: string; readonly promised: boolean } | undefined } | undefined;

  /** The library behind an export of another module: `import { pool } from './db.js'`. */
  #fromProject(node: Node, found: Origin | undefined): Origin | undefined {
    if (!this.project || (node.type !== 'Identifier' && node.type !== 'MemberExpression' && node.type !== 'CallExpression')) return undefined;
    if (found && (found.kind !== 'library' || this.catalog.knows(found.library))) return undefined;
    const value = this.project.libraryOf(node);
    return value && this.catalog.knows(value.library) ? { kind: 'library', library: value.library, path: value.path, ...(value.promised && { promised: true }) } : undefined;
  }

  #fromTypes(node: Node): Origin | undefined {
    if (!this.types.available || !TYPED.has(node.type)) return undefined;
    // A method is of no type that the catalog has, and neither is what an annotation says to be text, a number, a list.
    if (node.type === 'MemberExpression' && node.parent.type === 'CallExpression' && node.parent.callee === node) return undefined;
    if (OF_NO_LIBRARY.test(this.declared.resolve(this.declared.of(node))?.type ?? '') || typedValueOf(node, this.bindings)) return undefined;
    const declared = this.types.declaredBy(node);
    if (!declared || !this.catalog.knows(declared.package)) return undefined;
    const type = this.catalog.typeNamed(declared.package, declared.name);
    return type === undefined ? undefined : { kind: 'library', library: declared.package, path: `${type}#` };
  }
}

/** `server.on('connection', …)` */
function isConnectionListener(call: Call): boolean {
  return isListenerOf(call, ['connection', 'secureConnection']);
}

function isListenerOf(call: Call, events: readonly string[]): boolean {
  const [event] = call.arguments;
  const name = call.callee.type === 'MemberExpression' ? staticName(call.callee) : undefined;
  return (name === 'on' || name === 'once' || name === 'addListener') && event?.type === 'Literal' && events.includes(String(event.value));
}

/** The function, not an arrow, whose `this` it is. */
function functionOfThis(node: Node): FunctionNode | undefined {
  for (let current = node.parent; current; current = current.parent) {
    if (current.type === 'FunctionDeclaration' || current.type === 'FunctionExpression') return current;
  }
  return undefined;
}

function memberPath(path: string, name: string): string {
  return path === '' || path.endsWith('#') ? path + name : `${path}.${name}`;
}

/** The call to which `use` is handed as an argument, or as a property of an options argument. */
export function callbackPosition(use: Node): { readonly call: Call; readonly argument: number; readonly option?: string } | undefined {
  let value = use;
  while (value.parent && unwrap(value.parent) !== value.parent) value = value.parent;
  const parent = value.parent;
  if (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') {
    const argument = parent.arguments.indexOf(value as TSESTree.CallExpressionArgument);
    const spread = parent.arguments.slice(0, Math.max(argument, 0)).some(each => each.type === 'SpreadElement');
    return argument < 0 || spread ? undefined : { call: parent, argument };
  }
  // One of several handlers: `app.get(path, [authenticate, handle])`.
  if (parent?.type === 'ArrayExpression') return callbackPosition(parent);
  if (parent?.type === 'Property' && parent.value === value && parent.parent.type === 'ObjectExpression') {
    const option = staticName(parent);
    const outer = option === undefined ? undefined : callbackPosition(parent.parent);
    if (!outer || option === undefined) return undefined;
    return { call: outer.call, argument: outer.argument, option: outer.option === undefined ? option : `${outer.option}.${option}` };
  }
  return undefined;
}

/** Whether a function handed to a call at this position is the callback that the catalog speaks of. */
export function isCalledBack(
  { argument, option, arity, named }: CallbackFacts,
  at: { readonly call: Call; readonly argument: number; readonly option?: string },
  fn: FunctionNode | undefined,
): boolean {
  if (option !== at.option || !isAt(argument, at.argument, at.call.arguments.length)) return false;
  if (arity !== undefined && fn?.params.length !== arity) return false;
  if (!named) return true;
  const [first] = at.call.arguments;
  return first?.type === 'Literal' && named.includes(String(first.value));
}

/** Whether a callback's declared position is this argument of a call with so many. */
export function isAt(declared: number | 'any', argument: number, count: number): boolean {
  return declared === 'any' || (declared < 0 ? count + declared === argument : declared === argument);
}

function settled(origin: Origin | undefined): Origin | undefined {
  if (!origin?.promised) return origin;
  return { ...origin, promised: false };
}

const TWINS = ['node:http', 'node:https'];

function same(a: Origin | undefined, b: Origin | undefined): Origin | undefined {
  if (!a || !b || a.kind !== b.kind || Boolean(a.promised) !== Boolean(b.promised)) return undefined;
  if (a.kind === 'library') {
    if (b.kind !== 'library' || a.path !== b.path) return undefined;
    // `(secure ? https : http).get(…)`: one API under two names.
    if (a.library !== b.library && !(TWINS.includes(a.library) && TWINS.includes(b.library))) return undefined;
    // Made in two places: what it is stays known, which call made it does not.
    const { created, ...rest } = a;
    return created === b.created ? a : rest;
  }
  return 'node' in b && a.node === b.node ? a : undefined;
}

function isNothing(node: Node): boolean {
  const value = unwrap(node);
  return (value.type === 'Literal' && value.value === null) || (value.type === 'Identifier' && value.name === 'undefined');
}

function usedAs(node: Call, use: 'call' | 'new' | 'either' | 'read' | undefined): boolean {
  if (use === 'either') return true;
  if (use === 'read') return false;
  return node.type === (use === 'new' ? 'NewExpression' : 'CallExpression');
}

function endsInFunction(node: Call): boolean {
  const last = node.arguments.at(-1);
  // A name may hold a function: then nobody can say from here whether a promise comes back.
  return last !== undefined && (isFunction(last) || (last.type === 'Identifier' && /^(cb|callback|done|next)$/i.test(last.name)));
}

/** Whether a name stands in a pattern. */
export function holdsName(pattern: Node, name: Node): boolean {
  return name.range[0] >= pattern.range[0] && name.range[1] <= pattern.range[1];
}

/** The property names that lead from a destructured value to `name`; undefined through arrays, rest and defaults. */
function pathInPattern(pattern: Node, name: Node): string[] | undefined {
  if (pattern === name) return [];
  if (pattern.type !== 'ObjectPattern') return undefined;
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || !holdsName(property.value, name)) continue;
    const key = staticName(property);
    const inner = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    const rest = pathInPattern(inner, name);
    return key === undefined || !rest ? undefined : [key, ...rest];
  }
  return undefined;
}

function returnsOf(body: TSESTree.BlockStatement): Node[] {
  const values: Node[] = [];
  const visit = (node: Node): void => {
    switch (node.type) {
      case 'ReturnStatement':
        if (node.argument) values.push(node.argument);
        break;
      case 'BlockStatement':
        node.body.forEach(visit);
        break;
      case 'IfStatement':
        visit(node.consequent);
        if (node.alternate) visit(node.alternate);
        break;
      case 'TryStatement':
        visit(node.block);
        if (node.handler) visit(node.handler.body);
        if (node.finalizer) visit(node.finalizer);
        break;
      case 'SwitchStatement':
        for (const each of node.cases) each.consequent.forEach(visit);
        break;
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'LabeledStatement':
        visit(node.body);
        break;
      default:
    }
  };
  visit(body);
  return values;
}
