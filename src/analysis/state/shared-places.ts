import type { TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf, classOfThis, enclosingClass, staticName, unwrap, wrapped, type ClassNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Variable } from '../values/bindings.js';
import type { FileModel } from '../file-model.js';
import { remakeOf } from './remade-values.js';

/** A place that all requests of the process share: a variable of the module, a static field, a field of the one instance of a class. */
export interface SharedPlace {
  /** What stands in the source: `current`, `this.user`, `state.users`. */
  readonly text: string;
  /** The variable at its root, or the class whose field it is. */
  readonly owner: Variable | ClassNode;
  /** The field, for places of classes. */
  readonly field: string | undefined;
  /** It holds a Map, Set, array or object that was made in this file. */
  readonly isContainer: boolean;
  /** Code of other files can reach it too. */
  readonly isExported: boolean;
}

const CONTAINERS = new Set(['Map', 'Set', 'Array', 'Object']);
const REMOVERS = new Set(['delete', 'clear', 'splice', 'shift', 'pop', 'filter', 'deleteProperty']);

/** Globals that look and take nothing out. */
const READERS = /^(Object|JSON|Array|console|Number|String|Math|Boolean)\b/;

export class SharedPlaces {
  constructor(private readonly file: FileModel) {}

  /** The shared place that an expression stands for. */
  of(node: Node): SharedPlace | undefined {
    const place = unwrap(node);
    if (place.type === 'Identifier') return this.#ofVariable(place);
    if (place.type === 'CallExpression') return this.#ofEntry(place);
    if (place.type !== 'MemberExpression') return undefined;
    const object = unwrap(place.object);
    const name = staticName(place);
    const text = this.file.sourceCode.getText(place);
    if (object.type === 'ThisExpression' || this.#isClassName(object)) {
      if (name === undefined) return undefined;
      const owner = object.type === 'ThisExpression' ? classOfThis(object) : { node: this.#classNamed(object)!, isStatic: true };
      if (!owner || !(owner.isStatic || this.isShared(owner.node))) return undefined;
      return { text, owner: owner.node, field: name, isContainer: this.#isContainerField(owner.node, name), isExported: false };
    }
    const root = this.of(object);
    // A member of what somebody else made (`app.locals`) is not ours to judge.
    return root?.isContainer ? { ...root, text, isContainer: true } : undefined;
  }

  /** `limits.get('global')`: the same entry for everybody. */
  #ofEntry(call: TSESTree.CallExpression): SharedPlace | undefined {
    const callee = unwrap(call.callee);
    const [key, more] = call.arguments;
    if (callee.type !== 'MemberExpression' || staticName(callee) !== 'get' || key?.type !== 'Literal' || more) return undefined;
    const container = this.of(callee.object);
    return container?.isContainer ? { ...container, text: this.file.sourceCode.getText(call), isContainer: true } : undefined;
  }

  /** Whether one instance of this class serves everybody: by its decorator, or since the module makes and exports it. */
  isShared(node: ClassNode): boolean {
    let known = this.#shared.get(node);
    if (known === undefined) this.#shared.set(node, (known = this.#isDecorated(node) || this.#isMadeByModule(node)));
    return known;
  }
  readonly #shared = new Map<ClassNode, boolean>();

  /** Whether this file ever takes something out of the place again, or looks at how much it holds; undefined where it cannot be seen. */
  isBounded(place: SharedPlace, of: 'itself' | 'entries' = 'itself'): boolean | undefined {
    if (place.isExported) return undefined;
    const bounds = this.#bounds.get(place.owner) ?? new Map<string, boolean | undefined>();
    this.#bounds.set(place.owner, bounds);
    const key = `${of} ${place.text}`;
    if (!bounds.has(key)) bounds.set(key, this.#findBound(place, of));
    return bounds.get(key);
  }
  readonly #bounds = new Map<Variable | ClassNode, Map<string, boolean | undefined>>();

  /** Whether a variable of the module begins as a text. */
  isText({ owner, field }: SharedPlace): boolean {
    const definition = 'references' in owner && field === undefined ? this.file.bindings.definitionOf(owner) : undefined;
    const init = definition?.type === 'Variable' && definition.node.init ? unwrap(definition.node.init) : undefined;
    return (init?.type === 'Literal' && typeof init.value === 'string') || init?.type === 'TemplateLiteral';
  }

  #findBound(place: SharedPlace, of: 'itself' | 'entries'): boolean | undefined {
    for (const occurrence of this.#occurrencesOf(place)) {
      // An entry that has a name, or is handed on, may be emptied there.
      if (of === 'entries' && isEntryKept(occurrence)) return undefined;
      const verdict = this.#boundsIt(occurrence, place);
      if (verdict !== false) return verdict;
    }
    return false;
  }

  #boundsIt(occurrence: Node, place: SharedPlace): boolean | undefined {
    let at = wrapped(occurrence);
    // Climb to the whole place: from `state` to `state.users`, and on to `state.users[id]`.
    for (let parent = at.parent; parent?.type === 'MemberExpression' && parent.object === at; at = wrapped(parent), parent = at.parent) {
      const name = staticName(parent);
      if (name !== undefined && REMOVERS.has(name) && wrapped(parent).parent?.type === 'CallExpression') return true;
      if (name === 'size' || name === 'length') {
        const around = wrapped(parent).parent;
        if (around?.type === 'BinaryExpression' || around?.type === 'AssignmentExpression' || around?.type === 'UpdateExpression') return true;
      }
    }
    const parent = at.parent;
    if (parent?.type === 'UnaryExpression' && parent.operator === 'delete') return true;
    // Handed to somebody who may take something out: `prune(cache)`, `new Sweeper(cache)`, `const { users } = state`.
    const isWhole = this.file.sourceCode.getText(at).length <= place.text.length;
    if (!isWhole) return false;
    if (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') {
      // What answers a request only reads: `res.json(messages)`.
      if (this.file.calls.at(parent)?.entry.role === 'respond') return false;
      const callee = this.file.origins.of(parent.callee);
      return parent.callee !== at && !(callee?.kind === 'library' && callee.library === 'global' && READERS.test(callee.path)) ? undefined : false;
    }
    if (parent?.type === 'AssignmentExpression') {
      if (parent.left !== at) return undefined;
      return parent.operator === '=' ? remakeOf(parent.right, at, this.file)?.how !== 'adds' : parent.operator === '+=' ? false : undefined;
    }
    // `({ list } = await load())`
    if (parent?.type === 'Property' && parent.parent.type === 'ObjectPattern') return true;
    if (parent?.type === 'VariableDeclarator' || parent?.type === 'ReturnStatement' || parent?.type === 'ArrowFunctionExpression') return parent.type === 'VariableDeclarator' && parent.id === at ? false : undefined;
    return false;
  }

  #occurrencesOf({ owner, field }: SharedPlace): readonly Node[] {
    if ('references' in owner) return owner.references.filter(each => each.init !== true).map(each => each.identifier);
    return this.file.index.within(owner, 'MemberExpression').filter(each => staticName(each) === field && (each.object.type === 'ThisExpression' || this.#isClassName(each.object)));
  }

  #ofVariable(node: TSESTree.Identifier): SharedPlace | undefined {
    const variable = this.file.bindings.variableOf(node);
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || !isOfModule(variable)) return undefined;
    // A declaration without a value in `.d.ts` style stands for something outside.
    if (definition.parent.type === 'VariableDeclaration' && definition.parent.declare) return undefined;
    const { init } = definition.node;
    const isContainer = definition.node.id.type === 'Identifier' && init !== null && this.#isContainer(init);
    return { text: node.name, owner: variable, field: undefined, isContainer, isExported: this.#isExported(variable) };
  }

  #isExported(variable: Variable): boolean {
    let known = this.#exported.get(variable);
    if (known === undefined) this.#exported.set(variable, (known = isExported(variable)));
    return known;
  }
  readonly #exported = new Map<Variable, boolean>();

  #isContainer(init: Node): boolean {
    const value = unwrap(init);
    if (value.type === 'ObjectExpression' || value.type === 'ArrayExpression') return true;
    if (value.type === 'CallExpression') return value.callee.type === 'MemberExpression' && staticName(value.callee) === 'create' && this.file.bindings.isGlobal(value.callee.object, 'Object');
    return value.type === 'NewExpression' && value.callee.type === 'Identifier' && CONTAINERS.has(value.callee.name) && this.file.bindings.isGlobal(value.callee, value.callee.name);
  }

  #isContainerField(owner: ClassNode, name: string): boolean {
    return owner.body.body.some(member => member.type === 'PropertyDefinition' && staticName(member) === name && member.value !== null && this.#isContainer(member.value));
  }

  #isClassName(node: Node): boolean {
    return this.#classNamed(node) !== undefined;
  }

  #classNamed(node: Node): ClassNode | undefined {
    const name = unwrap(node);
    if (name.type !== 'Identifier') return undefined;
    const origin = this.file.origins.of(name);
    return origin?.kind === 'class' && (origin.node.id?.name === name.name || enclosingClass(name) === origin.node) ? origin.node : undefined;
  }

  /** `@Resolver() @Injectable({ scope: Scope.REQUEST })`: one decorator that says otherwise is enough. */
  #isDecorated(node: ClassNode): boolean {
    let isShared = false;
    // Parsers of plain JavaScript leave the field out.
    for (const { expression } of decoratorsOf(node)) {
      const call = this.file.calls.at(expression);
      const shares = call?.entry.sharesInstance;
      if (!call || !shares) continue;
      if (call.node.arguments.some(each => each.type === 'SpreadElement' || this.file.options.at(each, shares.unless).state !== 'absent')) return false;
      isShared = true;
    }
    return isShared;
  }

  /** Classes of which the module itself makes an instance and keeps it. */
  #isMadeByModule(node: ClassNode): boolean {
    if (!this.#made) {
      this.#made = new Set();
      for (const made of this.file.index.all('NewExpression')) {
        if (!isKeptByModule(made)) continue;
        const origin = this.file.origins.of(made.callee);
        if (origin?.kind === 'class') this.#made.add(origin.node);
      }
    }
    return this.#made.has(node);
  }
  #made: Set<ClassNode> | undefined;
}

/** `const list = lists.get(id)`, `prune(lists.get(id))`; not `lists.get(id).push(…)`. */
function isEntryKept(occurrence: Node): boolean {
  const member = wrapped(occurrence).parent;
  const call = member?.type === 'MemberExpression' && staticName(member) === 'get' ? wrapped(member).parent : undefined;
  if (call?.type !== 'CallExpression') return false;
  const use = wrapped(call).parent;
  return use?.type !== 'MemberExpression' || REMOVERS.has(staticName(use) ?? '') || staticName(use) === 'length' || staticName(use) === 'size';
}

function isKeptByModule(made: Node): boolean {
  const parent = wrapped(made).parent;
  if (parent?.type === 'ExportDefaultDeclaration') return true;
  if (parent?.type === 'AssignmentExpression') return parent.left.type === 'MemberExpression' && staticName(parent.left) === 'exports';
  const place = parent?.type === 'VariableDeclarator' ? parent.parent.parent : undefined;
  return place?.type === 'ExportNamedDeclaration' || place?.type === 'Program';
}

/** Whether a variable is the module's own, not a function's. */
export function isOfModule({ scope }: Variable): boolean {
  return scope.type === 'module' || scope.type === 'global' || (scope.type === 'function' && scope.block.type === 'Program');
}

/** Whether a variable's value leaves the module by name. */
export function isExported(variable: Variable): boolean {
  const declaration = variable.defs[0]?.parent;
  if (declaration?.parent?.type === 'ExportNamedDeclaration') return true;
  return variable.references.some(({ identifier }) => {
    const parent = identifier.parent;
    if (parent?.type === 'ExportSpecifier' || parent?.type === 'ExportDefaultDeclaration') return true;
    if (parent?.type === 'Property' && parent.parent.type === 'ObjectExpression') return isExportsValue(parent.parent);
    return isExportsValue(identifier);
  });
}

export function isExportsValue(node: Node): boolean {
  const parent = node.parent;
  if (parent?.type !== 'AssignmentExpression' || parent.right !== node || parent.left.type !== 'MemberExpression') return false;
  const { object } = parent.left;
  return staticName(parent.left) === 'exports' || (object.type === 'Identifier' && object.name === 'exports') || (object.type === 'MemberExpression' && staticName(object) === 'exports');
}
