import type { TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf, enclosingClass, isClass, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ResultTypes, type ResultType } from './result-types.js';
import { isOneOf, type ThrowClass } from './throw-classes.js';
import type { Throwable } from './throw-sets.js';
import { DocComments, type DocComment, type ThrowsTag } from './throws-tags.js';

/** A class that can leave a function which says that it does not. */
export interface UnsaidThrow {
  readonly fn: FunctionNode;
  /** What the function is called. */
  readonly name: string;
  readonly throwable: Throwable;
  /** Its documentation; undefined where it has none. */
  readonly doc: DocComment | undefined;
  /** The result type that it promises, where that is what it breaks. */
  readonly result: ResultType | undefined;
}

/** A tag for a class that cannot leave the function any more. */
export interface StaleTag {
  readonly name: string;
  readonly tag: ThrowsTag;
  readonly class: string;
}

/** A function that other modules can call, and what can leave it. */
export interface ExportedFunction {
  readonly fn: FunctionNode;
  /** Where it is named. */
  readonly head: Node;
  readonly name: string;
  readonly throwables: readonly Throwable[];
}

/** An exported function that says nothing of what it throws. */
export interface UntaggedFunction {
  /** Where it is named. */
  readonly head: Node;
  readonly name: string;
  readonly throwables: readonly Throwable[];
  readonly doc: DocComment | undefined;
  /** Before what its documentation would stand. */
  readonly place: Node;
}

/** Functions whose `@throws` tags, or whose result type, say something else than what can leave them. */
export class ThrowContracts {
  readonly #docs: DocComments;
  readonly #results: ResultTypes;

  constructor(private readonly file: FileModel) {
    this.#docs = new DocComments(file);
    this.#results = new ResultTypes(file);
  }

  /** Classes that leave a documented function past its tags, or a function that gives a result past that. */
  get unsaid(): readonly UnsaidThrow[] {
    if (this.#unsaid) return this.#unsaid;
    const found = this.file.index.functions.flatMap(fn => this.#unsaidBy(fn));
    const keys = new Map<FunctionNode, Map<string, UnsaidThrow>>();
    for (const each of found) keys.set(each.fn, (keys.get(each.fn) ?? new Map<string, UnsaidThrow>()).set(each.throwable.class.key, each));
    // Where the function that it comes from breaks its own word, that is what must be put right.
    return (this.#unsaid = found.filter(({ throwable: { from, class: thrown }, result, fn }) => {
      const inner = from && from !== fn ? keys.get(from)?.get(thrown.key) : undefined;
      return !inner || (result !== undefined && !inner.result);
    }));
  }
  #unsaid: readonly UnsaidThrow[] | undefined;

  /** Tags of functions from which nothing of that class can come. */
  get stale(): readonly StaleTag[] {
    if (!this.#hasTags) return [];
    // A class under a new name is one fault, not two.
    const others = new Set(this.unsaid.map(each => each.fn));
    return this.file.index.functions.flatMap(fn => (others.has(fn) ? [] : this.#staleOf(fn)));
  }

  /** Exported functions that throw and have no tag. */
  get untagged(): readonly UntaggedFunction[] {
    return this.file.index.functions.flatMap(fn => {
      const place = this.#isExported(fn) ? this.#docs.placeOf(fn) : undefined;
      const docs = place ? [...this.#docs.of(fn), ...this.#docs.inherited(fn)] : [];
      if (!place || this.#resultOf(fn) || docs.some(each => each.isInherited || each.tags.length > 0)) return [];
      const throwables = this.file.throwSets.leaving(fn).filter(({ class: thrown }) => !docs.some(each => mentions(each, thrown)));
      return throwables.length > 0 ? [{ head: headOf(fn), name: nameOf(fn), throwables, doc: docs.at(-1), place }] : [];
    });
  }

  /** The functions that other modules can call, and how they can fail. */
  get exported(): readonly ExportedFunction[] {
    return this.file.index.functions.filter(each => this.#isExported(each)).map(fn => ({ fn, head: headOf(fn), name: nameOf(fn), throwables: this.file.throwSets.leaving(fn) }));
  }

  /** The classes that the tags of a function name. */
  saidBy(fn: FunctionNode): readonly ThrowClass[] {
    if (!this.#hasTags) return [];
    const names = this.#docs.of(fn).flatMap(each => each.tags.flatMap(tag => (tag.names.length === 1 ? tag.names : [])));
    return names.flatMap(each => (each === 'Error' ? [] : (this.file.throwSets.classes.ofName(each) ?? [])));
  }

  get #hasTags(): boolean {
    return (this.#tags ??= DocComments.has(this.file.sourceCode.text));
  }
  #tags: boolean | undefined;

  #resultOf(fn: FunctionNode): ResultType | undefined {
    return fn.returnType && !fn.generator ? this.#results.of(fn.returnType.typeAnnotation) : undefined;
  }

  #unsaidBy(fn: FunctionNode): readonly UnsaidThrow[] {
    const result = this.#resultOf(fn);
    const own = result || this.#hasTags ? this.#docs.of(fn) : [];
    if (!result && !own.some(each => each.tags.length > 0)) return [];
    const docs = [...own, ...(own.length > 0 ? this.#docs.inherited(fn) : [])];
    const tags = docs.flatMap(each => each.tags);
    // Prose may speak of anything, and so does a comment that stands elsewhere.
    if (result && own.some(each => /\b(?:throws?|rejects?|raises?)\b/i.test(each.comment.value.replace(/@(?:throws|exception)\b/g, '')))) return [];
    if (docs.some(each => each.isInherited) || tags.some(each => each.names.length === 0)) return [];
    const names = tags.flatMap(each => each.names.flatMap(name => this.#expanded(name, 0)));
    const doc = own.findLast(each => each.tags.length > 0) ?? own.at(-1);
    return this.file.throwSets
      .leaving(fn)
      .filter(({ class: thrown }) => !docs.some(each => mentions(each, thrown)) && !this.#isCovered(thrown, names))
      .map(throwable => ({ fn, name: nameOf(fn), throwable, doc, result }));
  }

  /** Whether tags of these names speak of a class, or may do so by way of ancestors that are not in view. */
  #isCovered(thrown: ThrowClass, names: readonly string[]): boolean {
    if (names.length === 0) return false;
    const answer = isOneOf(thrown, names);
    // A class that comes from another module extends none of this one.
    return answer ?? !names.every(each => this.#definitionOf(each)?.type === 'ClassDeclaration');
  }

  #definitionOf(name: string): Node | undefined {
    const variable = this.#variables.get(name);
    return variable && this.file.bindings.definitionOf(variable)?.node;
  }

  get #variables(): ReadonlyMap<string, FileModel['bindings']['ofModule'][number]> {
    return (this.#byName ??= new Map(this.file.bindings.ofModule.map(each => [each.name, each])));
  }
  #byName: ReadonlyMap<string, FileModel['bindings']['ofModule'][number]> | undefined;

  /** The classes of `type OrderError = NotFound | Conflict`. */
  #expanded(name: string, depth: number): readonly string[] {
    const declared = this.#definitionOf(name);
    if (declared?.type !== 'TSTypeAliasDeclaration' || depth > 5) return [name];
    const parts = declared.typeAnnotation.type === 'TSUnionType' ? declared.typeAnnotation.types : [declared.typeAnnotation];
    return parts.flatMap(each => (each.type === 'TSTypeReference' && each.typeName.type === 'Identifier' ? this.#expanded(each.typeName.name, depth + 1) : [name]));
  }

  #staleOf(fn: FunctionNode): readonly StaleTag[] {
    const docs = this.#docs.of(fn);
    const tags = docs.flatMap(each => each.tags).filter(each => each.names.length === 1);
    if (tags.length === 0 || docs.some(each => each.isInherited) || fn.generator || this.#mayBeReplaced(fn) || this.#docs.inherited(fn).length > 0) return [];
    const text = this.file.sourceCode.getText(fn);
    return tags.flatMap(tag => {
      const name = tag.names[0]!;
      const type = this.#definitionOf(name)?.type;
      const isClassName = type === 'ClassDeclaration' || type === 'ImportSpecifier' || type === 'ImportDefaultSpecifier';
      // What the function names it may hand on: to a callback, in a result.
      if (!isClassName || new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(text) || !this.file.throwSets.of(fn).isClosed) return [];
      const canLeave = this.file.throwSets.leaving(fn).some(each => isOneOf(each.class, [name]) !== false);
      return canLeave ? [] : [{ name: nameOf(fn), tag, class: name }];
    });
  }

  /** What a subclass, a decorator or an empty body leaves to others. */
  #mayBeReplaced(fn: FunctionNode): boolean {
    if (fn.body.type === 'BlockStatement' && fn.body.body.length === 0) return true;
    const member = fn.parent;
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') return false;
    const owner = enclosingClass(fn);
    const isOverridden = this.file.index.all('ClassDeclaration').some(each => {
      const above = each.superClass ? this.file.origins.of(each.superClass) : undefined;
      return above?.kind === 'class' && above.node === owner;
    });
    return decoratorsOf(member).length > 0 || !owner || ('abstract' in owner && owner.abstract) || isOverridden;
  }

  #isExported(fn: FunctionNode): boolean {
    const { parent } = fn;
    if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition') {
      const owner = parent.parent.parent;
      const isOpen = parent.accessibility !== 'private' && parent.accessibility !== 'protected' && parent.key.type !== 'PrivateIdentifier';
      return isOpen && isClass(owner) && this.#isExportedName(owner, owner.id?.name);
    }
    if (parent.type === 'AssignmentExpression') return parent.right === fn && this.#isExports(parent.left);
    if (parent.type === 'VariableDeclarator') return parent.id.type === 'Identifier' && this.#isExportedName(parent.parent, parent.id.name);
    if (parent.type === 'Property') return parent.parent.parent.type === 'AssignmentExpression' && this.#isExports(parent.parent.parent.left);
    return fn.type === 'FunctionDeclaration' ? this.#isExportedName(fn, fn.id?.name) : parent.type === 'ExportDefaultDeclaration';
  }

  #isExportedName(declaration: Node, name: string | undefined): boolean {
    const { parent } = declaration;
    if (parent?.type === 'ExportNamedDeclaration' || parent?.type === 'ExportDefaultDeclaration') return true;
    return parent?.type === 'Program' && name !== undefined && this.#exportedNames.has(name);
  }

  get #exportedNames(): ReadonlySet<string> {
    if (this.#exported) return this.#exported;
    const names = new Set<string>();
    const add = (node: Node): void => {
      const value = unwrap(node);
      if (value.type === 'Identifier') names.add(value.name);
      if (value.type === 'ObjectExpression') for (const each of value.properties) if (each.type === 'Property' && each.value.type === 'Identifier') names.add(each.value.name);
    };
    for (const node of this.file.index.all('ExportNamedDeclaration')) if (!node.source) for (const each of node.specifiers) add(each.local);
    for (const node of this.file.index.all('ExportDefaultDeclaration')) add(node.declaration);
    for (const node of this.file.index.all('AssignmentExpression')) if (this.#isExports(node.left)) add(node.right);
    return (this.#exported = names);
  }
  #exported: ReadonlySet<string> | undefined;

  /** `module.exports`, `exports.name`, `module.exports.name` */
  #isExports(node: Node): boolean {
    if (node.type !== 'MemberExpression') return false;
    if (this.file.bindings.isGlobal(node.object, 'exports')) return true;
    if (this.file.bindings.isGlobal(node.object, 'module')) return staticName(node) === 'exports';
    return this.#isExports(node.object);
  }
}

/** Whether the text of a comment names a class, or one that it extends. */
function mentions({ comment }: DocComment, { names }: ThrowClass): boolean {
  return [...names].some(name => name !== 'Error' && new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(comment.value));
}

function headOf(fn: FunctionNode): Node {
  const { parent } = fn;
  if (fn.id) return fn.id;
  if (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition' || parent.type === 'Property') return parent.key;
  return parent.type === 'VariableDeclarator' ? parent.id : parent.type === 'AssignmentExpression' ? parent.left : fn;
}

function nameOf(fn: FunctionNode): string {
  const { parent } = fn;
  if (fn.id) return fn.id.name;
  if (parent.type === 'MethodDefinition' && parent.kind === 'constructor') return `new ${parent.parent.parent.id?.name ?? 'class'}()`;
  switch (parent.type) {
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? parent.id.name : 'this function';
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'Property':
      return staticName(parent as TSESTree.MethodDefinition) ?? 'this function';
    case 'AssignmentExpression':
      return parent.left.type === 'MemberExpression' ? (staticName(parent.left) ?? 'this function') : 'this function';
    default:
      return 'this function';
  }
}
