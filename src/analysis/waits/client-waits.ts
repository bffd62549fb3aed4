import { basename } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import { CLIENT_WAITS, type ClientWait, type ClientWaitFacts, type ConnectionStringFacts } from '../../catalog/schema.js';
import { majorOf } from '../../project/dependency-versions.js';
import { hasCommands } from '../../project/package-root.js';
import { enclosingFunction, isFunction, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { sourceOfFunction, type CallSource } from '../promises/call-sources.js';
import type { LibraryCall } from '../values/library-calls.js';
import type { OptionValue } from '../values/option-values.js';
import { callbackPosition } from '../values/origins.js';
import { usesOfResult } from '../values/result-uses.js';
import { isAddress } from './addresses.js';

/** A wait of a client that nothing bounds. */
export interface UnboundedWaitOfClient {
  readonly wait: ClientWait;
  readonly facts: ClientWaitFacts;
  /** The option that is written down and bounds nothing. */
  readonly off: TSESTree.Property | TSESTree.AssignmentExpression | undefined;
}

/** A client (or one call) some of whose waits nothing bounds. */
export interface UnboundedClient {
  readonly call: LibraryCall;
  /** Where what makes it comes from, for options that name it. */
  readonly source: CallSource | undefined;
  readonly waits: readonly UnboundedWaitOfClient[];
  /** Index of the argument that holds options, or would hold them. */
  readonly optionsAt: number;
  /** The option to which the argument in that place moves, since it is a connection string. */
  readonly wraps: string | undefined;
}

type State = 'bounded' | 'unknown' | 'unbounded';

/** The waits of database, cache, broker and other clients, and what bounds each: options, connection strings, statements, the calls themselves. */
export class ClientWaits {
  constructor(private readonly file: FileModel) {}

  get unbounded(): readonly UnboundedClient[] {
    return (this.#unbounded ??= this.#find());
  }
  #unbounded: readonly UnboundedClient[] | undefined;

  #find(): readonly UnboundedClient[] {
    const clients = this.file.calls.having('waits');
    if (clients.length === 0) return [];
    const found: UnboundedClient[] = [];
    const inert = new Set(this.file.waits.inert.map(each => each.call));
    for (const call of clients) {
      const { waits, role } = call.entry;
      // With no argument it goes where the environment says, or stays on this machine.
      if (!waits || (call.node.arguments.length === 0 && (role === 'database-client' || role === 'cache-client'))) continue;
      // With `null` for an address it connects to nobody: the server's half of a WebSocket.
      const [address] = call.node.arguments;
      if (address?.type === 'Literal' && address.value === null) continue;
      const unbounded = CLIENT_WAITS.flatMap(wait => this.#unboundedWait(call, wait) ?? []);
      const first = unbounded[0];
      // A bound that is written down and does nothing is a fault of its own.
      if (first && !inert.has(call)) found.push({ call, source: sourceOfFunction(call.node.callee, this.file), waits: unbounded, ...this.#placeOfOptions(call, first.facts) });
    }
    return found.sort((a, b) => a.call.node.range[0] - b.call.node.range[0]);
  }

  #unboundedWait(call: LibraryCall, wait: ClientWait): UnboundedWaitOfClient | undefined {
    const given = call.entry.waits?.[wait];
    const all = given === undefined ? [] : 'argument' in given ? [given] : given;
    const facts = all.find(each => this.#holds(call, each));
    if (!facts) return undefined;
    const { state, off } = this.#options(call, facts);
    if (state !== 'unbounded' || (facts.bounded !== undefined && !off)) return undefined;
    if (!off && (this.#mayBeInUrl(call, facts) || this.#isStated(facts) || (wait === 'command' && this.#migrates))) return undefined;
    if (this.#isPatient(call, facts) || this.#isBoundedAtCalls(call, wait) || this.#isBoundedOutside(call)) return undefined;
    return facts.whileServing && !this.#isServing(call, facts.whileServing) ? undefined : { wait, facts, off };
  }

  /** Whether a call runs while the process serves: per request, or (`likely`) with values that the function around it is given or makes. */
  #isServing({ node, entry }: LibraryCall, how: 'surely' | 'likely'): boolean {
    if (this.file.handlers.runsPerRequest(node) === 'yes') return true;
    if (how === 'surely' || entry.promise !== true || hasCommands(this.file.filename)) return false;
    const { bindings, index, options } = this.file;
    return node.arguments.some(argument =>
      index.within(argument, 'Identifier').some(each => {
        const variable = bindings.variableOf(each);
        const definition = variable && bindings.definitionOf(variable);
        return definition !== undefined && enclosingFunction(definition.name) !== undefined && !options.valueOf(each);
      }),
    );
  }

  /** Whether what is done with the promise bounds the wait: a race with a timer. */
  #isBoundedOutside({ node, entry }: LibraryCall): boolean {
    return entry.promise === true && this.file.waits.boundOfPromise(node) !== 'unbounded';
  }

  /** Whether the facts speak of this call: of its version, of its kind of database. */
  #holds(call: LibraryCall, { where = {}, unless = {}, majors, ...facts }: ClientWaitFacts): boolean {
    if (majors) {
      const major = majorOf(this.file.filename, packageOf(call.library));
      if (major === undefined || !majors.includes(major)) return false;
    }
    const { nodes } = this.#optionsOf(call, facts);
    const isOneOf = (path: string, values: readonly unknown[]): boolean =>
      nodes.some(each => {
        const option = this.#at(each, path);
        const value = option.state === 'present' ? this.file.options.valueOf(option.value) : undefined;
        return value !== undefined && values.includes(value.value);
      });
    return Object.entries(where).every(([path, values]) => isOneOf(path, values)) && !Object.entries(unless).some(([path, value]) => isOneOf(path, [value]));
  }

  #options(call: LibraryCall, { bounds, hides = [], off: offValues, ...facts }: ClientWaitFacts): { readonly state: State; readonly off?: TSESTree.Property | TSESTree.AssignmentExpression } {
    const { options } = this.file;
    const { nodes, opaque } = this.#optionsOf(call, facts);
    let unknown = opaque;
    let off: TSESTree.Property | TSESTree.AssignmentExpression | undefined;
    for (const node of nodes) {
      for (const path of bounds) {
        const option = this.#at(node, path);
        if (option.state === 'unknown') unknown = true;
        if (option.state !== 'present') continue;
        const value = options.valueOf(option.value);
        if (!value || !isOff(value.value, offValues)) return { state: 'bounded' };
        off = option.property;
      }
      if (hides.some(path => this.#at(node, path).state !== 'absent')) unknown = true;
    }
    return { state: unknown ? 'unknown' : 'unbounded', ...(off && { off }) };
  }

  /** An option; a nested one is absent where a text stands in the place of its object, and unknown where a function gives it. */
  #at(node: Node, path: string): OptionValue {
    const { options, origins } = this.file;
    const dot = path.indexOf('.');
    const outer = dot < 0 ? undefined : options.at(node, path.slice(0, dot));
    if (outer?.state !== 'present') return outer ?? options.at(node, path);
    if (origins.functionOf(outer.value)) return { state: 'unknown' };
    return this.#isText(outer.value) ? { state: 'absent' } : options.at(node, path);
  }

  /** The objects that hold the options of a call, which a factory among its arguments may give. */
  #optionsOf(call: LibraryCall, { argument, factory }: Pick<ClientWaitFacts, 'argument' | 'factory'>): { readonly nodes: readonly Node[]; readonly opaque: boolean } {
    const given = this.#argumentsOf(call, argument);
    if (factory === undefined) return given;
    const results = given.nodes.flatMap(each => this.#resultOf(this.file.options.at(each, factory)) ?? []);
    return { nodes: results, opaque: given.opaque || results.length !== given.nodes.length };
  }

  /** The one value that a factory gives. */
  #resultOf(factory: OptionValue): Node | undefined {
    const fn = factory.state === 'present' ? this.file.origins.functionOf(factory.value) : undefined;
    if (!fn) return undefined;
    if (fn.body.type !== 'BlockStatement') return fn.body;
    const returns = this.file.index.inOwn(fn, 'ReturnStatement');
    return returns.length === 1 ? (returns[0]!.argument ?? undefined) : undefined;
  }

  /** The arguments that hold options; `opaque` where a spread or an unseen value may be them. */
  #argumentsOf({ node }: LibraryCall, argument: ClientWaitFacts['argument']): { readonly nodes: readonly Node[]; readonly opaque: boolean } {
    const all = node.arguments;
    if (argument === 'last') {
      const last = all.findLast(each => !this.#isFunction(each));
      return { nodes: last && !this.#isText(last) ? [last] : [], opaque: all.some(each => each.type === 'SpreadElement') };
    }
    const positions = typeof argument === 'number' ? [argument] : argument;
    const opaque = all.slice(0, Math.max(...positions) + 1).some(each => each.type === 'SpreadElement');
    const nodes = positions.flatMap(each => all[each] ?? []).filter(each => !this.#isFunction(each) && !this.#isText(each));
    // Several places are alternatives: one that is surely the options is it.
    const sure = nodes.find(each => this.file.options.objectOf(each));
    return { nodes: sure ? [sure] : nodes, opaque };
  }

  #isFunction(node: Node): boolean {
    return isFunction(node) || this.file.origins.functionOf(node) !== undefined;
  }

  /** True for what is proven to be a text, a number or a list, and so no options: a connection string, a host, a port, a command's arguments. */
  #isText(node: Node): boolean {
    if (node.type === 'TSAsExpression' && (node.typeAnnotation.type === 'TSStringKeyword' || node.typeAnnotation.type === 'TSNumberKeyword')) return true;
    const value = unwrap(node);
    if (value.type === 'ArrayExpression') return true;
    if (value.type === 'LogicalExpression') return [value.left, value.right].some(each => this.#isText(each)) && !this.file.options.objectOf(value.right);
    if (value.type === 'Identifier') {
      const expression = this.file.origins.expressionOf(value);
      if (expression && expression !== value && this.#isText(expression)) return true;
    }
    if (value.type === 'MemberExpression') {
      const owner = this.file.origins.of(value.object);
      if (owner?.kind === 'library' && owner.library === 'global' && owner.path === 'process.env') return true;
    }
    if (value.type === 'CallExpression' && this.file.bindings.isGlobal(value.callee, 'Number', 'parseInt')) return true;
    return isAddress(value, this.file) || typeof this.file.options.valueOf(value)?.value === 'number';
  }

  /** Whether a connection string bounds the wait, or may. */
  #mayBeInUrl(call: LibraryCall, { url, ...facts }: ClientWaitFacts): boolean {
    if (!url) return false;
    return url.at.some(at => {
      if (typeof at === 'number') {
        const given = call.node.arguments[at];
        return given !== undefined && given.type !== 'SpreadElement' && !this.file.options.objectOf(given) && this.#bounds(given, url);
      }
      return this.#optionsOf(call, facts).nodes.some(each => {
        const option = this.#at(each, at);
        return option.state === 'present' && this.#bounds(option.value, url);
      });
    });
  }

  #bounds(text: Node, { parameters, usual }: ConnectionStringFacts): boolean {
    const value = this.file.options.valueOf(text)?.value;
    if (typeof value === 'string') return hasParameter(value, parameters);
    if (usual) return true;
    const expression = this.file.origins.expressionOf(text) ?? text;
    return this.file.index.within(expression, 'TemplateElement').some(each => hasParameter(each.value.raw, parameters)) ||
      this.file.index.within(expression, 'Literal').some(each => typeof each.value === 'string' && hasParameter(each.value, parameters));
  }

  /** Whether a statement of the file sets the bound. */
  #isStated({ statements = [] }: ClientWaitFacts): boolean {
    const { index, sourceCode } = this.file;
    const words = statements.filter(each => sourceCode.text.includes(each));
    if (words.length === 0) return false;
    const has = (text: string): boolean => words.some(each => text.includes(each));
    return index.all('Literal').some(each => typeof each.value === 'string' && has(each.value)) || index.all('TemplateElement').some(each => has(each.value.raw));
  }

  /** A migration rewrites tables for as long as that takes. That a file is called so proves nothing, and is reason enough to say nothing. */
  get #migrates(): boolean {
    return /migrat/i.test(basename(this.file.filename)) || [...this.file.imports.modules].some(each => /\/migrator$/.test(each));
  }

  #isPatient(call: LibraryCall, { patient = [], besides = [] }: ClientWaitFacts): boolean {
    // A client that signs addresses and sends requests as well waits like any other.
    if (besides.some(each => this.file.imports.modules.has(each)) && !this.#callsOf(call).some(each => each.entry.role === 'cloud-command')) return true;
    if (patient.length === 0) return false;
    const uses = usesOfResult(call.node, this.file.bindings);
    return uses.methods.some(each => patient.includes(each.name)) || (uses.escapes && this.#isEndedByTimer(call, patient));
  }

  /** Whether a timer of the file ends a client of this kind, wherever it is kept: `setTimeout(() => this.socket.terminate(), 5_000)`. */
  #isEndedByTimer({ library, entry }: LibraryCall, methods: readonly string[]): boolean {
    const { bindings, calls, index, origins } = this.file;
    return index.all('CallExpression').some(({ callee }) => {
      const name = callee.type === 'MemberExpression' ? staticName(callee) : undefined;
      if (callee.type !== 'MemberExpression' || name === undefined || !methods.includes(name)) return false;
      const at = enclosingFunction(callee);
      const timer = at && callbackPosition(at)?.call;
      if (!timer || !(bindings.isGlobal(timer.callee, 'setTimeout') || calls.at(timer)?.entry.role === 'timer')) return false;
      const origin = origins.of(callee.object);
      return origin?.kind === 'library' && origin.library === library && origin.path === `${entry.gives ?? ''}#`;
    });
  }

  /** Whether all calls of the client in view bring a bound of their own, and nobody else has it. */
  #isBoundedAtCalls(call: LibraryCall, wait: ClientWait): boolean {
    const own = this.#callsOf(call).filter(each => (wait === 'command' ? each.entry.role.endsWith('-query') || each.entry.role.endsWith('-command') : each.entry.role === 'acquire'));
    return own.length > 0 && own.every(each => this.file.waits.boundOf(each) === 'bounded' || this.#isTimed(each.node)) && !usesOfResult(call.node, this.file.bindings).escapes;
  }

  /** Raced, or handed to something that limits the time; a name proves that to nobody, and is reason enough to say nothing. */
  #isTimed(node: Node): boolean {
    return usesOfResult(node, this.file.bindings).passedTo.some(({ callee }) => {
      const origin = this.file.origins.of(callee);
      if (origin?.kind === 'library' && origin.library === 'global' && origin.path === 'Promise.race') return true;
      const called = unwrap(callee);
      const name = called.type === 'MemberExpression' ? staticName(called) : called.type === 'Identifier' ? called.name : undefined;
      return name !== undefined && /time(d)?_?out|deadline/i.test(name);
    });
  }

  #callsOf(client: LibraryCall): readonly LibraryCall[] {
    if (!this.#byClient) {
      this.#byClient = new Map();
      for (const each of this.file.calls.of('database-query', 'cache-command', 'cloud-command', 'acquire')) {
        if (!each.client) continue;
        const list = this.#byClient.get(each.client);
        if (list) list.push(each);
        else this.#byClient.set(each.client, [each]);
      }
    }
    return this.#byClient.get(client) ?? [];
  }
  #byClient: Map<LibraryCall, LibraryCall[]> | undefined;

  #placeOfOptions(call: LibraryCall, { argument, url }: ClientWaitFacts): { readonly optionsAt: number; readonly wraps: string | undefined } {
    const all = call.node.arguments;
    const [options] = this.#argumentsOf(call, argument).nodes;
    const at = all.findIndex(each => each === options);
    if (at >= 0) return { optionsAt: at, wraps: undefined };
    if (argument === 'last') return { optionsAt: all.filter(each => !this.#isFunction(each)).length, wraps: undefined };
    const positions = typeof argument === 'number' ? [argument] : argument;
    const free = positions.toSorted((a, b) => a - b).find(each => !all[each] || this.#isFunction(all[each]));
    return { optionsAt: free ?? positions[0]!, wraps: free === undefined ? url?.option : undefined };
  }
}

function isOff(value: unknown, off: ClientWaitFacts['off'] = [0, false, Infinity]): boolean {
  return value === undefined || value === null || off.some(each => each === value);
}

function hasParameter(text: string, parameters: readonly string[]): boolean {
  return parameters.some(each => new RegExp(`[?&;]${each}=(?!0(?:\\D|$))`, 'i').test(text));
}

/** The package of a module: `mysql2` of `mysql2/promise`. */
function packageOf(module: string): string {
  return module.split('/').slice(0, module.startsWith('@') ? 2 : 1).join('/');
}
