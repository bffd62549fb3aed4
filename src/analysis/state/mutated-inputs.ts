import type { TSESTree } from '@typescript-eslint/utils';
import { enclosingFunction, functionName, isFunction, isInside, lastName, rootOf, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Declared } from '../values/declared-types.js';
import { isOpen } from './entries.js';
import { ValueOwners, type Owner } from './value-owners.js';

/** A change of a value that belongs to the caller of a function, or to the whole module. */
export interface MutatedInput {
  /** The write. */
  readonly node: Node;
  /**
   * `reordered`: `sort` or `reverse` in place, where a new list is meant; `assigned`: `Object.assign` into a value, where a new
   * object is meant; `shallow`: behind a copy that does not reach that far; `mapped`: elements that `map` was to make anew;
   * `frozen`: what `Object.freeze` has closed; `changed`: any other write to a parameter of a function that gives back a value.
   */
  readonly kind: 'reordered' | 'assigned' | 'shallow' | 'mapped' | 'frozen' | 'changed';
  /** What is changed, as it stands in the source. */
  readonly place: string;
  /** The parameter, or the name of the module, that it is a part of. */
  readonly root: string;
  /** The function whose parameter it is; undefined for what the module holds. */
  readonly fn: FunctionNode | undefined;
  readonly writer: string | undefined;
  /** For `shallow`: what was copied. */
  readonly source?: string;
  /** For `changed`: the type of the parameter says that it is data, and the function that it only asks or makes. */
  readonly isProven: boolean;
  /** Somebody takes what the write gives. */
  readonly isUsed: boolean;
}

interface Write {
  readonly node: Node;
  /** The object whose content changes. */
  readonly target: Node;
  readonly property: string | undefined;
  readonly how: 'put' | 'delete' | 'list' | 'collection';
}

const REORDERING = new Set(['sort', 'reverse']);
const OF_LISTS = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'fill', 'copyWithin']);

/** Made to be filled or steered by the function that is given it. Names only silence. */
const TO_BE_CHANGED = /^_|^(acc(um\w*)?|agg\w*|memo|draft|prev\w*|ret|out\w*|dest\w*|target|to|into|result\w*|output|res|req|request|response|reply|ctx|context|state|store|self|that|me|instance|docs?|document|entit\w+|model|node|el|elem\w*|event|evt|socket|ws|conn\w*|client|stream|builder|buf\w*|job|session|tx|transaction|visited|seen|cache\w*|registry|errors?|err|e|warnings|issues|stack|queue|heap|map|set|lookup|index|scope|env|program|ast|app|server|plugin|config\w*|settings|conf|module|exports|graph|tree|root|cursor|tracker|stats|counters?|metrics|logger|query|qb|where|filters?|headers|params|canvas|world|game|player|summary|totals?|rows?)$|([rR]ows?|Acc|Context|Ctx|State|Store|Draft|Builder|Cache|Map|Set|Stack|Queue|Node|Doc|Document|Entity|Model|Errors?|Result|Results|Output|Out|Config|Registry|Session|Query|Target)$/;
/** A function that is told to change something. */
const COMMANDS = /^[_#$]*(add|append|apply|assign|attach|augment|inject|insert|push|put|set|unset|fill|populate|hydrate|update|upsert|mutate|modify|change|edit|patch|remove|delete|drop|del|clear|reset|increment|decrement|bump|mark|unmark|flag|toggle|enable|disable|merge|extend|decorate|init|initiali[sz]e|register|unregister|install|bind|visit|walk|traverse|process|handle|on|write|save|store|record|track|log|emit|load|move|swap|shuffle|replace|rename|rewrite|advance|consume|next|take|pop|shift|enqueue|dequeue|schedule|run|exec|execute|start|stop|open|close|perform|complete|finish|commit|lock|unlock|link|unlink|connect|disconnect|join|leave|enter|exit|migrate|upgrade|downgrade|ensure|prune|before|after|pre|post|use|with|do|try|make|render|draw|play|step|tick|reduce|accumulate|collect|gather|flush|drain|sync|override|configure|setup|wrap|build|mount|transition|enrich|annotate|tag|touch|refresh|adjust|fix|restore|evict|include|associate|inherit|propagate|pass|redact|mask|strip|scrub|order|sort)(?![a-z])|(And|Or)(Insert|Add|Append|Set|Update|Save|Store|Apply|Remove|Delete|Merge|Mark|Assign|Push|Fill|Patch)/;
/** Names of objects of named arguments. */
const ARGUMENTS = /^(data|input|args|arguments|opts|options|props|params|payload|request|values)$/;
/** A function that is asked for something, or makes something of what it is given. */
const QUERIES = /^[_#]*(get|find|list|is|has|can|should|to|as|from|compute|calc|calculate|count|sum|total|average|median|mean|max|min|compare|diff|equals?|format|normali[sz]e|serialize|deserialize|parse|convert|transform|sanitize|validate|check|filter|map|group|sorted|select|pick|omit|clone|copy|resolve|describe|summari[sz]e|stringify|encode|hash|print)(?![a-z])/;

/** Writes to parameters, to parts of them that a copy does not reach, and to what the module keeps for everybody. */
export class MutatedInputs {
  readonly #owners: ValueOwners;

  constructor(private readonly file: FileModel) {
    this.#owners = new ValueOwners(file);
  }

  /** In source order; of several writes to one value in one function the first. */
  get all(): readonly MutatedInput[] {
    if (this.#all) return this.#all;
    const told = new Set<unknown>();
    const found = [...this.#find()].sort((a, b) => a.node.range[0] - b.node.range[0]);
    return (this.#all = found.filter(each => {
      if (each.kind === 'reordered' || each.kind === 'assigned') return true;
      const fault = `${each.fn?.range[0]} ${each.root}`;
      if (told.has(fault)) return false;
      told.add(fault);
      return true;
    }));
  }
  #all: readonly MutatedInput[] | undefined;

  *#find(): Iterable<MutatedInput> {
    for (const call of this.file.index.all('CallExpression')) {
      const found = this.#reordered(call) ?? this.#assigned(call);
      if (found) yield found;
    }
    for (const write of this.#writes()) {
      const found = this.#frozen(write) ?? this.#changed(write);
      if (found) yield found;
    }
  }

  #reordered(call: TSESTree.CallExpression): MutatedInput | undefined {
    const callee = unwrap(call.callee);
    const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    if (callee.type !== 'MemberExpression' || name === undefined || !REORDERING.has(name) || !this.#isListCall(callee.object, name, call.arguments)) return undefined;
    const owner = this.#owners.of(callee.object);
    if (owner?.holds !== 'whole' || !this.#isOthers(owner)) return undefined;
    if (!isUsed(call)) {
      // `values.sort(); return values[middle]`: the author knows, who calls does not.
      if (!owner.fn || !this.#givesValue(owner.fn) || COMMANDS.test(functionName(owner.fn) ?? '') || this.#isToBeChanged(callee.object, owner)) return undefined;
    } else if (isPutBack(call, callee.object, this.file)) return undefined;
    return this.#told(call, owner.copy ? 'shallow' : 'reordered', callee.object, owner);
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
    return isDeclared || (origin !== undefined && !isImported) || this.#isUsedAsList(list);
  }

  /** Without a type: something else in the file reads it as a list. */
  #isUsedAsList(list: Node): boolean {
    const name = unwrap(list);
    const variable = name.type === 'Identifier' ? this.file.bindings.variableOf(name) : undefined;
    return variable?.references.some(({ identifier }) => {
      const member = wrapped(identifier).parent;
      if (member?.type === 'ForOfStatement') return member.right === identifier;
      return member?.type === 'MemberExpression' && member.object === identifier && /^(length|map|filter|forEach|slice|push|reduce|some|every)$/.test(staticName(member) ?? '');
    }) === true;
  }

  #assigned(call: TSESTree.CallExpression): MutatedInput | undefined {
    const callee = unwrap(call.callee);
    if (callee.type !== 'MemberExpression' || staticName(callee) !== 'assign' || !this.file.bindings.isGlobal(callee.object, 'Object')) return undefined;
    const [first, second] = call.arguments;
    if (!first || !second || !isUsed(call)) return undefined;
    const owner = this.#owners.of(first);
    if (owner?.holds !== 'whole' || owner.copy || owner.mapped || !this.#isOthers(owner) || this.#isToBeChanged(first, owner) || isPutBack(call, first, this.file)) return undefined;
    // What is imported may be a function, which is given members so.
    if (!owner.fn && this.file.origins.of(first)?.kind === 'library') return undefined;
    if (owner.fn && (COMMANDS.test(functionName(owner.fn) ?? '') || !this.#isMaybeData(first))) return undefined;
    return this.#told(call, 'assigned', first, owner);
  }

  #frozen({ node, target, how }: Write): MutatedInput | undefined {
    const name = unwrap(target);
    if (how === 'collection' || name.type !== 'Identifier') return undefined;
    const variable = this.file.bindings.variableOf(name);
    const value = this.file.origins.expressionOf(name);
    if (!variable || value?.type !== 'CallExpression' || value.callee.type !== 'MemberExpression' || staticName(value.callee) !== 'freeze' || !this.file.bindings.isGlobal(value.callee.object, 'Object')) return undefined;
    const [first] = value.arguments;
    if (first?.type !== 'ObjectExpression' && first?.type !== 'ArrayExpression') return undefined;
    return { node, kind: 'frozen', place: this.#textOf(target), root: name.name, fn: undefined, writer: undefined, isProven: true, isUsed: false };
  }

  #changed(write: Write): MutatedInput | undefined {
    const { node, target } = write;
    const owner = this.#owners.of(target);
    if (owner?.holds !== 'whole') return undefined;
    if (owner.copy) return this.#isTold(owner.copy.node, owner) ? this.#told(node, 'shallow', target, owner) : undefined;
    const { fn } = owner;
    if (!fn || !this.#isOthers(owner) || !this.#givesValue(fn) || this.#isToBeChanged(target, owner) || COMMANDS.test(functionName(fn) ?? '')) return undefined;
    if (owner.mapped) return this.#isElementGivenBack(owner.mapped, target) ? this.#told(node, 'mapped', target, owner) : undefined;
    if (!this.#isMaybeData(rootOf(target))) return undefined;
    return { ...this.#told(node, 'changed', target, owner), isProven: this.#isMeantAsValue(write, owner, fn) };
  }

  /** The parameter is data by its declared type, and the function gives it back as if it were new, or is named like a question. */
  #isMeantAsValue({ node, target, how }: Write, owner: Owner, fn: FunctionNode): boolean {
    const root = rootOf(target);
    const names = [owner.root, this.file.bindings.variableOf(root)];
    const isGivenBack = this.#returned(fn).some(each => isBehind(each, node) && unwrap(each).type === 'Identifier' && names.includes(this.file.bindings.variableOf(unwrap(each))));
    if (how === 'delete' && isGivenBack && unwrap(target) === root) return true;
    const declared = this.file.origins.declared.resolve(this.file.origins.declared.of(root));
    if (!declared || !this.#isPlainData(declared)) return false;
    // What is put into a list that was handed in for it is the answer.
    if (how !== 'put' && how !== 'delete' && unwrap(target).type === 'Identifier' && !isGivenBack) return false;
    // An object of named arguments is made for the call, and what it holds may be there to be filled.
    const isArguments = declared.type === 'TSTypeLiteral' && ARGUMENTS.test(owner.root.name);
    return isGivenBack || (!isArguments && QUERIES.test(functionName(fn) ?? ''));
  }

  /** Not what a framework hands in, and not a helper that is only ever given what its callers have made. */
  #isOthers({ root, fn }: Owner, depth = 0): boolean {
    if (!fn) return true;
    if (this.file.handlers.all.some(each => each.fn === fn)) return false;
    if (isOpen(fn, this.file) && !functionName(fn)?.startsWith('_')) return true;
    if (depth > 2) return false;
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

  #isToBeChanged(target: Node, { root }: Owner): boolean {
    return TO_BE_CHANGED.test(root.name) || TO_BE_CHANGED.test(lastName(rootOf(target)) ?? '');
  }

  /** Instances of classes, of libraries' types, functions and errors change by being used. */
  #isMaybeData(node: Node): boolean {
    const origin = this.file.origins.of(node);
    // A type of another file of the project may be either.
    const isOfProject = origin?.kind === 'library' && origin.library.startsWith('.');
    if (origin && !isOfProject && origin.kind !== 'object' && !(origin.kind === 'library' && /^Array#?$/.test(origin.path))) return false;
    const declared = this.file.origins.declared.resolve(this.file.origins.declared.of(unwrap(node)));
    if (!declared) return true;
    return declared.type === 'TSTypeReference' || declared.type === 'TSTypeLiteral' || declared.type === 'TSInterfaceDeclaration' || this.file.origins.declared.isArray(declared);
  }

  #isPlainData(declared: Declared): boolean {
    if (this.file.origins.declared.isArray(declared)) return true;
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

  *#writes(): Iterable<Write> {
    const { index } = this.file;
    for (const node of index.all('AssignmentExpression')) {
      const left = unwrap(node.left);
      if (left.type === 'MemberExpression') yield { node, target: left.object, property: staticName(left), how: 'put' };
    }
    for (const node of index.all('UpdateExpression')) {
      const argument = unwrap(node.argument);
      if (argument.type === 'MemberExpression') yield { node, target: argument.object, property: staticName(argument), how: 'put' };
    }
    for (const node of index.all('UnaryExpression')) {
      const argument = unwrap(node.argument);
      if (node.operator === 'delete' && argument.type === 'MemberExpression') yield { node, target: argument.object, property: staticName(argument), how: 'delete' };
    }
    for (const node of index.all('CallExpression')) {
      const callee = unwrap(node.callee);
      const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      if (callee.type === 'MemberExpression' && name !== undefined && OF_LISTS.has(name)) yield { node, target: callee.object, property: undefined, how: 'list' };
    }
  }

  #told(node: Node, kind: MutatedInput['kind'], target: Node, owner: Owner): MutatedInput {
    return {
      node, kind, place: this.#textOf(target), root: owner.root.name, fn: owner.fn, isProven: true, isUsed: isUsed(node),
      writer: owner.fn && functionName(owner.fn),
      ...(owner.copy && { source: this.#textOf(owner.copy.source) }),
    };
  }

  #textOf(node: Node): string {
    return this.file.sourceCode.getText(unwrap(node));
  }
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

/** `this.items = this.items.sort()`: the order of the place itself is meant. */
function isPutBack(call: Node, target: Node, { sourceCode }: FileModel): boolean {
  const { parent } = wrapped(call);
  return parent?.type === 'AssignmentExpression' && sourceCode.getText(parent.left) === sourceCode.getText(unwrap(target));
}
