import type { TSESTree } from '@typescript-eslint/utils';
import { functionName, functionsAround, isInside, objectOfThis, rootOf, staticName, unwrap, wrapped, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { isExportsValue, isOfModule } from './shared-places.js';

/** A place that all requests share and that the file has no declaration of: a member of something that is there once. */
export interface OuterPlace {
  /** What stands in the source: `process.env.TZ`, `app.locals.user`. */
  readonly text: string;
  /**
   * `environment`: of the process; `global`: of `globalThis`; `exports`: of the module; `object`: of an object with methods that the module
   * keeps; `instance`: of an instance that it keeps; `library`: of what a library has once; `closure`: of the function that registers the handler.
   */
  readonly kind: 'environment' | 'global' | 'exports' | 'object' | 'instance' | 'library' | 'closure';
}

/** Servers for one answer, and what tests are written with. Names only silence. */
const FOR_ONCE = /mock|fake|stub|test|spec|fixture|harness|dummy|callback|wait|prompt|login|authoriz/i;

export class OuterPlaces {
  constructor(private readonly file: FileModel) {}

  /** The place that is written where `target` is, as seen from code that runs again and again. */
  of(target: Node): OuterPlace | undefined {
    const node = unwrap(target);
    if (node.type === 'CallExpression') return this.#keptBy(node);
    if (node.type === 'Identifier') return this.#isOfRegistration(node) ? { text: node.name, kind: 'closure' } : undefined;
    if (node.type !== 'MemberExpression') return undefined;
    const kind = this.#kindOf(node);
    return kind && { text: this.file.sourceCode.getText(node), kind };
  }

  /** `app.set('user', …)`: kept by the one object that serves everybody. */
  #keptBy(call: TSESTree.CallExpression): OuterPlace | undefined {
    const facts = this.file.calls.at(call)?.entry.keepsForAll;
    if (!facts) return undefined;
    const callee = this.file.sourceCode.getText(call.callee);
    const key = facts.key === undefined ? undefined : call.arguments[facts.key];
    return { text: key ? `${callee}(${this.file.sourceCode.getText(key)}, …)` : `${callee}(…)`, kind: 'library' };
  }

  #kindOf(node: TSESTree.MemberExpression): OuterPlace['kind'] | undefined {
    const { bindings } = this.file;
    if (this.#isEnvironment(node.object) || this.#isEnvironment(node)) return 'environment';
    const root = rootOf(node);
    if (root.type === 'ThisExpression') return this.#isOfKeptObject(node, root) ? 'object' : undefined;
    if (root.type !== 'Identifier') return this.#isOfServer(node) ? 'library' : undefined;
    if (bindings.isGlobal(root, 'globalThis', 'global')) return 'global';
    if (isExportsMember(node, this.file)) return 'exports';
    if (this.#isOfServer(node)) return 'library';
    const variable = bindings.variableOf(root);
    if (!variable || !bindings.isConstant(variable)) return undefined;
    if (isOfModule(variable)) return this.#ofModule(root, node);
    return this.#isOfRegistration(root) && this.#holdsObject(variable) ? 'closure' : undefined;
  }

  /** What a constant of the module holds: an instance made here, or what a library has once for whoever imports it. */
  #ofModule(root: TSESTree.Identifier, node: TSESTree.MemberExpression): OuterPlace['kind'] | undefined {
    const origin = this.file.origins.of(root);
    if (origin?.kind === 'instance') return hasSetter(origin.node, fieldOf(node)) ? undefined : 'instance';
    // What else is imported may be a module of the project, and a door to something else.
    return origin?.kind === 'library' && origin.library !== 'global' && this.file.catalog.knows(origin.library) ? 'library' : undefined;
  }

  #isEnvironment(node: Node): boolean {
    const origin = this.file.origins.withoutTypes(node);
    return origin?.kind === 'library' && ((origin.library === 'global' && origin.path === 'process.env') || (origin.library === 'node:process' && /^(default\.)?env$/.test(origin.path)));
  }

  /** `req.app.locals.user`, `request.server.context.user`: below an object of which there is one for all. */
  #isOfServer(node: TSESTree.MemberExpression): boolean {
    for (let current = unwrap(node.object); ; current = unwrap(current.object)) {
      const origin = this.file.origins.of(current);
      if (origin?.kind === 'library' && !origin.promised && origin.path.endsWith('#') && this.file.catalog.type(origin.library, origin.path.slice(0, -1))?.servesAll) return !this.#isMadeHere(origin.created, node);
      if (current.type !== 'MemberExpression') return false;
    }
  }

  #isMadeHere(created: Node | undefined, node: Node): boolean {
    const made = created && functionsAround(created)[0];
    return made !== undefined && this.file.handlers.runsPerRequest(made) === 'yes' && isInside(node, made);
  }

  /** `this.current` of `export default { current: null, remember(user) { this.current = user; } }` */
  #isOfKeptObject(node: TSESTree.MemberExpression, self: Node): boolean {
    const object = objectOfThis(self);
    const field = fieldOf(node);
    if (!object || field === undefined) return false;
    const member = object.properties.find(each => each.type === 'Property' && staticName(each) === field);
    if (member?.type !== 'Property' || member.kind !== 'init' || member.method) return false;
    const { parent } = wrapped(object);
    if (parent?.type === 'ExportDefaultDeclaration' || isExportsValue(wrapped(object))) return true;
    const [variable] = parent?.type === 'VariableDeclarator' ? this.file.bindings.declaredBy(parent) : [];
    return variable !== undefined && isOfModule(variable);
  }

  /** A variable of the function that registers the handler: it is there once, and the handler runs for every request. */
  #isOfRegistration(name: TSESTree.Identifier): boolean {
    const variable = this.file.bindings.variableOf(name);
    const definition = variable && this.file.bindings.definitionOf(variable);
    const handler = this.file.handlers.around(name);
    if (!variable || definition?.type !== 'Variable' || !handler?.registration || handler.kind === 'lambda' || handler.by === 'decorator') return false;
    const owner = functionsAround(definition.node)[0];
    if (!owner || owner === handler.fn || !isInside(handler.fn, owner) || this.file.handlers.runsPerRequest(owner) === 'yes') return false;
    return !functionsAround(handler.fn).some(each => FOR_ONCE.test(functionName(each) ?? '') || this.#endsItself(each));
  }

  /** A server that is closed again where it was opened, or a promise that it keeps, serves one request. */
  #endsItself(fn: FunctionNode): boolean {
    const { index } = this.file;
    return index.within(fn, 'MemberExpression').some(each => staticName(each) === 'close' && each.parent.type === 'CallExpression' && !(each.object.type === 'Identifier' && /res|reply|response/.test(each.object.name))) || index.within(fn, 'NewExpression').some(each => each.callee.type === 'Identifier' && each.callee.name === 'Promise' && this.file.handlers.around(each) === undefined);
  }

  #holdsObject(variable: Variable): boolean {
    const definition = this.file.bindings.definitionOf(variable);
    const init = definition?.type === 'Variable' && definition.node.init ? unwrap(definition.node.init) : undefined;
    return init?.type === 'ObjectExpression';
  }
}

/** The first member below the root: `user` of `store.user.name`. */
function fieldOf(node: TSESTree.MemberExpression): string | undefined {
  let current = node;
  for (let object = unwrap(current.object); object.type === 'MemberExpression'; object = unwrap(current.object)) current = object;
  return staticName(current);
}

function hasSetter(owner: ClassNode, field: string | undefined): boolean {
  // What a class that it extends does with the field cannot be seen.
  return owner.superClass !== null || owner.body.body.some(each => each.type === 'MethodDefinition' && each.kind === 'set' && staticName(each) === field);
}

/** `exports.current`, `module.exports.state.user`, but neither `exports` nor `module.exports` itself. */
function isExportsMember(node: TSESTree.MemberExpression, { bindings }: FileModel): boolean {
  for (let current: Node = node; current.type === 'MemberExpression'; current = unwrap(current.object)) {
    const object = unwrap(current.object);
    if (bindings.isGlobal(object, 'exports')) return true;
    if (object.type === 'MemberExpression' && bindings.isGlobal(unwrap(object.object), 'module') && staticName(object) === 'exports') return true;
  }
  return false;
}
