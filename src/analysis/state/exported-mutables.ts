import type { TSESTree } from '@typescript-eslint/utils';
import { classOfThis, enclosingFunction, isConstAssertion, isInside, staticName, unwrap, wrapped, type ClassNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { AfterLoad, namedAround } from '../effects/after-load.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import { isBrowserCode } from '../waits/browser-code.js';
import { assignmentAt, changeOfContainer, containerKindOf, type ContainerKind } from './container-changes.js';
import { ExportsObject } from './exports-object.js';
import { isExported, isOfModule } from './shared-places.js';

/** Something that other modules import, and that does not stay what it was. */
export interface ExportedMutable {
  /** Where it is declared. */
  readonly node: Node;
  /** As it stands in the source: `users`, `exports.db`, `Store.current`. */
  readonly name: string;
  /**
   * `reassigned`: a live binding, or a member of `exports`, gets another value; `copied`: it does, but the export holds the first
   * one; `changed`: a container is written to; `static`: a public static field; `open`: a container that nobody writes to here.
   */
  readonly kind: 'reassigned' | 'copied' | 'changed' | 'static' | 'open';
  /** The function that does it, where that has a name. */
  readonly writer: string | undefined;
  readonly container: ContainerKind | undefined;
  /** How many others of the kind the same function changes, which are told with this one: members of `exports`, static fields. */
  readonly others: number;
  /** For `open`. */
  readonly declarator?: TSESTree.VariableDeclarator;
  /** For `open`: the module's own statements put something into it. */
  readonly isFilled?: boolean;
}

interface Candidate extends Omit<ExportedMutable, 'writer' | 'others'> {
  readonly writes: readonly Node[];
}

/** Written for tests only, or hidden by convention. Names may silence. */
const HOOKS = /^_|^(?:mock|stub|fake|reset|restore)|(?:ForTest(?:s|ing)?|ForSpecs?|InTests?)$|Mock$/i;
/** What comments say of it. */
const FOR_TESTS = /\b(?:for|in|by|from) (?:\w+[ -]){0,2}test(?:s|ing|ability)?\b|\btest(?:s|ing)?[ -]only\b|visibleForTest/i;
/** What is filled when the program starts, and read from then on; a decorator, or the like, by its capital letter. */
const FILLS = /^(?:[A-Z]|regist|reregist|init|set_?[uU]p|config|boot|load|preload|install|define|declare|build|start|mount|attach|populate|hydrate)/;
/** What frameworks read of a module by its name. */
const READ_BY_FRAMEWORKS = /^(?:metadata|viewport|config)$/;
const READONLY = /readonly|immutable/i;
const CHANGEABLE_TYPES = /^(?:Array|Map|Set|Record|Partial)$/;

export class ExportedMutables {
  readonly #after: AfterLoad;
  readonly #exports: ExportsObject;
  readonly #written = new Set<Node>();

  constructor(private readonly file: FileModel) {
    this.#after = new AfterLoad(file);
    this.#exports = new ExportsObject(file);
  }

  /** What functions of this file change, in source order. */
  get changed(): readonly ExportedMutable[] {
    if (this.#changed) return this.#changed;
    const candidates = [...this.#variables(), ...this.#members(), ...this.#statics()].flatMap(each => this.#withLaterWrites(each));
    const found = candidates.length === 0 || isBrowserCode(this.file) ? [] : candidates.filter(each => !this.#isToldElsewhere(each));
    for (const { writes } of found) for (const each of writes) this.#written.add(each);
    return (this.#changed = [...collapsed(found)].sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #changed: readonly ExportedMutable[] | undefined;

  /** Containers that nobody changes here, and that every importer can. */
  get open(): readonly ExportedMutable[] {
    return (this.#open ??= isBrowserCode(this.file) ? [] : [...this.#openOnes()]);
  }
  #open: readonly ExportedMutable[] | undefined;

  /** Whether a write is to one of those that are changed. */
  isWrite(node: Node): boolean {
    return this.changed.length > 0 && this.#written.has(node);
  }

  *#variables(): Iterable<Candidate> {
    for (const variable of this.file.bindings.ofModule) {
      const definition = this.file.bindings.definitionOf(variable);
      if (definition?.type !== 'Variable' || definition.parent.declare || definition.name.type !== 'Identifier') continue;
      const assignments = this.file.bindings.assignmentsTo(variable);
      const { id, init } = definition.node;
      const container = assignments.length === 0 && init && id.type === 'Identifier' && !isReadonly(id, init) ? containerKindOf(init, this.file) : undefined;
      if (assignments.length === 0 && !container) continue;
      const exported = this.#exportOf(variable);
      if (!exported) continue;
      const node = definition.name;
      const writes = assignments.length > 0 ? assignments.flatMap(({ identifier }) => assignmentAt(identifier) ?? []) : this.#changesOf(variable, init!);
      const kind = container ? 'changed' : exported === 'live' ? 'reassigned' : 'copied';
      // Whoever hands it out again in a function says when.
      if (kind === 'copied' && this.#exports.isWrittenLater) continue;
      yield { node, name: variable.name, kind, container, writes };
    }
  }

  /** A live binding that importers see change; or a value that is handed out once, when the module is evaluated. */
  #exportOf(variable: Variable): 'live' | 'copy' | undefined {
    if (variable.defs[0]?.parent?.parent?.type === 'ExportNamedDeclaration') return 'live';
    if (variable.references.some(({ identifier }) => identifier.parent.type === 'ExportSpecifier')) return 'live';
    return isExported(variable) || variable.references.some(({ identifier }) => identifier.parent.type === 'TSExportAssignment' || this.#isInExportedObject(identifier)) ? 'copy' : undefined;
  }

  /** `export default { users }`, `export const store = { users }`. */
  #isInExportedObject(identifier: Node): boolean {
    const { parent } = identifier;
    if (parent?.type !== 'Property' || parent.value !== identifier || parent.parent.type !== 'ObjectExpression') return false;
    const holder = wrapped(parent.parent).parent;
    if (holder?.type === 'ExportDefaultDeclaration') return true;
    const [variable] = holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier' ? this.file.bindings.declaredBy(holder) : [];
    return variable !== undefined && isOfModule(variable) && isExported(variable);
  }

  #changesOf(variable: Variable, value: Node, depth = 0): readonly Node[] {
    const changes = variable.references.flatMap(({ identifier }) => {
      const change = changeOfContainer(identifier, value, this.file);
      if (change) return [change];
      // `const list = users; list.push(…)`
      const { parent } = wrapped(identifier);
      if (depth > 1 || parent?.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier' || parent.init !== wrapped(identifier)) return [];
      return this.file.bindings.declaredBy(parent).flatMap(each => (this.file.bindings.isConstant(each) ? this.#changesOf(each, value, depth + 1) : []));
    });
    // An object whose own methods change it is like an instance of a class.
    return changes.filter(each => !isInside(each, value));
  }

  *#members(): Iterable<Candidate> {
    for (const { name, text, first, value, members } of this.#exports.members) {
      const assignments = members.flatMap(each => assignmentAt(each) ?? []);
      const later = assignments.filter(each => enclosingFunction(each));
      if (later.length > 0) yield { node: first ?? later[0]!, name: text, kind: 'reassigned', container: undefined, writes: later };
      else if (value && !isFrozen(value)) {
        const container = containerKindOf(value, this.file);
        if (container && !HOOKS.test(name)) yield { node: first ?? value, name: text, kind: 'changed', container, writes: members.flatMap(each => changeOfContainer(each, value, this.file) ?? []) };
      }
    }
  }

  *#statics(): Iterable<Candidate> {
    for (const node of this.#classes()) {
      for (const field of node.body.body) {
        if (field.type !== 'PropertyDefinition' || !field.static || field.readonly || field.declare || field.accessibility === 'private' || field.accessibility === 'protected') continue;
        const name = staticName(field);
        if (name === undefined || field.key.type === 'PrivateIdentifier') continue;
        const container = field.value && !isReadonly(field, field.value) ? containerKindOf(field.value, this.file) : undefined;
        const writes = this.#membersOf(node, name).flatMap(each => assignmentAt(each) ?? (container && changeOfContainer(each, field.value!, this.file)) ?? []);
        // The one instance of a class is made once.
        yield { node: field.key, name: `${node.id?.name ?? 'this'}.${name}`, kind: 'static', container, writes: writes.filter(each => !this.#isMemo(each)) };
      }
    }
  }

  #classes(): readonly ClassNode[] {
    return [...this.file.index.all('ClassDeclaration'), ...this.file.index.all('ClassExpression')].filter(node => {
      if (!node.body.body.some(each => each.type === 'PropertyDefinition' && each.static)) return false;
      const { parent } = node;
      if (parent.type === 'ExportNamedDeclaration' || parent.type === 'ExportDefaultDeclaration') return true;
      const [variable] = this.file.bindings.declaredBy(parent.type === 'VariableDeclarator' ? parent : node);
      return variable !== undefined && this.#exportOf(variable) !== undefined;
    });
  }

  #membersOf(node: ClassNode, name: string): readonly TSESTree.MemberExpression[] {
    if (!this.#byName) {
      this.#byName = new Map();
      for (const each of this.file.index.all('MemberExpression')) {
        const key = staticName(each);
        const list = this.#byName.get(key);
        if (list) list.push(each);
        else this.#byName.set(key, [each]);
      }
    }
    return (this.#byName.get(name) ?? []).filter(each => {
      const object = unwrap(each.object);
      if (object.type === 'ThisExpression') {
        const owner = classOfThis(object);
        return owner?.isStatic === true && owner.node === node;
      }
      return object.type === 'Identifier' && this.file.bindings.variableOf(object)?.defs[0]?.node === node;
    });
  }

  #byName: Map<string | undefined, TSESTree.MemberExpression[]> | undefined;

  /** `if (!X.instance) X.instance = new X()`, `X.instance ??= new X()`, `X.instance = X.instance || new X()`. */
  #isMemo(write: Node): boolean {
    if (write.type !== 'AssignmentExpression') return false;
    if (write.operator === '??=' || write.operator === '||=') return true;
    const text = this.file.sourceCode.getText(write.left);
    const value = unwrap(write.right);
    if (value.type === 'LogicalExpression' && value.operator !== '&&' && this.file.sourceCode.getText(unwrap(value.left)) === text) return true;
    for (let current: Node | undefined = write; current && current !== enclosingFunction(write); current = current.parent) {
      if (current.type === 'IfStatement' && this.file.sourceCode.getText(current.test).includes(text)) return true;
    }
    return false;
  }

  #withLaterWrites(candidate: Candidate): readonly Candidate[] {
    if (HOOKS.test(candidate.name.split('.').at(-1)!) || this.#isExportedForTests(candidate.node)) return [];
    const writes = candidate.writes.filter(each => {
      const name = namedAround(each) ?? '';
      if (this.#isForTests(each)) return false;
      if (name === 'constructor' && candidate.kind === 'static' && each.type !== 'UpdateExpression') return false;
      if (HOOKS.test(name) || (candidate.kind !== 'reassigned' && candidate.kind !== 'copied' && FILLS.test(name))) return false;
      return this.#after.runs(each);
    });
    return writes.length > 0 ? [{ ...candidate, writes }] : [];
  }

  /** `// needed for testing`, above the function; `// exported for tests only`, above the export. */
  #isForTests(node: Node): boolean {
    for (let current: Node = node; current.parent; current = current.parent) {
      const isAlone = current.parent.type === 'Program' || current.parent.type === 'ClassBody';
      if (isAlone && this.file.sourceCode.getCommentsBefore(current).some(each => FOR_TESTS.test(each.value))) return true;
    }
    return false;
  }

  /** Its declaration, or where it is exported by name. */
  #isExportedForTests(node: Node): boolean {
    const variable = this.file.bindings.variableOf(node);
    return this.#isForTests(node) || variable?.references.some(({ identifier }) => /^Export/.test(identifier.parent.type) && this.#isForTests(identifier)) === true;
  }

  /** One fault, one finding: whose data it is, and what is meant to be a new list, are told where they are written. */
  #isToldElsewhere({ writes, name, kind }: Candidate): boolean {
    const strong = this.file.mutations.shared.filter(each => each.whose !== 'nobody');
    if (strong.some(each => writes.includes(each.node) || (each.how === 'shared-default' && each.place === name))) return true;
    if (kind === 'static' && this.file.growingContainers.some(each => writes.includes(each.node))) return true;
    return kind === 'changed' && writes.every(each => this.file.mutatedInputs.all.some(({ node }) => node === each));
  }

  *#openOnes(): Iterable<ExportedMutable> {
    const changed = new Set(this.changed.map(each => each.node));
    for (const variable of this.file.bindings.ofModule) {
      const definition = this.file.bindings.definitionOf(variable);
      if (definition?.type !== 'Variable' || definition.parent.declare || !this.file.bindings.isConstant(variable)) continue;
      const { id, init } = definition.node;
      const container = init && id.type === 'Identifier' && !isReadonly(id, init) ? containerKindOf(init, this.file) : undefined;
      if (!container || id.type !== 'Identifier' || changed.has(id) || HOOKS.test(id.name) || READ_BY_FRAMEWORKS.test(id.name) || this.#isExportedForTests(id)) continue;
      if (!isChangeable(id.typeAnnotation?.typeAnnotation) || !this.#exportOf(variable) || (container === 'object' && !isData(init!)) || isWeak(init!)) continue;
      if (this.file.sourceCode.getCommentsBefore(definition.parent.parent ?? definition.parent).some(each => READONLY.test(each.value))) continue;
      yield { node: id, name: id.name, kind: 'open', writer: undefined, others: 0, container, declarator: definition.node, isFilled: this.#changesOf(variable, init!).length > 0 };
    }
  }
}

/** Members of one object that one function changes are one fault. */
function* collapsed(found: readonly Candidate[]): Iterable<ExportedMutable> {
  const groups = new Map<unknown, Candidate[]>();
  for (const each of found) {
    const [owner, member] = each.name.split('.');
    const key = member === undefined ? each : `${owner} ${each.kind} ${namedAround(each.writes[0]!) ?? enclosingFunction(each.writes[0]!)?.range[0]}`;
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  for (const [first, ...others] of groups.values()) {
    const { writes, ...rest } = first!;
    yield { ...rest, writer: namedAround(writes[0]!), others: others.length };
  }
}

/** By its annotation, an assertion, or `Object.freeze` around it, which is no literal. */
function isReadonly({ typeAnnotation }: { readonly typeAnnotation?: TSESTree.TSTypeAnnotation | undefined }, init: Node): boolean {
  if (typeAnnotation && isReadonlyType(typeAnnotation.typeAnnotation)) return true;
  for (let current = init; current !== unwrap(init); ) {
    if (current.type !== 'TSAsExpression' && current.type !== 'TSTypeAssertion' && current.type !== 'TSSatisfiesExpression') return false;
    if (isConstAssertion(current.typeAnnotation) || isReadonlyType(current.typeAnnotation)) return true;
    current = current.expression;
  }
  return false;
}

function isReadonlyType(type: TSESTree.TypeNode): boolean {
  if (type.type === 'TSTypeOperator') return type.operator === 'readonly';
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && /readonly|immutable/i.test(type.typeName.name);
}

function isFrozen(value: Node): boolean {
  return isReadonly({}, value);
}

/** Without a type it is what the literal makes; a type of the project's own may say anything. */
function isChangeable(type: TSESTree.TypeNode | undefined): boolean {
  if (!type || type.type === 'TSArrayType') return true;
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && CHANGEABLE_TYPES.test(type.typeName.name);
}

function isWeak(init: Node): boolean {
  const value = unwrap(init);
  return value.type === 'NewExpression' && value.callee.type === 'Identifier' && value.callee.name.startsWith('Weak');
}

/** Values only: an object of functions, instances or imports is an interface, not a container. */
function isData(init: Node): boolean {
  const value = unwrap(init);
  if (value.type === 'ObjectExpression') return value.properties.every(each => each.type === 'Property' && each.kind === 'init' && isData(each.value));
  if (value.type === 'ArrayExpression') return value.elements.every(each => each !== null && isData(each));
  return value.type === 'Literal' || value.type === 'TemplateLiteral' || value.type === 'UnaryExpression';
}
