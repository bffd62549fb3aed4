import type { TSESTree } from '@typescript-eslint/utils';
import { isAbsolute } from 'node:path';
import { splitType, type Catalog } from '../../catalog/index.js';
import { shapeOfModule } from '../../project/module-shape.js';
import { modulesOf, type ModulesView } from '../../project/modules.js';
import { nativeTools } from '../../project/native-tools.js';
import { isPlainPromise, Project, type ClassLine, type Context, type LibraryKnowledge, type Value } from '../../project/project.js';
import type { Argument, ClassShape, ModuleShape } from '../../project/shapes.js';
import { testCoverageOf, type TestCoverage } from '../../project/test-files.js';
import { ofType, typeParametersOf } from '../../project/type-shapes.js';
import { ofClass } from '../../project/value-shapes.js';
import { classOfThis, isClass, isConstAssertion, isFunction, isNothing, staticName, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Definition } from './bindings.js';
import { callbackPosition, holdsName } from './origins.js';

const MAX_DEPTH = 40;

/** What expressions of a file give, followed through the other modules of its project. */
export class ProjectValues {
  readonly #memo = new Map<Node, Value | undefined>();
  readonly #classes = new Map<ClassNode, ClassShape>();
  #depth = 0;

  private constructor(
    private readonly file: FileModel,
    private readonly project: Project,
    private readonly module: ModuleShape,
    private readonly view: ModulesView,
  ) {}

  /** Undefined where the setting is off, its packages are missing, or the file is nowhere on the disk. */
  static of(file: FileModel): ProjectValues | undefined {
    const { project: setting } = file.settings;
    if (setting === false || !isAbsolute(file.filename)) return undefined;
    const tools = nativeTools();
    if (!tools) return undefined;
    const modules = modulesOf(tools, setting);
    const sumUp = (): ModuleShape => shapeOfModule(file.ast, file.filename);
    // typescript-eslint's trees and oxc's are the same in all that shapes are made of; those of other parsers are not.
    const isShared = 'esTreeNodeToTSNodeMap' in (file.sourceCode.parserServices ?? {});
    const module = isShared ? modules.shapeOf(file.filename, file.sourceCode.text, sumUp) : sumUp();
    const view = modules.view();
    return new ProjectValues(file, new Project(view, knowledgeOf(file.catalog)), module, view);
  }

  /** Whether an expression is a promise: true by proof, false by proof, undefined for "cannot tell". */
  isPromise(node: Node): boolean | undefined {
    return this.project.isPromise(this.of(node));
  }

  /** Whether an expression is a promise each time that it is evaluated. */
  isAlwaysPromise(node: Node): boolean | undefined {
    return this.project.isAlwaysPromise(this.of(node));
  }

  /** Whether an expression is each time the language's own promise, with no members but its own. */
  isPlainPromise(node: Node): boolean | undefined {
    return isPlainPromise(this.of(node));
  }

  /** Whether a call gives the promise of a function in another module that catches all that it waits for. */
  neverRejects(node: Node): boolean {
    const value = this.of(node);
    return value?.kind === 'promise' && value.isQuiet === true;
  }

  /** The library value that an expression is, by way of other modules: `pool` of `import { pool } from './db.js'`. */
  libraryOf(node: Node): { readonly library: string; readonly path: string; readonly promised: boolean } | undefined {
    const value = this.of(node);
    const held = value?.kind === 'promise' ? value.of() : value;
    return held?.kind === 'library' && held.library !== 'global' ? { library: held.library, path: held.path, promised: value?.kind === 'promise' } : undefined;
  }

  /** What the tests of the project do with this file. */
  get testCoverage(): TestCoverage | undefined {
    return testCoverageOf(this.file.filename, this.view);
  }

  /** The names of a class and its ancestors, through the modules that they stand in. */
  classLineOf(node: Node): ClassLine | undefined {
    return this.project.classLine(this.of(node));
  }

  /** What a function of another module throws itself, called here. */
  thrownBy(callee: Node): { readonly lines: readonly ClassLine[]; readonly isPromise: boolean } | undefined {
    return this.project.thrownBy(this.of(callee));
  }

  /** The branches of a union of objects that a type is, with the values of their fields that are literals. */
  literalsOf(type: TSESTree.TypeNode): readonly ReadonlyMap<string, unknown>[] | undefined {
    return this.project.branchesOf(this.#ofType(type));
  }

  /** What an expression gives; undefined: cannot tell. */
  of(node: Node): Value | undefined {
    if (this.#memo.has(node)) return this.#memo.get(node);
    // A value that depends on itself has none.
    this.#memo.set(node, undefined);
    if (this.#depth > MAX_DEPTH) return undefined;
    this.#depth += 1;
    const value = this.#find(node);
    this.#depth -= 1;
    this.#memo.set(node, value);
    return value;
  }

  #find(node: Node): Value | undefined {
    const { project } = this;
    switch (node.type) {
      case 'Identifier':
        return this.#ofName(node);
      case 'ThisExpression': {
        const owner = classOfThis(node);
        if (!owner) return undefined;
        const declaration = this.#classShape(owner.node);
        const context = this.#contextAt(owner.node);
        return owner.isStatic ? { kind: 'class', declaration, context } : { kind: 'instance', declaration, context };
      }
      case 'Super': {
        const owner = classOfThis(node);
        const parent = owner?.node.superClass ? this.of(owner.node.superClass) : undefined;
        return owner?.isStatic === true ? parent : project.construct(parent);
      }
      case 'MemberExpression': {
        const name = staticName(node);
        const object = this.of(node.object);
        return name === undefined ? project.element(object) : project.member(object, name);
      }
      case 'CallExpression':
        return this.#ofCall(node);
      case 'NewExpression':
        return project.construct(this.of(node.callee), this.#typesOf(node.typeArguments));
      case 'AwaitExpression':
        return project.awaited(this.of(node.argument));
      case 'ImportExpression': {
        const { source } = node;
        return source.type === 'Literal' ? { kind: 'promise', of: () => project.imported(this.module.path, String(source.value), '') } : undefined;
      }
      case 'ConditionalExpression':
        return union([this.of(node.consequent), this.of(node.alternate)]);
      case 'LogicalExpression':
        return node.operator === '&&' ? this.of(node.right) : union([this.of(node.left), this.of(node.right)]);
      case 'AssignmentExpression':
        return node.operator === '=' ? this.of(node.right) : undefined;
      case 'TSAsExpression':
      case 'TSTypeAssertion':
        return isConstAssertion(node.typeAnnotation) ? this.of(node.expression) : this.#ofType(node.typeAnnotation);
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'ChainExpression':
        return this.of(node.expression);
      case 'ArrayExpression': {
        const { elements } = node;
        return { kind: 'tuple', of: elements.map(each => () => (each && each.type !== 'SpreadElement' ? this.of(each) : undefined)) };
      }
      case 'ClassExpression':
        return { kind: 'class', declaration: this.#classShape(node), context: this.#contextAt(node) };
      case 'Literal':
      case 'TemplateLiteral':
      case 'BinaryExpression':
      case 'UnaryExpression':
        return { kind: 'plain' };
      default:
        return undefined;
    }
  }

  #ofCall(node: TSESTree.CallExpression): Value | undefined {
    const { project } = this;
    const module = this.file.imports.moduleOf(node);
    if (module) return project.imported(this.module.path, module.module, module.path === 'default' ? 'require' : module.path);
    const fn = this.file.origins.functionOf(node.callee);
    if (fn) return this.#givenBy(fn);
    return project.call(this.of(node.callee), argumentsOf(node), undefined, this.#typesOf(node.typeArguments));
  }

  /** What a function in view gives. */
  #givenBy(fn: FunctionNode): Value | undefined {
    if (fn.generator) return undefined;
    if (fn.returnType) return this.#ofType(fn.returnType.typeAnnotation);
    const returned = fn.body.type === 'BlockStatement' ? this.file.index.inOwn(fn, 'ReturnStatement').flatMap(each => each.argument ?? []) : [fn.body];
    if (fn.async) return { kind: 'promise', of: () => union(returned.map(each => this.project.awaited(this.of(each)))) };
    return returned.length === 0 ? { kind: 'plain' } : union(returned.map(each => this.of(each)));
  }

  #ofName(node: TSESTree.Identifier): Value | undefined {
    const { bindings } = this.file;
    const variable = bindings.variableOf(node);
    if (!variable) return { kind: 'library', library: 'global', path: node.name, typed: () => undefined };
    const definition = bindings.definitionOf(variable);
    switch (definition?.type) {
      case 'ImportBinding':
      case 'FunctionName':
        return this.module.values.has(variable.name) ? this.project.evaluate({ kind: 'name', name: variable.name }, { module: this.module }) : undefined;
      case 'ClassName':
        return { kind: 'class', declaration: this.#classShape(definition.node), context: this.#contextAt(definition.node) };
      case 'Parameter':
        return bindings.assignmentsTo(variable).length === 0 ? this.#ofParameter(definition) : undefined;
      case 'Variable':
        return this.#ofVariable(definition, bindings.assignmentsTo(variable).map(each => each.identifier));
      default:
        return undefined;
    }
  }

  #ofVariable({ name, node: declarator }: Extract<Definition, { type: 'Variable' }> | Definition, writes: readonly Node[]): Value | undefined {
    if (declarator.type !== 'VariableDeclarator') return undefined;
    const { id, init, parent } = declarator;
    if (id.typeAnnotation) return this.#inPattern(id, name, this.#ofType(id.typeAnnotation.typeAnnotation));
    if (parent.parent.type === 'ForOfStatement' && parent.parent.left === parent) {
      const given = this.project.element(this.of(parent.parent.right));
      return this.#inPattern(id, name, parent.parent.await ? this.project.awaited(given) : given);
    }
    const values: Node[] = init && !isNothing(init) ? [init] : [];
    for (const write of writes) {
      if (id.type !== 'Identifier' || write.parent?.type !== 'AssignmentExpression' || write.parent.left !== write) return undefined;
      values.push(write.parent.right);
    }
    return this.#inPattern(id, name, union(values.map(each => this.of(each))));
  }

  #ofParameter({ name, node: fn }: Definition): Value | undefined {
    if (!isFunction(fn)) return undefined;
    const index = fn.params.findIndex(each => name.range[0] >= each.range[0] && name.range[1] <= each.range[1]);
    const parameter = fn.params[index];
    if (!parameter) return undefined;
    const target = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
    const pattern = target.type === 'AssignmentPattern' ? target.left : target;
    if ('typeAnnotation' in pattern && pattern.typeAnnotation) return this.#inPattern(pattern, name, this.#ofType(pattern.typeAnnotation.typeAnnotation));
    const at = callbackPosition(fn);
    const given = at?.option === undefined && at?.call.type === 'CallExpression' ? this.project.callbackParameter(this.of(at.call.callee), argumentsOf(at.call), at.argument, index) : undefined;
    if (given) return this.#inPattern(pattern, name, given);
    return target.type === 'AssignmentPattern' ? this.#inPattern(pattern, name, this.of(target.right)) : undefined;
  }

  /** The part of a destructured value that a name is bound to. */
  #inPattern(pattern: Node, name: Node, value: Value | undefined): Value | undefined {
    switch (pattern.type) {
      case 'Identifier':
        return pattern === name ? value : undefined;
      case 'AssignmentPattern':
        return this.#inPattern(pattern.left, name, value);
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          const key = property.type === 'Property' ? staticName(property) : undefined;
          if (property.type !== 'Property' || key === undefined || !holdsName(property.value, name)) continue;
          return this.#inPattern(property.value, name, this.project.member(value, key));
        }
        return undefined;
      case 'ArrayPattern': {
        const index = pattern.elements.findIndex(each => each !== null && holdsName(each, name));
        const element = pattern.elements[index];
        if (!element || element.type === 'RestElement') return undefined;
        return this.#inPattern(element, name, value?.kind === 'tuple' ? value.of[index]?.() : this.project.element(value));
      }
      default:
        return undefined;
    }
  }

  #ofType(node: TSESTree.TypeNode): Value | undefined {
    return this.project.evaluate(ofType(node), this.#contextAt(node));
  }

  #typesOf(given: TSESTree.TSTypeParameterInstantiation | undefined): (() => Value | undefined)[] {
    return given?.params.map(each => () => this.#ofType(each)) ?? [];
  }

  /** Where the types at a node are looked up: type parameters around it stand for their bounds. */
  #contextAt(node: Node): Context {
    let parameters: Map<string, Value | undefined> | undefined;
    for (let current: Node | undefined = node; current; current = current.parent) {
      if (!isFunction(current) && !isClass(current)) continue;
      for (const { name, constraint } of typeParametersOf(current.typeParameters)) {
        parameters ??= new Map<string, Value | undefined>();
        if (!parameters.has(name)) parameters.set(name, this.project.evaluate(constraint, { module: this.module }));
      }
    }
    return parameters ? { module: this.module, parameters } : { module: this.module };
  }

  #classShape(node: ClassNode): ClassShape {
    let shape = this.#classes.get(node);
    if (!shape) this.#classes.set(node, (shape = ofClass(node)));
    return shape;
  }
}

function argumentsOf(node: TSESTree.CallExpression): readonly Argument[] {
  return node.arguments.map(each => ({ shape: undefined, isFunction: isFunction(each) }));
}

function union(of: readonly (Value | undefined)[]): Value | undefined {
  return of.length < 2 ? of[0] : { kind: 'union', of };
}

/** The catalog, as the project asks it. */
function knowledgeOf(catalog: Catalog): LibraryKnowledge {
  const given = (library: string, path: string, gives: string | undefined, from: string): { library: string; path: string } | undefined => {
    if (gives === undefined) return undefined;
    if (gives === 'this') return path.includes('#') ? { library, path: path.slice(0, path.lastIndexOf('#') + 1) } : undefined;
    const of = splitType(gives, from);
    return { library: of.library, path: `${of.type}#` };
  };
  return {
    knows: library => catalog.knows(library),
    typeNamed: (library, name) => catalog.typeNamed(library, name),
    call(library, path, endsInFunction) {
      const found = catalog.entry(library, path);
      if (!found || found.entry.use === 'new' || found.entry.use === 'read') return undefined;
      const promise = found.entry.promise === 'without-callback' ? (endsInFunction ? undefined : true) : found.entry.promise === true;
      return { promise, gives: given(library, path, found.entry.gives, found.library) };
    },
    construct(library, path) {
      const found = catalog.entry(library, path);
      if (found && (found.entry.use === 'new' || found.entry.use === 'either')) return given(library, path, found.entry.gives, found.library);
      if (path.includes('#')) return undefined;
      const type = catalog.typeNamed(library, path.replace(/^default\./, ''));
      return type === undefined ? undefined : { library, path: `${type}#` };
    },
    read(library, path) {
      const found = catalog.entry(library, path);
      return found?.entry.use === 'read' ? given(library, path, found.entry.gives, found.library) : undefined;
    },
  };
}
