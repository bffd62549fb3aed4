import type { TSESTree } from '@typescript-eslint/utils';
import { isClass, isFunction, isInside, lastName, staticName, unwrap, wrapped, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { callbackPosition, isCalledBack } from '../values/origins.js';
import { filterOf, type Filter } from './throw-filters.js';
import type { ThrowClass, ThrowClasses } from './throw-classes.js';
import { isReject } from '../errors/thrown-values.js';

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** One place in a function from which something can be thrown, and where that goes. */
export interface ThrowSource {
  readonly node: Node;
  /** The `try` whose handler catches it; undefined where it leaves the function. */
  readonly caughtBy: TSESTree.TryStatement | undefined;
  /** It is a rejection of what the function returns. */
  readonly isRejection: boolean;
  readonly gives: Given;
}

export type Given =
  | { readonly kind: 'class'; readonly class: ThrowClass; readonly through: string | undefined }
  /** What a function in view throws (`now`), or what its promise rejects with (`later`). */
  | { readonly kind: 'call'; readonly fn: FunctionNode; readonly part: 'now' | 'later'; readonly through: string | undefined }
  /** The promise of a function in view, if it gives one, goes where we do not follow it. */
  | { readonly kind: 'lost'; readonly fn: FunctionNode }
  | { readonly kind: 'rethrow'; readonly from: TSESTree.TryStatement; readonly filter: Filter }
  /** It may be anything, or nothing. */
  | { readonly kind: 'unknown' };

/** Where a promise goes: to an `await`, or back to the caller; `lost` where neither is in view. */
type PromiseUse = { readonly to: 'await' | 'caller'; readonly at: Node } | { readonly to: 'lost' };

const UNKNOWN: Given = { kind: 'unknown' };
/** They give what their callback gives: a list of promises. */
const MAPPING = ['Array#map', 'Array#flatMap'];
const PASSING_COMBINERS = ['all', 'race'];
const INVARIANT = /unreachable|not (?:yet )?implemented|unimplemented|exhausti|never (?:happen|reach|be|get)|not happen|invariant|impossible|internal error|assert|bug\b|unexpected|unhandled (?:case|type|kind)|must be implemented|override/i;
const PLAIN_TYPES = /^TS(?:String|Number|Boolean|BigInt)Keyword$|^TS(?:ArrayType|TupleType|LiteralType|TemplateLiteralType)$/;

/** The sources of one function. */
export function throwSourcesOf(fn: FunctionNode, file: FileModel, classes: ThrowClasses): readonly ThrowSource[] {
  return new SourceCollector(fn, file, classes).collect();
}

class SourceCollector {
  readonly #found: ThrowSource[] = [];

  constructor(
    private readonly fn: FunctionNode,
    private readonly file: FileModel,
    private readonly classes: ThrowClasses,
  ) {}

  collect(): readonly ThrowSource[] {
    const { fn, file } = this;
    if (isInvariantFunction(fn)) return [];
    for (const node of file.index.inOwn(fn, 'ThrowStatement')) this.#addThrow(node);
    for (const type of ['CallExpression', 'NewExpression'] as const) for (const node of file.index.inOwn(fn, type)) this.#addCall(node);
    for (const node of file.index.inOwn(fn, 'AwaitExpression')) if (!isCall(unwrap(node.argument))) this.#add(node, UNKNOWN);
    for (const type of ['YieldExpression', 'TaggedTemplateExpression', 'ImportExpression'] as const) for (const node of file.index.inOwn(fn, type)) this.#add(node, UNKNOWN);
    for (const node of file.index.inOwn(fn, 'ForOfStatement')) if (node.await) this.#add(node.right, UNKNOWN);
    for (const node of file.index.inOwn(fn, 'ReturnStatement')) if (node.argument && this.#mayBePromise(node.argument)) this.#addRejection({ to: 'caller', at: node }, node, UNKNOWN);
    return this.#found;
  }

  #add(node: Node, gives: Given): void {
    this.#found.push({ node, caughtBy: catcherOf(node, this.fn), isRejection: this.fn.async, gives });
  }

  #addRejection(use: PromiseUse, node: Node, gives: Given): void {
    if (use.to === 'lost') this.#found.push({ node, caughtBy: undefined, isRejection: true, gives: gives.kind === 'call' ? { kind: 'lost', fn: gives.fn } : UNKNOWN });
    else this.#found.push({ node, caughtBy: use.to === 'await' ? catcherOf(use.at, this.fn) : undefined, isRejection: use.to === 'caller' || this.fn.async, gives });
  }

  #addThrow(node: TSESTree.ThrowStatement): void {
    const value = unwrap(node.argument);
    if (isInvariant(value, node, this.file)) return;
    const clause = this.#clauseOf(value);
    if (clause) {
      this.#add(value, { kind: 'rethrow', from: clause.parent, filter: filterOf(node, clause, this.file) });
      return;
    }
    for (const each of this.#classesOf(value)) this.#add(value, each);
  }

  #classesOf(value: Node): readonly Given[] {
    return this.classes.ofThrown(value)?.map((each): Given => ({ kind: 'class', class: each, through: undefined })) ?? [UNKNOWN];
  }

  /** The catch clause whose error a value is. */
  #clauseOf(value: Node): TSESTree.CatchClause | undefined {
    if (value.type !== 'Identifier') return undefined;
    const variable = this.file.bindings.variableOf(value);
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (definition?.type !== 'CatchClause' || !this.file.bindings.isConstant(variable!)) return undefined;
    const { node } = definition;
    return node.param === definition.name && isInside(node, this.fn) ? node : undefined;
  }

  #addCall(call: Call): void {
    const { file } = this;
    const callee = unwrap(call.callee);
    if (call.type === 'NewExpression' && file.bindings.isGlobal(callee, 'Promise')) return this.#addExecutor(call);
    if (callee.type === 'MemberExpression' && file.bindings.isGlobal(callee.object, 'Promise')) {
      if (staticName(callee) === 'reject') for (const each of call.arguments[0] ? this.#classesOf(call.arguments[0]) : []) this.#addRejection(this.#useOf(call), call, each);
      return;
    }
    if (call.type === 'CallExpression' && isReject(callee, file)) return;
    const chained = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    if (chained === 'then' || chained === 'catch' || chained === 'finally') return this.#addChain(call);
    const fn = this.#calledBy(call, callee);
    if (fn) return this.#addCallOf(fn, call, nameOfCallee(callee));
    this.#addCallbacks(call);
    this.#addLibraryCall(call, callee);
  }

  #addCallOf(fn: FunctionNode, call: Call, through: string | undefined): void {
    if (fn.generator) {
      this.#add(call, UNKNOWN);
      return;
    }
    this.#add(call, { kind: 'call', fn, part: 'now', through });
    this.#addRejection(this.#useOf(call), call, { kind: 'call', fn, part: 'later', through });
  }

  /** The function that a call runs: one in view, or the constructor of a class in view. */
  #calledBy(call: Call, callee: Node): FunctionNode | undefined {
    const { origins } = this.file;
    if (call.type === 'CallExpression' && callee.type !== 'Super') return origins.functionOf(callee);
    const node = callee.type === 'Super' ? superClassOf(callee) : callee;
    let origin = node && origins.of(node);
    for (let depth = 0; origin?.kind === 'class' && depth < 8; depth += 1) {
      const constructor = origin.node.body.body.find(each => each.type === 'MethodDefinition' && each.kind === 'constructor');
      if (constructor?.type === 'MethodDefinition') return isFunction(constructor.value) ? constructor.value : undefined;
      origin = origin.node.superClass ? origins.of(origin.node.superClass) : undefined;
    }
    return undefined;
  }

  /** `new Promise((resolve, reject) => …)` */
  #addExecutor(call: TSESTree.NewExpression): void {
    const use = this.#useOf(call);
    const executor = call.arguments[0];
    if (!isFunction(executor)) return this.#addRejection(use, call, UNKNOWN);
    this.#addRejection(use, call, { kind: 'call', fn: executor, part: 'now', through: undefined });
    const reject = executor.params[1];
    const variable = reject?.type === 'Identifier' ? this.file.bindings.variableOf(reject) : undefined;
    if (reject && !variable) this.#addRejection(use, call, UNKNOWN);
    for (const { identifier } of variable?.references ?? []) {
      const place = wrapped(identifier);
      const settled = place.parent?.type === 'CallExpression' && place.parent.callee === place ? place.parent : undefined;
      const value = settled?.arguments[0];
      for (const each of value ? this.#classesOf(value) : [UNKNOWN]) this.#addRejection(use, value ?? identifier, each);
    }
  }

  /** `promise.then(value => …)`: what the functions throw rejects the chain. */
  #addChain(call: Call): void {
    const use = this.#useOf(call);
    for (const each of call.arguments) {
      const fn = isFunction(each) ? each : this.file.origins.functionOf(each);
      if (!fn) this.#addRejection(use, call, UNKNOWN);
      for (const part of fn ? (['now', 'later'] as const) : []) this.#addRejection(use, each, { kind: 'call', fn: fn!, part, through: isFunction(each) ? undefined : nameOfCallee(each) });
    }
  }

  /** Functions that a call runs before it returns: `list.forEach(each => …)`. */
  #addCallbacks(call: Call): void {
    for (const argument of call.arguments) {
      const fn = isFunction(argument) ? argument : argument.type === 'Identifier' ? this.file.origins.functionOf(argument) : undefined;
      const at = fn && callbackPosition(argument);
      const found = at && this.file.origins.entryOfCall(at.call);
      const isMapped = found?.library === 'global' && MAPPING.includes(found.path) && at?.argument === 0;
      if (!fn || !at || !(isMapped || found?.entry.callbacks?.some(each => each.runs === 'now' && isCalledBack(each, at, fn)))) continue;
      const through = isFunction(argument) ? undefined : nameOfCallee(argument);
      this.#add(argument, { kind: 'call', fn, part: 'now', through });
      if (isMapped) this.#addRejection(this.#useOf(call), argument, { kind: 'call', fn, part: 'later', through });
    }
  }

  #addLibraryCall(call: Call, callee: Node): void {
    const { file } = this;
    const found = file.calls.at(call)?.entry;
    const through = `${call.type === 'NewExpression' ? 'new ' : ''}${nameOfLibraryCall(callee, file)}()`;
    if (found?.throws && !isHarmless(call, this.fn, file)) {
      for (const each of found.throws) {
        const gives: Given = { kind: 'class', class: this.classes.named(each), through };
        if (found.promise === true) this.#addRejection(this.#useOf(call), call, gives);
        else this.#add(call, gives);
      }
    }
    const thrown = found ? undefined : file.project?.thrownBy(callee);
    for (const each of thrown?.lines ?? []) {
      const known = this.classes.ofLine(each);
      const gives: Given = known ? { kind: 'class', class: known, through } : UNKNOWN;
      if (thrown?.isPromise) this.#addRejection(this.#useOf(call), call, gives);
      else this.#add(call, gives);
    }
    if (!this.#isPlatform(call, callee)) {
      this.#add(call, UNKNOWN);
      this.#addRejection(this.#useOf(call), call, UNKNOWN);
    }
  }

  /** Calls of the language and of Node: they throw none of the project's classes, unless a function of it is handed to them. */
  #isPlatform(call: Call, callee: Node): boolean {
    const { origins } = this.file;
    if (call.arguments.some(each => isFunction(each) || each.type === 'SpreadElement' || origins.of(each)?.kind === 'function')) return false;
    // Methods of the language may be handed functions that we cannot see.
    if (call.arguments.some(each => each.type === 'Identifier' && !origins.of(each)) && callee.type === 'MemberExpression' && /^(?:map|forEach|filter|find|some|every|reduce|flatMap|sort|then|from|replace|replaceAll)$/.test(staticName(callee) ?? '')) return false;
    const origin = origins.of(callee);
    if (origin?.kind === 'library' && (origin.library === 'global' || origin.library.startsWith('node:'))) return true;
    // The constructor of an error that is thrown, and those of classes in view without one of their own.
    if (call.type === 'NewExpression') return origin?.kind === 'class' || wrapped(call).parent?.type === 'ThrowStatement';
    if (callee.type === 'Super') return true;
    const receiver = callee.type === 'MemberExpression' ? origins.declared.resolve(origins.declared.of(unwrap(callee.object))) : undefined;
    return receiver !== undefined && PLAIN_TYPES.test(receiver.type);
  }

  /** `return promise;`, where nobody can say what it rejects with. */
  #mayBePromise(argument: Node): boolean {
    const value = unwrap(argument);
    if (value.type !== 'Identifier') return value.type === 'MemberExpression' && this.file.promises.isPromise(value) === true;
    const variable = this.file.bindings.variableOf(value);
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (definition?.type !== 'Parameter') return definition?.type === 'ImportBinding';
    const declared = this.file.origins.declared.resolve(this.file.origins.declared.of(value));
    return !declared || !PLAIN_TYPES.test(declared.type);
  }

  #useOf(start: Node): PromiseUse {
    let node = start;
    for (let parent = node.parent; parent && node !== this.fn; node = parent, parent = node.parent) {
      if (unwrap(parent) !== parent) continue;
      switch (parent.type) {
        case 'AwaitExpression':
          return { to: 'await', at: parent };
        case 'ReturnStatement':
          return { to: 'caller', at: parent };
        case 'ArrowFunctionExpression':
          return parent === this.fn && parent.body === node ? { to: 'caller', at: node } : { to: 'lost' };
        case 'ConditionalExpression':
          if (parent.test === node) return { to: 'lost' };
          continue;
        case 'LogicalExpression':
        case 'ArrayExpression':
          continue;
        case 'MemberExpression': {
          const name = staticName(parent);
          const outer = parent.parent.type === 'CallExpression' && parent.parent.callee === parent ? parent.parent : undefined;
          if (!outer || parent.object !== node || (name !== 'finally' && !(name === 'then' && outer.arguments.length < 2))) return { to: 'lost' };
          parent = outer;
          continue;
        }
        case 'CallExpression': {
          const callee = unwrap(parent.callee);
          const combines = callee.type === 'MemberExpression' && this.file.bindings.isGlobal(callee.object, 'Promise') && PASSING_COMBINERS.includes(staticName(callee) ?? '');
          if (!combines) return { to: 'lost' };
          continue;
        }
        default:
          return { to: 'lost' };
      }
    }
    return { to: 'lost' };
  }
}

/** The innermost `try` of the function whose handler gets what `node` throws. */
function catcherOf(node: Node, fn: FunctionNode): TSESTree.TryStatement | undefined {
  for (let current = node, parent = node.parent; parent && current !== fn; current = parent, parent = current.parent) {
    // A `finally` that returns drops what is thrown.
    if (parent.type === 'TryStatement' && parent.block === current && (parent.handler || parent.finalizer?.body.some(each => each.type === 'ReturnStatement'))) return parent;
  }
  return undefined;
}

function isCall(node: Node): boolean {
  return node.type === 'CallExpression' || node.type === 'NewExpression' || node.type === 'ImportExpression';
}

function nameOfCallee(node: Node): string | undefined {
  const name = lastName(node);
  return name === undefined ? undefined : `${name}()`;
}

function superClassOf(node: Node): Node | undefined {
  for (let current = node.parent; current; current = current.parent) if (isClass(current)) return current.superClass ?? undefined;
  return undefined;
}

/** Whether what it is given is good, or of the program's own making: only what callers hand over or what is read from elsewhere can be wrong. */
function isHarmless(call: Call, fn: FunctionNode, file: FileModel): boolean {
  const [first] = call.arguments;
  // With a base, an address is read as a path of that.
  if (!first || first.type === 'SpreadElement' || (call.type === 'NewExpression' && call.arguments.length > 1)) return true;
  let value = file.origins.expressionOf(first) ?? unwrap(first);
  if (value.type === 'AwaitExpression') value = unwrap(value.argument);
  // `JSON.parse(JSON.stringify(x))`
  if (value.type === 'CallExpression') return file.origins.isFrom(value.callee, ['global'], 'JSON.stringify');
  while (value.type === 'MemberExpression') value = unwrap(value.object);
  const variable = value.type === 'Identifier' ? file.bindings.variableOf(value) : undefined;
  return !variable || variable.defs[0]?.type !== 'Parameter' || variable.defs[0].node !== fn || !file.bindings.isConstant(variable);
}

/** `JSON.parse`; `parse` where its object is more than a name. */
function nameOfLibraryCall(callee: Node, file: FileModel): string {
  const text = file.sourceCode.getText(callee);
  return text.length > 40 || text.includes('\n') ? (lastName(callee) ?? 'a call') : text;
}

/** `throw new Error('unreachable')`, and the default of a switch that has handled all cases: no failure of a caller's. */
function isInvariant(value: Node, statement: Node, file: FileModel): boolean {
  if ((value.type !== 'NewExpression' && value.type !== 'CallExpression') || !file.bindings.isGlobal(unwrap(value.callee), 'Error', 'TypeError', 'RangeError')) return false;
  const [message] = value.arguments;
  const text = message?.type === 'Literal' ? String(message.value) : message?.type === 'TemplateLiteral' ? message.quasis.map(each => each.value.raw).join(' ') : '';
  if (INVARIANT.test(text) || INVARIANT.test(commentBefore(statement, file))) return true;
  for (let current = statement.parent; current && !isFunction(current); current = current.parent) {
    if (current.type === 'SwitchCase') return current.test === null && /\bnever\b/.test(file.sourceCode.getText(current));
  }
  return false;
}

/** The comment in front of a statement, or of the `if` that it stands in. */
function commentBefore(statement: Node, file: FileModel): string {
  let start = statement;
  while (start.parent && (start.parent.type === 'IfStatement' || (start.parent.type === 'BlockStatement' && start.parent.body[0] === start && start.parent.parent.type === 'IfStatement'))) start = start.parent;
  const before = file.sourceCode.text.slice(Math.max(0, start.range[0] - 400), start.range[0]);
  return /(?:\/\/[^\n]*\n\s*)+$|\/\*(?:[^*]|\*(?!\/))*\*\/\s*$/.exec(before)?.[0] ?? '';
}

/** `function assertNever(value: never)` */
function isInvariantFunction(fn: FunctionNode): boolean {
  return fn.params.some(each => 'typeAnnotation' in each && each.typeAnnotation?.typeAnnotation.type === 'TSNeverKeyword');
}
