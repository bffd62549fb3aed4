import type { TSESTree } from '@typescript-eslint/utils';
import { splitType } from '../../catalog/index.js';
import type { CallbackFacts, Entry, Role, TypeEntry } from '../../catalog/schema.js';
import { decoratorsOf, enclosingFunction, isFunction, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { Variable } from '../values/bindings.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import { isCalledBack } from '../values/origins.js';
import { ownerOf } from '../syntax-index.js';

export type HandlerKind = 'route' | 'middleware' | 'error-middleware' | 'consumer' | 'lambda';
export type HandlerPart = NonNullable<TypeEntry['part']> | 'error';

/** A function that runs once per request, message or job. */
export interface Handler {
  readonly fn: FunctionNode;
  /** The library that calls it, by its name in messages. */
  readonly framework: string;
  readonly kind: HandlerKind;
  /** Its parameters, by what they are to it; parameters that are patterns are not among them. */
  readonly parameters: ReadonlyMap<HandlerPart, TSESTree.Identifier>;
  /** Whether the framework waits for the promise that it returns and handles its rejection; undefined where that depends or cannot be seen. */
  readonly awaitsPromises: boolean | undefined;
  /** The major version of the framework since which it does. */
  readonly awaitedSince: string | undefined;
  /** Whether what follows runs unless an async one gives back the response that it has sent. */
  readonly goesOn: boolean;
  /** How we know: registered with a call, by a decorator, by the type of a class, or by the types of its parameters. */
  readonly by: 'call' | 'wrapper' | 'decorator' | 'class' | 'types';
  /** The call that registers it, or its decorator. */
  readonly registration: LibraryCall | undefined;
}

/** A call that answers a request, or passes it on to who does. */
export interface Answer {
  readonly node: TSESTree.CallExpression;
  readonly kind: 'response' | 'next';
  /** The response or `next` parameter that it goes through, and the function whose parameter that is. */
  readonly parameter: Variable;
  readonly of: Node;
  /** The function (or program) whose own code makes the call. */
  readonly owner: Node;
  /** What a second answer does. */
  readonly answeredTwice: TypeEntry['answeredTwice'];
  /** It sends when a file has been read or a view rendered: another answer comes first. */
  readonly isSentLater: boolean;
  /** `res.end()` with nothing to send: after another answer it does nothing. */
  readonly isEmpty: boolean;
}

const REGISTERING = ['route', 'middleware', 'error-middleware', 'web-hook', 'message-consume', 'server', 'web-app'] as const satisfies readonly Role[];

/** What runs per request, message or job, as against once per process. */
export class RequestHandlers {
  #byFunction: Map<FunctionNode, Handler> | undefined;
  #perRequest: Set<FunctionNode> | undefined;

  constructor(protected readonly file: FileModel) {}

  /** The handlers of this file, in source order. */
  get all(): readonly Handler[] {
    return [...this.#found().values()];
  }

  /** The innermost handler whose body holds `node`, callbacks in it included. */
  around(node: Node): Handler | undefined {
    const found = this.#found();
    for (let fn = isFunction(node) ? node : enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
      const handler = found.get(fn);
      if (handler) return handler;
    }
    return undefined;
  }

  /**
   * Whether this code runs per request: `yes` inside a handler, or in a function of this file that one calls;
   * `no` for what runs while the module loads.
   */
  runsPerRequest(node: Node): 'yes' | 'no' | undefined {
    const perRequest = (this.#perRequest ??= this.#reached());
    let outermost: FunctionNode | undefined;
    for (let fn = isFunction(node) ? node : enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
      if (perRequest.has(fn)) return 'yes';
      outermost = fn;
    }
    if (outermost) return undefined;
    for (let current: Node | undefined = node; current; current = current.parent) {
      // A field's initialiser runs once per instance: whenever that is.
      if (current.type === 'PropertyDefinition' && !current.static) return undefined;
    }
    return 'no';
  }

  /** What a value is to a handler that is given it, by its type. */
  partOf(node: Node): TypeEntry['part'] {
    return this.typeOf(node)?.part;
  }

  /** The catalog's facts of a value's type. */
  typeOf(node: Node): TypeEntry | undefined {
    const origin = this.file.origins.of(node);
    if (origin?.kind !== 'library' || origin.promised || !origin.path.endsWith('#')) return undefined;
    return this.file.catalog.type(origin.library, origin.path.slice(0, -1));
  }

  /** The decorator by which a method is given the response (or `next`), and with it the whole of the answer. */
  takenOver(fn: FunctionNode): { readonly parameter: TSESTree.Identifier; readonly decorator: TSESTree.CallExpression; readonly injects: NonNullable<Entry['injects']> } | undefined {
    for (const parameter of fn.params) {
      if (parameter.type !== 'Identifier') continue;
      for (const { expression } of decoratorsOf(parameter)) {
        const injects = this.file.calls.at(expression)?.entry.injects;
        if (!injects || expression.type !== 'CallExpression') continue;
        if (injects.unless === undefined || this.file.options.at(expression.arguments[0], injects.unless).state === 'absent') return { parameter, decorator: expression, injects };
      }
    }
    return undefined;
  }

  /** Calls that answer or pass on the request of a parameter, in source order. */
  get answers(): readonly Answer[] {
    return (this.#answers ??= [...this.#findAnswers()].sort((a, b) => a.node.range[0] - b.node.range[0]));
  }
  #answers: readonly Answer[] | undefined;

  *#findAnswers(): Iterable<Answer> {
    for (const { node, entry, path } of this.file.calls.of('respond', 'next')) {
      if (node.type !== 'CallExpression') continue;
      // `res.render(view, values, callback)` hands the text to the callback and sends nothing.
      if (entry.role === 'respond' && (entry.response !== 'ends' || (entry.callbacks?.some(each => each.answers) && isFunction(node.arguments.at(-1))))) continue;
      const root = rootOf(node.callee);
      const parameter = root && this.file.bindings.variableOf(root);
      const definition = parameter && this.file.bindings.definitionOf(parameter);
      if (!root || !parameter || definition?.type !== 'Parameter' || !this.file.bindings.isConstant(parameter)) continue;
      yield {
        node,
        kind: entry.role === 'next' ? 'next' : 'response',
        parameter,
        of: definition.node,
        owner: ownerOf(node),
        answeredTwice: this.typeOf(root)?.answeredTwice,
        isSentLater: entry.sentLater === true,
        isEmpty: path === 'ServerResponse#end' && node.arguments.length === 0 && !this.#startsHeaders(node.callee),
      };
    }
  }

  /** `res.writeHead(405).end()` sends headers, and throws where they have been sent. */
  #startsHeaders(callee: Node): boolean {
    const receiver = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
    const entry = receiver && this.file.calls.at(receiver)?.entry;
    return entry?.role === 'respond' && entry.response === 'starts';
  }

  #found(): Map<FunctionNode, Handler> {
    if (this.#byFunction) return this.#byFunction;
    const found: Handler[] = [
      ...this.file.calls.of(...REGISTERING).flatMap(call => [...this.#registeredBy(call), ...this.#decoratedBy(call)]),
      ...this.#methodsOfClasses(),
      ...this.#typed(),
    ];
    const byFunction = new Map<FunctionNode, Handler>();
    for (const handler of found) if (!byFunction.has(handler.fn)) byFunction.set(handler.fn, handler);
    return (this.#byFunction = new Map([...byFunction].sort(([a], [b]) => a.range[0] - b.range[0])));
  }

  *#registeredBy(call: LibraryCall): Iterable<Handler> {
    const callbacks = call.entry.callbacks?.filter(each => each.runs === 'request') ?? [];
    if (callbacks.length === 0) return;
    for (const [argument, value] of call.node.arguments.entries()) {
      if (value.type === 'SpreadElement') return;
      for (const { node, option } of functionPlaces(value)) {
        const { fn, wrapped } = this.#handed(node);
        if (!fn) continue;
        const callback = callbacks.find(each => isCalledBack(each, { call: call.node, argument, ...(option !== undefined && { option }) }, fn));
        if (callback) yield this.#handler(fn, call, kindOf(call.entry.role, callback), callback, wrapped ? 'wrapper' : 'call');
      }
    }
  }

  /** The function that a value is; or that an unknown wrapper makes into a handler: `asyncHandler(async (req, res) => …)`. */
  #handed(node: Node): { readonly fn: FunctionNode | undefined; readonly wrapped: boolean } {
    const value = unwrap(node);
    const fn = this.file.origins.functionOf(value);
    if (fn || value.type !== 'CallExpression') return { fn, wrapped: false };
    const inner = value.arguments[0] && this.file.origins.functionOf(value.arguments[0]);
    // A function of one parameter or none may be a factory that runs at once.
    return { fn: inner && inner.params.length >= 2 ? inner : undefined, wrapped: true };
  }

  *#decoratedBy(call: LibraryCall): Iterable<Handler> {
    const method = call.node.parent.type === 'Decorator' ? call.node.parent.parent : undefined;
    if (method?.type !== 'MethodDefinition' || !isFunction(method.value)) return;
    yield this.#handler(method.value, call, kindOf(call.entry.role, undefined), { awaited: true }, 'decorator');
  }

  *#methodsOfClasses(): Iterable<Handler> {
    for (const node of [...this.file.index.all('ClassDeclaration'), ...this.file.index.all('ClassExpression')]) {
      const parents = [...(node.superClass ? [this.file.origins.of(node.superClass)] : []), ...(node.implements ?? []).map(each => this.file.origins.of(each.expression))];
      for (const parent of parents) {
        if (parent?.kind !== 'library') continue;
        const name = parent.path.replace(/^default\./, '');
        const type = this.file.catalog.type(parent.library, this.file.catalog.typeNamed(parent.library, name) ?? name);
        for (const member of type?.methods ? node.body.body : []) {
          if (member.type !== 'MethodDefinition' || member.static || !isFunction(member.value)) continue;
          const facts = type?.methods?.[staticName(member) ?? ''];
          if (facts && isRegistering(facts.role)) yield this.#handler(member.value, { library: parent.library }, kindOf(facts.role, undefined), facts, 'class');
        }
      }
    }
  }

  /** Functions whose own type, or the types of whose first parameters, are a handler's. */
  *#typed(): Iterable<Handler> {
    for (const fn of this.file.index.functions) {
      const target = fn.parent.type === 'VariableDeclarator' && fn.parent.id.type === 'Identifier' ? fn.parent.id.typeAnnotation : undefined;
      const origin = target && this.file.origins.ofType(target.typeAnnotation);
      if (origin?.kind === 'library' && origin.path.endsWith('#')) {
        const type = this.file.catalog.type(origin.library, origin.path.slice(0, -1));
        if (type?.runs === 'request') {
          yield this.#handler(fn, origin, this.#kindByParameters(fn, type, origin.library), type, 'types');
          continue;
        }
      }
      const parts = fn.params.map(each => (each.type === 'Identifier' && each.typeAnnotation ? this.partOf(each) : undefined));
      const first = parts.indexOf('request');
      if ((first === 0 || (first === 1 && fn.params.length === 4)) && parts[first + 1] === 'response') {
        const from = this.file.origins.of(fn.params[first]!);
        const library = from?.kind === 'library' ? from.library : '';
        yield this.#handler(fn, { library }, first === 1 ? 'error-middleware' : parts[2] === 'next' ? 'middleware' : 'route', {}, 'types');
      }
    }
  }

  #kindByParameters(fn: FunctionNode, type: TypeEntry, library: string): HandlerKind {
    const parts = type.parameters?.map(each => {
      const at = splitType(each, library);
      return this.file.catalog.type(at.library, at.type)?.part;
    });
    if (parts?.includes('message')) return 'lambda';
    if (parts?.[1] === 'request') return 'error-middleware';
    return fn.params.length > 2 ? 'middleware' : 'route';
  }

  #handler(
    fn: FunctionNode,
    source: LibraryCall | { readonly library: string },
    kind: HandlerKind,
    { awaited, awaitedSince, goesOn = false }: { readonly awaited?: boolean; readonly awaitedSince?: string; readonly goesOn?: boolean },
    by: Handler['by'],
  ): Handler {
    const parameters = new Map<HandlerPart, TSESTree.Identifier>();
    for (const [i, each] of fn.params.entries()) {
      if (each.type !== 'Identifier') continue;
      const part = this.partOf(each) ?? (i === 0 && kind === 'error-middleware' ? 'error' : undefined);
      if (part && !parameters.has(part)) parameters.set(part, each);
    }
    return {
      fn,
      framework: source.library,
      kind,
      parameters,
      awaitsPromises: by === 'wrapper' || awaitedSince !== undefined ? undefined : awaited,
      awaitedSince,
      goesOn,
      by,
      registration: 'node' in source ? source : undefined,
    };
  }

  /** Handlers, and the functions of this file that they call or hand on. */
  #reached(): Set<FunctionNode> {
    const reached = new Set<FunctionNode>();
    const work = [...this.#found().keys()];
    const covered = new Set<FunctionNode>();
    for (let fn = work.pop(); fn; fn = work.pop()) {
      if (reached.has(fn)) continue;
      reached.add(fn);
      // What stands in a function that was looked through has been seen.
      if (isCovered(fn, covered)) continue;
      covered.add(fn);
      for (const call of this.file.index.within(fn, 'CallExpression')) {
        for (const value of [call.callee, ...call.arguments]) {
          if (value.type === 'SpreadElement' || isFunction(value)) continue;
          const called = this.file.origins.functionOf(value);
          if (called && !reached.has(called)) work.push(called);
        }
      }
    }
    return reached;
  }
}

/** The name at the start of a chain: `res` of `res.status(400).json`. */
function rootOf(callee: Node): TSESTree.Identifier | undefined {
  let current = unwrap(callee);
  for (;;) {
    if (current.type === 'MemberExpression') current = unwrap(current.object);
    else if (current.type === 'CallExpression') current = unwrap(current.callee);
    else return current.type === 'Identifier' ? current : undefined;
  }
}

function isCovered(fn: FunctionNode, covered: ReadonlySet<FunctionNode>): boolean {
  for (let outer = enclosingFunction(fn); outer; outer = enclosingFunction(outer)) if (covered.has(outer)) return true;
  return false;
}

function isRegistering(role: Role): boolean {
  return REGISTERING.some(each => each === role);
}

function kindOf(role: Role, callback: CallbackFacts | undefined): HandlerKind {
  if (role === 'message-consume') return 'consumer';
  if (role === 'error-middleware' || callback?.arity === 4) return 'error-middleware';
  return role === 'middleware' || role === 'web-hook' ? 'middleware' : 'route';
}

/** The values in an argument that may be functions: itself, elements of a list, properties of an options object. */
function* functionPlaces(argument: Node, option?: string): Iterable<{ readonly node: Node; readonly option?: string }> {
  const value = unwrap(argument);
  if (value.type === 'ArrayExpression') {
    for (const each of value.elements) if (each && each.type !== 'SpreadElement') yield* functionPlaces(each, option);
    return;
  }
  if (value.type !== 'ObjectExpression') {
    yield { node: value, ...(option !== undefined && { option }) };
    return;
  }
  for (const property of value.properties) {
    const name = property.type === 'Property' ? staticName(property) : undefined;
    if (property.type !== 'Property' || name === undefined) continue;
    yield* functionPlaces(property.value, option === undefined ? name : `${option}.${name}`);
  }
}

