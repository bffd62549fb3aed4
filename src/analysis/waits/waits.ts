import type { TSESTree } from '@typescript-eslint/utils';
import { ROLES, type InertOption, type WaitFacts } from '../../catalog/schema.js';
import { enclosingFunction, isFunction, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import { isAddress, leadingText, mayBeRequest } from './addresses.js';
import { isBrowserCode } from './browser-code.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';
import type { OptionValue } from '../values/option-values.js';
import { callbackPosition } from '../values/origins.js';
import { usesOfResult, type ResultUses } from '../values/result-uses.js';

/** `inherited`: nothing in view bounds it, and its client is made elsewhere. */
export type Bound = 'bounded' | 'unbounded' | 'inherited' | 'unknown';

type Call = TSESTree.CallExpression | TSESTree.NewExpression;
/** What says where a call's options stand. */
type Places = Pick<WaitFacts, 'argument' | 'calledBack'>;
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
  /** Index of the argument that holds options, or would hold them. */
  readonly optionsAt: number;
  /** What stands there is the callback, before which they belong. */
  readonly beforeCallback: boolean;
}

/** A timeout that is written down and bounds nothing. */
export interface InertTimeout {
  readonly call: LibraryCall;
  /** The option, or the call that only announces. */
  readonly node: Node;
  readonly key: string;
  readonly why: string;
  readonly instead: string;
  /** What to write in the place of `node`. */
  readonly write: string | undefined;
}

const LISTENS = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'];
const COMBINES = ['Promise.all', 'Promise.allSettled', 'Promise.any', 'Promise.resolve'];

/** What bounds the waits of a file's calls: options, clients, settings of clients, what is done with the result. */
export class Waits {
  readonly #memo = new Map<LibraryCall, Bound>();

  constructor(private readonly file: FileModel) {}

  /** Outgoing requests with no bound, each fault once: at the client that is made here, else at the request. */
  get unbounded(): readonly UnboundedWait[] {
    return (this.#unbounded ??= this.#findUnbounded());
  }
  #unbounded: readonly UnboundedWait[] | undefined;

  get inert(): readonly InertTimeout[] {
    return (this.#inert ??= this.#findInert());
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
    const { nodes, opaque } = this.#argumentsOf(node, facts);
    const found = nodes.map(each => this.file.options.at(each, path));
    const present = found.find(each => each.state === 'present');
    if (present) return present;
    const hidden = opaque || found.some(each => each.state === 'unknown') || (facts.request !== undefined && this.#boundOfRequest(node.arguments[facts.request]) !== 'unbounded');
    return { state: hidden ? 'unknown' : 'absent' };
  }

  /** Index of the argument that holds a call's options, or would hold them. */
  optionsAt({ node }: LibraryCall, facts: Places): number {
    const [options] = this.#argumentsOf(node, facts).nodes;
    if (options) return node.arguments.findIndex(each => each === options);
    const positions = typeof facts.argument === 'number' ? [facts.argument] : facts.argument === 'last' ? [node.arguments.length] : facts.argument.toSorted((a, b) => a - b);
    const callback = facts.calledBack === 'always' ? node.arguments.length - 1 : undefined;
    return positions.find(each => !node.arguments[each] || each === callback || this.#isFunction(node.arguments[each])) ?? positions.at(-1)!;
  }

  #find(call: LibraryCall, facts: WaitFacts): Bound {
    const last = call.node.arguments.at(-1);
    if (facts.calledBack === 'if-given' && !(last && this.#isFunction(last))) return 'unknown';
    const own = this.#options(call, facts);
    if (own.state !== 'none') return own.state;
    for (const key of facts.carriers ?? []) {
      for (const options of this.#argumentsOf(call.node, facts).nodes) {
        const carrier = this.file.options.at(options, key);
        if (carrier.state === 'unknown') return 'unknown';
        if (carrier.state !== 'present') continue;
        const client = this.#madeBy(carrier.value);
        const bound = client ? this.boundOf(client) : 'unknown';
        if (bound !== 'unbounded') return bound;
      }
    }
    if (facts.request !== undefined) {
      const bound = this.#boundOfRequest(call.node.arguments[facts.request]);
      if (bound !== 'unbounded') return bound;
    }
    if (this.#isSetElsewhere(call, facts)) return 'bounded';
    const result = this.#boundOfResult(call, facts);
    if (result !== 'unbounded') return result;
    if (facts.bounded !== undefined && !own.off) return 'bounded';

    const { client } = call;
    if (facts.atCallOnly) return 'unbounded';
    if (client?.entry.wait) {
      const bound = this.boundOf(client);
      return bound === 'inherited' ? 'unbounded' : bound;
    }
    return call.path.includes('#') && !call.path.startsWith('Request#') ? 'inherited' : 'unbounded';
  }

  /** Looks for a bound in the options of the call itself. */
  #options(call: LibraryCall, facts: WaitFacts): { readonly state: 'bounded' | 'unknown' | 'none'; readonly off?: SetOption } {
    const { nodes, opaque } = this.#argumentsOf(call.node, facts);
    let unknown = opaque;
    let off: SetOption | undefined;
    for (const options of nodes) {
      for (const path of facts.bounds) {
        const option = this.file.options.at(options, path);
        if (option.state === 'unknown') unknown = true;
        if (option.state !== 'present') continue;
        if (!this.#isOff(option.value, facts)) return { state: 'bounded' };
        off = option.property;
      }
    }
    return { state: unknown ? 'unknown' : 'none', ...(off && { off }) };
  }

  /** True for a static value that means "no bound". */
  #isOff(value: Node, facts: WaitFacts): boolean {
    const found = this.file.options.valueOf(value);
    if (!found) return false;
    return found.value === undefined || found.value === null || (facts.off ?? [0, false, Infinity]).some(each => each === found.value);
  }

  /** The arguments that hold options; `opaque` where a spread or an unseen value may be them. */
  #argumentsOf({ arguments: given }: Call, { argument, calledBack }: Places): { readonly nodes: readonly Node[]; readonly opaque: boolean } {
    const all = calledBack === 'always' ? given.slice(0, -1) : given;
    if (argument === 'last') {
      const last = all.findLast(each => !this.#isFunction(each));
      return { nodes: last ? [last] : [], opaque: last?.type === 'SpreadElement' };
    }
    const positions = typeof argument === 'number' ? [argument] : argument;
    const opaque = all.slice(0, Math.max(...positions) + 1).some(each => each.type === 'SpreadElement');
    const nodes = positions.flatMap(each => all[each] ?? []).filter(each => !this.#isFunction(each) && !this.#isInstance(each));
    if (positions.length === 1) return { nodes, opaque };
    // Two places are alternatives: what stands before a callback, or behind an address that holds no options.
    const sure = positions.length === 2 ? nodes.findLast(each => this.file.options.objectOf(each)) : undefined;
    return { nodes: sure ? [sure] : nodes.filter(each => !isAddress(each, this.file)), opaque };
  }

  #isFunction(node: Node): boolean {
    return isFunction(node) || this.file.origins.functionOf(node) !== undefined;
  }

  /** True for an instance of a library's class, which holds no options: gRPC's `new Metadata()`. */
  #isInstance(node: Node): boolean {
    const made = this.#madeBy(node);
    return made?.node.type === 'NewExpression' && made.entry.use === 'new';
  }

  /** The catalogued call that made a value. */
  #madeBy(node: Node): LibraryCall | undefined {
    const origin = this.file.origins.of(node);
    return origin?.kind === 'library' && origin.created ? this.file.calls.at(origin.created) : this.file.calls.at(node);
  }

  /** The bound that a request object brings: an address brings none. */
  #boundOfRequest(node: Node | undefined): Bound {
    if (!node || node.type === 'SpreadElement') return node ? 'unknown' : 'unbounded';
    if (isAddress(node, this.file)) return 'unbounded';
    const made = this.#madeBy(node);
    if (made?.entry.gives === 'Request') return this.boundOf(made);
    return mayBeRequest(node, this.file) ? 'unknown' : 'unbounded';
  }

  /** Settings of the client, hooks of it, and process-wide clients that the file installs. */
  #isSetElsewhere(call: LibraryCall, facts: WaitFacts): boolean {
    for (const each of facts.globalClients ?? []) {
      for (const { node } of this.#callsOf(each)) {
        const client = node.arguments[0] && this.#madeBy(node.arguments[0]);
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
      const settles = uses.awaited || uses.methods.some(each => each.name === 'then' || each.name === 'end');
      if (uses.escapes && (!settles || call.entry.gives?.startsWith('ClientRequest'))) return 'unknown';
    }
    for (const { call: pipe } of facts.operators ? uses.methods.filter(each => each.name === 'pipe') : []) {
      for (const operator of pipe.arguments) {
        const bound = this.#boundOfOperator(operator, facts.operators!);
        if (bound !== 'unbounded') return bound;
      }
    }
    for (const wrapper of uses.passedTo) {
      const bound = this.#boundOfWrapper(wrapper, 0);
      if (bound !== 'unbounded') return bound;
    }
    return call.entry.role === 'http-request' ? this.#boundOfCaller(call.node) : 'unbounded';
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

  /** The calls that are handed what a wrapper gives: `race([firstValueFrom(request), stop])`. */
  #boundOfOuter(wrapper: TSESTree.CallExpression, depth: number): Bound {
    if (depth > 3) return 'unknown';
    for (const outer of usesOfResult(wrapper, this.file.bindings).passedTo) {
      const bound = this.#boundOfWrapper(outer, depth + 1);
      if (bound !== 'unbounded') return bound;
    }
    return 'unbounded';
  }

  /** The functions around the request: raced, or handed to something that bounds them. */
  #boundOfCaller(node: Node): Bound {
    const { origins, bindings } = this.file;
    for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
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
    const [path, module] = at.split('@');
    if (!module || !this.file.imports.modules.has(module)) return [];
    return this.file.calls.of('other').filter(each => each.library === module && each.path === path);
  }

  #findUnbounded(): readonly UnboundedWait[] {
    const { calls } = this.file;
    const clients = calls.of('http-client');
    const requests = calls.of('http-request');
    if (clients.length + requests.length === 0) return [];
    const inert = new Set(this.inert.map(each => each.call));
    const found: UnboundedWait[] = [];

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
      if (builtIn && found.some(each => each.builtIn === builtIn)) return;
      const { off } = this.#options(call, facts);
      const optionsAt = this.optionsAt(call, facts);
      const value = off && this.file.options.valueOf(off.type === 'Property' ? off.value : off.right);
      found.push({ call, facts, isClient, inherits, off, switchedOff: value?.value !== undefined && value.value !== null, builtIn, optionsAt, beforeCallback: facts.calledBack === 'always' && optionsAt === call.node.arguments.length - 1 });
    };

    for (const client of clients) {
      // What a client is extended from is reported there.
      if (!client.entry.wait || inert.has(client) || (client.client && isReported(client.client))) continue;
      if (isReported(client)) add(client, client.entry.wait, true, false);
    }
    for (const request of requests) {
      const facts = request.entry.wait;
      if (!facts || inert.has(request) || (request.client && (inert.has(request.client) || request.client.entry.role === 'http-client'))) continue;
      const bound = this.boundOf(request);
      if (bound !== 'unbounded' && bound !== 'inherited') continue;
      if (!staysInProcess(request, facts, this.file)) add(request, facts, false, bound === 'inherited');
    }
    return found.length > 0 && isBrowserCode(this.file) ? [] : found;
  }

  /** Where options that are no literal in the call are put together, in the same function. */
  #placeOfOptions({ node }: LibraryCall, facts: WaitFacts): Node | undefined {
    for (const options of this.#argumentsOf(node, facts).nodes) {
      const name = unwrap(options);
      if (name.type !== 'Identifier' || !this.file.options.objectOf(name)) continue;
      const variable = this.file.bindings.variableOf(name);
      const definition = variable && this.file.bindings.definitionOf(variable);
      if (definition?.type !== 'Variable' || definition.node.init?.type !== 'ObjectExpression') continue;
      if (enclosingFunction(definition.node) === enclosingFunction(node)) return definition.name;
    }
    return undefined;
  }

  #findInert(): readonly InertTimeout[] {
    const found: InertTimeout[] = [];
    for (const call of this.file.calls.of(...ROLES)) {
      const facts = call.entry.wait;
      if (!facts) continue;
      for (const option of facts.inert ?? []) {
        const inert = this.#inertOption(call, facts, option);
        if (!inert) continue;
        found.push(inert);
        break;
      }
      const misplaced = facts.data && this.#inData(call, facts.data);
      if (misplaced) found.push(misplaced);
      const announcement = facts.announces && this.#announcement(call, facts.announces);
      if (announcement) found.push(announcement);
    }
    return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
  }

  #inertOption(call: LibraryCall, facts: WaitFacts, option: InertOption): InertTimeout | undefined {
    const { options } = this.file;
    const { nodes } = this.#argumentsOf(call.node, facts);
    for (const node of nodes) {
      const found = options.at(node, option.key);
      if (found.state !== 'present' || !this.#isMeant(found.value, option)) continue;
      // Another option that bounds the wait, or may: the inert one does no harm.
      const others = [...facts.bounds.filter(each => each !== option.key), ...(option.unless ?? [])];
      if (nodes.some(each => others.some(path => this.#isSet(each, path)))) continue;
      if (option.unlessListener !== undefined && this.#mayEnd(call.node, option.unlessListener)) continue;
      const inline = found.property.type === 'Property' && found.property.parent === unwrap(node);
      const value = this.file.sourceCode.getText(found.value);
      return {
        call,
        node: found.property,
        key: option.key.slice(option.key.lastIndexOf('.') + 1),
        why: option.why,
        instead: option.instead,
        write: inline || option.key.includes('.') ? option.write?.replaceAll('$', () => value) : undefined,
      };
    }
    return undefined;
  }

  #isSet(options: Node, path: string): boolean {
    const found = this.file.options.at(options, path);
    if (found.state !== 'present') return found.state === 'unknown';
    const value = this.file.options.valueOf(found.value);
    return !value || Boolean(value.value);
  }

  #isMeant(node: Node, { only, from }: InertOption): boolean {
    const value = this.file.options.valueOf(node)?.value;
    const known = this.file.options.valueOf(node) !== undefined;
    if (from !== undefined) return typeof value === 'number' && value >= from;
    if (only === 'number') return typeof value === 'number';
    // Zero and nothing are written to say that there is no timeout.
    return !known || Boolean(value);
  }

  /** An object of nothing but options in the place of the body. */
  #inData(call: LibraryCall, { argument, options }: NonNullable<WaitFacts['data']>): InertTimeout | undefined {
    const { arguments: given } = call.node;
    const body = given[argument];
    if (body?.type !== 'ObjectExpression' || given.length > argument + 1 || body.properties.length < 2) return undefined;
    const names = body.properties.map(each => (each.type === 'Property' ? staticName(each) : undefined));
    const at = names.indexOf('timeout');
    if (at < 0 || !names.every(each => each !== undefined && options.includes(each))) return undefined;
    const place = `argument ${argument + 2}`;
    return { call, node: body.properties[at]!, key: 'timeout', why: 'stands in the body, and is sent to the server as data', instead: `the options as ${place}`, write: undefined };
  }

  /** `request.setTimeout(ms)` with nothing that acts on it. */
  #announcement(call: LibraryCall, { callback, event }: NonNullable<WaitFacts['announces']>): InertTimeout | undefined {
    const { node, receiver } = call;
    const origin = receiver && this.file.origins.of(receiver);
    if (node.arguments.length === 0 || node.arguments.length > callback || origin?.kind !== 'library' || !origin.created) return undefined;
    if (node.arguments.some(each => each.type === 'SpreadElement' || this.file.options.valueOf(each)?.value === 0)) return undefined;
    if (this.#mayEnd(origin.created, event)) return undefined;
    const destroy = `a callback that destroys it: \`setTimeout(ms, () => { ….destroy(new Error('…')); })\``;
    return { call, node, key: 'setTimeout', why: `only makes it emit '${event}', and nobody listens`, instead: destroy, write: undefined };
  }

  /** Whether something acts when a request or socket emits `event`, or ends it in another way, or may. */
  #mayEnd(created: Node, event: string): boolean {
    const uses = usesOfResult(created, this.file.bindings);
    if (uses.escapes || uses.passedTo.length > 0) return true;
    return uses.methods.some(({ name, call }) => {
      if (['destroy', 'abort', 'destroySoon', 'resetAndDestroy'].includes(name)) return true;
      if (name === 'setTimeout') return call.arguments.length > 1;
      if (!LISTENS.includes(name)) return name === '';
      const named = call.arguments[0] && this.file.options.valueOf(call.arguments[0])?.value;
      if (named === 'socket') return true;
      return named === undefined || (named === event && !this.#isIdle(call.arguments[1]));
    });
  }

  /** True for a listener in view that does nothing but log. */
  #isIdle(listener: Node | undefined): boolean {
    const fn = listener && this.file.origins.functionOf(listener);
    if (!fn) return false;
    const { index, calls } = this.file;
    if (index.within(fn, 'AssignmentExpression').length > 0 || index.within(fn, 'ThrowStatement').length > 0) return false;
    return index.within(fn, 'CallExpression').every(each => calls.at(each)?.entry.role === 'log');
  }
}

/** A request that leaves no machine: `data:` and `file:` addresses; a relative one has no host outside of a browser. */
function staysInProcess({ node }: LibraryCall, { request }: WaitFacts, file: FileModel): boolean {
  const address = request === undefined ? undefined : node.arguments[request];
  if (!address) return false;
  const expression = file.origins.expressionOf(address) ?? address;
  if (expression.type === 'NewExpression' && expression.arguments[1]?.type === 'MemberExpression' && expression.arguments[1].object.type === 'MetaProperty') return true;
  return /^(data:|blob:|file:|\/|\.\.?\/)/.test(leadingText(expression) ?? '');
}
