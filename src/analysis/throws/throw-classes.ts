import { isClass, lastName, staticName, unwrap, type ClassNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { ClassLine } from '../../project/project.js';
import type { FileModel } from '../file-model.js';
import type { Origin } from '../values/origins.js';

/** A class whose instances are thrown. */
export interface ThrowClass {
  /** Its name in this file. */
  readonly name: string;
  /** Tells classes of one name apart. */
  readonly key: string;
  /** Its own names and those of its ancestors: any of them covers it. */
  readonly names: ReadonlySet<string>;
  /** Whether all of its ancestors are known: no other name can cover it. */
  readonly isKnown: boolean;
  /** It is declared in this file. */
  readonly isOwn: boolean;
}

/** The language's own error classes, with their ancestors. */
const BUILT_IN: ReadonlyMap<string, readonly string[]> = new Map([
  ['Error', ['Error']],
  ...['TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'AggregateError', 'SuppressedError', 'DOMException'].map((name): [string, string[]] => [name, [name, 'Error']]),
]);
const MAX_ANCESTORS = 12;

/** Which classes thrown values are instances of, by proof. */
export class ThrowClasses {
  readonly #ofNode = new Map<ClassNode, ThrowClass>();

  constructor(private readonly file: FileModel) {}

  /** The classes that a thrown value may be of; undefined where it may be of others too. */
  ofThrown(node: Node, depth = 0): readonly ThrowClass[] | undefined {
    const value = unwrap(node);
    if (depth > 6) return undefined;
    if (value.type === 'ConditionalExpression' || (value.type === 'LogicalExpression' && value.operator !== '&&')) {
      const sides = value.type === 'ConditionalExpression' ? [value.consequent, value.alternate] : [value.left, value.right];
      const classes = sides.map(each => this.ofThrown(each, depth + 1));
      return classes.some(each => !each) ? undefined : classes.flatMap(each => each ?? []);
    }
    if (value.type === 'CallExpression' && this.file.bindings.isGlobal(unwrap(value.callee), ...BUILT_IN.keys())) return this.#list(this.named(lastName(value.callee) ?? 'Error'));
    if (value.type === 'Identifier' && this.#isRenamed(value)) return undefined;
    const origin = this.file.origins.of(value);
    return origin && !origin.promised ? this.#list(this.#ofInstance(origin)) : undefined;
  }

  /** A class by the catalog's name of it: `SyntaxError`, `ZodError@zod`. */
  named(name: string): ThrowClass {
    const at = name.indexOf('@');
    const own = at < 0 ? name : name.slice(0, at);
    return { name: own, key: `${at < 0 ? 'global' : name.slice(at + 1)} ${own}`, names: new Set(BUILT_IN.get(own) ?? [own, 'Error']), isKnown: true, isOwn: false };
  }

  /** The class that a name of the module stands for, where that is an error's. */
  ofName(name: string): ThrowClass | undefined {
    if (BUILT_IN.has(name)) return this.named(name);
    const variable = this.file.bindings.ofModule.find(each => each.name === name);
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (definition?.type === 'ClassName') return isClass(definition.node) ? this.ofClass(definition.node) : undefined;
    const imported = definition?.type === 'ImportBinding' ? this.file.imports.ofDefinition(definition.node) : undefined;
    return imported && definition && this.#ofOther(definition.name, imported.module, imported.path);
  }

  /** A class that stands in another module, by its names. */
  ofLine({ names, isWhole }: ClassLine): ThrowClass | undefined {
    const [name] = names;
    if (name === undefined) return undefined;
    return BUILT_IN.has(name) ? this.named(name) : { name, key: `project ${name}`, names: new Set(names), isKnown: isWhole, isOwn: false };
  }

  #list(found: ThrowClass | undefined): readonly ThrowClass[] | undefined {
    return found && [found];
  }

  /** `error.name = 'NotFoundError'`: another kind of error than its class says. */
  #isRenamed(node: Node): boolean {
    const variable = this.file.bindings.variableOf(node);
    return variable?.references.some(({ identifier: { parent } }) => parent?.type === 'MemberExpression' && staticName(parent) === 'name' && parent.parent.type === 'AssignmentExpression' && parent.parent.left === parent) === true;
  }

  #ofInstance(origin: Origin): ThrowClass | undefined {
    if (origin.kind === 'instance') {
      const made = origin.created?.type === 'NewExpression' ? lastName(origin.created.callee) : undefined;
      return this.ofClass(origin.node, made);
    }
    if (origin.kind !== 'library' || !origin.path.endsWith('#')) return undefined;
    const { library, path, created } = origin;
    const name = path.slice(0, -1).split('.').at(-1) ?? '';
    if (library === 'global') return BUILT_IN.has(name) ? this.named(name) : undefined;
    if (created?.type !== 'NewExpression') return undefined;
    return this.#ofOther(created.callee, library, name);
  }

  /** A class of another module: its ancestors stand there. */
  #ofOther(callee: Node, library: string, path: string): ThrowClass {
    const name = lastName(callee) ?? path;
    const line = this.file.project?.classLineOf(unwrap(callee));
    const written = this.file.sourceCode.getText(callee);
    return { name: /^[\w$.]+$/.test(written) ? written : name, key: `${library} ${path === 'default' ? name : path}`, names: new Set([name, path, ...(line?.names ?? [])]), isKnown: line?.isWhole === true, isOwn: false };
  }

  /** A class of this file. */
  ofClass(node: ClassNode, calledAs?: string): ThrowClass {
    const known = this.#ofNode.get(node);
    if (known) return known;
    const names = new Set<string>();
    const name = node.id?.name ?? calledAs ?? 'class';
    const isKnown = this.#addLine(node, names);
    const found: ThrowClass = { name, key: `own ${String(node.range[0])}`, names: names.add(name), isKnown, isOwn: true };
    this.#ofNode.set(node, found);
    return found;
  }

  /** Adds the names of a class and its ancestors; true where all of them are known. */
  #addLine(node: ClassNode, names: Set<string>): boolean {
    let current: ClassNode = node;
    for (let depth = 0; depth < MAX_ANCESTORS; depth += 1) {
      if (current.id) names.add(current.id.name);
      const parent = current.superClass;
      if (!parent) return true;
      const called = lastName(parent);
      if (called !== undefined) names.add(called);
      const origin = this.file.origins.of(parent);
      if (origin?.kind === 'class' && isClass(origin.node)) {
        current = origin.node;
        continue;
      }
      if (origin?.kind !== 'library') return false;
      if (origin.library === 'global') {
        const line = BUILT_IN.get(origin.path);
        for (const each of line ?? []) names.add(each);
        return line !== undefined;
      }
      const line = this.file.project?.classLineOf(unwrap(parent));
      for (const each of line?.names ?? []) names.add(each);
      return line?.isWhole === true;
    }
    return false;
  }
}

/** Whether a class is, or comes from, one of these names: undefined where only its unknown ancestors could say. */
export function isOneOf(thrown: ThrowClass, names: readonly string[]): boolean | undefined {
  if (names.some(each => thrown.names.has(each))) return true;
  return thrown.isKnown ? false : undefined;
}
