import type { TSESTree } from '@typescript-eslint/utils';
import { splitType } from '../../catalog/index.js';
import type { LimitFacts, TypeEntry } from '../../catalog/schema.js';
import { isFunction, isInside, staticName, unwrap, wrapped } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import type { LibraryCall } from '../values/library-calls.js';

/** A limit of a server that is written down and bounds nothing. */
export interface SwitchedOffLimit {
  readonly setting: TSESTree.Property | TSESTree.AssignmentExpression;
  readonly value: Node;
  readonly facts: LimitFacts;
  /** The last name of its key: `requestTimeout`. */
  readonly name: string;
}

/** A limit that nobody sets, and whose default does harm. */
export interface LeftLimit {
  readonly facts: LimitFacts;
  readonly name: string;
  /** The call that makes the server, where the limit is one of its options; else the call from which on clients can connect. */
  readonly call: LibraryCall;
  /** The value whose property sets it: what listens, or what reaches the server from there; undefined where it is an option. */
  readonly server: { readonly node: Node; readonly through: string | undefined } | undefined;
}

/** A function of the project with such a name may set what this file leaves. Names may silence. */
const CONFIGURES = /time|alive|config|server|harden|tune/i;
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
/** Units of the package `bytes`. */
const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30, tb: 2 ** 40, pb: 2 ** 50 };

/** What the servers of a file let clients take of them: time, connections, memory. */
export class Servers {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get switchedOff(): readonly SwitchedOffLimit[] {
    return (this.#switchedOff ??= [...this.#offOptions(), ...this.#offProperties()].sort((a, b) => a.setting.range[0] - b.setting.range[0]));
  }
  #switchedOff: readonly SwitchedOffLimit[] | undefined;

  /** Servers that the file makes and starts, and limits of them that it does not mention. */
  get left(): readonly LeftLimit[] {
    return (this.#left ??= [...this.#leftOptions(), ...this.#leftProperties()].sort((a, b) => a.call.node.range[0] - b.call.node.range[0]));
  }
  #left: readonly LeftLimit[] | undefined;

  get #calls(): readonly LibraryCall[] {
    return this.file.calls.of('server', 'web-app', 'middleware', 'other');
  }

  *#offOptions(): Iterable<SwitchedOffLimit> {
    if (this.file.calls.having('limits').length === 0) return;
    for (const call of this.#calls) {
      for (const facts of call.entry.limits ?? []) {
        const given = this.#option(call, facts, facts.key);
        if (given.state !== 'present' || !this.#isOff(given.value, facts)) continue;
        yield { setting: given.property, value: given.value, facts, name: lastName(facts.key) };
      }
    }
  }

  *#offProperties(): Iterable<SwitchedOffLimit> {
    const { catalog, index } = this.file;
    for (const setting of index.all('AssignmentExpression')) {
      const { left, right, operator } = setting;
      const name = left.type === 'MemberExpression' ? staticName(left) : undefined;
      if (left.type !== 'MemberExpression' || name === undefined || operator !== '=' || !catalog.limitKeys.has(name)) continue;
      const facts = this.#typeOf(left.object)?.limits?.find(each => each.key === name);
      if (facts && this.#isOff(right, facts)) yield { setting, value: right, facts, name };
    }
  }

  #option({ node, entry }: LibraryCall, { argument = 0 }: LimitFacts, path: string): ReturnType<FileModel['options']['at']> {
    const before = node.arguments.slice(0, argument + 1);
    if (before.some(each => each.type === 'SpreadElement')) return { state: 'unknown' };
    const options = before[argument];
    // The one argument of `createServer(app)` is its handler.
    const mayBeHandler = entry.callbacks?.some(each => each.argument === -1) === true && node.arguments.length === 1;
    if (options && mayBeHandler && this.file.options.objectOf(options) === undefined) return { state: 'absent' };
    return this.file.options.at(options && isFunction(unwrap(options)) ? undefined : options, path);
  }

  #isOff(node: Node, { off = [], offFrom }: LimitFacts): boolean {
    const { origins, options } = this.file;
    const origin = origins.of(node);
    const path = origin?.kind === 'library' && origin.library === 'global' ? origin.path : undefined;
    const value = path === 'Number.MAX_SAFE_INTEGER' || path === 'Number.MAX_VALUE' || path === 'Number.POSITIVE_INFINITY' ? Infinity : options.valueOf(node)?.value;
    if (typeof value === 'number') return off.includes(value) || (offFrom !== undefined && value >= offFrom);
    return offFrom !== undefined && typeof value === 'string' && bytesOf(value) >= offFrom;
  }

  *#leftOptions(): Iterable<LeftLimit> {
    for (const call of this.file.calls.of('server', 'web-app')) {
      for (const facts of call.entry.limits ?? []) {
        const name = lastName(facts.key);
        if (facts.left === undefined || this.#mentions.has(name)) continue;
        if ([facts.key, ...(facts.unless ?? [])].every(each => this.#option(call, facts, each).state === 'absent')) yield { facts, name, call, server: undefined };
      }
    }
  }

  *#leftProperties(): Iterable<LeftLimit> {
    if (this.file.calls.having('listens').length === 0) return;
    const seen = new Set<Node>();
    for (const call of this.#calls) {
      const { listens } = call.entry;
      const server = listens === 'receiver' ? call.receiver : call.node;
      if (listens === undefined || !server || this.isLocal(call)) continue;
      const makers = listens === 'receiver' ? this.#makersOf(server) : [call];
      const type = this.#typeOf(server);
      const fronts = type?.fronts;
      if (makers.length === 0 || makers.some(each => seen.has(each.node)) || fronts?.unlessImported?.some(each => this.file.imports.modules.has(each))) continue;
      for (const each of makers) seen.add(each.node);
      const limits = (fronts ? this.#typeNamed(fronts.type)?.limits : type?.limits) ?? [];
      for (const facts of limits) {
        if (facts.left === undefined || this.#mentions.has(facts.key)) continue;
        if (!makers.every(each => this.#leaves(each, facts.key)) || !this.#serves(call, makers) || this.#mayBeSet(server, fronts !== undefined)) continue;
        yield { facts, name: facts.key, call, server: { node: server, through: fronts?.through } };
      }
    }
  }

  /** Whether the file shows what the server serves: one that serves nothing here is completed elsewhere, its limits perhaps with it. */
  #serves({ entry, receiver, node }: LibraryCall, makers: readonly LibraryCall[]): boolean {
    const app = entry.listens === 'result' && receiver?.type === 'Identifier' ? this.file.bindings.variableOf(receiver) : undefined;
    if (app) return app.references.filter(each => each.isRead() && !isInside(each.identifier, node)).length > 0;
    return entry.listens === 'result' || makers.some(each => each.node.arguments.length > 0) || this.#mentions.has('request');
  }

  /** Whether the call that makes a server is seen not to set a limit. */
  #leaves(maker: LibraryCall, key: string): boolean {
    const facts = maker.entry.limits?.find(each => lastName(each.key) === key);
    return !facts || [facts.key, ...(facts.unless ?? [])].every(each => this.#option(maker, facts, each).state === 'absent');
  }

  /** The calls of this file that make a server; none where another may have made it. */
  #makersOf(node: Node): readonly LibraryCall[] {
    const origin = this.file.origins.of(node);
    if (origin?.kind === 'library' && origin.created) {
      const made = this.file.calls.at(origin.created);
      return made ? [made] : [];
    }
    const value = unwrap(node);
    const values = value.type === 'ConditionalExpression' ? [value.consequent, value.alternate] : this.file.origins.valuesOf(value);
    if (!values || values.some(each => each === node)) return [];
    const makers = values.map(each => {
      const expression = unwrap(each);
      if (expression.type === 'ConditionalExpression') return this.#makersOf(expression);
      const made = this.file.calls.at(expression.type === 'AwaitExpression' ? expression.argument : expression);
      return made ? [made] : [];
    });
    return makers.every(each => each.length > 0) ? makers.flat() : [];
  }

  /** Names that the file writes anywhere: a limit that it speaks of is no limit that it leaves. */
  get #mentions(): ReadonlySet<string> {
    return (this.#mentionsMemo ??= new Set([
      ...this.file.index.all('Identifier').map(each => each.name),
      ...this.file.index.all('Literal').map(each => String(each.value)),
    ]));
  }
  #mentionsMemo: ReadonlySet<string> | undefined;

  /** Only this machine can connect, or the port is whatever is free: no load balancer stands before it. */
  isLocal({ node }: LibraryCall): boolean {
    const { options } = this.file;
    return node.arguments.some((each, i) => {
      if (each.type === 'SpreadElement') return true;
      const value = options.valueOf(each)?.value;
      if (value === undefined) {
        const host = ['host', 'hostname', 'address'].map(name => options.at(each, name)).find(found => found.state === 'present');
        const port = options.at(each, 'port');
        return (host?.state === 'present' && LOOPBACK.includes(String(options.valueOf(host.value)?.value))) || (port.state === 'present' && options.valueOf(port.value)?.value === 0);
      }
      return LOOPBACK.includes(String(value)) || (i === 0 && (value === 0 || (typeof value === 'string' && value.startsWith('/'))));
    });
  }

  /** Whether others are given the server, and may set what this file leaves. Where it is reached through an application, they seldom look. */
  #mayBeSet(server: Node, isFronted: boolean): boolean {
    return this.#placesOf(server).some(place => {
      let value = wrapped(place);
      for (;;) {
        const { parent } = value;
        switch (parent?.type) {
          case 'ReturnStatement':
          case 'ArrowFunctionExpression':
          case 'YieldExpression':
            return !isFronted && (parent.type !== 'ArrowFunctionExpression' || parent.body === value);
          case 'MemberExpression':
            return parent.object === value && ['setTimeout', 'timeout'].includes(staticName(parent) ?? '') && !isFronted;
          case 'AwaitExpression':
          case 'Property':
          case 'ObjectExpression':
          case 'ArrayExpression':
          case 'ConditionalExpression':
            value = wrapped(parent);
            continue;
          case 'CallExpression':
          case 'NewExpression':
            return parent.callee !== value && this.#configures(parent.callee);
          default:
            return false;
        }
      }
    });
  }

  /** Where the file names the server: all references of its variable, all reads of its field. */
  #placesOf(server: Node): readonly Node[] {
    const value = unwrap(server);
    const { bindings, index } = this.file;
    const held = value.type === 'CallExpression' ? holderOf(value) : value;
    if (held?.type === 'Identifier') return [value, ...(bindings.variableOf(held)?.references.map(each => each.identifier) ?? [])];
    const name = held?.type === 'MemberExpression' ? staticName(held) : undefined;
    if (held?.type !== 'MemberExpression' || name === undefined) return [value];
    return [value, ...index.all('MemberExpression').filter(each => staticName(each) === name && each.object.type === held.object.type)];
  }

  /** Packages do not set the time of servers that they are given; a function of the project may, and a parameter is anything. */
  #configures(callee: Node): boolean {
    const name = callee.type === 'MemberExpression' ? staticName(callee) : callee.type === 'Identifier' ? callee.name : undefined;
    if (name === undefined || this.file.calls.at(callee.parent!) || this.file.origins.functionOf(callee)) return false;
    const root = callee.type === 'Identifier' ? this.file.bindings.variableOf(callee) : undefined;
    if (root && this.file.bindings.definitionOf(root)?.type === 'Parameter') return true;
    const origin = this.file.origins.of(callee);
    const isPackage = origin?.kind === 'library' && /^(?:@[\w-]+\/)?[a-z][\w.-]*$/.test(origin.library);
    return !isPackage && CONFIGURES.test(name);
  }

  #typeOf(node: Node): TypeEntry | undefined {
    const origin = this.file.origins.of(node);
    const known = origin?.kind === 'library' && !origin.promised && origin.path.endsWith('#') ? origin : undefined;
    return known && this.file.catalog.type(known.library, known.path.slice(0, -1));
  }

  #typeNamed(name: string): TypeEntry | undefined {
    const { library, type } = splitType(name, '');
    return this.file.catalog.type(library, type);
  }
}

/** What a call's result is kept in: a variable or a field. */
function holderOf(call: Node): Node | undefined {
  let value = wrapped(call);
  if (value.parent?.type === 'AwaitExpression') value = wrapped(value.parent);
  const { parent } = value;
  if (parent?.type === 'VariableDeclarator' && parent.init === value) return parent.id;
  return parent?.type === 'AssignmentExpression' && parent.right === value ? parent.left : undefined;
}

function lastName(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

/** As the package `bytes` reads it; what it cannot read was no limit before body-parser refused it. */
function bytesOf(text: string): number {
  const match = /^([-+]?\d+(?:\.\d+)?) *([kmgtp]b)$/i.exec(text);
  if (match) return Number(match[1]) * UNITS[match[2]!.toLowerCase()]!;
  const number = Number.parseInt(text, 10);
  return Number.isNaN(number) ? Infinity : number;
}
