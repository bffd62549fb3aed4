import type { CallbackFacts, Role } from '../../catalog/schema.js';
import { declares, majorOf } from '../../project/dependency-versions.js';
import { isFunction, staticName, unwrap, type ClassNode, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isCalledBack } from '../values/origins.js';
import type { Promises } from './promises.js';

/** A function whose promise is dropped by the library that calls it. */
export interface DroppedCallback {
  readonly role: Role;
  /** The library's name for messages. */
  readonly library: string;
  /** What drops it: the function that is called, the field that is set, the method's name. */
  readonly dropper: Node;
  /** The name of the method or field. */
  readonly method: string;
  readonly argument: Node;
  /** The function itself, where it is in view. */
  readonly fn: FunctionNode | undefined;
  /** The library drops it only before this major version. */
  readonly until?: { readonly major: number; readonly installed: number | undefined };
}

/** Functions that give promises, at places whose caller drops what they return. */
export class DroppedCallbacks {
  constructor(
    private readonly file: FileModel,
    private readonly promises: Promises,
  ) {}

  /** In source order. */
  get all(): readonly DroppedCallback[] {
    return (this.#all ??= !this.promises.mayExist ? [] : [...this.#handedToCalls(), ...this.#inFields(), ...this.#inClasses()].sort((a, b) => a.argument.range[0] - b.argument.range[0]));
  }
  #all: readonly DroppedCallback[] | undefined;

  *#handedToCalls(): Iterable<DroppedCallback> {
    for (const call of this.file.calls.having('callbacks')) {
      // Cheap to refuse: a call without anything that could be, or hold, a function.
      if (!call.node.arguments.some(mayHoldFunction)) continue;
      const taken = new Set<Node>();
      for (const { at, value } of this.#functionsIn(call)) {
        const fn = this.file.origins.functionOf(value);
        const callback = call.entry.callbacks?.find(each => isCalledBack(each, at, fn));
        if (!callback || taken.has(value)) continue;
        taken.add(value);
        const passed = fn && this.#passedThrough(value, fn);
        if (!this.#drops(callback, call) || !(passed ?? this.#givesPromise(value, fn))) continue;
        const until = this.#untilOf(callback, call.library);
        yield { role: call.entry.role, library: call.library, dropper: call.node.callee, method: lastNameOf(call.path), argument: value, fn: passed ?? fn, ...(until && { until }) };
      }
    }
  }

  /** `wrap(async (req, res) => …)`, where the wrapper in view only gives back the promise: `fn => (req, res, next) => fn(req, res, next)`. */
  #passedThrough(value: Node, given: FunctionNode): FunctionNode | undefined {
    const call = unwrap(value);
    const wrapper = call.type === 'CallExpression' ? this.file.origins.functionOf(call.callee) : undefined;
    const last = given.body.type === 'BlockStatement' ? given.body.body.at(-1) : given.body;
    const result = last?.type === 'ReturnStatement' ? last.argument : last;
    if (call.type !== 'CallExpression' || !wrapper || result?.type !== 'CallExpression' || result.callee.type !== 'Identifier') return undefined;
    const { name } = result.callee;
    const index = wrapper.params.findIndex(each => each.type === 'Identifier' && each.name === name);
    const variable = this.file.bindings.variableOf(result.callee);
    if (index < 0 || variable?.identifiers[0] !== wrapper.params[index] || !call.arguments[index]) return undefined;
    const fn = this.file.origins.functionOf(call.arguments[index]);
    return fn?.async ? fn : undefined;
  }

  /** `socket.onmessage = async event => …` */
  *#inFields(): Iterable<DroppedCallback> {
    for (const { left, right, operator } of this.file.index.all('AssignmentExpression')) {
      const method = operator === '=' && left.type === 'MemberExpression' ? staticName(left) : undefined;
      if (left.type !== 'MemberExpression' || !method?.startsWith('on') || !mayHoldFunction(right)) continue;
      const owner = this.file.origins.of(left.object);
      if (owner?.kind !== 'library' || owner.promised || !owner.path.endsWith('#')) continue;
      if (!this.file.catalog.type(owner.library, owner.path.slice(0, -1))?.handlerFields?.includes(method)) continue;
      const fn = this.file.origins.functionOf(right);
      if (this.#givesPromise(right, fn)) yield { role: 'listen', library: owner.library, dropper: left, method, argument: right, fn };
    }
  }

  /** `async _write(…)` of a class that is a stream. */
  *#inClasses(): Iterable<DroppedCallback> {
    for (const type of ['ClassDeclaration', 'ClassExpression'] as const) {
      for (const node of this.file.index.all(type)) {
        for (const { key, value, name } of asyncMethodsOf(node)) {
          const facts = this.#methodFacts(node, name);
          if (facts && !facts.awaited && facts.role === 'callback-caller') yield { role: facts.role, library: facts.library, dropper: key, method: name, argument: key, fn: value };
        }
      }
    }
  }

  #methodFacts(node: ClassNode, name: string): { readonly role: Role; readonly awaited: boolean; readonly library: string } | undefined {
    const parent = node.superClass ? this.file.origins.of(node.superClass) : undefined;
    if (parent?.kind !== 'library') return undefined;
    const exported = parent.path.replace(/^default\./, '');
    const facts = this.file.catalog.type(parent.library, this.file.catalog.typeNamed(parent.library, exported) ?? exported)?.methods?.[name];
    return facts && { ...facts, library: parent.library };
  }

  #drops(callback: CallbackFacts, call: LibraryCall): boolean {
    if (callback.awaited && callback.awaitedSince === undefined) return false;
    const { handledBy } = callback;
    if (handledBy !== undefined && call.node.arguments.some(each => !isFunction(each) && this.file.options.at(each, handledBy).state !== 'absent')) return false;
    return call.entry.role !== 'listen' || !this.#capturesRejections(call);
  }

  /** Undefined where every version drops it; a package that patches the library makes it one that does not. */
  #untilOf({ awaitedSince, awaitedWith = [] }: CallbackFacts, library: string): DroppedCallback['until'] {
    if (awaitedSince === undefined) return undefined;
    const { filename, index } = this.file;
    const isPatched = awaitedWith.some(each => declares(filename, each) || index.all('Literal').some(({ value }) => value === each));
    return { major: Number(awaitedSince), installed: isPatched ? Infinity : majorOf(filename, library) };
  }

  #givesPromise(value: Node, fn: FunctionNode | undefined): boolean {
    if (fn) return this.promises.givesPromise(fn) === true;
    const { declared } = this.file.origins;
    return declared.isPromise(declared.resultOf(declared.of(unwrap(value)))) === true;
  }

  /** Whether the emitter turns rejections of its listeners into `error` events, or may: nobody sees its options. */
  #capturesRejections({ receiver }: LibraryCall): boolean {
    const { index, options, origins } = this.file;
    this.#captureAll ??= index.all('AssignmentExpression').some(({ left }) => left.type === 'MemberExpression' && staticName(left) === 'captureRejections');
    if (this.#captureAll) return true;
    const origin = receiver && origins.of(receiver);
    const maker = origin?.kind === 'instance'
      ? index.within(origin.node, 'CallExpression').find(each => each.callee.type === 'Super')
      : origin?.kind === 'library' ? origin.created : undefined;
    if (maker?.type !== 'CallExpression' && maker?.type !== 'NewExpression') return false;
    const given = options.at(maker.arguments[0], 'captureRejections');
    return given.state === 'present' ? options.valueOf(given.value)?.value !== false : false;
  }
  #captureAll: boolean | undefined;

  /** The arguments of a call, the elements of lists of handlers, and the options that the catalog names as callbacks. */
  *#functionsIn({ node, entry }: LibraryCall): Iterable<{ readonly at: Parameters<typeof isCalledBack>[1]; readonly value: Node }> {
    const callbacks = entry.callbacks ?? [];
    const takesLists = callbacks.some(each => each.argument === 'any');
    for (const [i, argument] of node.arguments.entries()) {
      if (argument.type === 'SpreadElement') return;
      for (const value of takesLists ? elementsOf(argument) : [argument]) yield { at: { call: node, argument: i }, value };
      for (const { option } of callbacks) {
        if (option === undefined) continue;
        const value = this.file.options.at(argument, option);
        if (value.state === 'present') yield { at: { call: node, argument: i, option }, value: value.value };
      }
    }
  }
}

function mayHoldFunction(node: Node): boolean {
  return !['Literal', 'TemplateLiteral', 'BinaryExpression', 'UnaryExpression', 'AwaitExpression'].includes(node.type);
}

/** A value, or the values of a list, lists in it included. */
function* elementsOf(node: Node): Iterable<Node> {
  const list = unwrap(node);
  if (list.type !== 'ArrayExpression') yield node;
  else for (const each of list.elements) if (each && each.type !== 'SpreadElement') yield* elementsOf(each);
}

function* asyncMethodsOf({ body }: ClassNode): Iterable<{ readonly key: Node; readonly value: FunctionNode; readonly name: string }> {
  for (const member of body.body) {
    if ((member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') || member.static) continue;
    const name = staticName(member);
    if (name !== undefined && isFunction(member.value) && member.value.async) yield { key: member.key, value: member.value, name };
  }
}

function lastNameOf(path: string): string {
  return path.split(/[.#]/).at(-1)!;
}
