import type { TSESTree } from '@typescript-eslint/utils';
import type { WaitFacts } from '../../catalog/schema.js';
import { enclosingFunction, functionsAround, staticName, unwrap, type FunctionNode } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import type { Given, OptionValue } from '../values/option-values.js';
import { callbackPosition } from '../values/origins.js';
import { usesOfResult, type ResultUses } from '../values/result-uses.js';
import { isAddress, leadingText, mayBeRequest } from './addresses.js';
import { isBrowserCode } from './browser-code.js';
import { Callers, parameterBehind, type Caller } from './callers.js';
import { neverAborted } from '../signals/dead-signals.js';
import { inertTimeouts, type InertTimeout } from './inert-timeouts.js';
import { LISTENS } from './listens.js';
import { OptionArguments, type Places } from './option-arguments.js';

/** `inherited`: nothing in view bounds it, and its client is made elsewhere. */
export type Bound = 'bounded' | 'unbounded' | 'inherited' | 'unknown';

type Call = TSESTree.CallExpression | TSESTree.NewExpression;
type SetOption = TSESTree.Property | TSESTree.AssignmentExpression;

/** A request that nothing bounds, or the client that makes such requests. */
export interface UnboundedWait {
  readonly call: LibraryCall;
  readonly facts: WaitFacts;
  readonly isClient: boolean;
  /** Its client is made elsewhere and may have a bound of its own. */
  readonly inherits: boolean;
  /** The option that is written down and bounds nothing. */
  readonly off: SetOption | undefined;
  /** `off` says that there is no bound (`timeout: 0`), rather than nothing at all (`signal: undefined`). */
  readonly switchedOff: boolean;
  /** The name of the constant that holds its options, where they are built beside the call. */
  readonly builtIn: Node | undefined;
  /** The controller of its signal, which nothing ever aborts. */
  readonly neverAborted: string | undefined;
  /** The call that would bound it: the request's own, or the call of a function in view that hands its options on. */
  readonly by: Call;
  /** Index of the argument of `by` that holds options, or would hold them; negative where no place is known. */
  readonly optionsAt: number;
  /** What stands there is the callback, before which they belong. */
  readonly beforeCallback: boolean;
}

interface OwnOptions {
  readonly state: 'bounded' | 'unknown' | 'none';
  readonly off?: SetOption;
  readonly neverAborted?: string;
}

/** What gives the answer, and not the request again. */
const SETTLES = ['then', 'end', 'json', 'text', 'res', 'blob', 'arrayBuffer'];
const COMBINES = ['Promise.all', 'Promise.allSettled', 'Promise.any', 'Promise.resolve'];

/** What bounds the waits of a file's calls: options, clients, settings of clients, what is done with the result. */
export class Waits {
  readonly #memo = new Map<LibraryCall, Bound>();

  readonly #arguments: OptionArguments;
  readonly #callers: Callers;

  constructor(private readonly file: FileModel) {
    this.#arguments = new OptionArguments(file);
    this.#callers = new Callers(file);
  }

  /** Outgoing requests with no bound, each fault once: at the client that is made here, else at the request. */
  get unbounded(): readonly UnboundedWait[] {
    return (this.#unbounded ??= this.#findUnbounded());
  }
  #unbounded: readonly UnboundedWait[] | undefined;

  get inert(): readonly InertTimeout[] {
    return (this.#inert ??= inertTimeouts(this.file));
  }
  #inert: readonly InertTimeout[] | undefined;

  /** Whether something bounds the wait of a call. */
  boundOf(call: LibraryCall): Bound {
    const known = this.#memo.get(call);
    if (known) return known;
    this.#memo.set(call, 'unknown');
    const bound = call.entry.wait ? this.#find(call, call.entry.wait) : 'unknown';
    this.#memo.set(call, bound);
    return bound;
  }

  /** What a call is given under an option, wherever its options stand; unknown where a request object may bring it. */
  optionOf({ node }: LibraryCall, facts: Pick<WaitFacts, 'argument' | 'calledBack' | 'request'>, path: string): OptionValue {
    const { nodes, opaque } = this.#arguments.of(node, facts);
    const found = nodes.map(each => this.file.options.at(each, path));
    const present = found.find(each => each.state === 'present');
    if (present) return present;
    const hidden = opaque || found.some(each => each.state === 'unknown') || (facts.request !== undefined && this.#boundOfRequest(node.arguments[facts.request]) !== 'unbounded');
    return { state: hidden ? 'unknown' : 'absent' };
  }

  /** Index of the argument that holds a call's options, or would hold them. */
  optionsAt({ node }: LibraryCall, facts: Places): number {
    return this.#arguments.positionOf(node, facts);
  }

  #find(call: LibraryCall, facts: WaitFacts, given?: Given): Bound {
    const last = call.node.arguments.at(-1);
    if (facts.calledBack === 'if-given' && !(last && this.#arguments.isFunction(last))) return 'unknown';
    const own = this.#options(call, facts, given);
    if (own.state !== 'none') return own.state;
    for (const key of facts.carriers ?? []) {
      for (const options of this.#arguments.of(call.node, facts).nodes) {
        const carrier = this.file.options.at(options, key, given);
        if (carrier.state === 'unknown') return 'unknown';
        if (carrier.state !== 'present') continue;
        const client = this.#arguments.madeBy(carrier.value);
        const bound = client ? this.boundOf(client) : 'unknown';
        if (bound !== 'unbounded') return bound;
      }
    }
    if (facts.request !== undefined) {
      const bound = this.#boundOfRequest(this.#givenFor(call.node.arguments[facts.request], given));
      if (bound !== 'unbounded') return bound;
    }
    const around = this.#boundAround(call, facts);
    if (around !== 'unbounded') return around;
    if (facts.bounded !== undefined && !own.off) return 'bounded';

    const { client } = call;
    if (facts.atCallOnly) return 'unbounded';
    if (client?.entry.wait) {
      const bound = this.boundOf(client);
      return bound === 'inherited' ? 'unbounded' : bound;
    }
    return call.path.includes('#') && !call.path.startsWith('Request#') ? 'inherited' : 'unbounded';
  }

  readonly #around = new Map<LibraryCall, Bound>();
  /** What bounds a call other than its own options: settings, and what is done with its result. */
  #boundAround(call: LibraryCall, facts: WaitFacts): Bound {
    const known = this.#around.get(call);
    if (known) return known;
    const bound = this.#isSetElsewhere(call, facts) ? 'bounded' : this.#boundOfResult(call, facts);
    this.#around.set(call, bound);
    return bound;
  }

  /** Looks for a bound in the options of the call itself. */
  #options(call: LibraryCall, facts: WaitFacts, given?: Given): OwnOptions {
    const { nodes, opaque } = this.#arguments.of(call.node, facts);
    let unknown = opaque;
    let off: SetOption | undefined;
    let never: string | undefined;
    for (const options of nodes) {
      for (const path of facts.bounds) {
        const option = this.#optionOf(options, path, facts, given);
        if (option.state === 'unknown') unknown = true;
        if (option.state !== 'present') continue;
        if (!this.#isOff(option.value, facts, option.given)) {
          never = path.endsWith('signal') ? neverAborted(option.value, this.file) : undefined;
          if (never === undefined) return { state: 'bounded' };
        }
        off = option.property;
      }
    }
    return { state: unknown ? 'unknown' : 'none', ...(off && { off }), ...(never !== undefined && { neverAborted: never }) };
  }

  #optionOf(options: Node, path: string, { factory }: WaitFacts, given?: Given): OptionValue {
    if (factory === undefined) return this.file.options.at(options, path, given);
    const made = this.file.options.at(options, factory, given);
    const fn = made.state === 'present' ? this.file.origins.functionOf(made.value) : undefined;
    return fn ? this.file.options.ofResult(fn, path) : { state: 'unknown' };
  }

  /** True for a static value that means "no bound". */
  #isOff(value: Node, facts: WaitFacts, given?: Given): boolean {
    const found = this.file.options.valueOf(value, given);
    if (!found) return false;
    return found.value === undefined || found.value === null || (facts.off ?? [0, false, Infinity]).some(each => each === found.value);
  }

  /** What a call gives for a name that is a parameter; the node itself where nothing is given for it. */
  #givenFor(node: Node | undefined, given: Given | undefined): Node | undefined {
    const variable = node?.type === 'Identifier' && given ? this.file.bindings.variableOf(node) : undefined;
    const value = variable && given?.get(variable);
    return value?.node && value.key === undefined && !value.without ? this.#givenFor(value.node, value.given) : node;
  }

  /** The bound that a request object brings: an address brings none. */
  #boundOfRequest(node: Node | undefined): Bound {
    if (!node || node.type === 'SpreadElement') return node ? 'unknown' : 'unbounded';
    if (isAddress(node, this.file)) return 'unbounded';
    const made = this.#arguments.madeBy(node);
    if (made?.entry.gives === 'Request') return this.boundOf(made);
    return mayBeRequest(node, this.file) ? 'unknown' : 'unbounded';
  }

  /** Settings of the client, hooks of it, and process-wide clients that the file installs. */
  #isSetElsewhere(call: LibraryCall, facts: WaitFacts): boolean {
    for (const each of facts.globalClients ?? []) {
      for (const set of this.#callsOf(each)) {
        const client = set.entry.wait ? set : set.node.arguments[0] && this.#arguments.madeBy(set.node.arguments[0]);
        if (!client || this.boundOf(client) !== 'unbounded') return true;
      }
    }
    const owners = this.#ownersOf(call);
    if (facts.settings?.some(path => owners.some(owner => this.#settings.has(owner + path)))) return true;
    return facts.hooks?.some(path => owners.some(owner => this.#hooks.get(owner + path)?.some(each => this.#mayBound(each, facts)))) ?? false;
  }

  /** Keys of the objects whose settings hold for a call: the library's own, and the instance whose method it is or that it makes. */
  #ownersOf({ node, library, path, client, entry }: LibraryCall): string[] {
    const made = client?.node ?? (entry.role === 'http-client' ? node : undefined);
    const owners = path.includes('#') ? [] : [`${library} `];
    if (made) owners.push(`${made.range[0]} `);
    if (client) owners.push(...this.#ownersOf(client));
    return owners;
  }

  /** Where a property or method of a library's object stands: under its instance's creation, or its module. */
  #placeOf(node: Node): string | undefined {
    const origin = this.file.origins.of(node);
    if (origin?.kind !== 'library') return undefined;
    const hash = origin.path.indexOf('#');
    if (hash < 0) return `${origin.library} ${origin.path.replace(/^(default\.)+/, '')}`;
    return origin.created ? `${origin.created.range[0]} ${origin.path.slice(hash + 1)}` : undefined;
  }

  /** Assignments to properties of clients, and what `Object.assign` adds to them. */
  get #settings(): ReadonlySet<string> {
    if (this.#settingsMemo) return this.#settingsMemo;
    const places = new Set<string>();
    for (const { left, right } of this.file.index.all('AssignmentExpression')) {
      if (left.type !== 'MemberExpression' || this.#isOff(right, { argument: 0, bounds: [] })) continue;
      const place = this.#placeOf(left);
      if (place !== undefined) places.add(place);
    }
    for (const { callee, arguments: given } of this.file.index.all('CallExpression')) {
      if (callee.type !== 'MemberExpression' || staticName(callee) !== 'assign' || !given[0]) continue;
      const place = this.#placeOf(given[0]);
      if (place !== undefined) places.add(place);
    }
    return (this.#settingsMemo = places);
  }
  #settingsMemo: ReadonlySet<string> | undefined;

  get #hooks(): ReadonlyMap<string, readonly TSESTree.CallExpression[]> {
    if (this.#hooksMemo) return this.#hooksMemo;
    const places = new Map<string, TSESTree.CallExpression[]>();
    for (const call of this.file.index.all('CallExpression')) {
      if (call.callee.type !== 'MemberExpression' || staticName(call.callee) !== 'use') continue;
      const place = this.#placeOf(call.callee);
      if (place === undefined) continue;
      const list = places.get(place);
      if (list) list.push(call);
      else places.set(place, [call]);
    }
    return (this.#hooksMemo = places);
  }
  #hooksMemo: ReadonlyMap<string, readonly TSESTree.CallExpression[]> | undefined;

  /** A hook that cannot be seen, or that speaks of a bounding option, may bound each request. */
  #mayBound(hook: TSESTree.CallExpression, { bounds }: WaitFacts): boolean {
    const fn = hook.arguments[0] && this.file.origins.functionOf(hook.arguments[0]);
    return !fn || this.file.index.within(fn, 'Identifier').some(each => bounds.includes(each.name));
  }

  /** What is done with the result: methods that bound it, operators, races and wrappers. */
  #boundOfResult(call: LibraryCall, facts: WaitFacts): Bound {
    const uses = usesOfResult(call.node, this.file.bindings);
    if (facts.boundedByMethods) {
      if (uses.methods.some(each => this.#isOneOf(each, facts.boundedByMethods!))) return 'bounded';
      const settles = uses.awaited || uses.methods.some(each => SETTLES.includes(each.name));
      if (uses.escapes && (!settles || call.entry.gives?.startsWith('Client'))) return 'unknown';
    }
    for (const { call: pipe } of facts.operators ? uses.methods.filter(each => each.name === 'pipe') : []) {
      for (const operator of pipe.arguments) {
        const bound = this.#boundOfOperator(operator, facts.operators!);
        if (bound !== 'unbounded') return bound;
      }
    }
    if (call.entry.role === 'http-request') return this.boundOfPromise(call.node);
    return this.#boundOfOuter(call.node, 0);
  }

  /** What is done with a promise: races, wrappers, and those of the functions around it. */
  boundOfPromise(node: Node): Bound {
    const bound = this.#boundOfOuter(node, 0);
    return bound === 'unbounded' ? this.#boundOfCaller(node) : bound;
  }

  #isOneOf({ name, call }: ResultUses['methods'][number], methods: readonly string[]): boolean {
    if (methods.includes(name)) return true;
    const [event] = call.arguments;
    return LISTENS.includes(name) && event?.type === 'Literal' && methods.includes(`on:${String(event.value)}`);
  }

  #boundOfOperator(operator: Node, modules: readonly string[]): Bound {
    const known = this.file.calls.at(operator);
    if (known?.entry.role === 'resilience') return 'bounded';
    const made = unwrap(operator);
    const origin = made.type === 'CallExpression' ? this.file.origins.of(made.callee) : undefined;
    return origin?.kind === 'library' && modules.includes(origin.library) ? 'unbounded' : 'unknown';
  }

  /** A call that is handed the result: a race bounds it, a combination may stand in one, an unseen function may do anything. */
  #boundOfWrapper(wrapper: TSESTree.CallExpression, depth: number): Bound {
    const origin = this.file.origins.of(wrapper.callee);
    if (origin?.kind === 'library' && origin.library === 'global') {
      if (origin.path === 'Promise.race') return 'bounded';
      if (COMBINES.includes(origin.path)) return this.#boundOfOuter(wrapper, depth);
    }
    const known = this.file.calls.at(wrapper);
    if (known?.entry.role === 'resilience') return known.entry.wait ? this.boundOf(known) : 'unknown';
    if (known) return known.entry.promise === true ? this.#boundOfOuter(wrapper, depth) : 'unbounded';
    return wrapper.callee.type === 'MemberExpression' && staticName(wrapper.callee) === 'push' ? 'unbounded' : 'unknown';
  }

  /** The calls that are handed a value, or what a wrapper makes of it: `race([firstValueFrom(request), stop])`. */
  #boundOfOuter(wrapper: Node, depth: number): Bound {
    if (depth > 4) return 'unknown';
    for (const outer of usesOfResult(wrapper, this.file.bindings).passedTo) {
      const bound = this.#boundOfWrapper(outer, depth + 1);
      if (bound !== 'unbounded') return bound;
    }
    return 'unbounded';
  }

  /** The functions around the request: raced, or handed to something that bounds them. */
  #boundOfCaller(node: Node): Bound {
    const around = enclosingFunction(node);
    if (!around) return 'unbounded';
    let bound = this.#byCaller.get(around);
    if (!bound) this.#byCaller.set(around, (bound = this.#boundAroundFunction(around)));
    return bound;
  }
  readonly #byCaller = new Map<Node, Bound>();

  #boundAroundFunction(around: FunctionNode): Bound {
    const { origins, bindings } = this.file;
    for (let fn: FunctionNode | undefined = around; fn; fn = enclosingFunction(fn)) {
      for (const use of origins.usesOf(fn)) {
        const run = use.parent;
        if (run?.type === 'CallExpression' && run.callee === use) {
          for (const wrapper of usesOfResult(run, bindings).passedTo) if (this.#isTimeLimit(wrapper)) return 'bounded';
          continue;
        }
        const at = callbackPosition(use);
        if (at?.call.type === 'CallExpression' ? this.#isTimeLimit(at.call) : at && this.#isResilience(at.call)) return 'bounded';
      }
    }
    return 'unbounded';
  }

  #isResilience(node: Call): boolean {
    const known = this.file.calls.at(node);
    return known?.entry.role === 'resilience' && known.entry.wait !== undefined && this.boundOf(known) !== 'unbounded';
  }

  #isTimeLimit(wrapper: TSESTree.CallExpression): boolean {
    const origin = this.file.origins.of(wrapper.callee);
    if (origin?.kind === 'library' && origin.library === 'global' && origin.path === 'Promise.race') return true;
    if (this.#isResilience(wrapper)) return true;
    // A name proves nothing; that a wrapper is called so is reason enough to say nothing.
    const callee = unwrap(wrapper.callee);
    const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? staticName(callee) : undefined;
    return name !== undefined && name !== 'setTimeout' && /time(d)?_?out|deadline/i.test(name);
  }

  #callsOf(at: string): readonly LibraryCall[] {
    const [path = '', ...rest] = at.split('@');
    // The name of a scoped package begins with one more.
    const module = rest.join('@');
    if (module === '' || !this.file.imports.modules.has(module)) return [];
    let calls = this.#byPlace.get(at);
    if (!calls) this.#byPlace.set(at, (calls = this.file.calls.of('other').filter(each => each.library === module && each.path === path)));
    return calls;
  }
  readonly #byPlace = new Map<string, readonly LibraryCall[]>();

  #findUnbounded(): readonly UnboundedWait[] {
    const { calls } = this.file;
    const clients = calls.of('http-client');
    const requests = calls.of('http-request');
    if (clients.length + requests.length === 0) return [];
    const inert = new Set(this.inert.map(each => each.call));
    const found: UnboundedWait[] = [];
    const places = new Set<Node>();
    /** Two requests of one function are one fault of its call. */
    const judged = new Set<Node>();

    const users = new Map<LibraryCall, LibraryCall[]>();
    for (const each of [...clients, ...requests]) {
      if (!each.client) continue;
      const list = users.get(each.client);
      if (list) list.push(each);
      else users.set(each.client, [each]);
    }
    const isReported = (client: LibraryCall): boolean => {
      if (client.entry.role !== 'http-client' || this.boundOf(client) !== 'unbounded') return false;
      const of = users.get(client) ?? [];
      // Every request in view brings its own bound: the client needs none.
      return of.length === 0 || of.some(each => this.boundOf(each) === 'unbounded');
    };
    const add = (call: LibraryCall, facts: WaitFacts, isClient: boolean, inherits: boolean): void => {
      const builtIn = this.#placeOfOptions(call, facts);
      // Two requests with the same options are one fault.
      if (builtIn && places.has(builtIn)) return;
      if (builtIn) places.add(builtIn);
      const own = this.#options(call, facts);
      const { off } = own;
      const value = off && this.file.options.valueOf(off.type === 'Property' ? off.value : off.right);
      const switchedOff = value?.value !== undefined && value.value !== null;
      const optionsAt = this.optionsAt(call, facts);
      found.push({ call, facts, isClient, inherits, off, switchedOff, builtIn, neverAborted: own.neverAborted, by: call.node, optionsAt, beforeCallback: facts.calledBack === 'always' && optionsAt === call.node.arguments.length - 1 });
    };

    for (const client of clients) {
      // What a client is extended from is reported there.
      if (!client.entry.wait || inert.has(client) || (client.client && isReported(client.client))) continue;
      if (isReported(client)) add(client, client.entry.wait, true, false);
    }
    for (const request of requests) {
      const facts = request.entry.wait;
      if (!facts || inert.has(request) || (request.client && (inert.has(request.client) || request.client.entry.role === 'http-client'))) continue;
      // Its caller's signal bounds it once it is passed, which is the matter of another rule.
      if (this.file.signals.isUnforwarded(request.node)) continue;
      const bound = this.boundOf(request);
      if (bound === 'unbounded' || bound === 'inherited') {
        if (!this.#staysInProcess(request, facts)) add(request, facts, false, bound === 'inherited');
        continue;
      }
      const { callers, areAll } = this.#unboundedCallers(request, facts);
      const each = { call: request, facts, isClient: false, inherits: false, off: undefined, switchedOff: false, builtIn: undefined, neverAborted: undefined, beforeCallback: false };
      const options = this.#arguments.of(request.node, facts).nodes[0];
      if (areAll && callers.length > 1 && callers.every(({ fn }) => parameterBehind(options, fn, this.file) === undefined)) {
        // No call can pass a bound as it stands: what all of them leave out is one fault, and mended where the request is.
        for (const { node } of callers) judged.add(node);
        found.push({ ...each, by: request.node, optionsAt: -1 });
        continue;
      }
      for (const { node, fn } of callers) {
        if (judged.has(node) || this.file.signals.isUnforwarded(node)) continue;
        judged.add(node);
        const optionsAt = parameterBehind(options, fn, this.file) ?? -1;
        found.push({ ...each, by: node, optionsAt });
      }
    }
    return found.length > 0 && isBrowserCode(this.file) ? [] : found;
  }

  /** Calls of a function in view that hands their options on to a request, where they hold no bound. */
  #unboundedCallers(request: LibraryCall, facts: WaitFacts): { readonly callers: readonly Caller[]; readonly areAll: boolean } {
    const none = { callers: [], areAll: false };
    if (this.#options(request, facts).state === 'none') return none;
    for (const fn of functionsAround(request.node)) {
      if (fn.params.length === 0) continue;
      const bounds = new Map<Given, Bound>();
      const callers = this.#callers.of(fn, ({ given }) => {
        const bound = this.#find(request, facts, given);
        bounds.set(given, bound);
        return bound !== 'unknown';
      });
      if (callers.length === 0) continue;
      const unbounded = callers.filter(({ node, given }) => bounds.get(given) === 'unbounded' && !this.#staysInProcess(request, facts, given) && !this.#isWaitedFor(node));
      return { callers: unbounded, areAll: unbounded.length === callers.length };
    }
    return none;
  }

  /** Whether the promise of a function's call goes where its time may end. */
  #isWaitedFor(call: TSESTree.CallExpression): boolean {
    return usesOfResult(call, this.file.bindings).passedTo.some(each => this.#boundOfWrapper(each, 0) !== 'unbounded') || this.#boundOfCaller(call) !== 'unbounded';
  }

  /** A request that leaves no machine: `data:` and `file:` addresses; a relative one has no host outside of a browser. */
  #staysInProcess({ node }: LibraryCall, { request }: WaitFacts, given?: Given): boolean {
    const address = request === undefined ? undefined : this.#givenFor(node.arguments[request], given);
    if (!address) return false;
    const expression = this.file.origins.expressionOf(address) ?? address;
    if (expression.type === 'NewExpression' && expression.arguments[1]?.type === 'MemberExpression' && expression.arguments[1].object.type === 'MetaProperty') return true;
    return /^(data:|blob:|file:|\/|\.\.?\/)/.test(leadingText(expression) ?? '');
  }

  /** Where options that are no literal in the call are put together, in the same function. */
  #placeOfOptions({ node }: LibraryCall, facts: WaitFacts): Node | undefined {
    for (const options of this.#arguments.of(node, facts).nodes) {
      const name = unwrap(options);
      if (name.type !== 'Identifier' || !this.file.options.objectOf(name)) continue;
      const variable = this.file.bindings.variableOf(name);
      const definition = variable && this.file.bindings.definitionOf(variable);
      if (definition?.type !== 'Variable' || definition.node.init?.type !== 'ObjectExpression') continue;
      if (enclosingFunction(definition.node) === enclosingFunction(node)) return definition.name;
    }
    return undefined;
  }
}
