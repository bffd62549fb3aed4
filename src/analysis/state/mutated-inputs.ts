import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, functionName, functionsAround, isClass, isConstAssertion, isFunction, isInside, lastName, rootOf, rootOfChain, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { majorOf, runsOnNodeBefore } from '../../project/dependency-versions.js';
import type { ChangeFacts } from '../../catalog/schema.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { Declared } from '../values/declared-types.js';
import { isOpen } from './entries.js';
import { FrozenValues } from './frozen-values.js';
import { ARGUMENTS, COMMANDS, QUERIES, TO_BE_CHANGED } from './input-names.js';
import { inputWrites, type InputWrite } from './input-writes.js';
import { ValueOwners, type Owner } from './value-owners.js';

/** A change of a value that belongs to the caller of a function, or to the whole module. */
export interface MutatedInput {
  /** The write. */
  readonly node: Node;
  /**
   * `reordered`: `sort` or `reverse` in place, where a new list is meant; `assigned`: `Object.assign` or a merge into a value, where
   * a new object is meant; `moved`: what a library or a Date changes in place; `shallow`: behind a copy that does not reach that far;
   * `mapped`: elements that `map` was to make anew; `frozen`: what `Object.freeze` has closed; `readonly`: what a cast has opened;
   * `shared`: what is the same object for everybody, and given back; `taken`: elements that an answer takes out; `lost`: fields of what each read makes anew; `changed`: any other write to a parameter of a function that
   * gives back a value.
   */
  readonly kind: 'reordered' | 'assigned' | 'moved' | 'shallow' | 'mapped' | 'frozen' | 'readonly' | 'shared' | 'taken' | 'lost' | 'changed';
  /** What is changed, as it stands in the source. */
  readonly place: string;
  /** The parameter, the name of the module or the field that it is a part of. */
  readonly root: string;
  readonly owner: Owner | undefined;
  /** The function whose parameter it is; undefined for what the module or an object holds. */
  readonly fn: FunctionNode | undefined;
  readonly writer: string | undefined;
  /** For `shallow`: what was copied; for `shared`: what it is. */
  readonly source?: string;
  /** For `assigned` and `moved`: what is called, and how a copy is written. */
  readonly call?: string;
  readonly copy?: string;
  /** For `changed`: the type of the parameter says that it is data, and the function that it only asks or makes. */
  readonly isProven: boolean;
  /** Somebody takes what the write gives. */
  readonly isUsed: boolean;
}

const REORDERING = new Set(['sort', 'reverse']);

/** Methods that lists have, and queries and cursors have not. */
const OF_LISTS_ONLY = /^(slice|reduce|some|every|join|flatMap|findIndex|indexOf|at)$/;
const OF_REVERSED = /^(slice|reduce|some|every|join|flatMap|findIndex|indexOf|at|map|filter|find|forEach)$/;
/** The methods of lists, Maps, Sets and plain objects. */
const OF_DATA: ReadonlySet<string> = new Set([Array.prototype, Map.prototype, Set.prototype, Object.prototype].flatMap(each => Object.getOwnPropertyNames(each)));
const DATE_SETTERS = /^set(UTC)?(Date|FullYear|Month|Hours|Minutes|Seconds|Milliseconds)$/;
const DATE_GETTERS = /^get(UTC)?(Date|FullYear|Month|Hours|Minutes|Seconds|Milliseconds|Day|Time|TimezoneOffset)$/;
/** Give what they have taken out of a list. */
const TAKING = /^(pop|shift|splice|remove|pullAt)$/;
/** A method that is asked for something that stays. */
const GETTING = /^[_#]*(get|find|list|peek|first|last|latest|oldest|newest)(?![a-z])/;
/** A function that is told to move a moment. */
const MOVING = /^[_#]*(set|reset|move|advance|mutate|shift)(?![a-z])|InPlace$/;

/** Writes to parameters, to parts of them that a copy does not reach, and to what the module keeps for everybody. */
export class MutatedInputs {
  readonly #owners: ValueOwners;
  readonly #frozenValues: FrozenValues;

  constructor(private readonly file: FileModel) {
    this.#owners = new ValueOwners(file);
    this.#frozenValues = new FrozenValues(file);
  }

  /** In source order; of several writes to one value in one function the first. */
  get all(): readonly MutatedInput[] {
    if (this.#all) return this.#all;
    const told = new Set<unknown>();
    const found = [...this.#find()].sort((a, b) => a.node.range[0] - b.node.range[0]);
    return (this.#all = found.filter(each => {
      if (each.kind === 'reordered' || each.kind === 'assigned') return true;
      const fault = `${(each.fn ?? enclosingFunction(each.node))?.range[0]} ${each.root}`;
      if (told.has(fault)) return false;
      told.add(fault);
      return true;
    }));
  }
  #all: readonly MutatedInput[] | undefined;

  /** Whether the package runs on a Node.js that has `toSorted` and `toReversed`, as far as it says. */
  get hasToSorted(): boolean {
    return !runsOnNodeBefore(this.file.filename, 20);
  }

  *#find(): Iterable<MutatedInput> {
    const told = new Set<Node>();
    for (const call of this.file.index.all('CallExpression')) {
      const found = this.#reordered(call) ?? this.#assigned(call) ?? this.#moved(call);
      if (!found) continue;
      told.add(call);
      yield found;
    }
    for (const write of inputWrites(this.file)) {
      const found = told.has(write.node) ? undefined : (this.#frozen(write) ?? this.#lost(write) ?? this.#changed(write));
      if (found) yield found;
    }
  }

  #reordered(call: TSESTree.CallExpression): MutatedInput | undefined {
    const callee = unwrap(call.callee);
    const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    if (callee.type !== 'MemberExpression' || name === undefined || !REORDERING.has(name)) return undefined;
    if (this.#frozenValues.isFrozen(callee.object, call)) return this.#toldFrozen(call, callee.object);
    if (!this.#isListCall(callee.object, name, call.arguments)) return undefined;
    const owner = this.#owners.of(callee.object);
    if (owner?.holds !== 'whole' || !this.#isOthers(owner)) return undefined;
    if (!isUsed(call)) {
      // `values.sort(); return values[middle]`: the author knows, who calls does not.
      if (!owner.fn || !this.#givesValue(owner.fn) || COMMANDS.test(functionName(owner.fn) ?? '') || this.#isToBeChanged(callee.object, owner)) return undefined;
    } else if (isPutBack(call, callee.object, this.file) || (isField(owner) && !this.#isAsked(call))) return undefined;
    return this.#told(call, owner.copy ? 'shallow' : 'reordered', callee.object, owner);
  }

  /** Whether a getter or a method that is no command answers with what a call gives. */
  #isAsked(call: Node): boolean {
    const fn = functionsAround(call).find(each => each.parent.type === 'MethodDefinition');
    const method = fn?.parent.type === 'MethodDefinition' ? fn.parent : undefined;
    if (!fn || !method || method.kind === 'set' || method.kind === 'constructor' || COMMANDS.test(functionName(fn) ?? '')) return false;
    return this.#returned(fn).some(each => isInside(call, each) || this.#isNamed(each, call));
  }

  /** `const sorted = list.sort(); return sorted;` */
  #isNamed(returned: Node, call: Node): boolean {
    const name = rootOfChain(returned);
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    return definition?.type === 'Variable' && definition.node.init !== null && isInside(call, definition.node.init);
  }

  /** Cursors and queries have a `sort` too: they are given a specification, lists a function. */
  #isListCall(list: Node, name: string, given: readonly TSESTree.CallExpressionArgument[]): boolean {
    const declared = this.file.origins.declared.of(unwrap(list));
    const isDeclared = this.file.origins.declared.isArray(declared);
    if (declared && !isDeclared) return false;
    const origin = this.file.origins.of(list);
    const isImported = origin?.kind === 'library' && origin.library.startsWith('.');
    if (origin && !isImported && !(origin.kind === 'library' && /^Array#?$/.test(origin.path))) return false;
    if (/params$/i.test(lastName(list) ?? '')) return false;
    const [first, ...more] = given;
    if (more.length > 0) return false;
    if (first) return name === 'sort' && (isFunction(first) || this.file.origins.functionOf(first) !== undefined);
    return isDeclared || (origin !== undefined && !isImported) || this.#isOrEmptyList(list) || this.#isUsedAsList(list, name);
  }

  /** `cache.get(key) ?? []` */
  #isOrEmptyList(list: Node): boolean {
    const value = this.file.origins.expressionOf(list);
    return value?.type === 'LogicalExpression' && value.operator !== '&&' && unwrap(value.right).type === 'ArrayExpression';
  }

  /** Without a type: something else in the file reads it as a list. */
  #isUsedAsList(list: Node, method: string): boolean {
    const name = unwrap(list);
    const fn = enclosingFunction(list);
    // `return []` elsewhere in the function: it answers with lists.
    if (fn && this.#returned(fn).some(each => unwrap(each).type === 'ArrayExpression') && this.#returned(fn).some(each => isInside(list, each) && isListChain(each, list))) return true;
    // `list.reverse().map(…)`
    const call = wrapped(name).parent?.parent;
    const next = call?.type === 'CallExpression' ? wrapped(call).parent : undefined;
    if (next?.type === 'MemberExpression' && next.parent.type === 'CallExpression' && (method === 'reverse' ? OF_REVERSED : OF_LISTS_ONLY).test(staticName(next) ?? '')) return true;
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    return variable?.references.some(({ identifier }) => {
      const member = wrapped(identifier).parent;
      if (member?.type === 'ForOfStatement') return member.right === identifier;
      return member?.type === 'MemberExpression' && member.object === identifier && /^(length|map|filter|forEach|slice|push|reduce|some|every)$/.test(staticName(member) ?? '');
    }) === true;
  }

  #assigned(call: TSESTree.CallExpression): MutatedInput | undefined {
    const callee = unwrap(call.callee);
    const isOfObject = callee.type === 'MemberExpression' && staticName(callee) === 'assign' && this.file.bindings.isGlobal(callee.object, 'Object');
    if (!isOfObject && this.file.calls.at(call)?.entry.changes?.copy !== '{}') return undefined;
    const [first, second] = call.arguments;
    if (!first || !second || first.type === 'SpreadElement') return undefined;
    if (this.#frozenValues.isFrozen(first, call)) return this.#toldFrozen(call, first);
    if (!isUsed(call)) return undefined;
    const owner = this.#owners.of(first);
    if (owner?.holds !== 'whole' || owner.copy || owner.mapped || !this.#isOthers(owner) || this.#isToBeChanged(first, owner) || isPutBack(call, first, this.file)) return undefined;
    // What is imported may be a function, which is given members so.
    if (!owner.fn && !owner.isJson && this.file.origins.of(first)?.kind === 'library' && (!enclosingFunction(call) || !/^([a-z]|[A-Z_]+$)/.test(owner.name))) return undefined;
    if (isField(owner) && !this.#isAsked(call)) return undefined;
    if (owner.fn && (COMMANDS.test(functionName(owner.fn) ?? '') || !this.#isMaybeData(first))) return undefined;
    return { ...this.#told(call, 'assigned', first, owner), call: this.#textOf(call.callee) };
  }

  /** Dates, moments, and what lodash changes in place. */
  #moved(call: TSESTree.CallExpression): MutatedInput | undefined {
    const callee = unwrap(call.callee);
    const changes = this.file.calls.at(call)?.entry.changes ?? (callee.type === 'MemberExpression' ? this.#ofDate(callee) : undefined);
    if (!changes || changes.copy === '{}') return undefined;
    const target = changes.what !== 'receiver' ? call.arguments[changes.what] : callee.type === 'MemberExpression' ? callee.object : undefined;
    if (!target || target.type === 'SpreadElement') return undefined;
    const owner = this.#owners.of(target);
    if (owner?.holds !== 'whole' || owner.mapped || !this.#isOthers(owner) || isPutBack(call, target, this.file)) return undefined;
    if (isUsed(call) ? changes.what !== 'receiver' && !changes.givesIt : !(this.#isGivenBack(target, call, owner) || (changes.what === 'receiver' && this.#isAnswered(owner)))) return undefined;
    if (isField(owner) ? !isUsed(call) || !this.#isAsked(call) : changes.what !== 'receiver' && this.#isToBeChanged(target, owner)) return undefined;
    // A list of the module that is pulled from is state of the module.
    if (!owner.fn && !owner.cache && !owner.isJson && changes.copy.startsWith('[')) return undefined;
    if (owner.fn && MOVING.test(functionName(owner.fn) ?? '')) return undefined;
    return { ...this.#told(call, owner.copy ? 'shallow' : 'moved', target, owner), call: this.#textOf(call.callee), copy: changes.copy.replace('{object}', this.#textOf(target)) };
  }

  /** A function that answers something, and is told to change nothing. */
  #isAnswered({ fn }: Owner): boolean {
    return fn !== undefined && this.#givesValue(fn) && !COMMANDS.test(functionName(fn) ?? '');
  }

  /** Without a type: `date.setDate(date.getDate() + 1)`. */
  #ofDate(callee: TSESTree.MemberExpression): ChangeFacts | undefined {
    const name = unwrap(callee.object);
    if (!DATE_SETTERS.test(staticName(callee) ?? '') || name.type !== 'Identifier' || this.file.origins.of(name) || this.file.origins.declared.of(name)) return undefined;
    const isDate = this.file.bindings.variableOf(name)?.references.some(({ identifier: { parent } }) => parent?.type === 'MemberExpression' && DATE_GETTERS.test(staticName(parent) ?? ''));
    return isDate ? { what: 'receiver', copy: 'new Date({object})' } : undefined;
  }

  #frozen({ node, target, how }: InputWrite): MutatedInput | undefined {
    // The entries of a frozen Map stay open.
    return how !== 'collection' && this.#frozenValues.isFrozen(target, node) ? this.#toldFrozen(node, target) : undefined;
  }

  /** `req.query.page = 1` with Express 5: the next read parses the address again. */
  #lost({ node, target }: InputWrite): MutatedInput | undefined {
    const value = unwrap(target);
    const found = value.type === 'MemberExpression' ? this.file.origins.readEntryOf(value) : undefined;
    const since = found?.entry.madeAnewSince;
    if (!found || since === undefined || (majorOf(this.file.filename, found.library) ?? 0) < since) return undefined;
    return { ...this.#toldFrozen(node, target), kind: 'lost', source: `${found.library} ${since}` };
  }

  #toldFrozen(node: Node, target: Node): MutatedInput {
    return { node, kind: 'frozen', place: this.#textOf(target), root: this.#textOf(target), owner: undefined, fn: undefined, writer: undefined, isProven: true, isUsed: isUsed(node) };
  }

  #changed(write: InputWrite): MutatedInput | undefined {
    const { node, target, method } = write;
    const owner = this.#owners.of(target);
    if (owner?.holds !== 'whole') return undefined;
    if (owner.copy) return this.#isTold(owner.copy.node, owner) ? this.#told(node, 'shallow', target, owner) : undefined;
    const { fn } = owner;
    if (!fn) return this.#ofEverybody(write, owner);
    const instead = this.#sharedDefault(owner, fn);
    // A default that is itself shared and changed is told by no-mutable-shared-state, a part of it that a pattern takes out here.
    if (instead && this.file.mutations.shared.some(each => each.how === 'shared-default' && each.fn === fn)) return undefined;
    if (instead) return { ...this.#told(node, 'shared', target, owner), source: `\`${this.#textOf(instead)}\` where the caller gives nothing` };
    if (!this.#isOthers(owner)) return undefined;
    if (this.#isOpenedByCast(target)) return this.#told(node, 'readonly', target, owner);
    if (!this.#givesValue(fn) || this.#isToBeChanged(target, owner) || COMMANDS.test(functionName(fn) ?? '')) return undefined;
    if (owner.mapped) return this.#isElementGivenBack(owner.mapped, target) ? this.#told(node, 'mapped', target, owner) : undefined;
    if (!this.#isMaybeData(rootOf(target)) || this.#isAccumulator(owner, fn)) return undefined;
    const isProven = this.#isMeantAsValue(write, owner, fn);
    const isTaken = isProven && method !== undefined && TAKING.test(method) && isUsed(node);
    return { ...this.#told(node, isTaken ? 'taken' : 'changed', target, owner), ...(isTaken && { call: method }), isProven };
  }

  /** What the whole module or a cache gives to everybody, where a function changes it and hands it out. */
  #ofEverybody(write: InputWrite, owner: Owner): MutatedInput | undefined {
    const { node, target, how, method } = write;
    const fn = enclosingFunction(node);
    if (!fn) return undefined;
    if (isField(owner) && !owner.cache) {
      const isTaken = method !== undefined && TAKING.test(method) && unwrap(target).type === 'MemberExpression' && this.#isAsked(node) && (isGetter(fn) || GETTING.test(functionName(fn) ?? ''));
      return isTaken ? { ...this.#told(node, 'taken', target, owner), writer: functionName(fn), call: method } : undefined;
    }
    if (this.#isOpenedByCast(target)) return this.#told(node, 'readonly', target, owner);
    // Names of caches and files of JSON say nothing of what they hold.
    if (COMMANDS.test(functionName(fn) ?? '') || (!owner.cache && !owner.isJson && TO_BE_CHANGED.test(owner.name))) return undefined;
    const isGivenBack = this.#isGivenBack(target, node, owner);
    if (owner.cache) {
      // An entry may be there to count; what takes a field out of it before it is handed out makes a view.
      const isView = isGivenBack && (how === 'delete' || (how === 'list' && this.#isNotKept(target, owner, fn)) || (owner.cache === 'library' && QUERIES.test(functionName(fn) ?? '')));
      return isView ? { ...this.#told(node, 'shared', target, owner), source: `what \`${owner.name}\` gives the next caller too` } : undefined;
    }
    if (owner.isJson) return this.#isSaved(owner) || !(isGivenBack || ('references' in owner.root && this.#isHandedOn(owner.root, write, fn))) ? undefined : { ...this.#told(node, 'shared', target, owner), source: `\`${owner.name}\`, which is read once for the whole process` };
    // By its own name it is state of the module, which other rules judge; under another one it was taken for a new object.
    const root = this.file.bindings.variableOf(rootOf(target));
    const isTaken = root !== undefined && root !== owner.root && (isGivenBack || (isAliasOfAll(root) && this.#isHandedOn(root, write, fn)));
    return isTaken && !this.#isFilled(owner) ? { ...this.#told(node, 'shared', target, owner), source: `\`${owner.name}\` of the module` } : undefined;
  }

  /** `const list = cache.get(key) ?? []; list.push(…); return list;`, where nothing puts it back: it is no way to keep something. */
  #isNotKept(target: Node, owner: Owner, fn: FunctionNode): boolean {
    const variable = this.file.bindings.variableOf(unwrap(target));
    if (!variable || !(owner.cache === 'library' || this.#isOrEmptyList(target))) return false;
    return !variable.references.some(({ identifier }) => identifier.parent?.type === 'CallExpression' && /^(set|put)$/.test(lastName(identifier.parent.callee) ?? '') && isInside(identifier, fn));
  }

  /** An empty object or list of the module is there to be filled. */
  #isFilled({ root }: Owner): boolean {
    const definition = 'references' in root ? this.file.bindings.definitionOf(root) : undefined;
    const init = definition?.type === 'Variable' && definition.node.init ? unwrap(definition.node.init) : undefined;
    return init?.type === 'NewExpression' || (init?.type === 'ObjectExpression' && init.properties.length === 0) || (init?.type === 'ArrayExpression' && init.elements.length === 0);
  }

  /** The file writes it down again: it is the process that it changes. */
  #isSaved({ root }: Owner): boolean {
    const isText = 'references' in root && root.references.some(({ identifier: { parent } }) => parent?.type === 'CallExpression' && lastName(parent.callee) === 'stringify');
    return isText && this.file.index.all('CallExpression').some(each => /^(writeFile|writeFileSync|outputFile)$|^save/i.test(lastName(each.callee) ?? ''));
  }

  /** The function goes on with it, as if it were its own: `config.tenant = tenant; return render(config);` */
  #isHandedOn({ references }: Variable, { node }: InputWrite, fn: FunctionNode): boolean {
    return references.some(({ identifier }) => identifier.parent?.type === 'CallExpression' && identifier.parent.callee !== identifier && identifier.range[0] > node.range[1] && enclosingFunction(identifier) === fn);
  }

  /** `(list as string[]).push(…)`, where `list` is declared `readonly string[]`. */
  #isOpenedByCast(target: Node): boolean {
    for (let current: Node = target; ; ) {
      if (current.type === 'TSAsExpression' || current.type === 'TSTypeAssertion') {
        const inner = unwrap(current);
        const declared = this.file.origins.declared.of(inner);
        if ((declared && isReadonly(declared)) || this.#isConst(inner)) return true;
        current = current.expression;
      } else if (current.type === 'TSNonNullExpression' || current.type === 'ChainExpression') current = current.expression;
      else if (current.type === 'MemberExpression') current = current.object;
      else return false;
    }
  }

  /** `const ROLES = ['admin'] as const` */
  #isConst(name: Node): boolean {
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    const init = definition?.type === 'Variable' && definition.node.id.type === 'Identifier' ? definition.node.init : undefined;
    return init?.type === 'TSAsExpression' && isConstAssertion(init.typeAnnotation);
  }

  /** `options = DEFAULTS`: the object of the module, where the caller gives none. */
  #sharedDefault({ root }: Owner, fn: FunctionNode): Node | undefined {
    const parameter = fn.params.find(each => each.type === 'AssignmentPattern' && 'identifiers' in root && isInside(root.identifiers[0]!, each.left));
    if (parameter?.type !== 'AssignmentPattern') return undefined;
    const given = this.#owners.of(parameter.right);
    return given?.holds === 'whole' && !given.fn ? parameter.right : undefined;
  }

  /** Made anew where the caller gives none, or passed on to itself: the answer is gathered in it. */
  #isAccumulator({ root }: Owner, fn: FunctionNode): boolean {
    if (!('identifiers' in root)) return false;
    const parameter = fn.params.find(each => each.type === 'AssignmentPattern' && each.left === root.identifiers[0]);
    if (parameter?.type === 'AssignmentPattern' && /^(ObjectExpression|ArrayExpression|NewExpression)$/.test(unwrap(parameter.right).type)) return true;
    return root.references.some(({ identifier }) => {
      const call = wrapped(identifier).parent;
      return call?.type === 'CallExpression' && call.callee !== wrapped(identifier) && this.file.origins.functionOf(call.callee) === fn;
    });
  }

  /** Whether the function goes on from a write to a `return` of what the value is a part of. */
  #isGivenBack(target: Node, write: Node, owner: Owner): boolean {
    const fn = owner.fn ?? enclosingFunction(write);
    const names = [owner.root, this.file.bindings.variableOf(rootOf(target))];
    return fn !== undefined && this.#returned(fn).some(each => {
      const value = unwrap(each);
      const variable = value.type === 'Identifier' && isBehind(each, write) ? this.file.bindings.variableOf(value) : undefined;
      return variable !== undefined && names.includes(variable);
    });
  }

  /** The function gives the parameter back as if it were new, or is named like a question; that it is data must be told by its type, or by both of these. */
  #isMeantAsValue({ node, target, how, method }: InputWrite, owner: Owner, fn: FunctionNode): boolean {
    const root = rootOf(target);
    const isGivenBack = this.#isGivenBack(target, node, owner);
    const name = functionName(fn) ?? '';
    const isTaken = TAKING.test(method ?? '') && isUsed(node);
    if (isGivenBack && ((how === 'delete' && unwrap(target) === root) || QUERIES.test(name))) return true;
    const declared = this.file.origins.declared.resolve(this.file.origins.declared.of(root));
    if (!declared || !this.#isPlainData(declared)) return false;
    // What is put into a list that was handed in for it is the answer; what is taken out of it, and answered, is not.
    const isOfWhole = how !== 'put' && how !== 'delete' && unwrap(target).type === 'Identifier';
    if (isOfWhole && !isGivenBack && !isTaken) return false;
    // An object of named arguments is made for the call, and what it holds may be there to be filled.
    const isArguments = declared.type === 'TSTypeLiteral' && ARGUMENTS.test(owner.name);
    return isGivenBack || (!isArguments && (QUERIES.test(name) || (isTaken && GETTING.test(name))));
  }

  /** Not what a framework hands in, and not a helper that is only ever given what its callers have made. */
  #isOthers({ root, fn }: Owner, depth = 0): boolean {
    if (!fn) return true;
    if (this.file.handlers.all.some(each => each.fn === fn)) return false;
    if (isOpen(fn, this.file) && !functionName(fn)?.startsWith('_')) return true;
    if (depth > 2 || !('identifiers' in root)) return false;
    const at = fn.params.findIndex(each => each.range[0] <= root.identifiers[0]!.range[0] && root.identifiers[0]!.range[1] <= each.range[1]);
    return this.file.origins.usesOf(fn).some(use => {
      const call = wrapped(use).parent;
      const given = call?.type === 'CallExpression' && call.callee === wrapped(use) ? call.arguments[at] : undefined;
      if (!given || given.type === 'SpreadElement') return false;
      const owner = this.#owners.of(given);
      return owner?.holds === 'whole' && !owner.copy && owner.fn !== fn && this.#isOthers(owner, depth + 1);
    });
  }

  /**
   * Whoever copies an object means to leave the original alone. A list may be copied only to walk through it: it has to be given
   * back. What a framework hands in is nobody else's.
   */
  #isTold(copy: Node, { fn }: Owner): boolean {
    if (fn && this.file.handlers.all.some(each => each.fn === fn)) return false;
    if (copy.type === 'ObjectExpression' || (copy.type === 'CallExpression' && lastName(copy.callee) === 'assign')) return true;
    const declarator = wrapped(copy).parent;
    const around = enclosingFunction(copy);
    if (declarator?.type !== 'VariableDeclarator' || !around) return false;
    const [variable] = this.file.bindings.declaredBy(declarator);
    return variable !== undefined && this.#returned(around).some(each => this.file.bindings.variableOf(unwrap(each)) === variable);
  }

  #isToBeChanged(target: Node, { name }: Owner): boolean {
    return TO_BE_CHANGED.test(name) || TO_BE_CHANGED.test(lastName(rootOf(target)) ?? '');
  }

  /** Instances of classes, of libraries' types, functions and errors change by being used. */
  #isMaybeData(node: Node): boolean {
    const origin = this.file.origins.of(node);
    // A type of another file of the project may be either.
    const isOfProject = origin?.kind === 'library' && origin.library.startsWith('.');
    if (origin && !isOfProject && origin.kind !== 'object' && !(origin.kind === 'library' && /^(Array|Map|Set)#?$/.test(origin.path))) return false;
    if (this.#isAtWork(unwrap(node))) return false;
    const written = this.file.origins.declared.of(unwrap(node));
    const declared = this.file.origins.declared.resolve(written);
    if (written && this.#isOfGenericClass(written)) return false;
    if (!declared) return true;
    return declared.type === 'TSTypeReference' || declared.type === 'TSTypeLiteral' || declared.type === 'TSInterfaceDeclaration' || this.file.origins.declared.isArray(declared);
  }

  /** `user.save()`: what has methods of its own is no mere data. */
  #isAtWork(name: Node): boolean {
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    return variable?.references.some(({ identifier }) => {
      const member = wrapped(identifier).parent;
      if (member?.type !== 'MemberExpression' || member.object !== wrapped(identifier)) return false;
      const call = wrapped(member).parent;
      const method = staticName(member);
      return call?.type === 'CallExpression' && call.callee === wrapped(member) && method !== undefined && !OF_DATA.has(method);
    }) === true;
  }

  /** `class Repository<Entity>`: what such a class is for are the objects of other classes. */
  #isOfGenericClass(written: Declared): boolean {
    const variable = written.type === 'TSTypeReference' && written.typeName.type === 'Identifier' ? this.file.bindings.variableOf(written.typeName) : undefined;
    const definition = variable && this.file.bindings.definitionOf(variable);
    return definition?.type === 'Type' && definition.node.type === 'TSTypeParameter' && isClass(definition.node.parent?.parent);
  }

  #isPlainData(declared: Declared): boolean {
    if (this.file.origins.declared.isArray(declared)) return true;
    if (declared.type === 'TSTypeReference') return declared.typeName.type === 'Identifier' && /^(Map|Set)$/.test(declared.typeName.name) && this.file.bindings.isGlobal(declared.typeName, 'Map', 'Set');
    if (declared.type === 'TSInterfaceDeclaration') return declared.extends.length === 0 && hasOnlyData(declared.body.body);
    return declared.type === 'TSTypeLiteral' && hasOnlyData(declared.members);
  }

  #isElementGivenBack(map: TSESTree.CallExpression, target: Node): boolean {
    const fn = map.arguments[0];
    const element = unwrap(target);
    if (!isFunction(fn) || element.type !== 'Identifier' || !isUsed(map)) return false;
    const variable = this.file.bindings.variableOf(element);
    return variable !== undefined && this.#returned(fn).some(each => each.type === 'Identifier' && this.file.bindings.variableOf(each) === variable);
  }

  #givesValue(fn: FunctionNode): boolean {
    return this.#returned(fn).length > 0;
  }

  #returned(fn: FunctionNode): readonly Node[] {
    let known = this.#returns.get(fn);
    if (!known) {
      known = fn.body.type === 'BlockStatement' ? this.file.index.inOwn(fn, 'ReturnStatement').flatMap(each => (each.argument ? [each.argument] : [])) : [fn.body];
      this.#returns.set(fn, known);
    }
    return known;
  }
  readonly #returns = new Map<FunctionNode, readonly Node[]>();

  #told(node: Node, kind: MutatedInput['kind'], target: Node, owner: Owner): MutatedInput {
    return {
      node, kind, place: this.#textOf(target), root: owner.name, owner, fn: owner.fn, isProven: true, isUsed: isUsed(node),
      writer: owner.fn && functionName(owner.fn),
      ...(owner.copy && { source: this.#textOf(owner.copy.source) }),
    };
  }

  #textOf(node: Node): string {
    return this.file.sourceCode.getText(unwrap(node));
  }
}

function isGetter({ parent }: FunctionNode): boolean {
  return parent.type === 'MethodDefinition' && parent.kind === 'get';
}

/** `const made = BASE`: the whole of it under another name. */
function isAliasOfAll({ defs }: Variable): boolean {
  const [definition] = defs;
  return definition?.type === 'Variable' && definition.node.id.type === 'Identifier' && definition.node.init !== null && unwrap(definition.node.init).type === 'Identifier';
}

function isField({ root, fn }: Owner): boolean {
  return fn === undefined && !('identifiers' in root);
}

/** `readonly T[]`, `Readonly<T>`, `ReadonlyMap<K, V>` and `as const`. */
function isReadonly(declared: Declared): boolean {
  if (declared.type === 'TSTypeOperator') return declared.operator === 'readonly';
  return declared.type === 'TSTypeReference' && declared.typeName.type === 'Identifier' && /^Readonly(Array|Map|Set)?$/.test(declared.typeName.name);
}

/** Whether a function goes on from a write to a `return`: that stands later, in a block around the write. */
function isBehind(returned: Node, write: Node): boolean {
  const block = wrapped(returned).parent?.parent;
  return returned.range[0] > write.range[0] && block !== undefined && block !== null && isInside(write, block);
}

/** Fields only: methods and functions are what an object that is at work has. */
function hasOnlyData(members: readonly TSESTree.TypeElement[]): boolean {
  return members.every(each => each.type === 'TSIndexSignature' || (each.type === 'TSPropertySignature' && each.typeAnnotation?.typeAnnotation.type !== 'TSFunctionType'));
}

/** `list.reverse()` itself, as an answer. */
function isListChain(returned: Node, list: Node): boolean {
  const call = unwrap(returned);
  return call.type === 'CallExpression' && call.callee.type === 'MemberExpression' && unwrap(call.callee.object) === unwrap(list);
}

/** Whether somebody takes what an expression gives. */
function isUsed(node: Node): boolean {
  const place = wrapped(node);
  const { parent } = place;
  switch (parent?.type) {
    case 'VariableDeclarator':
    case 'ReturnStatement':
    case 'AssignmentExpression':
    case 'SpreadElement':
    case 'Property':
    case 'ArrayExpression':
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'ForOfStatement':
    case 'NewExpression':
      return true;
    case 'CallExpression':
      return parent.callee !== place;
    case 'MemberExpression':
      return parent.object === place && isRead(parent);
    case 'ConditionalExpression':
      return parent.test !== place && isUsed(parent);
    case 'LogicalExpression':
    case 'AwaitExpression':
      return isUsed(parent);
    case 'ArrowFunctionExpression':
      return parent.body === place && !isDropped(parent);
    default:
      return false;
  }
}

/** `list.sort().length`, `list.sort().map(…)`; a chain that ends in another change of the list gives the list again. */
function isRead(member: TSESTree.MemberExpression): boolean {
  const call = wrapped(member).parent;
  if (call?.type !== 'CallExpression' || call.callee !== wrapped(member)) return true;
  const name = staticName(member);
  return name !== undefined && REORDERING.has(name) ? isUsed(call) : true;
}

/** A callback whose result nobody takes: of `forEach`, of timers, of listeners. */
function isDropped(fn: TSESTree.ArrowFunctionExpression): boolean {
  const call = wrapped(fn).parent;
  return call?.type === 'CallExpression' && call.callee !== fn && !/^(map|flatMap|then|filter|reduce|sort)$/.test(lastName(call.callee) ?? '');
}

/** `this.items = this.items.sort()`, `map.set(key, map.get(key).sort())`: the order of the place itself is meant. */
function isPutBack(call: Node, target: Node, { sourceCode }: FileModel): boolean {
  const { parent } = wrapped(call);
  if (parent?.type === 'CallExpression' && parent.callee.type === 'MemberExpression' && staticName(parent.callee) === 'set') return sourceCode.getText(unwrap(target)).startsWith(sourceCode.getText(parent.callee.object)) || unwrap(target).type === 'Identifier';
  return parent?.type === 'AssignmentExpression' && sourceCode.getText(parent.left) === sourceCode.getText(unwrap(target));
}
