import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, isClass, isFunction, isInside, lastName, staticName, unwrap, wrapped, type ClassNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';

/** Where an emitter is kept: the name or `this` at its root, and the members that lead to it. */
export interface EmitterPlace {
  /** A variable, the class whose `this` it is, or `global`. */
  readonly root: Variable | ClassNode | 'global';
  readonly path: readonly string[];
  /** What a reader would call it: `bus` of `this.deps.bus`. */
  readonly name: string;
}

/** The methods that add a listener, and whether each hears one event only. */
export const ADDS: ReadonlyMap<string, 'each' | 'next'> = new Map([
  ['on', 'each'],
  ['addListener', 'each'],
  ['prependListener', 'each'],
  ['addEventListener', 'each'],
  ['once', 'next'],
  ['prependOnceListener', 'next'],
]);
const REMOVES = new Set(['off', 'removeListener', 'removeAllListeners', 'removeEventListener']);

type Call = TSESTree.CallExpression;

/** The emitters of a file, where they are kept, and which of them have listeners removed. */
export class EmitterPlaces {
  constructor(private readonly file: FileModel) {}

  /** The place of the emitter whose method a call calls; undefined where it has no name of its own. */
  of(node: Node, depth = 0): EmitterPlace | undefined {
    let current = unwrap(node);
    const path: string[] = [];
    for (;;) {
      if (current.type === 'MemberExpression') {
        const name = staticName(current);
        if (name === undefined) return undefined;
        path.unshift(name);
        current = unwrap(current.object);
      } else if (current.type === 'CallExpression' && path.length === 0 && current.callee.type === 'MemberExpression' && this.file.calls.at(current)?.entry.gives === 'this') {
        // `bus.on('a', f).on('b', g)`
        current = unwrap(current.callee.object);
      } else break;
    }
    if (current.type === 'ThisExpression') {
      const owner = classOfThis(current);
      return owner && { root: owner.node, path, name: path.at(-1) ?? 'this' };
    }
    if (current.type !== 'Identifier') return undefined;
    const variable = this.file.bindings.variableOf(current);
    if (!variable) return { root: 'global', path: [current.name, ...path], name: path.at(-1) ?? current.name };
    return this.#behind(variable, path, depth) ?? { root: variable, path, name: path.at(-1) ?? variable.name };
  }

  /** `const bus = this.bus;`, `const { bus } = deps;`: the place that it is another name of. */
  #behind(variable: Variable, path: readonly string[], depth: number): EmitterPlace | undefined {
    const definition = this.file.bindings.definitionOf(variable);
    if (depth > 5 || definition?.type !== 'Variable' || !definition.node.init || !this.file.bindings.isConstant(variable)) return undefined;
    const { id, init } = definition.node;
    const source = unwrap(init);
    if (source.type !== 'Identifier' && source.type !== 'MemberExpression' && source.type !== 'ThisExpression') return undefined;
    const keys = id.type === 'Identifier' ? [] : keyIn(id, definition.name);
    const place = keys && this.of(source, depth + 1);
    return place && { root: place.root, path: [...place.path, ...keys, ...path], name: [...keys, ...path].at(-1) ?? place.name };
  }

  /** Calls that remove listeners, by what a reader would call their emitter. */
  get removals(): ReadonlyMap<string, readonly Call[]> {
    if (this.#removals) return this.#removals;
    const removals = new Map<string, Call[]>();
    for (const call of this.file.index.callsNamed(...REMOVES)) {
      const callee = unwrap(call.callee);
      if (callee.type !== 'MemberExpression') continue;
      for (const name of new Set([lastName(callee.object), this.of(callee.object)?.name])) {
        if (name !== undefined) removals.set(name, [...(removals.get(name) ?? []), call]);
      }
    }
    return (this.#removals = removals);
  }
  #removals: Map<string, Call[]> | undefined;

  /** Whether some code of the file may remove listeners of this event from it. Names may silence. */
  isRemoved({ name }: EmitterPlace, event: string | undefined): boolean {
    return this.removals.get(name)?.some(({ arguments: [of] }) => event === undefined || !(of?.type === 'Literal' && of.value !== event)) === true;
  }

  /** Whether it is made anew inside of `unit`, or given to it by its caller. */
  isOf({ root, path }: EmitterPlace, unit: Node): boolean {
    if (root === 'global') return false;
    if (isVariable(root)) {
      const definition = this.file.bindings.definitionOf(root);
      if (!definition || isInside(definition.name, unit)) return true;
      return root.references.some(each => each.isWrite() && each.init !== true && isInside(each.identifier, unit)) || this.#isAssigned(root, path, unit);
    }
    return isInside(root, unit) || this.#isAssigned(root, path, unit);
  }

  #isAssigned(root: Variable | ClassNode, path: readonly string[], unit: Node): boolean {
    return path.length > 0 && this.file.index.within(unit, 'AssignmentExpression').some(({ left }) => {
      const target = left.type === 'MemberExpression' && isInside(left, unit) ? this.of(left) : undefined;
      return target?.root === root && target.path.every((each, i) => path[i] === each);
    });
  }

  /** Whether it lives as long as the module: a global, an import, a variable of the module itself. */
  isOfModule({ root }: EmitterPlace): boolean {
    if (root === 'global') return true;
    const definition = isVariable(root) ? this.file.bindings.definitionOf(root) : undefined;
    if (!definition) return false;
    for (let current: Node | undefined = definition.name; current; current = current.parent) if (isFunction(current) || isClass(current)) return false;
    return definition.type === 'ImportBinding' || definition.type === 'Variable';
  }
}

/** Whether a call is one that removes listeners, by its name. */
export function removes({ callee }: Call): boolean {
  const method = unwrap(callee);
  return method.type === 'MemberExpression' && REMOVES.has(staticName(method) ?? '');
}

export function isVariable(root: EmitterPlace['root']): root is Variable {
  return typeof root === 'object' && 'references' in root;
}

/** The whole chain that a listener's call stands in: `bus.on('a', f).on('b', g)`. */
export function endOfChain(call: Node): Node {
  let current = wrapped(call);
  while (current.parent?.type === 'MemberExpression' && current.parent.object === current && wrapped(current.parent).parent?.type === 'CallExpression') current = wrapped(wrapped(current.parent).parent!);
  return current;
}

function keyIn(pattern: Node, name: Node): readonly string[] | undefined {
  if (pattern.type !== 'ObjectPattern') return undefined;
  for (const each of pattern.properties) {
    if (each.type !== 'Property') continue;
    const value = each.value.type === 'AssignmentPattern' ? each.value.left : each.value;
    const key = staticName(each);
    if (value === name && key !== undefined) return [key];
  }
  return undefined;
}
