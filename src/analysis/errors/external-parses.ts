import type { TSESTree } from '@typescript-eslint/utils';
import { decoratorsOf, enclosingFunction, isFunction, isInside, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { Variable } from '../values/bindings.js';
import type { LibraryCall } from '../values/library-calls.js';
import { holdsName } from '../values/origins.js';
import { isBrowserCode } from '../waits/browser-code.js';
import { requestDataOf } from '../requests/request-shapes.js';
import { listWalkedBy, passesThrowsOf, type DeferredCallbacks } from './deferred-callbacks.js';
import { isCondition } from './error-uses.js';

/**
 * What a parse that throws does.
 * `crash`: nothing catches it, the process ends. `request`: the framework answers 500 to what is the client's mistake.
 * `message`: the consumer throws, and is given the message again. `environment`: the program does not start, or stops later.
 */
export type ParseHarm = 'crash' | 'request' | 'message' | 'environment';

/** A parser that throws on malformed text, given data from outside, where nothing takes what it throws. */
export interface UnguardedParse {
  readonly call: LibraryCall;
  readonly harm: ParseHarm;
  /** The data: `req.query.filter`, `message`. */
  readonly data: Node;
  /** What calls the function whose throw ends the process. */
  readonly caller: Node | undefined;
  /** The framework has decoded the data already. */
  readonly decoded: boolean;
}

/** Where data comes from. `event`: a parameter of a callback that nothing catches for. `parameter`: of another function. */
interface Source {
  readonly kind: 'request' | 'message' | 'response' | 'environment' | 'event' | 'parameter';
  readonly fn?: FunctionNode;
  readonly index?: number;
  readonly decoded?: boolean;
}

const MAX_DEPTH = 12;
/** Methods of text, bytes, lists and search parameters that give the same data in another form. */
const SAME_DATA = new Set(['toString', 'trim', 'trimStart', 'trimEnd', 'slice', 'substring', 'substr', 'replace', 'replaceAll', 'split', 'at', 'pop', 'shift', 'join', 'normalize', 'concat', 'get', 'getAll', 'toLowerCase', 'filter', 'subarray']);
/** Globals that give what they are given in another form. */
const SAME_VALUE = ['String', 'decodeURIComponent', 'decodeURI', 'atob', 'unescape'];
/** What an error handler knows that turns malformed input into an answer of 400. */
const INPUT_ERRORS = new Set(['SyntaxError', 'URIError']);

export class ExternalParses {
  readonly #callbacks: DeferredCallbacks;

  constructor(private readonly file: FileModel) {
    this.#callbacks = file.deferredCallbacks;
  }

  /** In source order. */
  get unguarded(): readonly UnguardedParse[] {
    return (this.#unguarded ??= this.#find());
  }
  #unguarded: readonly UnguardedParse[] | undefined;

  #find(): UnguardedParse[] {
    const found: UnguardedParse[] = [];
    for (const call of this.file.calls.having('throwsOn')) {
      const fault = this.#faultOf(call);
      if (fault) found.push(fault);
    }
    if (found.some(each => each.harm === 'crash') && isBrowserCode(this.file)) return [];
    // `JSON.parse(decodeURIComponent(raw))`: one guard is enough.
    const outer = found.filter(({ call }) => !found.some(other => other.call !== call && other.call.node !== call.node && isInside(call.node, other.call.node)));
    // The same again in one function can fail only if it has not failed before.
    const seen = new Map<Node | undefined, Set<string>>();
    return outer
      .sort((a, b) => a.call.node.range[0] - b.call.node.range[0])
      .filter(({ call: { node } }) => {
        const fn = enclosingFunction(node);
        const texts = seen.get(fn) ?? new Set<string>();
        seen.set(fn, texts);
        const text = this.file.sourceCode.getText(node);
        const isNew = !texts.has(text);
        texts.add(text);
        return isNew;
      });
  }

  #faultOf(call: LibraryCall): UnguardedParse | undefined {
    const facts = call.entry.throwsOn;
    for (const index of facts?.arguments ?? []) {
      const data = call.node.arguments[index];
      if (!data || data.type === 'SpreadElement') return undefined;
      if (facts?.base !== undefined && isAddressOf(data)) continue;
      const source = this.#sourceOf(data, 0);
      if (!source || this.#isChecked(data, call) || (call.path === 'RegExp' && this.#isEscaped(data))) continue;
      // With a base, few paths make no address: a client that sends one meets a 500, which only matters where that ends the process.
      const hasBase = facts?.base !== undefined && call.node.arguments.length > facts.base;
      const harm = this.#harmOf(call.node, source, 0, false);
      if (!harm || (hasBase && harm.harm !== 'crash')) continue;
      if (harm.harm === 'request' && this.#answersBadInput) continue;
      return { call, data, caller: harm.caller, harm: harm.harm, decoded: facts?.decodes === true && source.decoded === true };
    }
    return undefined;
  }

  /** `text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')`: what means something in a regular expression has a backslash in front. */
  #isEscaped(data: Node): boolean {
    const made = this.file.origins.expressionOf(data) ?? data;
    return this.file.index.within(made, 'CallExpression').some(({ callee, arguments: [, replacement] }) => {
      const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      return (name === 'replace' || name === 'replaceAll') && replacement?.type === 'Literal' && typeof replacement.value === 'string' && replacement.value.startsWith('\\');
    });
  }

  /** Code of this file that tells malformed input from other errors. */
  get #answersBadInput(): boolean {
    return (this.#answers ??= this.file.index.all('Identifier').some(each => INPUT_ERRORS.has(each.name) && this.file.bindings.isGlobal(each, each.name)));
  }
  #answers: boolean | undefined;

  /** What a throw at `node` (a rejection, where it `rejects`) does; undefined where something takes it, or may. */
  #harmOf(node: Node, source: Source, depth: number, rejects: boolean): { readonly harm: ParseHarm; readonly caller?: Node } | undefined {
    if (depth > 6) return undefined;
    let current = node;
    let isRejection = rejects;
    for (;;) {
      // What throws before there is a promise is not taken by its `.catch`: `load(JSON.parse(text)).catch(…)`.
      if (isRejection ? this.file.errorHandling.protectedBy(current) : isInTry(current)) return undefined;
      const fn = enclosingFunction(current);
      if (!fn) return source.kind === 'environment' ? { harm: 'environment' } : undefined;
      if (fn.generator) return undefined;
      const uncaught = this.#callbacks.uncaughtUseOf(fn);
      if (uncaught) {
        if (source.kind === 'environment' || (source.kind === 'parameter' && source.fn !== fn)) return undefined;
        return fn.async && this.#isReportedElsewhere(fn) ? undefined : { harm: 'crash', caller: uncaught.caller };
      }
      const handler = this.file.handlers.around(fn);
      if (handler?.fn === fn) return this.#harmInHandler(handler.kind === 'consumer', source);
      const through = this.#passesOn(fn);
      if (through) {
        current = through;
        isRejection = fn.async || isPromiseOf(through);
        continue;
      }
      if (source.kind === 'request' && source.fn === fn) return { harm: 'request' };
      if (this.#callbacks.usesOf(fn).length > 0 || this.#isHandedOn(fn)) return undefined;
      return this.#harmAtCalls(fn, source, depth);
    }
  }

  #harmInHandler(isConsumer: boolean, { kind }: Source): { readonly harm: ParseHarm } | undefined {
    if (kind === 'environment') return { harm: 'environment' };
    if (kind === 'message' && isConsumer) return { harm: 'message' };
    return kind === 'request' ? { harm: 'request' } : undefined;
  }

  /** A function of this file that is no handler: what its callers make of the throw. */
  #harmAtCalls(fn: FunctionNode, source: Source, depth: number): { readonly harm: ParseHarm; readonly caller?: Node } | undefined {
    const calls = this.#callsOf(fn).filter(each => each.range[0] < fn.range[0] || each.range[1] > fn.range[1]);
    for (const call of calls) {
      let passed: Source | undefined = source;
      if (source.kind === 'parameter' && source.fn === fn) {
        const given = source.index === undefined ? undefined : call.arguments[source.index];
        passed = given && given.type !== 'SpreadElement' ? this.#sourceOf(given, 0) : undefined;
      }
      const harm = passed && this.#harmOf(call, passed, depth + 1, fn.async);
      if (harm) return harm;
    }
    if (calls.length > 0) return undefined;
    if (source.kind === 'request') return { harm: 'request' };
    return source.kind === 'environment' ? { harm: 'environment' } : undefined;
  }

  #callsOf(fn: FunctionNode): readonly TSESTree.CallExpression[] {
    if (!this.#calls) {
      this.#calls = new Map();
      for (const call of this.file.index.all('CallExpression')) {
        const called = this.file.origins.functionOf(call.callee);
        if (called) this.#calls.set(called, [...(this.#calls.get(called) ?? []), call]);
      }
    }
    return this.#calls.get(fn) ?? [];
  }
  #calls: Map<FunctionNode, TSESTree.CallExpression[]> | undefined;

  /** The expression that throws in place of the function: a call that runs it at once, or waits for it. */
  #passesOn(fn: FunctionNode): Node | undefined {
    const plain = passesThrowsOf(fn, this.file);
    if (plain) return plain;
    const use = this.#callbacks.usesOf(fn).find(({ facts }) => facts !== undefined && (facts.runs === 'now' || (facts.awaited && facts.awaitedSince === undefined && facts.runs !== 'request')));
    return use?.call?.node;
  }

  /** A function that something unknown is handed: nobody can say from here what becomes of what it throws. */
  #isHandedOn(fn: FunctionNode): boolean {
    const { parent } = fn;
    if (parent.type === 'CallExpression' || parent.type === 'NewExpression') return true;
    return parent.type === 'Property' && parent.parent.parent?.type === 'CallExpression';
  }

  #isReportedElsewhere(fn: FunctionNode): boolean {
    return this.file.promises.droppedCallbacks.some(each => each.fn === fn && this.file.promises.leavesRejection(each));
  }

  /** Where the data of an expression comes from, followed through names, members, texts and what is collected piece by piece. */
  #sourceOf(node: Node, depth: number): Source | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const value = unwrap(node);
    const next = (each: Node | null | undefined): Source | undefined => (each ? this.#sourceOf(each, depth + 1) : undefined);
    switch (value.type) {
      case 'Identifier':
        return this.#sourceOfRead(value) ?? this.#sourceOfName(value, depth);
      case 'MemberExpression':
        return this.#sourceOfRead(value) ?? next(value.object) ?? this.#sourceOfField(value, depth);
      case 'AwaitExpression':
        return next(value.argument);
      case 'LogicalExpression':
        return value.operator === '&&' ? next(value.right) : (next(value.left) ?? next(value.right));
      case 'ConditionalExpression':
        return next(value.consequent) ?? next(value.alternate);
      case 'TemplateLiteral':
        return first(value.expressions.map(each => next(each)));
      case 'BinaryExpression':
        return value.operator === '+' ? (next(value.left) ?? next(value.right)) : undefined;
      case 'NewExpression':
        return this.file.bindings.isGlobal(value.callee, 'URL') ? next(value.arguments[0]) : undefined;
      case 'CallExpression':
        return this.#sourceOfCall(value, depth);
      default:
        return undefined;
    }
  }

  #sourceOfRead(node: Node): Source | undefined {
    const found = this.file.origins.entryOf(node);
    const entry = found?.entry;
    if (entry?.role !== 'external-data' || entry.use !== 'read') {
      const fn = found ? undefined : requestDataOf(node, this.file);
      return fn && { kind: 'request', fn };
    }
    return { kind: entry.data ?? 'request', ...(entry.decoded && { decoded: true }) };
  }

  #sourceOfCall(call: TSESTree.CallExpression, depth: number): Source | undefined {
    const entry = this.file.calls.at(call)?.entry;
    if (entry?.role === 'external-data') return { kind: entry.data ?? 'response', ...(entry.decoded && { decoded: true }) };
    const [argument] = call.arguments;
    if (entry?.passes !== undefined) {
      const input = call.arguments[entry.passes];
      return input && input.type !== 'SpreadElement' ? this.#sourceOf(input, depth + 1) : undefined;
    }
    const callee = unwrap(call.callee);
    if (callee.type === 'MemberExpression') {
      const name = staticName(callee) ?? '';
      if (this.file.bindings.isGlobal(callee.object, 'Buffer') && (name === 'from' || name === 'concat')) return argument && argument.type !== 'SpreadElement' ? this.#sourceOf(argument, depth + 1) : undefined;
      return SAME_DATA.has(name) ? this.#sourceOf(callee.object, depth + 1) : undefined;
    }
    return this.file.bindings.isGlobal(callee, ...SAME_VALUE) && argument && argument.type !== 'SpreadElement' ? this.#sourceOf(argument, depth + 1) : undefined;
  }

  #sourceOfName(name: TSESTree.Identifier, depth: number): Source | undefined {
    const variable = this.file.bindings.variableOf(name);
    const definition = variable && this.file.bindings.definitionOf(variable);
    if (!variable || !definition) return undefined;
    if (definition.type === 'Parameter') return this.#sourceOfParameter(definition.node, definition.name, depth);
    if (definition.type !== 'Variable') return undefined;
    return first(this.#valuesOf(variable).map(each => this.#sourceOf(each, depth + 1)));
  }

  #sourceOfParameter(fn: Node, name: Node, depth: number): Source | undefined {
    if (!isFunction(fn)) return undefined;
    const index = fn.params.findIndex(each => holdsName(each, name));
    const parameter = fn.params[index];
    if (!parameter) return undefined;
    const decorated = decoratorsOf(parameter).find(each => each.expression.type === 'CallExpression' && this.file.calls.at(each.expression)?.entry.role === 'external-data');
    if (decorated?.expression.type === 'CallExpression') {
      // A pipe beside the name parses it, and answers 400.
      return decorated.expression.arguments.length > 1 ? undefined : { kind: 'request' };
    }
    const list = index === 0 ? listWalkedBy(fn) : undefined;
    if (list) return this.#sourceOf(list, depth + 1);
    const use = this.#callbacks.uncaughtUseOf(fn);
    if (use) return index === 0 && use.facts?.errorFirst ? undefined : { kind: 'event' };
    return { kind: 'parameter', fn, index };
  }

  /** What a variable is given: its value, assignments, what is appended or pushed, what a loop runs over. */
  #valuesOf(variable: Variable): readonly Node[] {
    const known = this.#values.get(variable);
    if (known) return known;
    const values: Node[] = [];
    this.#values.set(variable, values);
    const definition = this.file.bindings.definitionOf(variable);
    if (definition?.type === 'Variable') {
      if (definition.node.init) values.push(definition.node.init);
      const loop = definition.parent?.parent;
      if (loop?.type === 'ForOfStatement') values.push(loop.right);
    }
    for (const { identifier, writeExpr, init } of variable.references) {
      if (writeExpr && !init) values.push(writeExpr);
      const member = identifier.parent;
      if (member?.type !== 'MemberExpression' || member.object !== identifier || member.parent.type !== 'CallExpression' || member.parent.callee !== member) continue;
      if (staticName(member) === 'push') for (const each of member.parent.arguments) if (each.type !== 'SpreadElement') values.push(each);
    }
    return values;
  }
  readonly #values = new Map<Variable, readonly Node[]>();

  /** `this.buffer`, to which a listener of this class appends. */
  #sourceOfField(member: TSESTree.MemberExpression, depth: number): Source | undefined {
    const name = member.object.type === 'ThisExpression' ? staticName(member) : undefined;
    if (name === undefined) return undefined;
    for (const { left, right, operator } of this.file.index.all('AssignmentExpression')) {
      if (operator !== '+=' || left.type !== 'MemberExpression' || left.object.type !== 'ThisExpression' || staticName(left) !== name) continue;
      const source = this.#sourceOf(right, depth + 1);
      if (source?.kind === 'event') return source;
    }
    return undefined;
  }

  /** Whether the same data is asked about in a condition: `if (isValid(id))`, `URL.canParse(text)`, `/^\d+$/.test(id)`. */
  #isChecked(data: Node, { node }: LibraryCall): boolean {
    const scope = enclosingFunction(node);
    if (!scope) return false;
    const names = new Set(this.#textsOf(data));
    if (names.size === 0) return false;
    return this.file.index.within(scope, 'CallExpression').some(call => {
      if (call === node || call.range[0] > node.range[0] || !isCondition(call)) return false;
      const callee = unwrap(call.callee);
      const asked: Node[] = [...call.arguments, ...(callee.type === 'MemberExpression' && staticName(callee) === 'match' ? [callee.object] : [])];
      return asked.some(each => this.#textsOf(each).some(text => names.has(text)));
    });
  }

  /** The names and members that stand in an expression, as they are written. */
  #textsOf(node: Node): string[] {
    const value = unwrap(node);
    if (value.type === 'Identifier' || value.type === 'MemberExpression') return [this.file.sourceCode.getText(value)];
    if (value.type === 'CallExpression') return [...value.arguments.flatMap(each => this.#textsOf(each)), ...(value.callee.type === 'MemberExpression' ? this.#textsOf(value.callee.object) : [])];
    return value.type === 'TemplateLiteral' ? value.expressions.flatMap(each => this.#textsOf(each)) : [];
  }
}

function isInTry(node: Node): boolean {
  for (let current = node, parent = node.parent; parent && !isFunction(current); current = parent, parent = current.parent) {
    if (parent.type === 'TryStatement' && parent.block === current && parent.handler) return true;
  }
  return false;
}

/** `new Promise(…)`, `promise.then(…)` */
function isPromiseOf(node: Node): boolean {
  if (node.type === 'NewExpression') return true;
  return node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && ['then', 'catch', 'finally'].includes(staticName(node.callee) ?? '');
}

function first<Value>(values: readonly (Value | undefined)[]): Value | undefined {
  return values.find(each => each !== undefined);
}

/** A text that begins with an address as it is written: `https://a.test/${path}` is one, whatever follows. */
function isAddressOf(node: Node): boolean {
  const value = unwrap(node);
  if (value.type === 'BinaryExpression' && value.operator === '+') return isAddressOf(value.left);
  const text = value.type === 'TemplateLiteral' ? value.quasis[0]?.value.cooked : value.type === 'Literal' && typeof value.value === 'string' ? value.value : undefined;
  return text !== undefined && text !== null && /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+[/?#]/i.test(text);
}
