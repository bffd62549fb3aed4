import type { TSESTree } from '@typescript-eslint/utils';
import type { BlockFacts } from '../../catalog/schema.js';
import { classOfThis, isInside, staticName, unwrap } from '../../syntax/nodes.js';
import type { Node } from '../../syntax/walk.js';
import type { FileModel } from '../file-model.js';
import { ownerOf } from '../syntax-index.js';
import type { LibraryCall } from '../values/library-calls.js';

/** A command that makes others wait: all clients of its server, or the other commands on its connection. */
export interface BlockingCommand {
  readonly call: LibraryCall;
  /** The command as it is written: `keys`, `KEYS`. */
  readonly name: string;
  readonly facts: BlockFacts;
  /** It is sent under another name: `call('keys')`, a script. */
  readonly isIndirect: boolean;
  /** For a held connection: a command that may have to wait behind it. */
  readonly behind: LibraryCall | undefined;
}

/** A command that a Lua script sends. */
const IN_SCRIPT = /redis\.p?call\(\s*(['"])(\w+)\1/gi;

/** Finds commands that keep a server, or a connection that others use, from answering. */
export class BlockingCommands {
  constructor(private readonly file: FileModel) {}

  /** In source order. */
  get all(): readonly BlockingCommand[] {
    return (this.#all ??= this.file.calls.of('cache-command').flatMap(call => this.#commandsOf(call)));
  }
  #all: readonly BlockingCommand[] | undefined;

  #commandsOf(call: LibraryCall): readonly BlockingCommand[] {
    const { blocks, sends } = call.entry;
    if (sends) return this.#sentBy(call, sends);
    if (!blocks || !this.#holdsFor(call, blocks)) return [];
    const behind = blocks.holds === 'connection' ? this.#commandBehind(call) : undefined;
    if (blocks.holds === 'connection' && !behind) return [];
    return [{ call, name: lastName(call.path), facts: blocks, isIndirect: false, behind }];
  }

  /** Only what holds the server: who shares the connection of a raw command is another question. */
  #sentBy(call: LibraryCall, { argument, as }: NonNullable<LibraryCall['entry']['sends']>): readonly BlockingCommand[] {
    const given = call.node.arguments.slice(0, argument + 1);
    const place = given[argument];
    if (!place || given.some(each => each.type === 'SpreadElement')) return [];
    const names = as === 'script' ? this.#inScript(place) : this.#named(place);
    for (const name of names) {
      const facts = this.#factsOf(call, name);
      if (facts?.holds === 'server' && !facts.collection && this.#holdsFor(call, facts)) return [{ call, name, facts, isIndirect: true, behind: undefined }];
    }
    return [];
  }

  #named(node: Node): readonly string[] {
    const value = this.file.origins.expressionOf(node);
    const first = value?.type === 'ArrayExpression' ? value.elements[0] : value;
    const name = first && first.type !== 'SpreadElement' ? this.file.options.valueOf(first)?.value : undefined;
    return typeof name === 'string' ? [name] : [];
  }

  #inScript(node: Node): readonly string[] {
    const value = this.file.origins.expressionOf(node);
    const script = this.file.options.valueOf(node)?.value ?? (value?.type === 'TemplateLiteral' ? value.quasis.map(each => each.value.raw).join(' ') : undefined);
    return typeof script === 'string' ? [...script.matchAll(IN_SCRIPT)].map(each => each[2]!) : [];
  }

  /** What the type of the call's client knows of a command, in whatever case it is written. */
  #factsOf({ library, path }: LibraryCall, name: string): BlockFacts | undefined {
    const type = path.slice(0, path.indexOf('#') + 1);
    const { catalog } = this.file;
    return (catalog.entry(library, type + name.toLowerCase()) ?? catalog.entry(library, type + name.toUpperCase()))?.entry.blocks;
  }

  #holdsFor({ node }: LibraryCall, { only, unless }: BlockFacts): boolean {
    if (only !== undefined && this.#has(node, only) !== true) return false;
    return unless === undefined || this.#has(node, unless) === false;
  }

  /** Whether a word is among the arguments, an element of a list there, or a key of options; undefined where it may be. */
  #has({ arguments: given }: LibraryCall['node'], word: string): boolean | undefined {
    let answer: boolean | undefined = false;
    for (const argument of given) {
      if (argument.type === 'SpreadElement') return undefined;
      const value = this.file.origins.expressionOf(argument);
      for (const each of value?.type === 'ArrayExpression' ? value.elements : [argument]) {
        const text = each && each.type !== 'SpreadElement' ? this.file.options.valueOf(each)?.value : undefined;
        if (typeof text === 'string' && text.toUpperCase() === word) return true;
        if (each && text === undefined && isOpaque(each)) answer = undefined;
      }
      if (value?.type === 'ObjectExpression') {
        const option = this.file.options.at(argument, word).state;
        if (option === 'present') return true;
        if (option === 'unknown') answer = undefined;
      }
    }
    return answer;
  }

  /** A command on the same connection that another function sends, one that neither leads here nor is called from here. */
  #commandBehind(call: LibraryCall): LibraryCall | undefined {
    const place = this.#placeOf(call.receiver);
    // `client.blPop(commandOptions({ isolated: true }), key)` takes a connection for itself.
    if (place === undefined || call.node.arguments[0]?.type === 'CallExpression') return undefined;
    const owner = ownerOf(call.node);
    return this.#sharing(place).find(each => {
      if (each.entry.blocks?.holds === 'connection') return false;
      const other = ownerOf(each.node);
      if (other.type === 'Program' || isInside(each.node, owner) || isInside(call.node, other)) return false;
      return !this.#reaches(owner, other) && !this.#reaches(other, owner);
    });
  }

  /** Whether running one function runs the other, by calls in view. */
  #reaches(from: Node, to: Node): boolean {
    const seen = new Set<Node>();
    const work = [from];
    for (let fn = work.pop(); fn; fn = work.pop()) {
      if (fn === to || isInside(to, fn)) return true;
      if (seen.has(fn)) continue;
      seen.add(fn);
      for (const node of this.file.index.within(fn, 'CallExpression')) work.push(...this.file.promises.functionsCalledBy(node));
    }
    return false;
  }

  #sharing(place: string | object): readonly LibraryCall[] {
    if (!this.#byPlace) {
      this.#byPlace = new Map();
      for (const call of this.file.calls.of('cache-command')) {
        const of = this.#placeOf(call.receiver);
        if (of === undefined) continue;
        const known = this.#byPlace.get(of);
        if (known) known.push(call);
        else this.#byPlace.set(of, [call]);
      }
    }
    return this.#byPlace.get(place) ?? [];
  }
  #byPlace: Map<string | object, LibraryCall[]> | undefined;

  /** The variable or field that holds a client: the same place, the same connection. */
  #placeOf(receiver: Node | undefined): string | object | undefined {
    const node = receiver && unwrap(receiver);
    if (node?.type === 'Identifier') {
      const variable = this.file.bindings.variableOf(node);
      return variable && this.file.bindings.isConstant(variable) ? variable : undefined;
    }
    return node?.type === 'MemberExpression' ? fieldOf(node) : undefined;
  }
}

function fieldOf(node: TSESTree.MemberExpression): string | undefined {
  const owner = node.object.type === 'ThisExpression' ? classOfThis(node.object) : undefined;
  const name = staticName(node);
  return owner && name !== undefined ? `${String(owner.node.range[0])} ${String(owner.isStatic)} ${name}` : undefined;
}

/** A value that may be any word, or hold any key. */
function isOpaque(node: Node): boolean {
  const value = unwrap(node);
  return value.type !== 'ObjectExpression' && value.type !== 'ArrowFunctionExpression' && value.type !== 'FunctionExpression' && value.type !== 'Literal';
}

function lastName(path: string): string {
  return path.split('#').at(-1)!;
}
