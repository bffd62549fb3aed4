import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, isFunction, isInside, staticName, unwrap, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { SharedPlaces } from './shared-places.js';

/** A place that outlives a call: a variable, a member of one, a field, or an entry of a container that one of these holds. */
export interface StatePlace {
  /** The variable at its root, or the class whose field it is. */
  readonly root: Variable | ClassNode;
  /** In one spelling for `cache[key]`, `cache.get(key)` and `cache.has(key)`. */
  readonly path: string;
  readonly isEntry: boolean;
  /** What says which entries. */
  readonly keys: readonly Node[];
}

/** Who meets a place: everybody in the process, all callers of one object, or whatever runs inside of the function that made it. */
export type Sharing = 'process' | 'object' | 'closure';

const LOOKS = new Set(['get', 'has', 'includes']);

/** Which places the code of a function reads and writes. */
export class StatePlaces {
  readonly #places: SharedPlaces;
  readonly #mentions = new Map<FunctionNode, Map<unknown, Map<string, Node[]>>>();

  constructor(private readonly file: FileModel) {
    this.#places = new SharedPlaces(file);
  }

  /** The place that an expression stands for: `total`, `this.client`, `cache.get(key)`. */
  of(node: Node, depth = 0): StatePlace | undefined {
    const value = unwrap(node);
    if (depth > 8) return undefined;
    switch (value.type) {
      case 'Identifier': {
        const root = this.file.bindings.variableOf(value);
        return root && { root, path: value.name, isEntry: false, keys: [] };
      }
      case 'ThisExpression': {
        const root = classOfThis(value)?.node;
        return root && { root, path: 'this', isEntry: false, keys: [] };
      }
      case 'MemberExpression': {
        const outer = this.#ownerOf(value.object, depth + 1);
        const name = staticName(value);
        if (!outer) return undefined;
        return name === undefined ? this.entryOf(outer, value.property) : { ...outer, path: `${outer.path}.${name}` };
      }
      case 'CallExpression': {
        const callee = unwrap(value.callee);
        const [key, more] = value.arguments;
        if (callee.type !== 'MemberExpression' || !LOOKS.has(staticName(callee) ?? '') || !key || more) return undefined;
        const outer = this.of(callee.object, depth + 1);
        return outer && this.entryOf(outer, key);
      }
      default:
        return undefined;
    }
  }

  /** The object of a member; a local name for an element of something stands for that element. */
  #ownerOf(object: Node, depth: number): StatePlace | undefined {
    const name = unwrap(object);
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || definition?.type !== 'Variable' || definition.node.id.type !== 'Identifier' || !definition.node.init || !this.file.bindings.isConstant(variable) || variable.scope.block.type === 'Program') return this.of(object, depth);
    return this.#elementOf(definition.node.init, depth) ?? this.of(object, depth);
  }

  /** `accounts.get(id)`, `accounts[id]`, `products.find(each => each.id === id)` */
  #elementOf(init: Node, depth: number): StatePlace | undefined {
    const node = unwrap(init);
    const call = node.type === 'LogicalExpression' ? unwrap(node.left) : node;
    if (call.type === 'MemberExpression') return call.computed && staticName(call) === undefined ? this.of(call, depth + 1) : undefined;
    const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined;
    if (call.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return undefined;
    const method = staticName(callee);
    const [key] = call.arguments;
    if (!key || (method !== 'get' && method !== 'find')) return undefined;
    const container = this.of(callee.object, depth + 1);
    return container && container.path !== 'this' ? this.entryOf(container, key) : undefined;
  }

  entryOf(container: StatePlace, key: Node): StatePlace {
    return { root: container.root, path: `${container.path}[${this.file.sourceCode.getText(key)}]`, isEntry: true, keys: [...container.keys, key] };
  }

  /** Who meets the place besides the function that writes it; nobody where it is the function's own. */
  sharingOf({ root, path }: StatePlace, fn: FunctionNode): Sharing | undefined {
    if ('body' in root) {
      const isStatic = classOfThis(fn)?.isStatic === true;
      return path === 'this' ? undefined : isStatic || this.#places.isShared(root) ? 'process' : 'object';
    }
    const definition = this.file.bindings.definitionOf(root);
    if (!definition) return undefined;
    if (definition.type === 'ClassName' || definition.type === 'ImportBinding') return path === root.name ? undefined : 'process';
    if (definition.type === 'Parameter') return isInside(definition.node, fn) || !isFunction(definition.node) ? undefined : 'closure';
    if (definition.type !== 'Variable') return undefined;
    const { block } = root.scope;
    if (block.type === 'Program') return 'process';
    return isInside(block, fn) ? undefined : 'closure';
  }

  /** Whether a key is of this very call of the function: another call has another one, if a list is gone through. */
  isOwnEntry({ keys }: StatePlace, fn: FunctionNode): boolean {
    return keys.some(key => this.file.index.within(key, 'Identifier').some(each => {
      const variable = isInside(each, key) ? this.file.bindings.variableOf(each) : undefined;
      return variable !== undefined && isInside(variable.scope.block, fn);
    }));
  }

  /** The occurrences of a place in a function's own code, in source order. */
  mentionsOf({ root, path }: Pick<StatePlace, 'root' | 'path'>, fn: FunctionNode): readonly Node[] {
    let byRoot = this.#mentions.get(fn);
    if (!byRoot) {
      byRoot = new Map();
      this.#mentions.set(fn, byRoot);
      const { index } = this.file;
      for (const node of [...index.inOwn(fn, 'Identifier'), ...index.inOwn(fn, 'MemberExpression'), ...index.inOwn(fn, 'CallExpression')]) {
        if (node.type === 'Identifier' && !isReference(node)) continue;
        const place = this.of(node);
        if (!place) continue;
        const byPath = byRoot.get(place.root) ?? new Map<string, Node[]>();
        byRoot.set(place.root, byPath);
        const list = byPath.get(place.path);
        if (list) list.push(node);
        else byPath.set(place.path, [node]);
      }
    }
    return byRoot.get(root)?.get(path) ?? [];
  }
}

function isReference(node: TSESTree.Identifier): boolean {
  const { parent } = node;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed;
  if (parent.type === 'Property') return parent.value === node || parent.computed;
  return true;
}
